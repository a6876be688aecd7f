//! `too-many-admins`: more identities hold a privileged level of a system than it declares to need.
//!
//! Whoever has left, and accounts that are disabled or not yet accepted, do not count: they are found otherwise.

use super::privileged::holders;
use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("too-many-admins"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.8.2", "SOC 2 CC6.3", "NIST SP 800-53 AC-6"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::MostHolders,
    run: Run::System(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let rules = settings.systems[access.system].access();
    let Some((rules, max)) = rules.and_then(|rules| Some((rules, rules.expected.privileged_holders?.max?))) else {
        return Vec::new();
    };
    let holders = holders(snapshot, rules, access);
    if holders.known.len() <= max as usize {
        return Vec::new();
    }
    vec![holders.into_breach(access)]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::finding::Why;
    use crate::model::roster::End;
    use crate::model::system::{Coverage, Holders};
    use crate::world::World;

    const CHECK: &str = "too-many-admins";

    #[test]
    fn more_than_declared_are_found_and_named() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin", "Read"]);
        world.privileged(aws, "Admin");
        let role = world.role("Developer");
        let holders = ["Mira", "Noah", "Olga"].map(|name| {
            let identity = world.identity(name, role);
            let account = world.owned(aws, name, identity);
            world.grant(aws, account, "", "Admin");
            identity
        });
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoHolders]);

        let (min, max) = (None, Some(3));
        world.access_rules(aws).expected.privileged_holders = Some(Holders { min, max });
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(
            world.unjudged("too-few-admins"),
            [Why::NoHolders],
            "only a `max` is declared"
        );

        let max = Some(2);
        world.access_rules(aws).expected.privileged_holders = Some(Holders { min, max });
        let findings = world.findings(CHECK);
        assert_eq!(findings[0].subject.candidates, holders);
        assert_eq!(findings[0].evidence.len(), 3);
        assert_eq!(world.keys(CHECK), ["too-many-admins/aws"]);

        world.access(aws).coverage = Some(Coverage::Partial);
        assert_eq!(world.findings(CHECK).len(), 1, "what is shown is shown");
        assert_eq!(world.unjudged(CHECK), [Why::NotComplete(vec![aws])]);

        world.somebody(holders[0]).end = Some(End::On(date(2021, 1, 1)));
        assert!(world.findings(CHECK).is_empty());
    }
}

//! `stale-key`: a key of an account has been the same for more days than the limit of its system allows.
//!
//! Of several keys the oldest counts; one that is not active is none. A key of which nobody tells since when it is the same
//! is no breach and told.

use super::account::Case;
use super::secrets::stale;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};

pub(super) const CHECK: Check = Check {
    id: CheckId("stale-key"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.17",
        "ISO 27001:2022 A.8.5",
        "SOC 2 CC6.1",
        "NIST SP 800-53 IA-5",
        "PCI DSS 8.6.3",
    ],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Keys,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    stale(case, case.rules?.expected.key_days, |told| told.keys)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::credential::{Credentials, Secrets};
    use crate::model::finding::Why;
    use crate::model::policy::RoleKind;
    use crate::model::snapshot::Status;
    use crate::world::World;

    const CHECK: &str = "stale-key";

    fn with(keys: Option<Secrets>) -> Credentials {
        Credentials {
            keys,
            ..Credentials::default()
        }
    }

    #[test]
    fn older_than_the_limit_is_found_whose_ever_it_is_and_the_limit_itself_passes() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.access_rules(aws).expected.key_days = Some(90);
        let role = world.role("Developer");
        let robot = world.identity("Robot", role);
        world.somebody(robot).kind = RoleKind::Technical;
        let account = world.owned(aws, "robot", robot);
        let old = Secrets::since(date(2021, 7, 7));
        world.access(aws).accounts[account].credentials = Some(Box::new(with(Some(old))));
        assert_eq!(world.keys(CHECK), ["stale-key/aws/robot"]);
        assert_eq!(world.unjudged(CHECK), []);
        world.access_rules(aws).expected.key_days = Some(91);
        assert!(world.findings(CHECK).is_empty());
        world.access_rules(aws).expected.key_days = Some(90);
        world.status(aws, account, Status::Disabled);
        assert!(world.findings(CHECK).is_empty(), "nothing of it works");
        world.status(aws, account, Status::Active);
        world.access(aws).accounts[account].credentials = Some(Box::new(with(Some(old.joined(Secrets::UNTOLD)))));
        assert_eq!(world.findings(CHECK).len(), 1, "whatever the other key is");
        assert_eq!(world.unjudged(CHECK), [Why::NotCollected(vec![aws])]);
    }

    #[test]
    fn no_key_is_in_order_and_unknown_is_told() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.access_rules(aws).expected.key_days = Some(90);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        for (told, is_known) in [
            (Some(Box::new(with(Some(Secrets::NONE)))), true),
            (Some(Box::new(with(Some(Secrets::UNTOLD)))), false),
            (Some(Box::new(with(Some(Secrets::UNDATED)))), false),
            (Some(Box::new(with(None))), false),
            (None, false),
        ] {
            world.access(aws).accounts[account].credentials = told;
            assert!(world.findings(CHECK).is_empty());
            assert_eq!(world.unjudged(CHECK).is_empty(), is_known);
        }
        world.access_rules(aws).expected.key_days = None;
        assert_eq!(world.unjudged(CHECK), [Why::NoLimit(Vec::new())]);
    }
}

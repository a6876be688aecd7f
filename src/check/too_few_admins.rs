//! `too-few-admins`: fewer identities hold a privileged level of a system than it declares to need.
//!
//! Whoever has left, and accounts that are disabled or not yet accepted, do not count. Not judged where the lists prove no
//! absence; what could be a holder (an account that may be several people's, a level that no definition maps) is not
//! counted as missing. An account of nobody is not: nobody is known to be able to act with it.

use super::privileged::holders;
use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("too-few-admins"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.8.2", "SOC 2 CC6.3", "NIST SP 800-53 AC-2"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::FewestHolders,
    run: Run::System(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let rules = settings.systems[access.system].access();
    let declared = rules.and_then(|rules| Some((rules, rules.expected.privileged_holders?.min?)));
    let Some((rules, min)) = declared.filter(|_| snapshot.proves_absence(access)) else {
        return Vec::new();
    };
    let holders = holders(snapshot, rules, access);
    if holders.known.len() + holders.possible >= min as usize {
        return Vec::new();
    }
    vec![holders.into_breach(access)]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::finding::Why;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Account, Holder, Match, Status};
    use crate::model::system::{Coverage, Holders, System};
    use crate::world::World;

    const CHECK: &str = "too-few-admins";

    /// Two are needed; Mira is one.
    fn company() -> (World, Ix<System>, Ix<Identity>, Ix<Account>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin", "Read"]);
        world.privileged(aws, "Admin");
        let (min, max) = (Some(2), None);
        world.access_rules(aws).expected.privileged_holders = Some(Holders { min, max });
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let noah = world.identity("Noah", role);
        let account = world.owned(aws, "mira", mira);
        world.grant(aws, account, "", "Admin");
        let account = world.owned(aws, "noah", noah);
        world.grant(aws, account, "", "Read");
        (world, aws, noah, account)
    }

    #[test]
    fn one_of_two_is_too_few_and_named() {
        let (world, ..) = company();
        let findings = world.findings(CHECK);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].subject.candidates.len(), 1);
        assert_eq!(findings[0].evidence.len(), 1);
        assert_eq!(world.keys(CHECK), ["too-few-admins/aws"]);
    }

    #[test]
    fn a_second_holder_is_enough_and_a_second_account_of_the_first_is_not() {
        let (mut world, aws, _, account) = company();
        let mira = world.findings(CHECK)[0].subject.candidates[0];
        world.grant(aws, account, "", "Admin");
        assert!(world.findings(CHECK).is_empty());
        world.access(aws).accounts[account].holder = Holder::Identity(mira, Match::Login);
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn who_left_or_cannot_log_in_does_not_count() {
        let (mut world, aws, noah, account) = company();
        world.grant(aws, account, "", "Admin");
        world.status(aws, account, Status::Pending);
        assert_eq!(world.findings(CHECK).len(), 1);
        world.status(aws, account, Status::Active);
        world.somebody(noah).end = Some(End::On(date(2021, 1, 1)));
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn what_could_be_a_holder_is_not_missing_and_an_account_of_nobody_is_none() {
        let (mut world, aws, noah, account) = company();
        world.grant(aws, account, "", "Superuser");
        assert!(world.findings(CHECK).is_empty(), "a level that no definition maps");

        let (mut world2, aws2, _, account2) = company();
        world2.grant(aws2, account2, "", "Admin");
        world2.access(aws2).accounts[account2].holder = Holder::Several(vec![(noah, Match::Login)]);
        assert!(world2.findings(CHECK).is_empty());
        world2.access(aws2).accounts[account2].holder = Holder::Nobody;
        assert_eq!(world2.findings(CHECK).len(), 1);
    }

    #[test]
    fn not_judged_without_a_number_or_where_lists_prove_no_absence() {
        let (mut world, aws, ..) = company();
        world.access(aws).coverage = Some(Coverage::Partial);
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NotComplete(vec![aws])]);
        world.access_rules(aws).expected.privileged_holders = None;
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoHolders]);
    }
}

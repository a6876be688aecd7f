//! `unused-exception`: an exception accepts nothing: what it was for has been put right, or it has a slip in it, or begins
//! only after the audit date, or others accept all that it fits. One that has expired, or that its own approver is the subject of, is
//! told as such.
//!
//! Not judged where the files of its system prove no absence, or of any system where it names none.

use super::exceptions::Granted;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};

pub(super) const CHECK: Check = Check {
    id: CheckId("unused-exception"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.3", "NIST SP 800-53 AC-2"],
    about: About::Exceptions,
    by_roles: false,
    needs: Needs::ListsOfExceptions,
    run: Run::Exception(is_breach),
};

fn is_breach(granted: &Granted<'_>) -> bool {
    let date = granted.settings.date;
    let is_told_otherwise = granted.exception.has_expired(date) || granted.used.is_of_approver;
    // Of a check that is off nobody knows what it would accept.
    let is_unsure = granted.is_unsure || granted.settings.is_off(granted.exception.check);
    granted.used.accepted == 0 && !is_unsure && !is_told_otherwise
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::finding::{CheckId, Why};
    use crate::model::private::Private;
    use crate::model::settings::Ruling;
    use crate::model::snapshot::Holder;
    use crate::model::system::Coverage;
    use crate::world::World;

    const CHECK: &str = "unused-exception";

    #[test]
    fn one_that_accepts_nothing_is_found_and_one_that_accepts_something_passes() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.exception("orphan-account").subject.account = Some(Private::new("x"));
        let found = ["unused-exception///////orphan-account account=x granted=2021-01-01"];
        assert_eq!(world.settled(CHECK), found);
        let off = Ruling {
            severity: None,
            reason: "agreed".into(),
        };
        world.settings.rulings.insert(CheckId("orphan-account"), off);
        assert!(world.settled(CHECK).is_empty(), "nobody knows what it would accept");
        world.settings.rulings.clear();
        world.account(aws, "x", Holder::Nobody);
        assert!(world.settled(CHECK).is_empty());
        world.last_exception().granted = date(2021, 10, 7);
        assert_eq!(world.settled(CHECK).len(), 1, "it begins only tomorrow");
        world.last_exception().granted = date(2020, 1, 1);
        world.last_exception().expires = date(2021, 1, 1);
        assert!(world.settled(CHECK).is_empty(), "told as expired");
    }

    #[test]
    fn one_that_its_own_subject_approved_is_told_as_that() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        world.exception("excess-grant").approved_by = Private::new("id-mira");
        assert_eq!(world.settled(CHECK).len(), 1);
        world.grant(aws, account, "", "Admin");
        assert!(world.settled(CHECK).is_empty());
        assert_eq!(world.settled("self-approved-exception").len(), 1);
    }

    #[test]
    fn one_that_leaves_nothing_to_another_makes_that_one_unused() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.account(aws, "x", Holder::Nobody);
        world.exception("orphan-account");
        world.exception("orphan-account").subject.account = Some(Private::new("x"));
        assert_eq!(
            world.settled(CHECK),
            ["unused-exception///////orphan-account granted=2021-01-01"]
        );
    }

    #[test]
    fn not_judged_where_lists_prove_no_absence() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let git = world.system("git", &["Admin"]);
        world.exception("orphan-account");
        world.access(aws).coverage = Some(Coverage::Partial);
        assert!(world.settled(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NotComplete(vec![aws])]);
        world.within(git, None);
        assert_eq!(world.settled(CHECK).len(), 1);
        assert_eq!(world.unjudged(CHECK), []);
        world.within(aws, None);
        assert!(world.settled(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NotComplete(vec![aws])]);
    }

    #[test]
    fn what_the_staff_list_decides_needs_no_list_of_a_system() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.access(aws).coverage = None;
        world.exception("owner-left");
        assert_eq!(world.settled(CHECK).len(), 1);
        assert_eq!(world.unjudged(CHECK), []);
        world.last_exception().check = crate::model::finding::CheckId("missing-workstation");
        assert!(world.settled(CHECK).is_empty(), "an inventory decides it");
    }
}

//! `expired-exception`: an exception whose last day lies before the audit date still stands in the roles file. It accepts
//! nothing any more.

use super::exceptions::Granted;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};

pub(super) const CHECK: Check = Check {
    id: CheckId("expired-exception"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.3", "NIST SP 800-53 AC-2"],
    about: About::Exceptions,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Exception(is_breach),
};

fn is_breach(granted: &Granted<'_>) -> bool {
    granted.exception.has_expired(granted.settings.date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::snapshot::Holder;
    use crate::world::{TODAY, World};

    const CHECK: &str = "expired-exception";

    #[test]
    fn the_last_day_is_the_last_on_which_it_holds() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.account(aws, "x", Holder::Nobody);
        world.exception("orphan-account").expires = TODAY;
        assert!(world.settled(CHECK).is_empty());
        assert_eq!(world.review().accepted(), 1);
        world.last_exception().expires = date(2021, 10, 5);
        assert_eq!(
            world.settled(CHECK),
            ["expired-exception///////orphan-account granted=2021-01-01"]
        );
        assert_eq!(world.review().accepted(), 0);
        world.access(aws).accounts = crate::model::arena::Arena::default();
        assert_eq!(world.settled(CHECK).len(), 1, "whether or not it would fit anything");
    }
}

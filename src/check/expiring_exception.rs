//! `expiring-exception`: an exception in force ends within the limit after the audit date, so that somebody has to decide
//! now whether what it accepts is put right or accepted for longer.

use super::exceptions::Granted;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};

pub(super) const CHECK: Check = Check {
    id: CheckId("expiring-exception"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.3", "NIST SP 800-53 AC-2"],
    about: About::Exceptions,
    by_roles: false,
    needs: Needs::ExceptionLimit,
    run: Run::Exception(is_breach),
};

fn is_breach(granted: &Granted<'_>) -> bool {
    let (today, exception) = (granted.settings.date, granted.exception);
    let left = i64::from((exception.expires - today).get_days());
    let limit = granted.settings.expiring_exception_days;
    exception.is_in_force(today) && limit.is_some_and(|limit| left <= i64::from(limit))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::finding::Why;
    use crate::world::{TODAY, World};

    const CHECK: &str = "expiring-exception";

    #[test]
    fn an_end_within_the_limit_is_found_and_others_pass() {
        let mut world = World::new();
        world.settings.expiring_exception_days = Some(30);
        world.exception("orphan-account");
        for (expires, found) in [
            (date(2021, 10, 5), 0),
            (TODAY, 1),
            (date(2021, 11, 5), 1),
            (date(2021, 11, 6), 0),
        ] {
            world.last_exception().expires = expires;
            assert_eq!(world.settled(CHECK).len(), found, "{expires}");
        }
        world.last_exception().granted = date(2021, 10, 7);
        world.last_exception().expires = date(2021, 10, 8);
        assert!(world.settled(CHECK).is_empty(), "not yet in force");
    }

    #[test]
    fn not_judged_without_a_limit() {
        let mut world = World::new();
        world.exception("orphan-account").expires = TODAY;
        assert!(world.settled(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoLimit(Vec::new())]);
        world.settings.expiring_exception_days = Some(1);
        assert_eq!(world.unjudged(CHECK), []);
    }
}

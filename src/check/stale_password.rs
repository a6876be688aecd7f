//! `stale-password`: the password of an account has been the same for more days than the limit of its system allows.
//!
//! An account without a password has nothing to change. A password of which nobody tells since when it is the same is no
//! breach and told.

use super::account::Case;
use super::secrets::stale;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};

pub(super) const CHECK: Check = Check {
    id: CheckId("stale-password"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.17",
        "SOC 2 CC6.1",
        "NIST SP 800-53 IA-5",
        "PCI DSS 8.3.9",
    ],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Passwords,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    stale(case, case.rules?.expected.password_days, |told| told.password)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::credential::{Credentials, Secrets};
    use crate::model::finding::Why;
    use crate::model::roster::End;
    use crate::world::World;

    const CHECK: &str = "stale-password";

    #[test]
    fn older_than_the_limit_is_found_no_password_passes_and_unknown_is_told() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        assert_eq!(world.unjudged(CHECK), [Why::NoLimit(Vec::new())]);
        world.access_rules(aws).expected.password_days = Some(90);
        assert_eq!(world.unjudged(CHECK), [Why::NotCollected(vec![aws])]);
        let mut told = |password| {
            let told = Credentials {
                password: Some(password),
                keys: Some(Secrets::since(date(2001, 1, 1))),
                ..Credentials::default()
            };
            world.access(aws).accounts[account].credentials = Some(Box::new(told));
            (world.findings(CHECK).len(), world.unjudged(CHECK).len())
        };
        assert_eq!(told(Secrets::since(date(2021, 7, 7))), (1, 0));
        assert_eq!(told(Secrets::since(date(2021, 7, 8))), (0, 0));
        assert_eq!(told(Secrets::NONE), (0, 0));
        assert_eq!(told(Secrets::UNDATED), (0, 1));
        assert_eq!(told(Secrets::since(date(2021, 7, 7))), (1, 0));
        world.somebody(mira).end = Some(End::Untold);
        assert!(world.findings(CHECK).is_empty(), "that it is there at all is found");
    }
}

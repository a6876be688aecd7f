//! `future-login`: a file tells of a last login after the day on which it was extracted. Nobody knows then when the account was
//! used: two of the day's figures may be swapped, or the file is of another day than is said of it.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::snapshot::LastLogin;

pub(super) const CHECK: Check = Check {
    id: CheckId("future-login"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 AC-2"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    let told = case.account.last_login;
    let is_future = told != LastLogin::Unknown && told.as_of(case.date) == LastLogin::Unknown;
    is_future.then(|| case.subject())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::finding::Why;
    use crate::model::snapshot::{Holder, LastLogin};
    use crate::world::{TODAY, World};

    const CHECK: &str = "future-login";

    #[test]
    fn a_login_after_the_day_of_the_file_is_found_and_proves_no_use() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.access_rules(aws).expected.dormant_days = Some(90);
        let account = world.account(aws, "mira", Holder::Nobody);
        let tomorrow = TODAY.tomorrow().unwrap_or(TODAY);
        for login in [
            LastLogin::Unknown,
            LastLogin::Never,
            LastLogin::On(TODAY),
            LastLogin::On(tomorrow),
        ] {
            world.access(aws).accounts[account].last_login = login;
            assert!(
                world.findings(CHECK).is_empty(),
                "{login:?}: elsewhere it may be tomorrow already"
            );
        }
        assert_eq!(world.unjudged("dormant-account"), []);
        world.access(aws).accounts[account].last_login = LastLogin::On(date(2099, 6, 9));
        assert_eq!(world.keys(CHECK), ["future-login/aws/mira"]);
        assert!(world.findings("dormant-account").is_empty());
        assert_eq!(world.unjudged("dormant-account"), [Why::NotCollected(vec![aws])]);
    }
}

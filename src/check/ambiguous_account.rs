//! `ambiguous-account`: an account could belong to more than one identity.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::snapshot::Holder;

pub(super) const CHECK: Check = Check {
    id: CheckId("ambiguous-account"),
    severity: Severity::High,
    controls: &["ISO 27001:2022 A.5.16", "SOC 2 CC6.1", "NIST SP 800-53 IA-4"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    match &case.account.holder {
        Holder::Several(candidates) => Some(Subject {
            candidates: candidates.iter().map(|(identity, _)| *identity).collect(),
            ..Subject::default()
        }),
        Holder::Identity(..) | Holder::Nobody => None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::snapshot::{Holder, Match};
    use crate::world::World;

    #[test]
    fn an_account_of_one_or_of_nobody_is_not_ambiguous() {
        let mut world = World::new();
        let system = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        world.owned(system, "mira", mira);
        world.account(system, "nobody", Holder::Nobody);
        assert!(world.findings("ambiguous-account").is_empty());
    }

    #[test]
    fn an_account_of_two_names_both() {
        let mut world = World::new();
        let system = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let noah = world.identity("Noah", role);
        let several = vec![(mira, Match::Login), (noah, Match::Email)];
        let account = world.account(system, "both", Holder::Several(several));
        let grant = world.grant(system, account, "", "Admin");
        let findings = world.findings("ambiguous-account");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].subject.candidates, [mira, noah]);
        assert!(findings[0].evidence.contains(&grant));
        assert_eq!(world.keys("ambiguous-account"), ["ambiguous-account/aws/both"]);
    }
}

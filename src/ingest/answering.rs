//! Whoever reviewed a system or approved the roles has to be somebody of the roster, and whoever hears of alerts has to have a
//! role that there is.

use super::compared::{listed, same_word};
use crate::model::claim::{Decided, Statement};
use crate::model::likeness::did_you_mean;
use crate::model::list::Expected;
use crate::model::policy::Policy;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::roster::Roster;
use crate::model::settings::Settings;
use crate::model::workbook::RolesSheet;

/// Notes ids that nobody in the roster has, and roles that there are not.
pub(super) fn check(settings: &Settings, policy: &Policy, roster: &Roster, problems: &mut Problems) {
    let mut ask = |file: &str, line: Option<u64>, key: &str, id: &Private| {
        let ids = || roster.identities.values().map(|identity| identity.id.reveal());
        if ids().any(|known| known == id.reveal()) {
            return;
        }
        let message = format!(
            "`{key}` is `{}`, which is no id of the staff list{}; write the id of the person, one of {}",
            id.reveal(),
            did_you_mean(id.reveal(), ids()),
            listed(ids())
        );
        problems.add(file, line, message);
    };
    for reviewed in settings.systems.values().filter_map(|system| system.reviewed.as_ref()) {
        ask("review.toml", Some(reviewed.line), "by", &reviewed.by);
    }
    if let Some(approval) = &policy.approval {
        let (file, line) = policy.problem_at(RolesSheet::Policy, approval.line);
        ask(&file, line, "approved-by", &approval.by);
    }
    for claim in settings.claims() {
        let titles = || policy.roles.values().map(|role| role.title.as_str());
        for wanted in told(claim)
            .iter()
            .filter(|wanted| !titles().any(|title| same_word(title, wanted)))
        {
            let message = format!(
                "`roles` names `{wanted}`, which is no role{}; write the title of a role, one of {}",
                did_you_mean(wanted, titles()),
                listed(titles())
            );
            problems.add("review.toml", Some(claim.line), message);
        }
    }
}

/// The roles to which alerts are to go.
fn told(claim: &Statement) -> &[String] {
    match &claim.decided {
        Decided::ByList(listed) => match &listed.expected {
            Expected::Alerts(roles) => roles,
            Expected::Backups { .. } => &[],
        },
        Decided::ByChecks(_) | Decided::ByHand(_) | Decided::ByNothing => &[],
    }
}

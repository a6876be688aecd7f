//! Whoever reviewed a system or approved the roles has to be somebody of the roster.

use super::compared::listed;
use crate::model::likeness::did_you_mean;
use crate::model::policy::Policy;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::roster::Roster;
use crate::model::settings::Settings;

/// Notes ids that nobody in the roster has.
pub(super) fn check(settings: &Settings, policy: &Policy, roster: &Roster, problems: &mut Problems) {
    let mut ask = |file: &str, line: u64, key: &str, id: &Private| {
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
        problems.add(file, Some(line), message);
    };
    for reviewed in settings.systems.values().filter_map(|system| system.reviewed.as_ref()) {
        ask("review.toml", reviewed.line, "by", &reviewed.by);
    }
    if let (Some(approval), Some(file)) = (&policy.approval, &policy.file) {
        ask(file, approval.line, "approved-by", &approval.by);
    }
}

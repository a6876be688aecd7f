//! People whom exceptions of the roles file name by an id of the staff list, which is read after it.

use crate::model::likeness::did_you_mean;
use crate::model::policy::Policy;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::roster::Roster;
use crate::model::workbook::RolesSheet;

/// Tells of every id that nobody in the staff list has.
pub(super) fn look_up(policy: &Policy, roster: &Roster, staff_list: &str, problems: &mut Problems) {
    let called = if policy.is_workbook() { "row" } else { "`[[exception]]`" };
    for exception in policy.exceptions.values() {
        let named = [
            ("identity", exception.subject.identity.as_ref()),
            ("approved-by", Some(&exception.approved_by)),
        ];
        for (key, id) in named {
            let Some(id) = id.map(Private::reveal) else { continue };
            let mut ids = roster.identities.values().map(|identity| identity.id.reveal());
            if ids.any(|known| known == id) {
                continue;
            }
            let ids = roster.identities.values().map(|identity| identity.id.reveal());
            let message = format!(
                "`{key}` of this {called} is `{id}`, which is the id of nobody in `{staff_list}`{}; write an id as it \
                 stands there",
                did_you_mean(id, ids)
            );
            let (file, line) = policy.problem_at(RolesSheet::Exceptions, exception.line);
            problems.add(&file, line, message);
        }
    }
}

//! People whom exceptions of the roles file name by an id of the staff list, which is read after it.

use crate::model::likeness::did_you_mean;
use crate::model::policy::Policy;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::roster::Roster;
use crate::model::workbook::RolesSheet;

/// Tells of every id that nobody in the staff list has.
pub(super) fn look_up(policy: &Policy, roster: &Roster, staff_list: &str, problems: &mut Problems) {
    let is_on_sheet = policy.is_on_sheet(RolesSheet::Exceptions);
    let called = if is_on_sheet { "row" } else { "`[[exception]]`" };
    for exception in policy.exceptions.values() {
        let named = [
            ("identity", exception.subject.identity.as_ref()),
            ("approved-by", Some(&exception.approved_by)),
        ];
        for (key, id) in named {
            let Some(id) = id.map(Private::reveal) else { continue };
            let (file, line) = policy.problem_at(RolesSheet::Exceptions, exception.line);
            if let Some(known) = roster.identities.values().find(|known| known.id.reveal() == id) {
                if let Some(why) = known
                    .cannot_answer_on(exception.granted)
                    .filter(|_| key == "approved-by")
                {
                    let message = format!(
                        "`{key}` of this {called} is `{id}`, who {why} on {}, the day of `granted`; have it approved by \
                         somebody who is there, and write their id and the day",
                        exception.granted
                    );
                    problems.add(&file, line, message);
                }
                continue;
            }
            let ids = roster.identities.values().map(|identity| identity.id.reveal());
            let message = format!(
                "`{key}` of this {called} is `{id}`, which is the id of nobody in `{staff_list}`{}; write an id as it \
                 stands there",
                did_you_mean(id, ids)
            );
            problems.add(&file, line, message);
        }
    }
}

//! What exceptions name: people by an id of the staff list, which is read after the roles, and separations by their name, which may
//! stand in another file than the exceptions.

use crate::model::likeness::did_you_mean;
use crate::model::policy::Policy;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::roster::Roster;
use crate::model::workbook::RolesSheet;

/// Tells of every separation that an exception names and nobody declares.
fn separations(policy: &Policy, called: &str, problems: &mut Problems) {
    for exception in policy.exceptions.values() {
        let Some(name) = exception.subject.separation.as_ref().map(Private::reveal) else {
            continue;
        };
        let declared = || policy.separations.iter().map(|separation| separation.name.as_str());
        if !declared().any(|known| known == name) {
            let (file, line) = policy.problem_at(RolesSheet::Exceptions, exception.line);
            let message = format!(
                "`separation` of this {called} is `{name}`, and no separation is called so{}; write the name as it is declared",
                did_you_mean(name, declared())
            );
            problems.add(&file, line, message);
        }
    }
}

/// Tells of every id that nobody in the staff list has, and of every separation that is not declared.
pub(super) fn look_up(policy: &Policy, roster: &Roster, staff_list: &str, problems: &mut Problems) {
    let is_on_sheet = policy.is_on_sheet(RolesSheet::Exceptions);
    let called = if is_on_sheet { "row" } else { "`[[exception]]`" };
    separations(policy, called, problems);
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

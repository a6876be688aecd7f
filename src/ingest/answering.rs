//! Whoever reviewed a system or approved the roles has to be somebody of the roster, whoever looked or put
//! something right has to be one as well or of a company that is named, and whoever hears of alerts has to have a role that there is.

use super::compared::{listed, same_word};
use crate::model::claim::{Decided, Look, Statement};
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
    for done in &settings.put_right {
        if let Some(message) = stranger(&done.by, done.company.as_ref(), roster) {
            problems.add("review.toml", Some(done.line), message);
        }
    }
    for claim in settings.claims() {
        if let Decided::ByHand(look) = &claim.decided
            && let Some(message) = stranger(&look.by, look.company.as_ref(), roster).or_else(|| absent(look, roster))
        {
            problems.add("review.toml", Some(claim.line), message);
        }
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

/// What is wrong with the name of whoever looked, or put something right: nobody in the roster has it, or several people do.
fn stranger(by: &Private, company: Option<&Private>, roster: &Roster) -> Option<String> {
    let by = by.reveal();
    let everybody = || roster.identities.values();
    if company.is_some() || everybody().any(|identity| identity.id.reveal() == by) {
        return None;
    }
    let called = everybody().filter(|identity| same_word(identity.name.reveal(), by));
    let ids: Vec<&str> = called.map(|identity| identity.id.reveal()).collect();
    let names = || everybody().map(|identity| identity.name.reveal());
    match ids.len() {
        0 => Some(format!(
            "`by` is `{by}`, which is no name and no id of the staff list{}; write the person as the staff list does, \
             or write beside it the company of somebody who is not on it, for example \
             `company = \"Northgate Assurance Ltd\"`",
            did_you_mean(by, names())
        )),
        1 => None,
        people => Some(format!(
            "`by` is `{by}`, and {people} people of the staff list are called so; write the id of the one who is meant, one of {}",
            listed(&ids)
        )),
    }
}

/// What is wrong with whoever looked, where they are of the staff list: they were not there on that day, or are no person.
/// A company beside the name of one of them makes nobody else of them.
fn absent(look: &Look, roster: &Roster) -> Option<String> {
    let by = look.by.reveal();
    let mut everybody = roster.identities.values();
    let who = everybody.find(|identity| identity.id.reveal() == by || same_word(identity.name.reveal(), by))?;
    let why = who.cannot_answer_on(look.on)?;
    let other = if look.company.is_some() {
        "; of somebody else of that name, write more of the name than the staff list has"
    } else {
        ""
    };
    Some(format!(
        "`by` is `{by}`, who {why} on {}, the day of `on`; write who looked, and when, or let somebody look again{other}",
        look.on
    ))
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

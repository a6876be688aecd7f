//! Ids and names that mean something declared elsewhere.

use super::choice::one_of;
use super::stanza::Stanza;
use super::value::At;
use crate::model::arena::{Arena, Ix};
use crate::model::finding::CheckId;
use crate::model::likeness::did_you_mean;
use crate::model::system::{AccessRules, Level, System};

/// The system that an id means; an unknown id is noted, unless the id of some system could not be read.
pub(super) fn system(stanza: &Stanza<'_>, id: &At<String>, systems: &Arena<System>) -> Option<Ix<System>> {
    let found = systems.find(|system| system.id == id.value).map(|(place, _)| place);
    let ids: Vec<&str> = systems.values().map(|system| system.id.as_str()).collect();
    note_unknown(stanza, "system", id, found.is_some(), &ids);
    found
}

/// The level that a word spells; an unknown one is noted, unless the name of some level could not be read.
pub(super) fn level(stanza: &Stanza<'_>, word: &At<String>, rules: &AccessRules) -> Option<Ix<Level>> {
    let found = rules.level(&word.value);
    let names: Vec<&str> = rules.levels.values().map(|level| level.name.as_str()).collect();
    note_unknown(stanza, "level", word, found.is_some(), &names);
    found
}

/// The check that an id means, of these; an unknown id is noted.
pub(super) fn check(stanza: &Stanza<'_>, id: &At<String>, checks: &[CheckId]) -> Option<CheckId> {
    let found = checks.iter().find(|check| check.0 == id.value).copied();
    let ids: Vec<&str> = checks.iter().map(|check| check.0).collect();
    note_unknown(stanza, "check", id, found.is_some(), &ids);
    found
}

/// Notes a word that is none of the choices.
fn note_unknown(stanza: &Stanza<'_>, what: &str, word: &At<String>, known: bool, choices: &[&str]) {
    if known || !word.is_read() || choices.is_empty() || choices.contains(&"") {
        return;
    }
    stanza.file.problem(
        word.line,
        format!(
            "unknown {what} `{}`, expected {}{}",
            word.value,
            one_of(choices),
            did_you_mean(&word.value, choices)
        ),
    );
}

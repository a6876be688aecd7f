//! `[[activity]]`: the rows of the published table. Each system stands in exactly one.

use super::claim;
use super::claims::{Claims, fold};
use super::reference;
use super::stanza::Stanza;
use crate::model::arena::Arena;
use crate::model::finding::CheckId;
use crate::model::settings::Activity;
use crate::model::system::System;

/// Who claims a system: the nth mention in the activity at that place; none asks on behalf of nobody.
type Mention = Option<(usize, usize)>;

/// Reads every activity, in print order.
pub(super) fn read(
    root: &mut Stanza<'_>,
    systems: &Arena<System>,
    checks: &[CheckId],
) -> anyhow::Result<Arena<Activity>> {
    let stanzas = root.tables("activity", "[[activity]]");
    if stanzas.is_empty() {
        root.file
            .problem_of_all("has no `[[activity]]`; declare each row of the page's table in one of its own");
        return Ok(Arena::default());
    }
    let mut names = Claims::new();
    let mut covered = Claims::new();
    let mut activities = Arena::default();
    for (place, stanza) in stanzas.into_iter().enumerate() {
        activities.push(activity(stanza, place, (systems, checks), &mut names, &mut covered))?;
    }
    for system in systems.values().filter(|system| !system.id.is_empty()) {
        if covered.claim(system.id.clone(), &None, system.line).is_none() {
            root.file.problem(
                system.line,
                format!(
                    "system `{}` is in no activity, so the page would not show it; add it to the `systems` of one",
                    system.id
                ),
            );
        }
    }
    Ok(activities)
}

/// One stanza.
fn activity(
    mut stanza: Stanza<'_>,
    place: usize,
    (systems, checks): (&Arena<System>, &[CheckId]),
    names: &mut Claims<usize>,
    covered: &mut Claims<Mention>,
) -> Activity {
    let category = stanza.public_text("category", "activity.category", "Product Development Environment");
    let name = stanza.text("name", "Source Code Management System");
    stanza.file.show("activity.name", &name);
    let both = format!("{} / {}", fold(&category), fold(&name.value));
    if let (true, Some((_, earlier))) = (name.is_read(), names.claim(both, &place, name.line)) {
        stanza.file.problem(
            name.line,
            format!(
                "activity `{}` of category `{category}` is declared twice, first on line {earlier}; put the systems of                  both into one",
                name.value
            ),
        );
    }
    let scope = claim::read(&mut stanza, checks);
    let mut shown = Vec::new();
    for (nth, id) in stanza.required_texts("systems", "bitbucket").into_iter().enumerate() {
        let Some(system) = reference::system(&stanza, &id, systems) else {
            continue;
        };
        match covered.claim(id.value.clone(), &Some((place, nth)), id.line) {
            None => shown.push(system),
            Some((_, earlier)) => stanza.file.problem(
                id.line,
                format!(
                    "system `{}` is already in the activity of line {earlier}; a system is shown once",
                    id.value
                ),
            ),
        }
    }
    let activity = Activity {
        category,
        name: name.value,
        scope,
        systems: shown,
        line: stanza.line,
    };
    stanza.done();
    activity
}

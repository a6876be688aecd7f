//! `diff`: what changed from one audit to another, on the terminal and into files.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::{Outcome, audit, new_file, templates};
use crate::compare;
use crate::document;
use crate::model::audit::Audit;
use crate::model::change::{Amount, Change, Changes, Number};
use crate::model::page::Known;
use crate::model::record::System;
use crate::model::renames::Renames;
use crate::model::wording::Wording;
use crate::render::{changes_csv, html, pdf};
use crate::terminal::{self, Message};

/// How many changes of a kind the terminal shows.
const SHOWN: usize = 50;

/// The endings of files that can be written.
const ENDINGS: &str = "`.md`, `.pdf`, `.html`, `.json` or `.csv`";

/// What the terminal says.
#[derive(Serialize)]
struct Told<'a> {
    changes: &'a Changes,
    groups: Vec<Group<'a>>,
    numbers: Vec<Line<'a>>,
    numbers_left_out: usize,
    unexplained: usize,
    files: Vec<String>,
    /// The document's words for what happened, and for what explains it.
    words: toml::Table,
}

/// Changes of a kind.
#[derive(Serialize)]
struct Group<'a> {
    name: &'static str,
    rows: Vec<Row<'a>>,
    left_out: usize,
}

/// A change.
#[derive(Serialize)]
struct Row<'a> {
    what: &'static str,
    system: Option<&'a str>,
    resource: Option<&'a str>,
    who: &'a str,
    /// Of an exception, of whom and what it is.
    about: &'a [String],
    name: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    otherwise: &'a [String],
    permissions: Option<u64>,
    reason: Option<&'a str>,
    /// Whether a person gave it.
    given: bool,
}

/// A number that differs.
#[derive(Serialize)]
struct Line<'a> {
    system: &'a str,
    resource: &'a str,
    level: &'a str,
    role: &'a str,
    before: String,
    after: String,
}

pub(super) fn run([old, new]: [&Path; 2], files: &[PathBuf], inputs: &Path) -> anyhow::Result<Outcome> {
    let own = templates::declared(inputs)?;
    for file in files {
        ending(file)?;
    }
    let read = |path: &Path, known: &Known| audit::read(path, &path.display().to_string(), known);
    let mut after = read(new, &Known::default())?;
    let mut before = read(old, &known(&after))?;
    // Of a page and a record, whichever is the later one, the record tells the names of the page.
    if after.detail.is_none() && before.detail.is_some() {
        after = read(new, &known(&before))?;
    }
    if let (Some(earlier), Some(later)) = (before.date, after.date)
        && earlier > later
    {
        bail!(
            "`{}` is of {earlier}, later than `{}` of {later}; give the earlier audit first",
            old.display(),
            new.display()
        );
    }
    if let (Some(earlier), Some(later)) = (&mut before.detail, &after.detail) {
        Renames::of_record(&later.record).apply(earlier, &later.resources);
    }
    let mut changes = compare::compare(&before, &after);
    if let Some(detail) = &after.detail {
        compare::explain(&mut changes, &detail.reasons);
        // The later audit may have been compared with another one.
        changes.unused_reasons.clear();
    }
    for file in files {
        new_file::write(file, &bytes(&changes, file, &own)?)?;
    }
    let unexplained = changes.unexplained().count();
    let told = Told {
        groups: groups(&changes),
        numbers: changes.numbers.iter().take(SHOWN).map(line).collect(),
        numbers_left_out: changes.numbers.len().saturating_sub(SHOWN),
        unexplained,
        files: files.iter().map(|file| file.display().to_string()).collect(),
        words: document::words_of_change(&own)?,
        changes: &changes,
    };
    Ok(Outcome {
        text: terminal::print(Message::Diff, &told)?,
        needs_a_person: unexplained > 0,
    })
}

/// What an audit calls its systems and roles: by that names of a page are told.
fn known(audit: &Audit) -> Known {
    let Some(detail) = &audit.detail else {
        return Known::default();
    };
    let (of_access, of_notebooks): (Vec<_>, Vec<_>) =
        (detail.record.systems.iter()).partition(|system| !system.levels.is_empty());
    let names = |systems: Vec<&System>| systems.iter().map(|system| system.name.clone()).collect();
    Known {
        systems: names(of_access),
        workstations: names(of_notebooks),
        roles: detail.record.roles.iter().map(|role| role.title.clone()).collect(),
    }
}

fn ending(file: &Path) -> anyhow::Result<&str> {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending {
        "md" | "pdf" | "html" | "json" | "csv" => Ok(ending),
        _ => bail!(
            "`{}` ends otherwise than in {ENDINGS}, so that it is not clear what to write",
            file.display()
        ),
    }
}

fn bytes(changes: &Changes, file: &Path, own: &Wording) -> anyhow::Result<Vec<u8>> {
    match ending(file)? {
        "json" => {
            let mut bytes = serde_json::to_vec_pretty(changes)?;
            bytes.push(b'\n');
            Ok(bytes)
        }
        "csv" => changes_csv::csv(changes),
        ending => {
            let text = document::difference(changes, own)?;
            let document = document::parse(&text).context("the changes are not in the dialect")?;
            match ending {
                "md" => Ok(text.into_bytes()),
                "html" => Ok(html::render(&document, None)?.into_bytes()),
                _ => pdf::render(&document),
            }
        }
    }
}

fn groups(changes: &Changes) -> Vec<Group<'_>> {
    let kinds = [
        ("people", &changes.people),
        ("permissions", &changes.permissions),
        ("accounts", &changes.accounts),
        ("findings", &changes.findings),
        ("exceptions", &changes.exceptions),
        ("systems, levels, resources, roles", &changes.structure),
    ];
    kinds
        .into_iter()
        .map(|(name, all)| Group {
            name,
            rows: shown(all, |change| change.reason.is_none())
                .into_iter()
                .map(row)
                .collect(),
            left_out: all.len().saturating_sub(SHOWN),
        })
        .collect()
}

/// Of many things those that are shown, in the order of all: first of all those that somebody has to look at.
fn shown<T>(all: &[T], is_weighty: impl Fn(&T) -> bool) -> Vec<&T> {
    let mut places: Vec<(usize, &T)> = all.iter().enumerate().collect();
    places.sort_by_key(|(_, one)| !is_weighty(one));
    places.truncate(SHOWN);
    places.sort_by_key(|(place, _)| *place);
    places.into_iter().map(|(_, one)| one).collect()
}

fn row(change: &Change) -> Row<'_> {
    Row {
        what: change.what.word(),
        system: change.system.as_deref(),
        resource: change.resource.as_deref(),
        who: &change.who,
        // What a finding is about, its key says.
        about: if change.who.contains('/') { &[] } else { &change.about },
        name: change.name.as_deref(),
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        otherwise: &change.otherwise,
        permissions: change.permissions,
        reason: change.reason.as_ref().map(|reason| reason.text.as_str()),
        given: change.reason.as_ref().is_some_and(|reason| reason.given),
    }
}

fn line(number: &Number) -> Line<'_> {
    let amount = |amount: Option<Amount>, is_unknown: bool| match amount {
        None if is_unknown => "unknown".to_owned(),
        None => "none".to_owned(),
        Some(amount) if amount.contractors == 0 => amount.people.to_string(),
        Some(amount) => format!("{} ({} Contractor)", amount.people, amount.contractors),
    };
    Line {
        system: &number.system,
        resource: &number.resource,
        level: &number.level,
        role: &number.role,
        before: amount(number.before, number.before_unknown),
        after: amount(number.after, number.after_unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, shown};

    #[test]
    fn of_many_those_to_look_at_are_shown_in_the_order_of_all() {
        let all: Vec<usize> = (0..SHOWN + 20).collect();
        let last = SHOWN + 15;
        let few = shown(&all, |one| *one == last);
        assert_eq!(few.len(), SHOWN);
        assert_eq!(few.last(), Some(&&last));
        assert!(few.is_sorted());
        assert_eq!(shown(&all, |_| true), all.iter().take(SHOWN).collect::<Vec<_>>());
    }
}

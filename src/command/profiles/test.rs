//! `profiles test`: which profile a file matches, why, and what is read from it; as `review.toml` declares it, where that
//! names the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use super::declared::{Known, Stanza, known};
use crate::command::Outcome;
use crate::command::ending::Shown;
use crate::config;
use crate::ingest;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::{Body, Profile, SampleFacts, Trial};
use crate::model::source::{self, Rows};
use crate::terminal::{self, Message};

/// How many facts of a kind, and how many rejected rows, are shown.
const SHOWN: usize = 10;

#[derive(Serialize)]
struct Summary<'a> {
    file: String,
    declared: Option<Declared<'a>>,
    /// Whether `review.toml` may name the file and cannot be read.
    mistakes: bool,
    /// None where its columns are named.
    read: Option<Read<'a>>,
}

/// Where `review.toml` names the file.
#[derive(Serialize)]
struct Declared<'a> {
    /// None is the staff list.
    system: Option<&'a str>,
    line: u64,
    /// Whether it is the staff list, with its usual headers.
    usual: bool,
    /// Whether the system says nothing of what its permissions are on.
    whole: bool,
}

/// What a profile reads.
#[derive(Serialize)]
struct Read<'a> {
    profile: &'a str,
    format: String,
    verified: bool,
    why: &'a str,
    found: &'a [String],
    facts: Vec<Kind>,
    rows: Became,
    rejected: Vec<Rejected>,
    more_rejected: usize,
    unclear: Vec<Unclear>,
    partial: bool,
    /// Why it is.
    cut: Option<&'a str>,
    /// What permissions are on, but for the whole of a system.
    parts: Option<Shown>,
}

/// The facts of a kind, the first of them in full.
#[derive(Serialize)]
struct Kind {
    name: &'static str,
    number: usize,
    first: Vec<Vec<(String, String)>>,
}

/// What became of the rows.
#[derive(Serialize)]
struct Became {
    total: u64,
    used: u64,
    set_aside: Vec<(String, u64)>,
    rejected: usize,
}

/// A column with cells that could not be read.
#[derive(Serialize)]
struct Unclear {
    name: String,
    cells: u64,
    first: Vec<Rejected>,
}

#[derive(Serialize)]
struct Rejected {
    place: String,
    reason: String,
}

pub(super) fn run(inputs: &Path, file: &Path) -> anyhow::Result<Outcome> {
    let profiles = config::profiles(inputs)?;
    let bytes = fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let name = file.file_name().context("the path names no file")?.to_string_lossy();
    let (stanzas, mistakes) = match known(inputs, file) {
        Known::Declared(stanzas) => (stanzas, false),
        Known::Nothing => (Vec::new(), false),
        Known::Mistakes => (Vec::new(), true),
    };
    let mut tried = Vec::new();
    for stanza in &stanzas {
        let by_profile = stanza.export.recognised.is_some();
        let profiles = stanza.profiles.as_ref().unwrap_or(&profiles);
        let trial = by_profile.then(|| ingest::trial_as(&stanza.export, &bytes, profiles));
        let trial = match trial {
            Some(Err(_)) if stanza.usual => None,
            trial => trial.transpose()?,
        };
        tried.push((Some(stanza), trial));
    }
    if stanzas.is_empty() {
        tried.push((None, Some(ingest::trial(&name, &bytes, &profiles)?)));
    }
    let mut outcome = Outcome {
        text: String::new(),
        needs_a_person: false,
    };
    for (stanza, trial) in &tried {
        let read = trial.as_ref().map(|trial| read(trial, &name, &profiles)).transpose()?;
        let summary = Summary {
            file: file.display().to_string(),
            declared: stanza.map(Declared::of),
            mistakes,
            read,
        };
        outcome.text += &terminal::print(Message::Trial, &summary)?;
        outcome.needs_a_person |= trial
            .as_ref()
            .is_some_and(|trial| trial.facts.partial || !trial.rows.rejected.is_empty() || !trial.unclear.is_empty());
    }
    Ok(outcome)
}

impl<'a> Declared<'a> {
    fn of(stanza: &'a Stanza) -> Self {
        Self {
            system: stanza.system.as_deref(),
            line: stanza.export.line,
            usual: stanza.usual && stanza.export.recognised.is_some(),
            whole: stanza.whole,
        }
    }
}

/// What was read, unless the file holds secrets.
fn read<'a>(trial: &'a Trial, name: &str, profiles: &'a [Profile]) -> anyhow::Result<Read<'a>> {
    if trial.facts.refused {
        let mut problems = Problems::default();
        problems.add(name, None, trial.why.as_str());
        problems.or(())?;
    }
    let profile = profiles.iter().find(|profile| profile.id == trial.profile);
    let profile = profile.context("a profile that is not in the list")?;
    let place = |line: u64| {
        let pointer = usize::try_from(line)
            .ok()
            .and_then(|line| trial.pointers.get(line.checked_sub(1)?));
        pointer.cloned().unwrap_or_else(|| line.to_string())
    };
    let not_read = |row: &source::Rejected| Rejected {
        place: place(row.line),
        reason: row.reason.reveal().to_owned(),
    };
    let unclear = trial.unclear.iter().map(|column| Unclear {
        name: column.name.reveal().to_owned(),
        cells: column.cells,
        first: column.first.iter().map(not_read).collect(),
    });
    Ok(Read {
        profile: &trial.profile,
        format: format!("{}, {}", profile.system, profile.format),
        verified: profile.verified,
        why: &trial.why,
        found: &trial.found,
        facts: kinds(&trial.facts),
        rows: became(&trial.rows),
        rejected: trial.rows.rejected.iter().take(SHOWN).map(not_read).collect(),
        more_rejected: trial.rows.rejected.len().saturating_sub(SHOWN),
        unclear: unclear.collect(),
        partial: trial.facts.partial,
        cut: trial.cut.as_ref().map(Private::reveal),
        parts: parts(&trial.facts, profile),
    })
}

/// What permissions are on, but for what the profile calls the whole of a system.
fn parts(facts: &SampleFacts, profile: &Profile) -> Option<Shown> {
    let whole = match &profile.body {
        Body::Read(reading) => reading.whole(),
        Body::Refuse(_) | Body::Instead(_) => BTreeSet::new(),
    };
    let resources = facts.grants.iter().filter_map(|grant| grant.get("resource"));
    let resources: BTreeSet<&str> = resources.map(String::as_str).collect();
    let parts: Vec<&str> = resources.difference(&whole).copied().collect();
    Shown::of(parts.into_iter())
}

fn became(rows: &Rows) -> Became {
    let set_aside = rows.set_aside.iter();
    Became {
        total: rows.total,
        used: rows.used,
        set_aside: set_aside
            .map(|(reason, rows)| (reason.word().to_owned(), *rows))
            .collect(),
        rejected: rows.rejected.len(),
    }
}

fn kinds(facts: &SampleFacts) -> Vec<Kind> {
    let group = |name: &String| BTreeMap::from([("group".to_owned(), name.clone())]);
    let resource = |name: &String| BTreeMap::from([("resource".to_owned(), name.clone())]);
    let groups: Vec<_> = facts.groups.iter().map(group).collect();
    let resources: Vec<_> = facts.resources.iter().map(resource).collect();
    let all = [
        ("accounts", &facts.accounts),
        ("grants", &facts.grants),
        ("members of groups", &facts.members),
        ("groups with all their members", &groups),
        ("names of ids", &facts.names),
        ("resources", &resources),
        ("notebooks", &facts.devices),
        ("people", &facts.people),
    ];
    let all = all.into_iter().filter(|(_, facts)| !facts.is_empty());
    let shown = |(name, facts): (&'static str, &Vec<BTreeMap<String, String>>)| Kind {
        name,
        number: facts.len(),
        first: facts
            .iter()
            .take(SHOWN)
            .map(|fact| fact.clone().into_iter().collect())
            .collect(),
    };
    all.map(shown).collect()
}

//! Exported lists that decide a claim: backups, and alert policies.
//!
//! Comes in: the files that claims name, and the profiles that read them. Goes out: the days of backups, and of every
//! alert who is told. A profile makes a list of backups by resources called `backup` and a day, and one of alerts by
//! resources called `alert` and a name, with a permission for each address that is told while the alert is switched on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::compared::address_key;
use super::export::trial;
use super::file::File;
use crate::model::arena::Ix;
use crate::model::claim::{Decided, Statement};
use crate::model::evidence::{Attestation, Counting, Document};
use crate::model::hash::sha256;
use crate::model::list::{Alert, Expected, List};
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::Trial;
use crate::model::roster::{Identity, Roster};
use crate::model::settings::Settings;
use crate::model::system::Coverage;

/// How resources begin that are backups.
const BACKUP: &str = "backup ";

/// How resources begin that are alert policies.
const ALERT: &str = "alert ";

/// What the sources sheet says of files that are not read row by row.
type Told<'a> = &'a [(Document, Option<Attestation>)];

/// Reads every list that a claim names, each once.
pub(super) fn read(
    inputs: &Path,
    settings: &Settings,
    (roster, told): (&Roster, Told<'_>),
    problems: &mut Problems,
) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for claim in settings.claims() {
        let Decided::ByList(listed) = &claim.decided else {
            continue;
        };
        for name in &listed.files {
            // What is missing is told with the other files of claims.
            let Ok(file) = File::read(inputs, name.reveal()) else {
                continue;
            };
            let trial = match trial::trial(&file.name, &file.bytes, &settings.profiles, None) {
                Ok(trial) => trial,
                Err(error) => {
                    note(problems, claim, name, &format!("{error:#}"));
                    continue;
                }
            };
            if let Some(why) = unfit(&trial, &listed.expected) {
                note(problems, claim, name, &why);
            } else if !lists.iter().any(|list| list.file == *name) {
                let row = told.iter().find(|(document, _)| document.file == *name);
                let row = row.and_then(|(_, row)| row.as_ref());
                lists.push(list(&file, &trial, settings, roster, row));
            }
        }
    }
    lists
}

fn note(problems: &mut Problems, claim: &Statement, name: &Private, why: &str) {
    problems.add(
        "review.toml",
        Some(claim.line),
        format!("the list `{}` decides nothing: {why}", name.reveal()),
    );
}

/// Why a file is not the list that is expected.
fn unfit(trial: &Trial, expected: &Expected) -> Option<String> {
    if trial.facts.refused {
        return Some(trial.why.clone());
    }
    let (beginning, what) = match expected {
        Expected::Backups { .. } => (BACKUP, "backups"),
        Expected::Alerts(_) => (ALERT, "alert policies"),
    };
    let others = trial.facts.resources.iter().any(|name| !name.starts_with(beginning));
    others.then(|| {
        format!(
            "it is read as `{}`, which is no list of {what}; `access-review profiles list` names the formats that are",
            trial.profile
        )
    })
}

fn list(file: &File, trial: &Trial, settings: &Settings, roster: &Roster, row: Option<&Attestation>) -> List {
    let facts = &trial.facts;
    let mut alerts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in facts.resources.iter().filter(|name| name.starts_with(ALERT)) {
        alerts.entry(name).or_default();
    }
    for grant in &facts.grants {
        let told = grant.get("resource").zip(grant.get("account"));
        if let Some((alert, address)) = told.and_then(|(name, address)| Some((alerts.get_mut(name.as_str())?, address)))
        {
            alert.insert(address);
        }
    }
    let backups: BTreeSet<_> = (facts.resources.iter())
        .filter_map(|name| name.strip_prefix(BACKUP)?.parse().ok())
        .collect();
    // Of two alerts of one name it cannot be told which of them reaches whom.
    let is_distinct = alerts.is_empty() || trial.rows.used == alerts.len() as u64;
    let is_dated = facts.resources.iter().filter(|name| name.starts_with(BACKUP)).count() == backups.len();
    let is_read = !facts.partial && facts.rejected == 0 && facts.unclear == 0;
    List {
        file: Private::new(&file.name),
        day: (row.filter(|row| row.binds(&sha256(&file.bytes))))
            .and_then(|row| row.at)
            .map_or(settings.date, |at| at.day),
        is_whole: is_distinct && is_dated && is_read && is_said_whole(file, trial, row),
        alerts: (alerts.into_iter())
            .map(|(name, told)| Alert {
                name: Private::new(name.strip_prefix(ALERT).unwrap_or(name)),
                told: told.into_iter().flat_map(|address| whose(roster, address)).collect(),
            })
            .collect(),
        backups,
    }
}

/// Whether the sources sheet says nothing against it.
fn is_said_whole(file: &File, trial: &Trial, row: Option<&Attestation>) -> bool {
    let Some(row) = row else { return true };
    let is_this = row.binds(&sha256(&file.bytes));
    let is_all = row.coverage.is_none_or(|coverage| coverage == Coverage::Full);
    let is_counted = row
        .count
        .is_none_or(|count| count.what != Counting::Rows || count.number <= trial.rows.data());
    is_this && is_all && is_counted
}

/// Who of the staff list has an address.
fn whose(roster: &Roster, address: &str) -> Vec<Ix<Identity>> {
    let address = address_key(address);
    let has = |identity: &Identity| {
        identity
            .emails
            .iter()
            .any(|email| address_key(email.reveal()) == address)
    };
    let identities = roster.identities.iter();
    identities
        .filter(|(_, identity)| has(identity))
        .map(|(place, _)| place)
        .collect()
}

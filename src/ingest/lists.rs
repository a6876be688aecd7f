//! Exported lists that decide a claim: backups, and alert policies.
//!
//! Comes in: the files that claims name, and the profiles that read them. Goes out: what became of every row, the days of
//! backups, of every alert who is told, and what shows that the list may lack something. A profile makes a list of backups
//! by resources called `backup` and a day, and one of alerts by resources called `alert` and a name, with a permission for
//! each address that is told; one that is switched off is called `switched-off alert` and a name, and tells nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::attested::Told;
use super::compared::address_key;
use super::export::trial;
use super::file::File;
use crate::model::arena::Ix;
use crate::model::claim::{Decided, Statement};
use crate::model::list::{Alert, Expected, Hole, List};
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::Trial;
use crate::model::roster::{Identity, Roster};
use crate::model::settings::Settings;
use crate::model::source::{Content, Source};
use crate::model::system::Coverage;

/// How resources begin that are backups.
const BACKUP: &str = "backup ";

/// How resources begin that are alert policies, of those that are on and of those that are not.
const ALERTS: [(&str, bool); 2] = [("alert ", true), ("switched-off alert ", false)];

/// What an alert policy is called, and whether it is on.
fn alert(resource: &str) -> Option<(&str, bool)> {
    let mut kinds = ALERTS.into_iter();
    kinds.find_map(|(beginning, is_on)| Some((resource.strip_prefix(beginning)?, is_on)))
}

/// Reads every list that a claim names, each once; `known` are the people, and what the sources sheet says, if there is one.
pub(super) fn read(
    inputs: &Path,
    settings: &Settings,
    known: (&Roster, Option<&Told>),
    problems: &mut Problems,
) -> Vec<(Source, List)> {
    let mut lists: Vec<(Source, List)> = Vec::new();
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
            } else if !lists.iter().any(|(source, _)| source.file == *name) {
                lists.push(list(&file, trial, settings, known));
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
    let is_other = |name: &String| match expected {
        Expected::Backups { .. } => !name.starts_with(BACKUP),
        Expected::Alerts(_) => alert(name).is_none(),
    };
    let what = match expected {
        Expected::Backups { .. } => "backups",
        Expected::Alerts(_) => "alert policies",
    };
    trial.facts.resources.iter().any(is_other).then(|| {
        format!(
            "it is read as `{}`, which is no list of {what}; `access-review profiles list` names the formats that are",
            trial.profile
        )
    })
}

/// What became of the rows of a list, and what it says.
fn list(file: &File, trial: Trial, settings: &Settings, (roster, told): (&Roster, Option<&Told>)) -> (Source, List) {
    let mut source = file.source(Content::List, trial.sheet, Coverage::Unknown);
    source.profile = Some(trial.profile);
    (source.rows, source.pointers) = (trial.rows, trial.pointers);
    (source.unclear, source.facts) = (trial.unclear, trial.numbers);
    source.entries = Some(trial.facts.accounts.len() as u64);
    source.attested = told.and_then(|told| told.get(&file.name)).cloned();
    let said = source.attested.as_ref().and_then(|row| row.coverage);
    source.coverage = said.unwrap_or(source.coverage);
    source.cut_by(trial.cut.as_ref().map(Private::reveal));
    let facts = &trial.facts;
    let named = facts.resources.iter().filter_map(|resource| alert(resource));
    let mut alerts: BTreeMap<(&str, bool), BTreeSet<&str>> = named.map(|alert| (alert, BTreeSet::new())).collect();
    for grant in &facts.grants {
        let told = grant.get("resource").zip(grant.get("account"));
        if let Some((told, address)) = told.and_then(|(name, address)| Some((alerts.get_mut(&alert(name)?)?, address)))
        {
            told.insert(address);
        }
    }
    let dated = facts.resources.iter().filter_map(|name| name.strip_prefix(BACKUP));
    let backups: BTreeSet<_> = dated.clone().filter_map(|day| day.parse().ok()).collect();
    let mut holes = holes(&source, told.is_some());
    // Of two alerts of one name it cannot be told which of them reaches whom.
    if !alerts.is_empty() && source.rows.used != alerts.len() as u64 {
        holes.push(Hole::OneName);
    }
    if dated.count() != backups.len() {
        holes.push(Hole::Undated);
    }
    let list = List {
        file: source.file.clone(),
        day: (source.attested.as_ref().filter(|row| row.binds(&source.sha256)))
            .and_then(|row| row.at)
            .map_or(settings.date, |at| at.day),
        holes,
        alerts: (alerts.into_iter())
            .map(|((name, is_on), told)| Alert {
                name: Private::new(name),
                is_on,
                tells: !told.is_empty(),
                told: told.into_iter().flat_map(|address| whose(roster, address)).collect(),
            })
            .collect(),
        backups,
    };
    (source, list)
}

/// What of a list is not there or was not read, by its rows and by what the sources sheet says of it.
fn holes(source: &Source, has_sheet: bool) -> Vec<Hole> {
    let cells = source.unclear.iter().map(|column| column.cells).sum();
    let row = source.attested.as_ref();
    let short = source.differs_from_screen().filter(|_| source.is_short_of_screen());
    let said = row.and_then(|row| row.coverage);
    // Of a file that no row tells of, nobody says anything else either.
    let is_unbound = has_sheet && !row.is_some_and(|row| row.binds(&source.sha256));
    let found = [
        (!source.rows.rejected.is_empty()).then_some(Hole::Rejected(source.rows.rejected.len() as u64)),
        (cells > 0).then_some(Hole::Cells(cells)),
        source.cut.is_some().then_some(Hole::Cut),
        (said == Some(Coverage::Partial)).then_some(Hole::Partial),
        (!is_unbound && said.is_none_or(|said| said == Coverage::Unknown)).then_some(Hole::Unknown),
        (!is_unbound && row.is_none_or(|row| row.at.is_none())).then_some(Hole::Untimed),
        short.map(|(shown, has)| Hole::Short { shown, has }),
        is_unbound.then_some(Hole::Unbound),
    ];
    found.into_iter().flatten().collect()
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

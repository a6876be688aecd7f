//! `report --only`: judge one system at a time and keep nothing but the tables.
//!
//! The same stages as in a whole report; only what a document would need of all systems at once is forgotten. The tables
//! have the rows of a whole report, in its order.

use std::path::Path;

use super::Outcome;
use super::ending::Ending;
use super::report::Summary;
use crate::bundle::{self, Folder, Output};
use crate::cli::Inputs;
use crate::model::arena::Ix;
use crate::model::figures::Figures;
use crate::model::finding::{CheckId, Finding};
use crate::model::problem::Problems;
use crate::model::settings::{Activity, Settings};
use crate::model::snapshot::{Access, Snapshot};
use crate::render::{counts, findings_csv, grants_csv};
use crate::terminal::{self, Message};
use crate::{check, config, count, disclosure, ingest, tie_out};

/// What is kept of one system.
struct Kept {
    /// With the row of the page and the place in it, by which they are put in page order.
    counts: Option<((Ix<Activity>, usize), Rows)>,
    findings: Vec<(CheckId, Rows)>,
    grants: Option<Rows>,
    figures: Figures,
    /// What an inventory lists; the whole checks look at it.
    inventory: Option<Access>,
}

/// Rows of a table.
struct Rows {
    number: usize,
    bytes: Vec<u8>,
}

/// The rows of each table, in the order of a whole report.
struct Tables {
    counts: Vec<Rows>,
    findings: Vec<Rows>,
    grants: Vec<Rows>,
}

const COUNTS: &str = "public/counts.csv";
const FINDINGS: &str = "internal/findings.csv";
const GRANTS: &str = "internal/grants.csv";

pub(super) fn run(inputs: &Inputs, out: &Path, with_grants: bool) -> anyhow::Result<Outcome> {
    bundle::prepare(out, &inputs.folder)?;
    let config = config::load(&inputs.folder, inputs.date)?;
    let settings = &config.settings;
    let folder = Folder::new(out, &settings.date.to_string());
    folder.check_replaceable()?;
    folder.check_holds_no_more_than(if with_grants {
        &[COUNTS, FINDINGS, GRANTS]
    } else {
        &[COUNTS, FINDINGS]
    })?;
    let keep = |part: &mut Snapshot| {
        let leaks = disclosure::of_systems(&config.public_texts, settings, part);
        Ok((leaks, kept(settings, part, with_grants)?))
    };
    let (mut rest, systems) = ingest::by_system(&inputs.folder, settings, config.policy, keep)?;
    let (leaks, mut systems): (Vec<Problems>, Vec<Kept>) = systems.into_iter().unzip();
    let mut problems = disclosure::of_roster(&config.public_texts, &rest);
    for leaks in leaks {
        problems.append(leaks);
    }
    problems.or(())?;
    rest.access = systems.iter_mut().filter_map(|kept| kept.inventory.take()).collect();
    let whole = by_check(settings, &rest, &check::of_whole(settings, &rest))?;
    let figures = systems.iter().map(|kept| kept.figures);
    let figures = figures.fold(count::figures_of_whole(settings, &rest), Figures::plus);
    let tables = Tables::of(whole, systems);
    let findings = tables.findings.iter().map(|rows| rows.number).sum();
    let mut files = vec![
        (COUNTS, counts::header()?, tables.counts),
        (FINDINGS, findings_csv::header()?, tables.findings),
    ];
    if with_grants {
        files.push((GRANTS, grants_csv::header()?, tables.grants));
    }
    let number = |rows: &[Rows]| rows.iter().map(|rows| rows.number).sum();
    let numbers: Vec<(&str, usize)> = files.iter().map(|(path, _, rows)| (*path, number(rows))).collect();
    let files: Vec<Output> = files
        .into_iter()
        .map(|(path, header, rows)| output(path, header, rows))
        .collect();
    folder.replace(&files, |written| tie_out::rows(written, &numbers))?;
    let summary = Summary {
        ending: Ending::new(figures, findings, &rest),
        folder: folder.path().display().to_string(),
    };
    Ok(Outcome {
        text: terminal::print(Message::Report, &summary)?,
        needs_a_person: findings > 0,
    })
}

/// Judges one system and makes its rows.
fn kept(settings: &Settings, part: &mut Snapshot, with_grants: bool) -> anyhow::Result<Kept> {
    let counted = count::counts(settings, part);
    let place = counted.first().map(|count| (count.activity, count.place));
    let rows = Rows {
        number: counted.len(),
        bytes: counts::rows(settings, part, &counted)?,
    };
    let grants = with_grants.then(|| -> anyhow::Result<Rows> {
        Ok(Rows {
            number: part.access.iter().map(|access| access.effective().count()).sum(),
            bytes: grants_csv::rows(settings, part)?,
        })
    });
    Ok(Kept {
        counts: place.map(|place| (place, rows)),
        findings: by_check(settings, part, &check::of_systems(settings, part))?,
        grants: grants.transpose()?,
        figures: count::figures_of_systems(settings, part),
        inventory: part
            .access
            .pop()
            .filter(|access| settings.systems[access.system].is_inventory()),
    })
}

/// The rows of findings, for each check.
fn by_check(settings: &Settings, snapshot: &Snapshot, findings: &[Finding]) -> anyhow::Result<Vec<(CheckId, Rows)>> {
    let chunks = findings.chunk_by(|one, other| one.check == other.check);
    let rows = chunks.filter_map(|findings| {
        let check = findings.first()?.check;
        let rows = findings_csv::rows(settings, snapshot, findings);
        let number = findings.len();
        Some(rows.map(|bytes| (check, Rows { number, bytes })))
    });
    rows.collect()
}

impl Tables {
    fn of(whole: Vec<(CheckId, Rows)>, systems: Vec<Kept>) -> Self {
        let (mut counts, mut findings, mut grants) = (Vec::new(), whole, Vec::new());
        for kept in systems {
            counts.extend(kept.counts);
            findings.extend(kept.findings);
            grants.extend(kept.grants);
        }
        counts.sort_by_key(|(place, _)| *place);
        findings.sort_by_key(|(check, _)| check::place(*check));
        Self {
            counts: counts.into_iter().map(|(_, rows)| rows).collect(),
            findings: findings.into_iter().map(|(_, rows)| rows).collect(),
            grants,
        }
    }
}

/// A file of a table; its rows are let go as they are copied.
fn output(path: &'static str, header: Vec<u8>, rows: Vec<Rows>) -> Output {
    let mut bytes = header;
    bytes.reserve_exact(rows.iter().map(|rows| rows.bytes.len()).sum());
    for mut rows in rows {
        bytes.append(&mut rows.bytes);
    }
    Output { path, bytes }
}

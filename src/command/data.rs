//! `report --only`: judge one system at a time and keep nothing but the tables.
//!
//! The same stages as in a whole report; only what a document would need of all systems at once is forgotten. The tables
//! have the rows of a whole report, in its order, and are written while systems are still being read. A review with a
//! recheck is judged as a whole: what explains a change in one system may be found across systems.

mod tables;

use std::convert::Infallible;
use std::path::Path;

use self::tables::{COUNTS, FINDINGS, Found, GRANTS, Part, Rows, Tables, Written};
use super::earlier::{self, Gone};
use super::ending::Ending;
use super::report::Summary;
use super::{Outcome, fonts, judge, previous};
use crate::bundle::{self, Draft, Folder};
use crate::check::Carried;
use crate::cli::Inputs;
use crate::config::{self, Config};
use crate::ingest::Read;
use crate::model::exception::Uses;
use crate::model::figures::Figures;
use crate::model::finding::Finding;
use crate::model::problem::Problems;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};
use crate::progress::{Progress, Stage};
use crate::render::{counts, findings_csv, grants_csv};
use crate::terminal::{self, Message};
use crate::{check, count, disclosure, ingest, settle, tie_out};

/// What is kept of one system.
struct Kept {
    /// Names that would reach a public page.
    leaks: Problems,
    figures: Figures,
    /// What the checks of the rest have to know of it.
    carried: Carried,
    /// What exceptions fitted.
    uses: Uses,
    /// What an inventory lists; the whole checks look at it.
    inventory: Option<Access>,
}

/// What there is to tell at the end.
struct Done {
    ending: Ending,
    open: usize,
    tables: Vec<Written>,
}

pub(super) fn run(inputs: &Inputs, out: &Path, with_grants: bool) -> anyhow::Result<Outcome> {
    bundle::prepare(out, &inputs.folder)?;
    let progress = Progress::new(inputs.quiet);
    progress.begin(Stage::Declared);
    let config = config::load(&inputs.folder, inputs.date, &check::ids(), ingest::workbook)?;
    let folder = Folder::new(out, &config.settings.date.to_string());
    folder.check_replaceable()?;
    folder.check_holds_no_more_than(if with_grants {
        &[COUNTS, FINDINGS, GRANTS]
    } else {
        &[COUNTS, FINDINGS]
    })?;
    let is_rechecked = config
        .settings
        .systems
        .values()
        .any(|system| !system.recheck.is_empty());
    let mut gone = Gone::default();
    let done = folder.write(
        |draft| {
            let write = if is_rechecked { write_whole } else { write };
            write(draft, &inputs.folder, config, with_grants, &progress)
        },
        |written, done| {
            tie_out::rows(written, &done.tables)?;
            gone = earlier::note(&folder, written)?;
            Ok(())
        },
    )?;
    let summary = Summary {
        ending: done.ending,
        statements: None,
        folder: folder.path().display().to_string(),
        gone,
        open_by_check: Vec::new(),
    };
    Ok(Outcome {
        text: terminal::print(Message::Report, &summary)?,
        needs_a_person: done.open > 0,
    })
}

/// Reads and judges everything, and writes the tables meanwhile.
fn write(
    draft: &Draft,
    inputs: &Path,
    mut config: Config,
    with_grants: bool,
    progress: &Progress,
) -> anyhow::Result<Done> {
    config.settings.look.fonts = fonts::declared(inputs)?;
    let declared = previous::declared(&mut config, inputs)?;
    let Config {
        settings, public_texts, ..
    } = config;
    let settings = &settings;
    let tables = Tables::begin(draft, settings, with_grants)?;
    let keep = |part: &mut Snapshot| {
        let leaks = disclosure::of_systems(&public_texts, settings, part);
        let mut uses = Uses::none(&part.policy.exceptions);
        for access in &part.access {
            let (rows, more) = rows(settings, part, with_grants)?;
            uses.add(more);
            tables.add(access.system, rows)?;
        }
        Ok(kept(settings, part, leaks, uses))
    };
    let Read { mut rest, systems } = ingest::by_system(inputs, settings, declared, progress, keep)?;
    progress.begin(Stage::Writing);
    let mut problems = disclosure::of_roster(&public_texts, &rest);
    let mut figures = count::figures_of_whole(settings, &rest);
    let mut carried = Carried::default();
    let mut uses = Uses::none(&rest.policy.exceptions);
    for (kept, shift) in systems {
        problems.append(kept.leaks);
        figures = figures.plus(kept.figures);
        carried.add(kept.carried.moved(&shift));
        uses.add(kept.uses);
        rest.access
            .extend(kept.inventory.map(|inventory| inventory.moved(&shift)));
    }
    problems.or(())?;
    let mut whole = check::of_whole(settings, &rest, &carried);
    uses.add(settle::settle(settings, &rest, &mut whole));
    let whole = check::in_order(whole, check::of_exceptions(settings, &rest, &uses));
    let tables = tables.finish(by_check(settings, &rest, &whole)?)?;
    let findings: usize = tables
        .iter()
        .filter(|(path, _)| *path == FINDINGS)
        .map(|(_, rows)| rows)
        .sum();
    let accepted = uses.accepted();
    let open = findings - accepted;
    Ok(Done {
        ending: Ending::new(figures, [open, accepted, 0], &rest),
        open,
        tables,
    })
}

/// Reads and judges everything, then writes the tables.
fn write_whole(
    draft: &Draft,
    inputs: &Path,
    config: Config,
    with_grants: bool,
    progress: &Progress,
) -> anyhow::Result<Done> {
    let (review, public_texts) = judge::declared(config, inputs, progress)?;
    disclosure::scan(&public_texts, &review)?;
    progress.begin(Stage::Writing);
    let mut tables = vec![(COUNTS, review.counts.len()), (FINDINGS, review.findings.len())];
    draft.write(COUNTS, &counts::csv(&review)?)?;
    draft.write(FINDINGS, &findings_csv::csv(&review)?)?;
    if with_grants {
        draft.write(GRANTS, &grants_csv::csv(&review)?)?;
        let grants = review.snapshot.counted();
        tables.push((GRANTS, grants.map(|access| access.effective().count()).sum()));
    }
    Ok(Done {
        open: review.open().count(),
        ending: Ending::of(&review),
        tables,
    })
}

/// Judges and settles one system and makes its rows.
fn rows(settings: &Settings, part: &Snapshot, with_grants: bool) -> anyhow::Result<(Part, Uses)> {
    let (mut numbers, mut counted) = (counts::Rows::default(), 0);
    let Ok(()) = count::each(settings, part, |count| -> Result<(), Infallible> {
        counted += 1;
        numbers.add(settings, part, &count);
        Ok(())
    });
    let mut findings = check::of_systems(settings, part);
    let uses = settle::settle(settings, part, &mut findings);
    let grants = with_grants.then(|| -> anyhow::Result<Rows> {
        Ok(Rows {
            number: part.access.iter().map(|access| access.effective().count()).sum(),
            bytes: grants_csv::rows(settings, part, &findings)?,
        })
    });
    let part = Part {
        counts: Rows {
            number: counted,
            bytes: numbers.bytes(),
        },
        findings: by_check(settings, part, &findings)?,
        grants: grants.transpose()?,
    };
    Ok((part, uses))
}

fn kept(settings: &Settings, part: &mut Snapshot, leaks: Problems, uses: Uses) -> Kept {
    let figures = count::figures_of_systems(settings, part);
    let mut carried = Carried::default();
    for access in &part.access {
        carried.add(Carried::of(settings, part, access));
    }
    let is_inventory = |access: &Access| settings.systems[access.system].is_inventory();
    Kept {
        leaks,
        figures,
        carried,
        uses,
        inventory: part.access.pop().filter(is_inventory),
    }
}

/// The rows of findings, for each check and severity.
fn by_check(settings: &Settings, snapshot: &Snapshot, findings: &[Finding]) -> anyhow::Result<Vec<(Found, Rows)>> {
    let chunks = findings.chunk_by(|one, other| (one.severity, one.check) == (other.severity, other.check));
    let rows = chunks.filter_map(|findings| {
        let found = findings.first().map(|finding| (finding.severity, finding.check))?;
        let rows = findings_csv::rows(settings, snapshot, findings);
        let number = findings.len();
        Some(rows.map(|bytes| (found, Rows { number, bytes })))
    });
    rows.collect()
}

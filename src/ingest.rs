//! Files to [`Snapshot`]: the roster, the exports of every system, the filled accounts sheets.
//!
//! Comes in: the inputs folder, what `review.toml` and `roles.toml` declare of it, and the profiles of known formats. Goes
//! out: accounts, groups with their members, grants and notebooks, each with where it was read and whose it is; every row
//! of every file accounted for; files nobody named. What is wrong with any file is told for all files at once. One more
//! kind of fact: a [`Kind`](crate::model::profile::Kind), taken in by the child `export`; where columns are mapped by
//! hand, also a [`Field`](crate::model::system::Field).

mod answering;
mod attested;
mod compared;
mod excepted;
mod export;
mod file;
mod header;
mod header_like;
mod labels;
mod lists;
mod matching;
mod profile;
mod readers;
mod reasons;
mod recheck;
mod roster;
mod sheet;
mod systems;
mod table;
mod unread;
mod values;
mod whole_workbook;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::ensure;

pub use self::whole_workbook::workbook;

use self::systems::{Common, Part, Parts};
use crate::model::arena::{Arena, Shift};
use crate::model::audit::Audit;
use crate::model::evidence::SheetForm;
use crate::model::policy::{Policy, RoleKind};
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::{Profile, Trial};
use crate::model::renames::Renames;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Source;
use crate::model::system::Export;
use crate::progress::{Progress, Stage};

/// What is known before any export is read.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// The roles; none where nobody declared any.
    pub policy: Option<Policy>,
    /// The audit before this one, where somebody names it.
    pub previous: Option<Arc<Audit>>,
}

/// Reads everything that the settings declare.
///
/// # Errors
/// When any file cannot be read or the roster is not exact; all such [`Problems`] at once.
pub fn run(inputs: &Path, settings: &Settings, declared: Declared, progress: &Progress) -> anyhow::Result<Snapshot> {
    let taken = |part: &mut Snapshot| Ok((std::mem::take(&mut part.access), std::mem::take(&mut part.rechecks)));
    let Read { mut rest, systems } = read((inputs, settings), declared, progress, taken)?;
    for ((access, rechecks), shift) in systems {
        rest.access
            .extend(access.into_iter().map(|access| access.moved(&shift)));
        rest.rechecks
            .extend(rechecks.into_iter().map(|access| access.moved(&shift)));
    }
    Ok(rest)
}

/// Reads everything that the settings declare, one system at a time: each is shown to the visitor as a snapshot of that
/// system alone, and forgotten. Gives what is left without the systems, and in declared order what the visitor made of
/// each and where its files went.
///
/// # Errors
/// As [`run`], and when the visitor fails.
pub fn by_system<T: Send>(
    inputs: &Path,
    settings: &Settings,
    declared: Declared,
    progress: &Progress,
    visit: impl Fn(&mut Snapshot) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Read<T>> {
    read((inputs, settings), declared, progress, visit)
}

/// What was made of a system, and where its files went.
pub type Made<T> = (T, Shift<Source>);

/// Everything, read.
pub struct Read<T> {
    /// All but what the systems gave.
    pub rest: Snapshot,
    /// What was made of each system, and where its files went.
    pub systems: Vec<Made<T>>,
}

fn read<T: Send>(
    (inputs, settings): (&Path, &Settings),
    Declared { policy, previous }: Declared,
    progress: &Progress,
    visit: impl Fn(&mut Snapshot) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Read<T>> {
    let mut problems = Problems::default();
    let mut sources = Arena::default();
    let (policy, roster) = roster::read(inputs, settings, policy, &mut sources, &mut problems)?;
    let exact = problems.is_empty();
    if exact {
        answering::check(settings, &policy, &roster, &mut problems);
        excepted::look_up(&policy, &roster, &settings.roster.table.file, &mut problems);
    }
    let sheet_names = sheet::sheets(inputs, settings);
    let attested = attested::read(inputs, settings, &sheet_names, &mut problems)?;
    recheck::check(settings, &attested.told, &mut problems);
    let people = roster
        .identities
        .values()
        .filter(|identity| identity.kind == RoleKind::Person);
    let people = people.count() as u64;
    for source in sources.values_mut() {
        source.entries = Some(people);
        attested::attest(source, &attested.told);
    }
    let mut rest = Snapshot {
        policy: Arc::new(policy),
        roster: Arc::new(roster),
        access: Vec::new(),
        rechecks: Vec::new(),
        previous,
        reasons: BTreeMap::new(),
        sources,
        documents: Vec::new(),
        lists: Vec::new(),
        unread: Vec::new(),
    };
    let sheets = sheet::read(
        inputs,
        settings,
        &sheet_names,
        exact.then_some(&rest.roster),
        &mut problems,
    )?;
    let renames = Renames::of(settings, Some(&rest.policy));
    let common = Common {
        inputs,
        settings,
        start: &rest,
        renames: &renames,
        assigned: &sheets.assigned,
        told: &attested.told,
        progress,
    };
    progress.begin(Stage::Systems(settings.systems.len()));
    let Parts { parts, met } = systems::each(&common, &mut problems, visit)?;
    let first = rest.sources.len();
    let mut systems = Vec::with_capacity(parts.len());
    for Part { made, sources } in parts {
        let own = sources.into_iter().skip(first);
        let shift = rest.sources.append(first, own)?;
        systems.extend(made.map(|made| (made, shift)));
    }
    rest.sources
        .append(0, sheets.settle(&met, &attested.told).into_iter())?;
    let has_sheet = attested.source.is_some();
    rest.sources.append(0, attested.source.into_iter())?;
    if settings.previous.is_some() {
        rest.reasons = reasons::read(inputs, &settings.profiles, &mut problems)?;
    }
    rest.documents = attested.documents;
    let told = has_sheet.then_some(&attested.told);
    for (source, list) in lists::read(inputs, settings, (&rest.roster, told), &mut problems) {
        rest.sources.push(source)?;
        rest.lists.push(list);
    }
    let files = rest.sources.values().map(|source| &source.file);
    let documents = rest.documents.iter().map(|(document, _)| document);
    let looked_at = files.chain(rest.proofs().chain(documents).map(|proof| &proof.file));
    // Publishing alone reads the certificates of an authority.
    let authority = settings
        .publishing
        .as_ref()
        .and_then(|publishing| publishing.ca_file.as_deref());
    let read = looked_at.map(Private::reveal).chain(authority);
    rest.unread = unread::unread(inputs, settings.previous.as_ref(), read);
    let rest = problems.or(rest)?;
    accounted(&rest.sources)?;
    Ok(Read { rest, systems })
}

/// The font files that the inputs folder holds, in the order of their names.
pub fn fonts(inputs: &Path) -> Vec<String> {
    unread::fonts(inputs)
}

/// The templates of somebody's own that the inputs folder holds, in the order of their names.
pub fn templates(inputs: &Path) -> Vec<String> {
    unread::templates(inputs)
}

/// How the sources sheet of a folder is written, if there is one.
///
/// # Errors
/// When it cannot be read, or there are two.
pub fn sources_sheet(inputs: &Path, profiles: &[Profile]) -> anyhow::Result<Option<SheetForm>> {
    attested::form(inputs, profiles)
}

/// Reads one file alone: which of these profiles fits it, why, and what it reads.
///
/// # Errors
/// When no profile fits the file, or several do alike, or it cannot be read.
pub fn trial(name: &str, bytes: &[u8], profiles: &[Profile]) -> anyhow::Result<Trial> {
    export::trial::trial(name, bytes, profiles, None)
}

/// The same as `review.toml` declares the file.
///
/// # Errors
/// As [`trial`].
pub fn trial_as(declared: &Export, bytes: &[u8], profiles: &[Profile]) -> anyhow::Result<Trial> {
    export::trial::trial(&declared.file, bytes, profiles, Some(declared))
}

/// The profiles of staff lists, reading what `review.toml` declares of the roster beside.
pub fn staff_profiles(settings: &Settings) -> Vec<Profile> {
    roster::profiles(settings)
}

/// Whether the staff list has the usual headers, by which it is read where no profile fits it.
pub fn is_usual_staff_list(inputs: &Path, settings: &Settings) -> bool {
    roster::has_usual_headers(inputs, settings)
}

/// The reader counted as many rows as became something.
fn accounted(sources: &Arena<Source>) -> anyhow::Result<()> {
    for source in sources.values() {
        ensure!(
            source.rows.tie_out(),
            "{}: the file has {} rows, but {} are accounted for; this is a fault of the program, please report it",
            source.file.reveal(),
            source.rows.total,
            source.rows.used + source.rows.set_aside_total() + source.rows.rejected.len() as u64
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::model::source::{Content, Facts, Rows};
    use crate::model::system::Coverage;

    #[test]
    fn a_row_that_is_lost_is_a_fault() {
        let lost = |total| {
            let rows = Rows {
                total,
                used: 1,
                ..Rows::default()
            };
            let source = Source {
                file: Private::new("git.csv"),
                content: Content::Roster,
                sheet: None,
                sha256: String::new(),
                bytes: 0,
                coverage: Coverage::Full,
                cut: None,
                twin: None,
                dated: None,
                dated_from: None,
                profile: None,
                directory: None,
                pointers: Vec::new(),
                declared_rows: None,
                rows,
                unclear: Vec::new(),
                parts: Vec::new(),
                facts: Facts::default(),
                entries: None,
                attested: None,
            };
            let mut sources = Arena::default();
            sources.push(source).unwrap();
            accounted(&sources)
        };
        assert!(lost(1).is_ok());
        let message = lost(2).unwrap_err().to_string();
        assert!(
            message.contains("git.csv: the file has 2 rows, but 1 are accounted for"),
            "{message}"
        );
    }
}

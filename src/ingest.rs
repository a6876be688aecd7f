//! Files to [`Snapshot`]: the roster, the exports of every system, the filled accounts sheets.
//!
//! Comes in: the inputs folder, and what `review.toml` and `roles.toml` declare of it. Goes out: accounts, grants and
//! notebooks, each with where it was read and whose it is; every row of every file accounted for; files nobody named. What is wrong
//! with any file is told for all files at once. One more kind of fact: a [`Field`](crate::model::system::Field), read
//! by the child that reads its rows.

mod compared;
mod export;
mod file;
mod header;
mod matching;
mod readers;
mod roster;
mod sheet;
mod table;
mod unread;
mod values;

use std::path::Path;

use anyhow::ensure;

use crate::model::arena::Arena;
use crate::model::policy::Policy;
use crate::model::problem::Problems;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Source;

/// Reads everything that the settings declare.
///
/// # Errors
/// When any file cannot be read or the roster is not exact; all such [`Problems`] at once.
pub fn run(inputs: &Path, settings: &Settings, policy: Option<Policy>) -> anyhow::Result<Snapshot> {
    let mut problems = Problems::default();
    let mut sources = Arena::default();
    let (policy, roster) = roster::read(inputs, settings, policy, &mut sources, &mut problems)?;
    let exact = problems.is_empty();
    let mut access = Vec::new();
    for system in settings.systems.iter() {
        access.push(export::read(inputs, system, &mut sources, &mut problems)?);
    }
    let known = (settings, exact.then_some(&roster), access.as_slice());
    let assigned = sheet::read(inputs, known, &mut sources, &mut problems)?;
    matching::assign(&mut access, &roster, &assigned);
    let sources = problems.or(sources)?;
    accounted(&sources)?;
    Ok(Snapshot {
        policy,
        roster,
        access,
        unread: unread::unread(inputs, sources.values()),
        sources,
    })
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
    use crate::model::private::Private;
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
                declared_rows: None,
                rows,
                facts: Facts::default(),
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

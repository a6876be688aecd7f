//! The tables of `report --only`, written while systems are still being read.
//!
//! Comes in: the rows of each system, from several threads in any order. Goes out: the files, in the order of a whole
//! report. A system waits in memory until those before it are written; findings, which are sorted by check before they are
//! by system, wait on disk.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use anyhow::Context as _;

use crate::bundle::{Draft, Spool, Stream};
use crate::check;
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::system::System;
use crate::render::{counts, findings_csv, grants_csv};

pub(super) const COUNTS: &str = "public/counts.csv";
pub(super) const FINDINGS: &str = "internal/findings.csv";
pub(super) const GRANTS: &str = "internal/grants.csv";

/// Rows of a table.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) number: usize,
    pub(super) bytes: Vec<u8>,
}

/// The rows of one system.
pub(super) struct Part {
    pub(super) counts: Rows,
    /// By severity and check, in any order.
    pub(super) findings: Vec<(Found, Rows)>,
    pub(super) grants: Option<Rows>,
}

/// The tables being written.
pub(super) struct Tables<'d> {
    draft: &'d Draft,
    /// Where the numbers of each system stand on the page, if they do.
    on_page: BTreeMap<Ix<System>, usize>,
    writing: Mutex<Writing<'d>>,
}

struct Writing<'d> {
    counts: Table<'d>,
    grants: Option<Table<'d>>,
    /// By severity and the place of their check.
    findings: BTreeMap<(Severity, Option<usize>), OfCheck>,
    on_page: InOrder<Rows>,
    declared: InOrder<Declared>,
}

/// What of a system is written in declared order: its findings and its grants.
type Declared = (Vec<(Found, Rows)>, Option<Rows>);

/// Which check found something, and how grave that is.
pub(super) type Found = (Severity, CheckId);

/// A file and how many rows it has so far.
struct Table<'d> {
    file: Stream<'d>,
    rows: usize,
}

/// The findings of one check and severity.
#[derive(Default)]
struct OfCheck {
    /// Those of no system.
    whole: Rows,
    /// Those of systems, and how many they are.
    systems: Option<(Spool, usize)>,
}

/// Parts that come in any order and go on in theirs.
struct InOrder<T> {
    next: usize,
    waiting: BTreeMap<usize, T>,
}

/// A table and the number of its rows.
pub(super) type Written = (&'static str, usize);

impl<'d> Tables<'d> {
    /// Begins the files.
    pub(super) fn begin(draft: &'d Draft, settings: &Settings, with_grants: bool) -> anyhow::Result<Self> {
        let printed = settings.activities.values().flat_map(|activity| &activity.systems);
        let grants = with_grants.then(|| Table::begin(draft, GRANTS, &grants_csv::header()?));
        Ok(Self {
            draft,
            on_page: printed.enumerate().map(|(place, system)| (*system, place)).collect(),
            writing: Mutex::new(Writing {
                counts: Table::begin(draft, COUNTS, &counts::header()?)?,
                grants: grants.transpose()?,
                findings: BTreeMap::new(),
                on_page: InOrder::default(),
                declared: InOrder::default(),
            }),
        })
    }

    /// Adds the rows of a system.
    pub(super) fn add(&self, system: Ix<System>, part: Part) -> anyhow::Result<()> {
        let mut writing = self.writing()?;
        if let Some(place) = self.on_page.get(&system) {
            for rows in writing.on_page.add(*place, part.counts) {
                writing.counts.add(&rows)?;
            }
        }
        for (findings, grants) in writing.declared.add(system.get(), (part.findings, part.grants)) {
            for ((severity, check), rows) in findings {
                let of_check = writing.findings.entry((severity, check::place(check))).or_default();
                let (mut spool, number) = match of_check.systems.take() {
                    Some(begun) => begun,
                    None => (self.draft.spool(&format!("{}-{}", severity.word(), check.0))?, 0),
                };
                spool.add(&rows.bytes)?;
                of_check.systems = Some((spool, number + rows.number));
            }
            if let (Some(table), Some(rows)) = (&mut writing.grants, grants) {
                table.add(&rows)?;
            }
        }
        Ok(())
    }

    /// Ends the files; these are the findings of no system.
    pub(super) fn finish(self, whole: Vec<(Found, Rows)>) -> anyhow::Result<Vec<Written>> {
        let mut writing = self.writing.into_inner().ok().context(BROKE_OFF)?;
        for ((severity, check), rows) in whole {
            let of_check = writing.findings.entry((severity, check::place(check))).or_default();
            of_check.whole = rows;
        }
        let mut findings = Table::begin(self.draft, FINDINGS, &findings_csv::header()?)?;
        for of_check in writing.findings.into_values() {
            findings.add(&of_check.whole)?;
            if let Some((spool, number)) = of_check.systems {
                findings.file.take(spool)?;
                findings.rows += number;
            }
        }
        let tables = [
            (COUNTS, Some(writing.counts)),
            (FINDINGS, Some(findings)),
            (GRANTS, writing.grants),
        ];
        let tables = tables.into_iter().filter_map(|(path, table)| Some((path, table?)));
        tables
            .map(|(path, table)| table.file.finish().map(|()| (path, table.rows)))
            .collect()
    }

    fn writing(&self) -> anyhow::Result<MutexGuard<'_, Writing<'d>>> {
        self.writing.lock().ok().context(BROKE_OFF)
    }
}

const BROKE_OFF: &str = "a thread that wrote a table broke off";

impl<'d> Table<'d> {
    fn begin(draft: &'d Draft, path: &'static str, header: &[u8]) -> anyhow::Result<Self> {
        let mut file = draft.create(path)?;
        file.write(header)?;
        Ok(Self { file, rows: 0 })
    }

    fn add(&mut self, rows: &Rows) -> anyhow::Result<()> {
        self.rows += rows.number;
        self.file.write(&rows.bytes)
    }
}

impl<T> Default for InOrder<T> {
    fn default() -> Self {
        let waiting = BTreeMap::new();
        Self { next: 0, waiting }
    }
}

impl<T> InOrder<T> {
    /// Takes the part of this place; gives those whose turn has come.
    fn add(&mut self, place: usize, part: T) -> Vec<T> {
        self.waiting.insert(place, part);
        let mut ready = Vec::new();
        while let Some(part) = self.waiting.remove(&self.next) {
            ready.push(part);
            self.next += 1;
        }
        ready
    }
}

#[cfg(test)]
mod tests {
    use super::InOrder;

    #[test]
    fn parts_go_on_in_their_order() {
        let mut order = InOrder::default();
        assert_eq!(order.add(1, 'b'), Vec::<char>::new());
        assert_eq!(order.add(0, 'a'), ['a', 'b']);
        assert_eq!(order.add(3, 'd'), Vec::<char>::new());
        assert_eq!(order.add(2, 'c'), ['c', 'd']);
    }
}

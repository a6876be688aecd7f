//! How far a walk through a table is, and what became of the rows it passed.

use super::Fate;
use super::page::{Page, apart};
use crate::ingest::header::Header;
use crate::ingest::readers::text_rows::edge::Edges;
use crate::model::private::Private;
use crate::model::source::{Reason, Rejected, Rows};

/// How far a walk through a table is.
pub(super) struct Walk<'a> {
    pub(super) rows: Rows,
    /// Lines that are no rows.
    pub(super) edges: Option<Edges<'a>>,
    /// Where the last header of other columns stands, if the rows now are below one.
    pub(super) reshaped: Option<u64>,
    /// Rows that tell which page of a list this is.
    pub(super) pages: Vec<(u64, Page)>,
}

impl<'a> Walk<'a> {
    /// At the first row.
    pub(super) fn begin(edges: Option<Edges<'a>>) -> Self {
        Self {
            rows: Rows::default(),
            edges,
            reshaped: None,
            pages: Vec::new(),
        }
    }

    /// Whether a row on this line is below the header, and nothing above it tells what becomes of it.
    pub(super) fn is_plain(&self, line: u64, header: &Header) -> bool {
        line > header.line && self.edges.is_none() && self.reshaped.is_none()
    }

    /// Notes what became of the rows that tell which page this is, with the header on this line.
    pub(super) fn pages(&mut self, header: u64) {
        for (line, told) in apart(&std::mem::take(&mut self.pages)) {
            let beside = if line < header {
                &Reason::AboveHeader
            } else {
                &Reason::BelowTable
            };
            self.note(line, told.map_or_else(Fate::Rejected, |()| Fate::SetAside(beside)));
        }
        self.rows.rejected.sort_by_key(|row| row.line);
    }

    /// Notes what became of a row.
    pub(super) fn note(&mut self, line: u64, fate: Fate<'_>) {
        match fate {
            Fate::Used => self.rows.used += 1,
            Fate::SetAside(reason) => add(&mut self.rows, reason, 1),
            Fate::Rejected(reason) => self.rows.rejected.push(Rejected {
                line,
                reason: Private::new(reason),
            }),
        }
    }
}

/// Adds rows to those set aside for a reason.
pub(in crate::ingest) fn add(rows: &mut Rows, reason: &Reason, number: u64) {
    if number == 0 {
        return;
    }
    if let Some(sum) = rows.set_aside.get_mut(reason) {
        *sum += number;
    } else {
        rows.set_aside.insert(reason.clone(), number);
    }
}

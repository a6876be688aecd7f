//! Cells that cannot be read, of rows that count all the same, gathered by column.
//!
//! Comes in: line, column and why, in the order of the rows. Goes out: what is told of each column once: how many cells,
//! and the first of them that hold different texts.

use crate::model::private::Private;
use crate::model::source::{Rejected, Unclear};

/// How many cells of a column are told with what they hold.
const TOLD: usize = 5;

/// The columns met so far.
#[derive(Default)]
pub(super) struct Notes {
    columns: Vec<(Unclear, Last)>,
}

/// What was noted last of a column: several facts of one record look at the same cell.
#[derive(Default)]
struct Last {
    line: u64,
    reasons: Vec<String>,
}

impl Notes {
    /// Notes a cell.
    pub(super) fn add(&mut self, line: u64, name: &str, reason: String) {
        let place = self.columns.iter().position(|(column, _)| column.name.reveal() == name);
        let place = place.unwrap_or_else(|| {
            let column = Unclear {
                name: Private::new(name),
                cells: 0,
                first: Vec::new(),
            };
            self.columns.push((column, Last::default()));
            self.columns.len() - 1
        });
        let Some((column, last)) = self.columns.get_mut(place) else {
            return;
        };
        if last.line != line {
            (last.line, last.reasons) = (line, Vec::new());
        }
        if last.reasons.contains(&reason) {
            return;
        }
        column.cells += 1;
        let is_told = column.first.iter().any(|cell| cell.reason.reveal() == reason);
        if column.first.len() < TOLD && !is_told {
            column.first.push(Rejected {
                line,
                reason: Private::new(reason.as_str()),
            });
        }
        last.reasons.push(reason);
    }

    /// All of them.
    pub(super) fn finish(self) -> Vec<Unclear> {
        self.columns.into_iter().map(|(column, _)| column).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_counts_once_and_a_text_is_told_once() {
        let mut notes = Notes::default();
        for (line, column, why) in [
            (2, "Seen", "soon"),
            (2, "Factor", "ja"),
            (2, "Seen", "soon"),
            (2, "Seen", "late"),
            (2, "Seen", "soon"),
            (3, "Seen", "soon"),
        ] {
            notes.add(line, column, why.to_owned());
        }
        let columns = notes.finish();
        let seen: Vec<_> = columns
            .iter()
            .map(|column| (column.name.reveal(), column.cells))
            .collect();
        assert_eq!(seen, [("Seen", 3), ("Factor", 1)]);
        let first = columns.iter().flat_map(|column| &column.first);
        let first: Vec<_> = first.map(|cell| (cell.line, cell.reason.reveal())).collect();
        assert_eq!(first, [(2, "soon"), (2, "late"), (2, "ja")]);
    }
}

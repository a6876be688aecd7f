//! Which rows of a table are no rows: comments, rules, footers, another table below.
//!
//! Comes in: the rows of a table in order, with the text they come from. Goes out: the reason, for those that are none; what
//! belongs to another table that no profile foresees is rejected.

use std::iter::Peekable;

use super::numbered;
use crate::ingest::header::{RESHAPED, below};
use crate::ingest::readers::Cells;
use crate::ingest::readers::delimited::Delimited;
use crate::model::pattern::Pattern;
use crate::model::profile::Edge;
use crate::model::source::Reason;

/// Whether a line looks like a pattern.
pub(super) fn fits(pattern: Option<&Pattern>, line: &str) -> bool {
    pattern.is_some_and(|pattern| pattern.regex().is_match(line))
}

type Lines<'a> = Peekable<Box<dyn Iterator<Item = (u64, &'a str)> + 'a>>;

/// Tells which rows below a header are none; asked for every row below it once, blank ones too, in order.
pub(in crate::ingest) struct Edges<'a> {
    edge: &'a Edge,
    lines: Option<Lines<'a>>,
    delimiter: u8,
    width: usize,
    gap: Gap,
    stopped: Option<Stop>,
}

/// Why what follows is no row of the table.
#[derive(Clone, Copy, PartialEq)]
enum Stop {
    /// A line stands above it from which on the profile leaves everything out.
    Meant,
    /// The header of another table stands above it, on this line.
    Header(u64),
}

/// Why a row is none of the table.
#[derive(Debug, PartialEq)]
pub(in crate::ingest) enum Apart {
    /// It holds no data.
    Reason(Reason),
    /// It belongs to another table, of which nothing is read; with what is said of it.
    Other(String),
}

/// What blank lines mean.
#[derive(PartialEq)]
enum Gap {
    /// None was met.
    None,
    /// One was just met; another table may begin.
    Here,
    /// They stand between rows of this table.
    Idle,
}

impl<'a> Edges<'a> {
    /// Of a delimited text below a header with this number of cells.
    pub(in crate::ingest) fn of_text(text: &'a str, delimiter: u8, edge: &'a Edge, width: usize) -> Self {
        let lines: Box<dyn Iterator<Item = (u64, &'a str)>> = Box::new(numbered(text));
        Self {
            lines: Some(lines.peekable()),
            delimiter,
            ..Self::of_sheet(edge, width)
        }
    }

    /// Of a sheet; its rows are compared with patterns as their cells with tabs between.
    pub(in crate::ingest) fn of_sheet(edge: &'a Edge, width: usize) -> Self {
        Self {
            edge,
            lines: None,
            delimiter: 0,
            width,
            gap: Gap::None,
            stopped: None,
        }
    }

    /// Whether the table has ended.
    pub(in crate::ingest) fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// Goes on with the table, whose header stands there once more.
    pub(in crate::ingest) fn resume(&mut self) {
        self.stopped = None;
    }

    /// Why a row is none, if it is none.
    pub(in crate::ingest) fn apart(&mut self, line: u64, cells: Cells<'_>) -> Option<Apart> {
        if cells.is_blank() {
            if self.gap == Gap::None {
                self.gap = Gap::Here;
            }
            return Some(Apart::Reason(Reason::EmptyRow));
        }
        match self.stopped {
            None => {}
            Some(Stop::Meant) => return Some(Apart::Reason(Reason::BelowTable)),
            Some(Stop::Header(header)) => return Some(Apart::Other(below(header))),
        }
        let begin = match &mut self.lines {
            Some(lines) => lines
                .find(|(number, _)| *number == line)
                .map(|(_, text)| text.to_owned()),
            None => Some(cells.texts().join("\t")),
        };
        let begin = begin.unwrap_or_default();
        if fits(self.edge.stop.as_ref(), begin.trim_end()) {
            self.stopped = Some(Stop::Meant);
            return Some(Apart::Reason(Reason::BelowTable));
        }
        if self.is_another_header(cells) {
            self.stopped = Some(Stop::Header(line));
            return Some(Apart::Other(format!(
                "it is the header of another table below the first; {RESHAPED}"
            )));
        }
        if fits(self.edge.drop.as_ref(), begin.trim_end()) {
            return Some(Apart::Reason(Reason::NoRow));
        }
        if self.gap == Gap::Here {
            self.gap = Gap::Idle;
        }
        None
    }

    /// Whether a row of a text looks like the header of another table: it follows the first blank line, has another
    /// number of cells, which are different names, and the next line has as many.
    fn is_another_header(&mut self, cells: Cells<'_>) -> bool {
        if self.gap != Gap::Here || cells.len() == self.width || cells.len() < 2 {
            return false;
        }
        let next = self.lines.as_mut().and_then(Peekable::peek);
        let mut next = Delimited::new(next.map_or("", |(_, line)| line), self.delimiter);
        if !matches!(next.next_row(), Ok(Some(row)) if row.cells.len() == cells.len()) {
            return false;
        }
        let mut names = cells.texts();
        let is_name = |name: &String| {
            let begins = name.chars().next().is_some_and(char::is_alphabetic);
            begins
                && name
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || " _-()".contains(letter))
        };
        let count = names.len();
        let all = names.iter().all(is_name);
        names.sort_unstable();
        names.dedup();
        all && names.len() == count
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn reason(apart: Apart) -> Reason {
        match apart {
            Apart::Reason(reason) => reason,
            Apart::Other(why) => Reason::Declared(why),
        }
    }

    /// The reasons of the rows below the first.
    fn reasons(text: &str, delimiter: u8, edge: &Edge) -> Vec<Option<Reason>> {
        let mut reader = Delimited::new(text, delimiter);
        let width = reader.next_row().unwrap().unwrap().cells.len();
        let mut edges = Edges::of_text(text, delimiter, edge, width);
        let mut reasons = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            reasons.push(edges.apart(row.line, row.cells).map(reason));
        }
        reasons
    }

    #[test]
    fn rules_and_footers_of_psql_are_no_rows() {
        let edge = Edge {
            drop: Some(Pattern::whole(r"[-+]+").unwrap()),
            stop: Some(Pattern::whole(r"\(\d+ rows?\)").unwrap()),
        };
        let text = " type | name \n------+------\n USER | anna \n USER | bo\n(2 rows)\n\nTime: 3 ms\n";
        let expected = [
            Some(Reason::NoRow),
            None,
            None,
            Some(Reason::BelowTable),
            Some(Reason::EmptyRow),
            Some(Reason::BelowTable),
        ];
        assert_eq!(reasons(text, b'|', &edge), expected);
    }

    #[test]
    fn a_table_ends_where_another_header_follows_a_blank_line() {
        let text = "rule,user\nrule,anna\n\nalias_type,alias_name,members\nuser,OPS,anna\n";
        let told = |why: &str| Some(Reason::Declared(format!("{why}; {RESHAPED}")));
        let header = told("it is the header of another table below the first");
        let row = told("it stands below the header on line 4, which has other columns than the first");
        let expected = [None, Some(Reason::EmptyRow), header, row];
        assert_eq!(reasons(text, b',', &Edge::default()), expected);
    }

    #[test]
    fn a_row_with_other_cells_does_not_end_the_table() {
        let empty = Some(Reason::EmptyRow);
        for (row, next) in [
            ("anna,prod,admin", "bo,read"),
            ("anna@example.com,b,c", "bo,read,all"),
            ("anna,,b", "bo,read,all"),
            ("anna,anna,b", "bo,read,all"),
            ("anna", "bo"),
            ("anna,1,b", "bo,read,all"),
        ] {
            let text = format!("user,level\n\n{row}\n{next}\n");
            assert_eq!(
                reasons(&text, b',', &Edge::default()),
                [empty.clone(), None, None],
                "{row}"
            );
        }
        let spaced = "user,level\n\nbo,read\n\nanna,prod,admin\nanna,prod,admin\n";
        let expected = [empty.clone(), None, empty, None, None];
        assert_eq!(reasons(spaced, b',', &Edge::default()), expected);
    }

    #[test]
    fn a_line_inside_quotation_marks_ends_nothing() {
        let edge = Edge {
            drop: None,
            stop: Some(Pattern::whole("Total.*").unwrap()),
        };
        assert_eq!(
            reasons("a,b\n1,\"x\nTotal\"\n2,y\nTotal,2\n", b',', &edge),
            [None, None, Some(Reason::BelowTable)]
        );
    }

    #[test]
    fn rows_of_a_sheet_are_compared_by_their_cells() {
        let edge = Edge {
            drop: Some(Pattern::whole("-+\t-+").unwrap()),
            stop: Some(Pattern::new("^Total").unwrap()),
        };
        let mut edges = Edges::of_sheet(&edge, 2);
        let rows = [
            ["a", "b"],
            ["--", "-"],
            ["", ""],
            ["c", "d"],
            ["Total", "2"],
            ["e", "f"],
        ];
        let reasons = (2..).zip(rows).map(|(line, row)| {
            let cells = row.map(str::to_owned);
            edges.apart(line, Cells::Record(&cells)).map(reason)
        });
        let below = Some(Reason::BelowTable);
        let expected = [
            None,
            Some(Reason::NoRow),
            Some(Reason::EmptyRow),
            None,
            below.clone(),
            below,
        ];
        assert!(reasons.eq(expected));
    }
}

//! Texts without a header of delimited names to rows: every line is one row.
//!
//! Comes in: a text, and what a profile says of its lines. Goes out: a [`TextTable`]. Lines are told apart here, what
//! is no row by [`Edge`]; how a line becomes cells is told by a child: [`mod@lines`] by patterns, [`mod@fixed`] by where the
//! headers stand, [`mod@headerless`] by a delimiter. One more layout: one more child.

use crate::model::profile::Edge;
use crate::model::source::Reason;

pub(in crate::ingest) mod edge;
mod fixed;
mod headerless;
mod lines;

pub(in crate::ingest) use fixed::read as fixed;
pub(in crate::ingest) use headerless::read as headerless;
pub(in crate::ingest) use lines::read as lines;

/// The rows of a text with the names of their columns.
#[derive(Debug)]
pub(in crate::ingest) struct TextTable {
    /// What the columns are called.
    pub(in crate::ingest) columns: Vec<String>,
    /// Line of the header, which is no row, where there is one.
    pub(in crate::ingest) header: Option<u64>,
    /// Every other line, in order.
    pub(in crate::ingest) rows: Vec<TextRow>,
}

/// A row.
#[derive(Debug)]
pub(in crate::ingest) struct TextRow {
    /// Its line, from 1.
    pub(in crate::ingest) line: u64,
    /// What stands in it.
    pub(in crate::ingest) what: What,
}

/// What stands in a row.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) enum What {
    /// A cell for each column, trimmed.
    Cells(Vec<String>),
    /// No data.
    Layout(Reason),
    /// Something that cannot be read, with the reason.
    Bad(String),
}

/// Every line of a text with its number, whichever of `\n`, `\r\n` and `\r` ends it.
fn numbered(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    let lines = std::iter::from_fn(move || {
        let (line, after) = match rest?.find(['\n', '\r']).and_then(|end| rest?.split_at_checked(end)) {
            None => (rest?, ""),
            Some((line, end)) => {
                let feed = end.strip_prefix('\r').unwrap_or(end);
                (line, feed.strip_prefix('\n').unwrap_or(feed))
            }
        };
        rest = Some(after).filter(|after| !after.is_empty());
        Some(line)
    });
    (1..).zip(lines)
}

/// Every line as a row: no data, or what a reader makes of it.
fn rows<'t>(
    lines: impl Iterator<Item = (u64, &'t str)>,
    edge: &Edge,
    mut read: impl FnMut(&str) -> What,
) -> Vec<TextRow> {
    let mut stopped = false;
    let row = |(line, text): (u64, &str)| {
        let text = text.trim_end();
        stopped |= edge::fits(edge.stop.as_ref(), text);
        let what = if text.is_empty() {
            What::Layout(Reason::EmptyRow)
        } else if stopped {
            What::Layout(Reason::BelowTable)
        } else if edge::fits(edge.drop.as_ref(), text) {
            What::Layout(Reason::NoRow)
        } else {
            read(text)
        };
        TextRow { line, what }
    };
    lines.map(row).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::pattern::Pattern;

    fn split(text: &str) -> Vec<&str> {
        numbered(text).map(|(_, line)| line).collect()
    }

    #[test]
    fn lines_end_in_any_way() {
        assert_eq!(split("a\r\nb\rc\n\nd"), ["a", "b", "c", "", "d"]);
        assert_eq!(split("\na\n"), ["", "a"]);
        assert!(split("").is_empty());
    }

    #[test]
    fn rows_are_dropped_wherever_they_stand_and_all_below_a_stop() {
        let edge = Edge {
            drop: Pattern::new("^#").ok(),
            stop: Pattern::new("^end").ok(),
        };
        let rows = rows(numbered("# a\nb\n  \n#c\nend d\ne\n\n# f"), &edge, |text| {
            What::Cells(vec![text.to_owned()])
        });
        let expected = [
            What::Layout(Reason::NoRow),
            What::Cells(vec!["b".to_owned()]),
            What::Layout(Reason::EmptyRow),
            What::Layout(Reason::NoRow),
            What::Layout(Reason::BelowTable),
            What::Layout(Reason::BelowTable),
            What::Layout(Reason::EmptyRow),
            What::Layout(Reason::BelowTable),
        ];
        assert_eq!(rows.into_iter().map(|row| row.what).collect::<Vec<_>>(), expected);
    }

    proptest! {
        #[test]
        fn every_line_is_one_row(text in "[ab:|\"# \\r\\n]{0,40}") {
            let ends = text.replace("\r\n", "\n").replace('\r', "\n");
            let lines = ends.lines().count() as u64;
            let edge = Edge { drop: Pattern::new("^#").ok(), stop: Pattern::new("b$").ok() };
            let pattern = Pattern::whole("(?<a>.*):(?<b>.*)").ok();
            let columns = ["a", "b"].map(str::to_owned);
            for table in [
                lines::read(&text, pattern.as_slice(), &edge, None),
                headerless::read(&text, ':', &columns, &edge),
            ] {
                prop_assert!(table.rows.iter().map(|row| row.line).eq(1..=lines));
                let width = table.columns.len();
                let wide = |row: &TextRow| matches!(&row.what, What::Cells(cells) if cells.len() != width);
                prop_assert!(!table.rows.iter().any(wide));
            }
            let header = format!("{text}\nName   Level\n{text}");
            let wanted = [vec!["name".to_owned()]];
            let table = fixed::read(&header, &wanted, &edge);
            if let Ok(table) = table {
                let mut met: Vec<u64> = table.rows.iter().map(|row| row.line).chain(table.header).collect();
                met.sort_unstable();
                let all = header.replace("\r\n", "\n").replace('\r', "\n").lines().count() as u64;
                prop_assert!(met.into_iter().eq(1..=all));
            } else {
                prop_assert!(false, "the header was not found");
            }
        }
    }
}

//! Lines to rows by patterns: the captures of the first that fits are the cells.
//!
//! Comes in: a text and patterns. Goes out: its table, with a column for each name that any pattern captures.

use regex::Captures;

use super::{TextTable, What, numbered, rows};
use crate::model::pattern::Pattern;
use crate::model::profile::Edge;
use crate::model::source::Reason;

/// The rows of a text. The first line is its header where it is no row and looks like one.
pub(in crate::ingest) fn read(text: &str, patterns: &[Pattern], edge: &Edge, header: Option<&Pattern>) -> TextTable {
    let mut columns: Vec<String> = Vec::new();
    for name in patterns
        .iter()
        .flat_map(|pattern| pattern.regex().capture_names().flatten())
    {
        if !columns.iter().any(|column| column == name) {
            columns.push(name.to_owned());
        }
    }
    let cell = |captures: &Captures<'_>, column: &String| {
        let cell = captures.name(column).map_or("", |capture| capture.as_str());
        cell.trim().to_owned()
    };
    let read = |line: &str| {
        let found = patterns.iter().find_map(|pattern| pattern.regex().captures(line));
        let cells = found.map(|captures| columns.iter().map(|column| cell(&captures, column)).collect());
        cells.map_or_else(|| What::Bad(UNLIKE.to_owned()), What::Cells)
    };
    let mut rows = rows(numbered(text), edge, read);
    let is_header = |first: &str| header.is_some_and(|header| header.regex().is_match(first.trim_end()));
    let header = numbered(text).find(|(_, line)| !line.trim().is_empty());
    let header = header.filter(|(_, line)| is_header(line)).and_then(|(line, _)| {
        let place = rows.iter().position(|row| row.line == line)?;
        let no_row = rows.get(place)?.what == What::Layout(Reason::NoRow);
        no_row.then(|| rows.remove(place).line)
    });
    TextTable { columns, header, rows }
}

const UNLIKE: &str = "the line looks like none of this format; see whether it was cut off or edited, and export the \
                      file again";

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_captures_of_the_first_pattern_that_fits_are_cells() {
        let patterns = [
            r"(?<options>\S+ )?(?<type>ssh-\w+) (?<key>\S+)( (?<comment>.*))?",
            r"(?<type>ecdsa) (?<curve>\S+)",
        ];
        let patterns = patterns.map(|pattern| Pattern::whole(pattern).unwrap());
        let text = "ssh-rsa AAAA anna@example.com \r\nno-pty ssh-rsa BBBB\r\necdsa p256\r\nssh-rsa\r\n";
        let table = read(text, &patterns, &Edge::default(), None);
        assert_eq!(table.columns, ["options", "type", "key", "comment", "curve"]);
        assert_eq!(table.header, None);
        let cells = |cells: [&str; 5]| What::Cells(cells.map(str::to_owned).into());
        let expected = [
            cells(["", "ssh-rsa", "AAAA", "anna@example.com", ""]),
            cells(["no-pty", "ssh-rsa", "BBBB", "", ""]),
            cells(["", "ecdsa", "", "", "p256"]),
            What::Bad(UNLIKE.to_owned()),
        ];
        assert!(table.rows.into_iter().map(|row| row.what).eq(expected));
    }

    #[test]
    fn a_first_line_that_is_dropped_and_looks_like_a_header_is_no_row() {
        let patterns = [Pattern::whole(r"(?<login>\w+)").unwrap()];
        let header = Pattern::whole("# login").unwrap();
        let edge = Edge {
            drop: Pattern::whole("# .*").ok(),
            stop: None,
        };
        let lines = |text: &str| {
            let table = read(text, &patterns, &edge, Some(&header));
            let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
            (table.header, lines)
        };
        assert_eq!(lines("\n# login\nanna\n# login\n"), (Some(2), vec![1, 3, 4]));
        assert_eq!(lines("# other\nanna\n"), (None, vec![1, 2]));
        assert_eq!(lines("anna\n# login\n"), (None, vec![1, 2]));
    }
}

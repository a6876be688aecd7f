//! Text to rows: records of a delimited file, each with the line that a text editor shows for its beginning.
//!
//! The csv crate skips blank lines without a word and reads an unclosed quotation mark to the end of the file; here
//! the first are rows of their own and the second is refused.

use csv::StringRecord;
use memchr::memchr2;

use super::{Cells, Refusal, Row};
use crate::model::guard::unguard;

/// The rows of a delimited text.
pub(in crate::ingest) struct Delimited<'a> {
    text: &'a str,
    delimiter: u8,
    records: csv::Reader<&'a [u8]>,
    record: StringRecord,
    lines: Lines<'a>,
    met: u64,
}

impl<'a> Delimited<'a> {
    /// Starts at the beginning of a text.
    pub(in crate::ingest) fn new(text: &'a str, delimiter: u8) -> Self {
        let lines = Lines {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        };
        Self {
            text,
            delimiter,
            records: records(text.as_bytes(), delimiter),
            record: StringRecord::new(),
            lines,
            met: 0,
        }
    }

    /// How many rows there were so far.
    pub(in crate::ingest) fn met(&self) -> u64 {
        self.met
    }

    /// The next row; a blank line is one without cells.
    pub(in crate::ingest) fn next_row(&mut self) -> Result<Option<Row<'_>>, Refusal> {
        let line = self.lines.line;
        if self.lines.end_line() {
            self.record.clear();
        } else {
            let begin = self.lines.at;
            let read = self.records.read_record(&mut self.record);
            if !read.map_err(|error| (Some(line), error.to_string()))? {
                return Ok(None);
            }
            self.lines.advance(position(&self.records));
            if self.lines.at == self.text.len() && is_unclosed(self.text.get(begin..), self.delimiter) {
                return Err((Some(line), UNCLOSED.to_owned()));
            }
        }
        self.met += 1;
        let cells = Cells::Text(&self.record);
        Ok(Some(Row { line, cells }))
    }
}

const UNCLOSED: &str = "a quotation mark opens in this row and never closes, so that the rest of the file would be \
                        one cell; close it, or export the file again";

fn records(text: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text)
}

fn position(records: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(records.position().byte()).unwrap_or(usize::MAX)
}

/// Whether the last record of a text would swallow whatever followed it.
fn is_unclosed(last: Option<&str>, delimiter: u8) -> bool {
    let followed = format!("{}\nx", last.unwrap_or_default());
    records(followed.as_bytes(), delimiter).into_byte_records().count() < 2
}

/// A place in a text and its line.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// Goes forward to a byte, counting the line ends passed (`\n`, `\r\n` and `\r`).
    fn advance(&mut self, to: usize) {
        let to = to.min(self.text.len());
        while let Some(passed) = self.text.get(self.at..to) {
            let Some(end) = memchr2(b'\n', b'\r', passed) else {
                break;
            };
            self.at += end;
            self.end_line();
        }
        self.at = self.at.max(to);
    }

    /// Passes the line end that stands here, if one does.
    fn end_line(&mut self) -> bool {
        let length = match (self.text.get(self.at), self.text.get(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\n' | b'\r'), _) => 1,
            _ => return false,
        };
        self.at += length;
        self.line += 1;
        true
    }
}

/// The delimiter that the first line names for spreadsheet programs (`sep=;`).
pub(in crate::ingest) fn stated(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_end_matches('\r');
    let line = line
        .strip_prefix('"')
        .and_then(|line| line.strip_suffix('"'))
        .unwrap_or(line);
    let (key, delimiter) = line.split_at_checked(4)?;
    let delimiter = u8::try_from(delimiter.chars().next()?).ok()?;
    let rest = line.len() - key.len() - 1;
    let is_delimiter = delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric() && delimiter != b'"';
    (key.eq_ignore_ascii_case("sep=") && rest == 0 && is_delimiter).then_some(delimiter)
}

/// The text of a cell: trimmed, and without the apostrophe that keeps a spreadsheet from reading a formula.
pub(super) fn plain(cell: &str) -> &str {
    let is_itself = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_graphic() && *byte != b'\'');
    let bytes = cell.as_bytes();
    if is_itself(bytes.first()) && is_itself(bytes.last()) {
        return cell;
    }
    unguard(cell.trim()).trim()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut reader = Delimited::new(text, b',');
        let mut rows = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            rows.push((row.line, row.cells.texts()));
        }
        assert_eq!(reader.met(), rows.len() as u64);
        rows
    }

    fn lines(text: &str) -> Vec<u64> {
        rows(text).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn blank_lines_are_rows_and_do_not_shift_the_others() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "a,b", "", "", "c,d", ""].join(end);
            assert_eq!(lines(&text), [1, 2, 3, 4, 5], "{end:?}");
            assert_eq!(rows(&text).get(4).unwrap().1, ["c", "d"], "{end:?}");
        }
    }

    #[test]
    fn quoted_line_breaks_count() {
        assert_eq!(lines("a,\"b\n\nc\"\nd,e\n"), [1, 4]);
        assert_eq!(lines("a,\"b\r\nc\"\r\n\r\nd,e"), [1, 3, 4]);
        assert_eq!(lines("\"a\n\"\n\"\n\nb\"\nc"), [1, 3, 6]);
    }

    #[test]
    fn quotes_and_delimiters_inside_quotes_are_text() {
        assert_eq!(rows("\"a \"\"b\"\", c\",d").first().unwrap().1, ["a \"b\", c", "d"]);
    }

    #[test]
    fn a_quotation_mark_that_never_closes_is_refused() {
        let mut reader = Delimited::new("a,b\n\"c,d\ne,f\n", b',');
        assert!(reader.next_row().is_ok());
        let (line, message) = reader.next_row().err().unwrap();
        assert_eq!(line, Some(2));
        assert!(message.contains("never closes"), "{message}");
        assert_eq!(lines("a,\"b\"").len(), 1);
        assert_eq!(lines("a,\"b\nc\"\n").len(), 1);
    }

    #[test]
    fn the_first_line_may_name_the_delimiter() {
        for (text, delimiter) in [
            ("sep=;\r\na;b", b';'),
            ("SEP=^\na^b", b'^'),
            ("\"sep=|\"\n", b'|'),
            ("sep=\t\n", b'\t'),
        ] {
            assert_eq!(stated(text), Some(delimiter), "{text}");
        }
        for text in [
            "",
            "sep=\na,b",
            "sep=;;\n",
            "sep=a\n",
            "sep=\"\n",
            "sap=;\n",
            "user;sep=;\n",
        ] {
            assert_eq!(stated(text), None, "{text}");
        }
    }

    #[test]
    fn the_apostrophe_before_a_formula_is_undone_and_no_other() {
        assert_eq!(plain(" '=1+1 "), "=1+1");
        assert_eq!(plain("'@anna"), "@anna");
        assert_eq!(plain("'\ttab"), "tab");
        assert_eq!(plain("''=1"), "'=1");
        assert_eq!(plain("'til"), "'til");
        assert_eq!(plain("'"), "'");
    }
}

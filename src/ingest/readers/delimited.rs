//! Text to rows: records of a delimited file, each with the line that a text editor shows for its beginning.
//!
//! Records are those of RFC 4180 as the csv crate reads them, but a blank line is a row of its own and a quotation mark that
//! never closes is refused. A cell is a piece of the text; only one that doubles a quotation mark is made anew.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use super::{Cells, Record, Refusal, Row};
use crate::model::guard::unguard;

/// The rows of a delimited text.
pub(in crate::ingest) struct Delimited<'a> {
    text: &'a str,
    delimiter: u8,
    cells: Vec<Cow<'a, str>>,
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
            cells: Vec::new(),
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
        let mut rest = self.text.get(self.lines.at..).unwrap_or_default();
        if let Some(unmarked) = rest.strip_prefix(MARK) {
            self.lines.at += MARK.len_utf8();
            rest = unmarked;
        }
        if rest.is_empty() {
            return Ok(None);
        }
        self.cells.clear();
        if !rest.starts_with(['\n', '\r']) {
            let record = self.record(rest);
            let (length, is_quoted) = record.ok_or_else(|| (Some(line), UNCLOSED.to_owned()))?;
            let end = self.lines.at + length;
            if is_quoted {
                self.lines.advance(end);
            } else {
                self.lines.at = end;
            }
        }
        let spans_lines = self.lines.line > line;
        self.lines.end_line();
        self.met += 1;
        let cells = Cells::Text(Record {
            cells: &self.cells,
            spans_lines,
        });
        Ok(Some(Row { line, cells }))
    }

    /// Takes the cells of the record at the beginning of a text; tells how long it is and whether a cell is quoted, unless a
    /// quotation mark never closes.
    fn record(&mut self, text: &'a str) -> Option<(usize, bool)> {
        let bytes = text.as_bytes();
        let (mut begin, mut is_quoted) = (0, false);
        loop {
            let (cell, end) = if bytes.get(begin) == Some(&QUOTE) {
                is_quoted = true;
                let (mut cell, close) = unescaped(text, begin + 1)?;
                let end = self.end(bytes, close + 1);
                // what stands between the mark and the delimiter is text like any other
                if let Some(more) = text.get(close + 1..end).filter(|more| !more.is_empty()) {
                    cell.to_mut().push_str(more);
                }
                (cell, end)
            } else {
                let end = self.end(bytes, begin);
                (Cow::Borrowed(text.get(begin..end).unwrap_or_default()), end)
            };
            self.cells.push(cell);
            if bytes.get(end) != Some(&self.delimiter) {
                return Some((end, is_quoted));
            }
            begin = end + 1;
        }
    }

    /// Where a cell ends that holds this place.
    fn end(&self, bytes: &[u8], from: usize) -> usize {
        let rest = bytes.get(from..).unwrap_or_default();
        memchr3(self.delimiter, b'\n', b'\r', rest).map_or(bytes.len(), |end| from + end)
    }
}

const QUOTE: u8 = b'"';

/// The mark of an encoding, where it stands a second time: at the beginning, or where files were put together.
const MARK: char = '\u{feff}';

/// What stands behind a quotation mark up to the one that closes it, and where that is.
fn unescaped(text: &str, begin: usize) -> Option<(Cow<'_, str>, usize)> {
    let bytes = text.as_bytes();
    let mut cell = Cow::Borrowed("");
    let mut begin = begin;
    let mut from = begin;
    loop {
        let mark = from + memchr(QUOTE, bytes.get(from..)?)?;
        if bytes.get(mark + 1) == Some(&QUOTE) {
            cell.to_mut().push_str(text.get(begin..=mark)?);
            (begin, from) = (mark + 2, mark + 2);
            continue;
        }
        let rest = text.get(begin..mark)?;
        if cell.is_empty() {
            return Some((Cow::Borrowed(rest), mark));
        }
        cell.to_mut().push_str(rest);
        return Some((cell, mark));
    }
}

const UNCLOSED: &str = "a quotation mark opens in this row and never closes, so that the rest of the file would be \
                        one cell; close it, or export the file again";

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
    fn end_line(&mut self) {
        let length = match (self.text.get(self.at), self.text.get(self.at + 1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\n' | b'\r'), _) => 1,
            _ => return,
        };
        self.at += length;
        self.line += 1;
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

/// The text of a cell: trimmed, without the apostrophe that keeps a spreadsheet from reading a formula, and without the
/// formula (`="007"`) that keeps it from reading a number.
pub(super) fn plain(cell: &str) -> &str {
    let cell = as_text(cell).unwrap_or(cell);
    let is_itself = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_graphic() && *byte != b'\'');
    let bytes = cell.as_bytes();
    if is_itself(bytes.first()) && is_itself(bytes.last()) {
        return cell;
    }
    unguard(cell.trim()).trim()
}

/// What stands in a formula that is nothing but a text.
fn as_text(cell: &str) -> Option<&str> {
    let text = cell.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

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

    /// The same as the csv crate reads it, which passes over blank lines.
    fn of_csv_crate(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).flexible(true).from_reader(text.as_bytes());
        let records = reader.records().map(Result::unwrap);
        records
            .map(|record| record.iter().map(str::to_owned).collect())
            .collect()
    }

    proptest! {
        #[test]
        fn records_are_those_of_the_csv_crate(text in "\u{feff}?(é|[ab\",\n\r' ]|\"\"|\"[a,\"\n]{0,3}\"){0,24}") {
            let mut reader = Delimited::new(&text, b',');
            let mut rows = Vec::new();
            let unclosed = loop {
                match reader.next_row() {
                    Ok(Some(row)) => rows.extend((0..row.cells.len()).map(|place| match row.cells {
                        Cells::Text(record) => record.cells.get(place).unwrap().to_string(),
                        Cells::Sheet(_) | Cells::Record(_) => String::new(),
                    }).reduce(|one, other| one + "\0" + &other)),
                    Ok(None) => break false,
                    Err(_) => break true,
                }
            };
            let mut expected: Vec<String> = of_csv_crate(&text).iter().map(|cells| cells.join("\0")).collect();
            if unclosed {
                let followed = of_csv_crate(&format!("{text}\nx"));
                prop_assert_eq!(followed.len(), expected.len(), "nothing closes the mark");
                expected.pop();
            }
            prop_assert_eq!(rows, expected);
        }
    }

    #[test]
    fn the_mark_of_a_file_below_another_is_no_part_of_its_first_cell() {
        let mut reader = Delimited::new("\u{feff}id,name\n1,a\n\u{feff}id,name\n\u{feff}\"2\",b\n\u{feff}", b',');
        let mut first = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            first.push((row.line, row.cells.text(0).unwrap().into_owned()));
        }
        let first: Vec<(u64, &str)> = first.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(first, [(1, "id"), (2, "1"), (3, "id"), (4, "2")]);
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
        assert_eq!(plain("=\"zoe\""), "zoe");
        assert_eq!(plain(" =\" 007 \" "), "007");
        for formula in ["=\"a\"&\"b\"", "=\"", "=1"] {
            assert_eq!(plain(formula), formula);
        }
    }
}

//! Texts whose columns begin where their headers do, as commands print them, to rows.
//!
//! Comes in: a text and the headers it must have. Goes out: its table. Headers stand at least two blanks apart; cells
//! may be empty, so that blanks alone do not tell them apart. A word that runs over the end of its column moves what
//! follows it (`lastlog` with a long name); a word that begins before its column ends in it (numbers set to the right).

use super::{TextRow, TextTable, What, numbered, rows};
use crate::ingest::readers::Refusal;
use crate::model::profile::Edge;
use crate::model::source::Reason;
use crate::model::word::same_word;

/// The rows of a text below the first line that has all wanted headers, each in any of its spellings.
pub(in crate::ingest) fn read(text: &str, wanted: &[Vec<String>], edge: &Edge) -> Result<TextTable, Refusal> {
    let found = numbered(text).find_map(|(line, text)| {
        let headers = headers(text);
        let stands = |name: &String| headers.iter().any(|(_, header)| same_word(header, name));
        let fits = wanted.iter().all(|spellings| spellings.iter().any(stands));
        (fits && !headers.is_empty()).then_some((line, headers))
    });
    let (header, columns) = found.ok_or_else(|| (None, missing(wanted)))?;
    let begins: Vec<usize> = columns.iter().map(|(begin, _)| *begin).collect();
    let above = numbered(text)
        .take_while(|(line, _)| *line < header)
        .map(|(line, text)| {
            let blank = text.trim().is_empty();
            let reason = if blank { Reason::EmptyRow } else { Reason::AboveHeader };
            let what = What::Layout(reason);
            TextRow { line, what }
        });
    let below = rows(numbered(text).skip_while(|(line, _)| *line <= header), edge, |line| {
        let repeated = headers(line)
            .iter()
            .map(|(_, name)| name)
            .eq(columns.iter().map(|(_, name)| name));
        if repeated {
            What::Layout(Reason::RepeatedHeader)
        } else {
            cells(line, &begins).map_or_else(|| What::Bad(SHIFTED.to_owned()), What::Cells)
        }
    });
    Ok(TextTable {
        rows: above.chain(below).collect(),
        header: Some(header),
        columns: columns.into_iter().map(|(_, name)| name).collect(),
    })
}

/// The headers of a line, each with the number of letters before it.
fn headers(line: &str) -> Vec<(usize, String)> {
    let mut headers = Vec::new();
    let mut begin = 0;
    for part in line.split("  ") {
        let name = part.trim();
        let indent = part.chars().take_while(|letter| letter.is_whitespace()).count();
        if !name.is_empty() {
            headers.push((begin + indent, name.to_owned()));
        }
        begin += part.chars().count() + 2;
    }
    headers
}

/// The cells of a line; none where a word runs over the end of its column and nothing follows.
fn cells(line: &str, begins: &[usize]) -> Option<Vec<String>> {
    let letters: Vec<char> = line.chars().collect();
    let blank = |place: usize| letters.get(place).is_none_or(|letter| letter.is_whitespace());
    let cell = |begin: usize, end: usize| {
        let cell: String = letters.iter().skip(begin).take(end.saturating_sub(begin)).collect();
        cell.trim().to_owned()
    };
    let mut cells = Vec::new();
    let (mut begin, mut moved) = (0, 0);
    for next in begins.iter().skip(1) {
        let mut end = next + moved;
        if !blank(end.saturating_sub(1)) {
            let first = (begin..end)
                .rev()
                .find(|place| blank(*place))
                .map_or(begin, |place| place + 1);
            let word_is_next = !(begin..first).all(|place| !blank(place)) && (first < begin + 2 || blank(first - 2));
            if word_is_next {
                end = first;
            } else {
                end = (end..letters.len()).find(|place| blank(*place))? + 1;
                moved = end - next;
            }
        }
        cells.push(cell(begin, end));
        begin = end;
    }
    cells.push(cell(begin, letters.len()));
    Some(cells)
}

const SHIFTED: &str = "a word runs over the end of its column and nothing follows it, so that the line is no row under \
                       the header; see whether it was cut off or edited, and export the file again";

fn missing(wanted: &[Vec<String>]) -> String {
    let names: Vec<String> = wanted
        .iter()
        .map(|spellings| format!("`{}`", spellings.join("` or `")))
        .collect();
    format!(
        "no line has the headers {}, at least two blanks apart; save what the command prints unchanged, with its header",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn table(text: &str, wanted: &[&str]) -> TextTable {
        let wanted: Vec<Vec<String>> = wanted
            .iter()
            .map(|name| vec!["x".to_owned(), (*name).to_owned()])
            .collect();
        read(text, &wanted, &Edge::default()).unwrap()
    }

    fn rows(text: &str, wanted: &[&str]) -> Vec<Vec<String>> {
        let rows = table(text, wanted).rows.into_iter();
        rows.map(|row| match row.what {
            What::Cells(cells) => cells,
            other @ (What::Layout(_) | What::Bad(_)) => vec![format!("{other:?}")],
        })
        .collect()
    }

    const LASTLOG: &str = "Username         Port     From             Latest\n";

    #[test]
    fn cells_may_be_empty() {
        let text = format!(
            "{LASTLOG}root             tty1                      Fri Apr  3 08:52:00 +0000 2026\n\
             daemon                                     **Never logged in**\n\
             amartin          pts/0    10.20.1.103      Wed Jul  1 14:23:01 +0000 2026\n"
        );
        let expected = [
            ["root", "tty1", "", "Fri Apr  3 08:52:00 +0000 2026"],
            ["daemon", "", "", "**Never logged in**"],
            ["amartin", "pts/0", "10.20.1.103", "Wed Jul  1 14:23:01 +0000 2026"],
        ];
        assert_eq!(rows(&text, &["latest", "USERNAME"]), expected);
    }

    #[test]
    fn a_value_that_is_longer_than_its_column_moves_what_follows() {
        let text = format!(
            "{LASTLOG}svc-application-deploy pts/0    10.20.1.103      Wed Jul  1 14:23:01 +0000 2026\n\
             svc-application-backup                            **Never logged in**\n\
             exactly-sixteen- pts/1                     Wed Jul  1 14:23:01 +0000 2026\n\
             seventeen-letters pts/1    2001:db8:0:0:0:0:0:10 Wed Jul  1 14:23:01 +0000 2026\n"
        );
        let expected = [
            [
                "svc-application-deploy",
                "pts/0",
                "10.20.1.103",
                "Wed Jul  1 14:23:01 +0000 2026",
            ],
            ["svc-application-backup", "", "", "**Never logged in**"],
            ["exactly-sixteen-", "pts/1", "", "Wed Jul  1 14:23:01 +0000 2026"],
            [
                "seventeen-letters",
                "pts/1",
                "2001:db8:0:0:0:0:0:10",
                "Wed Jul  1 14:23:01 +0000 2026",
            ],
        ];
        assert_eq!(rows(&text, &["Username"]), expected);
    }

    #[test]
    fn headers_and_cells_may_have_blanks_in_them() {
        let text = "UUID    Description                    Value    Slack Channels    Enabled\n\
                    9f      CPU is running high             99      [a b]             true\n\
                    a0      Łukasz’s ALERT                   5                        true\n";
        let expected = [
            ["9f", "CPU is running high", "99", "[a b]", "true"],
            ["a0", "Łukasz’s ALERT", "5", "", "true"],
        ];
        assert_eq!(rows(text, &["Slack Channels"]), expected);
    }

    #[test]
    fn a_number_that_begins_before_its_column_ends_in_it() {
        let text = "Name      Size    Rows\nanna  12345678      12\n      12345678  123456\n";
        assert_eq!(
            rows(text, &["Name"]),
            [["anna", "12345678", "12"], ["", "12345678", "123456"]]
        );
    }

    #[test]
    fn what_stands_above_and_headers_repeated_are_no_rows() {
        let text = format!("Last logins\n\n{LASTLOG}{LASTLOG}\nroot\n");
        let table = table(&text, &["Username"]);
        assert_eq!((table.header, table.columns.len()), (Some(3), 4));
        let what: Vec<What> = table.rows.into_iter().map(|row| row.what).collect();
        let expected = [
            What::Layout(Reason::AboveHeader),
            What::Layout(Reason::EmptyRow),
            What::Layout(Reason::RepeatedHeader),
            What::Layout(Reason::EmptyRow),
            What::Cells(["root", "", "", ""].map(str::to_owned).into()),
        ];
        assert_eq!(what, expected);
    }

    #[test]
    fn a_word_that_runs_over_its_column_and_has_nothing_after_it_is_bad() {
        let text = format!("{LASTLOG}somethingthatisnorowofthistable\n");
        assert_eq!(rows(&text, &["Username"]), [[format!("Bad({SHIFTED:?})")]]);
    }

    #[test]
    fn a_text_without_the_header_is_refused() {
        let wanted = [
            vec!["Username".to_owned()],
            vec!["Latest".to_owned(), "Last".to_owned()],
        ];
        let (line, message) = read("Username Latest\n", &wanted, &Edge::default()).unwrap_err();
        assert_eq!(line, None);
        assert!(
            message.starts_with("no line has the headers `Username`, `Latest` or `Last`, at least two blanks apart"),
            "{message}"
        );
    }
}

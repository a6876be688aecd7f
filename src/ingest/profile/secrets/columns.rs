//! Columns of tables that hold secrets: below a header, of a second table further down too, set out with spaces as well.
//!
//! Comes in: a [`Content`] and, where they are known, the names of columns that its header has. Goes out: what the
//! column is called. A row is looked at once for its names and a column once for its values, whatever the number of cells.

use std::sync::LazyLock;

use regex::Regex;

use super::named::{is_loose, is_made_up, is_name, is_secret_under};
use crate::ingest::header::SEARCHED;
use crate::ingest::header_like::{is_header, is_usual};
use crate::ingest::profile::content::{Content, First, Place, Shape, Top};
use crate::ingest::readers::Row;
use crate::ingest::readers::delimited::Delimited;
use crate::ingest::readers::workbook::Sheet;
use crate::model::word::folded;

/// How many rows below a header further down are looked at.
const BELOW: usize = 200;

/// How many of them are looked at that no blank row sets off: a column of ordinary words may hold the word in every row.
const HEADERS: usize = 50;

/// The words that headers of secrets hold, as they are usually written.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = [
        "password",
        "passwort",
        "passwd",
        "kennwort",
        "passphrase",
        "mot de passe",
        "contrase",
        "secret",
        "token",
        "api key",
        "apikey",
        "api_key",
    ];
    let spelt = |word: &&str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or_default();
        [(*word).to_owned(), first.to_uppercase() + rest, word.to_uppercase()]
    };
    Regex::new(&words.iter().flat_map(spelt).collect::<Vec<_>>().join("|")).ok()
});

/// Signs that show a line which another delimiter cuts.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// How sure it is that a row is a header.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// It is one, so that whatever stands below is a value of it.
    Known,
    /// It may be a row like any other, so that only values count which can be nothing else than secrets.
    Perhaps,
}

/// A column whose header says that it holds secrets.
struct Named {
    column: usize,
    name: String,
    sure: Sure,
    /// Whether its name is also used for other things.
    loose: bool,
}

impl Named {
    /// Such columns of a header.
    fn of(texts: &[String], sure: Sure) -> Vec<Self> {
        let named = texts.iter().enumerate().filter(|(_, text)| is_name(text));
        let columns = named.map(|(column, name)| Self {
            column,
            name: name.clone(),
            sure,
            loose: is_loose(name),
        });
        columns.collect()
    }

    /// Whether its cell in a row is a secret.
    fn holds(&self, row: &Row<'_>) -> bool {
        let value = &row.cells.shown(self.column);
        match self.sure {
            // the header again, or that of another table
            Sure::Known => {
                let is_header = || *value == self.name || is_usual_header(&row.cells.texts());
                is_secret_under(self.loose, value) && !(is_name(value) && is_header())
            }
            Sure::Perhaps => is_made_up(value),
        }
    }
}

/// The first column of any table that holds a secret.
pub(super) fn in_tables(content: &Content<'_>, known: &[&[String]]) -> Option<String> {
    // a tree has no columns, and may be long
    if content.tops.is_empty() {
        return None;
    }
    let found = content.tops.iter().find_map(|top| in_top(content, top, known));
    found.or_else(|| match &content.shape {
        Shape::Text(text, _) => in_text_below(text, &content.tops).or_else(|| spaced(text)),
        Shape::Workbook(sheets) => sheets.iter().find_map(in_sheet_below),
    })
}

/// The first column that holds a secret below a header which is known to be one.
pub(super) fn below(content: &Content<'_>, (place, line): (Place, u64), texts: &[String]) -> Option<String> {
    let mut named = Named::of(texts, Sure::Known).into_iter();
    let found = named.find(|named| any_row(content, place, |row| row.line > line && named.holds(row)));
    found.map(|named| named.name)
}

/// The first column that holds a secret below any of the first rows.
fn in_top(content: &Content<'_>, top: &Top, known: &[&[String]]) -> Option<String> {
    let known: Vec<Vec<String>> = known
        .iter()
        .map(|names| names.iter().map(|name| folded(name)).collect())
        .collect();
    let rows = top.rows.iter().enumerate();
    let mut rows = rows.filter(|(_, row)| row.texts.iter().any(|text| is_name(text)));
    rows.find_map(|(place, row)| {
        let sure = sureness(top, place, &known)?;
        let mut named = Named::of(&row.texts, sure).into_iter();
        let found = named.find(|named| match sure {
            Sure::Known => any_row(content, top.place, |other| other.line > row.line && named.holds(other)),
            // there may be many of these, so that not all that is below them is read
            Sure::Perhaps => {
                let mut left = SEARCHED + BELOW;
                let mut found = false;
                any_row(content, top.place, |other| {
                    left -= 1;
                    found = other.line > row.line && named.holds(other);
                    found || left == 0
                });
                found
            }
        });
        found.map(|named| named.name)
    })
}

/// Whether one of the first rows is a header: one that has the columns that somebody maps, the first that is as wide, or
/// one that names what is known beside the secret and stands below a blank row or one that is no header. Any other row
/// that is like one may be.
fn sureness(top: &Top, place: usize, known: &[Vec<String>]) -> Option<Sure> {
    let row = top.rows.get(place)?;
    let is_mapped = !known.is_empty() && known.iter().all(|names| row.keys.iter().any(|key| names.contains(key)));
    let above = || {
        top.rows
            .iter()
            .take(place)
            .filter(|above| filled(&above.texts) >= filled(&row.texts))
    };
    let is_below_header = above().any(|above| is_header(&above.texts));
    let is_known = || row.set_off || !is_below_header;
    match filled(&row.texts) {
        _ if is_mapped => Some(Sure::Known),
        1 => is_only_column(top, place).then_some(Sure::Known),
        _ if above().next().is_none() || (is_known() && is_usual_header(&row.texts)) => Some(Sure::Known),
        _ => is_header(&row.texts).then_some(Sure::Perhaps),
    }
}

/// Whether a row with one cell is the header of a list of one column, not a title.
fn is_only_column(top: &Top, place: usize) -> bool {
    let is_cut = |row: &First| row.texts.iter().any(|text| text.contains(DELIMITERS));
    let is_single = |row: &First| filled(&row.texts) == 1 && !is_cut(row);
    let below = top.rows.get(1);
    place == 0 && top.rows.first().is_some_and(is_single) && below.is_some_and(is_single)
}

/// How many cells hold something.
fn filled(texts: &[String]) -> usize {
    texts.iter().filter(|text| !text.is_empty()).count()
}

/// Whether a row is like a header, and most names beside those of secrets are such as columns have.
fn is_usual_header(texts: &[String]) -> bool {
    let others: Vec<&String> = texts.iter().filter(|text| !text.is_empty() && !is_name(text)).collect();
    let usual = others.iter().filter(|text| is_usual(text)).count();
    is_header(texts) && usual > 0 && usual * 2 >= others.len()
}

/// Whether any row of a table is such.
fn any_row(content: &Content<'_>, place: Place, mut is: impl FnMut(&Row<'_>) -> bool) -> bool {
    match (&content.shape, place) {
        (Shape::Text(text, _), Place::Text(delimiter)) => {
            let mut reader = Delimited::new(text, delimiter);
            while let Ok(Some(row)) = reader.next_row() {
                if is(&row) {
                    return true;
                }
            }
            false
        }
        (Shape::Workbook(sheets), Place::Sheet(number, _)) => {
            let mut rows = sheets.get(number).into_iter().flat_map(Sheet::rows);
            rows.any(|row| is(&row))
        }
        (Shape::Text(..), Place::Sheet(..)) | (Shape::Workbook(_), Place::Text(_)) => false,
    }
}

/// The columns of secrets of a header further down.
fn further(texts: &[String], set_off: bool) -> Vec<Named> {
    if !texts.iter().any(|text| is_name(text)) || filled(texts) < 2 || !is_header(texts) {
        return Vec::new();
    }
    let is_known = set_off && is_usual_header(texts);
    Named::of(texts, if is_known { Sure::Known } else { Sure::Perhaps })
}

/// The first column that holds a secret in a table below the first rows of a text.
fn in_text_below(text: &str, tops: &[Top]) -> Option<String> {
    let words = WORDS.as_ref()?;
    let begin = text.match_indices('\n').nth(SEARCHED - 1).map(|(at, _)| at + 1)?;
    let (mut at, mut perhaps) = (begin, 0);
    while let Some(word) = words.find_at(text, at) {
        let (before, after) = text.split_at_checked(word.start())?;
        let edge = |sign: char| matches!(sign, ',' | ';' | '\t' | '|' | '"' | '\n' | '\r');
        let name = before.rfind(edge).map_or(0, |at| at + 1)..word.start() + after.find(edge).unwrap_or(after.len());
        if !text.get(name).is_some_and(is_name) {
            at = word.end();
            continue;
        }
        let begin = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        at = word.start() + after.find(['\n', '\r']).unwrap_or(after.len());
        let line = text.get(begin..at)?;
        let above = text.get(..begin)?.trim_end_matches(['\n', '\r']);
        let gap = text.get(above.len()..begin)?;
        let above = above.rsplit(['\n', '\r']).next().unwrap_or_default();
        let is_blank = above
            .chars()
            .all(|sign| matches!(sign, ',' | ';' | '\t' | '|' | ' ' | '"'));
        let set_off = is_blank || gap.matches('\n').count().max(gap.matches('\r').count()) > 1;
        perhaps += usize::from(!set_off);
        if !set_off && perhaps > HEADERS {
            continue;
        }
        for delimiter in tops.iter().filter_map(|top| match top.place {
            Place::Text(delimiter) if line.as_bytes().contains(&delimiter) => Some(delimiter),
            Place::Text(_) | Place::Sheet(..) => None,
        }) {
            let mut reader = Delimited::new(text.get(begin..)?, delimiter);
            let texts = reader.next_row().ok().flatten().map(|row| row.cells.texts());
            let columns = further(&texts.unwrap_or_default(), set_off);
            for _ in 0..if columns.is_empty() { 0 } else { BELOW } {
                let Ok(Some(row)) = reader.next_row() else { break };
                if let Some(named) = columns.iter().find(|named| named.holds(&row)) {
                    return Some(named.name.clone());
                }
            }
        }
    }
    None
}

/// The same of a sheet.
fn in_sheet_below(sheet: &Sheet) -> Option<String> {
    let words = WORDS.as_ref()?;
    if sheet.height() <= SEARCHED as u64 || !sheet.texts().any(|text| words.is_match(&text)) {
        return None;
    }
    let (mut blank, mut columns) = (false, Vec::new());
    for row in sheet.rows().skip(SEARCHED) {
        if let Some(named) = columns.iter().find(|named: &&Named| named.holds(&row)) {
            return Some(named.name.clone());
        }
        let is_blank = row.cells.is_blank();
        if !is_blank {
            let further = further(&row.cells.texts(), blank);
            columns = if further.is_empty() { columns } else { further };
        }
        blank = is_blank;
    }
    None
}

/// The first of columns set out with spaces that holds a secret, in any part of a text that blank lines set off.
fn spaced(text: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| line.trim().is_empty()).peekable();
    if !lines.peek()?.contains("  ") {
        return None;
    }
    let lines: Vec<&str> = lines.collect();
    let mut parts = lines.split(|line| line.trim().is_empty());
    parts.find_map(|part| part.split_first().and_then(|(header, rows)| in_columns(header, rows)))
}

/// The first of the columns below a line whose names are two spaces apart.
fn in_columns(header: &str, rows: &[&str]) -> Option<String> {
    if !header.contains("  ") {
        return None;
    }
    let header: Vec<char> = header.chars().collect();
    let begins = |at: usize| {
        let sign = |back: usize| at.checked_sub(back).and_then(|at| header.get(at));
        header.get(at).is_some_and(|sign| *sign != ' ')
            && (at == 0 || (sign(1) == Some(&' ') && sign(2).is_none_or(|sign| *sign == ' ')))
    };
    let starts: Vec<usize> = (0..header.len()).filter(|at| begins(*at)).collect();
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    let name = |from: usize, to: usize| -> String { header.iter().skip(from).take(to - from).collect() };
    let cut = |line: &str, from: usize, to: usize| -> String { line.chars().skip(from).take(to - from).collect() };
    let mut columns = starts.iter().copied().zip(ends);
    let secret = columns.find(|(from, to)| {
        let name = name(*from, *to);
        let loose = is_loose(&name);
        let value = |line: &&str| is_secret_under(loose, &cut(line, *from, *to));
        starts.len() > 1 && is_name(&name) && rows.iter().any(value)
    });
    secret.map(|(from, to)| name(from, to).trim().to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::ingest::profile::content::Declared;

    fn found(text: &str, known: &[&[String]]) -> Option<String> {
        in_tables(&Content::of(text.as_bytes(), Declared::default(), &[]).unwrap(), known)
    }

    /// As many rows of a first table.
    fn rows(number: usize) -> String {
        "User,Right,Note,Since\n".to_owned() + &"bo,admin,,2024-01-01\n".repeat(number)
    }

    #[test]
    fn a_table_below_the_first_shows_its_secrets_too() {
        for number in [2, 60, 300] {
            for between in ["\n", "\n\n", ",,,\n", "\" \",,,\n"] {
                let text = rows(number) + between + "Host,Root password\nbastion,EXAMPLE-no\n";
                assert_eq!(
                    found(&text, &[]).as_deref(),
                    Some("Root password"),
                    "{number} {between:?}"
                );
                let text = text.replace('\n', "\r\n").replace(',', ";");
                assert_eq!(
                    found(&text, &[]).as_deref(),
                    Some("Root password"),
                    "{number} {between:?}"
                );
            }
            let text = rows(number) + "Host,Root password\nbastion,EXAMPLE-n0\n";
            assert_eq!(found(&text, &[]).as_deref(), Some("Root password"), "{number}");
            let text = rows(number) + "server,password,x,2024-01-01\nclient,secret,x,2024-01-01\n";
            assert_eq!(found(&text, &[]), None, "{number}");
            let text = rows(number) + "\nbo,Token,,\nana,Phone,,\n";
            assert_eq!(found(&text, &[]), None, "{number}: the way by which somebody signs in");
        }
        let text = "User,E-Mail/Login,Level\nbo,bo@example.com,Secret\nana,ana@example.com,Public\n";
        assert_eq!(found(text, &[]), None, "a class of documents");
        assert_eq!(found("SECRET\nUser,Right\nbo,admin\n", &[]), None, "a stamp");
        let spaced = "Name  Role\nbo    normal\n\nName  Password\nbo    EXAMPLE-no\n";
        assert_eq!(found(spaced, &[]).as_deref(), Some("Password"));
    }

    #[test]
    fn a_secret_may_hold_the_word_for_one() {
        for value in [
            "MySecret77",
            "Hunter2!secret",
            "mypassword",
            "Password123",
            "hidden-Tiger9",
        ] {
            let text = format!("Email,Name,Password\nbo@example.com,bo,{value}\n");
            assert_eq!(found(&text, &[]).as_deref(), Some("Password"), "{value}");
            let text = format!("Name,Password\nbo,{value}\n");
            assert_eq!(found(&text, &[]).as_deref(), Some("Password"), "{value}");
        }
        for value in ["", "hidden", "Password", "(not set)"] {
            let text = format!("Email,Name,Password\nbo@example.com,bo,{value}\n");
            assert_eq!(found(&text, &[]), None, "{value}");
        }
        let again = "Email,Name,Password\nbo@example.com,bo,\nEmail,Name,API token\n";
        assert_eq!(found(again, &[]), None, "another header");
    }

    #[test]
    fn a_title_above_the_header_hides_nothing() {
        let text = "Exported,by Ada\nHost,Root password\nbastion,sunshine\n";
        assert_eq!(found(text, &[]), None, "the second row may be data");
        let mapped = [
            vec!["host".to_owned()],
            vec!["Root password".to_owned(), "Password".to_owned()],
        ];
        let mapped: Vec<&[String]> = mapped.iter().map(Vec::as_slice).collect();
        assert_eq!(found(text, &mapped).as_deref(), Some("Root password"));
        let content = Content::of(text.as_bytes(), Declared::default(), &[]).unwrap();
        let header = ["Host".to_owned(), "Root password".to_owned()];
        let below = |line| below(&content, (Place::Text(b','), line), &header);
        assert_eq!((below(2).as_deref(), below(3)), (Some("Root password"), None));
        let text = text.replace("sunshine", "hunter2");
        assert_eq!(found(&text, &[]).as_deref(), Some("Root password"));
    }
}

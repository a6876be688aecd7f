//! How texts are compared: header names, words and e-mail addresses without regard to case, logins as systems do.
//!
//! Comes in: texts as people type them. Goes out: equal or not, or a key for a table. The functions that run once a
//! row allocate nothing for ordinary text.

use std::borrow::Cow;

use jiff::civil::Date;

pub(super) use crate::model::word::{address_key, folded, login_key, same_word};

/// The text of a cell as a message tells it: one that may be a secret in the wrong column is not shown.
pub(super) fn quotable(text: &str) -> Cow<'_, str> {
    if is_hidden(text) {
        Cow::Owned(format!(
            "… ({} signs, not shown as they may be a secret)",
            text.chars().count()
        ))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text may be a secret in the wrong column.
pub(super) fn is_hidden(text: &str) -> bool {
    let odd = |sign: char| "!$%^&*#=~\\<>{}|".contains(sign);
    let is_instant = |part: &str| {
        let sign = |byte: u8| byte.is_ascii_digit() || matches!(byte.to_ascii_lowercase(), b't' | b'z');
        part.bytes().all(sign)
    };
    let is_mixed = |part: &str| {
        let has = |is: fn(&u8) -> bool| part.as_bytes().iter().any(is);
        part.len() > 5 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && !is_instant(part)
    };
    let mut parts = text.split(|sign: char| !sign.is_alphanumeric());
    text.len() > LONGEST_QUOTED
        || text.contains("://")
        || (text.contains('@') && text.contains(':'))
        || text.contains(odd)
        || parts.any(is_mixed)
}

/// What to do about a text that is [`spoiled`].
pub(super) const SPOILT: &str =
    "export the list again and leave the file as it comes, or open it so that the column is text";

/// Why a text is no name any more, if a spreadsheet program put something else in its place: an error, signs for a column
/// that is too narrow, a number with lost digits; or, in a workbook, the day for which it took the text.
pub(super) fn spoiled(text: &str, of_workbook: bool) -> Option<&'static str> {
    let first = text.bytes().next()?;
    if first == b'#' {
        let named = text.trim_start_matches(['#', '¡', '¿']).trim_end_matches(['!', '?']);
        let is_loud = |sign: char| sign.is_uppercase() || sign == '/' || sign.is_ascii_digit();
        let is_error = text.ends_with(['!', '?']) || ["N/A", "NV", "N/D", "N/DISP"].contains(&named);
        let is_spoiled = named.is_empty() || is_error && named.chars().all(is_loud);
        return is_spoiled.then_some("an error of a spreadsheet program, or a column that was too narrow");
    }
    let is_number = first.is_ascii_digit();
    if of_workbook {
        let behind_colon = || text.rsplit_once(':').map_or(text, |(_, behind)| behind);
        let tail = if is_number { text } else { behind_colon() };
        if tail.get(..10).is_some_and(|day| day.parse::<Date>().is_ok()) {
            return Some("a date, for which a spreadsheet program took what stood there");
        }
    }
    // nearly every text ends here
    if !is_number || !text.as_bytes().contains(&b'E') {
        return None;
    }
    let (number, power) = text.split_once("E+").or_else(|| text.split_once("E-"))?;
    let is_number = number
        .bytes()
        .all(|sign| sign.is_ascii_digit() || b".,".contains(&sign));
    let is_power = !power.is_empty() && power.bytes().all(|sign| sign.is_ascii_digit());
    (is_number && is_power).then_some("a number of which a spreadsheet program dropped digits")
}

/// Whether a text that should be one login seems to be several. Names with a comma (`Lind, Ana`) and names of
/// directories (`CN=ana,OU=staff`) are one.
pub(super) fn is_several_logins(text: &str) -> bool {
    let is_login = |part: &str| {
        let part = part.trim();
        let odd = |sign: char| sign.is_whitespace() || sign.is_uppercase() || sign == '=';
        !part.is_empty() && !part.contains(odd)
    };
    text.contains(';') || (text.contains(',') && text.split(',').all(is_login))
}

/// How long a cell is that is shown, in bytes.
const LONGEST_QUOTED: usize = 60;

/// Names in back-ticks, with commas; at most twenty of them.
pub(super) fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let mut list = String::new();
    for (place, name) in names.into_iter().enumerate() {
        if place == 20 {
            list.push_str(", …");
            break;
        }
        if place > 0 {
            list.push_str(", ");
        }
        list.push('`');
        list.push_str(name.as_ref());
        list.push('`');
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        for text in [
            "maybe",
            "yesterday evening",
            "31.12.2025",
            "14-Feb-2021",
            "Mar 9, 2020",
            "2021-10-06T08:00:00.000Z",
            "20211006T080000Z",
            "5/6/2024 10:00 AM",
            "Externer Dienstleister",
            "ana@example.com",
            "n/a",
        ] {
            assert_eq!(quotable(text), text);
        }
        for text in [
            "hunter2Zq",
            "correct!",
            "JBSWY3DPEHPK3PXP",
            "otpauth://totp/ana",
            "postgres://db/x",
            "ana:horse@db",
        ] {
            let shown = quotable(text);
            assert!(shown.starts_with('…') && !shown.contains(text), "{shown}");
        }
    }

    #[test]
    fn what_a_spreadsheet_program_put_in_the_place_of_a_name_is_told() {
        for text in [
            "#NAME?",
            "#BEZUG!",
            "#N/A",
            "#¿NOMBRE?",
            "####",
            "1.23457E+11",
            "1,2E-05",
            "#DIV/0!",
        ] {
            assert!(spoiled(text, false).is_some(), "{text}");
        }
        for text in [
            "",
            "#ops",
            "#general!",
            "#42",
            "1E5",
            "2026-05-01",
            "E+11",
            "ana",
            "1.5",
            "#",
        ] {
            let is_narrow = text == "#";
            assert_eq!(spoiled(text, false).is_some(), is_narrow, "{text}");
        }
        for text in ["2026-05-01", "Group:2026-01-02", "2026-05-01 10:00:00"] {
            assert!(spoiled(text, true).is_some(), "{text}");
        }
        assert_eq!(spoiled("release-2026-05-01", true), None);
    }

    #[test]
    fn several_logins_are_told_from_one() {
        for (text, expected) in [
            ("carl;dora", true),
            ("Carl Berg; Dora Lind", true),
            ("carl, dora@example.com", true),
            ("Lind, Ana", false),
            ("cn=ana,ou=staff", false),
            ("ana,", false),
            ("ana", false),
        ] {
            assert_eq!(is_several_logins(text), expected, "{text}");
        }
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(["a", "b"]), "`a`, `b`");
        assert!(listed(vec!["x"; 30]).ends_with("`x`, …"));
    }
}

//! How texts are compared: header names, words and e-mail addresses without regard to case, logins as systems do.
//!
//! Comes in: texts as people type them. Goes out: equal or not, or a key for a table. The functions that run once a
//! row allocate nothing for ordinary text.

use std::borrow::Cow;

pub(super) use crate::model::word::{address_key, folded, login_key, same_word};

/// The text of a cell as a message tells it: one that may be a secret in the wrong column is not shown.
pub(super) fn quotable(text: &str) -> Cow<'_, str> {
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
    let hidden = text.len() > LONGEST_QUOTED
        || text.contains("://")
        || (text.contains('@') && text.contains(':'))
        || text.contains(odd)
        || parts.any(is_mixed);
    if hidden {
        Cow::Owned(format!(
            "… ({} signs, not shown as they may be a secret)",
            text.chars().count()
        ))
    } else {
        Cow::Borrowed(text)
    }
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

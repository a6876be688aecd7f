//! How texts are compared: header names, words and e-mail addresses without regard to case, logins as systems do.
//!
//! Comes in: texts as people type them. Goes out: equal or not, or a key for a table. The functions that run once a
//! row allocate nothing for ordinary text.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// The text as a key: trimmed, white space folded to one blank, composed, lower case.
pub(super) fn folded(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.nfc().flat_map(char::to_lowercase));
    }
    key
}

/// Whether two texts are the same word, whatever their case.
pub(super) fn same_word(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.trim().eq_ignore_ascii_case(right.trim());
    }
    folded(left) == folded(right)
}

/// The key of a login: an e-mail address whatever its case, anything else exactly as written.
pub(super) fn login_key(login: &str) -> Cow<'_, str> {
    if login.contains('@')
        && !login
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase())
    {
        return Cow::Owned(folded(login));
    }
    Cow::Borrowed(login)
}

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
    fn words_are_the_same_whatever_case_space_and_composition() {
        assert!(same_word(" Last Login ", "last login"));
        assert!(same_word("Last\u{a0}Login", "last  login"));
        assert!(same_word("Zu\u{308}rich", "ZÜRICH"));
        assert!(!same_word("read", "reader"));
    }

    #[test]
    fn only_addresses_lose_their_case() {
        assert_eq!(login_key("Anna.Berg"), "Anna.Berg");
        assert_eq!(login_key("Anna@Example.ORG"), "anna@example.org");
        assert!(matches!(login_key("anna@example.org"), Cow::Borrowed(_)));
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(["a", "b"]), "`a`, `b`");
        assert!(listed(vec!["x"; 30]).ends_with("`x`, …"));
    }
}

//! When two texts of people are the same word: whatever their case, white space, composition and dashes.
//!
//! The one comparison for headers, spellings of levels, titles and names. Logins and names of resources keep their case,
//! and are compared by [`composed`]; of e-mail addresses only the letters A to Z lose theirs, see [`address_key`].

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// The text as a key: trimmed, white space folded to one blank, composed, lower case, every dash a hyphen.
pub fn folded(text: &str) -> String {
    folding(text).into_owned()
}

/// The same, allocating nothing for a text that is its own key.
pub fn folding(text: &str) -> Cow<'_, str> {
    let is_own = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
    // all are looked at, several at once
    if text.bytes().fold(true, |all, byte| all & is_own(byte)) {
        return Cow::Borrowed(text);
    }
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        if word.is_ascii() {
            key.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            key.extend(word.nfc().map(plain_dash).flat_map(char::to_lowercase));
        }
    }
    Cow::Owned(key)
}

/// A dash of any length, as programs put it in place of a hyphen, as the hyphen; any other sign as it is.
pub fn plain_dash(sign: char) -> char {
    match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        other => other,
    }
}

/// Whether two texts are the same word. Allocates nothing for ordinary text.
pub fn same_word(left: &str, right: &str) -> bool {
    if let (Some(one), Some(other)) = (left.bytes().next(), right.bytes().next())
        && one.is_ascii_graphic()
        && other.is_ascii_graphic()
        && !one.eq_ignore_ascii_case(&other)
    {
        return false;
    }
    if left.is_ascii() && right.is_ascii() {
        let mut others = right.split_ascii_whitespace();
        let mut words = left.split_ascii_whitespace();
        return words.all(|word| others.next().is_some_and(|other| word.eq_ignore_ascii_case(other)))
            && others.next().is_none();
    }
    folded(left) == folded(right)
}

/// The key of a login: an e-mail address whatever its case, anything else exactly as written.
pub fn login_key(login: &str) -> Cow<'_, str> {
    let is_own = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
    if !login.bytes().fold(true, |all, byte| all & is_own(byte)) && login.contains('@') {
        return address_key(login);
    }
    Cow::Borrowed(login)
}

/// The key of an e-mail address: the letters A to Z whatever their case, white space and dashes as in [`folding`]. A
/// sign that only looks like one of these letters (`\u{212a}`, the Kelvin sign) is another sign: whoever writes it may
/// mean to pass for somebody else.
pub fn address_key(address: &str) -> Cow<'_, str> {
    if address.is_ascii() {
        return folding(address);
    }
    let composes_to_ascii = |sign: char| !sign.is_ascii() && std::iter::once(sign).nfc().all(|sign| sign.is_ascii());
    let plain = |text: &str| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        words
            .chars()
            .map(|sign| plain_dash(sign).to_ascii_lowercase())
            .collect()
    };
    Cow::Owned(if address.contains(composes_to_ascii) {
        plain(address)
    } else {
        plain(&composed(address))
    })
}

/// The text with every letter and its accents composed (NFC), case and white space kept.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// The text composed, trimmed, and every run of white space one blank; case kept.
pub fn tidy(text: &str) -> String {
    composed(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_whatever_case_space_and_composition() {
        assert!(same_word(" Last Login ", "last login"));
        assert!(same_word("In  Use", "In Use"));
        assert!(same_word("Last\u{a0}Login", "last  login"));
        assert!(same_word("Zu\u{308}rich", "ZÜRICH"));
        assert!(same_word("Jira \u{2013} acme", "Jira - Acme"));
        for other in ["read only", "red", "", "rea d"] {
            assert!(!same_word("read", other), "{other}");
            assert!(!same_word(other, "read"), "{other}");
        }
    }

    #[test]
    fn only_addresses_lose_their_case() {
        assert_eq!(login_key("Anna.Berg"), "Anna.Berg");
        assert_eq!(login_key("Anna@Example.ORG"), "anna@example.org");
        assert!(matches!(login_key("anna@example.org"), Cow::Borrowed(_)));
    }

    #[test]
    fn an_address_is_no_other_that_only_looks_alike() {
        assert_eq!(address_key(" Zu\u{308}@Example.org"), "zü@example.org");
        assert_eq!(address_key("ana\u{2010}b@example.org"), "ana-b@example.org");
        for (one, other) in [("bob.\u{212a}eller@a.org", "bob.keller@a.org"), ("Ü@a.org", "ü@a.org")] {
            assert_ne!(address_key(one), address_key(other));
            assert_ne!(login_key(one), login_key(other));
        }
    }

    #[test]
    fn composition_keeps_case_and_tidiness_white_space_too() {
        assert_eq!(composed("Zu\u{308}  X"), "Zü  X");
        assert_eq!(tidy(" Zu\u{308}\u{a0} X "), "Zü X");
    }
}

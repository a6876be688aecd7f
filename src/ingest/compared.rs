//! How texts are compared: header names, words and e-mail addresses without regard to case, logins as systems do.
//!
//! Comes in: texts as people type them. Goes out: equal or not, or a key for a table. The functions that run once a
//! row allocate nothing for ordinary text.

use std::borrow::Cow;

pub(super) use crate::model::word::{folded, same_word};

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

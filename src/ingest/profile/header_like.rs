//! Whether a row may be shown as a header: nothing in it looks like data, still less like a secret.
//!
//! Comes in: the cells of a row. Goes out: yes or no; in doubt no. One more sign of data: a line in [`is_name`].

/// The longest name of a column that is shown.
const LONGEST: usize = 40;

/// The longest word with letters and digits that may be a name.
const MIXED: usize = 5;

/// The longest word of a name.
const WORD: usize = 24;

/// Whether the cells look like names of columns, and like nothing else.
///
/// One cell alone is a line without columns, where names cannot be told from values unless each begins with a capital.
pub(super) fn is_header(texts: &[String]) -> bool {
    let filled: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    match filled.as_slice() {
        [] => false,
        [line] => {
            let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
            line.split_whitespace()
                .all(|word| capital(word) && is_name(word) && !word.contains(char::is_numeric))
        }
        several => several.iter().all(|text| is_name(text)),
    }
}

fn is_name(text: &str) -> bool {
    let odd = |sign: char| matches!(sign, '@' | ':' | '/' | '\\' | '=' | '$' | '+' | '*' | '!');
    let numbered = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let length = word.chars().count();
        length > WORD || digits == length || (digits > 0 && length > MIXED)
    };
    let dotted = text.trim_end_matches('.').contains('.');
    let mut words = text.split(|sign: char| sign.is_whitespace() || matches!(sign, '_' | '(' | ')'));
    text.chars().count() <= LONGEST
        && text.contains(char::is_alphabetic)
        && !text.contains(odd)
        && !dotted
        && !words.any(|word| !word.is_empty() && numbered(word) && !is_ordinal(word))
}

/// A number that counts columns, as in `access_key_1_active`.
fn is_ordinal(word: &str) -> bool {
    word.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cells: &[&str]) -> bool {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        is_header(&cells)
    }

    #[test]
    fn names_of_columns_are_a_header_and_data_is_none() {
        assert!(shown(&["User name", "Password", "Console sign-in link"]));
        assert!(shown(&["user", "access_key_1_active", "", "No."]));
        assert!(shown(&["Name     Role      Email"]));
        for data in [
            &["bo", "EXAMPLE-wJalrXUtnFEMI-SECRETVALUE"][..],
            &["bo", "Hunter2-EXAMPLE"],
            &["bo@example.com", "admin"],
            &["1", "Bo", "Admin"],
            &["bo", "2024-01-01"],
            &["db.example.com:5432:app:bo:EXAMPLE"],
            &["bo normal horse"],
            &["root:EXAMPLEnohash:19000:0:99999:7:::"],
            &[],
        ] {
            assert!(!shown(data), "{data:?}");
        }
    }
}

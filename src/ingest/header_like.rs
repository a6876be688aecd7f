//! Whether a row, or the keys of a map, may be shown: nothing in them looks like data, still less like a secret.
//!
//! Comes in: the cells of a row, or the maps of a tree. Goes out: yes or no; in doubt no. One more sign of data: a line
//! in [`is_name`].

use super::readers::tree::Node;

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

/// Whether a row of a file that nothing recognises may be shown: it is like a header, and either somebody knows half of
/// its names, or it alone is written like a title, which sets it off from the rows below it.
pub(super) fn may_be_shown<'r>(
    row: &[String],
    is_known: impl Fn(&str) -> bool,
    below: impl Iterator<Item = &'r [String]>,
) -> bool {
    let width = |row: &[String]| row.iter().filter(|text| !text.is_empty()).count();
    let known = row.iter().filter(|text| is_known(text)).count();
    if !is_header(row) {
        return false;
    }
    if known > 0 && known * 2 >= width(row) {
        return true;
    }
    let mut below = below.peekable();
    let single = width(row) == 1;
    is_titled(row) && below.peek().is_some() && !below.any(|other| (width(other) == 1) == single && is_titled(other))
}

/// Whether the keys of maps may be shown. Those of a map that is kept by login, by address or by secret may not; in a
/// record some are known, or the next record has the same, or what stands under them differs in kind.
pub(super) fn may_show_keys(maps: &[&[(String, Node)]], is_known: impl Fn(&str) -> bool) -> bool {
    let Some((first, others)) = maps.split_first() else {
        return false;
    };
    let plain = |key: &str| is_name(key.strip_prefix("@odata.").unwrap_or(key));
    if first.is_empty() || !first.iter().all(|(key, _)| plain(key)) {
        return false;
    }
    let half = |number: usize| number > 0 && number * 2 >= first.len();
    let in_other = |key: &str| {
        others
            .first()
            .is_some_and(|other| other.iter().any(|(same, _)| same == key))
    };
    let single = |node: &Node| matches!(node, Node::Text(_) | Node::Null);
    let mixed = first.iter().any(|(_, node)| single(node)) && first.iter().any(|(_, node)| !single(node));
    let one_list = matches!(first, [(_, Node::List(_))]);
    mixed
        || one_list
        || half(first.iter().filter(|(key, _)| is_known(key)).count())
        || half(first.iter().filter(|(key, _)| in_other(key)).count())
}

/// A key as messages call it.
pub(super) fn called(key: &str) -> String {
    if is_name(key) {
        format!("the key `{key}`")
    } else {
        "a key that looks like data".to_owned()
    }
}

/// Whether the row is like a header and every cell begins with a capital.
fn is_titled(row: &[String]) -> bool {
    let capital = |text: &String| {
        text.chars()
            .find(|sign| sign.is_alphabetic())
            .is_some_and(char::is_uppercase)
    };
    is_header(row) && row.iter().filter(|text| !text.is_empty()).all(capital)
}

/// Whether a text looks like the name of a column or of a key.
pub(super) fn is_name(text: &str) -> bool {
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

    #[test]
    fn a_row_is_shown_where_its_names_are_known_or_it_alone_is_a_title() {
        let row = |cells: &[&str]| -> Vec<String> { cells.iter().map(ToString::to_string).collect() };
        let shown = |first: &[&str], below: &[&[&str]]| {
            let below: Vec<Vec<String>> = below.iter().map(|cells| row(cells)).collect();
            let known = |text: &str| matches!(text, "user" | "Rolle");
            may_be_shown(&row(first), known, below.iter().map(Vec::as_slice))
        };
        assert!(shown(&["Wer", "Was"], &[&["ada", "alles"]]));
        assert!(shown(&["user", "right"], &[]));
        assert!(shown(&["Rolle", "Name"], &[&["Admin", "Ada"]]));
        assert!(shown(&["Wer", "Was"], &[&["Ende"]]));
        assert!(!shown(&["ada", "sunshine"], &[&["bo", "dragon"]]));
        assert!(!shown(&["Ada", "Sunshine"], &[&["bo", "x"], &["Bo", "Dragon"]]));
        assert!(!shown(&["Ada", "Sunshine"], &[]), "one row alone");
        assert!(!shown(&["Sunshine"], &[&["Dragon"]]));
        assert!(!shown(&["user", "bo@example.com"], &[&["a", "b"]]));
    }

    #[test]
    fn keys_are_shown_where_they_are_the_names_of_a_record() {
        let text = |text: &str| Node::Text(text.to_owned());
        let map = |entries: &[(&str, Node)]| -> Vec<(String, Node)> {
            let entries = entries.iter();
            entries.map(|(key, node)| ((*key).to_owned(), node.clone())).collect()
        };
        let known = |key: &str| key == "login";
        let one = |entries: &[(&str, Node)]| may_show_keys(&[&map(entries)], known);
        assert!(one(&[("type", text("x")), ("users", Node::List(Vec::new()))]));
        assert!(one(&[("items", Node::List(Vec::new()))]));
        assert!(one(&[("login", text("x")), ("right", text("y"))]));
        assert!(one(&[("@odata.context", text("x")), ("value", Node::List(Vec::new()))]));
        assert!(!one(&[("sunshine", text("ada")), ("dragon", text("bo"))]));
        assert!(!one(&[
            ("bo@example.com", text("x")),
            ("users", Node::List(Vec::new()))
        ]));
        assert!(!one(&[("login", text("x")), ("EXAMPLE0wJalrXUtnFEMI", text("y"))]));
        assert!(!one(&[]));
        let records = [map(&[("who", text("a"))]), map(&[("who", text("b"))])];
        let records: Vec<&[(String, Node)]> = records.iter().map(Vec::as_slice).collect();
        assert!(may_show_keys(&records, known), "two records have the same keys");
    }
}

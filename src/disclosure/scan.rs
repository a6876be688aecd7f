//! The officer's own sentences, searched for the names and e-mail addresses of the roster.
//!
//! A name counts as found only as a whole: given and family name beside each other, in either order. So a login
//! `backup` or a family name `Stage` raises no alarm.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::policy::RoleKind;
use crate::model::problem::Problems;
use crate::model::roster::{Identity, Roster};
use crate::model::settings::PublicText;

/// Refuses texts of public pages that name somebody.
///
/// # Errors
/// When any does: every place, with file, line and field, and whose name or address stands there.
pub fn scan(texts: &[PublicText], roster: &Roster) -> Result<(), Problems> {
    let names = names(roster);
    let longest = names.keys().map(Vec::len).max().unwrap_or(0);
    let mut problems = Problems::default();
    for text in texts {
        let words = words(&text.text);
        let mut found = BTreeMap::new();
        for length in 2..=longest {
            for stretch in words.windows(length) {
                for (place, identity) in names.get(stretch).into_iter().flatten() {
                    found.insert(*place, *identity);
                }
            }
        }
        for identity in found.values() {
            let (name, id) = (identity.name.reveal(), identity.id.reveal());
            let message = format!(
                "`{}` holds the name of `{name}` (`{id}` in the roster), and a public page names nobody; say the role \
                 or the team instead",
                text.field
            );
            problems.add(&text.file, Some(text.line), message);
        }
        let folded = folded(&text.text);
        for identity in roster.identities.values() {
            for email in identity
                .emails
                .iter()
                .filter(|email| holds(&folded, &self::folded(email.reveal())))
            {
                let message = format!(
                    "`{}` holds the e-mail address `{}` of `{}` (`{}` in the roster), and a public page names \
                     nobody; give an address of the team instead, or none",
                    text.field,
                    email.reveal(),
                    identity.name.reveal(),
                    identity.id.reveal()
                );
                problems.add(&text.file, Some(text.line), message);
            }
        }
    }
    problems.or(())
}

/// The ways in which people can be named, each with everybody of that name.
fn names(roster: &Roster) -> BTreeMap<Vec<String>, Vec<(usize, &Identity)>> {
    let mut names: BTreeMap<Vec<String>, Vec<(usize, &Identity)>> = BTreeMap::new();
    for (place, identity) in roster.identities.iter() {
        match identity.kind {
            RoleKind::Technical => continue,
            RoleKind::Person => {}
        }
        for way in ways(identity.name.reveal()) {
            names.entry(way).or_default().push((place.get(), identity));
        }
    }
    names
}

/// Word by word, every way in which a full name is written. A name of one word is no full name.
fn ways(name: &str) -> BTreeSet<Vec<String>> {
    // `Family, Given` is `Given Family`.
    let name = match name.split_once(',') {
        Some((family, given)) => format!("{given} {family}"),
        None => name.to_owned(),
    };
    let parts: Vec<Vec<String>> = name
        .split_whitespace()
        .map(words)
        .filter(|part| !part.is_empty())
        .collect();
    let (Some((first, after)), Some((last, before))) = (parts.split_first(), parts.split_last()) else {
        return BTreeSet::new();
    };
    if after.is_empty() {
        return BTreeSet::new();
    }
    [
        parts.concat(),
        [last.clone(), before.concat()].concat(),
        [after.concat(), first.clone()].concat(),
        [first.clone(), last.clone()].concat(),
        [last.clone(), first.clone()].concat(),
    ]
    .into()
}

/// The words of a text, each without regard to case and marks.
fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// A text without regard to case, marks and the width of letters. Upper case first, so that `ß` and `ss` agree.
fn folded(text: &str) -> String {
    let bare: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    bare.to_uppercase()
        .to_lowercase()
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .collect()
}

/// Whether an address stands in a text as a whole, not as a part of a longer one.
fn holds(text: &str, address: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || matches!(c, '_' | '%' | '+' | '-');
    !address.is_empty()
        && text.match_indices(address).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let mut after = text.get(at + address.len()..).unwrap_or_default().chars();
            let ends = match after.next() {
                // A full stop ends the sentence unless a domain goes on behind it.
                Some('.') => !after.next().is_some_and(char::is_alphanumeric),
                next => !next.is_some_and(continues),
            };
            ends && !before.is_some_and(|c| continues(c) || c == '.')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text names a person.
    fn is_named(name: &str, text: &str) -> bool {
        let (ways, words) = (ways(name), words(text));
        ways.iter()
            .any(|way| words.windows(way.len()).any(|stretch| stretch == way))
    }

    #[test]
    fn a_full_name_is_found_however_it_is_written() {
        for (name, text) in [
            ("Ada Stage", "Looked after by Ada Stage."),
            ("Ada Stage", "STAGE, Ada"),
            ("Stage, Ada", "ada stage's notes"),
            ("Renée Müller", "Renee Mu\u{308}ller"),
            ("Max Groß", "max GROSS"),
            ("Ada Maria Stage", "Ada Stage"),
            ("Ada Maria Stage", "Stage Ada Maria"),
            ("Ada van der Berg", "van der Berg, Ada"),
            ("Jean-Luc Roux", "Jean Luc Roux"),
            ("Ada Stage", "Ａｄａ Ｓｔａｇｅ"),
        ] {
            assert!(is_named(name, text), "`{name}` in `{text}`");
        }
    }

    #[test]
    fn half_a_name_is_no_name() {
        for (name, text) in [
            ("Ada Stage", "AWS Stage"),
            ("backup", "Nightly backup of the database"),
            ("Ada Stage", "Adam Stage"),
            ("Ada Stage", "Ada Stages"),
            ("Ada Stage", "Ada and Stage"),
        ] {
            assert!(!is_named(name, text), "`{name}` in `{text}`");
        }
    }

    #[test]
    fn an_address_is_found_as_a_whole() {
        let address = "ada@example.com";
        for text in [
            "write to <Ada@Example.COM>.",
            "ada@example.com",
            "see ada@example.com, please",
        ] {
            assert!(holds(&folded(text), address), "{text}");
        }
        for text in [
            "granada@example.com",
            "x.ada@example.com",
            "ada@example.com.au",
            "ada@example.community",
        ] {
            assert!(!holds(&folded(text), address), "{text}");
        }
    }
}

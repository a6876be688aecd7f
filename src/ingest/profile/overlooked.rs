//! Columns that nothing reads, though they look like one that the profile reads and the file lacks: a header that was
//! renamed must not take its permissions with it in silence.
//!
//! Comes in: what a profile reads and the header of a file. Goes out: the columns, each with the one that it looks like.
//! How alike two headers are: [`alike`] and, for headers that are told by a pattern, [`variants`].

use super::columns::Columns;
use super::rule::Looked;
use crate::model::pattern::Pattern;
use crate::model::profile::{Emit, Kind, Reading, Signature, Slot};
use crate::model::word::{folded, same_word};

/// A column that nothing reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Overlooked {
    /// Its header.
    pub(super) header: String,
    /// What it looks like.
    known: String,
    /// Whether permissions hang on it, rather than what is said of an account beside.
    pub(super) of_permissions: bool,
}

/// The shortest beginning of a word that stands for the word.
const SHORT: usize = 3;

/// The shortest word in which one slip of the fingers is none of another word.
const LONG: usize = 5;

/// What a profile looks for in the header of a file.
#[derive(Default)]
struct Wanted<'p> {
    /// Names of columns, and whether permissions hang on them.
    names: Vec<(&'p [String], bool)>,
    /// Patterns of columns whose cells give a fact each, with those of columns that are not meant.
    unpivoted: Vec<(&'p Pattern, Option<&'p Pattern>)>,
    /// Patterns of columns that are read together.
    several: Vec<&'p Pattern>,
}

/// The columns of a file that nothing reads and that look like one that the profile reads.
pub(super) fn overlooked(reading: &Reading, signature: &Signature, columns: &Columns<'_>) -> Vec<Overlooked> {
    let wanted = Wanted::of(reading);
    let headers: Vec<_> = columns.headers().filter(|header| !header.is_empty()).collect();
    let stands = |names: &[String]| {
        let mut headers = headers.iter();
        headers.any(|header| names.iter().any(|name| same_word(name, header)))
    };
    let absent: Vec<_> = wanted.names.iter().filter(|(names, _)| !stands(names)).collect();
    let is_read = |header: &str| {
        let mut references = wanted.names.iter().map(|(names, _)| *names);
        let mut marks = signature.headers.iter().chain(&signature.none).map(Vec::as_slice);
        let named = |names: &[String]| names.iter().any(|name| same_word(name, header));
        let mut several = wanted.several.iter();
        references.any(named)
            || marks.any(named)
            || several.any(|pattern| pattern.regex().is_match(header))
            || wanted
                .unpivoted
                .iter()
                .any(|(pattern, _)| pattern.regex().is_match(header))
    };
    let mut found = Vec::new();
    for header in headers.iter().filter(|header| !is_read(header)) {
        let mut near = absent.iter().filter_map(|(names, of_permissions)| {
            let known = names.iter().find(|name| alike(name, header))?;
            Some((known.clone(), *of_permissions))
        });
        let by_pattern = || {
            variants(header).into_iter().find(|variant| {
                let mut patterns = wanted.unpivoted.iter();
                patterns.any(|(pattern, except)| {
                    tells(pattern, variant) && !except.is_some_and(|except| except.regex().is_match(variant))
                })
            })
        };
        let near = near.next().or_else(|| Some((by_pattern()?, true)));
        found.extend(near.map(|(known, of_permissions)| Overlooked {
            header: header.to_string(),
            known,
            of_permissions,
        }));
    }
    found
}

impl Overlooked {
    /// What is said of it.
    pub(super) fn told(&self) -> String {
        format!(
            "column `{}` is read by nothing, though it looks like `{}`, which the profile reads and the file lacks; if it \
             is that column, give it that name back in the file, or add its name to a copy of the profile in \
             inputs/profiles; if it is another one, give it a name that tells so",
            self.header, self.known
        )
    }
}

impl<'p> Wanted<'p> {
    fn of(reading: &'p Reading) -> Self {
        let mut wanted = Self::default();
        for records in &reading.records {
            for emit in records.emits.iter().filter(|emit| emit.kind != Kind::Person) {
                wanted.emit(emit);
            }
            for condition in records.set_aside.iter().chain(&records.reject) {
                let mut looked = Looked::default();
                looked.condition(&condition.when);
                wanted.names(looked, true, &|_| false);
            }
            let filled = records.fill_down.iter().map(|name| (std::slice::from_ref(name), true));
            wanted.names.extend(filled);
        }
        wanted
    }

    fn emit(&mut self, emit: &'p Emit) {
        let mut made: Vec<&str> = Vec::new();
        if let Some(unpivot) = &emit.unpivot {
            self.unpivoted.push((&unpivot.columns, unpivot.except.as_ref()));
            let patterns = [Some(&unpivot.columns), unpivot.cells.as_ref()].into_iter().flatten();
            made.extend(patterns.flat_map(|pattern| pattern.regex().capture_names().flatten()));
            made.extend(unpivot.pairs.iter().map(|(called, _)| called.as_str()));
            made.push(&unpivot.value);
        }
        let is_made = |name: &String| made.iter().any(|made| same_word(made, name));
        if let Some(when) = &emit.when {
            let mut looked = Looked::default();
            looked.condition(when);
            self.names(looked, carries(emit.kind), &is_made);
        }
        for (slot, expression) in &emit.fields {
            let mut looked = Looked::default();
            looked.expression(expression);
            // what is shown and never matched is no loss
            if *slot == Slot::Name && emit.kind != Kind::Name {
                self.several.append(&mut looked.patterns);
            } else {
                self.names(looked, carries(emit.kind) && is_of_permission(*slot), &is_made);
            }
        }
    }

    fn names(&mut self, looked: Looked<'p>, of_permissions: bool, is_made: &dyn Fn(&String) -> bool) {
        let names = looked.names.into_iter().filter(|names| !names.iter().any(is_made));
        self.names.extend(names.map(|names| (names, of_permissions)));
        self.several.extend(looked.patterns);
    }
}

/// Whether a fact of a kind says who may do what.
fn carries(kind: Kind) -> bool {
    match kind {
        Kind::Grant | Kind::Member | Kind::Group | Kind::Name | Kind::Resource => true,
        Kind::Account | Kind::Attributes | Kind::Device | Kind::Person => false,
    }
}

/// Whether a field is a part of the permission, and nothing that is said of the account beside.
fn is_of_permission(slot: Slot) -> bool {
    !matches!(
        slot,
        Slot::Email
            | Slot::Status
            | Slot::Mfa
            | Slot::LastLogin
            | Slot::SignIn
            | Slot::PasswordSince
            | Slot::KeySince
            | Slot::Root
    )
}

/// Whether a header may be a column under another spelling: other signs between its words, a word cut short, or one slip
/// of the fingers.
fn alike(name: &str, header: &str) -> bool {
    let (one, other) = (words(name), words(header));
    let same = |(one, other): (&String, &String)| {
        let (short, long) = if one.len() <= other.len() {
            (one, other)
        } else {
            (other, one)
        };
        short == long
            || (short.chars().count() >= SHORT && long.starts_with(short.as_str()))
            || (short.chars().count() >= LONG && strsim::osa_distance(short, long) <= 1)
    };
    one.concat() == other.concat() || (one.len() == other.len() && one.iter().zip(&other).all(same))
}

/// A header as its words, in small letters.
fn words(header: &str) -> Vec<String> {
    let folded = folded(header);
    let words = folded.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// What a header that is told by a pattern may have been before it was renamed: with blanks between its words, without its
/// first or its last word, in the singular or the plural.
fn variants(header: &str) -> Vec<String> {
    let words: Vec<&str> = header
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let plain = words.join(" ");
    let other_number = match plain.strip_suffix('s') {
        Some(one) => one.to_owned(),
        None if plain.is_empty() => String::new(),
        None => format!("{plain}s"),
    };
    let rest = words.split_first().map(|(_, rest)| rest.join(" "));
    let but_last = words.split_last().map(|(_, rest)| rest.join(" "));
    let all = [Some(plain), Some(other_number), rest, but_last];
    all.into_iter().flatten().filter(|text| !text.is_empty()).collect()
}

/// Whether a pattern fits a header, and would not if it began with another word: one that takes in anything is no sign.
fn tells(pattern: &Pattern, header: &str) -> bool {
    let rest = header.split_once(' ').map_or("", |(_, rest)| rest);
    pattern.regex().is_match(header) && !pattern.regex().is_match(format!("x {rest}").trim())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn headers_are_alike_whatever_stands_between_their_words() {
        for (name, header) in [
            ("GitHub com enterprise roles", "GitHub.com enterprise roles"),
            ("Org role", "Organization role"),
            ("Group name", "group_name"),
            ("Last login", "LastLogin"),
            ("resource", "Ressource"),
            ("Role", "Roles"),
        ] {
            assert!(alike(name, header), "{header}");
        }
        for (name, header) in [
            ("Group name", "Group id"),
            ("Role", "Role description"),
            ("level", "labels"),
            ("id", "idle"),
            ("status", "State"),
        ] {
            assert!(!alike(name, header), "{header}");
        }
    }

    #[test]
    fn a_header_may_have_got_a_word_more() {
        assert!(variants("Product Bitbucket").contains(&"Bitbucket".to_owned()));
        assert!(variants("GitHub.com member role").contains(&"GitHub com member roles".to_owned()));
        assert!(variants("–").is_empty());
    }

    #[test]
    fn a_pattern_that_takes_in_any_first_word_tells_nothing() {
        let pattern = |text: &str| Pattern::whole(text).unwrap();
        assert!(tells(&pattern("(?i)(?<product>jira|bitbucket)( .+)?"), "Bitbucket"));
        assert!(!tells(
            &pattern("(?<organisation>.+) (?<role>owner|member)"),
            "Product owner"
        ));
        assert!(!tells(&pattern("(?<product>.+)"), "Country"));
    }
}

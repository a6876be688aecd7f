//! Names in templates: which the program's own templates use, and those of somebody's own that none of them does.
//!
//! Tera takes a misspelt name in a condition for an empty one, and meets one in a branch only when that is taken. So
//! names are held against those of the program's templates before anything is rendered.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{built_in, texts};
use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::wording::Wording;

/// Tera's own words.
const KEYWORDS: [&str; 24] = [
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "in",
    "endfor",
    "set",
    "set_global",
    "endset",
    "include",
    "extends",
    "block",
    "endblock",
    "filter",
    "endfilter",
    "and",
    "or",
    "not",
    "is",
    "true",
    "false",
    "none",
    "None",
];

/// What a loop tells of itself.
const LOOP: [&str; 5] = ["loop", "index", "index0", "first", "last"];

/// Names that the data of a document has and no template of the program prints; a test keeps the list whole.
const UNUSED: [&str; 5] = ["identities", "is_for", "is_to_come", "keys", "passwords"];

/// A name, with what it is a part of, and where it stands.
struct Name<'a> {
    line: u64,
    of: Option<&'a str>,
    word: &'a str,
}

/// The names of a template.
#[derive(Default)]
struct Names<'a> {
    used: Vec<Name<'a>>,
    /// Those that loops and `set` give.
    bound: BTreeSet<&'a str>,
}

/// What templates know.
#[derive(Default)]
struct Known<'a> {
    heads: BTreeSet<&'a str>,
    fields: BTreeSet<&'a str>,
    /// The fields of what is called so.
    parts: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Known<'a> {
    fn add(&mut self, text: &'a str) {
        let names = names(text);
        for name in names.used {
            if let Some(of) = name.of {
                self.fields.insert(name.word);
                self.parts.entry(of).or_default().insert(name.word);
            } else {
                self.heads.insert(name.word);
            }
        }
        self.heads.extend(names.bound);
    }
}

/// What the program's templates know; those of sentences apart.
fn known(of_sentences: bool) -> Known<'static> {
    let mut known = Known::default();
    let files = built_in().filter(|(name, _)| (*name == texts::FILE) == of_sentences);
    files.for_each(|(_, text)| known.add(text));
    known.heads.extend(LOOP);
    known.fields.extend(LOOP);
    known.fields.extend(UNUSED);
    known
}

/// Notes the names of one own template that no template of the program knows, nor any other own one gives.
pub(super) fn faults(file: &str, own: &Wording, name: &str, problems: &mut Problems) {
    let text = own.get(name).unwrap_or_default();
    let mut known = known(name == texts::FILE);
    for (_, other) in own.iter() {
        known.heads.extend(names(other).bound);
    }
    // What the template knows that this one replaces is nearer than what others know.
    let mut nearest = Known::default();
    let replaced = built_in().find(|(known, _)| *known == name);
    nearest.add(replaced.map_or("", |(_, text)| text));
    for used in names(text).used {
        let all = if used.of.is_some() { &known.fields } else { &known.heads };
        if all.contains(used.word) {
            continue;
        }
        let near = match used.of {
            Some(of) => nearest.parts.get(of).or_else(|| known.parts.get(of)),
            None => Some(&nearest.heads),
        };
        let line = usize::try_from(used.line).unwrap_or(1);
        let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
        problems.add(file, Some(used.line), fault(line, &used, near, all));
    }
}

fn fault(line: &str, used: &Name<'_>, near: Option<&BTreeSet<&str>>, all: &BTreeSet<&str>) -> String {
    let place = used.of.map_or_else(String::new, |of| format!(" in `{of}`"));
    let likely = near.map_or_else(String::new, |near| did_you_mean(used.word, near));
    let likely = if likely.is_empty() {
        did_you_mean(used.word, all)
    } else {
        likely
    };
    let listed = near.map(|near| near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>());
    let listed = listed.map_or_else(String::new, |listed| format!("; known there: {}", listed.join(", ")));
    format!("`{line}`: there is no `{}`{place}{likely}{listed}", used.word)
}

/// Every name in Tera's signs.
fn names(text: &str) -> Names<'_> {
    let mut names = Names::default();
    let (mut rest, mut line) = (text, 1);
    while let Some((before, from)) = rest.split_once('{') {
        line += breaks(before);
        let end = match from.chars().next() {
            Some('{') => "}}",
            Some('%') => "%}",
            Some('*') => "*}",
            _ => {
                rest = from;
                continue;
            }
        };
        let mut inner = from.chars();
        inner.next();
        let Some((inner, after)) = inner.as_str().split_once(end) else {
            break;
        };
        if end != "*}" {
            tag(inner, line, &mut names);
        }
        line += breaks(inner);
        rest = after;
    }
    names
}

fn breaks(text: &str) -> u64 {
    text.matches('\n').count() as u64
}

/// The names between two of Tera's signs.
fn tag<'a>(inner: &'a str, mut line: u64, names: &mut Names<'a>) {
    let (mut rest, mut before, mut of) = (inner, "", None);
    while let Some(first) = rest.chars().next() {
        let is_letter = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            '"' | '\'' | '`' => {
                let quoted = rest.get(1..).and_then(|rest| rest.find(first));
                quoted.map_or(rest.len(), |end| end + 2)
            }
            _ if is_letter(first) => rest.find(|c| !is_letter(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let Some((word, after)) = rest.split_at_checked(length) else {
            return;
        };
        rest = after;
        if first.is_whitespace() || (word == "-" && before.is_empty()) {
            line += breaks(word);
            continue;
        }
        if is_letter(first) && !first.is_numeric() {
            let next = after.trim_start();
            let is_argument = next.starts_with('=') && !next.starts_with("==");
            if before == "." {
                names.used.push(Name { line, of, word });
                of = Some(word);
            } else if matches!(before, "for" | "set" | "set_global") || (before == "," && inner.contains(" in ")) {
                names.bound.insert(word);
            } else if !KEYWORDS.contains(&word) && !matches!(before, "|" | "is" | "is not") && !is_argument {
                if !next.starts_with('(') {
                    names.used.push(Name { line, of: None, word });
                }
                of = Some(word);
            }
        }
        before = if (before, word) == ("is", "not") {
            "is not"
        } else {
            word
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_what_they_are_parts_of_and_nothing_else_is() {
        let text = "{* gone *}a {b}\n{%- for key, row in rows.all -%}{{ row.a.b | listed(last=' x ') }}\n\
                    {% if not one == 2 and two is defined or three is not string %}{% set four = \"five\" ~ six[7].eight %}";
        let names = names(text);
        let used: Vec<(u64, Option<&str>, &str)> =
            names.used.iter().map(|name| (name.line, name.of, name.word)).collect();
        assert_eq!(
            used,
            [
                (2, None, "rows"),
                (2, Some("rows"), "all"),
                (2, None, "row"),
                (2, Some("row"), "a"),
                (2, Some("a"), "b"),
                (3, None, "one"),
                (3, None, "two"),
                (3, None, "three"),
                (3, None, "six"),
                (3, Some("six"), "eight"),
            ]
        );
        assert_eq!(names.bound, BTreeSet::from(["four", "key", "row"]));
    }
}

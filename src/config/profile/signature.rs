//! `[match]`: the marks of a format.

use toml::de::DeValue;

use super::super::choice::one_of;
use super::super::stanza::Stanza;
use super::super::value::{At, bare, found};
use super::scope::Reader;
use super::{pattern, selector};
use crate::model::profile::{Selector, Signature};

/// Marks of tables, of trees, and of texts.
const OF_TABLES: [&str; 2] = ["headers", "none"];
const OF_TREES: [&str; 3] = ["paths", "no-paths", "values"];
const OF_TEXTS: [&str; 2] = ["lines", "some-line"];

/// The marks by which a file that is read is recognised.
pub(super) fn read(root: &mut Stanza<'_>, reader: Option<Reader>) -> Signature {
    let Some(reader) = reader else {
        return marks(root).0;
    };
    let (marks, there) = marks(root);
    let (fit, needed): (&[&str], &[&str]) = match reader {
        Reader::Table | Reader::Fixed => (&["headers", "none", "lines", "some-line"], &["headers"]),
        Reader::Delimited | Reader::Lines => (&OF_TEXTS, &OF_TEXTS),
        Reader::Json | Reader::Yaml | Reader::Xml => (&OF_TREES, &["paths", "values"]),
    };
    for (key, line) in &there.keys {
        if !fit.contains(key) {
            root.file.problem(
                *line,
                format!(
                    "`{key}` is no mark of what the reader `{}` reads, expected {}",
                    reader.name(),
                    one_of(fit)
                ),
            );
        }
    }
    if !there.keys.iter().any(|(key, _)| needed.contains(key)) {
        root.file.problem(
            there.line,
            format!(
                "`[match]` has no {}, by which the reader `{}` knows the file; no file is known by its name alone",
                one_of(needed),
                reader.name()
            ),
        );
    }
    marks
}

/// The marks by which a file that is refused is recognised.
pub(super) fn of_refused(root: &mut Stanza<'_>) -> Signature {
    let (marks, there) = marks(root);
    let sides = [OF_TABLES.as_slice(), &OF_TREES, &OF_TEXTS];
    let sides = sides
        .iter()
        .filter(|side| there.keys.iter().any(|(key, _)| side.contains(key)))
        .count();
    let positive = ["headers", "paths", "values", "lines", "some-line"];
    if !there.keys.iter().any(|(key, _)| positive.contains(key)) {
        root.file.problem(
            there.line,
            format!(
                "`[match]` has no {}; no file is known by its name alone",
                one_of(&positive)
            ),
        );
    } else if sides > 1 {
        root.file.problem(
            there.line,
            format!(
                "`[match]` mixes marks of tables ({}), of trees ({}) and of texts ({}); a file is one of them",
                one_of(&OF_TABLES),
                one_of(&OF_TREES),
                one_of(&OF_TEXTS)
            ),
        );
    }
    marks
}

/// The marks that stand there, with their lines.
struct There {
    line: u64,
    keys: Vec<(&'static str, u64)>,
}

/// Every mark.
fn marks(root: &mut Stanza<'_>) -> (Signature, There) {
    let mut stanza = root.table("match", "[match]");
    let all = [OF_TABLES.as_slice(), &OF_TREES, &OF_TEXTS];
    let there = There {
        line: stanza.line,
        keys: all
            .into_iter()
            .flatten()
            .filter_map(|key| Some((*key, stanza.line_of(key)?)))
            .collect(),
    };
    let signature = Signature {
        headers: headers(&mut stanza, "headers"),
        none: headers(&mut stanza, "none"),
        paths: ways(&mut stanza, "paths", "[\"UserDetailList\", [\"name\", \"username\"]]"),
        no_paths: no_paths(&mut stanza),
        values: values(&mut stanza),
        lines: pattern::whole(&mut stanza, "lines", "([^:]*:){6}[^:]*").map(|pattern| pattern.value),
        some_line: pattern::whole(&mut stanza, "some-line", "wtmp begins .*").map(|pattern| pattern.value),
    };
    stanza.done();
    (signature, there)
}

/// Headers, each a text or a list of spellings.
fn headers(stanza: &mut Stanza<'_>, key: &str) -> Vec<Vec<String>> {
    const EXAMPLE: &str = "[\"user id\", [\"added to org\", \"added to organisation\"]]";
    choices(stanza, key, EXAMPLE).into_iter().map(bare).collect()
}

/// Texts, each by itself or in a list of which one is enough.
fn choices(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Vec<Vec<At<String>>> {
    let mut choices = Vec::new();
    for item in stanza.items(key, example).unwrap_or_default() {
        let DeValue::Array(several) = item.value else {
            choices.extend(stanza.word(key, &item, example).map(|text| vec![text]));
            continue;
        };
        if several.is_empty() {
            stanza.file.problem(
                item.line,
                format!("`{key}` has an empty list of spellings, expected for example `{key} = {example}`"),
            );
        }
        let several = several.into_iter().filter_map(|text| {
            let text = At {
                line: stanza.file.line(text.span().start),
                value: text.into_inner(),
            };
            stanza.word(key, &text, example)
        });
        choices.push(several.collect());
    }
    choices
}

/// Ways from the beginning, each by itself or in a list of which one is enough.
pub(super) fn ways(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Vec<Vec<Selector>> {
    let choices = choices(stanza, key, example);
    let file = stanza.file;
    let way = |At { line, value }: At<String>| selector::of_document(file, line, key, &value);
    let ways = choices
        .into_iter()
        .map(|choice| choice.into_iter().filter_map(way).collect());
    ways.filter(|ways: &Vec<Selector>| !ways.is_empty()).collect()
}

/// Ways that may lead nowhere.
fn no_paths(stanza: &mut Stanza<'_>) -> Vec<Selector> {
    let texts = stanza.texts("no-paths", "UserDetailList").unwrap_or_default();
    let file = stanza.file;
    let way = |At { line, value }: At<String>| selector::of_document(file, line, "no-paths", &value);
    texts.into_iter().filter_map(way).collect()
}

/// What stands at the end of a way: a table of ways, or of several with ` | ` between them, and patterns.
fn values(stanza: &mut Stanza<'_>) -> Vec<(Vec<Selector>, crate::model::pattern::Pattern)> {
    let mut table = stanza.table("values", "values");
    let mut values = Vec::new();
    for key in table.keys() {
        let Some(At { line, value }) = table.ask(&key) else {
            continue;
        };
        let ways = key.split(" | ").map(str::trim);
        let ways: Option<Vec<Selector>> = ways
            .map(|way| selector::of_document(table.file, line, "values", way))
            .collect();
        let Some(text) = value.as_str() else {
            table.file.problem(
                line,
                format!(
                    "`values` has {} at `{key}`, expected a regular expression in quotes, for example `\"{key}\" = \
                     \"user\"`",
                    found(&value)
                ),
            );
            continue;
        };
        let text = At {
            line,
            value: text.to_owned(),
        };
        let pattern = pattern::checked(table.file, "values", &text).map(|pattern| pattern.value);
        values.extend(ways.zip(pattern));
    }
    table.done();
    values
}

//! `columns`, `constants` and `separators` of an export: where each field comes from.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::choice::one_of;
use super::claims::{Claims, fold};
use super::field::{Kind, header};
use super::stanza::Stanza;
use super::value::{At, bare};
use super::words;
use crate::model::likeness::did_you_mean;
use crate::model::system::{AccessRules, Field, Words};

/// Where the fields of an export come from.
pub(super) struct Mapping {
    pub(super) columns: BTreeMap<Field, Vec<String>>,
    pub(super) constants: BTreeMap<Field, String>,
    pub(super) separators: BTreeMap<Field, String>,
}

/// Reads the three tables.
pub(super) fn read(export: &mut Stanza<'_>, kind: Kind<'_>, words: &Words) -> Mapping {
    let mut given = BTreeSet::new();
    let mut mapping = Mapping {
        columns: columns(export, kind, &mut given),
        constants: constants(export, kind, words, &mut given),
        separators: BTreeMap::new(),
    };
    mapping.separators = separators(export, kind, &mapping.columns);
    for (name, field) in kind.required() {
        if !given.contains(&field) {
            export.file.problem(
                export.line,
                format!(
                    "export without `{name}`; write the header of its column, for example `columns = {{ {name} = \
                     \"{}\" }}`, or under `constants` one value for the whole file",
                    header(field)
                ),
            );
        }
    }
    mapping
}

/// The table `constants` of a file that a profile reads: what a field is where the file says nothing.
pub(super) fn constants_alone(export: &mut Stanza<'_>, kind: Kind<'_>) -> BTreeMap<Field, String> {
    let words = words::usual(export);
    constants(export, kind, &words, &mut BTreeSet::new())
}

/// The table `columns`; a header has one meaning.
fn columns(export: &mut Stanza<'_>, kind: Kind<'_>, given: &mut BTreeSet<Field>) -> BTreeMap<Field, Vec<String>> {
    let mut table = export.table("columns", "columns");
    let mut headers = Claims::new();
    let mut columns = BTreeMap::new();
    for (name, field) in kind.fields() {
        let line = table.line_of(name);
        let Some(aliases) = table.texts(name, header(field)) else {
            continue;
        };
        for At { line, value } in &aliases {
            if let Some((other, _)) = headers.claim(fold(value), &name, *line) {
                table.file.problem(
                    *line,
                    format!("header `{value}` is given for both `{other}` and `{name}`; a column has one meaning"),
                );
            }
        }
        fits(&table, kind, name, field, line);
        given.insert(field);
        columns.insert(field, bare(aliases));
    }
    table.done();
    columns
}

/// The table `constants`; a field comes from a column or is a constant.
fn constants(
    export: &mut Stanza<'_>,
    kind: Kind<'_>,
    words: &Words,
    given: &mut BTreeSet<Field>,
) -> BTreeMap<Field, String> {
    let mut table = export.table("constants", "constants");
    let mut constants = BTreeMap::new();
    for (name, field) in kind.fields() {
        let line = table.line_of(name);
        let value = table.optional_text(name, "User");
        let Some(line) = line else {
            continue;
        };
        if !given.insert(field) {
            table.file.problem(
                line,
                format!("`{name}` has both a column and a constant; keep one of them"),
            );
        }
        fits(&table, kind, name, field, Some(line));
        if let Some(value) = value {
            if let Some(expected) = misfit(kind, words, field, &value.value) {
                table.file.problem(
                    value.line,
                    format!("constant `{name}` is `{}`, expected {expected}", value.value),
                );
            }
            constants.insert(field, value.value);
        }
    }
    table.done();
    constants
}

/// The table `separators`, for fields that come from a column.
fn separators(
    export: &mut Stanza<'_>,
    kind: Kind<'_>,
    columns: &BTreeMap<Field, Vec<String>>,
) -> BTreeMap<Field, String> {
    let mut table = export.table("separators", "separators");
    let mut separators = BTreeMap::new();
    for (name, field) in kind.several() {
        let line = table.line_of(name);
        if let (Some(line), false) = (line, columns.contains_key(&field)) {
            table.file.problem(
                line,
                format!("`separators` has `{name}`, which has no column; name the column, or leave `{name}` out"),
            );
        }
        if let Some(separator) = table.separator(name) {
            separators.insert(field, separator);
        }
    }
    table.done();
    separators
}

/// Notes a resource where the system has none.
fn fits(table: &Stanza<'_>, kind: Kind<'_>, name: &str, field: Field, line: Option<u64>) {
    if field == Field::Resource && !kind.has_resources() {
        table.file.problem(
            line.unwrap_or(table.line),
            format!(
                "`{name}` is given, but the system has no resources; declare them, for example `resources = {{ label = \
                 \"Repository\" }}`, or leave `{name}` out"
            ),
        );
    }
}

/// What a constant should be, if it cannot be read.
fn misfit(kind: Kind<'_>, words: &Words, field: Field, value: &str) -> Option<String> {
    let choices: Vec<&str> = match (field, kind) {
        (Field::Level, Kind::Access(rules)) => level_words(rules)?,
        (Field::Status, _) => [&words.active, &words.disabled, &words.pending, &words.unknown]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect(),
        (Field::Mfa | Field::Encrypted | Field::Protected, _) => [&words.yes, &words.no, &words.unknown]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect(),
        (Field::LastLogin, _) => {
            let known = words
                .never
                .iter()
                .chain(&words.unknown)
                .any(|word| fold(word) == fold(value));
            let read = known || value.parse::<Date>().is_ok();
            return (!read).then(|| "a date such as `2021-10-06`, or a word of `words`".to_owned());
        }
        (Field::Account | Field::Name | Field::Email | Field::Resource | Field::Level | Field::Device, _) => {
            return None;
        }
    };
    let known = choices.iter().any(|choice| fold(choice) == fold(value));
    (!known).then(|| format!("{}{}", one_of(&choices), did_you_mean(value, &choices)))
}

/// Every spelling of a level, none if one could not be read.
fn level_words(rules: &AccessRules) -> Option<Vec<&str>> {
    let all = rules.levels.values().all(|level| !level.name.is_empty());
    (all && !rules.levels.is_empty()).then(|| {
        let names = rules
            .levels
            .values()
            .flat_map(|level| std::iter::once(&level.name).chain(&level.spellings));
        names.chain(&rules.no_access).map(String::as_str).collect()
    })
}

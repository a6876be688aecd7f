//! Words for what the model only knows as a variant, as `templates/words.toml` has them, or somebody's own for some.

use anyhow::Context as _;
use toml::de::{DeTable, DeValue};

use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::wording::Wording;

/// How the file is called.
pub(super) const FILE: &str = "words.toml";

/// The embedded file.
pub(super) const WORDS: &str = include_str!("../../templates/words.toml");

/// All words; where an own file has none for something, those of the program.
pub(super) fn words(own: &Wording) -> anyhow::Result<toml::Table> {
    let mut words: toml::Table = toml::from_str(WORDS).context("templates/words.toml does not parse")?;
    let text = own.get(FILE).unwrap_or_default();
    let theirs: toml::Table =
        toml::from_str(text).context("templates/words.toml of the inputs folder does not parse")?;
    for (table, entries) in theirs {
        if let (Some(toml::Value::Table(known)), toml::Value::Table(entries)) = (words.get_mut(&table), entries) {
            known.extend(entries);
        }
    }
    Ok(words)
}

/// Notes what is wrong with an own file.
pub(super) fn faults(file: &str, text: &str, problems: &mut Problems) {
    let known: toml::Table = toml::from_str(WORDS).unwrap_or_default();
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => return misspelt(file, text, &error, problems),
    };
    let line = |at: usize| Some(line_of(text, at));
    for (name, entries) in &table {
        let choices = known.get(name.get_ref().as_ref()).and_then(toml::Value::as_table);
        let (Some(choices), DeValue::Table(entries)) = (choices, entries.get_ref()) else {
            let message = format!(
                "`{}` is no group of words{}",
                name.get_ref(),
                did_you_mean(name.get_ref(), known.keys())
            );
            problems.add(file, line(name.span().start), message);
            continue;
        };
        for (key, value) in entries {
            let at = line(key.span().start);
            if !choices.contains_key(key.get_ref().as_ref()) {
                let message = format!(
                    "`{}` is no key of `[{}]`{}",
                    key.get_ref(),
                    name.get_ref(),
                    did_you_mean(key.get_ref(), choices.keys())
                );
                problems.add(file, at, message);
            } else if !matches!(value.get_ref(), DeValue::String(_)) {
                problems.add(file, at, format!("`{}` is no text; write it in quotes", key.get_ref()));
            }
        }
    }
}

/// Notes that a file is no TOML, with the line's text.
pub(super) fn misspelt(file: &str, text: &str, error: &toml::de::Error, problems: &mut Problems) {
    let line = error.span().map(|span| line_of(text, span.start));
    let place = line.and_then(|line| usize::try_from(line).ok()).unwrap_or(1);
    let found = text.lines().nth(place.saturating_sub(1)).unwrap_or_default();
    problems.add(
        file,
        line,
        format!("cannot read `{}`: {}", found.trim(), error.message()),
    );
}

/// The line, from 1, of a byte.
pub(super) fn line_of(text: &str, at: usize) -> u64 {
    let before = text.split_at_checked(at).map_or(text, |(before, _)| before);
    1 + before.matches('\n').count() as u64
}

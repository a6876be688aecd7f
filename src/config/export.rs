//! `[[system.export]]` and `[[system.recheck]]`: which files a system gave and how they are read: by the columns that the stanza names, or, where
//! it names none, by the profile that each file fits.
//!
//! One more option: a line in [`mapped`] or [`recognised`] and a field of [`Export`].

use std::collections::BTreeMap;

use super::Around;
use super::date;
use super::encoding::{delimiter, encoding};
use super::field::Kind;
use super::files;
use super::mapping;
use super::path;
use super::stanza::Stanza;
use super::value::{At, bare};
use super::words;
use crate::model::arena::Arena;
use crate::model::likeness::did_you_mean;
use crate::model::system::{COVERAGES, Coverage, Export, Recognised, SetAsideRule, System};

/// What says how columns are read, and so has no use where a profile knows.
const OF_COLUMNS: [&str; 2] = ["separators", "rows-without-account"];

/// What says how a profile is found and what it may pass over, and so has no use where columns are named.
const OF_PROFILE: [&str; 2] = ["profile", "ignore"];

/// Reads every file of the first extract of a system.
pub(super) fn read(system: &mut Stanza<'_>, kind: Kind<'_>, around: &Around<'_>) -> Vec<Export> {
    let stanzas = system.tables("export", "[[system.export]]");
    let exports = of_stanzas(stanzas, kind, around);
    none_counts_twice(system, &exports);
    exports
}

/// Reads every file of its recheck, which has to be another than those of the first extract.
pub(super) fn recheck(system: &mut Stanza<'_>, kind: Kind<'_>, first: &[Export], around: &Around<'_>) -> Vec<Export> {
    let stanzas = system.tables("recheck", "[[system.recheck]]");
    let line = stanzas.first().map(|stanza| stanza.line);
    let exports = of_stanzas(stanzas, kind, around);
    none_counts_twice(system, &exports);
    if let (Some(line), true) = (line, first.is_empty()) {
        system.file.problem(
            line,
            "`[[system.recheck]]` stands in a system without `[[system.export]]`; the file that was exported first belongs \
             there, and the one that was exported after something was put right here",
        );
    }
    for export in exports.iter().filter(|export| !export.file.is_empty()) {
        if let Some(known) = first.iter().find(|known| known.file == export.file) {
            system.file.problem(
                export.line,
                format!(
                    "`{}` is named as the first export already, on line {}; export the system again and name the new \
                     file here",
                    export.file, known.line
                ),
            );
        }
    }
    exports
}

fn of_stanzas(stanzas: Vec<Stanza<'_>>, kind: Kind<'_>, around: &Around<'_>) -> Vec<Export> {
    let mut exports = Vec::new();
    for stanza in stanzas {
        if is_mapped(&stanza) {
            exports.push(mapped(stanza, kind));
        } else {
            exports.extend(recognised(stanza, kind, around));
        }
    }
    exports
}

/// Notes files that are declared twice in one extract.
fn none_counts_twice(system: &Stanza<'_>, exports: &[Export]) {
    for (place, export) in exports.iter().enumerate().filter(|(_, export)| !export.file.is_empty()) {
        let same = |other: &&Export| (&other.file, &other.sheet) == (&export.file, &export.sheet);
        let same_columns = |other: &&Export| other.columns == export.columns && other.recognised == export.recognised;
        let known = |other: &&Export| other.recognised.is_some() || export.recognised.is_some();
        let earlier = || exports.iter().take(place).filter(same);
        if let Some(first) = earlier().find(same_columns).filter(|_| export.recognised.is_none()) {
            system.file.problem(
                export.line,
                format!(
                    "`{}` is declared twice with the same columns, first on line {}; its rows would count twice, so \
                     remove one",
                    export.file, first.line
                ),
            );
        } else if let Some(first) = earlier().find(known) {
            system.file.problem(
                export.line,
                format!(
                    "`{}` is declared twice, first on line {}; its rows would count twice, so remove one, or say a \
                     `sheet` for each",
                    export.file, first.line
                ),
            );
        }
    }
}

/// Notes beside each workbook which of its sheets any stanza reads, of whatever system.
pub(super) fn note_sheets(systems: &mut Arena<System>) {
    let mut read: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for export in systems.values().flat_map(System::files) {
        if let Some(sheet) = &export.sheet {
            read.entry(export.file.clone()).or_default().push(sheet.clone());
        }
    }
    for export in systems.values_mut().flat_map(System::files_mut) {
        if let (Some(recognised), Some(sheets)) = (&mut export.recognised, read.get(&export.file)) {
            recognised.elsewhere.clone_from(sheets);
        }
    }
}

/// Whether the stanza itself says what the columns mean.
fn is_mapped(stanza: &Stanza<'_>) -> bool {
    let constants = stanza.peek("constants").and_then(|constants| constants.as_table());
    stanza.holds("columns") || constants.is_some_and(|constants| constants.contains_key("account"))
}

/// One file of which the columns are named.
fn mapped(mut stanza: Stanza<'_>, kind: Kind<'_>) -> Export {
    let file = stanza.text("file", "exports/bitbucket-users.csv");
    stanza.file.show("system.export.file", &file);
    if path::check(stanza.file, &file) && files::is_pattern(&file.value) {
        stanza.file.problem(
            file.line,
            format!(
                "`file` is `{}`, but an export with `columns` is one file; write its name, and a `[[system.export]]` for \
                 each",
                file.value
            ),
        );
    }
    for key in OF_PROFILE {
        if let Some(line) = stanza.line_of(key) {
            stanza.ask(key);
            stanza.file.problem(
                line,
                format!("`{key}` stands beside columns that are named here; keep one of the two"),
            );
        }
    }
    let words = words::of_export(&mut stanza);
    let mapping = mapping::read(&mut stanza, kind, &words);
    let export = Export {
        file: file.value,
        line: stanza.line,
        sheet: stanza.optional_text("sheet", "Permissions").map(|sheet| sheet.value),
        encoding: encoding(&mut stanza),
        delimiter: delimiter(&mut stanza),
        coverage: stanza.choice("coverage", &COVERAGES, None),
        recognised: None,
        rows: stanza.number("rows", "120"),
        columns: mapping.columns,
        constants: mapping.constants,
        separators: mapping.separators,
        dates: date::read(&mut stanza),
        words,
        set_aside: set_aside(&mut stanza),
        rows_without_account: rows_without_account(&mut stanza, kind),
    };
    stanza.done();
    export
}

/// Files that a profile reads, each an export of its own.
fn recognised(mut stanza: Stanza<'_>, kind: Kind<'_>, around: &Around<'_>) -> Vec<Export> {
    let files = files::read(&mut stanza, around.inputs);
    let coverage_there = stanza.holds("coverage");
    let coverage = stanza.choice("coverage", &COVERAGES, Some(Coverage::Unknown));
    let rows_line = stanza.line_of("rows");
    let export = Export {
        file: String::new(),
        line: stanza.line,
        sheet: stanza.optional_text("sheet", "Permissions").map(|sheet| sheet.value),
        encoding: encoding(&mut stanza),
        delimiter: delimiter(&mut stanza),
        coverage: coverage.filter(|_| coverage_there),
        recognised: Some(Recognised {
            profile: profile(&mut stanza, around),
            ignore: bare(stanza.texts("ignore", "Cost centre").unwrap_or_default()),
            elsewhere: Vec::new(),
        }),
        rows: stanza.number("rows", "120"),
        columns: BTreeMap::new(),
        constants: mapping::constants_alone(&mut stanza, kind),
        separators: BTreeMap::new(),
        dates: date::read(&mut stanza),
        words: words::of_export(&mut stanza),
        set_aside: set_aside(&mut stanza),
        rows_without_account: false,
    };
    if let Some(line) = rows_line.filter(|_| files.len() > 1) {
        stanza.file.problem(
            line,
            format!(
                "`rows` is the number of rows of one file, and `file` means {}; write a `[[system.export]]` for each, or \
                 leave `rows` out",
                files.len()
            ),
        );
    }
    for key in OF_COLUMNS {
        if let Some(line) = stanza.line_of(key) {
            stanza.ask(key);
            stanza.file.problem(
                line,
                format!(
                    "`{key}` goes with `columns`; without them the file is read by its profile, which knows; leave \
                     `{key}` out, or name the columns"
                ),
            );
        }
    }
    // Makes the key a known one; a stanza that has it is read above.
    stanza.ask("columns");
    stanza.done();
    let each = files.into_iter().map(|file| Export { file, ..export.clone() });
    each.collect()
}

/// The optional key `profile`: the id of a known format.
fn profile(stanza: &mut Stanza<'_>, around: &Around<'_>) -> Option<String> {
    let At { line, value } = stanza.optional_text("profile", "aws-iam-credential-report")?;
    if !around.profiles.iter().any(|profile| profile.id == value) {
        let ids = around.profiles.iter().map(|profile| profile.id.as_str());
        stanza.file.problem(
            line,
            format!(
                "there is no profile `{value}`{}; `access-review profiles list` lists them",
                did_you_mean(&value, ids)
            ),
        );
    }
    Some(value)
}

/// Every `[[system.export.set-aside]]`.
fn set_aside(export: &mut Stanza<'_>) -> Vec<SetAsideRule> {
    let mut rules = Vec::new();
    for mut stanza in export.tables("set-aside", "[[system.export.set-aside]]") {
        rules.push(SetAsideRule {
            column: stanza.text("column", "User").value,
            values: stanza.cells("values", "root"),
            reason: stanza.text("reason", "built-in account").value,
        });
        stanza.done();
    }
    rules
}

/// The optional key `rows-without-account`, for systems with resources.
fn rows_without_account(stanza: &mut Stanza<'_>, kind: Kind<'_>) -> bool {
    let line = stanza.line_of("rows-without-account");
    let choice = stanza.choice("rows-without-account", &[("resources", true)], Some(false));
    if let (Some(line), false) = (line, kind.has_resources()) {
        stanza.file.problem(
            line,
            "`rows-without-account` is for systems with `resources`, and this one has none; leave the key out",
        );
    }
    choice.unwrap_or_default()
}

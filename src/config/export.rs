//! `[[system.export]]`: which file a system gave and how it is read.
//!
//! One more option: a line in [`export`] and a field of [`Export`].

use super::date;
use super::encoding::{delimiter, encoding};
use super::field::Kind;
use super::mapping;
use super::path;
use super::stanza::Stanza;
use super::words;
use crate::model::system::{Coverage, Export, SetAsideRule};

/// How `coverage` may be spelled.
const COVERAGES: [(&str, Coverage); 3] = [
    ("full", Coverage::Full),
    ("partial", Coverage::Partial),
    ("unknown", Coverage::Unknown),
];

/// Reads every export of a system.
pub(super) fn read(system: &mut Stanza<'_>, kind: Kind<'_>) -> Vec<Export> {
    let stanzas = system.tables("export", "[[system.export]]");
    let exports: Vec<Export> = stanzas.into_iter().map(|stanza| export(stanza, kind)).collect();
    for (place, export) in exports.iter().enumerate().filter(|(_, export)| !export.file.is_empty()) {
        let same = |other: &&Export| {
            (&other.file, &other.sheet, &other.columns) == (&export.file, &export.sheet, &export.columns)
        };
        if let Some(first) = exports.iter().take(place).find(same) {
            system.file.problem(
                export.line,
                format!(
                    "`{}` is declared twice with the same columns, first on line {}; its rows would count twice, so \
                     remove one",
                    export.file, first.line
                ),
            );
        }
    }
    exports
}

/// One stanza.
fn export(mut stanza: Stanza<'_>, kind: Kind<'_>) -> Export {
    let file = stanza.text("file", "exports/bitbucket-users.csv");
    stanza.file.show("system.export.file", &file);
    path::check(stanza.file, &file);
    let words = words::of_export(&mut stanza);
    let mapping = mapping::read(&mut stanza, kind, &words);
    let export = Export {
        file: file.value,
        line: stanza.line,
        sheet: stanza.optional_text("sheet", "Permissions").map(|sheet| sheet.value),
        encoding: encoding(&mut stanza),
        delimiter: delimiter(&mut stanza),
        coverage: stanza.choice("coverage", &COVERAGES, None).unwrap_or(Coverage::Unknown),
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

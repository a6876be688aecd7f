//! `[[records]]`: the kinds of record of a file, and what each gives.

use super::super::stanza::Stanza;
use super::super::value::{At, bare};
use super::scope::Scope;
use super::{condition, emit, selector, signature};
use crate::model::profile::{Kind, Records, SetAside};
use crate::model::source::Reason;

/// Reads them; a wrapper around another file has none.
pub(super) fn read(root: &mut Stanza<'_>, scope: &Scope, wrapped: bool) -> Vec<Records> {
    let line = root.line_of("records");
    let stanzas = root.tables("records", "[[records]]");
    match line {
        Some(line) if wrapped => root.file.problem(
            line,
            "`records` stands beside `base64`, but the file inside is read by a profile of its own; leave `records` out",
        ),
        None if !wrapped => root.file.problem(
            root.line,
            "the profile has no `[[records]]`; say in one what each record of the file gives",
        ),
        _ => {}
    }
    if scope.is_tree() == Some(false)
        && let Some(second) = stanzas.get(1)
    {
        root.file.problem(
            second.line,
            "this is a second `[[records]]`, but every row of a table is a record of the first; put its \
             `[[records.emit]]` below the first one, with `when` for the rows that they are about",
        );
    }
    let records: Vec<Records> = stanzas.into_iter().map(|stanza| one(stanza, scope)).collect();
    let kinds = || records.iter().flat_map(|records| &records.emits).map(|emit| emit.kind);
    if kinds().any(|kind| kind == Kind::Person) && kinds().any(|kind| kind != Kind::Person) {
        root.file.problem(
            line.unwrap_or(root.line),
            "the profile gives both `person` and other facts; a file is a staff list or an export of a system, so keep \
             one of them",
        );
    }
    records
}

/// One stanza.
fn one(mut stanza: Stanza<'_>, scope: &Scope) -> Records {
    let file = stanza.file;
    let path_line = stanza.line_of("path");
    let paths = stanza.texts("path", "values[*]");
    scope.only_of_trees(file, path_line, "path", "leave it out, as each row is a record");
    if paths.is_none() && scope.is_tree() == Some(true) {
        stanza.missing("path", "[\"values[*]\", \".\"]");
    }
    let paths = match scope.is_tree() {
        Some(true) => paths
            .unwrap_or_default()
            .into_iter()
            .filter_map(|At { line, value }| selector::of_document(file, line, "path", &value))
            .collect(),
        _ => Vec::new(),
    };
    let fill_line = stanza.line_of("fill-down");
    let fill_down = bare(stanza.texts("fill-down", "Computer Name").unwrap_or_default());
    scope.only_of_headers(file, fill_line, "fill-down", "leave it out");
    let keys_line = stanza.line_of("keys");
    scope.only_of_trees(file, keys_line, "keys", "leave it out, as a header stands for all rows");
    let keys = signature::ways(&mut stanza, "keys", "[\"groups\", [\"members\", \"userNames\"]]");
    let set_aside = rules(&mut stanza, "set-aside", "total line", scope);
    let reject = rules(&mut stanza, "reject", "an alias; export again with `-e`", scope);
    let otherwise = stanza.optional_text("otherwise", "binding of the product itself");
    let there = stanza.holds("emit");
    let emits = stanza.tables("emit", "[[records.emit]]");
    if !there {
        file.problem(
            stanza.line,
            "`[[records]]` has no `[[records.emit]]`; say in one which fact a record gives",
        );
    }
    let records = Records {
        paths,
        fill_down,
        keys,
        set_aside,
        reject,
        otherwise: otherwise.map(|reason| Reason::Declared(reason.value)),
        emits: emits.into_iter().filter_map(|emit| emit::read(emit, scope)).collect(),
    };
    stanza.done();
    records
}

/// Conditions on records, each with a reason.
fn rules(stanza: &mut Stanza<'_>, key: &'static str, example: &str, scope: &Scope) -> Vec<SetAside> {
    let file = stanza.file;
    let mut rules = Vec::new();
    for mut rule in stanza.tables(key, key) {
        if !rule.holds("when") {
            rule.missing("when", "{ column = \"Type\", in = [\"Total\"] }");
        }
        let when = rule
            .ask("when")
            .and_then(|when| condition::read(file, "when", when, scope));
        let reason = rule.text("reason", example).value;
        rule.done();
        rules.extend(when.map(|when| SetAside { when, reason }));
    }
    rules
}

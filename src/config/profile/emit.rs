//! `[[records.emit]]`: one fact of a record, or several of a kind.

use std::collections::BTreeMap;

use super::super::stanza::Stanza;
use super::super::value::At;
use super::expression::{self, Piece, pieces};
use super::kind;
use super::scope::{Scope, captures};
use super::{condition, pattern};
use crate::model::pattern::Pattern;
use crate::model::profile::{Each, Emit, Flags, Once, Slot, Unpivot};

/// What only one file of a format tells.
const ONCE: [(&str, Once); 2] = [("file", Once::File), ("level", Once::Level)];

/// Reads one; none where its kind cannot be told.
pub(super) fn read(mut stanza: Stanza<'_>, scope: &Scope) -> Option<Emit> {
    let mut scope = scope.clone();
    let file = stanza.file;
    let kind = stanza.choice("kind", &kind::kinds(), None);
    let each = each(&mut stanza, &mut scope);
    let unpivot = unpivot(&mut stanza, &scope);
    let when = stanza
        .ask("when")
        .and_then(|when| condition::read(file, "when", when, &scope));
    let every_line = stanza.line_of("every-resource");
    let every_resource = stanza.flag("every-resource", false);
    let one_id_line = stanza.line_of("one-id");
    let one_id = stanza.flag("one-id", false);
    let (proof_line, described_line) = (stanza.line_of("proof"), stanza.line_of("described"));
    let (proof, described) = (stanza.flag("proof", false), stanza.flag("described", false));
    let once_line = stanza.line_of("once");
    let once = once_line.and_then(|_| stanza.choice("once", &ONCE, None));
    let mut fields = BTreeMap::new();
    let mut given = BTreeMap::new();
    for slot in Slot::ALL {
        let name = slot.word();
        let Some(value) = stanza.ask(name) else {
            continue;
        };
        given.insert(slot, value.line);
        if let Some(expression) = expression::read(file, name, value, &scope) {
            fields.insert(slot, expression);
        }
    }
    if let Some(kind) = kind {
        kind::check(&stanza, kind, &given, every_line);
        kind::check_of(file, kind, &fields, &given);
        kind::check_flags(file, kind, &given, (proof_line, described_line, once_line));
        kind::check_one_id(file, kind, &given, one_id_line);
    }
    stanza.done();
    Some(Emit {
        kind: kind?,
        when,
        each,
        unpivot,
        fields,
        every_resource,
        flags: Flags {
            one_id,
            proof,
            described,
            once,
        },
    })
}

/// `each`: nested nodes, which get a name.
fn each(stanza: &mut Stanza<'_>, scope: &mut Scope) -> Vec<Each> {
    let file = stanza.file;
    let line = stanza.line_of("each");
    let tables = stanza.tables("each", "each");
    scope.only_of_trees(
        file,
        line,
        "each",
        "leave it out; cells with several values are split by `split`",
    );
    let mut each = Vec::new();
    for mut table in tables {
        let name = table.text("as", "user");
        let place = table.text("in", "principals.users{*}");
        let nodes = place
            .is_read()
            .then(|| scope.selector(file, place.line, "in", &place.value))
            .flatten();
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !name.value.chars().all(plain) {
            file.problem(
                name.line,
                format!(
                    "`as` is `{}`, expected lower-case letters a to z, digits and hyphens",
                    name.value
                ),
            );
        } else if name.is_read() && !scope.bind(&name.value) {
            file.problem(
                name.line,
                format!(
                    "`as` is `{}`, which something is called already; choose another name",
                    name.value
                ),
            );
        }
        table.done();
        each.extend(nodes.map(|nodes| Each {
            name: name.value,
            nodes,
        }));
    }
    each
}

/// `unpivot`: columns of which each cell gives a fact.
fn unpivot(stanza: &mut Stanza<'_>, scope: &Scope) -> Option<Unpivot> {
    let file = stanza.file;
    let line = stanza.line_of("unpivot");
    let mut table = stanza.table("unpivot", "unpivot");
    line?;
    scope.only_of_headers(file, line, "unpivot", "leave it out");
    let columns = pattern::required_of_headers(&mut table, "columns", "(?<app>.+?) - (?<site>.+)");
    let except = pattern::of_headers(&mut table, "except", "Last seen in .*").map(|pattern| pattern.value);
    let value = table.text("value", "access").value;
    let split = table.separator("split");
    let cells = pattern::whole(&mut table, "cells", "(?<place>[^:]+):(?<role>.+)");
    if let Some(cells) = cells.as_ref().filter(|cells| captures(&cells.value).is_empty()) {
        file.problem(
            cells.line,
            "`cells` captures nothing, so nothing can come of it; name what is meant, for example \
             `'(?<place>[^:]+):(?<role>.+)'`, or leave it out",
        );
    }
    let pairs = pairs(&mut table, columns.as_ref());
    table.done();
    Some(Unpivot {
        columns: columns?.value,
        except,
        value,
        split,
        cells: cells.map(|cells| cells.value),
        pairs,
    })
}

/// `pairs`: further columns with the same captures in their header.
fn pairs(table: &mut Stanza<'_>, columns: Option<&At<Pattern>>) -> Vec<(String, String)> {
    let mut inner = table.table("pairs", "pairs");
    let mut pairs = Vec::new();
    for name in inner.keys() {
        let Some(header) = inner.optional_text(&name, "Last seen in {app} - {site}") else {
            continue;
        };
        let captured = columns.map(|columns| captures(&columns.value));
        let why = match (pieces(&header.value), captured) {
            (Err(why), _) => Some(why),
            (Ok(_), None) => None,
            (Ok(pieces), Some(captured)) => pieces.iter().find_map(|piece| match piece {
                Piece::Name(name) if !captured.contains(name) => {
                    Some(format!("names `{{{name}}}`, which `columns` does not capture"))
                }
                Piece::Name(_) | Piece::Text(_) => None,
            }),
        };
        if let Some(why) = why {
            inner.file.problem(
                header.line,
                format!(
                    "`pairs` has the header `{}`, which {why}; write captures of `columns` in braces, for example \
                     `Last seen in {{app}} - {{site}}`",
                    header.value
                ),
            );
            continue;
        }
        pairs.push((name, header.value));
    }
    inner.done();
    pairs
}

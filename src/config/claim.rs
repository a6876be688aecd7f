//! `scope` of an activity: statements to customers, each with what decides it.

use super::path;
use super::reference;
use super::stanza::Stanza;
use super::value::At;
use crate::model::claim::{Decided, Look, Statement};
use crate::model::finding::CheckId;
use crate::model::private::Private;
use toml::de::DeValue;

const EXAMPLE: &str = "[\"No unauthorised access\"]";

/// Reads the statements: a text that nothing decides, or a table that says what does.
pub(super) fn read(activity: &mut Stanza<'_>, checks: &[CheckId]) -> Vec<Statement> {
    if !activity.holds("scope") {
        activity.missing("scope", EXAMPLE);
    }
    let items = activity.items("scope", EXAMPLE).unwrap_or_default();
    items
        .into_iter()
        .filter_map(|At { line, value }| {
            if let DeValue::Table(table) = value {
                let stanza = Stanza::new(activity.file, "[[activity.scope]]", line, table);
                return Some(tested(stanza, checks));
            }
            let text = activity.word("scope", &At { line, value }, EXAMPLE)?;
            activity.file.show("activity.scope", &text);
            Some(Statement {
                text: text.value,
                decided: Decided::ByNothing,
                line,
            })
        })
        .collect()
}

/// A statement with what decides it.
fn tested(mut stanza: Stanza<'_>, checks: &[CheckId]) -> Statement {
    let text = stanza.text("statement", "No unauthorised access");
    stanza.file.show("activity.scope", &text);
    let named = stanza.texts("checks", "orphan-account");
    let looked = stanza.holds("met");
    let line = stanza.line;
    if named.is_some() && looked {
        stanza.file.problem(
            line,
            "the statement has both `checks` and `met`; either checks decide it, or a person who looked",
        );
    }
    let decided = match named {
        Some(named) => Decided::ByChecks(
            named
                .iter()
                .filter_map(|id| reference::check(&stanza, id, checks))
                .collect(),
        ),
        None if looked => look(&mut stanza).map_or(Decided::ByNothing, Decided::ByHand),
        None => Decided::ByNothing,
    };
    stanza.done();
    Statement {
        text: text.value,
        decided,
        line,
    }
}

/// What a person found.
fn look(stanza: &mut Stanza<'_>) -> Option<Look> {
    let met = stanza.flag("met", false);
    let by = stanza.text("by", "Ingrid Solheim");
    let on = stanza.day("on", "2021-10-05");
    let evidence = stanza.text("evidence", "evidence/ssh.png");
    let is_fine = path::check_as(stanza.file, "evidence", &evidence);
    (is_fine && by.is_read() && evidence.is_read()).then_some(())?;
    Some(Look {
        met,
        by: Private::new(by.value),
        on: on?.value,
        evidence: Private::new(evidence.value),
    })
}

//! `scope` of an activity: statements to customers, each with what decides it; rows of the checklist are decided alike.

use super::path;
use super::reference;
use super::stanza::Stanza;
use super::value::{At, bare};
use crate::model::claim::{Decided, Listed, Look, Statement};
use crate::model::finding::CheckId;
use crate::model::list::Expected;
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
    let decided = decided(&mut stanza, checks);
    let line = stanza.line;
    stanza.done();
    Statement {
        text: text.value,
        decided,
        line,
    }
}

/// What decides the claim of a stanza: one way at most.
pub(super) fn decided(stanza: &mut Stanza<'_>, checks: &[CheckId]) -> Decided {
    let ways: Vec<&str> = WAYS.into_iter().filter(|way| stanza.holds(way)).collect();
    if let [one, other, ..] = ways[..] {
        stanza.file.problem(
            stanza.line,
            format!("the claim has both `{one}` and `{other}`; keep the one that decides it, or make a claim of each"),
        );
    }
    let named = stanza.texts("checks", "orphan-account").map(|named| {
        let known = named.iter().filter_map(|id| reference::check(stanza, id, checks));
        Decided::ByChecks(known.collect())
    });
    let looked = look(stanza).map(Decided::ByHand);
    let backups = list(stanza, "backups", "exports/backups-orders.txt", |stanza| {
        let every_days = at_least_one(stanza, "every-days", "1");
        let keep = at_least_one(stanza, "keep", "7");
        Some(Expected::Backups {
            every_days: every_days?,
            keep: keep?,
        })
    });
    let alerts = list(stanza, "alerts", "exports/alerts.txt", |stanza| {
        Some(Expected::Alerts(bare(
            stanza.required_texts("roles", "DevOps Engineer"),
        )))
    });
    named.or(looked).or(backups).or(alerts).unwrap_or(Decided::ByNothing)
}

/// The keys each of which says what decides a claim.
pub(super) const WAYS: [&str; 4] = ["checks", "met", "backups", "alerts"];

/// Exported lists, and what is expected of them.
fn list(
    stanza: &mut Stanza<'_>,
    key: &str,
    example: &str,
    expected: impl FnOnce(&mut Stanza<'_>) -> Option<Expected>,
) -> Option<Decided> {
    let files = stanza.texts(key, example)?;
    let expected = expected(stanza);
    let fine = files.into_iter().filter(|file| path::check_as(stanza.file, key, file));
    Some(Decided::ByList(Listed {
        files: fine.map(|file| Private::new(file.value)).collect(),
        expected: expected?,
    }))
}

/// A required number that is not 0.
fn at_least_one(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<u32> {
    let line = stanza.line_of(key).unwrap_or(stanza.line);
    if !stanza.holds(key) {
        stanza.missing(key, example);
    }
    let number = stanza.number(key, example)?;
    if number == 0 {
        stanza.file.problem(
            line,
            format!("`{key}` is 0, expected a number from 1, for example `{key} = {example}`"),
        );
    }
    Some(number)
}

/// What a person found; nothing where nobody looked.
fn look(stanza: &mut Stanza<'_>) -> Option<Look> {
    let looked = stanza.holds("met");
    let met = stanza.flag("met", false);
    looked.then_some(())?;
    let by = stanza.text("by", "Ingrid Solheim");
    let company = stanza.optional_text("company", "Northgate Assurance Ltd");
    let on = stanza.day("on", "2021-10-05");
    let evidence = stanza.text("evidence", "evidence/ssh.png");
    let is_fine = path::check_as(stanza.file, "evidence", &evidence);
    (is_fine && by.is_read() && evidence.is_read()).then_some(())?;
    Some(Look {
        met,
        by: Private::new(by.value),
        company: company.map(|company| Private::new(company.value)),
        on: on?.value,
        evidence: Private::new(evidence.value),
    })
}

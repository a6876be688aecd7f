//! `[procedure]`: how audits are done, as customers read it, and how often.

use jiff::civil::Date;

use super::claim::{WAYS, decided};
use super::claims::fold;
use super::reference;
use super::stanza::Stanza;
use super::value::At;
use crate::model::arena::{Arena, Ix};
use crate::model::claim::{Decided, Statement};
use crate::model::finding::CheckId;
use crate::model::inventory::Inventory;
use crate::model::private::Private;
use crate::model::procedure::{Asset, Covered, Procedure, Regularity, Row, Threat};
use crate::model::system::System;

/// What a procedure is read against.
type Known<'a> = (&'a Arena<System>, &'a Inventory);

/// Reads the optional table; `date` is the audit date.
pub(super) fn read(root: &mut Stanza<'_>, known: Known<'_>, checks: &[CheckId], date: Date) -> Option<Procedure> {
    if !root.holds("procedure") {
        // Asked for all the same, so that it is a known key.
        root.ask("procedure");
        return None;
    }
    let mut stanza = root.table("procedure", "[procedure]");
    let title = stanza.public_text("title", "procedure.title", "Internal audit procedure");
    if !stanza.holds("introduction") {
        stanza.missing(
            "introduction",
            "\"This page says how we check who has access to what.\"",
        );
    }
    let introduction = paragraphs(&mut stanza, "introduction", "procedure.introduction");
    let regularity = regularity(&mut stanza, date);
    let assets = tables(&mut stanza, "perimeter", "[[procedure.perimeter]]");
    let perimeter = assets.into_iter().map(|stanza| asset(stanza, known)).collect();
    let threats = tables(&mut stanza, "threat", "[[procedure.threat]]");
    let threats = threats.into_iter().map(threat).collect();
    let rows = tables(&mut stanza, "row", "[[procedure.row]]");
    let rows = rows.into_iter().map(|stanza| row(stanza, known.0, checks)).collect();
    stanza.done();
    Some(Procedure {
        title,
        introduction,
        perimeter,
        threats,
        rows,
        regularity,
    })
}

/// One or more public texts.
fn paragraphs(stanza: &mut Stanza<'_>, key: &str, field: &'static str) -> Vec<String> {
    let texts = stanza.texts(key, "This page says how we check who has access to what.");
    let texts = texts.unwrap_or_default().into_iter();
    texts
        .map(|text| {
            stanza.file.show(field, &text);
            text.value
        })
        .collect()
}

/// Tables of which there has to be one.
fn tables<'f>(stanza: &mut Stanza<'f>, key: &str, header: &'f str) -> Vec<Stanza<'f>> {
    if !stanza.holds(key) {
        stanza.file.problem(
            stanza.line,
            format!("`[procedure]` has no `{header}`; write one for each line of that part of the page"),
        );
    }
    stanza.tables(key, header)
}

/// A line of the perimeter. What it stands for is compared with systems and inventory by a check.
fn asset(mut stanza: Stanza<'_>, (systems, inventory): Known<'_>) -> Asset {
    let text = stanza.public_text(
        "text",
        "procedure.perimeter",
        "Our accounts at AWS and all that runs in them",
    );
    let covers = stanza.texts("covers", "aws-prod").unwrap_or_default();
    let covered = |name: At<String>| {
        if let Some((place, _)) = systems.find(|system| system.id == name.value) {
            return Covered::System(place);
        }
        let mut out_of_scope = inventory.out_of_scope();
        let is_out = out_of_scope.any(|(listed, _)| fold(listed.name.reveal()) == fold(&name.value));
        let name = Private::new(name.value);
        if is_out {
            Covered::OutOfScope(name)
        } else {
            Covered::Unknown(name)
        }
    };
    let asset = Asset {
        text,
        covers: covers.into_iter().map(covered).collect(),
        line: stanza.line,
    };
    stanza.done();
    asset
}

fn threat(mut stanza: Stanza<'_>) -> Threat {
    let threat = Threat {
        threat: stanza.public_text("threat", "procedure.threat", "Loss of data"),
        handling: stanza.public_text("handling", "procedure.handling", "Every database is saved each night."),
    };
    stanza.done();
    threat
}

/// A row: decided in its own stanza, or by claims of which each has one.
fn row(mut stanza: Stanza<'_>, systems: &Arena<System>, checks: &[CheckId]) -> Row {
    let text = stanza.text("text", "Only named people have access to our accounts at AWS.");
    stanza.file.show("procedure.row", &text);
    let named = stanza.texts("systems", "aws-prod");
    let about: Vec<Ix<System>> = (named.iter().flatten())
        .filter_map(|id| reference::system(&stanza, id, systems))
        .collect();
    let in_parts = stanza.holds("claim");
    if let Some(way) = WAYS.into_iter().find(|way| in_parts && stanza.holds(way)) {
        stanza.file.problem(
            stanza.line,
            format!("the row has both `{way}` and claims of its own; move `{way}` into a `[[procedure.row.claim]]`"),
        );
    }
    let parts = stanza.tables("claim", "[[procedure.row.claim]]");
    let own = Statement {
        text: text.value.clone(),
        decided: decided(&mut stanza, checks),
        line: stanza.line,
    };
    let claims = if in_parts {
        parts.into_iter().map(|part| claim(part, checks)).collect()
    } else {
        vec![own]
    };
    for claim in claims
        .iter()
        .filter(|claim| matches!(claim.decided, Decided::ByChecks(_)))
    {
        if named.is_none() {
            stanza.file.problem(
                claim.line,
                "`checks` decide by what they find in the systems of the row, and it has none; write for example \
                 `systems = [\"aws-prod\"]` beside its `text`",
            );
        }
    }
    let row = Row {
        text: text.value,
        systems: about,
        claims,
        in_parts,
        line: stanza.line,
    };
    stanza.done();
    row
}

fn claim(mut stanza: Stanza<'_>, checks: &[CheckId]) -> Statement {
    let text = stanza.public_text("text", "procedure.row.claim", "Backups are made every night.");
    let decided = decided(&mut stanza, checks);
    let line = stanza.line;
    stanza.done();
    Statement { text, decided, line }
}

/// How often, and what was before.
fn regularity(stanza: &mut Stanza<'_>, date: Date) -> Regularity {
    let line = stanza.line_of("every-months").unwrap_or(stanza.line);
    if !stanza.holds("every-months") {
        stanza.missing("every-months", "12");
    }
    let months = stanza.number("every-months", "12");
    if months.is_some_and(|months| !(1..=120).contains(&months)) {
        stanza.file.problem(
            line,
            "`every-months` says how many months lie between two audits, from 1 to 120; write for example \
             `every-months = 12`",
        );
    }
    let previous = stanza.optional_day("previous", "2020-10-07");
    if let Some(previous) = previous.as_ref().filter(|previous| previous.value >= date) {
        stanza.file.problem(
            previous.line,
            format!(
                "`previous` is {}, which is not before the audit date {date}; write the date of the audit before this one",
                previous.value
            ),
        );
    }
    let breach = stanza.optional_day("breach", "2021-09-20");
    if let (Some(breach), Some(previous)) = (&breach, &previous)
        && breach.value <= previous.value
    {
        stanza.file.problem(
            breach.line,
            format!(
                "`breach` is {}, and the audit of {} took place since; leave `breach` out",
                breach.value, previous.value
            ),
        );
    }
    let line = stanza.line_of("breach-days").unwrap_or(stanza.line);
    let breach_days = stanza.number("breach-days", "14");
    if breach_days.is_some_and(|days| !(1..=365).contains(&days)) {
        stanza.file.problem(
            line,
            "`breach-days` says within how many days after a breach the audit has to be, from 1 to 365; write for example \
             `breach-days = 14`",
        );
    }
    Regularity {
        breach_days,
        months: months.unwrap_or(12),
        previous: previous.map(|day| day.value),
        breach: breach.map(|day| day.value),
        text: paragraphs(stanza, "regularity", "procedure.regularity"),
    }
}

//! The procedure as customers read it, and what came of its checklist; beside it, for auditors, what decided each row.

use serde::Serialize;

use super::claims::Deciding;
use super::public::Scope;
use super::{Front, verdict_key};
use crate::model::arena::Ix;
use crate::model::procedure::{Asset, Audited, Mark, Marked, Procedure, Row, Threat};
use crate::model::review::Review;
use crate::model::system::System;

/// Everything the procedure says.
#[derive(Serialize)]
pub(in crate::document) struct Page<'a> {
    front: Front<'a>,
    introduction: &'a [String],
    perimeter: Vec<&'a str>,
    threats: Vec<Handled<'a>>,
    rows: Vec<Checked<'a>>,
    audit: Came<'a>,
    regularity: &'a [String],
}

/// A threat.
#[derive(Serialize)]
struct Handled<'a> {
    threat: &'a str,
    handling: &'a str,
}

impl<'a> Handled<'a> {
    fn of(threat: &'a Threat) -> Self {
        Self {
            threat: &threat.threat,
            handling: &threat.handling,
        }
    }
}

/// A row of the checklist.
#[derive(Serialize)]
struct Checked<'a> {
    text: &'a str,
    mark: &'static str,
    in_parts: bool,
    claims: Vec<Scope<'a>>,
}

/// What came of the audit, and when there is another.
#[derive(Serialize)]
pub(super) struct Came<'a> {
    result: &'static str,
    /// Whether it is worse than every row, by what holds it back whatever they ask for.
    beyond_rows: bool,
    /// Systems that have not passed.
    not_passed: Vec<&'a str>,
    /// Systems for which nobody answers so that it counts.
    not_reviewed: Vec<&'a str>,
    /// How many findings are open that are of no system.
    elsewhere: usize,
    /// Lines of the perimeter that stand for something which is out of scope.
    out_of_scope: Vec<&'a str>,
    months: u32,
    previous: Option<String>,
    /// When it was due, if that was before.
    was_due: Option<String>,
    days_late: i32,
    /// The breach after which this is the audit.
    after_breach: Option<String>,
    /// Within how many days after it there had to be one.
    breach_days: Option<i32>,
    /// By how many days this one is later than that.
    breach_days_late: i32,
    /// Systems and lines of the perimeter that it does not cover as it should.
    gaps: Vec<&'a str>,
    /// Whether the staff list may lack people, or is not known to be made since a breach.
    lacks_people: bool,
    next: String,
    /// Whether the next one follows a breach.
    next_after_breach: bool,
}

/// What the internal document tells of the checklist.
#[derive(Serialize)]
pub(super) struct Checklist<'a> {
    audit: Came<'a>,
    rows: Vec<Decided<'a>>,
}

/// A claim of a row, with what decided it.
#[derive(Serialize)]
struct Decided<'a> {
    row: &'a str,
    mark: &'static str,
    systems: Vec<&'a str>,
    /// Where the row has several.
    claim: Option<&'a str>,
    verdict: &'static str,
    #[serde(flatten)]
    deciding: Deciding<'a>,
}

/// The context of the procedure, where one is declared.
pub(in crate::document) fn procedure(review: &Review) -> Option<Page<'_>> {
    let (procedure, audited) = declared(review)?;
    Some(Page {
        front: Front {
            title: &procedure.title,
            ..Front::of(review)
        },
        introduction: &procedure.introduction,
        perimeter: procedure.perimeter.iter().map(|asset| asset.text.as_str()).collect(),
        threats: procedure.threats.iter().map(Handled::of).collect(),
        rows: rows(procedure, audited).map(checked).collect(),
        audit: came(review, procedure, audited),
        regularity: &procedure.regularity.text,
    })
}

/// The checklist for auditors, where a procedure is declared.
pub(super) fn checklist(review: &Review) -> Option<Checklist<'_>> {
    let (procedure, audited) = declared(review)?;
    let rows = rows(procedure, audited).flat_map(|(row, marked)| {
        let claims = row.claims.iter().zip(&marked.verdicts);
        claims.map(|(claim, verdict)| Decided {
            row: &row.text,
            mark: mark_key(marked.mark),
            systems: (row.systems.iter())
                .map(|system| review.settings.systems[*system].name.as_str())
                .collect(),
            claim: row.in_parts.then_some(claim.text.as_str()),
            verdict: verdict_key(*verdict),
            deciding: Deciding::of(review, (&row.systems, claim), *verdict),
        })
    });
    Some(Checklist {
        audit: came(review, procedure, audited),
        rows: rows.collect(),
    })
}

fn declared(review: &Review) -> Option<(&Procedure, &Audited)> {
    review.settings.procedure.as_ref().zip(review.audited.as_ref())
}

fn rows<'a>(procedure: &'a Procedure, audited: &'a Audited) -> impl Iterator<Item = (&'a Row, &'a Marked)> {
    procedure.rows.iter().zip(&audited.rows)
}

fn checked<'a>((row, marked): (&'a Row, &'a Marked)) -> Checked<'a> {
    let claims = row.claims.iter().zip(&marked.verdicts);
    Checked {
        text: &row.text,
        mark: mark_key(marked.mark),
        in_parts: row.in_parts,
        claims: claims.map(|(claim, verdict)| Scope::of(claim, *verdict)).collect(),
    }
}

fn came<'a>(review: &'a Review, procedure: &'a Procedure, audited: &Audited) -> Came<'a> {
    let date = review.settings.date;
    let systems = |places: &[Ix<System>]| -> Vec<&'a str> {
        let names = places.iter().map(|place| review.settings.systems[*place].name.as_str());
        names.collect()
    };
    let lines = |places: &[usize]| -> Vec<&'a str> {
        let assets = places.iter().filter_map(|place| procedure.perimeter.get(*place));
        assets.map(|asset: &Asset| asset.text.as_str()).collect()
    };
    let held_back = &audited.held_back;
    let regularity = &procedure.regularity;
    Came {
        result: mark_key(audited.result),
        beyond_rows: audited.beyond_rows,
        not_passed: systems(&held_back.systems),
        not_reviewed: systems(&held_back.not_reviewed),
        elsewhere: held_back.elsewhere,
        out_of_scope: lines(&audited.out_of_scope),
        months: regularity.months,
        previous: regularity.previous.map(|day| day.to_string()),
        was_due: audited.was_due.map(|day| day.to_string()),
        days_late: audited.was_due.map_or(0, |due| (date - due).get_days()),
        after_breach: audited.after_breach.map(|day| day.to_string()),
        breach_days: regularity.breach_days,
        breach_days_late: (audited.after_breach.zip(regularity.breach_days))
            .map_or(0, |(breach, days)| ((date - breach).get_days() - days).max(0)),
        gaps: [systems(&audited.gaps), lines(&audited.unreviewed)].concat(),
        lacks_people: audited.lacks_people,
        next: audited.next.to_string(),
        next_after_breach: regularity.breach == Some(audited.next),
    }
}

/// A mark as `words.toml` knows it.
fn mark_key(mark: Mark) -> &'static str {
    match mark {
        Mark::Passed => "passed",
        Mark::NeedsRevision => "needs-revision",
        Mark::NotPassed => "not-passed",
    }
}

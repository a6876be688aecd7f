//! Verdicts: on each system with who reviewed it, on each statement with what decided it, and who approved the roles.

use serde::Serialize;

use super::nouns::full_name;
use super::verdict_key;
use crate::model::claim::{Approval, Decided, Standing};
use crate::model::finding::Severity;
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::system::System;

/// Everything that is concluded.
#[derive(Serialize)]
pub(super) struct Claims<'a> {
    systems: Vec<SystemVerdict<'a>>,
    statements: Vec<StatementVerdict<'a>>,
    approval: Option<Approved<'a>>,
    /// Systems that nobody reviewed.
    not_reviewed: Vec<&'a str>,
}

/// The verdict on one system.
#[derive(Serialize)]
struct SystemVerdict<'a> {
    name: &'a str,
    standing: &'static str,
    high: usize,
    medium: usize,
    low: usize,
    /// `Name (id)`.
    reviewer: Option<String>,
    reviewed_on: Option<String>,
    statement: Option<&'a str>,
}

/// The verdict on one statement.
#[derive(Serialize)]
struct StatementVerdict<'a> {
    activity: &'a str,
    text: &'a str,
    verdict: &'static str,
    checks: Vec<&'static str>,
    by: Option<&'a str>,
    on: Option<String>,
    evidence: Option<&'a str>,
}

/// Who put the roles into force.
#[derive(Serialize)]
struct Approved<'a> {
    version: &'a str,
    by: String,
    on: String,
}

/// What is concluded of a review.
pub(super) fn claims(review: &Review) -> Claims<'_> {
    let settings = &review.settings;
    let systems = settings.systems.iter().zip(&review.standings);
    let not_collected = |standing: &&Standing| **standing == Standing::NotCollected;
    let not_reviewed = settings.systems.values().zip(&review.standings);
    let not_reviewed = not_reviewed.filter(|(system, standing)| system.reviewed.is_none() && !not_collected(standing));
    let activities = settings.activities.values().zip(&review.statements);
    let statements = activities.flat_map(|(activity, verdicts)| {
        let each = activity.scope.iter().zip(verdicts);
        each.map(|(statement, verdict)| {
            let look = match &statement.decided {
                Decided::ByHand(look) => Some(look),
                Decided::ByChecks(_) | Decided::ByNothing => None,
            };
            StatementVerdict {
                activity: &activity.name,
                text: &statement.text,
                verdict: verdict_key(*verdict),
                checks: match &statement.decided {
                    Decided::ByChecks(checks) => checks.iter().map(|check| check.0).collect(),
                    Decided::ByHand(_) | Decided::ByNothing => Vec::new(),
                },
                by: look.map(|look| look.by.reveal()),
                on: look.map(|look| look.on.to_string()),
                evidence: look.map(|look| look.evidence.reveal()),
            }
        })
    });
    Claims {
        systems: systems
            .map(|((place, system), standing)| {
                let about = |severity| {
                    let findings = review.open();
                    findings
                        .filter(|finding| finding.severity == severity && review.snapshot.concerns(finding, place))
                        .count()
                };
                SystemVerdict {
                    high: about(Severity::High),
                    medium: about(Severity::Medium),
                    low: about(Severity::Low),
                    ..system_verdict(review, system, *standing)
                }
            })
            .collect(),
        statements: statements.collect(),
        approval: review
            .snapshot
            .policy
            .approval
            .as_ref()
            .map(|approval| approved(review, approval)),
        not_reviewed: not_reviewed.map(|(system, _)| system.name.as_str()).collect(),
    }
}

fn system_verdict<'a>(review: &'a Review, system: &'a System, standing: Standing) -> SystemVerdict<'a> {
    let reviewed = system.reviewed.as_ref();
    SystemVerdict {
        name: &system.name,
        standing: standing_key(standing),
        high: 0,
        medium: 0,
        low: 0,
        reviewer: reviewed.map(|reviewed| name_of(review, &reviewed.by)),
        reviewed_on: reviewed.map(|reviewed| reviewed.on.to_string()),
        statement: reviewed
            .and_then(|reviewed| reviewed.statement.as_ref())
            .map(Private::reveal),
    }
}

fn approved<'a>(review: &'a Review, approval: &'a Approval) -> Approved<'a> {
    Approved {
        version: &approval.version,
        by: name_of(review, &approval.by),
        on: approval.on.to_string(),
    }
}

/// `Name (id)` of whoever has the id.
fn name_of(review: &Review, id: &Private) -> String {
    let found = review.snapshot.roster.identities.find(|identity| identity.id == *id);
    found.map_or_else(|| id.reveal().to_owned(), |(_, identity)| full_name(identity))
}

/// A verdict on a system as `words.toml` knows it.
fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Passed => "passed",
        Standing::Remedied => "remedied",
        Standing::NeedsRevision => "needs-revision",
        Standing::NotPassed => "not-passed",
        Standing::Incomplete => "incomplete",
        Standing::Baseline => "baseline",
        Standing::NotCollected => "not-collected",
    }
}

//! Verdicts: on each system with who reviewed it, on each statement with what decided it, and who approved the roles.

use std::collections::BTreeMap;

use serde::Serialize;

use super::nouns::name_of;
use super::{shortcomings, verdict_key};
use crate::model::arena::Ix;
use crate::model::claim::{Approval, Decided, Gap, Standing, Statement, Verdict};
use crate::model::finding::{CheckId, Finding, Severity};
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::snapshot::{Access, RolesAsTold};
use crate::model::system::System;

/// Everything that is concluded.
#[derive(Serialize)]
pub(super) struct Claims<'a> {
    systems: Vec<SystemVerdict<'a>>,
    /// Findings that are of no system, if there are any.
    elsewhere: Option<Tally>,
    statements: Vec<StatementVerdict<'a>>,
    approval: Option<Approved<'a>>,
    /// Systems that nobody reviewed so that it counts.
    not_reviewed: Vec<&'a str>,
}

/// How many findings of some are open, by severity, and how many are accepted.
#[derive(Default, Serialize)]
struct Tally {
    high: usize,
    medium: usize,
    low: usize,
    accepted: usize,
}

impl Tally {
    fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            let counted = match finding.severity {
                _ if finding.accepted_by().is_some() => &mut tally.accepted,
                _ if !finding.is_open() => continue,
                Severity::High => &mut tally.high,
                Severity::Medium => &mut tally.medium,
                Severity::Low => &mut tally.low,
            };
            *counted += 1;
        }
        tally
    }
}

/// The verdict on one system.
#[derive(Serialize)]
struct SystemVerdict<'a> {
    name: &'a str,
    standing: &'static str,
    #[serde(flatten)]
    tally: Tally,
    /// Checks that find something against its review, or would if they ran.
    doubts: Vec<&'static str>,
    /// Whether it is of the reviewer's own, and somebody accepted that.
    is_own_accepted: bool,
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
    #[serde(flatten)]
    deciding: Deciding<'a>,
}

/// What decides a claim: what applies.
#[derive(Serialize)]
pub(super) struct Deciding<'a> {
    checks: Vec<&'static str>,
    lists: Vec<&'a str>,
    /// `Name (id)` of an id of the roster, else as declared.
    by: Option<String>,
    /// Whose they are, of somebody from outside.
    company: Option<&'a str>,
    on: Option<String>,
    evidence: Option<&'a str>,
    /// Why it is not tested, or in part, where checks decide.
    gaps: Vec<GapRow<'a>>,
    /// Why it is not met or not tested, where lists or a person decide.
    shortcomings: Vec<shortcomings::Row<'a>>,
}

/// Checks that tell nothing, or not everything, of the same systems for the same reason.
#[derive(Serialize)]
struct GapRow<'a> {
    checks: Vec<&'static str>,
    why: &'static str,
    systems: Vec<&'a str>,
}

impl<'a> Deciding<'a> {
    /// Of a claim about these systems.
    pub(super) fn of(review: &'a Review, (systems, claim): (&[Ix<System>], &'a Statement), verdict: Verdict) -> Self {
        let mut deciding = Self {
            gaps: Vec::new(),
            shortcomings: if verdict == Verdict::Met {
                Vec::new()
            } else {
                shortcomings::rows(review, claim)
            },
            checks: Vec::new(),
            lists: Vec::new(),
            by: None,
            company: None,
            on: None,
            evidence: None,
        };
        match &claim.decided {
            Decided::ByNothing => {}
            Decided::ByChecks(checks) => {
                deciding.checks = checks.iter().map(|check| check.0).collect();
                if matches!(verdict, Verdict::InPart(_) | Verdict::Untested) {
                    deciding.gaps = gaps(review, systems, checks);
                }
            }
            Decided::ByList(listed) => deciding.lists = listed.files.iter().map(Private::reveal).collect(),
            Decided::ByHand(look) => {
                deciding.by = Some(name_of(review, &look.by));
                deciding.company = look.company.as_ref().map(Private::reveal);
                deciding.on = Some(look.on.to_string());
                deciding.evidence = Some(look.evidence.reveal());
            }
        }
        deciding
    }
}

/// Why some of these checks tell nothing of some of these systems, or not everything.
fn gaps<'a>(review: &'a Review, systems: &[Ix<System>], checks: &[CheckId]) -> Vec<GapRow<'a>> {
    let mut rows: Vec<GapRow<'_>> = Vec::new();
    for check in checks {
        let mut by_reason: BTreeMap<Gap, Vec<&str>> = BTreeMap::new();
        for system in systems {
            if let Some(gap) = review.gaps.get(&(*check, *system)) {
                let name = review.settings.systems[*system].name.as_str();
                by_reason.entry(*gap).or_default().push(name);
            }
        }
        for (gap, systems) in by_reason {
            let why = gap_key(gap);
            match rows.iter_mut().find(|row| row.why == why && row.systems == systems) {
                Some(row) => row.checks.push(check.0),
                None => rows.push(GapRow {
                    checks: vec![check.0],
                    why,
                    systems,
                }),
            }
        }
    }
    rows
}

fn gap_key(gap: Gap) -> &'static str {
    match gap {
        Gap::Off => "off",
        Gap::NotComplete => "not-complete",
        Gap::Nothing => "nothing",
        Gap::StaffList => "staff-list",
        Gap::OldStaffList => "old-staff-list",
        Gap::UntoldStaffList => "untold-staff-list",
        Gap::Unjudged => "unjudged",
        Gap::PassedOver => "passed-over",
    }
}

/// Who put the roles into force.
#[derive(Serialize)]
struct Approved<'a> {
    version: &'a str,
    by: String,
    on: String,
    /// Why nobody of that id could answer for them on that day, if so.
    void: Option<&'static str>,
    /// Which roles the sources sheet vouches for.
    told: &'static str,
    /// The systems that were exported before the roles were written.
    later_than: Vec<&'a str>,
    /// The systems of which nothing tells when they were exported.
    undated: Vec<&'a str>,
    /// Those that were exported before, or on that very day where nothing tells which came first.
    not_before: Vec<&'a str>,
}

/// What is concluded of a review.
pub(super) fn claims(review: &Review) -> Claims<'_> {
    let settings = &review.settings;
    let systems = settings.systems.iter().zip(&review.standings);
    let activities = settings.activities.values().zip(&review.statements);
    let statements = activities.flat_map(|(activity, verdicts)| {
        let each = activity.scope.iter().zip(verdicts);
        each.map(|(statement, verdict)| StatementVerdict {
            activity: &activity.name,
            text: &statement.text,
            verdict: verdict_key(*verdict),
            deciding: Deciding::of(review, (&activity.systems, statement), *verdict),
        })
    });
    Claims {
        systems: systems
            .map(|((place, system), standing)| {
                let here = |finding: &&Finding| review.snapshot.concerns(finding, place);
                let unanswered = review.unanswered(place);
                SystemVerdict {
                    doubts: (unanswered.into_iter())
                        .filter_map(|unanswered| Some(unanswered.why.check()?.0))
                        .collect(),
                    is_own_accepted: review.is_own_accepted(place),
                    tally: Tally::of(review.findings.iter().filter(here)),
                    ..system_verdict(review, system, *standing)
                }
            })
            .collect(),
        elsewhere: elsewhere(review),
        statements: statements.collect(),
        approval: review
            .snapshot
            .policy
            .approval
            .as_ref()
            .map(|approval| approved(review, approval)),
        not_reviewed: review.not_reviewed().map(|(system, _)| system.name.as_str()).collect(),
    }
}

/// The findings that are of no system: of files, people, declarations.
fn elsewhere(review: &Review) -> Option<Tally> {
    let is_of_none = |finding: &&Finding| {
        let mut systems = review.settings.systems.iter();
        !systems.any(|(place, _)| review.snapshot.concerns(finding, place))
    };
    let mut those = review.findings.iter().filter(is_of_none).peekable();
    those.peek()?;
    Some(Tally::of(those))
}

fn system_verdict<'a>(review: &'a Review, system: &'a System, standing: Standing) -> SystemVerdict<'a> {
    let reviewed = system.reviewed.as_ref();
    SystemVerdict {
        name: &system.name,
        standing: standing_key(standing),
        tally: Tally::default(),
        doubts: Vec::new(),
        is_own_accepted: false,
        reviewer: reviewed.map(|reviewed| name_of(review, &reviewed.by)),
        reviewed_on: reviewed.map(|reviewed| reviewed.on.to_string()),
        statement: reviewed
            .and_then(|reviewed| reviewed.statement.as_ref())
            .map(Private::reveal),
    }
}

/// Who approved the roles that are in force.
pub(super) fn approver(review: &Review) -> Option<String> {
    let approval = review.snapshot.policy.approval.as_ref();
    let approval = approval.filter(|_| review.version.is_some());
    approval.map(|approval| name_of(review, &approval.by))
}

fn approved<'a>(review: &'a Review, approval: &'a Approval) -> Approved<'a> {
    let name = |access: &Access| review.settings.systems[access.system].name.as_str();
    let exported = || {
        let all = review.snapshot.access.iter();
        all.filter(|access| access.coverage.is_some())
    };
    let earlier = exported().filter(|access| review.snapshot.are_roles_later(access));
    let undated = exported().filter(|access| access.first_day.is_none());
    let told = review.snapshot.roles_as_told();
    let is_timed = matches!(told, RolesAsTold::These(Some(_)));
    let not_before = exported().filter(|access| {
        let mut first = access.first_day.into_iter();
        first.any(|first| first < approval.on || first == approval.on && !is_timed)
    });
    Approved {
        not_before: not_before.map(name).collect(),
        later_than: earlier.map(name).collect(),
        undated: undated.map(name).collect(),
        version: &approval.version,
        by: name_of(review, &approval.by),
        on: approval.on.to_string(),
        void: review.snapshot.roster.why_no_answer(&approval.by, approval.on),
        told: match told {
            RolesAsTold::Unbound => "unbound",
            RolesAsTold::Others => "others",
            RolesAsTold::These(_) => "these",
        },
    }
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

//! Findings by severity and check, with sentence and evidence; and the list of all checks with their results.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::document::texts::Texts;
use crate::model::arena::Ix;
use crate::model::finding::{Finding, Severity};
use crate::model::review::Review;
use crate::model::source::{Place, Source};

/// The findings of one severity.
#[derive(Serialize)]
pub(super) struct Group {
    severity: &'static str,
    checks: Vec<CheckFindings>,
}

/// The findings of one check.
#[derive(Serialize)]
struct CheckFindings {
    id: &'static str,
    title: String,
    why: String,
    fix: String,
    findings: Vec<Sentence>,
}

/// One finding.
#[derive(Serialize)]
struct Sentence {
    sentence: String,
    evidence: Vec<Evidence>,
}

/// Lines of one file.
#[derive(Serialize)]
struct Evidence {
    file: String,
    /// As a person lists them: `3, 5–9, 12`.
    lines: String,
    is_one: bool,
    /// Whether they are rows of a sheet.
    in_sheet: bool,
}

/// One check in the list of all.
#[derive(Serialize)]
pub(super) struct Outcome {
    id: String,
    title: String,
    findings: usize,
    judged: bool,
}

/// How many findings a severity has.
#[derive(Serialize)]
pub(super) struct Tally {
    severity: &'static str,
    findings: usize,
}

/// A severity as `words.toml` knows it.
fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

/// How many findings each severity has, the gravest first.
pub(super) fn tally(review: &Review) -> Vec<Tally> {
    let severities = [Severity::High, Severity::Medium, Severity::Low];
    let count = |severity| {
        review
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    severities
        .map(|severity| Tally {
            severity: severity_key(severity),
            findings: count(severity),
        })
        .into()
}

/// All findings, the gravest first, those of one check together.
pub(super) fn groups(review: &Review, texts: &Texts) -> anyhow::Result<Vec<Group>> {
    let order: BTreeMap<&str, usize> = texts.checks().iter().map(|check| check.id.as_str()).zip(0..).collect();
    let mut sorted: Vec<&Finding> = review.findings.iter().collect();
    sorted.sort_by_key(|finding| (finding.severity, order.get(finding.check.0)));
    let mut groups = Vec::new();
    for severity in sorted.chunk_by(|one, next| one.severity == next.severity) {
        let mut checks = Vec::new();
        for findings in severity.chunk_by(|one, next| one.check == next.check) {
            let Some(first) = findings.first() else { continue };
            let text = texts.check(first.check)?;
            checks.push(CheckFindings {
                id: first.check.0,
                title: text.title.clone(),
                why: text.why.clone(),
                fix: text.fix.clone(),
                findings: findings
                    .iter()
                    .map(|finding| sentence(review, texts, finding))
                    .collect::<Result<_, _>>()?,
            });
        }
        if let Some(first) = severity.first() {
            groups.push(Group {
                severity: severity_key(first.severity),
                checks,
            });
        }
    }
    Ok(groups)
}

/// One finding with its evidence.
fn sentence(review: &Review, texts: &Texts, finding: &Finding) -> anyhow::Result<Sentence> {
    let mut places = finding.evidence.clone();
    places.sort();
    places.dedup();
    let by_file = places.chunk_by(|one, next| one.source == next.source);
    Ok(Sentence {
        sentence: texts.sentence(review, finding)?,
        evidence: by_file
            .filter_map(|places| evidence(review, places.first()?.source, places))
            .collect(),
    })
}

/// The lines of one file, neighbours joined to ranges.
fn evidence(review: &Review, source: Ix<Source>, places: &[Place]) -> Option<Evidence> {
    let runs = places.chunk_by(|one, next| one.line + 1 == next.line);
    let ranges: Option<Vec<String>> = runs
        .map(|run| {
            let (first, last) = (run.first()?.line, run.last()?.line);
            Some(if first == last {
                first.to_string()
            } else {
                format!("{first}–{last}")
            })
        })
        .collect();
    let source = &review.snapshot.sources[source];
    Some(Evidence {
        file: source.file.reveal().to_owned(),
        in_sheet: source.sheet.is_some(),
        lines: ranges?.join(", "),
        is_one: places.len() == 1,
    })
}

/// Every check with its result, in print order.
pub(super) fn outcomes(review: &Review, texts: &Texts) -> Vec<Outcome> {
    let declared = review.snapshot.policy.file.is_some();
    (texts.checks().iter())
        .map(|check| Outcome {
            id: check.id.clone(),
            title: check.title.clone(),
            findings: review
                .findings
                .iter()
                .filter(|finding| finding.check.0 == check.id)
                .count(),
            judged: declared || !check.needs_roles,
        })
        .collect()
}

//! Findings by severity and check, with sentence and evidence; and the list of all checks with their results.

use serde::Serialize;

use super::Rows;
use crate::document::texts::{CheckText, Texts};
use crate::model::arena::Ix;
use crate::model::finding::{Finding, Severity, Why};
use crate::model::review::Review;
use crate::model::source::{Place, Source};
use crate::model::system::System;

/// How many lines, or ranges of lines, of one file the evidence of a finding lists.
const RANGES: usize = 200;

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
    findings: Rows<Sentence>,
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
    /// How many lines are not listed.
    left_out: usize,
    is_one: bool,
    /// Whether they are rows of a sheet.
    in_sheet: bool,
    /// Whether they are records of a tree.
    in_tree: bool,
}

/// One check in the list of all.
#[derive(Serialize)]
pub(super) struct Outcome {
    id: String,
    title: String,
    findings: usize,
    /// Why something could not be judged, as the template knows it.
    unjudged: Option<&'static str>,
    /// Systems whose files do not prove an absence.
    unjudged_systems: Vec<String>,
}

/// How many findings a severity has.
#[derive(Serialize)]
pub(super) struct Tally {
    severity: &'static str,
    findings: usize,
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
            severity: severity.word(),
            findings: count(severity),
        })
        .into()
}

/// All findings, the gravest first, those of one check together.
pub(super) fn groups(review: &Review, texts: &Texts) -> anyhow::Result<Vec<Group>> {
    let mut groups = Vec::new();
    for severity in review.findings.chunk_by(|one, next| one.severity == next.severity) {
        let mut checks = Vec::new();
        for findings in severity.chunk_by(|one, next| one.check == next.check) {
            let Some(first) = findings.first() else { continue };
            let text = texts.check(first.check)?;
            let rows = Rows::of(&review.settings, findings, |finding| sentence(review, texts, finding));
            checks.push(CheckFindings {
                id: first.check.0,
                title: text.title.clone(),
                why: text.why.clone(),
                fix: text.fix.clone(),
                findings: Rows {
                    shown: rows.shown.into_iter().collect::<anyhow::Result<_>>()?,
                    total: rows.total,
                    left_out: rows.left_out,
                },
            });
        }
        if let Some(first) = severity.first() {
            groups.push(Group {
                severity: first.severity.word(),
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
    let source = &review.snapshot.sources[source];
    let in_tree = !source.pointers.is_empty();
    let mut runs = places.chunk_by(|one, next| !in_tree && one.line + 1 == next.line);
    let mut ranges = Vec::new();
    for run in runs.by_ref().take(RANGES) {
        let (first, last) = (run.first()?.line, run.last()?.line);
        ranges.push(if first == last {
            source.locate(first).into_owned()
        } else {
            format!("{first}–{last}")
        });
    }
    Some(Evidence {
        file: source.file.reveal().to_owned(),
        in_sheet: source.sheet.is_some(),
        in_tree,
        lines: ranges.join(", "),
        left_out: runs.map(<[Place]>::len).sum(),
        is_one: places.len() == 1,
    })
}

/// Every check with its result, in print order.
pub(super) fn outcomes(review: &Review, texts: &Texts) -> Vec<Outcome> {
    let of = |check: &CheckText| {
        let findings = review.findings.iter().filter(|finding| finding.check.0 == check.id);
        let unjudged = review.unjudged.iter().find(|unjudged| unjudged.check.0 == check.id);
        let name = |system: &Ix<System>| review.settings.systems[*system].name.clone();
        let (why, systems) = match unjudged.map(|unjudged| &unjudged.why) {
            None => (None, Vec::new()),
            Some(Why::NoRoles) => (Some("no-roles"), Vec::new()),
            Some(Why::NoRules(systems)) => (Some("no-rules"), systems.iter().map(name).collect()),
            Some(Why::NoEmployment) => (Some("no-employment"), Vec::new()),
            Some(Why::NoInventory) => (Some("no-inventory"), Vec::new()),
            Some(Why::NotComplete(systems)) => (Some("not-complete"), systems.iter().map(name).collect()),
        };
        Outcome {
            id: check.id.clone(),
            title: check.title.clone(),
            findings: findings.count(),
            unjudged: why,
            unjudged_systems: systems,
        }
    };
    texts.checks().iter().map(of).collect()
}

//! Findings by system, severity and check, with sentence and evidence; and the list of all checks with their results.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Rows;
use super::exceptions::{Acceptance, acceptance};
use super::files::number;
use crate::document::texts::{CheckText, Texts};
use crate::model::arena::Ix;
use crate::model::finding::{Closure, Finding, Severity, Why};
use crate::model::review::Review;
use crate::model::source::{Place, Source};
use crate::model::system::System;

/// How many lines, or ranges of lines, of one file the evidence of a finding lists.
const RANGES: usize = 200;

/// The findings about one system, or about none of them alone.
#[derive(Serialize)]
pub(super) struct Group<'a> {
    system: Option<Named<'a>>,
    checks: Vec<CheckFindings<'a>>,
}

/// A system.
#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    name: &'a str,
}

/// The findings of one check.
#[derive(Serialize)]
struct CheckFindings<'a> {
    id: &'static str,
    severity: &'static str,
    title: String,
    why: String,
    fix: String,
    /// Whether something is to be done about any.
    is_open: bool,
    /// Whether some are accepted, rather than put right.
    is_accepted: bool,
    findings: Rows<Told<'a>>,
}

/// One finding.
#[derive(Serialize)]
struct Told<'a> {
    sentence: String,
    accepted: Option<Acceptance<'a>>,
    /// What a recheck shows of it.
    closure: Option<&'static str>,
    evidence: Vec<Evidence>,
}

/// Lines of one file.
#[derive(Serialize)]
struct Evidence {
    file: String,
    /// The number of the file among all.
    number: usize,
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
    /// Those of them that are accepted.
    accepted: usize,
    /// Those of them that were put right.
    done: usize,
    /// That it is switched off.
    off: bool,
    /// How grave its findings are, where `review.toml` says so.
    severity: Option<&'static str>,
    /// Why it is switched off or graver or less grave here.
    reason: Option<String>,
    /// Why nothing was judged, in words.
    unjudged: Option<String>,
    /// Where else nothing was judged.
    gaps: Vec<Gap>,
}

/// Where a check could not judge.
#[derive(Serialize)]
struct Gap {
    /// Why, in words.
    why: String,
    systems: Vec<String>,
}

/// How many open findings a severity has.
#[derive(Serialize)]
pub(super) struct Tally {
    severity: &'static str,
    findings: usize,
}

/// How many open findings each severity has, the gravest first.
pub(super) fn tally(review: &Review) -> Vec<Tally> {
    let severities = [Severity::High, Severity::Medium, Severity::Low];
    let count = |severity| {
        let open = review.open();
        open.filter(|finding| finding.severity == severity).count()
    };
    severities
        .map(|severity| Tally {
            severity: severity.word(),
            findings: count(severity),
        })
        .into()
}

/// All findings: those about each system in declared order, then those about none alone; of each the gravest first, those
/// of one check together, and of these the open ones before those that are put right or accepted.
pub(super) fn groups<'a>(review: &'a Review, texts: &Texts) -> anyhow::Result<Vec<Group<'a>>> {
    let mut by_system: BTreeMap<Option<Ix<System>>, Vec<&Finding>> = BTreeMap::new();
    for finding in &review.findings {
        by_system.entry(finding.subject.system).or_default().push(finding);
    }
    let systems = review.settings.systems.iter().map(|(place, system)| {
        let named = Named {
            id: &system.id,
            name: &system.name,
        };
        (Some(place), Some(named))
    });
    let mut groups = Vec::new();
    for (place, system) in systems.chain([(None, None)]) {
        let Some(findings) = by_system.get(&place) else {
            continue;
        };
        let same = |one: &&Finding, next: &&Finding| (one.severity, one.check) == (next.severity, next.check);
        let chunks = findings.chunk_by(same);
        let chunks = chunks.filter_map(|findings| Some((*findings.first()?, findings)));
        let checks = chunks.map(|(first, findings)| of_check(review, texts, first, findings));
        groups.push(Group {
            system,
            checks: checks.collect::<anyhow::Result<_>>()?,
        });
    }
    Ok(groups)
}

/// Findings of one check and severity.
fn of_check<'a>(
    review: &'a Review,
    texts: &Texts,
    first: &Finding,
    findings: &[&Finding],
) -> anyhow::Result<CheckFindings<'a>> {
    let text = texts.check(first.check)?;
    let (open, accepted): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().copied().partition(|finding| finding.is_open());
    let is_open = !open.is_empty();
    let is_accepted = accepted.iter().any(|finding| finding.accepted_by().is_some());
    let findings = open.into_iter().chain(accepted);
    let rows = Rows::of(&review.settings, findings, |finding| sentence(review, texts, finding));
    Ok(CheckFindings {
        id: first.check.0,
        severity: first.severity.word(),
        title: text.title.clone(),
        why: text.why.clone(),
        fix: text.fix.clone(),
        is_open,
        is_accepted,
        findings: Rows {
            shown: rows.shown.into_iter().collect::<anyhow::Result<_>>()?,
            total: rows.total,
            left_out: rows.left_out,
        },
    })
}

/// One finding with its evidence.
fn sentence<'a>(review: &'a Review, texts: &Texts, finding: &Finding) -> anyhow::Result<Told<'a>> {
    let mut places = finding.evidence.clone();
    places.sort();
    places.dedup();
    let by_file = places.chunk_by(|one, next| one.source == next.source);
    Ok(Told {
        sentence: texts.sentence(review, finding)?,
        accepted: acceptance(review, finding),
        closure: finding.closure.map(Closure::word),
        evidence: by_file
            .filter_map(|places| evidence(review, places.first()?.source, places))
            .collect(),
    })
}

/// The lines of one file, neighbours joined to ranges.
fn evidence(review: &Review, place: Ix<Source>, places: &[Place]) -> Option<Evidence> {
    let source = &review.snapshot.sources[place];
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
        number: number(place),
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
        let accepted = findings.clone().filter(|finding| finding.accepted_by().is_some());
        let done = findings.clone().filter(|finding| finding.is_done());
        let unjudged = review.unjudged.iter().filter(|unjudged| unjudged.check.0 == check.id);
        let gaps: Vec<Gap> = unjudged.map(|unjudged| gap(review, texts, &unjudged.why)).collect();
        let mut rulings = review.settings.rulings.iter();
        let ruling = rulings.find(|(id, _)| id.0 == check.id).map(|(_, ruling)| ruling);
        Outcome {
            id: check.id.clone(),
            title: check.title.clone(),
            findings: findings.count(),
            accepted: accepted.count(),
            done: done.count(),
            off: ruling.is_some_and(|ruling| ruling.severity.is_none()),
            severity: ruling.and_then(|ruling| ruling.severity).map(Severity::word),
            reason: ruling.map(|ruling| ruling.reason.clone()),
            unjudged: gaps
                .iter()
                .find(|gap| gap.systems.is_empty())
                .map(|gap| gap.why.clone()),
            gaps,
        }
    };
    texts.checks().iter().map(of).collect()
}

/// Where, by the names of the systems; nowhere at all where there are none.
fn gap(review: &Review, texts: &Texts, why: &Why) -> Gap {
    let name = |system: &Ix<System>| review.settings.systems[*system].name.clone();
    Gap {
        why: texts.reason(why.key()).to_owned(),
        systems: why.systems().iter().map(name).collect(),
    }
}

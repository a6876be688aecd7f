//! `check`: judge everything, say what was found, write nothing.

use serde::Serialize;

use super::totals::Totals;
use super::{Outcome, judge};
use crate::cli::Inputs;
use crate::disclosure;
use crate::document::Texts;
use crate::model::finding::Finding;
use crate::model::review::Review;
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary {
    findings: Vec<Line>,
    totals: Totals,
}

#[derive(Serialize)]
struct Line {
    severity: &'static str,
    check: &'static str,
    sentence: String,
    /// File and line of each piece of evidence.
    evidence: Vec<String>,
}

pub(super) fn run(inputs: &Inputs) -> anyhow::Result<Outcome> {
    let (review, public_texts) = judge::run(inputs)?;
    disclosure::scan(&public_texts, &review.snapshot.roster)?;
    let texts = Texts::load()?;
    let findings = review
        .findings
        .iter()
        .map(|finding| line(&texts, &review, finding))
        .collect::<Result<_, _>>()?;
    let summary = Summary {
        findings,
        totals: Totals::of(&review),
    };
    Ok(Outcome {
        text: terminal::print(Message::Check, &summary)?,
        needs_a_person: !review.findings.is_empty(),
    })
}

fn line(texts: &Texts, review: &Review, finding: &Finding) -> anyhow::Result<Line> {
    let sources = &review.snapshot.sources;
    Ok(Line {
        severity: finding.severity.word(),
        check: finding.check.0,
        sentence: texts.sentence(review, finding)?,
        evidence: finding
            .evidence
            .iter()
            .map(|place| format!("{}:{}", sources[place.source].file.reveal(), place.line))
            .collect(),
    })
}

//! `check`: judge everything, say what was found, write nothing.

use serde::Serialize;

use super::ending::Ending;
use super::statements::Statements;
use super::{Outcome, judge, report};
use crate::cli::Inputs;
use crate::disclosure;
use crate::document::Texts;
use crate::model::finding::{Closure, Finding};
use crate::model::review::Review;
use crate::model::source::Place;
use crate::model::workbook::RolesSheet;
use crate::progress::{Progress, Stage};
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary {
    findings: Vec<Line>,
    #[serde(flatten)]
    ending: Ending,
    statements: Option<Statements>,
}

#[derive(Serialize)]
struct Line {
    severity: &'static str,
    check: &'static str,
    sentence: String,
    /// The last day of the exception that accepts it, what that is called, and its file.
    accepted: Option<(String, String, String)>,
    /// What a recheck shows of it.
    closure: Option<&'static str>,
    evidence: Vec<Evidence>,
}

/// A row of a file.
#[derive(Serialize)]
struct Evidence {
    file: String,
    line: String,
    /// Why it could not be read, if that is so.
    reason: Option<String>,
}

pub(super) fn run(inputs: &Inputs) -> anyhow::Result<Outcome> {
    let progress = Progress::new(inputs.quiet);
    let (review, public_texts) = judge::run(inputs, &progress)?;
    progress.begin(Stage::Public);
    disclosure::scan(&public_texts, &review)?;
    report::proved_public_files(&review)?;
    let texts = Texts::load(&review.settings.look.wording)?;
    let findings = review
        .findings
        .iter()
        .map(|finding| line(&texts, &review, finding))
        .collect::<Result<_, _>>()?;
    let summary = Summary {
        findings,
        ending: Ending::of(&review),
        statements: Statements::of(&review),
    };
    Ok(Outcome {
        text: terminal::print(Message::Check, &summary)?,
        needs_a_person: review.needs_a_person(),
    })
}

fn line(texts: &Texts, review: &Review, finding: &Finding) -> anyhow::Result<Line> {
    Ok(Line {
        severity: finding.severity.word(),
        check: finding.check.0,
        sentence: texts.sentence(review, finding)?,
        accepted: (review.exception_of(finding)).map(|exception| {
            let policy = &review.snapshot.policy;
            let file = policy.file_of(RolesSheet::Exceptions).unwrap_or_default();
            let called = policy.called(RolesSheet::Exceptions, exception.line);
            let name = exception.ticket.clone().unwrap_or(called);
            (exception.expires.to_string(), name, file.to_owned())
        }),
        closure: finding.closure.map(Closure::word),
        evidence: finding.evidence.iter().map(|place| evidence(review, *place)).collect(),
    })
}

/// File and line, and for a row that could not be read as a whole, why.
fn evidence(review: &Review, place: Place) -> Evidence {
    let source = &review.snapshot.sources[place.source];
    let reasons: Vec<&str> = source.not_read(place.line).collect();
    Evidence {
        file: source.file.reveal().to_owned(),
        line: source.locate(place.line).into_owned(),
        reason: Some(reasons.join("; ")).filter(|reason| !reason.is_empty()),
    }
}

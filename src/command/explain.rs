//! `explain`: what stands behind a check, a person, an account or a printed number.

use super::{Outcome, judge};
use crate::cli::Inputs;
use crate::document::Texts;
use crate::explain::{self, CheckWords, Checks};
use crate::progress::Progress;

pub(super) fn run(inputs: &Inputs, subject: &str) -> anyhow::Result<Outcome> {
    let (review, _) = judge::run(inputs, &Progress::new(inputs.quiet))?;
    let texts = Texts::load(&review.settings.look.wording)?;
    let explanation = explain::explain(&review, subject)?;
    let explanation = explanation.with_sentence(&review, |finding| texts.sentence(&review, finding))?;
    let words = texts.checks().iter().map(|check| {
        let words = CheckWords {
            title: &check.title,
            why: &check.why,
            fix: &check.fix,
        };
        (check.id.as_str(), words)
    });
    let checks: Checks<'_> = words.collect();
    Ok(Outcome {
        text: explain::text(&explanation, &checks, texts.reasons())?,
        needs_a_person: false,
    })
}

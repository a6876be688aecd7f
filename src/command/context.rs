//! `context`: the data that the templates of a document see, as JSON; of a public one proved to name nobody.

use anyhow::ensure;

use super::{Outcome, judge, report};
use crate::cli::{Inputs, Shown};
use crate::disclosure;
use crate::document::{self, Edition};
use crate::progress::{Progress, Stage};

pub(super) fn run(inputs: &Inputs, shown: Shown) -> anyhow::Result<Outcome> {
    let progress = Progress::new(inputs.quiet);
    let (review, texts) = judge::run(inputs, &progress)?;
    progress.begin(Stage::Public);
    disclosure::scan(&texts, &review)?;
    let (edition, is_public) = match shown {
        Shown::Public => (Edition::Public, true),
        Shown::Procedure => (Edition::Procedure, true),
        Shown::Internal => (Edition::Internal, false),
        Shown::Diff => (Edition::Diff, false),
    };
    let changes = if is_public { None } else { report::compared(&review)? };
    let seen = document::seen(edition, &review, changes.as_ref())?;
    if is_public {
        let again = document::seen(edition, &report::pseudonymous(&review), None)?;
        ensure!(
            seen == again,
            "the data of this page depends on a name, login, address or real resource name, so it was not printed; this is a \
             defect of the program"
        );
    }
    let mut text = serde_json::to_string_pretty(&seen)?;
    text.push('\n');
    Ok(Outcome {
        text,
        needs_a_person: false,
    })
}

//! What every command begins with: read all, judge all.

use crate::cli::Inputs;
use crate::config;
use crate::model::review::Review;
use crate::model::settings::PublicText;
use crate::{check, count, ingest};

/// The judged review, and the officer's own sentences in it.
pub(super) fn run(inputs: &Inputs) -> anyhow::Result<(Review, Vec<PublicText>)> {
    let config = config::load(&inputs.folder, inputs.date)?;
    let settings = config.settings;
    let snapshot = ingest::run(&inputs.folder, &settings, config.policy)?;
    let findings = check::run(&settings, &snapshot);
    let counts = count::counts(&settings, &snapshot);
    let notebooks = count::notebooks(&settings, &snapshot);
    Ok((
        Review {
            settings,
            snapshot,
            findings,
            counts,
            notebooks,
        },
        config.public_texts,
    ))
}

//! What every command begins with: read all, judge all.

use crate::cli::Inputs;
use crate::config;
use crate::model::review::Review;
use crate::model::settings::{PublicText, Settings};
use crate::model::snapshot::Snapshot;
use crate::progress::{Progress, Stage};
use crate::verdict::{self, Judged};
use crate::{check, count, ingest, settle};

/// The judged review, and the officer's own sentences in it.
pub(super) fn run(inputs: &Inputs, progress: &Progress) -> anyhow::Result<(Review, Vec<PublicText>)> {
    progress.begin(Stage::Declared);
    let config = config::load(&inputs.folder, inputs.date, &check::ids())?;
    let snapshot = ingest::run(&inputs.folder, &config.settings, config.policy, progress)?;
    progress.begin(Stage::Judging);
    Ok((judge(config.settings, snapshot), config.public_texts))
}

/// Judges, settles and counts what was read.
pub fn judge(settings: Settings, snapshot: Snapshot) -> Review {
    let mut findings = check::run(&settings, &snapshot);
    let uses = settle::settle(&settings, &snapshot, &mut findings);
    let of_exceptions = check::of_exceptions(&settings, &snapshot, &uses);
    let findings = check::in_order(findings, of_exceptions);
    let unjudged = check::unjudged(&settings, &snapshot);
    let unconcerned = check::unconcerned(&settings);
    let judged = Judged {
        unconcerned: &unconcerned,
        settings: &settings,
        snapshot: &snapshot,
        findings: &findings,
        unjudged: &unjudged,
    };
    Review {
        standings: verdict::systems(judged),
        statements: verdict::statements(judged),
        audited: verdict::checklist(judged),
        findings,
        unjudged,
        counts: count::counts(&settings, &snapshot),
        sums: count::sums(&settings, &snapshot),
        notebooks: count::notebooks(&settings, &snapshot),
        figures: count::figures(&settings, &snapshot),
        settings,
        snapshot,
    }
}

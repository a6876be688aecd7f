//! What every command begins with: read all, judge all.

use std::path::Path;

use super::previous;
use crate::cli::Inputs;
use crate::config::{self, Config};
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
    declared(config, &inputs.folder, progress)
}

/// The same of what was declared already.
pub(super) fn declared(
    mut config: Config,
    inputs: &Path,
    progress: &Progress,
) -> anyhow::Result<(Review, Vec<PublicText>)> {
    let declared = previous::declared(&mut config, inputs)?;
    let snapshot = ingest::run(inputs, &config.settings, declared, progress)?;
    progress.begin(Stage::Judging);
    Ok((judge(config.settings, snapshot), config.public_texts))
}

/// Judges, settles and counts what was read.
pub fn judge(settings: Settings, snapshot: Snapshot) -> Review {
    let mut findings = check::run(&settings, &snapshot);
    let mut uses = settle::settle(&settings, &snapshot, &mut findings);
    let mut later = check::of_rechecks(&settings, &snapshot, &mut findings);
    if !later.is_empty() {
        uses.add(settle::settle(&settings, &snapshot, &mut later));
    }
    let findings = check::in_order(findings, later);
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
        removed: check::removed(&settings, &snapshot),
        settings,
        snapshot,
    }
}

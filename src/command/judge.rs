//! What every command begins with: read all, judge all.

use std::path::Path;

use super::{fonts, previous, templates};
use crate::cli::Inputs;
use crate::config::{self, Config};
use crate::model::review::Review;
use crate::model::settings::{PublicText, Settings};
use crate::model::snapshot::Snapshot;
use crate::progress::{Progress, Stage};
use crate::verdict::{self, Judged};
use crate::{check, count, document, ingest, settle};

/// The judged review, and the officer's own sentences in it.
pub(super) fn run(inputs: &Inputs, progress: &Progress) -> anyhow::Result<(Review, Vec<PublicText>)> {
    progress.begin(Stage::Declared);
    let config = config::load(&inputs.folder, inputs.date, &check::ids(), ingest::workbook)?;
    declared(config, &inputs.folder, progress)
}

/// The same of what was declared already.
pub(super) fn declared(
    mut config: Config,
    inputs: &Path,
    progress: &Progress,
) -> anyhow::Result<(Review, Vec<PublicText>)> {
    config.settings.look.fonts = fonts::declared(inputs)?;
    let own = templates::declared(inputs)?;
    config.public_texts.extend(document::own_texts(&own));
    config.settings.look.wording = own;
    let declared = previous::declared(&mut config, inputs)?;
    let snapshot = ingest::run(inputs, &config.settings, declared, progress)?;
    progress.begin(Stage::Judging);
    let review = judge(config.settings, snapshot);
    let review = settle::put_right::unknown(&review).or(review)?;
    Ok((review, config.public_texts))
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
    let unconcerned = check::unconcerned(&settings, &snapshot);
    let passed_over = check::passed_over(&settings, &snapshot);
    let judged = Judged {
        passed_over: &passed_over,
        unconcerned: &unconcerned,
        settings: &settings,
        snapshot: &snapshot,
        findings: &findings,
        unjudged: &unjudged,
    };
    Review {
        standings: verdict::systems(judged),
        statements: verdict::statements(judged),
        gaps: verdict::gaps(judged),
        audited: verdict::checklist(judged),
        findings,
        unjudged,
        counts: count::counts(&settings, &snapshot),
        sums: count::sums(&settings, &snapshot),
        companies: count::companies(&settings, &snapshot),
        notebooks: count::notebooks(&settings, &snapshot),
        figures: count::figures(&settings, &snapshot),
        removed: check::removed(&settings, &snapshot),
        version: snapshot.version_in_force().map(str::to_owned),
        own_exceptions: uses.own(&snapshot.policy.exceptions),
        settings,
        snapshot,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::check::CHECKS;
    use crate::model::finding::CheckId;
    use crate::model::settings::Ruling;
    use crate::render::findings_csv;

    /// The bad year as it was read.
    fn read(forget_roles: bool) -> (Settings, Snapshot, std::path::PathBuf) {
        let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/bad-year");
        let inputs = case.join("inputs");
        let mut config = config::load(&inputs, None, &check::ids(), ingest::workbook).unwrap();
        if forget_roles {
            config.policy = None;
        }
        let declared = previous::declared(&mut config, &inputs).unwrap();
        let snapshot = ingest::run(&inputs, &config.settings, declared, &Progress::new(true)).unwrap();
        (config.settings, snapshot, case)
    }

    /// The findings without what one check finds: it is not asked at all, as if its condition were never true.
    fn without(check: Option<CheckId>, settings: &Settings, snapshot: &Snapshot) -> String {
        let mut settings = settings.clone();
        settings.rulings.extend(check.map(|check| {
            let off = Ruling {
                severity: None,
                reason: "a test".to_owned(),
            };
            (check, off)
        }));
        let review = judge(settings, snapshot.clone());
        String::from_utf8(findings_csv::csv(&review).unwrap()).unwrap()
    }

    #[test]
    fn whichever_check_is_turned_off_the_bad_year_reads_otherwise() {
        let (settings, snapshot, case) = read(false);
        let expected = case.join("expected/2022-10-05/internal/findings.csv");
        let expected = std::fs::read_to_string(expected).unwrap();
        assert_eq!(without(None, &settings, &snapshot), expected);
        let (unruled, bare, _) = read(true);
        for check in CHECKS {
            let row = format!(",{},", check.id.0);
            let (expected, found) = if check.id.0 == "no-policy" {
                (without(None, &unruled, &bare), without(Some(check.id), &unruled, &bare))
            } else {
                (expected.clone(), without(Some(check.id), &settings, &snapshot))
            };
            assert!(expected.contains(&row), "{} finds nothing", check.id.0);
            assert!(!found.contains(&row), "{} was turned off and went on", check.id.0);
            assert_ne!(found, expected, "nobody would see that {} is off", check.id.0);
        }
    }
}

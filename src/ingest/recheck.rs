//! A recheck has to be later than what it rechecks.
//!
//! Comes in: when the sources sheet says that each file was extracted. Goes out: a problem for each file of a recheck that
//! is not later than every file of the first extract. Where nobody says when, nothing can be compared: a check asks for it,
//! and until then such a recheck proves nothing.

use super::attested::Told;
use crate::model::evidence::Extracted;
use crate::model::problem::Problems;
use crate::model::settings::Settings;
use crate::model::system::{Export, System};

/// Notes rechecks that are not later.
pub(super) fn check(settings: &Settings, told: &Told, problems: &mut Problems) {
    for system in settings.systems.values() {
        for again in &system.recheck {
            let Some(at) = extracted(again, told) else { continue };
            let Some((first, before)) = last(system, told).filter(|(_, before)| at.instant() <= before.instant())
            else {
                continue;
            };
            let message = format!(
                "`{}` is a recheck of {}, but was extracted at {at}, which is not later than {before}, when `{}` was, the \
                 file that it rechecks; export the system again, or correct `extracted at` in the sources sheet",
                again.file, system.name, first.file
            );
            problems.add("review.toml", Some(again.line), message);
        }
    }
}

/// The file of the first extract that was extracted last.
fn last<'a>(system: &'a System, told: &Told) -> Option<(&'a Export, Extracted)> {
    let dated = system.exports().iter();
    let dated = dated.filter_map(|export| Some((export, extracted(export, told)?)));
    dated.max_by_key(|(_, at)| at.instant())
}

fn extracted(export: &Export, told: &Told) -> Option<Extracted> {
    told.get(&export.file)?.at
}

//! What `review.toml` says of a file that is tried.
//!
//! Comes in: the inputs folder and the file. Goes out: how the file is declared there, for each stanza that names it.

use std::fs;
use std::path::Path;

use crate::model::profile::Profile;
use crate::model::settings::Settings;
use crate::model::system::{AccessRules, Export, Resources, System};
use crate::{check, config, ingest};

/// What is known of a file.
pub(super) enum Known {
    /// Nothing names it.
    Nothing,
    /// `review.toml` cannot be read, and may name it.
    Mistakes,
    /// These stanzas name it.
    Declared(Vec<Stanza>),
}

/// A stanza that names the file.
pub(super) struct Stanza {
    /// The system; none is the staff list.
    pub(super) system: Option<String>,
    /// Whether permissions in it count as permissions on the whole of the system, as `review.toml` says nothing of what
    /// they are on.
    pub(super) whole: bool,
    /// Whether it is the staff list and has its usual headers, by which it is read where no profile fits.
    pub(super) usual: bool,
    /// Of the staff list, the profiles that may read it.
    pub(super) profiles: Option<Vec<Profile>>,
    /// How the file is read.
    pub(super) export: Export,
}

/// Looks the file up.
pub(super) fn known(inputs: &Path, file: &Path) -> Known {
    let (Ok(inputs), Ok(file)) = (fs::canonicalize(inputs), fs::canonicalize(file)) else {
        return Known::Nothing;
    };
    if !file.starts_with(&inputs) || !inputs.join("review.toml").is_file() {
        return Known::Nothing;
    }
    let Ok(config) = config::load(&inputs, None, &check::ids(), ingest::workbook) else {
        return Known::Mistakes;
    };
    let is_it = |export: &Export| fs::canonicalize(inputs.join(&export.file)).is_ok_and(|path| path == file);
    let stanzas: Vec<Stanza> = all(&inputs, &config.settings)
        .filter(|stanza| is_it(&stanza.export))
        .collect();
    if stanzas.is_empty() {
        return Known::Nothing;
    }
    Known::Declared(stanzas)
}

/// Every file that is declared.
fn all(inputs: &Path, settings: &Settings) -> impl Iterator<Item = Stanza> {
    let roster = std::iter::once((None, &settings.roster.table));
    let systems = settings.systems.values();
    let exports = systems.flat_map(|system| system.files().map(move |export| (Some(system), export)));
    roster.chain(exports).map(|(system, export)| Stanza {
        system: system.map(|system| system.name.clone()),
        whole: system.and_then(System::access).is_some_and(is_unsaid),
        usual: system.is_none() && ingest::is_usual_staff_list(inputs, settings),
        profiles: system.is_none().then(|| ingest::staff_profiles(settings)),
        export: export.clone(),
    })
}

fn is_unsaid(rules: &AccessRules) -> bool {
    matches!(rules.resources, Resources::Whole { said: false })
}

//! The audit before this one: the files that the inputs folder keeps of it.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::audit;
use crate::config::Config;
use crate::ingest::Declared;
use crate::model::audit::Audit;
use crate::model::opaque::Opaque;
use crate::model::page::Known;
use crate::model::renames::Renames;
use crate::model::system::Resources;

/// What is known before any export is read: the roles, and the audit before in today's words.
pub(super) fn declared(config: &mut Config, inputs: &Path) -> anyhow::Result<Declared> {
    let policy = config.policy.take();
    let previous = config.settings.previous.as_ref();
    let previous = previous.map(|previous| -> anyhow::Result<Arc<Audit>> {
        let known = Known::of(&config.settings, policy.as_ref());
        let mut audit = audit::read(&inputs.join(&previous.record), &previous.record, &known)
            .with_context(|| format!("review.toml, line {}: `record` of `[previous]`", previous.line))?;
        if let Some(date) = audit.date.filter(|date| *date > config.settings.date) {
            bail!(
                "review.toml, line {}: `record` of `[previous]` is of {date}, later than this audit of {}; name the audit before, or \
                 correct `date`",
                previous.line,
                config.settings.date
            );
        }
        let renames = Renames::of(&config.settings, policy.as_ref());
        let resources = config
            .settings
            .systems
            .values()
            .filter_map(|system| match &system.access()?.resources {
                Resources::Labelled { formerly, .. } => Some(formerly),
                Resources::Whole { .. } => None,
            });
        let names = resources
            .flatten()
            .map(|(_, is)| (Opaque::resource(is.reveal()), is.reveal().to_owned()));
        let names = names.collect();
        if let Some(detail) = &mut audit.detail {
            renames.apply(detail, &names);
        }
        Ok(Arc::new(audit))
    });
    Ok(Declared {
        previous: previous.transpose()?,
        policy,
    })
}

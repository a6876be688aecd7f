//! The audit before this one: the files that the inputs folder keeps of it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use super::audit;
use crate::config::Config;
use crate::ingest::Declared;
use crate::model::audit::Audit;
use crate::model::page::Known;
use crate::model::renames::Renames;

/// What is known before any export is read: the roles, and the audit before in today's words.
pub(super) fn declared(config: &mut Config, inputs: &Path) -> anyhow::Result<Declared> {
    let policy = config.policy.take();
    let previous = config.settings.previous.as_ref();
    let previous = previous.map(|previous| -> anyhow::Result<Arc<Audit>> {
        let known = Known::of(&config.settings, policy.as_ref());
        let mut audit = audit::read(&inputs.join(&previous.record), &previous.record, &known)
            .with_context(|| format!("review.toml, line {}: `record` of `[previous]`", previous.line))?;
        let renames = Renames::of(&config.settings, policy.as_ref());
        let grants = audit.detail.iter_mut().flat_map(|detail| &mut detail.grants);
        for grant in grants.flatten() {
            *grant = renames.grant_now(grant);
        }
        Ok(Arc::new(audit))
    });
    Ok(Declared {
        previous: previous.transpose()?,
        policy,
    })
}

//! What stands behind a finding, by its key.

use anyhow::bail;

use super::facts::{Explanation, KeyedFacts};
use super::gather;
use crate::check::CHECKS;
use crate::model::finding::Finding;
use crate::model::harmless::harmless;
use crate::model::key;
use crate::model::review::Review;

impl Explanation {
    /// Adds what the document says of the finding, if it is one that is explained.
    ///
    /// # Errors
    /// When the words cannot be had.
    pub fn with_sentence(
        mut self,
        review: &Review,
        words: impl Fn(&Finding) -> anyhow::Result<String>,
    ) -> anyhow::Result<Self> {
        if let Self::Finding(facts) = &mut self
            && let Some(finding) = find(review, &facts.key)?
        {
            facts.sentence = Some(words(finding)?);
        }
        Ok(self)
    }
}

/// The finding of this key, if what is typed is the key of one.
///
/// # Errors
/// When it is a key by its form, and no finding has it.
pub(super) fn find<'a>(review: &'a Review, typed: &str) -> anyhow::Result<Option<&'a Finding>> {
    let typed = typed.trim();
    let Some((check, _)) = typed.split_once('/') else {
        return Ok(None);
    };
    let Some(check) = CHECKS.iter().find(|known| known.id.0 == check) else {
        return Ok(None);
    };
    let mut findings = review.findings.iter().filter(|finding| finding.check == check.id);
    let found = findings.find(|finding| key::key(finding, &review.settings, &review.snapshot) == typed);
    if found.is_none() {
        bail!(
            "no finding of this review has the key `{}`; `access-review explain {}` tells what the check found, and \
             internal/findings.csv has the key of every finding",
            harmless(typed),
            check.id.0
        );
    }
    Ok(found)
}

pub(super) fn facts(review: &Review, finding: &Finding) -> KeyedFacts {
    KeyedFacts {
        key: key::key(finding, &review.settings, &review.snapshot),
        sentence: None,
        finding: gather::finding(review, finding),
    }
}

//! The texts of the checks: titles, reasons and remedies as `templates/checks.toml` has them, and the sentence of one
//! finding as plain text.
//!
//! One more check: an entry in `templates/checks.toml`, no Rust.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Deserialize;
use tera::{Context, Tera};

use super::context::Nouns;
use super::{escape, templates};
use crate::model::finding::{CheckId, Finding};
use crate::model::review::Review;

/// The embedded file.
const CHECKS: &str = include_str!("../../templates/checks.toml");

/// What is said of one check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CheckText {
    /// Its id, which names the bad thing (`orphan-account`).
    pub id: String,
    /// The good thing, as the list of checks prints it.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do about a finding.
    pub fix: String,
    /// The template of one finding's sentence.
    finding: String,
}

/// The file as a whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    check: Vec<CheckText>,
    /// Why a check could not judge, by [`Why::key`](crate::model::finding::Why::key).
    unjudged: BTreeMap<String, String>,
}

/// The texts of all checks, ready to be printed.
pub struct Texts {
    checks: Vec<CheckText>,
    places: BTreeMap<String, usize>,
    unjudged: BTreeMap<String, String>,
    tera: Tera,
}

impl Texts {
    /// Loads the embedded texts.
    ///
    /// # Errors
    /// When they are not what they should be, which the tests of this program exclude.
    pub fn load() -> anyhow::Result<Self> {
        let file: File = toml::from_str(CHECKS).context("templates/checks.toml does not parse")?;
        let mut tera = templates::engine(&["-"])?;
        // Every name ends so, and every value is folded: no control reaches a terminal.
        tera.set_escape_fn(escape::write_plain);
        tera.add_raw_templates(
            file.check
                .iter()
                .map(|check| (template(&check.id), check.finding.as_str())),
        )
        .context("a sentence in templates/checks.toml does not parse")?;
        let ids = file.check.iter().enumerate();
        Ok(Self {
            places: ids.map(|(place, check)| (check.id.clone(), place)).collect(),
            checks: file.check,
            unjudged: file.unjudged,
            tera,
        })
    }

    /// Every check's texts, in print order.
    pub fn checks(&self) -> &[CheckText] {
        &self.checks
    }

    /// Why a check could not judge, by the key of the reason; the key itself where there are no words for it.
    pub fn reason<'a>(&'a self, key: &'a str) -> &'a str {
        self.unjudged.get(key).map_or(key, String::as_str)
    }

    /// All reasons why a check can be unable to judge, by their keys.
    pub fn reasons(&self) -> &BTreeMap<String, String> {
        &self.unjudged
    }

    /// The texts of one check.
    ///
    /// # Errors
    /// When there are none.
    pub fn check(&self, id: CheckId) -> anyhow::Result<&CheckText> {
        let place = self.places.get(id.0);
        let check = place.and_then(|place| self.checks.get(*place));
        check.with_context(|| format!("templates/checks.toml has no text for check `{}`", id.0))
    }

    /// One finding as a sentence in plain text, on one line.
    ///
    /// # Errors
    /// When its check has no text, or the finding lacks a noun that the sentence needs.
    pub fn sentence(&self, review: &Review, finding: &Finding) -> anyhow::Result<String> {
        let check = self.check(finding.check)?;
        let context = Context::from_serialize(&Nouns::of(review, finding)).context("nouns of a finding")?;
        let sentence = self.tera.render(&template(&check.id), &context);
        sentence.with_context(|| format!("the sentence of check `{}` does not render", check.id))
    }
}

/// The name of a check's template; its end turns escaping on.
fn template(id: &str) -> String {
    format!("{id}-")
}

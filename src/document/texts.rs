//! The texts of the checks: titles, reasons and remedies as `templates/checks.toml` has them, and the sentence of one
//! finding as plain text.
//!
//! One more check: an entry in `templates/checks.toml`, no Rust.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Deserialize;
use tera::{Context, Tera, TeraResult};

use super::context::Nouns;
use super::own::told;
use super::{escape, templates, words};
use crate::model::finding::{CheckId, Finding};
use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::review::Review;
use crate::model::wording::Wording;

/// How the file is called.
pub(super) const FILE: &str = "checks.toml";

/// The embedded file.
pub(super) const CHECKS: &str = include_str!("../../templates/checks.toml");

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
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    check: Vec<CheckText>,
    /// Why a check could not judge, by [`Why::key`](crate::model::finding::Why::key).
    #[serde(default)]
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
    /// Loads the texts: of each check those of an own file, where that has any.
    ///
    /// # Errors
    /// When they are not what they should be, which the tests of this program and [`faults`](super::faults) exclude.
    pub fn load(own: &Wording) -> anyhow::Result<Self> {
        let mut file: File = toml::from_str(CHECKS).context("templates/checks.toml does not parse")?;
        let text = own.get(FILE).unwrap_or_default();
        let theirs: File = toml::from_str(text).context("templates/checks.toml of the inputs folder does not parse")?;
        for mine in theirs.check {
            if let Some(check) = file.check.iter_mut().find(|check| check.id == mine.id) {
                *check = mine;
            }
        }
        file.unjudged.extend(theirs.unjudged);
        let ids = file.check.iter().enumerate();
        Ok(Self {
            places: ids.map(|(place, check)| (check.id.clone(), place)).collect(),
            tera: library(&file.check).context("a sentence in templates/checks.toml does not parse")?,
            checks: file.check,
            unjudged: file.unjudged,
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
        sentence.with_context(|| {
            format!(
                "the sentence of check `{}` in templates/checks.toml does not render: `{}`",
                check.id, check.finding
            )
        })
    }
}

/// The sentences, ready to be filled in.
fn library(checks: &[CheckText]) -> TeraResult<Tera> {
    let mut tera = templates::engine(&["-"])?;
    // Every name ends so, and every value is folded: no control reaches a terminal.
    tera.set_escape_fn(escape::write_plain);
    let sentences = checks.iter().map(|check| (template(&check.id), check.finding.as_str()));
    tera.add_raw_templates(sentences)?;
    Ok(tera)
}

/// Notes what is wrong with an own file.
pub(super) fn faults(name: &str, text: &str, problems: &mut Problems) {
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => return words::misspelt(name, text, &error, problems),
    };
    let known: File = toml::from_str(CHECKS).unwrap_or_default();
    let line = |key: &str| {
        let found = text.lines().zip(1..).find(|(line, _)| line.contains(key));
        found.map(|(_, number)| number)
    };
    for check in &file.check {
        let line = line(&format!("\"{}\"", check.id));
        if !known.check.iter().any(|known| known.id == check.id) {
            let ids = known.check.iter().map(|known| &known.id);
            let message = format!("there is no check `{}`{}", check.id, did_you_mean(&check.id, ids));
            problems.add(name, line, message);
        } else if let Err(error) = library(std::slice::from_ref(check)) {
            for said in told::said(&error) {
                problems.add(name, line, told::message(&said, &check.finding, None));
            }
        }
    }
    for key in file.unjudged.keys().filter(|key| !known.unjudged.contains_key(*key)) {
        let message = format!(
            "`{key}` is no key of `[unjudged]`{}",
            did_you_mean(key, known.unjudged.keys())
        );
        problems.add(name, line(key), message);
    }
}

/// The name of a check's template; its end turns escaping on.
fn template(id: &str) -> String {
    format!("{id}-")
}

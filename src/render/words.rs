//! The words that formats put around a document's text, as `templates/frame.toml` has them.

use std::collections::BTreeMap;

use anyhow::Context as _;
use jiff::civil::Date;
use serde::Deserialize;

use crate::model::block::Front;

const FRAME: &str = include_str!("../../templates/frame.toml");

/// The words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Words {
    /// Above the list of sections.
    pub(super) contents: String,
    /// What a logo shows, for whom it is read out.
    logo: String,
    /// What a chart shows, for whom it is read out.
    chart: String,
    stated: BTreeMap<String, String>,
}

/// Something that a document says of itself.
pub(super) struct Fact<'a> {
    /// What it is.
    pub(super) label: String,
    /// As the front matter has it.
    pub(super) value: &'a str,
    /// The day, where it is one.
    pub(super) day: Option<Date>,
}

impl Words {
    /// Loads them.
    ///
    /// # Errors
    /// When the embedded file is not what it should be, which the tests of this program exclude.
    pub(super) fn load() -> anyhow::Result<Self> {
        toml::from_str(FRAME).context("templates/frame.toml does not parse")
    }

    /// What the logo of a document shows, for whom it is read out.
    pub(super) fn logo(&self, front: &Front) -> String {
        self.logo
            .replace("{organisation}", front.organisation.trim())
            .trim()
            .to_owned()
    }

    /// What a chart of a caption shows, for whom it is read out.
    pub(super) fn chart(&self, caption: &str) -> String {
        self.chart.replace("{caption}", caption.trim())
    }
}

impl Fact<'_> {
    /// As a person reads it.
    pub(super) fn words(&self) -> String {
        self.day.map_or_else(
            || self.value.trim().to_owned(),
            |day| day.strftime("%d %B %Y").to_string(),
        )
    }
}

/// What a document says of itself beside its title, in print order; each by its key where there are no words for it.
pub(super) fn facts(front: &Front) -> Vec<Fact<'_>> {
    let labels = Words::load().map(|words| words.stated).unwrap_or_default();
    let facts = front.stated().into_iter().map(|(key, value)| Fact {
        label: labels.get(key).cloned().unwrap_or_else(|| key.to_owned()),
        value,
        day: value.parse().ok().filter(|_| ["date", "next-audit"].contains(&key)),
    });
    facts.collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_document_can_say_has_a_label_and_days_are_spelled() {
        let said = || "2021-10-06".to_owned();
        let front = Front {
            organisation: said(),
            date: said(),
            period: said(),
            edition: said(),
            classification: said(),
            version: said(),
            approver: said(),
            next_audit: said(),
            ..Front::default()
        };
        let labels = Words::load().unwrap().stated;
        let facts = facts(&front);
        assert_eq!(facts.len(), labels.len());
        assert!(
            facts
                .iter()
                .all(|fact| labels.values().any(|label| *label == fact.label))
        );
        let days: Vec<String> = facts
            .iter()
            .map(Fact::words)
            .filter(|words| words == "06 October 2021")
            .collect();
        assert_eq!(days.len(), 2, "the day of this audit and that of the next");
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let front = Front {
            title: "Title".to_owned(),
            date: "no day".to_owned(),
            next_audit: "at once".to_owned(),
            period: " ".to_owned(),
            ..Front::default()
        };
        let words: Vec<String> = facts(&front).iter().map(Fact::words).collect();
        assert_eq!(words, ["no day", "at once"]);
    }
}

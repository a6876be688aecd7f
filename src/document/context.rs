//! What the templates may say: a review turned into nouns and numbers, with no sentence in it.
//!
//! The public edition's context holds no private string, by construction: it is made from settings, labels and counts.
//! One more noun: a field here, and the template that prints it.

mod accounts;
mod files;
mod findings;
mod internal;
mod nouns;
mod public;

pub(super) use internal::internal;
pub(super) use nouns::Nouns;
pub(super) use public::public;

use serde::Serialize;

use crate::model::settings::Settings;
use crate::model::system::Coverage;

/// What the front matter and the first lines of each edition say.
#[derive(Serialize)]
struct Front<'a> {
    title: &'a str,
    organisation: &'a str,
    date: String,
    period: &'a str,
    language: &'a str,
}

impl<'a> Front<'a> {
    fn of(settings: &'a Settings) -> Self {
        Self {
            title: &settings.title,
            organisation: &settings.organisation,
            date: settings.date.to_string(),
            period: &settings.period,
            language: &settings.language,
        }
    }
}

/// A coverage as `words.toml` knows it.
fn coverage_key(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Full => "full",
        Coverage::Partial => "partial",
        Coverage::Unknown => "unknown",
    }
}

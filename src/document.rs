//! The documents: a judged review comes in, Markdown goes out ([`public`], [`internal`], [`procedure`],
//! [`difference`]), and Markdown becomes blocks again ([`parse()`]), from which every other format is made.
//!
//! All sentences live in `templates/`, or in templates of somebody's own in their place (`own`); Rust supplies nouns and
//! numbers (`context`). One more table or section: its
//! nouns in a file of `context/`, its words in a template. One more check's sentence: an entry in
//! `templates/checks.toml`.

mod context;
mod escape;
mod own;
mod parse;
mod seen;
mod templates;
mod texts;
mod tidy;
mod words;

pub use own::{faults, objection, texts as own_texts};
pub use parse::parse;
pub use seen::{Edition, Seen, seen};
pub use texts::{CheckText, Texts};

use serde::Serialize;

use self::templates::Data;

use crate::model::change::Changes;
use crate::model::review::Review;
use crate::model::settings::DOCUMENT_ROWS;
use crate::model::wording::Wording;

/// The templates of the program, by name: documents first, then words and the texts of checks.
pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    let tables = [(words::FILE, words::WORDS), (texts::FILE, texts::CHECKS)];
    templates::FILES.iter().copied().chain(tables)
}

/// Writes the public page of a review as Markdown: counts only, it names nobody.
///
/// # Errors
/// When a template is broken.
pub fn public(review: &Review) -> anyhow::Result<String> {
    let look = &review.settings.look;
    written(seen::page(look.page), &context::public(review), &look.wording)
}

/// Writes the internal document of a review as Markdown: names, findings, evidence, and what changed since the audit
/// before, where that is known.
///
/// # Errors
/// When a template is broken, or a finding's check has no text.
pub fn internal(review: &Review, changes: Option<&Changes>) -> anyhow::Result<String> {
    let own = &review.settings.look.wording;
    written("internal.md", &context::internal(review, changes)?, own)
}

/// Writes what changed from one audit to another as Markdown.
///
/// # Errors
/// When a template is broken.
pub fn difference(changes: &Changes, own: &Wording) -> anyhow::Result<String> {
    let context = context::difference(changes, DOCUMENT_ROWS, own)?;
    written("difference.md", &context, own)
}

/// The words for what happened, and for what explains it, by the program's.
///
/// # Errors
/// When an own file of words is broken.
pub fn words_of_change(own: &Wording) -> anyhow::Result<toml::Table> {
    let mut words = words::words(own)?;
    Ok(match words.remove("change") {
        Some(toml::Value::Table(words)) => words,
        _ => toml::Table::new(),
    })
}

/// Writes the procedure of a review as Markdown; nothing where none is declared.
///
/// # Errors
/// When a template is broken.
pub fn procedure(review: &Review) -> anyhow::Result<Option<String>> {
    let page = context::procedure(review);
    page.map(|page| written("procedure.md", &page, &review.settings.look.wording))
        .transpose()
}

fn written(template: &str, context: &impl Serialize, own: &Wording) -> anyhow::Result<String> {
    rendered(template, &Data::of(context, own)?, own)
}

/// Renders a document from nothing but the data that its templates see, as [`seen()`] gives it.
///
/// # Errors
/// When a template is broken.
pub fn rendered(template: &str, data: &impl Serialize, own: &Wording) -> anyhow::Result<String> {
    Ok(tidy::tidy(&templates::render(template, data, own)?))
}

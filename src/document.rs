//! The documents: a judged review comes in, Markdown goes out ([`public`], [`internal`], [`procedure`],
//! [`difference`]), and Markdown becomes blocks again ([`parse()`]), from which every other format is made.
//!
//! All sentences live in `templates/`; Rust supplies nouns and numbers (`context`). One more table or section: its
//! nouns in a file of `context/`, its words in a template. One more check's sentence: an entry in
//! `templates/checks.toml`.

mod context;
mod escape;
mod parse;
mod templates;
mod texts;
mod tidy;

pub use parse::parse;
pub use texts::{CheckText, Texts};

use crate::model::change::Changes;
use crate::model::review::Review;
use crate::model::settings::DOCUMENT_ROWS;

/// Writes the public page of a review as Markdown: counts only, it names nobody.
///
/// # Errors
/// When an embedded template is broken.
pub fn public(review: &Review) -> anyhow::Result<String> {
    let text = templates::render("audit.md", &context::public(review))?;
    Ok(tidy::tidy(&text))
}

/// Writes the internal document of a review as Markdown: names, findings, evidence, and what changed since the audit
/// before, where that is known.
///
/// # Errors
/// When an embedded template is broken, or a finding's check has no text.
pub fn internal(review: &Review, changes: Option<&Changes>) -> anyhow::Result<String> {
    let text = templates::render("internal.md", &context::internal(review, changes)?)?;
    Ok(tidy::tidy(&text))
}

/// Writes what changed from one audit to another as Markdown.
///
/// # Errors
/// When an embedded template is broken.
pub fn difference(changes: &Changes) -> anyhow::Result<String> {
    let text = templates::render("difference.md", &context::difference(changes, DOCUMENT_ROWS)?)?;
    Ok(tidy::tidy(&text))
}

/// Writes the procedure of a review as Markdown; nothing where none is declared.
///
/// # Errors
/// When an embedded template is broken.
pub fn procedure(review: &Review) -> anyhow::Result<Option<String>> {
    let Some(page) = context::procedure(review) else {
        return Ok(None);
    };
    let text = templates::render("procedure.md", &page)?;
    Ok(Some(tidy::tidy(&text)))
}

//! The document: a judged review comes in, Markdown goes out ([`compose`]), and Markdown becomes blocks again
//! ([`parse()`]), from which every other format is made.
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

use crate::model::review::Review;

/// Which readers a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// Everybody: counts only, names nobody.
    Public,
    /// The auditors: names, findings, evidence.
    Internal,
}

/// Writes one edition of a review as Markdown.
///
/// # Errors
/// When an embedded template is broken, or a finding's check has no text.
pub fn compose(edition: Edition, review: &Review) -> anyhow::Result<String> {
    let text = match edition {
        Edition::Public => templates::render("audit.md", &context::public(review))?,
        Edition::Internal => templates::render("internal.md", &context::internal(review)?)?,
    };
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

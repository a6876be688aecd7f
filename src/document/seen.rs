//! The data that the templates of a document see, for people who write templates and for other programs.
//!
//! `schemas/context-1.json` says what it is like, as a JSON Schema. A field more is no other version; one that is gone, or
//! means something else, is.

use anyhow::Context as _;
use serde::Serialize;
use serde_json::Value;

use super::context;
use super::templates::Data;
use crate::model::change::Changes;
use crate::model::look::PageStyle;
use crate::model::review::Review;
use crate::model::settings::DOCUMENT_ROWS;

/// Which state of the shape it is.
const VERSION: u32 = 1;

/// A document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edition {
    /// The page for everybody.
    Public,
    /// The one that names people.
    Internal,
    /// How audits are done.
    Procedure,
    /// What changed since the audit before.
    Diff,
}

/// The template with which the public page begins.
pub(super) fn page(style: PageStyle) -> &'static str {
    match style {
        PageStyle::MetaInf => "audit.md",
        PageStyle::Narrative => "narrative.md",
    }
}

impl Edition {
    /// The template with which it begins.
    fn template(self, style: PageStyle) -> &'static str {
        match self {
            Self::Public => page(style),
            Self::Internal => "internal.md",
            Self::Procedure => "procedure.md",
            Self::Diff => "difference.md",
        }
    }
}

/// What the templates of a document see.
#[derive(Debug, PartialEq, Serialize)]
pub struct Seen {
    version: u32,
    edition: Edition,
    template: &'static str,
    data: Value,
}

/// What the templates of one document of a review see; `changes` are those since the audit before, if there was one.
///
/// # Errors
/// When the review has no such document, or a template of somebody's own is broken.
pub fn seen(edition: Edition, review: &Review, changes: Option<&Changes>) -> anyhow::Result<Seen> {
    let own = &review.settings.look.wording;
    let data = match edition {
        Edition::Public => serde_json::to_value(Data::of(context::public(review), own)?),
        Edition::Internal => serde_json::to_value(Data::of(context::internal(review, changes)?, own)?),
        Edition::Procedure => {
            let page = context::procedure(review);
            let page =
                page.context("review.toml has no `[procedure]`, so that there is no such document; declare it first")?;
            serde_json::to_value(Data::of(page, own)?)
        }
        Edition::Diff => {
            let changes = changes.context(
                "review.toml has no `[previous]`, so that there is nothing to compare with; name the audit before first",
            )?;
            serde_json::to_value(Data::of(context::difference(changes, DOCUMENT_ROWS, own)?, own)?)
        }
    };
    Ok(Seen {
        version: VERSION,
        edition,
        template: edition.template(review.settings.look.page),
        data: data.context("the document's data does not serialise")?,
    })
}

//! A published page in, its numbers out: last year's audit, where nothing but its page is left.
//!
//! Comes in: the bytes of a page in any form, and the names that a review declares. Goes out: a [`Page`]. Whatever form
//! it has is brought to one small shape (tables, cells, lines), and one reader makes numbers of it, led by the page's
//! own lists of permissions. What cannot be placed is listed; nothing is guessed. One more form: a file here and a
//! branch in `form`.

mod blocks;
mod columns;
mod date;
mod form;
mod grid;
mod held;
mod html;
mod markdown;
mod markup;
mod name;
mod numbered;
mod prose;
mod reader;
mod roles;
mod shape;
mod storage;
mod table;
mod text;
mod told;
mod word;
mod words;

use crate::model::page::{Known, Origin, Page, VERSION};

/// Reads a page. Names that a review declares help to tell those of the page; without them they are inferred.
///
/// # Errors
/// When it has no form that is known, or holds no audit.
pub fn read(bytes: &[u8], known: Option<&Known>) -> anyhow::Result<Page> {
    let shape = form::shape(bytes)?;
    let found = table::read(&shape, known)?;
    Ok(Page {
        version: VERSION,
        program: concat!("access-review ", env!("CARGO_PKG_VERSION")).to_owned(),
        origin: Origin::Page,
        audit_date: date::date(&shape).map(|date| date.to_string()),
        counts: found.counts,
        inferred_systems: found.inferred,
        unplaced: found.unplaced,
    })
}

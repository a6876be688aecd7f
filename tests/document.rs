//! Documents as their readers see them, and what the parser makes of them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "document/compose.rs"]
mod compose;
#[path = "document/limit.rs"]
mod limit;
#[path = "document/parse.rs"]
mod parse;
#[path = "document/sentences.rs"]
mod sentences;
#[path = "document/templates.rs"]
mod templates;
#[path = "document/world.rs"]
pub(crate) mod world;

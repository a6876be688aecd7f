//! access-review: exports of who may do what, in; one dated audit document, out.
//!
//! ```text
//! inputs/ ─config→ Settings, Policy ─ingest→ Snapshot ─check, settle, verdict, count→ Review
//!         ─record, compare→ Record, Changes ─document→ Markdown → Blocks ─render→ PDF · CSV · JSON ─tie_out, bundle→ out/<date>/
//! ```
//!
//! Formats of exports are data: [`config`] reads the profiles of `src/profiles` and of the inputs folder, [`ingest`] obeys
//! them. [`record`] keeps what later audits read, [`compare`] says what changed between two. [`command`] strings the stages together; every stage imports [`model`] and its own children, never a sibling.
//! [`progress`] tells a person at a terminal how far it is.
//! [`disclosure`] proves that the public files name nobody, [`tie_out`] that every file shows the same numbers, and
//! [`bundle`] puts the finished folder in place, whole or not at all. [`import`] reads back a page that was published.
//! [`publish`] puts the public pages on a site of Confluence, and brings them down again.
//! [`explain`] answers where a number comes from; [`suggest`] proposes roles
//! for the first year.

pub mod accounts;
pub mod bundle;
pub mod check;
pub mod cli;
pub mod command;
pub mod compare;
pub mod config;
pub mod count;
pub mod disclosure;
pub mod document;
pub mod explain;
pub mod import;
pub mod ingest;
pub mod model;
pub mod progress;
pub mod publish;
pub mod record;
pub mod render;
pub mod settle;
pub mod suggest;
pub mod terminal;
pub mod tie_out;
pub mod verdict;

#[cfg(test)]
mod world;

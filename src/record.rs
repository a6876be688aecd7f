//! The record that later audits read: written of a review, read back with the tables beside it.
//!
//! Comes in: a judged review, or the internal folder of an earlier audit (`record.json`, and beside it, as far as they are
//! still kept, `grants.csv`, `findings.csv` and `people-map.json`). Goes out: the bytes of `record.json`, or an
//! [`Audit`](crate::model::audit::Audit). A table is read only if it is the one that the record names by hash. Every
//! version that was ever written is read, and put into the words of the present one.

mod former;
mod older;
mod read;
mod write;

pub use read::{audit, parse, place};
pub use write::{json, of};

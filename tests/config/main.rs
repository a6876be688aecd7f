//! `config::load`: a good review in its checked types, and for every mistake the line and the words of its problem.
//!
//! One more mistake: one row in the table of its stanza. The row says what to change in the good example, and marks the
//! line that the problem should name with `# here`; a row without the mark is about the file as a whole.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails should say where"
)]

mod activity;
mod checks;
mod confluence;
mod every_key;
mod exception;
mod export;
mod files;
mod good;
mod inventory;
mod procedure;
mod profile;
mod profile_facts;
mod profile_head;
mod profile_keys;
mod profile_records;
mod recognised;
mod review;
mod role;
mod roster;
mod style;
mod system;
mod workbook;
mod world;

//! Files in, snapshot out: what is read, what is set aside, what is refused.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod access;
mod accounted;
mod matching;
mod recognised;
mod refused;
mod review;
mod roster;
mod second_header;
mod sheet;
mod unclear;
mod unread;
mod workbook;
mod workstations;

//! Blocks and counts to bytes; one file a format.

pub mod pdf;

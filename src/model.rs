//! The nouns of an access review: no I/O, no clock, no sentences. Every stage speaks in these types.

pub mod block;

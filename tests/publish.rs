//! `publish`: the real binary against a Confluence of our own on this machine. Each run is searched for the token, and each
//! request held to what the interface takes; see `world`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot set itself up has failed"
)]

mod again;
mod answers;
mod collisions;
mod data_center;
mod fake;
mod faults;
mod first;
mod hand;
mod health;
mod pulled;
mod secret;
mod trusted;
mod world;

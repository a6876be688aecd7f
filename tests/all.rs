//! Every integration test, in one binary. One more: a file beside this one and a line here.

mod bad_input;
mod bundle;
mod commands;
#[path = "config/main.rs"]
mod config;
mod disclosure;
mod document;
mod golden;
#[path = "ingest/main.rs"]
mod ingest;
mod pdf;
mod property;
mod published;
mod support;
mod tie_out;

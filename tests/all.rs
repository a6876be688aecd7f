//! Every integration test, in one binary. One more: a file beside this one and a line here.

mod auditor;
mod bad_input;
mod broken_off;
mod bundle;
mod checks;
mod claims;
mod commands;
#[path = "config/main.rs"]
mod config;
mod confluence;
mod cross_totals;
mod disclosure;
mod document;
mod exceptions;
mod golden;
mod import;
#[path = "ingest/main.rs"]
mod ingest;
mod lost_keys;
mod lost_permissions;
mod pdf;
mod policy;
mod procedure;
mod products;
mod profile_commands;
mod profiles;
mod property;
mod published;
mod rechecks;
mod recognise;
mod refusals;
mod renamed;
mod renamed_columns;
mod rosters;
mod secrets;
mod shapes;
mod sources;
mod sudoers;
mod sums;
mod support;
mod tie_out;
mod unclear;
mod unknown_words;
mod whole_system;
mod years;

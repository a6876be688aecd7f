//! `[system.matching]`: what the logins of a system tell about the people behind them.

use super::profile::pattern;
use super::stanza::Stanza;
use crate::model::pattern::Pattern;

/// What the captures of a pattern are compared with: local parts of e-mail addresses, e-mail addresses, ids.
const CAPTURES: [&str; 3] = ["local", "email", "id"];

/// Reads the optional table.
pub(super) fn read(system: &mut Stanza<'_>) -> Option<Pattern> {
    let mut stanza = system.table("matching", "[system.matching]");
    let pattern = pattern::whole(&mut stanza, "login-pattern", "(?<local>.+?)(-adm)?");
    if let Some(pattern) = &pattern {
        pattern::captures_are(stanza.file, "login-pattern", pattern, &CAPTURES);
    }
    stanza.done();
    pattern.map(|pattern| pattern.value)
}

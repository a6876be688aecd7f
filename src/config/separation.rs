//! `[[separation]]` of `roles.toml`: what nobody may hold together.

use super::claims::{Claims, fold};
use super::role::rules;
use super::stanza::Stanza;
use crate::model::arena::Arena;
use crate::model::policy::Separation;
use crate::model::system::System;

/// Reads every stanza; what could not be read is left out.
pub(super) fn read(root: &mut Stanza<'_>, systems: Option<&Arena<System>>) -> Vec<Separation> {
    let mut names = Claims::new();
    let mut separations = Vec::new();
    for (place, mut stanza) in root.tables("separation", "[[separation]]").into_iter().enumerate() {
        let name = stanza.text("name", "changes and their release");
        if let Some((_, earlier)) = names.claim(fold(&name.value), &place, name.line) {
            stanza.file.problem(
                name.line,
                format!(
                    "separation `{}` is declared twice, first {}; call each differently",
                    name.value,
                    stanza.file.on(earlier)
                ),
            );
        }
        let reason = stanza.text("reason", "whoever writes a change must not release it alone");
        let line = stanza.line;
        let (sides, declared) = rules(&mut stanza, "side", "[[separation.side]]", systems);
        if declared != 2 {
            stanza.file.problem(
                line,
                format!(
                    "separation `{}` has {declared} {}, expected two: what stands {} must not be held by whoever holds what \
                     stands {} the other{}",
                    name.value,
                    match (stanza.file.is_workbook(), declared) {
                        (true, 1) => "row with its name",
                        (true, _) => "rows with its name",
                        (false, _) => "`[[separation.side]]`",
                    },
                    if stanza.file.is_workbook() { "on the one" } else { "under the one" },
                    if stanza.file.is_workbook() { "on" } else { "under" },
                    if declared > 2 { "; of three, make a separation of each pair, with a name of its own" } else { "" },
                ),
            );
        }
        let row = stanza.file.row(line);
        stanza.done();
        if let Ok(sides) = sides.try_into() {
            separations.push(Separation {
                name: name.value,
                reason: reason.value,
                sides,
                line: row,
            });
        }
    }
    separations
}

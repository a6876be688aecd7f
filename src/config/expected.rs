//! What access to a system is expected to be like: limits, how many hold a privileged level, how permissions are held.

use super::limits::{self, Limits};
use super::stanza::Stanza;
use crate::model::arena::Arena;
use crate::model::system::{Expected, Holders, Level};

/// Reads the keys of one system; where it declares no limit of its own, that of all systems holds.
pub(super) fn read(system: &mut Stanza<'_>, levels: &Arena<Level>, all: &Limits) -> Expected {
    let mut own = system.table("limits", "[system.limits]");
    let own_limits = limits::of_accounts(&mut own);
    own.done();
    Expected {
        dormant_days: own_limits.dormant.or(all.of_accounts.dormant),
        key_days: own_limits.key.or(all.of_accounts.key),
        password_days: own_limits.password.or(all.of_accounts.password),
        privileged_holders: privileged_holders(system, levels),
        through_groups: system.flag("access-through-groups", false),
    }
}

/// The optional table `[system.privileged-holders]`.
fn privileged_holders(system: &mut Stanza<'_>, levels: &Arena<Level>) -> Option<Holders> {
    let there = system.holds("privileged-holders");
    let mut stanza = system.table("privileged-holders", "[system.privileged-holders]");
    let max_line = stanza.line_of("max");
    let holders = Holders {
        min: stanza.number("min", "2"),
        max: stanza.number("max", "5"),
    };
    if let (Some(min), Some(max), Some(line)) = (holders.min, holders.max, max_line)
        && max < min
    {
        stanza.file.problem(
            line,
            format!("`max` is {max}, less than the `min` of {min}; correct one of them"),
        );
    }
    if there && holders == Holders::default() {
        stanza.missing("max", "5");
    }
    if there && !levels.values().any(|level| level.privileged) {
        stanza.file.problem(
            stanza.line,
            "`[system.privileged-holders]` is given, but no level of the system is privileged; write \
             `privileged = true` under each `[[system.level]]` that is",
        );
    }
    stanza.done();
    there.then_some(holders)
}

//! `[inventory]`: all systems of the company, contractor companies, providers. None of it is printed in public.

use super::claims::{Claims, fold};
use super::stanza::Stanza;
use super::value::At;
use crate::model::arena::Arena;
use crate::model::inventory::{Company, Inventory, Listed, Meant, Provider, Scope};
use crate::model::private::Private;
use crate::model::system::System;

/// Reads the optional table. An id that is no system of the review is no mistake here, but found by a check.
pub(super) fn read(root: &mut Stanza<'_>, systems: &Arena<System>) -> Inventory {
    let mut stanza = root.table("inventory", "[inventory]");
    let inventory = Inventory {
        systems: each(&mut stanza, "system", "[[inventory.system]]", |stanza, name| Listed {
            name,
            scope: scope(stanza, systems),
            line: stanza.line,
        }),
        companies: each(&mut stanza, "company", "[[inventory.company]]", |stanza, name| {
            Company {
                name,
                agreement: Private::new(stanza.text("agreement", "Framework agreement of 2019").value),
                end: stanza.optional_day("end", "2022-12-31").map(|day| day.value),
                line: stanza.line,
            }
        }),
        providers: each(&mut stanza, "provider", "[[inventory.provider]]", |stanza, name| {
            let report = Private::new(stanza.text("report", "SOC 2 Type II").value);
            let date = stanza.day("date", "2021-05-31").map(|day| day.value);
            let line = stanza.line;
            date.map(|date| Provider {
                name,
                report,
                date,
                line,
            })
        })
        .into_iter()
        .flatten()
        .collect(),
    };
    stanza.done();
    inventory
}

/// The entries of a list, each of a name of its own.
fn each<'f, T>(
    inventory: &mut Stanza<'f>,
    key: &str,
    header: &'f str,
    mut read: impl FnMut(&mut Stanza<'f>, Private) -> T,
) -> Vec<T> {
    let mut names = Claims::new();
    let mut entries = Vec::new();
    for (place, mut stanza) in inventory.tables(key, header).into_iter().enumerate() {
        let name = stanza.text("name", "Bitbucket Cloud");
        if let Some((_, earlier)) = names.claim(fold(&name.value), &place, name.line) {
            stanza.file.problem(
                name.line,
                format!(
                    "`{}` stands twice in the inventory, first on line {earlier}; keep one of them",
                    name.value
                ),
            );
        }
        entries.push(read(&mut stanza, Private::new(name.value)));
        stanza.done();
    }
    entries
}

/// Whether a system is reviewed, and as which.
fn scope(stanza: &mut Stanza<'_>, systems: &Arena<System>) -> Scope {
    let reviewed = stanza.texts("systems", "bitbucket");
    let reason = stanza.optional_text("out-of-scope", "holds nothing of our customers");
    match (reviewed, reason) {
        (Some(ids), None) => Scope::In(ids.into_iter().map(|id| meant(id, systems)).collect()),
        (None, Some(reason)) => Scope::Out(Private::new(reason.value)),
        (one, _) => {
            let both = if one.is_some() { "both" } else { "neither" };
            stanza.file.problem(
                stanza.line,
                format!(
                    "the system has {both} `systems` {} `out-of-scope`; give the ids under which the review has it, or \
                     the reason why it is not reviewed",
                    if one.is_some() { "and" } else { "nor" }
                ),
            );
            Scope::In(Vec::new())
        }
    }
}

fn meant(id: At<String>, systems: &Arena<System>) -> Meant {
    let found = systems.find(|system| system.id == id.value);
    Meant {
        system: found.map(|(place, _)| place),
        id: Private::new(id.value),
    }
}

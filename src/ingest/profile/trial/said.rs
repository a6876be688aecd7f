//! Facts as samples spell them.
//!
//! Comes in: cells by their slots. Goes out: what they say by name, sorted into the lists of [`SampleFacts`].

use std::collections::BTreeMap;

use super::{Fact, Said, word};
use crate::ingest::compared::same_word;
use crate::ingest::profile::emit::{Emitter, Given};
use crate::ingest::values::Values;
use crate::model::profile::{Kind, SampleFacts, Slot};

/// The facts that cells give: every combination of their values.
pub(super) fn facts(emitter: &Emitter<'_>, given: &Given) -> Vec<(Kind, Said)> {
    let mut all = vec![Said::new()];
    for ((slot, _), cell) in emitter.slots.iter().zip(&given.cells) {
        let (name, product) = named(emitter.kind, *slot);
        if cell.is_empty() || (emitter.every_resource && *slot == Slot::Resource) {
            continue;
        }
        let values: Vec<String> = if product {
            cell.split('\n').map(ToOwned::to_owned).collect()
        } else {
            let mut several: Vec<&str> = cell.split('\n').collect();
            several.sort_unstable();
            vec![several.join("\n")]
        };
        all = all
            .iter()
            .flat_map(|said| {
                values.iter().map(move |value| {
                    let mut said = said.clone();
                    said.insert(name.to_owned(), value.clone());
                    said
                })
            })
            .collect();
    }
    let parted = |said: Said| -> Vec<Said> {
        let whose: &[&str] = match emitter.kind {
            Kind::Grant => &["account", "group"],
            Kind::Member => &["account", "member-group"],
            Kind::Account
            | Kind::Attributes
            | Kind::Group
            | Kind::Name
            | Kind::Resource
            | Kind::Device
            | Kind::Person => &[],
        };
        let there: Vec<&&str> = whose.iter().filter(|name| said.contains_key(**name)).collect();
        if there.len() < 2 {
            return vec![said];
        }
        let without = |other: &&str| {
            let mut said = said.clone();
            said.remove(*other);
            said
        };
        there.into_iter().map(without).collect()
    };
    let mut given: Vec<(Kind, Said)> = all
        .into_iter()
        .flat_map(parted)
        .map(|said| (emitter.kind, said))
        .collect();
    if emitter.kind == Kind::Grant && emitter.every_resource {
        for (_, said) in &mut given {
            said.insert("every".to_owned(), "yes".to_owned());
        }
    }
    given
}

/// What a field is called in samples, and whether each of several values is a fact of its own.
fn named(kind: Kind, slot: Slot) -> (&'static str, bool) {
    match slot {
        Slot::Account => ("account", true),
        Slot::Id => ("id", kind == Kind::Name),
        Slot::Name => ("name", false),
        Slot::Email => ("email", false),
        Slot::Resource => ("resource", true),
        Slot::Level => ("level", true),
        Slot::Status => ("status", false),
        Slot::Mfa => ("mfa", false),
        Slot::LastLogin => ("last-login", false),
        Slot::SignIn => ("sign-in", false),
        Slot::Group => ("group", true),
        Slot::MemberGroup => ("member-group", true),
        Slot::Via => ("via", true),
        Slot::Of => ("of", false),
        Slot::Device => ("device", true),
        Slot::Encrypted => ("encrypted", false),
        Slot::Protected => ("protected", false),
        Slot::Role => ("role", false),
        Slot::Employment => ("employment", false),
        Slot::Company => ("company", false),
        Slot::Start => ("start", false),
        Slot::End => ("end", false),
        Slot::Nature => ("nature", false),
    }
}

/// Puts a fact among those of its kind, without what is said of the account.
pub(super) fn sort(fact: Fact, values: &Values<'_>, facts: &mut SampleFacts) {
    let Fact { kind, mut said, .. } = fact;
    let mut keep = |names: &[&str]| {
        said.retain(|name, _| names.contains(&name.as_str()));
        std::mem::take(&mut said)
    };
    match kind {
        Kind::Account | Kind::Attributes => {}
        Kind::Grant => facts
            .grants
            .push(keep(&["account", "group", "resource", "level", "every", "via"])),
        Kind::Member => facts.members.push(keep(&["group", "account", "member-group"])),
        Kind::Group => facts.groups.extend(keep(&["group"]).into_values()),
        Kind::Name => facts.names.push(keep(&["of", "id", "name"])),
        Kind::Resource => facts.resources.extend(keep(&["resource"]).into_values()),
        Kind::Device => {
            let mut device = keep(&["device", "id", "account", "encrypted", "protected"]);
            for name in ["encrypted", "protected"] {
                let Some(text) = device.remove(name) else { continue };
                if let Ok(Some(yes)) = values.yes_no(&text) {
                    device.insert(name.to_owned(), word(yes));
                }
            }
            facts.devices.push(device);
        }
        Kind::Person => facts.people.push(std::mem::take(&mut said)),
    }
}

/// What several records say of one notebook of one owner is one, where they do not contradict each other.
pub(super) fn added_up(devices: &mut Vec<Said>) {
    let mut sums: Vec<Said> = Vec::new();
    for device in devices.drain(..) {
        let same = |name: &str, sum: &Said| sum.get(name) == device.get(name);
        let agrees = |sum: &Said| {
            device
                .iter()
                .all(|(name, text)| sum.get(name).is_none_or(|known| known == text))
        };
        let fits = |sum: &&mut Said| same("device", sum) && same("account", sum) && agrees(sum);
        match sums.iter_mut().find(fits) {
            Some(sum) => sum.extend(device),
            None => sums.push(device),
        }
    }
    *devices = sums;
}

/// Of what one principal holds on one resource, only the highest of the ordered levels.
pub(super) fn highest(grants: &mut Vec<Said>, order: &[String]) {
    let rank = |grant: &Said| {
        let level = grant.get("level")?;
        order.iter().position(|known| same_word(known, level))
    };
    let of = |grant: &Said| {
        let mut of = grant.clone();
        of.remove("level");
        of
    };
    let mut best: BTreeMap<Said, usize> = BTreeMap::new();
    for grant in grants.iter() {
        if let Some(rank) = rank(grant) {
            let known = best.entry(of(grant)).or_insert(rank);
            *known = rank.min(*known);
        }
    }
    grants.retain(|grant| rank(grant).is_none_or(|rank| best.get(&of(grant)).is_none_or(|best| *best == rank)));
}

//! Facts as samples spell them.
//!
//! Comes in: cells by their slots. Goes out: what they say by name, sorted into the lists of [`SampleFacts`].

use std::collections::BTreeSet;

use super::Said;
use crate::ingest::export::accounts::Known;
use crate::ingest::profile::{Emitter, Given};
use crate::ingest::values::Values;
use crate::model::credential::Secrets;
use crate::model::private::Private;
use crate::model::profile::{Kind, SampleFacts, Slot};
use crate::model::snapshot::{Account, LastLogin};

/// What is known of an account.
pub(super) fn said(account: &Account, known: Known, ids: &BTreeSet<&str>) -> Said {
    let text = |text: &Option<Private>| text.as_ref().map(|text| text.reveal().to_owned());
    let ids: Vec<&str> = ids.iter().copied().collect();
    let told = account.credentials.as_deref();
    let all = [
        ("account", Some(account.login.reveal().to_owned())),
        ("id", Some(ids.join("\n")).filter(|ids| !ids.is_empty())),
        ("name", text(&account.name)),
        ("email", text(&account.email)),
        ("status", account.status.map(|status| status.word().to_owned())),
        ("mfa", account.mfa.map(word)),
        ("sign-in", known.signs_in.map(word)),
        (
            "last-login",
            match account.last_login {
                LastLogin::On(day) => Some(day.to_string()),
                LastLogin::Never => Some("never".to_owned()),
                LastLogin::Unknown => None,
            },
        ),
        ("password-since", told.and_then(|told| told.password).and_then(secret)),
        ("key-since", told.and_then(|told| told.keys).and_then(secret)),
        ("root", told.and_then(|told| told.root).filter(|root| *root).map(word)),
    ];
    all.into_iter()
        .filter_map(|(name, text)| Some((name.to_owned(), text?)))
        .collect()
}

/// Since when the oldest of them is the same, or whether there is any.
fn secret(secrets: Secrets) -> Option<String> {
    let day = secrets.since.map(|day| day.to_string());
    day.or_else(|| secrets.any().map(word))
}

fn word(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

/// The facts that cells give: every combination of their values.
pub(super) fn facts(emitter: &Emitter<'_>, given: &Given) -> Vec<(Kind, Said)> {
    let mut all = vec![Said::new()];
    for ((slot, _), cell) in emitter.slots.iter().zip(&given.cells) {
        let (name, product) = named(emitter.kind, *slot);
        if cell.is_empty() {
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
    all.into_iter().map(|said| (emitter.kind, said)).collect()
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
        Slot::PasswordSince => ("password-since", false),
        Slot::KeySince => ("key-since", false),
        Slot::Root => ("root", false),
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

/// Whether facts of a kind hold whatever becomes of accounts and permissions.
pub(super) fn is_lasting(kind: Kind) -> bool {
    match kind {
        Kind::Group | Kind::Name | Kind::Resource | Kind::Device | Kind::Person | Kind::Sole => true,
        Kind::Account | Kind::Attributes | Kind::Grant | Kind::Member => false,
    }
}

/// Puts a lasting fact among those of its kind.
pub(super) fn sort(kind: Kind, mut said: Said, values: &Values<'_>, facts: &mut SampleFacts) {
    let mut keep = |names: &[&str]| {
        said.retain(|name, _| names.contains(&name.as_str()));
        std::mem::take(&mut said)
    };
    match kind {
        Kind::Account | Kind::Attributes | Kind::Grant | Kind::Member | Kind::Sole => {}
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

//! Whether a file is of the product that its system is about.
//!
//! Comes in: the name of a system and the profiles of its files. Goes out: why a file is of another product, if it is: of
//! those that tell permissions each has to go with the others, and a list of accounts with one of them. Which products go together, the profiles say; one of the officer's own goes with any, and so does a
//! file of which `review.toml` names the profile.

use crate::model::profile::{Body, Kind, Profile};
use crate::model::word::folded;

/// A file of the system.
#[derive(Clone, Copy)]
pub(super) struct Listed<'a> {
    pub(super) file: &'a str,
    pub(super) profile: &'a Profile,
}

/// Whether files of a format tell permissions.
pub(super) fn tells_permissions(profile: &Profile) -> bool {
    match &profile.body {
        Body::Read(reading) => {
            let mut emits = reading.records.iter().flat_map(|records| &records.emits);
            emits.any(|emit| emit.kind == Kind::Grant)
        }
        Body::Refuse(_) | Body::Instead(_) => false,
    }
}

/// Whether files of a format tell which accounts or groups there are, and nothing of what these may do.
pub(super) fn tells_only_accounts(profile: &Profile) -> bool {
    match &profile.body {
        Body::Read(reading) => {
            let mut emits = reading.records.iter().flat_map(|records| &records.emits);
            let tells =
                emits.any(|emit| matches!(emit.kind, Kind::Account | Kind::Attributes | Kind::Member | Kind::Group));
            tells && !tells_permissions(profile)
        }
        Body::Refuse(_) | Body::Instead(_) => false,
    }
}

/// Why a file that tells permissions is not of the product that the system is called after, or that the files before it are of.
pub(super) fn stranger(
    system: &str,
    (file, before): (Listed<'_>, &[Listed<'_>]),
    profiles: &[Profile],
) -> Option<String> {
    let goes = |other: &Profile| go_together(file.profile, other, profiles);
    let is_meant = |other: &Profile| other.beside.contains(&file.profile.system);
    let belongs = |other: &&Profile| belongs_to(file.profile, other) || is_meant(other);
    let named = called_after(system, profiles);
    let other = match named.first() {
        Some(first) if !named.iter().any(belongs) => is_called_after(first),
        _ => has_a_file(before.iter().find(|other| !goes(other.profile))?),
    };
    Some(refusal(
        system,
        file,
        &other,
        "what it says would count as permissions there",
    ))
}

/// The same of a file that tells only accounts: the files that tell permissions are all of other products, and no system
/// of theirs has such lists.
pub(super) fn stranger_of_accounts(
    system: &str,
    (file, telling): (Listed<'_>, &[Listed<'_>]),
    profiles: &[Profile],
) -> Option<String> {
    let goes = |other: &Profile| goes_with(file.profile, other, profiles);
    let named = called_after(system, profiles);
    if named.iter().any(|named| named.system == file.profile.system) || telling.iter().any(|other| goes(other.profile))
    {
        return None;
    }
    let other = match named.first() {
        Some(first) if !named.iter().any(|named| goes(named)) => is_called_after(first),
        _ => has_a_file(telling.first()?),
    };
    Some(refusal(
        system,
        file,
        &other,
        "its accounts would count as accounts there",
    ))
}

/// The profiles of products that a system is called after.
fn called_after<'p>(system: &str, profiles: &'p [Profile]) -> Vec<&'p Profile> {
    let of_products = profiles
        .iter()
        .filter(|profile| !profile.own && tells_permissions(profile));
    let called = |product: &Profile| {
        let same = profiles.iter().filter(|profile| profile.system == product.system);
        let mut also = same.flat_map(|profile| &profile.also_called);
        names(system, &product.system) || also.any(|name| names(system, name))
    };
    of_products.filter(|profile| called(profile)).collect()
}

fn is_called_after(profile: &Profile) -> String {
    format!("is called after {}", profile.system)
}

fn has_a_file(other: &Listed<'_>) -> String {
    format!("has a file of {} (`{}`)", other.profile.system, other.file)
}

fn refusal(system: &str, file: Listed<'_>, other: &str, effect: &str) -> String {
    let Profile {
        system: product,
        format,
        id,
        ..
    } = file.profile;
    format!(
        "the file is one of {product} ({format}), and the system `{system}` {other}: {effect}; declare a system of its own \
         for it, or, if it does belong here, say so with `profile = \"{id}\"`"
    )
}

/// Whether a file may stand in a system that is called after the other product: its own profile says so.
fn belongs_to(file: &Profile, other: &Profile) -> bool {
    let is_meant = |product: &String| product == "*" || *product == other.system;
    file.own || other.own || file.system == other.system || file.beside.iter().any(is_meant)
}

/// Whether a list of accounts may stand in a system that has the other file: its own profile says so, or a profile of the
/// other product names its product. That the other goes with any product says nothing of this one.
fn goes_with(accounts: &Profile, other: &Profile, profiles: &[Profile]) -> bool {
    let same = profiles.iter().filter(|known| known.system == other.system);
    let mut named = same.chain([other]).flat_map(|known| &known.beside);
    belongs_to(accounts, other) || named.any(|product| *product == accounts.system)
}

/// Whether a system may have files of both.
fn go_together(one: &Profile, other: &Profile, profiles: &[Profile]) -> bool {
    let of = |profile: &Profile, product: &str| {
        let same = profiles.iter().filter(|known| known.system == profile.system);
        let mut beside = same.chain([profile]).flat_map(|known| &known.beside);
        beside.any(|beside| beside == "*" || beside == product)
    };
    one.own || other.own || one.system == other.system || of(one, &other.system) || of(other, &one.system)
}

/// Whether a product stands in the name of a system, as words of their own.
fn names(system: &str, product: &str) -> bool {
    let words = |text: &str| -> String {
        let folded = folded(text);
        let words = folded.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        format!(" {} ", words.join(" "))
    };
    words(system).contains(&words(product))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_named_by_its_words_alone() {
        for (system, product, expected) in [
            ("GitHub", "GitHub", true),
            ("our github (cloud)", "GitHub", true),
            ("GitHubble", "GitHub", false),
            ("Google-Workspace", "Google Workspace", true),
            ("Google Cloud", "Google Workspace", false),
        ] {
            assert_eq!(names(system, product), expected, "{system}");
        }
    }
}

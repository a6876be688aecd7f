//! Whether a file is of the product that its system is about.
//!
//! Comes in: the name of a system and the profiles of its files that tell permissions. Goes out: why a file is of another
//! product, if it is. Which products go together, the profiles say; one of the officer's own goes with any, and so does a
//! file of which `review.toml` names the profile.

use crate::model::profile::{Body, Kind, Profile};
use crate::model::word::folded;

/// A file of the system that tells permissions.
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

/// Why a file is not of the product that the system is called after, or that the files before it are of.
pub(super) fn stranger(
    system: &str,
    (file, before): (Listed<'_>, &[Listed<'_>]),
    profiles: &[Profile],
) -> Option<String> {
    let product = &file.profile.system;
    let goes = |other: &Profile| go_together(file.profile, other, profiles);
    let named = profiles
        .iter()
        .filter(|profile| !profile.own && tells_permissions(profile));
    let named = named.filter(|profile| names(system, &profile.system));
    let mut named = named.peekable();
    let first = named.peek().copied();
    let other = match first {
        Some(first) if !named.any(goes) => format!("is called after {}", first.system),
        _ => {
            let other = before.iter().find(|other| !goes(other.profile))?;
            format!("has a file of {} (`{}`)", other.profile.system, other.file)
        }
    };
    Some(format!(
        "the file is one of {product} ({}), and the system `{system}` {other}: what it says would count as permissions \
         there; declare a system of its own for it, or, if it does belong here, say so with `profile = \"{}\"`",
        file.profile.format, file.profile.id
    ))
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

//! What is searched as it is written: addresses, and real names of resources.
//!
//! One more: a loop in [`Verbatim::of_systems`] and a [`Whose`].

use std::collections::BTreeMap;

use super::spelling::folded;
use crate::model::private::Private;
use crate::model::roster::{Identity, Roster};
use crate::model::settings::{PublicText, Settings};
use crate::model::snapshot::{Resource, Snapshot};

/// Everything that is searched, by what it looks like without regard to case.
#[derive(Default)]
pub(super) struct Verbatim<'a> {
    addresses: BTreeMap<String, Vec<Found<'a>>>,
    resources: BTreeMap<String, Vec<Found<'a>>>,
}

/// What must not stand in a public text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    /// As its own file writes it.
    pub(super) text: &'a Private,
    /// Whose it is.
    pub(super) whose: Whose<'a>,
}

/// Whose an address or a name is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whose<'a> {
    /// An address of somebody in the roster.
    Identity(&'a Identity),
    /// An address of an account of a system, by the system's name.
    Account(&'a str),
    /// A resource of a system, by the system's name.
    Resource(&'a str, &'a Resource),
}

impl<'a> Verbatim<'a> {
    /// The addresses of the roster, where any could stand in a text.
    pub(super) fn of_roster(texts: &[&PublicText], roster: &'a Roster) -> Self {
        let mut verbatim = Self::default();
        let addresses = holds_any(texts, '@');
        for identity in roster.identities.values().filter(|_| addresses) {
            for text in &identity.emails {
                let whose = Whose::Identity(identity);
                let same = verbatim.addresses.entry(folded(text.reveal())).or_default();
                same.push(Found { text, whose });
            }
        }
        verbatim
    }

    /// The addresses of the accounts, and the real names that hold a `/`; both only where they could stand in a text.
    pub(super) fn of_systems(texts: &[&PublicText], settings: &'a Settings, snapshot: &'a Snapshot) -> Self {
        let mut verbatim = Self::default();
        let (addresses, names) = (holds_any(texts, '@'), holds_any(texts, '/'));
        for access in snapshot
            .access
            .iter()
            .chain(&snapshot.rechecks)
            .filter(|_| addresses || names)
        {
            let system = settings.systems[access.system].name.as_str();
            for account in access.accounts.values().filter(|_| addresses) {
                let whose = match account.holder.identity() {
                    Some(identity) => Whose::Identity(&snapshot.roster.identities[identity]),
                    None => Whose::Account(system),
                };
                let texts = [&account.login].into_iter().chain(&account.email);
                for text in texts.filter(|text| is_address(text.reveal())) {
                    let first = || vec![Found { text, whose }];
                    verbatim.addresses.entry(folded(text.reveal())).or_insert_with(first);
                }
            }
            for resource in access.resources.values().filter(|_| names) {
                let text = &resource.name;
                if text.reveal().contains('/') && text.reveal().contains(char::is_alphanumeric) {
                    let whose = Whose::Resource(system, resource);
                    let same = verbatim.resources.entry(folded(text.reveal())).or_default();
                    same.push(Found { text, whose });
                }
            }
        }
        verbatim
    }

    /// What stands in a text.
    pub(super) fn found(&self, text: &str) -> Vec<Found<'a>> {
        let text = folded(text);
        let mut found = Vec::new();
        for (sign, searched) in [('@', &self.addresses), ('/', &self.resources)] {
            if text.contains(sign) {
                let here = searched.iter().filter(|(wanted, _)| holds(&text, wanted));
                found.extend(here.flat_map(|(_, found)| found));
            }
        }
        found
    }
}

/// Whether a sign stands in any of the texts, also in another width.
fn holds_any(texts: &[&PublicText], sign: char) -> bool {
    let holds = |text: &str| text.contains(sign) || (!text.is_ascii() && folded(text).contains(sign));
    texts.iter().any(|written| holds(&written.text))
}

fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
}

/// Whether something stands in a text as a whole, not as a part of something longer.
fn holds(text: &str, wanted: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || matches!(c, '_' | '%' | '+' | '-');
    !wanted.is_empty()
        && text.match_indices(wanted).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let mut after = text.get(at + wanted.len()..).unwrap_or_default().chars();
            let ends = match after.next() {
                // A full stop ends the sentence unless a domain goes on behind it.
                Some('.') => !after.next().is_some_and(char::is_alphanumeric),
                next => !next.is_some_and(continues),
            };
            ends && !before.is_some_and(|c| continues(c) || c == '.')
        })
}

#[cfg(test)]
mod tests {
    use super::{folded, holds, is_address};

    #[test]
    fn an_address_is_found_as_a_whole() {
        let address = "ada@example.com";
        for text in [
            "write to <Ada@Example.COM>.",
            "ada@example.com",
            "see ada@example.com, please",
            "a\u{200b}da@exam\u{ad}ple.com",
            "ada＠example．com",
        ] {
            assert!(holds(&folded(text), address), "{text}");
        }
        for text in [
            "granada@example.com",
            "x.ada@example.com",
            "ada@example.com.au",
            "ada@example.community",
        ] {
            assert!(!holds(&folded(text), address), "{text}");
        }
    }

    #[test]
    fn a_login_is_an_address_only_with_something_on_both_sides() {
        assert!(is_address("ada@example.com"));
        for login in ["ada", "@ada", "ada@", "ada @ home"] {
            assert!(!is_address(login), "{login}");
        }
    }
}

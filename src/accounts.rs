//! Accounts that matched nobody, each with whom it might be: shown to a person, never applied.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::arena::Ix;
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account, Holder, Snapshot};
use crate::model::unmatched::{Candidate, Likeness, Unmatched};

/// How alike two logins must be to be suggested: 1 is equal.
const ALIKE: f64 = 0.84;

/// How many suggestions an account gets at most.
const SUGGESTIONS: usize = 3;

/// Every account of nobody, by system in declared order, then in file order.
pub fn unmatched(snapshot: &Snapshot) -> Vec<Unmatched> {
    let people: Vec<Spelled> = snapshot
        .roster
        .identities
        .iter()
        .map(|(place, identity)| Spelled::new(place, identity))
        .collect();
    let of_access = |access: &Access| {
        let nobodys = access
            .accounts
            .iter()
            .filter(|(_, account)| account.holder == Holder::Nobody);
        nobodys
            .map(|(place, account)| Unmatched {
                system: access.system,
                account: place,
                candidates: candidates(account, &people),
            })
            .collect::<Vec<_>>()
    };
    snapshot.access.iter().flat_map(of_access).collect()
}

/// An identity with everything a login could be made of.
struct Spelled {
    place: Ix<Identity>,
    name: BTreeSet<String>,
    logins: BTreeSet<String>,
}

impl Spelled {
    fn new(place: Ix<Identity>, identity: &Identity) -> Self {
        let words = words(identity.name.reveal());
        let mut logins: BTreeSet<String> = BTreeSet::new();
        logins.extend(identity.emails.iter().map(|email| login(email.reveal())));
        logins.extend(identity.logins.values().flatten().map(|name| login(name.reveal())));
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            logins.insert(format!("{first}{last}"));
            logins.insert(format!("{last}{first}"));
            logins.extend(first.chars().next().map(|initial| format!("{initial}{last}")));
            logins.extend(last.chars().next().map(|initial| format!("{first}{initial}")));
        }
        logins.retain(|login| login.chars().count() > 2);
        Self {
            place,
            name: words.into_iter().collect(),
            logins,
        }
    }
}

fn candidates(account: &Account, people: &[Spelled]) -> Vec<Candidate> {
    let name: BTreeSet<String> = account
        .name
        .as_ref()
        .map(|name| words(name.reveal()).into_iter().collect())
        .unwrap_or_default();
    let spellings: Vec<String> = account
        .email
        .iter()
        .chain([&account.login])
        .map(|text| login(text.reveal()))
        .collect();
    let mut found: Vec<(Likeness, f64, Ix<Identity>)> = Vec::new();
    for person in people {
        let likeness = person
            .logins
            .iter()
            .flat_map(|theirs| spellings.iter().map(move |own| strsim::jaro_winkler(own, theirs)))
            .fold(0.0, f64::max);
        if !name.is_empty() && name == person.name {
            found.push((Likeness::SameName, likeness, person.place));
        } else if likeness >= ALIKE {
            found.push((Likeness::SimilarLogin, likeness, person.place));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    found
        .into_iter()
        .take(SUGGESTIONS)
        .map(|(reason, _, identity)| Candidate { identity, reason })
        .collect()
}

/// The words of a name, without case and accents.
fn words(name: &str) -> Vec<String> {
    fold(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A login or the local part of an address, letters and digits only, without case and accents.
fn login(text: &str) -> String {
    let local = text.split('@').next().unwrap_or(text);
    fold(local).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

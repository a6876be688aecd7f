//! Accounts that matched nobody, each with whom it might be: shown to a person, never applied.
//!
//! Comes in: the snapshot. Goes out: those accounts with their three best candidates. `logins` says which logins are
//! alike. One more way of making a login from a name: a line in `spellings`.

mod logins;

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::arena::{Arena, Ix};
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account, Holder, Snapshot};
use crate::model::unmatched::{Candidate, Likeness, Unmatched};
use logins::Logins;

/// How many suggestions an account gets at most.
const SUGGESTIONS: usize = 3;

/// Every account of nobody, by system in declared order, then in file order.
pub fn unmatched(snapshot: &Snapshot) -> Vec<Unmatched> {
    let people = People::new(&snapshot.roster.identities);
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

/// Everybody in the roster, by name and by what a login could be made of.
struct People {
    names: BTreeMap<BTreeSet<String>, Vec<Ix<Identity>>>,
    logins: Logins<Ix<Identity>>,
}

impl People {
    fn new(identities: &Arena<Identity>) -> Self {
        let mut names: BTreeMap<BTreeSet<String>, Vec<Ix<Identity>>> = BTreeMap::new();
        let mut logins = Logins::default();
        for (place, identity) in identities.iter() {
            let words = words(identity.name.reveal());
            for login in spellings(identity, &words) {
                logins.add(place, login);
            }
            names.entry(words.into_iter().collect()).or_default().push(place);
        }
        Self { names, logins }
    }
}

/// What a login of somebody with this name could be.
fn spellings(identity: &Identity, words: &[String]) -> BTreeSet<String> {
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
    logins
}

/// Those of the same name, then those of a similar login, the most alike first.
fn candidates(account: &Account, people: &People) -> Vec<Candidate> {
    let name: BTreeSet<String> = account
        .name
        .as_ref()
        .map(|name| words(name.reveal()).into_iter().collect())
        .unwrap_or_default();
    let texts = account.email.iter().chain([&account.login]);
    // A number is like another by chance only.
    let is_spelled = |login: &String| login.chars().any(char::is_alphabetic);
    let own: BTreeSet<String> = texts.map(|text| login(text.reveal())).filter(is_spelled).collect();
    let same = people.names.get(&name).filter(|_| !name.is_empty());
    let same = same.map(Vec::as_slice).unwrap_or_default();
    // Among people of one name the most alike logins come first; the roster's order decides between equals.
    let alike = people.logins.nearest(&own, SUGGESTIONS + same.len().min(SUGGESTIONS));
    let (alike_of_same, alike): (Vec<_>, Vec<_>) =
        alike.into_iter().partition(|place| same.binary_search(place).is_ok());
    let others = same.iter().filter(|place| !alike_of_same.contains(place));
    let same = alike_of_same.iter().chain(others);
    same.map(|place| (*place, Likeness::SameName))
        .chain(alike.iter().map(|place| (*place, Likeness::SimilarLogin)))
        .take(SUGGESTIONS)
        .map(|(identity, reason)| Candidate { identity, reason })
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

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use super::unmatched;
    use crate::model::private::Private;
    use crate::model::snapshot::Holder;
    use crate::model::unmatched::Likeness;
    use crate::world::World;

    #[test]
    fn logins_are_likened_and_numbers_are_not() {
        let mut world = World::new();
        let system = world.system("git", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira Holt", role);
        world
            .somebody(mira)
            .logins
            .insert(system, vec![Private::new("48210087")]);
        world.account(system, "48210088", Holder::Nobody);
        world.account(system, "mholt", Holder::Nobody);
        let found = unmatched(&world.snapshot);
        assert!(found[0].candidates.is_empty());
        assert_eq!(found[1].candidates.len(), 1);
        assert_eq!(found[1].candidates[0].identity, mira);
        assert_eq!(found[1].candidates[0].reason, Likeness::SimilarLogin);
    }
}

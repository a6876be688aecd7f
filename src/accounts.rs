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
    /// Whose name has a word; none where several have it.
    words: BTreeMap<String, Option<Ix<Identity>>>,
    logins: Logins<Ix<Identity>>,
}

impl People {
    fn new(identities: &Arena<Identity>) -> Self {
        let mut names: BTreeMap<BTreeSet<String>, Vec<Ix<Identity>>> = BTreeMap::new();
        let mut by_word: BTreeMap<String, Option<Ix<Identity>>> = BTreeMap::new();
        let mut logins = Logins::default();
        for (place, identity) in identities.iter() {
            let words = words(identity.name.reveal());
            for login in spellings(identity, &words) {
                logins.add(place, login);
            }
            let words: BTreeSet<String> = words.into_iter().collect();
            for word in words.iter().filter(|word| word.chars().count() > 2) {
                let whose = by_word.entry(word.clone());
                whose.and_modify(|whose| *whose = None).or_insert(Some(place));
            }
            names.entry(words).or_default().push(place);
        }
        Self {
            names,
            words: by_word,
            logins,
        }
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

/// Whether somebody may have made a login of letters and digits from a name: ids, which are numbers or digits of a
/// hexadecimal number for the most part, are like one another by chance only.
fn is_spelled(login: &str) -> bool {
    let count = |fits: fn(&char) -> bool| login.chars().filter(fits).count();
    let (all, digits) = (login.chars().count(), count(char::is_ascii_digit));
    let others = count(|letter| !letter.is_ascii_hexdigit());
    let is_number = digits * 3 >= all * 2;
    let is_hexadecimal = all >= 10 && digits >= 2 && others * 8 <= all;
    !is_number && !is_hexadecimal
}

/// Those of the same name, then whose name has the one word of it, then those of a similar login, the most alike first.
fn candidates(account: &Account, people: &People) -> Vec<Candidate> {
    let name: BTreeSet<String> = account
        .name
        .as_ref()
        .map(|name| words(name.reveal()).into_iter().collect())
        .unwrap_or_default();
    let texts = account.email.iter().chain([&account.login]);
    let own: BTreeSet<String> = texts
        .map(|text| login(text.reveal()))
        .filter(|login| is_spelled(login))
        .collect();
    let same = people.names.get(&name).filter(|_| !name.is_empty());
    let same = same.map(Vec::as_slice).unwrap_or_default();
    // Among people of one name the most alike logins come first; the roster's order decides between equals.
    let alike = people.logins.nearest(&own, SUGGESTIONS + same.len().min(SUGGESTIONS));
    let (alike_of_same, alike): (Vec<_>, Vec<_>) =
        alike.into_iter().partition(|place| same.binary_search(place).is_ok());
    let others = same.iter().filter(|place| !alike_of_same.contains(place));
    let in_part = name.first().filter(|_| name.len() == 1);
    let in_part = in_part.and_then(|word| *people.words.get(word)?);
    let in_part = in_part.filter(|place| same.binary_search(place).is_err());
    let alike = alike.iter().filter(|place| Some(**place) != in_part);
    let same = alike_of_same.iter().chain(others);
    same.map(|place| (*place, Likeness::SameName))
        .chain(in_part.map(|place| (place, Likeness::NameInPart)))
        .chain(alike.map(|place| (*place, Likeness::SimilarLogin)))
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

    #[test]
    fn opaque_ids_are_like_nobody() {
        let mut world = World::new();
        let system = world.system("git", &["Admin"]);
        let role = world.role("Developer");
        let known = [
            "557058:f3e1b2a0-9c44-4f0e-8a11-0b7c5d2e9f10",
            "712020:0d9c1a2b-5566-4c3d-9e8f-1a2b3c4d5e6f",
            "5b10ac8d82e05b22cc7d4ef5",
            "0f8fad5b-d9cb-469f-a165-70867728950e",
            "u48210087",
        ];
        for login in known {
            let somebody = world.identity(login, role);
            let somebody = world.somebody(somebody);
            somebody.name = Private::new("Zoe Martin");
            somebody.logins.insert(system, vec![Private::new(login)]);
        }
        for login in known {
            let other = login.replace('0', "1");
            assert_ne!(other, login);
            world.account(system, &other, Holder::Nobody);
        }
        for entry in unmatched(&world.snapshot) {
            assert_eq!(entry.candidates, []);
        }
        for login in ["mholt", "ada1984", "deb2", "abbe.decade", "m.holt-2"] {
            assert!(super::is_spelled(&super::login(login)), "{login}");
        }
    }

    #[test]
    fn one_word_of_one_name_is_a_suggestion_whatever_its_accents() {
        let mut world = World::new();
        let system = world.system("git", &["Admin"]);
        let role = world.role("Developer");
        let monica = world.identity("Mónica Moreau", role);
        world.identity("Zoë Martin", role);
        world.identity("Martin Holt", role);
        for (login, name) in [
            ("x-1", "Monica"),
            ("x-2", "martin"),
            ("x-3", "Moreau Vidal"),
            ("x-4", "Zo"),
        ] {
            let account = world.account(system, login, Holder::Nobody);
            world.access(system).accounts[account].name = Some(Private::new(name));
        }
        let found = unmatched(&world.snapshot);
        let reasons = found[0].candidates.iter().map(|found| (found.identity, found.reason));
        assert_eq!(reasons.collect::<Vec<_>>(), [(monica, Likeness::NameInPart)]);
        for entry in &found[1..] {
            assert_eq!(
                entry.candidates,
                [],
                "two have it, or it is more than one word, or too short"
            );
        }
    }
}

//! What a person typed in, the one thing they mean out.

use std::collections::BTreeSet;

use anyhow::bail;

use super::grant::Named;
use super::{finding, gather, grant, number};
use crate::check::{CHECKS, Check};
use crate::model::arena::Ix;
use crate::model::count::{Bearer, Count, CountedLevel, On};
use crate::model::finding::Finding;
use crate::model::harmless::harmless;
use crate::model::key;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account};
use crate::model::system::System;

/// How many similar subjects an error lists.
const SIMILAR: usize = 3;
/// How many numbers an error lists.
const LISTED: usize = 12;
/// How similar they must be, from 0 to 1.
const CLOSE: f64 = 0.6;

/// What can be explained.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Check(&'static Check),
    Identity(Ix<Identity>),
    Account(&'a Access, Ix<Account>),
    Grant(Named<'a>),
    Finding(&'a Finding),
    Notebooks(&'a Access),
    Number(Count),
}

/// Finds what is meant: a finding by its key, else a check, an identity, an account, a grant, a printed number, or one that
/// is 0.
pub(super) fn resolve<'a>(review: &'a Review, typed: &str) -> anyhow::Result<Subject<'a>> {
    if let Some(finding) = finding::find(review, typed)? {
        return Ok(Subject::Finding(finding));
    }
    let wanted = plain(typed);
    let tiers: [&dyn Fn() -> Vec<Subject<'a>>; 9] = [
        &|| checks(&wanted),
        &|| identities(review, |identity| plain(identity.id.reveal()) == wanted),
        &|| {
            identities(review, |identity| {
                identity.emails.iter().any(|email| plain(email.reveal()) == wanted)
            })
        },
        &|| identities(review, |identity| plain(identity.name.reveal()) == wanted),
        &|| accounts(review, typed.trim(), &wanted),
        &|| grant::find(review, &wanted).into_iter().map(Subject::Grant).collect(),
        &|| notebooks(review, &wanted),
        &|| numbers(review, review.numbers().copied(), &wanted),
        &|| numbers(review, possible(review).into_iter(), &wanted),
    ];
    for tier in tiers {
        let found = tier();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            several => {
                let mut spelled = several.iter().filter(|subject| name(review, subject) == typed.trim());
                if let (Some(one), None) = (spelled.next(), spelled.next()) {
                    return Ok(*one);
                }
                if let Some(accounts) = same_name(review, several) {
                    let typed = quoted(typed);
                    bail!(
                        "{typed} can mean a permission of any of {}; type the account, whose explanation shows all that it holds",
                        accounts.join(", ")
                    );
                }
                let names: BTreeSet<String> = several.iter().map(|subject| quoted(&name(review, subject))).collect();
                let names: Vec<String> = names.into_iter().collect();
                let typed = quoted(typed);
                bail!("{typed} can mean any of {}; type one of them", names.join(", "));
            }
        }
    }
    let system = system(review, &wanted);
    let longer = longer(
        review,
        &system.map_or_else(|| wanted.clone(), |(_, system)| plain(&system.name)),
    );
    if !longer.is_empty() {
        bail!(
            "{} stands for more than one number; type one of {}",
            quoted(typed),
            longer.join(", ")
        );
    }
    if let Some((place, system)) = system {
        bail!(
            "the page prints no number of the system {}: {}",
            quoted(&system.name),
            without_numbers(review, place)
        );
    }
    let similar = similar(review, &wanted);
    let hint = if similar.is_empty() {
        String::new()
    } else {
        format!(" (did you mean {}?)", similar.join(" or "))
    };
    let example = review
        .counts
        .first()
        .map(|count| format!(" ({})", quoted(&number_name(review, count))));
    bail!(
        "nothing is called {}{hint}; expected a check (`orphan-account`), an identity (its id, full name or e-mail), an \
         account (its login, or `system: login`), a permission (`login / resource / level`), the key of a finding, the name of a system that lists notebooks, or a number of the \
         page{}",
        quoted(typed),
        example.unwrap_or_default()
    )
}

/// The accounts of permissions of which two are typed alike, as a login, a resource or a level holds ` / `.
fn same_name(review: &Review, several: &[Subject<'_>]) -> Option<Vec<String>> {
    let spelled: BTreeSet<String> = several.iter().map(|subject| name(review, subject)).collect();
    if spelled.len() == several.len() {
        return None;
    }
    let account = |subject: &Subject<'_>| match subject {
        Subject::Grant(named) => Some(named.account(review)),
        Subject::Check(_)
        | Subject::Identity(_)
        | Subject::Account(..)
        | Subject::Finding(_)
        | Subject::Notebooks(_)
        | Subject::Number(_) => None,
    };
    let accounts: BTreeSet<String> = several.iter().map(account).collect::<Option<_>>()?;
    Some(accounts.iter().map(|account| quoted(account)).collect())
}

/// The system of this id or name.
fn system<'a>(review: &'a Review, wanted: &str) -> Option<(Ix<System>, &'a System)> {
    let systems = &review.settings.systems;
    systems.find(|system| plain(&system.id) == wanted || plain(&system.name) == wanted)
}

/// Why the page prints no number of a system.
fn without_numbers(review: &Review, system: Ix<System>) -> String {
    let access = review.snapshot.counted_of(system);
    let is_named = review
        .settings
        .activities
        .values()
        .any(|row| row.systems.contains(&system));
    if !is_named {
        return "no `[[activity]]` of review.toml names it under `systems`".to_owned();
    }
    let Some(access) = access.filter(|access| access.coverage.is_some()) else {
        return "no `[[system.export]]` of review.toml names a file of it, so nothing of it was collected".to_owned();
    };
    let accounts = access.accounts.len();
    let files = review.snapshot.files_of(access).count();
    format!(
        "its files ({files}) give {accounts} account{}, and none that is active holds a permission; `access-review check` tells \
         what became of their rows, and the login of an account explains it",
        if accounts == 1 { "" } else { "s" }
    )
}

/// The numbers whose name goes on where the typed one ends: those of a system, a resource, a level.
fn longer(review: &Review, wanted: &str) -> Vec<String> {
    let begins = |name: &str| {
        plain(name)
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    let goes_on = |count: &&Count| {
        let full = number_name(review, count);
        let short = full.split_once(" / ").map_or("", |(_, short)| short);
        begins(&full) || begins(short)
    };
    let mut names: Vec<String> = review
        .numbers()
        .filter(goes_on)
        .map(|count| quoted(&number_name(review, count)))
        .collect();
    if names.len() > LISTED {
        names.truncate(LISTED);
        names.push("…".to_owned());
    }
    names
}

/// As compared: without regard to case, to the width of spaces and to spaces around slashes.
pub(super) fn plain(text: &str) -> String {
    let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    text.split('/').map(words).collect::<Vec<_>>().join("/")
}

/// In back-ticks, fit for a terminal.
fn quoted(text: &str) -> String {
    format!("`{}`", harmless(text))
}

fn checks<'a>(wanted: &str) -> Vec<Subject<'a>> {
    CHECKS
        .iter()
        .filter(|check| check.id.0 == wanted)
        .map(Subject::Check)
        .collect()
}

fn identities<'a>(review: &Review, fits: impl Fn(&Identity) -> bool) -> Vec<Subject<'a>> {
    let all = review.snapshot.roster.identities.iter();
    all.filter(|(_, identity)| fits(identity))
        .map(|(place, _)| Subject::Identity(place))
        .collect()
}

/// Accounts by login, or by system and login; as typed if any fits so, else without regard to case.
fn accounts<'a>(review: &'a Review, typed: &str, wanted: &str) -> Vec<Subject<'a>> {
    let mut exact = Vec::new();
    let mut loose = Vec::new();
    for access in review.snapshot.access.iter().chain(&review.snapshot.rechecks) {
        let system = &review.settings.systems[access.system];
        let prefixes = [plain(&system.id), plain(&system.name)];
        for (place, account) in gather::only_here(review, access) {
            let login = account.login.reveal();
            let suffixed = prefixes.iter().any(|prefix| {
                let rest = wanted
                    .strip_prefix(prefix.as_str())
                    .and_then(|rest| rest.strip_prefix(':'));
                rest.is_some_and(|rest| rest.trim_start() == plain(login))
            });
            if suffixed && typed.ends_with(login) || typed == login {
                exact.push(Subject::Account(access, place));
            } else if suffixed || wanted == plain(login) {
                loose.push(Subject::Account(access, place));
            }
        }
    }
    if exact.is_empty() { loose } else { exact }
}

/// The sentence about notebooks: by the name of its system, with or without a figure of it behind a slash.
fn notebooks<'a>(review: &'a Review, wanted: &str) -> Vec<Subject<'a>> {
    let of = |system: Ix<System>| {
        let System { id, name, .. } = &review.settings.systems[system];
        [plain(id), plain(name)].iter().any(|name| {
            let figure = wanted.strip_prefix(name.as_str());
            figure.is_some_and(|figure| figure.is_empty() || figure.strip_prefix('/').is_some_and(is_figure))
        })
    };
    let listed = review.notebooks.iter().filter(|notebooks| of(notebooks.system));
    listed
        .filter_map(|notebooks| review.snapshot.counted_of(notebooks.system))
        .map(Subject::Notebooks)
        .collect()
}

fn is_figure(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit())
}

fn numbers<'a>(review: &Review, counts: impl Iterator<Item = Count>, wanted: &str) -> Vec<Subject<'a>> {
    let fits = |count: &Count| {
        let full = number_name(review, count);
        let system = &review.settings.systems[count.system].name;
        let short = full.strip_prefix(&format!("{system} / ")).unwrap_or(&full);
        plain(&full) == wanted || plain(short) == wanted
    };
    counts.filter(fits).map(Subject::Number).collect()
}

/// Every number that the page could print and does not, as 0.
fn possible(review: &Review) -> Vec<Count> {
    let roles = review.snapshot.policy.roles.iter().map(|(role, _)| Bearer::Role(role));
    let bearers: Vec<Bearer> = roles
        .chain([Bearer::Future, Bearer::Former, Bearer::Unidentified])
        .collect();
    let mut possible = Vec::new();
    for (activity, row) in review.settings.activities.iter() {
        for (place, &system) in row.systems.iter().enumerate() {
            let Some(access) = review.snapshot.counted_of(system) else {
                continue;
            };
            let Some(access_rules) = review.settings.systems[system].access() else {
                continue;
            };
            let resources = access.resources.iter().map(|(resource, _)| Some(resource));
            let whole = access.resources.is_empty().then_some(None);
            let levels = access_rules.levels.iter().map(|(level, _)| CountedLevel::Level(level));
            let levels: Vec<CountedLevel> = levels.chain([CountedLevel::Unmapped]).collect();
            for on in resources.chain(whole).map(On::of) {
                for &level in &levels {
                    possible.extend(bearers.iter().map(|&bearer| Count {
                        activity,
                        place,
                        system,
                        on,
                        level,
                        bearer,
                        people: 0,
                        contractors: 0,
                    }));
                }
            }
        }
    }
    possible
}

/// The full name of a number.
fn number_name(review: &Review, count: &Count) -> String {
    let mut parts = vec![review.settings.systems[count.system].name.clone()];
    parts.extend(number::label(review, count));
    parts.push(number::level(review, count));
    parts.push(number::bearer(review, count));
    parts.join(" / ")
}

/// What to type to mean this subject and no other.
fn name(review: &Review, subject: &Subject<'_>) -> String {
    match subject {
        Subject::Check(check) => check.id.0.to_owned(),
        Subject::Identity(place) => review.snapshot.roster.identities[*place].id.reveal().to_owned(),
        Subject::Account(access, place) => {
            let system = &review.settings.systems[access.system].name;
            format!("{system}: {}", access.accounts[*place].login.reveal())
        }
        Subject::Grant(named) => named.name(review),
        Subject::Finding(finding) => key::key(finding, &review.settings, &review.snapshot),
        Subject::Notebooks(access) => review.settings.systems[access.system].name.clone(),
        Subject::Number(count) => number_name(review, count),
    }
}

/// The most similar subjects, as one would type them.
fn similar(review: &Review, wanted: &str) -> Vec<String> {
    let mut names: BTreeSet<String> = CHECKS.iter().map(|check| check.id.0.to_owned()).collect();
    for identity in review.snapshot.roster.identities.values() {
        let words = [&identity.id, &identity.name].into_iter().chain(&identity.emails);
        names.extend(words.map(|word| word.reveal().to_owned()));
    }
    for notebooks in &review.notebooks {
        names.insert(review.settings.systems[notebooks.system].name.clone());
    }
    for access in review.snapshot.access.iter().chain(&review.snapshot.rechecks) {
        names.extend(
            access
                .accounts
                .values()
                .map(|account| account.login.reveal().to_owned()),
        );
    }
    for count in review.numbers() {
        names.insert(number_name(review, count));
        let label = number::label(review, count);
        names.extend(
            label.map(|label| [label, number::level(review, count), number::bearer(review, count)].join(" / ")),
        );
    }
    let mut scored: Vec<(f64, String)> = names
        .into_iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(&plain(&name), wanted), name))
        .filter(|(score, _)| *score >= CLOSE)
        .collect();
    scored.sort_by(|(one, first), (other, second)| other.total_cmp(one).then_with(|| first.cmp(second)));
    scored
        .into_iter()
        .take(SIMILAR)
        .map(|(_, name)| quoted(&name))
        .collect()
}

//! Accounts that go by several identifiers, made one.
//!
//! Comes in: the accounts as the files call them, and which identifiers each goes by. Goes out: the accounts, each once,
//! under the login of the file that knows its identifiers, and where each went. What an identifier joins against what a
//! file says is told as a problem: two accounts are never made one in silence.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::accounts::{Accounts, Claim, Known, joined};
use super::ledger::Ledger;
use super::unions::Unions;
use crate::ingest::compared::{address_key, login_key};
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::snapshot::Account;
use crate::model::source::{Place, Source};

/// The accounts after joining.
pub(super) struct Joined {
    /// Each once, in the order in which they were first met.
    pub(super) accounts: Arena<Account>,
    /// What is known of each.
    pub(super) known: Vec<Known>,
    /// Where they went.
    pub(super) ways: Ways,
}

/// Where accounts went that were joined.
pub(super) struct Ways {
    /// Where each account went, by its place before: more than one place where an identifier is that of several. Empty if
    /// all stay where they are.
    pub(super) places: Vec<Vec<Ix<Account>>>,
    /// Accounts that are only an identifier of several, by their place before, with why that is told.
    pub(super) shared: BTreeMap<Ix<Account>, String>,
}

impl Ways {
    /// Where an account went; an identifier of several accounts went to each of them.
    pub(super) fn places(&self, before: Ix<Account>) -> impl Iterator<Item = Ix<Account>> + '_ {
        let places = self.places.get(before.get());
        let itself = places.is_none().then_some(before);
        places.into_iter().flatten().copied().chain(itself)
    }
}

/// Tells what is wrong at a place, as a person finds it.
pub(super) fn tell(problems: &mut Problems, sources: &Arena<Source>, place: Place, message: &str) {
    sources[place.source].problem(problems, place.line, message);
}

/// Makes those accounts one that identifiers show to be one.
pub(super) fn join(
    mut accounts: Accounts,
    ledger: &mut Ledger,
    sources: &Arena<Source>,
    problems: &mut Problems,
) -> anyhow::Result<Joined> {
    for conflict in std::mem::take(&mut accounts.conflicts) {
        let message = conflict.message(sources);
        if conflict.within_a_file() {
            ledger.reject(conflict.here, message);
        } else {
            tell(problems, sources, conflict.here, &message);
        }
    }
    let (met, known, claims) = accounts.finish()?;
    if claims.is_empty() {
        return Ok(Joined {
            accounts: met,
            known,
            ways: Ways {
                places: Vec::new(),
                shared: BTreeMap::new(),
            },
        });
    }
    let mut unions = Unions::new(met.len());
    let disputed = disputed(&met, &claims, &mut unions);
    told_apart(&met, &claims, &mut unions, sources, problems);
    let owners: BTreeSet<usize> = claims.iter().map(|claim| unions.first(claim.account.get())).collect();
    let mut shared: BTreeMap<Ix<Account>, (Vec<Ix<Account>>, String)> = BTreeMap::new();
    for Disputed { id, used, claims } in disputed {
        let message = message(&id, &claims, &met, sources);
        // one that goes by other identifiers too is an account of its own
        let used = used.filter(|used| !owners.contains(&unions.first(used.get())));
        if let Some(used) = used {
            let owners = claims.iter().map(|claim| claim.account).collect();
            shared.insert(used, (owners, message));
        } else {
            let mut apart = claims.iter().filter(|claim| {
                let mut before = claims.iter().take_while(|other| other.place != claim.place);
                before.any(|other| other.account != claim.account && other.place.source != claim.place.source)
            });
            if let Some(claim) = apart.next() {
                ledger.reject(claim.place, message);
            }
        }
    }
    let mut parts: BTreeMap<usize, Vec<Ix<Account>>> = BTreeMap::new();
    for (place, _) in met.iter() {
        match shared.get(&place) {
            Some((owners, _)) => {
                let owners: BTreeSet<usize> = owners.iter().map(|owner| unions.first(owner.get())).collect();
                for owner in owners {
                    parts.entry(owner).or_default().push(place);
                }
            }
            None => parts.entry(unions.first(place.get())).or_default().push(place),
        }
    }
    let mut ids: BTreeMap<Ix<Account>, Vec<&str>> = BTreeMap::new();
    for claim in &claims {
        ids.entry(claim.account).or_default().push(&claim.id);
    }
    let mut joined = Joined {
        accounts: Arena::default(),
        known: Vec::new(),
        ways: Ways {
            places: vec![Vec::new(); met.len()],
            shared: shared.into_iter().map(|(used, (_, message))| (used, message)).collect(),
        },
    };
    for parts in parts.into_values() {
        let Some(lead) = lead(&met, &parts, &ids) else { continue };
        let (account, known) = one(&met, &known, (lead, &parts), &ids, sources, &mut |place, message| {
            tell(problems, sources, place, message);
        });
        let place = joined.accounts.push(account)?;
        joined.known.push(known);
        for part in parts {
            if let Some(places) = joined.ways.places.get_mut(part.get()) {
                places.push(place);
            }
        }
    }
    Ok(joined)
}

/// An identifier that accounts go by of which nothing shows that they are one.
struct Disputed<'c> {
    id: String,
    /// The account that a file calls so.
    used: Option<Ix<Account>>,
    /// Who claims it, in the order of places.
    claims: Vec<&'c Claim>,
}

/// Joins the accounts that identifiers show to be one; what is left over are identifiers of several.
///
/// An identifier alone joins an account with the login that it is. Two logins that go by one identifier are one account
/// only if they tell so themselves too: user 1001 is somebody else on another host.
fn disputed<'c>(met: &Arena<Account>, claims: &'c [Claim], unions: &mut Unions) -> Vec<Disputed<'c>> {
    let logins: HashMap<String, Ix<Account>> = met
        .iter()
        .map(|(place, account)| (login_key(account.login.reveal()).into_owned(), place))
        .collect();
    let mut by_id: BTreeMap<String, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        by_id.entry(login_key(&claim.id).into_owned()).or_default().push(claim);
    }
    for (one, other) in by_id.values().flat_map(|claims| alike(met, claims)) {
        unions.join(one.get(), other.get());
    }
    // what one identifier joins may settle another
    let mut open = by_id;
    loop {
        let before = open.len();
        open.retain(|id, claims| {
            let owners: BTreeSet<usize> = claims.iter().map(|claim| unions.first(claim.account.get())).collect();
            let mut owners = owners.into_iter();
            let (Some(owner), None) = (owners.next(), owners.next()) else {
                return true;
            };
            if let Some(used) = logins.get(id) {
                unions.join(owner, used.get());
            }
            false
        });
        if open.len() == before {
            break;
        }
    }
    let disputed = open.into_iter().map(|(id, mut claims)| {
        claims.sort_by_key(|claim| claim.place);
        let used = logins.get(&id).copied();
        Disputed { id, used, claims }
    });
    disputed.collect()
}

/// Pairs of accounts in several files that go by one identifier, and that tell themselves that they are one: by their
/// e-mail addresses, or as one login is the other without what follows the `@`.
fn alike(met: &Arena<Account>, claims: &[&Claim]) -> Vec<(Ix<Account>, Ix<Account>)> {
    let mut by_word: BTreeMap<String, &Claim> = BTreeMap::new();
    let mut pairs = Vec::new();
    for claim in claims {
        let account = &met[claim.account];
        let login = login_key(account.login.reveal()).into_owned();
        let local = login.split('@').next().unwrap_or_default().to_owned();
        let email = account
            .email
            .as_ref()
            .map(|email| login_key(email.reveal()).into_owned());
        for word in [Some(login), Some(local), email].into_iter().flatten() {
            let first = by_word.entry(word).or_insert(claim);
            if first.account != claim.account && first.place.source != claim.place.source {
                pairs.push((first.account, claim.account));
            }
        }
    }
    pairs
}

/// That an identifier is that of several accounts.
fn message(id: &str, claims: &[&Claim], met: &Arena<Account>, sources: &Arena<Source>) -> String {
    let mut seen = BTreeSet::new();
    let owners = claims.iter().filter(|claim| seen.insert(claim.account)).map(|claim| {
        let place = sources[claim.place.source].show(claim.place.line);
        format!("`{}` ({place})", met[claim.account].login.reveal())
    });
    let owners: Vec<String> = owners.collect();
    format!(
        "the identifier `{id}` is that of several accounts: {}; they stay apart, and what a file says of the identifier \
         counts for each; if the files are of several hosts or directories, declare a system for each, else give one of \
         the accounts another identifier",
        owners.join(", "),
    )
}

/// Tells of accounts that one file tells apart and identifiers join.
fn told_apart(
    met: &Arena<Account>,
    claims: &[Claim],
    unions: &mut Unions,
    sources: &Arena<Source>,
    problems: &mut Problems,
) {
    let mut first_of = BTreeMap::new();
    for claim in claims {
        let key = (unions.first(claim.account.get()), claim.place.source);
        let first = *first_of.entry(key).or_insert(claim.account);
        if first != claim.account {
            let message = format!(
                "`{}` and `{}` are two accounts here, but identifiers in the files of this system make them one; \
                 correct the identifier that is wrong, or export again",
                met[first].login.reveal(),
                met[claim.account].login.reveal(),
            );
            tell(problems, sources, claim.place, &message);
        }
    }
}

/// By which of its parts an account is called: one whose file tells its identifiers, and that is none of them itself.
fn lead(met: &Arena<Account>, parts: &[Ix<Account>], ids: &BTreeMap<Ix<Account>, Vec<&str>>) -> Option<Ix<Account>> {
    let further: BTreeSet<String> = parts
        .iter()
        .flat_map(|part| ids.get(part).into_iter().flatten())
        .map(|id| login_key(id).into_owned())
        .collect();
    let is_own = |part: &&Ix<Account>| !further.contains(login_key(met[**part].login.reveal()).as_ref());
    let leads = parts.iter().filter(|part| ids.contains_key(part));
    let lead = leads.clone().find(is_own).or_else(|| leads.clone().next());
    lead.or_else(|| parts.first()).copied()
}

/// One account of several parts.
fn one(
    met: &Arena<Account>,
    known: &[Known],
    (lead, parts): (Ix<Account>, &[Ix<Account>]),
    ids: &BTreeMap<Ix<Account>, Vec<&str>>,
    sources: &Arena<Source>,
    tell: &mut impl FnMut(Place, &str),
) -> (Account, Known) {
    let state = |part: Ix<Account>| known.get(part.get()).copied().unwrap_or_default();
    let (mut account, mut sure) = (met[lead].clone(), state(lead));
    for part in parts.iter().filter(|part| **part != lead) {
        let (other, said) = (&met[*part], state(*part));
        let contradicted = merge(&mut account, &mut sure, other, said);
        for (what, place, before) in contradicted {
            let before = before.map_or_else(String::new, |before| {
                format!(" ({})", sources[before.source].show(before.line))
            });
            let message = format!(
                "the {what} of account `{}` is another one than that of `{}`{before}, which is the same account by its \
                 identifier; correct the one that is wrong, or export again",
                other.login.reveal(),
                met[lead].login.reveal(),
            );
            tell(place, &message);
        }
    }
    let names = parts.iter().map(|part| met[*part].login.reveal());
    let claimed = parts
        .iter()
        .flat_map(|part| ids.get(part).into_iter().flatten().copied());
    let login = login_key(met[lead].login.reveal()).into_owned();
    let mut seen = BTreeSet::from([login]);
    let all: BTreeSet<&str> = names.chain(claimed).collect();
    let own = all.into_iter().filter(|id| seen.insert(login_key(id).into_owned()));
    account.ids = own.map(Private::new).collect();
    (account, sure)
}

/// What contradicts, where it was read, and where the other.
type Contradicted = (&'static str, Place, Option<Place>);

/// Adds what is known of a part; what contradicts, with where that was read and where the other.
fn merge(account: &mut Account, sure: &mut Known, other: &Account, said: Known) -> Vec<Contradicted> {
    let mut contradicted = Vec::new();
    if let Some(name) = &other.name
        && sure.is_better_named(account, said.named_by, name.reveal())
    {
        (account.name, sure.name, sure.named_by) = (Some(name.clone()), said.name, said.named_by);
    }
    match (&account.email, &other.email, said.email) {
        (None, Some(_), _) => (account.email, sure.email) = (other.email.clone(), said.email),
        (Some(one), Some(two), Some(place)) if address_key(one.reveal()) != address_key(two.reveal()) => {
            contradicted.push(("e-mail address", place, sure.email));
        }
        _ => {}
    }
    match (sure.status, said.status) {
        (None, Some(_)) => (account.status, sure.status, sure.proved) = (other.status, said.status, said.proved),
        (Some(_), Some(_)) if said.proved && !sure.proved => {
            (account.status, sure.status, sure.proved) = (other.status, said.status, true);
        }
        (Some(_), Some(place)) if !sure.proved && account.status != other.status => {
            contradicted.push(("status", place, sure.status));
        }
        _ => {}
    }
    match (sure.mfa, said.mfa) {
        (None, Some(_)) => (account.mfa, sure.mfa) = (other.mfa, said.mfa),
        (Some(_), Some(place)) if account.mfa != other.mfa => contradicted.push(("second factor", place, sure.mfa)),
        _ => {}
    }
    account.last_login = account.last_login.later(other.last_login);
    account.credentials = joined(account.credentials.take(), other.credentials.clone());
    account.listed |= other.listed;
    let rows = [account.place, other.place];
    account.place = account.place.min(other.place);
    for row in rows.iter().chain(&other.told) {
        account.is_told_at(*row);
    }
    sure.signs_in = sure.signs_in.max(said.signs_in);
    sure.by_hand |= said.by_hand;
    contradicted
}

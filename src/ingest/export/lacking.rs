//! Accounts that a file should have and does not: what these hold is not known.
//!
//! Comes in: which file lists which accounts, once identifiers are joined. Goes out: files that say of every account what
//! it holds, and of which another file of the same directory shows that they lack some, marked as partial.

use std::collections::{BTreeMap, BTreeSet};

use super::drafts::Drafts;
use super::joins::Joined;
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::snapshot::Account;
use crate::model::source::{Place, Source};
use crate::model::system::Coverage;

/// Marks the files that lack accounts of their directory.
pub(super) fn tell(drafts: &Drafts, joined: &Joined, sources: &mut Arena<Source>) {
    if drafts.have_every_account.is_empty() {
        return;
    }
    let mut had: BTreeMap<String, BTreeSet<Ix<Account>>> = BTreeMap::new();
    let mut listed: Vec<(&str, Ix<Account>, Place)> = Vec::new();
    for (account, entered) in &drafts.said {
        let Some(place) = drafts.ledger.lists(*entered) else {
            continue;
        };
        let Some(directory) = sources[place.source].directory.as_deref() else {
            continue;
        };
        let accounts = joined.ways.places(*account);
        if drafts.have_every_account.contains(&place.source) {
            had.entry(directory.to_owned()).or_default().extend(accounts);
        } else {
            listed.extend(accounts.map(|account| (directory, account, place)));
        }
    }
    let is_built_in = |account: Ix<Account>| {
        let login = joined.accounts[account].login.reveal();
        let mut built_in = drafts.built_in.iter();
        built_in.any(|built_in| built_in.logins.regex().is_match(login))
    };
    let mut lacking: BTreeMap<String, BTreeMap<Ix<Account>, Place>> = BTreeMap::new();
    for (directory, account, place) in listed {
        let has = had.get(directory).is_some_and(|had| had.contains(&account));
        if !has && !is_built_in(account) {
            let lacking = lacking.entry(directory.to_owned()).or_default();
            let first = lacking.entry(account).or_insert(place);
            *first = place.min(*first);
        }
    }
    for file in &drafts.have_every_account {
        let directory = sources[*file].directory.as_deref();
        let Some(accounts) = directory.and_then(|directory| lacking.get(directory)) else {
            continue;
        };
        let Some((account, place)) = accounts.iter().min_by_key(|(_, place)| **place) else {
            continue;
        };
        let others = match accounts.len() - 1 {
            0 => String::new(),
            others => format!(", and so it is with {others} more"),
        };
        let why = format!(
            "{} lists `{}`, of which there is no record here, so that nobody knows what it holds{others}; export it again, \
             in full, without a filter and at the same time, as `access-review profiles show {}` tells",
            sources[place.source].show(place.line),
            joined.accounts[*account].login.reveal(),
            sources[*file].profile.as_deref().unwrap_or_default()
        );
        let source = &mut sources[*file];
        source.coverage = Coverage::Partial;
        source.cut.get_or_insert_with(|| Private::new(why));
    }
}

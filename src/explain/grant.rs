//! What stands behind a grant: an account, a resource and a level.

use std::collections::BTreeSet;

use super::facts::AccountFacts;
use super::subject::plain;
use super::{account, gather};
use crate::model::arena::Ix;
use crate::model::review::Review;
use crate::model::snapshot::{Access, Account, Effective, Held, Resource};

/// What an account holds.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    access: &'a Access,
    account: Ix<Account>,
    resource: Option<Ix<Resource>>,
    level: Held,
}

impl Named<'_> {
    /// What to type to mean it and no other.
    pub(super) fn name(&self, review: &Review) -> String {
        let level = gather::level(review, self.access, self.level);
        let parts = [self.access.resource_name(self.resource), Some(level.as_str())];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        format!("{} / {}", self.account(review), parts.join(" / "))
    }

    /// What to type to mean its account.
    pub(super) fn account(&self, review: &Review) -> String {
        let system = &review.settings.systems[self.access.system].name;
        format!("{system}: {}", self.access.accounts[self.account].login.reveal())
    }
}

/// What is held now, else what was held before: every grant that `LOGIN / RESOURCE / LEVEL` means, the resource left out where there is none, and with or without
/// `SYSTEM:` before it.
pub(super) fn find<'a>(review: &'a Review, wanted: &str) -> Vec<Named<'a>> {
    let counted = within(review, wanted, review.snapshot.counted());
    if counted.is_empty() {
        return within(
            review,
            wanted,
            review.snapshot.access.iter().chain(&review.snapshot.rechecks),
        );
    }
    counted
}

/// The same in these extracts.
fn within<'a>(review: &'a Review, wanted: &str, extracts: impl Iterator<Item = &'a Access>) -> Vec<Named<'a>> {
    let mut found = Vec::new();
    for access in extracts {
        let system = &review.settings.systems[access.system];
        let prefixes = [&system.id, &system.name].map(|name| plain(&format!("{name}:")));
        let of_system = prefixes
            .iter()
            .filter_map(|prefix| wanted.strip_prefix(prefix.as_str()));
        let rests: Vec<&str> = of_system.map(str::trim_start).chain([wanted]).collect();
        let begins = |account: &Account| {
            let login = plain(account.login.reveal());
            let mut rests = rests.iter();
            rests.find_map(|rest| rest.strip_prefix(login.as_str())?.strip_prefix('/'))
        };
        let accounts = access.accounts.iter();
        for (account, rest) in accounts.filter_map(|(place, account)| Some((place, begins(account)?))) {
            let held = access.effective().filter(|held| held.account == account);
            let distinct: BTreeSet<_> = held.map(|held| (held.grant.resource, held.grant.level)).collect();
            let named = distinct.into_iter().map(|(resource, level)| Named {
                access,
                account,
                resource,
                level,
            });
            found.extend(named.filter(|named| is_called(review, named, rest)));
        }
    }
    found
}

/// Whether the resource, by its real name or its label, and the level are these.
fn is_called(review: &Review, named: &Named<'_>, wanted: &str) -> bool {
    let level = plain(&gather::level(review, named.access, named.level));
    match named.resource.map(|resource| &named.access.resources[resource]) {
        None => level == wanted,
        Some(resource) => [resource.name.reveal(), &resource.label]
            .iter()
            .any(|name| format!("{}/{level}", plain(name)) == wanted),
    }
}

/// The account as a whole, with this grant alone.
pub(super) fn facts(review: &Review, named: &Named<'_>) -> AccountFacts {
    let is_meant = |held: &Effective<'_>| {
        held.account == named.account && (held.grant.resource, held.grant.level) == (named.resource, named.level)
    };
    let grants: Vec<Effective<'_>> = named.access.effective().filter(is_meant).collect();
    AccountFacts {
        other: None,
        account: gather::holding(review, named.access, named.account, &grants),
        ..account::facts(review, named.access, named.account)
    }
}

//! What an account check sees: one account with its grants.

use jiff::civil::Date;

use crate::model::arena::{Arena, Ix};
use crate::model::roster::Identity;
use crate::model::snapshot::{Account, Effective, Grant};

/// One account with all that an account check may look at.
pub(super) struct Case<'a> {
    /// Audit date.
    pub(super) date: Date,
    /// The roster.
    pub(super) identities: &'a Arena<Identity>,
    /// The account.
    pub(super) account: &'a Account,
    /// Its own grants, in file order.
    pub(super) grants: &'a [(Ix<Account>, &'a Grant)],
    /// What it holds through groups, in the order of the grants.
    pub(super) through: &'a [Effective<'a>],
}

impl Case<'_> {
    /// Whether it holds anything.
    pub(super) fn holds(&self) -> bool {
        !self.grants.is_empty() || !self.through.is_empty()
    }
}

/// What one system gave, by account.
pub(super) struct ByAccount<T> {
    /// Sorted by account; file order within one.
    items: Vec<T>,
    /// Whose an item is.
    account: fn(&T) -> Ix<Account>,
}

impl<T> ByAccount<T> {
    pub(super) fn new(items: impl Iterator<Item = T>, account: fn(&T) -> Ix<Account>) -> Self {
        let mut items: Vec<T> = items.collect();
        items.sort_by_key(account);
        Self { items, account }
    }

    /// What belongs to an account.
    pub(super) fn of(&self, account: Ix<Account>) -> &[T] {
        let from = self.items.partition_point(|item| (self.account)(item) < account);
        let rest = self.items.get(from..).unwrap_or_default();
        let upto = rest.partition_point(|item| (self.account)(item) == account);
        rest.get(..upto).unwrap_or_default()
    }
}

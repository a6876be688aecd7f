//! What an account check sees: one account with its grants.

use jiff::civil::Date;

use crate::model::arena::{Arena, Ix};
use crate::model::roster::Identity;
use crate::model::snapshot::{Account, Grant};

/// One account with all that an account check may look at.
pub(super) struct Case<'a> {
    /// Audit date.
    pub(super) date: Date,
    /// The roster.
    pub(super) identities: &'a Arena<Identity>,
    /// The account.
    pub(super) account: &'a Account,
    /// Its grants, in file order.
    pub(super) grants: &'a [&'a Grant],
}

/// What one system gave, by account.
pub(super) struct ByAccount<'a, T> {
    /// Sorted by account; file order within one.
    items: Vec<&'a T>,
    /// Whose an item is.
    account: fn(&T) -> Ix<Account>,
}

impl<'a, T> ByAccount<'a, T> {
    pub(super) fn new(items: &'a [T], account: fn(&T) -> Ix<Account>) -> Self {
        let mut items: Vec<&T> = items.iter().collect();
        items.sort_by_key(|item| account(item));
        Self { items, account }
    }

    /// What belongs to an account.
    pub(super) fn of(&self, account: Ix<Account>) -> &[&'a T] {
        let from = self.items.partition_point(|item| (self.account)(item) < account);
        let rest = self.items.get(from..).unwrap_or_default();
        let upto = rest.partition_point(|item| (self.account)(item) == account);
        rest.get(..upto).unwrap_or_default()
    }
}

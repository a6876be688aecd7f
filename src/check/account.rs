//! What an account check sees: one account, and whether it holds anything.

use jiff::civil::Date;

use crate::model::arena::Arena;
use crate::model::roster::Identity;
use crate::model::snapshot::Account;

/// One account with all that an account check may look at.
pub(super) struct Case<'a> {
    /// The day on which the system is judged.
    pub(super) date: Date,
    /// The roster.
    pub(super) identities: &'a Arena<Identity>,
    /// The account.
    pub(super) account: &'a Account,
    /// Whether it holds anything, itself or through a group.
    pub(super) holds: bool,
}

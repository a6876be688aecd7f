//! What the checks of passwords and keys have in common.

use jiff::civil::Date;

use super::account::Case;
use crate::model::credential::{Credentials, Secrets};
use crate::model::finding::Subject;
use crate::model::snapshot::Account;

/// A breach, if one of the account's secrets has been the same for more days than the limit. A key of a machine is judged
/// like one of a person; what a leaver or a disabled account still has is found otherwise.
pub(super) fn stale(case: &Case<'_>, limit: Option<u32>, of: fn(&Credentials) -> Option<Secrets>) -> Option<Subject> {
    let (limit, since) = (limit?, since(case.account, of)?);
    let is_stale = !case.account.is_disabled()
        && !case.is_of_leaver()
        && i64::from((case.date - since).get_days()) > i64::from(limit);
    is_stale.then(|| case.subject())
}

/// Since when the oldest secret of an account is the same.
fn since(account: &Account, of: fn(&Credentials) -> Option<Secrets>) -> Option<Date> {
    of(account.credentials.as_deref()?)?.since
}

/// Whether it is not told of every secret of the account since when it is the same.
pub(super) fn is_untold(account: &Account, of: fn(&Credentials) -> Option<Secrets>) -> bool {
    Credentials::lack(account.credentials.as_deref(), of)
}

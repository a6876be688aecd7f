//! Whether a recheck tells what a check looks at: where it does not, a finding that is gone may only be unseen.

use std::collections::BTreeSet;

use super::Pair;
use crate::check::about::known;
use crate::check::needs::Needs;
use crate::check::secrets::is_untold;
use crate::check::{
    active_root_key, disabled_account_holds_access, pending_invitation, unencrypted_workstation, unlisted_account,
    unprotected_workstation,
};
use crate::model::finding::Finding;
use crate::model::snapshot::{LastLogin, Snapshot, Status};

/// Whether silence of the recheck about this finding says that it is put right; the recheck holds everything.
pub(super) fn is_told(snapshot: &Snapshot, pair: &Pair<'_>, finding: &Finding) -> bool {
    let check = finding.check;
    if check == unlisted_account::CHECK.id {
        return unlisted_account::has_list(snapshot, pair.recheck);
    }
    if [unencrypted_workstation::CHECK.id, unprotected_workstation::CHECK.id].contains(&check) {
        return tells_of_notebook(pair, finding);
    }
    if check == active_root_key::CHECK.id {
        // without a key the account is set aside, where the files tell that it has none
        return pair.recheck.tells_root_key;
    }
    let account = finding
        .subject
        .account
        .and_then(|account| pair.twins.in_recheck(account));
    let Some(account) = account.map(|account| &pair.recheck.accounts[account]) else {
        return true;
    };
    let needs = known(check).map(|known| known.needs);
    match needs {
        Some(Needs::LastLogins | Needs::Mfa | Needs::Keys | Needs::Passwords) if account.status == Status::Disabled => {
            true
        }
        Some(Needs::LastLogins) => account.last_login != LastLogin::Unknown,
        Some(Needs::Mfa) => account.mfa.is_some(),
        Some(Needs::Keys) => !is_untold(account, |told| told.keys),
        Some(Needs::Passwords) => !is_untold(account, |told| told.password),
        _ if check == disabled_account_holds_access::CHECK.id || check == pending_invitation::CHECK.id => {
            tells_status(snapshot, pair)
        }
        _ => true,
    }
}

/// Whether a notebook that is still listed is told to be in order.
fn tells_of_notebook(pair: &Pair<'_>, finding: &Finding) -> bool {
    let is_it = |name| finding.subject.text.as_ref() == Some(name);
    let mut same = pair.recheck.devices.iter().filter(|device| is_it(&device.name));
    let is_of_disk = finding.check == unencrypted_workstation::CHECK.id;
    same.all(|device| {
        let told = if is_of_disk { device.encrypted } else { device.protected };
        told.is_some()
    })
}

/// Whether the recheck tells which accounts are switched off or pending: some are, or its files are in the same known formats
/// as those of the first extract. Of files whose columns are mapped by hand the recheck may lack the one that tells.
pub(in crate::check) fn tells_status(snapshot: &Snapshot, pair: &Pair<'_>) -> bool {
    let formats = |access| -> BTreeSet<Option<&str>> {
        let files = snapshot.files_of(access);
        files.map(|source| source.profile.as_deref()).collect()
    };
    let mut accounts = pair.recheck.accounts.values();
    let (first, recheck) = (formats(pair.first), formats(pair.recheck));
    accounts.any(|account| account.status != Status::Active) || (first == recheck && !first.contains(&None))
}

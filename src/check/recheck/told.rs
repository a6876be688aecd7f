//! Whether a recheck tells what a check looks at: where it does not, a finding that is gone may only be unseen.

use super::Pair;
use crate::check::about::known;
use crate::check::needs::Needs;
use crate::check::secrets::is_untold;
use crate::check::{
    active_root_key, missing_grant, unencrypted_workstation, unlisted_account, unprotected_workstation,
};
use crate::model::arena::Ix;
use crate::model::finding::Finding;
use crate::model::snapshot::{Account, Held, LastLogin, Snapshot};

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
    if is_unclear(pair, finding) {
        return false;
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
        Some(Needs::LastLogins | Needs::Mfa | Needs::Keys | Needs::Passwords) if account.is_disabled() => true,
        Some(Needs::LastLogins) => account.last_login.as_of(pair.recheck.day) != LastLogin::Unknown,
        Some(Needs::Mfa) => account.mfa.is_some(),
        Some(Needs::Keys) => !is_untold(account, |told| told.keys),
        Some(Needs::Passwords) => !is_untold(account, |told| told.password),
        Some(Needs::Statuses) => account.status.is_some(),
        _ => true,
    }
}

/// Whether the recheck does not show any more whose something is, or at which level it is held, so that what was found may be so
/// still.
fn is_unclear(pair: &Pair<'_>, finding: &Finding) -> bool {
    let Some(check) = known(finding.check) else {
        return false;
    };
    let (subject, sight) = (&finding.subject, check.sight());
    let holders = sight.holders || check.id == missing_grant::CHECK.id;
    let twin = subject.account.and_then(|account| pair.twins.in_recheck(account));
    let of_account = || pair.first.accounts[subject.account?].holder.identity();
    let whose = subject.identity.or_else(of_account);
    let may_be_theirs =
        |place: Ix<Account>| whose.is_some_and(|whose| pair.recheck.accounts[place].holder.may_be(whose));
    let is_theirs = |place: Ix<Account>| {
        let holder = pair.recheck.accounts[place].holder.identity();
        Some(place) == twin || whose.is_some() && holder == whose || subject.account.is_none() && whose.is_none()
    };
    let is_lost = |twin: Ix<Account>| whose.is_some() && pair.recheck.accounts[twin].holder.identity().is_none();
    let mut held = pair.recheck.effective();
    held.any(|held| {
        let unmapped = matches!(held.grant.level, Held::Unmapped(_));
        holders && may_be_theirs(held.account) || sight.levels && unmapped && is_theirs(held.account)
    }) || holders && twin.is_some_and(is_lost)
}

/// Whether a notebook is told to be in order. One that is left out may be as it was.
fn tells_of_notebook(pair: &Pair<'_>, finding: &Finding) -> bool {
    let is_it = |name| finding.subject.text.as_ref() == Some(name);
    let mut same = (pair.recheck.devices.iter())
        .filter(|device| is_it(&device.name))
        .peekable();
    let is_of_disk = finding.check == unencrypted_workstation::CHECK.id;
    same.peek().is_some()
        && same.all(|device| {
            let told = if is_of_disk { device.encrypted } else { device.protected };
            told.is_some()
        })
}

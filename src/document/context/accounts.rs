//! Every system's accounts, grants, notebooks and resources, by their real names.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::nouns::{full_name, name_of};
use super::{Rows, coverage_key};
use crate::model::arena::Ix;
use crate::model::finding::Finding;
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::reviewed::{NotReviewed, Unanswered};
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account, Device, Effective, Held, LastLogin, Match};
use crate::model::source::Place;
use crate::model::system::System;
use crate::model::workbook::RolesSheet;

/// One system with everything read of it.
#[derive(Serialize)]
pub(super) struct SystemAccess<'a> {
    id: &'a str,
    name: &'a str,
    /// Whether permissions are reviewed, not notebooks.
    is_access: bool,
    coverage: Option<&'static str>,
    /// `Name (id)` of who reviewed it, if anybody did.
    reviewer: Option<String>,
    /// ISO date.
    reviewed_on: Option<String>,
    /// Why that does not count, if so: it is `void`, or of their `own` access.
    unanswered: Option<&'static str>,
    /// Whether anything was collected of how any of its accounts is used.
    is_use_told: bool,
    accounts: Rows<AccountRow<'a>>,
    grants: Rows<GrantRow<'a>>,
    devices: Rows<DeviceRow<'a>>,
    resources: Rows<ResourceRow<'a>>,
}

/// One account.
#[derive(Serialize)]
pub(super) struct AccountRow<'a> {
    system: &'a str,
    login: &'a str,
    name: Option<&'a str>,
    /// None, one, or everybody it could be.
    holders: Vec<HolderRow<'a>>,
    status: &'static str,
    /// ISO date.
    last_login: Option<String>,
    /// What is known where there is no date.
    last_login_answer: &'static str,
    mfa: &'static str,
}

/// Whose an account is, and the rule that says so.
#[derive(Serialize)]
struct HolderRow<'a> {
    name: &'a str,
    id: &'a str,
    rule: &'static str,
    /// Who answers for it, of a technical or shared identity: `Name (id)`.
    owner: Option<String>,
}

/// One grant.
#[derive(Serialize)]
struct GrantRow<'a> {
    account: &'a str,
    /// Name of whoever has it, if that is certain.
    holder: Option<&'a str>,
    resource: Option<&'a str>,
    level: Option<&'a str>,
    unmapped: bool,
    /// The groups through which it is held, the one that holds it first.
    groups: Vec<&'a str>,
    /// The rule that allows it.
    rule: Option<RuleOf<'a>>,
    /// Why no rule could.
    unjudged: Option<&'static str>,
    /// Checks with an open finding about it, or about the account as a whole.
    open: Vec<&'static str>,
    /// Those with an accepted one.
    accepted: Vec<&'static str>,
    /// Whether its account is no one identity's.
    of_nobody: bool,
    read_at: String,
}

/// The rule of a role.
#[derive(Serialize)]
struct RuleOf<'a> {
    role: &'a str,
    /// Line of its file, or row of its sheet.
    place: String,
}

/// One notebook.
#[derive(Serialize)]
struct DeviceRow<'a> {
    name: &'a str,
    account: &'a str,
    encrypted: &'static str,
    protected: &'static str,
    read_at: String,
}

/// One resource.
#[derive(Serialize)]
struct ResourceRow<'a> {
    label: &'a str,
    name: &'a str,
    listed: bool,
}

/// Every system, in declared order.
pub(super) fn systems(review: &Review) -> Vec<SystemAccess<'_>> {
    review.snapshot.counted().map(|access| system(review, access)).collect()
}

/// Accounts that cannot log in, of every system.
pub(super) fn inactive(review: &Review) -> Rows<AccountRow<'_>> {
    let accounts = review.snapshot.counted().flat_map(|access| {
        let system = &review.settings.systems[access.system];
        access.accounts.values().map(move |account| (system, account))
    });
    let inactive = accounts.filter(|(_, account)| !account.is_active());
    Rows::of(&review.settings, inactive, |(system, account)| {
        account_row(review, system, account)
    })
}

/// Whether anything was collected of how an account is used.
fn is_use_told(account: &Account) -> bool {
    account.status.is_some() || account.mfa.is_some() || account.last_login != LastLogin::Unknown
}

/// Why the review of a system does not count, if somebody is named.
fn unanswered(review: &Review, system: Ix<System>) -> Option<&'static str> {
    let unanswered = review.unanswered(system);
    let Unanswered { why, is_found } = unanswered.into_iter().next()?;
    match (why, is_found) {
        (NotReviewed::Void, true) => Some("void"),
        (NotReviewed::Void, false) => Some("void-untold"),
        (NotReviewed::ByThemselves, true) => Some("own"),
        (NotReviewed::ByThemselves, false) => Some("own-untold"),
        (NotReviewed::ByNobody, _) => None,
    }
}

/// One system.
fn system<'a>(review: &'a Review, access: &'a Access) -> SystemAccess<'a> {
    let system = &review.settings.systems[access.system];
    SystemAccess {
        id: &system.id,
        name: &system.name,
        is_access: system.access().is_some(),
        coverage: access.coverage.map(coverage_key),
        reviewer: system.reviewed.as_ref().map(|reviewed| name_of(review, &reviewed.by)),
        reviewed_on: system.reviewed.as_ref().map(|reviewed| reviewed.on.to_string()),
        unanswered: unanswered(review, access.system),
        is_use_told: access.accounts.values().any(is_use_told),
        accounts: Rows::of(&review.settings, access.accounts.values(), |account| {
            account_row(review, system, account)
        }),
        grants: grants(review, access),
        devices: Rows::of(&review.settings, &access.devices, |device| {
            device_row(review, access, device)
        }),
        resources: Rows::of(&review.settings, access.resources.values(), |resource| ResourceRow {
            label: &resource.label,
            name: resource.name.reveal(),
            listed: resource.listed,
        }),
    }
}

/// One account.
fn account_row<'a>(review: &'a Review, system: &'a System, account: &'a Account) -> AccountRow<'a> {
    let holder = |identity: Ix<Identity>, rule: Match| {
        let identity = &review.snapshot.roster.identities[identity];
        HolderRow {
            name: identity.name.reveal(),
            id: identity.id.reveal(),
            owner: identity
                .owner
                .map(|owner| full_name(&review.snapshot.roster.identities[owner])),
            rule: rule_key(rule),
        }
    };
    let (last_login, last_login_answer) = match account.last_login {
        LastLogin::On(date) => (Some(date.to_string()), "yes"),
        LastLogin::Never => (None, "never"),
        LastLogin::Unknown => (None, "unknown"),
    };
    AccountRow {
        system: &system.name,
        login: account.login.reveal(),
        name: account.name.as_ref().map(Private::reveal),
        holders: (account.holder.possible())
            .map(|(identity, rule)| holder(identity, rule))
            .collect(),
        status: account.status_word(),
        last_login,
        last_login_answer,
        mfa: answer_key(account.mfa),
    }
}

/// The findings about accounts of a system and what they hold, by account; about a level whoever holds it, by none.
type About<'a> = HashMap<Option<Ix<Account>>, Vec<&'a Finding>>;

/// The grants of a system, each with what was found about it.
fn grants<'a>(review: &'a Review, access: &'a Access) -> Rows<GrantRow<'a>> {
    let rows = Rows::of(&review.settings, access.effective(), |held| held);
    let shown: HashSet<Ix<Account>> = rows.shown.iter().map(|held| held.account).collect();
    let mut about = About::new();
    for finding in &review.findings {
        let account = finding.subject.account;
        if finding.subject.system == Some(access.system) && account.is_none_or(|account| shown.contains(&account)) {
            about.entry(account).or_default().push(finding);
        }
    }
    Rows {
        shown: rows
            .shown
            .iter()
            .map(|held| grant_row(review, access, held, &about))
            .collect(),
        total: rows.total,
        left_out: rows.left_out,
    }
}

/// One grant.
fn grant_row<'a>(review: &'a Review, access: &'a Access, held: &Effective<'_>, about: &About<'_>) -> GrantRow<'a> {
    let grant = held.grant;
    let groups = held.chain.iter().flat_map(|chain| &chain.groups);
    let mut places: Vec<String> = held.places().map(|place| show(review, place)).collect();
    places.dedup();
    let (account, resource, level) = (held.account, grant.resource, grant.level);
    let known = [None, Some(account)].map(|account| about.get(&account));
    let found = known.into_iter().flatten().flatten().filter(|finding| {
        review.is_about_account(finding, access, account)
            || review.is_about_grant(finding, access, account, (resource, level))
    });
    let checks = |is_open: bool| {
        let found = found.clone().filter(|finding| finding.is_open() == is_open);
        let mut checks: Vec<&'static str> = found.map(|finding| finding.check.0).collect();
        checks.dedup();
        checks
    };
    let rule = review.rule_for(access, account, resource, level);
    GrantRow {
        rule: rule.map(|(role, rule)| RuleOf {
            role: &role.title,
            place: review.snapshot.policy.called(RolesSheet::Access, rule.line),
        }),
        unjudged: review.unruled(access),
        open: checks(true),
        accepted: checks(false),
        of_nobody: access.accounts[account].holder.identity().is_none(),
        account: access.accounts[account].login.reveal(),
        holder: (access.accounts[account].holder.identity())
            .map(|holder| review.snapshot.roster.identities[holder].name.reveal()),
        resource: resource.map(|resource| access.resources[resource].name.reveal()),
        level: access.level_name(&review.settings, level),
        unmapped: match level {
            Held::Level(_) => false,
            Held::Unmapped(_) => true,
        },
        groups: groups.map(|group| access.groups[*group].name.reveal()).collect(),
        read_at: places.join(", "),
    }
}

/// One notebook.
fn device_row<'a>(review: &'a Review, access: &'a Access, device: &'a Device) -> DeviceRow<'a> {
    DeviceRow {
        name: device.name.reveal(),
        account: access.accounts[device.account].login.reveal(),
        encrypted: answer_key(device.encrypted),
        protected: answer_key(device.protected),
        read_at: show(review, device.place),
    }
}

/// File and line of a place.
fn show(review: &Review, place: Place) -> String {
    review.snapshot.sources[place.source].show(place.line)
}

/// A rule as `words.toml` knows it.
fn rule_key(rule: Match) -> &'static str {
    match rule {
        Match::Login => "login",
        Match::Email => "email",
        Match::Pattern => "pattern",
        Match::Sheet => "sheet",
    }
}

/// A known or unknown yes or no as `words.toml` knows it.
fn answer_key(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}

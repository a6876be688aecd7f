//! Every system's accounts, grants, notebooks and resources, by their real names.

use serde::Serialize;

use super::nouns::level_name;
use super::{Rows, coverage_key};
use crate::model::arena::Ix;
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account, Device, Effective, Held, Holder, LastLogin, Match, Status};
use crate::model::source::Place;
use crate::model::system::System;

/// One system with everything read of it.
#[derive(Serialize)]
pub(super) struct SystemAccess<'a> {
    id: &'a str,
    name: &'a str,
    /// Whether permissions are reviewed, not notebooks.
    is_access: bool,
    coverage: Option<&'static str>,
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
}

/// One grant.
#[derive(Serialize)]
struct GrantRow<'a> {
    account: &'a str,
    resource: Option<&'a str>,
    level: Option<&'a str>,
    unmapped: bool,
    /// The groups through which it is held, the one that holds it first.
    groups: Vec<&'a str>,
    read_at: String,
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
    let inactive = accounts.filter(|(_, account)| account.status != Status::Active);
    Rows::of(&review.settings, inactive, |(system, account)| {
        account_row(review, system, account)
    })
}

/// One system.
fn system<'a>(review: &'a Review, access: &'a Access) -> SystemAccess<'a> {
    let system = &review.settings.systems[access.system];
    SystemAccess {
        id: &system.id,
        name: &system.name,
        is_access: system.access().is_some(),
        coverage: access.coverage.map(coverage_key),
        accounts: Rows::of(&review.settings, access.accounts.values(), |account| {
            account_row(review, system, account)
        }),
        grants: Rows::of(&review.settings, access.effective(), |held| {
            grant_row(review, system, access, &held)
        }),
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
        holders: match &account.holder {
            Holder::Nobody => Vec::new(),
            Holder::Identity(identity, rule) => vec![holder(*identity, *rule)],
            Holder::Several(several) => several
                .iter()
                .map(|(identity, rule)| holder(*identity, *rule))
                .collect(),
        },
        status: match account.status {
            Status::Active => "active",
            Status::Disabled => "disabled",
            Status::Pending => "pending",
        },
        last_login,
        last_login_answer,
        mfa: answer_key(account.mfa),
    }
}

/// One grant.
fn grant_row<'a>(review: &'a Review, system: &'a System, access: &'a Access, held: &Effective<'_>) -> GrantRow<'a> {
    let grant = held.grant;
    let groups = held.chain.iter().flat_map(|chain| &chain.groups);
    let mut places: Vec<String> = held.places().map(|place| show(review, place)).collect();
    places.dedup();
    GrantRow {
        account: access.accounts[held.account].login.reveal(),
        resource: grant.resource.map(|resource| access.resources[resource].name.reveal()),
        level: level_name(system, access, grant.level),
        unmapped: match grant.level {
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

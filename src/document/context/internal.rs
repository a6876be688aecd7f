//! The internal edition: the summary here, its other parts in the neighbouring files.

use serde::Serialize;

use super::Front;
use super::accounts::{AccountRow, SystemAccess, inactive, systems};
use super::files::{File, files};
use super::findings::{Group, Outcome, Tally, groups, outcomes, tally};
use super::nouns::is_person;
use crate::document::texts::Texts;
use crate::model::review::Review;
use crate::model::snapshot::{Access, Account, LastLogin, Status};
use crate::model::source::Rows;

/// Everything the internal document says.
#[derive(Serialize)]
pub(in crate::document) struct Internal<'a> {
    front: Front<'a>,
    summary: Summary<'a>,
    findings: Vec<Group>,
    checks: Vec<Outcome>,
    systems: Vec<SystemAccess<'a>>,
    inactive: Vec<AccountRow<'a>>,
    files: Vec<File<'a>>,
    any_set_aside: bool,
    any_rejected: bool,
}

/// The figures at the top.
#[derive(Serialize)]
struct Summary<'a> {
    findings: usize,
    severities: Vec<Tally>,
    people: usize,
    technical: usize,
    systems: usize,
    accounts: usize,
    inactive: usize,
    grants: usize,
    devices: usize,
    rows: u64,
    used: u64,
    set_aside: u64,
    rejected: usize,
    without_export: Vec<&'a str>,
    not_collected: Vec<NotCollected<'a>>,
}

/// A value that some accounts or notebooks of a system lack.
#[derive(Serialize)]
struct NotCollected<'a> {
    system: &'a str,
    value: &'static str,
    missing: usize,
    all: usize,
    of_devices: bool,
}

/// The context of the internal document.
pub(in crate::document) fn internal(review: &Review) -> anyhow::Result<Internal<'_>> {
    let texts = Texts::load()?;
    let summary = summary(review);
    Ok(Internal {
        front: Front::of(&review.settings),
        findings: groups(review, &texts)?,
        checks: outcomes(review, &texts),
        systems: systems(review),
        inactive: inactive(review),
        files: files(review),
        any_set_aside: summary.set_aside > 0,
        any_rejected: summary.rejected > 0,
        summary,
    })
}

/// The figures at the top.
fn summary(review: &Review) -> Summary<'_> {
    let snapshot = &review.snapshot;
    let sum = |count: &dyn Fn(&Access) -> usize| snapshot.access.iter().map(count).sum();
    // The owners that an inventory of notebooks names log in nowhere.
    let is_permissions = |access: &Access| review.settings.systems[access.system].access().is_some();
    let is_inactive = |account: &&Account| account.status != Status::Active;
    let people = snapshot
        .roster
        .identities
        .values()
        .filter(|identity| is_person(identity))
        .count();
    let rows = || snapshot.sources.values().map(|source| &source.rows);
    let without = snapshot.access.iter().filter(|access| access.coverage.is_none());
    Summary {
        findings: review.findings.len(),
        severities: tally(review),
        people,
        technical: snapshot.roster.identities.len() - people,
        systems: snapshot.access.len(),
        accounts: sum(&|access| {
            if is_permissions(access) {
                access.accounts.len()
            } else {
                0
            }
        }),
        inactive: sum(&|access| access.accounts.values().filter(is_inactive).count()),
        grants: sum(&|access| access.grants.len()),
        devices: sum(&|access| access.devices.len()),
        rows: rows().map(|rows| rows.total).sum(),
        used: rows().map(|rows| rows.used).sum(),
        set_aside: rows().map(Rows::set_aside_total).sum(),
        rejected: rows().map(|rows| rows.rejected.len()).sum(),
        without_export: without
            .map(|access| review.settings.systems[access.system].name.as_str())
            .collect(),
        not_collected: snapshot
            .access
            .iter()
            .flat_map(|access| not_collected(review, access))
            .collect(),
    }
}

/// What was not collected of one system.
fn not_collected<'a>(review: &'a Review, access: &'a Access) -> Vec<NotCollected<'a>> {
    let system = &review.settings.systems[access.system];
    let accounts = |lacks: fn(&Account) -> bool| access.accounts.values().filter(|account| lacks(account)).count();
    let values = match system.access() {
        Some(_) => [
            (
                "last-login",
                accounts(|account| account.last_login == LastLogin::Unknown),
            ),
            ("mfa", accounts(|account| account.mfa.is_none())),
        ],
        None => [
            (
                "encrypted",
                access
                    .devices
                    .iter()
                    .filter(|device| device.encrypted.is_none())
                    .count(),
            ),
            (
                "protected",
                access
                    .devices
                    .iter()
                    .filter(|device| device.protected.is_none())
                    .count(),
            ),
        ],
    };
    let of_devices = system.access().is_none();
    let all = if of_devices {
        access.devices.len()
    } else {
        access.accounts.len()
    };
    (values.into_iter().filter(|(_, missing)| *missing > 0))
        .map(|(value, missing)| NotCollected {
            system: &system.name,
            value,
            missing,
            all,
            of_devices,
        })
        .collect()
}

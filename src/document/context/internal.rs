//! The internal edition: the summary here, its other parts in the neighbouring files.

use serde::Serialize;

use super::accounts::{AccountRow, SystemAccess, inactive, systems};
use super::claims::{Claims, claims};
use super::evidence::{Evidence, evidence};
use super::exceptions::{Excepting, in_force};
use super::files::{File, Rejection, Unclear, files, rejected, unclear};
use super::findings::{Group, Outcome, Tally, groups, outcomes, tally};
use super::recheck::{Rechecked, rechecks};
use super::{Front, Rows};
use crate::document::texts::Texts;
use crate::model::figures::Figures;
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::snapshot::{Access, Account, LastLogin};

/// Everything the internal document says.
#[derive(Serialize)]
pub(in crate::document) struct Internal<'a> {
    front: Front<'a>,
    summary: Summary<'a>,
    findings: Vec<Group<'a>>,
    exceptions: Vec<Excepting<'a>>,
    rechecks: Vec<Rechecked<'a>>,
    checks: Vec<Outcome>,
    systems: Vec<SystemAccess<'a>>,
    inactive: Rows<AccountRow<'a>>,
    claims: Claims<'a>,
    evidence: Evidence<'a>,
    files: Vec<File<'a>>,
    /// Files in the inputs folder that nothing read.
    unread: Vec<&'a str>,
    any_set_aside: bool,
    rejected: Rows<Rejection<'a>>,
    unclear: Vec<Unclear<'a>>,
}

/// The figures at the top.
#[derive(Serialize)]
struct Summary<'a> {
    /// Those that are open.
    findings: usize,
    /// Those that are accepted.
    accepted: usize,
    severities: Vec<Tally>,
    figures: Figures,
    without_export: Vec<&'a str>,
    /// Systems whose files prove no absence.
    not_complete: Vec<&'a str>,
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
        exceptions: in_force(review),
        rechecks: rechecks(review, &texts)?,
        checks: outcomes(review, &texts),
        systems: systems(review),
        inactive: inactive(review),
        claims: claims(review),
        evidence: evidence(review),
        files: files(review),
        unread: review.snapshot.unread.iter().map(Private::reveal).collect(),
        any_set_aside: review.figures.set_aside > 0,
        rejected: rejected(review),
        unclear: unclear(review),
        summary,
    })
}

/// The figures at the top.
fn summary(review: &Review) -> Summary<'_> {
    let snapshot = &review.snapshot;
    let names = |fits: &dyn Fn(&Access) -> bool| {
        let fitting = snapshot.counted().filter(|access| fits(access));
        fitting
            .map(|access| review.settings.systems[access.system].name.as_str())
            .collect()
    };
    Summary {
        findings: review.open().count(),
        accepted: review.accepted(),
        severities: tally(review),
        figures: review.figures,
        without_export: names(&|access| access.coverage.is_none()),
        not_complete: names(&|access| access.coverage.is_some() && !snapshot.proves_absence(access)),
        not_collected: snapshot
            .counted()
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

//! The first page of the internal edition: what was concluded, and what is not known.

use jiff::ToSpan;
use serde::Serialize;

use super::exceptions::why_not;
use super::findings::{Tally, tally};
use crate::model::credential::{Credentials, Secrets};
use crate::model::figures::Figures;
use crate::model::finding::Finding;
use crate::model::review::Review;
use crate::model::snapshot::{Access, Account, Device, LastLogin};
use crate::model::system::Expected;

/// What is said before everything else.
#[derive(Serialize)]
pub(super) struct Summary<'a> {
    /// Findings that are open.
    findings: usize,
    /// Those that are accepted.
    accepted: usize,
    /// Those that are put right.
    put_right: usize,
    severities: Vec<Tally>,
    /// Those of them that concern several systems.
    of_several: usize,
    figures: Figures,
    exceptions: Exceptions,
    /// Checks that are switched off.
    off: Vec<&'static str>,
    without_export: Vec<&'a str>,
    /// Whether the staff list may lack people.
    lacks_people: bool,
    /// Whether it is older than a file may be.
    old_staff_list: bool,
    /// Systems whose files prove no absence.
    not_complete: Vec<&'a str>,
    not_collected: Vec<NotCollected<'a>>,
    /// The same by system.
    lacking: Vec<LackingSystem<'a>>,
}

/// How many exceptions there are.
#[derive(Serialize)]
struct Exceptions {
    in_force: usize,
    /// So many days before its end one is told, where somebody says.
    days: Option<u32>,
    /// How many end within them.
    expiring: usize,
    /// ISO date of the first end.
    next: Option<String>,
}

/// A value that some accounts or notebooks lack.
#[derive(Serialize)]
struct NotCollected<'a> {
    value: &'static str,
    of_devices: bool,
    systems: Vec<Lacking<'a>>,
}

/// How many of a system lack it.
#[derive(Serialize)]
struct Lacking<'a> {
    system: &'a str,
    missing: usize,
    all: usize,
}

/// A system of which some accounts or notebooks lack values.
#[derive(Serialize)]
struct LackingSystem<'a> {
    system: &'a str,
    values: Vec<LackingValue>,
}

/// How many of it lack one.
#[derive(Serialize)]
struct LackingValue {
    value: &'static str,
    missing: usize,
    all: usize,
}

/// The first page of a review.
pub(super) fn summary(review: &Review) -> anyhow::Result<Summary<'_>> {
    let snapshot = &review.snapshot;
    let names = |fits: &dyn Fn(&Access) -> bool| {
        let fitting = snapshot.counted().filter(|access| fits(access));
        fitting.map(|access| system_name(review, access)).collect()
    };
    let rulings = review.settings.rulings.iter();
    let not_collected = not_collected(review);
    Ok(Summary {
        findings: review.open().count(),
        accepted: review.accepted(),
        put_right: review.done(),
        severities: tally(review),
        of_several: of_several(review),
        figures: review.figures,
        exceptions: exceptions(review)?,
        off: rulings
            .filter(|(_, ruling)| ruling.severity.is_none())
            .map(|(id, _)| id.0)
            .collect(),
        without_export: names(&|access| access.coverage.is_none()),
        lacks_people: snapshot.roster_may_lack_people(&review.settings),
        old_staff_list: snapshot.roster_is_old(&review.settings),
        not_complete: names(&|access| access.coverage.is_some() && !snapshot.proves_absence(access)),
        lacking: by_system(review, &not_collected),
        not_collected,
    })
}

/// Open findings that count in the rows of several systems.
fn of_several(review: &Review) -> usize {
    let systems = |finding: &Finding| {
        let systems = review.settings.systems.iter();
        let concerned = systems.filter(|(place, _)| review.snapshot.concerns(finding, *place));
        concerned.take(2).count()
    };
    review.open().filter(|finding| systems(finding) > 1).count()
}

fn system_name<'a>(review: &'a Review, access: &Access) -> &'a str {
    &review.settings.systems[access.system].name
}

fn exceptions(review: &Review) -> anyhow::Result<Exceptions> {
    let settings = &review.settings;
    let declared = review.snapshot.policy.exceptions.iter();
    let in_force = declared.filter(|(place, exception)| why_not(review, *place, exception).is_none());
    let ends: Vec<_> = in_force.map(|(_, exception)| exception.expires).collect();
    let days = settings.expiring_exception_days;
    let limit = days
        .map(|days| settings.date.checked_add(i64::from(days).days()))
        .transpose()?;
    Ok(Exceptions {
        in_force: ends.len(),
        days,
        expiring: ends
            .iter()
            .filter(|end| limit.is_some_and(|limit| **end <= limit))
            .count(),
        next: ends.iter().min().map(ToString::to_string),
    })
}

/// What was not collected, of which systems.
fn not_collected(review: &Review) -> Vec<NotCollected<'_>> {
    let accounts = |value, lacks: fn(&Account) -> bool| {
        let of = move |access: &Access| (count(access.accounts.values(), lacks), access.accounts.len());
        lacking(review, value, false, &of)
    };
    let devices = |value, lacks: fn(&Device) -> bool| {
        let of = move |access: &Access| (count(&access.devices, lacks), access.devices.len());
        lacking(review, value, true, &of)
    };
    let secrets = |value, limit: fn(&Expected) -> Option<u32>, of: fn(&Credentials) -> Option<Secrets>| {
        let is_judged = |access: &Access| {
            let rules = review.settings.systems[access.system].access();
            rules.is_some_and(|rules| limit(&rules.expected).is_some())
        };
        let is_untold =
            |account: &&Account| !account.is_disabled() && Credentials::lack(account.credentials.as_deref(), of);
        let of = move |access: &Access| {
            let missing = access.accounts.values().filter(is_untold).count();
            (if is_judged(access) { missing } else { 0 }, access.accounts.len())
        };
        lacking(review, value, false, &of)
    };
    let values = [
        secrets("keys", |expected| expected.key_days, |told| told.keys),
        secrets("password", |expected| expected.password_days, |told| told.password),
        accounts("status", |account| account.status.is_none()),
        accounts("last-login", |account| account.last_login == LastLogin::Unknown),
        accounts("mfa", |account| account.mfa.is_none()),
        devices("encrypted", |device| device.encrypted.is_none()),
        devices("protected", |device| device.protected.is_none()),
    ];
    values.into_iter().filter(|value| !value.systems.is_empty()).collect()
}

/// What was not collected of each system that lacks something.
fn by_system<'a>(review: &'a Review, not_collected: &[NotCollected<'a>]) -> Vec<LackingSystem<'a>> {
    let names = review.snapshot.counted().map(|access| system_name(review, access));
    let systems = names.map(|system| {
        let values = not_collected.iter().flat_map(|entry| {
            let of = entry.systems.iter().filter(move |lacking| lacking.system == system);
            of.map(|lacking| LackingValue {
                value: entry.value,
                missing: lacking.missing,
                all: lacking.all,
            })
        });
        let values = values.collect();
        LackingSystem { system, values }
    });
    systems.filter(|system| !system.values.is_empty()).collect()
}

fn count<'a, T: 'a>(all: impl IntoIterator<Item = &'a T>, lacks: fn(&T) -> bool) -> usize {
    all.into_iter().filter(|one| lacks(one)).count()
}

/// One value: how many lack it, of how many, in each system in which any does.
fn lacking<'a>(
    review: &'a Review,
    value: &'static str,
    of_devices: bool,
    of: &dyn Fn(&Access) -> (usize, usize),
) -> NotCollected<'a> {
    let about = |access: &&Access| review.settings.systems[access.system].access().is_none() == of_devices;
    let access = review.snapshot.counted().filter(about);
    let systems = access.map(|access| {
        let (missing, all) = of(access);
        let system = system_name(review, access);
        Lacking { system, missing, all }
    });
    NotCollected {
        value,
        of_devices,
        systems: systems.filter(|lacking| lacking.missing > 0).collect(),
    }
}

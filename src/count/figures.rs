//! The totals of a review.

use crate::model::arena::Ix;
use crate::model::credential::{Credentials, Secrets};
use crate::model::figures::{Figures, NotCollected};
use crate::model::heaps::sort_by_heap;
use crate::model::policy::RoleKind;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Held, LastLogin, Snapshot};
use crate::model::source::Rows;
use crate::model::system::{Expected, SystemKind};

/// Adds everything up.
pub fn figures(settings: &Settings, snapshot: &Snapshot) -> Figures {
    figures_of_whole(settings, snapshot).plus(figures_of_systems(settings, snapshot))
}

/// Those of roster and files.
pub fn figures_of_whole(settings: &Settings, snapshot: &Snapshot) -> Figures {
    let of = |kind| {
        let identities = snapshot.roster.identities.values();
        identities.filter(|identity| identity.kind == kind).count() as u64
    };
    let rows = |of: fn(&Rows) -> u64| snapshot.sources.values().map(|source| of(&source.rows)).sum();
    Figures {
        people: of(RoleKind::Person),
        technical: of(RoleKind::Technical),
        shared: of(RoleKind::Shared),
        systems: settings.systems.len() as u64,
        files: snapshot.sources.len() as u64,
        rows: rows(|rows| rows.total),
        used: rows(|rows| rows.used),
        set_aside: rows(Rows::set_aside_total),
        rejected: rows(|rows| rows.rejected.len() as u64),
        ..Figures::default()
    }
}

/// Those of what the systems gave.
pub fn figures_of_systems(settings: &Settings, snapshot: &Snapshot) -> Figures {
    let mut figures = Figures::default();
    for access in snapshot.counted() {
        let is_incomplete = access.coverage.is_some() && !snapshot.proves_absence(access);
        figures.without_export += u64::from(access.coverage.is_none());
        figures.not_complete += u64::from(is_incomplete);
        let unknown = &mut figures.not_collected;
        match &settings.systems[access.system].kind {
            SystemKind::Access(rules) => {
                let (grants, holding) = distinct(access);
                figures.grants += grants;
                figures.holding += holding;
                figures.accounts += access.accounts.len() as u64;
                for account in access.accounts.values() {
                    figures.inactive += u64::from(!account.is_active());
                    add_account(unknown, account, &rules.expected);
                }
            }
            SystemKind::Workstations(_) => {
                figures.devices += access.devices.len() as u64;
                for device in &access.devices {
                    unknown.encrypted += u64::from(device.encrypted.is_none());
                    unknown.protected += u64::from(device.protected.is_none());
                }
            }
        }
    }
    figures
}

fn add_account(unknown: &mut NotCollected, account: &Account, expected: &Expected) {
    unknown.status += u64::from(account.status.is_none());
    unknown.last_login += u64::from(account.last_login == LastLogin::Unknown);
    unknown.mfa += u64::from(account.mfa.is_none());
    let lacks = |limit: Option<u32>, of: fn(&Credentials) -> Option<Secrets>| {
        let is_judged = limit.is_some() && !account.is_disabled();
        u64::from(is_judged && Credentials::lack(account.credentials.as_deref(), of))
    };
    unknown.keys += lacks(expected.key_days, |told| told.keys);
    unknown.passwords += lacks(expected.password_days, |told| told.password);
}

/// What the accounts of one system hold, each once, and how many of them hold it.
fn distinct(access: &Access) -> (u64, u64) {
    let packed = access.effective().map(|held| {
        let level = match held.grant.level {
            Held::Level(level) => level.number() - 1,
            Held::Unmapped(spelling) => SPELLINGS + (spelling.number() - 1),
        };
        let resource = held.grant.resource.map_or(0, Ix::number);
        (held.account, u64::from(resource) << 32 | u64::from(level))
    });
    let mut grants: Vec<(Ix<Account>, u64)> = packed.collect();
    sort_by_heap(&mut grants, access.accounts.len(), |(account, _)| account.get());
    grants.dedup();
    let holding = grants.chunk_by(|(one, _), (other, _)| one == other).count();
    (grants.len() as u64, holding as u64)
}

/// Where the numbers of spellings begin that no definition maps, behind those of levels.
const SPELLINGS: u32 = 1 << 31;

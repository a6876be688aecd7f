//! The figures that `report` and `check` end with.

use serde::Serialize;

use crate::count;
use crate::model::review::Review;

/// How much was read, how much was judged, how much nobody collected.
#[derive(Serialize)]
pub(super) struct Totals {
    grants: u64,
    accounts: u64,
    devices: u64,
    systems: usize,
    findings: usize,
    unknown_last_login: u64,
    unknown_mfa: u64,
    unknown_encrypted: u64,
    unknown_protected: u64,
    /// Systems without any file.
    without_export: usize,
    files: usize,
    rows: u64,
    used: u64,
    set_aside: u64,
    rejected: u64,
}

impl Totals {
    /// The figures of a review.
    pub(super) fn of(review: &Review) -> Self {
        let figures = count::figures(&review.settings, &review.snapshot);
        let sources = &review.snapshot.sources;
        Self {
            grants: figures.grants,
            accounts: figures.accounts,
            devices: figures.devices,
            systems: review.settings.systems.len(),
            findings: review.findings.len(),
            unknown_last_login: figures.not_collected.last_login,
            unknown_mfa: figures.not_collected.mfa,
            unknown_encrypted: figures.not_collected.encrypted,
            unknown_protected: figures.not_collected.protected,
            without_export: review
                .snapshot
                .access
                .iter()
                .filter(|access| access.coverage.is_none())
                .count(),
            files: sources.len(),
            rows: sources.values().map(|source| source.rows.total).sum(),
            used: sources.values().map(|source| source.rows.used).sum(),
            set_aside: sources.values().map(|source| source.rows.set_aside_total()).sum(),
            rejected: sources.values().map(|source| source.rows.rejected.len() as u64).sum(),
        }
    }
}

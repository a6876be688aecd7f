//! Totals for the end of a run: how much was judged, and how much nobody collected.

use crate::model::settings::Settings;
use crate::model::snapshot::{LastLogin, Snapshot};
use crate::model::system::SystemKind;

/// Totals over all systems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Distinct grants: the same level of the same resource in the hands of one account is one, however often read.
    pub grants: u64,
    /// Accounts of systems that are reviewed for access.
    pub accounts: u64,
    /// Notebooks.
    pub devices: u64,
    /// What is unknown of them.
    pub not_collected: NotCollected,
}

/// Facts that no file gave: neither breached nor passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NotCollected {
    /// Accounts whose last login is unknown.
    pub last_login: u64,
    /// Accounts whose second factor is unknown.
    pub mfa: u64,
    /// Notebooks of which nobody knows whether the disk is encrypted.
    pub encrypted: u64,
    /// Notebooks of which nobody knows whether they are protected.
    pub protected: u64,
}

/// Adds everything up.
pub fn figures(settings: &Settings, snapshot: &Snapshot) -> Figures {
    let mut figures = Figures::default();
    let unknown = &mut figures.not_collected;
    for access in &snapshot.access {
        let mut grants: Vec<_> = access
            .grants
            .iter()
            .map(|grant| (grant.account, grant.resource, grant.level))
            .collect();
        grants.sort_unstable();
        grants.dedup();
        figures.grants += grants.len() as u64;
        match settings.systems[access.system].kind {
            SystemKind::Access(_) => {
                figures.accounts += access.accounts.len() as u64;
                for account in access.accounts.values() {
                    unknown.last_login += u64::from(account.last_login == LastLogin::Unknown);
                    unknown.mfa += u64::from(account.mfa.is_none());
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

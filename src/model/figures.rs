//! Totals of a review: how much was read, how much was judged, how much nobody collected.

use serde::Serialize;

/// Totals over all systems; every place that prints one prints this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// People in the roster.
    pub people: u64,
    /// Technical accounts in the roster.
    pub technical: u64,
    /// Shared accounts in the roster.
    pub shared: u64,
    /// Systems.
    pub systems: u64,
    /// Systems without any file.
    pub without_export: u64,
    /// Systems whose files were read but do not prove that whatever they lack is not there.
    pub not_complete: u64,
    /// Accounts of systems that are reviewed for access.
    pub accounts: u64,
    /// Those of them that hold something, themselves or through a group.
    pub holding: u64,
    /// Those accounts that are disabled or pending.
    pub inactive: u64,
    /// Distinct grants: the same level of the same resource in the hands of one account is one, however often read.
    pub grants: u64,
    /// Notebooks.
    pub devices: u64,
    /// Files that were read.
    pub files: u64,
    /// Rows that the readers met.
    pub rows: u64,
    /// Rows that gave a fact.
    pub used: u64,
    /// Rows set aside.
    pub set_aside: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// What is unknown.
    pub not_collected: NotCollected,
}

impl Figures {
    /// The sums of two parts of a review.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            people: self.people + other.people,
            technical: self.technical + other.technical,
            shared: self.shared + other.shared,
            systems: self.systems + other.systems,
            without_export: self.without_export + other.without_export,
            not_complete: self.not_complete + other.not_complete,
            accounts: self.accounts + other.accounts,
            inactive: self.inactive + other.inactive,
            holding: self.holding + other.holding,
            grants: self.grants + other.grants,
            devices: self.devices + other.devices,
            files: self.files + other.files,
            rows: self.rows + other.rows,
            used: self.used + other.used,
            set_aside: self.set_aside + other.set_aside,
            rejected: self.rejected + other.rejected,
            not_collected: NotCollected {
                status: self.not_collected.status + other.not_collected.status,
                last_login: self.not_collected.last_login + other.not_collected.last_login,
                mfa: self.not_collected.mfa + other.not_collected.mfa,
                keys: self.not_collected.keys + other.not_collected.keys,
                passwords: self.not_collected.passwords + other.not_collected.passwords,
                encrypted: self.not_collected.encrypted + other.not_collected.encrypted,
                protected: self.not_collected.protected + other.not_collected.protected,
            },
        }
    }
}

/// Facts that no file gave: neither breached nor passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotCollected {
    /// Accounts of which nobody knows whether they can log in.
    pub status: u64,
    /// Accounts whose last login is unknown.
    pub last_login: u64,
    /// Accounts whose second factor is unknown.
    pub mfa: u64,
    /// Of systems with a limit for it, accounts that are not disabled of whose keys nobody knows since when they are the same.
    pub keys: u64,
    /// The same of passwords.
    pub passwords: u64,
    /// Notebooks of which nobody knows whether the disk is encrypted.
    pub encrypted: u64,
    /// Notebooks of which nobody knows whether they are protected.
    pub protected: u64,
}

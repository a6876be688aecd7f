//! Accounts that matched nobody, and whom they might belong to.

use super::arena::Ix;
use super::roster::Identity;
use super::snapshot::Account;
use super::system::System;

/// An account that belongs to nobody in the roster.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmatched {
    /// Its system.
    pub system: Ix<System>,
    /// The account.
    pub account: Ix<Account>,
    /// Whom it might belong to, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// Somebody whom an account might belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Who.
    pub identity: Ix<Identity>,
    /// Why.
    pub reason: Likeness,
}

/// Why somebody is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The display name is the same, whatever its order, case and accents.
    SameName,
    /// The display name is one word, and a part of this name alone, whatever its case and accents.
    NameInPart,
    /// The login looks like the name, a login or an address.
    SimilarLogin,
}

//! Who looked at the permissions of a system, and whether that says anything of what is judged.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::arena::Ix;
use super::extract::Extract;
use super::finding::CheckId;
use super::policy::{Policy, RoleKind};
use super::private::Private;
use super::roster::{Identity, Roster};
use super::snapshot::{Access, Account};
use super::source::Place;

/// The check that finds a review which says nothing of what is judged.
pub const VOID_REVIEW: CheckId = CheckId("void-review");

/// The check that finds a review of what is the reviewer's own.
pub const SELF_REVIEW: CheckId = CheckId("self-review");

/// That somebody looked at the permissions of a system and answers for the result.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// Id in the roster.
    pub by: Private,
    /// When.
    pub on: Date,
    /// In their words.
    pub statement: Option<Private>,
    /// Line in `review.toml`.
    pub line: u64,
}

/// Why a review says nothing of what is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Void {
    /// Nothing of the system was collected, so that there was nothing to review.
    NoList,
    /// It is older than the export.
    BeforeExport,
    /// It is older than the audit, and nothing tells of an earlier export.
    BeforeAudit,
    /// It is older than the later extract.
    BeforeRecheck,
    /// It is a year or more after the audit.
    YearsLater,
    /// Whoever is named is no person.
    NoPerson,
    /// They started only later.
    NotThereYet,
    /// They had left.
    Left,
}

impl Reviewed {
    /// Why the review, by this identity, says nothing of what a system gave in an extract; empty where it does.
    pub fn voids(&self, by: &Identity, access: &Access, extract: Extract, audit: Date) -> Vec<Void> {
        let too_early = match extract {
            Extract::First if access.first_day.is_none() => Void::BeforeAudit,
            Extract::First => Void::BeforeExport,
            Extract::Recheck => Void::BeforeRecheck,
        };
        let next = audit.checked_add(1.year()).unwrap_or(Date::MAX);
        let reasons = [
            (access.coverage.is_none(), Void::NoList),
            (self.on < access.day && access.coverage.is_some(), too_early),
            (self.on >= next, Void::YearsLater),
            (by.kind != RoleKind::Person, Void::NoPerson),
            (by.starts_after(self.on), Void::NotThereYet),
            (by.left_before(self.on), Void::Left),
        ];
        let so = reasons.into_iter().filter(|(is_so, _)| *is_so);
        so.map(|(_, reason)| reason).collect()
    }

    /// Whether whoever reviewed put the roles into force against which it is judged.
    pub fn is_of_approver(&self, policy: &Policy) -> bool {
        let approval = policy.approval.as_ref();
        approval.is_some_and(|approval| approval.by == self.by)
    }
}

/// What somebody may review only if somebody else answers for it: their accounts in a system, those that may be theirs
/// and those that they own, with where each holds something.
pub fn own(by: Ix<Identity>, roster: &Roster, access: &Access) -> Vec<(Ix<Account>, BTreeSet<Place>)> {
    let own = access.accounts.iter().filter(|(_, account)| {
        let holder = account.holder.identity();
        let owner = holder.and_then(|holder| roster.identities[holder].owner);
        let is_theirs = holder == Some(by) || owner == Some(by) || account.holder.may_be(by);
        !account.is_disabled() && is_theirs
    });
    let held = own.map(|(account, _)| {
        let held = access.effective().filter(|held| held.account == account);
        (
            account,
            held.flat_map(|held| held.places().collect::<Vec<_>>()).collect(),
        )
    });
    held.filter(|(_, places): &(_, BTreeSet<_>)| !places.is_empty())
        .collect()
}

/// That nobody answers for a system that was collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// Why.
    pub why: NotReviewed,
    /// Whether a finding that is open says so; none does where its check is switched off, for one.
    pub is_found: bool,
}

/// Why nobody answers for a system that was collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReviewed {
    /// Nobody is named.
    ByNobody,
    /// What is named says nothing of what is judged.
    Void,
    /// Whoever is named reviewed what they hold or put into force, and nobody accepted that.
    ByThemselves,
}

impl NotReviewed {
    /// The check that finds it, where somebody is named.
    pub fn check(self) -> Option<CheckId> {
        match self {
            Self::ByNobody => None,
            Self::Void => Some(VOID_REVIEW),
            Self::ByThemselves => Some(SELF_REVIEW),
        }
    }
}

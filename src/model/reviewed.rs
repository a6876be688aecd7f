//! Who looked at the permissions of a system, and whether that says anything of what is judged.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::arena::Ix;
use super::extract::Extract;
use super::finding::{CheckId, Finding};
use super::policy::{Policy, RoleKind};
use super::private::Private;
use super::roster::{Identity, Roster};
use super::settings::Settings;
use super::snapshot::{Access, Account, Snapshot};
use super::source::Place;
use super::system::System;

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

/// Whether and why nobody answers for a system, the weightiest first. That a review says nothing of what is judged is so
/// whether its check runs, or somebody accepted what that found, or not; that it is of what is their own, unless somebody
/// accepted it.
pub fn unanswered(
    settings: &Settings,
    snapshot: &Snapshot,
    findings: &[Finding],
    place: Ix<System>,
) -> Vec<Unanswered> {
    let Some(reviewed) = &settings.systems[place].reviewed else {
        return vec![Unanswered {
            why: NotReviewed::ByNobody,
            is_found: false,
        }];
    };
    let extracts = [
        (snapshot.access_of(place), Extract::First),
        (snapshot.recheck_of(place), Extract::Recheck),
    ];
    let mut extracts = extracts
        .into_iter()
        .filter_map(|(access, extract)| Some((access?, extract)));
    let roster = &snapshot.roster;
    let mut identities = roster.identities.iter();
    let by = identities.find(|(_, identity)| identity.id == reviewed.by);
    let is_void = by.is_none_or(|(_, by)| {
        let mut extracts = extracts.clone();
        extracts.any(|(access, extract)| !reviewed.voids(by, access, extract, settings.date).is_empty())
    });
    let is_own = reviewed.is_of_approver(&snapshot.policy)
        || by.is_some_and(|(by, _)| extracts.any(|(access, _)| !own(by, roster, access).is_empty()));
    let is_open = |why: NotReviewed| {
        let check = why.check();
        check.is_some_and(|check| found(snapshot, findings, check, place).any(Finding::is_open))
    };
    let is_own = is_own && !is_own_accepted(snapshot, findings, place);
    let reasons = [(is_void, NotReviewed::Void), (is_own, NotReviewed::ByThemselves)];
    let so = reasons.into_iter().filter(|(is_so, _)| *is_so);
    so.map(|(_, why)| Unanswered {
        why,
        is_found: is_open(why),
    })
    .collect()
}

/// Whether whoever reviewed a system reviewed what they hold or put into force, and somebody accepted that.
pub fn is_own_accepted(snapshot: &Snapshot, findings: &[Finding], place: Ix<System>) -> bool {
    let mut found = found(snapshot, findings, SELF_REVIEW, place).peekable();
    found.peek().is_some() && !found.any(Finding::is_open)
}

/// What a check found in a system.
fn found<'a>(
    snapshot: &'a Snapshot,
    findings: &'a [Finding],
    check: CheckId,
    place: Ix<System>,
) -> impl Iterator<Item = &'a Finding> {
    let of_check = findings.iter().filter(move |finding| finding.check == check);
    of_check.filter(move |finding| snapshot.concerns(finding, place))
}

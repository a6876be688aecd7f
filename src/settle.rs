//! Findings and exceptions in, dispositions out: once, after every check has judged.
//!
//! Each finding stays open or is accepted by exactly one exception in force on the audit date: of those that fit, the one
//! that names most parts, then the one that is declared first; never by one that whoever it is about approved. What else
//! an exception fitted is told to the checks on exceptions, whose own findings come later and cannot be accepted. A review can be settled one system at a time: what
//! was found of each, then the rest, and [`Uses`] add up.

pub mod put_right;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::arena::Ix;
use crate::model::exception::{Bearer, Excepted, Exception, Refused, Uses};
use crate::model::finding::{CheckId, Disposition, Finding};
use crate::model::private::Private;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Held, Snapshot};
use crate::model::word::login_key;

/// Settles these findings of a snapshot.
pub fn settle(settings: &Settings, snapshot: &Snapshot, findings: &mut [Finding]) -> Uses {
    let mut uses = Uses::none(&snapshot.policy.exceptions);
    if uses.of.is_empty() {
        return uses;
    }
    let unproven = snapshot.access.iter().filter(|access| !snapshot.proves_absence(access));
    uses.unproven = unproven.map(|access| access.system).collect();
    for (declared, used) in snapshot.policy.exceptions.values().zip(&mut uses.of) {
        used.is_of_approver =
            declared.subject.identity.as_ref() == Some(&declared.approved_by) || is_of_approver(snapshot, declared);
    }
    let by_check = by_check(snapshot);
    for finding in findings {
        let Some(fitting) = by_check.get(&finding.check) else {
            continue;
        };
        let case = Case::of(snapshot, finding);
        let mut accepting = None;
        for fitted in fitting.iter().filter(|fitted| case.fits(fitted)) {
            let Some(so_far) = uses.of.get_mut(fitted.place.get()) else {
                continue;
            };
            let approver = &fitted.declared.approved_by;
            so_far.fits(|| case.bearer());
            // Nobody accepts what is found of themselves.
            let is_own = case.concerns(snapshot, approver);
            so_far.is_of_approver |= is_own;
            if accepting.is_none() && !is_own && fitted.declared.is_in_force(settings.date) {
                accepting = Some(fitted.place);
                so_far.accepted += 1;
            }
        }
        finding.disposition = accepting.map_or(Disposition::Open, Disposition::Accepted);
    }
    uses
}

/// The exceptions that an open finding fits and that do not accept it, in declared order, each with why.
pub fn refused<'a>(settings: &Settings, snapshot: &'a Snapshot, finding: &Finding) -> Vec<(&'a Exception, Refused)> {
    if !finding.is_open() {
        return Vec::new();
    }
    let case = Case::of(snapshot, finding);
    let declared = snapshot.policy.exceptions.iter();
    let of_check = declared.filter(|(_, declared)| declared.check == finding.check);
    let why = |declared: &Exception| {
        let is_own = || case.concerns(snapshot, &declared.approved_by).then_some(Refused::Own);
        declared.refused_on(settings.date).or_else(is_own)
    };
    of_check
        .filter(|(place, declared)| case.fits(&Fitting::of(*place, declared)))
        .filter_map(|(_, declared)| Some((declared, why(declared)?)))
        .collect()
}

/// An exception that findings of a check are held against.
struct Fitting<'a> {
    place: Ix<Exception>,
    declared: &'a Exception,
    /// The login that it names, as logins are compared.
    login: Option<String>,
}

impl<'a> Fitting<'a> {
    fn of(place: Ix<Exception>, declared: &'a Exception) -> Self {
        let login = declared.subject.account.as_ref();
        Self {
            place,
            declared,
            login: login.map(|login| login_key(login.reveal()).into_owned()),
        }
    }
}

/// The exceptions of each check, the one that accepts first in front.
fn by_check(snapshot: &Snapshot) -> BTreeMap<CheckId, Vec<Fitting<'_>>> {
    let mut by_check: BTreeMap<CheckId, Vec<Fitting<'_>>> = BTreeMap::new();
    for (place, declared) in snapshot.policy.exceptions.iter() {
        let fitting = Fitting::of(place, declared);
        by_check.entry(declared.check).or_default().push(fitting);
    }
    for fitting in by_check.values_mut() {
        fitting.sort_by_key(|fitted| Reverse(fitted.declared.subject.specificity()));
    }
    by_check
}

/// Whether an account that an exception names belongs to whoever approved it.
fn is_of_approver(snapshot: &Snapshot, declared: &Exception) -> bool {
    let Some(login) = &declared.subject.account else {
        return false;
    };
    let wanted = login_key(login.reveal());
    let is_meant = |access: &&Access| {
        let within = declared.subject.within;
        within.is_none_or(|within| within.system == access.system)
    };
    let mut accounts = (snapshot.access.iter().filter(is_meant)).flat_map(|access| access.accounts.values());
    accounts.any(|account| {
        let holder = account.holder.identity();
        let is_theirs = |holder| snapshot.roster.identities[holder].id == declared.approved_by;
        holder.is_some_and(is_theirs) && account.logins().any(|login| login_key(login) == wanted)
    })
}

/// A finding with what it is about.
struct Case<'a> {
    finding: &'a Finding,
    access: Option<&'a Access>,
    /// Whose the finding is, if it is somebody's for certain.
    holder: Option<&'a Identity>,
    file: Option<&'a Private>,
}

impl<'a> Case<'a> {
    fn of(snapshot: &'a Snapshot, finding: &'a Finding) -> Self {
        let subject = &finding.subject;
        let access = snapshot.about(subject);
        let of_account = || access?.accounts[subject.account?].holder.identity();
        let holder = subject.identity.or_else(of_account);
        Self {
            finding,
            access,
            holder: holder.map(|holder| &snapshot.roster.identities[holder]),
            file: subject.source.map(|source| &snapshot.sources[source].file),
        }
    }

    /// Whether the finding is about every part that the exception names.
    fn fits(&self, fitted: &Fitting<'_>) -> bool {
        let Excepted {
            identity,
            account,
            within,
            resource,
            file,
            separation,
        } = &fitted.declared.subject;
        let subject = &self.finding.subject;
        let is_holder = |id: &Private| self.holder.is_some_and(|holder| holder.id == *id);
        let of_account = self.access.zip(subject.account);
        let has_login = |wanted: &String| {
            let account = of_account.map(|(access, account)| &access.accounts[account]);
            account.is_some_and(|account| account.logins().any(|login| login_key(login) == wanted.as_str()))
        };
        let name = || self.access?.resource_name(subject.resource);
        identity.as_ref().is_none_or(is_holder)
            && (account.is_none() || fitted.login.as_ref().is_some_and(has_login))
            && within.is_none_or(|within| {
                let holds = |level| subject.levels.contains(&Held::Level(level));
                subject.system == Some(within.system) && within.level.is_none_or(holds)
            })
            && (resource.as_ref()).is_none_or(|pattern| name().is_some_and(|name| pattern.matcher.is_match(name)))
            && file.as_ref().is_none_or(|file| self.file == Some(file))
            && (separation.as_ref()).is_none_or(|separation| subject.text.as_ref() == Some(separation))
    }

    /// Whether the finding is laid to somebody, could be, or is about what they own.
    fn concerns(&self, snapshot: &Snapshot, somebody: &Private) -> bool {
        let identities = &snapshot.roster.identities;
        let account = self.access.zip(self.finding.subject.account);
        let several = account
            .into_iter()
            .flat_map(|(access, account)| access.accounts[account].holder.candidates());
        let candidates = several
            .map(|(candidate, _)| candidate)
            .chain(&self.finding.subject.candidates);
        let owner = self.holder.and_then(|holder| holder.owner);
        let concerned = candidates.copied().chain(owner).map(|place| &identities[place]);
        concerned.chain(self.holder).any(|identity| identity.id == *somebody)
    }

    /// What the finding is laid to.
    fn bearer(&self) -> Bearer {
        let subject = &self.finding.subject;
        let account = || {
            let (access, account) = self.access.zip(subject.account)?;
            let login = access.accounts[account].login.clone();
            Some(Bearer::Account(access.system, login))
        };
        let identity = self.holder.map(|holder| Bearer::Identity(holder.id.clone()));
        let file = || self.file.map(|file| Bearer::File(file.clone()));
        (identity.or_else(account).or_else(file)).unwrap_or_else(|| Bearer::Other(subject.clone()))
    }
}

#[cfg(test)]
mod tests;

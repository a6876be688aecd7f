//! What became of something that was found and is no longer: it is resolved only where what it is about is gone, or is
//! otherwise in the files; where that is still there, the judgement changed.

use std::collections::{BTreeMap, BTreeSet};

use super::doubt::Doubt;
use crate::model::audit::{Bearer, Detail, Grant, Standing};
use crate::model::credential::Secrets;
use crate::model::finding::Closure;
use crate::model::key::nouns;
use crate::model::opaque::Opaque;
use crate::model::record::{Finding, FormerFinding, Still};
use crate::model::renames::Renames;
use crate::model::snapshot::{LastLogin, Status};

/// What became of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was put right.
    Resolved,
    /// Nobody can tell.
    NotSeen,
    /// What it is about is still there.
    Still(Still),
}

/// A finding of an earlier audit, as far as its fate depends on it.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    id: &'a Opaque,
    check: &'a str,
    system: Option<&'a str>,
    account: Option<&'a Opaque>,
    identity: Option<&'a Opaque>,
    resource: Option<&'a str>,
    levels: &'a [String],
}

/// Reads alike the findings that a record has, whenever they were found.
macro_rules! about_of {
    ($($finding:ty),+) => {$(
        impl<'a> From<&'a $finding> for About<'a> {
            fn from(finding: &'a $finding) -> Self {
                Self {
                    id: &finding.id,
                    check: &finding.check,
                    system: finding.system.as_deref(),
                    account: finding.account.as_ref(),
                    identity: finding.identity.as_ref(),
                    resource: finding.resource.as_deref(),
                    levels: &finding.levels,
                }
            }
        }
    )+};
}

about_of!(Finding, FormerFinding);

/// Who has the account of a finding, by system and login.
type Place<'a> = (&'a str, &'a str);

/// What a later audit knows of what an earlier one found.
pub struct Fates<'a> {
    old: &'a Detail,
    new: &'a Detail,
    renames: &'a Renames,
    doubt: Doubt<'a>,
    accounts: BTreeMap<Opaque, (Place<'a>, &'a Standing)>,
    held: BTreeMap<Place<'a>, Vec<&'a Grant>>,
    /// Checks that find an account now and did not before.
    fresh: BTreeMap<&'a Opaque, BTreeSet<&'a str>>,
}

impl<'a> Fates<'a> {
    /// What became of the findings of one audit by a later one; the earlier one in the words of the later.
    pub fn between(old: &'a Detail, new: &'a Detail, renames: &'a Renames) -> Self {
        let mut held: BTreeMap<Place<'a>, Vec<&Grant>> = BTreeMap::new();
        for grant in new.grants.iter().flatten() {
            let place = (grant.system.as_str(), grant.login.as_str());
            held.entry(place).or_default().push(grant);
        }
        let before: BTreeSet<&Opaque> = old.record.findings.iter().map(|finding| &finding.id).collect();
        let mut fresh: BTreeMap<&Opaque, BTreeSet<&str>> = BTreeMap::new();
        for finding in &new.record.findings {
            let is_done = finding.closure.as_deref() == Some(Closure::Done.word());
            if let Some(account) = finding.account.as_ref().filter(|_| !is_done)
                && !before.contains(&finding.id)
            {
                fresh.entry(account).or_default().insert(&finding.check);
            }
        }
        let accounts = new.standings.iter().map(|((system, login), standing)| {
            let place = (system.as_str(), login.as_str());
            (Opaque::account(system, login), (place, standing))
        });
        Self {
            old,
            new,
            renames,
            doubt: Doubt::between(old, new, renames),
            accounts: accounts.collect(),
            held,
            fresh,
        }
    }

    /// What became of a finding that the later audit does not have.
    pub fn of<'f>(&self, about: impl Into<About<'f>>) -> Fate {
        let about = about.into();
        let system = about.system.map(|system| self.renames.system_now(system));
        let now = &self.new.record;
        if !now.proves(about.check, system) {
            return Fate::NotSeen;
        }
        // Of an inventory of notebooks what is found is about the notebooks.
        let is_of_access = |id: &str| now.system(id).is_some_and(|system| !system.levels.is_empty());
        match (
            about.account,
            about.identity,
            system.filter(|system| is_of_access(system)),
        ) {
            (Some(account), _, Some(system)) => self.of_account(&about, account, system),
            (None, Some(identity), system) => self.of_identity(&about, identity, system),
            (None, None, Some(system)) if about.check.starts_with("too-") => self.of_holders(system),
            _ => Fate::Resolved,
        }
    }

    fn of_account(&self, about: &About<'_>, account: &Opaque, system: &str) -> Fate {
        let login = self.old.keys.get(about.id).and_then(|key| nouns(key).bearer);
        let id = match &login {
            Some(login) => Opaque::account(system, login),
            None => account.clone(),
        };
        if self.new.grants.is_none() {
            return Fate::NotSeen;
        }
        let Some((place, standing)) = self.accounts.get(&id).copied() else {
            return match login {
                Some(login) if self.doubt.is_set_aside(system, &login) => Fate::Still(Still::AsDeclared),
                Some(login) if self.doubt.may_be_set_aside(system, &login) => Fate::NotSeen,
                // The account may have another id since its system was renamed.
                None if about.system != Some(system) => Fate::NotSeen,
                Some(_) | None => Fate::Resolved,
            };
        };
        let held = self.held.get(&place).map(Vec::as_slice).unwrap_or_default();
        let still = || match self.fresh.get(&id) {
            Some(checks) => Fate::Still(Still::Otherwise(
                checks.iter().map(|check| (*check).to_owned()).collect(),
            )),
            None => Fate::Still(Still::AsDeclared),
        };
        if about.levels.is_empty() {
            return match self.is_changed(about.check, standing, !held.is_empty()) {
                None => Fate::NotSeen,
                Some(true) if !self.fresh.contains_key(&id) => Fate::Resolved,
                Some(_) => still(),
            };
        }
        let levels: Vec<&str> = about
            .levels
            .iter()
            .map(|level| self.renames.level_now(system, level))
            .collect();
        let is_meant = |grant: &&&Grant| levels.contains(&grant.level.as_str()) && self.is_on(about.resource, grant);
        let now: Vec<&str> = held.iter().map(|grant| grant.level.as_str()).collect();
        let in_doubt = |level: &&str| self.doubt.is_read_otherwise(system, level, &now);
        if held.iter().any(|grant| is_meant(&grant)) || levels.iter().any(in_doubt) {
            return still();
        }
        Fate::Resolved
    }

    /// Whether a permission is on the resource with a label.
    fn is_on(&self, label: Option<&str>, grant: &Grant) -> bool {
        let (Some(label), Some(resource)) = (label, &grant.resource) else {
            // One of the audits does not tell resources apart.
            return true;
        };
        let resources = self
            .new
            .record
            .system(&grant.system)
            .into_iter()
            .flat_map(|system| &system.resources);
        let mut meant = resources.filter(|one| number(&one.label) == number(label));
        meant.any(|one| one.id == *resource)
    }

    /// Whether what a check looks at is otherwise in the files; none where they do not tell.
    fn is_changed(&self, check: &str, standing: &Standing, holds: bool) -> Option<bool> {
        let since = self.old.record.audit_date;
        let disabled = standing.status == Some(Status::Disabled);
        let secrets =
            |secrets: Option<Secrets>| secrets.map(|told| !told.in_use || told.since.is_some_and(|day| day > since));
        let credentials = standing.credentials;
        match check {
            "no-mfa" => standing.mfa.map(|mfa| mfa || disabled),
            "dormant-account" | "never-used-account" => match standing.last_login.as_of(self.new.record.audit_date) {
                LastLogin::On(day) => Some(disabled || check == "never-used-account" || day > since),
                LastLogin::Never => Some(disabled),
                LastLogin::Unknown => None,
            },
            "pending-invitation" => standing.status.map(|status| status != Status::Pending),
            "disabled-account-holds-access" => standing.status.map(|_| !disabled || !holds),
            "stale-key" | "active-root-key" => {
                secrets(credentials.and_then(|told| told.keys)).map(|new| new || disabled)
            }
            "stale-password" => secrets(credentials.and_then(|told| told.password)).map(|new| new || disabled),
            _ => Some(disabled || !holds),
        }
    }

    fn of_identity(&self, about: &About<'_>, identity: &Opaque, system: Option<&str>) -> Fate {
        let now = &self.new.record;
        if !now.identities.iter().any(|one| one.id == *identity) {
            return if now.staff_list_complete {
                Fate::Resolved
            } else {
                Fate::NotSeen
            };
        }
        match (about.check, system) {
            ("unseen-login", Some(system)) => {
                let login = self
                    .old
                    .keys
                    .get(about.id)
                    .and_then(|key| nouns(key).rest.into_iter().next_back());
                let is_there = login.is_some_and(|login| self.accounts.contains_key(&Opaque::account(system, &login)));
                if is_there {
                    Fate::Resolved
                } else {
                    Fate::Still(Still::AsDeclared)
                }
            }
            ("missing-grant" | "toxic-combination", _) => {
                let (Some(before), Some(after)) = (&self.old.grants, &self.new.grants) else {
                    return Fate::NotSeen;
                };
                let held = |grants: &'a [Grant]| -> BTreeSet<(&'a str, Option<&'a Opaque>, &'a str)> {
                    let own = grants.iter().filter(|grant| match &grant.bearer {
                        Bearer::Identity(id) => Opaque::identity(id) == *identity,
                        Bearer::Account(_) => false,
                    });
                    own.map(|grant| (grant.system.as_str(), grant.resource.as_ref(), grant.level.as_str()))
                        .collect()
                };
                if held(before) == held(after) {
                    Fate::Still(Still::AsDeclared)
                } else {
                    Fate::Resolved
                }
            }
            // What else is found of somebody without an account is about the staff list itself.
            _ => Fate::Resolved,
        }
    }

    /// Of too many or too few who hold a privileged level: as many as before are another limit.
    fn of_holders(&self, system: &str) -> Fate {
        let mut before = self.old.record.systems.iter();
        let before = before.find(|one| self.renames.system_now(&one.id) == system);
        let now = self.new.record.system(system);
        let same = before.zip(now).is_some_and(|(was, is)| was.privileged == is.privileged);
        if same {
            Fate::Still(Still::AsDeclared)
        } else {
            Fate::Resolved
        }
    }
}

/// The number at the end of a label: what stands before it may be another word from year to year.
fn number(label: &str) -> &str {
    let word = label.trim_end_matches(|letter: char| letter.is_ascii_digit());
    label.strip_prefix(word).unwrap_or(label)
}

//! `unexplained-change`: between the two extracts of a system something changed that no finding of the first explains.
//!
//! Looked at are accounts, whose they are, whether they are switched off, what they hold, resources, and notebooks. What the recheck does
//! not show is gone only where it holds everything; what the first extract did not show is new only where that one did. A
//! finding explains what puts it right: the end of what it is about, what was missing, or a lesser level in the place of
//! the one that was too much.

mod explained;

use std::collections::{BTreeMap, BTreeSet};

use self::explained::Explained;
use super::privileged::holders;
use super::recheck::Pair;
use super::{About, Check, Needs, Run, ambiguous_account, finding, orphan_account, pending_invitation, severity};
use crate::model::arena::Ix;
use crate::model::extract::Extract;
use crate::model::finding::{CheckId, Finding, Severity, Subject};
use crate::model::private::Private;
use crate::model::roster::{Identity, Roster};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Device, Held, Holder, Resource, Snapshot, Status};
use crate::model::source::Place;
use crate::model::system::{AccessRules, Level};
use crate::model::word::login_key;

pub(super) const CHECK: Check = Check {
    id: CheckId("unexplained-change"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "ISO 27001:2022 A.8.32",
        "SOC 2 CC8.1",
        "NIST SP 800-53 AC-2",
    ],
    about: About::Rechecks,
    by_roles: false,
    needs: Needs::Recheck,
    run: Run::Recheck,
};

/// A level as both extracts know it: a defined one, or a spelling.
type Named<'a> = Result<Ix<Level>, &'a str>;

/// What an account holds: by the name of the resource and the level, with the rows that show it.
type Rights<'a> = BTreeMap<(Option<&'a str>, Named<'a>), Right>;

struct Right {
    resource: Option<Ix<Resource>>,
    level: Held,
    /// The groups through which it is held; nothing stands for holding it directly.
    groups: BTreeSet<Option<String>>,
    places: BTreeSet<Place>,
}

/// What changed in one system.
pub(super) fn judge(settings: &Settings, snapshot: &Snapshot, pair: &Pair<'_>, findings: &[Finding]) -> Vec<Finding> {
    if settings.is_off(CHECK.id) || !pair.is_later {
        return Vec::new();
    }
    let system = pair.first.system;
    let concerning = findings.iter().filter(|finding| snapshot.concerns(finding, system));
    let mut changes = Changes {
        pair,
        rules: settings.systems[system].access(),
        explained: Explained::by(concerning, are_as_many_as_asked(settings, snapshot, pair.recheck)),
        listed_first: listed(pair.first),
        listed_again: listed(pair.recheck),
        shows_removed: snapshot.proves_removal(pair.recheck),
        shows_added: snapshot.proves_absence(pair.first),
        roster: &snapshot.roster,
        found: BTreeMap::new(),
    };
    match changes.rules {
        Some(_) => {
            changes.resources();
            changes.accounts();
        }
        None => changes.notebooks(),
    }
    let Some(order) = super::place(CHECK.id) else {
        return Vec::new();
    };
    let severity = severity(settings, &CHECK, CHECK.severity);
    let found = changes.found.into_iter();
    found
        .filter_map(|(subject, places)| finding((severity, order), subject, places.into_iter().collect()))
        .collect()
}

/// Whether those who hold a privileged level are no more than the system declares to need.
fn are_as_many_as_asked(settings: &Settings, snapshot: &Snapshot, access: &Access) -> bool {
    let rules = settings.systems[access.system].access();
    let declared = rules.and_then(|rules| Some((rules, rules.expected.privileged_holders?.min?)));
    declared.is_some_and(|(rules, min)| holders(snapshot, rules, access).known.len() <= min as usize)
}

/// The changes of one system as they are put together.
struct Changes<'a> {
    pair: &'a Pair<'a>,
    rules: Option<&'a AccessRules>,
    explained: Explained<'a>,
    /// The names of the resources that the first extract lists.
    listed_first: BTreeSet<&'a str>,
    /// The same of the recheck.
    listed_again: BTreeSet<&'a str>,
    shows_removed: bool,
    shows_added: bool,
    roster: &'a Roster,
    /// What nothing explains.
    found: BTreeMap<Subject, BTreeSet<Place>>,
}

impl<'a> Changes<'a> {
    fn add(&mut self, what: &str, subject: Subject, places: impl IntoIterator<Item = Place>) {
        let subject = Subject {
            system: Some(self.pair.first.system),
            text: Some(Private::new(what)),
            ..subject
        };
        self.found.entry(subject).or_default().extend(places);
    }

    fn resources(&mut self) {
        let pair = self.pair;
        let extracts = [
            (pair.first, pair.recheck, "resource removed", self.shows_removed),
            (pair.recheck, pair.first, "resource added", self.shows_added),
        ];
        for (one, other, what, _) in extracts.into_iter().filter(|(.., is_shown)| *is_shown) {
            let known = listed(other);
            for (resource, declared) in one.resources.iter().filter(|(_, resource)| resource.listed) {
                if !known.contains(declared.name.reveal()) {
                    self.add(what, on(one.extract, resource), []);
                }
            }
        }
    }

    fn accounts(&mut self) {
        let pair = self.pair;
        let (before, after) = (rights(pair.first), rights(pair.recheck));
        let none = Rights::new();
        let gone = if self.shows_removed { pair.twins.gone() } else { &[] };
        for account in gone {
            if !self.is_to_go(*account, None) {
                let place = pair.first.accounts[*account].place;
                self.add("account removed", of(pair.first, *account), [place]);
            }
        }
        for (account, known) in pair.recheck.accounts.iter() {
            let now = after.get(&account).unwrap_or(&none);
            match pair.twins.in_first(account) {
                Some(twin) => {
                    self.status(twin, known);
                    self.passed(twin, account);
                    self.held(twin, account, before.get(&twin).unwrap_or(&none), now);
                }
                None if self.shows_added && !self.is_asked_for(known.holder.identity(), now) => {
                    self.add("account added", of(pair.recheck, account), [known.place]);
                }
                None => {}
            }
        }
    }

    /// Whether an account, or what it holds, was to go: a finding asks for it, or its holder has left by the recheck.
    fn is_to_go(&self, account: Ix<Account>, held: Option<&Right>) -> bool {
        let holder = self.pair.first.accounts[account].holder.identity();
        let has_left = |holder: Ix<Identity>| self.roster.identities[holder].left_before(self.pair.recheck.day);
        holder.is_some_and(has_left) || self.explained.is_put_right(self.pair.first, account, held)
    }

    /// Whether a finding asks for an account that is new, and for all that it holds.
    fn is_asked_for(&self, holder: Option<Ix<Identity>>, rights: &Rights<'_>) -> bool {
        let mut held = rights.iter();
        let asked = held.all(|(right, held)| self.is_missing(holder, right.0, held));
        asked && (!rights.is_empty() || self.explained.lacks_account(holder))
    }

    fn is_missing(&self, holder: Option<Ix<Identity>>, resource: Option<&str>, held: &Right) -> bool {
        let wanted = (resource, held, self.is_privileged(held));
        self.explained.is_missing(self.pair.first, holder, wanted)
    }

    fn is_privileged(&self, held: &Right) -> bool {
        self.rules.is_some_and(|rules| rules.is_privileged(held.level))
    }

    /// Compares whose an account is. Where the recheck does not lead to anybody and tells no address, it may only tell less.
    fn passed(&mut self, before: Ix<Account>, now: Ix<Account>) {
        let pair = self.pair;
        let (had, has) = (&pair.first.accounts[before], &pair.recheck.accounts[now]);
        let is_told = has.holder != Holder::Nobody || has.email.is_some();
        if is_told && is_other(had, has) && !self.is_of_nobody_sure(before) {
            self.add(
                "account passed to somebody else",
                of(pair.recheck, now),
                [had.place, has.place],
            );
        }
    }

    /// Whether it was found that an account is nobody's for certain, so that it was to become somebody's.
    fn is_of_nobody_sure(&self, account: Ix<Account>) -> bool {
        let checks = [orphan_account::CHECK.id, ambiguous_account::CHECK.id];
        checks.iter().any(|check| self.explained.is_found(*check, account))
    }

    /// Compares whether an account is switched off.
    fn status(&mut self, before: Ix<Account>, now: &Account) {
        // One of which the files do not tell counts as one that can be used.
        let was = self.pair.first.accounts[before].status.unwrap_or(Status::Active);
        if was == now.status.unwrap_or(Status::Active) {
            return;
        }
        let (word, is_explained) = match now.status {
            Some(Status::Disabled) => ("account disabled", self.is_to_go(before, None)),
            Some(Status::Pending) => ("account pending", false),
            Some(Status::Active) => (
                "account enabled",
                self.explained.is_found(pending_invitation::CHECK.id, before),
            ),
            // A recheck may lack the column; that it does not tell of an invitation is said by the invitation itself.
            None => ("account no longer said to be disabled", was == Status::Pending),
        };
        if !is_explained {
            self.add(word, of(self.pair.first, before), [now.place]);
        }
    }

    /// Compares what an account holds; what is on a resource that only one extract lists is told with the resource.
    fn held(&mut self, before: Ix<Account>, now: Ix<Account>, had: &Rights<'_>, has: &Rights<'_>) {
        let pair = self.pair;
        let holder = pair.recheck.accounts[now].holder.identity();
        let is_listed = |listed: &BTreeSet<&str>, name: Option<&str>| name.is_none_or(|name| listed.contains(name));
        let mut lessened: Vec<(Option<&str>, Held)> = Vec::new();
        for (right, held) in had.iter().filter(|(right, _)| !has.contains_key(*right)) {
            if self.is_to_go(before, Some(held)) {
                lessened.push((right.0, held.level));
            } else if self.shows_removed && is_listed(&self.listed_again, right.0) {
                let subject = held.on(of(pair.first, before));
                self.add("permission removed", subject, held.places.iter().copied());
            }
        }
        for (right, held) in has {
            let Some(was) = had.get(right) else { continue };
            let is_otherwise = was.groups != held.groups && self.shows_added && self.shows_removed;
            if is_otherwise && !self.explained.is_put_right(pair.first, before, Some(was)) {
                let places = was.places.iter().chain(&held.places).copied();
                self.add("permission held another way", held.on(of(pair.recheck, now)), places);
            }
        }
        for (right, held) in has.iter().filter(|(right, _)| !had.contains_key(*right)) {
            let mut there = lessened.iter().filter(|(resource, _)| *resource == right.0);
            let is_less = there.any(|(_, was)| self.is_less(held, *was));
            if self.shows_added
                && is_listed(&self.listed_first, right.0)
                && !is_less
                && !self.is_missing(holder, right.0, held)
            {
                let subject = held.on(of(pair.recheck, now));
                self.add("permission added", subject, held.places.iter().copied());
            }
        }
    }

    /// Whether a level is less than the one in whose place it is: by their ranks, or privileged only before.
    fn is_less(&self, held: &Right, was: Held) -> bool {
        let rank = |level: Held| match level {
            Held::Level(level) => self.rules.and_then(|rules| rules.levels[level].rank),
            Held::Unmapped(_) => None,
        };
        if self.is_privileged(held) {
            return false;
        }
        match (rank(held.level), rank(was)) {
            (Some(is), Some(before)) => is < before,
            _ => self.rules.is_some_and(|rules| rules.is_privileged(was)),
        }
    }

    fn notebooks(&mut self) {
        let pair = self.pair;
        let named = |access: &'a Access| -> BTreeMap<&'a str, &'a Device> {
            let devices = access.devices.iter();
            devices.map(|device| (device.name.reveal(), device)).collect()
        };
        let (before, after) = (named(pair.first), named(pair.recheck));
        for (name, device) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
            if self.shows_removed && !self.explained.is_found_notebook(&device.name) {
                let subject = of(pair.first, device.account);
                self.add(&format!("notebook removed: {name}"), subject, [device.place]);
            }
        }
        for (name, device) in &after {
            let Some(known) = before.get(name) else { continue };
            let (had, has) = (
                &pair.first.accounts[known.account],
                &pair.recheck.accounts[device.account],
            );
            let is_explained =
                self.is_of_nobody_sure(known.account) || self.explained.lacks_notebook(has.holder.identity());
            if is_other(had, has) && !is_explained {
                let subject = of(pair.recheck, device.account);
                let places = [known.place, device.place];
                self.add(&format!("notebook passed to somebody else: {name}"), subject, places);
            }
        }
        for (name, device) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let holder = pair.recheck.accounts[device.account].holder.identity();
            if self.shows_added && !self.explained.lacks_notebook(holder) {
                let subject = of(pair.recheck, device.account);
                self.add(&format!("notebook added: {name}"), subject, [device.place]);
            }
        }
    }
}

impl Right {
    fn on(&self, subject: Subject) -> Subject {
        Subject {
            resource: self.resource,
            levels: vec![self.level],
            ..subject
        }
    }
}

/// Whether two accounts are not of the same person: of two that nobody is found for, whether they are called differently.
fn is_other(one: &Account, other: &Account) -> bool {
    match (one.holder.identity(), other.holder.identity()) {
        (None, None) => !one
            .logins()
            .any(|login| other.logins().any(|known| login_key(known) == login_key(login))),
        (before, after) => before != after,
    }
}

/// That something is so of an account.
fn of(access: &Access, account: Ix<Account>) -> Subject {
    Subject {
        account: Some(account),
        identity: access.accounts[account].holder.identity(),
        extract: access.extract,
        ..Subject::default()
    }
}

/// That something is so of a resource.
fn on(extract: Extract, resource: Ix<Resource>) -> Subject {
    Subject {
        resource: Some(resource),
        extract,
        ..Subject::default()
    }
}

/// The names of the resources that an extract lists.
fn listed(access: &Access) -> BTreeSet<&str> {
    let listed = access.resources.values().filter(|resource| resource.listed);
    listed.map(|resource| resource.name.reveal()).collect()
}

/// What every account of an extract holds.
fn rights(access: &Access) -> BTreeMap<Ix<Account>, Rights<'_>> {
    let mut rights: BTreeMap<Ix<Account>, Rights<'_>> = BTreeMap::new();
    for held in access.effective() {
        let grant = held.grant;
        let level = match grant.level {
            Held::Level(level) => Ok(level),
            Held::Unmapped(spelling) => Err(access.unmapped[spelling].reveal()),
        };
        let right = (access.resource_name(grant.resource), level);
        let known = rights.entry(held.account).or_default().entry(right);
        let known = known.or_insert_with(|| Right {
            resource: grant.resource,
            level: grant.level,
            groups: BTreeSet::new(),
            places: BTreeSet::new(),
        });
        let group = held.chain.as_ref().and_then(|chain| chain.groups.last().copied());
        known
            .groups
            .insert(group.map(|group| access.groups[group].name.reveal().to_owned()));
        known.places.extend(held.places());
    }
    rights
}

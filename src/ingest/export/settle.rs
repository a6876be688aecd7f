//! The end of a system: what recognised files gave, understood now that all of them are read.
//!
//! Comes in: accounts, drafts and names. Goes out: the [`Access`], and the rows of facts that do not count after all: of
//! accounts that the product brings along, and of levels whose name says that somebody holds nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::access::AccessReader;
use super::accounts::Known;
use super::drafts::{Draft, Drafts, On, Text, Who};
use super::groups::Groups;
use super::highest::Highest;
use super::joins::{self, Joined, Ways};
use super::lacking;
use super::ledger::{Dropped, Entered};
use super::names::Of;
use super::resources::Labels;
use super::spellings::Spellings;
use super::twins::tell_twins;
use crate::model::arena::{Arena, Ix};
use crate::model::problem::Problems;
use crate::model::profile::BuiltIn;
use crate::model::snapshot::{Access, Account, Grant, Group, Held, Membership, Principal, Resource};
use crate::model::source::{Reason, Source};

impl AccessReader<'_> {
    /// Hands over everything read.
    pub(super) fn finish(
        self,
        access: &mut Access,
        sources: &mut Arena<Source>,
        problems: &mut Problems,
    ) -> anyhow::Result<Uncounted> {
        let Self {
            accounts,
            mut resources,
            mut spellings,
            grants,
            mut drafts,
            ..
        } = self;
        drafts.names.tell(sources, problems);
        drafts.parts.tell(&drafts, sources);
        drafts.soles.tell(sources, problems);
        drafts.onces.tell(|text| drafts.says(text), (sources, problems));
        tell_twins(&mut drafts, &grants, sources);
        let met = accounts.places();
        let joined = joins::join(accounts, &mut drafts.ledger, sources, problems)?;
        lacking::tell(&drafts, &joined, sources);
        let Joined { accounts, known, ways } = joined;
        let of_root = accounts.values().filter_map(|account| account.credentials.as_deref());
        let mut of_root = of_root.filter(|told| told.root == Some(true));
        access.tells_root_key = of_root.any(|told| told.keys.is_some_and(|keys| keys.any().is_some()));
        let groups = Groups::of(&drafts)?;
        let holding = holding(&drafts, &ways, &groups)?;
        let mut settled = Settled {
            kept: Kept::of(accounts, &known, &drafts.built_in, &holding)?,
            ways,
            groups,
        };
        settled.count_listed(&drafts, sources);
        let mut grants = settled.placed(grants);
        let mut uncounted = Uncounted {
            accounts: settled.uncounted(met),
            facts: BTreeSet::new(),
        };
        settled.tell(&mut drafts);
        let mut dropped = settled.attributes(&drafts);
        for text in &drafts.resources {
            resources.list(&drafts.names.called(Of::Resource, drafts.says(*text)))?;
        }
        let by_hand = grants.len();
        let understood = Understood {
            spellings: &mut spellings,
            resources: &mut resources,
            held: HashMap::new(),
            listed: HashMap::new(),
        };
        uncounted.facts = settled.grants(&drafts, understood, &mut grants, &mut dropped)?;
        if by_hand > 0 && grants.len() > by_hand {
            grants.sort_by_key(|grant| grant.place.source);
        }
        access.memberships = settled.memberships(&drafts, &mut dropped)?;
        access.accounts = settled.kept.accounts;
        access.resources = resources.finish();
        access.unmapped = spellings.finish();
        access.grants = grants;
        for (entered, why) in dropped {
            uncounted.facts.insert(entered);
            drafts.ledger.drop(entered, why);
        }
        std::mem::take(&mut drafts.ledger).settle(sources);
        settled.groups.miss(&drafts, sources);
        let stray = settled.groups.stray(&drafts, &access.memberships);
        settled
            .groups
            .prove(&drafts, &access.memberships, (sources, stray.is_some()));
        settled.groups.tell(stray, &drafts, sources);
        access.groups = settled.groups.groups;
        Ok(uncounted)
    }
}

/// What a system's files tell and the review does not count.
pub(super) struct Uncounted {
    /// Accounts that are not judged, as they were met.
    pub(super) accounts: BTreeSet<Ix<Account>>,
    /// Facts that do not count, and permissions below a higher one of the same holder.
    pub(super) facts: BTreeSet<Entered>,
}

/// Facts that do not count, with why.
type DroppedFacts = Vec<(Entered, Dropped)>;

/// Whom the files mean.
struct Settled {
    ways: Ways,
    kept: Kept,
    groups: Groups,
}

impl Settled {
    /// Notes how many accounts each file lists: one that it lists with each permission is one.
    fn count_listed(&self, drafts: &Drafts, sources: &mut Arena<Source>) {
        let mut listed: BTreeMap<Ix<Source>, BTreeSet<Ix<Account>>> = BTreeMap::new();
        for (account, entered) in &drafts.said {
            if let Some(place) = drafts.ledger.lists(*entered) {
                let accounts = self.accounts(*account).into_iter().flatten();
                listed.entry(place.source).or_default().extend(accounts);
            }
        }
        for (source, accounts) in listed {
            sources[source].entries = Some(accounts.len() as u64);
        }
    }

    /// Which of the accounts are not judged.
    fn uncounted(&self, met: impl Iterator<Item = Ix<Account>>) -> BTreeSet<Ix<Account>> {
        let set_aside = !self.kept.places.is_empty();
        met.filter(|account| set_aside && self.accounts(*account).is_err())
            .collect()
    }

    /// Permissions of accounts at the places where these are now.
    fn placed(&self, grants: Vec<Grant>) -> Vec<Grant> {
        if self.ways.places.is_empty() && self.kept.places.is_empty() {
            return grants;
        }
        let mut placed = Vec::with_capacity(grants.len());
        for grant in grants {
            if let Principal::Account(before) = grant.principal {
                let principals = self.accounts(before).into_iter().flatten();
                placed.extend(principals.map(|now| Grant {
                    principal: Principal::Account(now),
                    ..grant
                }));
            }
        }
        placed
    }

    /// Where an account went, or why it is not judged.
    fn accounts(&self, before: Ix<Account>) -> Result<Vec<Ix<Account>>, Reason> {
        let mut accounts = Vec::new();
        let mut aside = None;
        for place in self.ways.places(before) {
            match self.kept.place(place) {
                Ok(account) => accounts.push(account),
                Err(reason) => aside = Some(reason),
            }
        }
        match aside {
            Some(reason) if accounts.is_empty() => Err(reason),
            _ => Ok(accounts),
        }
    }

    fn principals(&self, who: Who) -> anyhow::Result<Result<Vec<Principal>, Reason>> {
        Ok(match who {
            Who::Account(before) => self
                .accounts(before)
                .map(|accounts| accounts.into_iter().map(Principal::Account).collect()),
            Who::Group(text) => Ok(self
                .groups
                .places(text)?
                .iter()
                .copied()
                .map(Principal::Group)
                .collect()),
        })
    }

    /// Tells of facts by an identifier of several accounts or groups: they count for each.
    fn tell(&self, drafts: &mut Drafts) {
        let grants = drafts
            .grants
            .iter()
            .map(|grant| (Some(grant.who), grant.via, grant.place));
        let members = drafts
            .members
            .iter()
            .map(|member| (Some(member.who), Some(member.group), member.place));
        let mut told = Vec::new();
        for (who, group, place) in grants.chain(members) {
            let inner = match who {
                Some(Who::Account(account)) => {
                    told.extend(self.ways.shared.get(&account).map(|why| (place, why.clone())));
                    None
                }
                Some(Who::Group(group)) => Some(group),
                None => None,
            };
            for group in group.into_iter().chain(inner) {
                if self.groups.places.get(&group).is_some_and(|places| places.len() > 1) {
                    let id = drafts.says(group);
                    let why = format!(
                        "the identifier `{id}` is that of several groups; they stay apart, and what a file says of the \
                         identifier counts for each; if the files are of several hosts, declare a system for each, else \
                         give one of the groups another identifier"
                    );
                    told.push((place, why));
                }
            }
        }
        for (place, why) in told {
            drafts.ledger.reject(place, why);
        }
    }

    /// What is said of accounts that are not judged.
    fn attributes(&self, drafts: &Drafts) -> DroppedFacts {
        let said = drafts.said.iter().filter_map(|(account, entered)| {
            let reason = self.accounts(*account).err()?;
            Some((*entered, Dropped::SetAside(reason)))
        });
        said.collect()
    }

    fn grants(
        &self,
        drafts: &Drafts,
        mut understood: Understood<'_, '_>,
        grants: &mut Vec<Grant>,
        dropped: &mut DroppedFacts,
    ) -> anyhow::Result<BTreeSet<Entered>> {
        let all = understood.resources.all();
        let mut given = Vec::new();
        let mut highest = Highest::default();
        // of each draft, up to which of the grants it gave them
        let mut givers: Vec<(Entered, usize)> = Vec::new();
        for draft in &drafts.grants {
            let principals = match self.principals(draft.who)? {
                Ok(principals) => principals,
                Err(reason) => {
                    dropped.push((draft.entered, Dropped::SetAside(reason)));
                    continue;
                }
            };
            let Some(level) = understood.level(draft, drafts)? else {
                dropped.push((draft.entered, Dropped::SetAside(Reason::NoAccess)));
                continue;
            };
            let on: Vec<Option<Ix<Resource>>> = match draft.on {
                On::Whole => vec![None],
                On::Every if all.is_empty() => {
                    dropped.push((draft.entered, Dropped::Rejected(NO_RESOURCE.to_owned())));
                    continue;
                }
                On::Every => all.iter().copied().map(Some).collect(),
                On::Resource(text) => vec![Some(understood.resource(text, drafts)?)],
            };
            let via: Vec<Option<Ix<Group>>> = match draft.via {
                Some(text) => self.groups.places(text)?.iter().copied().map(Some).collect(),
                None => vec![None],
            };
            for principal in principals {
                for via in &via {
                    given.extend(on.iter().map(|resource| Grant {
                        principal,
                        via: *via,
                        resource: *resource,
                        level,
                        place: draft.place,
                    }));
                }
            }
            highest.note(draft, drafts, given.len());
            givers.push((draft.entered, given.len()));
        }
        let mut counting = highest.keep(&mut given).into_iter();
        grants.extend(given);
        let mut lower = BTreeSet::new();
        let mut before = 0;
        for (entered, end) in givers {
            let gave = end - before;
            // every grant of the draft is looked at, so that the next one begins at its own
            let counts = counting.by_ref().take(gave).filter(|counts| *counts).count();
            if gave > 0 && counts == 0 {
                lower.insert(entered);
            }
            before = end;
        }
        Ok(lower)
    }

    fn memberships(&self, drafts: &Drafts, dropped: &mut DroppedFacts) -> anyhow::Result<Vec<Membership>> {
        let mut memberships = Vec::new();
        for draft in &drafts.members {
            match self.principals(draft.who)? {
                Ok(members) => {
                    for group in self.groups.places(draft.group)? {
                        memberships.extend(members.iter().map(|member| Membership {
                            group: *group,
                            member: *member,
                            place: draft.place,
                        }));
                    }
                }
                Err(reason) => dropped.push((draft.entered, Dropped::SetAside(reason))),
            }
        }
        Ok(memberships)
    }
}

const NO_RESOURCE: &str = "this permission is on every resource of the system, and neither a file nor review.toml names \
                           one; declare the resources, or add a file that lists them";

/// The accounts without those that the product brings along.
struct Kept {
    accounts: Arena<Account>,
    /// Where each went, by its place before; empty if all stay where they are.
    places: Vec<Result<Ix<Account>, Reason>>,
}

impl Kept {
    fn of(
        accounts: Arena<Account>,
        known: &[Known],
        built_in: &[BuiltIn],
        holding: &BTreeSet<Ix<Account>>,
    ) -> anyhow::Result<Self> {
        let all = accounts.iter().zip(known);
        let aside = all.map(|((place, account), known)| {
            let holds = || holding.contains(&place);
            brought_along(account, *known, holds, built_in)
        });
        let aside: Vec<Option<&str>> = aside.collect();
        let mut places = Vec::new();
        if aside.iter().all(Option::is_none) {
            return Ok(Self { accounts, places });
        }
        let mut kept = Arena::default();
        for (account, aside) in accounts.into_iter().zip(aside) {
            places.push(match aside {
                Some(reason) => Err(Reason::Declared(reason.to_owned())),
                None => Ok(kept.push(account)?),
            });
        }
        let accounts = kept;
        Ok(Self { accounts, places })
    }

    /// Where an account went, or why it is not judged.
    fn place(&self, account: Ix<Account>) -> Result<Ix<Account>, Reason> {
        self.places.get(account.get()).cloned().unwrap_or(Ok(account))
    }
}

/// Why an account is set aside: the product brings it along, and a file says that it cannot sign in, or it holds nothing
/// and no file says that it can.
fn brought_along<'b>(
    account: &Account,
    known: Known,
    holds: impl FnOnce() -> bool,
    built_in: &'b [BuiltIn],
) -> Option<&'b str> {
    if known.by_hand || known.signs_in.unwrap_or_else(holds) {
        return None;
    }
    let fits = |built_in: &&BuiltIn| built_in.logins.regex().is_match(account.login.reveal());
    built_in.iter().find(fits).map(|built_in| built_in.reason.as_str())
}

/// Accounts that hold a permission, themselves or through a group.
fn holding(drafts: &Drafts, ways: &Ways, groups: &Groups) -> anyhow::Result<BTreeSet<Ix<Account>>> {
    let mut accounts = BTreeSet::new();
    let mut waiting = Vec::new();
    for grant in &drafts.grants {
        match grant.who {
            Who::Account(account) => accounts.extend(ways.places(account)),
            Who::Group(group) => waiting.extend(groups.places(group)?),
        }
    }
    let mut members: BTreeMap<Ix<Group>, Vec<Who>> = BTreeMap::new();
    for member in &drafts.members {
        for group in groups.places(member.group)? {
            members.entry(*group).or_default().push(member.who);
        }
    }
    while let Some(group) = waiting.pop() {
        for who in members.remove(&group).into_iter().flatten() {
            match who {
                Who::Account(account) => accounts.extend(ways.places(account)),
                Who::Group(inner) => waiting.extend(groups.places(inner)?),
            }
        }
    }
    Ok(accounts)
}

/// What levels and resources the files mean; each is looked up once.
struct Understood<'u, 'a> {
    spellings: &'u mut Spellings<'a>,
    resources: &'u mut Labels<'a>,
    held: HashMap<(usize, Text), Option<Held>>,
    listed: HashMap<Text, Ix<Resource>>,
}

impl Understood<'_, '_> {
    /// What a draft gives; none if nobody holds anything by it.
    fn level(&mut self, draft: &Draft, drafts: &Drafts) -> anyhow::Result<Option<Held>> {
        let key = (draft.file, draft.level);
        if let Some(held) = self.held.get(&key) {
            return Ok(*held);
        }
        let raw = drafts.says(draft.level);
        let name = drafts.names.called(Of::Level, raw);
        let held = match drafts.levels.get(draft.file) {
            Some(levels) => self.spellings.held_by(&name, raw, levels)?,
            None => self.spellings.held(&name)?,
        };
        self.held.insert(key, held);
        Ok(held)
    }

    fn resource(&mut self, text: Text, drafts: &Drafts) -> anyhow::Result<Ix<Resource>> {
        if let Some(place) = self.listed.get(&text) {
            return Ok(*place);
        }
        let place = self
            .resources
            .list(&drafts.names.called(Of::Resource, drafts.says(text)))?;
        self.listed.insert(text, place);
        Ok(place)
    }
}

//! What every account holds in the end: its own grants, and those of the groups it is in.
//!
//! Comes in: the grants and memberships of one system. Goes out: each grant once for every account that holds it, with
//! the groups between. Groups may be in groups, also in a circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::iter::Enumerate;
use std::rc::Rc;
use std::slice;

use super::{Access, Account, Grant, Group, Principal};
use crate::model::arena::Ix;
use crate::model::source::Place;

/// One grant in the hands of one account.
#[derive(Clone, Debug)]
pub struct Effective<'a> {
    /// Who holds it.
    pub account: Ix<Account>,
    /// Place of the grant in [`Access::grants`].
    pub index: usize,
    /// The grant.
    pub grant: &'a Grant,
    /// Through which groups; none where it is held directly.
    pub chain: Option<Rc<Chain>>,
}

/// How an account comes to hold what a group holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chain {
    /// The groups: first the one that holds the grant, last the one that the account is in.
    pub groups: Vec<Ix<Group>>,
    /// Where each step was read: that the second group is in the first, and so on, last that the account is in the last
    /// group. Empty where the grant itself says through which group it is held.
    pub steps: Vec<Place>,
}

impl Effective<'_> {
    /// Every row that shows it: that of the grant, then those of the memberships.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let steps = self.chain.iter().flat_map(|chain| chain.steps.iter().copied());
        std::iter::once(self.grant.place).chain(steps)
    }
}

/// Whom a group has directly; each member once, with the row that says so first.
#[derive(Default)]
struct Members {
    accounts: BTreeMap<Ix<Account>, Place>,
    groups: BTreeMap<Ix<Group>, Place>,
}

/// Accounts with how each comes to be in a group.
type Held = Vec<(Ix<Account>, Rc<Chain>)>;

/// A walk through all grants, in the hands of every account.
struct InHands<'a> {
    grants: Enumerate<slice::Iter<'a, Grant>>,
    members: BTreeMap<Ix<Group>, Members>,
    /// Who is within the groups met so far.
    known: BTreeMap<Ix<Group>, Rc<Held>>,
    /// The grant of a group whose members are being told, and how many of them were.
    through: Option<Through<'a>>,
}

struct Through<'a> {
    index: usize,
    grant: &'a Grant,
    held: Rc<Held>,
    told: usize,
}

impl<'a> Iterator for InHands<'a> {
    type Item = Effective<'a>;

    /// Nearly every grant is an account's own.
    #[inline]
    fn next(&mut self) -> Option<Effective<'a>> {
        loop {
            if let Some(held) = self.next_through() {
                return Some(held);
            }
            let (index, grant) = self.grants.next()?;
            match grant.principal {
                Principal::Account(account) => {
                    return Some(Effective {
                        account,
                        index,
                        grant,
                        chain: said(grant),
                    });
                }
                Principal::Group(group) => self.enter(index, grant, group),
            }
        }
    }
}

impl<'a> InHands<'a> {
    #[inline]
    fn next_through(&mut self) -> Option<Effective<'a>> {
        let through = self.through.as_mut()?;
        let Some((account, chain)) = through.held.get(through.told).cloned() else {
            self.through = None;
            return None;
        };
        through.told += 1;
        Some(Effective {
            account,
            index: through.index,
            grant: through.grant,
            chain: Some(chain),
        })
    }

    fn enter(&mut self, index: usize, grant: &'a Grant, group: Ix<Group>) {
        let members = &self.members;
        let held = self.known.entry(group);
        let held = Rc::clone(held.or_insert_with(|| Rc::new(reach(members, group))));
        self.through = Some(Through {
            index,
            grant,
            held,
            told: 0,
        });
    }
}

impl Access {
    /// For each account whether it holds anything, itself or through a group.
    pub fn holding(&self) -> Vec<bool> {
        let mut holding = vec![false; self.accounts.len()];
        let mut note = |account: Ix<Account>| {
            if let Some(holds) = holding.get_mut(account.get()) {
                *holds = true;
            }
        };
        let mut through_groups = false;
        for grant in &self.grants {
            match grant.principal {
                Principal::Account(account) => note(account),
                Principal::Group(_) => through_groups = true,
            }
        }
        for held in self.effective().take_while(|_| through_groups) {
            note(held.account);
        }
        holding
    }

    /// Every grant in the hands of every account, in the order of the grants.
    ///
    /// An account that is in several groups of a group holds the grant through each of them; of several ways between two
    /// groups the shortest is told.
    pub fn effective(&self) -> impl Iterator<Item = Effective<'_>> {
        InHands {
            grants: self.grants.iter().enumerate(),
            members: self.members(),
            known: BTreeMap::new(),
            through: None,
        }
    }

    /// Groups that hold a permission, themselves or as members of others, and of which no file lists all members; each
    /// with the rows that lead to it.
    pub fn unresolved(&self) -> BTreeMap<Ix<Group>, BTreeSet<Place>> {
        let members = self.members();
        let mut unlisted: BTreeMap<Ix<Group>, Vec<(Ix<Group>, Chain)>> = BTreeMap::new();
        let mut unresolved: BTreeMap<Ix<Group>, BTreeSet<Place>> = BTreeMap::new();
        for grant in &self.grants {
            let Principal::Group(group) = grant.principal else {
                continue;
            };
            let unlisted = unlisted.entry(group).or_insert_with(|| {
                let ways = ways(&members, group).into_iter();
                let ends = ways.filter_map(|way| Some((*way.groups.last()?, way)));
                ends.filter(|(last, _)| !self.groups[*last].listed).collect()
            });
            for (last, way) in unlisted {
                let places = unresolved.entry(*last).or_default();
                places.insert(grant.place);
                places.extend(&way.steps);
            }
        }
        unresolved
    }

    /// The direct members of every group that has any.
    fn members(&self) -> BTreeMap<Ix<Group>, Members> {
        let mut members: BTreeMap<Ix<Group>, Members> = BTreeMap::new();
        for membership in &self.memberships {
            let group = members.entry(membership.group).or_default();
            match membership.member {
                Principal::Account(account) => group.accounts.entry(account).or_insert(membership.place),
                Principal::Group(inner) => group.groups.entry(inner).or_insert(membership.place),
            };
        }
        members
    }
}

/// The chain that the grant of an account tells itself.
fn said(grant: &Grant) -> Option<Rc<Chain>> {
    grant.via.map(|group| {
        Rc::new(Chain {
            groups: vec![group],
            steps: Vec::new(),
        })
    })
}

/// The shortest way from a group to itself and to every group within it.
fn ways(members: &BTreeMap<Ix<Group>, Members>, group: Ix<Group>) -> Vec<Chain> {
    let mut seen = BTreeSet::from([group]);
    let mut waiting = VecDeque::from([Chain {
        groups: vec![group],
        steps: Vec::new(),
    }]);
    let mut ways = Vec::new();
    while let Some(way) = waiting.pop_front() {
        let last = way.groups.last().and_then(|last| members.get(last));
        for (inner, place) in last.iter().flat_map(|last| &last.groups) {
            if seen.insert(*inner) {
                let mut longer = way.clone();
                longer.groups.push(*inner);
                longer.steps.push(*place);
                waiting.push_back(longer);
            }
        }
        ways.push(way);
    }
    ways
}

/// Every account within a group, sorted.
fn reach(members: &BTreeMap<Ix<Group>, Members>, group: Ix<Group>) -> Held {
    let mut held = Held::new();
    for way in ways(members, group) {
        let last = way.groups.last().and_then(|last| members.get(last));
        for (account, place) in last.iter().flat_map(|last| &last.accounts) {
            let mut chain = way.clone();
            chain.steps.push(*place);
            held.push((*account, Rc::new(chain)));
        }
    }
    held.sort_by_key(|(account, _)| *account);
    held
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::snapshot::{Access, Holder};
    use crate::world::World;

    /// `account level through>these>groups rows`, sorted as they come.
    fn shown(access: &Access) -> Vec<String> {
        let effective = access.effective().map(|held| {
            let groups = held.chain.iter().flat_map(|chain| &chain.groups);
            let groups: Vec<&str> = groups.map(|group| access.groups[*group].name.reveal()).collect();
            let rows = held.places().count();
            let login = access.accounts[held.account].login.reveal();
            format!("{login} {} {rows}", groups.join(">"))
        });
        effective.collect()
    }

    #[test]
    fn members_hold_what_their_groups_hold_and_each_way_is_told_once() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        let (ana, bo) = (
            world.account(git, "ana", Holder::Nobody),
            world.account(git, "bo", Holder::Nobody),
        );
        let (all, devs) = (world.group(git, "all"), world.group(git, "devs"));
        world.nested(git, all, devs);
        world.member(git, devs, ana);
        world.member(git, devs, ana);
        world.member(git, all, bo);
        world.member(git, all, ana);
        world.grant(git, bo, "", "Admin");
        world.group_grant(git, all, "", "Admin");
        let expected = ["bo  1", "ana all 2", "ana all>devs 3", "bo all 2"];
        assert_eq!(shown(world.access(git)), expected);
    }

    #[test]
    fn groups_in_a_circle_come_to_an_end() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        let ana = world.account(git, "ana", Holder::Nobody);
        let (one, two) = (world.group(git, "one"), world.group(git, "two"));
        world.nested(git, one, two);
        world.nested(git, two, one);
        world.nested(git, one, one);
        world.member(git, two, ana);
        world.group_grant(git, one, "", "Admin");
        world.group_grant(git, two, "", "Admin");
        assert_eq!(shown(world.access(git)), ["ana one>two 3", "ana two 2"]);
    }

    #[test]
    fn a_grant_may_tell_itself_through_which_group_it_is_held() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        let ana = world.account(git, "ana", Holder::Nobody);
        let devs = world.group(git, "devs");
        world.grant(git, ana, "", "Admin");
        world.access(git).grants[0].via = Some(devs);
        assert_eq!(shown(world.access(git)), ["ana devs 1"]);
    }

    #[test]
    fn a_group_within_a_group_is_unresolved_too_and_one_without_permission_is_not() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        let groups = ["outer", "inner", "idle"].map(|name| world.group(git, name));
        world.nested(git, groups[0], groups[1]);
        world.group_grant(git, groups[0], "", "Admin");
        let access = world.access(git);
        access.groups[groups[1]].listed = false;
        access.groups[groups[2]].listed = false;
        let unresolved = access.unresolved();
        assert_eq!(unresolved.keys().copied().collect::<Vec<_>>(), [groups[1]]);
        assert_eq!(unresolved[&groups[1]].len(), 2, "the grant and the nesting");
    }
}

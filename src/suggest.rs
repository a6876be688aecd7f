//! Grants in, a proposal of roles out, by which nobody would hold too much.
//!
//! What somebody holds becomes a rule of their printed role, so that all of the role may hold it; what leavers, unknown accounts and disabled ones hold becomes
//! none, and neither does a level that nothing defines. It describes what was found, right or wrong: a person strikes out
//! what should not be.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::arena::Ix;
use crate::model::policy::{Role, RoleKind};
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Effective, Held, Resource, Status};
use crate::model::system::{AccessRules, Level, System};

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Every role, in print order.
    pub roles: Vec<Proposed>,
    /// How many distinct permissions no rule is proposed for.
    pub left_out: usize,
}

/// One role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The role.
    pub role: Ix<Role>,
    /// Who has it as the printed one and is there.
    pub people: usize,
    /// The contractors among them who hold anything.
    pub contractors: usize,
    /// Its rules, by system.
    pub rules: Vec<ProposedRule>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedRule {
    /// The system.
    pub system: Ix<System>,
    /// The resources; none is all of them, and the system as a whole.
    pub resources: Vec<Ix<Resource>>,
    /// The levels, each with whoever of the role holds it there.
    pub levels: Vec<(Ix<Level>, BTreeSet<Ix<Identity>>)>,
    /// The resources where far fewer of them hold one of the levels than on others: what is perhaps to be struck out.
    pub rare: Vec<Rare>,
}

/// A level that few of a role hold on one of the resources of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rare {
    /// The resource.
    pub resource: Ix<Resource>,
    /// The level.
    pub level: Ix<Level>,
    /// Whoever holds it there.
    pub holders: BTreeSet<Ix<Identity>>,
}

/// What is held, by role, system and level.
type ByLevel = BTreeMap<(Ix<Role>, Ix<System>, Ix<Level>), Met>;

/// Resources and holders of one level in one system.
#[derive(Default)]
struct Met {
    resources: BTreeMap<Option<Ix<Resource>>, BTreeSet<Ix<Identity>>>,
    holders: BTreeSet<Ix<Identity>>,
}

impl Met {
    /// The resources with at most half as many holders as the one that has most.
    fn rare(&self, level: Ix<Level>) -> impl Iterator<Item = Rare> {
        let most = self.resources.values().map(BTreeSet::len).max().unwrap_or_default();
        let few = self
            .resources
            .iter()
            .filter(move |(_, holders)| holders.len() * 2 <= most);
        few.filter_map(move |(resource, holders)| {
            Some(Rare {
                resource: (*resource)?,
                level,
                holders: holders.clone(),
            })
        })
    }
}

/// Proposes roles for what a review found.
pub fn suggest(review: &Review) -> Proposal {
    let mut met = ByLevel::new();
    let mut left_out = BTreeSet::new();
    for access in review.snapshot.counted() {
        for held in access.effective() {
            let Some((holder, level)) = ruled(review, access, &held) else {
                left_out.insert((access.system, held.account, held.grant.resource, held.grant.level));
                continue;
            };
            let role = review.snapshot.roster.identities[holder].roles.first;
            let met = met.entry((role, access.system, level)).or_default();
            met.resources.entry(held.grant.resource).or_default().insert(holder);
            met.holders.insert(holder);
        }
    }
    let roles = review.snapshot.policy.roles.iter();
    Proposal {
        roles: roles.map(|(role, _)| proposed(review, role, &met)).collect(),
        left_out: left_out.len(),
    }
}

/// Whose grant it is and of which level, where a rule could allow it.
fn ruled(review: &Review, access: &Access, held: &Effective<'_>) -> Option<(Ix<Identity>, Ix<Level>)> {
    let account = &access.accounts[held.account];
    let holder = account.holder.identity()?;
    let identity = &review.snapshot.roster.identities[holder];
    let there = match account.status {
        Some(Status::Active) | None => identity.present_on(access.day),
        Some(Status::Pending) => !identity.left_before(access.day),
        Some(Status::Disabled) => false,
    };
    match held.grant.level {
        Held::Level(level) => there.then_some((holder, level)),
        Held::Unmapped(_) => None,
    }
}

fn proposed(review: &Review, role: Ix<Role>, met: &ByLevel) -> Proposed {
    let identities = &review.snapshot.roster.identities;
    let has_it = |identity: &&Identity| identity.roles.first == role && identity.present_on(review.settings.date);
    let mut rules: BTreeMap<(Ix<System>, Vec<Ix<Resource>>), ProposedRule> = BTreeMap::new();
    let mut contractors: BTreeSet<Ix<Identity>> = BTreeSet::new();
    for ((_, system, level), met) in met.iter().filter(|((of, ..), _)| *of == role) {
        let holders = met.holders.iter();
        contractors.extend(holders.filter(|holder| identities[**holder].is_contractor()));
        let resources = named(review, *system, met);
        let proposed = rules
            .entry((*system, resources.clone()))
            .or_insert_with(|| ProposedRule {
                system: *system,
                resources,
                levels: Vec::new(),
                rare: Vec::new(),
            });
        proposed.levels.push((*level, met.holders.clone()));
        proposed.rare.extend(met.rare(*level));
    }
    Proposed {
        role,
        people: identities.values().filter(has_it).count(),
        contractors: contractors.len(),
        rules: rules.into_values().collect(),
    }
}

/// The resources that a rule has to name: none where it is held on all of them, or on the system as a whole.
fn named(review: &Review, system: Ix<System>, met: &Met) -> Vec<Ix<Resource>> {
    let all = review
        .snapshot
        .counted_of(system)
        .map_or(0, |access| access.resources.len());
    let named: Option<Vec<Ix<Resource>>> = met.resources.keys().copied().collect();
    named.filter(|named| named.len() < all).unwrap_or_default()
}

impl Proposal {
    /// How many rules allow all of a role a level that only one person of several holds.
    pub fn alone(&self) -> usize {
        self.roles.iter().map(Proposed::alone).sum()
    }
}

impl Proposed {
    fn alone(&self) -> usize {
        let of_one = |rule: &&ProposedRule| rule.levels.iter().any(|(_, holders)| holders.len() == 1);
        self.rules.iter().filter(|rule| self.people > 1 && of_one(rule)).count()
    }

    /// Whether it is a role of technical accounts: it is declared so, or each of those who have it has an owner.
    pub fn is_technical(&self, review: &Review) -> bool {
        let mut having = (review.snapshot.roster.identities.values())
            .filter(|identity| identity.roles.first == self.role)
            .peekable();
        match review.snapshot.policy.roles[self.role].kind {
            RoleKind::Technical => true,
            RoleKind::Shared => false,
            RoleKind::Person => having.peek().is_some() && having.all(|identity| identity.owner.is_some()),
        }
    }
}

impl ProposedRule {
    /// What is declared of the levels of its system.
    pub fn access<'a>(&self, review: &'a Review) -> Option<&'a AccessRules> {
        review.settings.systems[self.system].access()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::roster::End;
    use crate::model::snapshot::Holder;
    use crate::world::World;

    /// Two developers and a tester on two repositories, and what no rule may come of.
    fn company() -> World {
        let mut world = World::new();
        let git = world.repositories("git", &["Admin", "Write"], &["core", "web"]);
        let aws = world.system("aws", &["Root"]);
        let (developer, tester) = (world.role("Developer"), world.role("Tester"));
        world.role("Support");
        let mira = world.identity("Mira", developer);
        let noah = world.identity("Noah", developer);
        world.contract(noah);
        let tom = world.identity("Tom", tester);
        let gone = world.identity("Gone", tester);
        world.somebody(gone).end = Some(End::On(date(2021, 1, 1)));
        let held = [
            (mira, "core", "Write"),
            (mira, "core", "Admin"),
            (noah, "web", "Write"),
            (tom, "web", "Write"),
            (gone, "core", "Admin"),
        ];
        for (place, (holder, resource, level)) in held.into_iter().enumerate() {
            let account = world.owned(git, &format!("account-{place}"), holder);
            world.grant(git, account, resource, level);
        }
        let off = world.owned(git, "off", tom);
        world.grant(git, off, "core", "Admin");
        world.status(git, off, Status::Disabled);
        let odd = world.owned(git, "odd", tom);
        world.grant(git, odd, "core", "Owner");
        let nobody = world.account(git, "nobody", Holder::Nobody);
        world.grant(git, nobody, "core", "Write");
        let root = world.owned(aws, "root", mira);
        world.grant(aws, root, "", "Root");
        world
    }

    /// `role: system levels of resources`, one a rule.
    fn told(review: &Review) -> Vec<String> {
        let mut told = Vec::new();
        for proposed in suggest(review).roles {
            let role = &review.snapshot.policy.roles[proposed.role].title;
            for rule in &proposed.rules {
                let access = review.snapshot.access_of(rule.system);
                let resources = rule
                    .resources
                    .iter()
                    .filter_map(|place| access?.resource_name(Some(*place)));
                let resources: Vec<&str> = resources.collect();
                let levels = rule.levels.iter().filter_map(|(level, holders)| {
                    Some(format!(
                        "{}×{}",
                        rule.access(review)?.levels[*level].name,
                        holders.len()
                    ))
                });
                let levels: Vec<String> = levels.collect();
                let system = &review.settings.systems[rule.system].id;
                told.push(format!(
                    "{role}: {system} {} of {}",
                    levels.join("+"),
                    resources.join("+")
                ));
            }
        }
        told
    }

    #[test]
    fn each_role_gets_what_its_people_hold_and_nothing_comes_of_leavers_strangers_and_disabled_accounts() {
        let review = company().review();
        assert_eq!(
            told(&review),
            [
                "Developer: git Write×2 of ",
                "Developer: git Admin×1 of core",
                "Developer: aws Root×1 of ",
                "Tester: git Write×1 of web",
            ]
        );
        let proposal = suggest(&review);
        assert_eq!(proposal.left_out, 4, "gone, off, odd, nobody");
        assert_eq!(proposal.alone(), 2, "there are two developers, and one tester");
        let [developer, tester, support] = &proposal.roles[..] else {
            unreachable!("three roles");
        };
        assert_eq!((developer.people, developer.contractors), (2, 1));
        assert_eq!((tester.people, tester.contractors), (1, 0), "who left is not there");
        assert!(support.rules.is_empty());
    }

    #[test]
    fn a_resource_that_few_of_the_holders_reach_is_told() {
        let mut world = World::new();
        let git = world.repositories("git", &["Write"], &["core", "web", "infra"]);
        let developer = world.role("Developer");
        for name in ["Mira", "Noah", "Tom"] {
            let identity = world.identity(name, developer);
            let account = world.owned(git, name, identity);
            world.grant(git, account, "core", "Write");
            let other = if name == "Tom" { "infra" } else { "web" };
            world.grant(git, account, other, "Write");
        }
        let review = world.review();
        let rules = suggest(&review).roles.remove(0).rules;
        let [rule] = rules.as_slice() else {
            unreachable!("one rule");
        };
        let access = review.snapshot.access_of(rule.system);
        let rare = rule.rare.iter().map(|rare| {
            let name = access.and_then(|access| access.resource_name(Some(rare.resource)));
            (name, rare.holders.len())
        });
        assert_eq!(rare.collect::<Vec<_>>(), [(Some("infra"), 1)]);
    }

    #[test]
    fn levels_on_the_same_resources_are_one_rule() {
        let mut world = World::new();
        let git = world.repositories("git", &["Admin", "Write"], &["core", "web"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(git, "mira", mira);
        world.grant(git, account, "core", "Admin");
        world.grant(git, account, "core", "Write");
        assert_eq!(told(&world.review()), ["Developer: git Admin×1+Write×1 of core"]);
        world.grant(git, account, "", "Write");
        assert_eq!(
            told(&world.review()),
            ["Developer: git Write×1 of ", "Developer: git Admin×1 of core"],
            "on the system as a whole no resource can be named"
        );
    }
    #[test]
    fn a_role_is_technical_where_each_of_it_has_an_owner() {
        let mut world = company();
        let robots = world.role("Robots");
        let robot = world.identity("Robot", robots);
        let boss = world.identity("Boss", world.snapshot.roster.identities[robot].roles.first);
        let is_technical = |world: &World| {
            let review = world.review();
            let proposal = suggest(&review);
            let of_robots = proposal.roles.into_iter().find(|proposed| proposed.role == robots);
            of_robots.is_some_and(|proposed| proposed.is_technical(&review))
        };
        assert!(!is_technical(&world));
        world.somebody(robot).owner = Some(boss);
        assert!(!is_technical(&world), "the other has none");
        world.somebody(boss).owner = Some(robot);
        assert!(is_technical(&world));
    }
}

//! What a cell check sees, and the table that judges each distinct combination once.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Run, running};
use crate::model::arena::Ix;
use crate::model::policy::{Policy, Role, Rule};
use crate::model::roster::{Identity, Roles};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Held, Resource, Snapshot, Status};
use crate::model::system::System;
use crate::model::table::Table;

/// A combination that grants can have in common; all that a cell check may look at.
pub(super) struct Cell<'a> {
    /// The declared roles.
    pub(super) policy: &'a Policy,
    /// The system.
    pub(super) system: Ix<System>,
    /// The level held.
    pub(super) level: Held,
    /// Real name of any resource of its class; none is the system as a whole.
    resource: Option<&'a str>,
    /// The roles of whoever holds it.
    pub(super) roles: &'a Roles,
    /// How they stand to the company.
    pub(super) standing: Standing,
}

impl Cell<'_> {
    /// Whether a role may hold the level there. All that a check learns of the resource, so that resources of one class
    /// are one cell.
    pub(super) fn allowed_to(&self, role: Ix<Role>) -> bool {
        let Held::Level(level) = self.level else { return false };
        self.policy.roles[role]
            .allows(self.system, level, self.resource)
            .is_some()
    }
}

/// A cell that breaks a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// The role whose rule is broken, if it is the rule of a role.
    pub(super) role: Option<Ix<Role>>,
}

/// How somebody stands to the company on the audit date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Standing {
    /// Employed.
    Employee,
    /// Under contract.
    Contractor,
    /// Was employed and left.
    FormerEmployee,
    /// The contract ended.
    FormerContractor,
    /// Starts only after the audit date, employed or under contract.
    Future,
}

impl Standing {
    fn of(identity: &Identity, day: Date) -> Self {
        if identity.starts_after(day) {
            return Self::Future;
        }
        match (identity.left_before(day), identity.is_contractor()) {
            (false, false) => Self::Employee,
            (false, true) => Self::Contractor,
            (true, false) => Self::FormerEmployee,
            (true, true) => Self::FormerContractor,
        }
    }
}

/// The number of a distinct pair of roles and standing.
pub(super) type Profile = usize;

/// Profile, class of resources and level.
type Combination = (Profile, usize, Held);

/// What the cell checks say of the grants of one system; a combination is judged when it is first met.
pub(super) struct Cells<'a> {
    settings: &'a Settings,
    policy: &'a Policy,
    access: &'a Access,
    /// Distinct pairs of roles and standing.
    profiles: Vec<(&'a Roles, Standing)>,
    /// The profile of each identity: as it is now, and as it will be once it has started.
    profile_of: Vec<[Profile; 2]>,
    classes: Classes<'a>,
    /// The checks that are broken, by their order.
    judged: Table<Combination, Vec<(usize, Broken)>>,
}

/// Resources that no rule tells apart, as one: so a system has a few cells, however many resources.
struct Classes<'a> {
    /// The rules that name resources of the system.
    rules: Vec<&'a Rule>,
    /// The class of each resource, once it was met; then that of the system as a whole.
    known: Vec<Option<usize>>,
    /// By which of the rules name them.
    by_rules: HashMap<Vec<bool>, usize>,
}

impl<'a> Classes<'a> {
    fn new(policy: &'a Policy, access: &Access) -> Self {
        let rules = policy.roles.values().flat_map(Role::rules);
        let names = |rule: &&Rule| rule.system == access.system && !rule.resources.is_empty();
        Self {
            rules: rules.filter(names).collect(),
            known: vec![None; access.resources.len() + 1],
            by_rules: HashMap::new(),
        }
    }

    fn of(&mut self, resource: Option<Ix<Resource>>, access: &Access) -> usize {
        let place = resource.map_or(access.resources.len(), Ix::get);
        if let Some(Some(class)) = self.known.get(place) {
            return *class;
        }
        let name = access.resource_name(resource);
        let by = self.rules.iter().map(|rule| rule.names(name)).collect();
        let next = self.by_rules.len();
        let class = *self.by_rules.entry(by).or_insert(next);
        if let Some(known) = self.known.get_mut(place) {
            *known = Some(class);
        }
        class
    }
}

impl<'a> Cells<'a> {
    pub(super) fn new(settings: &'a Settings, snapshot: &'a Snapshot, access: &'a Access) -> Self {
        let mut profiles = Vec::new();
        let mut profile_of = Vec::new();
        let mut known: Table<(&Roles, Standing), Profile> = Table::default();
        for identity in snapshot.roster.identities.values() {
            let mut numbered = |day| {
                let standing = Standing::of(identity, day);
                let next = known.len();
                *known.entry((&identity.roles, standing)).or_insert_with(|| {
                    profiles.push((&identity.roles, standing));
                    next
                })
            };
            let now = numbered(access.day);
            let later = identity.start.filter(|start| *start > access.day);
            profile_of.push([now, later.map_or(now, numbered)]);
        }
        Self {
            settings,
            policy: &snapshot.policy,
            access,
            profiles,
            profile_of,
            classes: Classes::new(&snapshot.policy, access),
            judged: Table::default(),
        }
    }

    /// Whose an account is and as whom they are judged; none where nobody is. Who is invited and not there yet is judged as
    /// of the first day: an invitation that waits is no access before it.
    pub(super) fn judged_as(&self, account: &Account) -> Option<(Ix<Identity>, Profile)> {
        let identity = account.holder.identity()?;
        let [now, started] = *self.profile_of.get(identity.get())?;
        match account.status {
            Some(Status::Active) | None => Some((identity, now)),
            Some(Status::Pending) => Some((identity, started)),
            Some(Status::Disabled) => None,
        }
    }

    /// The checks that this level of this resource breaks in the hands of somebody.
    pub(super) fn judge(
        &mut self,
        profile: Profile,
        resource: Option<Ix<Resource>>,
        level: Held,
    ) -> &[(usize, Broken)] {
        let class = self.classes.of(resource, self.access);
        self.judged.entry((profile, class, level)).or_insert_with(|| {
            let Some(&(roles, standing)) = self.profiles.get(profile) else {
                return Vec::new();
            };
            let cell = Cell {
                policy: self.policy,
                system: self.access.system,
                level,
                resource: self.access.resource_name(resource),
                roles,
                standing,
            };
            let broken = running(self.settings).filter_map(|(order, check)| match check.run {
                Run::Cell(judge) => judge(&cell).map(|broken| (order, broken)),
                Run::Account(_)
                | Run::Graded(_)
                | Run::Device(_)
                | Run::System(_)
                | Run::Whole(_)
                | Run::Across(_)
                | Run::Exception(_)
                | Run::Recheck => None,
            });
            broken.collect()
        })
    }
}

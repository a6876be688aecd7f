//! Which rule of the roles lets somebody hold something.

use super::arena::Ix;
use super::policy::{Role, Rule};
use super::roster::Identity;
use super::snapshot::{Access, Held, Resource, Snapshot};

impl Snapshot {
    /// The rule that lets somebody hold a level of a resource, and the role it is of: the first of their roles that has
    /// one and that they may have: a contractor only one that is open to contractors. Whoever is not there may hold nothing.
    pub fn rule_for(
        &self,
        access: &Access,
        identity: Ix<Identity>,
        resource: Option<Ix<Resource>>,
        held: Held,
    ) -> Option<(&Role, &Rule)> {
        let Held::Level(level) = held else { return None };
        let holder = &self.roster.identities[identity];
        let resource = access.resource_name(resource);
        let mut roles = holder.roles.iter().filter(|_| holder.present_on(access.day));
        roles.find_map(|role| {
            let role = &self.policy.roles[role];
            if holder.is_contractor() && !role.contractors {
                return None;
            }
            Some((role, role.allows(access.system, level, resource)?))
        })
    }
}

//! `unknown-role`: the roster names a role that the roles file does not declare, which may be a slip in the title. Whoever
//! has it may hold nothing by it, and the page prints it behind the declared ones. Without declared roles it is `no-policy`.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("unknown-role"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.15", "SOC 2 CC6.3", "NIST SP 800-53 AC-2"],
    about: About::People,
    by_roles: true,
    needs: Needs::Roles,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let policy = &snapshot.policy;
    if policy.file.is_none() {
        return Vec::new();
    }
    let unknown = policy.roles.iter().filter(|(_, role)| !policy.declares(role));
    let breaches = unknown.map(|(place, _)| {
        let identities = snapshot.roster.identities.values();
        let bearers = identities.filter(|identity| identity.roles.iter().any(|role| role == place));
        Breach {
            subject: Subject {
                role: Some(place),
                ..Subject::default()
            },
            evidence: bearers.map(|identity| identity.place).collect(),
        }
    });
    breaches.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::finding::Why;
    use crate::world::World;

    const CHECK: &str = "unknown-role";

    #[test]
    fn a_role_that_only_the_roster_names_is_found_once_with_all_who_have_it() {
        let mut world = World::new();
        let developer = world.role("Developer");
        let pilot = world.role("Pilot");
        world.identity("Mira", developer);
        let noah = world.identity("Noah", developer);
        world.somebody(noah).roles.further.push(pilot);
        world.identity("Olga", pilot);
        assert!(world.findings(CHECK).is_empty());
        world.role_of(pilot).line = 0;
        assert_eq!(world.findings(CHECK)[0].evidence.len(), 2);
        assert_eq!(world.keys(CHECK), ["unknown-role/////Pilot"]);
        world.policy().file = None;
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoRoles]);
    }
}

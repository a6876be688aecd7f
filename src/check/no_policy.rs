//! `no-policy`: nobody declared what each role may hold, so that nothing was judged by role; or the roles file says of a
//! system that its rules are still to be written.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("no-policy"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.15", "SOC 2 CC5.3", "NIST SP 800-53 AC-1"],
    about: About::Declared,
    by_roles: true,
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let none = snapshot.policy.file.is_none().then_some(None);
    let without = snapshot.policy.without_rules.iter().copied().map(Some);
    let breach = |system| Breach {
        subject: Subject {
            system,
            ..Subject::default()
        },
        evidence: Vec::new(),
    };
    none.into_iter().chain(without).map(breach).collect()
}

#[cfg(test)]
mod tests {
    use crate::world::World;

    #[test]
    fn a_roles_file_passes_even_without_roles() {
        assert!(World::new().findings("no-policy").is_empty());
    }

    #[test]
    fn no_roles_file_is_one_finding() {
        let mut world = World::new();
        world.policy().file = None;
        assert_eq!(world.keys("no-policy"), ["no-policy"]);
    }

    #[test]
    fn a_system_whose_rules_are_to_be_written_is_one() {
        let mut world = World::new();
        let system = world.system("aws", &["Admin"]);
        world.policy().without_rules.insert(system);
        assert_eq!(world.keys("no-policy"), ["no-policy/aws"]);
    }
}

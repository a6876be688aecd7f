//! `no-policy`: nobody declared what each role may hold, so that nothing was judged by role.

use super::{Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("no-policy"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.15", "SOC 2 CC5.3", "NIST SP 800-53 AC-1"],
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let missing = snapshot.policy.file.is_none().then(|| Breach {
        subject: Subject::default(),
        evidence: Vec::new(),
    });
    missing.into_iter().collect()
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
}

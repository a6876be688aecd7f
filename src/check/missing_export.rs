//! `missing-export`: a system of the document has no export.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("missing-export"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC4.1", "NIST SP 800-53 AC-2"],
    about: About::Files,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::System(judge),
};

fn judge(_: &Settings, _: &Snapshot, access: &Access) -> Vec<Breach> {
    let missing = access.coverage.is_none().then(|| Breach {
        subject: Subject {
            system: Some(access.system),
            ..Subject::default()
        },
        evidence: Vec::new(),
    });
    missing.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::world::World;

    #[test]
    fn a_system_without_a_file_is_found_and_one_with_an_empty_list_is_not() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.system("git", &["Admin"]);
        assert!(world.findings("missing-export").is_empty());
        world.access(aws).coverage = None;
        assert_eq!(world.keys("missing-export"), ["missing-export/aws"]);
    }
}

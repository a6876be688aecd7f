//! `unlisted-system`: a system of the review stands on no list of the company's systems.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("unlisted-system"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.9", "SOC 2 CC6.1", "NIST SP 800-53 CM-8"],
    about: About::Declared,
    by_roles: false,
    needs: Needs::ListOfSystems,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, _: &Snapshot) -> Vec<Breach> {
    let inventory = &settings.inventory;
    let systems = settings.systems.iter().map(|(place, _)| place);
    let unlisted = systems.filter(|system| {
        let mut listed = inventory.in_scope();
        !inventory.systems.is_empty() && !listed.any(|(_, meant)| meant.system == Some(*system))
    });
    let breach = |system| Breach {
        subject: Subject {
            system: Some(system),
            ..Subject::default()
        },
        evidence: Vec::new(),
    };
    unlisted.map(breach).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Why;
    use crate::world::World;

    const CHECK: &str = "unlisted-system";

    #[test]
    fn a_system_on_no_list_is_found_and_others_pass() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.system("git", &["Admin"]);
        world.listed("Cloud", "aws", Some(aws));
        assert_eq!(world.keys(CHECK), ["unlisted-system/git"]);
        assert_eq!(world.unjudged(CHECK), []);
        world.out_of_scope("Git server");
        assert_eq!(world.keys(CHECK).len(), 1, "what is out of scope is another system");
    }

    #[test]
    fn without_a_list_nothing_is_judged() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoListOfSystems]);
    }
}

//! `duplicate-file`: two files have the same content. One file that is named twice is not two.

use std::collections::BTreeMap;

use super::{Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Content;

pub(super) const CHECK: Check = Check {
    id: CheckId("duplicate-file"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let mut first = BTreeMap::new();
    let mut breaches = Vec::new();
    for (place, source) in snapshot.sources.iter() {
        let before = *first.entry(&source.sha256).or_insert(&source.file);
        if *before == source.file {
            continue;
        }
        breaches.push(Breach {
            subject: Subject {
                system: match source.content {
                    Content::Export(system) => Some(system),
                    Content::Roster | Content::Accounts => None,
                },
                source: Some(place),
                text: Some(before.clone()),
                ..Subject::default()
            },
            evidence: Vec::new(),
        });
    }
    breaches
}

#[cfg(test)]
mod tests {
    use crate::model::source::Content;
    use crate::world::World;

    const CHECK: &str = "duplicate-file";

    #[test]
    fn a_copy_under_another_name_is_found_whatever_it_is_for() {
        let mut world = World::new();
        world.system("git", &["Admin"]);
        world.system("aws", &["Admin"]);
        assert!(world.findings(CHECK).is_empty());
        for name in ["exports/git.csv", "exports/aws.csv"] {
            world.file(name).sha256 = "the same".into();
        }
        let expected = "duplicate-file/aws/////exports%2Faws.csv/exports%2Fgit.csv";
        assert_eq!(world.keys(CHECK), [expected]);
    }

    #[test]
    fn one_file_that_is_read_for_two_systems_is_no_copy() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        world.source("exports/git.csv", Content::Export(git));
        assert!(world.findings(CHECK).is_empty());
    }
}

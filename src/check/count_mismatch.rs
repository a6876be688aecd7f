//! `count-mismatch`: the system's own screen showed another number than the file has.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Source;

pub(super) const CHECK: Check = Check {
    id: CheckId("count-mismatch"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 AC-2"],
    about: About::Files,
    by_roles: false,
    needs: Needs::SourcesSheet,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    Breach::of_files(snapshot, |source: &Source| source.differs_from_screen().is_some())
}

#[cfg(test)]
mod tests {
    use crate::model::evidence::{Counted, Counting};
    use crate::model::source::Content;
    use crate::world::{World, attested};

    const CHECK: &str = "count-mismatch";

    fn shown(number: u64, what: Counting) -> World {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        world.source("sources.csv", Content::Sources);
        let mut row = attested("exports/aws.csv");
        row.count = Some(Counted { number, what });
        let file = world.file("exports/aws.csv");
        file.rows.used = 9;
        file.facts.grants = 7;
        file.entries = Some(4);
        file.attested = Some(row);
        world
    }

    #[test]
    fn the_number_is_compared_with_what_it_counts() {
        for (number, what) in [(9, Counting::Rows), (7, Counting::Permissions), (4, Counting::Accounts)] {
            assert!(shown(number, what).findings(CHECK).is_empty(), "{what:?}");
            for other in [number - 1, number + 1] {
                let world = shown(other, what);
                assert_eq!(world.keys(CHECK), ["count-mismatch/aws/////exports%2Faws.csv"]);
                let proves = world
                    .snapshot
                    .access
                    .iter()
                    .all(|access| world.snapshot.proves_absence(access));
                assert_eq!(proves, other < number, "{what:?}");
            }
        }
    }

    #[test]
    fn accounts_that_a_file_lists_are_what_it_has_of_them() {
        let mut world = shown(11, Counting::Accounts);
        world.file("exports/aws.csv").entries = None;
        world.file("exports/aws.csv").facts.accounts = 11;
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn without_a_number_nothing_is_compared() {
        let mut world = shown(1, Counting::Rows);
        world.file("exports/aws.csv").attested = Some(attested("exports/aws.csv"));
        assert!(world.findings(CHECK).is_empty());
    }
}

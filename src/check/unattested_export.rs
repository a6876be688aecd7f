//! `unattested-export`: nobody says of an export, a list or the staff list who extracted it, when, from which instance and how much of it
//! there is; or somebody says so of another file than the one that was read.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::{Content, Source};

pub(super) const CHECK: Check = Check {
    id: CheckId("unattested-export"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    about: About::Files,
    by_roles: false,
    needs: Needs::SourcesSheet,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    // That nothing binds a list is what `unbound-document` finds.
    let is_found_otherwise = |source: &Source| {
        let is_bound = || source.attested.as_ref().is_some_and(|told| told.binds(&source.sha256));
        source.content == Content::List && !is_bound()
    };
    let is_judged = snapshot.sources_sheet().is_some();
    Breach::of_files(snapshot, |source| {
        is_judged && source.content.is_extracted() && !source.is_attested() && !is_found_otherwise(source)
    })
}

#[cfg(test)]
mod tests {
    use crate::model::source::Content;
    use crate::world::{World, attested};

    const CHECK: &str = "unattested-export";

    #[test]
    fn without_a_sheet_nothing_is_judged() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        assert!(world.findings(CHECK).is_empty());
        let unjudged = crate::check::unjudged(&world.settings, &world.snapshot);
        assert!(unjudged.iter().any(|unjudged| unjudged.check.0 == CHECK));
    }

    #[test]
    fn every_export_and_the_staff_list_need_a_row_with_all_that_matters() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        world.source("sources.csv", Content::Sources);
        world.source("accounts.csv", Content::Accounts);
        world.file("people.csv").attested = None;
        let all = [
            "unattested-export//////people.csv",
            "unattested-export/aws/////exports%2Faws.csv",
        ];
        assert_eq!(world.keys(CHECK), all);
        world.file("people.csv").attested = Some(attested("people.csv"));
        world.file("exports/aws.csv").attested = Some(attested("exports/aws.csv"));
        assert!(world.findings(CHECK).is_empty());
        for part in 0..5 {
            let mut row = attested("exports/aws.csv");
            match part {
                0 => row.by = None,
                1 => row.at = None,
                2 => row.instance = None,
                3 => row.sha256 = None,
                _ => row.coverage = None,
            }
            world.file("exports/aws.csv").attested = Some(row);
            assert_eq!(
                world.keys(CHECK),
                ["unattested-export/aws/////exports%2Faws.csv"],
                "{part}"
            );
        }
    }

    #[test]
    fn a_file_that_was_exported_again_is_not_the_one_that_is_told_of() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        world.source("sources.csv", Content::Sources);
        world.file("people.csv").attested = Some(attested("people.csv"));
        world.file("exports/aws.csv").attested = Some(attested("exports/aws.csv"));
        assert!(world.findings(CHECK).is_empty());
        world.file("exports/aws.csv").sha256 = "another".into();
        assert_eq!(world.findings(CHECK).len(), 1);
    }
}

//! `partial-export`: an export is said to hold a part of its system, or nobody says how much it holds; or a list that decides
//! claims is said to hold a part. What the file itself shows to be missing is `incomplete-export`.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::{Content, Source};
use crate::model::system::Coverage;

pub(super) const CHECK: Check = Check {
    id: CheckId("partial-export"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    about: About::Files,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let is_partial = |source: &Source| match source.coverage {
        Coverage::Full => false,
        Coverage::Unknown if source.content == Content::List => is_said(source),
        Coverage::Partial | Coverage::Unknown => source.cut.is_none(),
    };
    Breach::of_files(snapshot, |source| source.content.is_extracted() && is_partial(source))
}

/// Whether somebody said how much of its system a file holds, if only that nobody knows.
fn is_said(source: &Source) -> bool {
    source.attested.as_ref().is_some_and(|row| row.coverage.is_some())
}

#[cfg(test)]
mod tests {
    use crate::model::private::Private;
    use crate::model::source::Content;
    use crate::model::system::Coverage;
    use crate::world::{World, attested};

    const CHECK: &str = "partial-export";

    #[test]
    fn a_part_and_what_nobody_says_are_found_and_a_whole_is_not() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        world.source("accounts.csv", Content::Accounts);
        world.file("accounts.csv").coverage = Coverage::Unknown;
        assert!(world.findings(CHECK).is_empty());
        for coverage in [Coverage::Partial, Coverage::Unknown] {
            world.file("exports/aws.csv").coverage = coverage;
            assert_eq!(world.keys(CHECK), ["partial-export/aws/////exports%2Faws.csv"]);
        }
        world.file("people.csv").coverage = Coverage::Partial;
        assert_eq!(world.findings(CHECK).len(), 2);
    }

    #[test]
    fn a_list_that_is_said_to_be_a_part_is_found() {
        let mut world = World::new();
        world.source("backups.txt", Content::List);
        for (coverage, said, found) in [
            (Coverage::Full, None, 0),
            (Coverage::Unknown, None, 0),
            (Coverage::Unknown, Some(Coverage::Unknown), 1),
            (Coverage::Partial, Some(Coverage::Partial), 1),
        ] {
            let mut row = attested("backups.txt");
            row.coverage = said;
            let file = world.file("backups.txt");
            (file.coverage, file.attested) = (coverage, Some(row));
            assert_eq!(world.findings(CHECK).len(), found, "{coverage:?} {said:?}");
        }
    }

    #[test]
    fn what_the_file_shows_is_told_by_another_check() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        let file = world.file("exports/aws.csv");
        file.coverage = Coverage::Partial;
        file.cut = Some(Private::new("`next` says that more follows"));
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.findings("incomplete-export").len(), 1);
    }
}

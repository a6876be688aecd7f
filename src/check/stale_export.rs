//! `stale-export`: a file was extracted longer before the audit date than the declared limit: last month's, or last year's.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Source;

pub(super) const CHECK: Check = Check {
    id: CheckId("stale-export"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    about: About::Files,
    by_roles: false,
    needs: Needs::AgeOfFiles,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let Some(limit) = settings.stale_export_days else {
        return Vec::new();
    };
    let age = |source: &Source| Some((settings.date - source.day()?).get_days());
    Breach::of_files(snapshot, |source| {
        age(source).is_some_and(|days| i64::from(days) > i64::from(limit))
    })
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use crate::model::evidence::Extracted;
    use crate::model::finding::Why;
    use crate::model::source::Content;
    use crate::world::{TODAY, World, attested};

    const CHECK: &str = "stale-export";

    /// A file extracted so many days before the audit date, where 30 are allowed.
    fn extracted_before(days: i32) -> World {
        let mut world = World::new();
        world.settings.stale_export_days = Some(30);
        world.system("aws", &["Admin"]);
        world.source("sources.csv", Content::Sources);
        let mut row = attested("exports/aws.csv");
        let day = TODAY - days.days();
        row.at = row.at.map(|at| Extracted { day, ..at });
        world.file("exports/aws.csv").attested = Some(row);
        world
    }

    #[test]
    fn a_file_is_stale_on_the_day_after_the_limit() {
        assert!(extracted_before(30).findings(CHECK).is_empty());
        assert!(extracted_before(-3).findings(CHECK).is_empty());
        assert_eq!(
            extracted_before(31).keys(CHECK),
            ["stale-export/aws/////exports%2Faws.csv"]
        );
    }

    #[test]
    fn where_nobody_says_the_day_that_of_the_file_counts() {
        let mut world = extracted_before(0);
        world.file("exports/aws.csv").dated = Some(TODAY - 40.days());
        assert!(world.findings(CHECK).is_empty());
        world.file("exports/aws.csv").attested = None;
        assert_eq!(world.keys(CHECK), ["stale-export/aws/////exports%2Faws.csv"]);
    }

    #[test]
    fn without_a_limit_or_a_day_nothing_is_judged() {
        let mut world = extracted_before(400);
        world.settings.stale_export_days = None;
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoLimit(Vec::new())]);
        let mut world = extracted_before(400);
        world.file("exports/aws.csv").attested = Some(attested("exports/aws.csv"));
        assert!(world.findings(CHECK).is_empty());
        world.file("exports/aws.csv").attested = None;
        assert!(world.findings(CHECK).is_empty());
    }
}

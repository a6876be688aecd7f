//! `future-export`: a file was extracted after the audit date, so that it shows what came later.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Source;

pub(super) const CHECK: Check = Check {
    id: CheckId("future-export"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    about: About::Files,
    by_roles: false,
    needs: Needs::SourcesSheet,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let extracted = |source: &Source| source.extracted();
    Breach::of_files(snapshot, |source| {
        extracted(source).is_some_and(|extracted| extracted.day > settings.date)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use crate::model::source::Content;
    use crate::world::{TODAY, World, attested};

    const CHECK: &str = "future-export";

    fn extracted_on(day: Date) -> World {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        world.source("sources.csv", Content::Sources);
        let mut row = attested("exports/aws.csv");
        row.at = row.at.map(|at| crate::model::evidence::Extracted { day, ..at });
        world.file("exports/aws.csv").attested = Some(row);
        world
    }

    #[test]
    fn the_audit_date_is_the_last_day() {
        assert!(extracted_on(TODAY).findings(CHECK).is_empty());
        let world = extracted_on(TODAY.tomorrow().unwrap_or_default());
        assert_eq!(world.keys(CHECK), ["future-export/aws/////exports%2Faws.csv"]);
    }
}

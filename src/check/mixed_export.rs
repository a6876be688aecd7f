//! `mixed-export`: a file is of another day than another one of its system: extracted more than a week before it, or told
//! twice with differences, as last year's list beside this year's.

use std::collections::BTreeMap;

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::evidence::DAYS_APART;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::private::Private;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::{Content, Source};

pub(super) const CHECK: Check = Check {
    id: CheckId("mixed-export"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    about: About::Files,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    // of each extract of a system, the file that was extracted last
    let mut last: BTreeMap<_, &Source> = BTreeMap::new();
    let day = Source::day;
    for source in snapshot.sources.values().filter(|source| day(source).is_some()) {
        let Some(key) = of(source) else { continue };
        let newest = last.entry(key).or_insert(source);
        if day(newest) < day(source) {
            *newest = source;
        }
    }
    let beside = |source: &Source| -> Option<Private> {
        if let Some(twin) = &source.twin {
            return Some(twin.other.clone());
        }
        let newest = last.get(&of(source)?)?;
        let apart = (day(newest)? - day(source)?).get_days();
        (apart > DAYS_APART).then(|| newest.file.clone())
    };
    let mixed = snapshot.sources.iter().filter_map(|(place, source)| {
        let other = beside(source)?;
        Some((place, source, other))
    });
    let breach = |(place, source, other): (Ix<Source>, &Source, Private)| Breach {
        subject: Subject {
            system: source.content.system(),
            source: Some(place),
            text: Some(other),
            ..Subject::default()
        },
        evidence: Vec::new(),
    };
    mixed.map(breach).collect()
}

/// Which extract of which system a file belongs to.
fn of(source: &Source) -> Option<(usize, bool)> {
    let system = source.content.system()?;
    Some((system.get(), matches!(source.content, Content::Recheck(_))))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use crate::model::evidence::Extracted;
    use crate::model::private::Private;
    use crate::model::source::{Content, Twin};
    use crate::world::{TODAY, World, attested};

    const CHECK: &str = "mixed-export";

    /// Files of a system, extracted so many days before the audit.
    fn extracted(days: [i64; 2]) -> World {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.source("exports/more.csv", Content::Export(aws));
        for (name, days) in ["exports/aws.csv", "exports/more.csv"].into_iter().zip(days) {
            let mut row = attested(name);
            let day = TODAY - days.days();
            row.at = row.at.map(|at| Extracted { day, ..at });
            world.file(name).attested = Some(row);
        }
        world
    }

    #[test]
    fn files_of_a_system_may_be_a_week_apart() {
        for days in [[0, 0], [7, 0], [0, 7], [400, 393]] {
            assert!(extracted(days).findings(CHECK).is_empty(), "{days:?}");
        }
        let older = "mixed-export/aws/////exports%2Faws.csv/exports%2Fmore.csv";
        assert_eq!(extracted([8, 0]).keys(CHECK), [older]);
        let older = "mixed-export/aws/////exports%2Fmore.csv/exports%2Faws.csv";
        assert_eq!(extracted([0, 400]).keys(CHECK), [older]);
    }

    #[test]
    fn a_recheck_and_a_file_of_which_nobody_tells_the_day_are_of_any() {
        let mut world = extracted([0, 400]);
        world.file("exports/more.csv").attested = None;
        assert!(world.findings(CHECK).is_empty());
        let mut world = extracted([400, 0]);
        let file = world.file("exports/more.csv");
        if let Content::Export(aws) = file.content {
            file.content = Content::Recheck(aws);
        }
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_file_that_another_tells_again_is_found() {
        let mut world = extracted([0, 0]);
        world.file("exports/more.csv").twin = Some(Twin {
            other: Private::new("exports/aws.csv"),
            shared: 9,
            of: 10,
            only: Private::new("exports/more.csv:4"),
        });
        let key = "mixed-export/aws/////exports%2Fmore.csv/exports%2Faws.csv";
        assert_eq!(world.keys(CHECK), [key]);
    }
}

//! `incomplete-export`: rows of a file or cells of them could not be read, it does not have as many rows as the officer
//! counted, or it shows itself that it does not hold everything.

use std::collections::BTreeSet;

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::{Place, Source};

pub(super) const CHECK: Check = Check {
    id: CheckId("incomplete-export"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 AC-2"],
    about: About::Files,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let is_incomplete = |source: &Source| {
        !source.rows.rejected.is_empty() || !source.unclear.is_empty() || source.differs() || source.cut.is_some()
    };
    let incomplete = snapshot.sources.iter().filter(|(_, source)| is_incomplete(source));
    let breach = |(place, source): (Ix<Source>, &Source)| Breach {
        subject: Subject {
            system: source.content.system(),
            source: Some(place),
            ..Subject::default()
        },
        evidence: lines(source)
            .into_iter()
            .map(|line| Place { source: place, line })
            .collect(),
    };
    incomplete.map(breach).collect()
}

/// The lines of rejected rows, and the first ones with cells that could not be read.
fn lines(source: &Source) -> BTreeSet<u64> {
    let cells = source.unclear.iter().flat_map(|column| &column.first);
    source.rows.rejected.iter().chain(cells).map(|row| row.line).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::private::Private;
    use crate::model::source::{Content, Reason, Rejected, Unclear};
    use crate::world::World;

    const CHECK: &str = "incomplete-export";

    #[test]
    fn a_file_of_which_every_row_was_read_passes_counted_or_not() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        world.file("exports/aws.csv").rows.used = 3;
        assert!(world.findings(CHECK).is_empty());
        let file = world.file("exports/aws.csv");
        file.declared_rows = Some(5);
        file.rows
            .set_aside
            .insert(Reason::Declared("built-in account".into()), 2);
        for layout in [
            Reason::AboveHeader,
            Reason::RepeatedHeader,
            Reason::EmptyRow,
            Reason::OtherSheet,
        ] {
            file.rows.set_aside.insert(layout, 7);
        }
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn rejected_rows_are_the_evidence() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        for line in [4, 9] {
            let reason = Private::new("cell `Level` is empty");
            world
                .file("exports/aws.csv")
                .rows
                .rejected
                .push(Rejected { line, reason });
        }
        world.file("exports/aws.csv").declared_rows = Some(2);
        let findings = world.findings(CHECK);
        assert_eq!(findings.len(), 1);
        let lines: Vec<u64> = findings[0].evidence.iter().map(|place| place.line).collect();
        assert_eq!(lines, [4, 9]);
        assert_eq!(world.keys(CHECK), ["incomplete-export/aws/////exports%2Faws.csv"]);
    }

    #[test]
    fn more_or_fewer_rows_than_declared_are_found() {
        for declared in [2, 4] {
            let mut world = World::new();
            world.system("aws", &["Admin"]);
            let file = world.file("exports/aws.csv");
            file.rows.used = 3;
            file.declared_rows = Some(declared);
            let findings = world.findings(CHECK);
            assert_eq!(findings.len(), 1);
            assert!(findings[0].evidence.is_empty());
        }
    }

    #[test]
    fn a_file_that_shows_that_more_follows_is_found() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        world.file("exports/aws.csv").cut = Some(Private::new("`next` says that more follows"));
        assert_eq!(world.keys(CHECK), ["incomplete-export/aws/////exports%2Faws.csv"]);
    }

    #[test]
    fn cells_that_could_not_be_read_are_evidence_too() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        let cell = |line| Rejected {
            line,
            reason: Private::new("cell holds `soon`"),
        };
        let file = world.file("exports/aws.csv");
        file.rows.rejected.push(cell(7));
        file.unclear.push(Unclear {
            name: Private::new("Seen"),
            cells: 900,
            first: vec![cell(4), cell(7)],
        });
        let findings = world.findings(CHECK);
        let lines: Vec<u64> = findings[0].evidence.iter().map(|place| place.line).collect();
        assert_eq!(lines, [4, 7]);
        let file = world.file("exports/aws.csv");
        file.rows.rejected.clear();
        assert_eq!(world.findings(CHECK).len(), 1, "without a rejected row");
    }

    #[test]
    fn any_file_is_judged() {
        let mut world = World::new();
        world.source("accounts.xlsx", Content::Accounts);
        let reason = Private::new("cell `System` is empty");
        world
            .file("accounts.xlsx")
            .rows
            .rejected
            .push(Rejected { line: 4, reason });
        assert_eq!(world.keys(CHECK), ["incomplete-export//////accounts.xlsx"]);
    }
}

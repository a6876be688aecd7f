//! `unbound-document`: nothing shows that the roles which were approved, or a list or a proof that somebody vouches for, are the
//! file that is there now: its row of the sources sheet has no hash or that of another file, or there is no row.

use super::{About, Breach, Check, Needs, Run};
use crate::model::evidence::{Attestation, Document};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Place;

pub(super) const CHECK: Check = Check {
    id: CheckId("unbound-document"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CM-3"],
    about: About::Files,
    by_roles: false,
    needs: Needs::SourcesSheet,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let Some(source) = snapshot.sources_sheet() else {
        return Vec::new();
    };
    let unbound = snapshot.documents.iter().filter(|(document, row)| match row {
        Some(row) => !row.binds(&document.sha256),
        None => needs_a_row(snapshot, document),
    });
    let breach = |(document, row): &(Document, Option<Attestation>)| Breach {
        subject: Subject {
            text: Some(document.file.clone()),
            ..Subject::default()
        },
        evidence: row.iter().map(|row| Place { source, line: row.line }).collect(),
    };
    unbound.map(breach).collect()
}

/// Whether somebody vouches for a file: approved roles and the exceptions to them, and lists that decide a row of the checklist.
fn needs_a_row(snapshot: &Snapshot, document: &Document) -> bool {
    let policy = &snapshot.policy;
    let mut declaring = policy.file.iter().chain(&policy.exceptions_file);
    let is_declaring = declaring.any(|file| file == document.file.reveal());
    (policy.approval.is_some() && is_declaring) || snapshot.lists.iter().any(|list| list.file == document.file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::claim::Approval;
    use crate::model::finding::Why;
    use crate::model::private::Private;
    use crate::model::source::Content;
    use crate::world::{TODAY, World, attested};

    const CHECK: &str = "unbound-document";

    const FOUND: [&str; 1] = ["unbound-document///////roles.toml"];

    /// A company whose sheet says of the roles what is given.
    fn company(row: Option<Attestation>) -> World {
        let mut world = World::new();
        world.source("sources.csv", Content::Sources);
        let document = Document {
            file: Private::new("roles.toml"),
            sha256: "hash of roles.toml".into(),
            bytes: 1,
        };
        world.policy().file = Some("roles.toml".into());
        world.snapshot.documents = vec![(document, row)];
        world
    }

    fn approved(mut world: World) -> World {
        world.policy().approval = Some(Approval {
            version: "1".into(),
            by: Private::new("id-mira"),
            on: TODAY,
            line: 1,
        });
        world
    }

    #[test]
    fn a_row_with_the_hash_of_the_file_passes() {
        let world = company(Some(attested("roles.toml")));
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_row_without_a_hash_or_with_another_binds_nothing() {
        for sha256 in [None, Some("another".to_owned())] {
            let row = Attestation {
                sha256,
                ..attested("roles.toml")
            };
            assert_eq!(company(Some(row)).keys(CHECK), FOUND);
        }
    }

    #[test]
    fn approved_roles_need_a_row_and_others_do_not() {
        assert!(company(None).findings(CHECK).is_empty());
        assert_eq!(approved(company(None)).keys(CHECK), FOUND);
    }

    #[test]
    fn without_a_sheet_nothing_is_judged() {
        let mut world = approved(World::new());
        world.policy().file = Some("roles.toml".into());
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoSourcesSheet]);
    }
}

//! `reused-export`: an export has the same content as one of the audit before, as if last year's file was read again.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("reused-export"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    about: About::Files,
    by_roles: false,
    needs: Needs::Previous,
    run: Run::Whole(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let Some(previous) = snapshot.record_before() else {
        return Vec::new();
    };
    let before = |sha256: &str| previous.sources.iter().any(|source| source.sha256 == sha256);
    // Where no row was used there is nothing that could be out of date.
    Breach::of_files(snapshot, |source| {
        source.content.is_extracted() && source.rows.used > 0 && before(&source.sha256)
    })
}

#[cfg(test)]
mod tests {
    use crate::world::World;

    const CHECK: &str = "reused-export";

    #[test]
    fn a_file_of_the_audit_before_is_found() {
        let mut world = World::new();
        world.system("git", &["Admin"]);
        world.file("exports/git.csv").rows.used = 1;
        assert!(world.findings(CHECK).is_empty(), "nobody names an audit before");
        world.remember();
        assert_eq!(world.keys(CHECK), ["reused-export/git/////exports%2Fgit.csv"]);
        world.file("exports/git.csv").sha256 = "another".into();
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn an_empty_file_is_the_same_every_year() {
        let mut world = World::new();
        world.system("git", &["Admin"]);
        world.remember();
        assert!(world.findings(CHECK).is_empty());
    }
}

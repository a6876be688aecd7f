//! `duplicate-file`: two files have the same content, or two systems read the same permissions from one. One file of which
//! each reads other rows or other columns is not two.

use std::collections::BTreeMap;

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::{Content, Source};
use crate::model::system::System;

pub(super) const CHECK: Check = Check {
    id: CheckId("duplicate-file"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.28", "SOC 2 CC4.1", "NIST SP 800-53 CA-7"],
    about: About::Files,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let mut first = BTreeMap::new();
    let mut breaches = Vec::new();
    for (place, source) in snapshot.sources.iter() {
        let before = *first.entry(&source.sha256).or_insert(source);
        let is_copy = before.file != source.file || counts_twice(settings, before, source);
        if std::ptr::eq(before, source) || !is_copy || is_unchanged_part(snapshot, before, source) {
            continue;
        }
        breaches.push(Breach {
            subject: Subject {
                system: source.content.system(),
                source: Some(place),
                text: Some(before.file.clone()),
                ..Subject::default()
            },
            evidence: Vec::new(),
        });
    }
    breaches
}

/// Whether a file of a recheck is as the same part of the first extract was, while another part is not: whatever was not put
/// right is exported as it was.
fn is_unchanged_part(snapshot: &Snapshot, before: &Source, source: &Source) -> bool {
    let (Content::Export(system), Content::Recheck(again)) = (before.content, source.content) else {
        return false;
    };
    let of = |content| snapshot.sources.values().filter(move |file| file.content == content);
    let is_new = |file: &Source| of(Content::Export(system)).all(|first| first.sha256 != file.sha256);
    system == again && of(source.content).any(is_new)
}

/// Whether two systems read the same permissions from one file: not if each sets other rows aside, or reads other columns.
fn counts_twice(settings: &Settings, one: &Source, other: &Source) -> bool {
    let (Some(first), Some(second)) = (one.content.system(), other.content.system()) else {
        return false;
    };
    let export = |system: Ix<System>| {
        let exports = settings.systems[system].exports();
        exports.iter().find(|export| export.file == one.file.reveal())
    };
    let (Some(one_read), Some(other_read)) = (export(first), export(second)) else {
        return false;
    };
    let alike = one_read.columns == other_read.columns
        && one_read.constants == other_read.constants
        && one_read.set_aside == other_read.set_aside
        && one_read.sheet == other_read.sheet;
    first != second && alike && one.facts.grants > 0 && other.facts.grants > 0
}

#[cfg(test)]
mod tests {
    use crate::model::source::Content;
    use crate::model::system::{Export, Field, SetAsideRule, SystemKind};
    use crate::world::World;

    const CHECK: &str = "duplicate-file";

    #[test]
    fn a_part_of_a_recheck_may_be_as_it_was_if_another_is_not() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let mut file = |name: &str, content, hash: &str| {
            world.source(name, content);
            world.file(name).sha256 = hash.into();
        };
        file("users.json", Content::Export(aws), "1");
        file("groups.json", Content::Export(aws), "2");
        file("again/users.json", Content::Recheck(aws), "1");
        assert_eq!(world.keys("duplicate-file").len(), 1, "nothing was exported again");
        world.source("again/groups.json", Content::Recheck(aws));
        world.file("again/groups.json").sha256 = "3".into();
        assert!(world.findings("duplicate-file").is_empty());
    }

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
    fn one_file_is_found_where_two_systems_read_the_same_permissions_from_it() {
        let same = |changed: fn(&mut Export)| {
            let mut world = World::new();
            let git = world.system("git", &["Admin"]);
            let aws = world.system("aws", &["Admin"]);
            world.file("exports/git.csv").facts.grants = 3;
            let export = Export {
                file: "exports/git.csv".into(),
                ..world.settings.roster.table.clone()
            };
            for (system, change) in [(git, (|_| ()) as fn(&mut Export)), (aws, changed)] {
                let mut export = export.clone();
                change(&mut export);
                if let SystemKind::Access(rules) = &mut world.settings.systems[system].kind {
                    rules.exports.push(export);
                }
            }
            let source = world.source("exports/git.csv", Content::Export(aws));
            world.snapshot.sources[source].facts.grants = 3;
            world
        };
        let expected = "duplicate-file/aws/////exports%2Fgit.csv/exports%2Fgit.csv";
        assert_eq!(same(|_| ()).keys(CHECK), [expected]);
        let other_rows = |export: &mut Export| {
            export.set_aside.push(SetAsideRule {
                column: "App".into(),
                values: vec!["git".into()],
                reason: "another system".into(),
            });
        };
        assert!(same(other_rows).findings(CHECK).is_empty());
        let other_columns = |export: &mut Export| {
            export.columns.insert(Field::Level, vec!["AWS".into()]);
        };
        assert!(same(other_columns).findings(CHECK).is_empty());
    }

    #[test]
    fn one_file_of_accounts_may_be_read_for_two_systems() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        world.source("exports/git.csv", Content::Export(git));
        assert!(world.findings(CHECK).is_empty());
    }
}

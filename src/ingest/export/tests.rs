//! Facts of recognised files, in one order and in the other: how a test puts them, and what came of them. The tests are in
//! the children.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;

use super::access::AccessReader;
use super::fields::Fields;
use super::workstations::WorkstationReader;
use super::{Entry, Reader};
use crate::ingest::header::Column;
use crate::ingest::readers::{Cells, Row};
use crate::ingest::table::Fate;
use crate::ingest::values::Values;
use crate::model::arena::{Arena, Ix};
use crate::model::pattern::Pattern;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::{
    BuiltIn, Emit, Expression, Flags, Form, Ignored, Kind, Levels, Origin, Reading, Records, Slot, Wrapper,
};
use crate::model::snapshot::{Access, Effective, Held, LastLogin, Principal};
use crate::model::source::{Content, Facts, Place, Rejected, Source};
use crate::model::system::{AccessRules, Coverage, System, Words};
use crate::world::World;

mod accounts;
mod notebooks;
mod permissions;

/// One fact: its kind, whether it is on every resource, its cells.
type Given<'a> = (Kind, bool, &'a [(Slot, &'a str)]);

/// The same with texts of its own.
type Owned = (Kind, bool, Vec<(Slot, String)>);

/// A file as a profile reads it: each record with its facts.
#[derive(Clone)]
struct FileGiven<'a> {
    name: &'a str,
    reading: Reading,
    coverage: Coverage,
    records: Vec<Vec<Owned>>,
}

fn reading() -> Reading {
    Reading {
        form: Form::Json(Wrapper::default()),
        strip: None,
        file_name: None,
        dates: Vec::new(),
        words: words(),
        ignored: Ignored::default(),
        records: Vec::new(),
        complete: Vec::new(),
        levels: Levels::default(),
        built_in: Vec::new(),
    }
}

fn words() -> Words {
    Words {
        yes: vec!["yes".into()],
        no: vec!["no".into()],
        never: vec!["never".into()],
        active: vec!["active".into()],
        disabled: vec!["disabled".into()],
        ..Words::default()
    }
}

fn own(given: &Given<'_>) -> Owned {
    let (kind, every, cells) = given;
    let cells = cells.iter().map(|(slot, text)| (*slot, (*text).to_owned()));
    (*kind, *every, cells.collect())
}

fn file<'a>(name: &'a str, records: &[&[Given<'_>]]) -> FileGiven<'a> {
    FileGiven {
        name,
        reading: reading(),
        coverage: Coverage::Full,
        records: records.iter().map(|record| record.iter().map(own).collect()).collect(),
    }
}

/// What came of some files.
struct Read {
    access: Access,
    rules: Option<AccessRules>,
    sources: Arena<Source>,
    problems: Problems,
}

fn read(world: &mut World, system: Ix<System>, files: &[FileGiven<'_>]) -> Read {
    let rules = world.settings.systems[system].access().cloned();
    let mut reader = match &rules {
        Some(rules) => Reader::Access(Box::new(AccessReader::new(rules).unwrap())),
        None => Reader::Workstations(Box::<WorkstationReader>::default()),
    };
    let mut access = world.access(system).clone();
    for file in files {
        let source = world.source(file.name, Content::Export(system));
        let mut facts = Facts::default();
        let mut rows = crate::model::source::Rows::default();
        reader.begin(&file.reading, source);
        for (record, line) in file.records.iter().zip(1..) {
            let mut fates = Vec::new();
            for (kind, every, cells) in record {
                let columns: Vec<(Slot, Column)> = (cells.iter().enumerate())
                    .map(|(place, (slot, _))| (*slot, Column::new(format!("{slot:?}"), place)))
                    .collect();
                let texts: Vec<String> = cells.iter().map(|(_, text)| text.clone()).collect();
                let mut export = world.settings.roster.table.clone();
                export.words = words();
                let mut entry = Entry {
                    export: &export,
                    fields: &Fields::of_slots(&export, &columns),
                    values: &Values::declared(&export),
                    row: &Row {
                        line,
                        cells: Cells::Record(&texts),
                    },
                    place: Place { source, line },
                    facts: &mut facts,
                };
                fates.push(reader.fact(*kind, *every, &mut entry).unwrap());
            }
            rows.total += 1;
            match super::recognised::together(fates) {
                Fate::Used => rows.used += 1,
                Fate::Rejected(reason) => rows.rejected.push(Rejected {
                    line,
                    reason: Private::new(reason),
                }),
                Fate::SetAside(reason) => *rows.set_aside.entry(reason.clone()).or_default() += 1,
            }
        }
        reader.end();
        let coverage = file.coverage;
        let file = &mut world.snapshot.sources[source];
        (file.rows, file.facts) = (rows, facts);
        file.coverage = coverage;
    }
    let mut problems = Problems::default();
    let sources = &mut world.snapshot.sources;
    match reader {
        Reader::Access(reader) => drop(reader.finish(&mut access, sources, &mut problems).unwrap()),
        Reader::Workstations(reader) => reader.finish(&mut access, sources, &mut problems).unwrap(),
    }
    let sources = world.snapshot.sources.clone();
    Read {
        access,
        rules,
        sources,
        problems,
    }
}

impl Read {
    fn shown(&self, held: &Effective<'_>) -> String {
        let access = &self.access;
        let groups = held.chain.iter().flat_map(|chain| &chain.groups);
        let groups: Vec<&str> = groups.map(|group| access.groups[*group].name.reveal()).collect();
        let level = match (held.grant.level, &self.rules) {
            (Held::Level(level), Some(rules)) => rules.levels[level].name.as_str(),
            (Held::Unmapped(spelling), _) => access.unmapped[spelling].reveal(),
            (Held::Level(_), None) => "",
        };
        let resource = access.resource_name(held.grant.resource).unwrap_or("-");
        let login = access.accounts[held.account].login.reveal();
        format!("{login} {resource} {level} {}", groups.join(">"))
            .trim_end()
            .to_owned()
    }

    /// Everything that is held: `login resource level groups`, sorted.
    fn held(&self) -> Vec<String> {
        let mut held: Vec<String> = self.access.effective().map(|held| self.shown(&held)).collect();
        held.sort();
        held
    }

    fn logins(&self) -> Vec<&str> {
        self.access
            .accounts
            .values()
            .map(|account| account.login.reveal())
            .collect()
    }

    fn unresolved(&self) -> Vec<&str> {
        let unresolved = self.access.unresolved().into_keys();
        unresolved
            .map(|group| self.access.groups[group].name.reveal())
            .collect()
    }

    /// Why a file does not hold everything, if it does not.
    fn cut(&self, name: &str) -> Option<&str> {
        let mut sources = self.sources.values();
        let source = sources.find(|source| source.file.reveal() == name).unwrap();
        assert_eq!(source.cut.is_some(), source.coverage == Coverage::Partial, "{name}");
        source.cut.as_ref().map(Private::reveal)
    }

    fn problem(self) -> String {
        self.problems.or(()).unwrap_err().to_string()
    }

    /// Used, set aside, rejected rows of a file.
    fn rows(&self, name: &str) -> (u64, u64, usize) {
        let mut sources = self.sources.values();
        let rows = &sources.find(|source| source.file.reveal() == name).unwrap().rows;
        assert!(rows.tie_out(), "{name}");
        (rows.used, rows.set_aside_total(), rows.rejected.len())
    }

    fn rejected(&self, name: &str) -> Vec<String> {
        let mut sources = self.sources.values();
        let rows = &sources.find(|source| source.file.reveal() == name).unwrap().rows;
        rows.rejected.iter().map(|row| row.reason.reveal().to_owned()).collect()
    }
}

fn whole() -> (World, Ix<System>) {
    let mut world = World::new();
    let system = world.system("aws", &["Admin", "Write", "Read"]);
    (world, system)
}

fn with_repositories() -> (World, Ix<System>) {
    let mut world = World::new();
    let system = world.repositories("git", &["Admin", "Write", "Read"], &["app", "lib"]);
    (world, system)
}

use Slot::{
    Account, Device, Email, Encrypted, Group, Id, LastLogin as Last, Level, MemberGroup, Mfa, Name, Of, Protected,
    Resource, SignIn, Status, Via,
};

fn assignments<'a>() -> FileGiven<'a> {
    file(
        "assignments.json",
        &[
            &[(Kind::Grant, false, &[(Account, "90-1"), (Level, "arn:1")])],
            &[(Kind::Grant, false, &[(Group, "90-7"), (Level, "arn:1")])],
        ],
    )
}

fn users<'a>() -> FileGiven<'a> {
    file(
        "users.json",
        &[
            &[(
                Kind::Account,
                false,
                &[(Account, "alice"), (Id, "90-1\nA-1"), (Email, "alice@example.com")],
            )],
            &[(Kind::Account, false, &[(Account, "bob"), (Id, "90-2")])],
        ],
    )
}

fn groups<'a>() -> FileGiven<'a> {
    file(
        "groups.json",
        &[
            &[(Kind::Name, false, &[(Of, "group"), (Id, "90-7"), (Name, "devs")])],
            &[(Kind::Name, false, &[(Of, "level"), (Id, "arn:1"), (Name, "write")])],
            &[
                (Kind::Group, false, &[(Group, "90-7")]),
                (Kind::Member, false, &[(Group, "90-7"), (Account, "90-2")]),
            ],
        ],
    )
}

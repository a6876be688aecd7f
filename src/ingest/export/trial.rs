//! One file alone: which profile fits it, and what a system gives that has this file and no other.
//!
//! Comes in: a file and the profiles. Goes out: a [`Trial`]: facts as the file calls things, before names are looked up
//! and accounts joined, without those that the system does not count. The system is a made-up one, without levels and
//! with one resource; what counts is decided by the code that reads a review. What
//! `review.toml` declares of the very file goes before.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, anyhow};
use jiff::civil::Date;

use self::said::{added_up, facts, is_lasting, said, sort};
use super::access::AccessReader;
use super::accounts::Accounts;
use super::drafts::{Drafts, On, Who};
use super::fields::Fields;
use super::ledger::Entered;
use super::recognised::{Record, judged, without_said};
use super::{Reader, nothing};
use crate::ingest::compared::quotable;
use crate::ingest::file::File;
use crate::ingest::profile::{Choice, Given, Opened, Unread, missing, open, unpack};
use crate::ingest::roster::words;
use crate::ingest::table::Fate;
use crate::ingest::values::Values;
use crate::model::arena::{Arena, Ix};
use crate::model::extract::Extract;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::{Kind, Profile, SampleFacts, Slot, Trial};
use crate::model::snapshot::Account;
use crate::model::source::{Content, Facts, Reason, Rows, Source};
use crate::model::system::{
    AccessRules, CountRule, Coverage, Expected, Export, Field, Resources, System, SystemKind, Words, WorkstationRules,
};

mod said;

/// What is said about one thing, by name.
type Said = BTreeMap<String, String>;

/// What a permission is on where the file names nothing, as a constant of `review.toml` would.
const NOWHERE: &str = "(the system)";

/// Reads a file alone.
pub(in crate::ingest) fn trial(
    name: &str,
    bytes: &[u8],
    profiles: &[Profile],
    declared: Option<&Export>,
) -> anyhow::Result<Trial> {
    let file = File {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    let export = with_resource(declared.cloned().unwrap_or_else(|| undeclared(name)));
    let choice = Choice::of(&export);
    let unpacked = match unpack(&file, profiles, choice) {
        Ok(unpacked) => unpacked,
        Err(unread) => return refused(name, unread),
    };
    let opened = match open(&file, &unpacked, profiles, choice) {
        Ok(opened) => opened,
        Err(unread) => return refused(name, unread),
    };
    let mut problems = Problems::default();
    let export = with_resource(without_said(export.clone(), &opened));
    let (source, mut facts) = read(&file, &opened, &export, &mut problems)?;
    problems.or(())?;
    let declared = |(reason, _): &(&Reason, &u64)| matches!(reason, Reason::Declared(_));
    facts.set_aside = Some(
        source
            .rows
            .set_aside
            .iter()
            .filter(declared)
            .map(|(_, rows)| rows)
            .sum(),
    );
    facts.rejected = source.rows.rejected.len() as u64;
    let unclear = opened.values.told();
    facts.unclear = unclear.iter().map(|column| column.cells).sum();
    facts.partial = source.cut.is_some();
    in_order(&mut facts);
    Ok(Trial {
        profile: opened.profile.id.clone(),
        why: format!("{} marks of the profile fit", opened.marks),
        found: opened.names.clone(),
        facts,
        numbers: source.facts,
        sheet: source.sheet,
        rows: source.rows,
        unclear,
        cut: source.cut,
        pointers: source.pointers,
    })
}

/// A file that a profile refuses is told; any other is an error.
fn refused(name: &str, unread: Unread<'_>) -> anyhow::Result<Trial> {
    match unread {
        Unread::Secret(profile, why) | Unread::NoExport(profile, why) => Ok(Trial {
            profile: profile.id.clone(),
            why,
            found: Vec::new(),
            facts: SampleFacts {
                refused: true,
                ..SampleFacts::default()
            },
            numbers: Facts::default(),
            sheet: None,
            rows: Rows::default(),
            unclear: Vec::new(),
            cut: None,
            pointers: Vec::new(),
        }),
        Unread::Refused((line, message)) | Unread::Unknown((line, message)) => {
            let mut problems = Problems::default();
            problems.add(name, line, message);
            Err(anyhow!(problems))
        }
    }
}

/// The file as the only one of a made-up system.
fn read(
    file: &File,
    opened: &Opened<'_>,
    export: &Export,
    problems: &mut Problems,
) -> anyhow::Result<(Source, SampleFacts)> {
    let is_of = |kind: Kind| opened.emitters.iter().any(|emitter| emitter.kind == kind);
    let system = made_up(is_of(Kind::Device));
    let mut systems = Arena::default();
    let place = systems.push(system)?;
    let mut reader = match &systems[place].kind {
        SystemKind::Access(rules) => Reader::Access(Box::new(AccessReader::new(rules)?)),
        SystemKind::Workstations(_) => Reader::Workstations(Box::default()),
    };
    let mut sources = Arena::default();
    let source = sources.push(file.source(Content::Export(place), opened.sheet(), Coverage::Unknown))?;
    let emitters = opened.emitters.iter();
    let fields: Vec<Fields<'_>> = emitters.map(|emitter| Fields::of_emitter(export, emitter)).collect();
    let mut record = Record {
        opened,
        export,
        fields: &fields,
        source,
        facts: Facts::default(),
    };
    let people = is_of(Kind::Person);
    let mut said: Vec<(Kind, Said)> = Vec::new();
    let spelt = words(&opened.reading.words, &export.words);
    let spelt = Values::of(&[], &spelt);
    reader.begin(opened.reading, source);
    let walked = opened.walk(problems, &mut |line, given| {
        // people belong to no system
        let fate = if people {
            employed(opened, given, &spelt).map_or(Fate::Used, Fate::Rejected)
        } else {
            record.read(line, given, &mut reader)?
        };
        if matches!(fate, Fate::Used) {
            let given = given.iter();
            let given = given.filter_map(|given| Some((opened.emitters.get(given.emitter)?, given)));
            let lasting = given.filter(|(emitter, _)| is_lasting(emitter.kind));
            said.extend(lasting.flat_map(|(emitter, given)| facts(emitter, given)));
        }
        Ok(fate)
    })?;
    reader.end();
    let evidence = opened.evidence(&walked);
    let shown = missing(&[&evidence]);
    let file = &mut sources[source];
    (file.rows, file.pointers, file.facts) = (walked.rows, walked.pointers, record.facts);
    judged(file, shown.first(), None);
    let mut facts = SampleFacts::default();
    for (kind, said) in said {
        sort(kind, said, &opened.values, &mut facts);
    }
    facts.resources.retain(|resource| resource != NOWHERE);
    added_up(&mut facts.devices);
    match reader {
        Reader::Access(reader) => {
            let told = Told::of(&reader.accounts, &reader.drafts);
            let uncounted = reader.finish(
                &mut nothing((place, Extract::First), Date::ZERO),
                &mut sources,
                problems,
            )?;
            told.counted(&uncounted.accounts, &uncounted.facts, &mut facts);
        }
        Reader::Workstations(reader) => {
            let told = Told::of(reader.owners(), &Drafts::default());
            reader.join(&mut sources, problems)?;
            told.counted(&BTreeSet::new(), &BTreeSet::new(), &mut facts);
        }
    }
    let source = sources.values().next().cloned().context("the file is read")?;
    Ok((source, facts))
}

/// Why a row of a staff list does not tell whether somebody works by contract, though it says something of it.
fn employed(opened: &Opened<'_>, given: &[Given], spelt: &Values<'_>) -> Option<String> {
    given.iter().find_map(|given| {
        let slots = &opened.emitters.get(given.emitter)?.slots;
        let place = slots.iter().position(|(slot, _)| *slot == Slot::Employment)?;
        let (text, (_, column)) = (given.cells.get(place)?, slots.get(place)?);
        let why = spelt.contractor(text).err()?;
        Some(format!("cell `{}` holds `{}`, {why}", column.name, quotable(text)))
    })
}

/// Accounts, permissions and members as the file calls them.
struct Told {
    accounts: BTreeMap<Ix<Account>, Said>,
    grants: Vec<(Entered, Said)>,
    members: Vec<(Entered, Said)>,
}

impl Told {
    fn of(accounts: &Accounts, drafts: &Drafts) -> Self {
        let accounts: BTreeMap<Ix<Account>, Said> = accounts
            .told()
            .map(|(place, account, known, ids)| (place, said(account, known, &ids)))
            .collect();
        let who = |who: Who, group: &str| match who {
            Who::Account(place) => Some(("account".to_owned(), accounts.get(&place)?.get("account")?.clone())),
            Who::Group(text) => Some((group.to_owned(), drafts.says(text).to_owned())),
        };
        let grants = drafts.grants.iter().map(|draft| {
            let mut said = Said::from([("level".to_owned(), drafts.says(draft.level).to_owned())]);
            said.extend(who(draft.who, "group"));
            said.extend(draft.via.map(|via| ("via".to_owned(), drafts.says(via).to_owned())));
            match draft.on {
                On::Whole => {}
                On::Every => said.extend([("every".to_owned(), "yes".to_owned())]),
                On::Resource(text) => {
                    let resource = Some(drafts.says(text)).filter(|resource| *resource != NOWHERE);
                    said.extend(resource.map(|resource| ("resource".to_owned(), resource.to_owned())));
                }
            }
            (draft.entered, said)
        });
        let members = drafts.members.iter().map(|draft| {
            let mut said = Said::from([("group".to_owned(), drafts.says(draft.group).to_owned())]);
            said.extend(who(draft.who, "member-group"));
            (draft.entered, said)
        });
        Self {
            grants: grants.collect(),
            members: members.collect(),
            accounts,
        }
    }

    /// Those that count.
    fn counted(self, accounts: &BTreeSet<Ix<Account>>, uncounted: &BTreeSet<Entered>, facts: &mut SampleFacts) {
        let counts = |(entered, said): (Entered, Said)| (!uncounted.contains(&entered)).then_some(said);
        facts.grants = self.grants.into_iter().filter_map(counts).collect();
        facts.members = self.members.into_iter().filter_map(counts).collect();
        let judged = self.accounts.into_iter().filter(|(place, _)| !accounts.contains(place));
        facts.accounts = judged.map(|(_, said)| said).collect();
    }
}

/// A system for a trial: of notebooks, or with no level of its own, so that every level counts under its own name.
fn made_up(notebooks: bool) -> System {
    let rules = AccessRules {
        levels: Arena::default(),
        no_access: Vec::new(),
        resources: Resources::Labelled {
            label: String::new(),
            declared: vec![Private::new(NOWHERE)],
            formerly: Vec::new(),
        },
        count_rule: CountRule::Each,
        expected: Expected::default(),
        exports: Vec::new(),
    };
    System {
        id: String::new(),
        name: String::new(),
        formerly: Vec::new(),
        description: String::new(),
        kind: if notebooks {
            SystemKind::Workstations(WorkstationRules { exports: Vec::new() })
        } else {
            SystemKind::Access(rules)
        },
        login_pattern: None,
        reviewed: None,
        recheck: Vec::new(),
        line: 0,
    }
}

/// What is on no resource is on the system, unless `review.toml` says otherwise.
fn with_resource(mut export: Export) -> Export {
    let resource = export.constants.entry(Field::Resource);
    resource.or_insert_with(|| NOWHERE.to_owned());
    export
}

/// A file of which nothing is declared.
fn undeclared(file: &str) -> Export {
    Export {
        file: file.to_owned(),
        line: 0,
        sheet: None,
        encoding: None,
        delimiter: None,
        coverage: None,
        recognised: None,
        rows: None,
        columns: BTreeMap::new(),
        constants: BTreeMap::new(),
        separators: BTreeMap::new(),
        dates: Vec::new(),
        words: Words::default(),
        set_aside: Vec::new(),
        rows_without_account: false,
    }
}

/// Every list sorted, each fact once.
fn in_order(facts: &mut SampleFacts) {
    for list in [
        &mut facts.accounts,
        &mut facts.grants,
        &mut facts.members,
        &mut facts.names,
        &mut facts.devices,
        &mut facts.people,
    ] {
        list.sort();
        list.dedup();
    }
    for list in [&mut facts.groups, &mut facts.resources] {
        list.sort();
        list.dedup();
    }
}

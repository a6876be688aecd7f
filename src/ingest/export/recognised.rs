//! Exports that a profile reads: recognised, walked, their facts handed to the reader of the system.
//!
//! Comes in: a file without declared columns. Goes out: its facts, and its source with the profile's id. Whether it
//! holds everything is settled when all files of the system were read, as one may make up for another.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::Fields;
use super::products::{Listed, stranger, stranger_of_accounts, tells_only_accounts, tells_permissions};
use super::{Entry, Files, NO_DATA, NO_RECORDS, Reader};
use crate::ingest::file::File;
use crate::ingest::header::Column;
use crate::ingest::profile::{Choice, Evidence, Given, Opened, Shown, missing, open, unpack};
use crate::ingest::readers::{Cells, Row};
use crate::ingest::table::Fate;
use crate::model::arena::Ix;
use crate::model::private::Private;
use crate::model::profile::{Kind, Slot};
use crate::model::source::{Facts, Place, Reason, Source};
use crate::model::system::{Coverage, Export, Field};

/// A recognised file, until all files of the system were read.
pub(super) struct Pending<'a> {
    export: &'a Export,
    source: Ix<Source>,
    profile: String,
    evidence: Evidence,
    records: u64,
    has_header: bool,
}

/// What becomes of one record.
pub(super) struct Record<'a, 'f> {
    pub(super) opened: &'a Opened<'a>,
    pub(super) export: &'a Export,
    pub(super) fields: &'a [Fields<'f>],
    pub(super) source: Ix<Source>,
    pub(super) facts: Facts,
}

impl<'a> Files<'a> {
    /// Reads one file by the profile that fits it.
    pub(super) fn recognise(&mut self, export: &'a Export, file: &File, reader: &mut Reader<'_>) -> anyhow::Result<()> {
        let choice = Choice {
            day: Some(self.given.date),
            ..Choice::of(export)
        };
        let unpacked = match unpack(file, self.profiles, choice) {
            Ok(unpacked) => unpacked,
            Err(unread) => {
                self.refuse(export, unread.refusal());
                return Ok(());
            }
        };
        let opened = match open(file, &unpacked, self.profiles, choice) {
            Ok(opened) => opened,
            Err(unread) => {
                self.refuse(export, unread.refusal());
                return Ok(());
            }
        };
        if let Some(why) = without_effect(export, &opened) {
            self.refuse(export, (None, why));
            return Ok(());
        }
        let mut source = file.source(self.content(), opened.sheet(), Coverage::Unknown);
        source.attested = self.given.told.get(&export.file).cloned();
        source.declared_rows = export.rows;
        source.dated = opened.dated();
        source.dated_from = opened.dated_from();
        source.profile = Some(opened.profile.id.clone());
        source.directory = Some(opened.profile.directory.clone());
        let place = self.sources.push(source)?;
        let fallback = without_said(export.clone(), &opened);
        let fields: Vec<Fields<'_>> = opened
            .emitters
            .iter()
            .map(|emitter| Fields::of_emitter(&fallback, emitter))
            .collect();
        let mut record = Record {
            opened: &opened,
            export,
            fields: &fields,
            source: place,
            facts: Facts::default(),
        };
        self.tells_permissions |= opened.emitters.iter().any(|emitter| emitter.kind == Kind::Grant);
        reader.begin(opened.reading, place);
        let walked = opened.walk(self.problems, &mut |line, given| record.read(line, given, reader))?;
        reader.end();
        let facts = record.facts;
        self.pending.push(Pending {
            export,
            source: place,
            profile: opened.profile.id.clone(),
            evidence: opened.evidence(&walked),
            records: walked.rows.data(),
            has_header: opened.header().is_some(),
        });
        let source = &mut self.sources[place];
        source.rows = walked.rows;
        source.pointers = walked.pointers;
        source.facts = facts;
        source.unclear = opened.values.told();
        Ok(())
    }

    /// Refuses files of products that have nothing to do with the system, unless `review.toml` names their profile.
    pub(super) fn tell_of_other_products(&mut self, system: &str) {
        let is_named = |file: &&Pending<'_>| {
            let recognised = file.export.recognised.as_ref();
            recognised.is_some_and(|recognised| recognised.profile.is_some())
        };
        let listed = |file: &Pending<'a>| {
            let profile = self.profiles.iter().find(|profile| profile.id == file.profile)?;
            let file = &file.export.file;
            Some(Listed { file, profile })
        };
        let telling = |file: &Pending<'a>| listed(file).filter(|listed| tells_permissions(listed.profile));
        let meant: Vec<Listed<'_>> = self.pending.iter().filter_map(telling).collect();
        let mut before = Vec::new();
        let mut strangers = Vec::new();
        for file in self.pending.iter().filter(|file| !is_named(file)) {
            let Some(one) = listed(file) else { continue };
            let why = if tells_permissions(one.profile) {
                let why = stranger(system, (one, &before), self.profiles);
                before.push(one);
                why
            } else if tells_only_accounts(one.profile) {
                stranger_of_accounts(system, (one, &meant), self.profiles)
            } else {
                None
            };
            strangers.extend(why.map(|why| (file.export, why)));
        }
        for (export, why) in strangers {
            self.refuse(export, (None, why));
        }
    }

    /// Notes that files which tell only of accounts prove nothing about what these may do.
    pub(super) fn tell_of_no_permissions(&mut self) {
        let of_system = self.content();
        let files = self.sources.values_mut().filter(|source| source.content == of_system);
        for source in files.filter(|_| !self.tells_permissions) {
            source.coverage = Coverage::Partial;
            source.cut.get_or_insert_with(|| Private::new(NO_PERMISSIONS));
        }
    }

    /// Settles what the recognised files of the system show about one another.
    pub(super) fn settle(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let mut fellows: BTreeMap<&str, Vec<&Pending<'_>>> = BTreeMap::new();
        for file in &pending {
            fellows.entry(&file.profile).or_default().push(file);
        }
        let mut shown: BTreeMap<Ix<Source>, Shown> = BTreeMap::new();
        for fellows in fellows.values() {
            let evidence: Vec<&Evidence> = fellows.iter().map(|fellow| &fellow.evidence).collect();
            let files = fellows.iter().map(|fellow| fellow.source);
            shown.extend(files.zip(missing(&evidence)));
        }
        let with_data: BTreeSet<&str> = pending
            .iter()
            .filter(|file| file.records > 0)
            .map(|file| file.profile.as_str())
            .collect();
        for file in &pending {
            let shown = shown.get(&file.source).unwrap_or(&Shown::Nothing);
            let said = self.said(file.export);
            let source = &mut self.sources[file.source];
            judged(source, Some(shown), said);
            let why = of_several_days(source).or_else(|| of_another_day(source));
            source.cut_by(why.as_deref());
            // a list that is empty among others of its kind is known to be empty; one alone may be a mistake
            let nothing = !with_data.contains(file.profile.as_str());
            if nothing && file.export.rows != Some(0) {
                let why = if file.has_header { NO_DATA } else { NO_RECORDS };
                self.refuse(file.export, (None, why.to_owned()));
            }
        }
    }
}

const NO_PERMISSIONS: &str = "no file of its system says who may do what, only which accounts there are; add the export \
                              that does (`access-review profiles list` names it)";

/// How many days the data of a report may be older than the report.
const LATE: i32 = 7;

/// That some of the file is older than the rest, by its headings.
fn of_several_days(source: &Source) -> Option<String> {
    let (first, last) = (source.dated_from?, source.dated?);
    ((last - first).get_days() > LATE).then(|| {
        format!(
            "its headings are of {first} and of {last}, so that some of it is older than the rest; export it again, and take \
             all columns at one time"
        )
    })
}

/// That the file tells another day than the sources sheet does: one was corrected and the other not.
fn of_another_day(source: &Source) -> Option<String> {
    let (dated, said) = (source.dated?, source.extracted()?.day);
    let days = (said - dated).get_days();
    (!(-1..=LATE).contains(&days)).then(|| {
        format!(
            "the file says itself that its data is of {dated}, and sources.csv that it was extracted on {said}; export it again, \
             or correct its row of sources.csv"
        )
    })
}

/// Notes how much of what there is a file holds, by what it shows and by what is said of it.
pub(super) fn judged(source: &mut Source, shown: Option<&Shown>, said: Option<Coverage>) {
    source.coverage = match shown {
        Some(Shown::Cut(_)) => Coverage::Partial,
        Some(Shown::Whole) => said.unwrap_or(Coverage::Full),
        Some(Shown::Nothing) | None => said.unwrap_or(Coverage::Unknown),
    };
    if let Some(Shown::Cut(why)) = shown {
        source.cut = Some(Private::new(why.as_str()));
    }
}

/// Why a constant of a permission says nothing, if the profile reads none: nobody would hold it.
fn without_effect(export: &Export, opened: &Opened<'_>) -> Option<String> {
    let reads_grants = opened.emitters.iter().any(|emitter| emitter.kind == Kind::Grant);
    let mut of_grants = [(Field::Level, "level"), (Field::Resource, "resource")].into_iter();
    let (_, name) = of_grants.find(|(field, _)| !reads_grants && export.constants.contains_key(field))?;
    Some(format!(
        "`constants` gives a {name}, but the profile `{}` reads accounts from this file and no permissions, so that nobody \
         would hold it; to have every account of the file hold it, map the column of the account with `columns`, else take \
         the constant out",
        opened.profile.id
    ))
}

/// The export without the constants of fields that some emit reads: those fill its empty cells only.
pub(super) fn without_said(mut export: Export, opened: &Opened<'_>) -> Export {
    let said = |slot: Slot| {
        let mut columns = opened.emitters.iter().flat_map(|emitter| &emitter.slots);
        columns.any(|(other, _): &(Slot, Column)| *other == slot)
    };
    export.constants.retain(|field, _| !said(Slot::from(*field)));
    export
}

impl Record<'_, '_> {
    /// Hands over the facts of a record.
    pub(super) fn read(
        &mut self,
        line: u64,
        given: &[Given],
        reader: &mut Reader<'_>,
    ) -> anyhow::Result<Fate<'static>> {
        let mut fates = Vec::new();
        for Given {
            emitter,
            cells,
            unclear,
            ..
        } in given
        {
            for (column, why) in unclear {
                self.opened.values.unclear(line, column, why.clone());
            }
            let (Some(kind), Some(fields)) = (self.opened.emitters.get(*emitter), self.fields.get(*emitter)) else {
                continue;
            };
            let row = Row {
                line,
                cells: Cells::Record(cells),
            };
            let mut entry = Entry {
                export: self.export,
                fields,
                values: &self.opened.values,
                row: &row,
                place: Place {
                    source: self.source,
                    line,
                },
                facts: &mut self.facts,
            };
            let fate = reader.fact(kind.kind, kind.every_resource, &mut entry)?;
            // that there is one of something is no fact for which a record is used
            if kind.kind != Kind::Sole {
                fates.push(fate);
            }
        }
        Ok(together(fates))
    }
}

/// The fate of a record by those of its facts: rejected if any fact was, so that none is lost in silence; else used if
/// any was, else set aside.
pub(super) fn together(fates: Vec<Fate<'static>>) -> Fate<'static> {
    let mut together = Fate::SetAside(&Reason::NoAccess);
    let mut first = true;
    for fate in fates {
        match (&together, fate) {
            (Fate::Rejected(_), _) => {}
            (_, fate @ (Fate::Rejected(_) | Fate::Used)) => together = fate,
            (Fate::SetAside(_), fate @ Fate::SetAside(_)) if first => together = fate,
            (_, Fate::SetAside(_)) => {}
        }
        first = false;
    }
    together
}

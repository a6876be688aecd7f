//! Columns of a staff list that `review.toml` declares, beside those that its profile reads.
//!
//! Comes in: the profiles and what `[roster]` says. Goes out: the profiles of people, reading each declared column where
//! they read another or none. One more column of people: a line in [`COLUMNS`].

use super::columns::Columns;
use crate::ingest::header::Column;
use crate::ingest::profile::Opened;
use crate::model::profile::{Body, Expression, Form, Kind, Origin, Profile, Reading, Reference, Slot};
use crate::model::settings::{RosterColumns, RosterSource, Settings};
use crate::model::word::same_word;

/// The columns that profiles read, by their keys.
const COLUMNS: [(&str, Slot); 9] = [
    ("id", Slot::Id),
    ("name", Slot::Name),
    ("role", Slot::Role),
    ("employment", Slot::Employment),
    ("company", Slot::Company),
    ("email", Slot::Email),
    ("start", Slot::Start),
    ("end", Slot::End),
    ("kind", Slot::Nature),
];

/// The headers of a column by its key; none for one that no profile reads.
fn headers<'a>(columns: &'a RosterColumns, key: &str) -> &'a [String] {
    match key {
        "id" => &columns.id,
        "name" => &columns.name,
        "role" => &columns.role,
        "employment" => &columns.employment,
        "company" => &columns.company,
        "email" => &columns.email,
        "start" => &columns.start,
        "end" => &columns.end,
        "kind" => &columns.kind,
        _ => &[],
    }
}

/// The profiles of staff lists, and those of secrets, as `[roster]` has them read.
pub(in crate::ingest) fn profiles(settings: &Settings) -> Vec<Profile> {
    let of_people = |profile: &&Profile| match &profile.body {
        Body::Refuse(_) => true,
        Body::Instead(_) => false,
        Body::Read(reading) => {
            let mut emits = reading.records.iter().flat_map(|records| &records.emits);
            emits.any(|emit| emit.kind == Kind::Person)
        }
    };
    let mut profiles: Vec<Profile> = settings.profiles.iter().filter(of_people).cloned().collect();
    for profile in &mut profiles {
        if let Body::Read(reading) = &mut profile.body {
            read_declared(reading, &settings.roster);
        }
    }
    profiles
}

/// Has a profile read the declared columns.
fn read_declared(reading: &mut Reading, roster: &RosterSource) {
    let is_tree = matches!(reading.form, Form::Json(_) | Form::Yaml(_) | Form::Xml(_));
    let emits = reading.records.iter_mut().flat_map(|records| &mut records.emits);
    for emit in emits.filter(|emit| emit.kind == Kind::Person && !is_tree) {
        // no product knows which of its people are technical accounts: who adds that column calls it as usual
        let adds_kind =
            !emit.fields.contains_key(&Slot::Nature) && !roster.ignore.iter().any(|name| same_word(name, "kind"));
        let is_read = |(key, slot): &(&str, Slot)| roster.named.contains(key) || (*slot == Slot::Nature && adds_kind);
        for (key, slot) in COLUMNS.into_iter().filter(is_read) {
            let before = emit.fields.remove(&slot);
            emit.fields
                .insert(slot, declared(headers(&roster.columns, key), slot, before));
        }
    }
}

/// A declared column. What a profile rewrites is rewritten there too: its words for contractors are those of the product.
/// What else tells that somebody has left goes on telling where the column is empty.
fn declared(headers: &[String], slot: Slot, before: Option<Expression>) -> Expression {
    // that it is there is looked at later, with a message that says where it is declared
    let names = headers.to_vec();
    let origin = Origin::Cell(Reference::Column { names, optional: true });
    let column = Expression {
        origin,
        split: None,
        extract: None,
        rewrite: Vec::new(),
        skip: Vec::new(),
    };
    match before {
        Some(before) if slot == Slot::End => Expression {
            origin: Origin::First(vec![column.clone(), before]),
            ..column
        },
        Some(before) if slot == Slot::Employment => Expression {
            origin: column.origin,
            ..before
        },
        Some(_) | None => column,
    }
}

/// Columns of a staff list that no profile reads.
#[derive(Default)]
pub(super) struct Beside {
    further_roles: Option<Column>,
    owner: Option<Column>,
    workstation: Option<Column>,
}

impl Beside {
    /// Where they stand in the file, or what is wrong: a declared column has to be there, those that no profile reads
    /// are read under their usual names too.
    pub(super) fn of(opened: &Opened<'_>, roster: &RosterSource) -> (Self, Vec<String>) {
        let mut wrong = Vec::new();
        let mut find = |key: &str, names: &[String]| {
            let is_declared = roster.named.contains(&key);
            let found = opened.column(names, !is_declared);
            let found =
                found.map_err(|why| wrong.push(format!("{why}; `columns` under [roster] says that it holds `{key}`")));
            found.ok().flatten()
        };
        let columns = &roster.columns;
        for (key, _) in COLUMNS.into_iter().filter(|(key, _)| roster.named.contains(key)) {
            find(key, headers(columns, key));
        }
        let beside = Self {
            further_roles: find("further-roles", &columns.further_roles),
            owner: find("owner", &columns.owner),
            workstation: find("workstation", &columns.workstation),
        };
        (beside, wrong)
    }

    /// Those that are there.
    pub(super) fn columns(&self) -> impl Iterator<Item = &Column> {
        [&self.further_roles, &self.owner, &self.workstation]
            .into_iter()
            .flatten()
    }

    /// The same at places of their own from this one on.
    pub(super) fn placed(self, first: usize) -> Self {
        let mut place = first..;
        let mut placed = |column: Option<Column>| Some(Column::new(column?.name, place.next()?));
        Self {
            further_roles: placed(self.further_roles),
            owner: placed(self.owner),
            workstation: placed(self.workstation),
        }
    }

    /// Adds them to the columns of a roster.
    pub(super) fn add<'a>(&'a self, columns: Columns<'a>) -> Columns<'a> {
        Columns {
            further_roles: self.further_roles.as_ref(),
            owner: self.owner.as_ref(),
            workstation: self.workstation.as_ref(),
            ..columns
        }
    }
}

/// Every header that `[roster]` declares.
pub(super) fn declared_headers(roster: &RosterSource) -> impl Iterator<Item = &String> {
    let named = COLUMNS.into_iter().filter(|(key, _)| roster.named.contains(key));
    let columns = &roster.columns;
    let beside = [&columns.further_roles, &columns.owner, &columns.workstation];
    named
        .flat_map(|(key, _)| headers(columns, key))
        .chain(beside.into_iter().flatten())
}

//! Where each field of an export is read: a column, a constant, or nowhere. Looked up once a file.
//!
//! Comes in: the columns that `review.toml` declares, or those that a profile computes. Goes out: [`Fields`]. One more
//! field: an [`Input`] here, and its line in both ways in.

use std::borrow::Cow;

use crate::ingest::compared::{SPOILT, quotable, same_word, spoiled};
use crate::ingest::header::Column;
use crate::ingest::profile::Emitter;
use crate::ingest::readers::{Cells, Row};
use crate::ingest::values::Values;
use crate::model::profile::{Flags, Slot};
use crate::model::source::Reason;
use crate::model::system::{Export, Field, SetAsideRule};

/// The fields of one export.
pub(in crate::ingest) struct Fields<'a> {
    pub(super) account: Input<'a>,
    pub(super) name: Input<'a>,
    pub(super) email: Input<'a>,
    pub(super) resource: Input<'a>,
    pub(super) level: Input<'a>,
    pub(super) status: Input<'a>,
    pub(super) mfa: Input<'a>,
    pub(super) last_login: Input<'a>,
    pub(super) device: Input<'a>,
    pub(super) encrypted: Input<'a>,
    pub(super) protected: Input<'a>,
    pub(super) id: Input<'a>,
    pub(super) sign_in: Input<'a>,
    pub(super) password_since: Input<'a>,
    pub(super) key_since: Input<'a>,
    pub(super) root: Input<'a>,
    pub(super) group: Input<'a>,
    pub(super) member_group: Input<'a>,
    pub(super) via: Input<'a>,
    pub(super) of: Input<'a>,
    /// What counts of a fact beyond its fields.
    pub(super) flags: Flags,
    set_aside: Vec<(&'a SetAsideRule, &'a Column, Reason)>,
}

/// Where a field is read.
pub(in crate::ingest) struct Input<'a> {
    from: From<'a>,
    separator: Option<&'a str>,
}

#[derive(Clone, Copy)]
enum From<'a> {
    Column(&'a Column),
    Constant(&'a str),
    Nowhere,
}

impl<'a> Fields<'a> {
    /// The fields of an export; the columns are those of its declared columns, then those of its set-aside rules.
    pub(super) fn new(export: &'a Export, columns: &'a [Option<Column>]) -> Self {
        let input = |field: Field| {
            let column = export.columns.keys().zip(columns).find(|(key, _)| **key == field);
            let column = column.and_then(|(_, column)| column.as_ref()).map(From::Column);
            let constant = || export.constants.get(&field).map(|text| From::Constant(text.trim()));
            let separator = export.separators.get(&field).map(String::as_str);
            Input {
                from: column.or_else(constant).unwrap_or(From::Nowhere),
                separator: separator.filter(|separator| !separator.is_empty()),
            }
        };
        let looked_at = columns.iter().skip(export.columns.len());
        let rules = export.set_aside.iter().zip(looked_at);
        Self {
            account: input(Field::Account),
            name: input(Field::Name),
            email: input(Field::Email),
            resource: input(Field::Resource),
            level: input(Field::Level),
            status: input(Field::Status),
            mfa: input(Field::Mfa),
            last_login: input(Field::LastLogin),
            device: input(Field::Device),
            encrypted: input(Field::Encrypted),
            protected: input(Field::Protected),
            id: Input::NOWHERE,
            sign_in: Input::NOWHERE,
            password_since: Input::NOWHERE,
            key_since: Input::NOWHERE,
            root: Input::NOWHERE,
            group: Input::NOWHERE,
            member_group: Input::NOWHERE,
            via: Input::NOWHERE,
            of: Input::NOWHERE,
            flags: Flags::default(),
            set_aside: rules
                .filter_map(|(rule, column)| Some((rule, column.as_ref()?, Reason::Declared(rule.reason.clone()))))
                .collect(),
        }
    }

    /// The fields of the facts of an emitter.
    pub(in crate::ingest) fn of_emitter(export: &'a Export, emitter: &'a Emitter<'_>) -> Self {
        Self {
            flags: emitter.flags,
            ..Self::of_slots(export, &emitter.slots)
        }
    }

    /// The fields of a fact that a profile computes: several values of a cell stand on lines of their own, and where the
    /// profile has no column, a constant of `review.toml` stands in.
    pub(in crate::ingest) fn of_slots(export: &'a Export, columns: &'a [(Slot, Column)]) -> Self {
        let input = |slot: Slot, field: Option<Field>| {
            let column = columns.iter().find(|(key, _)| *key == slot);
            let column = column.map(|(_, column)| From::Column(column));
            let constant = || field.and_then(|field| export.constants.get(&field));
            let constant = || constant().map(|text| From::Constant(text.trim()));
            Input {
                from: column.or_else(constant).unwrap_or(From::Nowhere),
                separator: Some("\n"),
            }
        };
        Self {
            account: input(Slot::Account, Some(Field::Account)),
            name: input(Slot::Name, Some(Field::Name)),
            email: input(Slot::Email, Some(Field::Email)),
            resource: input(Slot::Resource, Some(Field::Resource)),
            level: input(Slot::Level, Some(Field::Level)),
            status: input(Slot::Status, Some(Field::Status)),
            mfa: input(Slot::Mfa, Some(Field::Mfa)),
            last_login: input(Slot::LastLogin, Some(Field::LastLogin)),
            device: input(Slot::Device, Some(Field::Device)),
            encrypted: input(Slot::Encrypted, Some(Field::Encrypted)),
            protected: input(Slot::Protected, Some(Field::Protected)),
            id: input(Slot::Id, None),
            sign_in: input(Slot::SignIn, None),
            password_since: input(Slot::PasswordSince, None),
            key_since: input(Slot::KeySince, None),
            root: input(Slot::Root, None),
            group: input(Slot::Group, None),
            member_group: input(Slot::MemberGroup, None),
            via: input(Slot::Via, None),
            of: input(Slot::Of, None),
            flags: Flags::default(),
            set_aside: Vec::new(),
        }
    }

    /// The reason of the first rule that sets a row aside.
    pub(super) fn set_aside(&self, row: &Row<'_>) -> Result<Option<&Reason>, String> {
        for (rule, column, reason) in &self.set_aside {
            let text = column.text(row)?;
            if rule.values.iter().any(|value| same_word(value, &text)) {
                return Ok(Some(reason));
            }
        }
        Ok(None)
    }

    /// The same for a row that has fewer or more cells than the header, by the cells that it has.
    pub(super) fn footer(&self, row: &Row<'_>) -> Option<&Reason> {
        let mut rules = self.set_aside.iter().filter(|(_, column, _)| column.stands_in(row));
        let fits = |rule: &SetAsideRule, text: &str| rule.values.iter().any(|value| same_word(value, text));
        let found = rules.find(|(rule, column, _)| column.text(row).is_ok_and(|text| fits(rule, &text)));
        found.map(|(_, _, reason)| reason)
    }
}

impl<'a> Input<'a> {
    const NOWHERE: Self = Self {
        from: From::Nowhere,
        separator: None,
    };

    /// The text of the field in a row; empty where there is none.
    pub(super) fn text<'r>(&self, row: &Row<'r>) -> Result<Cow<'r, str>, String>
    where
        'a: 'r,
    {
        match self.from {
            From::Column(column) => column.text(row),
            From::Constant(text) => Ok(Cow::Borrowed(text)),
            From::Nowhere => Ok(Cow::Borrowed("")),
        }
    }

    /// The same, refusing an empty cell.
    pub(super) fn filled<'r>(&self, row: &Row<'r>) -> Result<Cow<'r, str>, String>
    where
        'a: 'r,
    {
        let text = self.text(row)?;
        if self.values(&text).next().is_none() {
            return Err(format!(
                "{} is empty; fill it in (merged cells keep their value in the first one only), or set such rows aside \
                 in review.toml",
                self.shown()
            ));
        }
        let of_workbook = matches!(row.cells, Cells::Sheet(_));
        match spoiled(&text, of_workbook).filter(|_| self.is_column()) {
            Some(what) => Err(format!("{} holds `{text}`: {what}; {SPOILT}", self.shown())),
            None => Ok(text),
        }
    }

    /// The text of the field in a row of a text file, if it is one value and not empty.
    pub(super) fn one<'r>(&self, row: &Row<'r>) -> Option<&'r str>
    where
        'a: 'r,
    {
        let text = match self.from {
            From::Column(column) => column.plain(row)?,
            From::Constant(text) => text,
            From::Nowhere => return None,
        };
        let several = || self.separator.is_some_and(|separator| text.contains(separator));
        (!text.is_empty() && !several()).then_some(text)
    }

    /// The same of a field that names something, unless a spreadsheet program put something else in the place of the name.
    pub(super) fn name<'r>(&self, row: &Row<'r>) -> Option<&'r str>
    where
        'a: 'r,
    {
        self.one(row).filter(|text| spoiled(text, false).is_none())
    }

    /// A value of a cell that is expected to say one thing.
    pub(super) fn value<T>(
        &self,
        row: &Row<'_>,
        read: impl FnOnce(&str) -> Result<Option<T>, String>,
    ) -> Result<Option<T>, String> {
        match self.from {
            From::Column(column) => {
                let text = column.text(row)?;
                read(&text).map_err(|why| format!("cell `{}` holds `{}`, {why}", column.name, quotable(&text)))
            }
            From::Constant(text) => read(text).map_err(|why| format!("{}: {why}", self.shown())),
            From::Nowhere => Ok(None),
        }
    }

    /// The same of a cell that its row can do without: one that cannot be read is noted, and says nothing.
    pub(super) fn optional<T>(
        &self,
        row: &Row<'_>,
        values: &Values<'_>,
        read: impl FnOnce(&str) -> Result<Option<T>, String>,
    ) -> Result<Option<T>, String> {
        match (self.value(row, read), &self.from) {
            (Err(why), From::Column(column)) => {
                values.unclear(row.line, &column.name, why);
                Ok(None)
            }
            (value, _) => value,
        }
    }

    /// The values of a cell: several where a separator is declared.
    pub(super) fn values<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let whole = self.separator.is_none().then_some(text);
        let parts = self.separator.map(|separator| text.split(separator));
        let values = whole.into_iter().chain(parts.into_iter().flatten());
        values.map(str::trim).filter(|value| !value.is_empty())
    }

    /// Whether the file itself says it: a constant is no evidence.
    pub(super) fn is_column(&self) -> bool {
        match self.from {
            From::Column(_) => true,
            From::Constant(_) | From::Nowhere => false,
        }
    }

    /// Whether there is neither a column nor a constant for it.
    pub(super) fn is_nowhere(&self) -> bool {
        match self.from {
            From::Nowhere => true,
            From::Column(_) | From::Constant(_) => false,
        }
    }

    /// Where it is read, in words.
    pub(super) fn shown(&self) -> String {
        match self.from {
            From::Column(column) => format!("cell `{}`", column.name),
            From::Constant(text) => format!("the constant `{text}` of review.toml"),
            From::Nowhere => "a field that review.toml declares no column for".to_owned(),
        }
    }
}

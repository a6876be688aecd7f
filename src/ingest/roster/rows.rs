//! Rows of the roster to drafts of identities, with everything that is wrong in each.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::columns::Columns;
use super::roles::{Roles, word};
use crate::ingest::header::Column;
use crate::ingest::readers::Row;
use crate::ingest::values::Values;
use crate::model::arena::Ix;
use crate::model::policy::{Role, RoleKind};
use crate::model::private::Private;
use crate::model::roster::{Employment, End};
use crate::model::source::{Place, Source};
use crate::model::system::System;

/// What a row says, before owners are looked up. A part that cannot be read is empty, and told among the problems.
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) roles: Vec<Ix<Role>>,
    pub(super) kind: RoleKind,
    pub(super) employment: Employment,
    pub(super) emails: Vec<Private>,
    pub(super) logins: BTreeMap<Ix<System>, Vec<Private>>,
    pub(super) start: Option<Date>,
    pub(super) end: Option<End>,
    pub(super) owner: String,
    pub(super) workstation: Option<bool>,
    pub(super) place: Place,
}

/// Reads row after row.
pub(super) struct Rows<'a> {
    columns: &'a Columns<'a>,
    values: &'a Values<'a>,
    separator: &'a str,
    roles: &'a mut Roles,
    source: &'a Source,
    drafts: Vec<Draft>,
    problems: Vec<(u64, String)>,
    /// Where a column first held a text that is none of its choices.
    told: HashMap<(String, String), u64>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        columns: &'a Columns<'a>,
        values: &'a Values<'a>,
        separator: &'a str,
        roles: &'a mut Roles,
        source: &'a Source,
    ) -> Self {
        Self {
            columns,
            values,
            separator,
            roles,
            source,
            drafts: Vec::new(),
            problems: Vec::new(),
            told: HashMap::new(),
        }
    }

    /// The drafts, and what is wrong with them by line.
    pub(super) fn finish(self) -> (Vec<Draft>, Vec<(u64, String)>) {
        (self.drafts, self.problems)
    }

    /// Reads one row.
    pub(super) fn row(&mut self, row: &Row<'_>, place: Place) -> anyhow::Result<()> {
        let columns = self.columns;
        let id = self.needed(columns.id, row);
        let name = self.needed(columns.name, row);
        let said = self.kind(row);
        let roles = self.roles(row, said)?;
        let first = roles.first().map(|role| self.roles.role(*role).kind);
        let kind = said.or(first).unwrap_or(RoleKind::Person);
        self.one_kind(&roles, kind, row.line);
        let employment = self.employment(row);
        let start = self.date(columns.start, row);
        let end = self.value(columns.end, row, Values::end);
        if let (Some(start), Some(end)) = (start, end.and_then(End::day))
            && end < start
        {
            self.wrong(
                row.line,
                format!("the end, {end}, is before the start, {start}; correct one of them"),
            );
        }
        let mut logins = BTreeMap::new();
        for (system, column) in &columns.logins {
            logins.insert(*system, self.several(Some(column), row));
        }
        logins.retain(|_, logins| !logins.is_empty());
        let draft = Draft {
            id,
            name,
            roles,
            kind,
            employment,
            emails: self.several(columns.email, row),
            logins,
            start,
            end,
            owner: self.text(columns.owner, row).into_owned(),
            workstation: self.value(columns.workstation, row, Values::workstation),
            place,
        };
        self.drafts.push(draft);
        Ok(())
    }

    fn wrong(&mut self, line: u64, message: String) {
        self.problems.push((line, message));
    }

    /// Notes a text that a column cannot hold: the first time with what is expected, then only where that stands.
    fn misfit(&mut self, line: u64, column: Option<&Column>, text: &str, why: &str) {
        let name = column.map_or("", |column| &column.name);
        let first = *self.told.entry((name.to_owned(), text.to_owned())).or_insert(line);
        let why = if first == line {
            why.to_owned()
        } else {
            format!("as {} does; what is expected is told there", self.source.called(first))
        };
        self.wrong(line, format!("cell `{name}` holds `{text}`, {why}"));
    }

    fn text<'r>(&mut self, column: Option<&Column>, row: &Row<'r>) -> Cow<'r, str> {
        match column.map_or(Ok(Cow::Borrowed("")), |column| column.text(row)) {
            Ok(text) => text,
            Err(reason) => {
                self.wrong(row.line, reason);
                Cow::Borrowed("")
            }
        }
    }

    fn needed(&mut self, column: Option<&Column>, row: &Row<'_>) -> String {
        let before = self.problems.len();
        let text = self.text(column, row).into_owned();
        if let Some(column) = column.filter(|_| text.is_empty() && before == self.problems.len()) {
            self.wrong(
                row.line,
                format!("cell `{}` is empty; every row of the roster needs it", column.name),
            );
        }
        text
    }

    fn value<T>(
        &mut self,
        column: Option<&Column>,
        row: &Row<'_>,
        read: impl FnOnce(&Values<'a>, &str) -> Result<Option<T>, String>,
    ) -> Option<T> {
        let text = self.text(column, row);
        match read(self.values, &text) {
            Ok(value) => value,
            Err(why) => {
                self.misfit(row.line, column, &text, &why);
                None
            }
        }
    }

    fn date(&mut self, column: Option<&Column>, row: &Row<'_>) -> Option<Date> {
        self.value(column, row, |values, text| {
            if text.is_empty() {
                return Ok(None);
            }
            values.date(text).map(Some)
        })
    }

    fn parts<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let parts: Vec<&str> = if self.separator.is_empty() {
            vec![text]
        } else {
            text.split(self.separator).collect()
        };
        parts
            .into_iter()
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }

    fn several(&mut self, column: Option<&Column>, row: &Row<'_>) -> Vec<Private> {
        let text = self.text(column, row);
        self.parts(&text).into_iter().map(Private::new).collect()
    }

    fn kind(&mut self, row: &Row<'_>) -> Option<RoleKind> {
        self.value(self.columns.kind, row, Values::kind)
    }

    fn roles(&mut self, row: &Row<'_>, kind: Option<RoleKind>) -> anyhow::Result<Vec<Ix<Role>>> {
        let first = self.needed(self.columns.role, row);
        let further = self.text(self.columns.further_roles, row);
        let titles = self.parts(&first).into_iter().map(|title| (self.columns.role, title));
        let more = self
            .parts(&further)
            .into_iter()
            .map(|title| (self.columns.further_roles, title));
        let titles: Vec<_> = titles.chain(more).collect();
        let mut roles = Vec::new();
        for (column, title) in titles {
            match self.roles.find(title, kind)? {
                Ok(role) if roles.contains(&role) => {}
                Ok(role) => roles.push(role),
                Err(why) => {
                    self.misfit(row.line, column, title, &why);
                }
            }
        }
        Ok(roles)
    }

    /// A person has the roles of people, a technical account those of technical accounts, a shared account any.
    fn one_kind(&mut self, roles: &[Ix<Role>], kind: RoleKind, line: u64) {
        for role in roles {
            let role = self.roles.role(*role);
            if role.kind != kind && kind != RoleKind::Shared {
                let message = format!(
                    "the role `{}` is of kind {}, this row of kind {}; correct the role, or the kind in the roster or \
                     among the declared roles",
                    role.title,
                    word(role.kind),
                    word(kind)
                );
                self.wrong(line, message);
            }
        }
    }

    fn employment(&mut self, row: &Row<'_>) -> Employment {
        let company = self.text(self.columns.company, row).into_owned();
        let company = Some(company).filter(|company| !company.is_empty()).map(Private::new);
        let before = self.problems.len();
        self.needed(self.columns.employment, row);
        if before != self.problems.len() {
            return Employment::Employee;
        }
        match self.value(self.columns.employment, row, Values::contractor) {
            Some(true) => Employment::Contractor { company },
            Some(false) | None => Employment::Employee,
        }
    }
}

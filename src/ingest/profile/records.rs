//! The records of a recognised file, one by one, and what becomes of each.
//!
//! Comes in: an [`Opened`] file. Goes out: for each record its facts, to a visitor that says what became of them; every
//! row of the file accounted for.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use self::merged::Merged;
use self::sort::Aside;
pub(super) use self::sort::{Sort, sorts};
use super::emit::Given;
use super::scope::{Record, Scope, odd};
use super::{Opened, Rows as Body};
use crate::ingest::header::Column;
use crate::ingest::readers::text_rows::{TextRow, What};
use crate::ingest::readers::tree::{Document, Found, Node, follow, select};
use crate::ingest::readers::{Cells, Row};
use crate::ingest::table::{By, Fate, Footer, add};
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::{Form, Kind, Selector, Step};
use crate::model::source::{Reason, Rejected, Rows};
use crate::model::system::SetAsideRule;
use crate::model::word::same_word;

mod merged;
mod sort;

/// What became of the records of a file.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Walked {
    /// Every row.
    pub(in crate::ingest) rows: Rows,
    /// Of a tree, where each record stands.
    pub(in crate::ingest) pointers: Vec<String>,
    /// Of a tree, those of the first kind of record, each once: as numbers that differ where the records do.
    pub(in crate::ingest) first: BTreeSet<u64>,
    /// What is told of groups that stand only once over the rows of their members.
    pub(super) merged: Option<String>,
    /// Of a tree, the first record without a key that each has, the key as messages show it, and how many there are.
    pub(super) keyless: Option<(u64, String, u64)>,
}

/// What a record gives.
enum Gives<'s> {
    Facts(Vec<Given>),
    SetAside(&'s Reason),
}

/// Takes in the facts of a record that stands on a line.
pub(in crate::ingest) type Visit<'v, 'f> = &'v mut dyn FnMut(u64, &[Given]) -> anyhow::Result<Fate<'f>>;

impl Opened<'_> {
    /// Walks through all records.
    pub(in crate::ingest) fn walk<'f>(
        &'f self,
        problems: &mut Problems,
        visit: Visit<'_, 'f>,
    ) -> anyhow::Result<Walked> {
        let mut above: Vec<Vec<(Column, String)>> = self.sorts.iter().map(|_| Vec::new()).collect();
        match &self.rows {
            Body::Table(table) => {
                let mut merged = Merged::of(self);
                let mut watched = |line: u64, given: &[Given]| {
                    merged.note(line, given);
                    visit(line, given)
                };
                let mut another = None;
                let rows = table.walk(
                    problems,
                    |row| self.footer(row),
                    |row| match self.of_other_days(row, &mut another) {
                        Some(why) => Ok(Fate::Rejected(why)),
                        None => self.row(row, &mut above, &mut watched),
                    },
                )?;
                Ok(Walked {
                    rows,
                    merged: merged.told(&|name| self.ignored.iter().any(|ignored| same_word(ignored, name))),
                    ..Walked::default()
                })
            }
            Body::Lines(table) => {
                let mut rows = Rows {
                    total: table.rows.len() as u64,
                    ..Rows::default()
                };
                for TextRow { line, what } in &table.rows {
                    let fate = match what {
                        What::Layout(reason) => Fate::SetAside(reason),
                        What::Bad(reason) => Fate::Rejected(reason.clone()),
                        What::Cells(cells) => {
                            let cells = Cells::Record(cells);
                            self.row(&Row { line: *line, cells }, &mut above, visit)?
                        }
                    };
                    account(&mut rows, *line, fate);
                }
                Ok(Walked {
                    rows,
                    ..Walked::default()
                })
            }
            Body::Tree(documents) => self.tree(documents, problems, visit),
        }
    }

    fn tree<'f>(
        &'f self,
        documents: &[Document],
        problems: &mut Problems,
        visit: Visit<'_, 'f>,
    ) -> anyhow::Result<Walked> {
        let mut walked = Walked::default();
        let mut met: BTreeSet<&str> = BTreeSet::new();
        // In XML one child is no list, and an element without children is a text.
        let exact = !matches!(self.reading.form, Form::Xml(_));
        for (number, document) in documents.iter().enumerate() {
            let (node, document) = (&document.node, Found::document(document));
            let mut any = false;
            for (kind, sort) in self.sorts.iter().enumerate() {
                let Some(path) = sort.records.paths.iter().find(|path| has(node, path)) else {
                    continue;
                };
                any = true;
                let mut misfits = Vec::new();
                let records = if exact {
                    follow(&document, &path.path, &mut misfits)
                } else {
                    select(&document, &path.path)
                };
                for misfit in misfits {
                    walked.pointers.push(place(&misfit.pointer));
                    walked.rows.total += 1;
                    let line = walked.rows.total;
                    account(&mut walked.rows, line, Fate::Rejected(odd(&misfit)));
                }
                for record in records {
                    walked.pointers.push(place(&record.pointer));
                    walked.rows.total += 1;
                    if kind == 0 {
                        walked.first.insert(same(record.node));
                    }
                    let line = walked.rows.total;
                    let scope = Scope {
                        record: Record::Node {
                            document: &document,
                            record: &record,
                            bound: Vec::new(),
                            exact,
                        },
                        values: &self.values,
                    };
                    let aside = sort.declared_node(&record, &mut met);
                    if aside.is_none()
                        && let Some(key) = keyless(&record, &sort.records.keys)
                    {
                        let (.., records) = walked.keyless.get_or_insert((line, key, 0));
                        *records += 1;
                    }
                    let fate = match aside {
                        Some(reason) => Fate::SetAside(reason),
                        None => match self.gives(&scope, sort) {
                            Err(why) => Fate::Rejected(why),
                            Ok(Gives::SetAside(reason)) => Fate::SetAside(reason),
                            Ok(Gives::Facts(given)) => visit(line, &given)?,
                        },
                    };
                    account(&mut walked.rows, line, fate);
                }
            }
            if !any {
                problems.add(self.file, None, self.other_document(number));
            }
        }
        let declared = self.sorts.first().map(|sort| sort.declared_nodes.as_slice());
        for (_, rule, _) in declared.unwrap_or_default().iter().filter(|_| walked.rows.total > 0) {
            if !met.contains(rule.column.as_str()) {
                problems.add(self.file, None, nowhere(&rule.column));
            }
        }
        Ok(walked)
    }

    fn other_document(&self, number: usize) -> String {
        let paths = self.sorts.iter().flat_map(|sort| &sort.records.paths);
        let paths: Vec<String> = paths.map(|path| format!("`{path}`")).collect();
        format!(
            "document {} of the file has none of {}, where the records of the profile `{}` are; export it again, or \
             put other documents into files of their own",
            number + 1,
            paths.join(", "),
            self.profile.id
        )
    }

    fn row<'f>(
        &'f self,
        row: &Row<'_>,
        above: &mut [Vec<(Column, String)>],
        visit: &mut dyn FnMut(u64, &[Given]) -> anyhow::Result<Fate<'f>>,
    ) -> anyhow::Result<Fate<'f>> {
        let mut all = Vec::new();
        for (sort, above) in self.sorts.iter().zip(above) {
            match sort.declared(row) {
                Ok(None) => {}
                Ok(Some(reason)) => return Ok(Fate::SetAside(reason)),
                Err(why) => return Ok(Fate::Rejected(why)),
            }
            sort.remember(row, above);
            let scope = Scope {
                record: Record::Row(row, above, Vec::new()),
                values: &self.values,
            };
            match self.gives(&scope, sort) {
                Err(why) => return Ok(Fate::Rejected(why)),
                Ok(Gives::SetAside(reason)) => return Ok(Fate::SetAside(reason)),
                Ok(Gives::Facts(given)) => all.extend(given),
            }
        }
        visit(row.line, &all)
    }

    /// What a record of a kind gives.
    fn gives<'s>(&self, scope: &Scope<'_>, sort: &'s Sort<'_>) -> Result<Gives<'s>, String> {
        let as_written = scope.as_written();
        for aside in &sort.set_aside {
            if aside.rule.holds(as_written.as_ref().unwrap_or(scope))? {
                return Ok(Gives::SetAside(&aside.reason));
            }
        }
        sort.rejects(scope)?;
        let mut given = Vec::new();
        let mut meant = false;
        let emitters = self.emitters.iter().enumerate();
        for (number, emitter) in emitters.skip(sort.emitters.start).take(sort.emitters.len()) {
            meant |= emitter.give(number, scope, &mut given)? && emitter.kind != Kind::Sole;
        }
        if !meant {
            if let Some(reason) = &sort.records.otherwise {
                return Ok(Gives::SetAside(reason));
            }
            // Only rows have columns that `set-aside` of review.toml can look at.
            let remedy = match &scope.record {
                Record::Row(..) => "set it aside in review.toml if it is no fact, else tell the makers of the profile",
                Record::Node { .. } => "tell the makers of the profile, or correct a copy of it in inputs/profiles",
            };
            return Err(format!(
                "the profile `{}` has no rule for such a record ({}); {remedy}",
                self.profile.id,
                scope.shown(&sort.columns, &sort.selectors)
            ));
        }
        let is_sole =
            |given: &Given| (self.emitters.get(given.emitter)).is_some_and(|emitter| emitter.kind == Kind::Sole);
        if given.iter().all(is_sole) {
            return Ok(Gives::SetAside(&Reason::NoAccess));
        }
        Ok(Gives::Facts(given))
    }

    /// Why a row that is not as wide as the header is set aside, by the cells that it has.
    fn footer(&self, row: &Row<'_>) -> Option<Footer<'_>> {
        let scope = Scope {
            record: Record::Row(row, &[], Vec::new()),
            values: &self.values,
        };
        self.sorts.iter().find_map(|sort| {
            let declared = sort.declared.iter().filter(|(column, ..)| column.stands_in(row));
            let fits = |(column, rule, _): &&(Column, &SetAsideRule, Reason)| {
                column
                    .text(row)
                    .is_ok_and(|text| rule.values.iter().any(|value| same_word(value, &text)))
            };
            let found = declared
                .into_iter()
                .find(fits)
                .map(|(_, _, reason)| (reason, By::Review));
            let whole = |aside: &&Aside<'_>| {
                !aside.looked_at.is_empty() && aside.looked_at.iter().all(|column| column.stands_in(row))
            };
            found.or_else(|| {
                let mut asides = sort.set_aside.iter().filter(whole);
                let aside = asides.find(|aside| aside.rule.holds(&scope).unwrap_or_default());
                aside.map(|aside| (&aside.reason, By::Profile))
            })
        })
    }
}

fn nowhere(column: &str) -> String {
    format!(
        "`set-aside` of review.toml looks at `{column}`, and no record of the file has it; write the keys from a record \
         to the value with dots between them, for example `user.account_id`, or leave the rule out"
    )
}

/// The key that a record lacks though each has it, or under which nothing stands: that is no empty list.
fn keyless(record: &Found<'_>, keys: &[Vec<Selector>]) -> Option<String> {
    let there = |way: &Selector| {
        let found = select(record, &way.path);
        found.iter().any(|found| *found.node != Node::Null)
    };
    let missing = keys.iter().find(|ways| !ways.iter().any(there))?;
    let ways: Vec<String> = missing.iter().map(|way| format!("`{way}`")).collect();
    Some(ways.join(" or "))
}

/// Whether a document has the first step of a path.
pub(super) fn has(document: &Node, path: &Selector) -> bool {
    match (path.path.0.first(), document) {
        (None, _)
        | (Some(Step::Elements | Step::OneOrMore), Node::List(_))
        | (Some(Step::Values | Step::Keys), Node::Map(_)) => true,
        (Some(Step::Key(key)), node) => node.at(key).is_some(),
        (Some(Step::Elements | Step::OneOrMore | Step::OrNothing | Step::Values | Step::Keys | Step::OwnKey), _) => {
            false
        }
    }
}

/// A number that is the same for the same record: by its id, where it has one, as other things about it may have changed
/// from one export to the next.
fn same(record: &Node) -> u64 {
    let mut hasher = DefaultHasher::new();
    match record.at("id").and_then(Node::text) {
        Some(id) => id.hash(&mut hasher),
        None => record.hash(&mut hasher),
    }
    hasher.finish()
}

fn account(rows: &mut Rows, line: u64, fate: Fate<'_>) {
    match fate {
        Fate::Used => rows.used += 1,
        Fate::SetAside(reason) => add(rows, reason, 1),
        Fate::Rejected(reason) => rows.rejected.push(Rejected {
            line,
            reason: Private::new(reason),
        }),
    }
}

/// A pointer as it is printed: a whole document is a place too.
fn place(pointer: &str) -> String {
    match pointer.trim_end_matches(':') {
        "" => "/".to_owned(),
        place => place.to_owned(),
    }
}

//! The kinds of record of a profile, made ready for one file: which are set aside or rejected, by the profile and by
//! `review.toml`, and which emitters are for them.

use std::collections::BTreeSet;

use crate::ingest::header::Column;
use crate::ingest::profile::columns::Columns;
use crate::ingest::profile::emit::{Emitter, constants};
use crate::ingest::profile::rule::{Looked, Rule};
use crate::ingest::profile::scope::Scope;
use crate::ingest::readers::Row;
use crate::ingest::readers::tree::{Found, Node, select};
use crate::model::profile::{Form, Reading, Records, Selector};
use crate::model::source::Reason;
use crate::model::system::{Export, SetAsideRule};
use crate::model::word::same_word;

/// A kind of record, ready for one file.
pub(in crate::ingest::profile) struct Sort<'p> {
    pub(super) records: &'p Records,
    pub(super) fill: Vec<Column>,
    pub(super) set_aside: Vec<Aside<'p>>,
    pub(super) reject: Vec<Rejecting<'p>>,
    pub(super) declared: Vec<(Column, &'p SetAsideRule, Reason)>,
    /// The same for records of a tree.
    pub(super) declared_nodes: Vec<(Selector, &'p SetAsideRule, Reason)>,
    pub(super) emitters: std::ops::Range<usize>,
    /// What its conditions look at, for the message about a record that no emit is for.
    pub(super) columns: Vec<Column>,
    pub(super) selectors: Vec<&'p Selector>,
}

/// Records that are no fact.
pub(super) struct Aside<'p> {
    pub(super) rule: Rule<'p>,
    pub(super) reason: Reason,
    pub(super) looked_at: Vec<Column>,
}

/// Records that cannot be read.
pub(super) struct Rejecting<'p> {
    pub(super) rule: Rule<'p>,
    pub(super) reason: &'p str,
    pub(super) columns: Vec<Column>,
    pub(super) selectors: Vec<&'p Selector>,
}

/// The kinds of record of a profile, ready for one file, and all their emitters.
pub(in crate::ingest::profile) fn sorts<'p>(
    reading: &'p Reading,
    columns: &Columns<'_>,
    export: Option<&'p Export>,
) -> Result<(Vec<Sort<'p>>, Vec<Emitter<'p>>), String> {
    let filled = export.map(|export| constants(&export.constants)).unwrap_or_default();
    let mut sorts = Vec::new();
    let mut emitters = Vec::new();
    for records in &reading.records {
        let begin = emitters.len();
        let mut looked = Looked::default();
        for emit in &records.emits {
            emitters.extend(Emitter::all(emit, columns, &filled)?);
            if let Some(when) = &emit.when {
                looked.condition(when);
            }
        }
        let mut sort = Sort {
            records,
            fill: Vec::new(),
            set_aside: Vec::new(),
            reject: Vec::new(),
            declared: Vec::new(),
            declared_nodes: Vec::new(),
            emitters: begin..emitters.len(),
            columns: looked.columns(columns),
            selectors: looked.selectors,
        };
        for name in &records.fill_down {
            sort.fill.extend(columns.find(std::slice::from_ref(name), true)?);
        }
        for aside in &records.set_aside {
            let mut looked = Looked::default();
            looked.condition(&aside.when);
            sort.set_aside.push(Aside {
                rule: Rule::new(&aside.when, columns)?,
                reason: Reason::Declared(aside.reason.clone()),
                looked_at: looked.columns(columns),
            });
        }
        for reject in &records.reject {
            let mut looked = Looked::default();
            looked.condition(&reject.when);
            sort.reject.push(Rejecting {
                rule: Rule::new(&reject.when, columns)?,
                reason: &reject.reason,
                columns: looked.columns(columns),
                selectors: looked.selectors,
            });
        }
        let is_tree = matches!(reading.form, Form::Json(_) | Form::Yaml(_) | Form::Xml(_));
        for rule in export.map(|export| export.set_aside.as_slice()).unwrap_or_default() {
            if is_tree {
                let reason = Reason::Declared(rule.reason.clone());
                sort.declared_nodes.push((way(&rule.column)?, rule, reason));
                continue;
            }
            let column = columns
                .declared(std::slice::from_ref(&rule.column), false)
                .map_err(|why| format!("{why}; `set-aside` of review.toml looks at it"))?;
            let reason = Reason::Declared(rule.reason.clone());
            sort.declared.extend(column.map(|column| (column, rule, reason)));
        }
        sorts.push(sort);
    }
    Ok((sorts, emitters))
}

impl Sort<'_> {
    /// The reason for which `review.toml` sets a row aside.
    pub(super) fn declared(&self, row: &Row<'_>) -> Result<Option<&Reason>, String> {
        for (column, rule, reason) in &self.declared {
            let text = column.text(row)?;
            if rule.values.iter().any(|value| same_word(value, &text)) {
                return Ok(Some(reason));
            }
        }
        Ok(None)
    }

    /// The reason for which `review.toml` sets a record of a tree aside; notes which ways lead to something in it.
    pub(super) fn declared_node<'s>(&'s self, record: &Found<'_>, met: &mut BTreeSet<&'s str>) -> Option<&'s Reason> {
        let mut aside = None;
        for (way, rule, reason) in &self.declared_nodes {
            for found in select(record, &way.path) {
                met.insert(rule.column.as_str());
                let text = if *found.node == Node::Null {
                    Some("")
                } else {
                    found.text()
                };
                let fits = |text: &str| rule.values.iter().any(|value| same_word(value, text));
                aside = aside.or(text.is_some_and(fits).then_some(reason));
            }
        }
        aside
    }

    /// Remembers the cells that blank ones below repeat. A row that has one of them begins anew: what it lacks itself
    /// is not told by the row above.
    pub(super) fn remember(&self, row: &Row<'_>, above: &mut Vec<(Column, String)>) {
        let cell = |column: &Column| Some((column.clone(), column.text(row).ok()?.into_owned()));
        let mut cells: Vec<(Column, String)> = self.fill.iter().filter_map(cell).collect();
        cells.retain(|(_, text)| !text.is_empty());
        if !cells.is_empty() {
            *above = cells;
        }
    }

    /// Why a record cannot be read as the file was exported.
    pub(super) fn rejects(&self, scope: &Scope<'_>) -> Result<(), String> {
        for Rejecting {
            rule,
            reason,
            columns,
            selectors,
        } in &self.reject
        {
            if rule.holds(scope)? {
                return Err(format!("{}: {reason}", scope.shown(columns, selectors)));
            }
        }
        Ok(())
    }
}

/// The way from a record that `set-aside` of review.toml names.
fn way(text: &str) -> Result<Selector, String> {
    let way = Selector::parse(text).and_then(|way| match &way.from {
        Some(from) => Err(format!("begins at `{from}`, but here every way begins at the record")),
        None => Ok(way),
    });
    way.map_err(|why| {
        format!(
            "`set-aside` of review.toml looks at `{text}`, which {why}; write the keys from a record to the value with \
             dots between them, for example `user.account_id`"
        )
    })
}

//! Emits of a profile, made ready for one file, and the facts that they give for a record.
//!
//! Comes in: an [`Emit`] and the columns of the file. Goes out: an [`Emitter`], one for each unpivoted column; for each
//! record, cells by [`Slot`] that have proved readable.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::formula::Formula;
use super::prove::{instead, prove};
use super::rule::{Looked, Rule};
use super::scope::{Record, Scope};
use crate::ingest::compared::{listed, quotable};
use crate::ingest::header::Column;
use crate::model::pattern::Pattern;
use crate::model::profile::{Each, Emit, Flags, Kind, Slot, Unpivot};
use crate::model::system::Field;

/// An emit, ready for one file.
pub(in crate::ingest) struct Emitter<'p> {
    /// What kind of fact.
    pub(in crate::ingest) kind: Kind,
    /// Of a grant: it is on every resource.
    pub(in crate::ingest) every_resource: bool,
    /// What counts of its facts beyond their fields.
    pub(in crate::ingest) flags: Flags,
    /// Its fields: what the file calls each, and which of the cells it is.
    pub(in crate::ingest) slots: Vec<(Slot, Column)>,
    /// Columns that are read beside its fields.
    pub(super) beside: Vec<Column>,
    pub(super) formulas: Vec<Formula<'p>>,
    /// What stands in for an empty cell.
    pub(super) constants: Vec<Option<&'p str>>,
    early: Option<Rule<'p>>,
    late: Option<Rule<'p>>,
    each: &'p [Each],
    /// The cell whose parts give a fact each, and how it is parted.
    parted: Option<(Column, &'p Unpivot)>,
}

/// A fact that a record gives.
#[derive(Debug)]
pub(in crate::ingest) struct Given {
    /// The number of its emitter in the file.
    pub(in crate::ingest) emitter: usize,
    /// Its cells, several values on lines of their own.
    pub(in crate::ingest) cells: Vec<String>,
    /// Cells that cannot be read and that the fact can do without: what the file calls each, and why.
    pub(in crate::ingest) unclear: Vec<(String, String)>,
    /// The cells of the columns beside its fields.
    pub(in crate::ingest) beside: Vec<String>,
}

/// The constants of `review.toml` by the slots that they fill.
pub(super) fn constants(constants: &BTreeMap<Field, String>) -> Vec<(Slot, &str)> {
    let filled = constants.iter();
    filled.map(|(field, text)| (Slot::from(*field), text.trim())).collect()
}

impl<'p> Emitter<'p> {
    /// The emitters of an emit: one, or one for each column that it unpivots.
    ///
    /// # Errors
    /// When the file lacks a column that it needs.
    pub(super) fn all(
        emit: &'p Emit,
        columns: &Columns<'_>,
        constants: &[(Slot, &'p str)],
    ) -> Result<Vec<Self>, String> {
        let Some(unpivot) = &emit.unpivot else {
            return Ok(vec![Self::new(emit, columns, constants)?]);
        };
        let unpivoted = columns.unpivoted(unpivot)?;
        unpivoted
            .iter()
            .map(|columns| Self::new(emit, columns, constants))
            .collect()
    }

    fn new(emit: &'p Emit, columns: &Columns<'_>, constants: &[(Slot, &'p str)]) -> Result<Self, String> {
        let mut slots = Vec::new();
        let mut formulas: Vec<Formula<'p>> = Vec::new();
        for (slot, expression) in &emit.fields {
            let formula = Formula::new(expression, columns)?;
            slots.push((*slot, Column::new(formula.called.as_str(), formulas.len())));
            formulas.push(formula);
        }
        let constant = |slot: &Slot| constants.iter().find(|(key, _)| key == slot).map(|(_, text)| *text);
        let filled = slots.iter().map(|(slot, _)| constant(slot)).collect();
        let rule = emit.when.as_ref().map(|when| Rule::new(when, columns)).transpose()?;
        let (early, late) = if is_early(emit) { (rule, None) } else { (None, rule) };
        Ok(Self {
            kind: emit.kind,
            every_resource: emit.every_resource,
            flags: emit.flags,
            slots,
            beside: Vec::new(),
            formulas,
            constants: filled,
            early,
            late,
            each: &emit.each,
            parted: emit
                .unpivot
                .as_ref()
                .and_then(|unpivot| Some((columns.parted(unpivot)?, unpivot))),
        })
    }

    /// Adds the facts that a record gives; says whether the emit is for it at all.
    pub(super) fn give(&self, number: usize, scope: &Scope<'_>, given: &mut Vec<Given>) -> Result<bool, String> {
        if let Some(rule) = &self.early
            && !rule.holds(scope)?
        {
            return Ok(false);
        }
        let mut meant = self.late.is_none();
        self.each_of(scope, &mut |scope| {
            if let Some(rule) = &self.late
                && !rule.holds(scope)?
            {
                return Ok(());
            }
            meant = true;
            let mut cells = Vec::with_capacity(self.formulas.len());
            let mut unclear = Vec::new();
            for (formula, (slot, _)) in self.formulas.iter().zip(&self.slots) {
                cells.push(match formula.values_and_skipped(scope) {
                    Ok(values) => values,
                    Err(why) => {
                        let cell = instead(*slot).ok_or_else(|| why.clone())?;
                        unclear.push((formula.called.clone(), why));
                        (vec![cell.to_owned()], false)
                    }
                });
            }
            if let Some(cells) = prove(self, cells, scope, &mut unclear)? {
                let beside: Result<Vec<String>, String> = self.beside.iter().map(|column| scope.cell(column)).collect();
                given.push(Given {
                    emitter: number,
                    cells,
                    unclear,
                    beside: beside?,
                });
            }
            Ok(())
        })?;
        Ok(meant)
    }

    /// Goes through everything in a record that gives a fact.
    fn each_of(
        &self,
        scope: &Scope<'_>,
        visit: &mut dyn FnMut(&Scope<'_>) -> Result<(), String>,
    ) -> Result<(), String> {
        let (Some((column, unpivot)), Record::Row(row, above, _)) = (&self.parted, &scope.record) else {
            return bind(scope, self.each, visit);
        };
        let text = scope.cell(column)?;
        let separator = unpivot.split.as_deref().filter(|separator| !separator.is_empty());
        let values: Vec<&str> = match separator {
            Some(separator) => text
                .split(separator)
                .flat_map(|part| part.split(['\n', '\r']))
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect(),
            None => vec![text.trim()],
        };
        for value in values {
            let mut parts = vec![(unpivot.value.as_str(), value.to_owned())];
            if let Some(cells) = &unpivot.cells {
                let found = cells.regex().captures(value);
                if found.is_none() && !value.is_empty() {
                    return Err(odd_cell(column, value, cells));
                }
                parts.extend(cells.regex().capture_names().flatten().map(|name| {
                    let text = found.as_ref().and_then(|found| found.name(name));
                    (name, text.map_or("", |text| text.as_str()).trim().to_owned())
                }));
            }
            let inner = Scope {
                record: Record::Row(row, above, parts),
                values: scope.values,
            };
            visit(&inner)?;
        }
        Ok(())
    }
}

/// That a value of an unpivoted cell is not made of what the profile expects.
fn odd_cell(column: &Column, value: &str, cells: &Pattern) -> String {
    let parts = cells.regex().capture_names().flatten();
    format!(
        "cell `{}` holds `{}`, in which {} cannot be told apart; export again, or say in a copy of the profile in \
         inputs/profiles what such cells look like",
        column.name,
        quotable(value),
        listed(parts)
    )
}

/// Goes through every combination of the nested nodes.
fn bind(
    scope: &Scope<'_>,
    each: &[Each],
    visit: &mut dyn FnMut(&Scope<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let Some((first, rest)) = each.split_first() else {
        return visit(scope);
    };
    let Record::Node {
        document,
        record,
        bound,
        exact,
    } = &scope.record
    else {
        return visit(scope);
    };
    for found in scope.select(&first.nodes)? {
        let mut bound = bound.clone();
        bound.push((&first.name, found));
        let inner = Scope {
            record: Record::Node {
                document,
                record,
                bound,
                exact: *exact,
            },
            values: scope.values,
        };
        bind(&inner, rest, visit)?;
    }
    Ok(())
}

/// Whether the condition of an emit is told by the record itself, once for all that the emit gives of it.
fn is_early(emit: &Emit) -> bool {
    let mut looked = Looked::default();
    if let Some(when) = &emit.when {
        looked.condition(when);
    }
    let Some(unpivot) = &emit.unpivot else {
        return looked.is_of_record(&[]);
    };
    let captures = unpivot.columns.regex().capture_names().flatten();
    let pairs = unpivot.pairs.iter().map(|(called, _)| called.as_str());
    let parts = unpivot
        .cells
        .iter()
        .flat_map(|cells| cells.regex().capture_names().flatten());
    let names: Vec<&str> = captures
        .chain(pairs)
        .chain(parts)
        .chain([unpivot.value.as_str()])
        .collect();
    looked.is_of_record(&names)
}

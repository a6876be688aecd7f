//! What an expression can look at: the cells of a row, or a record of a tree with its document and its bound nodes.

use crate::ingest::compared::quotable;
use crate::ingest::header::Column;
use crate::ingest::readers::tree::{Found, Misfit, follow, follow_to_texts, select};
use crate::ingest::readers::{Cells, Row};
use crate::ingest::values::Values;
use crate::model::profile::{Path, Selector};

/// What to do about a record of a tree, which has neither cells to fill in nor columns to map.
pub(super) const OF_A_TREE: &str =
    "export again, or say in a copy of the profile in inputs/profiles how such a record is read";

/// What is said of a place where something else stands than the profile expects.
pub(super) fn odd(misfit: &Misfit) -> String {
    format!("{misfit}; {OF_A_TREE}")
}

/// A record as expressions see it.
pub(super) struct Scope<'r> {
    pub(super) record: Record<'r>,
    pub(super) values: &'r Values<'r>,
}

/// A record.
pub(super) enum Record<'r> {
    /// A row of a table, with what blank cells repeat, by column, and the parts of a cell that is unpivoted.
    Row(&'r Row<'r>, &'r [(Column, String)], Vec<(&'r str, String)>),
    /// A node of a document, with what was bound below it.
    Node {
        document: &'r Found<'r>,
        record: &'r Found<'r>,
        bound: Vec<(&'r str, Found<'r>)>,
        /// Whether something that stands in another shape than expected is told, and not taken for nothing.
        exact: bool,
    },
}

impl<'r> Scope<'r> {
    /// Whether it is a row of a sheet.
    pub(super) fn is_of_workbook(&self) -> bool {
        matches!(&self.record, Record::Row(row, ..) if matches!(row.cells, Cells::Sheet(_)))
    }

    /// How values are written in the file.
    pub(super) fn values(&self) -> &Values<'r> {
        self.values
    }

    /// A row without what the rows above fill in, if they fill in anything: what a row lacks itself tells a further row of
    /// something above from one that begins anew.
    pub(super) fn as_written(&self) -> Option<Self> {
        let Record::Row(row, [_, ..], parts) = &self.record else {
            return None;
        };
        Some(Self {
            record: Record::Row(row, &[], parts.clone()),
            values: self.values,
        })
    }

    /// The text of a cell; the one above for a blank cell of a column that is filled down.
    pub(super) fn cell(&self, column: &Column) -> Result<String, String> {
        let Record::Row(row, filled, _) = &self.record else {
            return Ok(String::new());
        };
        let text = column.text(row)?;
        if text.is_empty()
            && let Some((_, above)) = filled.iter().find(|(filled, _)| filled == column)
        {
            return Ok(above.clone());
        }
        Ok(text.into_owned())
    }

    /// A part of the cell that is unpivoted.
    pub(super) fn part(&self, name: &str) -> String {
        let Record::Row(_, _, parts) = &self.record else {
            return String::new();
        };
        let found = parts.iter().find(|(part, _)| *part == name);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// The texts of the nodes that a selector leads to.
    ///
    /// # Errors
    /// When something else stands on the way than it expects, or at its end no text.
    pub(super) fn texts(&self, selector: &Selector) -> Result<Vec<String>, String> {
        let found = self.selected(selector, follow_to_texts)?;
        Ok(texts_of(&found))
    }

    /// The nodes that a selector leads to.
    ///
    /// # Errors
    /// When something else stands on the way than it expects.
    pub(super) fn select(&self, selector: &Selector) -> Result<Vec<Found<'r>>, String> {
        self.selected(selector, follow)
    }

    fn selected(&self, selector: &Selector, follow: Follow<'r>) -> Result<Vec<Found<'r>>, String> {
        let Some(start) = self.start(selector) else {
            return Ok(Vec::new());
        };
        if !self.is_exact() {
            return Ok(select(start, &selector.path));
        }
        let mut misfits = Vec::new();
        let found = follow(start, &selector.path, &mut misfits);
        match misfits.first() {
            Some(misfit) => Err(odd(misfit)),
            None => Ok(found),
        }
    }

    fn is_exact(&self) -> bool {
        matches!(self.record, Record::Node { exact: true, .. })
    }

    /// The node that a selector begins at.
    fn start(&self, selector: &Selector) -> Option<&Found<'r>> {
        let Record::Node {
            document,
            record,
            bound,
            ..
        } = &self.record
        else {
            return None;
        };
        match selector.from.as_deref() {
            None => Some(record),
            Some("document") => Some(document),
            Some(name) => bound.iter().find(|(bound, _)| *bound == name).map(|(_, found)| found),
        }
    }

    /// What stands in a record, for a message: the cells of these columns, or the keys of the node.
    pub(super) fn shown(&self, columns: &[Column], selectors: &[&Selector]) -> String {
        let parts: Vec<String> = match &self.record {
            Record::Row(row, ..) => columns
                .iter()
                .filter_map(|column| {
                    Some(format!(
                        "cell `{}` holds `{}`",
                        column.name,
                        quotable(&column.text(row).ok()?)
                    ))
                })
                .collect(),
            Record::Node { .. } => selectors
                .iter()
                .map(|selector| {
                    let found = self.start(selector).map(|start| select(start, &selector.path));
                    format!("`{selector}` is `{}`", texts_of(&found.unwrap_or_default()).join(", "))
                })
                .collect(),
        };
        if !parts.is_empty() {
            return parts.join(", ");
        }
        match &self.record {
            Record::Row(Row { cells, .. }, ..) => texts(*cells),
            Record::Node { record, .. } => record.text().unwrap_or_default().to_owned(),
        }
    }
}

/// How a way is followed.
type Follow<'r> = fn(&Found<'r>, &Path, &mut Vec<Misfit>) -> Vec<Found<'r>>;

fn texts_of(found: &[Found<'_>]) -> Vec<String> {
    found
        .iter()
        .filter_map(|found| found.text().map(ToOwned::to_owned))
        .collect()
}

fn texts(cells: Cells<'_>) -> String {
    let texts: Vec<String> = cells.texts().into_iter().filter(|text| !text.is_empty()).collect();
    format!("it holds `{}`", texts.join("`, `"))
}

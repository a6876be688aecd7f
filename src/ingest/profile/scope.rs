//! What an expression can look at: the cells of a row, or a record of a tree with its document and its bound nodes.

use crate::ingest::compared::quotable;
use crate::ingest::header::Column;
use crate::ingest::readers::tree::{Found, select};
use crate::ingest::readers::{Cells, Row};
use crate::ingest::values::Values;
use crate::model::profile::Selector;

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
    },
}

impl<'r> Scope<'r> {
    /// How values are written in the file.
    pub(super) fn values(&self) -> &Values<'r> {
        self.values
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
    pub(super) fn texts(&self, selector: &Selector) -> Vec<String> {
        let found = self.select(selector);
        found
            .iter()
            .filter_map(|found| Some(found.text()?.to_owned()))
            .collect()
    }

    /// The nodes that a selector leads to.
    pub(super) fn select(&self, selector: &Selector) -> Vec<Found<'r>> {
        let Record::Node {
            document,
            record,
            bound,
        } = &self.record
        else {
            return Vec::new();
        };
        let start = match selector.from.as_deref() {
            None => Some(*record),
            Some("document") => Some(*document),
            Some(name) => bound.iter().find(|(bound, _)| *bound == name).map(|(_, found)| found),
        };
        start.map(|start| select(start, &selector.path)).unwrap_or_default()
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
                .map(|selector| format!("`{selector}` is `{}`", self.texts(selector).join(", ")))
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

fn texts(cells: Cells<'_>) -> String {
    let texts: Vec<String> = cells.texts().into_iter().filter(|text| !text.is_empty()).collect();
    format!("it holds `{}`", texts.join("`, `"))
}

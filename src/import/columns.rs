//! Which cells of a table are read: the activity's, and the one that says what is held.

use super::blocks;
use super::grid::Slot;
use super::shape::{Cell, Table};
use super::words::Words;
use crate::model::word::folded;

/// The two cells of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    /// What was checked; none where no cell says.
    pub(super) activity: Option<&'a Cell>,
    /// What is held, and whether it begins in this row.
    pub(super) status: Slot<'a>,
    /// In which column the latter is, from 0.
    pub(super) column: usize,
}

/// The columns of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// How many there are.
    pub(super) width: usize,
    /// That of the activity.
    pub(super) activity: Option<usize>,
    /// That of the status.
    pub(super) status: usize,
    /// Whether the first row names them.
    pub(super) has_head: bool,
}

/// Whether a cell lists permissions.
pub(super) fn has_permissions(cell: &Cell) -> bool {
    !blocks::blocks(&Words::of(&cell.lines)).is_empty()
}

/// The columns of a table: as its head names them, else by what stands in them. None where it is no audit.
pub(super) fn columns(rows: &[Vec<Slot<'_>>]) -> Option<Columns> {
    let head = rows.first()?;
    let named: Vec<String> = head.iter().map(|slot| folded(&slot.cell.text())).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let find = |word: &str| named.iter().position(|name| name.contains(word) && name.len() < 60);
    let has_head =
        (find("activity").is_some() || find("status").is_some()) && !head.iter().any(|slot| has_permissions(slot.cell));
    let told = rows.iter().skip(usize::from(has_head));
    let listed = told
        .flat_map(|row| row.iter().enumerate())
        .find(|(_, slot)| slot.begins && has_permissions(slot.cell))
        .map(|(column, _)| column);
    if !has_head {
        let status = listed?;
        return (width >= 2).then_some(Columns {
            width,
            activity: status.checked_sub(1).map(|last| last.min(1)),
            status,
            has_head,
        });
    }
    let status = find("status").unwrap_or(named.len().checked_sub(1)?);
    let before = |column: usize| column.checked_sub(1);
    Some(Columns {
        width: named.len(),
        activity: find("activity").or_else(|| if status >= 2 { Some(1) } else { before(status) }),
        status,
        has_head,
    })
}

/// The cells of a row. `first` is whether no row came before it, so that no cell of one can cover some of its columns.
pub(super) fn pair<'a>(table: &Table, columns: Columns, row: &[Slot<'a>], first: bool) -> Option<Pair<'a>> {
    let missing = columns.width.saturating_sub(row.len());
    // In a text what covers several rows stands once, so that a short row lacks its first cells.
    let shift = if table.spans_lost && !first {
        missing.min(columns.activity.unwrap_or_default())
    } else {
        0
    };
    let last = row.len().checked_sub(1)?;
    let column = if missing == 0 { columns.status.min(last) } else { last };
    let activity = columns.activity.and_then(|activity| activity.checked_sub(shift));
    Some(Pair {
        activity: activity
            .filter(|place| *place < column)
            .and_then(|place| row.get(place))
            .map(|slot| slot.cell),
        status: *row.get(column)?,
        column,
    })
}

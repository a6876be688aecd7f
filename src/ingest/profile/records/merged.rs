//! Groups that stand only once over the rows of their members: somebody merged the cells, and saved the file as one that
//! has none. Nobody would be in a group but its first member.
//!
//! Comes in: the facts of each row. Goes out: what is told, if there are rows without a group and no group stands on two
//! rows below one another, as it does in every list with a row for each group and member.

use super::super::Opened;
use super::super::emit::Given;
use crate::model::profile::{Kind, Slot};

/// The columns of groups.
pub(super) struct Merged {
    columns: Vec<Seen>,
}

/// What was seen of a column.
struct Seen {
    name: String,
    /// The numbers of the emitters that read it, and which of their cells it is.
    emitters: Vec<(usize, usize)>,
    last: Option<String>,
    /// Whether a group stands on two rows below one another.
    again: bool,
    /// The first row without a group that has one above it, and how many there are.
    bare: Option<(u64, u64)>,
}

impl Merged {
    /// Of a file of which no row was met.
    pub(super) fn of(opened: &Opened<'_>) -> Self {
        let mut columns: Vec<Seen> = Vec::new();
        for (number, emitter) in opened.emitters.iter().enumerate() {
            let fields = emitter.slots.iter().zip(&emitter.formulas).enumerate();
            let of_groups = fields.filter(|(_, ((slot, _), formula))| {
                emitter.kind == Kind::Member && *slot == Slot::Group && formula.is_one_cell()
            });
            for (cell, ((_, column), _)) in of_groups {
                match columns.iter_mut().find(|seen| seen.name == column.name) {
                    Some(seen) => seen.emitters.push((number, cell)),
                    None => columns.push(Seen {
                        name: column.name.clone(),
                        emitters: vec![(number, cell)],
                        last: None,
                        again: false,
                        bare: None,
                    }),
                }
            }
        }
        Self { columns }
    }

    /// Notes the facts of a row.
    pub(super) fn note(&mut self, line: u64, given: &[Given]) {
        if given.is_empty() {
            return;
        }
        for seen in &mut self.columns {
            let group = given.iter().find_map(|given| {
                let (_, cell) = seen.emitters.iter().find(|(number, _)| *number == given.emitter)?;
                given.cells.get(*cell)
            });
            match (group, &seen.last) {
                (Some(group), last) => {
                    seen.again |= last.as_ref() == Some(group);
                    seen.last = Some(group.clone());
                }
                (None, Some(_)) => {
                    let (first, rows) = seen.bare.unwrap_or((line, 0));
                    seen.bare = Some((first, rows + 1));
                }
                (None, None) => {}
            }
        }
    }

    /// What is told.
    pub(super) fn told(&self, ignored: &dyn Fn(&str) -> bool) -> Option<String> {
        self.columns.iter().find_map(|seen| {
            let (line, rows) = seen.bare.filter(|_| !seen.again && !ignored(&seen.name))?;
            let others = match rows - 1 {
                0 => String::new(),
                others => format!(", nor in {others} more"),
            };
            Some(format!(
                "no group stands in the column `{name}` of row {line}{others}, and no group stands on two rows below one \
                 another, as if its cells had been merged and who is in the group was lost; export the file again and \
                 save it as it comes, or write the group into every row; if these accounts are in no group, write \
                 `ignore = [{name:?}]` where review.toml names the file",
                name = seen.name
            ))
        })
    }
}

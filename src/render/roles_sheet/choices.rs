//! What a spreadsheet offers for the cells of the workbook of roles.
//!
//! Words that are few are the only ones that a cell takes. Roles, systems and levels are offered, but not enforced, as one
//! cell may hold several: of systems and levels the lists stand beside the notes, where nothing reads them.

use rust_xlsxwriter::{DataValidation, Format, Formula, Worksheet};

use crate::model::settings::Settings;
use crate::model::system::System;
use crate::model::workbook::{RolesSheet, letters};

/// To so many rows the choices of a column reach.
pub(super) const TO: u32 = 5_000;

/// Where each system stands once, on the sheet of notes.
const SYSTEMS: u16 = 2;

/// Where each system stands beside each of its levels; the levels are in the next column.
const LEVELS: u16 = 4;

/// The lists beside the notes.
pub(super) struct Lists<'a> {
    systems: Vec<&'a str>,
    /// System and level.
    levels: Vec<[&'a str; 2]>,
}

impl<'a> Lists<'a> {
    /// Of the systems that have levels.
    pub(super) fn of(settings: &'a Settings) -> Self {
        let systems = settings.systems.values();
        let levels = systems.flat_map(|system: &System| {
            let levels = system.access().into_iter().flat_map(|rules| rules.levels.values());
            levels.map(|level| [system.id.as_str(), level.name.as_str()])
        });
        let levels: Vec<[&str; 2]> = levels.collect();
        let mut systems: Vec<&str> = levels.iter().map(|[system, _]| *system).collect();
        systems.dedup();
        Self { systems, levels }
    }

    /// Writes them beside the notes.
    pub(super) fn write(&self, notes: &mut Worksheet, head: &Format, text: &Format) -> anyhow::Result<()> {
        let titles = [(SYSTEMS, "system"), (LEVELS, "system"), (LEVELS + 1, "its levels")];
        for (column, title) in titles {
            notes.set_column_width(column, 22.0)?;
            notes.write_string_with_format(0, column, title, head)?;
        }
        for (row, system) in (1..).zip(&self.systems) {
            notes.write_string_with_format(row, SYSTEMS, *system, text)?;
        }
        for (row, [system, level]) in (1..).zip(&self.levels) {
            notes.write_string_with_format(row, LEVELS, *system, text)?;
            notes.write_string_with_format(row, LEVELS + 1, *level, text)?;
        }
        Ok(())
    }

    /// What is offered for the cells of a column.
    pub(super) fn validation(&self, sheet: RolesSheet, column: &str) -> anyhow::Result<Option<DataValidation>> {
        let strings = |words: &[&str]| DataValidation::new().allow_list_strings(words);
        let offered = |formula: String| {
            let list = DataValidation::new().allow_list_formula(Formula::new(formula));
            Some(list.show_error_message(false))
        };
        Ok(match column {
            "may or must" => Some(strings(&["may", "must"])?),
            "kind" => Some(strings(&["person", "technical"])?),
            "contractors" | "needs workstation" | "break-glass" => Some(strings(&["yes", "no"])?),
            "role" => offered(range("Roles", 0, TO)),
            "system" if !self.systems.is_empty() => offered(range("Notes", SYSTEMS, rows(&self.systems))),
            "level" if !self.levels.is_empty() => offered(self.of_system(sheet)),
            _ => None,
        })
    }

    /// The levels of the system that stands in the same row.
    fn of_system(&self, sheet: RolesSheet) -> String {
        let place = sheet.columns().iter().position(|column| *column == "system");
        let system = format!("${}2", letters(place.unwrap_or_default()));
        let systems = range("Notes", LEVELS, rows(&self.levels));
        let systems = systems.trim_start_matches('=');
        let first = format!("Notes!${}$2", letters(usize::from(LEVELS + 1)));
        format!("=OFFSET({first},MATCH({system},{systems},0)-1,0,COUNTIF({systems},{system}),1)")
    }
}

/// How many rows a list takes; one that no sheet can hold takes all.
fn rows<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(TO)
}

/// The rows of a column below its header.
fn range(sheet: &str, column: u16, rows: u32) -> String {
    let column = letters(usize::from(column));
    format!("={sheet}!${column}$2:${column}${}", rows + 1)
}

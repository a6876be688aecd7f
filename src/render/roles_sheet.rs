//! The declared roles as a workbook, in which a person goes on writing them.
//!
//! One more column: its name in [`RolesSheet::columns`], and a cell of it here.

use anyhow::Context as _;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use self::choices::Lists;
use crate::model::exception::Exception;
use crate::model::policy::{Policy, Role, RoleKind, Rule};
use crate::model::settings::Settings;
use crate::model::workbook::RolesSheet;

mod choices;
mod notes;

pub use notes::{Notes, notes};

/// What the last sheet says.
const NOTES: &str = include_str!("../../templates/roles-notes.txt");

/// How high a line is, in points.
const LINE: f64 = 15.0;

/// The rows of one sheet, each with a text for each column.
type Cells = Vec<Vec<String>>;

/// The column of notes, which nothing reads.
const NOTE: &str = "notes";

/// The workbook's bytes, with the notes of rules by the line of each. The approval stands in for the time of creation, and the audit where nobody approved the roles.
///
/// # Errors
/// When a text is longer than a cell can hold.
pub fn xlsx(policy: &Policy, settings: &Settings, notes: &Notes) -> anyhow::Result<Vec<u8>> {
    let date = policy.approval.as_ref().map_or(settings.date, |approval| approval.on);
    let created = ExcelDateTime::from_ymd(
        u16::try_from(date.year()).context("the date of the roles is before year 0")?,
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    )?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let lists = Lists::of(settings);
    for kind in RolesSheet::ALL {
        let sheet = workbook.add_worksheet().set_name(kind.name())?;
        write(sheet, kind, &rows(kind, (policy, notes), settings), &lists)
            .with_context(|| format!("the sheet `{}` cannot be written", kind.name()))?;
    }
    let help = workbook.add_worksheet().set_name("Notes")?;
    help.set_column_width(0, 100.0)?;
    help.set_landscape().set_print_fit_to_pages(1, 0);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, line) in (0..).zip(NOTES.lines()) {
        help.set_row_height(row, LINE * f64::from(lines(line, 100)))?;
        help.write_string_with_format(row, 0, line, &wrapped)?;
    }
    lists.write(help, &head(), &text())?;
    Ok(workbook.save_to_buffer()?)
}

/// A sheet with its header.
fn write(sheet: &mut Worksheet, kind: RolesSheet, rows: &Cells, lists: &Lists<'_>) -> anyhow::Result<()> {
    let (head, text) = (head(), text());
    // Where any row has a note.
    let is_noted = rows.iter().any(|cells| cells.len() > kind.columns().len());
    let columns: Vec<&str> = (kind.columns().iter().copied())
        .chain(is_noted.then_some(NOTE))
        .collect();
    for (column, name) in (0..).zip(&columns) {
        sheet.set_column_width(column, f64::from(width(name)))?;
        sheet.set_column_format(column, &text)?;
        sheet.write_string_with_format(0, column, *name, &head)?;
        if let Some(validation) = lists.validation(kind, name)? {
            sheet.add_data_validation(1, column, choices::TO, column, &validation)?;
        }
    }
    for (row, cells) in (1..).zip(rows) {
        let widths = columns.iter().map(|name| width(name));
        let lines = cells.iter().zip(widths).map(|(cell, width)| lines(cell, width));
        sheet.set_row_height(row, LINE * f64::from(lines.max().unwrap_or(1)))?;
        for (column, cell) in (0..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string_with_format(row, column, cell, &text)?;
            }
        }
    }
    let last = u16::try_from(columns.len().saturating_sub(1))?;
    sheet.autofilter(0, 0, u32::try_from(rows.len())?, last)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// How the names of columns look.
fn head() -> Format {
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(0x1F_3864))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

/// Cells of text, so that no spreadsheet makes a number of an id or another day of a day.
fn text() -> Format {
    Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

/// How many lines a text takes in a column, with a little to spare for words that do not break; no more than a row can have.
fn lines(text: &str, width: u32) -> u32 {
    let fits = usize::try_from(width * 9 / 10).unwrap_or(1).max(1);
    let lines: usize = text
        .lines()
        .map(|line| line.chars().count().div_ceil(fits).max(1))
        .sum();
    u32::try_from(lines.clamp(1, 25)).unwrap_or(1)
}

/// How wide a column is, in letters.
fn width(column: &str) -> u32 {
    match column {
        "reason" | "side reason" | NOTE => 46,
        "title" | "role" | "name" | "resource" | "check" | "account" | "level" | "file" => 26,
        "contractors" | "break-glass" | "may or must" | "kind" | "granted" | "expires" => 13,
        _ => 18,
    }
}

fn rows(kind: RolesSheet, (policy, notes): (&Policy, &Notes), settings: &Settings) -> Cells {
    match kind {
        RolesSheet::Policy => version(policy, settings),
        RolesSheet::Roles => policy.roles.values().map(role).collect(),
        RolesSheet::Access => {
            let roles = policy.roles.values();
            roles.flat_map(|role| access(role, settings, notes)).collect()
        }
        RolesSheet::Separation => separations(policy, settings),
        RolesSheet::Exceptions => {
            let exceptions = policy.exceptions.values();
            exceptions.map(|one| exception(one, settings)).collect()
        }
    }
}

/// The approval, and beside it and below the systems without rules.
fn version(policy: &Policy, settings: &Settings) -> Cells {
    let without = policy
        .without_rules
        .iter()
        .map(|system| settings.systems[*system].id.clone());
    let without = joined(without);
    let approval = policy.approval.as_ref();
    if approval.is_none() && without.is_empty() {
        return Vec::new();
    }
    vec![vec![
        approval.map(|approval| approval.version.clone()).unwrap_or_default(),
        approval
            .map(|approval| approval.by.reveal().to_owned())
            .unwrap_or_default(),
        approval.map(|approval| approval.on.to_string()).unwrap_or_default(),
        without,
    ]]
}

fn role(role: &Role) -> Vec<String> {
    let flag = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    let kind = match role.kind {
        RoleKind::Technical => "technical",
        RoleKind::Person | RoleKind::Shared => "person",
    };
    vec![
        role.title.clone(),
        kind.to_owned(),
        flag(role.contractors),
        flag(role.needs_workstation),
        flag(role.break_glass),
        joined(role.formerly.iter().cloned()),
    ]
}

/// The rules of a role in the order of its file.
fn access(role: &Role, settings: &Settings, notes: &Notes) -> Cells {
    let must = role.must.iter().map(|rule| (rule, "must"));
    let mut rules: Vec<(&Rule, &str)> = role.may.iter().map(|rule| (rule, "may")).chain(must).collect();
    rules.sort_by_key(|(rule, _)| rule.line);
    let row = |(rule, word): (&Rule, &str)| {
        let mut cells = vec![role.title.clone()];
        cells.extend(covered(rule, settings));
        cells.extend([word.to_owned(), rule.reason.clone().unwrap_or_default()]);
        cells.extend(notes.get(&rule.line).cloned());
        cells
    };
    rules.into_iter().map(row).collect()
}

fn separations(policy: &Policy, settings: &Settings) -> Cells {
    let rows = policy.separations.iter().flat_map(|separation| {
        separation.sides.iter().map(|side| {
            let mut cells = vec![separation.name.clone(), separation.reason.clone()];
            cells.extend(covered(side, settings));
            cells.push(side.reason.clone().unwrap_or_default());
            cells
        })
    });
    rows.collect()
}

/// System, resource and level of a rule.
fn covered(rule: &Rule, settings: &Settings) -> [String; 3] {
    [
        settings.systems[rule.system].id.clone(),
        joined(rule.resources.iter().map(|pattern| pattern.text.clone())),
        joined(rule.level_names(settings).into_iter().map(str::to_owned)),
    ]
}

fn exception(exception: &Exception, settings: &Settings) -> Vec<String> {
    let parts = exception.subject.parts(settings);
    let part = |key: &str| {
        let part = parts.iter().find(|(known, _)| *known == key);
        part.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let row = RolesSheet::Exceptions.columns().iter().map(|column| match *column {
        "check" => exception.check.0.to_owned(),
        "reason" => exception.reason.clone(),
        "approved by" => exception.approved_by.reveal().to_owned(),
        "ticket" => exception.ticket.clone().unwrap_or_default(),
        "granted" => exception.granted.to_string(),
        "expires" => exception.expires.to_string(),
        key => part(key),
    });
    row.collect()
}

/// Several texts in one cell: divided by `;`, in double quotes where one holds a sign that divides.
fn joined(texts: impl Iterator<Item = String>) -> String {
    let quoted = texts.map(|text| {
        if text.contains([';', '\n']) || text.starts_with('"') {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    });
    quoted.collect::<Vec<_>>().join("; ")
}

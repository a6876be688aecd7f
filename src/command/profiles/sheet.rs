//! `profiles sheet`: an empty sheet for a system that exports nothing, as the plain profiles read it.

use std::path::Path;

use anyhow::bail;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use serde::Serialize;

use crate::cli::SheetKind;
use crate::command::{Outcome, new_file};
use crate::terminal::{self, Message};

/// Headers of the profile `access-sheet`.
const ACCESS: &[&str] = &[
    "account",
    "resource",
    "level",
    "name",
    "email",
    "status",
    "mfa",
    "last login",
    "typed by",
    "typed on",
    "screenshot",
];

/// Headers of the profile `devices-sheet`.
const DEVICES: &[&str] = &[
    "device",
    "owner",
    "encrypted",
    "protected",
    "typed by",
    "typed on",
    "screenshot",
];

#[derive(Serialize)]
struct Summary {
    file: String,
    devices: bool,
}

pub(super) fn run(kind: SheetKind, file: &Path) -> anyhow::Result<Outcome> {
    let headers = match kind {
        SheetKind::Access => ACCESS,
        SheetKind::Devices => DEVICES,
    };
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let bytes = match ending.as_deref() {
        Some("xlsx") => workbook(headers)?,
        Some("csv") => format!("{}\n", headers.join(",")).into_bytes(),
        _ => bail!(
            "`{}` ends in neither .xlsx nor .csv; name the sheet to write, for instance `wiki.xlsx`",
            file.display()
        ),
    };
    new_file::write(file, &bytes)?;
    let summary = Summary {
        file: file.display().to_string(),
        devices: kind == SheetKind::Devices,
    };
    Ok(Outcome {
        text: terminal::print(Message::Sheet, &summary)?,
        needs_a_person: false,
    })
}

/// One sheet of text cells, so that a spreadsheet makes no numbers of logins. The same bytes every time.
fn workbook(headers: &[&str]) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    let sheet = workbook.add_worksheet();
    for (column, header) in (0..).zip(headers) {
        sheet.write_string_with_format(0, column, *header, &bold)?;
        sheet.set_column_width(column, 22.0)?;
        sheet.set_column_format(column, &text)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(workbook.save_to_buffer()?)
}

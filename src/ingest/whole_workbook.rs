//! A workbook that is no table of an export: every sheet as texts, for whoever knows what its sheets mean.

use super::header::distrusted;
use super::readers::workbook::{Sheet, Workbook, is_workbook};
use crate::model::workbook::{RowTexts, SheetTexts, letters};

/// All sheets that hold anything.
///
/// # Errors
/// Why the workbook cannot be read.
pub fn workbook(bytes: &[u8]) -> Result<Vec<SheetTexts>, String> {
    if !is_workbook(bytes) {
        return Err("is no workbook; save it as an Excel workbook (XLSX)".to_owned());
    }
    let sheets = Workbook::open(bytes).and_then(Workbook::sheets);
    let sheets = sheets.map_err(|(_, why)| why)?;
    Ok(sheets.iter().map(texts).collect())
}

fn texts(sheet: &Sheet) -> SheetTexts {
    let rows = sheet.rows().map(|row| {
        let cells = row.cells.held().filter_map(|column| {
            let place = || format!("{}{}", letters(column), row.line);
            let text = match row.cells.text(column) {
                Ok(text) => Ok(text.trim().to_owned()),
                Err(fault) => Err(distrusted(fault, &place())),
            };
            (text != Ok(String::new())).then_some((column, text))
        });
        RowTexts {
            row: row.line,
            cells: cells.collect(),
        }
    });
    SheetTexts {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        rows: rows.filter(|row| !row.cells.is_empty()).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::workbook;

    #[test]
    fn what_is_no_workbook_is_told() {
        assert_eq!(
            workbook(b"role,system\n").unwrap_err(),
            "is no workbook; save it as an Excel workbook (XLSX)"
        );
        assert!(workbook(b"PK\x03\x04cut").unwrap_err().contains("damaged or cut off"));
    }
}

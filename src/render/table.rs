//! CSV as a spreadsheet may open it: a cell can never become a formula.

use anyhow::ensure;

use crate::model::guard::guard;

/// A CSV file being written: UTF-8, comma, line feed. Its bytes are those of the csv crate; there may be millions of rows.
pub(super) struct Table {
    bytes: Vec<u8>,
    delimiter: u8,
    /// How many cells each row has, once there is one.
    width: Option<usize>,
}

impl Table {
    /// A table with this header.
    pub(super) fn new(header: &[&str]) -> anyhow::Result<Self> {
        let mut table = Self::further();
        table.row(header.iter().copied())?;
        Ok(table)
    }

    /// More rows of a table whose header stands elsewhere.
    pub(super) fn further() -> Self {
        Self::separated(COMMA)
    }

    /// The same with another sign between cells.
    pub(super) fn separated(delimiter: u8) -> Self {
        Self {
            bytes: Vec::new(),
            delimiter,
            width: None,
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When it has other cells than the rows before it.
    pub(super) fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> anyhow::Result<()> {
        let begin = self.bytes.len();
        let mut width = 0;
        for cell in cells {
            if width > 0 {
                self.bytes.push(self.delimiter);
            }
            add_cell(&mut self.bytes, cell, self.delimiter);
            width += 1;
        }
        if self.bytes.len() == begin {
            // an empty line would be no row
            self.bytes.extend_from_slice(br#""""#);
        }
        self.bytes.push(b'\n');
        let expected = *self.width.get_or_insert(width);
        ensure!(width == expected, "a row of {width} cells in a table of {expected}");
        Ok(())
    }

    /// The finished bytes.
    pub(super) fn bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Cells as they stand in a row before others.
pub(super) fn add_cells<'a>(into: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    for cell in cells {
        add_cell(into, cell, COMMA);
        into.push(COMMA);
    }
}

const COMMA: u8 = b',';

fn add_cell(into: &mut Vec<u8>, cell: &str, delimiter: u8) {
    let cell = guard(cell);
    let is_special = |byte: u8| matches!(byte, b'"' | b'\n' | b'\r') || byte == delimiter;
    // all are looked at, several at once
    if !cell.bytes().fold(false, |any, byte| any | is_special(byte)) {
        into.extend_from_slice(cell.as_bytes());
        return;
    }
    into.push(b'"');
    for (place, piece) in cell.split('"').enumerate() {
        if place > 0 {
            into.extend_from_slice(br#""""#);
        }
        into.extend_from_slice(piece.as_bytes());
    }
    into.push(b'"');
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::Table;
    use crate::model::guard::guard;

    #[test]
    fn a_cell_that_could_be_a_formula_gets_an_apostrophe() {
        let mut table = Table::new(&["a", "b"]).unwrap();
        table.row(["=1+1", "plain"]).unwrap();
        table.row(["'=1", "a=b"]).unwrap();
        table.row(["@x", "-"]).unwrap();
        let text = String::from_utf8(table.bytes()).unwrap();
        assert_eq!(text, "a,b\n'=1+1,plain\n''=1,a=b\n'@x,'-\n");
    }

    #[test]
    fn a_row_of_other_cells_is_a_fault() {
        let mut table = Table::new(&["a", "b"]).unwrap();
        assert!(table.row(["x"]).is_err());
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_csv_crate(
            rows in (1_usize..4).prop_flat_map(|width| {
                proptest::collection::vec(proptest::collection::vec("[a;,\"\n\r é=]{0,3}", width), 1..4)
            }),
            delimiter in prop_oneof![Just(b','), Just(b';')],
        ) {
            let mut table = Table::separated(delimiter);
            let mut expected = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            for row in &rows {
                table.row(row.iter().map(String::as_str)).unwrap();
                expected.write_record(row.iter().map(|cell| guard(cell).into_owned())).unwrap();
            }
            let expected = String::from_utf8(expected.into_inner().unwrap()).unwrap();
            prop_assert_eq!(String::from_utf8(table.bytes()).unwrap(), expected);
        }
    }
}

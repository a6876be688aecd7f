//! CSV as a spreadsheet may open it: a cell can never become a formula.

use anyhow::Context;

use crate::model::guard::guard;

/// A CSV file being written: UTF-8, comma, line feed.
pub(super) struct Table {
    writer: csv::Writer<Vec<u8>>,
}

/// How many bytes of a small table are gathered before they are written.
const SMALL: usize = 256;

impl Table {
    /// A table with this header.
    pub(super) fn new(header: &[&str]) -> anyhow::Result<Self> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(header)?;
        Ok(Self { writer })
    }

    /// A row or two.
    pub(super) fn small() -> Self {
        let writer = csv::WriterBuilder::new().buffer_capacity(SMALL).from_writer(Vec::new());
        Self { writer }
    }

    /// More rows of a table whose header stands elsewhere.
    pub(super) fn further() -> Self {
        let writer = csv::Writer::from_writer(Vec::new());
        Self { writer }
    }

    /// The same with another sign between cells.
    pub(super) fn separated(delimiter: u8) -> Self {
        let writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        Self { writer }
    }

    /// Adds a row.
    pub(super) fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> anyhow::Result<()> {
        for cell in cells {
            self.writer.write_field(guard(cell).as_bytes())?;
        }
        // An empty record ends the row of the fields written so far.
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// The finished bytes.
    pub(super) fn bytes(self) -> anyhow::Result<Vec<u8>> {
        self.writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)
            .context("cannot finish a table")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::Table;

    #[test]
    fn a_cell_that_could_be_a_formula_gets_an_apostrophe() {
        let mut table = Table::new(&["a", "b"]).unwrap();
        table.row(["=1+1", "plain"]).unwrap();
        table.row(["'=1", "a=b"]).unwrap();
        table.row(["@x", "-"]).unwrap();
        let text = String::from_utf8(table.bytes().unwrap()).unwrap();
        assert_eq!(text, "a,b\n'=1+1,plain\n''=1,a=b\n'@x,'-\n");
    }
}

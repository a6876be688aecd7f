//! Delimited texts without a header to rows: `passwd` and its like.
//!
//! Comes in: a text, its delimiter and what its columns are called. Goes out: its table. Each line is a row; cells in
//! quotation marks are told apart only where the delimiter is one that tables have, since `passwd` knows none.

use super::{TextTable, What, numbered, rows};
use crate::ingest::readers::delimited::Delimited;
use crate::model::profile::Edge;

/// The rows of a text.
pub(in crate::ingest) fn read(text: &str, delimiter: char, columns: &[String], edge: &Edge) -> TextTable {
    let read = |line: &str| {
        let cells = match u8::try_from(delimiter) {
            Ok(byte @ (b',' | b';' | b'\t')) => quoted(line, byte),
            Ok(_) | Err(_) => Ok(line.split(delimiter).map(|cell| cell.trim().to_owned()).collect()),
        };
        match cells {
            Ok(cells) if cells.len() == columns.len() => What::Cells(cells),
            Ok(cells) => What::Bad(other(cells.len(), columns)),
            Err(why) => What::Bad(why),
        }
    };
    TextTable {
        rows: rows(numbered(text), edge, read),
        header: None,
        columns: columns.to_vec(),
    }
}

/// The cells of a line in which some may stand in quotation marks.
fn quoted(line: &str, delimiter: u8) -> Result<Vec<String>, String> {
    let mut reader = Delimited::new(line, delimiter);
    let row = reader.next_row().map_err(|(_, why)| why)?;
    Ok(row.map(|row| row.cells.texts()).unwrap_or_default())
}

fn other(found: usize, columns: &[String]) -> String {
    let names = columns.join("`, `");
    format!(
        "the line has {found} cells where {} are expected (`{names}`); look for a stray delimiter, or export the file \
         again",
        columns.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, delimiter: char) -> Vec<What> {
        let columns = ["name", "members", "shell"].map(str::to_owned);
        let table = super::read(text, delimiter, &columns, &Edge::default());
        assert_eq!(table.columns, columns);
        table.rows.into_iter().map(|row| row.what).collect()
    }

    fn cells(cells: [&str; 3]) -> What {
        What::Cells(cells.map(str::to_owned).into())
    }

    #[test]
    fn quotation_marks_are_letters_in_passwd_and_none_in_a_table() {
        assert_eq!(read("\"anna: b\",c:\n", ':'), [cells(["\"anna", "b\",c", ""])]);
        assert_eq!(read("\"anna; b\";c;\n", ';'), [cells(["anna; b", "c", ""])]);
    }

    #[test]
    fn a_line_with_other_cells_is_bad() {
        let expected = "the line has 2 cells where 3 are expected (`name`, `members`, `shell`); look for a stray \
                        delimiter, or export the file again";
        assert_eq!(
            read("a:b\nc:d:e", ':'),
            [What::Bad(expected.to_owned()), cells(["c", "d", "e"])]
        );
        let rows = read("\"a,b,c\nd,e,f", ',');
        assert!(matches!(rows.first(), Some(What::Bad(why)) if why.contains("never closes")));
        assert_eq!(rows.get(1), Some(&cells(["d", "e", "f"])));
    }
}

//! The ordinary row of a table: as wide as the header, and surely no blank row, no header and no total.
//!
//! Comes in: the names of the header, then rows. Goes out: whether a row is ordinary, told by its first cells, so that none
//! of the rules for other rows needs to be asked of it. Nearly all rows of long lists are.

use crate::ingest::readers::Cells;

/// How many cells hold something in a row that is no total: one has a word and a number at most.
const MORE_THAN_A_TOTAL: usize = 3;

/// What tells the ordinary rows of one table.
pub(super) struct Ordinary {
    width: usize,
    /// A bit for each sign of ASCII with which a name of the header begins, large or small; every bit if one begins with
    /// another sign.
    begins: u128,
}

impl Ordinary {
    pub(super) fn below(names: &[String]) -> Self {
        let begins = names.iter().filter_map(|name| name.bytes().next());
        let bit = |first: u8| bit(first).unwrap_or(u128::MAX);
        Self {
            width: names.len(),
            begins: begins.map(bit).fold(0, |all, bit| all | bit),
        }
    }

    /// Whether a row is ordinary; one of which that is not plain is not.
    pub(super) fn is(&self, cells: Cells<'_>) -> bool {
        let first = |place: usize| cells.begin(place).and_then(bit);
        cells.len() == self.width
            && !cells.may_span_lines()
            && first(0).is_some_and(|begin| begin & self.begins == 0)
            && (1..MORE_THAN_A_TOTAL).all(|place| first(place).is_some())
    }
}

/// The bit of a sign that begins a text, whether it is large or small; none of a sign that may not be the first of the
/// trimmed text.
fn bit(first: u8) -> Option<u128> {
    (first.is_ascii_graphic() && !matches!(first, b'\'' | b'=')).then(|| 1 << first.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::readers::delimited::Delimited;

    #[test]
    fn only_rows_that_are_surely_data_are_ordinary() {
        let names = ["Email", "resource", "Level"].map(str::to_owned);
        let is = |names: &[String], text| {
            let mut reader = Delimited::new(text, b',');
            let row = reader.next_row().ok().flatten();
            row.is_some_and(|row| Ordinary::below(names).is(row.cells))
        };
        assert!(is(&names, "ana@example.com,git,Read\n"));
        assert!(is(&names, "\"ana\",\"git\",\"Read\"\n"));
        for text in [
            "email,resource,level",
            "LEVEL,email,resource",
            "erik,git,Read",
            "Total,3,",
            "ana,,Read",
            " ana,git,Read",
            "'=ana,git,Read",
            "\"a\nb\",git,Read",
            "ana,git",
            "ana,git,Read,x",
            "ásta,git,Read",
            ",,",
            "",
        ] {
            assert!(!is(&names, text), "{text}");
        }
        let accented = ["É-mail", "resource", "Level"].map(str::to_owned);
        assert!(!is(&accented, "ana,git,Read"));
        assert!(!is(&names[..2], "ana,git"), "a row of two cells may be a total");
    }
}

//! Cells that a spreadsheet would take for a formula: how they are written, and how they are read again.

use std::borrow::Cow;

/// What makes a cell a formula where it stands first.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell with an apostrophe before it if a spreadsheet would take it for a formula, or for one that is guarded
/// already, so that [`unguard`] gives back exactly what was written.
pub fn guard(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell without the apostrophe that [`guard`] puts before it.
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

fn is_formula(cell: &str) -> bool {
    if cell.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric()) {
        return false;
    }
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{guard, unguard};

    #[test]
    fn formulas_get_an_apostrophe_and_other_cells_stay() {
        assert_eq!(guard("=1+1"), "'=1+1");
        assert_eq!(guard("'=1+1"), "''=1+1");
        assert_eq!(guard("a=b"), "a=b");
        assert_eq!(guard("'tis"), "'tis");
    }

    proptest! {
        #[test]
        fn what_was_guarded_comes_back(cell in "['=+@a \t-]{0,5}") {
            let guarded = guard(&cell);
            prop_assert_eq!(unguard(&guarded), cell.as_str());
            prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}

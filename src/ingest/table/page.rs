//! Rows that tell which page of a list the file is (`Page 1 of 3`, `Showing 1 to 50 of 250 entries`): never an account, and
//! a page is not the list.
//!
//! Comes in: the cells of a row, above the header or below. Goes out: which page it tells of; of all such rows, those whose
//! other pages are not in the file. One more way of writing it: a line in [`FORMS`].

use std::sync::LazyLock;

use regex::Regex;

use crate::ingest::readers::Cells;

/// How such a row is written: the number of the page, or of its first and last entry, and how many there are.
const FORMS: [&str; 3] = [
    r"(?i)^(?:\p{L}+:? ){0,3}(?:page|seite|página|pagina):? (?<from>\d+) ?(?:of|/|von|aus|sur|de|di) ?(?<of>\d+)(?: pages| seiten)?[.:]?$",
    r"(?i)^(?:showing|displaying|viewing|exported|results|rows|entries|zeige)?:? ?(?:\p{L}+ )?(?<from>[\d,.']+) ?(?:to|through|bis|à|-|–|—) ?(?<to>[\d,.']+) ?(?:of|out of|von|aus|sur|/) ?(?<of>\d[\d,.']*?)(?: \p{L}+){0,2}[.]?$",
    r"(?i)^(?:showing|displaying|viewing|exported) (?:the )?(?:first )?(?<to>[\d,.']+) ?(?:of|out of) ?(?<of>\d[\d,.']*?)(?: \p{L}+){0,2}[.]?$",
];

static READY: LazyLock<Vec<Regex>> = LazyLock::new(|| FORMS.iter().filter_map(|form| Regex::new(form).ok()).collect());

/// Into how many cells a delimiter may cut such a line.
const CELLS: usize = 2;

/// The longest such line in bytes.
const LONGEST: usize = 80;

/// What such a row tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// The page, or the first and the last entry of it.
    from: u64,
    to: u64,
    /// How many there are.
    of: u64,
    /// As it stands there.
    text: String,
}

impl Page {
    /// What a row tells of a page, if nothing else stands in it.
    pub(super) fn told(cells: Cells<'_>) -> Option<Self> {
        let mut filled = cells.held().filter(|place| !cells.shown(*place).is_empty());
        let parts: Vec<_> = filled.by_ref().take(CELLS).map(|place| cells.shown(place)).collect();
        let text = parts.join(",");
        // most rows hold no such number in the end, and need no more than this
        let may_be =
            filled.next().is_none() && text.len() <= LONGEST && text.contains(|sign: char| sign.is_ascii_digit());
        let found = may_be.then(|| READY.iter().find_map(|form| form.captures(&text)))??;
        let number = |name: &str| -> Option<u64> {
            let digits: String = found
                .name(name)?
                .as_str()
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            digits.parse().ok()
        };
        let to = number("to").or(number("from"))?;
        Some(Self {
            from: number("from").unwrap_or(1),
            to,
            of: number("of")?,
            text: text.clone(),
        })
    }

    /// Whether it is the only page, so that nothing hangs on the row.
    pub(super) fn is_all(&self) -> bool {
        self.from <= 1 && self.to >= self.of
    }

    /// Whether everything else is told of by these too.
    fn is_whole_with(&self, all: &[(u64, Self)]) -> bool {
        let mut reached = 0;
        while let Some((_, next)) = all
            .iter()
            .find(|(_, page)| page.of == self.of && page.from <= reached + 1 && page.to > reached)
        {
            reached = next.to;
        }
        reached >= self.of
    }
}

/// Those of the rows whose other pages are not in the file, with what is said of each.
pub(super) fn apart(pages: &[(u64, Page)]) -> impl Iterator<Item = (u64, Result<(), String>)> {
    pages.iter().map(|(line, page)| {
        let told = if page.is_whole_with(pages) {
            Ok(())
        } else {
            Err(format!(
                "`{}` says that this is one page of a longer list, and the rest is not in the file; export the whole list, or \
                 put all its pages into this file",
                page.text
            ))
        };
        (*line, told)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[&str]) -> Option<Page> {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        Page::told(Cells::Record(&cells))
    }

    #[test]
    fn a_line_tells_which_page_of_a_list_it_is() {
        for (cells, expected) in [
            (&["Page 1 of 3", "", ""][..], (1, 1, 3)),
            (&["Exported page 2 of 3"], (2, 2, 3)),
            (&["Seite 1 von 3"], (1, 1, 3)),
            (&["Page 1/3"], (1, 1, 3)),
            (&["Showing 1 to 1 of 250 entries"], (1, 1, 250)),
            (&["", "Showing 51-100 of 1", "250 entries"], (51, 100, 1250)),
            (&["1 - 50 of 250"], (1, 50, 250)),
            (&["Showing 50 of 250 users"], (1, 50, 250)),
        ] {
            let found = told(cells).map(|page| (page.from, page.to, page.of));
            assert_eq!(found, Some(expected), "{cells:?}");
        }
        for cells in [
            &["zoe"][..],
            &["Page 1"],
            &["page1of3@example.com"],
            &["Page 1 of 3", "ana", "admin"],
            &["2024-01-02"],
            &["1.2.3.4/24"],
            &[],
        ] {
            assert_eq!(told(cells), None, "{cells:?}");
        }
    }

    #[test]
    fn all_pages_in_one_file_are_the_list() {
        let is_whole = |lines: &[&str]| {
            let pages = lines.iter().filter_map(|line| Some((1, told(&[line])?)));
            let pages: Vec<_> = pages.collect();
            assert_eq!(pages.len(), lines.len());
            apart(&pages).all(|(_, told)| told.is_ok())
        };
        assert!(is_whole(&["Page 1 of 1"]) && is_whole(&["Showing 1 to 3 of 3 entries"]));
        assert!(is_whole(&["Page 1 of 2", "Page 2 of 2"]));
        assert!(!is_whole(&["Page 1 of 3", "Page 3 of 3"]) && !is_whole(&["Page 2 of 2"]));
        assert!(!is_whole(&["Showing 1 to 3 of 4 entries"]));
    }
}

//! Pages that say where they begin and how many records they may hold, and not whether others follow.
//!
//! Comes in: the documents of a file. Goes out: why they are not all of their list. A full one may be followed by another:
//! in doubt the file lacks it.

/// Which of the records of a list a document shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The number of the first.
    pub(super) start: u64,
    /// How many it may hold.
    pub(super) limit: u64,
    /// How many it holds.
    pub(super) records: u64,
    /// How many it says that there are.
    pub(super) size: Option<u64>,
}

/// Why the documents of a file are not all of their list.
pub(super) fn lacking(file: &[Window]) -> Option<String> {
    file.iter().find_map(|window| {
        let Window { start, limit, records, size } = *window;
        let begins_at = |at: Option<u64>| at.is_some_and(|at| file.iter().any(|other| other.start == at));
        let said = size.unwrap_or_default();
        if start > 0 && !file.iter().any(|other| other.start < start && other.start.saturating_add(other.limit) >= start) {
            return Some(format!(
                "it begins at entry {start}, and the entries before that are not in it; {REMEDY}"
            ));
        }
        let is_full = limit > 0 && records.max(said) >= limit;
        if is_full && !begins_at(start.checked_add(limit)) {
            return Some(format!(
                "it is a page of {limit} entries at most and is full, so that nobody knows whether more follow; {REMEDY}"
            ));
        }
        (said > records && !is_full).then(|| format!("it says that it has {said} entries, and {records} stand in it; {REMEDY}"))
    })
}

/// What to do about it.
const REMEDY: &str = "export the list again with a greater `limit`, or put all pages of the list into one file";

#[cfg(test)]
mod tests {
    use super::*;

    fn window(start: u64, limit: u64, records: u64, size: u64) -> Window {
        let size = Some(size);
        Window {
            start,
            limit,
            records,
            size,
        }
    }

    #[test]
    fn a_full_page_or_one_in_the_middle_is_not_all_of_a_list() {
        assert_eq!(lacking(&[window(0, 25, 3, 3)]), None);
        assert_eq!(lacking(&[window(0, 25, 25, 25), window(25, 25, 3, 3)]), None);
        assert_eq!(lacking(&[window(0, 0, 3, 3)]), None);
        for file in [
            vec![window(25, 25, 3, 3)],
            vec![window(0, 25, 25, 25)],
            vec![window(0, 25, 2, 25)],
            vec![window(0, 25, 2, 3)],
            vec![window(0, 25, 25, 25), window(25, 25, 25, 25)],
        ] {
            assert!(lacking(&file).is_some(), "{file:?}");
        }
    }
}

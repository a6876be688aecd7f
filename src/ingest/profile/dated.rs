//! The day of which the data of a file is, where the file tells it: in its headings (`Admin status [2026-07-30 GMT]`) or
//! beside its records (`GeneratedTime`).
//!
//! Comes in: an opened file, or the documents of a tree. Goes out: the last of the days in what its profile takes off the
//! headings, as some columns of a report are older than others; or the day at the place that its profile names.

use jiff::civil::Date;

use super::Opened;
use super::marks::stripped;
use crate::ingest::compared::same_word;

use crate::ingest::readers::Row;
use crate::ingest::readers::tree::{Found, Node, select};
use crate::model::pattern::Pattern;
use crate::model::profile::Wrapper;

/// What to do about several reports in one file.
const APART: &str = "put each report into a file of its own, or leave out the older one";

impl Opened<'_> {
    /// The day of which its data is, if it tells one.
    pub(in crate::ingest) fn dated(&self) -> Option<Date> {
        self.told.or_else(|| self.in_headings().into_iter().max())
    }

    /// The oldest day of its headings.
    pub(in crate::ingest) fn dated_from(&self) -> Option<Date> {
        self.in_headings().into_iter().min()
    }

    /// Why a row is not read that is the header once more, but of other days, or stands below such a one; `another` notes where
    /// that stands.
    pub(super) fn of_other_days(&self, row: &Row<'_>, another: &mut Option<u64>) -> Option<String> {
        let strip = self.reading.strip.as_ref()?;
        let header = self.header()?;
        let is_name = |(place, name): (usize, &String)| {
            let cell = row.cells.text(place).unwrap_or_default();
            same_word(&stripped(&cell, Some(strip)), &stripped(name, Some(strip)))
        };
        let is_header = row.cells.len() == header.texts.len() && header.texts.iter().enumerate().all(is_name);
        let below = match *another {
            _ if is_header => {
                *another = Some(row.line);
                return Some(format!(
                    "it is the header of a report of other days than the first; {APART}"
                ));
            }
            None => return None,
            Some(below) => below,
        };
        Some(format!(
            "it stands below the header on line {below}, of a report of other days than the first; {APART}"
        ))
    }

    fn in_headings(&self) -> Vec<Date> {
        let headings = self.header().zip(self.reading.strip.as_ref());
        headings.map_or_else(Vec::new, |(header, strip)| days(&header.texts, strip))
    }
}

/// The day that documents tell at the place that a profile names: the last one, as pages are made one after the other.
pub(super) fn told(documents: &[Node], wrapper: &Wrapper) -> Option<Date> {
    let at = &wrapper.dated.as_ref()?.path;
    let found = documents.iter().flat_map(|document| select(&Found::root(document), at));
    let days = found.filter_map(|found| found.text()?.get(..10)?.parse().ok());
    days.max()
}

fn days(headers: &[String], strip: &Pattern) -> Vec<Date> {
    let off = headers.iter().flat_map(|header| strip.regex().find_iter(header));
    let words = off.flat_map(|off| off.as_str().split([' ', '[', ']', '(', ')']));
    words.filter_map(|word| word.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_days_in_the_headings_are_read() {
        let strip = Pattern::new(r"\s*\[[^\]]*\]$").unwrap();
        let of = |headers: &[&str]| {
            let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
            days(&headers, &strip)
        };
        assert_eq!(
            of(&["User", "Status [2026-07-30 GMT]", "Storage [2026-07-28 GMT]"]),
            [date(2026, 7, 30), date(2026, 7, 28)]
        );
        assert!(of(&["User", "Email [Required]", "2026-07-30"]).is_empty());
    }
}

//! The day of which the data of a file is, where its headings tell it (`Admin status [2026-07-30 GMT]`).
//!
//! Comes in: an opened file. Goes out: the last of the days in what its profile takes off the headings, as some columns of a
//! report are older than others.

use jiff::civil::Date;

use super::Opened;
use crate::model::pattern::Pattern;

impl Opened<'_> {
    /// The day of which its data is, if it tells one.
    pub(in crate::ingest) fn dated(&self) -> Option<Date> {
        let (header, strip) = (self.header()?, self.reading.strip.as_ref()?);
        last(&header.texts, strip)
    }
}

fn last(headers: &[String], strip: &Pattern) -> Option<Date> {
    let off = headers.iter().flat_map(|header| strip.regex().find_iter(header));
    let words = off.flat_map(|off| off.as_str().split([' ', '[', ']', '(', ')']));
    words.filter_map(|word| word.parse().ok()).max()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_last_day_in_the_headings_is_that_of_the_file() {
        let strip = Pattern::new(r"\s*\[[^\]]*\]$").unwrap();
        let of = |headers: &[&str]| {
            let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
            last(&headers, &strip)
        };
        assert_eq!(
            of(&["User", "Status [2026-07-30 GMT]", "Storage [2026-07-28 GMT]"]),
            Some(date(2026, 7, 30))
        );
        assert_eq!(of(&["User", "Email [Required]", "2026-07-30"]), None);
    }
}

//! `[review]`: what the page says of itself.

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::stanza::Stanza;
use crate::model::settings::{DOCUMENT_ROWS, PAGE_RESOURCES};

/// The stanza, checked.
pub(super) struct Review {
    pub(super) organisation: String,
    pub(super) title: String,
    pub(super) date: Date,
    pub(super) zone: Option<TimeZone>,
    pub(super) period: String,
    pub(super) language: String,
    pub(super) page_resources: usize,
    pub(super) document_rows: usize,
    pub(super) retain_years: Option<u32>,
}

/// Reads it; `date` goes before the one of the file.
pub(super) fn read(root: &mut Stanza<'_>, date: Option<Date>) -> Review {
    let mut stanza = root.table("review", "[review]");
    let review = Review {
        organisation: stanza.public_text("organisation", "review.organisation", "Tidewater Labs"),
        title: stanza.public_text("title", "review.title", "Internal access audit"),
        date: audit_date(&mut stanza, date),
        zone: zone(&mut stanza),
        period: stanza.public_text("period", "review.period", "2021 Q3"),
        language: language(&mut stanza),
        page_resources: stanza.number("page-resources", "250").unwrap_or(PAGE_RESOURCES),
        retain_years: retain_years(&mut stanza),
        document_rows: stanza.number("document-rows", "1000").unwrap_or(DOCUMENT_ROWS),
    };
    stanza.done();
    review
}

/// The audit date: the one given on the command line, else the key `date`, which must be right even so.
fn audit_date(stanza: &mut Stanza<'_>, given: Option<Date>) -> Date {
    if given.is_none() && !stanza.holds("date") {
        stanza.missing("date", "2021-10-06");
    }
    let declared = stanza.optional_day("date", "2021-10-06");
    given.or(declared.map(|day| day.value)).unwrap_or(Date::ZERO)
}

/// The zone in whose days people come and leave.
fn zone(stanza: &mut Stanza<'_>) -> Option<TimeZone> {
    let name = stanza.optional_text("zone", "Europe/Berlin")?;
    let zone = TimeZoneDatabase::bundled().get(&name.value).ok();
    if zone.is_none() {
        stanza.file.problem(
            name.line,
            format!(
                "`zone` is `{}`, expected the name of a time zone as continent and city, such as `Europe/Berlin`, or `UTC`",
                name.value
            ),
        );
    }
    zone
}

/// How many years the audit has to be kept.
fn retain_years(stanza: &mut Stanza<'_>) -> Option<u32> {
    let line = stanza.line_of("retain-years");
    let years = stanza.number("retain-years", "7");
    if let (Some(line), Some(years)) = (line, years)
        && !(1..=100).contains(&years)
    {
        stanza.file.problem(
            line,
            format!(
                "`retain-years` is {years}, expected how many years the audit is kept, from 1 to 100, for example `7`"
            ),
        );
    }
    years
}

/// The language of the page; British English where nobody says.
fn language(stanza: &mut Stanza<'_>) -> String {
    let Some(tag) = stanza.optional_text("language", "en-GB") else {
        return "en-GB".to_owned();
    };
    let mut parts = tag.value.split('-');
    let primary = parts
        .next()
        .is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let others =
        parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if !(primary && others) {
        stanza.file.problem(
            tag.line,
            format!("`language` is `{}`, expected a language tag such as `en-GB`", tag.value),
        );
    }
    tag.value
}

//! Cells of the sources sheet: moments with their zone, numbers of a screen, coverage, hashes.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::ingest::compared::{folded, listed, quotable};
use crate::model::evidence::{COUNTINGS, Counted, Extracted};
use crate::model::private::Private;
use crate::model::system::{COVERAGES, Coverage};

/// A trimmed text under a header.
#[derive(Clone, Copy)]
pub(super) struct Cell<'t> {
    pub(super) header: &'static str,
    pub(super) text: &'t str,
}

impl Cell<'_> {
    fn is_empty(self) -> bool {
        self.text.is_empty()
    }

    fn wrong(self, expected: &str) -> String {
        format!(
            "cell `{}` holds `{}`, expected {expected}",
            self.header,
            quotable(self.text)
        )
    }

    pub(super) fn private(self) -> Option<Private> {
        (!self.is_empty()).then(|| Private::new(self.text))
    }

    pub(super) fn coverage(self) -> Result<Option<Coverage>, String> {
        if self.is_empty() {
            return Ok(None);
        }
        let word = folded(self.text);
        let known = COVERAGES.iter().find(|(name, _)| *name == word);
        let expected = || self.wrong(&format!("one of {}", listed(COVERAGES.iter().map(|(name, _)| name))));
        known.map(|(_, coverage)| Some(*coverage)).ok_or_else(expected)
    }

    pub(super) fn hash(self) -> Result<Option<String>, String> {
        if self.is_empty() {
            return Ok(None);
        }
        let hash = self.text.to_ascii_lowercase();
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then_some(Some(hash)).ok_or_else(|| {
            format!(
                "cell `{}` does not hold the 64 digits of a SHA-256; leave it empty, and `access-review check` \
                 writes it",
                self.header
            )
        })
    }

    /// A day and a time with the offset from UTC, or in the zone of the review.
    pub(super) fn moment(self, zone: Option<&TimeZone>) -> Result<Option<Extracted>, String> {
        if self.is_empty() {
            return Ok(None);
        }
        let (clock, offset) = divided(self.text);
        let time: Option<DateTime> = clock.parse().ok().filter(|_| clock.contains(':'));
        let time = match (time, rewritten(clock).as_slice()) {
            (None, [one]) => Some(*one),
            (None, [one, other]) => return Err(self.wrong(&either(*one, *other))),
            (time, _) => time,
        };
        let Some(time) = time.filter(|time| time.year() >= 1900) else {
            return Err(self.wrong(FORM));
        };
        let offset = match (offset, zone) {
            (Some(offset), _) => offset,
            (None, Some(zone)) => match zone.to_ambiguous_zoned(time).unambiguous() {
                Ok(zoned) => zoned.offset(),
                Err(_) => {
                    return Err(self.wrong(
                        "a time that the clocks of the zone of review.toml show once; write the difference to UTC \
                         behind it, such as `+02:00`",
                    ));
                }
            },
            (None, None) => return Err(self.wrong(FORM)),
        };
        let moment = offset.to_timestamp(time).map_err(|_| self.wrong(FORM))?;
        let day = zone.map_or(time.date(), |zone| zone.to_datetime(moment).date());
        Ok(Some(Extracted { day, time, offset }))
    }
}

const FORM: &str = "a day, a time and its difference to UTC such as `2021-10-04 09:30 +02:00`; the difference may be left \
                    out where review.toml names the zone (`zone` under [review])";

/// The moments that a day and a time may be as spreadsheets rewrite them, the day or the month first: `25/10/2021 14:30`,
/// `10/25/2021 2:30 PM`, `25.10.2021 14:30:00`.
fn rewritten(clock: &str) -> Vec<DateTime> {
    let mut words = clock.split_whitespace();
    let (day, time) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let half = words.next().map(str::to_ascii_lowercase);
    let number = |part: &str| {
        let plain = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<i16>().ok()).flatten()
    };
    let parts: Vec<Option<i16>> = day.split(['/', '.', '-']).map(number).collect();
    let clock: Vec<Option<i16>> = time.split(':').map(number).collect();
    let ([Some(first), Some(second), Some(year)], [Some(hour), Some(minute), seconds @ ..]) =
        (parts.as_slice(), clock.as_slice())
    else {
        return Vec::new();
    };
    let second_of = match seconds {
        [] => Some(0),
        [one] => *one,
        _ => None,
    };
    let hour = match (half.as_deref(), *hour) {
        (None, hour) | (Some("am"), hour @ 1..12) => Some(hour),
        (Some("am"), 12) => Some(0),
        (Some("pm"), 12) => Some(12),
        (Some("pm"), hour @ 1..12) => Some(hour + 12),
        (Some(_), _) => None,
    };
    let moment = |month: i16, day: i16| {
        let small = |number: i16| i8::try_from(number).ok();
        let (hour, minute, second) = (small(hour?)?, small(*minute)?, small(second_of?)?);
        DateTime::new(*year, small(month)?, small(day)?, hour, minute, second, 0).ok()
    };
    let mut all: Vec<DateTime> = [moment(*second, *first), moment(*first, *second)]
        .into_iter()
        .flatten()
        .collect();
    all.dedup();
    all
}

/// What is expected where a moment may be two.
fn either(one: DateTime, other: DateTime) -> String {
    let shown = |moment: DateTime| moment.strftime("%Y-%m-%d %H:%M").to_string();
    format!(
        "{FORM}; as it stands it may be `{}` or `{}`: write the one that is meant, in a cell formatted as text, which no \
         spreadsheet rewrites",
        shown(one),
        shown(other)
    )
}

/// The clock and what stands behind it.
fn divided(text: &str) -> (&str, Option<Offset>) {
    for name in ["Z", "UTC", "GMT"] {
        if let Some(clock) = text.strip_suffix(name) {
            return (clock.trim_end(), Some(Offset::UTC));
        }
    }
    // the first ten signs are the day, whose hyphens are no minus
    let sign = text.rfind(['+', '-', '−']).filter(|place| *place > 10);
    let parts = sign.and_then(|place| text.split_at_checked(place));
    let Some((clock, behind)) = parts else {
        return (text, None);
    };
    match offset(behind) {
        Some(offset) => (clock.trim_end(), Some(offset)),
        None => (text, None),
    }
}

/// `+02:00`, `+0200` or `+2`.
fn offset(text: &str) -> Option<Offset> {
    let ahead = text.starts_with('+');
    let digits = text.trim_start_matches(['+', '-', '−']);
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    let number = |part: &str, most: i32| {
        let plain = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        let number: i32 = plain.then(|| part.parse().ok()).flatten()?;
        (number <= most).then_some(number)
    };
    let seconds = number(hours, 14)? * 3600 + number(minutes, 59)? * 60;
    Offset::from_seconds(if ahead { seconds } else { -seconds }).ok()
}

/// What a screen showed: a number, and of what.
pub(super) fn count(number: Cell<'_>, what: Cell<'_>) -> Result<Option<Counted>, String> {
    if number.is_empty() {
        return Ok(None);
    }
    let plain = number.text.bytes().all(|byte| byte.is_ascii_digit());
    let value = plain.then(|| number.text.parse().ok()).flatten();
    let value = value.ok_or_else(|| number.wrong("a number in digits only, such as `128`"))?;
    let word = folded(what.text);
    let known = COUNTINGS.iter().find(|(name, _)| *name == word);
    let words = || listed(COUNTINGS.iter().map(|(name, _)| name));
    match known {
        Some((_, what)) => Ok(Some(Counted {
            number: value,
            what: *what,
        })),
        None if what.is_empty() => Err(format!(
            "cell `{}` is empty, though `{}` holds {value}; say what the screen counts, one of {}",
            what.header,
            number.header,
            words()
        )),
        None => Err(what.wrong(&format!("what the screen counts, one of {}", words()))),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::tz::TimeZoneDatabase;

    use super::*;
    use crate::model::evidence::Counting;

    fn moment(text: &str, zone: Option<&str>) -> Result<Option<(String, String)>, String> {
        let zone = zone.map(|name| TimeZoneDatabase::bundled().get(name).unwrap());
        let header = "extracted at";
        let read = Cell { header, text }.moment(zone.as_ref())?;
        Ok(read.map(|read| (read.to_string(), read.day.to_string())))
    }

    #[test]
    fn a_moment_has_its_difference_to_utc_with_it() {
        for text in [
            "2021-10-04 09:30 +02:00",
            "2021-10-04T09:30+02:00",
            "2021-10-04 09:30:00 +0200",
            "2021-10-04 09:30 +2",
        ] {
            let read = moment(text, None).unwrap().unwrap();
            assert_eq!(read, ("2021-10-04 09:30 +02:00".into(), "2021-10-04".into()), "{text}");
        }
        for text in ["2021-10-04T09:30Z", "2021-10-04 09:30 UTC", "2021-10-04 09:30 +00:00"] {
            assert_eq!(
                moment(text, None).unwrap().unwrap().0,
                "2021-10-04 09:30 +00:00",
                "{text}"
            );
        }
        let west = moment("2021-10-04 21:30 -03:30", None).unwrap().unwrap();
        assert_eq!(west, ("2021-10-04 21:30 -03:30".into(), "2021-10-04".into()));
        assert_eq!(moment("", None), Ok(None));
    }

    #[test]
    fn a_moment_that_a_spreadsheet_rewrote_is_read_where_it_can_be_one_only() {
        let berlin = Some("Europe/Berlin");
        for text in [
            "25/10/2021 14:30",
            "10/25/2021 2:30 PM",
            "25.10.2021 14:30:00",
            "25-10-2021 14:30",
            "2021-10-25 14:30:00",
            "25/10/2021 14:30 +02:00",
        ] {
            let read = moment(text, berlin).unwrap().unwrap();
            assert_eq!(read, ("2021-10-25 14:30 +02:00".into(), "2021-10-25".into()), "{text}");
        }
        assert_eq!(
            moment("10/10/2021 12:05 AM", berlin).unwrap().unwrap().0,
            "2021-10-10 00:05 +02:00"
        );
        for text in ["06/10/2021 14:30", "6.10.2021 14:30"] {
            let told = moment(text, berlin).unwrap_err();
            assert!(
                told.contains(
                    "; as it stands it may be `2021-10-06 14:30` or `2021-06-10 14:30`: write the one that is meant"
                ),
                "{told}"
            );
        }
        for text in [
            "25/10/21 14:30",
            "25/13/2021 14:30",
            "25/10/2021 14:30 XM",
            "25/10/2021",
            "25/10/2021 25:00",
        ] {
            assert!(
                moment(text, berlin)
                    .unwrap_err()
                    .contains("such as `2021-10-04 09:30 +02:00`"),
                "{text}"
            );
        }
    }

    #[test]
    fn the_zone_of_the_review_says_which_day_it_was_and_stands_in_for_a_difference() {
        let berlin = Some("Europe/Berlin");
        let read = |text| moment(text, berlin).unwrap().unwrap();
        assert_eq!(read("2021-10-04 23:30 UTC").1, "2021-10-05");
        assert_eq!(read("2021-10-04 09:30").0, "2021-10-04 09:30 +02:00");
        assert_eq!(read("2021-11-04 09:30").0, "2021-11-04 09:30 +01:00");
        let twice = moment("2021-10-31 02:30", berlin).unwrap_err();
        assert!(twice.contains("show once"), "{twice}");
        let never = moment("2021-03-28 02:30", berlin).unwrap_err();
        assert!(never.contains("show once"), "{never}");
    }

    #[test]
    fn any_other_moment_is_asked_for() {
        for text in [
            "2021-10-04",
            "2021-10-04 09:30",
            "04.10.2021 09:30 +02:00",
            "10/4/2021 9:30",
            "2021-10-04 25:00 +02:00",
            "2021-10-04 09:30 +99:00",
            "2021-10-04 09:30 CEST",
            "yesterday",
        ] {
            let message = moment(text, None).unwrap_err();
            assert!(message.contains("`2021-10-04 09:30 +02:00`"), "{text}: {message}");
        }
    }

    #[test]
    fn a_number_of_a_screen_says_what_it_counts() {
        let cells = |number, what| {
            let number = Cell {
                header: "count on screen",
                text: number,
            };
            let what = Cell {
                header: "counted",
                text: what,
            };
            count(number, what)
        };
        let counted = cells("128", "Accounts").unwrap().unwrap();
        assert_eq!((counted.number, counted.what), (128, Counting::Accounts));
        assert_eq!(cells("", "rows"), Ok(None));
        for (number, what, fragment) in [
            ("1,280", "rows", "digits only"),
            ("about 20", "rows", "digits only"),
            ("20", "", "say what the screen counts"),
            ("20", "users", "`accounts`"),
        ] {
            let message = cells(number, what).unwrap_err();
            assert!(message.contains(fragment), "{number} {what}: {message}");
        }
    }

    #[test]
    fn coverage_and_hash_are_exact() {
        let cell = |text| Cell { header: "x", text };
        assert_eq!(cell("Full").coverage(), Ok(Some(Coverage::Full)));
        assert_eq!(cell("").coverage(), Ok(None));
        assert!(cell("complete").coverage().unwrap_err().contains("`partial`"));
        let hash = "ab".repeat(32);
        let upper = hash.to_uppercase();
        assert_eq!(cell(&upper).hash(), Ok(Some(hash)));
        assert!(cell("12ab").hash().unwrap_err().contains("64 digits"));
    }
}

//! Dates: ISO 8601 always, other forms only where `review.toml` or a profile declares them. A text that two forms read
//! as two days is refused.
//!
//! Comes in: a text. Goes out: the day that stands in it, as it stands there. One more token: a line in [`TOKENS`], and
//! how much of a text it takes.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;

use crate::ingest::compared::listed;

/// The forms in which the dates of one file are written.
pub(super) struct Dates<'a> {
    forms: Vec<(&'a str, Vec<Piece>)>,
}

/// A part of a declared form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    ShortYear,
    Month,
    MonthName,
    Day,
    Hour,
    Minute,
    Second,
    HalfDay,
    Weekday,
    Fraction,
    Offset,
    Milliseconds,
    Letter(char),
}

/// Longer ones first.
const TOKENS: [(&str, Piece); 16] = [
    ("epoch-ms", Piece::Milliseconds),
    ("YYYY", Piece::Year),
    ("YY", Piece::ShortYear),
    ("MMM", Piece::MonthName),
    ("MM", Piece::Month),
    ("M", Piece::Month),
    ("DD", Piece::Day),
    ("D", Piece::Day),
    ("HH", Piece::Hour),
    ("mm", Piece::Minute),
    ("ss", Piece::Second),
    ("SSS", Piece::Fraction),
    ("ddd", Piece::Weekday),
    ("ZZ", Piece::Offset),
    ("A", Piece::HalfDay),
    ("h", Piece::Hour),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

impl<'a> Dates<'a> {
    /// Forms such as `DD/MM/YYYY HH:mm`.
    pub(super) fn declared(forms: &'a [String]) -> Self {
        let forms = forms.iter().map(|form| (form.as_str(), pieces(form)));
        Self { forms: forms.collect() }
    }

    /// The day that a text says.
    pub(super) fn read(&self, text: &str) -> Result<Date, String> {
        let mut read = iso(text).map(|date| ("YYYY-MM-DD", date));
        for (form, pieces) in &self.forms {
            let Some(date) = day(text, pieces) else { continue };
            match read {
                Some((other, before)) if before != date => return Err(ambiguous((other, before), (form, date))),
                Some(_) => {}
                None => read = Some((form, date)),
            }
        }
        read.map(|(_, date)| date).ok_or_else(|| self.unreadable(text))
    }

    /// The first and the last moment that a text may mean, in UTC where it tells how far that is off: all of the day where
    /// it is not ISO 8601 with a time.
    pub(super) fn moments(&self, text: &str) -> Result<(DateTime, DateTime), String> {
        let day = self.read(text)?;
        let whole = (day.at(0, 0, 0, 0), day.at(23, 59, 59, 0));
        let Some(pieces) = Pieces::parse(text).ok().filter(|pieces| pieces.time().is_some()) else {
            return Ok(whole);
        };
        let exact = text
            .parse::<Timestamp>()
            .map(|at| at.to_zoned(TimeZone::UTC).datetime());
        let exact = exact.ok().or_else(|| Some(day.to_datetime(pieces.time()?)));
        Ok(exact.map_or(whole, |exact| (exact, exact)))
    }

    fn unreadable(&self, text: &str) -> String {
        let forms = std::iter::once("YYYY-MM-DD").chain(self.forms.iter().map(|(form, _)| *form));
        let likely = likely(text);
        let likely: Vec<String> = likely.iter().map(|form| format!("`dates = [{form:?}]`")).collect();
        let how = if likely.is_empty() {
            "`dates`".to_owned()
        } else {
            likely.join(" or ")
        };
        format!(
            "expected a day of the calendar written as {}; declare another form with {how} where \
             review.toml names the file",
            listed(forms)
        )
    }
}

fn ambiguous((one, first): (&str, Date), (other, second): (&str, Date)) -> String {
    format!(
        "which is {first} read as `{one}` and {second} read as `{other}`; declare only one of them with `dates` where \
         review.toml names the file"
    )
}

/// The forms of numbers alone, such as can be declared, by which a text would be a day.
fn likely(text: &str) -> Vec<String> {
    let Some(between) = text
        .trim_start_matches(|sign: char| sign.is_ascii_digit())
        .chars()
        .next()
    else {
        return Vec::new();
    };
    let time = match text.matches(':').count() {
        0 => "",
        1 => " HH:mm",
        _ => " HH:mm:ss",
    };
    let orders = [["DD", "MM", "YYYY"], ["MM", "DD", "YYYY"], ["YYYY", "MM", "DD"]];
    let forms = orders.map(|order| order.join(&between.to_string()) + time);
    let fits = |form: &String| matches!(between, '.' | '/' | '-') && day(text, &pieces(form)).is_some();
    forms.into_iter().filter(fits).collect()
}

/// `2021-09-30`, with or without a time after it.
fn iso(text: &str) -> Option<Date> {
    let hyphens = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    hyphens
        .then(|| Pieces::parse(text).ok())
        .flatten()
        .map(|pieces| pieces.date())
}

fn pieces(form: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = form.trim();
    while let Some(letter) = rest.chars().next() {
        let token = TOKENS
            .iter()
            .find_map(|(token, piece)| Some((*piece, rest.strip_prefix(token)?)));
        // `HHhmm` has one hour and a letter
        let token = token.filter(|(piece, _)| *piece != Piece::Hour || pieces.last() != Some(&Piece::Hour));
        let (piece, after) = token.unwrap_or((Piece::Letter(letter), rest.strip_prefix(letter).unwrap_or_default()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The day, if the text is written exactly so. A part of two digits may lack its leading zero where no digit follows.
fn day(text: &str, pieces: &[Piece]) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, None);
    let mut rest = text;
    for piece in pieces {
        let (width, most) = match piece {
            Piece::Letter(' ') => {
                let after = rest.trim_start_matches(' ');
                if after.len() == rest.len() {
                    return None;
                }
                rest = after;
                continue;
            }
            Piece::Letter(letter) => {
                rest = rest.strip_prefix(*letter)?;
                continue;
            }
            Piece::MonthName => {
                let (number, after) = named(rest, &MONTHS)?;
                (month, rest) = (Some(number), after);
                continue;
            }
            Piece::Weekday => {
                (_, rest) = named(rest, &DAYS)?;
                continue;
            }
            Piece::HalfDay => {
                let (half, after) = rest.split_at_checked(2)?;
                if !["am", "pm"].iter().any(|word| half.eq_ignore_ascii_case(word)) {
                    return None;
                }
                rest = after;
                continue;
            }
            Piece::Fraction => {
                let after = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
                if after.len() == rest.len() {
                    return None;
                }
                rest = after;
                continue;
            }
            Piece::Offset => {
                rest = after_offset(rest)?;
                continue;
            }
            Piece::Milliseconds => return epoch(rest),
            Piece::Year => (4, 9999),
            Piece::ShortYear => (2, 99),
            Piece::Month => (2, 12),
            Piece::Day => (2, 31),
            Piece::Hour => (2, 23),
            Piece::Minute | Piece::Second => (2, 59),
        };
        let digits = rest.bytes().take(width).take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at_checked(digits)?;
        let exact = matches!(piece, Piece::Year | Piece::ShortYear);
        if number.is_empty() || (exact && digits < width) {
            return None;
        }
        let number: i16 = number.parse().ok().filter(|number| *number <= most)?;
        rest = after;
        match piece {
            Piece::Year => year = Some(number),
            Piece::ShortYear => year = Some(if number < 50 { 2000 + number } else { 1900 + number }),
            Piece::Month => month = Some(number),
            Piece::Day => day = Some(number),
            Piece::Hour
            | Piece::Minute
            | Piece::Second
            | Piece::MonthName
            | Piece::HalfDay
            | Piece::Weekday
            | Piece::Fraction
            | Piece::Offset
            | Piece::Milliseconds
            | Piece::Letter(_) => {}
        }
    }
    if !rest.is_empty() {
        return None;
    }
    Date::new(year?, month?.try_into().ok()?, day?.try_into().ok()?).ok()
}

/// The number from 1 of the name at the beginning of a text, whole or its first three letters, and what follows it.
fn named<'t>(text: &'t str, names: &[&str]) -> Option<(i16, &'t str)> {
    let after = text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let name = text.get(..text.len() - after.len())?.to_ascii_lowercase();
    let fits = |whole: &&str| name == *whole || (name.len() == 3 && whole.starts_with(&name));
    let place = names.iter().position(fits)?;
    Some((i16::try_from(place).ok()? + 1, after))
}

/// What follows `Z`, `+0200` or `+02:00`.
fn after_offset(text: &str) -> Option<&str> {
    if let Some(after) = text.strip_prefix('Z') {
        return Some(after);
    }
    let text = text.strip_prefix(['+', '-'])?;
    let (hours, rest) = text.split_at_checked(2)?;
    let (minutes, after) = rest.strip_prefix(':').unwrap_or(rest).split_at_checked(2)?;
    let digits = |part: &str| part.bytes().all(|sign| sign.is_ascii_digit());
    (digits(hours) && digits(minutes)).then_some(after)
}

/// The day of a number of milliseconds since 1970, in UTC.
fn epoch(text: &str) -> Option<Date> {
    let plain = !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
    let number = plain.then(|| text.parse().ok()).flatten()?;
    Some(Timestamp::from_millisecond(number).ok()?.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(text: &str, forms: &[&str]) -> Result<Date, String> {
        let forms: Vec<String> = forms.iter().map(ToString::to_string).collect();
        Dates::declared(&forms).read(text)
    }

    #[test]
    fn iso_dates_are_always_read() {
        for text in [
            "2021-09-30",
            "2021-09-30T10:11:12Z",
            "2021-09-30 10:11:12",
            "2021-09-30T10:11:12.5+02:00",
        ] {
            assert_eq!(read(text, &["DD.MM.YYYY"]), Ok(date(2021, 9, 30)), "{text}");
        }
    }

    #[test]
    fn other_forms_are_read_where_declared() {
        assert_eq!(read("30/09/2021 18:05", &["DD/MM/YYYY HH:mm"]), Ok(date(2021, 9, 30)));
        assert_eq!(read("3.9.2021", &["DD.MM.YYYY"]), Ok(date(2021, 9, 3)));
        assert_eq!(read("20210930180500", &["YYYYMMDDHHmmss"]), Ok(date(2021, 9, 30)));
        assert_eq!(read("am 30.09.2021", &["am DD.MM.YYYY"]), Ok(date(2021, 9, 30)));
    }

    #[test]
    fn the_forms_of_profiles_are_read() {
        for (text, form) in [
            ("3 Sep 2021", "D MMM YYYY"),
            ("3 September 2021", "D MMM YYYY"),
            ("03-SEP-21", "DD-MMM-YY"),
            ("9/3/2021 1:05:09 PM", "M/D/YYYY h:mm:ss A"),
            ("Fri Sep  3 08:52:00 +0000 2021", "ddd MMM D HH:mm:ss ZZ YYYY"),
            ("2021/09/03 10:11:12.123456 +02:00", "YYYY/MM/DD HH:mm:ss.SSS ZZ"),
            ("2021/09/03 10:11Z", "YYYY/MM/DD HH:mmZZ"),
            ("03/09/2021 18h05", "DD/MM/YYYY HHhmm"),
            ("1630627200000", "epoch-ms"),
        ] {
            assert_eq!(read(text, &[form]), Ok(date(2021, 9, 3)), "{text}");
        }
        // somebody hired long ago is not yet to come
        assert_eq!(read("30-SEP-98", &["DD-MMM-YY"]), Ok(date(1998, 9, 30)));
        for (text, form) in [
            ("3 Xyz 2021", "D MMM YYYY"),
            ("3 S 2021", "D MMM YYYY"),
            ("9/3/2021 1:05:09 XM", "M/D/YYYY h:mm:ss A"),
            ("2021/09/03 +2", "YYYY/MM/DD ZZ"),
            ("-1", "epoch-ms"),
            ("3Sep2021", "D MMM YYYY"),
        ] {
            assert!(read(text, &[form]).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_declared_or_no_day_is_refused_with_the_forms() {
        for text in [
            "30/09/2021",
            "2021-02-29",
            "30.09.21",
            "30.13.2021",
            "30.09.2021 x",
            "20210930",
            "1900-02-29",
            "-",
        ] {
            let message = read(text, &["DD.MM.YYYY"]).err().unwrap_or_default();
            assert!(message.contains("`YYYY-MM-DD`, `DD.MM.YYYY`"), "{text}: {message}");
        }
    }

    #[test]
    fn a_day_in_another_form_is_told_with_the_form_to_declare() {
        for (text, forms) in [
            ("31.12.2024", "`dates = [\"DD.MM.YYYY\"]` where"),
            ("12/31/2024 09:05", "`dates = [\"MM/DD/YYYY HH:mm\"]` where"),
            (
                "3/4/2024",
                "`dates = [\"DD/MM/YYYY\"]` or `dates = [\"MM/DD/YYYY\"]` where",
            ),
            ("2024/12/31", "`dates = [\"YYYY/MM/DD\"]` where"),
            ("soon", "another form with `dates` where"),
            ("31.31.2024", "another form with `dates` where"),
        ] {
            let message = read(text, &[]).err().unwrap_or_default();
            assert!(message.contains(forms), "{text}: {message}");
        }
    }

    #[test]
    fn a_text_that_two_forms_read_as_two_days_is_refused() {
        let message = read("03/04/2021", &["DD/MM/YYYY", "MM/DD/YYYY"])
            .err()
            .unwrap_or_default();
        assert!(
            message.contains("2021-04-03 read as `DD/MM/YYYY` and 2021-03-04 read as `MM/DD/YYYY`"),
            "{message}"
        );
        assert_eq!(read("04/04/2021", &["DD/MM/YYYY", "MM/DD/YYYY"]), Ok(date(2021, 4, 4)));
        assert!(read("2021-03-04", &["YYYY-DD-MM"]).is_err());
    }
}

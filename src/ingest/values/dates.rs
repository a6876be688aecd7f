//! Dates: ISO 8601 always, other forms only where `review.toml` declares them. A text that two forms read as two
//! days is refused.

use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;

use crate::ingest::compared::listed;

/// The forms in which the dates of one file are written.
pub(super) struct Dates<'a> {
    forms: Vec<(&'a str, Vec<Piece>)>,
}

/// A part of a declared form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Letter(char),
}

const TOKENS: [(&str, Piece); 6] = [
    ("YYYY", Piece::Year),
    ("MM", Piece::Month),
    ("DD", Piece::Day),
    ("HH", Piece::Hour),
    ("mm", Piece::Minute),
    ("ss", Piece::Second),
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
        read.map(|(_, date)| date).ok_or_else(|| self.unreadable())
    }

    fn unreadable(&self) -> String {
        let forms = std::iter::once("YYYY-MM-DD").chain(self.forms.iter().map(|(form, _)| *form));
        format!(
            "expected a day of the calendar written as {}; declare other forms under `dates` in review.toml",
            listed(forms)
        )
    }
}

fn ambiguous((one, first): (&str, Date), (other, second): (&str, Date)) -> String {
    format!("which is {first} read as `{one}` and {second} read as `{other}`; declare only one of them in review.toml")
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
            Piece::Letter(letter) => {
                rest = rest.strip_prefix(*letter)?;
                continue;
            }
            Piece::Year => (4, 9999),
            Piece::Month => (2, 12),
            Piece::Day => (2, 31),
            Piece::Hour => (2, 23),
            Piece::Minute | Piece::Second => (2, 59),
        };
        let digits = rest.bytes().take(width).take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at_checked(digits)?;
        if number.is_empty() || (width == 4 && digits < 4) {
            return None;
        }
        let number: i16 = number.parse().ok().filter(|number| *number <= most)?;
        rest = after;
        match piece {
            Piece::Year => year = Some(number),
            Piece::Month => month = Some(number),
            Piece::Day => day = Some(number),
            Piece::Hour | Piece::Minute | Piece::Second | Piece::Letter(_) => {}
        }
    }
    if !rest.is_empty() {
        return None;
    }
    Date::new(year?, month?.try_into().ok()?, day?.try_into().ok()?).ok()
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

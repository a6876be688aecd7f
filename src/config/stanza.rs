//! One table of a TOML file, read key by key. What nobody asked for is an unknown key.

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::choice::one_of;
use super::file::File;
use super::value::{At, found};
use crate::model::likeness::did_you_mean;

/// A table with what is left of it to read. Close it with [`Stanza::done`].
#[must_use = "`done` reports its unknown keys"]
pub(super) struct Stanza<'f> {
    /// The file, to note problems in.
    pub(super) file: &'f File,
    /// How messages call the table (`[[system]]`).
    pub(super) header: &'f str,
    /// Line on which it begins.
    pub(super) line: u64,
    left: DeTable<'f>,
    asked: Vec<String>,
}

impl<'f> Stanza<'f> {
    /// A table that begins on the line.
    pub(super) fn new(file: &'f File, header: &'f str, line: u64, left: DeTable<'f>) -> Self {
        Self {
            file,
            header,
            line,
            left,
            asked: Vec::new(),
        }
    }

    /// Whether the key is there and not yet read.
    pub(super) fn holds(&self, key: &str) -> bool {
        self.left.contains_key(key)
    }

    /// The keys that are there and not yet read.
    pub(super) fn keys(&self) -> Vec<String> {
        self.left.keys().map(|key| key.get_ref().to_string()).collect()
    }

    /// The value of a key that is there and not yet read.
    pub(super) fn peek(&self, key: &str) -> Option<&DeValue<'f>> {
        self.left.get(key).map(toml::Spanned::get_ref)
    }

    /// The line of a key's value; none where the key is not there or already read.
    pub(super) fn line_of(&self, key: &str) -> Option<u64> {
        let value = self.left.get(key)?;
        Some(self.file.line(value.span().start))
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn done(self) {
        let known: Vec<&str> = self.asked.iter().map(String::as_str).collect();
        for key in self.left.keys() {
            let name = key.get_ref();
            self.file.problem(
                self.file.line(key.span().start),
                format!(
                    "unknown key `{name}` in `{}`, expected {}{}",
                    self.header,
                    one_of(&known),
                    did_you_mean(name, &known)
                ),
            );
        }
    }

    /// Reports a required key that is not there, with an example of its line.
    pub(super) fn missing(&self, key: &str, example: &str) {
        let message = if self.file.is_workbook() {
            format!("`{key}` is empty; write for example `{}`", bare(example))
        } else {
            format!(
                "`{}` has no `{key}`; write for example `{key} = {example}`",
                self.header
            )
        };
        self.file.problem_of_key(self.line, key, message);
    }

    /// How messages call what it is.
    pub(super) fn called(&self) -> String {
        if self.file.is_workbook() {
            "row".to_owned()
        } else {
            format!("`{}`", self.header)
        }
    }

    /// A required text.
    pub(super) fn text(&mut self, key: &str, example: &str) -> At<String> {
        if !self.holds(key) {
            self.missing(key, &format!("\"{example}\""));
        }
        self.optional_text(key, example)
            .unwrap_or_else(|| At::unread(self.line))
    }

    /// A required text that a public page can show.
    pub(super) fn public_text(&mut self, key: &str, field: &'static str, example: &str) -> String {
        let text = self.text(key, example);
        self.file.show(field, &text);
        text.value
    }

    /// A text without surrounding blanks; none where the key is not there or no text.
    pub(super) fn optional_text(&mut self, key: &str, example: &str) -> Option<At<String>> {
        let value = self.ask(key)?;
        self.word(key, &value, &format!("\"{example}\""))
    }

    /// A separator.
    pub(super) fn separator(&mut self, key: &str) -> Option<String> {
        let text = self.verbatim(key, "text that stands between two values", "\";\"")?;
        Some(text.value)
    }

    /// A text as it is written, blanks and all; an empty one is refused.
    pub(super) fn verbatim(&mut self, key: &str, expected: &str, example: &str) -> Option<At<String>> {
        let At { line, value } = self.ask(key)?;
        let text = value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        if text.is_none() {
            self.unexpected(line, key, &value, expected, example);
        }
        Some(At { line, value: text? })
    }

    /// A text or a list of texts; none where the key is not there, empty where nothing of it could be read.
    pub(super) fn texts(&mut self, key: &str, example: &str) -> Option<Vec<At<String>>> {
        let example = format!("[\"{example}\"]");
        let items = self.items(key, &example)?;
        Some(items.iter().filter_map(|item| self.word(key, item, &example)).collect())
    }

    /// As [`Stanza::texts`], but the key must be there.
    pub(super) fn required_texts(&mut self, key: &str, example: &str) -> Vec<At<String>> {
        if !self.holds(key) {
            self.missing(key, &format!("[\"{example}\"]"));
        }
        self.texts(key, example).unwrap_or_default()
    }

    /// Required texts of cells: an empty one means an empty cell.
    pub(super) fn cells(&mut self, key: &str, example: &str) -> Vec<String> {
        if !self.holds(key) {
            self.missing(key, &format!("[\"{example}\"]"));
        }
        self.optional_cells(key, example).unwrap_or_default()
    }

    /// As [`Stanza::cells`]; none where the key is not there.
    pub(super) fn optional_cells(&mut self, key: &str, example: &str) -> Option<Vec<String>> {
        let example = format!("[\"{example}\"]");
        let items = self.items(key, &example)?;
        let texts = items.iter().filter_map(|item| self.trimmed(key, item, &example));
        Some(texts.map(|text| text.value).collect())
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &str, default: bool) -> bool {
        match self.ask(key) {
            None => default,
            Some(At {
                value: DeValue::Boolean(flag),
                ..
            }) => flag,
            Some(At { line, value }) => {
                let (expected, example) = if self.file.is_workbook() {
                    ("yes or no", "yes")
                } else {
                    ("`true` or `false` without quotes", "true")
                };
                self.unexpected(line, key, &value, expected, example);
                default
            }
        }
    }

    /// A whole number, 0 or more; none where the key is not there or holds something else.
    pub(super) fn number<N: TryFrom<u64>>(&mut self, key: &str, example: &str) -> Option<N> {
        let At { line, value } = self.ask(key)?;
        let number = value
            .as_integer()
            .and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok())
            .and_then(|number| N::try_from(number).ok());
        if number.is_none() {
            self.unexpected(line, key, &value, "a whole number, 0 or more, without quotes", example);
        }
        number
    }

    /// A required date without a time.
    pub(super) fn day(&mut self, key: &str, example: &str) -> Option<At<Date>> {
        if !self.holds(key) {
            self.missing(key, example);
        }
        self.optional_day(key, example)
    }

    /// A date without a time; none where the key is not there or holds something else.
    pub(super) fn optional_day(&mut self, key: &str, example: &str) -> Option<At<Date>> {
        let At { line, value } = self.ask(key)?;
        let day = value.as_datetime().and_then(|datetime| {
            let date = datetime
                .date
                .filter(|_| datetime.time.is_none() && datetime.offset.is_none())?;
            let part = |number: u8| i8::try_from(number).ok();
            Date::new(i16::try_from(date.year).ok()?, part(date.month)?, part(date.day)?).ok()
        });
        if day.is_none() {
            let expected = if self.file.is_workbook() {
                "a date, or year-month-day"
            } else {
                "a date as year-month-day without quotes"
            };
            self.unexpected(line, key, &value, expected, example);
        }
        Some(At { line, value: day? })
    }

    /// One of the choices; none where it is another word, or where a key without default is not there.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)], default: Option<T>) -> Option<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        if !self.holds(key) && default.is_none() {
            self.file.problem(
                self.line,
                format!("`{}` has no `{key}`, expected {}", self.header, one_of(&names)),
            );
        }
        let Some(value) = self.ask(key) else {
            return default;
        };
        let chosen = value
            .value
            .as_str()
            .and_then(|text| choices.iter().find(|(name, _)| *name == text.trim()));
        if let Some((_, choice)) = chosen {
            return Some(*choice);
        }
        let guess = did_you_mean(value.value.as_str().unwrap_or_default(), &names);
        self.file.problem(
            value.line,
            format!("`{key}` is {}, expected {}{guess}", found(&value.value), one_of(&names)),
        );
        None
    }

    /// A table under this one; empty where the key is not there.
    pub(super) fn table(&mut self, key: &str, header: &'f str) -> Stanza<'f> {
        let (line, table) = match self.ask(key) {
            None => (self.line, DeTable::new()),
            Some(At {
                line,
                value: DeValue::Table(table),
            }) => (line, table),
            Some(At { line, value }) => {
                self.file.problem(
                    line,
                    format!("`{key}` is {}, expected one table: `{header}`", found(&value)),
                );
                (line, DeTable::new())
            }
        };
        Self::new(self.file, header, line, table)
    }

    /// The tables of a list under this one, in their order.
    pub(super) fn tables(&mut self, key: &str, header: &'f str) -> Vec<Stanza<'f>> {
        let Some(At { line, value }) = self.ask(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value else {
            self.file.problem(
                line,
                format!(
                    "`{key}` is {}; begin each with `{header}`, in two pairs of brackets, as there may be several",
                    found(&value)
                ),
            );
            return Vec::new();
        };
        let mut stanzas = Vec::new();
        for item in items {
            let line = self.file.line(item.span().start);
            let value = item.into_inner();
            let what = found(&value);
            if let DeValue::Table(table) = value {
                stanzas.push(Self::new(self.file, header, line, table));
            } else {
                self.file.problem(
                    line,
                    format!("an entry of `{key}` is {what}, expected a table `{header}`"),
                );
            }
        }
        stanzas
    }

    /// Takes the value of a key, which makes the key a known one.
    pub(super) fn ask(&mut self, key: &str) -> Option<At<DeValue<'f>>> {
        self.asked.push(key.to_owned());
        let value = self.left.remove(key)?;
        Some(At {
            line: self.file.line(value.span().start),
            value: value.into_inner(),
        })
    }

    /// Notes that a value is not what it should be.
    pub(super) fn unexpected(&self, line: u64, key: &str, value: &DeValue<'_>, expected: &str, example: &str) {
        let example = if self.file.is_workbook() {
            bare(example).to_owned()
        } else {
            format!("{key} = {example}")
        };
        self.file.problem(
            line,
            format!(
                "`{key}` is {}, expected {expected}, for example `{example}`",
                found(value)
            ),
        );
    }

    /// The values of a list, or the one value that stands without brackets.
    pub(super) fn items(&mut self, key: &str, example: &str) -> Option<Vec<At<DeValue<'f>>>> {
        let At { line, value } = self.ask(key)?;
        let DeValue::Array(items) = value else {
            return Some(vec![At { line, value }]);
        };
        if items.is_empty() {
            self.file.problem(
                line,
                format!("`{key}` is an empty list; leave the key out, or write for example `{key} = {example}`"),
            );
        }
        let placed = items.into_iter().map(|item| At {
            line: self.file.line(item.span().start),
            value: item.into_inner(),
        });
        Some(placed.collect())
    }

    /// A text that says something.
    pub(super) fn word(&self, key: &str, value: &At<DeValue<'f>>, example: &str) -> Option<At<String>> {
        let text = self.trimmed(key, value, example)?;
        if !text.is_read() {
            self.file.problem(
                text.line,
                format!("`{key}` has an empty text, expected for example `{key} = {example}`"),
            );
            return None;
        }
        Some(text)
    }

    /// A text without surrounding blanks.
    fn trimmed(&self, key: &str, value: &At<DeValue<'f>>, example: &str) -> Option<At<String>> {
        let At { line, value } = value;
        let Some(text) = value.as_str() else {
            self.unexpected(*line, key, value, "text in quotes", example);
            return None;
        };
        Some(At {
            line: *line,
            value: text.trim().to_owned(),
        })
    }
}

/// An example of a value as a cell holds it.
fn bare(example: &str) -> &str {
    example.trim_matches(['[', ']', '"'])
}

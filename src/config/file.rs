//! One TOML file: its text in, its outermost stanza, its problems and its public texts out.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::path::Path;

use toml::de::DeTable;

use super::stanza::Stanza;
use super::value::At;
use crate::model::problem::Problems;
use crate::model::settings::PublicText;

/// A file and what was noted while it was read. The notes stand in cells, because every stanza of the file adds some
/// while others are still open.
pub(super) struct File {
    name: String,
    /// None where the file is absent or is no text.
    text: Option<String>,
    absent: bool,
    /// Whether the program carries it, so that tests looked at what is dear to check.
    carried: bool,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    problems: RefCell<Problems>,
    public_texts: RefCell<Vec<PublicText>>,
}

impl File {
    /// Reads the file; what cannot be read is noted as a problem, an absent file is not.
    pub(super) fn open(inputs: &Path, name: &str) -> Self {
        let mut file = Self::of_text(name, None);
        let bytes = match std::fs::read(inputs.join(name)) {
            Ok(bytes) => bytes,
            Err(error) => {
                let kind = error.kind();
                if kind == ErrorKind::NotFound {
                    file.absent = true;
                } else if kind == ErrorKind::IsADirectory {
                    file.problem_of_all("is a folder, expected a text file");
                } else {
                    file.problem_of_all(format!("cannot be read: {error}"));
                }
                return file;
            }
        };
        file.lines = line_starts(&bytes);
        match String::from_utf8(bytes) {
            Ok(text) => file.text = Some(text),
            Err(error) => file.problem(
                file.line(error.utf8_error().valid_up_to()),
                "holds a letter that is not UTF-8; save the file again with the encoding UTF-8",
            ),
        }
        file
    }

    /// A file of which the text is known.
    pub(super) fn of_text(name: &str, text: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            lines: line_starts(text.as_deref().unwrap_or_default().as_bytes()),
            text,
            absent: false,
            carried: false,
            problems: RefCell::default(),
            public_texts: RefCell::default(),
        }
    }

    /// A file that the program carries.
    pub(super) fn carried(name: &str, text: &str) -> Self {
        Self {
            carried: true,
            ..Self::of_text(name, Some(text.to_owned()))
        }
    }

    /// Whether the program carries it.
    pub(super) fn is_carried(&self) -> bool {
        self.carried
    }

    /// Whether there is no such file.
    pub(super) fn is_absent(&self) -> bool {
        self.absent
    }

    /// The outermost stanza; none where the text is no TOML, which is noted.
    pub(super) fn stanza(&self) -> Option<Stanza<'_>> {
        let text = self.text.as_deref()?;
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Some(Stanza::new(self, &self.name, 1, table.into_inner()));
        }
        let mut last = None;
        for error in errors {
            let line = error.span().map(|span| self.line(span.start));
            // What follows on the same line mostly follows from the same mistake.
            if line.is_none() || line != last {
                self.misspelt(text, line, error.message());
            }
            last = line;
        }
        None
    }

    /// Notes that a line is no TOML, with the remedy for the mistakes that people from spreadsheets make.
    fn misspelt(&self, text: &str, line: Option<u64>, why: &str) {
        let Some(line) = line else {
            return self.problem_of_all(format!("cannot be read: {why}"));
        };
        let place = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        let found = text.lines().nth(place).unwrap_or_default().trim();
        let remedy = if found.contains(['“', '”', '„', '‘', '’']) {
            "; write straight quotes `\"`, not curly ones"
        } else if found.starts_with("date ") || found.starts_with("date=") {
            "; write a date as year-month-day without quotes, for example `date = 2021-10-06`"
        } else if found.contains('\\') {
            "; write paths with `/`, and other texts that have a backslash in single quotes"
        } else {
            ""
        };
        self.problem(line, format!("cannot read `{found}`: {why}{remedy}"));
    }

    /// Notes a problem of one line.
    pub(super) fn problem(&self, line: u64, message: impl Into<String>) {
        self.problems.borrow_mut().add(&self.name, Some(line), message);
    }

    /// Notes a problem of the file as a whole.
    pub(super) fn problem_of_all(&self, message: impl Into<String>) {
        self.problems.borrow_mut().add(&self.name, None, message);
    }

    /// Notes a text that a public page can show.
    pub(super) fn show(&self, field: &'static str, text: &At<String>) {
        self.public_texts.borrow_mut().push(PublicText {
            file: self.name.clone(),
            line: text.line,
            field,
            text: text.value.clone(),
        });
    }

    /// The line, from 1, on which a byte stands.
    pub(super) fn line(&self, byte: usize) -> u64 {
        self.lines.partition_point(|start| *start <= byte) as u64
    }

    /// Everything noted.
    pub(super) fn close(self) -> (Problems, Vec<PublicText>) {
        (self.problems.into_inner(), self.public_texts.into_inner())
    }
}

/// Where each line begins, in bytes.
fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
}

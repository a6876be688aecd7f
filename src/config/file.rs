//! One TOML file, or a workbook that says the same: its text in, its outermost stanza, its problems and its public texts
//! out.
//!
//! A line is a line of the text, or the number of a place in the workbook. Who keeps one keeps [`File::row`] of it.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::path::Path;

use toml::de::DeTable;

use super::stanza::Stanza;
use super::value::At;
use super::workbook::{Book, Place, Wrong};
use crate::model::problem::Problems;
use crate::model::settings::PublicText;
use crate::model::workbook::{Declares, ReadWorkbook, RolesSheet};

/// A file and what was noted while it was read. The notes stand in cells, because every stanza of the file adds some
/// while others are still open.
pub(super) struct File {
    name: String,
    /// None where the file is absent or is no text.
    text: Option<String>,
    /// What a workbook says, in place of a text.
    book: Option<Book>,
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
        let (mut file, bytes) = Self::of_bytes(inputs, name);
        let Some(bytes) = bytes else { return file };
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

    /// Reads a workbook of roles or exceptions; what is wrong with its form is noted.
    pub(super) fn open_workbook(inputs: &Path, name: &str, (declares, read): (Declares, ReadWorkbook)) -> Self {
        let (mut file, bytes) = Self::of_bytes(inputs, name);
        let Some(bytes) = bytes else { return file };
        match read(&bytes) {
            Ok(sheets) => {
                let (book, wrong) = Book::of(&sheets, declares);
                for Wrong(place, message) in &wrong {
                    file.problem_at(*place, message);
                }
                let is_whole = wrong.is_empty() || !book.root.is_empty();
                file.book = is_whole.then_some(book);
            }
            Err(why) => file.problem_of_all(why),
        }
        file
    }

    /// The bytes of a file, where they can be read.
    fn of_bytes(inputs: &Path, name: &str) -> (Self, Option<Vec<u8>>) {
        let mut file = Self::of_text(name, None);
        let error = match std::fs::read(inputs.join(name)) {
            Ok(bytes) => return (file, Some(bytes)),
            Err(error) => error,
        };
        let kind = error.kind();
        if kind == ErrorKind::NotFound {
            file.absent = true;
        } else if kind == ErrorKind::IsADirectory {
            file.problem_of_all("is a folder, expected a text file");
        } else {
            file.problem_of_all(format!("cannot be read: {error}"));
        }
        (file, None)
    }

    /// A file of which the text is known.
    pub(super) fn of_text(name: &str, text: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            lines: line_starts(text.as_deref().unwrap_or_default().as_bytes()),
            text,
            book: None,
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
        if let Some(book) = &self.book {
            return Some(Stanza::new(self, &self.name, 0, book.root.clone()));
        }
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
        match &self.book {
            Some(book) => self.problem_at(book.place(line), message),
            None => self.problems.borrow_mut().add(&self.name, Some(line), message),
        }
    }

    /// Notes a problem of a key that stands in a table which begins on the line.
    pub(super) fn problem_of_key(&self, line: u64, key: &str, message: impl Into<String>) {
        match self.book.as_ref().and_then(|book| book.cell(line, key)) {
            Some(place) => self.problem_at(Some(place), message),
            None => self.problem(line, message),
        }
    }

    /// Notes a problem of a cell.
    fn problem_at(&self, place: Option<Place>, message: impl Into<String>) {
        let Some(place) = place else {
            return self.problem_of_all(message);
        };
        let sheet = sheet_of(&self.name, place.sheet);
        let mut problems = self.problems.borrow_mut();
        problems.add_cell(&sheet, (place.row, &place.letters()), message);
    }

    /// Notes a problem of the file as a whole.
    pub(super) fn problem_of_all(&self, message: impl Into<String>) {
        self.problems.borrow_mut().add(&self.name, None, message);
    }

    /// Notes a text that a public page can show.
    pub(super) fn show(&self, field: &'static str, text: &At<String>) {
        self.public_texts.borrow_mut().push(PublicText {
            file: match self.place(text.line) {
                Some(place) => sheet_of(&self.name, place.sheet),
                None => self.name.clone(),
            },
            line: self.row(text.line),
            field,
            text: text.value.clone(),
        });
    }

    /// Whether it is a workbook.
    pub(super) fn is_workbook(&self) -> bool {
        self.book.is_some()
    }

    /// The line of the text or the row of the sheet.
    pub(super) fn row(&self, line: u64) -> u64 {
        self.place(line).map_or(line, |place| place.row)
    }

    /// Where a line is, within a sentence.
    pub(super) fn on(&self, line: u64) -> String {
        match self.place(line) {
            Some(place) => format!("on row {} of the sheet `{}`", place.row, place.sheet.name()),
            None => format!("on line {line}"),
        }
    }

    fn place(&self, line: u64) -> Option<Place> {
        self.book.as_ref()?.place(line)
    }

    /// The line, from 1, on which a byte stands; the number of a place in a workbook.
    pub(super) fn line(&self, byte: usize) -> u64 {
        if self.book.is_some() {
            return byte as u64;
        }
        self.lines.partition_point(|start| *start <= byte) as u64
    }

    /// Everything noted.
    pub(super) fn close(self) -> (Problems, Vec<PublicText>) {
        (self.problems.into_inner(), self.public_texts.into_inner())
    }
}

/// How a sheet of a workbook is called.
fn sheet_of(file: &str, sheet: RolesSheet) -> String {
    format!("{file}, sheet `{}`", sheet.name())
}

/// Where each line begins, in bytes.
fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
}

//! What is wrong with a file, told to the person who can mend it.

use std::fmt;

use super::harmless::harmless;

/// One thing wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as the person knows it (relative to the inputs folder).
    pub file: String,
    /// Line of a text file or row of a sheet, from 1; none where the whole file is meant.
    pub line: Option<u64>,
    /// Letters of the column, where one cell of a sheet is meant.
    pub column: Option<String>,
    /// What was found, what was expected and what to do, in lower case without a full stop.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, &self.column) {
            (Some(row), Some(column)) => {
                write!(
                    f,
                    "{}, {column}{row}: {}",
                    harmless(&self.file),
                    harmless(&self.message)
                )
            }
            (Some(line), None) => write!(f, "{}:{line}: {}", harmless(&self.file), harmless(&self.message)),
            (None, _) => write!(f, "{}: {}", harmless(&self.file), harmless(&self.message)),
        }
    }
}

/// Everything wrong with the inputs, sorted by file and line; never empty once it is returned as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds one.
    pub fn add(&mut self, file: &str, line: Option<u64>, message: impl Into<String>) {
        self.0.push(Problem {
            file: file.to_owned(),
            line,
            column: None,
            message: message.into(),
        });
    }

    /// Adds one of a cell, by its row and the letters of its column.
    pub fn add_cell(&mut self, sheet: &str, (row, column): (u64, &str), message: impl Into<String>) {
        self.0.push(Problem {
            file: sheet.to_owned(),
            line: Some(row),
            column: Some(column.to_owned()),
            message: message.into(),
        });
    }

    /// Adds all of another list.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value if nothing is wrong, else everything that is.
    ///
    /// # Errors
    /// When there is any problem.
    pub fn or<T>(mut self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            return Ok(value);
        }
        self.0.sort();
        self.0.dedup();
        Err(self)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.0.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

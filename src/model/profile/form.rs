//! How bytes become records.

use std::fmt;

use super::super::pattern::Pattern;

/// Which reader, and what it is told.
#[derive(Clone, Debug)]
pub enum Form {
    /// A delimited text or a workbook with a header row.
    Table {
        /// The delimiter, where the usual ones cannot be told apart.
        delimiter: Option<char>,
        /// Whether a row with other cells than the header is read all the same: missing cells are blank, further ones
        /// are not looked at.
        ragged: bool,
        /// A section of several tables: a line that looks like this ends it, as does another header.
        edge: Edge,
    },
    /// A delimited text without a header.
    Delimited {
        /// The delimiter.
        delimiter: char,
        /// What its columns are called, in order.
        columns: Vec<String>,
        /// Lines that are no rows.
        edge: Edge,
    },
    /// A text whose columns begin where their headers do.
    Fixed {
        /// Lines that are no rows.
        edge: Edge,
    },
    /// A text of which each line is a record; the captures are its columns.
    Lines {
        /// What a line looks like, from beginning to end; the first that fits.
        patterns: Vec<Pattern>,
        /// Lines that are no rows.
        edge: Edge,
    },
    /// JSON: one document, several in a row, or one a line.
    Json(Wrapper),
    /// YAML: one document or several.
    Yaml(Wrapper),
    /// XML.
    Xml(Wrapper),
}

/// Lines of a text that are no rows: set aside, those that are dropped as [`Reason::NoRow`], the others as
/// [`Reason::BelowTable`].
///
/// [`Reason::NoRow`]: crate::model::source::Reason::NoRow
/// [`Reason::BelowTable`]: crate::model::source::Reason::BelowTable
#[derive(Clone, Debug, Default)]
pub struct Edge {
    /// Lines that are left out wherever they stand (comments, rules of dashes).
    pub drop: Option<Pattern>,
    /// The line from which on everything is left out.
    pub stop: Option<Pattern>,
}

/// What has to be taken off a tree before it is read.
#[derive(Clone, Debug, Default)]
pub struct Wrapper {
    /// Whether an array at the top is a list of documents (pages, or records themselves).
    pub pages: bool,
    /// Texts that hold a document of their own: they are replaced by it.
    pub embedded: Vec<(Selector, Embedded)>,
    /// Policy documents of AWS: each is replaced by a list of who is named in it (see the reader `policy`).
    pub policies: Vec<Selector>,
    /// The text at this place is the file itself, base64: it is unwrapped and recognised anew.
    pub base64: Option<Selector>,
    /// When the export was made, which begins with a day as ISO 8601 writes it.
    pub dated: Option<Selector>,
}

/// What a text inside a tree holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embedded {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// A way from a named node of a tree to others: `user:roles[*].name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// The node it starts at: what an [`Each`] binds, `document`; none is the record (in [`super::Records::paths`],
    /// [`super::Signature`] and [`Wrapper`], the document).
    pub from: Option<String>,
    /// The way.
    pub path: Path,
}

/// Steps from a node to others; without any, the node itself (`.`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(pub Vec<Step>);

/// A step into a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value of a key; of an XML element, its children of that name, or its attribute `@name`, or its text `#text`.
    Key(String),
    /// Every element of a list (`[*]`).
    Elements,
    /// Every element of a list; what is no list is its only element (`[+]`).
    OneOrMore,
    /// The node itself, unless it is null, which then stands for an empty list or map (`?`).
    OrNothing,
    /// Every value of a map (`{*}`).
    Values,
    /// The key under which [`Step::Values`] met the node that the selector starts at (`@key`); the last step.
    OwnKey,
    /// Every key of a map (`@keys`); the last step.
    Keys,
}

/// Nested nodes of which each gives a fact.
#[derive(Clone, Debug)]
pub struct Each {
    /// What such a node is called in selectors.
    pub name: String,
    /// Where they are; may start at an earlier one.
    pub nodes: Selector,
}

/// Columns of which each cell gives a fact.
#[derive(Clone, Debug)]
pub struct Unpivot {
    /// Headers of the columns; the named captures become columns.
    pub columns: Pattern,
    /// Headers that are not meant though they fit.
    pub except: Option<Pattern>,
    /// What the cell is called as a column.
    pub value: String,
    /// What separates several values in a cell, each of which gives a fact.
    pub split: Option<String>,
    /// What such a value looks like, from beginning to end; the named captures become columns, blank where it does not
    /// fit.
    pub cells: Option<Pattern>,
    /// Further columns of the same captures: what they are called, and their header with `{capture}` in it.
    pub pairs: Vec<(String, String)>,
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = &self.from {
            write!(f, "{from}:")?;
        }
        write!(f, "{}", self.path)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(".");
        }
        for (place, step) in self.0.iter().enumerate() {
            let dot = if place == 0 { "" } else { "." };
            match step {
                Step::Key(key) => write!(f, "{dot}{key}")?,
                Step::Elements => f.write_str("[*]")?,
                Step::OneOrMore => f.write_str("[+]")?,
                Step::OrNothing => f.write_str("?")?,
                Step::Values => f.write_str("{*}")?,
                Step::OwnKey => write!(f, "{dot}@key")?,
                Step::Keys => write!(f, "{dot}@keys")?,
            }
        }
        Ok(())
    }
}

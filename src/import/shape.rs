//! The small shape that every form of a page is brought to: tables of rows of cells of lines, and what stands around.

use std::ops::Range;

/// How a word begins that stands for something which is no text: an image, another page that is shown here.
pub(super) const NO_TEXT: &str = "[no-text:";

/// A page in no particular form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Tables in reading order, one in a cell of another right behind it.
    pub(super) tables: Vec<Table>,
    /// Text around the tables.
    pub(super) around: Vec<Line>,
    /// Whether a program adds text of its own around the page's (`2 Likes`).
    pub(super) is_dressed: bool,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// The table in a cell of which it stands, by its place among all.
    pub(super) within: Option<usize>,
    /// Whether covered cells are left out of a row with nothing to tell it, as a copied text leaves them out.
    pub(super) spans_lost: bool,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Its cells, without covered ones.
    pub(super) cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// How many rows it covers.
    pub(super) rowspan: usize,
    /// How many columns it covers.
    pub(super) colspan: usize,
    /// Whether the editor numbers the rows here.
    pub(super) numbers: bool,
    /// What stands in it; of a table in it each row is a line too.
    pub(super) lines: Vec<Line>,
}

/// One line: a paragraph, an item of a list, or the whole text of a copied cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text.
    pub(super) text: String,
    /// In how many lists it stands.
    pub(super) depth: usize,
    /// What is bold in it, in bytes, ascending.
    pub(super) strong: Vec<Range<usize>>,
    /// What is a coloured word in it, in bytes, ascending.
    pub(super) coloured: Vec<Range<usize>>,
    /// Whether the ends of lines were lost in copying, so that several things may stand in this one.
    pub(super) runs_on: bool,
    /// Where lines of the file begin in it: the byte here, and the line there; empty where the file is no text.
    pub(super) begins: Vec<(usize, u64)>,
}

impl Cell {
    /// Its text in one line.
    pub(super) fn text(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for line in &self.lines {
            words.extend(line.text.split_whitespace());
        }
        words.join(" ")
    }
}

impl Line {
    /// The line of the file at a byte of the text, where the file is one of lines.
    pub(super) fn file_line(&self, at: usize) -> Option<u64> {
        let before = self.begins.partition_point(|(begin, _)| *begin <= at);
        let (_, line) = self.begins.get(before.checked_sub(1)?)?;
        Some(*line)
    }
}

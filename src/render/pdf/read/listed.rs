//! The contents of a finished PDF against its headings.

use anyhow::{Result, bail};
use lopdf::{Document, ObjectId};
use std::collections::BTreeMap;

/// What the contents say, and what there is.
pub(super) struct Listed {
    pages: BTreeMap<ObjectId, u32>,
    /// Each line of the contents: the words of a heading and the number of its page, without white space.
    references: Vec<String>,
    /// The same of each heading.
    headings: Vec<String>,
}

impl Listed {
    /// Nothing yet of a file.
    pub(super) fn of(file: &Document) -> Self {
        Self {
            pages: file.get_pages().into_iter().map(|(number, id)| (id, number)).collect(),
            references: Vec::new(),
            headings: Vec::new(),
        }
    }

    /// A line of the contents.
    pub(super) fn reference(&mut self, words: &str) {
        self.references.push(words.to_owned());
    }

    /// A heading that begins on a page.
    pub(super) fn heading(&mut self, words: &str, page: Option<ObjectId>) {
        let number = page.and_then(|page| self.pages.get(&page));
        self.headings.extend(number.map(|number| format!("{words}{number}")));
    }

    /// Forgets the headings so far: those of the title and of the contents themselves.
    pub(super) fn end_of_front(&mut self) {
        self.headings.clear();
    }

    /// Compares the two: each line is a heading, and they stand in the order of the text.
    pub(super) fn check(&self) -> Result<()> {
        let mut headings = self.headings.iter();
        for line in &self.references {
            if !headings.any(|heading| heading == line) {
                bail!("the contents say `{line}`, and no heading behind the one before says that on that page");
            }
        }
        Ok(())
    }
}

//! Reads the numbers off the page as a reader would: by the shape of its blocks, knowing only the systems' names.

use anyhow::Context;

use crate::model::block::{Block, Document, Inline, Scope, Table};
use crate::model::printed::Printed;
use crate::model::settings::Settings;

/// What a page shows.
#[derive(Debug, Default)]
pub struct Found {
    /// Its numbers, in page order.
    pub counts: Vec<Printed>,
    /// Every paragraph under a system's name, with that name.
    sentences: Vec<(String, String)>,
}

impl Found {
    /// Whether a sentence at this system gives these figures: both, or the second alone where they are equal.
    pub(super) fn shows(&self, system: &str, validated: u64, members: u64) -> bool {
        self.sentences
            .iter()
            .filter(|(at, _)| at == system)
            .any(|(_, sentence)| {
                let figures: Vec<u64> = sentence
                    .split(|c: char| !c.is_ascii_digit())
                    .filter_map(|word| word.parse().ok())
                    .collect();
                figures == [validated, members] || (validated == members && figures == [members])
            })
    }
}

/// The numbers of a page.
///
/// # Errors
/// When a list item where a number should stand is none.
pub fn printed(document: &Document, settings: &Settings) -> anyhow::Result<Found> {
    let mut found = Found::default();
    for block in &document.blocks {
        if let Block::Table(table) = block {
            read_table(table, settings, &mut found)?;
        }
    }
    Ok(found)
}

fn read_table(table: &Table, settings: &Settings, found: &mut Found) -> anyhow::Result<()> {
    let mut category = String::new();
    for row in &table.body {
        let mut activity = String::new();
        for cell in &row.cells {
            match cell.header {
                Some(Scope::RowGroup) => category = cell.blocks.iter().map(text).collect(),
                Some(Scope::Row) => activity = cell.blocks.iter().map(text).collect(),
                Some(Scope::Column) => {}
                None => {
                    let mut reading = Reading {
                        category: &category,
                        activity: &activity,
                        ..Reading::default()
                    };
                    for block in &cell.blocks {
                        reading.block(block, settings, found)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Where on the page the reader is.
#[derive(Default)]
struct Reading<'a> {
    category: &'a str,
    activity: &'a str,
    system: String,
    resource: String,
}

impl Reading<'_> {
    fn block(&mut self, block: &Block, settings: &Settings, found: &mut Found) -> anyhow::Result<()> {
        match block {
            Block::Paragraph(inlines) => {
                let line = inline_text(inlines);
                let bold = matches!(inlines.as_slice(), [Inline::Strong(_)]);
                if bold && settings.systems.values().any(|system| system.name == line) {
                    (self.system, self.resource) = (line, String::new());
                } else if bold {
                    self.resource = line;
                } else if !self.system.is_empty() {
                    found.sentences.push((self.system.clone(), line));
                }
            }
            Block::List(items) if !self.system.is_empty() => {
                for item in items {
                    // A level with its numbers below it; an item alone is a definition or a claim.
                    if let [level, Block::List(numbers)] = item.as_slice() {
                        for number in numbers {
                            let line = number.iter().map(text).collect::<String>();
                            found.counts.push(self.count(&text(level), &line, settings)?);
                        }
                    }
                }
            }
            Block::List(_) | Block::Heading { .. } | Block::Table(_) => {}
        }
        Ok(())
    }

    /// `6 Software Developer ( 1 Contractor )` as a number.
    fn count(&self, level: &str, line: &str, settings: &Settings) -> anyhow::Result<Printed> {
        let context = || format!("the page shows `{line}` where a number and a role were expected");
        let (people, rest) = line.split_once(' ').with_context(context)?;
        let (role, contractors) = match rest.strip_suffix(" )").and_then(|rest| rest.rsplit_once(" ( ")) {
            Some((role, note)) => (
                role,
                note.split_once(' ')
                    .with_context(context)?
                    .0
                    .parse()
                    .with_context(context)?,
            ),
            None => (rest, 0),
        };
        let labelled = settings.systems.values().any(|system| {
            system.name == self.system
                && system
                    .access()
                    .is_some_and(|rules| matches!(rules.resources, crate::model::system::Resources::Labelled { .. }))
        });
        Ok(Printed {
            category: self.category.to_owned(),
            activity: self.activity.to_owned(),
            system: self.system.clone(),
            resource: if labelled { self.resource.clone() } else { String::new() },
            level: level.to_owned(),
            role: role.to_owned(),
            people: people.parse().with_context(context)?,
            contractors,
        })
    }
}

fn text(block: &Block) -> String {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) => inline_text(text),
        Block::List(_) | Block::Table(_) => String::new(),
    }
}

fn inline_text(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Strong(inner) | Inline::Link { text: inner, .. } => inline_text(inner),
            Inline::Break => " ".to_owned(),
        })
        .collect()
}

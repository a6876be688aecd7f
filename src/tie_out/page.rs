//! Reads the numbers off the page as a reader would: by the shape of its blocks, knowing of the settings only the systems.

use anyhow::{Context, ensure};

use crate::model::block::{Block, Document, Inline, Scope, Table};
use crate::model::fold::fold;
use crate::model::printed::{Printed, UNMAPPED_LEVEL};
use crate::model::review::Review;
use crate::model::settings::Settings;
use crate::model::system::System;

/// What a page shows.
#[derive(Debug, Default)]
pub struct Found {
    /// Its numbers, in page order.
    pub counts: Vec<Printed>,
    /// Every paragraph under a system's name, with that name.
    sentences: Vec<(String, String)>,
}

impl Found {
    /// Compares what the page says of notebooks with the review's figures.
    ///
    /// Without an inventory, or without anybody who needs a notebook, the page has no figures to compare.
    ///
    /// # Errors
    /// When a figure is not there.
    pub(super) fn check_notebooks(&self, path: &str, review: &Review) -> anyhow::Result<()> {
        for notebooks in &review.notebooks {
            let access = review.snapshot.counted_of(notebooks.system);
            let is_collected = notebooks.members > 0 && access.is_some_and(|access| access.coverage.is_some());
            let name = fold(&review.settings.systems[notebooks.system].name);
            ensure!(
                !is_collected || self.shows(&name, notebooks.validated, notebooks.members),
                "`{path}` does not say {} of {} at `{name}`",
                notebooks.validated,
                notebooks.members
            );
        }
        Ok(())
    }

    /// Whether a sentence at this system gives these figures: both, or the second alone where they are equal.
    fn shows(&self, system: &str, validated: u64, members: u64) -> bool {
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
                if bold && settings.systems.values().any(|system| fold(&system.name) == line) {
                    (self.system, self.resource) = (line, String::new());
                } else if bold {
                    self.resource = line;
                } else if let Some(level) = self.level_of(inlines, settings) {
                    for (number, behind) in numbers(inlines) {
                        found.counts.push(self.count(&level, &(number + &behind), settings)?);
                    }
                } else if !self.system.is_empty() && !is_description(settings, &self.system, &line) {
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
            Block::List(_) | Block::Heading { .. } | Block::Table(_) | Block::Chart(_) => {}
        }
        Ok(())
    }

    /// The level of which a sentence tells who holds it: it begins with one of the system's, and numbers in bold type follow.
    fn level_of(&self, sentence: &[Inline], settings: &Settings) -> Option<String> {
        let [Inline::Text(first), ..] = sentence else {
            return None;
        };
        let mut systems = settings
            .systems
            .values()
            .filter(|system| fold(&system.name) == self.system);
        let rules = systems.find_map(System::access)?;
        let declared = rules.levels.values().map(|level| fold(&level.name).into_owned());
        let levels = declared.chain([UNMAPPED_LEVEL.to_owned()]);
        let is_first = |level: &String| {
            first
                .strip_prefix(level.as_str())
                .is_some_and(|rest| rest.starts_with(' '))
        };
        let level = levels.filter(is_first).max_by_key(String::len)?;
        numbers(sentence).next().map(|_| level)
    }

    /// `6 Software Developer ( 1 Contractor )` as a number.
    fn count(&self, level: &str, line: &str, settings: &Settings) -> anyhow::Result<Printed> {
        let context = || format!("the page shows `{line}` where a number and a role were expected");
        let (people, rest) = line.split_once(' ').with_context(context)?;
        let (role, contractors) = split_note(rest);
        let mut systems = settings
            .systems
            .values()
            .filter(|system| fold(&system.name) == self.system);
        let labelled = systems.any(System::has_resources);
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

/// The numbers with their roles that stand in bold type in a sentence, each with the bracket behind it.
fn numbers(sentence: &[Inline]) -> impl Iterator<Item = (String, String)> {
    sentence.iter().enumerate().filter_map(|(place, inline)| {
        let Inline::Strong(inner) = inline else { return None };
        let number = inline_text(inner);
        let behind = match sentence.get(place + 1) {
            Some(Inline::Text(text)) => text.as_str(),
            _ => "",
        };
        let note = behind.strip_prefix(" ( ").and_then(|note| note.rsplit_once(" )"));
        let note = note.map(|(note, _)| format!(" ( {note} )")).unwrap_or_default();
        number
            .starts_with(|c: char| c.is_ascii_digit())
            .then_some((number, note))
    })
}

/// Whether a line is what the officer wrote of the system, which proves nothing.
fn is_description(settings: &Settings, name: &str, line: &str) -> bool {
    settings
        .systems
        .values()
        .any(|system| fold(&system.name) == name && fold(&system.description) == line)
}

/// `Software Developer ( 1 Contractor )` as role and number; a bracket without a number belongs to the role.
fn split_note(text: &str) -> (&str, u64) {
    let inner = text.strip_suffix(" )").unwrap_or_default();
    // A company's name may have brackets too.
    let counted = inner.rmatch_indices(" ( ").find_map(|(at, open)| {
        let (role, note) = inner.split_at_checked(at)?;
        let (number, _) = note.strip_prefix(open)?.split_once(' ')?;
        Some((role, number.parse().ok()?))
    });
    counted.unwrap_or((text, 0))
}

fn text(block: &Block) -> String {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) => inline_text(text),
        Block::List(_) | Block::Table(_) | Block::Chart(_) => String::new(),
    }
}

fn inline_text(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Strong(inner) | Inline::Link { text: inner, .. } => inline_text(inner),
            Inline::Break => " ".to_owned(),
            Inline::Anchor(_) => String::new(),
        })
        .collect()
}

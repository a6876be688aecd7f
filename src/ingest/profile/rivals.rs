//! Columns of one file that are the same to a profile, as it knows several spellings of one: which of them is read, where
//! that is certain.
//!
//! Comes in: what a profile reads, the columns of a file and its rows. Goes out: the columns that are not read, as
//! another says the same in every row or they say nothing in any; or that two of them say different things.

use super::columns::Columns;
use super::rule::Looked;
use crate::ingest::compared::quotable;
use crate::ingest::readers::{Refusal, Row};
use crate::model::profile::Reading;
use crate::model::word::same_word;

/// A column that several of a file could be: the places of those.
struct Rivals {
    places: Vec<usize>,
    /// For each, whether something stands in it in any row.
    filled: Vec<bool>,
    /// The first row in which two of them differ, and which two.
    differ: Vec<(u64, usize, usize)>,
}

/// The rivals of a file, seen row by row.
pub(super) struct Seen {
    rivals: Vec<Rivals>,
    /// The places of those that `review.toml` passes over.
    ignored: Vec<usize>,
}

impl Seen {
    /// Of a profile, in a file with these columns, of which `review.toml` says that some are passed over: where another
    /// is left.
    pub(super) fn of(reading: &Reading, columns: &Columns<'_>, passed_over: &[String]) -> Self {
        let mut looked = Looked::default();
        for records in &reading.records {
            for condition in records.set_aside.iter().chain(&records.reject) {
                looked.condition(&condition.when);
            }
            for emit in &records.emits {
                if let Some(when) = &emit.when {
                    looked.condition(when);
                }
                for expression in emit.fields.values() {
                    looked.expression(expression);
                }
            }
        }
        let mut all: Vec<Rivals> = Vec::new();
        let mut ignored = Vec::new();
        let is_ignored = |place: &usize| {
            let header = columns.header(*place);
            passed_over.iter().any(|name| same_word(name, &header))
        };
        for names in looked.names {
            let places = columns.spelt(names);
            let (out, left): (Vec<usize>, Vec<usize>) = places.iter().partition(|place| is_ignored(place));
            let places = if left.is_empty() {
                places
            } else {
                ignored.extend(out);
                left
            };
            // one header that stands there twice is told where it is looked up
            let is_found = columns.find(names, true).is_ok();
            if is_found && places.len() > 1 && !all.iter().any(|known| known.places == places) {
                all.push(Rivals {
                    filled: vec![false; places.len()],
                    differ: Vec::new(),
                    places,
                });
            }
        }
        Self { rivals: all, ignored }
    }

    /// Whether there are none, so that no row need be looked at.
    pub(super) fn is_empty(&self) -> bool {
        self.rivals.is_empty()
    }

    /// Takes in a row.
    pub(super) fn note(&mut self, row: &Row<'_>) {
        for rivals in &mut self.rivals {
            let texts: Vec<_> = rivals.places.iter().map(|place| row.cells.shown(*place)).collect();
            for (one, text) in texts.iter().enumerate() {
                if let Some(filled) = rivals.filled.get_mut(one) {
                    *filled |= !text.is_empty();
                }
                for (other, _) in texts
                    .iter()
                    .enumerate()
                    .skip(one + 1)
                    .filter(|(_, other)| !same_word(text, other))
                {
                    let known = rivals
                        .differ
                        .iter()
                        .any(|(_, first, second)| (*first, *second) == (one, other));
                    if !known {
                        rivals.differ.push((row.line, one, other));
                    }
                }
            }
        }
    }

    /// The places of the columns that need not be read beside another.
    ///
    /// # Errors
    /// When two of them say different things in a row: nobody knows which is meant.
    pub(super) fn idle(&self, columns: &Columns<'_>) -> Result<Vec<usize>, Refusal> {
        let mut idle = self.ignored.clone();
        for rivals in &self.rivals {
            let filled = |place: &usize| rivals.filled.get(*place).copied().unwrap_or_default();
            let clash = rivals
                .differ
                .iter()
                .find(|(_, one, other)| filled(one) && filled(other));
            if let Some((line, one, other)) = clash {
                let name = |place: &usize| {
                    let place = rivals.places.get(*place).copied().unwrap_or_default();
                    columns.header(place)
                };
                return Err((Some(*line), clashes(&name(one), &name(other))));
            }
            let blank = rivals.places.iter().enumerate();
            let blank = blank.filter(|(place, _)| !filled(place)).map(|(_, place)| *place);
            let blank: Vec<usize> = blank.collect();
            if blank.len() < rivals.places.len() {
                idle.extend(blank);
            }
        }
        Ok(idle)
    }
}

fn clashes(one: &str, other: &str) -> String {
    let (one, other) = (quotable(one), quotable(other));
    format!(
        "columns `{one}` and `{other}` do not say the same in this row, and to the profile either is the one that it reads, \
         so nobody knows which is meant; write `ignore = [{other:?}]` where review.toml names the file to read `{one}`, or \
         `ignore = [{one:?}]` to read `{other}`, or remove the one that is not meant from the file"
    )
}

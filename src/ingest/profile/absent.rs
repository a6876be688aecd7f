//! What a file tells of a kind of fact, and which columns of it the file lacks.
//!
//! Comes in: an [`Opened`] file. Goes out: whether a field is told at all, and which headers nothing is read from where it
//! is not.

use super::Opened;
use super::rule::Looked;
use crate::model::profile::{Kind, Slot};
use crate::model::word::same_word;

impl Opened<'_> {
    /// What a field of a kind of fact is called that the file has no column for, and the headers that no field of the kind
    /// is read from.
    pub(in crate::ingest) fn absent(&self, kind: Kind, slot: Slot) -> Option<(&str, Vec<&str>)> {
        let (_, column, _) = self.formulas(kind).find(|(other, ..)| *other == slot)?;
        // a status tells who has left, and not who leaves on a day to come; of several last days the earliest counts
        let told = if slot == Slot::End {
            self.tells_days(kind, slot) && !self.lacks(kind, slot)
        } else {
            self.tells(kind, slot)
        };
        if told {
            return None;
        }
        let is_read = |text: &str| self.formulas(kind).any(|(.., formula)| formula.reads(text));
        let texts = self.header()?.texts.iter().map(String::as_str);
        Some((
            &column.name,
            texts.filter(|text| !text.is_empty() && !is_read(text)).collect(),
        ))
    }

    /// Whether anything in the file gives a field of a kind of fact, and is no mere sign of it.
    pub(in crate::ingest) fn tells(&self, kind: Kind, slot: Slot) -> bool {
        let mut formulas = self.formulas(kind);
        formulas.any(|(other, _, formula)| other == slot && !(formula.is_nothing() || formula.is_sign()))
    }

    /// Whether a cell gives a field of a kind of fact as it stands.
    pub(in crate::ingest) fn tells_days(&self, kind: Kind, slot: Slot) -> bool {
        let mut formulas = self.formulas(kind);
        formulas.any(|(other, _, formula)| other == slot && formula.is_plain())
    }

    /// Whether the file lacks a column that the profile reads for a field of a kind of fact, be it one of several.
    fn lacks(&self, kind: Kind, slot: Slot) -> bool {
        let mut looked = Looked::default();
        let emits = self.reading.records.iter().flat_map(|records| &records.emits);
        for expression in emits
            .filter(|emit| emit.kind == kind)
            .filter_map(|emit| emit.fields.get(&slot))
        {
            looked.expression(expression);
        }
        let texts = self.header().map_or(&[][..], |header| header.texts.as_slice());
        let stands = |name: &String| texts.iter().any(|text| same_word(text, name));
        looked.names.iter().any(|names| !names.iter().any(stands))
    }
}

//! What a cell told, and which of its words are accounted for.

use std::collections::BTreeSet;

use super::words::Span;
use crate::model::page::PageCount;

/// What a number is of: activity, system, resource, level, role.
pub(super) type Stated = [String; 5];

/// What a cell told.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The numbers, in order.
    pub(super) counts: Vec<PageCount>,
    /// What the page's numbers so far are of.
    pub(super) stated: BTreeSet<Stated>,
    /// What could not be placed.
    pub(super) unplaced: Vec<Span>,
    /// Words that are accounted for.
    pub(super) seen: BTreeSet<usize>,
}

impl Told {
    /// Nothing yet, behind cells that stated this.
    pub(super) fn after(stated: BTreeSet<Stated>) -> Self {
        Self {
            stated,
            ..Self::default()
        }
    }

    /// Takes a number that stands in these words; gives whether it could be true. More contractors than people, or a second
    /// number for the same, is a slip that a person has to settle.
    pub(super) fn count(&mut self, count: PageCount, span: Span) -> bool {
        let nouns = [
            &count.activity,
            &count.system,
            &count.resource,
            &count.level,
            &count.role,
        ];
        if count.contractors > count.people || !self.stated.insert(nouns.map(String::clone)) {
            self.unplaced(span);
            return false;
        }
        self.counts.push(count);
        self.see(span);
        true
    }

    /// Lists words that cannot be placed.
    pub(super) fn unplaced(&mut self, span: Span) {
        self.see(span.clone());
        self.unplaced.push(span);
    }

    /// Notes that words are accounted for.
    pub(super) fn see(&mut self, span: Span) {
        self.seen.extend(span);
    }
}

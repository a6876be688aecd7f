//! Of what one principal holds on one resource, the highest of ordered levels: holding it includes those below.
//!
//! Comes in: the grants of all recognised files of a system, on each resource by itself, with the order that the file of
//! each goes by. Goes out: those that count. A level that nothing maps hides none that something maps.

use std::collections::HashMap;

use super::drafts::{Draft, Drafts, Text};
use crate::model::arena::Ix;
use crate::model::snapshot::{Grant, Group, Held, Principal, Resource};
use crate::model::word::same_word;

/// Who holds something, on what, through which group, by which order.
type Place<'d> = (Principal, Option<Ix<Resource>>, Option<Ix<Group>>, &'d [String]);

/// The order of a file, and a place in it.
type Rank<'d> = (&'d [String], usize);

/// The ranks of grants, in their order.
#[derive(Default)]
pub(super) struct Highest<'d> {
    /// Of each grant, the order of its file and its place in it; none where it always counts.
    ranks: Vec<Option<Rank<'d>>>,
    /// Of each file and level.
    known: HashMap<(usize, Text), Option<Rank<'d>>>,
}

impl<'d> Highest<'d> {
    /// Notes the grants up to the given number that a draft gave.
    pub(super) fn note(&mut self, draft: &Draft, drafts: &'d Drafts, grants: usize) {
        let rank = || {
            let order = drafts.levels.get(draft.file)?.order.as_slice();
            let level = drafts.says(draft.level);
            let place = order.iter().position(|word| same_word(word, level))?;
            Some((order, place))
        };
        let rank = *self.known.entry((draft.file, draft.level)).or_insert_with(rank);
        self.ranks.resize(grants, rank);
    }

    /// Keeps those that count; says of each whether it does.
    pub(super) fn keep(self, grants: &mut Vec<Grant>) -> Vec<bool> {
        let key = |grant: &Grant, order: &'d [String]| (grant.principal, grant.resource, grant.via, order);
        let mapped = |grant: &Grant| matches!(grant.level, Held::Level(_));
        // the highest that something maps, and the highest of all
        let mut best: HashMap<Place<'d>, (usize, usize)> = HashMap::new();
        for (grant, rank) in grants.iter().zip(&self.ranks) {
            if let Some((order, rank)) = rank {
                let (of_mapped, of_all) = best.entry(key(grant, order)).or_insert((usize::MAX, usize::MAX));
                *of_all = (*of_all).min(*rank);
                if mapped(grant) {
                    *of_mapped = (*of_mapped).min(*rank);
                }
            }
        }
        let counts = |(grant, rank): (&Grant, &Option<Rank<'d>>)| {
            let Some((order, rank)) = rank else { return true };
            let highest = best.get(&key(grant, order));
            highest.is_none_or(|(of_mapped, of_all)| rank <= if mapped(grant) { of_mapped } else { of_all })
        };
        let counting: Vec<bool> = grants.iter().zip(&self.ranks).map(counts).collect();
        let mut kept = counting.iter();
        grants.retain(|_| kept.next().is_none_or(|counts| *counts));
        counting
    }
}

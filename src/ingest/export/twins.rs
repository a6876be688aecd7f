//! Two files of one format that tell mostly the same, and of the same something else: one of them is an older export, and
//! what was taken away since counts.
//!
//! Comes in: what every file tells, as often as it does; only where a system has several files. Goes out: the files of which
//! that is so, each with the other. Pages of a list, and lists of single resources or accounts, share little or nothing. A
//! part beside the whole, be it all that is on a resource or all of a level on it, says nothing else of what it tells; but
//! files that also list the accounts are of everybody, whatever their levels. More than [`MOST`] things are not compared.

use std::collections::{BTreeMap, BTreeSet};

use super::drafts::Drafts;
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::snapshot::Grant;
use crate::model::source::{Place, Source, Twin};

/// In how many files a thing stands at most that shows two of them to be one list: what stands in more, as the group of
/// everybody does in lists of single people, is a part of each.
const FILES: usize = 4;

/// How much of a system is compared at most, for its room.
const MOST: usize = 2_000_000;

/// What files tell: what it is on, at which level, who that is, and where that is read.
pub(super) struct Twins<On, Level, Who> {
    told: Vec<(On, Level, Who, Place)>,
    /// Files that list the accounts too.
    listing: BTreeSet<Ix<Source>>,
    is_too_much: bool,
}

impl<On, Level, Who> Default for Twins<On, Level, Who> {
    fn default() -> Self {
        Self {
            told: Vec::new(),
            listing: BTreeSet::new(),
            is_too_much: false,
        }
    }
}

/// Two files.
type Pair = (Ix<Source>, Ix<Source>);

/// What counts as one entry: what it is on, its level where that counts, and who that is.
type Entry<'t, On, Level, Who> = (&'t On, Option<&'t Level>, &'t Who, Place);

/// Which files are compared, and how.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// All, by what they tell with its level.
    Level,
    /// Those that list the accounts, by who is there: somebody whose level changed is the same entry.
    Who,
}

impl<On: Ord, Level: Ord, Who: Ord> Twins<On, Level, Who> {
    /// Notes that a file tells something.
    pub(super) fn note(&mut self, (on, level, who): (On, Level, Who), place: Place) {
        if self.told.len() >= MOST {
            (self.told, self.is_too_much) = (Vec::new(), true);
        }
        if !self.is_too_much {
            self.told.push((on, level, who, place));
        }
    }

    /// The files that tell anything.
    pub(super) fn files(&self) -> BTreeSet<Ix<Source>> {
        self.told.iter().map(|(.., place)| place.source).collect()
    }

    /// Takes out what these files tell.
    pub(super) fn without(&mut self, files: &BTreeSet<Ix<Source>>) {
        self.told.retain(|(.., place)| !files.contains(&place.source));
    }

    /// Marks the files that have a twin.
    pub(super) fn tell(mut self, sources: &mut Arena<Source>) {
        self.told.sort_unstable();
        self.told.dedup_by(|(on, level, who, place), first| {
            (on, level, who, place.source) == (&mut first.0, &mut first.1, &mut first.2, first.3.source)
        });
        for by in [By::Level, By::Who] {
            let entries = self.entries(by);
            let mut sizes: BTreeMap<Ix<Source>, u64> = BTreeMap::new();
            for (.., place) in &entries {
                *sizes.entry(place.source).or_default() += 1;
            }
            for (pair, shared) in shared(&entries, sources) {
                let size = |file| sizes.get(&file).copied().unwrap_or_default();
                let of = size(pair.0).min(size(pair.1));
                if shared * 2 <= of {
                    continue;
                }
                if let Some(only) = self.only(pair, by) {
                    let (older, newer) = in_time(pair, sources);
                    let twin = Twin {
                        other: sources[newer].file.clone(),
                        shared,
                        of,
                        only: Private::new(sources[only.source].show(only.line)),
                    };
                    sources[older].twin.get_or_insert(twin);
                }
            }
        }
    }

    /// What is told, each entry once for each file, next to those of other files.
    fn entries(&self, by: By) -> Vec<Entry<'_, On, Level, Who>> {
        let counts = |place: &Place| by == By::Level || self.listing.contains(&place.source);
        let told = self.told.iter().filter(|(.., place)| counts(place));
        let told = told.map(|(on, level, who, place)| (on, (by == By::Level).then_some(level), who, *place));
        let mut entries: Vec<Entry<'_, On, Level, Who>> = told.collect();
        entries.sort_unstable();
        entries
            .dedup_by(|one, first| (one.0, one.1, one.2, one.3.source) == (first.0, first.1, first.2, first.3.source));
        entries
    }

    /// Where one of two files tells something that the other does not: of the same level on the same thing, or each file
    /// something of its own on the same thing; by who is there, anything on the same thing.
    fn only(&self, (one, other): Pair, by: By) -> Option<Place> {
        let of_file = |file| self.told.iter().filter(move |(.., place)| place.source == file);
        let on = |file| -> BTreeSet<&On> { of_file(file).map(|(on, ..)| on).collect() };
        let at = |file| -> BTreeSet<_> { of_file(file).map(|(on, level, ..)| (on, level)).collect() };
        let (on, at) = ([on(one), on(other)], [at(one), at(other)]);
        let (mut level, mut alone) = (None, BTreeMap::new());
        let tellers = self
            .told
            .chunk_by(|one, other| (&one.0, &one.1, &one.2) == (&other.0, &other.1, &other.2));
        for tellers in tellers {
            let mut of_pair = tellers
                .iter()
                .filter(|(.., place)| [one, other].contains(&place.source));
            if let (Some((of, held, _, place)), None) = (of_pair.next(), of_pair.next()) {
                if at.iter().all(|at| at.contains(&(of, held))) {
                    level = level.into_iter().chain([*place]).min();
                }
                if on.iter().all(|on| on.contains(of)) {
                    let first = alone.entry(place.source).or_insert(*place);
                    *first = *place.min(first);
                }
            }
        }
        level.or_else(|| {
            alone
                .values()
                .next()
                .copied()
                .filter(|_| alone.len() > 1 || by == By::Who)
        })
    }
}

/// How much two files of one format tell that is the same. Those that are said to be of two instances are two lists.
fn shared<On: Ord, Level: Ord, Who: Ord>(
    entries: &[Entry<'_, On, Level, Who>],
    sources: &Arena<Source>,
) -> BTreeMap<Pair, u64> {
    let mut shared = BTreeMap::new();
    let same = entries.chunk_by(|one, other| (one.0, one.1, one.2) == (other.0, other.1, other.2));
    for tellers in same.filter(|tellers| (2..=FILES).contains(&tellers.len())) {
        for (place, (.., one)) in tellers.iter().enumerate() {
            for (.., other) in tellers.iter().skip(place + 1) {
                let (first, second) = (&sources[one.source], &sources[other.source]);
                let apart = first.is_of_another_instance(second) || first.sha256 == second.sha256;
                if first.profile == second.profile && !apart {
                    *shared.entry((one.source, other.source)).or_default() += 1;
                }
            }
        }
    }
    shared
}

/// Marks files that tell mostly the same as another one.
pub(super) fn tell_twins(drafts: &mut Drafts, by_hand: &[Grant], sources: &mut Arena<Source>) {
    if !drafts.several {
        return;
    }
    let mut mapped = Twins::default();
    for grant in by_hand {
        mapped.note((grant.resource, grant.level, grant.principal), grant.place);
    }
    mapped.tell(sources);
    let mut lists = std::mem::take(&mut drafts.lists);
    let mut twins = std::mem::take(&mut drafts.twins);
    twins.listing = lists.files();
    lists.without(&twins.files());
    lists.tell(sources);
    twins.tell(sources);
}

/// Two files, the older one first, where the sources sheet tells it; else the one that is read later.
fn in_time((one, other): Pair, sources: &Arena<Source>) -> Pair {
    let day = |source: Ix<Source>| sources[source].day();
    match (day(one), day(other)) {
        (Some(first), Some(second)) if first < second => (one, other),
        _ => (other, one),
    }
}

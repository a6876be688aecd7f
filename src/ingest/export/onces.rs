//! What the files of a format tell once only: that somebody holds something on a resource. A file of last year beside that
//! of this year tells it once more, and what was taken away in between would count.
//!
//! Comes in: who holds what on which resource, by which file; only where a system has several files. Goes out: where two
//! files of one format tell it, or tell two levels, a problem that names both.

use std::collections::{BTreeMap, BTreeSet};

use super::drafts::{Text, Who};
use super::joins::tell;
use crate::model::arena::{Arena, Ix};
use crate::model::problem::Problems;
use crate::model::profile::Once;
use crate::model::source::{Place, Source};

/// How many pairs of files are told.
const TOLD: usize = 5;

/// Who holds something, on what, and through which group.
pub(super) type Held = (Who, Option<Text>, Option<Text>);

/// Everything that files tell once only.
#[derive(Default)]
pub(super) struct Onces {
    met: BTreeMap<Held, BTreeMap<Ix<Source>, Met>>,
}

/// What one file tells of it.
struct Met {
    place: Place,
    levels: BTreeSet<Text>,
    once: Once,
}

/// Two files that tell the same.
struct Pair {
    /// Where the second of them does, and the first.
    places: (Place, Place),
    /// What it is about.
    held: Held,
    /// How many more there are of which both tell.
    others: u64,
}

impl Onces {
    /// Notes that a file tells it.
    pub(super) fn note(&mut self, once: Once, held: Held, levels: &[Text], place: Place) {
        let met = self.met.entry(held).or_default();
        let met = met.entry(place.source).or_insert_with(|| Met {
            place,
            levels: BTreeSet::new(),
            once,
        });
        met.levels.extend(levels);
    }

    /// Tells of what two files of a format tell; texts by what they say.
    pub(super) fn tell<'t>(
        &self,
        says: impl Fn(Text) -> &'t str,
        (sources, problems): (&Arena<Source>, &mut Problems),
    ) {
        let mut pairs: BTreeMap<(Ix<Source>, Ix<Source>), Pair> = BTreeMap::new();
        for (held, files) in &self.met {
            for (place, (one, first)) in files.iter().enumerate() {
                let (one_file, mut later) = (&sources[*one], files.iter().skip(place + 1));
                let other = later.find(|(other, second)| {
                    let file = &sources[**other];
                    file.profile == one_file.profile
                        && file.sha256 != one_file.sha256
                        && (first.once == Once::File || first.levels != second.levels)
                });
                let Some((other, second)) = other else { continue };
                let pair = pairs.entry((*one, *other)).or_insert(Pair {
                    places: (second.place, first.place),
                    held: *held,
                    others: 0,
                });
                if pair.held != *held {
                    pair.others += 1;
                }
            }
        }
        for Pair {
            places: (here, there),
            held: (_, resource, _),
            others,
        } in pairs.values().take(TOLD)
        {
            let on = resource
                .map(|resource| format!(" on `{}`", says(resource)))
                .unwrap_or_default();
            let more = match others {
                0 => String::new(),
                others => format!(", and so it is with {others} more"),
            };
            let message = format!(
                "what this says of somebody's permission{on} is also said, and may be said otherwise, by {}{more}: of lists \
                 like these only one tells it, so that one of the two files is an older export, and what was taken away \
                 since would count; take that file out of review.toml, or that of a subgroup, where the file of its parent \
                 holds the subgroup too; or, where both are meant as they are of two hosts, organisations or sites, declare a \
                 `[[system]]` for each",
                sources[there.source].show(there.line)
            );
            tell(problems, sources, *here, &message);
        }
    }
}

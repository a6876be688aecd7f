//! Rows of recognised files and the facts they gave, until it is known which of these count.
//!
//! Comes in: each fact with its row, and later why some do not count. Goes out: rows of which a fact cannot be understood
//! are rejected, rows that gave only facts set aside are set aside, and the files' numbers of facts are those that count.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::source::{Facts, Place, Reason, Rejected, Source};

/// Every fact that a row gave, and rows that are rejected although they gave some.
#[derive(Default)]
pub(super) struct Ledger {
    lines: Vec<Line>,
    rejected: BTreeMap<Place, String>,
}

/// One fact, or the attributes of one account in one row.
struct Line {
    place: Place,
    gave: Gave,
    dropped: Option<Dropped>,
}

/// What a row gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gave {
    /// A permission.
    Grant,
    /// That an account exists.
    Account,
    /// A member of a group.
    Member,
    /// A group with all its members.
    Group,
    /// A name of an id.
    Name,
    /// A resource.
    Resource,
    /// A notebook, or a part of what is known of it.
    Device,
    /// As many attributes of an account. A row is not used for them alone if it gave anything else.
    Attributes(u64),
}

/// Why a fact does not count.
#[derive(Clone, Debug)]
pub(super) enum Dropped {
    /// It is no fact of the review.
    SetAside(Reason),
    /// It cannot be understood.
    Rejected(String),
}

/// The number of a fact in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entered(usize);

impl Ledger {
    /// Enters a fact and counts it.
    pub(super) fn enter(&mut self, place: Place, gave: Gave, facts: &mut Facts) -> Entered {
        let (sum, number) = gave.sum(facts);
        *sum += number;
        let dropped = None;
        self.lines.push(Line { place, gave, dropped });
        Entered(self.lines.len() - 1)
    }

    /// Where a file lists an account, if that is what the fact says.
    pub(super) fn lists(&self, entered: Entered) -> Option<Place> {
        let line = self.lines.get(entered.0)?;
        (line.gave == Gave::Account).then_some(line.place)
    }

    /// Notes that a fact does not count.
    pub(super) fn drop(&mut self, entered: Entered, why: Dropped) {
        if let Some(line) = self.lines.get_mut(entered.0) {
            line.dropped.get_or_insert(why);
        }
    }

    /// Notes that a row is rejected, whatever it gave: what it gave counts all the same, as evidence.
    pub(super) fn reject(&mut self, place: Place, why: String) {
        self.rejected.entry(place).or_insert(why);
    }

    /// Moves the rows of which nothing counts, and those of which something cannot be understood.
    pub(super) fn settle(self, sources: &mut Arena<Source>) {
        let dropped = self
            .lines
            .iter()
            .filter_map(|line| Some((line, line.dropped.as_ref()?)));
        let mut touched: BTreeSet<Place> = self.rejected.keys().copied().collect();
        for (line, _) in dropped {
            let (sum, number) = line.gave.sum(&mut sources[line.place.source].facts);
            *sum = sum.saturating_sub(number);
            touched.insert(line.place);
        }
        if touched.is_empty() {
            return;
        }
        let mut rows: BTreeMap<Place, Vec<Line>> = BTreeMap::new();
        for line in self.lines.into_iter().filter(|line| touched.contains(&line.place)) {
            rows.entry(line.place).or_default().push(line);
        }
        let mut rejected = self.rejected;
        let sources_touched: BTreeSet<Ix<Source>> = touched.iter().map(|place| place.source).collect();
        let told: BTreeSet<Place> = sources_touched
            .iter()
            .flat_map(|source| {
                let rows = sources[*source].rows.rejected.iter();
                rows.map(|row| Place {
                    source: *source,
                    line: row.line,
                })
            })
            .collect();
        for place in touched {
            let lines = rows.remove(&place).unwrap_or_default();
            if told.contains(&place) {
                continue;
            }
            let why = rejected.remove(&place).map(Dropped::Rejected);
            let kept = |line: &&Line| line.gave == Gave::Group && line.dropped.is_none();
            let groups = lines.iter().filter(kept).count() as u64;
            let Some(why) = why.or_else(|| fate(lines)) else {
                continue;
            };
            let source = &mut sources[place.source];
            let rows = &mut source.rows;
            rows.used = rows.used.saturating_sub(1);
            match why {
                Dropped::SetAside(reason) => {
                    *rows.set_aside.entry(reason).or_default() += 1;
                    source.facts.groups = source.facts.groups.saturating_sub(groups);
                }
                Dropped::Rejected(reason) => {
                    rows.rejected.push(Rejected {
                        line: place.line,
                        reason: Private::new(reason),
                    });
                }
            }
        }
        for source in sources_touched {
            sources[source].rows.rejected.sort_by_key(|rejected| rejected.line);
        }
    }
}

/// What becomes of a row by its facts: rejected if any of them was, set aside if none counts, else it stays. A row whose
/// account and permissions are set aside does not stay for a group alone: nothing of it is judged.
fn fate(lines: Vec<Line>) -> Option<Dropped> {
    let is_aside = |line: &Line| line.dropped.is_some() && matches!(line.gave, Gave::Account | Gave::Grant);
    let aside = lines.iter().any(is_aside);
    let is_fact = |line: &Line| match line.gave {
        Gave::Attributes(_) => false,
        Gave::Group => !aside,
        Gave::Grant | Gave::Account | Gave::Member | Gave::Name | Gave::Resource | Gave::Device => true,
    };
    let facts = lines.iter().any(is_fact);
    let stays = lines
        .iter()
        .any(|line| line.dropped.is_none() && (!facts || is_fact(line)));
    let mut why: Vec<Dropped> = lines.into_iter().filter_map(|line| line.dropped).collect();
    let rejected = why.iter().position(|why| matches!(why, Dropped::Rejected(_)));
    match rejected {
        Some(place) => Some(why.swap_remove(place)),
        None if stays => None,
        None => why.into_iter().next(),
    }
}

impl Gave {
    /// The sum of a file that it adds to, and how much.
    fn sum(self, facts: &mut Facts) -> (&mut u64, u64) {
        match self {
            Self::Grant => (&mut facts.grants, 1),
            Self::Account => (&mut facts.accounts, 1),
            Self::Member => (&mut facts.members, 1),
            Self::Group => (&mut facts.groups, 1),
            Self::Name => (&mut facts.names, 1),
            Self::Resource => (&mut facts.resources, 1),
            Self::Device => (&mut facts.devices, 1),
            Self::Attributes(number) => (&mut facts.attributes, number),
        }
    }
}

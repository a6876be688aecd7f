//! Why a claim that lists or a person decide is not met, or not tested: with every fault of every list.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::claim::{Decided, Listed, Look};
use super::list::{Fault, Hole, List};
use super::private::Private;
use super::settings::Settings;
use super::snapshot::Snapshot;

/// Why something that was seen or extracted on a day tells nothing of the time that an audit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untimely {
    /// It is of after the audit.
    Later,
    /// It is of more than a year before it.
    Year,
    /// It is of before this breach, which the audit follows.
    Breach(Date),
    /// It is older than a file may be.
    Stale,
}

/// What is amiss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amiss<'a> {
    /// A list shows something other than expected.
    Fault(Fault<'a>),
    /// A list lacks something, or may.
    Hole(Hole),
    /// It is of another time.
    Untimely(Untimely),
    /// A backup of this day is later than the list is said to be.
    OlderThan(Date),
    /// It is the same as another list of the claim.
    Copied,
    /// The file that shows what a person saw is another than the one of which the sources sheet tells.
    Replaced,
}

/// Something amiss, and where.
#[derive(Clone, Copy, Debug)]
pub struct Shortcoming<'a> {
    /// The list, or the file that shows what a person saw.
    pub file: &'a Private,
    /// When the list was extracted, or the person looked.
    pub day: Date,
    /// What it is.
    pub what: Amiss<'a>,
}

impl Settings {
    /// Why something that was seen on a day tells nothing of the time that this audit is about, if so.
    pub fn why_not_of_this_audit(&self, day: Date) -> Option<Untimely> {
        let breach = self
            .procedure
            .as_ref()
            .and_then(|procedure| procedure.regularity.breach);
        let breach = breach.filter(|breach| *breach <= self.date);
        let year = self.date.checked_sub(1.year()).unwrap_or(Date::MIN);
        if day > self.date {
            Some(Untimely::Later)
        } else if day < year {
            Some(Untimely::Year)
        } else {
            breach.filter(|breach| day < *breach).map(Untimely::Breach)
        }
    }

    /// The same of a list that was extracted on a day, which may be older than a file may.
    pub fn why_not_of_list(&self, day: Date) -> Option<Untimely> {
        self.why_not_of_this_audit(day)
            .or_else(|| self.is_stale(day).then_some(Untimely::Stale))
    }

    /// Whether what was extracted on a day is older than a file may be, where somebody says how old that is.
    pub fn is_stale(&self, day: Date) -> bool {
        let limit = self.stale_export_days.map(|days| i64::from(days).days());
        let earliest = limit.map(|days| self.date.checked_sub(days).unwrap_or(Date::MIN));
        earliest.is_some_and(|earliest| day < earliest)
    }
}

impl Snapshot {
    /// The list that was read from a file.
    pub fn list(&self, file: &Private) -> Option<&List> {
        self.lists.iter().find(|list| list.file == *file)
    }

    /// Whether two of these files are the same: then one of them tells nothing of what it is for.
    pub fn is_copied(&self, files: &[Private]) -> bool {
        let documents = self.documents.iter().map(|(document, _)| document);
        let named = documents.filter(|document| files.contains(&document.file));
        let contents: Vec<&str> = named.map(|document| document.sha256.as_str()).collect();
        let distinct: BTreeSet<&str> = contents.iter().copied().collect();
        distinct.len() < contents.len()
    }

    /// Everything amiss with what decides a claim; nothing where checks do.
    pub fn shortcomings<'a>(&'a self, settings: &Settings, decided: &'a Decided) -> Vec<Shortcoming<'a>> {
        match decided {
            Decided::ByList(listed) => self.of_lists(settings, listed),
            Decided::ByHand(look) if look.met => self.of_look(settings, look),
            Decided::ByHand(_) | Decided::ByChecks(_) | Decided::ByNothing => Vec::new(),
        }
    }

    fn of_look<'a>(&self, settings: &Settings, look: &'a Look) -> Vec<Shortcoming<'a>> {
        let untimely = settings.why_not_of_this_audit(look.on).map(Amiss::Untimely);
        let replaced = self.was_replaced(&look.evidence).then_some(Amiss::Replaced);
        let amiss = untimely.into_iter().chain(replaced);
        amiss
            .map(|what| Shortcoming {
                file: &look.evidence,
                day: look.on,
                what,
            })
            .collect()
    }

    fn of_lists<'a>(&'a self, settings: &Settings, listed: &'a Listed) -> Vec<Shortcoming<'a>> {
        let is_copied = self.is_copied(&listed.files);
        let lists = listed.files.iter().filter_map(|file| self.list(file));
        lists
            .flat_map(|list| {
                let faults = list.faults(&listed.expected, &self.policy, &self.roster);
                let older = list.is_older_than().map(Amiss::OlderThan);
                let untimely = settings.why_not_of_list(list.day).map(Amiss::Untimely);
                let amiss = (faults.into_iter().map(Amiss::Fault))
                    .chain(list.holes.iter().copied().map(Amiss::Hole))
                    .chain(untimely)
                    .chain(older)
                    .chain(is_copied.then_some(Amiss::Copied));
                let (file, day) = (&list.file, list.day);
                amiss
                    .map(move |what| Shortcoming { file, day, what })
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

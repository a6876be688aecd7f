//! Findings that somebody accepted for a while, and what became of each exception in this audit.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::arena::{Arena, Ix};
use super::finding::{CheckId, Subject};
use super::opaque::Opaque;
use super::policy::Pattern;
use super::private::Private;
use super::settings::Settings;
use super::system::{Level, System};

/// That findings of one check are accepted, for a reason and until a day.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The check.
    pub check: CheckId,
    /// What its findings have to be about.
    pub subject: Excepted,
    /// Why they are accepted.
    pub reason: String,
    /// Who accepted them, by the id of the roster.
    pub approved_by: Private,
    /// Where that was decided.
    pub ticket: Option<String>,
    /// The first day on which it holds.
    pub granted: Date,
    /// The last one.
    pub expires: Date,
    /// Line in the file that holds it: the roles file, or one of its own.
    pub line: u64,
}

/// Why an exception does not accept a finding that it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It begins only after the audit date.
    ToCome,
    /// Its last day lies before the audit date.
    Expired,
    /// Whoever approved it is one of those whom the finding is about.
    Own,
}

impl Refused {
    /// What the documents call it.
    pub fn key(self) -> &'static str {
        match self {
            Self::ToCome => "to-come",
            Self::Expired => "expired",
            Self::Own => "own",
        }
    }
}

/// What a finding has to be about: all parts that are given.
#[derive(Clone, Debug, Default)]
pub struct Excepted {
    /// Somebody, by the id of the roster.
    pub identity: Option<Private>,
    /// An account, by a login.
    pub account: Option<Private>,
    /// A system, or a level of it.
    pub within: Option<Within>,
    /// A pattern on real names of resources.
    pub resource: Option<Pattern>,
    /// A file, by its name in the inputs folder.
    pub file: Option<Private>,
    /// A separation, by its name.
    pub separation: Option<Private>,
}

/// A system, or one of its levels: a level is nothing without its system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// The system.
    pub system: Ix<System>,
    /// The level.
    pub level: Option<Ix<Level>>,
}

impl Exception {
    /// Whether it holds on a day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.granted <= day && day <= self.expires
    }

    /// Why it accepts nothing on a day, whatever is found and whoever approved it.
    pub fn refused_on(&self, day: Date) -> Option<Refused> {
        if self.has_expired(day) {
            Some(Refused::Expired)
        } else {
            (!self.is_in_force(day)).then_some(Refused::ToCome)
        }
    }

    /// Whether its last day lies before a day.
    pub fn has_expired(&self, day: Date) -> bool {
        self.expires < day
    }

    /// What stands in the record for what it is about, whenever it was granted.
    pub fn opaque(&self, settings: &Settings) -> Opaque {
        let parts = self.subject.parts(settings);
        let mut about = vec![self.check.0];
        about.extend(parts.iter().flat_map(|(part, value)| [*part, value.as_str()]));
        Opaque::of("exception", &about)
    }

    /// What is said of it and of no other, from year to year, wherever it stands in the file.
    pub fn key(&self, settings: &Settings) -> Private {
        let mut key = self.check.0.to_owned();
        for (part, value) in self.subject.parts(settings) {
            key.extend([" ", part, "=", &value]);
        }
        Private::new(format!("{key} granted={}", self.granted))
    }
}

impl Excepted {
    /// The parts that are given, each with the key and the text of the roles file.
    pub fn parts(&self, settings: &Settings) -> Vec<(&'static str, String)> {
        let private = |text: &Private| text.reveal().to_owned();
        let system = self.within.map(|within| &settings.systems[within.system]);
        let level = self.within.and_then(|within| within.level);
        let rules = system.and_then(System::access);
        let parts = [
            ("identity", self.identity.as_ref().map(private)),
            ("account", self.account.as_ref().map(private)),
            ("system", system.map(|system| system.id.clone())),
            (
                "level",
                level.zip(rules).map(|(level, rules)| rules.levels[level].name.clone()),
            ),
            ("resource", self.resource.as_ref().map(|pattern| pattern.text.clone())),
            ("file", self.file.as_ref().map(private)),
            ("separation", self.separation.as_ref().map(private)),
        ];
        parts
            .into_iter()
            .filter_map(|(part, value)| Some((part, value?)))
            .collect()
    }

    /// How many parts are given: of two exceptions that fit, the one with more of them accepts.
    pub fn specificity(&self) -> usize {
        let level = self.within.and_then(|within| within.level);
        let parts = [
            self.identity.is_some(),
            self.account.is_some(),
            self.within.is_some(),
            level.is_some(),
            self.resource.is_some(),
            self.file.is_some(),
            self.separation.is_some(),
        ];
        parts.into_iter().filter(|given| *given).count()
    }

    /// Whether it says whose access, which account or which file is meant.
    pub fn names_somebody(&self) -> bool {
        self.identity.is_some() || self.account.is_some() || self.file.is_some()
    }
}

/// What a finding is laid to: of two findings with the same bearer, an exception means one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearer {
    /// Somebody, with whichever account.
    Identity(Private),
    /// An account of nobody for certain, by system and login.
    Account(Ix<System>, Private),
    /// A file.
    File(Private),
    /// None of these: the finding is about a system, a rule and the like.
    Other(Subject),
}

/// What one exception fitted.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// Findings that it accepts.
    pub accepted: usize,
    /// What the findings that it fits are laid to; no more than two, as nobody asks for further ones.
    bearers: BTreeSet<Bearer>,
    /// Whether it fits something of its own approver.
    pub is_of_approver: bool,
}

impl Use {
    /// Notes a finding that it fits.
    pub fn fits(&mut self, bearer: impl FnOnce() -> Bearer) {
        if self.bearers.len() < 2 {
            self.bearers.insert(bearer());
        }
    }

    /// Whether it fits several subjects.
    pub fn is_of_several(&self) -> bool {
        self.bearers.len() > 1
    }

    /// Whether the findings that it fits, one at least, are laid to nobody and to no file.
    pub fn is_of_nobody(&self) -> bool {
        let mut bearers = self.bearers.iter();
        !self.bearers.is_empty() && bearers.all(|bearer| matches!(bearer, Bearer::Other(_)))
    }

    fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.is_of_approver |= other.is_of_approver;
        other.bearers.into_iter().for_each(|bearer| self.fits(|| bearer));
    }
}

/// What every exception fitted, in all that was judged so far.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// In the order of the exceptions.
    pub of: Vec<Use>,
    /// Systems whose files prove no absence, of a finding either.
    pub unproven: BTreeSet<Ix<System>>,
}

impl Uses {
    /// None so far.
    pub fn none(exceptions: &Arena<Exception>) -> Self {
        Self {
            of: vec![Use::default(); exceptions.len()],
            unproven: BTreeSet::new(),
        }
    }

    /// Adds what they fitted elsewhere.
    pub fn add(&mut self, other: Self) {
        for (used, more) in self.of.iter_mut().zip(other.of) {
            used.add(more);
        }
        self.unproven.extend(other.unproven);
    }

    /// The exceptions that accept nothing, as whoever approved them is one of those whom they are for.
    pub fn own(&self, exceptions: &Arena<Exception>) -> BTreeSet<Ix<Exception>> {
        let used = exceptions.iter().zip(&self.of);
        let own = used.filter(|(_, used)| used.is_of_approver && used.accepted == 0);
        own.map(|((place, _), _)| place).collect()
    }

    /// How many findings are accepted.
    pub fn accepted(&self) -> usize {
        self.of.iter().map(|used| used.accepted).sum()
    }
}

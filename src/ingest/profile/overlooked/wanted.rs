//! What a profile looks for in the header of a file, and what hangs on it.

use std::collections::BTreeSet;

use crate::ingest::profile::columns::Columns;
use crate::ingest::profile::rule::Looked;
use crate::model::pattern::Pattern;
use crate::model::profile::{Emit, Kind, Origin, Reading, Signature, Slot};
use crate::model::word::same_word;

/// What nobody knows without a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unknown {
    /// Who may do what, or which rows tell it.
    Permissions,
    /// Which accounts there are.
    Accounts,
    Status,
    Mfa,
    LastLogin,
    SignIn,
    Credentials,
    Root,
    Encrypted,
    Protected,
    /// What other files call an account, and whose it is: who is not found by it is told as nobody's.
    Identity,
    /// What is shown and never matched.
    Nothing,
}

impl Unknown {
    /// In words.
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::Permissions => "who may do what",
            Self::Accounts => "which accounts there are",
            Self::Status => "which accounts are active",
            Self::Mfa => "who has a second factor",
            Self::LastLogin => "when accounts were last used",
            Self::SignIn => "which accounts can sign in",
            Self::Credentials => "how old passwords and keys are",
            Self::Root => "whether the root account has keys",
            Self::Encrypted => "which notebooks are encrypted",
            Self::Protected => "which notebooks are protected",
            Self::Identity => "whose the accounts are",
            Self::Nothing => "what they are called",
        }
    }

    /// Without what decides whether there is a fact of a kind.
    pub(super) fn when(kind: Kind) -> Self {
        if carries(kind) {
            Self::Permissions
        } else {
            Self::Accounts
        }
    }

    /// Of a field of a kind of fact.
    pub(super) fn of(kind: Kind, slot: Slot) -> Self {
        match slot {
            Slot::Status => Self::Status,
            Slot::Mfa => Self::Mfa,
            Slot::LastLogin => Self::LastLogin,
            Slot::SignIn => Self::SignIn,
            Slot::PasswordSince | Slot::KeySince => Self::Credentials,
            Slot::Root => Self::Root,
            Slot::Encrypted => Self::Encrypted,
            Slot::Protected => Self::Protected,
            Slot::Name if kind != Kind::Name => Self::Nothing,
            Slot::Email => Self::Identity,
            _ if carries(kind) => Self::Permissions,
            Slot::Account | Slot::Device => Self::Accounts,
            Slot::Id
            | Slot::Name
            | Slot::Resource
            | Slot::Level
            | Slot::Group
            | Slot::MemberGroup
            | Slot::Via
            | Slot::Of
            | Slot::Role
            | Slot::Employment
            | Slot::Company
            | Slot::Start
            | Slot::End
            | Slot::Nature => Self::Identity,
        }
    }
}

/// A column that is looked for.
#[derive(Clone, Copy)]
pub(super) struct Name<'p> {
    /// Its spellings.
    pub(super) spellings: &'p [String],
    /// What nobody knows without it.
    pub(super) unknown: Unknown,
    /// Which other columns do as well: those with the same number.
    pub(super) place: usize,
}

/// What a profile looks for in the header of a file.
#[derive(Default)]
pub(super) struct Wanted<'p> {
    /// Columns that are looked for.
    pub(super) names: Vec<Name<'p>>,
    /// Patterns of columns whose cells give a fact each, with those of columns that are not meant.
    pub(super) unpivoted: Vec<(&'p Pattern, Option<&'p Pattern>, Unknown)>,
    /// Patterns of columns that are read together.
    pub(super) several: Vec<(&'p Pattern, Unknown)>,
    /// Headers that go with an unpivoted one.
    paired: BTreeSet<String>,
    /// What tells the format.
    marks: Vec<&'p [String]>,
}

impl<'p> Wanted<'p> {
    /// Of a profile, in a file with these columns.
    pub(super) fn of(reading: &'p Reading, signature: &'p Signature, columns: &Columns<'_>) -> Self {
        let marks = signature.headers.iter().chain(&signature.none).map(Vec::as_slice);
        let mut wanted = Self {
            marks: marks.collect(),
            ..Self::default()
        };
        for records in &reading.records {
            for emit in records.emits.iter().filter(|emit| emit.kind != Kind::Person) {
                wanted.emit(emit, columns);
            }
            // of a staff list the roster tells what is missing
            let of_people = records.emits.iter().all(|emit| emit.kind == Kind::Person);
            let conditions = records.set_aside.iter().chain(&records.reject);
            for condition in conditions.filter(|_| !of_people) {
                let mut looked = Looked::default();
                looked.condition(&condition.when);
                wanted.looked(looked, (Unknown::Permissions, false), &|_| false);
            }
            for name in &records.fill_down {
                wanted.add(std::slice::from_ref(name), Unknown::Permissions, None);
            }
        }
        wanted
    }

    /// Whether a header is read, or tells the format.
    pub(super) fn reads(&self, header: &str) -> bool {
        let named = |names: &[String]| names.iter().any(|name| same_word(name, header));
        let fits = |pattern: &Pattern| pattern.regex().is_match(header);
        self.names.iter().any(|name| named(name.spellings))
            || self.marks.iter().any(|names| named(names))
            || self.paired.iter().any(|name| same_word(name, header))
            || self.several.iter().any(|(pattern, _)| fits(pattern))
            || self
                .unpivoted
                .iter()
                .any(|(pattern, except, _)| fits(pattern) && !except.is_some_and(fits))
    }

    fn emit(&mut self, emit: &'p Emit, columns: &Columns<'_>) {
        let when = Unknown::when(emit.kind);
        let mut made: Vec<&str> = Vec::new();
        if let Some(unpivot) = &emit.unpivot {
            self.unpivoted.push((&unpivot.columns, unpivot.except.as_ref(), when));
            self.paired.extend(columns.paired(unpivot));
            let patterns = [Some(&unpivot.columns), unpivot.cells.as_ref()].into_iter().flatten();
            made.extend(patterns.flat_map(|pattern| pattern.regex().capture_names().flatten()));
            made.extend(unpivot.pairs.iter().map(|(called, _)| called.as_str()));
            made.push(&unpivot.value);
        }
        let is_made = |name: &String| made.iter().any(|made| same_word(made, name));
        if let Some(condition) = &emit.when {
            let mut looked = Looked::default();
            looked.condition(condition);
            self.looked(looked, (when, false), &is_made);
        }
        for (slot, expression) in &emit.fields {
            let mut looked = Looked::default();
            looked.expression(expression);
            // who somebody is may be told by any of several columns, anything else by each in its own rows
            let any_does = *slot == Slot::Account && matches!(expression.origin, Origin::First(_));
            self.looked(looked, (Unknown::of(emit.kind, *slot), any_does), &is_made);
        }
    }

    fn looked(&mut self, looked: Looked<'p>, (unknown, any_does): (Unknown, bool), is_made: &dyn Fn(&String) -> bool) {
        let place = any_does.then_some(self.names.len());
        for names in looked.names.into_iter().filter(|names| !names.iter().any(is_made)) {
            self.add(names, unknown, place);
        }
        self.several
            .extend(looked.patterns.into_iter().map(|pattern| (pattern, unknown)));
    }

    fn add(&mut self, spellings: &'p [String], unknown: Unknown, place: Option<usize>) {
        let place = place.unwrap_or(self.names.len());
        self.names.push(Name {
            spellings,
            unknown,
            place,
        });
    }
}

/// Whether a fact of a kind says who may do what.
fn carries(kind: Kind) -> bool {
    match kind {
        Kind::Grant | Kind::Member | Kind::Group | Kind::Name | Kind::Resource => true,
        Kind::Account | Kind::Attributes | Kind::Device | Kind::Person | Kind::Sole => false,
    }
}

//! Systems under review, as `review.toml` declares them: levels, resources, and how each export is read.

use std::collections::BTreeMap;

use super::arena::{Arena, Ix};
use super::pattern::Pattern;
use super::private::Private;
use super::reviewed::Reviewed;
use super::snapshot::{Account, Held};
use super::word::same_word;

/// One product with its own permissions.
#[derive(Clone, Debug)]
pub struct System {
    /// Short id by which the files of the officer name it (`bitbucket`).
    pub id: String,
    /// Name the page prints (`Bitbucket Cloud`).
    pub name: String,
    /// Ids and names that it had in earlier audits.
    pub formerly: Vec<String>,
    /// One-line description the page prints.
    pub description: String,
    /// What is reviewed on it.
    pub kind: SystemKind,
    /// What its logins look like, from beginning to end: the captures `local`, `email` and `id` are compared with the
    /// local part of e-mail addresses, with e-mail addresses and with ids of the roster.
    pub login_pattern: Option<Pattern>,
    /// Who answers for the result, if anybody looked at it.
    pub reviewed: Option<Reviewed>,
    /// The files of a second extract, taken after something was put right.
    pub recheck: Vec<Export>,
    /// Line of its stanza in `review.toml`.
    pub line: u64,
}

/// What is reviewed on a system.
#[derive(Clone, Debug)]
pub enum SystemKind {
    /// Who holds which level.
    Access(AccessRules),
    /// Whether each person's notebook is encrypted and protected.
    Workstations(WorkstationRules),
}

/// How the permissions of a system are read and counted.
#[derive(Clone, Debug)]
pub struct AccessRules {
    /// Levels in print order.
    pub levels: Arena<Level>,
    /// Spellings that say that somebody holds nothing; such rows are set aside.
    pub no_access: Vec<String>,
    /// What permissions are on.
    pub resources: Resources,
    /// Which of a person's levels on one resource count.
    pub count_rule: CountRule,
    /// What access to it is expected to be like.
    pub expected: Expected,
    /// The files.
    pub exports: Vec<Export>,
}

/// What access to a system is expected to be like, where somebody says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// For how many days an account may stay unused.
    pub dormant_days: Option<u32>,
    /// For how many days a key may stay the same.
    pub key_days: Option<u32>,
    /// For how many days a password may.
    pub password_days: Option<u32>,
    /// How many may hold a privileged level.
    pub privileged_holders: Option<Holders>,
    /// Whether permissions are held through groups, and never directly.
    pub through_groups: bool,
}

/// How many identities hold a privileged level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holders {
    /// At least so many.
    pub min: Option<u32>,
    /// At most so many.
    pub max: Option<u32>,
}

/// How the notebooks are read.
#[derive(Clone, Debug)]
pub struct WorkstationRules {
    /// The files.
    pub exports: Vec<Export>,
}

/// A level of a system.
#[derive(Clone, Debug)]
pub struct Level {
    /// Name the page prints.
    pub name: String,
    /// What it allows, one line.
    pub definition: String,
    /// Other spellings found in exports. The name is always one.
    pub spellings: Vec<String>,
    /// Place in the ranking, higher is more; only where declared.
    pub rank: Option<u32>,
    /// Names that it had in earlier audits.
    pub formerly: Vec<String>,
    /// Whether who holds it can change what others hold, or stop the system; only where declared.
    pub privileged: bool,
}

/// What the permissions of a system are on.
#[derive(Clone, Debug)]
pub enum Resources {
    /// The system as a whole (a cloud account, a host).
    Whole {
        /// Whether `review.toml` says so, rather than nothing.
        said: bool,
    },
    /// Resources of their own, shown by a public label.
    Labelled {
        /// What a label begins with (`Repository`); the number follows.
        label: String,
        /// Real names in declared order; the first is number 1.
        declared: Vec<Private>,
        /// Real names that resources had in earlier audits, each with the present one.
        formerly: Vec<(Private, Private)>,
    },
}

/// Which of the levels that a person holds on one resource count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountRule {
    /// Each level.
    Each,
    /// Only the highest ranked.
    Highest,
    /// Of each account only the highest ranked; somebody with two accounts may count at two levels.
    HighestPerAccount,
}

impl CountRule {
    /// The word for it in files for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Highest => "highest",
            Self::HighestPerAccount => "highest-per-account",
        }
    }
}

/// One file of a system and how it is read.
#[derive(Clone, Debug)]
pub struct Export {
    /// Path relative to the inputs folder, with `/`.
    pub file: String,
    /// Line of its stanza in `review.toml`.
    pub line: u64,
    /// Sheet of a workbook, where several could be meant.
    pub sheet: Option<String>,
    /// Encoding where it is neither UTF-8 nor marked (`windows-1252`).
    pub encoding: Option<String>,
    /// Delimiter, where it cannot be told from the header.
    pub delimiter: Option<char>,
    /// Whether the file holds everything the system knows; none is what the file itself shows, else unknown.
    pub coverage: Option<Coverage>,
    /// How it is recognised; none where its columns are declared.
    pub recognised: Option<Recognised>,
    /// Rows the export is known to have (0 permits an empty list).
    pub rows: Option<u64>,
    /// Header names of each field; any of them may stand in the file.
    pub columns: BTreeMap<Field, Vec<String>>,
    /// Fields that have one value for the whole file.
    pub constants: BTreeMap<Field, String>,
    /// Fields whose cells hold several values, with what separates them.
    pub separators: BTreeMap<Field, String>,
    /// How dates are written (`DD/MM/YYYY`); ISO 8601 and real spreadsheet dates are always read.
    pub dates: Vec<String>,
    /// How cells spell what they mean.
    pub words: Words,
    /// Rows to set aside, with the reason.
    pub set_aside: Vec<SetAsideRule>,
    /// Whether a row with a resource but neither account nor level lists the resource.
    pub rows_without_account: bool,
}

/// A file that a profile reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// The id of the profile, where it is declared; else the one that fits.
    pub profile: Option<String>,
    /// Headers of columns that hold nothing of what the profile looks for, and names of sheets that are other lists.
    pub ignore: Vec<String>,
    /// Names of sheets of the same workbook that other stanzas read.
    pub elsewhere: Vec<String>,
}

/// Whether an export holds everything the system knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// Everything.
    Full,
    /// A part: proves what it shows, never an absence.
    Partial,
    /// Nobody said.
    Unknown,
}

/// How people spell it.
pub const COVERAGES: [(&str, Coverage); 3] = [
    ("full", Coverage::Full),
    ("partial", Coverage::Partial),
    ("unknown", Coverage::Unknown),
];

impl Coverage {
    /// The one that leaves more open.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        let openness = |coverage| match coverage {
            Self::Full => 0,
            Self::Unknown => 1,
            Self::Partial => 2,
        };
        if openness(other) > openness(self) { other } else { self }
    }

    /// The word for it in files for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::Unknown => "unknown",
        }
    }
}

/// What a column of an export means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The login: what the system calls the account. For workstations, the owner.
    Account,
    /// The display name; shown, never matched.
    Name,
    /// The e-mail address.
    Email,
    /// What the permission is on.
    Resource,
    /// The permission.
    Level,
    /// Whether the account is active.
    Status,
    /// Whether a second factor is set up.
    Mfa,
    /// When the account was last used.
    LastLogin,
    /// The notebook's own name or serial number.
    Device,
    /// Whether the notebook's disk is encrypted.
    Encrypted,
    /// Whether its virus protection is up to date.
    Protected,
}

/// How cells spell what they mean; compared without regard to case.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Yes.
    pub yes: Vec<String>,
    /// No.
    pub no: Vec<String>,
    /// Not collected. An empty cell always is.
    pub unknown: Vec<String>,
    /// A last login that never was.
    pub never: Vec<String>,
    /// Status: may log in.
    pub active: Vec<String>,
    /// Status: switched off.
    pub disabled: Vec<String>,
    /// Status: invited.
    pub pending: Vec<String>,
    /// Roster, employment: by the company itself.
    pub employee: Vec<String>,
    /// Roster, employment: by contract.
    pub contractor: Vec<String>,
    /// Roster, kind: a person.
    pub person: Vec<String>,
    /// Roster, kind: a technical account.
    pub technical: Vec<String>,
    /// Roster, kind: an account that several people share.
    pub shared: Vec<String>,
    /// Roster, end: has left, and the list does not say when.
    pub left: Vec<String>,
}

impl Words {
    /// These words of accounts and notebooks and, behind them, other ones, without those that these give another meaning
    /// in the same kind of cell.
    #[must_use]
    pub fn before(&self, others: Self) -> Self {
        let with = |own: &[String], others: Vec<String>, elsewhere: &[&[String]]| {
            let taken = |word: &String| {
                let mut all = std::iter::once(&own).chain(elsewhere);
                all.any(|words| words.iter().any(|other| same_word(other, word)))
            };
            let free = others.into_iter().filter(|word| !taken(word));
            own.iter().cloned().chain(free).collect()
        };
        let (yes, no, unknown) = (&self.yes, &self.no, &self.unknown);
        let (never, active, disabled, pending) = (&self.never, &self.active, &self.disabled, &self.pending);
        let known: [&[String]; 6] = [yes, no, never, active, disabled, pending];
        Self {
            yes: with(yes, others.yes, &[no, unknown]),
            no: with(no, others.no, &[yes, unknown]),
            unknown: with(unknown, others.unknown, &known),
            never: with(never, others.never, &[unknown]),
            active: with(active, others.active, &[disabled, pending, unknown]),
            disabled: with(disabled, others.disabled, &[active, pending, unknown]),
            pending: with(pending, others.pending, &[active, disabled, unknown]),
            ..others
        }
    }
}

/// Rows that are no permission of anybody, by declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAsideRule {
    /// Header name of the column looked at; of a tree, the way from a record to what is looked at.
    pub column: String,
    /// Cell texts that are meant, compared without regard to case.
    pub values: Vec<String>,
    /// Why, as the document prints it.
    pub reason: String,
}

impl System {
    /// The rules of its permissions, if it has any.
    pub fn access(&self) -> Option<&AccessRules> {
        match &self.kind {
            SystemKind::Access(rules) => Some(rules),
            SystemKind::Workstations(_) => None,
        }
    }

    /// Whether permissions are on resources of its own, rather than on the system as a whole.
    pub fn has_resources(&self) -> bool {
        self.access().is_some_and(|rules| match rules.resources {
            Resources::Labelled { .. } => true,
            Resources::Whole { .. } => false,
        })
    }

    /// Whether it is an inventory of notebooks.
    pub fn is_inventory(&self) -> bool {
        self.access().is_none()
    }
}

/// What a login pattern captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capture {
    /// The local part of an e-mail address.
    Local,
    /// An e-mail address.
    Email,
    /// An id of the roster.
    Id,
}

impl Capture {
    /// Every capture that means something.
    pub const ALL: [Self; 3] = [Self::Local, Self::Email, Self::Id];

    /// What it is called in a pattern.
    pub fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Email => "email",
            Self::Id => "id",
        }
    }
}

impl System {
    /// What the login pattern captures of an account's login and other identifiers.
    pub fn captured<'a>(&'a self, account: &'a Account) -> impl Iterator<Item = (Capture, &'a str)> {
        let pattern = self.login_pattern.iter();
        let fitting = pattern.flat_map(|pattern| account.logins().filter_map(|login| pattern.regex().captures(login)));
        fitting.flat_map(|captures| {
            let each = Capture::ALL.map(|capture| Some((capture, captures.name(capture.name())?.as_str())));
            each.into_iter().flatten().filter(|(_, text)| !text.is_empty())
        })
    }
}

impl AccessRules {
    /// Whether a level is declared as privileged; one that no definition maps is not.
    pub fn is_privileged(&self, held: Held) -> bool {
        match held {
            Held::Level(level) => self.levels[level].privileged,
            Held::Unmapped(_) => false,
        }
    }

    /// Whether any level is declared as privileged.
    pub fn has_privileged_level(&self) -> bool {
        self.levels.values().any(|level| level.privileged)
    }

    /// The level that a cell spells, compared without regard to case.
    pub fn level(&self, spelling: &str) -> Option<Ix<Level>> {
        let fits = |level: &Level| {
            std::iter::once(&level.name)
                .chain(&level.spellings)
                .any(|word| same_word(word, spelling))
        };
        self.levels.find(fits).map(|(place, _)| place)
    }
}

//! Profiles: what an export format looks like and what its rows mean, as data.
//!
//! A profile is one TOML file. It says by which marks the format is recognised, how a reader turns its bytes into
//! records, and which facts each record gives. Nothing here reads a file: `config` makes profiles of TOML, `ingest`
//! obeys them.

use std::collections::BTreeMap;

use super::pattern::Pattern;
use super::source::Reason;
use super::system::{Field, Words};
use super::word::same_word;

mod complete;
mod expression;
mod form;
mod sample;
mod selector;
mod trial;
mod whole;

pub use complete::Completeness;
pub use expression::{Condition, Expression, Origin, Reference, Rewrite, Test};
pub use form::{Each, Edge, Embedded, Form, Path, Selector, Step, Unpivot, Wrapper};
pub use sample::{Sample, SampleFacts};
pub use trial::Trial;

/// How one format is recognised and read.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Short id, one of its own (`aws-iam-credential-report`); the name of its file.
    pub id: String,
    /// The product that gives such files, as its maker calls it (`AWS`).
    pub system: String,
    /// What people call the product beside that, or call its parts (`Amazon Web Services`).
    pub also_called: Vec<String>,
    /// Whose accounts the file speaks of, where the product has several kinds (`AWS Identity Center`); else the product.
    pub directory: String,
    /// Other products whose systems may have such files too, for who may do what; `*` for any.
    pub beside: Vec<String>,
    /// What the file is (`IAM credential report, CSV`).
    pub format: String,
    /// Whether the format is vouched for by its maker's documents or code.
    pub verified: bool,
    /// How a person makes the export, the easiest way first.
    pub steps: Vec<String>,
    /// What a person should know beside the steps; often empty.
    pub notes: Vec<String>,
    /// How a file is recognised.
    pub signature: Signature,
    /// What becomes of a file that fits.
    pub body: Body,
    /// Whether it comes from `inputs/profiles/` rather than from the program.
    pub own: bool,
    /// The files that show what it does.
    pub samples: Vec<Sample>,
}

/// What becomes of a file that fits a profile.
#[derive(Clone, Debug)]
pub enum Body {
    /// It is read.
    Read(Box<Reading>),
    /// It holds secrets and is refused before a row is read: why, and what to export instead.
    Refuse(String),
    /// It is no export, and nothing could be read from it: why, and what to export instead.
    Instead(String),
}

/// By what marks a file is recognised; never by its name. Every mark that is given must fit.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// Headers of a table that must all stand in one row; compared as [`Reading::strip`] leaves them, without regard
    /// to case. Each may have several spellings.
    pub headers: Vec<Vec<String>>,
    /// Headers that may not stand there.
    pub none: Vec<Vec<String>>,
    /// Paths that must lead to something in some document of a tree. Of several in one list, one has to.
    pub paths: Vec<Vec<Selector>>,
    /// Paths that must lead to nothing in every document.
    pub no_paths: Vec<Selector>,
    /// What a path must lead to in some document of a tree; of several paths, one has to.
    pub values: Vec<(Vec<Selector>, Pattern)>,
    /// What every line of a text that holds data must look like.
    pub lines: Option<Pattern>,
    /// What some line of a text must look like.
    pub some_line: Option<Pattern>,
}

/// How a file is read once it is recognised.
#[derive(Clone, Debug)]
pub struct Reading {
    /// How bytes become records.
    pub form: Form,
    /// What may stand at the edges of a header and is no part of it (` [READ ONLY]`).
    pub strip: Option<Pattern>,
    /// What the file name tells (`(?<repository>.+)\.json`), for [`Origin::File`]; matched against the name without
    /// its folder.
    pub file_name: Option<Pattern>,
    /// How dates are written, beside ISO 8601.
    pub dates: Vec<String>,
    /// Columns that the export has and that the profile has no use for.
    pub ignored: Ignored,
    /// How cells spell what they mean.
    pub words: Words,
    /// The kinds of record, each with what it gives.
    pub records: Vec<Records>,
    /// What shows that the file holds everything.
    pub complete: Vec<Completeness>,
    /// What the system calls its levels.
    pub levels: Levels,
    /// Accounts that the product brings along.
    pub built_in: Vec<BuiltIn>,
}

/// Columns that an export is known to have and of which nothing is read: any other that nothing reads may be one that the
/// profile looks for under another name.
#[derive(Clone, Debug, Default)]
pub struct Ignored {
    /// Their headers.
    pub names: Vec<String>,
    /// What further headers look like, from beginning to end.
    pub like: Option<Pattern>,
}

impl Ignored {
    /// Whether a column is one of these.
    pub fn fits(&self, header: &str) -> bool {
        let is_like = |pattern: &Pattern| pattern.regex().is_match(header);
        self.names.iter().any(|name| same_word(name, header)) || self.like.as_ref().is_some_and(is_like)
    }
}

/// The levels of a format.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// Raw spellings from the highest to the lowest, where holding one includes those below: of what one principal
    /// holds on one resource by all files of a system with this order only the highest counts; one that nothing maps
    /// hides none that something maps. Empty where each counts. A spelling that is not named always counts.
    pub order: Vec<String>,
    /// By a common word (`admin`, `write`, `read`), the raw spellings that mean it. Looked up where no spelling of
    /// `review.toml` fits; the word then has to be a name or a spelling of a level there.
    pub meaning: BTreeMap<String, Vec<String>>,
}

/// Accounts that come with the product: set aside, unless something shows that they can sign in.
#[derive(Clone, Debug)]
pub struct BuiltIn {
    /// What their logins look like, from beginning to end.
    pub logins: Pattern,
    /// Why they are set aside, as the document prints it.
    pub reason: String,
}

/// A kind of record in a file.
#[derive(Clone, Debug)]
pub struct Records {
    /// In a tree, where the records are: the first of these whose first step the document has. Empty for a table.
    pub paths: Vec<Selector>,
    /// Columns whose blank cells repeat those above in a row that has none of them (continuation rows).
    pub fill_down: Vec<String>,
    /// In a tree, ways that lead to something in each record, be it empty: a record where none of several does leaves
    /// open what would stand there, so that the file does not hold everything.
    pub keys: Vec<Vec<Selector>>,
    /// Records that are no fact, with the reason; the first that fits decides.
    pub set_aside: Vec<SetAside>,
    /// Records that cannot be read as the file was exported, with what to do; the first that fits decides.
    pub reject: Vec<SetAside>,
    /// Why a record that no emit is for is set aside, as the document prints it; without it such a record is rejected.
    pub otherwise: Option<Reason>,
    /// What a record gives.
    pub emits: Vec<Emit>,
}

/// Records that are no fact, or that cannot be read.
#[derive(Clone, Debug)]
pub struct SetAside {
    /// Which.
    pub when: Condition,
    /// Why, as the document prints it; of one that cannot be read, also what to do.
    pub reason: String,
}

/// A fact that a record gives, or several of a kind.
#[derive(Clone, Debug)]
pub struct Emit {
    /// What kind of fact.
    pub kind: Kind,
    /// Only if this holds.
    pub when: Option<Condition>,
    /// In a tree: nested nodes of which each gives a fact; several multiply.
    pub each: Vec<Each>,
    /// In a table: columns of which each cell gives a fact.
    pub unpivot: Option<Unpivot>,
    /// Its fields.
    pub fields: BTreeMap<Slot, Expression>,
    /// Of a grant: it is on every resource of the system.
    pub every_resource: bool,
    /// What counts of it beyond its fields.
    pub flags: Flags,
}

/// What a profile says of a fact beyond its fields.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flags {
    /// Of an account: it has one such id only, so that another one is somebody else's.
    pub one_id: bool,
    /// Of a status: it counts whatever other records say, as it proves that the account can be used.
    pub proof: bool,
    /// Of a member: only the record of the group, in whichever file, tells what the group holds.
    pub described: bool,
    /// Of a grant: what another file of the format may not tell once more.
    pub once: Option<Once>,
}

/// What only one file of a format tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    /// That somebody holds anything on a resource.
    File,
    /// At which level; pages of one list may tell the same.
    Level,
}

/// A kind of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A principal holds a level; what is said beside of the account counts too.
    Grant,
    /// An account exists: the file is a list of accounts.
    Account,
    /// Something is said of an account; the file is no list of them.
    Attributes,
    /// A group has a member.
    Member,
    /// A group exists, and the file lists all its members.
    Group,
    /// An id stands for a name.
    Name,
    /// A resource exists.
    Resource,
    /// A notebook.
    Device,
    /// A person or technical account of the roster.
    Person,
    /// What a system has one of only, and which one it is.
    Sole,
}

/// A field of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// Login of the account; for a device, of its owner.
    Account,
    /// Another identifier of the account, group or device, by which other files call it. Several may stand in it.
    Id,
    /// Display name; shown, never matched. For [`Kind::Name`], the name that the id stands for.
    Name,
    /// E-mail address.
    Email,
    /// What a permission is on.
    Resource,
    /// Raw level.
    Level,
    /// Active, disabled or pending.
    Status,
    /// Whether a second factor is set up.
    Mfa,
    /// When it was last used.
    LastLogin,
    /// Whether anything (a password, a key, a shell) lets the account sign in; evidence against setting a built-in
    /// account aside.
    SignIn,
    /// Since when the password is the same: a day; or yes, no.
    PasswordSince,
    /// The same of each key.
    KeySince,
    /// Whether the account owns the whole of the system, so that nothing can be taken away from it.
    Root,
    /// The group: that holds a grant, that has a member, that is listed.
    Group,
    /// A group that is a member.
    MemberGroup,
    /// Of a grant of an account: the group through which the file says it is held.
    Via,
    /// What an id stands for: `account`, `group`, `level`, `resource`. Of [`Kind::Sole`], what there is one of.
    Of,
    /// The notebook.
    Device,
    /// Whether its disk is encrypted.
    Encrypted,
    /// Whether its virus protection is up to date.
    Protected,
    /// Of a person: the id in the roster is [`Slot::Id`], the name [`Slot::Name`]; this is the role.
    Role,
    /// Of a person: employee or contractor.
    Employment,
    /// Of a person: the contractor's company.
    Company,
    /// Of a person: the first day.
    Start,
    /// Of a person: the last day.
    End,
    /// Of a person: `person`, `technical` or `shared`.
    Nature,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Grant,
        Self::Account,
        Self::Attributes,
        Self::Member,
        Self::Group,
        Self::Name,
        Self::Resource,
        Self::Device,
        Self::Person,
        Self::Sole,
    ];

    /// The word for it in profiles.
    pub fn word(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Account => "account",
            Self::Attributes => "attributes",
            Self::Member => "member",
            Self::Group => "group",
            Self::Name => "name",
            Self::Resource => "resource",
            Self::Device => "device",
            Self::Person => "person",
            Self::Sole => "sole",
        }
    }
}

impl From<Field> for Slot {
    fn from(field: Field) -> Self {
        match field {
            Field::Account => Self::Account,
            Field::Name => Self::Name,
            Field::Email => Self::Email,
            Field::Resource => Self::Resource,
            Field::Level => Self::Level,
            Field::Status => Self::Status,
            Field::Mfa => Self::Mfa,
            Field::LastLogin => Self::LastLogin,
            Field::Device => Self::Device,
            Field::Encrypted => Self::Encrypted,
            Field::Protected => Self::Protected,
        }
    }
}

impl Kind {
    /// The fields that a fact of the kind needs; of several in one list, one.
    pub fn needs(self) -> &'static [&'static [Slot]] {
        match self {
            // Only the system knows whether its permissions are on resources.
            Self::Grant => &[&[Slot::Account, Slot::Group], &[Slot::Level]],
            Self::Account | Self::Attributes => &[&[Slot::Account]],
            Self::Member => &[&[Slot::Group], &[Slot::Account, Slot::MemberGroup]],
            Self::Group => &[&[Slot::Group]],
            Self::Name => &[&[Slot::Of], &[Slot::Id], &[Slot::Name]],
            Self::Resource => &[&[Slot::Resource]],
            Self::Device => &[&[Slot::Device]],
            Self::Person => &[&[Slot::Id, Slot::Email], &[Slot::Name]],
            // Without an id it is the file.
            Self::Sole => &[&[Slot::Of]],
        }
    }
}

impl Slot {
    /// Every field.
    pub const ALL: [Self; 26] = [
        Self::Account,
        Self::Id,
        Self::Name,
        Self::Email,
        Self::Resource,
        Self::Level,
        Self::Status,
        Self::Mfa,
        Self::LastLogin,
        Self::SignIn,
        Self::PasswordSince,
        Self::KeySince,
        Self::Root,
        Self::Group,
        Self::MemberGroup,
        Self::Via,
        Self::Of,
        Self::Device,
        Self::Encrypted,
        Self::Protected,
        Self::Role,
        Self::Employment,
        Self::Company,
        Self::Start,
        Self::End,
        Self::Nature,
    ];

    /// The word for it in profiles.
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Id => "id",
            Self::Name => "name",
            Self::Email => "email",
            Self::Resource => "resource",
            Self::Level => "level",
            Self::Status => "status",
            Self::Mfa => "mfa",
            Self::LastLogin => "last-login",
            Self::SignIn => "sign-in",
            Self::PasswordSince => "password-since",
            Self::KeySince => "key-since",
            Self::Root => "root",
            Self::Group => "group",
            Self::MemberGroup => "member-group",
            Self::Via => "via",
            Self::Of => "of",
            Self::Device => "device",
            Self::Encrypted => "encrypted",
            Self::Protected => "protected",
            Self::Role => "role",
            Self::Employment => "employment",
            Self::Company => "company",
            Self::Start => "start",
            Self::End => "end",
            Self::Nature => "nature",
        }
    }
}

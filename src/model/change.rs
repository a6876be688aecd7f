//! What is otherwise in one audit than in an earlier one. Nouns and numbers only; `templates/changes.md` has the sentences.

use jiff::civil::Date;
use serde::Serialize;

use super::record::Totals;

/// The version of the shape that `diff --json` writes.
pub const VERSION: u32 = 1;

/// Everything that changed from one audit to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Changes {
    /// Version of this shape.
    pub version: u32,
    /// The company, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The company of the earlier audit, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_organisation: Option<String>,
    /// The earlier audit.
    pub from: Side,
    /// The later one.
    pub to: Side,
    /// What can be compared: as much as both know.
    pub compared: Compared,
    /// Systems, levels, resources and roles.
    pub structure: Vec<Change>,
    /// Everybody of the staff lists.
    pub people: Vec<Change>,
    /// Single permissions.
    pub permissions: Vec<Change>,
    /// Accounts that hold something in both audits and can be used again, or belong to others.
    pub accounts: Vec<Change>,
    /// Findings.
    pub findings: Vec<Change>,
    /// Exceptions.
    pub exceptions: Vec<Change>,
    /// Numbers of the page, those of both audits that differ.
    pub numbers: Vec<Number>,
    /// Of a page: systems by whose names it knows nothing of the other audit; sorted.
    pub unmatched_systems: Vec<String>,
    /// How many numbers are the same in both.
    pub same_numbers: u64,
    /// Reasons that were given for changes that there are not, by their keys.
    pub unused_reasons: Vec<String>,
    /// Totals of the audits, oldest first.
    pub history: Vec<Totals>,
}

/// One of the two audits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Side {
    /// Where it was read.
    pub name: String,
    /// Its date, where it is known.
    pub date: Option<Date>,
    /// How many places of a page could not be placed: numbers may be missing.
    pub unplaced: u64,
    /// Names of systems of which its files do not prove that what they lack is not there; sorted.
    pub incomplete: Vec<String>,
    /// Whether it is known that its staff list lacks people.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub staff_list_incomplete: bool,
}

/// How much of two audits can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compared {
    /// Numbers alone: one of the audits is known by its page.
    Numbers,
    /// The records, but not who held what: a table of permissions is no longer kept.
    Records,
    /// Everything.
    Permissions,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// Names it; the same whenever the same two audits are compared.
    pub key: String,
    /// What happened.
    pub what: What,
    /// The system, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The resource, by its name where that is kept, else by what the page calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Who: the id of somebody of the staff list, or a login; or the noun that the change is about; of a finding its key, as
    /// far as that is kept.
    pub who: String,
    /// Of a finding or an exception, the id of the check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// What a finding is about beside its system, from the account to the text that is no noun of its own; as far as names are
    /// kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// What somebody of the staff list is called, where that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// How it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Of a finding, the checks that find its account now and did not before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<String>,
    /// Of a system or a resource that only one of the audits has, how many permissions on it were or are held; none where that
    /// is not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<u64>,
    /// Why; none where nobody says and nothing else in the two audits tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// What the sheet of reasons is called, without the ending of its kind.
pub const SHEET: &str = "changes";

/// The columns of the sheet of reasons.
pub const COLUMNS: [&str; 11] = [
    "key",
    "what",
    "system",
    "resource",
    "who",
    "name",
    "before",
    "after",
    "explained by",
    "reason",
    "ticket",
];

/// A reason that a person gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// In their words.
    pub text: String,
    /// Where that was decided.
    pub ticket: Option<String>,
}

/// Why something changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Reason {
    /// In a person's words, or the word for what explains it.
    pub text: String,
    /// Where that was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Whether a person gave it; else another change of the same comparison explains it.
    pub given: bool,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// It was not there and is.
    Appeared,
    /// It is there; the earlier files do not prove that it was not.
    Seen,
    /// It was there and is not.
    Removed,
    /// It was there; the later files do not have it, but do not prove that it is gone either.
    NotSeen,
    /// To a higher level.
    Raised,
    /// To a lower level.
    Lowered,
    /// To another level.
    Changed,
    /// Held through another group, or directly.
    Moved,
    /// A system that only the later audit reviews.
    FirstReviewed,
    /// A system that only the later audit reviews, and one before the earlier did.
    ReviewedAgain,
    /// A system that only the earlier audit reviewed.
    NotReviewed,
    /// A system of which only the later audit tells resources apart.
    ToldApart,
    /// A system of which only the earlier audit told resources apart.
    NotToldApart,
    /// A system of which other levels of a person count than before.
    CountedOtherwise,
    /// A system whose labels begin otherwise.
    LabelledOtherwise,
    /// Came to the company.
    Joined,
    /// Left it.
    Left,
    /// The staff list has somebody now, as having left; the earlier one did not.
    ListedAsLeft,
    /// Has another role.
    RoleChanged,
    /// Has the same roles, and another of them is the first.
    MainRoleChanged,
    /// Another name stands under the same id: another name, or another person.
    OtherName,
    /// Was employed and works by contract.
    BecameContractor,
    /// Worked by contract and is employed.
    BecameEmployee,
    /// An account could not be used and can again.
    SwitchedOn,
    /// An account belongs to somebody of whom it was not known, or it is not known any more whose it is.
    OtherHolder,
    /// Is called otherwise, as somebody declares.
    Renamed,
    /// Found for the first time.
    New,
    /// Found before and still.
    Persisting,
    /// No longer found, and it would be.
    Resolved,
    /// No longer found, and what it is about is still there and found otherwise.
    FoundOtherwise,
    /// No longer found, and what it is about is still there: as roles, staff list and settings are now, nothing is wrong with
    /// it.
    AsDeclared,
    /// Was resolved in an earlier audit and is found again.
    Reappeared,
    /// Accepted for the first time.
    Granted,
    /// Accepted for longer.
    Renewed,
    /// No longer accepted, as its time is over.
    Expired,
    /// No longer accepted, before its time was over.
    Withdrawn,
}

impl What {
    /// The word for it in tables for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Appeared => "appeared",
            Self::Seen => "seen",
            Self::Removed => "removed",
            Self::NotSeen => "not-seen",
            Self::Raised => "raised",
            Self::Lowered => "lowered",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::FirstReviewed => "first-reviewed",
            Self::ReviewedAgain => "reviewed-again",
            Self::NotReviewed => "not-reviewed",
            Self::ToldApart => "told-apart",
            Self::NotToldApart => "not-told-apart",
            Self::CountedOtherwise => "counted-otherwise",
            Self::LabelledOtherwise => "labelled-otherwise",
            Self::Joined => "joined",
            Self::Left => "left",
            Self::ListedAsLeft => "listed-as-left",
            Self::RoleChanged => "role-changed",
            Self::MainRoleChanged => "main-role-changed",
            Self::OtherName => "other-name",
            Self::BecameContractor => "became-contractor",
            Self::BecameEmployee => "became-employee",
            Self::SwitchedOn => "switched-on",
            Self::OtherHolder => "other-holder",
            Self::Renamed => "renamed",
            Self::New => "new",
            Self::Persisting => "persisting",
            Self::Resolved => "resolved",
            Self::FoundOtherwise => "found-otherwise",
            Self::AsDeclared => "as-declared",
            Self::Reappeared => "reappeared",
            Self::Granted => "granted",
            Self::Renewed => "renewed",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A number of the page that is not the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Number {
    /// The system, by its present name.
    pub system: String,
    /// Label of the resource; empty for the system as a whole.
    pub resource: String,
    /// The level, by its present name.
    pub level: String,
    /// The role, by its present title.
    pub role: String,
    /// As it was; none where the page had no such line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Amount>,
    /// Whether the lack of a line before proves nothing, as the earlier list did not hold everything or there was none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub before_unknown: bool,
    /// As it is; none where the page has no such line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Amount>,
    /// Whether the lack of a line now proves nothing, as the later list does not hold everything or there is none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub after_unknown: bool,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Amount {
    /// Distinct identities, or accounts where there is no identity.
    pub people: u64,
    /// The contractors among them.
    pub contractors: u64,
}

impl Changes {
    /// Single permissions and people, which ought to have a reason.
    pub fn to_explain(&self) -> impl Iterator<Item = &Change> {
        self.people.iter().chain(&self.permissions)
    }

    /// Whether it is proved that nobody came or left and that nobody holds what they did not hold before.
    pub fn proves_stillness(&self) -> bool {
        let is_whole = |side: &Side| side.incomplete.is_empty() && !side.staff_list_incomplete;
        let only_one_tells = |change: &&Change| {
            let systems = matches!(
                change.what,
                What::FirstReviewed | What::ReviewedAgain | What::NotReviewed
            );
            systems && change.permissions != Some(0)
        };
        self.compared == Compared::Permissions
            && self.to_explain().next().is_none()
            && self.accounts.is_empty()
            && [&self.from, &self.to].into_iter().all(is_whole)
            && !self.structure.iter().any(|change| only_one_tells(&change))
    }

    /// Those of them for which there is none.
    pub fn unexplained(&self) -> impl Iterator<Item = &Change> {
        self.to_explain().filter(|change| change.reason.is_none())
    }
}

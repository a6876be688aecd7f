//! What an explanation says, as facts: names, places and short keywords that a template turns into sentences.

use serde::Serialize;

/// What stands behind a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Explanation {
    /// A check.
    Check(CheckFacts),
    /// A person or technical account of the roster.
    Identity(IdentityFacts),
    /// An account of a system.
    Account(AccountFacts),
    /// A grant: its account, which holds nothing else here.
    Grant(AccountFacts),
    /// A finding.
    Finding(KeyedFacts),
    /// A printed number.
    Number(NumberFacts),
    /// The sentence about notebooks.
    Notebooks(NotebooksFacts),
}

/// The sentence about notebooks with everybody behind its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotebooksFacts {
    /// The system.
    pub system: String,
    /// How many people need a notebook.
    pub members: u64,
    /// How many of them are validated.
    pub validated: u64,
    /// Everybody who needs one.
    pub people: Vec<MemberFacts>,
    /// What the inventory lists for others.
    pub others: Vec<Holding>,
}

/// Somebody who needs a notebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MemberFacts {
    /// Who.
    pub person: Person,
    /// Whether all their notebooks, at least one, are known to be encrypted and protected.
    pub validated: bool,
    /// Their notebooks, by the account that the inventory names.
    pub accounts: Vec<Holding>,
}

/// An account of a system, and how its holder was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountFacts {
    /// The account with all its grants.
    pub account: Holding,
    /// The same in the other extract of its system.
    pub other: Option<Holding>,
    /// What was tried to find its holder, in order.
    pub attempts: Vec<Attempt>,
    /// Other identifiers by which the files call it.
    pub ids: Vec<String>,
    /// E-mail address that the system gives.
    pub email: Option<String>,
    /// Whether a second factor is set up; none is not collected.
    pub mfa: Option<bool>,
    /// Day of the last login, `never`, or none where not collected.
    pub last_login: Option<String>,
    /// Where it was first read.
    pub row: Row,
}

/// A check and what it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckFacts {
    /// Its id.
    pub id: String,
    /// `high`, `medium` or `low`, as the check is declared.
    pub severity: String,
    /// Whether `review.toml` switches it off.
    pub off: bool,
    /// What `review.toml` says instead.
    pub declared: Option<String>,
    /// Why it does.
    pub reason: Option<String>,
    /// What it could not judge: the key of the reason, and in which systems; in none where there are none.
    pub unjudged: Vec<(&'static str, Vec<String>)>,
    /// Controls of published standards.
    pub controls: Vec<String>,
    /// What it found.
    pub findings: Vec<FindingFacts>,
}

/// A finding with its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyedFacts {
    /// The key.
    pub key: String,
    /// The sentence of the document, where somebody has its words.
    pub sentence: Option<String>,
    /// What it is about.
    pub finding: FindingFacts,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingFacts {
    /// Id of the check.
    pub check: String,
    /// `high`, `medium` or `low`.
    pub severity: String,
    /// Name of the system.
    pub system: Option<String>,
    /// Login of the account.
    pub login: Option<String>,
    /// Whom it is about.
    pub person: Option<Person>,
    /// Who else is meant: candidates for an account, or an owner who left.
    pub candidates: Vec<Person>,
    /// Rows of accounts sheets that say whose the account is, each with whom it names.
    pub claims: Vec<(String, Person)>,
    /// Real name of the resource.
    pub resource: Option<String>,
    /// Levels.
    pub levels: Vec<String>,
    /// Title of the role whose rule is broken.
    pub role: Option<String>,
    /// A file, where one is meant as a whole.
    pub file: Option<FileFacts>,
    /// A pattern, or a notebook's name.
    pub text: Option<String>,
    /// The file and the line in which what it is about is declared.
    pub place: Option<String>,
    /// Evidence.
    pub rows: Vec<Row>,
    /// The exception that accepts it.
    pub accepted: Option<AcceptedFacts>,
    /// The exceptions that it fits and that do not accept it.
    pub refused: Vec<RefusedFacts>,
    /// What a recheck shows of it.
    pub closure: Option<String>,
    /// Who put it right, as is declared.
    pub put_right: Option<PutRightFacts>,
}

/// Who put a finding right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PutRightFacts {
    /// As declared: a name or an id.
    pub by: String,
    /// Of somebody from outside, whose they are.
    pub company: Option<String>,
    /// Where it was asked for.
    pub ticket: Option<String>,
    /// Line in `review.toml`.
    pub line: u64,
}

/// An exception that a finding fits and that does not accept it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedFacts {
    /// Id of the check.
    pub check: String,
    /// Why it does not: `to-come`, `expired`, or `own`, where whoever approved it is concerned.
    pub why: &'static str,
    /// The first day on which it is in force.
    pub granted: String,
    /// The last one.
    pub until: String,
    /// Who approved it, by the id of the roster.
    pub approved_by: String,
    /// The file and the line in it.
    pub place: Option<String>,
}

/// An exception that accepts a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcceptedFacts {
    /// Id of the check.
    pub check: String,
    /// The last day on which it does.
    pub until: String,
    /// Why.
    pub reason: String,
    /// Who approved it, by the id of the roster.
    pub approved_by: String,
    /// Where that was decided.
    pub ticket: Option<String>,
    /// The roles file and the line in it.
    pub place: Option<String>,
}

/// A number of a system's own screen, and that of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScreenFacts {
    /// What was counted, as a person says it.
    pub counted: String,
    /// On the screen.
    pub on_screen: u64,
    /// In the file.
    pub in_file: u64,
}

/// A file of which not every row was read, or which has not as many as were declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileFacts {
    /// The file.
    pub name: String,
    /// Data rows that `review.toml` declares.
    pub declared: Option<u64>,
    /// Why it does not hold everything, as it shows itself.
    pub cut: Option<String>,
    /// Data rows that it has.
    pub data: u64,
    /// What the system's own screen counted.
    pub screen: Option<ScreenFacts>,
    /// Rows that could not be read, in file order.
    pub rejected: Vec<RejectedFacts>,
    /// Columns with cells that could not be read.
    pub unclear: Vec<UnclearFacts>,
}

/// A column with cells that could not be read, of rows that were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnclearFacts {
    /// What the file calls it.
    pub name: String,
    /// How many cells.
    pub cells: u64,
    /// The first of them that differ.
    pub first: Vec<RejectedFacts>,
}

/// A row that could not be read, or a cell of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RejectedFacts {
    /// Line of a text file, row of a sheet, pointer of a record, in words.
    pub place: String,
    /// What was found and expected.
    pub reason: String,
}

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// The file.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// Line of a text file, row of a sheet, number of a record.
    pub line: u64,
    /// The same as a person finds it: of a record, its pointer.
    pub at: String,
}

/// A rule of the roles file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleFacts {
    /// Title of the role.
    pub role: String,
    /// The roles file and the line in it.
    pub place: String,
}

/// Somebody of the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks each by its name")]
pub struct Person {
    /// Opaque id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Whether it is a technical account.
    pub technical: bool,
    /// Whether several people share it.
    pub shared: bool,
    /// The contract, of a contractor.
    pub contract: Option<Contract>,
    /// Titles of the roles, the printed one first.
    pub roles: Vec<String>,
    /// First day.
    pub start: Option<String>,
    /// Last allowed day; none as well of somebody who left without that it is told.
    pub end: Option<String>,
    /// Whether they had left before the audit date.
    pub left: bool,
    /// Whether all their roles are for accounts that are kept for emergencies.
    pub emergency: bool,
}

/// That somebody is a contractor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contract {
    /// Whose, where the roster says.
    pub company: Option<String>,
}

/// An identity with all it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdentityFacts {
    /// Who.
    pub person: Person,
    /// Who answers for a technical account.
    pub owner: Option<Person>,
    /// Where it was read.
    pub row: Row,
    /// Accounts, in the order of the systems.
    pub accounts: Vec<Holding>,
    /// Findings that are about none of these accounts' grants.
    pub findings: Vec<FindingFacts>,
}

/// An account, or a part of its grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// Name of the system.
    pub system: String,
    /// Of a system that was exported again, which of the two this is: `first` or `recheck`.
    pub extract: Option<&'static str>,
    /// Login.
    pub login: String,
    /// Display name.
    pub name: Option<String>,
    /// `active`, `disabled`, `pending` or `unknown`.
    pub status: String,
    /// Whose it is, if one identity's.
    pub holder: Option<Person>,
    /// By which rule: `login`, `email`, `pattern` or `sheet`.
    pub matched: Option<String>,
    /// Ids of findings about the account as a whole.
    pub findings: Vec<String>,
    /// The exceptions that accept some of them.
    pub accepted: Vec<AcceptedFacts>,
    /// The exceptions that findings of it fit and that do not accept them.
    pub refused: Vec<RefusedFacts>,
    /// What a recheck shows of them: the id of the check, and what became of the finding.
    pub closures: Vec<(String, String)>,
    /// Grants.
    pub grants: Vec<GrantFacts>,
    /// Notebooks.
    pub devices: Vec<Device>,
}

/// A grant with all rows it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GrantFacts {
    /// Real name of the resource; none is the system as a whole.
    pub resource: Option<String>,
    /// What the public page calls it.
    pub label: Option<String>,
    /// The level, or the spelling that no definition maps.
    pub level: String,
    /// Whether a definition maps it.
    pub mapped: bool,
    /// Where it was read, with the memberships through which it is held.
    pub rows: Vec<Row>,
    /// Each way of holding it through groups: the group that holds it first, each in the one before.
    pub through: Vec<Vec<String>>,
    /// Whether it is held without any group as well.
    pub direct: bool,
    /// The rule that allows it.
    pub rule: Option<RuleFacts>,
    /// The separations of which it is a side.
    pub separations: Vec<SeparationFacts>,
    /// Ids of the findings about it.
    pub findings: Vec<String>,
    /// Why no rule could allow it: `no-roles` are declared, or there are `no-rules` for its system yet.
    pub unjudged: Option<&'static str>,
    /// The exceptions that accept some of them.
    pub accepted: Vec<AcceptedFacts>,
    /// The exceptions that findings of it fit and that do not accept them.
    pub refused: Vec<RefusedFacts>,
    /// What a recheck shows of them: the id of the check, and what became of the finding.
    pub closures: Vec<(String, String)>,
}

/// What the roles file keeps apart, seen from one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeparationFacts {
    /// What it is called.
    pub name: String,
    /// File and line.
    pub place: String,
    /// Whether the holder was found to hold the other side as well.
    pub both: bool,
}

/// A notebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Its name or serial number.
    pub name: String,
    /// Whether its disk is encrypted; none is not collected.
    pub encrypted: Option<bool>,
    /// Whether it is protected; none is not collected.
    pub protected: Option<bool>,
    /// Where it was read.
    pub row: Row,
}

/// One way in which the holder of an account was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// `login`, `email`, `pattern` or `sheet`.
    pub rule: String,
    /// What was looked for in the roster: logins and ids, addresses, what the pattern captured.
    pub tried: Vec<String>,
    /// To whom it led.
    pub led_to: Vec<Person>,
}

/// A printed number with everybody behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberFacts {
    /// Category of the page.
    pub category: String,
    /// Activity of the page.
    pub activity: String,
    /// The system.
    pub system: String,
    /// What the public page calls the resource.
    pub label: Option<String>,
    /// Real name of the resource.
    pub resource: Option<String>,
    /// The level.
    pub level: String,
    /// What it allows, where a definition maps it.
    pub definition: Option<String>,
    /// Who is counted, as the page says it.
    pub bearer: String,
    /// The number; 0 is not printed.
    pub people: u64,
    /// The contractors among them.
    pub contractors: u64,
    /// Those counted.
    pub counted: Vec<Party>,
    /// Those left out, by reason.
    pub left_out: Vec<LeftOut>,
    /// Whether any file of the system was read.
    pub collected: bool,
    /// Whether the files of the system prove that whatever they lack is not there.
    pub proves_absence: bool,
}

/// Somebody counted or left out, with the accounts and grants that matter; nobody, where an account is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Who.
    pub person: Option<Person>,
    /// With what.
    pub accounts: Vec<Holding>,
}

/// Somebody who holds the level and is not in the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// `disabled`, `pending`, `lower`, `left` or `unidentified`.
    pub reason: String,
    /// Who.
    pub party: Party,
}

//! The record of an audit: the small versioned format that next year reads. A format of its own, not a dump of today's
//! types, and no names of people in it: opaque ids only, also for the ids of the roster, which may be addresses or logins.
//! Grants are not repeated: `grants.csv` is their table, named by hash. `schemas/record-2.json` says the same as a JSON
//! Schema; what an older version lacks or says otherwise is put right where it is read.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::finding::Closure;
use super::opaque::Opaque;
use super::printed::Printed;
use super::renames::Renames;

/// The version that is written; every older one is read.
pub const VERSION: u32 = 2;

/// What stands between groups of which one holds the next.
pub const STEP: &str = " > ";

/// What the record is called within the internal folder of an audit.
pub const FILE: &str = "record.json";

/// The tables beside the record that a later audit reads, as far as they are still kept.
pub const BESIDE: [&str; 3] = ["grants.csv", FINDINGS, PEOPLE];

/// The list of the files of an audit with their hashes, beside the record.
pub const MANIFEST: &str = "manifest.json";

/// The table of findings beside the record.
pub const FINDINGS: &str = "findings.csv";

/// The map of people beside the record.
pub const PEOPLE: &str = "people-map.json";

/// The sheet of changes beside the record, with the reasons that the report printed.
pub const CHANGES: &str = "changes.csv";

/// An audit, as later ones remember it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Record {
    /// Version of the format in which it was written.
    pub version: u32,
    /// Name and version of the program that wrote it.
    pub program: String,
    /// The company.
    pub organisation: String,
    /// The day on which everything was judged.
    pub audit_date: Date,
    /// What the audit covers, in a person's words.
    pub period: String,
    /// Until when it has to be kept; left out where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_until: Option<Date>,
    /// The roles, in print order.
    pub roles: Vec<Role>,
    /// The file that declares them; null where they were taken from the staff list.
    pub policy: Option<String>,
    /// More resources than so many of a system stand on the page as sums.
    pub page_resources: u64,
    /// Every system, in declared order.
    pub systems: Vec<System>,
    /// Systems of earlier audits that this one does not review, sorted by id.
    pub former_systems: Vec<FormerSystem>,
    /// Whether the staff list is not known to lack people.
    pub staff_list_complete: bool,
    /// Everybody of the staff list, in its order.
    pub identities: Vec<Identity>,
    /// The table of permissions.
    pub grants: Grants,
    /// The numbers of the tables of counts, in page order.
    pub counts: Vec<Printed>,
    /// What was found, in the order of the document.
    pub findings: Vec<Finding>,
    /// What earlier audits found and this one does not, sorted by id.
    pub former_findings: Vec<FormerFinding>,
    /// Permissions that were taken away in the course of the audits, as far as that is proved, sorted by id.
    pub former_grants: Vec<FormerGrant>,
    /// What could not be judged, by check.
    pub unjudged: Vec<Unjudged>,
    /// Findings that are accepted for a while, in the order of the roles file.
    pub exceptions: Vec<Exception>,
    /// Every file that was read row by row.
    pub sources: Vec<File>,
    /// Totals of this audit and of those before it, oldest first.
    pub history: Vec<Totals>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Role {
    /// Its title.
    pub title: String,
    /// Titles that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
}

/// A system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct System {
    /// Its id.
    pub id: String,
    /// What the page calls it.
    pub name: String,
    /// Ids and names that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// How much of it its files hold; null where it has none.
    pub coverage: Option<String>,
    /// Whether what is not in its files is proved not to be there.
    pub complete: bool,
    /// Its levels, in declared order; none of a list of notebooks.
    pub levels: Vec<Level>,
    /// Spellings that say that somebody holds nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_access: Vec<String>,
    /// Stand for the cell texts whose rows are set aside by declaration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<Opaque>,
    /// Which of somebody's levels count; left out of a list of notebooks, and by an older program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_rule: Option<String>,
    /// What labels of its resources begin with; left out where its permissions are on the system as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What its permissions are on, where the page labels that; what was labelled before too.
    pub resources: Vec<Resource>,
    /// How many accounts it has.
    pub accounts: u64,
    /// How many of them hold a privileged level.
    pub privileged: u64,
}

/// A system of an earlier audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FormerSystem {
    /// Its id.
    pub id: String,
    /// What the page called it.
    pub name: String,
    /// Date of the last audit that reviewed it.
    pub last: Date,
    /// What had a label: no number is given twice when it is reviewed again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
}

/// A level of a system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Level {
    /// What the page calls it.
    pub name: String,
    /// Names that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Other spellings of it in exports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<String>,
    /// Place in the ranking, higher is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// Whether it is privileged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub privileged: bool,
}

/// What permissions are on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Resource {
    /// Stands for its real name.
    pub id: Opaque,
    /// What the page calls it.
    pub label: String,
    /// Stand for real names that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<Opaque>,
    /// Whether it is no longer there: its label is kept so that nothing else gets it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// Somebody of the staff list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Identity {
    /// Stands for its id in the staff list.
    pub id: Opaque,
    /// Titles of the roles, the printed one first.
    pub roles: Vec<String>,
    /// `person`, `technical` or `shared`.
    pub kind: String,
    /// Whether it works by contract.
    pub contractor: bool,
    /// Whether it was there on the audit date: had started and not left.
    pub present: bool,
    /// Whether it had left by then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
}

/// The table of permissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Grants {
    /// Its file, beside the record.
    pub file: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// How many rows it has.
    pub rows: u64,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Finding {
    /// Stands for its key.
    pub id: Opaque,
    /// The check.
    pub check: String,
    /// `high`, `medium` or `low`.
    pub severity: String,
    /// Date of the first of the audits, without a gap, that found it.
    pub since: Date,
    /// The system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Opaque>,
    /// The identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Opaque>,
    /// Everybody the account could belong to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Opaque>,
    /// Label of the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The levels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
    /// `<number of the source>:<line>`, or the number of the record in place of a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// The last day of the exception that accepts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_until: Option<Date>,
    /// What a recheck shows of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure: Option<String>,
}

impl Finding {
    /// Whether nothing accepts it and nothing shows that it was put right.
    pub fn is_open(&self) -> bool {
        self.accepted_until.is_none() && self.closure.as_deref() != Some(Closure::Done.word())
    }
}

/// A finding of an earlier audit that is no longer found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FormerFinding {
    /// Stands for its key.
    pub id: Opaque,
    /// The check.
    pub check: String,
    /// The system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Opaque>,
    /// The identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Opaque>,
    /// Label of the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The levels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
    /// Date of the first of the audits that found it.
    pub since: Date,
    /// Date of the last one.
    pub last: Date,
    /// Date of the audit that proved it gone; left out where none did yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<Date>,
    /// Where it is known that what it is about is still there: what this audit finds of it now, or that it finds nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub still: Option<Still>,
}

/// Something that was found is still there and no longer found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Still {
    /// It is found by other checks that did not find it before.
    Otherwise(Vec<String>),
    /// As roles, staff list and settings are now, nothing is wrong with it.
    AsDeclared,
}

/// A permission that was taken away.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FormerGrant {
    /// Stands for who held what.
    pub id: Opaque,
    /// Date of the last audit in which it was held.
    pub last: Date,
}

/// That a check could not judge everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unjudged {
    /// The check.
    pub check: String,
    /// The systems in which it could not; none where it could in no system.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<String>,
}

/// A finding that is accepted for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Exception {
    /// Stands for what it is about, whenever it was granted.
    pub id: Opaque,
    /// The check.
    pub check: String,
    /// The system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Where that was decided, in a person's words, which may name somebody: it stands in the map of people. An older program
    /// wrote it here.
    #[serde(default, skip_serializing)]
    pub ticket: Option<String>,
    /// Of whom and what it is, by the parts that were given: it stands in the map of people.
    #[serde(skip)]
    pub about: BTreeMap<String, String>,
    /// The first day on which it holds.
    pub granted: Date,
    /// The last one.
    pub expires: Date,
}

/// A file that was read row by row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct File {
    /// `roster`, `accounts`, `sources`, `export` or `recheck`.
    pub content: String,
    /// The system, of an export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Hash of its bytes.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// `full`, `partial` or `unknown`.
    pub coverage: String,
    /// When, with the difference to UTC; where somebody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extracted: Option<String>,
    /// Its rows.
    pub rows: u64,
    /// Those of them that gave a fact.
    pub used: u64,
    /// Those that were set aside.
    pub set_aside: u64,
    /// Those that could not be read.
    pub rejected: u64,
}

/// Totals of one audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Totals {
    /// Its date.
    pub audit_date: Date,
    /// Everybody of the staff list: people, technical and shared accounts.
    pub identities: u64,
    /// The people among them, leavers too.
    pub people: u64,
    /// Those of the people who were there on the audit date; left out where an older program did not note it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<u64>,
    /// Accounts of all systems.
    pub accounts: u64,
    /// Those of them that hold something.
    pub holding: u64,
    /// Those that hold a privileged level; left out where no level is declared as privileged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privileged: Option<u64>,
    /// Distinct grants.
    pub grants: u64,
    /// Findings.
    pub findings: u64,
    /// Those of them that are accepted.
    pub accepted: u64,
    /// Those of them that were put right; left out where no system was exported again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<u64>,
}

impl System {
    /// Whether the audit tells resources of it apart.
    pub fn tells_apart(&self) -> bool {
        self.resources.iter().any(|resource| !resource.gone)
    }
}

impl Record {
    /// Whether this audit and a later one both tell resources of a system apart, or neither does; the system by its
    /// present id. Where one of them has none of it there is nothing to tell.
    pub fn tells_apart_as(&self, later: &Self, system: &str, renames: &Renames) -> bool {
        let mut earlier = self.systems.iter();
        let earlier = earlier.find(|one| renames.system_now(&one.id) == system);
        match (earlier, later.system(system)) {
            (Some(was), Some(is)) => was.tells_apart() == is.tells_apart(),
            (None, _) | (_, None) => true,
        }
    }

    /// The system with this id.
    pub fn system(&self, id: &str) -> Option<&System> {
        self.systems.iter().find(|system| system.id == id)
    }

    /// Whether silence of a check proves that what it looks for is not there: it could judge the system, whose files hold
    /// everything.
    pub fn proves(&self, check: &str, system: Option<&str>) -> bool {
        let complete = |id: &str| self.system(id).is_some_and(|system| system.complete);
        let mut unjudged = self.unjudged.iter().filter(|unjudged| unjudged.check == check);
        let judged = unjudged.all(|unjudged| match system {
            None => false,
            Some(id) => !unjudged.systems.is_empty() && !unjudged.systems.iter().any(|system| system == id),
        });
        judged && system.is_none_or(complete)
    }
}

//! What a published page says, read back from it: counts only, for it names nobody.
//!
//! `import` makes it, as JSON; `diff` reads that JSON, or the page itself. A format of its own with a version: what was
//! read from a page once may be kept for years.

use serde::{Deserialize, Serialize};

use super::policy::Policy;
use super::settings::Settings;
use super::system::SystemKind;

/// The version of the format that this program writes.
pub const VERSION: u32 = 1;

/// What a page is called in a folder that `publish pull` wrote.
pub const STORED: &str = "page.confluence.xml";

/// A page as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Page {
    /// Of the format.
    pub version: u32,
    /// The program that read it, with its version.
    pub program: String,
    /// Where the numbers come from.
    pub origin: Origin,
    /// The audit date that the page states, ISO 8601.
    pub audit_date: Option<String>,
    /// The numbers, in page order, spelled as in the page.
    pub counts: Vec<PageCount>,
    /// Systems whose names were told from the page alone, as nothing declared them.
    pub inferred_systems: Vec<String>,
    /// What was found and could not be placed: a person has to look.
    pub unplaced: Vec<Unplaced>,
}

/// Where numbers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A page that was published.
    Page,
}

/// One number of the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PageCount {
    /// What was checked.
    pub activity: String,
    /// The system.
    pub system: String,
    /// On what; empty where the system has no resources.
    pub resource: String,
    /// The level, as the page's own list of permissions spells it.
    pub level: String,
    /// Who is counted.
    pub role: String,
    /// How many.
    pub people: u64,
    /// The contractors among them.
    pub contractors: u64,
}

/// Something that could not be placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unplaced {
    /// Where it stands: a line of a text, a cell of a table.
    pub place: String,
    /// What stands there.
    pub text: String,
}

/// Names that a review declares, by which those of a page are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Systems on which access is reviewed.
    pub systems: Vec<String>,
    /// Systems that list notebooks.
    pub workstations: Vec<String>,
    /// Titles of roles.
    pub roles: Vec<String>,
}

impl Known {
    /// The names of a review.
    pub fn of(settings: &Settings, policy: Option<&Policy>) -> Self {
        let mut known = Self::default();
        for system in settings.systems.values() {
            match system.kind {
                SystemKind::Access(_) => known.systems.push(system.name.clone()),
                SystemKind::Workstations(_) => known.workstations.push(system.name.clone()),
            }
        }
        let roles = policy.into_iter().flat_map(|policy| policy.roles.values());
        known.roles = roles.map(|role| role.title.clone()).collect();
        known
    }
}

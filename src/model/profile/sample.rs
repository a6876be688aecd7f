//! A file that a profile brings along, and what must be read from it.

use std::collections::BTreeMap;

/// A sample and what it gives.
#[derive(Clone, Debug)]
pub struct Sample {
    /// A name that such a file could have; also tells the test how to make it (`.xlsx` from tab-separated text).
    pub file: String,
    /// Its text.
    pub text: String,
    /// What must be read.
    pub facts: SampleFacts,
}

/// What is read from a sample alone: every fact as its fields by name, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampleFacts {
    /// Accounts with what is known of each.
    pub accounts: Vec<BTreeMap<String, String>>,
    /// Grants of accounts and groups.
    pub grants: Vec<BTreeMap<String, String>>,
    /// Members of groups.
    pub members: Vec<BTreeMap<String, String>>,
    /// Groups whose members are listed.
    pub groups: Vec<String>,
    /// Names of ids.
    pub names: Vec<BTreeMap<String, String>>,
    /// Resources that are listed.
    pub resources: Vec<String>,
    /// Notebooks.
    pub devices: Vec<BTreeMap<String, String>>,
    /// Rows of the roster.
    pub people: Vec<BTreeMap<String, String>>,
    /// Rows set aside for a reason of the profile; none is not compared.
    pub set_aside: Option<u64>,
    /// Rows rejected.
    pub rejected: u64,
    /// Cells not read, of rows that count all the same.
    pub unclear: u64,
    /// Whether the file shows that it does not hold everything.
    pub partial: bool,
    /// Whether the file is refused since it holds secrets.
    pub refused: bool,
}

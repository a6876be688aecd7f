//! What recognised files of a system gave, as they call it: what an id stands for may be told by a later file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ledger::{Entered, Ledger};
use super::names::Names;
use super::onces::Onces;
use super::parts::Parts;
use super::soles::Soles;
use super::twins::Twins;
use crate::model::arena::{Arena, Ix};
use crate::model::profile::{BuiltIn, Completeness, Emit, Kind, Levels, Reading, Records, Slot};
use crate::model::snapshot::Account;
use crate::model::source::{Place, Source};
use crate::model::word::composed;

/// A text of the files: an id or a name.
pub(super) type Text = Ix<String>;

/// What a file speaks of: what a permission is on, or whose members it lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Resource(Option<Text>),
    Group(Text),
}

/// Everything that recognised files gave beside accounts.
#[derive(Default)]
pub(super) struct Drafts {
    /// Every text once.
    texts: Arena<String>,
    by_text: HashMap<String, Text>,
    pub(super) grants: Vec<Draft>,
    pub(super) members: Vec<Member>,
    /// What is said of accounts, with its number in the ledger.
    pub(super) said: Vec<(Ix<Account>, Entered)>,
    /// Groups in the order in which they were met, with where that was.
    pub(super) groups: Vec<(Text, Place)>,
    /// Groups met as members of others, likewise.
    pub(super) inner: Vec<(Text, Place)>,
    /// Groups of which a file lists all members, if it holds everything itself.
    pub(super) listed: BTreeSet<(Text, Ix<Source>)>,
    /// Files that list the members of all groups, if they hold everything themselves.
    pub(super) all_listed: BTreeSet<Ix<Source>>,
    /// Resources that a file lists, and those of grants, in the order in which they were met.
    pub(super) resources: Vec<Text>,
    pub(super) names: Names,
    pub(super) parts: Parts,
    pub(super) soles: Soles,
    pub(super) onces: Onces,
    /// Whether the system has several files, so that two could tell the same.
    pub(super) several: bool,
    /// What each of several files tells of permissions and members.
    pub(super) twins: Twins<About, Option<Text>, (Who, Option<Text>)>,
    /// The same of which accounts there are.
    pub(super) lists: Twins<(), (), Ix<Account>>,
    pub(super) ledger: Ledger,
    /// The levels of each file, in the order in which they were begun.
    pub(super) levels: Vec<Levels>,
    pub(super) built_in: Vec<BuiltIn>,
    /// Of each file, whether its records of groups tell what these hold.
    tell_what_groups_hold: Vec<bool>,
    /// Files that have every account of their directory, if they hold everything.
    pub(super) have_every_account: BTreeSet<Ix<Source>>,
    /// Groups of which such a file has a record.
    pub(super) described: BTreeSet<Text>,
    /// Groups of which such a file names a member, with where that is.
    pub(super) expected: BTreeMap<Text, Place>,
}

/// A permission as a file calls it.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) who: Who,
    pub(super) on: On,
    pub(super) level: Text,
    pub(super) via: Option<Text>,
    pub(super) place: Place,
    /// Number of the file in [`Drafts::levels`].
    pub(super) file: usize,
    pub(super) entered: Entered,
}

/// A member of a group as a file calls it.
#[derive(Clone, Copy)]
pub(super) struct Member {
    pub(super) group: Text,
    pub(super) who: Who,
    pub(super) place: Place,
    pub(super) entered: Entered,
}

/// Who holds a permission, or is in a group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Who {
    Account(Ix<Account>),
    Group(Text),
}

/// What a permission is on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum On {
    /// The system.
    Whole,
    /// Every resource of it.
    Every,
    /// One.
    Resource(Text),
}

impl Drafts {
    /// Begins a file.
    pub(super) fn begin(&mut self, reading: &Reading, source: Ix<Source>) {
        let is_of_all = |rule: &Completeness| matches!(rule, Completeness::EveryAccount);
        if reading.complete.iter().any(is_of_all) {
            self.have_every_account.insert(source);
        }
        self.parts.begin(reading);
        self.levels.push(reading.levels.clone());
        self.built_in.extend(reading.built_in.iter().cloned());
        let tells = reading.records.iter().any(tells_what_groups_hold);
        self.tell_what_groups_hold.push(tells);
    }

    /// Whether the records of groups in the file that was begun last tell what these hold.
    pub(super) fn tells_what_groups_hold(&self) -> bool {
        self.tell_what_groups_hold.last().copied().unwrap_or_default()
    }

    /// The number of the file that was begun last.
    pub(super) fn file(&self) -> usize {
        self.levels.len().saturating_sub(1)
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) -> anyhow::Result<Text> {
        let text = composed(text);
        if let Some(place) = self.by_text.get(text.as_ref()) {
            return Ok(*place);
        }
        let place = self.texts.push(text.clone().into_owned())?;
        self.by_text.insert(text.into_owned(), place);
        Ok(place)
    }

    /// What a text says.
    pub(super) fn says(&self, text: Text) -> &str {
        &self.texts[text]
    }

    /// A group.
    pub(super) fn group(&mut self, name: &str, place: Place) -> anyhow::Result<Text> {
        let text = self.text(name)?;
        self.groups.push((text, place));
        Ok(text)
    }
}

/// Whether records of a kind are groups, each with what it holds: without its record nobody knows what a group holds.
fn tells_what_groups_hold(records: &Records) -> bool {
    let lists = records.emits.iter().any(|emit| emit.kind == Kind::Group);
    let holds = |emit: &Emit| emit.kind == Kind::Grant && emit.fields.contains_key(&Slot::Group);
    lists && records.emits.iter().any(holds)
}

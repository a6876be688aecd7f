//! The groups of a system, and what files show about them once all are read.
//!
//! Comes in: drafts of recognised files. Goes out: each group once under its name, whether a file lists all its members,
//! and which files lack the record of a group that they name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::Context as _;

use super::drafts::{Drafts, Text};
use super::names::Of;
use crate::ingest::compared::folded;
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::snapshot::{Group, Membership, Principal};
use crate::model::source::{Place, Source};
use crate::model::system::Coverage;

/// Whether a file shows all that it could: it is declared or known to be full, and all of it was understood.
fn is_proof(source: &Source) -> bool {
    let is_full = source.coverage == Coverage::Full && source.cut.is_none() && !source.is_short();
    is_full && source.rows.rejected.is_empty()
}

/// The groups, each once under its name.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) groups: Arena<Group>,
    /// Where each text went: to several groups if it is an id of several.
    pub(super) places: HashMap<Text, Vec<Ix<Group>>>,
}

impl Groups {
    /// Every group that the files name.
    pub(super) fn of(drafts: &Drafts) -> anyhow::Result<Self> {
        let mut groups = Self::default();
        let mut by_name: HashMap<String, Ix<Group>> = HashMap::new();
        let mut met: Vec<(Text, Place)> = drafts.groups.iter().chain(&drafts.inner).copied().collect();
        met.sort_by_key(|(_, place)| *place);
        for (text, place) in met {
            if groups.places.contains_key(&text) {
                continue;
            }
            let said = drafts.says(text);
            let first = drafts.names.called(Of::Group, said);
            let names = std::iter::once(first).chain(drafts.names.further(said).map(str::to_owned));
            let mut places = Vec::new();
            for name in names {
                places.push(if let Some(group) = by_name.get(&name) {
                    *group
                } else {
                    let known = drafts.names.ids(Of::Group, &name);
                    let own = (name != said).then_some(said);
                    let ids: BTreeSet<&str> = known.chain(own).collect();
                    let group = Group {
                        name: Private::new(&name),
                        ids: ids.into_iter().map(Private::new).collect(),
                        listed: false,
                        place,
                    };
                    *by_name.entry(name).or_insert(groups.groups.push(group)?)
                });
            }
            groups.places.insert(text, places);
        }
        Ok(groups)
    }

    /// The first account that is in a group which a list of all groups should have and has not, told by an id alone:
    /// whatever the group is called elsewhere, it is not known to be empty.
    pub(super) fn stray(&self, drafts: &Drafts, memberships: &[Membership]) -> Option<(Ix<Group>, Place)> {
        let is_named = |group: &Ix<Group>| !self.groups[*group].ids.is_empty();
        if drafts.all_listed.is_empty() || !self.groups.iter().any(|(group, _)| is_named(&group)) {
            return None;
        }
        let stray = memberships.iter().filter(|membership| {
            let is_account = matches!(membership.member, Principal::Account(_));
            is_account && !is_named(&membership.group)
        });
        let stray = stray.min_by_key(|membership| membership.place)?;
        Some((stray.group, stray.place))
    }

    /// Tells of such an account in the lists of all groups.
    pub(super) fn tell(&self, stray: Option<(Ix<Group>, Place)>, drafts: &Drafts, sources: &mut Arena<Source>) {
        let Some((group, place)) = stray else { return };
        let at = sources[place.source].show(place.line);
        for list in &drafts.all_listed {
            let source = &mut sources[*list];
            let why = format!(
                "{at} has an account in the group `{}`, which no list of groups has, so that nobody knows what the group \
                 is called or holds; export the groups again, in full, from the same place and at the same time, as \
                 `access-review profiles show {}` tells",
                self.groups[group].name.reveal(),
                source.profile.as_deref().unwrap_or_default()
            );
            source.coverage = Coverage::Partial;
            source.cut.get_or_insert_with(|| Private::new(why));
        }
    }

    /// Notes of which groups a file lists all members, now that it is known which files hold everything.
    pub(super) fn prove(
        &mut self,
        drafts: &Drafts,
        memberships: &[Membership],
        (sources, has_stray): (&Arena<Source>, bool),
    ) {
        let is_proof = |source: &Ix<Source>| is_proof(&sources[*source]);
        let listed: BTreeSet<Text> = (drafts.listed.iter())
            .filter(|(_, source)| is_proof(source))
            .map(|(text, _)| *text)
            .collect();
        let all_listed = !has_stray && drafts.all_listed.iter().any(is_proof);
        // A group that is met only as a member of others is none whose members a file about all groups tells.
        let outer: BTreeSet<Text> = drafts.groups.iter().map(|(text, _)| *text).collect();
        let with_members: BTreeSet<Ix<Group>> = memberships.iter().map(|membership| membership.group).collect();
        let mut spelt: BTreeMap<String, usize> = BTreeMap::new();
        for group in self.groups.values() {
            *spelt.entry(folded(group.name.reveal())).or_default() += 1;
        }
        let places = self
            .places
            .iter()
            .flat_map(|(text, places)| places.iter().map(move |place| (text, place)));
        for (text, place) in places {
            let group = &mut self.groups[*place];
            // Two files may spell one group in two ways; the empty one is then not known to be empty.
            let is_doubtful = || {
                let alike = spelt.get(&folded(group.name.reveal())).copied();
                alike > Some(1) && !with_members.contains(place)
            };
            let by_star = all_listed && outer.contains(text) && !is_doubtful();
            group.listed |= listed.contains(text) || by_star;
        }
    }

    /// Notes which files name members of groups of which they should have a record and no file has one: what these
    /// groups hold is not known.
    pub(super) fn miss(&self, drafts: &Drafts, sources: &mut Arena<Source>) {
        let places = |text: &Text| self.places.get(text).into_iter().flatten();
        let described: BTreeSet<&Ix<Group>> = drafts.described.iter().flat_map(places).collect();
        let is_missing = |text: &Text| !places(text).any(|place| described.contains(place));
        let mut missing: BTreeMap<Ix<Source>, Vec<(Place, &str)>> = BTreeMap::new();
        for (text, place) in drafts.expected.iter().filter(|(text, _)| is_missing(text)) {
            let groups = missing.entry(place.source).or_default();
            groups.push((*place, drafts.says(*text)));
        }
        for (source, mut groups) in missing {
            groups.sort_unstable();
            let source = &mut sources[source];
            let Some((place, first)) = groups.first() else { continue };
            let others = match groups.len() - 1 {
                0 => String::new(),
                others => format!(", and so it is with {others} more"),
            };
            let why = format!(
                "record {} names a member of the group `{first}`, and no record of the group itself, in whichever file, \
                 tells what that group holds beside what lists of permissions say{others}; add the list of groups \
                 (`access-review profiles list` names it)",
                source.locate(place.line)
            );
            source.coverage = Coverage::Partial;
            source.cut.get_or_insert_with(|| Private::new(why));
        }
    }

    /// Where a text went.
    pub(super) fn places(&self, text: Text) -> anyhow::Result<&[Ix<Group>]> {
        self.places
            .get(&text)
            .map(Vec::as_slice)
            .context("a group that nobody met")
    }
}

//! What permissions are on in a system that declares nothing of the kind: they count as permissions on the whole of it,
//! and somebody has to know.
//!
//! Comes in: the profile of each file, and what each of its permissions is on. Goes out: what the permissions of a file
//! are on, in its source. What the profile itself calls them (`cluster`) is the whole.

use std::collections::BTreeSet;

use super::drafts::{Drafts, Text};
use super::names::Of;
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::profile::Reading;
use crate::model::source::Source;

/// The parts met so far.
#[derive(Default)]
pub(super) struct Parts {
    /// What the profile of the file that was begun last calls the whole.
    whole: BTreeSet<String>,
    /// By file, in the order in which they were met.
    met: BTreeSet<(Ix<Source>, Text)>,
}

impl Parts {
    /// Begins a file.
    pub(super) fn begin(&mut self, reading: &Reading) {
        self.whole = reading.whole().into_iter().map(ToOwned::to_owned).collect();
    }

    /// Notes what a permission of that file is on.
    pub(super) fn note(&mut self, source: Ix<Source>, text: Text, resource: &str) {
        if !self.whole.contains(resource) {
            self.met.insert((source, text));
        }
    }

    /// Tells what the permissions of each file are on, by name.
    pub(super) fn tell(&self, drafts: &Drafts, sources: &mut Arena<Source>) {
        for (source, text) in &self.met {
            let name = drafts.names.called(Of::Resource, drafts.says(*text));
            sources[*source].parts.push(Private::new(name));
        }
    }
}

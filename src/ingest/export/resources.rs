//! The resources of one system: the declared ones first, then others in the order in which they are met, so that a
//! label says nothing about a name.

use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::snapshot::Resource;
use crate::model::system::Resources;
use crate::model::texts::Texts;
use crate::model::word::composed;

/// The resources met so far.
pub(super) struct Labels<'a> {
    label: Option<&'a str>,
    unsaid: bool,
    resources: Arena<Resource>,
    by_name: Texts<Ix<Resource>>,
}

impl<'a> Labels<'a> {
    /// The declared ones.
    pub(super) fn new(declared: &'a Resources) -> anyhow::Result<Self> {
        let (label, names) = match declared {
            Resources::Whole { .. } => (None, [].as_slice()),
            Resources::Labelled { label, declared, .. } => (Some(label.as_str()), declared.as_slice()),
        };
        let mut labels = Self {
            label,
            unsaid: matches!(declared, Resources::Whole { said: false }),
            resources: Arena::default(),
            by_name: Texts::default(),
        };
        for name in names {
            labels.place(name.reveal())?;
        }
        Ok(labels)
    }

    /// All of them.
    pub(super) fn finish(self) -> Arena<Resource> {
        self.resources
    }

    /// Whether permissions of the system are on resources of their own.
    pub(super) fn any(&self) -> bool {
        self.label.is_some()
    }

    /// Whether nobody said what permissions of the system are on.
    pub(super) fn unsaid(&self) -> bool {
        self.unsaid
    }

    /// Where all of them are.
    pub(super) fn all(&self) -> Vec<Ix<Resource>> {
        self.resources.iter().map(|(place, _)| place).collect()
    }

    /// The resource with this name, which a file lists.
    pub(super) fn list(&mut self, name: &str) -> anyhow::Result<Ix<Resource>> {
        let place = self.place(name)?;
        self.resources[place].listed = true;
        Ok(place)
    }

    fn place(&mut self, name: &str) -> anyhow::Result<Ix<Resource>> {
        // names are kept composed, so that one that is found as it is written was composed
        if let Some(place) = self.by_name.get(name) {
            return Ok(*place);
        }
        let name = composed(name);
        let name = name.as_ref();
        if let Some(place) = self.by_name.get(name) {
            return Ok(*place);
        }
        let label = self.label.unwrap_or_default();
        let place = self.resources.push(Resource {
            name: Private::new(name),
            label: format!("{label}{}", self.resources.len() + 1),
            listed: false,
        })?;
        self.by_name.add(name, place)?;
        Ok(place)
    }
}

//! Who reviewed a system.

use crate::model::arena::Ix;
use crate::model::finding::Subject;
use crate::model::reviewed::Reviewed;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

/// A review of a system, with whoever made it.
pub(super) struct Review<'a> {
    pub(super) reviewed: &'a Reviewed,
    pub(super) by: Ix<Identity>,
    pub(super) identity: &'a Identity,
}

/// The review of a system, if there is one.
pub(super) fn review<'a>(settings: &'a Settings, snapshot: &'a Snapshot, access: &Access) -> Option<Review<'a>> {
    let reviewed = settings.systems[access.system].reviewed.as_ref()?;
    let mut identities = snapshot.roster.identities.iter();
    let (by, identity) = identities.find(|(_, identity)| identity.id == reviewed.by)?;
    Some(Review { reviewed, by, identity })
}

impl Review<'_> {
    /// The reviewer and the system, as what a finding is about.
    pub(super) fn subject(&self, access: &Access) -> Subject {
        Subject {
            system: Some(access.system),
            identity: Some(self.by),
            ..Subject::default()
        }
    }
}

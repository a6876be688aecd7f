//! What an account check sees: one account, and whether it holds anything.

use jiff::civil::Date;

use crate::model::arena::{Arena, Ix};
use crate::model::finding::Subject;
use crate::model::policy::{Role, RoleKind};
use crate::model::roster::Identity;
use crate::model::snapshot::Account;
use crate::model::system::AccessRules;

/// One account with all that an account check may look at.
pub(super) struct Case<'a> {
    /// The day on which the system is judged.
    pub(super) date: Date,
    /// The roster.
    pub(super) identities: &'a Arena<Identity>,
    /// The roles.
    pub(super) roles: &'a Arena<Role>,
    /// What is declared of the system; nothing of an inventory.
    pub(super) rules: Option<&'a AccessRules>,
    /// The account.
    pub(super) account: &'a Account,
    /// Whether it holds anything, itself or through a group.
    pub(super) holds: bool,
    /// Whether it holds a privileged level, itself or through a group.
    pub(super) privileged: bool,
}

impl Case<'_> {
    /// The one identity whose account it is.
    pub(super) fn holder(&self) -> Option<(Ix<Identity>, &Identity)> {
        let place = self.account.holder.identity()?;
        Some((place, &self.identities[place]))
    }

    /// Whether it is somebody's who has left: that they have it at all is a finding of other checks.
    pub(super) fn is_of_leaver(&self) -> bool {
        self.holder().is_some_and(|(_, holder)| holder.left_before(self.date))
    }

    /// Whether it is judged by when it was last used: one of a person or of nobody, and not kept for emergencies.
    pub(super) fn should_be_used(&self) -> bool {
        self.holder()
            .is_none_or(|(_, holder)| holder.kind == RoleKind::Person && !holder.roles.is_break_glass(self.roles))
    }

    /// A subject that names the holder, where there is one.
    pub(super) fn subject(&self) -> Subject {
        Subject {
            identity: self.account.holder.identity(),
            ..Subject::default()
        }
    }
}

//! Titles to roles: the declared ones, and behind them all others that the roster names. Those may hold nothing.

use crate::ingest::compared::same_word;
use crate::model::arena::Ix;
use crate::model::policy::{Policy, Role, RoleKind};
use crate::model::printed::RESERVED;
use crate::model::word::tidy;

/// The roles known so far.
pub(super) struct Roles {
    policy: Policy,
}

impl Roles {
    /// The declared roles, or none yet.
    pub(super) fn new(declared: Option<Policy>) -> Self {
        Self {
            policy: declared.unwrap_or_default(),
        }
    }

    /// All roles.
    pub(super) fn finish(self) -> Policy {
        self.policy
    }

    /// A role.
    pub(super) fn role(&self, role: Ix<Role>) -> &Role {
        &self.policy.roles[role]
    }

    /// The role with this title: a declared one, or one that comes into being, for a person unless the roster says
    /// otherwise.
    pub(super) fn find(&mut self, title: &str, kind: Option<RoleKind>) -> anyhow::Result<Result<Ix<Role>, String>> {
        let title = tidy(title);
        let declared = self.policy.file.is_some();
        let same = |role: &Role| {
            role.title == title || tidy(&role.title) == title || (!declared && same_word(&role.title, &title))
        };
        if let Some((role, _)) = self.policy.roles.find(same) {
            return Ok(Ok(role));
        }
        if RESERVED.iter().any(|reserved| same_word(reserved, &title)) {
            return Ok(Err(
                "which no role can be called: the page counts others by that name; choose another title".to_owned(),
            ));
        }
        let role = Role {
            title,
            kind: match kind {
                Some(RoleKind::Technical) => RoleKind::Technical,
                Some(RoleKind::Person | RoleKind::Shared) | None => RoleKind::Person,
            },
            contractors: true,
            needs_workstation: false,
            break_glass: false,
            may: Vec::new(),
            must: Vec::new(),
            formerly: Vec::new(),
            line: 0,
        };
        self.policy.roles.push(role).map(Ok)
    }
}

/// A kind in words.
pub(super) fn word(kind: RoleKind) -> &'static str {
    match kind {
        RoleKind::Person => "person",
        RoleKind::Technical => "technical",
        RoleKind::Shared => "shared",
    }
}

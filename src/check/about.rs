//! What a check looks at: where it has something to judge, what its silence rests on, and whether a recheck tells of it.

use super::needs::Needs;
use super::{CHECKS, Check, Run, contractor_grant, leaver_access, mover_kept_access, unmapped_level, unresolved_group};
use crate::model::finding::{CheckId, Severity};

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Accounts, and what they hold. An inventory of notebooks has none.
    Accounts,
    /// Notebooks of an inventory.
    Notebooks,
    /// What the staff list says of people, technical accounts and their owners.
    People,
    /// Where the files come from.
    Files,
    /// What is declared of roles, people, systems and companies, whatever the systems gave.
    Declared,
    /// Who answers for a result. Naming somebody else puts a finding right, and no recheck does.
    Reviews,
    /// Exceptions.
    Exceptions,
    /// What documents can print.
    Print,
    /// What a later extract shows beside the first.
    Rechecks,
}

impl Check {
    /// Whether a later extract of a system may show something else.
    pub(super) fn is_seen_again(&self) -> bool {
        match self.about {
            About::Accounts | About::Notebooks | About::Reviews | About::Print | About::Rechecks => true,
            About::People | About::Files | About::Declared | About::Exceptions => false,
        }
    }

    /// Whether it judges all systems together.
    pub(super) fn is_across(&self) -> bool {
        matches!(self.run, Run::Whole(_) | Run::Across(_))
    }

    /// Whether it looks for what each person of the staff list should have, so that its silence says nothing of people whom
    /// the list lacks.
    pub(super) fn goes_through_people(&self) -> bool {
        let needs = [Needs::RolesAndFullLists, Needs::FullInventory, Needs::DeclaredLogins];
        self.about == About::People || needs.contains(&self.needs)
    }
}

/// A check by its id.
pub(super) fn known(check: CheckId) -> Option<&'static Check> {
    CHECKS.iter().find(|known| known.id == check)
}

/// Whether the silence of a check says nothing of people whom the staff list lacks.
pub fn goes_through_people(check: CheckId) -> bool {
    known(check).is_some_and(Check::goes_through_people)
}

/// Whether a check judges by what the staff list says of somebody: that they left, have another role, or whose contract ended.
pub fn goes_by_staff_list(check: CheckId) -> bool {
    let by_it = [
        leaver_access::CHECK.id,
        mover_kept_access::CHECK.id,
        contractor_grant::CHECK.id,
    ];
    by_it.contains(&check) || known(check).is_some_and(|known| known.about == About::People)
}

/// Whether nobody can say that a system is in order while a check is switched off that would judge it: what it finds is grave, or
/// hides what is.
pub fn is_weighty(check: CheckId, is_inventory: bool) -> bool {
    let about: &[About] = if is_inventory {
        &[About::Notebooks]
    } else {
        &[About::Accounts, About::People]
    };
    let hides = [unmapped_level::CHECK.id, unresolved_group::CHECK.id];
    let may_be_grave = |known: &Check| known.severity == Severity::High || matches!(known.run, Run::Graded(_));
    let is_weighty = |known: &Check| may_be_grave(known) || hides.contains(&check);
    known(check).is_some_and(|known| about.contains(&known.about) && is_weighty(known))
}

/// Whether what a check says depends on the declared roles: then it is worth what their approval is.
pub fn rests_on_roles(check: CheckId) -> bool {
    known(check).is_some_and(|check| check.by_roles)
}

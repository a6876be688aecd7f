//! Who answers: the approver of the roles (`[policy]` of `roles.toml`), the reviewer of a system (`[system.reviewed]`).

use super::stanza::Stanza;
use crate::model::claim::Approval;
use crate::model::private::Private;
use crate::model::reviewed::Reviewed;

/// The optional table `[policy]`.
pub(super) fn policy(root: &mut Stanza<'_>) -> Option<Approval> {
    let there = root.holds("policy");
    let mut stanza = root.table("policy", "[policy]");
    if !there {
        return None;
    }
    let version = stanza.public_text("version", "policy.version", "2021-2");
    let by = stanza.text("approved-by", "TW-013");
    let on = stanza.day("approved-on", "2021-09-20");
    let line = stanza.file.row(stanza.line);
    stanza.done();
    Some(Approval {
        version,
        by: Private::new(by.value),
        on: on?.value,
        line,
    })
}

/// The optional table `[system.reviewed]`.
pub(super) fn system(system: &mut Stanza<'_>) -> Option<Reviewed> {
    let there = system.holds("reviewed");
    let mut stanza = system.table("reviewed", "[system.reviewed]");
    if !there {
        return None;
    }
    let by = stanza.text("by", "TW-013");
    let on = stanza.day("on", "2021-10-06");
    let statement = stanza.optional_text("statement", "Every permission is still needed.");
    let line = stanza.line;
    stanza.done();
    Some(Reviewed {
        by: Private::new(by.value),
        on: on?.value,
        statement: statement.map(|statement| Private::new(statement.value)),
        line,
    })
}

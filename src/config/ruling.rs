//! `[[check]]`: checks that are graver or less grave here than as they are declared, or switched off, each with a reason.

use std::collections::BTreeMap;

use super::claims::Claims;
use super::reference;
use super::stanza::Stanza;
use crate::model::finding::{CheckId, Severity};
use crate::model::settings::Ruling;

/// Reads every stanza; `checks` are those that there are.
pub(super) fn read(root: &mut Stanza<'_>, checks: &[CheckId]) -> BTreeMap<CheckId, Ruling> {
    let severities = [
        ("high", Some(Severity::High)),
        ("medium", Some(Severity::Medium)),
        ("low", Some(Severity::Low)),
        ("off", None),
    ];
    let mut claims = Claims::new();
    let mut rulings = BTreeMap::new();
    for (place, mut stanza) in root.tables("check", "[[check]]").into_iter().enumerate() {
        let id = stanza.text("id", "direct-grant");
        let known = reference::check(&stanza, &id, checks);
        if let Some((_, earlier)) = claims.claim(id.value.clone(), &place, id.line) {
            stanza.file.problem(
                id.line,
                format!(
                    "check `{}` stands twice, first on line {earlier}; keep one of them",
                    id.value
                ),
            );
        }
        let severity = stanza.choice("severity", &severities, None);
        let reason = stanza.text("reason", "our directory cannot nest groups");
        stanza.done();
        if let (Some(check), Some(severity)) = (known, severity) {
            let reason = reason.value;
            rulings.insert(check, Ruling { severity, reason });
        }
    }
    rulings
}

//! `resources` of a system: what its permissions are on.

use super::claims::Claims;
use super::stanza::Stanza;
use crate::model::private::Private;
use crate::model::system::Resources;
use crate::model::word::composed;

/// Reads the optional table; without it the permissions are on the system as a whole.
pub(super) fn read(system: &mut Stanza<'_>) -> Resources {
    let there = system.holds("resources");
    let mut stanza = system.table("resources", "resources");
    if !there {
        return Resources::Whole;
    }
    let label = stanza.public_text("label", "system.resources.label", "Repository");
    let declared = stanza.texts("declared", "tidewater/billing-core").unwrap_or_default();
    let mut claims = Claims::new();
    for (place, name) in declared.iter().enumerate() {
        if let Some((_, earlier)) = claims.claim(composed(&name.value).into_owned(), &place, name.line) {
            stanza.file.problem(
                name.line,
                format!(
                    "resource `{}` is declared twice, first on line {earlier}; keep one",
                    name.value
                ),
            );
        }
    }
    stanza.done();
    Resources::Labelled {
        label,
        declared: declared.into_iter().map(|name| Private::new(name.value)).collect(),
    }
}

//! `[[put-right]]`: who put findings right, and where it was asked for. Whether there are such findings shows only later.

use super::claims::Claims;
use super::stanza::Stanza;
use crate::model::private::Private;
use crate::model::settings::PutRight;

/// Reads every stanza.
pub(super) fn read(root: &mut Stanza<'_>) -> Vec<PutRight> {
    let mut claims = Claims::new();
    let stanzas = root.tables("put-right", "[[put-right]]").into_iter();
    stanzas
        .map(|mut stanza| {
            let keys = stanza.required_texts("findings", "orphan-account/aws-prod/temp");
            for (place, key) in keys.iter().enumerate() {
                if let Some((_, earlier)) = claims.claim(key.value.clone(), &(stanza.line, place), key.line) {
                    stanza.file.problem(
                        key.line,
                        format!(
                            "finding `{}` is put right twice, first on line {earlier}; keep one of them",
                            key.value
                        ),
                    );
                }
            }
            let put_right = PutRight {
                findings: keys.into_iter().map(|key| Private::new(key.value)).collect(),
                by: Private::new(stanza.text("by", "Ingrid Solheim").value),
                company: (stanza.optional_text("company", "Northgate Assurance Ltd"))
                    .map(|company| Private::new(company.value)),
                ticket: stanza.optional_text("ticket", "OPS-31").map(|ticket| ticket.value),
                line: stanza.line,
            };
            stanza.done();
            put_right
        })
        .collect()
}

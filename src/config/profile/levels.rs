//! `[levels]` and `[[built-in]]`: what the product calls its levels, and which accounts it brings along.

use std::collections::BTreeMap;

use super::super::claims::{Claims, fold};
use super::super::stanza::Stanza;
use super::super::value::bare;
use super::pattern;
use crate::model::profile::{BuiltIn, Levels};

/// The optional table: `order`, and any common word with the raw spellings that mean it.
pub(super) fn read(root: &mut Stanza<'_>) -> Levels {
    let mut stanza = root.table("levels", "[levels]");
    let order = stanza.texts("order", "admin").unwrap_or_default();
    let mut places = Claims::new();
    for (place, level) in order.iter().enumerate() {
        if let Some((_, line)) = places.claim(fold(&level.value), &place, level.line) {
            stanza.file.problem(
                level.line,
                format!("`order` has `{}` twice, first on line {line}; keep one", level.value),
            );
        }
    }
    let mut spellings = Claims::new();
    let mut meaning = BTreeMap::new();
    for word in stanza.keys() {
        let texts = stanza.texts(&word, "AdministratorAccess").unwrap_or_default();
        for text in &texts {
            if let Some((other, _)) = spellings.claim(fold(&text.value), &word, text.line) {
                stanza.file.problem(
                    text.line,
                    format!(
                        "`{}` would mean both `{other}` and `{word}`; a spelling has one meaning",
                        text.value
                    ),
                );
            }
        }
        meaning.insert(word, bare(texts));
    }
    stanza.done();
    Levels {
        order: bare(order),
        meaning,
    }
}

/// Every `[[built-in]]`.
pub(super) fn built_in(root: &mut Stanza<'_>) -> Vec<BuiltIn> {
    let mut all = Vec::new();
    for mut stanza in root.tables("built-in", "[[built-in]]") {
        let logins = pattern::required(&mut stanza, "logins", "root|daemon|bin");
        let reason = stanza.text("reason", "account of the operating system").value;
        stanza.done();
        all.extend(logins.map(|logins| BuiltIn {
            logins: logins.value,
            reason,
        }));
    }
    all
}

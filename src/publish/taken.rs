//! How both products say that they made a change, so that no other answer is taken for theirs.

use serde_json::Value;

use super::remote::{entries, text};

/// Whether a file is named, alone or in a list.
pub(super) fn attached(answer: &Value, name: &str) -> bool {
    let mut named = entries(answer, "/results").iter().chain([answer]);
    named.any(|one| text(one, "/title") == name)
}

/// Whether all labels are.
pub(super) fn labelled(answer: &Value, names: &[String]) -> bool {
    let there = entries(answer, "/results");
    names
        .iter()
        .all(|name| there.iter().any(|label| text(label, "/name") == *name))
}

/// Whether it is said who may edit.
pub(super) fn restricted(answer: &Value) -> bool {
    let mut told = entries(answer, "/results").iter();
    told.any(|one| text(one, "/operation") == "update")
}

/// Whether it is a property of this value.
pub(super) fn marked(answer: &Value, key: &str, value: &Value) -> bool {
    text(answer, "/key") == key && answer.get("value") == Some(value)
}

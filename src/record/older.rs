//! Records of older versions in the words of the present one. One more version: its differences go in front of the others,
//! and a record of it stays in the tests.

use serde_json::{Value, json};

use crate::model::opaque::Opaque;
use crate::model::settings::PAGE_RESOURCES;
use crate::model::system::Coverage;

/// A record of the first version: it called people by their ids in the staff list, and did not say whether that list is
/// whole, above how many resources a page has sums, or what systems were reviewed before.
pub(super) fn from_first(record: &mut Value) {
    let Some(record) = record.as_object_mut() else { return };
    let lists = record.get("sources").and_then(Value::as_array).into_iter().flatten();
    let mut lists = lists.filter(|file| file["content"] == "roster");
    let is_cut = lists.any(|list| list["coverage"] == Coverage::Partial.word());
    record.insert("staff-list-complete".into(), (!is_cut).into());
    record.insert("page-resources".into(), PAGE_RESOURCES.into());
    record.insert("former-systems".into(), json!([]));
    for identity in each(record.get_mut("identities")) {
        hide(identity.get_mut("id"));
    }
    for finding in each(record.get_mut("findings")) {
        hide(finding.get_mut("identity"));
        for candidate in each(finding.get_mut("candidates")) {
            hide(Some(candidate));
        }
    }
}

fn each(list: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    list.and_then(Value::as_array_mut).into_iter().flatten()
}

/// Puts what stands for somebody in place of an id of the staff list.
fn hide(id: Option<&mut Value>) {
    if let Some(id) = id
        && let Some(text) = id.as_str()
    {
        *id = Opaque::identity(text).to_string().into();
    }
}

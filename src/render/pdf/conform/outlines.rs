//! The outline in the file, nested by level.

use super::{annotations::destination, integer, text};
use crate::render::pdf::layout::{Entry, Laid};
use lopdf::{Document, Object, ObjectId, dictionary};

/// Adds the outline and gives its root, if there is a line in it.
pub(super) fn add(file: &mut Document, laid: &Laid, pages: &[ObjectId]) -> Option<ObjectId> {
    if laid.outline.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = laid.outline.iter().map(|_| file.new_object_id()).collect();
    let parents = parents(&laid.outline);
    let mut kids: Vec<Vec<ObjectId>> = vec![Vec::new(); ids.len() + 1];
    for (id, parent) in ids.iter().zip(&parents) {
        let own = parent.map_or(ids.len(), |parent| parent);
        if let Some(kids) = kids.get_mut(own) {
            kids.push(*id);
        }
    }
    for (index, (entry, id)) in laid.outline.iter().zip(&ids).enumerate() {
        let parent = parents.get(index).copied().flatten();
        let above = parent.and_then(|parent| ids.get(parent)).copied().unwrap_or(root);
        let mut line = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => above,
            "Dest" => destination(entry.place, laid, pages),
        };
        let siblings = kids.get(parent.unwrap_or(ids.len())).map_or(&[][..], Vec::as_slice);
        // The identifiers were given out in order.
        if let Ok(at) = siblings.binary_search(id) {
            if let Some(before) = at.checked_sub(1).and_then(|at| siblings.get(at)) {
                line.set("Prev", *before);
            }
            if let Some(next) = siblings.get(at + 1) {
                line.set("Next", *next);
            }
        }
        let own = kids.get(index).map_or(&[][..], Vec::as_slice);
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            line.set("First", *first);
            line.set("Last", *last);
            line.set("Count", Object::Integer(-i64::try_from(own.len()).unwrap_or(i64::MAX)));
        }
        file.objects.insert(*id, line.into());
    }
    let top = kids.pop().unwrap_or_default();
    let (first, last) = (top.first()?, top.last()?);
    let outlines =
        dictionary! { "Type" => "Outlines", "First" => *first, "Last" => *last, "Count" => integer(top.len()) };
    file.objects.insert(root, outlines.into());
    Some(root)
}

/// The line each line of the outline stands under: the last before it of a higher level.
fn parents(entries: &[Entry]) -> Vec<Option<usize>> {
    let mut above: Vec<(u8, usize)> = Vec::new();
    let mut parents = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        while above.last().is_some_and(|(level, _)| *level >= entry.level) {
            above.pop();
        }
        parents.push(above.last().map(|(_, index)| *index));
        above.push((entry.level, index));
    }
    parents
}

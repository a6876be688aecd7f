//! Labels that resources had in the audit before: they keep their number from year to year, and a number that was given
//! once is given to nothing else.

use std::collections::BTreeMap;

use crate::model::arena::{Arena, Ix};
use crate::model::opaque::Opaque;
use crate::model::record;
use crate::model::renames::Renames;
use crate::model::snapshot::{Access, Resource, Snapshot};
use crate::model::system::{Resources, System};

/// Gives the resources of a system the labels that they had before, others the numbers after the last one that was ever
/// given, and puts them in the order of their numbers.
pub(super) fn keep(
    access: &mut Access,
    system: &System,
    (start, renames): (&Snapshot, &Renames),
) -> anyhow::Result<()> {
    let Some(Resources::Labelled { label: word, .. }) = system.access().map(|rules| &rules.resources) else {
        return Ok(());
    };
    let before: BTreeMap<&Opaque, u64> = (start.labelled_before(system))
        .filter_map(|resource| Some((renames.resource_now(&resource.id), number(resource)?)))
        .collect();
    let Some(mut last) = before.values().copied().max() else {
        return Ok(());
    };
    let mut numbered: Vec<(u64, Ix<Resource>)> = Vec::with_capacity(access.resources.len());
    for (place, resource) in access.resources.iter() {
        let known = before.get(&Opaque::resource(resource.name.reveal())).copied();
        numbered.push((known.unwrap_or_else(|| next(&mut last)), place));
    }
    numbered.sort_unstable();
    let mut sorted = Arena::default();
    let mut moved: Vec<Option<Ix<Resource>>> = vec![None; access.resources.len()];
    for (number, place) in numbered {
        let now = sorted.push(Resource {
            label: format!("{word}{number}"),
            ..access.resources[place].clone()
        })?;
        if let Some(entry) = moved.get_mut(place.get()) {
            *entry = Some(now);
        }
    }
    for grant in &mut access.grants {
        grant.resource = grant
            .resource
            .and_then(|place| moved.get(place.get()).copied().flatten());
    }
    access.resources = sorted;
    Ok(())
}

fn next(last: &mut u64) -> u64 {
    *last += 1;
    *last
}

/// The number at the end of a label.
fn number(resource: &record::Resource) -> Option<u64> {
    let word = resource.label.trim_end_matches(|letter: char| letter.is_ascii_digit());
    resource.label.strip_prefix(word)?.parse().ok()
}

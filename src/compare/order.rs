//! Systems and resources in the order of the page, as the later record tells it; what only the earlier one has stands behind.

use std::collections::BTreeMap;

use super::Both;
use crate::model::opaque::Opaque;

/// Places of systems, by their present ids, and of resources within them.
pub(super) struct Order {
    systems: BTreeMap<String, usize>,
    resources: BTreeMap<String, BTreeMap<Opaque, usize>>,
}

impl Order {
    /// The order of two audits.
    pub(super) fn of(both: &Both<'_>) -> Self {
        let mut order = Self {
            systems: BTreeMap::new(),
            resources: BTreeMap::new(),
        };
        let now = both.new.record.systems.iter();
        let now = now.map(|system| (system.id.as_str(), system));
        let before = both.old.record.systems.iter();
        let before = before.map(|system| (both.renames.system_now(&system.id), system));
        for (id, system) in now.chain(before) {
            let next = order.systems.len();
            order.systems.entry(id.to_owned()).or_insert(next);
            let resources = order.resources.entry(id.to_owned()).or_default();
            for resource in &system.resources {
                let next = resources.len();
                let id = both.renames.resource_now(&resource.id);
                resources.entry(id.clone()).or_insert(next);
            }
        }
        order
    }

    /// Where a system stands; what neither record has stands last.
    pub(super) fn system(&self, id: &str) -> usize {
        self.systems.get(id).copied().unwrap_or(usize::MAX)
    }

    /// Where a resource of a system stands; what has no label stands last.
    pub(super) fn resource(&self, system: &str, id: &Opaque) -> usize {
        let place = self.resources.get(system).and_then(|places| places.get(id));
        place.copied().unwrap_or(usize::MAX)
    }
}

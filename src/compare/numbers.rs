//! The numbers of two pages, line by line.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::audit::Audit;
use crate::model::change::{Amount, Number};
use crate::model::printed::Printed;
use crate::model::renames::Renames;

/// What a line counts: system by its present id or name, label, level, role.
type Line = (String, String, String, String);

/// The numbers that differ, in the order of the later page, those that it lacks behind the others; and how many are the
/// same.
pub(super) fn compare(old: &Audit, new: &Audit, renames: &Renames) -> (Vec<Number>, u64) {
    let ids = Ids::of(old, new);
    let relabelled = relabelled(old, new, renames);
    let mut before: BTreeMap<Line, Amount> = BTreeMap::new();
    let mut order = Vec::new();
    for count in &old.counts {
        let mut line = ids.line(count, renames);
        if let Some((was, is)) = relabelled.get(&line.0)
            && let Some(number) = line.1.strip_prefix(was.as_str())
        {
            line.1 = format!("{is}{number}");
        }
        order.push(line.clone());
        add(&mut before, line, count);
    }
    let mut after: BTreeMap<Line, Amount> = BTreeMap::new();
    let mut lines = Vec::new();
    for count in &new.counts {
        let line = ids.line(count, renames);
        lines.push(line.clone());
        add(&mut after, line, count);
    }
    lines.extend(order.into_iter().filter(|line| !after.contains_key(line)));
    let mut seen = BTreeSet::new();
    let mut numbers = Vec::new();
    let mut same = 0;
    for line in lines.into_iter().filter(|line| seen.insert(line.clone())) {
        let (was, is) = (before.get(&line).copied(), after.get(&line).copied());
        if was == is {
            same += 1;
            continue;
        }
        let (system, resource, level, role) = line;
        numbers.push(Number {
            before_unknown: was.is_none() && !proves_absence(old, &before, &system, renames),
            after_unknown: is.is_none() && !proves_absence(new, &after, &system, renames),
            system: ids.name(system),
            resource,
            level,
            role,
            before: was,
            after: is,
        });
    }
    (numbers, same)
}

/// What labels of systems began with and begin with now, where that is not the same; by present ids.
fn relabelled(old: &Audit, new: &Audit, renames: &Renames) -> BTreeMap<String, (String, String)> {
    let (Some(old), Some(new)) = (&old.detail, &new.detail) else {
        return BTreeMap::new();
    };
    let pairs = old.record.systems.iter().filter_map(|was| {
        let id = renames.system_now(&was.id);
        let is = new.record.system(id)?.label.clone()?;
        let was = was.label.clone().filter(|was| *was != is)?;
        Some((id.to_owned(), (was, is)))
    });
    pairs.collect()
}

/// Whether a line that an audit lacks of a system was nought: its files held everything. Of a page nothing is known but what it
/// counts: it has to count something of the system.
fn proves_absence(audit: &Audit, lines: &BTreeMap<Line, Amount>, system: &str, renames: &Renames) -> bool {
    let Some(detail) = &audit.detail else {
        return lines.keys().any(|(counted, ..)| counted == system);
    };
    let mut systems = detail.record.systems.iter();
    systems.any(|one| renames.system_now(&one.id) == system && one.complete)
}

/// Of an earlier page, the systems that the later audit does not have under any name that it declares.
pub(super) fn unmatched(old: &Audit, new: &Audit, renames: &Renames) -> Vec<String> {
    if old.detail.is_some() {
        return Vec::new();
    }
    let ids = Ids::of(old, new);
    let of_new: BTreeSet<String> = new.counts.iter().map(|count| ids.line(count, renames).0).collect();
    let is_known = |system: &str| of_new.contains(system) || ids.names.contains_key(system);
    let lines = old
        .counts
        .iter()
        .map(|count| (ids.line(count, renames).0, &count.system));
    let unmatched: BTreeSet<&String> = lines.filter(|(id, _)| !is_known(id)).map(|(_, name)| name).collect();
    unmatched.into_iter().cloned().collect()
}

/// A page that was edited by hand may say one line twice: then both count.
fn add(lines: &mut BTreeMap<Line, Amount>, line: Line, count: &Printed) {
    let amount = lines.entry(line).or_insert(Amount {
        people: 0,
        contractors: 0,
    });
    amount.people += count.people;
    amount.contractors += count.contractors;
}

/// Ids of systems by the names that the two audits give them.
struct Ids {
    ids: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
}

impl Ids {
    fn of(old: &Audit, new: &Audit) -> Self {
        let systems = |audit: &Audit| -> Vec<(String, String)> {
            let systems = audit.detail.iter().flat_map(|detail| &detail.record.systems);
            systems.map(|system| (system.name.clone(), system.id.clone())).collect()
        };
        let (old, new) = (systems(old), systems(new));
        Self {
            names: (old.iter().chain(&new))
                .map(|(name, id)| (id.clone(), name.clone()))
                .collect(),
            ids: old.into_iter().chain(new).collect(),
        }
    }

    /// The present name of a system, or what it was called.
    fn name(&self, id: String) -> String {
        self.names.get(&id).cloned().unwrap_or(id)
    }

    fn line(&self, count: &Printed, renames: &Renames) -> Line {
        let id = self.ids.get(&count.system).unwrap_or(&count.system);
        let system = renames.system_now(id);
        (
            system.to_owned(),
            count.resource.clone(),
            renames.level_now(system, &count.level).to_owned(),
            renames.role_now(&count.role).to_owned(),
        )
    }
}

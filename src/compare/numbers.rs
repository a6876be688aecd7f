//! The numbers of two pages, line by line.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::audit::Audit;
use crate::model::change::{Amount, Number};
use crate::model::printed::Printed;
use crate::model::renames::Renames;

/// What a line counts: system by its present id or name, label, level, role.
type Line = (String, String, String, String);

/// The numbers that differ, in the order of the later page, those that it lacks with what stands beside them on the earlier
/// one; and how many are the same.
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
    let [later, earlier] = [&lines, &order].map(|lines| lines.iter().collect::<Vec<&Line>>());
    let lines = within([&later, &earlier], &PARTS, &Places::of(new));
    let mut numbers = Vec::new();
    let mut same = 0;
    for line in lines {
        let (was, is) = (before.get(line).copied(), after.get(line).copied());
        if was == is {
            same += 1;
            continue;
        }
        let (system, resource, level, role) = line.clone();
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

/// Places of levels by system and of roles, as the later record declares them; none of a page.
#[derive(Default)]
struct Places<'a> {
    levels: BTreeMap<(&'a str, &'a str), usize>,
    roles: BTreeMap<&'a str, usize>,
}

impl<'a> Places<'a> {
    fn of(audit: &'a Audit) -> Self {
        let Some(record) = audit.detail.as_ref().map(|detail| &detail.record) else {
            return Self::default();
        };
        let levels = record.systems.iter().flat_map(|system| {
            let levels = system.levels.iter().zip(0..);
            levels.map(|(level, place)| ((system.id.as_str(), level.name.as_str()), place))
        });
        let roles = record.roles.iter().zip(0..);
        Self {
            levels: levels.collect(),
            roles: roles.map(|(role, place)| (role.title.as_str(), place)).collect(),
        }
    }
}

/// A part of what a line counts, and its place where that is declared.
struct Part {
    of: fn(&Line) -> &str,
    place: fn(&Places<'_>, &Line) -> Option<usize>,
}

/// The parts by which lines stand together, the outermost first.
const PARTS: [Part; 4] = [
    Part {
        of: |(system, ..)| system,
        place: |_, _| None,
    },
    Part {
        of: |(_, resource, ..)| resource,
        place: |_, _| None,
    },
    Part {
        of: |(_, _, level, _)| level,
        place: |places, (system, _, level, _)| places.levels.get(&(system.as_str(), level.as_str())).copied(),
    },
    Part {
        of: |(.., role)| role,
        place: |places, (.., role)| places.roles.get(role.as_str()).copied(),
    },
];

/// The lines of a later page, each once, and those of an earlier one that it lacks, all that have a part in common together;
/// what the later page lacks stands behind what it stood behind, unless its place is declared.
fn within<'a>([later, earlier]: [&[&'a Line]; 2], parts: &[Part], places: &Places<'_>) -> Vec<&'a Line> {
    let Some((part, inner)) = parts.split_first() else {
        return later.iter().chain(earlier).take(1).copied().collect();
    };
    let [later, earlier] = [later, earlier].map(|lines| grouped(lines, part.of));
    let mut behind: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    let mut last = None;
    for name in &earlier.names {
        if later.lines.contains_key(name) {
            last = Some(*name);
        } else {
            behind.entry(last).or_default().push(name);
        }
    }
    let names = later.names.iter().map(|name| Some(*name));
    let names = std::iter::once(None).chain(names).flat_map(|name| {
        let lacking = behind.get(&name).into_iter().flatten().copied();
        name.into_iter().chain(lacking).collect::<Vec<_>>()
    });
    let groups =
        names.map(|name| [&later, &earlier].map(|groups| groups.lines.get(name).map_or(&[][..], Vec::as_slice)));
    let mut groups: Vec<[&[&Line]; 2]> = groups.collect();
    groups.sort_by_key(|sides| {
        let line = sides.iter().copied().flatten().next();
        line.and_then(|line| (part.place)(places, line)).unwrap_or(usize::MAX)
    });
    let lines = groups.into_iter().flat_map(|sides| within(sides, inner, places));
    lines.collect()
}

/// Lines that have a part in common, by that part.
struct Groups<'a> {
    /// Each part as it first appears.
    names: Vec<&'a str>,
    lines: BTreeMap<&'a str, Vec<&'a Line>>,
}

fn grouped<'a>(lines: &[&'a Line], part: fn(&Line) -> &str) -> Groups<'a> {
    let mut groups = Groups {
        names: Vec::new(),
        lines: BTreeMap::new(),
    };
    for line in lines.iter().copied() {
        let name = part(line);
        let group = groups.lines.entry(name).or_default();
        if group.is_empty() {
            groups.names.push(name);
        }
        group.push(line);
    }
    groups
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

#[cfg(test)]
mod tests {
    use super::{Line, PARTS, Places, within};

    #[test]
    fn what_the_later_page_lacks_stands_where_it_stood() {
        let lines = |all: &[[&str; 4]]| -> Vec<Line> {
            let lines = all.iter().map(|parts| parts.map(str::to_owned));
            lines
                .map(|[system, resource, level, role]| (system, resource, level, role))
                .collect()
        };
        let earlier = lines(&[
            ["git", "R1", "Admin", "Tester"],
            ["git", "R1", "Read", "Tester"],
            ["git", "R2", "Admin", "Tester"],
            ["old", "", "Use", "Tester"],
            ["cloud", "", "Look", "Tester"],
        ]);
        let later = lines(&[
            ["cloud", "", "Look", "Manager"],
            ["cloud", "", "Deploy", "Tester"],
            ["git", "R1", "Read", "Tester"],
            ["git", "R3", "Read", "Tester"],
        ]);
        let [later, earlier] = [&later, &earlier].map(|lines| lines.iter().collect::<Vec<&Line>>());
        let both = within([&later, &earlier], &PARTS, &Places::default());
        let both: Vec<String> = (both.into_iter())
            .map(|(system, resource, level, role)| format!("{system} {resource} {level} {role}"))
            .collect();
        assert_eq!(
            both,
            [
                "cloud  Look Tester",
                "cloud  Look Manager",
                "cloud  Deploy Tester",
                "git R1 Admin Tester",
                "git R1 Read Tester",
                "git R2 Admin Tester",
                "git R3 Read Tester",
                "old  Use Tester",
            ]
        );
    }
}

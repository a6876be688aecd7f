//! The sheets of the roles as the tables that `roles.toml` would have.

use std::collections::BTreeMap;

use toml::de::{DeArray, DeTable, DeValue};

use super::RolesSheet;
use super::cells::{Line, Meant, insert, spanned};
use crate::config::choice::one_of;
use crate::config::claims::fold;
use crate::model::likeness::did_you_mean;

/// What is wrong, with the number of its place.
type Told = (usize, String);

/// Tables, each with the number of its place.
type Tables = Vec<(usize, DeTable<'static>)>;

/// The cells of a rule, by their keys.
const RULE: [(&str, &str, Meant); 3] = [
    ("system", "system", Meant::Text),
    ("resources", "resource", Meant::List),
    ("levels", "level", Meant::List),
];

/// The outermost table, and what is wrong with how its parts belong together.
pub(super) fn root(lines: &BTreeMap<RolesSheet, Vec<Line>>) -> (DeTable<'static>, Vec<Told>) {
    let of = |sheet| lines.get(&sheet).map(Vec::as_slice).unwrap_or_default();
    let mut told = Vec::new();
    let mut root = DeTable::new();
    policy(of(RolesSheet::Policy), &mut root, &mut told);
    let roles = roles(of(RolesSheet::Roles), of(RolesSheet::Access), &mut told);
    put(&mut root, "role", roles);
    let separations = separations(of(RolesSheet::Separation), &mut told);
    put(&mut root, "separation", separations);
    let exceptions = of(RolesSheet::Exceptions).iter().map(|line| (line.at, exception(line)));
    put(&mut root, "exception", exceptions.collect());
    (root, told)
}

/// The version and its approval on one row, and systems without rules on any.
fn policy(lines: &[Line], root: &mut DeTable<'static>, told: &mut Vec<Told>) {
    let keys = [
        ("version", "version", Meant::Text),
        ("approved-by", "approved by", Meant::Text),
        ("approved-on", "approved on", Meant::Day),
    ];
    let mut without = DeArray::new();
    let mut place = 0;
    for line in lines {
        let table = line.table(&keys);
        let says = !table.is_empty();
        if says && root.contains_key("policy") {
            let message = "the roles have one version, approved once; keep the row of the one that holds";
            told.push((line.at, message.to_owned()));
        } else if says {
            insert(root, "policy", spanned(line.at, DeValue::Table(table)));
        }
        let listed = line.value("without rules", Meant::List).map(toml::Spanned::into_inner);
        if let Some(DeValue::Array(systems)) = listed {
            place = line.at;
            for system in systems {
                without.push(system);
            }
        }
    }
    if !without.is_empty() {
        insert(root, "without-rules", spanned(place, DeValue::Array(without)));
    }
}

/// Each role with its rules; of two with one title, the first has them.
fn roles(lines: &[Line], access: &[Line], told: &mut Vec<Told>) -> Tables {
    let keys = [
        ("title", "title", Meant::Text),
        ("kind", "kind", Meant::Text),
        ("contractors", "contractors", Meant::Flag),
        ("needs-workstation", "needs workstation", Meant::Flag),
        ("break-glass", "break-glass", Meant::Flag),
        ("formerly", "formerly", Meant::List),
    ];
    let title = |line: &Line| {
        line.text("title")
            .map(|(_, title)| title.to_owned())
            .unwrap_or_default()
    };
    let titles: Vec<String> = lines.iter().map(title).collect();
    let mut rules: BTreeMap<usize, [Tables; 2]> = BTreeMap::new();
    for line in access {
        let Some((role, must)) = whose(line, &titles, told) else {
            continue;
        };
        let mut table = line.table(&RULE);
        if let Some(reason) = line.value("reason", Meant::Text) {
            insert(&mut table, "reason", reason);
        }
        let [may, duties] = rules.entry(role).or_default();
        let list = if must { duties } else { may };
        list.push((line.at, table));
    }
    let tables = lines.iter().enumerate().map(|(role, line)| {
        let mut table = line.table(&keys);
        let [may, must] = rules.remove(&role).unwrap_or_default();
        put(&mut table, "may", may);
        put(&mut table, "must", must);
        (line.at, table)
    });
    tables.collect()
}

/// The role that a row of Access is for, and whether that must hold what it says.
fn whose(line: &Line, titles: &[String], told: &mut Vec<Told>) -> Option<(usize, bool)> {
    let (place, wanted) = line.text("role").unwrap_or((line.at, ""));
    let role = titles.iter().position(|title| fold(title) == fold(wanted));
    let choices = || one_of(&titles.iter().map(String::as_str).collect::<Vec<_>>());
    if wanted.is_empty() {
        told.push((place, format!("no `role` on this row, expected {}", choices())));
    } else if role.is_none() {
        let near = did_you_mean(wanted, titles);
        told.push((
            place,
            format!(
                "unknown role `{wanted}`, expected a title of the sheet `Roles`: {}{near}",
                choices()
            ),
        ));
    }
    let (place, word) = line.text("may or must").unwrap_or((line.at, ""));
    let must = match fold(word).as_str() {
        "may" => Some(false),
        "must" => Some(true),
        "" => {
            told.push((
                place,
                "nothing stands under `may or must`, expected `may` or `must`".to_owned(),
            ));
            None
        }
        _ => {
            told.push((place, format!("`may or must` is `{word}`, expected `may` or `must`")));
            None
        }
    };
    role.filter(|_| !wanted.is_empty()).zip(must)
}

/// Each separation with the sides that its rows give.
fn separations(lines: &[Line], told: &mut Vec<Told>) -> Tables {
    let mut found: Vec<(&str, &Line, Tables)> = Vec::new();
    for line in lines {
        let Some((_, name)) = line.text("name") else {
            let message = "no `name` on this row; both rows of a separation have its name".to_owned();
            told.push((line.at, message));
            continue;
        };
        let mut side = line.table(&RULE);
        if let Some(reason) = line.value("side reason", Meant::Text) {
            insert(&mut side, "reason", reason);
        }
        let side = (line.at, side);
        let Some((_, first, sides)) = found.iter_mut().find(|(known, ..)| *known == name) else {
            found.push((name, line, vec![side]));
            continue;
        };
        sides.push(side);
        let (here, there) = (line.text("reason"), first.text("reason"));
        if let Some((place, reason)) = here.filter(|(_, reason)| Some(*reason) != there.map(|(_, reason)| reason)) {
            told.push((
                place,
                format!(
                    "`reason` is `{reason}`, and another on the first row of the separation `{name}`; write it there, and \
                     what is of this side alone under `side reason`"
                ),
            ));
        }
    }
    let tables = found.into_iter().map(|(_, line, sides)| {
        let mut table = line.table(&[("name", "name", Meant::Text), ("reason", "reason", Meant::Text)]);
        put(&mut table, "side", sides);
        (line.at, table)
    });
    tables.collect()
}

fn exception(line: &Line) -> DeTable<'static> {
    line.table(&[
        ("check", "check", Meant::Text),
        ("identity", "identity", Meant::Text),
        ("account", "account", Meant::Text),
        ("system", "system", Meant::Text),
        ("level", "level", Meant::Text),
        ("resource", "resource", Meant::Text),
        ("file", "file", Meant::Text),
        ("separation", "separation", Meant::Text),
        ("reason", "reason", Meant::Text),
        ("approved-by", "approved by", Meant::Text),
        ("ticket", "ticket", Meant::Text),
        ("granted", "granted", Meant::Day),
        ("expires", "expires", Meant::Day),
    ])
}

/// Puts a list of tables under a key, if there are any.
fn put(table: &mut DeTable<'static>, key: &'static str, tables: Tables) {
    let Some((first, _)) = tables.first() else { return };
    let first = *first;
    let mut list = DeArray::new();
    for (place, one) in tables {
        list.push(spanned(place, DeValue::Table(one)));
    }
    insert(table, key, spanned(first, DeValue::Array(list)));
}

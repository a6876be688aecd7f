//! `[roster]`: which file lists the people and how it is read. The file itself is read with the exports.

use std::collections::BTreeMap;
use std::path::Path;

use super::claims::{Claims, fold};
use super::date;
use super::encoding::{delimiter, encoding};
use super::file::File;
use super::path;
use super::stanza::Stanza;
use super::value::{At, bare};
use super::words;
use crate::model::arena::{Arena, Ix};
use crate::model::settings::{RosterColumns, RosterSource};
use crate::model::system::{Coverage, Export, Recognised, System};

/// Reads the optional table.
pub(super) fn read(root: &mut Stanza<'_>, inputs: &Path, systems: &Arena<System>) -> RosterSource {
    let mut stanza = root.table("roster", "[roster]");
    let (columns, named) = columns(&mut stanza, systems);
    let is_mapped = NEEDED.iter().all(|needed| named.contains(needed));
    let ignore = bare(stanza.texts("ignore", "end of probation").unwrap_or_default());
    let recognised = (!is_mapped).then(|| Recognised {
        ignore: ignore.clone(),
        ..Recognised::default()
    });
    let roster = RosterSource {
        columns,
        named,
        separator: stanza.separator("separator").unwrap_or_else(|| ";".to_owned()),
        ignore,
        table: Export {
            file: file(&mut stanza, inputs),
            line: stanza.line,
            sheet: stanza.optional_text("sheet", "Staff").map(|sheet| sheet.value),
            encoding: encoding(&mut stanza),
            delimiter: delimiter(&mut stanza),
            coverage: Some(Coverage::Full),
            recognised,
            rows: None,
            columns: BTreeMap::new(),
            constants: BTreeMap::new(),
            separators: BTreeMap::new(),
            dates: date::read(&mut stanza),
            words: words::of_roster(&mut stanza),
            set_aside: Vec::new(),
            rows_without_account: false,
        },
    };
    stanza.done();
    roster
}

/// The declared file, else whichever of the two usual ones is there.
fn file(stanza: &mut Stanza<'_>, inputs: &Path) -> String {
    let there = stanza.holds("file");
    if let Some(file) = stanza.optional_text("file", "people.csv") {
        stanza.file.show("roster.file", &file);
        path::check(stanza.file, &file);
        return file.value;
    }
    let exists = |name: &str| inputs.join(name).exists();
    match (exists("people.csv"), exists("people.xlsx")) {
        _ if there => String::new(),
        (true, false) => "people.csv".to_owned(),
        (false, true) => "people.xlsx".to_owned(),
        (both, _) => {
            stanza.file.problem_of_all(if both {
                "both `people.csv` and `people.xlsx` are there; remove one, or say which is meant under `[roster]`, for \
                 example `file = \"people.csv\"`"
            } else {
                "no roster: neither `people.csv` nor `people.xlsx` is there; put one beside this file, or name another \
                 under `[roster]`, for example `file = \"staff.xlsx\"`"
            });
            String::new()
        }
    }
}

/// The columns that every roster has. Where all are declared, no profile is looked for.
const NEEDED: [&str; 4] = ["id", "name", "role", "employment"];

/// The table `columns`, and which of them stand there; a header has one meaning, but for those of the logins.
fn columns(roster: &mut Stanza<'_>, systems: &Arena<System>) -> (RosterColumns, Vec<&'static str>) {
    let mut table = roster.table("columns", "columns");
    let mut headers = Claims::new();
    let mut named = Vec::new();
    let mut column = |key: &'static str| {
        named.extend(table.holds(key).then_some(key));
        let aliases = aliases(&mut table, key, key);
        for alias in &aliases {
            if let Some((other, line)) = headers.claim(fold(&alias.value), &key, alias.line) {
                two_meanings(table.file, alias, (other, line), key);
            }
        }
        bare(aliases)
    };
    let columns = RosterColumns {
        id: column("id"),
        name: column("name"),
        role: column("role"),
        further_roles: column("further-roles"),
        kind: column("kind"),
        employment: column("employment"),
        company: column("company"),
        email: column("email"),
        start: column("start"),
        end: column("end"),
        owner: column("owner"),
        workstation: column("workstation"),
        logins: logins(roster, systems),
    };
    table.done();
    (columns, named)
}

/// The table `[roster.logins]`: headers by system. Systems may share a column, where people have one login for both.
fn logins(roster: &mut Stanza<'_>, systems: &Arena<System>) -> Vec<(Ix<System>, Vec<String>)> {
    let mut table = roster.table("logins", "[roster.logins]");
    let mut logins = Vec::new();
    for (place, system) in systems.iter().filter(|(_, system)| !system.id.is_empty()) {
        let usual = format!("login {}", system.id);
        logins.push((place, bare(aliases(&mut table, &system.id, &usual))));
    }
    table.done();
    logins
}

/// The headers of one column, else the usual one, which has line 0.
fn aliases(table: &mut Stanza<'_>, key: &str, usual: &str) -> Vec<At<String>> {
    table.texts(key, usual).unwrap_or_else(|| {
        vec![At {
            line: 0,
            value: usual.to_owned(),
        }]
    })
}

/// Notes a header of two columns, on the line that declares it.
fn two_meanings(file: &File, alias: &At<String>, (other, line): (&str, u64), key: &str) {
    let usual = if line == 0 || alias.line == 0 {
        ", for one of them as its usual header"
    } else {
        ""
    };
    file.problem(
        line.max(alias.line),
        format!(
            "header `{}` stands for both `{other}` and `{key}`{usual}; a column has one meaning",
            alias.value
        ),
    );
}

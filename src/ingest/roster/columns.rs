//! The columns of the roster: which are needed, and where they stand.

use crate::ingest::compared::{folded, same_word};
use crate::ingest::header::{Column, Header, Wanted};
use crate::model::arena::Ix;
use crate::model::likeness::{did_you_mean, nearest};
use crate::model::problem::Problems;
use crate::model::settings::{RosterColumns, Settings};
use crate::model::system::System;

/// Where each column of the roster stands, if the file has it.
pub(super) struct Columns<'a> {
    pub(super) id: Option<&'a Column>,
    pub(super) name: Option<&'a Column>,
    pub(super) role: Option<&'a Column>,
    pub(super) employment: Option<&'a Column>,
    pub(super) further_roles: Option<&'a Column>,
    pub(super) kind: Option<&'a Column>,
    pub(super) company: Option<&'a Column>,
    pub(super) email: Option<&'a Column>,
    pub(super) start: Option<&'a Column>,
    pub(super) end: Option<&'a Column>,
    pub(super) owner: Option<&'a Column>,
    pub(super) workstation: Option<&'a Column>,
    pub(super) logins: Vec<(Ix<System>, &'a Column)>,
}

/// Columns every roster has, before those that it may have.
const NEEDED: usize = 4;

/// Names of the columns in one order, with the name that each has where `review.toml` declares none.
fn named(columns: &RosterColumns) -> [(&Vec<String>, &'static str); 12] {
    [
        (&columns.id, "id"),
        (&columns.name, "name"),
        (&columns.role, "role"),
        (&columns.employment, "employment"),
        (&columns.further_roles, "further-roles"),
        (&columns.kind, "kind"),
        (&columns.company, "company"),
        (&columns.email, "email"),
        (&columns.start, "start"),
        (&columns.end, "end"),
        (&columns.owner, "owner"),
        (&columns.workstation, "workstation"),
    ]
}

/// All columns in the order of [`Columns`]. A column that `review.toml` calls by another name than the usual one is
/// needed: were it misspelt, everybody would lack what it says.
pub(super) fn wanted(settings: &Settings) -> Vec<Wanted<'_>> {
    let columns = &settings.roster.columns;
    let named = named(columns)
        .into_iter()
        .enumerate()
        .map(|(place, (names, usual))| Wanted {
            names,
            needed: place < NEEDED || !is_usual(names, usual),
        });
    let logins = columns.logins.iter().map(|(system, names)| Wanted {
        names,
        needed: !is_usual(names, &login(&settings.systems[*system])),
    });
    named.chain(logins).collect()
}

/// Whether nobody declared another name than the usual one.
pub(super) fn is_usual(names: &[String], usual: &str) -> bool {
    names.is_empty() || names.iter().all(|name| folded(name) == usual)
}

/// The usual name of the column with the logins of a system.
pub(super) fn login(system: &System) -> String {
    format!("login {}", system.id)
}

impl<'a> Columns<'a> {
    /// The columns as found, in the order in which they were wanted.
    pub(super) fn new(settings: &Settings, found: &'a [Option<Column>]) -> Self {
        let mut next = found.iter().map(Option::as_ref);
        let mut column = || next.next().flatten();
        Self {
            id: column(),
            name: column(),
            role: column(),
            employment: column(),
            further_roles: column(),
            kind: column(),
            company: column(),
            email: column(),
            start: column(),
            end: column(),
            owner: column(),
            workstation: column(),
            logins: {
                let systems = settings.roster.columns.logins.iter();
                systems.filter_map(|(system, _)| Some((*system, column()?))).collect()
            },
        }
    }
}

/// What tells that a header may be an optional column under another name, by the usual name of the column. `employment`
/// is not among them: a roster without it is refused. A word of seven letters or more may be a part of one
/// (`Austrittsdatum`).
const WORDS: [(&str, &[&str]); 6] = [
    ("company", &["company"]),
    ("email", &["mail", "mails", "email", "emails"]),
    (
        "end",
        &[
            "end",
            "ends",
            "ended",
            "leaving",
            "leaver",
            "left",
            "exit",
            "exited",
            "quit",
            "terminat",
            "until",
            "departure",
            "departed",
            "resigned",
            "last day",
            "last working day",
            "austritt",
            "ausgetreten",
            "vertragsende",
            "endet",
            "enddatum",
            "bis",
            "letzter arbeitstag",
            "letzter tag",
            "sortie",
            "fin",
            "baja",
            "cese",
            "uscita",
            "cessazione",
        ],
    ),
    (
        "start",
        &[
            "start",
            "starts",
            "started",
            "joined",
            "joining",
            "hired",
            "hire",
            "eintritt",
            "einstellung",
            "beginn",
            "seit",
            "embauche",
        ],
    ),
    ("owner", &["owner", "owners"]),
    ("login", &["login", "logins"]),
];

/// How long a word is that may be a part of another.
const PART: usize = 7;

/// Columns that nobody reads and that may be one that is read under another name: everybody would lack what it says.
pub(super) fn near_misses(settings: &Settings, header: &Header, file: &str, problems: &mut Problems) {
    let columns = &settings.roster.columns;
    let named = named(columns);
    let absent = named.iter().zip(&header.columns).filter(|(_, found)| found.is_none());
    let absent: Vec<&str> = absent.map(|((_, usual), _)| *usual).collect();
    let read = |name: &str| header.columns.iter().flatten().any(|column| column.name == name);
    let ignored = |name: &str| settings.roster.ignore.iter().any(|other| same_word(other, name));
    let logins_absent = header.columns.iter().skip(named.len()).any(Option::is_none);
    for name in header.texts.iter().filter(|name| !name.is_empty()) {
        if read(name) || ignored(name) || folded(name).starts_with("login ") {
            continue;
        }
        // what a word tells is not another column that is spelled a little like it
        let near = match said(name) {
            Some(usual) => Some(usual).filter(|usual| absent.contains(usual) || (*usual == "login" && logins_absent)),
            None => nearest(name, absent.iter().copied().filter(|usual| *usual != "company")),
        };
        let Some(usual) = near else { continue };
        let remedy = match usual {
            "login" => format!("a system's id and this header under [roster.logins], such as `git = {name:?}`"),
            usual => format!("`columns = {{ {usual} = {name:?} }}`"),
        };
        let message = format!(
            "column `{name}` is not read, but looks like the column `{usual}`, which the file lacks; if it is, declare \
             {remedy} under [roster] in review.toml, if not, `ignore = [{name:?}]`"
        );
        problems.add(file, Some(header.line), message);
    }
}

/// Whether a header tells of the time of trial at the beginning of an employment.
pub(super) fn is_of_trial(name: &str) -> bool {
    let key = folded(name);
    ["probation", "probezeit", "trial"]
        .iter()
        .any(|word| key.contains(word))
}

/// The column that a word of a header tells of.
pub(super) fn said(name: &str) -> Option<&'static str> {
    let key = folded(name);
    let words: Vec<&str> = key
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let plain = format!(" {} ", words.join(" "));
    let tells = |telling: &&str| {
        let is_part = telling.chars().count() >= PART && words.iter().any(|word| word.contains(telling));
        is_part || plain.contains(&format!(" {telling} "))
    };
    let told = WORDS.iter().find(|(_, telling)| telling.iter().any(tells));
    told.map(|(usual, _)| *usual)
}

/// Columns that are named like logins but of no system.
pub(super) fn strange_logins(settings: &Settings, header: &Header, file: &str, problems: &mut Problems) {
    let usual: Vec<String> = settings.systems.values().map(login).collect();
    let read = |name: &str| header.columns.iter().flatten().any(|column| column.name == name);
    for name in header
        .texts
        .iter()
        .filter(|name| folded(name).starts_with("login ") && !read(name))
    {
        let hint = did_you_mean(name, usual.iter().map(String::as_str));
        let message = format!("column `{name}` names no system of review.toml{hint}; rename the column or remove it");
        problems.add(file, Some(header.line), message);
    }
}

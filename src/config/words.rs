//! How cells spell what they mean: the declared words and those that always count.

use toml::de::DeTable;

use super::claims::{Claims, fold};
use super::file::File;
use super::stanza::Stanza;
use super::value::{At, bare};
use crate::model::system::Words;

/// Words of one meaning, declared ones first; those that always count have line 0.
struct Meaning {
    key: &'static str,
    words: Vec<At<String>>,
}

/// The optional table `words` of an export.
pub(super) fn of_export(stanza: &mut Stanza<'_>) -> Words {
    let mut table = stanza.table("words", "words");
    let yes = yes(&mut table);
    let no = no(&mut table);
    let words = of_accounts(&mut table, yes, no);
    table.done();
    words
}

/// The words that always count.
pub(super) fn usual(stanza: &Stanza<'_>) -> Words {
    of_export(&mut Stanza::new(stanza.file, "words", stanza.line, DeTable::new()))
}

/// The optional table `words` of a profile, which may be of an export or of a roster.
pub(super) fn of_profile(stanza: &mut Stanza<'_>) -> Words {
    let mut table = stanza.table("words", "words");
    let yes = yes(&mut table);
    let no = no(&mut table);
    let people = of_people(&mut table, None);
    let accounts = of_accounts(&mut table, yes, no);
    table.done();
    Words {
        employee: people.employee,
        contractor: people.contractor,
        person: people.person,
        technical: people.technical,
        shared: people.shared,
        left: people.left,
        ..accounts
    }
}

/// Words of accounts and notebooks.
fn of_accounts(table: &mut Stanza<'_>, yes: Meaning, no: Meaning) -> Words {
    let unknown = meaning(table, "unknown", "N/A", &[]);
    let never = meaning(table, "never", "Never accessed", &[]);
    let active = meaning(table, "active", "Current", &["active", "enabled"]);
    let disabled = meaning(
        table,
        "disabled",
        "Locked",
        &["disabled", "inactive", "suspended", "deactivated"],
    );
    let pending = meaning(table, "pending", "Waiting", &["pending", "invited"]);
    distinct(table.file, &[&yes, &no, &unknown]);
    distinct(table.file, &[&never, &unknown]);
    distinct(table.file, &[&active, &disabled, &pending, &unknown]);
    Words {
        yes: bare(yes.words),
        no: bare(no.words),
        unknown: bare(unknown.words),
        never: bare(never.words),
        active: bare(active.words),
        disabled: bare(disabled.words),
        pending: bare(pending.words),
        ..Words::default()
    }
}

/// The optional table `words` of the roster: yes and no, employment, kind and end.
pub(super) fn of_roster(stanza: &mut Stanza<'_>) -> Words {
    let mut table = stanza.table("words", "words");
    let yes = yes(&mut table);
    let no = no(&mut table);
    let there = meaning(&mut table, "there", "On sabbatical", &[]);
    let people = of_people(&mut table, Some(&there));
    distinct(table.file, &[&yes, &no]);
    table.done();
    Words {
        yes: bare(yes.words),
        no: bare(no.words),
        // Nobody knows of an end.
        unknown: bare(there.words),
        ..people
    }
}

/// Words of people; those for somebody who is still there mean something else than having left.
fn of_people(table: &mut Stanza<'_>, there: Option<&Meaning>) -> Words {
    let employee = meaning(table, "employee", "Permanent", &["employee"]);
    let contractor = meaning(table, "contractor", "External", &["contractor"]);
    let person = meaning(table, "person", "Human", &["person"]);
    let technical = meaning(table, "technical", "Service account", &["technical"]);
    let shared = meaning(table, "shared", "Team account", &["shared"]);
    let left = meaning(table, "left", "Terminated", &["left"]);
    distinct(table.file, &[&employee, &contractor]);
    distinct(table.file, &[&person, &technical, &shared]);
    if let Some(there) = there {
        distinct(table.file, &[&left, there]);
    }
    Words {
        employee: bare(employee.words),
        contractor: bare(contractor.words),
        person: bare(person.words),
        technical: bare(technical.words),
        shared: bare(shared.words),
        left: bare(left.words),
        ..Words::default()
    }
}

fn yes(table: &mut Stanza<'_>) -> Meaning {
    meaning(table, "yes", "On", &["yes", "true", "1"])
}

fn no(table: &mut Stanza<'_>) -> Meaning {
    meaning(table, "no", "Off", &["no", "false", "0"])
}

/// One key of the table.
fn meaning(table: &mut Stanza<'_>, key: &'static str, example: &str, always: &[&str]) -> Meaning {
    let mut words = table.texts(key, example).unwrap_or_default();
    for word in always {
        if !words.iter().any(|declared| fold(&declared.value) == *word) {
            words.push(At {
                line: 0,
                value: (*word).to_owned(),
            });
        }
    }
    Meaning { key, words }
}

/// Notes words that would have two of these meanings, which one cell can have.
fn distinct(file: &File, meanings: &[&Meaning]) {
    let mut claims = Claims::new();
    for meaning in meanings {
        for word in &meaning.words {
            if let Some((other, line)) = claims.claim(fold(&word.value), &meaning.key, word.line) {
                let always = if line == 0 || word.line == 0 {
                    ", one of them always"
                } else {
                    ""
                };
                file.problem(
                    line.max(word.line),
                    format!(
                        "`{}` would mean both `{other}` and `{}`{always}; a word has one meaning",
                        word.value, meaning.key
                    ),
                );
            }
        }
    }
}

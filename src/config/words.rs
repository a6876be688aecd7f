//! How cells spell what they mean: the declared words and those that always count.

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
    let unknown = meaning(&mut table, "unknown", "N/A", &[]);
    let never = meaning(&mut table, "never", "Never accessed", &[]);
    let active = meaning(&mut table, "active", "Current", &["active", "enabled"]);
    let disabled = meaning(
        &mut table,
        "disabled",
        "Locked",
        &["disabled", "inactive", "suspended", "deactivated"],
    );
    let pending = meaning(&mut table, "pending", "Waiting", &["pending", "invited"]);
    distinct(table.file, &[&yes, &no, &unknown]);
    distinct(table.file, &[&never, &unknown]);
    distinct(table.file, &[&active, &disabled, &pending, &unknown]);
    table.done();
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

/// The optional table `words` of the roster: yes and no, employment and kind.
pub(super) fn of_roster(stanza: &mut Stanza<'_>) -> Words {
    let mut table = stanza.table("words", "words");
    let yes = yes(&mut table);
    let no = no(&mut table);
    let employee = meaning(&mut table, "employee", "Permanent", &["employee"]);
    let contractor = meaning(&mut table, "contractor", "External", &["contractor"]);
    let person = meaning(&mut table, "person", "Human", &["person"]);
    let technical = meaning(&mut table, "technical", "Service account", &["technical"]);
    distinct(table.file, &[&yes, &no]);
    distinct(table.file, &[&employee, &contractor]);
    distinct(table.file, &[&person, &technical]);
    table.done();
    Words {
        yes: bare(yes.words),
        no: bare(no.words),
        employee: bare(employee.words),
        contractor: bare(contractor.words),
        person: bare(person.words),
        technical: bare(technical.words),
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

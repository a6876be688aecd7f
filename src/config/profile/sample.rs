//! `[[sample]]`: a file that such a format could give, and every fact that must be read from it.
//!
//! Comes in from a profile, or from a file of its own that has only `id` and samples.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::de::DeValue;

use super::super::choice::one_of;
use super::super::file::File;
use super::super::stanza::Stanza;
use super::super::value::{At, found};
use crate::model::profile::{Body, Sample, SampleFacts};

/// A fact as its fields by name.
type Fact = BTreeMap<String, String>;

/// What a list of a sample holds: which fields its facts have, and of each of `needed` one must stand there.
struct Shape {
    key: &'static str,
    fields: &'static [&'static str],
    needed: &'static [&'static [&'static str]],
    example: &'static str,
}

const ACCOUNTS: Shape = Shape {
    key: "accounts",
    fields: &[
        "account",
        "id",
        "name",
        "email",
        "status",
        "mfa",
        "last-login",
        "sign-in",
        "password-since",
        "key-since",
        "root",
    ],
    needed: &[&["account"]],
    example: "[{ account = \"alice\" }]",
};
const GRANTS: Shape = Shape {
    key: "grants",
    fields: &["account", "group", "resource", "every", "level", "via"],
    needed: &[&["account", "group"], &["level"]],
    example: "[{ account = \"alice\", level = \"Admin\" }]",
};
const MEMBERS: Shape = Shape {
    key: "members",
    fields: &["group", "account", "member-group"],
    needed: &[&["group"], &["account", "member-group"]],
    example: "[{ group = \"devs\", account = \"alice\" }]",
};
const NAMES: Shape = Shape {
    key: "names",
    fields: &["of", "id", "name"],
    needed: &[&["of"], &["id"], &["name"]],
    example: "[{ of = \"level\", id = \"r-1\", name = \"Admin\" }]",
};
const DEVICES: Shape = Shape {
    key: "devices",
    fields: &["device", "id", "account", "name", "email", "encrypted", "protected"],
    needed: &[&["device"]],
    example: "[{ device = \"C02\", account = \"alice\" }]",
};
const PEOPLE: Shape = Shape {
    key: "people",
    fields: &[
        "id",
        "name",
        "role",
        "email",
        "employment",
        "company",
        "start",
        "end",
        "nature",
    ],
    needed: &[&["id", "email"]],
    example: "[{ id = \"7\", name = \"Alice Martin\" }]",
};

/// Every sample, with its line.
pub(super) fn read(root: &mut Stanza<'_>) -> Vec<At<Sample>> {
    let stanzas = root.tables("sample", "[[sample]]");
    stanzas.into_iter().map(one).collect()
}

/// Notes samples that say another thing than the profile.
pub(super) fn fit(file: &File, body: &Body, samples: &[At<Sample>]) {
    let refuses = matches!(body, Body::Refuse(_) | Body::Instead(_));
    for sample in samples.iter().filter(|sample| sample.value.facts.refused != refuses) {
        file.problem(
            sample.line,
            if refuses {
                "the profile refuses its files, so the sample should say `refused = true` and nothing else"
            } else {
                "the sample says `refused = true`, but the profile has no `refuse`"
            },
        );
    }
}

/// One stanza.
fn one(mut stanza: Stanza<'_>) -> At<Sample> {
    let line = stanza.line;
    let name = stanza.text("file", "export-users.csv").value;
    if !stanza.holds("text") {
        stanza.missing("text", "'''…'''");
    }
    let says_nothing = stanza.keys().iter().all(|key| matches!(key.as_str(), "file" | "text"));
    let text = stanza.verbatim("text", "the text of a file", "'''…'''");
    let facts = SampleFacts {
        accounts: list(&mut stanza, &ACCOUNTS),
        grants: list(&mut stanza, &GRANTS),
        members: list(&mut stanza, &MEMBERS),
        groups: words(&mut stanza, "groups", "devs"),
        names: list(&mut stanza, &NAMES),
        resources: words(&mut stanza, "resources", "billing-core"),
        devices: list(&mut stanza, &DEVICES),
        people: list(&mut stanza, &PEOPLE),
        set_aside: stanza.number("set-aside", "1"),
        rejected: stanza.number("rejected", "1").unwrap_or_default(),
        unclear: stanza.number("unclear", "1").unwrap_or_default(),
        partial: stanza.flag("partial", false),
        refused: stanza.flag("refused", false),
    };
    let only_refused = SampleFacts {
        refused: true,
        ..SampleFacts::default()
    };
    if says_nothing {
        stanza.file.problem(
            line,
            "the sample says nothing of what must be read; write for example `accounts = [{ account = \"alice\" }]` or \
             `refused = true`",
        );
    } else if facts.refused && facts != only_refused {
        stanza.file.problem(
            line,
            "a refused file gives nothing; leave out what stands beside `refused`",
        );
    }
    stanza.done();
    At {
        line,
        value: Sample {
            file: name,
            text: text.map(|text| text.value).unwrap_or_default(),
            facts,
        },
    }
}

/// Texts, or none where an empty list stands.
fn words(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Vec<String> {
    if is_empty_list(stanza, key) {
        return Vec::new();
    }
    let texts = stanza.texts(key, example).unwrap_or_default();
    texts.into_iter().map(|text| text.value).collect()
}

/// Whether an empty list stands there; a sample may say that there is nothing.
fn is_empty_list(stanza: &mut Stanza<'_>, key: &str) -> bool {
    let empty = stanza
        .peek(key)
        .is_some_and(|value| matches!(value, DeValue::Array(items) if items.is_empty()));
    if empty {
        // Takes it, so that it counts as read.
        stanza.ask(key);
    }
    empty
}

/// A list of facts.
fn list(stanza: &mut Stanza<'_>, shape: &'static Shape) -> Vec<Fact> {
    if is_empty_list(stanza, shape.key) {
        return Vec::new();
    }
    let file = stanza.file;
    let items = stanza.items(shape.key, shape.example).unwrap_or_default();
    let mut facts = Vec::new();
    for At { line, value } in items {
        let what = found(&value);
        let DeValue::Table(table) = value else {
            file.problem(
                line,
                format!(
                    "an entry of `{}` is {what}, expected for example `{} = {}`",
                    shape.key, shape.key, shape.example
                ),
            );
            continue;
        };
        facts.push(fact(Stanza::new(file, shape.key, line, table), shape));
    }
    facts
}

/// One entry of a list.
fn fact(mut stanza: Stanza<'_>, shape: &Shape) -> Fact {
    for needed in shape.needed {
        let there = needed.iter().filter(|field| stanza.holds(field)).count();
        if there != 1 && !(shape.key == "people" && there > 0) {
            stanza.file.problem(
                stanza.line,
                format!(
                    "an entry of `{}` has {there} of {}, expected one",
                    shape.key,
                    one_of(needed)
                ),
            );
        }
    }
    let mut fact = Fact::new();
    for field in shape.fields {
        // A fact may have several ids; they are compared whatever their order.
        let mut texts = stanza.texts(field, "alice").unwrap_or_default();
        if let Some(text) = texts.get(1).filter(|_| !matches!(*field, "id" | "email" | "role")) {
            stanza.file.problem(
                text.line,
                format!("`{field}` has several texts, expected one; write an entry for each"),
            );
        }
        for text in &texts {
            if let Some(expected) = misfit(field, &text.value) {
                stanza
                    .file
                    .problem(text.line, format!("`{field}` is `{}`, expected {expected}", text.value));
            }
        }
        texts.sort_by(|one, other| one.value.cmp(&other.value));
        let joined: Vec<String> = texts.into_iter().map(|text| text.value).collect();
        if !joined.is_empty() {
            fact.insert((*field).to_owned(), joined.join("\n"));
        }
    }
    stanza.done();
    fact
}

/// What a field should say, if it says something else.
fn misfit(field: &str, text: &str) -> Option<String> {
    let choices: &[&str] = match field {
        "mfa" | "encrypted" | "protected" | "sign-in" => &["yes", "no"],
        "password-since" | "key-since" if matches!(text, "yes" | "no") => return None,
        "every" | "root" => &["yes"],
        "status" => &["active", "disabled", "pending"],
        "of" => &["account", "group", "level", "resource"],
        "last-login" if text == "never" => return None,
        "end" if text == "left" => return None,
        "last-login" | "start" | "end" | "password-since" | "key-since" => {
            return text
                .parse::<Date>()
                .is_err()
                .then(|| "a day such as `2026-08-01`".to_owned());
        }
        _ => return None,
    };
    (!choices.contains(&text)).then(|| one_of(choices))
}

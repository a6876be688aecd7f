//! No sentence of a document stands in Rust, so that another language is a matter of templates.
//!
//! The data of each committed case is taken with words and texts of checks that say nothing. Two words in a row in it must
//! then stand in a row in what was put in: in inputs or in a profile. And each document is made of this data by templates
//! without a letter of their own: no word may be in it that is not in its data.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use access_review::document::{built_in, rendered};
use access_review::model::wording::Wording;
use calamine::{Reader, open_workbook_auto};
use serde_json::Value;

use crate::support::{copy_of, files, root, run, said};

/// Words of this length and more are looked at, alone.
const LONG: usize = 4;

/// What stands in place of words.
const NOTHING: &str = "§";

/// What Rust supplies of several words, and why it may.
const NOUNS: [(&str, &str); 4] = [
    (
        "Former Member",
        "a role of the program's own, as `counts.csv` and `record.json` have it too",
    ),
    ("Future Member", "the same"),
    ("Unidentified Account", "the same"),
    ("Unmapped level", "a level of the program's own, likewise"),
];

/// Fields that hold what the readers of files say of rows, in the words in which the terminal says it, or names that
/// others gave.
const FIELDS: [(&str, &str); 7] = [
    (
        "/set_aside/reason",
        "why a row was set aside: compared as data by `.ci/compare_rows.py`",
    ),
    (
        "/rejected/shown/reason",
        "why a row could not be read, as `check` says it",
    ),
    ("/unclear/reason", "why a cell could not be read, likewise"),
    ("/exceptions/place", "a place in the roles file, as messages name it"),
    ("/accepted/place", "the same"),
    ("/not_in_force/place", "the same"),
    ("/controls/name", "names that standards give"),
];

/// What the `date` filter spells; a template in another language prints days as they are.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn words(text: &str) -> Vec<String> {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// What was put in: all words in a row, and all pairs of neighbours.
struct Known {
    pairs: BTreeSet<(String, String)>,
}

impl Known {
    fn of(texts: &[String]) -> Self {
        let mut pairs = BTreeSet::new();
        for text in texts {
            let words = words(text);
            pairs.extend(words.iter().cloned().zip(words.iter().skip(1).cloned()));
        }
        for (noun, _) in NOUNS {
            let words = words(noun);
            pairs.extend(words.iter().cloned().zip(words.iter().skip(1).cloned()));
        }
        Self { pairs }
    }

    /// Two neighbouring words of a text that are no neighbours in what was put in.
    fn stranger(&self, text: &str) -> Option<(String, String)> {
        let tokens: Vec<&str> = text.split(' ').collect();
        tokens.windows(2).find_map(|pair| {
            let [one, two] = pair else { return None };
            let is_word = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
            let two = two.trim_end_matches([',', '.', ';', ':', '?', '!']);
            let pair = (one.to_lowercase(), two.to_lowercase());
            (is_word(one) && is_word(two) && !self.pairs.contains(&pair)).then_some(pair)
        })
    }

    /// The texts of some data that were not put in, each with its place.
    fn strangers(&self, data: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.walk(data, "", &mut found);
        found
    }

    fn walk(&self, value: &Value, at: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => {
                if let Some((one, two)) = self.stranger(text)
                    && !FIELDS.iter().any(|(field, _)| at.ends_with(field))
                {
                    found.insert(format!("{at}: `{one} {two}` in `{text}`"));
                }
            }
            Value::Array(items) => items.iter().for_each(|value| self.walk(value, at, found)),
            Value::Object(fields) => fields
                .iter()
                .for_each(|(key, value)| self.walk(value, &format!("{at}/{key}"), found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// All that was put in, below these folders: names of files, texts without comments, cells of workbooks.
fn put_in(folders: &[&Path]) -> Known {
    let mut texts = Vec::new();
    for folder in folders {
        for (path, bytes) in files(folder) {
            texts.push(path.clone());
            if let Ok(mut book) = open_workbook_auto(folder.join(&path)) {
                for (name, sheet) in book.worksheets() {
                    let cells = sheet.used_cells().map(|(_, _, cell)| cell.to_string());
                    texts.extend(cells.chain([name]));
                }
                continue;
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
            // a name of two cells, and one of several lines
            texts.push(lines.collect::<Vec<_>>().join(" "));
        }
    }
    Known::of(&texts)
}

/// Whether a template is one of documents, and no table of words.
fn is_document(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "md")
}

/// A table of words or texts of checks in which nothing is said.
fn silent(table: &str) -> String {
    let lines = table.lines().map(|line| match line.split_once(" = \"") {
        Some((key, _)) if !line.starts_with('#') && key != "id" => format!("{key} = \"{NOTHING}\""),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A template without a letter of its own, but for Tera's signs and tags of tables.
fn mute(template: &str) -> String {
    let mut muted = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '<']) {
        let (before, from) = rest.split_at(at);
        letters(before, &mut muted);
        let close = [("{{", "}}"), ("{%", "%}"), ("{*", "*}"), ("<", ">")];
        let sign = close.iter().find(|(open, _)| from.starts_with(open));
        let end = sign
            .and_then(|(_, close)| Some(from.find(close)? + close.len()))
            .unwrap_or(1);
        let (tag, after) = from.split_at(end);
        muted.push_str(
            &if tag.starts_with("{% set") || tag.starts_with("{%- set") || tag.contains("last=") {
                quoted(tag)
            } else {
                tag.to_owned()
            },
        );
        rest = after;
    }
    letters(rest, &mut muted);
    muted
}

fn letters(text: &str, into: &mut String) {
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let end = word.trim_start_matches(char::is_alphabetic);
        into.push_str(if end.len() < word.len() { NOTHING } else { "" });
        into.push_str(end);
    }
}

/// A tag with nothing in its texts in quotes.
fn quoted(tag: &str) -> String {
    let parts = tag.split('"').enumerate();
    let parts = parts.map(|(nth, part)| if nth % 2 == 1 { NOTHING } else { part });
    parts.collect::<Vec<_>>().join("\"")
}

/// All words of some data, names of fields among them.
fn words_of(value: &Value, into: &mut BTreeSet<String>) {
    into.extend(words(&value.to_string().replace("\\n", " ")));
}

/// The long words of a document that are not in its data.
fn unfounded(document: &str, data: &Value) -> BTreeSet<String> {
    let mut known = BTreeSet::from(MONTHS.map(str::to_owned));
    words_of(data, &mut known);
    let tags = [
        "table", "thead", "tbody", "scope", "width", "rowspan", "rowgroup", "chart", "bars", "heat", "trend",
    ];
    let found = words(document).into_iter();
    let found = found.filter(|word| word.chars().count() >= LONG && word.chars().all(char::is_alphabetic));
    found
        .filter(|word| !known.contains(word) && !tags.contains(&word.as_str()))
        .collect()
}

/// The data of each document of each committed case, with words and texts of checks that say nothing.
fn seen() -> Vec<(String, Known, Value)> {
    let mut cases = vec!["inputs".to_owned()];
    for case in fs::read_dir(root().join("tests/cases")).unwrap() {
        cases.push(format!(
            "tests/cases/{}/inputs",
            case.unwrap().file_name().to_str().unwrap()
        ));
    }
    let mut all = Vec::new();
    for case in cases {
        let (_holder, inputs) = copy_of(&case);
        fs::create_dir_all(inputs.join("templates")).unwrap();
        for (name, text) in built_in().filter(|(name, _)| !is_document(name)) {
            fs::write(inputs.join("templates").join(name), silent(text)).unwrap();
        }
        for edition in ["public", "procedure", "internal", "diff"] {
            let arguments = ["context", "--inputs", inputs.to_str().unwrap(), "--edition", edition];
            let (code, stdout, stderr) = said(&run(&arguments));
            if code == 0 {
                let known = put_in(&[
                    &root().join(&case),
                    &root().join("src/profiles"),
                    &inputs.join("templates"),
                ]);
                all.push((
                    format!("{case}: {edition}"),
                    known,
                    serde_json::from_str(&stdout).unwrap(),
                ));
            } else {
                assert!(
                    stderr.contains("review.toml has no `[pr"),
                    "{case}: {edition}: {stderr}"
                );
            }
        }
    }
    assert!(all.len() > 12, "{}", all.len());
    all
}

#[test]
fn what_templates_are_given_is_no_sentence() {
    let mut wrong = BTreeSet::new();
    for (name, known, seen) in seen() {
        let data = seen.get("data").unwrap();
        wrong.extend(known.strangers(data).into_iter().map(|text| format!("{name}: {text}")));
        // It would be seen if there were one.
        let mut planted = data.clone();
        let front = planted.get_mut("front").unwrap().as_object_mut().unwrap();
        front.insert("organisation".to_owned(), "All of this was glued together here".into());
        assert!(known.strangers(&planted).len() > known.strangers(data).len(), "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn documents_say_nothing_where_templates_do_not() {
    let templates = built_in().filter(|(name, _)| is_document(name));
    let muted = Wording::of(templates.map(|(name, text)| (name.to_owned(), mute(text))));
    for (name, _, seen) in seen() {
        let (template, data) = (
            seen.get("template").unwrap().as_str().unwrap(),
            seen.get("data").unwrap(),
        );
        let document = rendered(template, data, &muted).unwrap();
        assert!(document.contains(NOTHING), "{name}");
        let found = unfounded(&document, data);
        assert!(found.is_empty(), "{name}: {found:?}");
        // With templates that say something, words are found.
        let spoken = rendered(template, data, &Wording::default()).unwrap();
        assert!(unfounded(&spoken, data).len() > 3, "{name}");
    }
}

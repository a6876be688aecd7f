//! What templates see, as JSON: enough to make the documents from, as its schema says, and of public ones without a name.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use access_review::document::rendered;
use access_review::model::wording::Wording;
use serde_json::Value;

use crate::support::{copy_of, replace, root, run, said, small};

/// What `context` prints of these inputs; nothing where there is no such document.
fn context(inputs: &Path, edition: &str) -> Option<Value> {
    let (code, stdout, stderr) = said(&run(&[
        "context",
        "--inputs",
        inputs.to_str().unwrap(),
        "--edition",
        edition,
    ]));
    if code == 2 {
        assert!(
            stdout.is_empty() && stderr.contains("review.toml has no `[pr"),
            "{stderr}"
        );
        return None;
    }
    assert_eq!(code, 0, "{stderr}");
    Some(serde_json::from_str(&stdout).unwrap())
}

/// Committed inputs with the folder of the documents that they give.
fn cases() -> Vec<(PathBuf, PathBuf)> {
    let mut cases = vec![(root().join("inputs"), root().join("out/2021-10-06"))];
    for case in fs::read_dir(root().join("tests/cases")).unwrap() {
        let case = case.unwrap().path();
        let dated = fs::read_dir(case.join("expected"))
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let dated = dated.filter(|path| path.is_dir()).max().unwrap();
        cases.push((case.join("inputs"), dated));
    }
    cases.sort();
    cases
}

#[test]
fn documents_are_made_from_the_data_alone() {
    let mut made = BTreeSet::new();
    for (inputs, out) in cases() {
        for (edition, file) in [
            ("public", "public/audit.md"),
            ("procedure", "public/procedure.md"),
            ("internal", "internal/internal.md"),
        ] {
            let Some(seen) = context(&inputs, edition) else {
                continue;
            };
            let template = seen["template"].as_str().unwrap();
            let text = rendered(template, &seen["data"], &Wording::default()).unwrap();
            assert!(
                text == fs::read_to_string(out.join(file)).unwrap(),
                "{}: {file}",
                inputs.display()
            );
            made.insert(edition);
        }
        if let Some(seen) = context(&inputs, "diff") {
            let text = rendered("difference.md", &seen["data"], &Wording::default()).unwrap();
            assert!(text.contains("Access audit: changes from "), "{text}");
            made.insert("diff");
        }
    }
    assert_eq!(made.len(), 4, "{made:?}");
}

#[test]
fn the_public_page_is_what_is_printed_where_nobody_says() {
    let printed = said(&run(&["context"]));
    assert_eq!(printed, said(&run(&["context", "--edition", "public"])));
    assert_ne!(printed, said(&run(&["context", "--edition", "internal"])));
}

#[test]
fn the_data_is_as_its_schema_says() {
    let schema = fs::read(root().join("schemas/context-1.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    let mut changed = 0;
    for (inputs, _) in cases() {
        for edition in ["public", "procedure", "internal", "diff"] {
            let Some(seen) = context(&inputs, edition) else {
                continue;
            };
            let errors: Vec<String> = schema.iter_errors(&seen).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{}: {edition}", inputs.display());
            let is_public = ["public", "procedure"].contains(&edition);
            // Nothing may be left out, and nothing added, down to the last field of what is for everybody.
            for path in objects(&seen, if is_public { usize::MAX } else { 2 }) {
                let keys: Vec<String> = seen
                    .pointer(&path)
                    .unwrap()
                    .as_object()
                    .unwrap()
                    .keys()
                    .cloned()
                    .collect();
                for key in keys {
                    let mut less = seen.clone();
                    less.pointer_mut(&path).unwrap().as_object_mut().unwrap().remove(&key);
                    assert!(!schema.is_valid(&less), "{edition}: {path}/{key} may be left out");
                }
                let mut more = seen.clone();
                let object = more.pointer_mut(&path).unwrap().as_object_mut().unwrap();
                object.insert("more".to_owned(), Value::Null);
                assert!(!schema.is_valid(&more), "{edition}: {path} may have more");
                changed += 1;
            }
            let mut other = seen.clone();
            other["version"] = 2.into();
            assert!(!schema.is_valid(&other));
        }
    }
    assert!(changed > 20, "{changed}");
}

/// The places of the objects down to a depth, the first few of each list, without the words.
fn objects(value: &Value, depth: usize) -> Vec<String> {
    fn walk(value: &Value, at: &str, depth: usize, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                found.push(at.to_owned());
                for (key, value) in fields.iter().filter(|(key, _)| depth > 1 && *key != "words") {
                    walk(value, &format!("{at}/{key}"), depth - 1, found);
                }
            }
            Value::Array(items) => {
                for (place, value) in items.iter().enumerate().take(2) {
                    walk(value, &format!("{at}/{place}"), depth, found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    walk(value, "", depth, &mut found);
    found
}

#[test]
fn a_template_may_name_whatever_the_data_has() {
    let mut paths = BTreeSet::new();
    for (inputs, _) in cases() {
        for edition in ["public", "procedure", "internal", "diff"] {
            let Some(seen) = context(&inputs, edition) else {
                continue;
            };
            names(&seen["data"], None, &mut paths);
        }
    }
    assert!(paths.len() > 100, "{paths:?}");
    let (_holder, inputs) = small();
    let folder = inputs.join("templates");
    fs::create_dir(&folder).unwrap();
    let all: Vec<String> = paths
        .iter()
        .map(|path| format!("{{% if false and {path} %}}x{{% endif -%}}\n"))
        .collect();
    let all = all.concat();
    let held = fs::read_to_string(root().join("templates/held.md")).unwrap();
    fs::write(folder.join("held.md"), format!("{all}{held}")).unwrap();
    let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_ne!(code, 2, "{stderr}");
}

/// Names as a template writes them: at the top alone, below as a part of something.
fn names(value: &Value, of: Option<&str>, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| *key != "words") {
                if key.chars().all(|c| c.is_alphanumeric() || c == '_') {
                    found.insert(of.map_or_else(|| key.clone(), |of| format!("{of}.{key}")));
                }
                names(value, Some("front"), found);
            }
        }
        Value::Array(items) => items.iter().for_each(|value| names(value, of, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_data_of_public_pages_names_nobody() {
    for (inputs, out) in cases() {
        let map: Value = serde_json::from_slice(&fs::read(out.join("internal/people-map.json")).unwrap()).unwrap();
        let mut private = BTreeSet::new();
        strings(&map, &mut private);
        let is_name = |text: &&String| text.contains([' ', '@']) && !text.contains("20");
        let private: Vec<&String> = private.iter().filter(is_name).collect();
        assert!(private.len() > 3, "{private:?}");
        for edition in ["public", "procedure"] {
            let Some(seen) = context(&inputs, edition) else {
                continue;
            };
            let text = seen["data"].to_string();
            let named: Vec<&&String> = private.iter().filter(|name| text.contains(name.as_str())).collect();
            assert!(named.is_empty(), "{}: {edition}: {named:?}", inputs.display());
        }
    }
}

/// Every text below the people of a map.
fn strings(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|value| strings(value, found)),
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| !["title", "roles", "system", "systems"].contains(&key.as_str()))
            .for_each(|(_, value)| strings(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn data_that_would_name_somebody_is_not_printed() {
    let (_holder, inputs) = copy_of("inputs");
    replace(
        &inputs.join("review.toml"),
        "organisation = \"Tidewater Labs\"",
        "organisation = \"Łukasz Wierzbicki\"",
    );
    for edition in ["public", "internal"] {
        let inputs = inputs.to_str().unwrap();
        let (code, stdout, stderr) = said(&run(&["context", "--inputs", inputs, "--edition", edition]));
        assert_eq!((code, stdout.as_str()), (2, ""));
        assert!(stderr.contains("`review.organisation` holds the name of"), "{stderr}");
    }
}

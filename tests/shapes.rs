//! Exports in another shape than their profile expects lose nothing in silence: of every sample in JSON and YAML each
//! node is given another shape, one at a time, and what is read must be told to be less, or be no less.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeMap;

use access_review::model::profile::{Body, Form, Profile, SampleFacts, Trial};
use serde_json::{Map, Value, json};

use crate::profiles::{Case, Fact, cases, profiles, read};

/// What stands in for a list or a map: a text that no sample holds.
const MARK: &str = "some other text";

/// Profiles that read YAML, with those whose samples, written as JSON, are theirs as well.
const YAML: [(&str, &str); 2] = [
    ("kubernetes-role-bindings-yaml", "kubernetes-role-bindings"),
    ("aws-eks-aws-auth-yaml", "aws-eks-aws-auth-json"),
];

/// What is lost and yet told, or meant: profile, the node that becomes nothing, and why.
const NOTHING: [(&str, &str, &str); 4] = [
    (
        "doctl-alerts-json",
        "@example.com",
        "doctl writes `null` for an empty list of addresses",
    ),
    (
        "kubernetes-role-bindings",
        "\"kind\":",
        "kubectl writes `null` where a binding has no subjects",
    ),
    (
        "kubernetes-role-bindings-yaml",
        "\"kind\":",
        "the same; and a document of YAML with nothing in it is none",
    ),
    (
        "jfrog-users",
        "readers",
        "a user with `null` for groups makes the file partial, and these samples already are",
    ),
];

/// A way to a node: the places in lists, and in maps in the order of their keys.
pub(crate) type Way = Vec<usize>;

/// Every node below one, and itself, with what it is called, whichever element of a list it stands in.
pub(crate) fn ways(node: &Value, here: &Way, called: &str, found: &mut Vec<(Way, String)>) {
    found.push((here.clone(), called.to_owned()));
    let children: Vec<(&str, &Value)> = match node {
        Value::Array(elements) => elements.iter().map(|child| ("", child)).collect(),
        Value::Object(entries) => entries.iter().map(|(key, child)| (key.as_str(), child)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    for (place, (key, child)) in children.into_iter().enumerate() {
        ways(
            child,
            &[here.as_slice(), &[place]].concat(),
            &format!("{called}/{key}"),
            found,
        );
    }
}

pub(crate) fn at<'v>(node: &'v mut Value, way: &[usize]) -> &'v mut Value {
    let Some((place, onward)) = way.split_first() else {
        return node;
    };
    let child = match node {
        Value::Array(elements) => elements.get_mut(*place),
        Value::Object(entries) => entries.values_mut().nth(*place),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    };
    at(child.unwrap(), onward)
}

/// What a node becomes, by what it is called.
fn shapes(node: &Value) -> Vec<(&'static str, Value)> {
    let others = || [("true", json!(true)), ("a text", json!(MARK)), ("null", Value::Null)];
    match node {
        Value::Null => Vec::new(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![("a map", json!({ "x": node }))],
        Value::Array(elements) => {
            let entries = elements.iter().enumerate();
            let map: Map<String, Value> = entries.map(|(place, node)| (place.to_string(), node.clone())).collect();
            others().into_iter().chain([("a map", Value::Object(map))]).collect()
        }
        Value::Object(entries) => {
            let list = Value::Array(entries.values().cloned().collect());
            others().into_iter().chain([("a list", list)]).collect()
        }
    }
}

/// The documents of a text as a file of a form.
pub(crate) fn written(documents: &[Value], yaml: bool) -> Vec<u8> {
    let before = if yaml { "---\n" } else { "" };
    let texts = documents.iter().map(|document| format!("{before}{document}\n"));
    texts.collect::<String>().into_bytes()
}

/// Whether all that stands in a fact stands in another.
fn within(fact: &Fact, others: &[Fact]) -> bool {
    others
        .iter()
        .any(|other| fact.iter().all(|(name, text)| other.get(name) == Some(text)))
}

/// The first fact that is there no more.
pub(crate) fn lost(before: &SampleFacts, after: &SampleFacts) -> Option<String> {
    let kinds = [
        (&before.accounts, &after.accounts),
        (&before.grants, &after.grants),
        (&before.members, &after.members),
        (&before.names, &after.names),
        (&before.devices, &after.devices),
        (&before.people, &after.people),
    ];
    let fact = kinds
        .iter()
        .find_map(|(before, after)| before.iter().find(|fact| !within(fact, after)));
    let names = [(&before.groups, &after.groups), (&before.resources, &after.resources)];
    let name = names
        .iter()
        .find_map(|(before, after)| before.iter().find(|name| !after.contains(name)));
    fact.map(|fact| format!("{fact:?}")).or(name.cloned())
}

/// Whether a reading says that it is not all there is.
pub(crate) fn told(before: &Trial, after: &Trial) -> bool {
    let (was, is) = (&before.facts, &after.facts);
    is.refused || is.rejected > was.rejected || is.unclear > was.unclear || is.partial && !was.partial
}

/// Whether the text or truth that took the place of a list or map was itself read: nothing else stood there.
fn was_read(shape: &str, after: &SampleFacts) -> bool {
    let word = match shape {
        "true" => "true",
        "a text" => MARK,
        _ => return false,
    };
    let facts = [&after.accounts, &after.grants, &after.members, &after.names];
    let mut texts = facts.iter().flat_map(|facts| facts.iter()).flat_map(BTreeMap::values);
    texts.any(|text| text == word) || after.groups.iter().chain(&after.resources).any(|text| text == word)
}

/// Whether nothing in the place of a node is declared to be nothing.
fn is_meant(id: &str, node: &Value, shape: &str) -> bool {
    let text = node.to_string();
    let mut meant = NOTHING.iter();
    shape == "null" && meant.any(|(of, part, _)| *of == id && text.contains(part))
}

/// Every way in which another shape of a node loses something in silence.
fn losses(case: &Case, yaml: bool, profiles: &[Profile], losses: &mut Vec<String>) -> usize {
    let documents: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&case.sample.text)
        .into_iter()
        .collect();
    let documents = documents.unwrap();
    let read = |documents: &[Value]| read(&case.sample.file, &written(documents, yaml), profiles);
    let before = read(&documents).unwrap();
    let mut tried = 0;
    for (number, document) in documents.iter().enumerate() {
        let mut all = Vec::new();
        ways(document, &Vec::new(), "", &mut all);
        let mut met: BTreeMap<String, usize> = BTreeMap::new();
        for (way, called) in all {
            // of nodes that stand alike in the elements of a list two are enough
            let alike = met.entry(called).or_default();
            *alike += 1;
            if *alike > 2 {
                continue;
            }
            let node = at(&mut document.clone(), &way).clone();
            for (shape, changed) in shapes(&node) {
                let mut documents = documents.clone();
                *at(documents.get_mut(number).unwrap(), &way) = changed;
                tried += 1;
                let Ok(after) = read(&documents) else { continue };
                let less = lost(&before.facts, &after.facts).or_else(|| {
                    (before.facts.partial && !after.facts.partial).then(|| "that it is partial".to_owned())
                });
                if let Some(less) = less
                    && !told(&before, &after)
                    && !was_read(shape, &after.facts)
                    && !is_meant(&case.id, &node, shape)
                {
                    let node: String = node.to_string().chars().take(100).collect();
                    losses.push(format!(
                        "{}: {node} as {shape} loses {less} (`{}`)",
                        case.whence, after.profile
                    ));
                }
            }
        }
    }
    tried
}

/// Those that read trees, and the table that one of them wraps: no other fits, and the others take their time.
pub(crate) fn of_trees() -> Vec<Profile> {
    let mut profiles = profiles();
    profiles.retain(|profile| {
        let marks = &profile.signature;
        !marks.paths.is_empty() || !marks.values.is_empty() || profile.id == "aws-iam-credential-report"
    });
    profiles
}

/// Whether a sample is of a profile that reads JSON.
pub(crate) fn is_json(profiles: &[Profile], case: &Case) -> bool {
    let mut own = profiles.iter().filter(|profile| profile.id == case.id);
    own.any(|profile| matches!(&profile.body, Body::Read(reading) if matches!(reading.form, Form::Json(_))))
}

/// Tries the samples of a folder.
fn try_samples(folder: &str) {
    let profiles = of_trees();
    let (mut found, mut tried) = (Vec::new(), 0);
    for mut case in cases(&profiles) {
        if !case.whence.starts_with(folder) || !is_json(&profiles, &case) {
            continue;
        }
        tried += losses(&case, false, &profiles, &mut found);
        if let Some((id, _)) = YAML.iter().find(|(_, json)| *json == case.id) {
            case.id = (*id).to_owned();
            tried += losses(&case, true, &profiles, &mut found);
        }
    }
    assert!(tried > 2_000, "only {tried}");
    assert!(
        found.is_empty(),
        "{} of {tried} lose something:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn another_shape_of_a_profiles_own_samples_loses_nothing_in_silence() {
    try_samples("src/profiles/");
}

#[test]
fn another_shape_of_the_second_samples_loses_nothing_in_silence() {
    try_samples("tests/profiles/");
}

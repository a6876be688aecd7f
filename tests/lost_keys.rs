//! Keys that an export calls otherwise lose nothing in silence: of every sample in JSON each key is renamed
//! wherever it stands alike; what is read must be told to be less, or be no less.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeMap;

use access_review::model::profile::SampleFacts;
use serde_json::Value;

use crate::profiles::{cases, read};
use crate::recognise;
use crate::shapes::{Way, at, is_json, lost, of_trees, told, ways, written};

/// What a key is called instead.
const ODD: &str = "wunderlichesFeld";

/// What is less and yet not told: the beginning of the profile, the end of the key, and why.
const MEANT: [(&str, &str, &str); 11] = [
    (
        "bitbucket-",
        "/account_id",
        "the account is known by its `uuid` instead",
    ),
    ("bitbucket-", "/name", "the group is known by its `slug` instead"),
    (
        "aws-iam-",
        "/Principal",
        "a policy is no export but a language, of which AWS renames nothing",
    ),
    ("aws-iam-", "/AWS", "the same"),
    ("aws-iam-", "/Federated", "the same"),
    (
        "jfrog-permission-access-v2",
        "/build/actions",
        "the other kinds of resource in the file have the key",
    ),
    ("jfrog-permission-access-v2", "/build/actions/users", "the same"),
    ("jfrog-permission-access-v2", "/build/targets", "the same"),
    ("jfrog-users", "/lastLoggedIn", "other records in the file have the key"),
    ("jfrog-users", "tatus", "the same"),
    (
        "jfrog-groups",
        "/members",
        "a group without its members is told as one that cannot be resolved",
    ),
];

/// Every key below a node, by the way of the map that it stands in.
fn keys(document: &Value) -> BTreeMap<String, Vec<(Way, String)>> {
    let mut all = Vec::new();
    ways(document, &Vec::new(), "", &mut all);
    let mut keys: BTreeMap<String, Vec<(Way, String)>> = BTreeMap::new();
    for (way, called) in all {
        if let Value::Object(entries) = at(&mut document.clone(), &way) {
            for key in entries.keys() {
                keys.entry(format!("{called}/{key}"))
                    .or_default()
                    .push((way.clone(), key.clone()));
            }
        }
    }
    keys
}

fn renamed(document: &Value, places: &[(Way, String)]) -> Value {
    let mut document = document.clone();
    // inner ones first, so that ways still lead there
    for (way, key) in places.iter().rev() {
        if let Value::Object(entries) = at(&mut document, way) {
            let before = std::mem::take(entries);
            entries.extend(before.into_iter().map(|(name, value)| {
                if name == *key {
                    (ODD.to_owned(), value)
                } else {
                    (name, value)
                }
            }));
        }
    }
    document
}

/// Facts without whose an account is, which is told where nobody is found for it.
fn permissions(facts: &SampleFacts) -> SampleFacts {
    let mut facts = facts.clone();
    for fact in facts.accounts.iter_mut().chain(&mut facts.devices) {
        fact.retain(|key, _| !matches!(key.as_str(), "id" | "name" | "email"));
    }
    facts
}

#[test]
fn a_key_under_another_name_loses_nothing_in_silence() {
    let profiles = of_trees();
    let (mut found, mut tried) = (Vec::new(), 0);
    for case in cases(&profiles).into_iter().filter(|case| is_json(&profiles, case)) {
        let documents: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&case.sample.text)
            .into_iter()
            .collect();
        let documents = documents.unwrap();
        let read = |documents: &[Value]| read(&case.sample.file, &written(documents, false), &profiles);
        let before = read(&documents).unwrap();
        let mut all: BTreeMap<String, Vec<(usize, Way, String)>> = BTreeMap::new();
        for (number, document) in documents.iter().enumerate() {
            for (called, places) in keys(document) {
                let places = places.into_iter().map(|(way, key)| (number, way, key));
                all.entry(called).or_default().extend(places);
            }
        }
        for (called, places) in all {
            let mut documents = documents.clone();
            for (number, document) in documents.iter_mut().enumerate() {
                let own = places.iter().filter(|(other, ..)| *other == number);
                let own: Vec<(Way, String)> = own.map(|(_, way, key)| (way.clone(), key.clone())).collect();
                *document = renamed(document, &own);
            }
            tried += 1;
            let Ok(after) = read(&documents) else { continue };
            let less = lost(&permissions(&before.facts), &permissions(&after.facts));
            let is_told = told(&before, &after) || after.cut.as_ref().is_some_and(|cut| cut.reveal().contains(ODD));
            // a key that is data, such as a login
            let is_data = format!("{:?}", after.facts).contains(ODD);
            let is_meant = || {
                let fits = |(id, key, _): &&(&str, &str, &str)| case.id.starts_with(id) && called.ends_with(key);
                MEANT.iter().any(|meant| fits(&meant))
            };
            if let (Some(less), false, false, false) = (less, is_told, is_data, is_meant()) {
                found.push(format!(
                    "{}: {called} renamed loses {less} (`{}`)",
                    case.whence, after.profile
                ));
            }
        }
    }
    assert!(tried > 500, "only {tried}");
    assert!(
        found.is_empty(),
        "{} of {tried} lose something:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn a_key_that_may_be_one_that_no_record_has_is_told_with_what_to_do() {
    let page = |key: &str| {
        format!(
            r#"{{"values": [{{"type": "repository_permission", "permission": "admin", "user": {{"account_id": "ana"}},
                "{key}": {{"full_name": "acme/app"}}, "added": "2024-01-02"}}]}}"#
        )
    };
    let told = recognise::findings(&page("depot"), &[]).replace('\\', "");
    for part in [
        "key `depot` is read by nothing, and no record has `repository`, which the profile reads",
        "then it is not known who may do what",
        "write `ignore = [\"depot\"]` where review.toml names the file",
    ] {
        assert!(told.contains(part), "`{part}` is not in:\n{told}");
    }
    assert!(!recognise::findings(&page("repository"), &[]).contains("read by nothing"));
}

//! Texts that are neither tables nor JSON lose nothing in silence: of every sample with columns below headers each header
//! is called otherwise, of every one in YAML and XML each key, and the file is cut at each line.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeSet;

use access_review::model::profile::{Body, Form, Profile};

use crate::profiles::{Case, cases, profiles, read};
use crate::renamed_columns::{is_told, said};

/// Samples of profiles with such a form, which give something.
fn samples<'c>(profiles: &[Profile], all: &'c [Case], form: impl Fn(&Form) -> bool) -> Vec<&'c Case> {
    let fits = |case: &&Case| {
        let own = profiles.iter().find(|profile| profile.id == case.id).unwrap();
        matches!(&own.body, Body::Read(reading) if form(&reading.form))
    };
    all.iter().filter(fits).collect()
}

/// What a changed text loses in silence; none where it is refused, told, or no less.
fn lost(case: &Case, changed: &str, profiles: &[Profile]) -> Option<String> {
    let before = read(&case.sample.file, case.sample.text.as_bytes(), profiles).unwrap();
    let after = read(&case.sample.file, changed.as_bytes(), profiles).ok()?;
    let (had, has) = (said(&before.facts), said(&after.facts));
    let lost = had.difference(&has).next()?.clone();
    // a word that stands there as a value too
    let is_data = format!("{:?}", after.facts).contains(ODD);
    let is_told = is_told(&before, &after) || after.cut.is_some() || after.facts.refused;
    (!is_told && !is_data).then_some(lost)
}

/// All that is lost in silence by changes, each with a name.
fn tell(changes: &[(&Case, String, String)], profiles: &[Profile], least: usize) {
    let tried = changes.iter();
    let wrong = tried.filter_map(|(case, name, text)| {
        let lost = lost(case, text, profiles)?;
        Some(format!("{}: {name}: {lost}", case.whence))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(changes.len() > least, "only {}", changes.len());
    assert!(
        wrong.is_empty(),
        "{} lost in silence:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What a header or a key is called instead, as far as it is as long.
const ODD: &str = "Wunder";

/// A word as long as another, which nobody knows.
fn odd(name: &str) -> String {
    ODD.chars().cycle().take(name.chars().count()).collect()
}

#[test]
fn a_header_of_a_text_under_another_name_loses_nothing_in_silence() {
    let profiles = profiles();
    let all = cases(&profiles);
    let mut changes = Vec::new();
    for case in samples(&profiles, &all, |form| matches!(form, Form::Fixed { .. })) {
        let own = profiles.iter().find(|profile| profile.id == case.id).unwrap();
        let marks = own.signature.headers.iter().flatten();
        let marks: Vec<&String> = marks.collect();
        let is_header = |line: &&str| marks.iter().filter(|mark| line.contains(mark.as_str())).count() > 1;
        let header = case.sample.text.lines().find(is_header).unwrap_or_default();
        for name in header.split("  ").map(str::trim).filter(|name| !name.is_empty()) {
            let other = header.replacen(name, &odd(name), 1);
            changes.push((case, name.to_owned(), case.sample.text.replacen(header, &other, 1)));
        }
    }
    tell(&changes, &profiles, 20);
}

fn is_tree(form: &Form) -> bool {
    matches!(form, Form::Yaml(_) | Form::Xml(_))
}

#[test]
fn a_key_of_yaml_or_xml_under_another_name_loses_nothing_in_silence() {
    let profiles = profiles();
    let all = cases(&profiles);
    let mut changes = Vec::new();
    for case in samples(&profiles, &all, is_tree) {
        let text = &case.sample.text;
        let is_xml = text.trim_start().starts_with('<');
        let names: BTreeSet<String> = if is_xml {
            let tags = text.split('<').skip(1);
            let tags = tags.map(|tag| {
                tag.trim_start_matches('/')
                    .chars()
                    .take_while(|c| c.is_alphanumeric())
                    .collect()
            });
            tags.filter(|tag: &String| !tag.is_empty()).collect()
        } else {
            let keys = text.lines().filter_map(|line| line.split_once(':'));
            let keys = keys.map(|(key, _)| key.trim_start_matches([' ', '-']).to_owned());
            keys.filter(|key| !key.is_empty() && key.chars().all(char::is_alphanumeric))
                .collect()
        };
        for name in names {
            let mut other = text.clone();
            let ends: &[&str] = if is_xml { &[" ", ">", "/"] } else { &[":"] };
            let begins: &[&str] = if is_xml { &["<", "</"] } else { &["\n", " "] };
            for (begin, end) in begins.iter().flat_map(|begin| ends.iter().map(move |end| (begin, end))) {
                other = other.replace(&format!("{begin}{name}{end}"), &format!("{begin}{}{end}", odd(&name)));
            }
            changes.push((case, name, other));
        }
    }
    tell(&changes, &profiles, 40);
}

#[test]
fn yaml_or_xml_that_was_cut_off_loses_nothing_in_silence() {
    let profiles = profiles();
    let all = cases(&profiles);
    let mut changes = Vec::new();
    for case in samples(&profiles, &all, is_tree) {
        // what somebody wrote by hand, with the list at its end, does not show where that is
        let place = |key: &str| case.sample.text.find(&format!("\n{key}:"));
        if place("kind").zip(place("data")).is_some_and(|(kind, data)| kind < data) {
            continue;
        }
        let lines: Vec<&str> = case.sample.text.split_inclusive('\n').collect();
        for number in 1..lines.len() {
            let kept: String = lines.iter().take(number).copied().collect();
            changes.push((case, format!("cut behind line {number}"), kept));
        }
    }
    tell(&changes, &profiles, 60);
}

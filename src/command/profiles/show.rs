//! `profiles show`: how an export is made, and what is read from it.

use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use super::described::{Mapped, Mark, facts, marks};
use crate::command::Outcome;
use crate::config;
use crate::model::likeness::did_you_mean;
use crate::model::profile::{Body, Completeness, Profile, Reading};
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    system: &'a str,
    format: &'a str,
    verified: bool,
    own: bool,
    /// Each with its lines: a command of several lines is to be copied as it is.
    steps: Vec<Vec<&'a str>>,
    notes: Vec<Vec<&'a str>>,
    refused: Option<&'a str>,
    marks: Vec<Mark>,
    facts: Vec<Mapped>,
    set_aside: Vec<&'a str>,
    levels: Vec<Level<'a>>,
    order: &'a [String],
    proves_complete: bool,
}

/// A common word and the raw spellings that mean it.
#[derive(Serialize)]
struct Level<'a> {
    word: &'a str,
    spellings: &'a [String],
}

pub(super) fn run(inputs: &Path, id: &str) -> anyhow::Result<Outcome> {
    let profiles = config::profiles(inputs)?;
    let profile = profiles.iter().find(|profile| profile.id == id);
    let profile = profile.with_context(|| unknown(id, &profiles))?;
    Ok(Outcome {
        text: terminal::print(Message::Profile, &shown(profile))?,
        needs_a_person: false,
    })
}

/// Says what there is instead: the profiles of the product that seems to be meant, or the likeliest.
fn unknown(id: &str, profiles: &[Profile]) -> String {
    let meant = id.to_lowercase();
    let fits = |profile: &&Profile| profile.id.contains(&meant) || profile.system.to_lowercase().contains(&meant);
    let fitting: Vec<String> = profiles
        .iter()
        .filter(fits)
        .map(|profile| format!("`{}`", profile.id))
        .collect();
    let hint = if fitting.is_empty() {
        did_you_mean(id, profiles.iter().map(|profile| profile.id.as_str()))
    } else {
        format!("; there are {}", fitting.join(", "))
    };
    format!("there is no profile `{id}`{hint}; `access-review profiles list` names all of them")
}

/// The lines of each text.
fn lines(texts: &[String]) -> Vec<Vec<&str>> {
    texts.iter().map(|text| text.lines().collect()).collect()
}

fn shown(profile: &Profile) -> Shown<'_> {
    let mut shown = Shown {
        id: &profile.id,
        system: &profile.system,
        format: &profile.format,
        verified: profile.verified,
        own: profile.own,
        steps: lines(&profile.steps),
        notes: lines(&profile.notes),
        refused: None,
        marks: marks(&profile.signature),
        facts: Vec::new(),
        set_aside: Vec::new(),
        levels: Vec::new(),
        order: &[],
        proves_complete: false,
    };
    match &profile.body {
        Body::Refuse(why) | Body::Instead(why) => shown.refused = Some(why),
        Body::Read(reading) => read(&mut shown, reading),
    }
    shown
}

fn read<'a>(shown: &mut Shown<'a>, reading: &'a Reading) {
    shown.facts = reading
        .records
        .iter()
        .flat_map(|records| facts(&records.emits))
        .collect();
    let rules = reading.records.iter().flat_map(|records| &records.set_aside);
    let reasons = rules
        .map(|rule| &rule.reason)
        .chain(reading.built_in.iter().map(|rule| &rule.reason));
    for reason in reasons {
        if !shown.set_aside.contains(&reason.as_str()) {
            shown.set_aside.push(reason);
        }
    }
    let levels = reading.levels.meaning.iter();
    shown.levels = levels.map(|(word, spellings)| Level { word, spellings }).collect();
    shown.order = &reading.levels.order;
    let proves = |rule: &Completeness| !matches!(rule, Completeness::Elsewhere(_));
    shown.proves_complete = reading.complete.iter().any(proves);
}

//! Templates of somebody's own: their files come in as a [`Wording`], everything wrong with them goes out, each with its
//! line, and what they say for everybody to be searched for names ([`texts()`]).
//!
//! What can be told of a template alone is told before anything is rendered ([`faults`]): names that no template of the
//! program knows ([`names`]), values where they could become markup ([`places`]), slips in Tera's signs. What only
//! rendering shows is told by [`told`].

pub(super) mod names;
mod places;
pub(super) mod told;

use std::collections::BTreeSet;

use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::settings::PublicText;
use crate::model::wording::{FOLDER, Wording};

use super::templates::{self, FILES};
use super::{texts, words};

pub(super) use places::UNESCAPED;
pub use places::objection;

/// Documents that may leave the house, by the template with which each begins.
const PUBLIC: [&str; 3] = ["audit.md", "narrative.md", "procedure.md"];

/// Everything wrong with own templates that can be told before they are used.
pub fn faults(own: &Wording) -> Problems {
    let mut problems = Problems::default();
    let known: Vec<&str> = super::built_in().map(|(name, _)| name).collect();
    for (name, text) in own.iter() {
        let file = format!("{FOLDER}{name}");
        if !known.contains(&name) {
            problems.add(
                &file,
                None,
                format!(
                    "stands in the place of no template of the program, so that nothing would use it{}; `access-review \
                     templates eject DIR` writes all there are",
                    did_you_mean(name, &known)
                ),
            );
            continue;
        }
        let mut found = Problems::default();
        match name {
            words::FILE => words::faults(&file, text, &mut found),
            texts::FILE => texts::faults(&file, text, &mut found),
            _ => {
                places::faults(&file, text, &mut found);
                if let Err(error) = templates::library(&Wording::of([(name.to_owned(), text.to_owned())])) {
                    found.append(told::problems(&error, own));
                }
            }
        }
        if found.is_empty() {
            names::faults(&file, own, name, &mut found);
        }
        problems.append(found);
    }
    if problems.is_empty()
        && let Err(error) = templates::library(own)
    {
        // What none of them has alone: two that include each other.
        problems.append(told::problems(&error, own));
    }
    problems
}

/// What own templates say in documents for everybody: each paragraph, without Tera's signs and what makes it bold.
pub fn texts(own: &Wording) -> Vec<PublicText> {
    let mut texts = Vec::new();
    let mut wanted: Vec<&str> = PUBLIC.iter().copied().chain([words::FILE]).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name) {
            continue;
        }
        let built_in = FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        let mine = own.get(name);
        let Some(text) = mine.or(built_in) else { continue };
        let includes = text.split("include \"").skip(1);
        wanted.extend(includes.filter_map(|rest| rest.split('"').next()));
        if mine.is_some() {
            texts.extend(paragraphs(&format!("{FOLDER}{name}"), text));
        }
    }
    texts
}

fn paragraphs(file: &str, text: &str) -> Vec<PublicText> {
    let mut found: Vec<PublicText> = Vec::new();
    let mut open = false;
    for (line, number) in without_comments(text).lines().zip(1..) {
        let words = line.replace(['{', '}', '%', '"', '\'', '*', '`', '[', ']', '|', '<', '>', '='], " ");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match found.last_mut().filter(|_| open) {
            Some(paragraph) if !words.is_empty() => {
                paragraph.text.push(' ');
                paragraph.text.push_str(&words);
            }
            _ if !words.is_empty() => found.push(PublicText {
                file: file.to_owned(),
                line: number,
                field: "template",
                text: words.clone(),
            }),
            _ => {}
        }
        open = !words.is_empty();
    }
    found
}

/// The text with nothing but line ends where comments stand.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("{*") {
        kept.push_str(before);
        let (comment, after) = from.split_once("*}").unwrap_or((from, ""));
        kept.extend(comment.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    kept.push_str(rest);
    kept
}

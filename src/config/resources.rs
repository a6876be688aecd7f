//! `resources` of a system: what its permissions are on.

use super::claims::Claims;
use super::stanza::Stanza;
use crate::model::private::Private;
use crate::model::system::Resources;
use crate::model::word::composed;

/// What stands for the table where the system is reviewed as a whole.
const WHOLE: &str = "whole";

const EXPECTED: &str = "expected what the page calls the parts of the system, such as `resources = { label = \"Repository\" }`, \
                        or `resources = \"whole\"` where permissions on parts of it count as permissions on all of it";

/// Reads the optional table; without it the permissions are on the system as a whole.
pub(super) fn read(system: &mut Stanza<'_>) -> Resources {
    let there = system.holds("resources");
    if let Some(word) = system
        .peek("resources")
        .and_then(|value| value.as_str().map(str::to_owned))
    {
        let line = system.line_of("resources").unwrap_or(system.line);
        system.ask("resources");
        if word.trim() != WHOLE {
            system
                .file
                .problem(line, format!("`resources` is the text `{word}`, {EXPECTED}"));
        }
        return Resources::Whole { said: true };
    }
    let mut stanza = system.table("resources", "resources");
    if !there {
        return Resources::Whole { said: false };
    }
    let label = stanza.public_text("label", "system.resources.label", "Repository");
    let declared = stanza.texts("declared", "tidewater/billing-core").unwrap_or_default();
    let mut claims = Claims::new();
    for (place, name) in declared.iter().enumerate() {
        if let Some((_, earlier)) = claims.claim(composed(&name.value).into_owned(), &place, name.line) {
            stanza.file.problem(
                name.line,
                format!(
                    "resource `{}` is declared twice, first on line {earlier}; keep one",
                    name.value
                ),
            );
        }
    }
    let formerly = formerly(&mut stanza);
    stanza.done();
    Resources::Labelled {
        label,
        formerly,
        declared: declared.into_iter().map(|name| Private::new(name.value)).collect(),
    }
}

/// `formerly`: under each present name those that the resource had in earlier audits.
fn formerly(resources: &mut Stanza<'_>) -> Vec<(Private, Private)> {
    if !resources.holds("formerly") {
        return Vec::new();
    }
    let mut stanza = resources.table("formerly", "resources.formerly");
    let mut claims = Claims::new();
    let mut renamed = Vec::new();
    for now in stanza.keys() {
        let names = stanza.texts(&now, "tidewater/billing").unwrap_or_default();
        for was in names {
            let [was_name, now_name] = [&was.value, &now].map(|name| composed(name).into_owned());
            if was_name == now_name {
                let message = format!("`{now}` is said to have been called so before; take it out");
                stanza.file.problem(was.line, message);
            } else if let Some((other, _)) = claims.claim(was_name.clone(), &now, was.line) {
                let message = format!("`{was_name}` is said to be `{other}` now, and `{now}` too; only one can be");
                stanza.file.problem(was.line, message);
            }
            renamed.push((Private::new(was_name), Private::new(now_name)));
        }
    }
    stanza.done();
    renamed
}

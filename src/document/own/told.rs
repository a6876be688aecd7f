//! What Tera says of a template, as a person reads it who writes one: file, line, the line's text, what is known there.

use tera::{Error, ErrorKind};

use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::wording::{FOLDER, Wording};

use crate::document::templates::FILES;

/// How Tera lists what it knows where something is missing.
const KNOWN: [&str; 2] = [" Available variables: ", " Available fields: "];

/// The filters that templates mostly need.
const FILTERS: [&str; 12] = [
    "date", "listed", "quoted", "length", "join", "first", "last", "upper", "lower", "default", "replace", "trim",
];

/// One thing that Tera says.
pub(in crate::document) struct Said {
    /// The name of the template.
    pub(in crate::document) name: String,
    /// From 1.
    pub(in crate::document) line: usize,
    /// Where it ends, in bytes; none where it is not told.
    pub(in crate::document) end: Option<usize>,
    /// What.
    pub(in crate::document) what: String,
}

/// What an error says of places in templates; nothing where it tells no place.
pub(in crate::document) fn said(error: &Error) -> Vec<Said> {
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        return vec![Said {
            name: report.filename().to_owned(),
            line: report.span().start_line,
            end: Some(report.span().range.end),
            what: report.message().to_owned(),
        }];
    }
    // Several at once come as text: what, and below it `--> name:line:column`.
    let text = error.to_string();
    text.split("error: ").skip(1).filter_map(report).collect()
}

fn report(text: &str) -> Option<Said> {
    let (what, below) = text.split_once('\n')?;
    let (_, place) = below.split_once("--> ")?;
    let mut place = place.lines().next()?.rsplitn(3, ':');
    let (_column, line, name) = (place.next()?, place.next()?, place.next()?);
    Some(Said {
        name: name.to_owned(),
        line: line.parse().ok()?,
        end: None,
        what: what.to_owned(),
    })
}

/// The same as problems of own templates; where a template of the program stumbles, that one is named.
pub(in crate::document) fn problems(error: &Error, own: &Wording) -> Problems {
    let mut problems = Problems::default();
    for said in said(error) {
        let message = message(&said, &line(own, &said), None);
        problems.add(&file(own, &said.name), u64::try_from(said.line).ok(), message);
    }
    if problems.is_empty() {
        problems.add(
            FOLDER,
            None,
            format!("the templates there do not fit together: {error}"),
        );
    }
    problems
}

/// How a template is called in messages.
pub(in crate::document) fn file(own: &Wording, name: &str) -> String {
    if own.get(name).is_some() {
        format!("{FOLDER}{name}")
    } else {
        format!("`{name}` of the program, as your templates use it")
    }
}

/// The text of the line.
pub(in crate::document) fn line(own: &Wording, said: &Said) -> String {
    let built_in = FILES.iter().find(|(name, _)| *name == said.name).map(|(_, text)| *text);
    let text = own.get(&said.name).or(built_in).unwrap_or_default();
    let line = text.lines().nth(said.line.saturating_sub(1)).unwrap_or_default();
    line.trim().to_owned()
}

/// What is wrong, with the line's text; `probed` is what Tera says where the missing name is asked for a part.
pub(in crate::document) fn message(said: &Said, line: &str, probed: Option<&str>) -> String {
    let what = probed.unwrap_or(&said.what);
    let known = KNOWN.iter().find_map(|known| what.split_once(known));
    let (what, known) = match known {
        Some((what, known)) => (what, known.split(", ").collect::<Vec<_>>()),
        None => (what, Vec::new()),
    };
    let missing = what.split('`').nth(1).unwrap_or_default();
    let known = if what.starts_with("Unknown filter") {
        FILTERS.to_vec()
    } else if what.starts_with("Unknown template") {
        FILES.iter().map(|(name, _)| *name).collect()
    } else {
        known
    };
    let likely = did_you_mean(missing, &known);
    let listed: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let listed = if listed.is_empty() {
        String::new()
    } else {
        format!("; known there: {}", listed.join(", "))
    };
    let mut letters = what.trim_end_matches('.').chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    let line = match line {
        "" => "at the end".to_owned(),
        line => format!("`{line}`"),
    };
    format!(
        "{line}: {}{}{likely}{listed}",
        first.unwrap_or_default(),
        letters.as_str()
    )
}

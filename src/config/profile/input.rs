//! `[input]`: which reader turns the bytes into records, and what it is told.

use super::super::encoding::delimiter;
use super::super::stanza::Stanza;
use super::super::value::{At, bare};
use super::super::words;
use super::scope::{Reader, captures};
use super::{date, pattern, selector};
use crate::model::pattern::Pattern;
use crate::model::profile::{Edge, Embedded, Form, Ignored, Wrapper};
use crate::model::system::Words;

/// The table, checked.
pub(super) struct Input {
    /// The reader; none where it could not be told.
    pub(super) reader: Option<Reader>,
    pub(super) form: Form,
    pub(super) strip: Option<Pattern>,
    pub(super) file_name: Option<Pattern>,
    pub(super) dates: Vec<String>,
    pub(super) words: Words,
    pub(super) ignored: Ignored,
}

impl Input {
    /// Whether the file is only a wrapper around another one.
    pub(super) fn is_wrapped(&self) -> bool {
        match &self.form {
            Form::Json(wrapper) | Form::Yaml(wrapper) | Form::Xml(wrapper) => wrapper.base64.is_some(),
            Form::Table { .. } | Form::Delimited { .. } | Form::Fixed { .. } | Form::Lines { .. } => false,
        }
    }
}

/// Reads it.
pub(super) fn read(root: &mut Stanza<'_>) -> Input {
    let mut stanza = root.table("input", "[input]");
    let reader = stanza.choice("reader", &Reader::ALL, None);
    let form = form(&mut stanza, reader);
    let strip = match reader {
        Some(reader) if reader.has_headers() => pattern::anywhere(&mut stanza, "strip", r"\s*\[[^\]]*\]$"),
        _ => None,
    };
    let ignored = match reader {
        Some(reader) if reader.has_headers() || reader.is_tree() => Ignored {
            names: bare(stanza.texts("ignored", "Cost centre").unwrap_or_default()),
            like: pattern::of_headers(&mut stanza, "ignored-like", "Custom field .*").map(|pattern| pattern.value),
        },
        _ => Ignored::default(),
    };
    let file_name = pattern::whole(&mut stanza, "file-name", r"(?<repository>.+)\.json");
    if let Some(pattern) = file_name.as_ref().filter(|pattern| captures(&pattern.value).is_empty()) {
        stanza.file.problem(
            pattern.line,
            "`file-name` captures nothing, so nothing can come of it; name what is meant, for example \
             `'(?<repository>.+)\\.json'`, or leave it out",
        );
    }
    let input = Input {
        reader,
        form,
        strip,
        file_name: file_name.map(|pattern| pattern.value),
        dates: date::read(&mut stanza),
        words: words::of_profile(&mut stanza),
        ignored,
    };
    // Which other keys are right depends on the reader, so an unknown one is told alone.
    if reader.is_some() {
        stanza.done();
    }
    input
}

/// The options of the reader.
fn form(stanza: &mut Stanza<'_>, reader: Option<Reader>) -> Form {
    match reader {
        None | Some(Reader::Table) => Form::Table {
            delimiter: delimiter(stanza),
            ragged: stanza.flag("ragged", false),
            edge: edge(stanza),
        },
        Some(Reader::Delimited) => {
            if !stanza.holds("delimiter") {
                stanza.missing("delimiter", "\":\"");
            }
            Form::Delimited {
                delimiter: delimiter(stanza).unwrap_or(','),
                columns: columns(stanza),
                edge: edge(stanza),
            }
        }
        Some(Reader::Fixed) => Form::Fixed { edge: edge(stanza) },
        Some(Reader::Lines) => Form::Lines {
            patterns: patterns(stanza),
            edge: edge(stanza),
        },
        Some(Reader::Json) => Form::Json(wrapper(stanza)),
        Some(Reader::Yaml) => Form::Yaml(wrapper(stanza)),
        Some(Reader::Xml) => Form::Xml(wrapper(stanza)),
    }
}

/// The names of the columns of a text without header.
fn columns(stanza: &mut Stanza<'_>) -> Vec<String> {
    let columns = stanza.required_texts("columns", "name");
    for (place, column) in columns.iter().enumerate() {
        if columns.iter().take(place).any(|other| other.value == column.value) {
            stanza.file.problem(
                column.line,
                format!("`columns` has `{}` twice; call each column differently", column.value),
            );
        }
    }
    bare(columns)
}

/// What lines look like; each captures something.
fn patterns(stanza: &mut Stanza<'_>) -> Vec<Pattern> {
    let texts = stanza.required_texts("patterns", r"(?<account>\\S+) .*");
    let mut patterns = Vec::new();
    for text in texts {
        let Some(pattern) = pattern::checked(stanza.file, "patterns", &text) else {
            continue;
        };
        if captures(&pattern.value).is_empty() {
            stanza.file.problem(
                text.line,
                "`patterns` has one that captures nothing, so no column comes of it; name what is meant, for example \
                 `'(?<account>\\S+) .*'`, or put it under `drop`",
            );
        }
        patterns.push(pattern.value);
    }
    patterns
}

/// Lines that are no rows.
fn edge(stanza: &mut Stanza<'_>) -> Edge {
    let mut line = |key: &str, example: &str| pattern::whole(stanza, key, example).map(|pattern| pattern.value);
    Edge {
        drop: line("drop", "#.*"),
        stop: line("stop", "wtmp begins .*"),
    }
}

/// What is taken off a tree.
fn wrapper(stanza: &mut Stanza<'_>) -> Wrapper {
    let pages = stanza.flag("pages", false);
    let mut places = |key: &str, example: &str| {
        let texts = stanza.texts(key, example).unwrap_or_default();
        let file = stanza.file;
        let places = texts
            .into_iter()
            .filter_map(|At { line, value }| selector::of_document(file, line, key, &value));
        places.collect::<Vec<_>>()
    };
    let policies = places("policies", "policyText");
    let mut place = |key: &str, example: &str| {
        let text = stanza.optional_text(key, example);
        text.and_then(|At { line, value }| selector::of_document(stanza.file, line, key, &value))
    };
    let base64 = place("base64", "Content");
    let dated = place("dated", "GeneratedTime");
    let mut table = stanza.table("embedded", "embedded");
    let mut embedded = Vec::new();
    for key in table.keys() {
        let line = table.line_of(&key).unwrap_or(table.line);
        let kind = table.choice(&key, &[("json", Embedded::Json), ("yaml", Embedded::Yaml)], None);
        let place = selector::of_document(table.file, line, "embedded", &key);
        embedded.extend(place.zip(kind));
    }
    table.done();
    Wrapper {
        pages,
        embedded,
        policies,
        base64,
        dated,
    }
}

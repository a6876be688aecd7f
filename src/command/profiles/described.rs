//! What a profile reads, in words: each fact with the columns or paths that its fields come from.

use serde::Serialize;

use crate::model::pattern::Pattern;
use crate::model::profile::{Emit, Expression, Origin, Reference, Selector, Signature, Slot};

/// A fact that a file gives.
#[derive(Serialize)]
pub(super) struct Mapped {
    /// Which: the word that profiles use.
    pub(super) kind: &'static str,
    /// Its fields.
    pub(super) fields: Vec<Field>,
}

/// A field and what it is read from.
#[derive(Serialize)]
pub(super) struct Field {
    /// The word that profiles use.
    name: &'static str,
    /// Columns, paths, captures of the file name.
    sources: Vec<Source>,
}

/// What a field is read from.
#[derive(Serialize)]
pub(super) struct Source {
    /// `cell`, `columns` (all that fit), `text` or `file-name`.
    kind: &'static str,
    /// The column, path, text or capture.
    name: String,
}

/// The facts of emits, in order.
pub(super) fn facts(emits: &[Emit]) -> Vec<Mapped> {
    emits.iter().map(mapped).collect()
}

fn mapped(emit: &Emit) -> Mapped {
    let field = |(slot, expression): (&Slot, &Expression)| {
        let mut sources = Vec::new();
        from(expression, &mut sources);
        Field {
            name: slot.word(),
            sources,
        }
    };
    Mapped {
        kind: emit.kind.word(),
        fields: emit.fields.iter().map(field).collect(),
    }
}

/// Collects what an expression looks at.
fn from(expression: &Expression, sources: &mut Vec<Source>) {
    origin(&expression.origin, sources);
}

fn origin(origin_of: &Origin, sources: &mut Vec<Source>) {
    let mut add = |kind: &'static str, name: String| sources.push(Source { kind, name });
    match origin_of {
        Origin::Cell(Reference::Column { names, .. }) => add("cell", names.first().cloned().unwrap_or_default()),
        Origin::Cell(Reference::Columns(pattern)) => add("columns", pattern.text().to_owned()),
        Origin::Cell(Reference::Node(selector)) => add("cell", selector.to_string()),
        Origin::Text(text) => add("text", text.clone()),
        Origin::File(capture) => add("file-name", capture.clone()),
        Origin::Template(parts) => parts.iter().for_each(|part| origin(part, sources)),
        Origin::First(all) | Origin::Latest(all) | Origin::Earliest(all) | Origin::All(all) => {
            for one in all {
                from(one, sources);
            }
        }
    }
}

/// A mark by which a file is recognised.
#[derive(Serialize)]
pub(super) struct Mark {
    /// `header`, `no-header`, `path`, `no-path`, `value`, `lines` or `some-line`.
    kind: &'static str,
    /// The header or path.
    what: String,
    /// What has to be there.
    pattern: String,
}

/// The marks of a signature.
pub(super) fn marks(signature: &Signature) -> Vec<Mark> {
    let mark = |kind, what: String| Mark {
        kind,
        what,
        pattern: String::new(),
    };
    let fits = |kind, what: String, pattern: &Pattern| Mark {
        kind,
        what,
        pattern: pattern.text().to_owned(),
    };
    let header = |names: &Vec<String>| names.first().cloned().unwrap_or_default();
    let mut marks = Vec::new();
    marks.extend(signature.headers.iter().map(|names| mark("header", header(names))));
    marks.extend(signature.none.iter().map(|names| mark("no-header", header(names))));
    marks.extend(signature.paths.iter().map(|path| mark("path", any_of(path))));
    marks.extend(signature.no_paths.iter().map(|path| mark("no-path", path.to_string())));
    marks.extend(
        signature
            .values
            .iter()
            .map(|(path, pattern)| fits("value", any_of(path), pattern)),
    );
    marks.extend(
        signature
            .lines
            .iter()
            .map(|pattern| fits("lines", String::new(), pattern)),
    );
    marks.extend(
        signature
            .some_line
            .iter()
            .map(|pattern| fits("some-line", String::new(), pattern)),
    );
    marks
}

/// Selectors of which any will do.
fn any_of(selectors: &[Selector]) -> String {
    let shown: Vec<String> = selectors.iter().map(ToString::to_string).collect();
    shown.join(" | ")
}

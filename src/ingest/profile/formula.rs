//! Expressions of a profile, made ready for one file, and the texts that they give for a record.
//!
//! Comes in: an [`Expression`], the columns of the file, what its name tells. Goes out: a [`Formula`]; for each
//! [`Scope`], its values. Columns are looked up once a file. One more origin: a variant of [`Source`], made in
//! [`Formula::new`] and followed in [`Source::values`].

use jiff::civil::Date;

use super::columns::Columns;
use super::scope::Scope;
use crate::ingest::header::Column;
use crate::ingest::values::{STILL_TO_COME, Values};
use crate::model::pattern::Pattern;
use crate::model::profile::{Expression, Origin, Reference, Rewrite, Selector, Step};
use crate::model::roster::End;
use crate::model::snapshot::LastLogin;
use crate::model::word::same_word;

/// An expression, ready for one file.
pub(super) struct Formula<'p> {
    source: Source<'p>,
    split: Option<&'p str>,
    extract: Option<&'p Pattern>,
    rewrite: &'p [Rewrite],
    skip: &'p [String],
    /// Where it is read, as the file calls it.
    pub(super) called: String,
    /// Whether it may well give nothing, so that there is nothing to complain about.
    pub(super) quiet: bool,
}

/// Where texts come from.
enum Source<'p> {
    Nothing,
    Cell(Column),
    /// All these columns.
    Cells(Vec<Column>),
    /// A part of the cell that is unpivoted.
    Part(String),
    Node(&'p Selector),
    Text(String),
    Template(Vec<Source<'p>>),
    First(Vec<Formula<'p>>),
    Latest(Vec<Formula<'p>>),
    Earliest(Vec<Formula<'p>>),
    All(Vec<Formula<'p>>),
}

impl<'p> Formula<'p> {
    /// Makes an expression ready.
    ///
    /// # Errors
    /// When the file lacks a column that it needs.
    pub(super) fn new(expression: &'p Expression, columns: &Columns<'_>) -> Result<Self, String> {
        let skip = expression.skip.as_slice();
        let mut called = Vec::new();
        let (source, quiet) = source(&expression.origin, columns, &mut called)?;
        Ok(Self {
            source,
            split: expression.split.as_deref(),
            extract: expression.extract.as_ref(),
            rewrite: &expression.rewrite,
            skip,
            called: once(&called),
            quiet: quiet || skip.iter().any(String::is_empty),
        })
    }

    /// Whether the file has nothing for it at all.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self.source, Source::Nothing)
    }

    /// Whether a cell is read as it stands, and not only as a sign of something.
    pub(super) fn is_plain(&self) -> bool {
        match &self.source {
            Source::Nothing | Source::Text(_) => false,
            Source::First(several) | Source::Latest(several) | Source::Earliest(several) | Source::All(several) => {
                several.iter().any(Self::is_plain)
            }
            Source::Cell(_) | Source::Cells(_) | Source::Part(_) | Source::Node(_) | Source::Template(_) => {
                self.rewrite.is_empty()
            }
        }
    }

    /// Whether it gives something only where a cell holds certain words, and whatever else the cell holds means nothing.
    pub(super) fn is_sign(&self) -> bool {
        match &self.source {
            Source::First(several) | Source::Latest(several) | Source::Earliest(several) | Source::All(several) => {
                several.iter().all(Self::is_sign)
            }
            Source::Nothing
            | Source::Cell(_)
            | Source::Cells(_)
            | Source::Part(_)
            | Source::Node(_)
            | Source::Text(_)
            | Source::Template(_) => {
                let rest = self.rewrite.last().filter(|rewrite| rewrite.from.text() == ".*");
                rest.is_some_and(|rest| self.skips(&rest.to))
            }
        }
    }

    /// Whether it is the text of one cell, which holds one value.
    pub(super) fn is_one_cell(&self) -> bool {
        matches!(self.source, Source::Cell(_)) && self.split.is_none()
    }

    /// Whether it is read from the column with this header, among others.
    pub(super) fn reads(&self, header: &str) -> bool {
        self.source.reads(header)
    }

    /// Its values for a record, without those that are empty or skipped.
    pub(super) fn values(&self, scope: &Scope<'_>) -> Result<Vec<String>, String> {
        let mut values = self.all_values(scope)?;
        values.retain(|value| !self.skips(value));
        Ok(values)
    }

    /// The same, and whether there was something that was skipped.
    pub(super) fn values_and_skipped(&self, scope: &Scope<'_>) -> Result<(Vec<String>, bool), String> {
        let mut values = self.all_values(scope)?;
        let before = values.len();
        values.retain(|value| !self.skips(value));
        let skipped = values.len() < before;
        Ok((values, skipped))
    }

    fn all_values(&self, scope: &Scope<'_>) -> Result<Vec<String>, String> {
        let mut values = Vec::new();
        for text in self.source.values(scope)? {
            match self.split {
                Some(separator) if !separator.is_empty() => {
                    // a line break parts values too, whatever the product puts between them elsewhere
                    let parts = text.split(separator).flat_map(|part| part.split(['\n', '\r']));
                    values.extend(parts.map(|part| self.finished(part)));
                }
                _ => values.push(self.finished(&text)),
            }
        }
        values.retain(|value| !value.is_empty());
        Ok(values)
    }

    /// Whether a value is one of those that are dropped.
    fn skips(&self, value: &str) -> bool {
        self.skip.iter().any(|skipped| same_word(skipped, value))
    }

    fn finished(&self, text: &str) -> String {
        let text = text.trim();
        let cut = self.extract.and_then(|pattern| pattern.regex().captures(text));
        let text = cut
            .as_ref()
            .and_then(|cut| cut.name("value"))
            .map_or(text, |value| value.as_str())
            .trim();
        let text = one_line(text);
        for rewrite in self.rewrite {
            if let Some(captures) = rewrite.from.regex().captures(&text) {
                let mut to = String::new();
                captures.expand(&rewrite.to, &mut to);
                return to.trim().to_owned();
            }
        }
        text
    }
}

/// What several expressions look at, each thing once.
fn once(called: &[String]) -> String {
    let mut known: Vec<&str> = Vec::new();
    for name in called.iter().flat_map(|several| several.split(BETWEEN)) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    known.join(BETWEEN)
}

/// What follows the name of a capture of the file's name in a message.
pub(super) const IN_FILE_NAME: &str = " in the file name";

/// What stands between two names in a message.
pub(super) const BETWEEN: &str = "`, `";

/// The text with every line break a blank.
fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r']) {
        let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        return lines.collect::<Vec<_>>().join(" ");
    }
    text.to_owned()
}

/// An origin, ready; and whether it may well give nothing. Notes what the file calls what it looks at.
fn source<'p>(
    origin: &'p Origin,
    columns: &Columns<'_>,
    called: &mut Vec<String>,
) -> Result<(Source<'p>, bool), String> {
    Ok(match origin {
        Origin::Text(text) => {
            called.push(text.clone());
            (Source::Text(text.clone()), false)
        }
        Origin::File(capture) => {
            called.push(format!("{capture}{IN_FILE_NAME}"));
            match columns.captured(capture) {
                Some(text) => (Source::Text(text.to_owned()), false),
                None => (Source::Nothing, false),
            }
        }
        Origin::Cell(Reference::Node(selector)) => {
            called.push(selector.to_string());
            let many = |step: &Step| {
                matches!(
                    step,
                    Step::Elements | Step::OneOrMore | Step::OrNothing | Step::Values | Step::Keys
                )
            };
            (Source::Node(selector), selector.path.0.iter().any(many))
        }
        Origin::Cell(Reference::Column { names, optional }) => {
            if let Some(text) = columns.bound(names) {
                called.extend(names.first().cloned());
                return Ok((Source::Text(text.to_owned()), false));
            }
            if let Some(part) = columns.part(names) {
                called.push(columns.part_of());
                return Ok((Source::Part(part.to_owned()), false));
            }
            if let Some(column) = columns.find(names, *optional)? {
                called.push(column.name.clone());
                (Source::Cell(column), false)
            } else {
                called.extend(names.first().cloned());
                (Source::Nothing, true)
            }
        }
        Origin::Cell(Reference::Columns(pattern)) => {
            let found = columns.like(pattern);
            called.extend(found.iter().map(|column| column.name.clone()));
            (Source::Cells(found), true)
        }
        Origin::Template(pieces) => {
            let mut ready = Vec::new();
            let mut quiet = false;
            for piece in pieces {
                let mut name = Vec::new();
                let (source, empty) = source(piece, columns, &mut name)?;
                if !matches!(piece, Origin::Text(_)) {
                    called.extend(name);
                }
                quiet |= empty;
                ready.push(source);
            }
            (Source::Template(ready), quiet)
        }
        Origin::First(choices) => match formulas(choices, columns, called)? {
            (ready, quiet) if ready.is_empty() => (Source::Nothing, quiet),
            (ready, quiet) => (Source::First(ready), quiet),
        },
        Origin::Latest(choices) => match formulas(choices, columns, called)? {
            (ready, quiet) if ready.is_empty() => (Source::Nothing, quiet),
            (ready, quiet) => (Source::Latest(ready), quiet),
        },
        Origin::Earliest(choices) => match formulas(choices, columns, called)? {
            (ready, quiet) if ready.is_empty() => (Source::Nothing, quiet),
            (ready, quiet) => (Source::Earliest(ready), quiet),
        },
        Origin::All(choices) => match formulas(choices, columns, called)? {
            (ready, quiet) if ready.is_empty() => (Source::Nothing, quiet),
            (ready, quiet) => (Source::All(ready), quiet),
        },
    })
}

/// Several expressions, ready; those that the file has nothing for are left out, also if none is left.
fn formulas<'p>(
    expressions: &'p [Expression],
    columns: &Columns<'_>,
    called: &mut Vec<String>,
) -> Result<(Vec<Formula<'p>>, bool), String> {
    let all = expressions.iter().map(|expression| Formula::new(expression, columns));
    let all = all.collect::<Result<Vec<_>, _>>()?;
    let none = all.iter().all(Formula::is_nothing);
    let counts = |formula: &&Formula<'_>| none || !formula.is_nothing();
    // a text of the profile is no cell, and is called nothing beside one; neither is a cell that is a mere sign
    let no_more = all.iter().all(|formula| formula.is_nothing() || formula.is_sign());
    let is_unnamed = |formula: &Formula<'_>| {
        let is_sign = !formula.is_nothing() && formula.is_sign();
        matches!(formula.source, Source::Text(_)) || (is_sign && (!no_more || formula.is_one_cell()))
    };
    let candidates = || all.iter().filter(|formula| no_more || counts(formula));
    let none_but_unnamed = candidates().all(is_unnamed);
    let named = candidates().filter(|formula| none_but_unnamed || !is_unnamed(formula));
    called.extend(named.map(|formula| formula.called.clone()));
    let quiet = all.iter().filter(counts).any(|formula| formula.quiet);
    let ready = all.into_iter().filter(|formula| !formula.is_nothing());
    Ok((ready.collect(), quiet))
}

impl Source<'_> {
    fn reads(&self, header: &str) -> bool {
        match self {
            Self::Cell(column) => column.name == header,
            Self::Cells(columns) => columns.iter().any(|column| column.name == header),
            Self::Template(pieces) => pieces.iter().any(|piece| piece.reads(header)),
            Self::First(formulas) | Self::Latest(formulas) | Self::Earliest(formulas) | Self::All(formulas) => {
                formulas.iter().any(|formula| formula.reads(header))
            }
            Self::Nothing | Self::Part(_) | Self::Node(_) | Self::Text(_) => false,
        }
    }

    fn values(&self, scope: &Scope<'_>) -> Result<Vec<String>, String> {
        Ok(match self {
            Self::Nothing => Vec::new(),
            Self::Text(text) => vec![text.clone()],
            Self::Cell(column) => vec![scope.cell(column)?],
            Self::Cells(columns) => {
                let texts: Result<Vec<String>, String> = columns.iter().map(|column| scope.cell(column)).collect();
                texts?
            }
            Self::Part(name) => vec![scope.part(name)],
            Self::Node(selector) => scope.texts(selector)?,
            Self::Template(pieces) => {
                let mut texts = vec![String::new()];
                for piece in pieces {
                    let values = piece.values(scope)?;
                    let values: Vec<&str> = values
                        .iter()
                        .map(|value| piece.trimmed(value))
                        .filter(|value| !value.is_empty())
                        .collect();
                    let longer = texts
                        .iter()
                        .flat_map(|text| values.iter().map(move |value| format!("{text}{value}")));
                    texts = longer.collect();
                }
                texts
            }
            Self::First(choices) => {
                for choice in choices {
                    let values = choice.values(scope)?;
                    if !values.is_empty() {
                        return Ok(values);
                    }
                }
                Vec::new()
            }
            Self::Latest(choices) => latest(&all(choices, scope)?, scope.values()).into_iter().collect(),
            Self::Earliest(choices) => earliest(&all(choices, scope)?, scope.values()).into_iter().collect(),
            Self::All(choices) => all(choices, scope)?,
        })
    }

    /// A piece of a template keeps the blanks of its texts.
    fn trimmed<'t>(&self, value: &'t str) -> &'t str {
        match self {
            Self::Text(_) => value,
            Self::Nothing
            | Self::Cell(_)
            | Self::Cells(_)
            | Self::Part(_)
            | Self::Node(_)
            | Self::Template(_)
            | Self::First(_)
            | Self::Latest(_)
            | Self::Earliest(_)
            | Self::All(_) => value.trim(),
        }
    }
}

/// What several expressions give.
fn all(choices: &[Formula<'_>], scope: &Scope<'_>) -> Result<Vec<String>, String> {
    let mut values = Vec::new();
    for choice in choices {
        values.extend(choice.values(scope)?);
    }
    Ok(values)
}

/// The first of several last days; a text that cannot be read goes before, to be told. Without a day, a word for somebody
/// who has left. Such a word and a day that is still to come contradict each other: that is no day either.
fn earliest(texts: &[String], values: &Values<'_>) -> Option<String> {
    let mut first: Option<Date> = None;
    let mut left = None;
    for text in texts {
        match values.end(text) {
            Err(_) => return Some(text.clone()),
            Ok(None) => {}
            Ok(Some(End::On(day))) => first = Some(first.map_or(day, |first| first.min(day))),
            Ok(Some(End::Untold)) => left = left.or(Some(text)),
        }
    }
    match (first, left) {
        (Some(day), Some(left)) if values.is_to_come(day) => Some(format!("{left}, though {day}{STILL_TO_COME}")),
        (Some(day), _) => Some(day.to_string()),
        (None, left) => left.cloned(),
    }
}

/// The last of several dates; a text that cannot be read goes before, to be told. Without a date, a word for never.
fn latest(texts: &[String], values: &Values<'_>) -> Option<String> {
    let mut last = None;
    let mut never = None;
    for text in texts {
        match values.last_login(text) {
            Err(_) => return Some(text.clone()),
            Ok(None) => {}
            Ok(Some(LastLogin::On(day))) => last = last.max(Some(day)),
            Ok(Some(LastLogin::Never | LastLogin::Unknown)) => never = never.or(Some(text)),
        }
    }
    last.map(|day| day.to_string()).or_else(|| never.cloned())
}

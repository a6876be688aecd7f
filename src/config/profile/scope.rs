//! What an expression of a profile can name: columns, nodes, captures of the file name.

use super::super::choice::one_of;
use super::super::file::File;
use super::input::Input;
use super::selector;
use crate::model::likeness::did_you_mean;
use crate::model::pattern::Pattern;
use crate::model::profile::{Form, Reference, Selector};

/// How records are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// A table with a header row.
    Table,
    /// A text without header whose columns are declared.
    Delimited,
    /// A text whose columns begin where their headers do.
    Fixed,
    /// A text of which each line is a record.
    Lines,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// XML.
    Xml,
}

impl Reader {
    /// Every reader by its name.
    pub(super) const ALL: [(&'static str, Self); 7] = [
        ("table", Self::Table),
        ("delimited", Self::Delimited),
        ("fixed", Self::Fixed),
        ("lines", Self::Lines),
        ("json", Self::Json),
        ("yaml", Self::Yaml),
        ("xml", Self::Xml),
    ];

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        let named = Self::ALL.iter().find(|(_, reader)| *reader == self);
        named.map_or("", |(name, _)| name)
    }

    /// Whether its records are nodes of a tree.
    pub(super) fn is_tree(self) -> bool {
        matches!(self, Self::Json | Self::Yaml | Self::Xml)
    }

    /// Whether its columns have headers in the file.
    pub(super) fn has_headers(self) -> bool {
        matches!(self, Self::Table | Self::Fixed)
    }
}

/// What can be named where an expression stands.
#[derive(Clone)]
pub(super) struct Scope {
    /// The reader; none where it could not be told.
    pub(super) reader: Option<Reader>,
    /// The columns there are, where the profile itself says so.
    columns: Option<Vec<String>>,
    /// The captures of the file name.
    file: Vec<String>,
    /// Nodes that have a name.
    bound: Vec<String>,
    /// Whether a column that the header lacks is blank.
    pub(super) optional: bool,
}

impl Scope {
    /// What every record can name.
    pub(super) fn new(input: &Input) -> Self {
        let columns = match &input.form {
            Form::Delimited { columns, .. } => Some(columns.clone()),
            Form::Lines { patterns, .. } => Some(patterns.iter().flat_map(captures).collect()),
            Form::Table { .. } | Form::Fixed { .. } | Form::Json(_) | Form::Yaml(_) | Form::Xml(_) => None,
        };
        Self {
            reader: input.reader,
            columns: columns.filter(|columns| !columns.is_empty()),
            file: input.file_name.iter().flat_map(captures).collect(),
            bound: vec!["document".to_owned()],
            optional: false,
        }
    }

    /// Whether records are nodes of a tree; none where nobody knows.
    pub(super) fn is_tree(&self) -> Option<bool> {
        self.reader.map(Reader::is_tree)
    }

    /// Adds a node with a name; false if there is one.
    pub(super) fn bind(&mut self, name: &str) -> bool {
        let new = !self.bound.iter().any(|bound| bound == name);
        if new {
            self.bound.push(name.to_owned());
        }
        new
    }

    /// What a text names: a column, or a node.
    pub(super) fn reference(&self, file: &File, line: u64, key: &str, text: &str) -> Option<Reference> {
        if self.is_tree()? {
            return self.selector(file, line, key, text).map(Reference::Node);
        }
        Some(self.columns(file, line, key, vec![text.to_owned()]))
    }

    /// A column of any of these names.
    pub(super) fn columns(&self, file: &File, line: u64, key: &str, names: Vec<String>) -> Reference {
        if let Some(columns) = &self.columns {
            for name in names.iter().filter(|name| !columns.contains(name)) {
                let choices: Vec<&str> = columns.iter().map(String::as_str).collect();
                file.problem(
                    line,
                    format!(
                        "`{key}` names the column `{name}`, expected {}{}",
                        one_of(&choices),
                        did_you_mean(name, &choices)
                    ),
                );
            }
        }
        Reference::Column {
            names,
            optional: self.optional,
        }
    }

    /// A way to nodes, from one that is known.
    pub(super) fn selector(&self, file: &File, line: u64, key: &str, text: &str) -> Option<Selector> {
        let selector = selector::read(file, line, key, text)?;
        if let Some(from) = selector.from.as_ref().filter(|from| !self.bound.contains(from)) {
            let choices: Vec<&str> = self.bound.iter().map(String::as_str).collect();
            file.problem(
                line,
                format!(
                    "`{key}` is `{text}`, which begins at `{from}`, expected {}{}; only what stands in `each` before it \
                     has a name",
                    one_of(&choices),
                    did_you_mean(from, &choices)
                ),
            );
            return None;
        }
        Some(selector)
    }

    /// A capture of the file name.
    pub(super) fn capture(&self, file: &File, line: u64, name: &str) {
        if !self.file.iter().any(|capture| capture == name) {
            let choices: Vec<&str> = self.file.iter().map(String::as_str).collect();
            file.problem(
                line,
                format!(
                    "`file` is `{name}`, expected a capture of `file-name` under `[input]`: {}{}",
                    one_of(&choices),
                    did_you_mean(name, &choices)
                ),
            );
        }
    }

    /// Notes a key that is only for trees.
    pub(super) fn only_of_trees(&self, file: &File, line: Option<u64>, key: &str, instead: &str) {
        if let (Some(line), Some(reader), Some(false)) = (line, self.reader, self.is_tree()) {
            file.problem(
                line,
                format!(
                    "`{key}` is for the readers `json`, `yaml` and `xml`, and the reader is `{}`; {instead}",
                    reader.name()
                ),
            );
        }
    }

    /// Notes a key that is only for tables with headers.
    pub(super) fn only_of_headers(&self, file: &File, line: Option<u64>, key: &str, instead: &str) {
        if let (Some(line), Some(reader)) = (line, self.reader.filter(|reader| !reader.has_headers())) {
            file.problem(
                line,
                format!(
                    "`{key}` is for the readers `table` and `fixed`, and the reader is `{}`; {instead}",
                    reader.name()
                ),
            );
        }
    }
}

/// The named captures of a pattern.
pub(super) fn captures(pattern: &Pattern) -> Vec<String> {
    pattern.names().map(str::to_owned).collect()
}

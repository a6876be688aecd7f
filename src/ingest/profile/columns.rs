//! The columns of one file by the names that a profile gives them, and what the file's name tells.
//!
//! Comes in: the header of a file. Goes out: a [`Column`] for each reference, or that it is missing or stands there
//! twice; one set of columns for each that is unpivoted.

use std::borrow::Cow;

use super::marks::{stands, stripped};
use crate::ingest::compared::listed;
use crate::ingest::header::Column;
use crate::model::likeness::did_you_mean;
use crate::model::pattern::Pattern;
use crate::model::profile::Unpivot;
use crate::model::word::same_word;

/// What to do about a column that a profile wants.
const OF_PROFILE: &str = "if one of these is that column under another name, give it its name back in the file, or add the \
                          name to a copy of the profile in inputs/profiles; if none is, export the file again with it";

/// What to do about a column that `review.toml` names.
const OF_REVIEW: &str = "if one of these is that column, write its name in review.toml as it stands here; if none is, \
                         export the file again with it";

/// The columns of a file.
#[derive(Clone)]
pub(super) struct Columns<'a> {
    texts: &'a [String],
    strip: Option<&'a Pattern>,
    /// What the file's name tells.
    file: Vec<(String, String)>,
    /// Captures of an unpivoted column.
    captures: Vec<(String, String)>,
    /// Columns that an unpivoted one stands for.
    cells: Vec<(&'a str, Option<Column>)>,
    /// What the parts of the unpivoted cell are called, if it has any, and its header.
    parts: (Vec<&'a str>, String),
    tree: bool,
    /// The places of columns that are not read where the file has another of the same names.
    idle: Vec<usize>,
}

impl<'a> Columns<'a> {
    /// Of a file with this header; of a tree without any.
    pub(super) fn new(texts: Option<&'a [String]>, strip: Option<&'a Pattern>) -> Self {
        Self {
            texts: texts.unwrap_or_default(),
            strip,
            file: Vec::new(),
            captures: Vec::new(),
            cells: Vec::new(),
            parts: (Vec::new(), String::new()),
            tree: texts.is_none(),
            idle: Vec::new(),
        }
    }

    /// Notes what the name of a file tells, whether it is compressed or not.
    pub(super) fn read_name(&mut self, name: &str, pattern: Option<&Pattern>) {
        let name = name.rsplit('/').next().unwrap_or_default();
        let name = match name.rsplit_once('.') {
            Some((plain, ending)) if ending.eq_ignore_ascii_case("gz") => plain,
            _ => name,
        };
        self.file = pattern.map(|pattern| captures(pattern, name)).unwrap_or_default();
    }

    /// Notes what the name of the file inside an archive tells, if it tells anything: whoever packs a file keeps its
    /// name, and calls the archive as they like.
    pub(super) fn read_inner_name(&mut self, name: &str, pattern: Option<&Pattern>) {
        let outer = std::mem::take(&mut self.file);
        self.read_name(name, pattern);
        if self.file.is_empty() {
            self.file = outer;
        }
    }

    /// Every header, without what the profile strips off it.
    pub(super) fn headers(&self) -> impl Iterator<Item = Cow<'a, str>> {
        let strip = self.strip;
        self.texts.iter().map(move |text| stripped(text, strip))
    }

    /// Reads none of these where the file has another column of the same names.
    pub(super) fn pass_over(&mut self, idle: Vec<usize>) {
        self.idle = idle;
    }

    /// The places of all columns of any of these names.
    pub(super) fn spelt(&self, names: &[String]) -> Vec<usize> {
        stands(self.texts, names, self.strip)
    }

    /// The header that stands there, without what the profile strips off it.
    pub(super) fn header(&self, place: usize) -> Cow<'a, str> {
        let text = self.texts.get(place);
        text.map_or(Cow::Borrowed(""), |text| stripped(text, self.strip))
    }

    /// A capture of the file name.
    pub(super) fn captured(&self, capture: &str) -> Option<&str> {
        let found = self.file.iter().find(|(name, _)| name == capture);
        found.map(|(_, text)| text.as_str())
    }

    /// A capture of the unpivoted column.
    pub(super) fn bound(&self, names: &[String]) -> Option<&str> {
        let found = self
            .captures
            .iter()
            .find(|(capture, _)| names.iter().any(|name| same_word(name, capture)));
        found.map(|(_, text)| text.as_str())
    }

    /// A part of the unpivoted cell.
    pub(super) fn part(&self, names: &[String]) -> Option<&str> {
        let called = |part: &&&str| names.iter().any(|name| same_word(name, part));
        self.parts.0.iter().find(called).copied()
    }

    /// The header of the cell that has parts.
    pub(super) fn part_of(&self) -> String {
        self.parts.1.clone()
    }

    /// The unpivoted column whose cells have parts, if they have.
    pub(super) fn parted(&self, unpivot: &Unpivot) -> Option<Column> {
        let has_parts = !self.parts.0.is_empty();
        let mut cells = self
            .cells
            .iter()
            .filter(|(called, _)| has_parts && *called == unpivot.value);
        cells.find_map(|(_, column)| column.clone())
    }

    /// All columns with headers that look like this.
    pub(super) fn like(&self, pattern: &Pattern) -> Vec<Column> {
        let places = self.texts.iter().enumerate();
        let fits = |text: &str| pattern.regex().is_match(&stripped(text, self.strip));
        places
            .filter(|(_, text)| fits(text))
            .filter_map(|(place, _)| self.at(place))
            .collect()
    }

    /// The column of any of these names, the first of them that is there.
    ///
    /// # Errors
    /// When it is missing though it may not, or stands there twice.
    pub(super) fn find(&self, names: &[String], optional: bool) -> Result<Option<Column>, String> {
        self.look_up(names, optional, OF_PROFILE)
    }

    /// The column of any of these names that `review.toml` gives, which must be there unless it is optional.
    ///
    /// # Errors
    /// As [`Columns::find`].
    pub(super) fn declared(&self, names: &[String], optional: bool) -> Result<Option<Column>, String> {
        self.look_up(names, optional, OF_REVIEW)
    }

    fn look_up(&self, names: &[String], optional: bool, remedy: &str) -> Result<Option<Column>, String> {
        let bound = self
            .cells
            .iter()
            .find(|(called, _)| names.iter().any(|name| same_word(name, called)));
        if let Some((_, column)) = bound {
            return Ok(column.clone());
        }
        let all = self.spelt(names);
        let is_idle = |place: &usize| self.idle.contains(place);
        let any_left = all.iter().any(|place| !is_idle(place));
        for name in names {
            let mut places = self.spelt(std::slice::from_ref(name));
            places.retain(|place| !(any_left && is_idle(place)));
            match places.as_slice() {
                [] => {}
                [place] => return Ok(self.at(*place)),
                [first, second, ..] => {
                    return Err(format!(
                        "column `{name}` stands there twice, as column {} and column {}; rename or remove the one that \
                         is not meant",
                        first + 1,
                        second + 1
                    ));
                }
            }
        }
        if optional {
            return Ok(None);
        }
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        if self.tree {
            return Err(format!(
                "the file has no columns, so there is no column {}",
                names.join(" or ")
            ));
        }
        let near = names.first().map(|name| {
            let name = name.trim_matches('`');
            did_you_mean(name, self.texts.iter().map(String::as_str))
        });
        Err(format!(
            "there is no column {} in its header, which is {}{}; {remedy}",
            names.join(" or "),
            listed(self.texts.iter().filter(|text| !text.is_empty())),
            near.unwrap_or_default()
        ))
    }

    fn at(&self, place: usize) -> Option<Column> {
        let text = self.texts.get(place)?;
        Some(Column::new(stripped(text, self.strip), place))
    }

    /// The headers that go with each unpivoted one.
    pub(super) fn paired(&self, unpivot: &Unpivot) -> Vec<String> {
        let headers = self.headers().filter(|header| unpivot.columns.regex().is_match(header));
        let paired = headers.flat_map(|header| {
            let captures = captures(&unpivot.columns, &header);
            let pairs = unpivot.pairs.iter();
            pairs
                .map(move |(_, header)| filled(header, &captures))
                .collect::<Vec<_>>()
        });
        paired.collect()
    }

    /// The columns as each unpivoted one makes them.
    pub(super) fn unpivoted(&self, unpivot: &'a Unpivot) -> Result<Vec<Self>, String> {
        let mut all = Vec::new();
        for (place, text) in self.texts.iter().enumerate() {
            let header = stripped(text, self.strip);
            let except = unpivot.except.as_ref();
            if !unpivot.columns.regex().is_match(&header) || except.is_some_and(|odd| odd.regex().is_match(&header)) {
                continue;
            }
            let mut columns = self.clone();
            columns.captures = captures(&unpivot.columns, &header);
            columns.cells.push((&unpivot.value, self.at(place)));
            if unpivot.split.is_some() || unpivot.cells.is_some() {
                let parts = unpivot
                    .cells
                    .iter()
                    .flat_map(|cells| cells.regex().capture_names().flatten());
                columns.parts = (
                    parts.chain([unpivot.value.as_str()]).collect(),
                    header.clone().into_owned(),
                );
            }
            for (called, header) in &unpivot.pairs {
                let header = filled(header, &columns.captures);
                columns.cells.push((called, self.find(&[header], true)?));
            }
            all.push(columns);
        }
        Ok(all)
    }
}

/// A header with captures in it.
fn filled(header: &str, captures: &[(String, String)]) -> String {
    let named = captures.iter();
    named.fold(header.to_owned(), |header, (name, text)| {
        header.replace(&format!("{{{name}}}"), text)
    })
}

/// The named captures of a text.
fn captures(pattern: &Pattern, text: &str) -> Vec<(String, String)> {
    let Some(found) = pattern.regex().captures(text) else {
        return Vec::new();
    };
    let names = pattern.regex().capture_names().flatten();
    names
        .filter_map(|name| Some((name.to_owned(), found.name(name)?.as_str().trim().to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_archive_does_not_change_what_the_name_tells() {
        let pattern = Pattern::new(r"(?<resource>.+)\.[A-Za-z]+").unwrap();
        for (name, inside, expected) in [
            ("plans/APP-BUILD.csv", None, "APP-BUILD"),
            ("plans/APP-BUILD.csv.gz", None, "APP-BUILD"),
            ("APP-BUILD.csv.GZ", None, "APP-BUILD"),
            ("download.zip", Some("APP-BUILD.csv"), "APP-BUILD"),
            ("APP-BUILD.zip", Some("export"), "APP-BUILD"),
        ] {
            let mut columns = Columns::new(None, None);
            columns.read_name(name, Some(&pattern));
            if let Some(inside) = inside {
                columns.read_inner_name(inside, Some(&pattern));
            }
            assert_eq!(columns.captured("resource"), Some(expected), "{name}");
        }
    }
}

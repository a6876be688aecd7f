//! Whether a file bears the marks of a profile, and how many; or which it lacks.
//!
//! Comes in: a [`Content`] and a profile. Goes out: a [`Fit`], or what is missing. One more mark: a field of
//! [`Signature`], counted here.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::content::{Content, First, Language, Place, Top, Tree};
use crate::ingest::header::SEARCHED;
use crate::ingest::readers::tree::{Found, Node, select, wrapper};
use crate::model::pattern::Pattern;
use crate::model::profile::{Body, Edge, Form, Profile, Selector, Signature, Wrapper};
use crate::model::word::{folded, same_word};

/// A profile that fits a file.
#[derive(Clone, Debug)]
pub(super) struct Fit<'p> {
    pub(super) profile: &'p Profile,
    /// How much speaks for it.
    pub(super) marks: usize,
    /// Where the header of a table was found, and what stands in it.
    pub(super) header: Option<Header>,
}

/// A header row with all that a profile wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) place: Place,
    pub(super) line: u64,
    pub(super) texts: Vec<String>,
}

/// Marks that a file lacks.
#[derive(Clone, Debug, Default)]
pub(super) struct Lacking {
    /// Those it has.
    pub(super) found: usize,
    /// Those it lacks, as messages show them.
    pub(super) names: Vec<String>,
}

const OF_PATH: usize = 1;
const OF_VALUE: usize = 2;
const OF_LINES: usize = 5;

/// Whether a file bears all marks of a profile; of a workbook, only on this sheet, if one is given.
pub(super) fn fit<'p>(content: &Content<'_>, profile: &'p Profile, sheet: Option<usize>) -> Result<Fit<'p>, Lacking> {
    let signature = &profile.signature;
    let form = match &profile.body {
        Body::Read(reading) => Some(&reading.form),
        Body::Refuse(_) | Body::Instead(_) => None,
    };
    let mut marks = 0;
    let mut header = None;
    if !signature.headers.is_empty() || matches!(form, Some(Form::Table { .. })) {
        let found = match form {
            Some(Form::Fixed { .. }) => aligned(content, signature),
            Some(Form::Table { delimiter, .. }) => headers(content, profile, (*delimiter, sheet)).map(Some),
            None => headers(content, profile, (None, sheet)).map(Some).or_else(|lacking| {
                let aligned = aligned(content, signature);
                aligned.map_err(|_| lacking)
            }),
            Some(Form::Delimited { .. } | Form::Lines { .. } | Form::Json(_) | Form::Yaml(_) | Form::Xml(_)) => {
                Err(Lacking::default())
            }
        };
        header = found?;
        marks += signature.headers.len();
    }
    if !(signature.paths.is_empty() && signature.values.is_empty()) {
        marks += paths(content.tree(), form, signature)?;
    }
    for (pattern, every) in [(&signature.lines, true), (&signature.some_line, false)] {
        if let Some(pattern) = pattern {
            let fits = content
                .text()
                .is_some_and(|text| lines(text, pattern, every, edge(form)));
            if !fits {
                return Err(Lacking::default());
            }
            marks += OF_LINES;
        }
    }
    if marks == 0 {
        return Err(Lacking::default());
    }
    Ok(Fit { profile, marks, header })
}

/// A header as it is compared: without what a profile strips off it.
pub(super) fn stripped<'t>(header: &'t str, strip: Option<&Pattern>) -> Cow<'t, str> {
    match strip {
        Some(pattern) => match pattern.regex().replace_all(header, "") {
            Cow::Borrowed(_) => Cow::Borrowed(header.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        },
        None => Cow::Borrowed(header.trim()),
    }
}

fn edge(form: Option<&Form>) -> Option<&Edge> {
    match form? {
        Form::Table { edge, .. } | Form::Delimited { edge, .. } | Form::Fixed { edge } | Form::Lines { edge, .. } => {
            Some(edge)
        }
        Form::Json(_) | Form::Yaml(_) | Form::Xml(_) => None,
    }
}

/// The row that has all headers, the widest of them; or what the nearest row lacks.
fn headers(
    content: &Content<'_>,
    profile: &Profile,
    (delimiter, sheet): (Option<char>, Option<usize>),
) -> Result<Header, Lacking> {
    let strip = match &profile.body {
        Body::Read(reading) => reading.strip.as_ref(),
        Body::Refuse(_) | Body::Instead(_) => None,
    };
    let only = delimiter.and_then(|delimiter| u8::try_from(delimiter).ok());
    let meant = |top: &&Top| match top.place {
        Place::Text(delimiter) => only.is_none_or(|only| only == delimiter),
        Place::Sheet(place, visible) => sheet.map_or(visible, |sheet| sheet == place),
    };
    let mut best: Option<Header> = None;
    let mut search = Search::new(&profile.signature);
    for top in content.tops.iter().filter(meant) {
        for First { line, texts, keys, .. } in &top.rows {
            let fits = if strip.is_some() {
                let keys: Vec<String> = texts.iter().map(|text| folded(&stripped(text, strip))).collect();
                search.fits(&keys)
            } else {
                search.fits(keys)
            };
            if !fits {
                continue;
            }
            if best.as_ref().is_none_or(|best| best.texts.len() < texts.len()) {
                best = Some(Header {
                    place: top.place,
                    line: *line,
                    texts: texts.clone(),
                });
            }
            break;
        }
    }
    best.ok_or_else(|| search.lacking())
}

/// Whether a row is the header of a table that a profile reads.
pub(super) fn is_header(profile: &Profile, row: &First) -> bool {
    let Body::Read(reading) = &profile.body else {
        return false;
    };
    if !matches!(reading.form, Form::Table { .. }) || profile.signature.headers.len() < 2 {
        return false;
    }
    let strip = reading.strip.as_ref();
    let keys = row.texts.iter().map(|text| folded(&stripped(text, strip)));
    Search::new(&profile.signature).fits(&keys.collect::<Vec<_>>())
}

/// A search for the headers of a signature through several rows.
struct Search<'p> {
    signature: &'p Signature,
    headers: Vec<Vec<String>>,
    none: Vec<Vec<String>>,
    /// Which headers the row lacks that comes nearest, and how many it has.
    nearest: Option<(usize, Vec<usize>)>,
}

impl<'p> Search<'p> {
    fn new(signature: &'p Signature) -> Self {
        let keys = |several: &[Vec<String>]| -> Vec<Vec<String>> {
            let keys = several
                .iter()
                .map(|names| names.iter().map(|name| folded(name)).collect());
            keys.collect()
        };
        Self {
            signature,
            headers: keys(&signature.headers),
            none: keys(&signature.none),
            nearest: None,
        }
    }

    /// Whether a row has all that is wanted and nothing that may not stand there.
    fn fits(&mut self, keys: &[String]) -> bool {
        let stands = |names: &Vec<String>| names.iter().any(|name| keys.contains(name));
        let headers = self.headers.iter().enumerate();
        let missing: Vec<usize> = headers
            .filter(|(_, names)| !stands(names))
            .map(|(place, _)| place)
            .collect();
        let odd = self.none.iter().any(stands);
        if missing.is_empty() && !odd {
            return true;
        }
        // another profile is for the file that has all these and more
        let found = if odd { 0 } else { self.headers.len() - missing.len() };
        if self.nearest.as_ref().is_none_or(|(most, _)| *most < found) {
            self.nearest = Some((found, missing));
        }
        false
    }

    /// What the nearest row lacks.
    fn lacking(self) -> Lacking {
        let (found, missing) = self.nearest.unwrap_or_default();
        let names = missing.iter().filter_map(|place| self.signature.headers.get(*place));
        Lacking {
            found,
            names: names.map(|names| shown(names)).collect(),
        }
    }
}

fn shown(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" or ")
}

/// The line of a text with aligned columns that has all headers; its place is only known to the reader.
fn aligned(content: &Content<'_>, signature: &Signature) -> Result<Option<Header>, Lacking> {
    let Some(text) = content.text() else {
        return Err(Lacking::default());
    };
    let mut search = Search::new(signature);
    for line in text.lines().take(SEARCHED) {
        let cells: Vec<String> = line
            .split("  ")
            .flat_map(|part| part.split('\t'))
            .map(folded)
            .filter(|cell| !cell.is_empty())
            .collect();
        let words: Vec<String> = line.split_whitespace().map(folded).collect();
        if search.fits(&cells) || search.fits(&words) {
            return Ok(None);
        }
    }
    Err(search.lacking())
}

/// The marks of a tree. What stands in embedded texts counts as well as the texts themselves.
fn paths(tree: Option<&Tree>, form: Option<&Form>, signature: &Signature) -> Result<usize, Lacking> {
    let none = Wrapper::default();
    let (language, wrapper) = match form {
        Some(Form::Json(wrapper)) => (Some(Language::Json), wrapper),
        Some(Form::Yaml(wrapper)) => (Some(Language::Yaml), wrapper),
        Some(Form::Xml(wrapper)) => (Some(Language::Xml), wrapper),
        Some(_) => return Err(Lacking::default()),
        None => (None, &none),
    };
    let tree = tree.filter(|tree| language.is_none_or(|language| language == tree.language));
    let documents = tree.and_then(|tree| tree.documents.as_ref().ok());
    let Some(documents) = documents else {
        return Err(Lacking::default());
    };
    let documents = pages(documents, wrapper);
    let inner = OnceCell::new();
    let anywhere = |fits: &dyn Fn(&Node) -> bool| {
        let plainly = documents.iter().any(|node| fits(node));
        plainly || inner.get_or_init(|| opened(&documents, wrapper)).iter().any(fits)
    };
    let mut lacking = Lacking::default();
    for choices in &signature.paths {
        if choices.iter().any(|path| anywhere(&|node| !met(node, path).is_empty())) {
            lacking.found += 1;
        } else {
            let choices: Vec<String> = choices.iter().map(|path| format!("`{path}`")).collect();
            lacking.names.push(choices.join(" or "));
        }
    }
    let mut odd = signature
        .no_paths
        .iter()
        .any(|path| anywhere(&|node| leads(node, path)));
    for (choices, pattern) in &signature.values {
        let fits = |found: &Found<'_>| found.text().is_some_and(|text| pattern.regex().is_match(text));
        let there = |path: &Selector| anywhere(&|node| met(node, path).iter().any(fits));
        odd |= !choices.iter().any(there);
    }
    if lacking.names.is_empty() && !odd {
        return Ok(signature.paths.len() * OF_PATH + signature.values.len() * OF_VALUE);
    }
    if odd {
        lacking.found = 0;
    }
    Err(lacking)
}

/// The documents of a file, pages as documents of their own.
fn pages<'n>(documents: &'n [Node], wrapper: &Wrapper) -> Vec<&'n Node> {
    let pages = documents.iter().flat_map(|document| match document {
        Node::List(pages) if wrapper.pages => pages.as_slice(),
        Node::Null | Node::Text(_) | Node::List(_) | Node::Map(_) => std::slice::from_ref(document),
    });
    pages.collect()
}

/// The documents with what is embedded in them, if anything is.
fn opened(documents: &[&Node], wrapper: &Wrapper) -> Vec<Node> {
    if wrapper.embedded.is_empty() && wrapper.policies.is_empty() {
        return Vec::new();
    }
    let plain = Wrapper {
        pages: false,
        ..wrapper.clone()
    };
    let documents = documents.iter().map(|document| (*document).clone()).collect();
    let documents = wrapper::unwrapped(documents, &plain).unwrap_or_default();
    documents.into_iter().map(|document| document.node).collect()
}

fn met<'n>(document: &'n Node, selector: &Selector) -> Vec<Found<'n>> {
    select(&Found::root(document), &selector.path)
}

/// Whether a path leads to anything; an empty list is something. A key with nothing under it is a mark of its format, and
/// yet none of another one.
fn leads(document: &Node, selector: &Selector) -> bool {
    met(document, selector).iter().any(|found| *found.node != Node::Null)
}

/// Whether every line that holds data looks like a pattern, and there is one; or whether some line does.
fn lines(text: &str, pattern: &Pattern, every: bool, edge: Option<&Edge>) -> bool {
    let is = |pattern: Option<&Pattern>, line: &str| pattern.is_some_and(|pattern| pattern.regex().is_match(line));
    let stop = edge.and_then(|edge| edge.stop.as_ref());
    let drop = edge.and_then(|edge| edge.drop.as_ref());
    if !every {
        return pattern.fits_a_line(text);
    }
    let lines = text.lines().map(str::trim_end);
    let mut lines = lines
        .take_while(|line| !is(stop, line))
        .filter(|line| !line.trim().is_empty() && !is(drop, line))
        .peekable();
    lines.peek().is_some() && lines.all(|line| pattern.regex().is_match(line))
}

/// Whether a header of a row is one of these.
pub(super) fn stands(texts: &[String], names: &[String], strip: Option<&Pattern>) -> Vec<usize> {
    let fits = |text: &String| names.iter().any(|name| same_word(name, &stripped(text, strip)));
    let places = texts.iter().enumerate();
    places.filter(|(_, text)| fits(text)).map(|(place, _)| place).collect()
}

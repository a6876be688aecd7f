//! The bytes of a file as recognition looks at them: the first rows under every usual delimiter or of every sheet, the
//! lines of a text, the documents of a tree.
//!
//! Comes in: the bytes, unpacked. Goes out: [`Content`]. One more shape: a field of it, and a look at it in the sibling
//! `marks`.

use std::borrow::Cow;

use crate::ingest::compared::folded;
use crate::ingest::header::SEARCHED;
use crate::ingest::readers::delimited::Delimited;
use crate::ingest::readers::tree::{Node, json, xml, yaml};
use crate::ingest::readers::workbook::{Sheet, Workbook, is_workbook};
use crate::ingest::readers::{Refusal, Row, disguised, text};
use crate::ingest::table::{USUAL, delimiters};
use crate::model::word::{plain_dash, tidy};

/// What `review.toml` says about the form of a file.
#[derive(Clone, Copy, Default)]
pub(in crate::ingest) struct Declared<'a> {
    /// The sheet that is meant.
    pub(in crate::ingest) sheet: Option<&'a str>,
    /// The encoding.
    pub(in crate::ingest) encoding: Option<&'a str>,
    /// The delimiter.
    pub(in crate::ingest) delimiter: Option<char>,
}

/// A file as recognition looks at it.
pub(super) struct Content<'a> {
    /// The first rows of everything that may be a table.
    pub(super) tops: Vec<Top>,
    /// What it is.
    pub(super) shape: Shape<'a>,
}

/// What a file is.
pub(in crate::ingest) enum Shape<'a> {
    /// A workbook with these sheets.
    Workbook(Vec<Sheet>),
    /// A text, and the documents in it if it is a tree.
    Text(Cow<'a, str>, Option<Tree>),
}

/// A text as a tree.
pub(in crate::ingest) struct Tree {
    /// Its language.
    pub(super) language: Language,
    /// Its documents, or why it has none.
    pub(super) documents: Result<Vec<Node>, Refusal>,
}

/// A language of trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Language {
    Json,
    Yaml,
    Xml,
}

impl Tree {
    /// Whether it surely holds records: what is read as YAML may be any text.
    pub(in crate::ingest) fn is_records(&self) -> bool {
        self.documents.is_ok() && self.language != Language::Yaml
    }
}

/// The first rows of a table.
pub(super) struct Top {
    /// Where it is.
    pub(super) place: Place,
    /// The rows that hold something.
    pub(super) rows: Vec<First>,
}

/// One of the first rows of a table.
pub(super) struct First {
    pub(super) line: u64,
    /// Whether the row before it holds nothing.
    pub(super) set_off: bool,
    /// Its cells, with plain blanks, hyphens and composed letters, so that every pattern sees what is seen on the screen.
    pub(super) texts: Vec<String>,
    /// The same as headers are compared.
    pub(super) keys: Vec<String>,
}

/// Where a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a text, with this delimiter.
    Text(u8),
    /// On the sheet of this number; whether people see it.
    Sheet(usize, bool),
}

/// Lists that stand in a list, as `jq -s` puts pages together, each as a document.
fn apart(documents: Vec<Node>) -> Vec<Node> {
    let is_list = |node: &Node| matches!(node, Node::List(_));
    match <[Node; 1]>::try_from(documents) {
        Ok([Node::List(pages)]) if !pages.is_empty() && pages.iter().all(is_list) => pages,
        Ok([document]) => vec![document],
        Err(documents) => documents,
    }
}

impl<'a> Content<'a> {
    /// Looks at bytes; delimiters are those that a profile names beside the usual ones.
    pub(super) fn of(bytes: &'a [u8], declared: Declared<'_>, others: &[char]) -> Result<Self, Refusal> {
        let content = Self::whatever(bytes, declared, others)?;
        match content.text().and_then(disguised::refusal) {
            Some(why) => Err((None, why)),
            None => Ok(content),
        }
    }

    /// The same of a text that is no export.
    fn whatever(bytes: &'a [u8], declared: Declared<'_>, others: &[char]) -> Result<Self, Refusal> {
        if is_workbook(bytes) {
            let sheets = Workbook::open(bytes)?.sheets()?;
            return Ok(Self {
                tops: sheets.iter().enumerate().map(sheet_top).collect(),
                shape: Shape::Workbook(sheets),
            });
        }
        let text = text::decode(bytes, declared.encoding)?;
        let mut meant = delimiters(&text, declared.delimiter)?;
        if declared.delimiter.is_none() {
            let others = others.iter().filter_map(|other| u8::try_from(*other).ok());
            meant.extend(others.filter(|other| other.is_ascii() && !USUAL.contains(other)));
        }
        let tree = language(&text).map(|language| Tree {
            language,
            documents: match language {
                Language::Json => json::read(&text).map(apart),
                Language::Yaml => yaml::read(&text),
                Language::Xml => xml::read(&text),
            },
        });
        let is_tree = tree.as_ref().is_some_and(|tree| tree.documents.is_ok());
        let tops = if is_tree {
            Vec::new()
        } else {
            meant.into_iter().map(|delimiter| text_top(&text, delimiter)).collect()
        };
        Ok(Self {
            tops,
            shape: Shape::Text(text, tree),
        })
    }

    /// The same of bytes that cannot be decoded, to look for secrets: every other letter is read as Windows-1252 has it.
    pub(super) fn roughly(bytes: &'a [u8], declared: Declared<'_>, others: &[char]) -> Result<Self, Refusal> {
        let encoding = Some("windows-1252");
        Self::whatever(bytes, Declared { encoding, ..declared }, others)
    }

    /// The text, unless it is a workbook.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.shape {
            Shape::Text(text, _) => Some(text),
            Shape::Workbook(_) => None,
        }
    }

    /// The tree, if it is one.
    pub(super) fn tree(&self) -> Option<&Tree> {
        match &self.shape {
            Shape::Text(_, tree) => tree.as_ref(),
            Shape::Workbook(_) => None,
        }
    }
}

fn sheet_top((place, sheet): (usize, &Sheet)) -> Top {
    let (mut rows, mut blank) = (Vec::new(), false);
    for row in sheet.rows().take(SEARCHED) {
        add(&mut rows, &row, &mut blank);
    }
    Top {
        place: Place::Sheet(place, !sheet.hidden),
        rows,
    }
}

/// A text that does not hold together under a delimiter ends where it breaks.
fn text_top(text: &str, delimiter: u8) -> Top {
    let mut reader = Delimited::new(text, delimiter);
    let (mut rows, mut blank) = (Vec::new(), false);
    for _ in 0..SEARCHED {
        let Ok(Some(row)) = reader.next_row() else { break };
        add(&mut rows, &row, &mut blank);
    }
    Top {
        place: Place::Text(delimiter),
        rows,
    }
}

/// Adds a row that holds something; tells whether it does not.
fn add(rows: &mut Vec<First>, row: &Row<'_>, blank: &mut bool) {
    let before = std::mem::replace(blank, row.cells.is_blank());
    if !*blank {
        rows.push(First::new((row.line, before), &row.cells.texts()));
    }
}

impl First {
    fn new((line, set_off): (u64, bool), texts: &[String]) -> Self {
        let texts: Vec<String> = texts
            .iter()
            .map(|text| tidy(text).chars().map(plain_dash).collect())
            .collect();
        let keys = texts.iter().map(|text| folded(text)).collect();
        Self {
            line,
            set_off,
            texts,
            keys,
        }
    }
}

/// The text of bytes, if it begins like a map.
pub(super) fn map<'a>(bytes: &'a [u8], encoding: Option<&str>) -> Option<Cow<'a, str>> {
    if is_workbook(bytes) {
        return None;
    }
    let text = text::decode(bytes, encoding).ok()?;
    text.trim_start().starts_with('{').then_some(text)
}

/// The language that a text looks like. Anything may be YAML, so that only what begins like a map or a list is.
fn language(text: &str) -> Option<Language> {
    match text.trim_start().chars().next()? {
        '{' | '[' => Some(Language::Json),
        '<' => Some(Language::Xml),
        _ => {
            let mut lines = text.lines().map(str::trim_end);
            let first = lines.find(|line| !line.is_empty() && !line.trim_start().starts_with('#'))?;
            let key = first.split_once(": ").map(|(key, _)| key).or(first.strip_suffix(':'));
            let plain = |key: &str| {
                let odd = |sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '/' | '"' | '\''));
                !key.is_empty() && !key.contains(odd)
            };
            let yaml = first == "---" || first.starts_with("- ") || first == "-" || key.is_some_and(plain);
            yaml.then_some(Language::Yaml)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_have_plain_blanks() {
        let row = First::new(
            (1, false),
            &[
                "Last active in\u{a0}Jira ".to_owned(),
                "Zu\u{308}rich".to_owned(),
                "Jira \u{2013} acme".to_owned(),
            ],
        );
        assert_eq!(row.texts, ["Last active in Jira", "Zürich", "Jira - acme"]);
    }

    #[test]
    fn a_map_is_seen_in_any_encoding() {
        let wide: Vec<u8> = "{\"Content\": 1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xff\xfe".as_slice(), &wide].concat();
        for (bytes, encoding) in [
            (&b"\n {\"Content\": 1}"[..], None),
            (&b"\xef\xbb\xbf{\"Content\": 1}"[..], None),
            (&marked, None),
            (&wide, Some("utf-16le")),
        ] {
            assert!(map(bytes, encoding).is_some_and(|text| text.contains("\"Content\"")));
        }
        for bytes in [&b"[1]"[..], b"PK\x03\x04{", b"\xff{"] {
            assert!(map(bytes, None).is_none());
        }
    }

    #[test]
    fn texts_look_like_a_language_or_none() {
        for (text, expected) in [
            ("\n {\"a\": 1}", Some(Language::Json)),
            ("[]", Some(Language::Json)),
            ("<a/>", Some(Language::Xml)),
            ("# made by hand\nkind: ConfigMap\n", Some(Language::Yaml)),
            ("apiVersion:\n", Some(Language::Yaml)),
            ("---\na: b", Some(Language::Yaml)),
            ("- a: b", Some(Language::Yaml)),
            ("root:x:0:0:root:/root:/bin/bash", None),
            ("User list, as of: today\n", None),
            ("a,b\n", None),
            ("", None),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}

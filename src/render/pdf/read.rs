//! Reading back: the letters of a finished PDF, from its bytes alone.
//!
//! [`content`] decodes each page into its numbered pieces of text, [`meaning`] the fonts' maps to characters; the walk
//! through the structure tree here puts the pieces in order. Text that stands in no piece, a piece that the tree does not
//! name, or names twice, is an error: somebody has edited the file. So is a line of the contents that is not a heading and
//! the number of its page: the contents are no text of the document, and are compared with what they tell of.

mod content;
mod listed;
mod meaning;

use anyhow::{Context, Result, bail};
use listed::Listed;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// How deep a structure tree may be.
const DEPTH: usize = 200;

/// The pieces of text of all pages, by page and number.
type Pieces = BTreeMap<(ObjectId, i64), String>;

/// The letters of the second section, in the order of the structure tree.
pub(crate) fn letters(bytes: &[u8]) -> Result<String> {
    let file = Document::load_mem(bytes).context("the file is no readable PDF")?;
    let pieces = content::pieces(&file)?;
    let tree = file
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"StructTreeRoot", &file));
    let tree = tree
        .and_then(Object::as_dict)
        .context("the PDF has no structure tree")?;
    let [document] = kids(&file, tree)?[..] else {
        bail!("the PDF's structure tree has not one root")
    };
    let sections = kids(&file, element(&file, document)?)?;
    let [front, body] = sections[..] else {
        bail!("the PDF has not a title section and a text section")
    };
    let mut walk = Walk {
        file: &file,
        pieces,
        seen: BTreeSet::new(),
        letters: String::new(),
        begins: None,
        listed: Listed::of(&file),
    };
    walk.node(front, None, 0)?;
    walk.letters.clear();
    walk.listed.end_of_front();
    walk.node(body, None, 0)?;
    if let Some(((page, number), _)) = walk.pieces.first_key_value() {
        bail!(
            "piece {number} of the page in object {} stands nowhere in the structure tree",
            page.0
        );
    }
    walk.listed.check()?;
    Ok(walk.letters)
}

/// A walk through the structure tree.
struct Walk<'a> {
    file: &'a Document,
    /// The pieces that have not been met.
    pieces: Pieces,
    seen: BTreeSet<ObjectId>,
    letters: String,
    /// The page on which what is being read begins.
    begins: Option<ObjectId>,
    listed: Listed,
}

impl Walk<'_> {
    /// Reads what stands in a node.
    fn node(&mut self, node: &Object, page: Option<ObjectId>, depth: usize) -> Result<()> {
        if depth > DEPTH {
            bail!("the PDF's structure tree is too deep");
        }
        match node {
            Object::Integer(number) => return self.piece(page, *number),
            Object::Reference(id) if !self.seen.insert(*id) => bail!("the PDF's structure tree runs in a circle"),
            Object::Reference(_)
            | Object::Dictionary(_)
            | Object::Null
            | Object::Boolean(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..)
            | Object::Array(_)
            | Object::Stream(_) => {}
        }
        let node = element(self.file, node)?;
        let page = node.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        match node.get(b"Type").and_then(Object::as_name) {
            Ok(b"MCR") => {
                let number = node
                    .get(b"MCID")
                    .and_then(Object::as_i64)
                    .context("a piece of text has no number")?;
                return self.piece(page, number);
            }
            Ok(b"OBJR") => return Ok(()),
            Ok(_) | Err(_) => {}
        }
        let before = self.letters.len();
        self.begins = None;
        for kid in kids(self.file, node)? {
            self.node(kid, page, depth + 1)?;
        }
        let kind = node
            .get_deref(b"S", self.file)
            .and_then(Object::as_name)
            .context("a node has no type")?;
        let words = self.letters.get(before..).unwrap_or_default();
        match kind {
            b"Reference" => self.listed.reference(words),
            b"H1" | b"H2" | b"H3" | b"H4" | b"H5" | b"H6" => self.listed.heading(words, self.begins),
            // What a picture shows is said by its alternative text, and of a chart by its table.
            b"Lbl" | b"Figure" => self.letters.truncate(before),
            _ => {}
        }
        Ok(())
    }

    /// Reads a piece of text.
    fn piece(&mut self, page: Option<ObjectId>, number: i64) -> Result<()> {
        let page = page.context("a piece of text is on no page")?;
        let piece = self.pieces.remove(&(page, number));
        let piece = piece.with_context(|| format!("there is no piece {number}, or it stands in two nodes"))?;
        self.begins.get_or_insert(page);
        self.letters
            .extend(piece.chars().filter(|letter| !letter.is_whitespace()));
        Ok(())
    }
}

/// A node as a dictionary.
fn element<'a>(file: &'a Document, node: &'a Object) -> Result<&'a Dictionary> {
    let (_, node) = file
        .dereference(node)
        .context("a node of the structure tree is missing")?;
    node.as_dict().context("a node of the structure tree is none")
}

/// What stands in a node.
fn kids<'a>(file: &'a Document, node: &'a Dictionary) -> Result<Vec<&'a Object>> {
    let Ok(kids) = node.get(b"K") else {
        return Ok(Vec::new());
    };
    let (_, inside) = file
        .dereference(kids)
        .context("a node of the structure tree is missing")?;
    Ok(match inside.as_array() {
        Ok(kids) => kids.iter().collect(),
        Err(_) => vec![kids],
    })
}

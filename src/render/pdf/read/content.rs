//! The text of each page, by marked content.

use super::{
    Pieces,
    meaning::{self, Meaning},
};
use anyhow::{Context, Result, bail};
use lopdf::{
    Dictionary, Document, Object, ObjectId,
    content::{Content, Operation},
};
use std::collections::BTreeMap;

/// What marked content is.
#[derive(Clone, Copy)]
enum Mark {
    /// A piece of text of this number.
    Piece(i64),
    /// A piece that says its text itself, whatever its glyphs stand for.
    Told,
    /// No text of the document.
    Artifact,
    /// Neither says so.
    Other,
}

/// The pieces of text of all pages.
pub(super) fn pieces(file: &Document) -> Result<Pieces> {
    let mut pieces = Pieces::new();
    let mut meanings: BTreeMap<ObjectId, Meaning> = BTreeMap::new();
    for (number, page) in file.get_pages() {
        let mut reader = Reader {
            file,
            fonts: named(file, page, b"Font")?,
            pictures: named(file, page, b"XObject")?,
            meanings: &mut meanings,
            marks: Vec::new(),
            font: None,
        };
        reader
            .page(page, &mut pieces)
            .with_context(|| format!("page {number} cannot be read"))?;
    }
    Ok(pieces)
}

/// The resources of a kind that a page has, by name.
fn named(file: &Document, page: ObjectId, kind: &[u8]) -> Result<BTreeMap<Vec<u8>, ObjectId>> {
    let page = file.get_dictionary(page).context("a page is missing")?;
    let resources = page
        .get_deref(b"Resources", file)
        .and_then(Object::as_dict)
        .context("a page has no resources")?;
    let fonts = resources
        .get_deref(kind, file)
        .and_then(Object::as_dict)
        .context("a page lacks fonts or pictures")?;
    let each =
        |(name, one): (&Vec<u8>, &Object)| Ok((name.clone(), one.as_reference().context("a resource is missing")?));
    fonts.iter().map(each).collect()
}

/// Reads a page.
struct Reader<'a> {
    file: &'a Document,
    fonts: BTreeMap<Vec<u8>, ObjectId>,
    pictures: BTreeMap<Vec<u8>, ObjectId>,
    meanings: &'a mut BTreeMap<ObjectId, Meaning>,
    marks: Vec<Mark>,
    font: Option<ObjectId>,
}

impl Reader<'_> {
    /// Adds the pieces of the page.
    fn page(&mut self, page: ObjectId, pieces: &mut Pieces) -> Result<()> {
        let mut bytes = Vec::new();
        for content in self.file.get_page_contents(page) {
            let stream = self
                .file
                .get_object(content)
                .and_then(Object::as_stream)
                .context("its contents are missing")?;
            bytes.extend(stream.get_plain_content().context("its contents are damaged")?);
            bytes.push(b'\n');
        }
        for operation in Content::decode(&bytes).context("its contents are damaged")?.operations {
            self.operation(&operation, page, pieces)?;
        }
        if self.marks.is_empty() {
            Ok(())
        } else {
            bail!("marked content is never closed")
        }
    }

    /// Follows an operation.
    fn operation(&mut self, operation: &Operation, page: ObjectId, pieces: &mut Pieces) -> Result<()> {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BDC" | "BMC" => {
                let (mut mark, told) = mark(operands)?;
                if let Mark::Piece(number) = mark {
                    if told.is_some() {
                        mark = Mark::Told;
                    }
                    if pieces.insert((page, number), told.unwrap_or_default()).is_some() {
                        bail!("piece {number} stands there twice");
                    }
                }
                self.marks.push(mark);
            }
            "EMC" => {
                self.marks
                    .pop()
                    .context("marked content is closed that was never opened")?;
            }
            "Tf" => {
                let name = operands
                    .first()
                    .and_then(|name| name.as_name().ok())
                    .context("a font has no name")?;
                let font = *self.fonts.get(name).context("a font is missing")?;
                if !self.meanings.contains_key(&font) {
                    let dictionary: &Dictionary = self.file.get_dictionary(font).context("a font is missing")?;
                    self.meanings.insert(font, meaning::of(self.file, dictionary)?);
                }
                self.font = Some(font);
            }
            "Tj" | "'" | "\"" | "TJ" => {
                let text = self.text(operands)?;
                let innermost = self.marks.iter().rev().find(|mark| !matches!(mark, Mark::Other));
                match innermost {
                    Some(Mark::Piece(number)) => pieces.entry((page, *number)).or_default().push_str(&text),
                    Some(Mark::Told | Mark::Artifact) => {}
                    Some(Mark::Other) | None => bail!("the text `{text}` is neither marked as text nor as an artifact"),
                }
            }
            // The logo, which the structure tree names and which shows no text.
            "Do" if matches!(self.marks.last(), Some(Mark::Piece(_))) && self.is_picture(operands) => {}
            "Do" | "BI" => bail!("it shows an image or a form, which this program never writes"),
            _ => {}
        }
        Ok(())
    }

    /// Whether an object of this name is a picture, not a form, in which text could stand.
    fn is_picture(&self, operands: &[Object]) -> bool {
        let name = operands.first().and_then(|name| name.as_name().ok());
        let kind = name.and_then(|name| self.pictures.get(name));
        kind.is_some_and(|id| {
            let picture = self.file.get_object(*id).and_then(Object::as_stream);
            let kind = picture.and_then(|picture| picture.dict.get(b"Subtype").and_then(Object::as_name));
            kind.is_ok_and(|kind| kind == b"Image")
        })
    }

    /// The characters that operands show.
    fn text(&self, operands: &[Object]) -> Result<String> {
        let meaning = self
            .font
            .and_then(|font| self.meanings.get(&font))
            .context("text stands there in no font")?;
        let mut text = String::new();
        let strings = operands.iter().flat_map(|operand| match operand.as_array() {
            Ok(array) => array.as_slice(),
            Err(_) => std::slice::from_ref(operand),
        });
        for string in strings.filter_map(|string| string.as_str().ok()) {
            for number in string.chunks(2) {
                let number = u16::from_be_bytes(number.try_into().context("a glyph number has not two bytes")?);
                let known = meaning.get(&number);
                text.push_str(known.with_context(|| format!("the font does not say what glyph {number} stands for"))?);
            }
        }
        Ok(text)
    }
}

/// What marked content says it is, and the text that it tells in place of its glyphs'.
fn mark(operands: &[Object]) -> Result<(Mark, Option<String>)> {
    let properties = operands.get(1).and_then(|properties| properties.as_dict().ok());
    if let Some(number) = properties.and_then(|properties| properties.get(b"MCID").ok()) {
        let number = number.as_i64().context("a piece of text has no number")?;
        let told = properties.and_then(|properties| properties.get(b"ActualText").ok());
        return Ok((Mark::Piece(number), told.map(text).transpose()?));
    }
    let artifact = operands.first().and_then(|tag| tag.as_name().ok()) == Some(b"Artifact");
    Ok((if artifact { Mark::Artifact } else { Mark::Other }, None))
}

/// The characters of a text in UTF-16.
fn text(object: &Object) -> Result<String> {
    let bytes = object.as_str().context("the text of a piece is none")?;
    let units = bytes
        .strip_prefix(b"\xFE\xFF")
        .context("the text of a piece is not UTF-16")?;
    let units = units.chunks(2).map(|unit| unit.try_into().map(u16::from_be_bytes));
    let units: Vec<u16> = units.collect::<Result<_, _>>().context("the text of a piece is cut")?;
    String::from_utf16(&units).context("the text of a piece is damaged")
}

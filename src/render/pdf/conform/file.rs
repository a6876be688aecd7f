//! The finished file: streams as they are, all other objects packed together and compressed, then where each one is.
//!
//! A tagged document has an object for each of its cells; packed (PDF 1.5, which PDF/A-2 allows) they take a fifth of the room.

use anyhow::{Context, Result};
use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};
use std::io::Write;

/// How many objects are packed together: a reader of one unpacks all, and an object's place among them takes a byte.
const TOGETHER: usize = 200;

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    /// Nowhere: no object has this number.
    Free,
    /// So many bytes from the beginning.
    At(usize),
    /// In a pack, and the how manieth there.
    In(u32, u8),
}

/// Objects that are packed together.
#[derive(Default)]
struct Pack {
    count: u8,
    /// The number of each and where it begins.
    index: Vec<u8>,
    objects: Vec<u8>,
}

/// A file that is being written.
pub(super) struct File {
    bytes: Vec<u8>,
    places: Vec<Place>,
    pack: Pack,
    /// The number of the pack that is being filled.
    number: u32,
}

impl File {
    /// A file whose objects have numbers below `end`.
    pub(super) fn new(end: u32) -> Self {
        // Bytes that no text has tell programs that this is none.
        let bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let places = vec![Place::Free; index(end)];
        Self {
            bytes,
            places,
            pack: Pack::default(),
            number: end,
        }
    }

    /// Adds an object of a number.
    pub(super) fn add(&mut self, number: u32, object: &Object) -> Result<()> {
        if let Object::Stream(stream) = object {
            self.place(number, Place::At(self.bytes.len()));
            return self.stream(number, &stream.dict, &stream.content);
        }
        self.packed(number, |into| write(object, into))
    }

    /// Adds an object that is no stream.
    pub(super) fn packed(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>) -> Result<()>) -> Result<()> {
        self.place(number, Place::In(self.number, self.pack.count));
        let pack = &mut self.pack;
        write!(pack.index, "{number} {} ", pack.objects.len())?;
        write(&mut pack.objects)?;
        pack.objects.push(b'\n');
        pack.count += 1;
        if usize::from(pack.count) == TOGETHER {
            self.close()?;
        }
        Ok(())
    }

    /// Ends the file, whose first object and facts are these, and gives its bytes.
    pub(super) fn finish(mut self, root: ObjectId, info: ObjectId) -> Result<Vec<u8>> {
        if self.pack.count > 0 {
            self.close()?;
        }
        let start = self.bytes.len();
        self.places.push(Place::At(start));
        // Each row as its difference from the one above, of which little remains to be compressed.
        let mut above = [0; 7];
        let mut rows = Vec::with_capacity(self.places.len() * 8);
        for place in &self.places {
            let row = row(*place)?;
            rows.push(2);
            rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
            above = row;
        }
        let name = Sha256::digest(&self.bytes).to_vec();
        let name = Object::String(name, StringFormat::Hexadecimal);
        let parameters = dictionary! { "Predictor" => 12, "Columns" => 7 };
        let content = deflated(&rows)?;
        let table = dictionary! {
            "Type" => "XRef",
            "Size" => super::integer(self.places.len()),
            "W" => vec![1.into(), 5.into(), 1.into()],
            "Root" => root,
            "Info" => info,
            "ID" => vec![name.clone(), name],
            "Filter" => "FlateDecode",
            "DecodeParms" => parameters,
            "Length" => super::integer(content.len()),
        };
        self.stream(self.number, &table, &content)?;
        write!(self.bytes, "startxref\n{start}\n%%EOF\n")?;
        Ok(self.bytes)
    }

    /// Notes where an object is.
    fn place(&mut self, number: u32, place: Place) {
        if let Some(known) = self.places.get_mut(index(number)) {
            *known = place;
        }
    }

    /// Writes the pack.
    fn close(&mut self) -> Result<()> {
        let Pack { count, index, objects } = std::mem::take(&mut self.pack);
        let content = deflated(&[index.as_slice(), &objects].concat())?;
        let facts = dictionary! {
            "Type" => "ObjStm",
            "N" => i64::from(count),
            "First" => super::integer(index.len()),
            "Filter" => "FlateDecode",
            "Length" => super::integer(content.len()),
        };
        let number = self.number;
        self.places.push(Place::At(self.bytes.len()));
        self.number += 1;
        self.stream(number, &facts, &content)
    }

    /// Writes a stream.
    fn stream(&mut self, number: u32, facts: &Dictionary, content: &[u8]) -> Result<()> {
        writeln!(self.bytes, "{number} 0 obj")?;
        inside(facts, &mut self.bytes)?;
        self.bytes.extend_from_slice(b"\nstream\n");
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }
}

/// Compresses.
pub(super) fn deflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish().context("the PDF cannot be compressed")
}

/// A row of the table of places: a byte, five and one.
fn row(place: Place) -> Result<[u8; 7]> {
    let (kind, number, last) = match place {
        Place::Free => (0, 0, 0),
        Place::At(offset) => (1, u64::try_from(offset)?, 0),
        Place::In(pack, at) => (2, u64::from(pack), at),
    };
    let [0, 0, 0, place @ ..] = number.to_be_bytes() else {
        anyhow::bail!("the PDF would be larger than a terabyte");
    };
    let mut row = [kind, 0, 0, 0, 0, 0, last];
    for (byte, from) in row.iter_mut().skip(1).zip(place) {
        *byte = from;
    }
    Ok(row)
}

/// A number of an object as an index.
fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Writes an object that is no stream.
fn write(object: &Object, into: &mut Vec<u8>) -> Result<()> {
    match object {
        Object::Null | Object::Stream(_) => into.extend_from_slice(b"null"),
        Object::Boolean(value) => write!(into, "{value}")?,
        Object::Integer(value) => into.extend_from_slice(itoa::Buffer::new().format(*value).as_bytes()),
        Object::Real(value) => write!(into, "{value}")?,
        Object::Name(value) => name(value, into)?,
        Object::String(text, StringFormat::Literal) => {
            into.push(b'(');
            for byte in text {
                match byte {
                    b'(' | b')' | b'\\' => into.extend([b'\\', *byte]),
                    b'\r' => into.extend_from_slice(b"\\r"),
                    _ => into.push(*byte),
                }
            }
            into.push(b')');
        }
        Object::String(text, StringFormat::Hexadecimal) => {
            into.push(b'<');
            for byte in text {
                write!(into, "{byte:02X}")?;
            }
            into.push(b'>');
        }
        Object::Array(objects) => {
            into.push(b'[');
            for (index, object) in objects.iter().enumerate() {
                if index > 0 {
                    into.push(b' ');
                }
                write(object, into)?;
            }
            into.push(b']');
        }
        Object::Dictionary(entries) => inside(entries, into)?,
        Object::Reference((number, generation)) => write!(into, "{number} {generation} R")?,
    }
    Ok(())
}

/// Writes a dictionary.
fn inside(entries: &Dictionary, into: &mut Vec<u8>) -> Result<()> {
    into.extend_from_slice(b"<<");
    self::entries(entries, into)?;
    into.extend_from_slice(b">>");
    Ok(())
}

/// Writes the entries of a dictionary.
pub(super) fn entries(entries: &Dictionary, into: &mut Vec<u8>) -> Result<()> {
    for (key, value) in entries {
        name(key, into)?;
        into.push(b' ');
        write(value, into)?;
    }
    Ok(())
}

/// Writes a name.
fn name(name: &[u8], into: &mut Vec<u8>) -> Result<()> {
    into.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            into.push(*byte);
        } else {
            write!(into, "#{byte:02X}")?;
        }
    }
    Ok(())
}

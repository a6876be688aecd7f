//! A font file of somebody's own: whether it can stand in a PDF, and which letters it shows.

use crate::model::{font::Font, glyphs::is_unsayable};
use anyhow::{Result, anyhow, bail};
use harfrust::Font as Opened;
use std::sync::Arc;
use subsetter::{GlyphRemapper, subset};

/// The bits of `OS/2.fsType` that say how it may be embedded, and the one that forbids it.
const EMBEDDING: u16 = 0xE;
const FORBIDDEN: u16 = 0x2;
/// The weight from which on a font is bold.
const BOLD: u16 = 600;

/// Opens a font file; of a collection the first font.
pub(crate) fn open(file: &str, bytes: Arc<Vec<u8>>) -> Result<Font> {
    let unreadable = || {
        anyhow!(
            "`{file}` is no font that can be read; expected is a TrueType or OpenType file (.ttf, .otf, .ttc): put another \
             file there, or take it out"
        )
    };
    let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::<Vec<u8>>::clone(&bytes);
    let opened = Opened::new(shared, 0).ok_or_else(unreadable)?;
    if subset(&bytes, 0, &GlyphRemapper::new()).is_err() {
        bail!(
            "`{file}` is a font whose letters a PDF cannot hold: it has no outlines (`glyf` or `CFF`), as fonts of pictures \
             or colours have none; put another file there, or take it out"
        );
    }
    let os2 = table(&bytes, *b"OS/2");
    if os2
        .and_then(|table| number(table, 8))
        .is_some_and(|bits| bits & EMBEDDING == FORBIDDEN)
    {
        bail!(
            "`{file}` says that its licence forbids to embed it in documents; put another font there, for example one of \
             the Noto fonts, or take it out"
        );
    }
    let mut letters: Vec<(char, char)> = Vec::new();
    let mut codes: Vec<u32> = opened
        .charmap()
        .unicodes()
        .filter(|(_, glyph)| glyph.to_u32() != 0)
        .map(|(code, _)| code)
        .collect();
    codes.sort_unstable();
    for letter in codes
        .into_iter()
        .filter_map(char::from_u32)
        .filter(|letter| !is_unsayable(*letter))
    {
        match letters.last_mut() {
            Some((_, last)) if u32::from(*last) + 1 >= u32::from(letter) => *last = letter,
            _ => letters.push((letter, letter)),
        }
    }
    Ok(Font {
        file: file.to_owned(),
        name: name(file),
        is_bold: os2.is_some_and(|table| number(table, 4) >= Some(BOLD)),
        letters,
        bytes,
    })
}

/// What the PDF calls it: the name of its file, as far as a name in a PDF may be so.
fn name(file: &str) -> String {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    name.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect()
}

/// A table of a font file; of a collection that of the first font.
fn table(bytes: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let long = |at: usize| {
        let four = bytes.get(at..at.checked_add(4)?)?;
        usize::try_from(u32::from_be_bytes(four.try_into().ok()?)).ok()
    };
    let start = if bytes.starts_with(b"ttcf") { long(12)? } else { 0 };
    let count = usize::from(number(bytes, start.checked_add(4)?)?);
    let mut rows = (0..count).filter_map(|row| start.checked_add(12 + 16 * row));
    let row = rows.find(|row| bytes.get(*row..).is_some_and(|rest| rest.starts_with(&tag)))?;
    let (from, size) = (long(row + 8)?, long(row + 12)?);
    bytes.get(from..from.checked_add(size)?)
}

/// A number of two bytes.
fn number(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(two.try_into().ok()?))
}

//! What the glyph numbers of a font stand for: its `ToUnicode` map.

use anyhow::{Context, Result, bail};
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;

/// The characters of each glyph number.
pub(super) type Meaning = BTreeMap<u16, String>;

/// The map of a font.
pub(super) fn of(file: &Document, font: &Dictionary) -> Result<Meaning> {
    if font.get(b"Encoding").and_then(Object::as_name).ok() != Some(b"Identity-H") {
        bail!("a font of the PDF is not addressed by glyph numbers");
    }
    let map = font
        .get_deref(b"ToUnicode", file)
        .and_then(Object::as_stream)
        .context("a font has no map to text")?;
    let map = map.get_plain_content().context("a font's map to text is damaged")?;
    let map = std::str::from_utf8(&map).context("a font's map to text is damaged")?;
    if map.contains("beginbfrange") {
        bail!("a font's map to text has ranges, which this program never writes");
    }
    let mut meaning = Meaning::new();
    for section in map.split("beginbfchar").skip(1) {
        let (section, _) = section
            .split_once("endbfchar")
            .context("a font's map to text is damaged")?;
        let numbers: Vec<Vec<u16>> = section.split_whitespace().map(units).collect::<Result<_>>()?;
        for pair in numbers.chunks(2) {
            let [from, to] = pair else {
                bail!("a font's map to text is damaged")
            };
            let [from] = from[..] else {
                bail!("a glyph number has not two bytes")
            };
            let to = String::from_utf16(to).context("a font's map to text is damaged")?;
            if meaning.insert(from, to).is_some() {
                bail!("a font's map to text names glyph {from} twice");
            }
        }
    }
    Ok(meaning)
}

/// Two-byte numbers written as `<00410042>`.
fn units(digits: &str) -> Result<Vec<u16>> {
    let digits = digits.strip_prefix('<').and_then(|digits| digits.strip_suffix('>'));
    let digits = digits.context("a font's map to text is damaged")?.as_bytes();
    let unit = |unit: &[u8]| Ok(u16::from_str_radix(std::str::from_utf8(unit)?, 16)?);
    let units = digits.chunks(4).map(|digits| {
        if digits.len() == 4 {
            unit(digits)
        } else {
            bail!("half a number")
        }
    });
    units.collect::<Result<_>>().context("a font's map to text is damaged")
}

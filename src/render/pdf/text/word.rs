//! Words as glyphs: each word of each face is shaped once.

use super::Face;
use anyhow::{Result, anyhow, bail};
use harfrust::{Buffer, ClusterLevel, Font, GlyphId, ShapeOptions, ShaperFont, shape};
use std::{collections::HashMap, rc::Rc};

/// One glyph of a word; lengths in thousandths of the type size.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    /// Its number in the font file.
    pub(crate) id: u16,
    /// How far the pen moves.
    pub(crate) advance: f32,
    /// How far the font itself would move it.
    pub(crate) natural: f32,
    /// Where it stands, seen from the pen: right and up.
    pub(crate) shift: (f32, f32),
    /// The characters it stands for, never none.
    pub(crate) text: String,
}

/// A shaped word with the white space behind it.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// The face it was shaped in.
    pub(crate) face: Face,
    /// Its characters.
    pub(crate) text: String,
    /// Its glyphs, white space included.
    pub(crate) glyphs: Vec<Glyph>,
    /// Width without the white space behind it, in thousandths of the type size.
    pub(crate) width: f32,
    /// Width of the white space behind it.
    pub(crate) space: f32,
}

/// A face and the words it has shaped.
struct Cut {
    face: Face,
    font: Font,
    units: f32,
    words: HashMap<String, Rc<Word>>,
}

/// Shapes words, each once.
pub(crate) struct Shaper {
    regular: Cut,
    bold: Cut,
}

impl Shaper {
    /// Opens the embedded fonts.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {
            regular: Cut::open(Face::Regular)?,
            bold: Cut::open(Face::Bold)?,
        })
    }

    /// A word in a face; fails when the face has no glyph for one of its characters.
    pub(crate) fn word(&mut self, face: Face, text: &str) -> Result<Rc<Word>> {
        let cut = match face {
            Face::Regular => &mut self.regular,
            Face::Bold => &mut self.bold,
        };
        if let Some(word) = cut.words.get(text) {
            return Ok(Rc::clone(word));
        }
        let word = Rc::new(cut.shape(text)?);
        cut.words.insert(text.to_owned(), Rc::clone(&word));
        Ok(word)
    }
}

impl Cut {
    fn open(face: Face) -> Result<Self> {
        let font = face.open()?;
        let units = f32::from(font.units_per_em());
        Ok(Self {
            face,
            font,
            units,
            words: HashMap::new(),
        })
    }

    /// Shapes a word, and knows for each glyph which characters it stands for.
    fn shape(&self, text: &str) -> Result<Word> {
        let font = ShaperFont::new(&self.font);
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        buffer.guess_segment_properties();
        shape(&font, &mut buffer, ShapeOptions::new())
            .map_err(|error| anyhow!("`{text}` cannot be shaped: {error}"))?;
        let scale = |value: i32| f32::from(i16::try_from(value).unwrap_or(i16::MAX)) * 1000.0 / self.units;
        let infos = buffer.glyph_infos();
        let mut word = Word {
            face: self.face,
            text: text.to_owned(),
            glyphs: Vec::new(),
            width: 0.0,
            space: 0.0,
        };
        for (index, (info, place)) in infos.iter().zip(buffer.glyph_positions()).enumerate() {
            let stands_for = characters(text, infos.iter().map(|info| info.cluster), index);
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            if id == 0 || stands_for.contains(['\u{0}', '\u{FEFF}', '\u{FFFE}']) {
                let missing = stands_for.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
                let code = u32::from(missing);
                bail!("no embedded font has a glyph for `{missing}` (U+{code:04X}) in `{text}`: replace the character");
            }
            if stands_for.is_empty() {
                bail!("`{text}` cannot be written so that its text can be copied: write it with simpler characters");
            }
            let advance = scale(place.x_advance);
            if stands_for.chars().all(char::is_whitespace) {
                word.space += advance;
            } else {
                word.width += word.space + advance;
                word.space = 0.0;
            }
            word.glyphs.push(Glyph {
                id,
                advance,
                natural: scale(font.glyph_h_advance(GlyphId::new(info.glyph_id))),
                shift: (scale(place.x_offset), scale(place.y_offset)),
                text: stands_for,
            });
        }
        Ok(word)
    }
}

/// The characters that the glyph at `index` stands for. Glyphs of one cluster share its characters out, one each, and
/// the last takes the rest.
fn characters(text: &str, clusters: impl Iterator<Item = u32> + Clone, index: usize) -> String {
    let Some(own) = clusters.clone().nth(index) else {
        return String::new();
    };
    let end = clusters.clone().filter(|cluster| *cluster > own).min();
    let byte = |cluster: u32| usize::try_from(cluster).unwrap_or(usize::MAX);
    let all = text.get(byte(own)..end.map_or(text.len(), byte)).unwrap_or_default();
    let before = clusters.clone().take(index).filter(|cluster| *cluster == own).count();
    let after = clusters.skip(index + 1).any(|cluster| cluster == own);
    let rest = all.chars().skip(before);
    if after { rest.take(1).collect() } else { rest.collect() }
}

//! Words as glyphs: a text in one font, running in one direction.

use super::{
    Cut,
    face::{Data, File},
};
use crate::model::glyphs::is_unsayable;
use anyhow::{Context, Result, anyhow};
use harfrust::{Buffer, ClusterLevel, Direction, Font, GlyphId, ShapeOptions, ShaperFont, shape};
use std::sync::Arc;

/// What is shown for a character that no font has.
pub(super) const REPLACEMENT: char = '\u{FFFD}';
/// What a glyph stands for that has no character of its own: nothing that is seen.
const NOTHING: &str = "\u{200B}";

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
    /// The font it was shaped in.
    pub(crate) cut: Cut,
    /// Its characters.
    pub(crate) text: String,
    /// Its glyphs in reading order, white space included.
    pub(crate) glyphs: Vec<Glyph>,
    /// Whether each glyph stands left of the one before it.
    pub(crate) leftwards: bool,
    /// Whether its glyphs do not say its text: some stand for characters that no font has.
    pub(crate) is_replaced: bool,
    /// Width without the white space behind it, in thousandths of the type size.
    pub(crate) width: f32,
    /// Width of the white space behind it.
    pub(crate) space: f32,
    /// Whether the font has a glyph for each of its characters.
    pub(super) is_whole: bool,
}

/// A font file, opened for shaping.
pub(super) struct Opened {
    pub(super) file: File,
    font: Font,
    units: f32,
}

impl Opened {
    /// Opens a font file.
    pub(super) fn new(file: File) -> Result<Self> {
        let font = match &file.data {
            Data::Embedded(bytes) => Font::new(*bytes, 0),
            Data::Own(bytes) => {
                let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::<Vec<u8>>::clone(bytes);
                Font::new(bytes, 0)
            }
        };
        let font = font.with_context(|| format!("the font `{}` cannot be read", file.name))?;
        let units = f32::from(font.units_per_em());
        Ok(Self { file, font, units })
    }

    /// Whether it has a glyph for a character.
    pub(super) fn has(&self, letter: char) -> bool {
        let font = ShaperFont::new(&self.font);
        font.nominal_glyph(u32::from(letter))
            .is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// Shapes a word, and knows for each glyph which characters it stands for.
    pub(super) fn shape(&self, cut: Cut, text: &str, leftwards: bool) -> Result<Word> {
        let font = ShaperFont::new(&self.font);
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        buffer.set_direction(if leftwards {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        buffer.guess_segment_properties();
        shape(&font, &mut buffer, ShapeOptions::new())
            .map_err(|error| anyhow!("`{text}` cannot be shaped: {error}"))?;
        let scale = |value: i32| f32::from(i16::try_from(value).unwrap_or(i16::MAX)) * 1000.0 / self.units;
        let mut shaped: Vec<_> = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).collect();
        if leftwards {
            shaped.reverse();
        }
        let texts = characters(text, shaped.iter().map(|(info, _)| info.cluster));
        let mut word = Word::blank(cut, text, leftwards);
        for ((info, place), stands_for) in shaped.into_iter().zip(texts) {
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            word.is_whole &= id != 0 && !stands_for.contains(is_unsayable);
            word.is_replaced |= stands_for.is_empty();
            word.push(Glyph {
                id,
                advance: scale(place.x_advance),
                natural: scale(font.glyph_h_advance(GlyphId::new(info.glyph_id))),
                shift: (scale(place.x_offset), scale(place.y_offset)),
                text: if stands_for.is_empty() {
                    NOTHING.to_owned()
                } else {
                    stands_for
                },
            });
        }
        Ok(word)
    }

    /// A word that shows a replacement for each of its characters.
    pub(super) fn replace(&self, cut: Cut, text: &str, leftwards: bool) -> Result<Word> {
        let shown: String = text.chars().map(|_| REPLACEMENT).collect();
        let mut word = self.shape(cut, &shown, leftwards)?;
        text.clone_into(&mut word.text);
        word.is_replaced = true;
        word.is_whole
            .then_some(word)
            .context("the first font shows no replacement")
    }
}

impl Word {
    /// A word without glyphs.
    fn blank(cut: Cut, text: &str, leftwards: bool) -> Self {
        Self {
            cut,
            text: text.to_owned(),
            glyphs: Vec::new(),
            leftwards,
            is_replaced: false,
            width: 0.0,
            space: 0.0,
            is_whole: true,
        }
    }

    /// Adds the next glyph.
    fn push(&mut self, glyph: Glyph) {
        if glyph.text.chars().all(char::is_whitespace) {
            self.space += glyph.advance;
        } else {
            self.width += self.space + glyph.advance;
            self.space = 0.0;
        }
        self.glyphs.push(glyph);
    }

    /// Its characters, each or a few of them with how far the pen moves.
    pub(super) fn steps(&self) -> Vec<(&str, f32)> {
        if !self.is_replaced {
            let glyphs = self.glyphs.iter();
            return glyphs.map(|glyph| (glyph.text.as_str(), glyph.advance)).collect();
        }
        let count = u16::try_from(self.text.chars().count()).unwrap_or(u16::MAX);
        let step = (self.width + self.space) / f32::from(count.max(1));
        let letters = self.text.char_indices();
        let letters = letters.filter_map(|(at, letter)| self.text.get(at..at + letter.len_utf8()));
        letters.map(|letter| (letter, step)).collect()
    }
}

/// The characters that each glyph stands for. Glyphs of one cluster share its characters out, one each, and the last
/// takes the rest. Clusters are in the order of the glyphs, and each is the place in the text where it begins.
fn characters(text: &str, clusters: impl Iterator<Item = u32>) -> Vec<String> {
    let starts: Vec<usize> = clusters
        .map(|cluster| usize::try_from(cluster).unwrap_or(usize::MAX))
        .collect();
    let mut order = starts.clone();
    order.sort_unstable();
    order.dedup();
    let mut texts = Vec::with_capacity(starts.len());
    for glyphs in starts.chunk_by(|one, next| one == next) {
        let from = glyphs.first().copied().unwrap_or_default();
        let next = order.partition_point(|start| *start <= from);
        let end = order.get(next).copied().unwrap_or(text.len());
        let mut letters = text.get(from..end).unwrap_or_default().chars();
        texts.extend(
            glyphs
                .iter()
                .skip(1)
                .map(|_| letters.by_ref().take(1).collect::<String>()),
        );
        texts.push(letters.collect());
    }
    texts
}

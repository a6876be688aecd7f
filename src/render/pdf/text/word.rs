//! Words as glyphs: each word of each face is shaped once.

use super::Face;
use anyhow::{Result, anyhow, bail};
use harfrust::{Buffer, ClusterLevel, Font, GlyphId, ShapeOptions, ShaperFont, shape};
use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

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
    /// Its characters that no glyph shows.
    missing: Vec<char>,
}

/// A face and the words it has shaped.
struct Cut {
    face: Face,
    font: Font,
    units: f32,
    words: HashMap<String, Rc<Word>>,
}

/// How many characters that cannot be printed an error lists.
const LISTED: usize = 10;
/// How much text on each side of such a character it shows.
const AROUND: usize = 30;

/// Shapes words, each once.
pub(crate) struct Shaper {
    regular: Cut,
    bold: Cut,
    /// Every character met that no glyph shows.
    missing: BTreeSet<char>,
    /// The first of them, each with the first text it stands in.
    listed: Vec<(char, String)>,
}

impl Shaper {
    /// Opens the embedded fonts.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {
            regular: Cut::open(Face::Regular)?,
            bold: Cut::open(Face::Bold)?,
            missing: BTreeSet::new(),
            listed: Vec::new(),
        })
    }

    /// Notes the characters of a word that no glyph shows, and the text it stands in.
    pub(crate) fn note_missing(&mut self, word: &Word, text: &str) {
        for letter in &word.missing {
            if self.missing.insert(*letter) && self.listed.len() < LISTED {
                self.listed.push((*letter, around(text, *letter)));
            }
        }
    }

    /// Fails when a character was met that no glyph shows, and lists them all.
    pub(crate) fn refuse_missing(&self) -> Result<()> {
        if self.missing.is_empty() {
            return Ok(());
        }
        let mut lines: Vec<String> = (self.listed.iter())
            .map(|(letter, text)| format!("  `{letter}` (U+{:04X}) in `{text}`", u32::from(*letter)))
            .collect();
        let more = self.missing.len() - self.listed.len();
        if more > 0 {
            lines.push(format!("  and {more} more"));
        }
        bail!(
            "no embedded font has a glyph for these characters:\n{}\nreplace them in the files they come from; a later \
             version will take further fonts",
            lines.join("\n")
        );
    }

    /// A word in a face; characters that no glyph shows are noted in it.
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
            missing: Vec::new(),
        };
        let texts = characters(text, infos.iter().map(|info| info.cluster));
        for ((info, place), stands_for) in infos.iter().zip(buffer.glyph_positions()).zip(texts) {
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            if id == 0 {
                word.missing.extend(stands_for.chars().take(1));
            } else {
                let never = |letter: &char| matches!(letter, '\u{0}' | '\u{FEFF}' | '\u{FFFE}');
                word.missing.extend(stands_for.chars().filter(never));
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

/// A text, shortened to what stands around its first such letter.
fn around(text: &str, letter: char) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = letters.iter().position(|other| *other == letter).unwrap_or_default();
    let (from, to) = (at.saturating_sub(AROUND), letters.len().min(at + AROUND + 1));
    let shown: String = letters.iter().take(to).skip(from).collect();
    let (before, after) = (
        if from > 0 { "…" } else { "" },
        if to < letters.len() { "…" } else { "" },
    );
    format!("{before}{}{after}", shown.replace('\n', " "))
}

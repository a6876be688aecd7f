//! The fonts a document embeds: only the glyphs it shows.
//!
//! A PDF font says of each glyph which characters it stands for, once. Where a glyph stands for two (the space and the
//! no-break space share one), the face is embedded a second time for the second meaning.

use crate::render::pdf::{
    layout::{Item, Page},
    text::{Face, Glyph},
};
use anyhow::{Context, Result, bail};
use printpdf::{FontId, ParsedFont, PdfFont};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use subsetter::{GlyphRemapper, subset};

/// For each glyph of each face, what it stands for, in which font, under which number.
type Glyphs = BTreeMap<(Face, u16), Vec<(String, usize, u16)>>;

/// Where a glyph with its meaning has got to.
pub(super) struct Fonts {
    /// The embedded fonts.
    pub(super) embedded: Vec<(FontId, PdfFont)>,
    glyphs: Glyphs,
}

impl Fonts {
    /// Embeds what the pages show.
    pub(super) fn embed(pages: &[Page]) -> Result<Self> {
        let mut glyphs = Glyphs::new();
        for (face, glyph) in pages.iter().flat_map(|page| &page.items).flat_map(shown) {
            let meanings = glyphs.entry((face, glyph.id)).or_default();
            if !meanings.iter().any(|(text, ..)| *text == glyph.text) {
                meanings.push((glyph.text.clone(), 0, 0));
            }
        }
        let mut remappers: BTreeMap<(Face, usize), GlyphRemapper> = BTreeMap::new();
        for ((face, id), meanings) in &mut glyphs {
            for (turn, (_, _, number)) in meanings.iter_mut().enumerate() {
                *number = remappers.entry((*face, turn)).or_default().remap(*id);
            }
        }
        let keys: Vec<(Face, usize)> = remappers.keys().copied().collect();
        for ((face, _), meanings) in &mut glyphs {
            for (turn, (_, font, _)) in meanings.iter_mut().enumerate() {
                *font = keys.binary_search(&(*face, turn)).unwrap_or(0);
            }
        }
        let embedded = remappers
            .iter()
            .map(|((face, turn), remapper)| program(*face, *turn, remapper));
        Ok(Self {
            embedded: embedded.collect::<Result<_>>()?,
            glyphs,
        })
    }

    /// The font and the number of a glyph.
    pub(super) fn find(&self, face: Face, glyph: &Glyph) -> Result<(&FontId, u16)> {
        let meanings = self.glyphs.get(&(face, glyph.id)).map_or(&[][..], Vec::as_slice);
        let found = meanings.iter().find(|(text, ..)| *text == glyph.text);
        match found.and_then(|(_, font, number)| Some((&self.embedded.get(*font)?.0, *number))) {
            Some(found) => Ok(found),
            None => bail!("the glyph of `{}` is not embedded", glyph.text),
        }
    }
}

/// The glyphs an item shows.
fn shown(item: &Item) -> Vec<(Face, &Glyph)> {
    match item {
        Item::Text { words, .. } => words
            .iter()
            .flat_map(|set| set.word.glyphs.iter().map(|glyph| (set.word.face, glyph)))
            .collect(),
        Item::Fill { .. } | Item::Rule { .. } | Item::Picture { .. } => Vec::new(),
    }
}

/// A font program with some of a face's glyphs, under a name that tells which.
fn program(face: Face, turn: usize, remapper: &GlyphRemapper) -> Result<(FontId, PdfFont)> {
    let name = face.name();
    let bytes = subset(face.data(), 0, remapper).with_context(|| format!("the font `{name}` cannot be embedded"))?;
    let hash = Sha256::new()
        .chain_update(name)
        .chain_update(turn.to_be_bytes())
        .chain_update(&bytes)
        .finalize();
    let tag: String = hash.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    // It warns that the subset has no `cmap`, which a font addressed by glyph numbers does not need.
    let parsed = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new());
    let mut parsed = parsed.with_context(|| format!("the font `{name}` cannot be embedded"))?;
    parsed.font_name = Some(format!("{tag}+{name}"));
    Ok((FontId(format!("{tag}{turn}")), PdfFont::new(parsed)))
}

//! The fonts a document embeds: only the glyphs it shows.
//!
//! A PDF font says of each glyph which characters it stands for, once. Where a glyph stands for two (the space and the
//! no-break space share one), the font is embedded a second time for the second meaning.

use crate::render::pdf::{
    layout::{Item, Page},
    text::{Cut, File, Glyph, Shaper},
};
use anyhow::{Context, Result, bail};
use printpdf::{FontId, ParsedFont, PdfFont};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use subsetter::{GlyphRemapper, subset};

/// For each glyph of each font, what it stands for, in which font, under which number.
type Glyphs = BTreeMap<(Cut, u16), Vec<(String, usize, u16)>>;

/// Where a glyph with its meaning has got to.
pub(super) struct Fonts {
    /// The embedded fonts.
    pub(super) embedded: Vec<(FontId, PdfFont)>,
    glyphs: Glyphs,
}

impl Fonts {
    /// Embeds what the pages show.
    pub(super) fn embed(pages: &[Page], shaper: &Shaper) -> Result<Self> {
        let mut glyphs = Glyphs::new();
        for (cut, glyph) in pages.iter().flat_map(|page| &page.items).flat_map(shown) {
            let meanings = glyphs.entry((cut, glyph.id)).or_default();
            if !meanings.iter().any(|(text, ..)| *text == glyph.text) {
                meanings.push((glyph.text.clone(), 0, 0));
            }
        }
        let mut remappers: BTreeMap<(Cut, usize), GlyphRemapper> = BTreeMap::new();
        for ((cut, id), meanings) in &mut glyphs {
            for (turn, (_, _, number)) in meanings.iter_mut().enumerate() {
                *number = remappers.entry((*cut, turn)).or_default().remap(*id);
            }
        }
        let keys: Vec<(Cut, usize)> = remappers.keys().copied().collect();
        for ((cut, _), meanings) in &mut glyphs {
            for (turn, (_, font, _)) in meanings.iter_mut().enumerate() {
                *font = keys.binary_search(&(*cut, turn)).unwrap_or(0);
            }
        }
        let embedded = remappers
            .iter()
            .map(|((cut, turn), remapper)| program(shaper.file(*cut)?, *turn, remapper));
        Ok(Self {
            embedded: embedded.collect::<Result<_>>()?,
            glyphs,
        })
    }

    /// The font and the number of a glyph.
    pub(super) fn find(&self, cut: Cut, glyph: &Glyph) -> Result<(&FontId, u16)> {
        let meanings = self.glyphs.get(&(cut, glyph.id)).map_or(&[][..], Vec::as_slice);
        let found = meanings.iter().find(|(text, ..)| *text == glyph.text);
        match found.and_then(|(_, font, number)| Some((&self.embedded.get(*font)?.0, *number))) {
            Some(found) => Ok(found),
            None => bail!("the glyph of `{}` is not embedded", glyph.text),
        }
    }
}

/// The glyphs an item shows.
fn shown(item: &Item) -> Vec<(Cut, &Glyph)> {
    match item {
        Item::Text { words, .. } => words
            .iter()
            .flat_map(|set| set.word.glyphs.iter().map(|glyph| (set.word.cut, glyph)))
            .collect(),
        Item::Fill { .. } | Item::Rule { .. } | Item::Picture { .. } => Vec::new(),
    }
}

/// A font program with some of a font's glyphs, under a name that tells which.
fn program(file: &File, turn: usize, remapper: &GlyphRemapper) -> Result<(FontId, PdfFont)> {
    let name = &file.name;
    let bytes = subset(file.bytes(), 0, remapper).with_context(|| format!("the font `{name}` cannot be embedded"))?;
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

//! The fonts a document embeds: only the glyphs it shows.
//!
//! A PDF font says of each glyph which characters it stands for, once. Where a glyph stands for two (the space and the
//! no-break space share one), the font is embedded a second time for the second meaning.

use crate::render::pdf::{
    layout::{Item, Page},
    text::{Cut, File, Glyph, Placed, Shaper, Word},
};
use anyhow::{Context, Result};
use printpdf::{Codepoint, FontId, Op, ParsedFont, PdfFont, PdfFontHandle, Pt, TextItem};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};
use subsetter::{GlyphRemapper, subset};

/// For each glyph of each font, what it stands for, in which font, under which number.
type Glyphs = BTreeMap<(Cut, u16), Vec<(String, usize, u16)>>;

/// Where the glyphs of words have got to.
pub(super) struct Fonts {
    /// The embedded fonts.
    pub(super) embedded: Vec<(FontId, PdfFont)>,
    glyphs: Glyphs,
    /// For each word, by where it is kept, the font and the number of each of its glyphs.
    words: HashMap<*const Word, Vec<(usize, u16)>>,
}

impl Fonts {
    /// Embeds what the pages show.
    pub(super) fn embed(pages: &[Page], shaper: &Shaper) -> Result<Self> {
        let mut glyphs = Glyphs::new();
        let mut words: HashMap<*const Word, Vec<(usize, u16)>> = HashMap::new();
        let mut met = Vec::new();
        for word in pages.iter().flat_map(|page| &page.items).flat_map(shown) {
            if words.insert(Rc::as_ptr(&word.word), Vec::new()).is_some() {
                continue;
            }
            let word = &word.word;
            met.push(word);
            for glyph in &word.glyphs {
                let meanings = glyphs.entry((word.cut, glyph.id)).or_default();
                if !meanings.iter().any(|(text, ..)| *text == glyph.text) {
                    meanings.push((glyph.text.clone(), 0, 0));
                }
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
        for word in met {
            let each = word.glyphs.iter().map(|glyph| find(&glyphs, word.cut, glyph));
            words.insert(Rc::as_ptr(word), each.collect::<Result<_>>()?);
        }
        let embedded = remappers
            .iter()
            .map(|((cut, turn), remapper)| program(shaper.file(*cut)?, *turn, remapper));
        Ok(Self {
            embedded: embedded.collect::<Result<_>>()?,
            glyphs,
            words,
        })
    }

    /// The glyphs of a word, each with its font and its number there.
    pub(super) fn of<'a, 'b>(&'a self, word: &'b Rc<Word>) -> impl Iterator<Item = (&'b Glyph, &'a FontId, u16)> {
        let found = self.words.get(&Rc::as_ptr(word)).map_or(&[][..], Vec::as_slice);
        let each = word.glyphs.iter().zip(found);
        each.filter_map(|(glyph, (font, number))| Some((glyph, &self.embedded.get(*font)?.0, *number)))
    }

    /// Operations that show every glyph that any page shows, once.
    pub(super) fn shown(&self) -> Vec<Op> {
        let mut operations = vec![Op::StartTextSection];
        for (text, font, number) in self.glyphs.values().flatten() {
            let Some((font, _)) = self.embedded.get(*font) else {
                continue;
            };
            let font = PdfFontHandle::External(font.clone());
            let glyph = Codepoint {
                gid: *number,
                offset: 0.0,
                cid: Some(text.clone()),
            };
            operations.push(Op::SetFont { font, size: Pt(1.0) });
            operations.push(Op::ShowText {
                items: vec![TextItem::GlyphIds(vec![glyph])],
            });
        }
        operations.push(Op::EndTextSection);
        operations
    }
}

/// The character by which pages ask printpdf for a glyph, so that a run of them is one text: it stands for the number alone.
pub(super) fn sign(number: u16) -> char {
    char::from_u32(0x10000 + u32::from(number)).unwrap_or_default()
}

/// The words an item shows.
fn shown(item: &Item) -> &[Placed] {
    match item {
        Item::Text { words, .. } => words,
        Item::Fill { .. } | Item::Rule { .. } | Item::Picture { .. } => &[],
    }
}

/// The font and the number of a glyph.
fn find(glyphs: &Glyphs, cut: Cut, glyph: &Glyph) -> Result<(usize, u16)> {
    let meanings = glyphs.get(&(cut, glyph.id)).map_or(&[][..], Vec::as_slice);
    let found = meanings.iter().find(|(text, ..)| *text == glyph.text);
    let found = found.with_context(|| format!("the glyph of `{}` is not embedded", glyph.text))?;
    Ok((found.1, found.2))
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
    parsed.codepoint_to_glyph = (0..=remapper.num_gids())
        .map(|number| (u32::from(sign(number)), number))
        .collect();
    Ok((FontId(format!("{tag}{turn}")), PdfFont::new(parsed)))
}

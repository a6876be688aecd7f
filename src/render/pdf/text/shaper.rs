//! Which font shows which part of a text; each word of each font is shaped once.

use super::{
    Cut, Face, Word, bidi,
    face::{self, File},
    word::Opened,
};
use crate::model::font::Font;
use crate::model::glyphs::{is_unsayable, is_unseen};
use anyhow::{Context, Result};
use std::{collections::HashMap, ops::Range, rc::Rc};
use unicode_bidi::Level;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How a word is shaped: font, from right to left, as a replacement.
type How = (Cut, bool, bool);

/// Shapes words, each once.
pub(crate) struct Shaper {
    fonts: Vec<Opened>,
    /// Those for each face, in the order in which they are tried.
    cuts: [Vec<Cut>; 2],
    /// Those shaped so far, for each way to shape them.
    words: Vec<HashMap<String, Rc<Word>>>,
    direction: Level,
}

impl Shaper {
    /// Opens the embedded fonts, and somebody's own.
    pub(crate) fn new(own: &[Font]) -> Result<Self> {
        let fonts: Vec<Opened> = face::files(own).into_iter().map(Opened::new).collect::<Result<_>>()?;
        Ok(Self {
            cuts: [Face::Regular, Face::Bold].map(|face| cuts(face, &fonts)),
            words: vec![HashMap::new(); 4 * fonts.len()],
            fonts,
            direction: Level::ltr(),
        })
    }

    /// The same for a document of a language.
    pub(crate) fn of_language(self, tag: &str) -> Self {
        let direction = bidi::of_language(tag);
        Self { direction, ..self }
    }

    /// A font file.
    pub(crate) fn file(&self, cut: Cut) -> Result<&File> {
        Ok(&self.opened(cut)?.file)
    }

    fn opened(&self, cut: Cut) -> Result<&Opened> {
        self.fonts.get(cut.0).context("a font file is missing")
    }

    /// The fonts for a face, in the order in which they are tried.
    fn cuts(&self, face: Face) -> &[Cut] {
        let [regular, bold] = &self.cuts;
        match face {
            Face::Regular => regular,
            Face::Bold => bold,
        }
    }

    /// The first of them, which has most letters.
    fn first(&self, face: Face) -> Result<Cut> {
        self.cuts(face).first().copied().context("a face has no font")
    }

    /// How the document's language is written.
    pub(super) fn direction(&self) -> Level {
        self.direction
    }

    /// Whether the document's language is written from right to left.
    pub(crate) fn is_leftwards(&self) -> bool {
        self.direction.is_rtl()
    }

    /// A word of letters that the first font of a face has.
    pub(crate) fn word(&mut self, face: Face, text: &str) -> Result<Rc<Word>> {
        let first = self.first(face)?;
        let word = self.shaped((first, false, false), text)?;
        if word.is_whole {
            return Ok(word);
        }
        self.shaped((first, false, true), text)
    }

    /// A text that runs in one direction as words of one font each, in reading order. Characters that no font has are
    /// words of their own, which show a replacement for each.
    pub(super) fn words(&mut self, face: Face, text: &str, leftwards: bool) -> Result<Vec<Rc<Word>>> {
        let first = self.first(face)?;
        let word = self.shaped((first, leftwards, false), text)?;
        if word.is_whole {
            return Ok(vec![word]);
        }
        let mut words = Vec::new();
        for (cut, range) in self.runs(face, text) {
            let part = text.get(range).unwrap_or_default();
            let mut word = self.shaped((cut.unwrap_or(first), leftwards, cut.is_none()), part)?;
            if !word.is_whole {
                word = self.shaped((first, leftwards, true), part)?;
            }
            words.push(word);
        }
        Ok(words)
    }

    /// Another text, shaped like a word.
    pub(super) fn like(&mut self, word: &Word, text: &str) -> Result<Rc<Word>> {
        let shaped = self.shaped((word.cut, word.leftwards, word.is_replaced), text)?;
        if shaped.is_whole {
            return Ok(shaped);
        }
        self.shaped((word.cut, word.leftwards, true), text)
    }

    /// A word, shaped if it was not before.
    fn shaped(&mut self, (cut, leftwards, replaced): How, text: &str) -> Result<Rc<Word>> {
        let how = 4 * cut.0 + 2 * usize::from(leftwards) + usize::from(replaced);
        let words = self.words.get_mut(how).context("a font file is missing")?;
        if let Some(word) = words.get(text) {
            return Ok(Rc::clone(word));
        }
        let font = self.fonts.get(cut.0).context("a font file is missing")?;
        let word = Rc::new(if replaced {
            font.replace(cut, text, leftwards)?
        } else {
            font.shape(cut, text, leftwards)?
        });
        words.insert(text.to_owned(), Rc::clone(&word));
        Ok(word)
    }

    /// The parts of a text, each with the font that shows it, if any does.
    fn runs(&self, face: Face, text: &str) -> Vec<(Option<Cut>, Range<usize>)> {
        let cuts = self.cuts(face);
        let mut runs: Vec<(Option<Cut>, Range<usize>)> = Vec::new();
        for (at, letter) in text.char_indices() {
            let end = at + letter.len_utf8();
            let before = runs.last_mut();
            let stays = |cut: &Option<Cut>| cut.is_some_and(|cut| follows(letter) && self.has(cut, letter));
            match before {
                Some((cut, range)) if stays(cut) => range.end = end,
                before => {
                    let cut = cuts.iter().copied().find(|cut| self.has(*cut, letter));
                    match before {
                        Some((same, range)) if *same == cut => range.end = end,
                        _ => runs.push((cut, at..end)),
                    }
                }
            }
        }
        runs
    }

    /// Whether a font shows a character.
    fn has(&self, cut: Cut, letter: char) -> bool {
        let Ok(font) = self.opened(cut) else { return false };
        let parts = |letter: char| std::iter::once(letter).nfd().all(|part| font.has(part));
        !is_unsayable(letter) && (font.has(letter) || is_unseen(letter) || parts(letter))
    }
}

/// The fonts for a face: those that the program carries, then somebody's own of that face, then their others.
fn cuts(face: Face, fonts: &[Opened]) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = (0..fonts.len()).map(Cut).collect();
    let rank = |cut: &Cut| {
        let file = fonts.get(cut.0).map(|font| &font.file);
        file.map(|file| (!file.is_embedded, file.face != face))
    };
    cuts.retain(|cut| rank(cut) != Some((false, true)));
    cuts.sort_by_key(rank);
    cuts
}

/// Whether a character belongs to the one before it, and is shown by the same font.
fn follows(letter: char) -> bool {
    letter.is_whitespace() || is_unseen(letter) || is_combining_mark(letter)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop where its sample is not as written")]
mod tests {
    use super::*;
    use crate::model::glyphs::EMBEDDED;

    #[test]
    fn what_the_model_knows_of_the_fonts_is_what_they_have() {
        let shaper = Shaper::new(&[]).unwrap();
        let listed = |letter: char| EMBEDDED.iter().any(|(first, last)| (*first..=*last).contains(&letter));
        for face in [Face::Regular, Face::Bold] {
            let has = |letter: char| {
                shaper
                    .cuts(face)
                    .iter()
                    .any(|cut| shaper.opened(*cut).unwrap().has(letter))
            };
            let mut letters = ('\u{20}'..=char::MAX).filter(|letter| !is_unsayable(*letter));
            assert_eq!(letters.find(|letter| has(*letter) != listed(*letter)), None, "{face:?}");
        }
    }

    #[test]
    fn a_text_is_split_by_the_fonts_that_have_it() {
        let mut shaper = Shaper::new(&[]).unwrap();
        let mut parts = |text: &str, leftwards: bool| {
            let words = shaper.words(Face::Bold, text, leftwards).unwrap();
            let name = |word: &Rc<Word>| shaper.file(word.cut).unwrap().name.clone();
            let part = |word: &Rc<Word>| (word.text.clone(), name(word), word.is_replaced);
            words.iter().map(part).collect::<Vec<_>>()
        };
        let own = |text: &str, name: &str| (text.to_owned(), name.to_owned(), false);
        assert_eq!(parts("Zoë Ελ Ол ữ", false), [own("Zoë Ελ Ол ữ", "NotoSans-Bold")]);
        assert_eq!(
            parts("(שָׁלוֹם עולם)", true),
            [
                own("(", "NotoSans-Bold"),
                own("שָׁלוֹם עולם", "NotoSansHebrew-Bold"),
                own(")", "NotoSans-Bold")
            ]
        );
        assert_eq!(parts("مُحَمَّد ١٢", true), [own("مُحَمَّد ١٢", "NotoSansArabic-Bold")]);
        assert_eq!(
            parts("x 田中 y", false),
            [
                own("x ", "NotoSans-Bold"),
                ("田中".to_owned(), "NotoSans-Bold".to_owned(), true),
                own(" y", "NotoSans-Bold")
            ]
        );
    }
}

//! Text from right to left: which parts of a paragraph run how, and in which order the parts of a line stand (UAX 9).
//!
//! A paragraph runs as the document's language does, whatever name it begins with, unless all of its letters run the other
//! way. Lines are broken in reading order; then each is put in the order of the eye.
//! Marks by which a text would turn what stands around it (embeddings, overrides, isolates) have no say: a name in an
//! export must not turn the sentence that it stands in.

use super::{Placed, paragraph::points};
use crate::model::direction::is_leftwards;
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Which parts of a text run how.
pub(super) struct Directions {
    /// How the whole runs.
    pub(super) base: Level,
    /// The level of each byte.
    levels: Vec<Level>,
}

impl Directions {
    /// The directions of a text in a document of a language, unless all of it runs from left to right.
    pub(super) fn of(text: &str, language: Level) -> Option<Self> {
        if text.is_ascii() || !text.contains(runs_left) {
            return None;
        }
        let runs_right = text.contains(|letter| bidi_class(letter) == BidiClass::L);
        let base = if runs_right { language } else { Level::rtl() };
        // Byte for byte, so that places stay; a line's end is no paragraph's end.
        let plain = text.replace(turns, "\u{200B}").replace('\n', " ");
        let levels = BidiInfo::new(&plain, Some(base)).levels;
        Some(Self { base, levels })
    }

    /// The parts of one level between two places: where each ends, and its level.
    pub(super) fn parts(&self, from: usize, to: usize) -> Vec<(usize, Level)> {
        let mut end = from;
        let levels = self.levels.get(from..to).unwrap_or_default();
        let parts = levels.chunk_by(|one, next| one == next).filter_map(|part| {
            end += part.len();
            Some((end, *part.first()?))
        });
        parts.collect()
    }
}

/// How a language is written, by its tag.
pub(super) fn of_language(tag: &str) -> Level {
    if is_leftwards(tag) { Level::rtl() } else { Level::ltr() }
}

/// Whether a letter runs from right to left, or a mark says that something does.
fn runs_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether a mark turns what stands around it.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Puts the words of a line, which stand in reading order, where the eye meets them.
pub(super) fn arrange(line: &mut [(Placed, Level)], base: Level, size: f32) {
    // White space at the end belongs to the paragraph and takes no room (L1).
    let blank = line
        .iter()
        .rev()
        .take_while(|(placed, _)| placed.word.width == 0.0)
        .count();
    let shown = line.len() - blank;
    let levels: Vec<Level> = line.iter().take(shown).map(|(_, level)| *level).collect();
    let mut pen = 0.0;
    for at in BidiInfo::reorder_visual(&levels) {
        let Some((placed, level)) = line.get_mut(at) else {
            continue;
        };
        let space = if at + 1 == shown {
            0.0
        } else {
            points(placed.word.space, size)
        };
        placed.x = pen + if level.is_rtl() { space } else { 0.0 };
        pen += points(placed.word.width, size) + space;
    }
    for (placed, _) in line.iter_mut().skip(shown) {
        placed.x = if base.is_rtl() { 0.0 } else { pen };
    }
}

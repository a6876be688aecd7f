//! Which characters the embedded fonts show, and of which script others are.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::font::Font;

/// What the fonts in `templates/fonts` have, regular and bold alike: first and last character of each row of neighbours,
/// sorted. A test of the PDF's fonts holds it against the files.
pub const EMBEDDED: &[(char, char)] = &[
    ('\u{20}', '\u{7E}'),
    ('\u{A0}', '\u{377}'),
    ('\u{37A}', '\u{37F}'),
    ('\u{384}', '\u{38A}'),
    ('\u{38C}', '\u{38C}'),
    ('\u{38E}', '\u{3A1}'),
    ('\u{3A3}', '\u{3E1}'),
    ('\u{3F0}', '\u{52F}'),
    ('\u{591}', '\u{5C7}'),
    ('\u{5D0}', '\u{5EA}'),
    ('\u{5F0}', '\u{5F4}'),
    ('\u{600}', '\u{61C}'),
    ('\u{61E}', '\u{6FF}'),
    ('\u{750}', '\u{77F}'),
    ('\u{8A0}', '\u{8B4}'),
    ('\u{8B6}', '\u{8BE}'),
    ('\u{8D3}', '\u{8FF}'),
    ('\u{1AB0}', '\u{1AC0}'),
    ('\u{1C80}', '\u{1C88}'),
    ('\u{1D00}', '\u{1DF9}'),
    ('\u{1DFB}', '\u{1F15}'),
    ('\u{1F18}', '\u{1F1D}'),
    ('\u{1F20}', '\u{1F45}'),
    ('\u{1F48}', '\u{1F4D}'),
    ('\u{1F50}', '\u{1F57}'),
    ('\u{1F59}', '\u{1F59}'),
    ('\u{1F5B}', '\u{1F5B}'),
    ('\u{1F5D}', '\u{1F5D}'),
    ('\u{1F5F}', '\u{1F7D}'),
    ('\u{1F80}', '\u{1FB4}'),
    ('\u{1FB6}', '\u{1FC4}'),
    ('\u{1FC6}', '\u{1FD3}'),
    ('\u{1FD6}', '\u{1FDB}'),
    ('\u{1FDD}', '\u{1FEF}'),
    ('\u{1FF2}', '\u{1FF4}'),
    ('\u{1FF6}', '\u{1FFE}'),
    ('\u{2000}', '\u{2064}'),
    ('\u{2066}', '\u{2071}'),
    ('\u{2074}', '\u{208E}'),
    ('\u{2090}', '\u{209C}'),
    ('\u{20A0}', '\u{20BF}'),
    ('\u{20F0}', '\u{20F0}'),
    ('\u{2100}', '\u{215F}'),
    ('\u{2184}', '\u{2184}'),
    ('\u{2189}', '\u{2189}'),
    ('\u{25CC}', '\u{25CC}'),
    ('\u{2C60}', '\u{2C7F}'),
    ('\u{2DE0}', '\u{2E52}'),
    ('\u{A640}', '\u{A69F}'),
    ('\u{A700}', '\u{A7BF}'),
    ('\u{A7C2}', '\u{A7CA}'),
    ('\u{A7F5}', '\u{A7FF}'),
    ('\u{A92E}', '\u{A92E}'),
    ('\u{AB30}', '\u{AB6B}'),
    ('\u{FB00}', '\u{FB06}'),
    ('\u{FB1D}', '\u{FB36}'),
    ('\u{FB38}', '\u{FB3C}'),
    ('\u{FB3E}', '\u{FB3E}'),
    ('\u{FB40}', '\u{FB41}'),
    ('\u{FB43}', '\u{FB44}'),
    ('\u{FB46}', '\u{FBC1}'),
    ('\u{FBD3}', '\u{FD3F}'),
    ('\u{FD50}', '\u{FD8F}'),
    ('\u{FD92}', '\u{FDC7}'),
    ('\u{FDF0}', '\u{FDFD}'),
    ('\u{FE00}', '\u{FE00}'),
    ('\u{FE20}', '\u{FE2F}'),
    ('\u{FE70}', '\u{FE74}'),
    ('\u{FE76}', '\u{FEFC}'),
    ('\u{FFFC}', '\u{FFFD}'),
];

/// Scripts by the first and the last character of their blocks, sorted.
const SCRIPTS: &[(char, char, &str)] = &[
    ('\u{0530}', '\u{058F}', "Armenian"),
    ('\u{0700}', '\u{074F}', "Syriac"),
    ('\u{0780}', '\u{07BF}', "Thaana"),
    ('\u{07C0}', '\u{07FF}', "N'Ko"),
    ('\u{0900}', '\u{097F}', "Devanagari"),
    ('\u{0980}', '\u{09FF}', "Bengali"),
    ('\u{0A00}', '\u{0A7F}', "Gurmukhi"),
    ('\u{0A80}', '\u{0AFF}', "Gujarati"),
    ('\u{0B00}', '\u{0B7F}', "Oriya"),
    ('\u{0B80}', '\u{0BFF}', "Tamil"),
    ('\u{0C00}', '\u{0C7F}', "Telugu"),
    ('\u{0C80}', '\u{0CFF}', "Kannada"),
    ('\u{0D00}', '\u{0D7F}', "Malayalam"),
    ('\u{0D80}', '\u{0DFF}', "Sinhala"),
    ('\u{0E00}', '\u{0E7F}', "Thai"),
    ('\u{0E80}', '\u{0EFF}', "Lao"),
    ('\u{0F00}', '\u{0FFF}', "Tibetan"),
    ('\u{1000}', '\u{109F}', "Myanmar"),
    ('\u{10A0}', '\u{10FF}', "Georgian"),
    ('\u{1100}', '\u{11FF}', "Hangul"),
    ('\u{1200}', '\u{139F}', "Ethiopic"),
    ('\u{13A0}', '\u{13FF}', "Cherokee"),
    ('\u{1780}', '\u{17FF}', "Khmer"),
    ('\u{1800}', '\u{18AF}', "Mongolian"),
    ('\u{2000}', '\u{2BFF}', "symbols"),
    ('\u{2D00}', '\u{2D2F}', "Georgian"),
    ('\u{2E80}', '\u{303F}', "Han"),
    ('\u{3040}', '\u{30FF}', "Kana"),
    ('\u{3100}', '\u{312F}', "Han"),
    ('\u{3130}', '\u{318F}', "Hangul"),
    ('\u{3190}', '\u{31EF}', "Han"),
    ('\u{31F0}', '\u{31FF}', "Kana"),
    ('\u{3200}', '\u{33FF}', "symbols"),
    ('\u{3400}', '\u{9FFF}', "Han"),
    ('\u{A960}', '\u{A97F}', "Hangul"),
    ('\u{AC00}', '\u{D7FB}', "Hangul"),
    ('\u{E000}', '\u{F8FF}', "private use"),
    ('\u{F900}', '\u{FAFF}', "Han"),
    ('\u{FF00}', '\u{FF64}', "Han"),
    ('\u{FF65}', '\u{FF9F}', "Kana"),
    ('\u{FFA0}', '\u{FFDC}', "Hangul"),
    ('\u{1F000}', '\u{1FAFF}', "symbols"),
    ('\u{20000}', '\u{3FFFF}', "Han"),
    ('\u{F0000}', '\u{10FFFF}', "private use"),
];

/// What is of none of these.
const OTHER: &str = "other letters";

/// The scripts of the characters of a text that neither the embedded fonts nor these show.
pub fn unshown(text: &str, fonts: &[Font]) -> BTreeSet<&'static str> {
    if text.is_ascii() {
        return BTreeSet::new();
    }
    let letters = text.chars().filter(|letter| !is_shown(*letter, fonts));
    letters.map(script).collect()
}

/// Whether a font shows a character, by itself or by its parts, or it needs no glyph.
fn is_shown(letter: char, fonts: &[Font]) -> bool {
    let is_plain = letter.is_whitespace() || letter.is_control() || is_unseen(letter);
    let own = fonts.iter().map(|font| font.letters.as_slice());
    let mut all = std::iter::once(EMBEDDED).chain(own);
    is_plain || !is_unsayable(letter) && all.any(|rows| has(rows, letter))
}

/// Whether the rows of a font have a character or all of its parts.
fn has(rows: &[(char, char)], letter: char) -> bool {
    let there = |letter: char| within(rows, letter, |row| *row).is_some();
    there(letter) || std::iter::once(letter).nfd().all(there)
}

/// Whether a character is seen by what it does to others only, so that it needs no glyph.
pub fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether no glyph of a PDF may stand for a character: none that everybody reads alike could.
pub fn is_unsayable(letter: char) -> bool {
    matches!(letter, '\u{0}' | '\u{FEFF}' | '\u{FFFE}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// The script of a character.
fn script(letter: char) -> &'static str {
    within(SCRIPTS, letter, |(first, last, _)| (*first, *last)).map_or(OTHER, |(_, _, name)| name)
}

/// The row within which a character is.
fn within<T>(rows: &[T], letter: char, ends: impl Fn(&T) -> (char, char)) -> Option<&T> {
    let next = rows.partition_point(|row| ends(row).1 < letter);
    rows.get(next).filter(|row| ends(row).0 <= letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_do_not_overlap() {
        let scripts = SCRIPTS.iter().map(|(first, last, _)| (*first, *last));
        for rows in [EMBEDDED.to_vec(), scripts.collect()] {
            assert!(rows.iter().all(|(first, last)| first <= last));
            assert!(rows.is_sorted_by(|one, next| one.1 < next.0));
        }
    }

    #[test]
    fn scripts_that_no_font_has_are_named_each_once() {
        let found = unshown("Ann 田中 太郎 สมชาย ✔ \u{E000} \u{FEFF} שלום", &[]);
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            ["Han", "Thai", "other letters", "private use", "symbols"]
        );
        assert!(unshown("plain", &[]).is_empty());
    }
}

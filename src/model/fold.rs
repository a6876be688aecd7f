//! Text that came from outside, on one line and with nothing hidden in it, as every format shows it.

use std::borrow::Cow;

/// Folds every run of white space and controls to one space, trims the ends, and makes characters visible that
/// would hide or reorder the text beside them (`[U+202E]`).
pub fn fold(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        if is_invisible(c) {
            folded.extend([format!("[U+{:04X}]", u32::from(c))]);
        } else {
            folded.push(c);
        }
    }
    Cow::Owned(folded)
}

/// Whether a text is of plain letters and signs with single blanks between.
fn is_plain(text: &str) -> bool {
    let mut after_blank = true;
    for byte in text.bytes() {
        let is_blank = byte == b' ';
        if (is_blank && after_blank) || !(is_blank || byte.is_ascii_graphic()) {
            return false;
        }
        after_blank = is_blank;
    }
    text.is_empty() || !after_blank
}

/// Whether a character shows nothing but changes how a text is read: direction marks, zero-width spaces, tags.
/// Joiners stay: some scripts need them.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

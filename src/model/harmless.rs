//! Text that came from outside, made fit for a terminal.

/// The text with white space folded to spaces, and with controls and marks of writing direction shown as numbers: it
/// can neither steer a terminal nor begin a line of its own.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        let steers =
            matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if matches!(letter, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') {
            shown.push(' ');
        } else if letter.is_control() || steers {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn controls_are_shown_and_letters_stay() {
        assert_eq!(harmless("\u{1b}[31mred\u{7}"), "\\u{1b}[31mred\\u{7}");
        assert_eq!(harmless("a\r\nb\tc"), "a  b c");
        assert_eq!(harmless("\u{202e}evil"), "\\u{202e}evil");
        assert_eq!(harmless("Łukasz <b>"), "Łukasz <b>");
    }
}

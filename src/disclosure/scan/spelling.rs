//! Text to words that can be compared: without regard to case, marks, the width of letters and what nobody sees.
//!
//! One more letter that Unicode does not take apart: a line in [`plain`]; one more written with two: in [`digraph`].

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// As it is written without marks, and with two letters for one where that is usual (`muller`, `mueller`).
    spellings: Vec<String>,
    /// What stands before it.
    pub(super) gap: Gap,
    /// Whether it is one letter that stands for a name, and no word of one letter.
    pub(super) initial: bool,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Blanks, or one hyphen.
    Blank,
    /// An apostrophe.
    Apostrophe,
    /// A full stop, perhaps with a blank or a hyphen behind it.
    Stop,
    /// A comma and a blank.
    Comma,
    /// Anything else.
    Other,
}

impl Word {
    /// Every way in which it can be spelled.
    pub(super) fn spellings(&self) -> &[String] {
        &self.spellings
    }

    /// Whether two words can be the same one.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.spellings.iter().any(|spelling| other.spellings.contains(spelling))
    }

    /// Number of letters.
    pub(super) fn letters(&self) -> usize {
        self.spellings.first().map_or(0, |word| word.chars().count())
    }
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let text = visible(&without_tags(text));
    let mut words: Vec<Word> = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(is_part) {
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
        rest = after;
        let (short, long) = (without_marks(word), without_marks(&digraphs(word)));
        if short.is_empty() {
            continue;
        }
        let gap = gap(between);
        if let Some(last) = words.last_mut() {
            last.initial |= last.letters() == 1 && matches!(gap, Gap::Stop | Gap::Apostrophe);
        }
        let is_word = matches!(word, "a" | "e" | "i" | "o" | "u" | "y");
        let mut spellings = vec![short];
        if !spellings.contains(&long) {
            spellings.push(long);
        }
        words.push(Word {
            initial: spellings.iter().any(|word| word.chars().count() == 1) && (!is_word || after.starts_with('.')),
            spellings,
            gap,
        });
    }
    words
}

/// A text without regard to case, marks, width and what nobody sees.
pub(super) fn folded(text: &str) -> String {
    without_marks(&visible(text))
}

/// The text without what nobody sees, letters and their marks in one.
pub(super) fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).nfkc().collect()
}

/// Whether it stands between the letters of one name (`O'Brien`).
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2b9}' | '\u{2bb}' | '\u{2bc}' | '\u{2032}'
    )
}

fn is_part(c: char) -> bool {
    (c.is_alphanumeric() || is_combining_mark(c)) && !is_apostrophe(c)
}

/// The text without the tags of markup, which a page does not show.
fn without_tags(text: &str) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('<') {
        let is_tag = from.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        match from.split_once('>') {
            Some((_, after)) if is_tag => {
                shown.push_str(before);
                rest = after;
            }
            _ => {
                shown.push_str(before);
                shown.push('<');
                rest = from;
            }
        }
    }
    if shown.is_empty() && rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// What stands between two words; the signs by which markup makes them bold or a link are not seen.
fn gap(between: &str) -> Gap {
    let is_markup = |c: char| matches!(c, '*' | '~' | '[' | ']' | '\\') || (c == '`' && between.len() > 1);
    let is_edge = |c: char| c == '_' && between.len() > 1;
    if between.contains(|c| is_markup(c) || is_edge(c)) {
        let seen: String = between.chars().filter(|c| !is_markup(*c) && !is_edge(*c)).collect();
        return if seen.is_empty() { Gap::Blank } else { gap(&seen) };
    }
    let mut letters = between.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}');
    if between.chars().all(char::is_whitespace) || (first.is_some_and(is_hyphen) && second.is_none()) {
        Gap::Blank
    } else if first.is_some_and(is_apostrophe) && second.is_none() {
        Gap::Apostrophe
    } else if let Some(after) = between.strip_prefix('.')
        && after.chars().all(|c| c.is_whitespace() || is_hyphen(c))
    {
        Gap::Stop
    } else if between.trim() == "," && between.ends_with(char::is_whitespace) {
        Gap::Comma
    } else {
        Gap::Other
    }
}

/// Whether a reader does not see it: format characters, marks of direction, fillers, controls.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Small letters, whatever case they had. Upper case first, so that `ß` and `ss` agree.
fn small(text: &str) -> String {
    text.to_uppercase().to_lowercase().nfc().collect()
}

fn digraphs(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for c in small(text).chars() {
        match digraph(c) {
            Some(two) => spelled.push_str(two),
            None => spelled.push(c),
        }
    }
    spelled
}

fn without_marks(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    for c in small(text).nfkd().filter(|c| !is_combining_mark(*c)) {
        match plain(c) {
            Some(letters) => bare.push_str(letters),
            None => bare.push(c),
        }
    }
    bare
}

/// Two letters that are usual for one with a mark.
fn digraph(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' => "ae",
        'ö' | 'ø' => "oe",
        'ü' => "ue",
        'å' => "aa",
        _ => return None,
    })
}

/// The ASCII letters for a Latin one that Unicode does not take apart.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ł' | 'ƚ' | 'ɫ' => "l",
        'ø' | 'ɵ' => "o",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'ı' | 'ɨ' => "i",
        'ħ' => "h",
        'ŧ' | 'ⱦ' | 'ƭ' => "t",
        'ŋ' | 'ɲ' | 'ƞ' => "n",
        'ĸ' | 'ƙ' => "k",
        'ƀ' | 'ɓ' => "b",
        'ǥ' | 'ɠ' => "g",
        'ƶ' => "z",
        'ɍ' => "r",
        'ƴ' | 'ɏ' => "y",
        'ʉ' => "u",
        'ɉ' => "j",
        'ȼ' | 'ƈ' => "c",
        'ɇ' | 'ə' | 'ǝ' | 'ɛ' => "e",
        'ⱥ' => "a",
        'ƥ' => "p",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Gap, folded, words};

    #[test]
    fn latin_letters_become_ascii_in_either_case() {
        assert_eq!(folded("ŁłØøÐðĐđÞþÆæŒœıİĦħŦŧŊŋßẞé"), "llooddddththaeaeoeoeiihhttnnsssse");
    }

    #[test]
    fn what_nobody_sees_is_not_there() {
        assert_eq!(
            folded("A\u{200b}d\u{ad}a\u{200d}@\u{2060}x\u{feff}.\u{202e}y"),
            "ada@x.y"
        );
    }

    #[test]
    fn what_stands_between_words_is_told_apart() {
        let gaps: Vec<Gap> = words("a b-c\u{2011}d'e. f, g,h - i")
            .iter()
            .map(|word| word.gap)
            .collect();
        assert_eq!(
            gaps,
            [
                Gap::Blank,
                Gap::Blank,
                Gap::Blank,
                Gap::Blank,
                Gap::Apostrophe,
                Gap::Stop,
                Gap::Comma,
                Gap::Other,
                Gap::Other
            ]
        );
    }

    #[test]
    fn a_small_vowel_alone_is_a_word_and_no_initial() {
        let initials: Vec<bool> = words("M A a a. o'b m").iter().map(|word| word.initial).collect();
        assert_eq!(initials, [true, true, false, true, true, true, true]);
    }
}

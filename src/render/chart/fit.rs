//! How wide words are at the most: a web page is shown in whichever font the reader has, so that nothing can be measured.

use unicode_normalization::char::is_combining_mark;

use super::SIZE;

/// What stands for the letters that are cut off.
const CUT: &str = "\u{2026}";
/// By how much bold letters may be wider.
const BOLD: f32 = 1.08;

/// How wide words are at the most.
pub(in crate::render) fn width(text: &str, is_bold: bool) -> f32 {
    let plain: f32 = text.chars().map(part).sum::<f32>() * SIZE;
    if is_bold { plain * BOLD } else { plain }
}

/// How wide a letter is at the most in fonts without serifs, in parts of the type size.
fn part(letter: char) -> f32 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '!' | '\'' => 0.36,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 0.46,
        'a'..='z' if !matches!(letter, 'm' | 'w') => 0.64,
        '0'..='9' => 0.6,
        'A'..='Z' if !matches!(letter, 'M' | 'W' | 'O' | 'Q') => 0.77,
        ..='\u{17F}' => 1.0,
        _ => 1.25,
    }
}

/// Words in lines no wider than `room`; what does not fit into so many lines is cut off.
pub(super) fn wrap(text: &str, is_bold: bool, room: f32, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, is_bold) <= room + 0.01;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let joined = lines.last().map(|line| format!("{line} {word}"));
        if let (Some(line), Some(joined)) = (lines.last_mut(), joined.filter(|line| fits(line))) {
            *line = joined;
            continue;
        }
        let mut rest = word;
        while !rest.is_empty() {
            let (line, after) = rest.split_at(prefix(rest, fits));
            lines.push(line.to_owned());
            rest = after;
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let end = prefix(last, |line| fits(&format!("{line}{CUT}")));
            last.truncate(end);
            *last = format!("{}{CUT}", last.trim_end());
        }
    }
    lines
}

/// How many bytes of a word fit, one letter at least; a letter is not parted from the marks on it.
fn prefix(word: &str, fits: impl Fn(&str) -> bool) -> usize {
    let first = word.chars().next().map_or(0, char::len_utf8);
    let starts = word.char_indices().filter(|(_, letter)| !is_combining_mark(*letter));
    let ends = starts.map(|(at, _)| at).chain([word.len()]).filter(|end| *end > 0);
    let fitting = ends.take_while(|end| word.get(..*end).is_some_and(&fits));
    fitting.last().unwrap_or(first)
}

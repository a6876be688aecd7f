//! The words of a cell: what a line is cut into, and what each word is.

use super::shape::Line;
use crate::model::word::{composed, same_word};

/// A word, by its place in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Which line.
    pub(super) line: usize,
    /// Its first byte.
    begin: usize,
    /// The byte behind it.
    end: usize,
    /// Whether it is bold.
    pub(super) strong: bool,
    /// Whether it stands in a coloured word, which dresses a line and is no part of what it says.
    pub(super) coloured: bool,
}

/// The words of some lines.
#[derive(Debug)]
pub(super) struct Words<'a> {
    lines: &'a [Line],
    words: Vec<Word>,
}

/// Words from one place to before another.
pub(super) type Span = std::ops::Range<usize>;

/// The highest number that is taken for one of people.
const MOST: u64 = 999_999;

/// A level, role or resource has at most so many words.
pub(super) const LONGEST: usize = 10;

impl<'a> Words<'a> {
    /// Cuts lines into words; brackets and colons at the edge of a word are words of their own.
    pub(super) fn of(lines: &'a [Line]) -> Self {
        let mut words = Vec::new();
        for (place, line) in lines.iter().enumerate() {
            cut(place, line, &mut words);
        }
        Self { lines, words }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// One of them, where it is.
    pub(super) fn word(&self, at: usize) -> Option<Word> {
        self.words.get(at).copied()
    }

    /// Its letters; empty behind the end.
    pub(super) fn text(&self, at: usize) -> &'a str {
        let Some(word) = self.word(at) else { return "" };
        let line = self.lines.get(word.line);
        line.and_then(|line| line.text.get(word.begin..word.end)).unwrap_or("")
    }

    /// The line in which it stands.
    pub(super) fn line(&self, at: usize) -> Option<&'a Line> {
        self.lines.get(self.word(at)?.line)
    }

    /// Whether a word is the first of its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.word(before));
        before.map(|word| word.line) != self.word(at).map(|word| word.line)
    }

    /// The place behind the last word of the line in which this one stands.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let Some(word) = self.word(at) else { return at };
        self.words.partition_point(|other| other.line <= word.line)
    }

    /// The first word of the line in which this one stands.
    pub(super) fn line_begin(&self, at: usize) -> usize {
        let Some(word) = self.word(at) else { return at };
        self.words.partition_point(|other| other.line < word.line)
    }

    /// The words as the page spells them, white space folded.
    pub(super) fn spelled(&self, span: Span) -> String {
        let mut spelled = String::new();
        let mut last: Option<Word> = None;
        for at in span {
            let Some(word) = self.word(at) else { break };
            let touches = last.is_some_and(|last| last.line == word.line && last.end == word.begin);
            if !spelled.is_empty() && !touches {
                spelled.push(' ');
            }
            spelled.push_str(&composed(self.text(at)));
            last = Some(word);
        }
        spelled
    }

    /// Where a word stands in the file, if the file is one of lines.
    pub(super) fn file_line(&self, at: usize) -> Option<u64> {
        self.line(at)?.file_line(self.word(at)?.begin)
    }

    /// A number of people: digits alone, without a zero before them.
    pub(super) fn number(&self, at: usize) -> Option<u64> {
        let text = self.text(at);
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_padded = text.len() > 1 && text.starts_with('0');
        let number = text.parse().ok().filter(|number| *number <= MOST);
        number.filter(|_| is_plain && !is_padded)
    }

    /// Whether a word is digits alone.
    pub(super) fn is_digits(&self, at: usize) -> bool {
        let text = self.text(at);
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether a word is the mark before an item of a list.
    pub(super) fn is_bullet(&self, at: usize) -> bool {
        matches!(
            self.text(at),
            "-" | "*"
                | "+"
                | "\u{2010}"
                | "\u{2011}"
                | "\u{2012}"
                | "\u{2013}"
                | "\u{2014}"
                | "\u{2022}"
                | "\u{25cf}"
                | "\u{25e6}"
                | "\u{25aa}"
                | "\u{b7}"
                | "\u{2043}"
        )
    }

    /// Whether a word begins with a capital.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.text(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether a word begins with a letter that is no capital.
    pub(super) fn is_small(&self, at: usize) -> bool {
        self.text(at)
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() && !c.is_uppercase())
    }

    /// Whether a sentence ends with a word.
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        self.text(at).ends_with(['.', '!', '?'])
    }

    /// Whether a word is this one, whatever its case.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        same_word(self.text(at), word)
    }

    /// Whether a bracket is open here that ends close by.
    pub(super) fn is_in_brackets(&self, at: usize) -> bool {
        // `[` and `]` may be a part of a word.
        let edge = |at: usize| {
            let text = self.text(at);
            let [opens, closes] = [['(', '['], [')', ']']].map(|marks| text.contains(marks));
            (opens != closes).then_some(opens)
        };
        let (begin, end) = (self.line_begin(at), self.line_end(at));
        let before = (begin..at).rev().take(LONGEST).find_map(edge);
        let behind = (at..end).take(LONGEST).find_map(edge);
        before == Some(true) && behind == Some(false)
    }

    /// The span without marks of lists and colons at its ends.
    pub(super) fn trimmed(&self, span: Span) -> Span {
        let Span {
            start: mut begin,
            mut end,
        } = span;
        while begin < end && (self.is_bullet(begin) || self.text(begin) == ":") {
            begin += 1;
        }
        while begin < end && (self.is_bullet(end - 1) || self.text(end - 1) == ":") {
            end -= 1;
        }
        begin..end
    }
}

/// The text as a key by which two spellings are the same: without white space, whatever its case.
pub(super) fn key(text: &str) -> String {
    let mut key = crate::model::word::folded(text);
    key.retain(|c| !c.is_whitespace());
    key
}

/// Cuts one line.
fn cut(place: usize, line: &Line, words: &mut Vec<Word>) {
    let text = &line.text;
    // Bold type that begins or ends inside of letters ends a word, as a name may be glued to what follows it.
    let dressed = line.strong.iter().chain(&line.coloured);
    let mut edges: Vec<usize> = dressed.flat_map(|span| [span.start, span.end]).collect();
    let mut begin = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || is_unseen(c) {
            edges.extend(begin.take());
            edges.push(at);
            edges.push(at + c.len_utf8());
        } else if matches!(c, '(' | ')') {
            edges.push(at);
            edges.push(at + c.len_utf8());
            begin = None;
        } else if begin.is_none() {
            begin = Some(at);
            edges.push(at);
        }
    }
    edges.push(text.len());
    edges.sort_unstable();
    edges.dedup();
    for pair in edges.windows(2) {
        let &[from, to] = pair else { continue };
        let Some(piece) = text.get(from..to) else { continue };
        if piece.chars().all(|c| c.is_whitespace() || is_unseen(c)) {
            continue;
        }
        let is_in = |spans: &[Span]| spans.iter().any(|span| span.start <= from && from < span.end);
        let (strong, coloured) = (is_in(&line.strong), is_in(&line.coloured));
        let mut push = |begin: usize, end: usize| {
            words.push(Word {
                line: place,
                begin,
                end,
                strong,
                coloured,
            });
        };
        let before = piece.len() - piece.trim_start_matches(':').len();
        let behind = if before == piece.len() {
            0
        } else {
            piece.len() - piece.trim_end_matches(':').len()
        };
        if before > 0 {
            push(from, from + before);
        }
        if before + behind < piece.len() {
            push(from + before, to - behind);
        }
        if behind > 0 {
            push(to - behind, to);
        }
    }
}

/// Whether a character shows nothing, as editors leave it behind.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str) -> Vec<String> {
        let lines = [Line {
            text: text.to_owned(),
            ..Line::default()
        }];
        let words = Words::of(&lines);
        (0..words.len()).map(|at| words.text(at).to_owned()).collect()
    }

    #[test]
    fn brackets_and_colons_are_words() {
        assert_eq!(
            cut_up("3 Engineer( 3\u{a0}Contractor )"),
            ["3", "Engineer", "(", "3", "Contractor", ")"]
        );
        assert_eq!(cut_up("Admin: may"), ["Admin", ":", "may"]);
        assert_eq!(
            cut_up("Admin :may :: https://x"),
            ["Admin", ":", "may", "::", "https://x"]
        );
        assert_eq!(cut_up("\u{200b}Re\u{ad}ad"), ["Re", "ad"]);
    }

    #[test]
    fn spelling_is_kept_and_white_space_is_not() {
        let lines = [Line {
            text: "Level  (full)\n : x".to_owned(),
            ..Line::default()
        }];
        let words = Words::of(&lines);
        assert_eq!(words.spelled(0..words.len()), "Level (full) : x");
        assert_eq!(key("Stage  Deploy"), key("stagedeploy"));
    }
}

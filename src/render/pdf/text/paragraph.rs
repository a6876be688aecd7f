//! Paragraphs: where a line may break, and lines of a width.

use super::{
    Face, Shaper, Word,
    bidi::{self, Directions},
};
use anyhow::{Context, Result};
use std::{mem, rc::Rc};
use unicode_bidi::Level;
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Characters after which an identifier that is wider than its line may break.
const SOFT: [char; 12] = ['/', '-', '_', '.', '@', ':', '\\', '=', '&', '?', ',', ' '];

/// What may happen after a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// It holds to the next.
    Hold,
    /// The line may end.
    May,
    /// The line ends.
    Must,
}

/// A word, or the part of a word that stands in one span.
#[derive(Clone, Debug)]
struct Segment {
    word: Rc<Word>,
    span: usize,
    level: Level,
    after: After,
}

/// Text shaped and ready to be broken into lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    /// In reading order.
    segments: Vec<Segment>,
    /// How the whole runs, if any of it runs from right to left.
    base: Option<Level>,
}

/// A word in its place on a line, in points from the line's start.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// Distance from the line's start.
    pub(crate) x: f32,
    /// The word.
    pub(crate) word: Rc<Word>,
    /// Which of the paragraph's spans it belongs to.
    pub(crate) span: usize,
}

impl Paragraph {
    /// Shapes spans of text; a line feed in them ends a line, other white space is one space.
    pub(crate) fn compose(spans: &[(Face, String)], shaper: &mut Shaper) -> Result<Self> {
        let (text, ends) = join(spans);
        let directions = Directions::of(&text, shaper.direction());
        let mut segments = Vec::new();
        let mut from = 0;
        let mut ends = ends.into_iter().enumerate().peekable();
        for (to, opportunity) in linebreaks(&text) {
            let after = match opportunity {
                BreakOpportunity::Mandatory => After::Must,
                BreakOpportunity::Allowed if holds(&text, to) => After::Hold,
                BreakOpportunity::Allowed => After::May,
            };
            while let Some(&(span, end)) = ends.peek() {
                let until = end.min(to);
                if let (true, Some((face, _))) = (from < until, spans.get(span)) {
                    let parts = match &directions {
                        Some(directions) => directions.parts(from, until),
                        None => vec![(until, Level::ltr())],
                    };
                    for (end, level) in parts {
                        let part = text.get(from..end).unwrap_or_default().replace('\n', " ");
                        let words = shaper.words(*face, &part, level.is_rtl());
                        let words = words.with_context(|| format!("`{text}` cannot be printed"))?;
                        segments.extend(words.into_iter().map(|word| Segment {
                            word,
                            span,
                            level,
                            after: After::Hold,
                        }));
                        from = end;
                    }
                    if let (true, Some(last)) = (until == to, segments.last_mut()) {
                        last.after = after;
                    }
                }
                from = until;
                if end > to {
                    break;
                }
                ends.next();
            }
        }
        let base = directions.map(|directions| directions.base);
        Ok(Self { segments, base })
    }

    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Its widest unbreakable part and its widest line when never broken, in points.
    pub(crate) fn widths(&self, size: f32) -> (f32, f32) {
        let (mut widest, mut longest) = (0.0_f32, 0.0_f32);
        let (mut part, mut line) = ((0.0, 0.0), (0.0, 0.0));
        for segment in &self.segments {
            let word = &segment.word;
            part = (part.0 + part.1 + word.width, word.space);
            line = (line.0 + line.1 + word.width, word.space);
            widest = widest.max(part.0);
            longest = longest.max(line.0);
            if segment.after != After::Hold {
                part = (0.0, 0.0);
            }
            if segment.after == After::Must {
                line = (0.0, 0.0);
            }
        }
        (points(widest, size), points(longest, size))
    }

    /// The lines of a width, each as full as it goes.
    pub(crate) fn lines(&self, size: f32, width: f32, shaper: &mut Shaper) -> Result<Vec<Vec<Placed>>> {
        let mut setter = Setter {
            size,
            width,
            base: self.base,
            ..Setter::default()
        };
        let mut part = Vec::new();
        for segment in &self.segments {
            part.push(segment);
            if segment.after != After::Hold {
                setter.part(&mem::take(&mut part), shaper)?;
            }
            if segment.after == After::Must {
                setter.end();
            }
        }
        setter.part(&part, shaper)?;
        setter.end();
        let mut lines = setter.lines;
        if self.base.is_some_and(|base| base.is_rtl()) && !shaper.is_leftwards() {
            // Begins where other paragraphs do, with its first letters in one line below each other. Where all paragraphs
            // run so, lines are set from the right.
            let widest = lines.iter().map(|line| ends(line, size, 0.0).1).fold(0.0, f32::max);
            for line in &mut lines {
                let free = widest - ends(line, size, 0.0).1;
                for placed in line {
                    placed.x += free;
                }
            }
        }
        Ok(lines)
    }
}

/// Where words begin and end whose line starts at `start`.
pub(crate) fn ends(words: &[Placed], size: f32, start: f32) -> (f32, f32) {
    let shown = words.iter().filter(|placed| placed.word.width > 0.0);
    let ends = shown.map(|placed| (start + placed.x, start + placed.x + points(placed.word.width, size)));
    let ends = ends.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)));
    ends.unwrap_or_else(|| {
        words
            .first()
            .map_or((start, start), |first| (start + first.x, start + first.x))
    })
}

/// Fills lines.
#[derive(Default)]
struct Setter {
    size: f32,
    width: f32,
    base: Option<Level>,
    lines: Vec<Vec<Placed>>,
    line: Vec<(Placed, Level)>,
    pen: f32,
    space: f32,
}

impl Setter {
    /// Ends the line.
    fn end(&mut self) {
        if !self.line.is_empty() {
            let mut line = mem::take(&mut self.line);
            if let Some(base) = self.base {
                bidi::arrange(&mut line, base, self.size);
            }
            self.lines.push(line.into_iter().map(|(placed, _)| placed).collect());
        }
        (self.pen, self.space) = (0.0, 0.0);
    }

    /// Whether so much more fits into the line.
    fn fits(&self, width: f32) -> bool {
        self.pen + self.space + width <= self.width + 0.01
    }

    /// Sets segments that hold together; what is wider than a whole line breaks where identifiers do.
    fn part(&mut self, part: &[&Segment], shaper: &mut Shaper) -> Result<()> {
        let mut width = 0.0;
        let mut space = 0.0;
        for segment in part {
            width += space + points(segment.word.width, self.size);
            space = points(segment.word.space, self.size);
        }
        if width <= self.width + 0.01 {
            if !self.fits(width) {
                self.end();
            }
            for segment in part {
                self.put(&segment.word, segment);
            }
            return Ok(());
        }
        for segment in part {
            for piece in segment.word.text.split_inclusive(SOFT) {
                self.piece(piece, segment, shaper)?;
            }
        }
        Ok(())
    }

    /// Sets a part of an identifier; one that is wider than a whole line breaks anywhere.
    fn piece(&mut self, text: &str, segment: &Segment, shaper: &mut Shaper) -> Result<()> {
        let word = shaper.like(&segment.word, text)?;
        if points(word.width, self.size) <= self.width + 0.01 {
            if !self.fits(points(word.width, self.size)) {
                self.end();
            }
            self.put(&word, segment);
            return Ok(());
        }
        let mut head = String::new();
        let mut width = 0.0;
        for (letters, advance) in word.steps() {
            width += points(advance, self.size);
            let mark = advance == 0.0;
            let blank = head.is_empty() && self.line.is_empty();
            if !(mark || blank || self.fits(width)) {
                if !head.is_empty() {
                    self.put(&shaper.like(&word, &mem::take(&mut head))?, segment);
                }
                self.end();
                width = points(advance, self.size);
            }
            head.push_str(letters);
        }
        if !head.is_empty() {
            self.put(&shaper.like(&word, &head)?, segment);
        }
        Ok(())
    }

    /// Puts a word at the pen, as part of a segment.
    fn put(&mut self, word: &Rc<Word>, segment: &Segment) {
        self.pen += self.space;
        let placed = Placed {
            x: self.pen,
            word: Rc::clone(word),
            span: segment.span,
        };
        self.line.push((placed, segment.level));
        self.pen += points(word.width, self.size);
        self.space = points(word.space, self.size);
    }
}

/// Thousandths of the type size as points.
pub(super) fn points(thousandths: f32, size: f32) -> f32 {
    thousandths * size / 1000.0
}

/// The text of all spans with white space made plain, and where each span ends in it.
fn join(spans: &[(Face, String)]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut ends = Vec::new();
    for (_, span) in spans {
        for letter in span.chars() {
            let stays = matches!(letter, '\n' | '\u{A0}' | '\u{2007}' | '\u{202F}') || !letter.is_whitespace();
            if stays {
                text.push(letter);
            } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
        }
        ends.push(text.len());
    }
    (text, ends)
}

/// Whether the line must not break at `at` although it could: a number stays with the word it counts, an opening
/// bracket with what it opens.
fn holds(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let Some(before) = before.strip_suffix(' ') else {
        return false;
    };
    if before.ends_with('(') {
        return true;
    }
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let starts = before.len() == digits || before.as_bytes().get(before.len() - digits - 1) == Some(&b' ');
    (1..=6).contains(&digits) && starts && after.starts_with(char::is_alphabetic)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop where its sample is not as written")]
mod tests {
    use super::*;

    /// The texts of the lines of a width, and the widest line.
    fn broken(text: &str, width: f32) -> (Vec<String>, f32) {
        let mut shaper = Shaper::new(&[]).unwrap();
        let paragraph = Paragraph::compose(&[(Face::Regular, text.to_owned())], &mut shaper).unwrap();
        let lines = paragraph.lines(10.0, width, &mut shaper).unwrap();
        let end = |line: &Vec<Placed>| line.last().map_or(0.0, |last| last.x + points(last.word.width, 10.0));
        let widest = lines.iter().map(end).fold(0.0, f32::max);
        let text = |line: Vec<Placed>| line.iter().map(|placed| placed.word.text.as_str()).collect();
        (lines.into_iter().map(text).collect(), widest)
    }

    #[test]
    fn a_number_stays_with_the_word_it_counts() {
        let mut width = 75.0;
        while width < 300.0 {
            let (lines, _) = broken("There are 6 Software Developer ( 1 Contractor ) in 2021.", width);
            assert!(
                lines.iter().all(|line| !line.ends_with("6 ") && !line.ends_with("( ")),
                "{lines:?}"
            );
            width += 1.0;
        }
        assert_eq!(broken("There are six Software", 95.0).0, ["There are six ", "Software"]);
    }

    #[test]
    fn an_identifier_breaks_at_its_marks_and_never_overflows() {
        let (lines, widest) = broken("example/very-long_path.with@many/parts", 60.0);
        assert!(lines.len() > 2 && widest <= 60.0, "{lines:?}");
        let (last, others) = lines.split_last().unwrap();
        assert!(
            others.iter().all(|line| line.ends_with(SOFT)) && last == "many/parts",
            "{lines:?}"
        );
        let (lines, widest) = broken(&"m".repeat(90), 60.0);
        assert!(
            lines.len() > 10 && widest <= 60.0 && lines.concat().len() == 90,
            "{lines:?}"
        );
    }

    /// The texts of each line's words as the eye meets them, in a document of a language.
    fn seen(text: &str, language: &str, width: f32) -> Vec<Vec<String>> {
        let mut shaper = Shaper::new(&[]).unwrap().of_language(language);
        let paragraph = Paragraph::compose(&[(Face::Regular, text.to_owned())], &mut shaper).unwrap();
        let lines = paragraph.lines(10.0, width, &mut shaper).unwrap();
        let seen = lines.into_iter().map(|mut line| {
            line.retain(|placed| placed.word.width > 0.0);
            line.sort_by(|one, next| one.x.total_cmp(&next.x));
            for pair in line.windows(2) {
                let [one, next] = pair else { unreachable!() };
                let end = one.x + points(one.word.width, 10.0);
                assert!(
                    one.x >= 0.0 && end <= next.x + 0.01,
                    "{} lies on {}",
                    one.word.text,
                    next.word.text
                );
            }
            assert!(ends(&line, 10.0, 0.0).1 <= width + 0.01);
            line.iter().map(|placed| placed.word.text.trim().to_owned()).collect()
        });
        seen.collect()
    }

    #[test]
    fn names_from_right_to_left_stand_so_in_a_sentence_that_does_not() {
        for (text, order) in [
            (
                "דוד כהן (TW-001) holds it",
                vec!["כהן", "דוד", "(TW-001)", "holds", "it"],
            ),
            ("Ann Lee, דוד כהן, Bob", vec!["Ann", "Lee,", "כהן", "דוד", ",", "Bob"]),
            // What runs from left to right within keeps its order; brackets turn with what they hold.
            ("to שלום AWS 12 עולם.", vec!["to", "שלום", "AWS", "12", "עולם", "."]),
            ("in فريق 12 الدعم now", vec!["in", "الدعم", "12", "فريق", "now"]),
            ("x (שלום) y", vec!["x", "(", "שלום", ")", "y"]),
            // No mark in a text turns what stands around it.
            (
                "a \u{202E}b c\u{202C} א d",
                vec!["a", "\u{202E}b", "c\u{202C}", "א", "d"],
            ),
        ] {
            assert_eq!(seen(text, "en-GB", 400.0), [order], "{text}");
        }
    }

    #[test]
    fn a_paragraph_runs_as_its_language_or_as_all_of_its_letters() {
        assert_eq!(seen("שלום, עולם.", "en", 400.0), [[".", "עולם", ",", "שלום"]]);
        assert_eq!(seen("שלום AWS.", "en", 400.0), [["שלום", "AWS."]]);
        assert_eq!(seen("שלום AWS.", "he-IL", 400.0), [[".", "AWS", "שלום"]]);
    }

    #[test]
    fn lines_are_broken_in_reading_order() {
        let lines = seen("אחת שתיים שלוש ארבע חמש שש", "en", 75.0);
        assert_eq!(lines, [vec!["שלוש", "שתיים", "אחת"], vec!["שש", "חמש", "ארבע"]]);
    }
}

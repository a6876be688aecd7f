//! Numbers in sentences, as the page in its older form has them: `Admin is held by 1 DevOps Engineer and 2 Product Owner.`

use super::{Reader, Slot, is_plain};
use crate::import::held::contractors;
use crate::import::prose::is_told;
use crate::import::words::{LONGEST, Span, key};

/// One number of a sentence.
struct Number {
    /// From the number to behind its role and bracket.
    whole: Span,
    people: u64,
    role: String,
    contractors: u64,
}

impl Reader<'_> {
    /// Reads a sentence that begins with a level and tells who holds it; gives whether it is one. What of it cannot be told is
    /// listed as a whole.
    pub(super) fn sentence(&mut self, span: &Span) -> bool {
        let Some(first) = span.clone().find(|at| is_told(self.words, *at)) else {
            return false;
        };
        let level = self.level_first(span.start..first);
        let (Some(level), Some(numbers)) = (level, self.numbers(first..span.end)) else {
            return false;
        };
        self.base = None;
        self.level = Slot::Named(level);
        self.see(span.clone());
        for number in numbers {
            let is_told = !number.role.is_empty() && is_plain(&number.role);
            self.put(number.whole, number.people, (number.role, is_told), number.contractors);
        }
        self.level = Slot::Nothing;
        true
    }

    /// The longest level with which a span begins; behind it small words only may follow.
    fn level_first(&self, span: Span) -> Option<String> {
        let longest = span.end.min(span.start + LONGEST);
        let mut ends = (span.start + 1..=longest).rev();
        ends.find_map(|end| {
            let level = self.block.levels.get(&key(&self.words.spelled(span.start..end)))?;
            let is_small = end < span.end && (end..span.end).all(|at| self.words.is_small(at));
            is_small.then(|| level.clone())
        })
    }

    /// The numbers up to the end of their sentence, or nothing where something else stands between them.
    fn numbers(&self, span: Span) -> Option<Vec<Number>> {
        let mut numbers = Vec::new();
        let mut at = span.start;
        while at < span.end {
            let people = self.words.number(at)?;
            let role = at + 1..self.role_end(at, span.end)?;
            let said = contractors(self.words, &(role.end..span.end)).filter(|said| said.bracket.start == role.end);
            if said.as_ref().is_some_and(|said| !said.is_whole) {
                return None;
            }
            let end = said.as_ref().map_or(role.end, |said| said.bracket.end);
            let spelled = self.words.spelled(role);
            let spelled = spelled.strip_suffix([',', '.']).unwrap_or(&spelled).to_owned();
            numbers.push(Number {
                whole: at..end,
                people,
                role: spelled,
                contractors: said.map_or(0, |said| said.number),
            });
            at = (end..span.end).find(|at| self.words.is_digits(*at)).unwrap_or(span.end);
            if !(end..at).all(|at| self.words.is_small(at) || matches!(self.words.text(at), "," | ".")) {
                return None;
            }
        }
        Some(numbers)
    }

    /// Where the role behind a number ends: with its bold type, or without one before a bracket with a number, behind a comma or
    /// full stop, or before the word between two numbers.
    fn role_end(&self, number: usize, end: usize) -> Option<usize> {
        let is_bold = |at: usize| self.words.word(at).is_some_and(|word| word.strong);
        let digits = |at: usize| self.words.is_digits(at);
        if is_bold(number) {
            return (number + 1..=end).find(|at| *at == end || !is_bold(*at));
        }
        (number + 1..end).find_map(|at| {
            let text = self.words.text(at);
            let is_last = at + 1 == end || digits(at + 1) || self.words.is_small(at + 1) && digits(at + 2);
            if text == "(" && digits(at + 1) || self.words.is_small(at) && digits(at + 1) {
                Some(at)
            } else if text.ends_with([',', '.']) && is_last {
                Some(if text.len() == 1 { at } else { at + 1 })
            } else {
                None
            }
        })
    }
}

//! What stands between numbers: levels, resources, prose.

use super::{Base, Reader, Slot};
use crate::import::blocks::{is_count, level_before};
use crate::import::prose::tells_number;
use crate::import::shape::NO_TEXT;
use crate::import::words::Span;

impl Reader<'_> {
    /// Lines without a number; `last` is where the number stands that follows them.
    pub(super) fn headings(&mut self, span: Span, last: usize) {
        let mut begin = span.start;
        while begin < span.end {
            let end = self.words.line_end(begin).min(span.end);
            self.heading(begin..end, false, last);
            begin = end;
        }
    }

    /// One line, or what stands before a number in it; `last` is where the number stands that follows the headings.
    pub(super) fn heading(&mut self, line: Span, before_count: bool, last: usize) {
        let span = self.undressed(self.words.trimmed(line.clone()));
        if span.is_empty() {
            return;
        }
        self.unread = None;
        let depth = self.depth_of(line.start);
        let level = level_before(self.words, span.clone(), &self.block.levels);
        if before_count {
            self.heading_before(&span, level);
            return;
        }
        if let Some((place, level)) = level
            && (place.start == span.start || self.words.is_bullet(place.start - 1))
        {
            self.heading_before(&span, Some((place, level.clone())));
            self.base = Some(Base {
                level,
                depth,
                has_list: false,
            });
            return;
        }
        let runs_on = self.words.line(span.start).is_some_and(|line| line.runs_on);
        if self.words.is(span.start, "Access") && span.len() == 1 {
            return;
        }
        let is_prose = self.words.ends_sentence(span.end - 1);
        if is_prose || runs_on {
            if self.sentence(&span) {
                return;
            }
            if tells_number(self.words, span.clone()) {
                self.unplaced(span);
            } else {
                self.see(span);
            }
            return;
        }
        let next = line.end;
        let has_list = next <= last && self.depth_of(next) > depth;
        let is_no_text = span.clone().any(|at| self.words.text(at).starts_with(NO_TEXT));
        if self.is_below_level(depth) {
            // Beside numbers of a level, or in place of one, nothing but they are named.
            self.unread = Some(depth);
            self.unplaced(span);
        } else if is_no_text {
            if has_list {
                self.forget_level();
            }
            self.unplaced(span);
        } else if has_list && next == last && depth > 0 && is_count(self.words, next) {
            // The page holds counts at a level that its own list does not define: carried as it is spelled, and told.
            let level = self.words.spelled(span.clone());
            self.take_level(level.clone());
            self.base = Some(Base {
                level,
                depth,
                has_list: false,
            });
            self.unplaced(span);
        } else if self.is_like_number(&span) {
            // A number that cannot be read, or a resource: of what follows nothing is known.
            self.resource = Slot::Unclear;
            self.forget_level();
            self.unplaced(span);
        } else if depth == 0 || has_list && next < last {
            self.resource = Slot::Named(self.words.spelled(span.clone()));
            (self.base, self.level) = (None, Slot::Nothing);
            self.see(span);
        } else {
            self.forget_level();
            self.unplaced(span);
        }
    }

    /// A line without the coloured word behind it, which is told.
    fn undressed(&mut self, span: Span) -> Span {
        let is_dress = |at: &usize| self.words.word(*at).is_some_and(|word| word.coloured);
        let end = span.clone().find(is_dress).unwrap_or(span.end);
        if end < span.end {
            self.unplaced(end..span.end);
        }
        span.start..end
    }

    /// Whether a line is written as numbers are that people write otherwise (`~6 Engineer`), or holds one.
    fn is_like_number(&self, span: &Span) -> bool {
        let first = self
            .words
            .text(span.start)
            .trim_start_matches(['~', '+', '-', '<', '>', '^']);
        let is_numbered = |at: usize| self.words.is_digits(at) && self.words.is_capital(at + 1) && at + 1 < span.end;
        let is_strong = self.words.word(span.start).is_some_and(|word| word.strong);
        first.starts_with(char::is_numeric) && !is_strong || span.clone().any(is_numbered)
    }

    /// What stands before a number in its line: perhaps a resource, then a level.
    pub(super) fn heading_before(&mut self, span: &Span, level: Option<(Span, String)>) {
        if let Some((place, level)) = level {
            let resource = self.words.trimmed(span.start..place.start);
            if !resource.is_empty() {
                self.take_resource(resource);
            }
            self.take_level(level);
            self.see(span.clone());
            return;
        }
        let mark = span.clone().rev().find(|at| self.words.is_bullet(*at));
        let is_item = span.start > 0 && self.words.is_bullet(span.start - 1);
        let (resource, level) = match mark {
            Some(mark) => (self.words.trimmed(span.start..mark), mark + 1..span.end),
            None if is_item => (span.start..span.start, span.clone()),
            None => {
                self.level = Slot::Unclear;
                self.unplaced(span.clone());
                return;
            }
        };
        if !resource.is_empty() {
            self.take_resource(resource);
        }
        // As above: a level that the list does not define, told apart by its mark; with a number in it, it may be none.
        let holds_number = |at: usize| self.words.text(at).contains(char::is_numeric);
        if level.clone().any(holds_number) {
            self.level = Slot::Unclear;
        } else {
            self.take_level(self.words.spelled(level.clone()));
        }
        self.unplaced(level);
    }
}

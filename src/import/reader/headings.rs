//! What stands between numbers: levels, resources, prose.

use super::{Reader, Slot};
use crate::import::blocks::{is_count, level_before};
use crate::import::prose::tells_number;
use crate::import::shape::NO_TEXT;
use crate::import::words::Span;

impl Reader<'_> {
    /// Lines without a number, and what stands before a number in its line.
    pub(super) fn headings(&mut self, span: Span, before_count: bool) {
        let mut begin = span.start;
        while begin < span.end {
            let end = self.words.line_end(begin).min(span.end);
            let in_line = before_count && end == span.end && !self.words.begins_line(end);
            self.heading(begin..end, in_line, span.end);
            begin = end;
        }
    }

    /// One line, or what stands before a number in it; `last` is where the number stands that follows the headings.
    fn heading(&mut self, line: Span, before_count: bool, last: usize) {
        let span = self.words.trimmed(line.clone());
        if span.is_empty() {
            return;
        }
        let level = level_before(self.words, span.clone(), &self.block.levels);
        if before_count {
            self.heading_before(&span, level);
            return;
        }
        if let Some((place, level)) = level
            && (place.start == span.start || self.words.is_bullet(place.start - 1))
        {
            self.heading_before(&span, Some((place, level)));
            return;
        }
        let runs_on = self.words.line(span.start).is_some_and(|line| line.runs_on);
        if self.words.is(span.start, "Access") && span.len() == 1 {
            return;
        }
        let is_prose = self.words.ends_sentence(span.end - 1);
        if is_prose || runs_on {
            if tells_number(self.words, span.clone()) {
                self.unplaced(span);
            } else {
                self.see(span);
            }
            return;
        }
        let depth = |at| self.words.line(at).map_or(0, |line| line.depth);
        let next = line.end;
        if span.clone().any(|at| self.words.text(at).starts_with(NO_TEXT)) {
            if next <= last && depth(next) > depth(line.start) {
                self.level = Slot::Unclear;
            }
            self.unplaced(span);
            return;
        }
        let is_level_slot = next == last && is_count(self.words, next) && depth(line.start) > 0;
        let holds_more = next < last && depth(next) > depth(line.start);
        if is_level_slot {
            // The page holds counts at a level that its own list does not define: carried as it is spelled, and told.
            self.level = Slot::Named(self.words.spelled(span.clone()));
            self.unplaced(span);
        } else if depth(line.start) == 0 || holds_more {
            self.resource = Slot::Named(self.words.spelled(span.clone()));
            self.level = Slot::Nothing;
            self.see(span);
        } else {
            self.level = Slot::Unclear;
            self.unplaced(span);
        }
    }

    /// What stands before a number in its line: perhaps a resource, then a level.
    pub(super) fn heading_before(&mut self, span: &Span, level: Option<(Span, String)>) {
        if let Some((place, level)) = level {
            let resource = self.words.trimmed(span.start..place.start);
            if !resource.is_empty() {
                self.take_resource(resource);
            }
            self.level = Slot::Named(level);
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
        // As above: a level that the list does not define, told apart by its mark.
        self.level = Slot::Named(self.words.spelled(level.clone()));
        self.unplaced(level);
    }
}

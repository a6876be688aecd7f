//! The one reader of cells: from the words of a block to its numbers. What cannot be placed is listed, never guessed.

use std::collections::BTreeSet;

use super::blocks::{Block, is_count, level_before};
use super::held::{Chunk, End, chunks, contractors, without_access};
use super::roles::Roles;
use super::words::{Span, Words};
use crate::model::page::PageCount;

/// What a cell told.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The numbers, in order.
    pub(super) counts: Vec<PageCount>,
    /// What could not be placed, in order.
    pub(super) unplaced: Vec<Span>,
    /// Words that are accounted for.
    pub(super) seen: BTreeSet<usize>,
}

/// The block at hand and how far it is read.
pub(super) struct Reader<'a> {
    words: &'a Words<'a>,
    block: &'a Block,
    roles: &'a Roles,
    activity: &'a str,
    /// None where the system's name cannot be told: then nothing of it can be placed.
    system: Option<String>,
    resource: Slot,
    level: Slot,
    told: &'a mut Told,
}

/// Where a number belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Slot {
    /// Here.
    Named(String),
    /// Nothing was said.
    Nothing,
    /// Something was said that cannot be told.
    Unclear,
}

impl<'a> Reader<'a> {
    /// Begins a block of a row.
    pub(super) fn new(
        words: &'a Words<'a>,
        block: &'a Block,
        roles: &'a Roles,
        activity: &'a str,
        system: Option<String>,
        told: &'a mut Told,
    ) -> Self {
        Self {
            words,
            block,
            roles,
            activity,
            system,
            resource: Slot::Nothing,
            level: Slot::Nothing,
            told,
        }
    }

    /// Reads what is held; gives where the next block's name begins, if that is told here.
    pub(super) fn read(mut self) -> Option<usize> {
        let span = self.block.held.clone();
        let chunks = chunks(self.words, &span);
        let mut at = span.start;
        let begin = without_access(self.words, span.clone());
        // Alone in its line it is a heading; before a name it is the rest of one.
        if begin > at {
            at = begin;
        }
        for chunk in &chunks {
            if at < chunk.at {
                self.headings(at..chunk.at, true);
            }
            if chunk.ends == End::Line && chunk.end == span.end && self.runs_into_next(chunk) {
                return self.last(chunk);
            }
            self.count(chunk);
            at = chunk.end;
        }
        if self.block.next.is_some() && self.words.line(at).is_some_and(|line| line.runs_on) {
            return (at < span.end).then(|| self.past_resources(at..span.end));
        }
        self.headings(at..span.end, false);
        None
    }

    /// Where a name begins behind resources on which nobody holds anything.
    fn past_resources(&self, span: Span) -> usize {
        let is_resource = |at: &usize| {
            let text = self.words.text(*at);
            text.ends_with(|c: char| c.is_ascii_digit()) && text.starts_with(char::is_uppercase)
        };
        let Some(first) = span.clone().next().filter(is_resource) else {
            return span.start;
        };
        let stem = stem(self.words.text(first));
        span.clone()
            .find(|at| !is_resource(at) || self::stem(self.words.text(*at)) != stem)
            .unwrap_or(span.end)
    }

    fn runs_into_next(&self, chunk: &Chunk) -> bool {
        self.block.next.is_some() && self.words.line(chunk.at).is_some_and(|line| line.runs_on)
    }

    /// The last number before the next block of a text without lines: what follows the role is the next one's head.
    fn last(&mut self, chunk: &Chunk) -> Option<usize> {
        let body = chunk.at + 1..chunk.end;
        if let Some(said) = contractors(self.words, &body) {
            let end = said.bracket.end;
            self.count(&Chunk {
                end,
                ends: End::Line,
                ..*chunk
            });
            return Some(end);
        }
        let Some(role) = self.roles.begin(self.words, &body) else {
            self.unplaced(chunk.at..chunk.end);
            return None;
        };
        self.place(chunk.at..role.end, role.clone(), 0);
        Some(role.end)
    }

    /// Lines without a number, and what stands before a number in its line.
    fn headings(&mut self, span: Span, before_count: bool) {
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
            if self.has_digits(&span) {
                self.unplaced(span);
            }
            return;
        }
        let depth = |at| self.words.line(at).map_or(0, |line| line.depth);
        let next = line.end;
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
    fn heading_before(&mut self, span: &Span, level: Option<(Span, String)>) {
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

    /// One number with its role.
    fn count(&mut self, chunk: &Chunk) {
        let body = chunk.at + 1..chunk.end;
        if let Some(said) = contractors(self.words, &body) {
            let is_placed = self.place(chunk.at..said.bracket.end, body.start..said.bracket.start, said.number);
            if is_placed && !said.more.is_empty() {
                self.unplaced(said.bracket.clone());
            }
            let tail = self.words.trimmed(said.bracket.end..chunk.end);
            if !tail.is_empty() {
                self.tail(said.bracket.end..chunk.end, chunk.ends == End::Count);
            }
            return;
        }
        let opens = |at: &usize| self.words.text(*at) == "(" && self.words.is_digits(at + 1);
        if let Some(open) = body.clone().find(opens) {
            // A number in brackets that tells something else.
            let close = (open..chunk.end).find(|at| self.words.text(*at) == ")");
            let end = close.map_or(chunk.end, |close| close + 1);
            self.unplaced(chunk.at..end);
            self.tail(end..chunk.end, chunk.ends == End::Count);
            return;
        }
        match chunk.ends {
            End::Line => self.whole_line(chunk, body),
            End::Count => self.before_count(chunk, body),
        }
    }

    /// A role that the end of its line ends. In a text without lines something may have been left behind it.
    fn whole_line(&mut self, chunk: &Chunk, body: Span) {
        let runs_on = self.words.line(chunk.at).is_some_and(|line| line.runs_on);
        let role = match self.roles.begin(self.words, &body) {
            Some(role) if runs_on => role,
            None if runs_on && body.clone().any(|at| self.words.is_bullet(at)) => {
                self.unplaced(chunk.at..body.end);
                return;
            }
            _ => body.clone(),
        };
        let end = role.end;
        self.place(chunk.at..end, role, 0);
        self.tail(end..body.end, false);
    }

    /// A role that a number follows, perhaps with a resource and a level between them.
    fn before_count(&mut self, chunk: &Chunk, body: Span) {
        let level = level_before(self.words, body.clone(), &self.block.levels);
        if self.roles.has(self.words, &body) {
            self.place(chunk.at..body.end, body, 0);
            return;
        }
        let Some((place, level)) = level else {
            self.without_level(chunk, body);
            return;
        };
        let is_marked = self.words.is_bullet(place.start.saturating_sub(1));
        let rest = self.words.trimmed(body.start..place.start);
        let known = self.roles.begin(self.words, &rest);
        let numbered = self.numbered_from(&rest);
        let is_like_resource = match &self.resource {
            Slot::Named(resource) => is_numbered(resource) && stem(resource) == stem(self.words.text(numbered)),
            Slot::Nothing | Slot::Unclear => false,
        };
        let (role, resource) = if let Some(role) = known {
            let end = role.end;
            (role, self.words.trimmed(end..rest.end))
        } else if is_marked && self.resource == Slot::Nothing {
            (rest.clone(), rest.end..rest.end)
        } else if is_marked && is_like_resource && numbered > rest.start {
            (rest.start..numbered, numbered..rest.end)
        } else {
            self.unplaced(chunk.at..rest.end);
            self.resource = Slot::Unclear;
            self.level = Slot::Named(level);
            return;
        };
        self.place(chunk.at..role.end, role, 0);
        if !resource.is_empty() {
            self.next_resource(resource);
        }
        self.see(place);
        self.level = Slot::Named(level);
    }

    /// A role that a number follows, with no level that is defined between them.
    fn without_level(&mut self, chunk: &Chunk, body: Span) {
        if let Some(role) = self.roles.begin(self.words, &body) {
            self.place(chunk.at..role.end, role.clone(), 0);
            self.tail(role.end..body.end, true);
            return;
        }
        let role = self.words.trimmed(body);
        let runs_on = self.words.line(chunk.at).is_some_and(|line| line.runs_on);
        if !runs_on || role.clone().any(|at| self.words.is_bullet(at)) {
            self.unplaced(chunk.at..chunk.end);
            self.level = Slot::Unclear;
        } else {
            self.place(chunk.at..role.end, role, 0);
        }
    }

    /// Where the words with a number at their end begin with which a span ends, all of one stem.
    fn numbered_from(&self, span: &Span) -> usize {
        let stem = stem(self.words.text(span.end.saturating_sub(1)));
        let is_one = |at: &usize| is_numbered(self.words.text(*at)) && self::stem(self.words.text(*at)) == stem;
        let other = span.clone().rev().find(|at| !is_one(at));
        other.map_or(span.start, |other| other + 1)
    }

    /// Takes a resource. Of several in a row, on all but the last nobody holds anything.
    fn take_resource(&mut self, resource: Span) {
        let numbered = self.numbered_from(&resource);
        let last = if numbered == resource.start {
            resource.end - 1
        } else {
            resource.start
        };
        self.resource = Slot::Named(self.words.spelled(last..resource.end));
        self.level = Slot::Nothing;
        self.see(resource);
    }

    /// A resource behind a role. In a system that has none so far, it is not known what it is.
    fn next_resource(&mut self, resource: Span) {
        if self.resource == Slot::Nothing {
            self.resource = Slot::Unclear;
            self.unplaced(resource);
        } else {
            self.take_resource(resource);
        }
    }

    /// What follows a role whose end is certain.
    fn tail(&mut self, tail: Span, before_count: bool) {
        let span = self.words.trimmed(tail.clone());
        if span.is_empty() {
            return;
        }
        if !before_count {
            if self.past_resources(span.clone()) == span.end {
                self.see(span);
            } else {
                self.unplaced(span);
            }
            return;
        }
        match level_before(self.words, span.clone(), &self.block.levels) {
            Some((place, level)) => {
                let resource = self.words.trimmed(span.start..place.start);
                if !resource.is_empty() {
                    self.next_resource(resource);
                }
                self.see(place);
                self.level = Slot::Named(level);
            }
            None => self.heading_before(&span, None),
        }
    }

    /// Puts a number where it belongs, if that is told.
    fn place(&mut self, whole: Span, role: Span, contractors: u64) -> bool {
        let role = self.words.trimmed(role);
        let whole = self.words.trimmed(whole);
        let people = self.words.number(whole.start).unwrap_or_default();
        let is_told = !role.is_empty() && (self.roles.has(self.words, &role) || !self.has_digits(&role));
        let (Some(system), Slot::Named(level), true) = (&self.system, &self.level, is_told) else {
            self.unplaced(whole);
            return false;
        };
        let resource = match &self.resource {
            Slot::Named(resource) => resource.clone(),
            Slot::Nothing => String::new(),
            Slot::Unclear => {
                self.unplaced(whole);
                return false;
            }
        };
        let count = PageCount {
            activity: self.activity.to_owned(),
            system: system.clone(),
            resource,
            level: level.clone(),
            role: self.words.spelled(role),
            people,
            contractors,
        };
        let is_same = |other: &PageCount| {
            let nouns = |count: &PageCount| {
                [
                    &count.activity,
                    &count.system,
                    &count.resource,
                    &count.level,
                    &count.role,
                ]
                .map(String::clone)
            };
            nouns(other) == nouns(&count)
        };
        // More contractors than people, or a second number for the same, is a slip that a person has to settle.
        if contractors > people || self.told.counts.iter().any(is_same) {
            self.unplaced(whole);
            return false;
        }
        self.told.counts.push(count);
        self.see(whole);
        true
    }

    fn has_digits(&self, span: &Span) -> bool {
        span.clone().any(|at| self.words.is_digits(at))
    }

    fn unplaced(&mut self, span: Span) {
        self.told.seen.extend(span.clone());
        self.told.unplaced.push(span);
    }

    fn see(&mut self, span: Span) {
        self.told.seen.extend(span);
    }
}

/// Whether a name is one with a number at its end.
fn is_numbered(name: &str) -> bool {
    name.ends_with(|c: char| c.is_ascii_digit()) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// A name without the number at its end.
fn stem(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

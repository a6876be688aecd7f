//! The one reader of cells: from the words of a block to its numbers. What cannot be placed is listed, never guessed.
//!
//! Numbers with their roles are read here, what stands between them in `headings`, numbers in sentences in `sentences`.

mod headings;
mod sentences;

use super::blocks::{Block, level_before};
use super::held::{Chunk, End, chunks, contractors, other_bracket, without_access};
use super::numbered::{is_numbered, numbered_from, stem};
use super::roles::Roles;
use super::told::Told;
use super::words::{Span, Words};
use crate::model::page::PageCount;

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
    /// The level that a line of its own named last.
    base: Option<Base>,
    /// In how many lists the number before stands, where nothing stands between.
    depth: Option<usize>,
    /// In how many lists a line below a level stands that cannot be read: what is below it is of it.
    unread: Option<usize>,
    told: &'a mut Told,
}

/// A level that a line of its own names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Base {
    level: String,
    /// In how many lists the line stands.
    depth: usize,
    /// Whether a number of it stands in a list below.
    has_list: bool,
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
            base: None,
            depth: None,
            unread: None,
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
        // The line whose level is settled.
        let mut settled = None;
        for chunk in &chunks {
            if chunk.at < at {
                // It stands in a line that is unplaced as a whole.
                continue;
            }
            let depth = self.depth_of(chunk.at);
            if at < chunk.at {
                let line = self.words.line_begin(chunk.at).max(at);
                self.headings(at..line, chunk.at);
                self.depth = self.unread.take();
                let is_own = |depth| self.depth.is_none_or(|above| depth <= above);
                if line < chunk.at && self.is_below_level(depth) && is_own(depth) && self.is_no_level(line..chunk.at) {
                    at = self.words.line_end(chunk.at).min(span.end);
                    self.unplaced(line..at);
                    self.depth = Some(depth);
                    continue;
                }
                self.heading(line..chunk.at, true, chunk.at);
            }
            if self.depth.is_some_and(|before| depth > before) {
                // An item below a number tells something of that number.
                self.unplaced(chunk.at..chunk.end);
                at = chunk.end;
                continue;
            }
            let line = self.words.line_begin(chunk.at);
            if settled != Some(line) {
                self.settle(depth);
                settled = Some(line);
            }
            self.depth = Some(depth);
            if chunk.ends == End::Line && chunk.end == span.end && self.runs_into_next(chunk) {
                return self.last(chunk);
            }
            self.count(chunk);
            at = chunk.end;
        }
        if self.block.next.is_some() && self.words.line(at).is_some_and(|line| line.runs_on) {
            return (at < span.end).then(|| self.past_resources(at..span.end));
        }
        self.headings(at..span.end, span.end);
        None
    }

    fn depth_of(&self, at: usize) -> usize {
        self.words.line(at).map_or(0, |line| line.depth)
    }

    /// Whether what stands in so many lists stands in the list below a level.
    fn is_below_level(&self, depth: usize) -> bool {
        self.base.as_ref().is_some_and(|base| depth > base.depth)
    }

    /// Whether words before a number say something, and that is no level.
    fn is_no_level(&self, span: Span) -> bool {
        let said = self.words.trimmed(span);
        !said.is_empty() && level_before(self.words, said, &self.block.levels).is_none()
    }

    /// The first number of a line: in the list below a level it is of that level, whatever the line before was; behind that list
    /// it is of none that is known.
    fn settle(&mut self, depth: usize) {
        let Some(base) = &mut self.base else { return };
        if depth > base.depth {
            base.has_list = true;
            self.level = Slot::Named(base.level.clone());
        } else if base.has_list {
            self.forget_level();
        }
    }

    /// What follows is of a level that cannot be told.
    fn forget_level(&mut self) {
        self.base = None;
        self.level = Slot::Unclear;
    }

    /// Takes a level, of the line at hand or named by it.
    fn take_level(&mut self, level: String) {
        self.base = None;
        self.level = Slot::Named(level);
    }

    /// Where a span goes on behind resources on which nobody holds anything: those of the stem of the one before, or
    /// several of one stem.
    fn past_resources(&self, span: Span) -> usize {
        let first = stem(self.words.text(span.start));
        let is_other = |at: &usize| !is_numbered(self.words.text(*at)) || stem(self.words.text(*at)) != first;
        let end = span.clone().find(is_other).unwrap_or(span.end);
        let is_known =
            matches!(&self.resource, Slot::Named(resource) if is_numbered(resource) && stem(resource) == first);
        if is_known || end > span.start + 1 {
            end
        } else {
            span.start
        }
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
            return Some(self.past_resources(end..chunk.end));
        }
        if let Some(end) = other_bracket(self.words, &body) {
            self.unplaced(chunk.at..end);
            return Some(self.past_resources(end..chunk.end));
        }
        let Some(role) = self.roles.begin(self.words, &body) else {
            self.unplaced(chunk.at..chunk.end);
            return None;
        };
        self.place(chunk.at..role.end, role.clone(), 0);
        Some(self.past_resources(role.end..chunk.end))
    }

    /// One number with its role.
    fn count(&mut self, chunk: &Chunk) {
        let body = chunk.at + 1..chunk.end;
        if let Some(said) = contractors(self.words, &body) {
            let is_placed = self.place(chunk.at..said.bracket.end, body.start..said.bracket.start, said.number);
            if is_placed && !said.is_whole {
                self.unplaced(said.bracket.clone());
            }
            let tail = self.words.trimmed(said.bracket.end..chunk.end);
            if !tail.is_empty() {
                self.tail(said.bracket.end..chunk.end, chunk.ends == End::Count);
            }
            return;
        }
        if let Some(end) = other_bracket(self.words, &body) {
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
        let body = self.words.trimmed(body);
        let short = body.start..body.end.saturating_sub(1);
        let role = match self.roles.begin(self.words, &short) {
            _ if !runs_on || self.roles.declares(self.words, &body) => body.clone(),
            // Behind a shorter role, resources may follow on which nobody holds anything, or something behind a mark.
            Some(role) if self.words.is_bullet(role.end) || self.past_resources(role.end..body.end) == body.end => role,
            None if !body.clone().any(|at| self.words.is_bullet(at)) => body.start..self.unnumbered(&body),
            _ => {
                self.unplaced(chunk.at..body.end);
                return;
            }
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
        let numbered = numbered_from(self.words, &rest);
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
            self.take_level(level);
            return;
        };
        self.place(chunk.at..role.end, role, 0);
        if !resource.is_empty() {
            self.next_resource(resource);
        }
        self.see(place);
        self.take_level(level);
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

    /// Where the resources behind a role begin, told by the stem that those before have.
    fn unnumbered(&self, body: &Span) -> usize {
        let numbered = numbered_from(self.words, body);
        match &self.resource {
            Slot::Named(resource)
                if is_numbered(resource)
                    && numbered > body.start
                    && stem(resource) == stem(self.words.text(numbered)) =>
            {
                numbered
            }
            Slot::Named(_) | Slot::Nothing | Slot::Unclear => body.end,
        }
    }

    /// Takes a resource. Of several in a row, on all but the last nobody holds anything.
    fn take_resource(&mut self, resource: Span) {
        let holds_number = |at: usize| self.words.is_digits(at) && at + 1 < resource.end;
        if resource.clone().any(holds_number) {
            self.resource = Slot::Unclear;
            self.unplaced(resource);
            return;
        }
        let numbered = numbered_from(self.words, &resource);
        let last = if numbered == resource.start {
            resource.end - 1
        } else {
            resource.start
        };
        self.resource = Slot::Named(self.words.spelled(last..resource.end));
        (self.base, self.level) = (None, Slot::Nothing);
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
                self.take_level(level);
            }
            None => self.heading_before(&span, None),
        }
    }

    /// Puts a number where it belongs, if that is told.
    fn place(&mut self, whole: Span, role: Span, contractors: u64) -> bool {
        let role = self.words.trimmed(role);
        let whole = self.words.trimmed(whole);
        let people = self.words.number(whole.start).unwrap_or_default();
        let is_plain = || is_plain(&self.words.spelled(role.clone()));
        let is_told = !role.is_empty()
            && (self.roles.declares(self.words, &role)
                || is_plain() && (self.roles.has(self.words, &role) || !self.has_digits(&role)));
        let role = self.words.spelled(role);
        self.put(whole, people, (role, is_told), contractors)
    }

    /// Puts a number where it belongs, if that and the role are told.
    fn put(&mut self, whole: Span, people: u64, (role, is_told): (String, bool), contractors: u64) -> bool {
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
            role,
            people,
            contractors,
        };
        self.told.count(count, whole)
    }

    fn has_digits(&self, span: &Span) -> bool {
        span.clone().any(|at| self.words.is_digits(at))
    }

    fn unplaced(&mut self, span: Span) {
        self.told.unplaced(span);
    }

    fn see(&mut self, span: Span) {
        self.told.see(span);
    }
}

/// Whether a role that nobody declares is written as roles are: a tilde, a raised number or a bracket that speaks of
/// contractors is more likely a number that was not read, and what begins with `of` or `x` is a part of one.
fn is_plain(role: &str) -> bool {
    let usual = |letter: char| {
        letter.is_alphabetic() || letter.is_ascii_digit() || " -\u{2013}&/'\u{2019}.,+()".contains(letter)
    };
    let of_contractors = role.contains('(') && role.to_lowercase().contains("contract");
    let is_part = role.starts_with("of ") || role.starts_with("x ");
    role.chars().all(usual) && !of_contractors && !is_part
}

//! The words for roles that a page uses, gathered before it is read: where something else ends a role, the page shows
//! where roles end that nothing ends.

use std::collections::BTreeSet;

use super::blocks::{Block, level_before};
use super::held::{End, chunks, contractors};
use super::numbered::{is_numbered, numbered_from, stem};
use super::words::{Span, Words, key};
use crate::model::page::Known;

/// Roles that are known, by their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Roles {
    declared: BTreeSet<String>,
    told: BTreeSet<String>,
}

impl Roles {
    /// Those that a review declares.
    pub(super) fn declared(known: Option<&Known>) -> Self {
        let roles = known.into_iter().flat_map(|known| &known.roles);
        Self {
            declared: roles.map(|role| key(role)).collect(),
            told: BTreeSet::new(),
        }
    }

    /// Adds those of one block whose end is certain: a bracket, the end of a line, or a marked level behind them.
    pub(super) fn gather(&mut self, words: &Words<'_>, block: &Block) {
        let resource = super::held::first_resource(words, block);
        for chunk in chunks(words, &block.held) {
            let body = chunk.at + 1..chunk.end;
            let role = match contractors(words, &body) {
                Some(said) => Some(body.start..said.bracket.start),
                None => match chunk.ends {
                    End::Line if block.next.is_none() || !runs_on(words, chunk.at) => Some(body),
                    End::Line => None,
                    End::Count => match level_before(words, body.clone(), &block.levels) {
                        Some((level, _)) if resource.is_none() && words.is_bullet(level.start.saturating_sub(1)) => {
                            Some(body.start..level.start)
                        }
                        _ => None,
                    },
                },
            };
            let role = role.map(|role| without_label(words, words.trimmed(role), resource.as_ref()));
            let role = role.filter(|role| {
                // A text without lines may hold more behind a role, behind a mark.
                let is_odd = |at| words.is_digits(at) || runs_on(words, at) && words.is_bullet(at);
                !role.is_empty() && !role.clone().any(is_odd)
            });
            self.told.extend(role.map(|role| key(&words.spelled(role))));
        }
    }

    /// Whether it is one.
    pub(super) fn has(&self, words: &Words<'_>, span: &Span) -> bool {
        self.contains(words, words.trimmed(span.clone()))
    }

    /// Whether a review declares it.
    pub(super) fn declares(&self, words: &Words<'_>, span: &Span) -> bool {
        self.declared.contains(&key(&words.spelled(span.clone())))
    }

    fn contains(&self, words: &Words<'_>, span: Span) -> bool {
        let key = key(&words.spelled(span));
        self.declared.contains(&key) || self.told.contains(&key)
    }

    /// The longest role that a span begins with.
    pub(super) fn begin(&self, words: &Words<'_>, span: &Span) -> Option<Span> {
        let longest = span.end.min(span.start + super::words::LONGEST);
        (span.start + 1..=longest)
            .rev()
            .map(|end| span.start..end)
            .find(|role| !words.is_bullet(role.end - 1) && self.contains(words, role.clone()))
    }
}

/// A span without the numbered names behind it that are of the stem of the first resource of its block: `Repository2` where
/// there is a `Repository1`. Such a one may hold nothing, so that nothing follows it.
fn without_label(words: &Words<'_>, span: Span, resource: Option<&Span>) -> Span {
    let numbered = numbered_from(words, &span);
    let stem_of = |at: usize| Some(words.text(at)).filter(|name| is_numbered(name)).map(stem);
    let first = resource.and_then(|resource| stem_of(resource.start));
    if numbered > span.start && first.is_some() && stem_of(numbered) == first {
        words.trimmed(span.start..numbered)
    } else {
        span
    }
}

fn runs_on(words: &Words<'_>, at: usize) -> bool {
    words.line(at).is_some_and(|line| line.runs_on)
}

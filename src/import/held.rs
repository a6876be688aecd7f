//! What is held: the numbers of a block cut apart, each with the words behind it.

use super::blocks::{Block, is_count, level_before};
use super::words::{Span, Words};

/// One number and the words up to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Where the number stands.
    pub(super) at: usize,
    /// The place behind the last word.
    pub(super) end: usize,
    /// What ends it.
    pub(super) ends: End,
}

/// What ends a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The next number, perhaps with a level before it.
    Count,
    /// The end of its line.
    Line,
}

/// Contractors in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contractors {
    /// From the opening bracket to behind the closing one.
    pub(super) bracket: Span,
    /// How many.
    pub(super) number: u64,
    /// Where more is said of them, as their company.
    pub(super) more: Span,
}

/// The numbers of a span, in order.
pub(super) fn chunks(words: &Words<'_>, span: &Span) -> Vec<Chunk> {
    let counts: Vec<usize> = span.clone().filter(|at| is_count(words, *at)).collect();
    let mut chunks = Vec::new();
    for (place, at) in counts.iter().enumerate() {
        let line = words.line_end(*at).min(span.end);
        let next = counts.get(place + 1).copied().filter(|next| *next < line);
        chunks.push(Chunk {
            at: *at,
            end: next.unwrap_or(line),
            ends: if next.is_some() { End::Count } else { End::Line },
        });
    }
    chunks
}

/// The first bracket of a span that tells contractors.
pub(super) fn contractors(words: &Words<'_>, span: &Span) -> Option<Contractors> {
    let open = span
        .clone()
        .find(|at| words.text(*at) == "(" && words.is_digits(at + 1))?;
    let close = (open..span.end).find(|at| words.text(*at) == ")")?;
    let number = words.number(open + 1)?;
    let word = words.text(open + 2).to_lowercase();
    let is_contractor = ["contractor", "contractors", "subcontractor", "subcontractors"].contains(&word.as_str());
    (is_contractor && open + 2 < close).then_some(Contractors {
        bracket: open..close + 1,
        number,
        more: open + 3..close,
    })
}

/// The place behind a bracket of a span with a number in it that tells something else.
pub(super) fn other_bracket(words: &Words<'_>, span: &Span) -> Option<usize> {
    let open = span
        .clone()
        .find(|at| words.text(*at) == "(" && words.is_digits(at + 1))?;
    let close = (open..span.end).find(|at| words.text(*at) == ")");
    Some(close.map_or(span.end, |close| close + 1))
}

/// The resource that stands before the first level, if one does.
pub(super) fn first_resource(words: &Words<'_>, block: &Block) -> Option<Span> {
    let first = block.held.clone().find(|at| is_count(words, *at))?;
    let begin = without_access(words, block.held.start..first);
    let (level, _) = level_before(words, begin..first, &block.levels)?;
    let resource = words.trimmed(begin..level.start);
    (!resource.is_empty()).then_some(resource)
}

/// Where a span begins without the heading that our own page puts before what is held.
pub(super) fn without_access(words: &Words<'_>, span: Span) -> usize {
    let mut begin = span.start;
    if begin < span.end && words.is(begin, "Access") {
        begin += 1;
        if words.text(begin) == ":" {
            begin += 1;
        }
    }
    begin
}

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
    /// Whether the bracket says nothing else but of which company they come.
    pub(super) is_whole: bool,
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
    let close = closing(words, open, span.end)?;
    let number = words.number(open + 1)?;
    let word = words.text(open + 2).to_lowercase();
    let is_contractor = ["contractor", "contractors", "subcontractor", "subcontractors"].contains(&word.as_str());
    let more = open + 3..close;
    (is_contractor && open + 2 < close).then(|| Contractors {
        bracket: open..close + 1,
        number,
        is_whole: more.is_empty() || tells_companies(words, more, number),
    })
}

/// The bracket that closes the one at `open`; a company's name may have brackets too.
fn closing(words: &Words<'_>, open: usize, end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    (open..end).find(|at| {
        match words.text(*at) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })
}

/// Whether words behind contractors say of which company they come and nothing else: `of Hired Hands`, or for each company
/// how many (`: 1 of Hired Hands, 2 of Northquay Ltd`), together not more than there are.
fn tells_companies(words: &Words<'_>, more: Span, number: u64) -> bool {
    let is_name = |span: Span| {
        words.is(span.start, "of")
            && span.start + 1 < span.end
            && !words.is_small(span.start + 1)
            && !span.into_iter().any(|at| words.is_digits(at))
    };
    if words.text(more.start) != ":" {
        return is_name(more);
    }
    let numbers: Vec<usize> = more.clone().filter(|at| words.is_digits(*at)).collect();
    let ends = numbers.iter().skip(1).copied().chain([more.end]);
    let mut sum = 0_u64;
    let is_each = numbers.iter().zip(ends).all(|(at, end)| {
        sum = sum.saturating_add(words.number(*at).unwrap_or(u64::MAX));
        is_name(at + 1..end)
    });
    numbers.first() == Some(&(more.start + 1)) && is_each && sum <= number
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

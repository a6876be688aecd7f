//! The blocks of a cell: a system's name and description, the word Permissions, its levels, and what is held.

use std::collections::BTreeMap;

use super::held::without_access;
use super::prose::{is_date, is_told};
use super::words::{LONGEST, Span, Words, key};
use crate::model::printed::UNMAPPED_LEVEL;

/// What stands before the levels.
const PERMISSIONS: [&str; 2] = ["Permissions", "Permission"];

/// One system's part of a cell.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Where its name and description stand; nothing where that is told only by what stands before it.
    pub(super) head: Option<Span>,
    /// Its levels in print order: the key, and how the page spells it.
    pub(super) levels: BTreeMap<String, String>,
    /// From the word Permissions to the last definition.
    pub(super) definitions: Span,
    /// What follows the definitions, up to the next block's name, or its word Permissions where its name is not told yet.
    pub(super) held: Span,
    /// Where the next block's word Permissions is.
    pub(super) next: Option<usize>,
}

impl Block {
    /// Whether a name is that of one of the levels.
    pub(super) fn is_level(&self, name: &str) -> bool {
        self.levels.contains_key(&key(name))
    }
}

/// The blocks of a cell; none where it has no list of permissions.
pub(super) fn blocks(words: &Words<'_>) -> Vec<Block> {
    let marks: Vec<usize> = (0..words.len()).filter(|at| is_mark(words, *at)).collect();
    let mut blocks = Vec::new();
    for (place, mark) in marks.iter().enumerate() {
        let next = marks.get(place + 1).copied();
        let extent = mark + 1..next.unwrap_or(words.len());
        let (mut levels, last) = definitions(words, &extent);
        // What our own page calls a level that no definition maps stands in no list of definitions.
        levels
            .entry(key(UNMAPPED_LEVEL))
            .or_insert_with(|| UNMAPPED_LEVEL.to_owned());
        let begin = held(words, &extent, last, &levels);
        let end = next.and_then(|next| head(words, begin, next)).unwrap_or(extent.end);
        blocks.push(Block {
            head: (place == 0).then(|| first_head(words, *mark)),
            levels,
            definitions: *mark..begin,
            held: begin..end,
            next,
        });
    }
    for place in 1..blocks.len() {
        let before = blocks.get(place - 1).map(|block| (block.held.end, block.next));
        if let (Some((end, Some(mark))), Some(block)) = (before, blocks.get_mut(place))
            && end < mark
        {
            block.head = Some(end..mark);
        }
    }
    blocks
}

/// Whether a number of people begins here: it stands first or behind a name, and a name follows it in its line.
pub(super) fn is_count(words: &Words<'_>, at: usize) -> bool {
    let next = at + 1;
    let is_dress = words.word(at).is_some_and(|word| word.coloured);
    if is_told(words, at) {
        return false;
    }
    if words.number(at).is_none() || words.begins_line(next) || is_date(words, at) || is_dress {
        return false;
    }
    if words.is_in_brackets(at) {
        return false;
    }
    let runs_on = words.line(at).is_some_and(|line| line.runs_on);
    let alone = words.begins_line(at) || at > 0 && words.is_bullet(at - 1) && words.begins_line(at - 1);
    if alone && !runs_on {
        return words.is_capital(next) || words.is_small(next);
    }
    let before = at.saturating_sub(1);
    words.is_capital(next) && (alone || words.text(before) != "(" && !words.is_small(before))
}

/// Whether the word Permissions stands here, with a first definition behind it. Within a line it has a capital, as in prose
/// it has none (`the least permissions their work needs`).
fn is_mark(words: &Words<'_>, at: usize) -> bool {
    if !PERMISSIONS.iter().any(|word| words.is(at, word)) || !words.is_capital(at) && !words.begins_line(at) {
        return false;
    }
    let mut first = at + 1;
    while first < words.len() && (words.text(first) == ":" || words.is_bullet(first)) {
        first += 1;
    }
    let colon = (first..first + LONGEST).find(|place| words.text(*place) == ":");
    let Some(colon) = colon else { return false };
    let is_name = |place| {
        !words.ends_sentence(place)
            && !PERMISSIONS.iter().any(|word| words.is(place, word))
            && words.word(place).map(|word| word.line) == words.word(first).map(|word| word.line)
    };
    colon > first
        && (first..colon).all(is_name)
        && !is_within_brackets(words, first..colon)
        && words.word(colon).map(|word| word.line) == words.word(first).map(|word| word.line)
}

/// Whether a bracket that begins in a span does not end in it: what stands behind the span is a remark.
fn is_within_brackets(words: &Words<'_>, span: Span) -> bool {
    let count = |bracket: &str| span.clone().filter(|at| words.text(*at) == bracket).count();
    count("(") > count(")")
}

/// The levels that are defined in an extent before anything is held, and the place behind the last one's colon.
fn definitions(words: &Words<'_>, extent: &Span) -> (BTreeMap<String, String>, Option<usize>) {
    let ends = |at: &usize| is_count(words, *at) || is_heading(words, *at);
    let counted = extent.clone().find(ends).unwrap_or(extent.end);
    let (mut levels, mut last) = (BTreeMap::new(), None);
    let mut from = extent.start;
    for colon in extent.start..counted {
        if words.text(colon) != ":" || colon < from {
            continue;
        }
        let Some(name) = defined(words, from, colon) else {
            continue;
        };
        let spelled = words.spelled(name);
        levels.entry(key(&spelled)).or_insert(spelled);
        last = Some(colon + 1);
        from = match words.line(colon) {
            Some(line) if !line.runs_on => words.line_end(colon),
            _ => colon + 1,
        };
    }
    (levels, last)
}

/// The name of a level before its colon.
fn defined(words: &Words<'_>, from: usize, colon: usize) -> Option<Span> {
    let begin = words.line_begin(colon).max(from);
    if words.line(colon).is_some_and(|line| !line.runs_on) {
        let name = words.trimmed(begin..colon);
        return (!name.is_empty() && name.len() <= LONGEST).then_some(name);
    }
    let mut first = colon;
    while first > begin {
        let before = first - 1;
        let is_part = words.is_capital(before)
            || words.text(before).starts_with(|c: char| c.is_ascii_digit())
            || matches!(words.text(before), "(" | ")" | "&" | "/");
        if !is_part || words.ends_sentence(before) {
            break;
        }
        first = before;
    }
    // Behind a mark of a list, everything is the name.
    let marked = (begin..colon).rev().find(|at| words.is_bullet(*at));
    if let Some(mark) = marked
        && mark + 1 < colon
        && colon - mark <= LONGEST
        && !(mark..colon).any(|at| words.ends_sentence(at))
    {
        first = mark + 1;
    }
    (first < colon).then_some(first..colon)
}

/// Where what is held begins: behind the last definition.
fn held(words: &Words<'_>, extent: &Span, last: Option<usize>, levels: &BTreeMap<String, String>) -> usize {
    let Some(last) = last else { return extent.start };
    let end = words.line_end(last - 1).min(extent.end);
    if words.line(last - 1).is_some_and(|line| !line.runs_on) {
        return end;
    }
    let counted = (last..end).find(|at| is_count(words, *at)).unwrap_or(end);
    let body = match level_before(words, last..counted, levels) {
        Some((level, _)) => words.trimmed(last..level.start),
        None => last..counted,
    };
    let mut sentences = body.clone().filter(|at| words.ends_sentence(*at));
    // Where nothing is counted before the next system, its description is the last sentence, and the first the definition.
    let is_empty = counted == end && end < words.line_end(last - 1);
    if let Some(sentence) = if is_empty {
        sentences.next()
    } else {
        sentences.next_back()
    } {
        return sentence + 1;
    }
    if counted == end {
        return end;
    }
    // Without a full stop a name begins where the capitals begin that nothing small follows.
    let small = body
        .clone()
        .rev()
        .find(|at| words.is_small(*at) || words.is_bullet(*at));
    let name = small.map_or(body.start, |at| at + 1);
    if body.end > name + 1 && words.text(body.end - 1).ends_with(|c: char| c.is_ascii_digit()) {
        return body.end - 1;
    }
    name
}

/// The level whose name ends a span, with what is left of the span when it and a mark before it are taken away.
pub(super) fn level_before(words: &Words<'_>, span: Span, levels: &BTreeMap<String, String>) -> Option<(Span, String)> {
    let span = words.trimmed(span);
    let first = span.end.saturating_sub(LONGEST).max(span.start);
    let mut found = (first..span.end).filter_map(|begin| {
        let level = levels.get(&key(&words.spelled(begin..span.end)))?;
        Some((begin..span.end, level.clone()))
    });
    found.next()
}

/// The head of the first block: from its name, or from the beginning of the cell.
fn first_head(words: &Words<'_>, mark: usize) -> Span {
    let name = (0..mark).find(|at| is_bold_begin(words, *at));
    name.unwrap_or(0)..mark
}

/// Where the head of a later block begins, if its line tells; `begin` is where what the block before holds begins.
fn head(words: &Words<'_>, begin: usize, mark: usize) -> Option<usize> {
    if words.line(mark).is_some_and(|line| line.runs_on) {
        return None;
    }
    // What stands before a number is of the block before, bold or not.
    let counted = (begin..mark).rev().find(|at| is_count(words, *at));
    let behind = counted.map_or(begin, |at| words.line_end(at));
    let is_name = |at: &usize| is_bold_begin(words, *at) && without_access(words, *at..mark) == *at;
    let bold = (behind..mark).rev().find(is_name);
    if bold.is_some() {
        return bold;
    }
    // Without bold type: the paragraphs behind the last item of a list.
    let listed = (behind..mark)
        .rev()
        .find(|at| words.line(*at).is_some_and(|line| line.depth > 0));
    Some(listed.map_or(behind, |at| words.line_end(at)))
}

/// Whether a paragraph in bold type begins here that defines nothing: what is held, a resource, or the next system.
fn is_heading(words: &Words<'_>, at: usize) -> bool {
    is_bold_begin(words, at) && !(at..words.line_end(at)).any(|place| words.text(place) == ":")
}

/// Whether a paragraph begins here, in bold type.
fn is_bold_begin(words: &Words<'_>, at: usize) -> bool {
    words.begins_line(at)
        && words.word(at).is_some_and(|word| word.strong)
        && words.line(at).is_some_and(|line| line.depth == 0)
}

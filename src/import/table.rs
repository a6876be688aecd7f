//! The audit of a shape: which of its tables it is, and what each of their rows tells.

use std::collections::BTreeSet;

use anyhow::bail;

use super::blocks::{Block, blocks, is_count};
use super::columns::{Columns, columns, has_permissions, pair};
use super::grid::{Slot, grid};
use super::held::without_access;
use super::name::name;
use super::numbered::{is_numbered as is_numbered_name, stem};
use super::prose::{is_date, is_told, speaks_of_notebooks};
use super::reader::Reader;
use super::roles::Roles;
use super::shape::{Cell, Line, Shape, Table};
use super::told::{Stated, Told};
use super::words::{LONGEST, Span, Words};
use crate::model::page::{Known, PageCount, Unplaced};
use crate::model::word::same_word;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The numbers, in page order.
    pub(super) counts: Vec<PageCount>,
    /// What they are of, so that nothing is stated twice.
    stated: BTreeSet<Stated>,
    /// Systems that nothing declares.
    pub(super) inferred: Vec<String>,
    /// What could not be placed.
    pub(super) unplaced: Vec<Unplaced>,
}

/// A table that is read.
struct Audit<'a> {
    /// Which of the page's tables it is, from 1.
    number: usize,
    table: &'a Table,
    rows: Vec<Vec<Slot<'a>>>,
    columns: Columns,
}

/// Reads every table that is a part of the audit.
pub(super) fn read(shape: &Shape, known: Option<&Known>) -> anyhow::Result<Found> {
    let audits = audits(shape);
    if audits.is_empty() {
        bail!(
            "no table of an audit was found in the page; it has a column for the activity and one for the status, in which \
             the word Permissions stands before the levels of each system"
        );
    }
    let mut roles = Roles::declared(known);
    for audit in &audits {
        for cell in audit.rows.iter().flatten().filter(|slot| slot.begins) {
            let words = Words::of(&cell.cell.lines);
            for block in blocks(&words) {
                roles.gather(&words, &block);
            }
        }
    }
    let mut found = Found::default();
    for audit in &audits {
        rows(audit, &roles, known, &mut found);
    }
    around(shape, &roles, &mut found);
    Ok(found)
}

/// The tables of the audit; what stands in a cell of one is read as a part of the cell.
fn audits(shape: &Shape) -> Vec<Audit<'_>> {
    let mut audits: Vec<Audit<'_>> = Vec::new();
    let mut taken = BTreeSet::new();
    for (place, table) in shape.tables.iter().enumerate() {
        if table.within.is_some_and(|outer| taken.contains(&outer)) {
            taken.insert(place);
            continue;
        }
        let rows = grid(table);
        let Some(columns) = columns(&rows).filter(|columns| columns.width >= 2) else {
            continue;
        };
        taken.insert(place);
        audits.push(Audit {
            number: place + 1,
            table,
            rows,
            columns,
        });
    }
    audits
}

/// Reads the rows of a table.
fn rows(audit: &Audit<'_>, roles: &Roles, known: Option<&Known>, found: &mut Found) {
    let heads = usize::from(audit.columns.has_head);
    let place = |row: usize, column: usize| format!("table {}, row {}, column {}", audit.number, row + 1, column + 1);
    for (column, slot) in audit.rows.iter().take(heads).flatten().enumerate() {
        misplaced(slot.cell, &place(0, column), found);
    }
    for (number, row) in audit.rows.iter().enumerate().skip(heads) {
        let Some(pair) = pair(audit.table, audit.columns, row, number == heads) else {
            continue;
        };
        for (column, slot) in row.iter().enumerate() {
            if column != pair.column && slot.begins {
                misplaced(slot.cell, &place(number, column), found);
            }
        }
        if !pair.status.begins {
            continue;
        }
        let activity = pair.activity.map(Cell::text).unwrap_or_default();
        status(
            pair.status.cell,
            &activity,
            &place(number, pair.column),
            (roles, known),
            found,
        );
    }
}

/// Reads the cell that says what is held.
fn status(cell: &Cell, activity: &str, place: &str, (roles, known): (&Roles, Option<&Known>), found: &mut Found) {
    let words = Words::of(&cell.lines);
    let mut blocks = blocks(&words);
    if blocks.is_empty() {
        let is_declared = |line: &Line| {
            let names = known.into_iter().flat_map(|known| &known.workstations);
            names.into_iter().any(|name| same_word(name, &line.text))
        };
        if !cell
            .lines
            .iter()
            .any(|line| is_declared(line) || speaks_of_notebooks(&line.text))
            || (0..words.len()).any(|at| is_numbered(&words, at))
        {
            list(&words, place, found);
        }
        return;
    }
    let mut told = Told::after(std::mem::take(&mut found.stated));
    // Where the names of later systems begin is known only as the block before them is read.
    let mut begin = None;
    // Whether nothing is counted between a block and the one before it.
    let mut is_open = false;
    // Where names are bold, other type begins no name that only the page tells.
    let is_dressed = (blocks.iter().filter_map(|block| block.head.as_ref())).any(|head| is_bold(&words, head.start));
    // What the block before holds.
    let mut before: Option<Span> = None;
    for number in 0..blocks.len() {
        let Some(block) = blocks.get_mut(number) else { break };
        if let (None, Some(begin)) = (&block.head, begin) {
            block.head = Some(begin..block.definitions.start);
        }
        let block: &Block = block;
        let head = block
            .head
            .clone()
            .map(|head| if is_open { named(&words, head, known) } else { head });
        // A resource on which nobody holds anything may stand before the name.
        let is_unclear = is_open
            && head
                .as_ref()
                .is_some_and(|head| words.text(head.start).ends_with(|c: char| c.is_ascii_digit()));
        is_open = !(block.held.clone()).any(|at| is_count(&words, at) || is_told(&words, at));
        let head = head.map(|head| {
            if is_bold(&words, head.start) && !is_resource(&words, head.start, before.as_ref()) {
                head
            } else {
                declared_line(&words, head, known)
            }
        });
        let name = head
            .as_ref()
            .and_then(|head| name(&words, head, known))
            .filter(|_| !activity.is_empty() && !is_unclear);
        let is_guess = match (&name, &head) {
            (Some(name), Some(head)) if name.inferred => {
                let is_odd = is_dressed && !is_bold(&words, head.start);
                is_odd || block.is_level(&name.name) || is_resource(&words, head.start, before.as_ref())
            }
            _ => false,
        };
        before = Some(block.held.clone());
        let name = name.filter(|_| !is_guess);
        if let (true, Some(head)) = (is_guess, &head) {
            told.unplaced(head.start..words.line_end(head.start).min(head.end));
        }
        if let Some(name) = &name
            && name.inferred
            && !found.inferred.contains(&name.name)
        {
            found.inferred.push(name.name.clone());
        }
        told.seen.extend(prose(&words, head.as_ref(), block));
        let reader = Reader::new(&words, block, roles, activity, name.map(|name| name.name), &mut told);
        begin = reader.read();
    }
    let before = blocks
        .first()
        .and_then(|block| block.head.clone())
        .map_or(0, |head| head.start);
    told.seen.extend((0..before).filter(|at| !is_numbered(&words, *at)));
    left(&words, &mut told);
    told.unplaced.sort_by_key(|span| span.start);
    for span in &told.unplaced {
        found.unplaced.push(Unplaced {
            place: place_of(&words, span.start, place),
            text: words.spelled(span.clone()),
        });
    }
    found.counts.extend(told.counts);
    found.stated = told.stated;
}

/// The head from the first sentence on that begins with a name: behind a system that nobody holds anything on, sentences
/// about it may stand before.
fn named(words: &Words<'_>, head: Span, known: Option<&Known>) -> Span {
    let sentences = head
        .clone()
        .filter(|at| *at == head.start || words.ends_sentence(at - 1));
    let mut heads = sentences.map(|begin| without_access(words, begin..head.end)..head.end);
    let found = heads.find(|head| name(words, head, known).is_some());
    let found = found.unwrap_or_else(|| head.clone());
    // Behind resources too a declared name is told.
    let is_declared = |at: &usize| name(words, &(*at..found.end), known).is_some_and(|name| !name.inferred);
    let begin = found.clone().take(LONGEST).find(is_declared);
    begin.unwrap_or(found.start)..found.end
}

/// A head that does not begin with a name in bold type, from the last of its lines on that is nothing but a declared name.
fn declared_line(words: &Words<'_>, head: Span, known: Option<&Known>) -> Span {
    if words.line(head.start).is_none_or(|line| line.runs_on) {
        return head;
    }
    let is_declared = |begin: &usize| {
        let line = words.spelled(words.trimmed(*begin..words.line_end(*begin).min(head.end)));
        let mut systems = known.into_iter().flat_map(|known| &known.systems);
        systems.any(|system| same_word(system, &line))
    };
    let begin = head.clone().rev().filter(|at| words.begins_line(*at)).find(is_declared);
    begin.unwrap_or(head.start)..head.end
}

fn is_bold(words: &Words<'_>, at: usize) -> bool {
    words.word(at).is_some_and(|word| word.strong)
}

/// Whether a heading begins here that is numbered as those of the resources in a span are.
fn is_resource(words: &Words<'_>, at: usize, span: Option<&Span>) -> bool {
    let name = words.text(at);
    let is_alike =
        |at: usize| words.begins_line(at) && is_numbered_name(words.text(at)) && stem(words.text(at)) == stem(name);
    is_numbered_name(name) && span.is_some_and(|span| span.clone().any(is_alike))
}

/// Words of a description or a definition that are no numbers of people.
fn prose(words: &Words<'_>, head: Option<&Span>, block: &Block) -> Vec<usize> {
    let spans = head.cloned().into_iter().chain([block.definitions.clone()]);
    spans.flatten().filter(|at| !is_numbered(words, *at)).collect()
}

/// Whether a number and a capital stand here, as a number of people and a role do.
fn is_numbered(words: &Words<'_>, at: usize) -> bool {
    let brackets = (at + 1..words.line_end(at)).take_while(|at| ["(", ")"].contains(&words.text(*at)));
    let next = words.text(at + 1 + brackets.count());
    words.is_digits(at) && next.starts_with(char::is_uppercase) && !is_date(words, at)
}

/// Lists every number that nothing accounts for.
fn left(words: &Words<'_>, told: &mut Told) {
    let mut at = 0;
    while at < words.len() {
        if told.seen.contains(&at) || !words.is_digits(at) {
            at += 1;
            continue;
        }
        let line = words.line_end(at);
        let end = (at + 1..line.min(at + 8)).find(|place| told.seen.contains(place) || words.is_digits(*place));
        let end = end.unwrap_or(line.min(at + 8));
        told.seen.extend(at..end);
        told.unplaced.push(at..end);
        at = end;
    }
}

/// A cell in which nothing is to be held, and something is.
fn misplaced(cell: &Cell, place: &str, found: &mut Found) {
    let words = Words::of(&cell.lines);
    let any = |holds: fn(&Words<'_>, usize) -> bool| (0..words.len()).any(|at| holds(&words, at));
    if any(is_numbered) || has_permissions(cell) && any(is_count) {
        list(&words, place, found);
    }
}

/// Lists all lines of a cell.
fn list(words: &Words<'_>, place: &str, found: &mut Found) {
    let mut begin = 0;
    while begin < words.len() {
        let end = words.line_end(begin);
        found.unplaced.push(Unplaced {
            place: place_of(words, begin, place),
            text: words.spelled(begin..end),
        });
        begin = end;
    }
}

/// What stands around the tables and tells a number of a role.
fn around(shape: &Shape, roles: &Roles, found: &mut Found) {
    let words = Words::of(&shape.around);
    let mut begin = 0;
    while begin < words.len() {
        let end = words.line_end(begin);
        // A line of a list is a part of an audit that fell out of its table, or what a program shows beside it.
        let is_listed = words.line(begin).is_some_and(|line| line.depth > 0);
        let is_part = !shape.is_dressed || is_listed;
        let tells = |at: usize| is_numbered(&words, at) && (is_part || roles.begin(&words, &(at + 1..end)).is_some());
        if (begin..end).any(tells) {
            found.unplaced.push(Unplaced {
                place: place_of(&words, begin, "around the table"),
                text: words.spelled(begin..end),
            });
        }
        begin = end;
    }
}

/// The line of the file, or the cell.
fn place_of(words: &Words<'_>, at: usize, cell: &str) -> String {
    words
        .file_line(at)
        .map_or_else(|| cell.to_owned(), |line| format!("line {line}"))
}

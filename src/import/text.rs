//! Text copied from a page: rows between bars (`| Category | Activity | … |`), or cells between tabs as a spreadsheet
//! copies them. Lists, bold type and the ends of lines are lost in it; what covers several rows stands once.

use super::shape::{Cell, Line, Row, Shape, Table};

/// Reads it; nothing where no line begins with a bar and none holds a tab.
pub(super) fn read(text: &str) -> Option<Shape> {
    let mut shape = Shape::default();
    let mut rows: Vec<Vec<Line>> = Vec::new();
    let mut is_open = false;
    for (number, raw) in (1..).zip(text.lines()) {
        let line = raw.trim_end();
        let begins = line.trim_start().strip_prefix('|');
        if begins.is_none() && !is_open {
            if !line.trim().is_empty() {
                shape.around.push(begun(line, number));
            }
            continue;
        }
        let rest = match begins {
            // A bar that begins a line of a row that goes on is the end of a cell.
            Some(rest) => {
                if is_open && rest.trim().is_empty() {
                    is_open = false;
                    continue;
                }
                rows.push(vec![Line::default()]);
                rest
            }
            None => line,
        };
        is_open = !fill(rows.last_mut()?, rest, number);
    }
    if rows.is_empty() {
        return None;
    }
    let table = Table {
        rows: rows.into_iter().filter(|row| !is_rule(row)).map(row).collect(),
        within: None,
        spans_lost: true,
    };
    shape.tables.push(table);
    Some(shape)
}

/// Adds a line of the file to the cells of a row; gives whether the row ends in it.
fn fill(cells: &mut Vec<Line>, text: &str, number: u64) -> bool {
    let (text, ends) = match text.strip_suffix('|') {
        Some(before) if !before.ends_with('\\') => (before, true),
        _ => (text, false),
    };
    let mut is_first = true;
    let mut rest = text;
    loop {
        let bar = rest.match_indices('|').map(|(at, _)| at);
        let bar = bar
            .into_iter()
            .find(|at| !rest.get(..*at).is_some_and(|before| before.ends_with('\\')));
        let piece = bar.and_then(|at| rest.get(..at)).unwrap_or(rest);
        if !is_first {
            cells.push(Line::default());
        }
        is_first = false;
        if let Some(cell) = cells.last_mut() {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            if !piece.trim().is_empty() {
                cell.begins.push((cell.text.len(), number));
            }
            cell.text.push_str(&piece.replace("\\|", "|"));
        }
        match bar.and_then(|at| rest.get(at + 1..)) {
            Some(after) => rest = after,
            None => return ends,
        }
    }
}

/// A line that stands alone.
fn begun(text: &str, number: u64) -> Line {
    Line {
        text: text.to_owned(),
        runs_on: true,
        begins: vec![(0, number)],
        ..Line::default()
    }
}

/// Whether a row is the rule under the head of a Markdown table.
fn is_rule(cells: &[Line]) -> bool {
    let is_dashes = |cell: &Line| {
        let text = cell.text.trim();
        text.contains('-') && text.chars().all(|c| matches!(c, '-' | ':'))
    };
    cells.iter().all(is_dashes)
}

fn row(cells: Vec<Line>) -> Row {
    let cell = |line: Line| Cell {
        rowspan: 1,
        colspan: 1,
        numbers: false,
        lines: if line.text.trim().is_empty() {
            Vec::new()
        } else {
            vec![Line { runs_on: true, ..line }]
        },
    };
    Row {
        cells: cells.into_iter().map(cell).collect(),
    }
}

//! The last touch on a rendered document, so that the raw file reads well: one blank line where the templates leave
//! several, no space at a line's end, and the columns of each pipe table aligned. What it means does not change.

/// Cells wider than this do not widen their column: one long cell must not push the others off the screen.
const WIDEST: usize = 80;

/// Tidies a rendered document.
pub(super) fn tidy(markdown: &str) -> String {
    let mut tidied = String::with_capacity(markdown.len());
    let mut table = Vec::new();
    let mut blank = true;
    for line in markdown.lines().map(str::trim_end) {
        if line.starts_with('|') {
            table.push(line);
            continue;
        }
        write_table(&mut table, &mut tidied, &mut blank);
        if !(line.is_empty() && blank) {
            tidied.push_str(line);
            tidied.push('\n');
        }
        blank = line.is_empty();
    }
    write_table(&mut table, &mut tidied, &mut blank);
    tidied.truncate(tidied.trim_end().len());
    tidied.push('\n');
    tidied
}

/// Writes the lines of one pipe table with aligned columns.
fn write_table(lines: &mut Vec<&str>, into: &mut String, blank: &mut bool) {
    let rows: Vec<Vec<&str>> = lines.drain(..).map(cells).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let widths = rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count());
            widths.filter(|width| *width <= WIDEST).max().unwrap_or(0).max(3)
        })
        .collect();
    for row in &rows {
        for (cell, width) in row.iter().zip(&widths) {
            let rule = "-".repeat(*width);
            let is_rule = !cell.is_empty() && cell.chars().all(|c| c == '-');
            into.extend([format!("| {:width$} ", if is_rule { &rule } else { *cell })]);
        }
        into.push_str("|\n");
        *blank = false;
    }
}

/// The cells of a line of a pipe table, trimmed.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    let mut escaped = false;
    let is_border = |c: char| {
        let border = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        border
    };
    line.split(is_border).map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_aligned_and_blank_lines_are_single() {
        let raw = "\n\na  \n\n\n| A | Long |\n| --- | --- |\n| b\\|c |  |\n\n\n";
        let tidied = "a\n\n| A    | Long |\n| ---- | ---- |\n| b\\|c |      |\n";
        assert_eq!(tidy(raw), tidied);
    }

    #[test]
    fn a_very_long_cell_does_not_widen_its_column() {
        let long = "x".repeat(90);
        let tidied = tidy(&format!("| A | B |\n| --- | --- |\n| {long} | b |\n"));
        assert_eq!(tidied, format!("| A   | B   |\n| --- | --- |\n| {long} | b   |\n"));
    }
}

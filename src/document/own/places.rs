//! Places where a value could become markup, as Markdown's escapes do not hold there.

use crate::model::problem::Problems;

/// Numbers and ids of the program's own, which may stand in tags, targets of links and ids of headings.
const HARMLESS: [&str; 5] = [
    "row.category.rows",
    "file.number",
    "place.number",
    "system.id",
    "group.system.id",
];

/// Tera's filters whose results are not escaped.
pub(in crate::document) const UNESCAPED: [&str; 4] = ["safe", "escape_html", "escape_xml", "newlines_to_br"];

/// Notes the values that stand where they must not.
pub(super) fn faults(file: &str, text: &str, problems: &mut Problems) {
    for (line, number) in text.lines().zip(1..) {
        if let Some((expression, why)) = objection(line) {
            problems.add(
                file,
                Some(number),
                format!(
                    "`{}`: `{expression}` {why}, where what stands in an export could become markup; print it as plain text",
                    line.trim()
                ),
            );
        }
    }
}

/// The first value of a template's line that must not stand where it does, and why.
pub fn objection(line: &str) -> Option<(&str, &'static str)> {
    line.match_indices("{{").find_map(|(at, _)| {
        let (before, rest) = line.split_at_checked(at)?;
        let (expression, after) = rest.trim_start_matches("{{").split_once("}}")?;
        let expression = expression.trim();
        why(before, expression, after).map(|why| (expression, why))
    })
}

fn why(before: &str, expression: &str, after: &str) -> Option<&'static str> {
    let opens = |open: char, close: char| before.rfind(open) > before.rfind(close);
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let filters = expression.split('|').skip(1).map(str::trim_start);
    let mut filters = filters.filter_map(|filter| filter.split(|c| !is_name(c)).next());
    let in_target = before
        .rsplit_once("](")
        .is_some_and(|(_, target)| !target.contains(')'));
    let is_harmless = HARMLESS.contains(&expression);
    if filters.any(|filter| UNESCAPED.contains(&filter)) {
        Some("is not escaped")
    } else if before.matches('`').count() % 2 == 1 {
        Some("stands in a code span")
    } else if in_target && !is_harmless {
        Some("stands in the target of a link")
    } else if opens('<', '>') && !is_harmless {
        Some("stands in a tag")
    } else if before.contains("{#") && !is_harmless {
        Some("stands in the id of a heading")
    } else if after.starts_with([';', '&', '{']) && !after.starts_with("{%") {
        Some("could be completed to something else by what follows it")
    } else {
        None
    }
}

//! What the templates may not do: print a value where Markdown's escapes do not hold.

use std::fs;
use std::path::Path;

/// Every Markdown template with its name.
fn templates() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "md"));
    files
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// Every printed value: what stands before it on its line, the expression, and what follows.
fn values(template: &str) -> Vec<(&str, &str, &str)> {
    let lines = template
        .lines()
        .flat_map(|line| line.match_indices("{{").map(move |(at, _)| line.split_at(at)));
    lines
        .map(|(before, rest)| {
            let (expression, after) = rest.trim_start_matches("{{").split_once("}}").unwrap();
            (before, expression.trim(), after)
        })
        .collect()
}

/// Why a value must not stand where it does.
fn objection(before: &str, expression: &str, after: &str) -> Option<&'static str> {
    const IN_TAGS: [&str; 2] = ["row.category.rows", "file.number"];
    const IN_LINKS: [&str; 1] = ["place.number"];
    const IN_IDS: [&str; 2] = ["system.id", "group.system.id"];
    let opens = |open: char, close: char| before.rfind(open) > before.rfind(close);
    if expression.contains("safe") {
        Some("is not escaped")
    } else if before.matches('`').count() % 2 == 1 {
        Some("stands in a code span")
    } else if before.contains("](")
        && !before.rsplit("](").next().unwrap().contains(')')
        && !IN_LINKS.contains(&expression)
    {
        Some("stands in a link target")
    } else if opens('<', '>') && !IN_TAGS.contains(&expression) {
        Some("stands in a tag")
    } else if before.contains("{#") && !IN_IDS.contains(&expression) {
        Some("stands in a heading's id")
    } else if after.starts_with([';', '&', '{']) && !after.starts_with("{%") {
        Some("could be completed to something else by what follows it")
    } else {
        None
    }
}

#[test]
fn no_value_stands_where_it_could_become_markup() {
    let mut printed = 0;
    for (name, template) in templates() {
        for (before, expression, after) in values(&template) {
            printed += 1;
            let objection = objection(before, expression, after);
            assert_eq!(
                objection, None,
                "{name}: `{{{{ {expression} }}}}` in `{before}…{after}`"
            );
        }
    }
    assert!(printed > 50, "{printed}");
}

#[test]
fn the_scan_sees_what_it_looks_for() {
    for line in [
        "a `{{ x }}`",
        "[a]({{ x }})",
        "<td class=\"{{ x }}\">",
        "# a {#{{ x }}}",
        "{{ x | safe }}",
        "{{ x }};",
    ] {
        let [(before, expression, after)] = values(line)[..] else {
            panic!("one value");
        };
        assert!(objection(before, expression, after).is_some(), "{line}");
    }
}

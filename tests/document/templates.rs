//! What the templates may not do: print a value where Markdown's escapes do not hold.

use std::fs;
use std::path::Path;

use access_review::document::objection;

/// Every Markdown template with its name.
fn templates() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "md"));
    files
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn no_value_stands_where_it_could_become_markup() {
    let mut printed = 0;
    for (name, template) in templates() {
        for line in template.lines() {
            printed += line.matches("{{").count();
            assert_eq!(objection(line), None, "{name}: {line}");
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
        "{{ x | upper | escape_html }}",
        "{{ x }};",
        "{{ y }} and {{ x }};",
    ] {
        assert!(objection(line).is_some(), "{line}");
    }
}

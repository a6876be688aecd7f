//! The section "Every key there is" of the worked example: a review of its own, which has every key and no other.

use std::collections::BTreeSet;

use super::world::{folder, problems};
use access_review::check::ids;
use access_review::{config, ingest};

/// The section without its `#`, from the first stanza on.
fn section() -> String {
    let example = include_str!("../../inputs/review.toml");
    let (_, section) = example.split_once("# --- 7. Every key there is ---").unwrap();
    let lines = section.lines().skip_while(|line| *line != "# [review]");
    let bare = lines.map(|line| line.strip_prefix('#').unwrap().trim_start());
    bare.collect::<Vec<_>>().join("\n")
}

/// Roles of none of its systems.
fn roles() -> &'static str {
    "[[role]]\ntitle = \"Editor\"\n"
}

#[test]
fn the_section_is_a_good_review() {
    let folder = folder(&section(), roles());
    if let Err(error) = config::load(folder.path(), None, &ids(), ingest::workbook) {
        panic!("{error}");
    }
}

/// `system.export` of `[[system.export]]  # …`; none of a line that begins no stanza.
fn stanza(line: &str) -> Option<&str> {
    let header = line.strip_prefix('[')?.split(']').next()?;
    Some(header.trim_start_matches('['))
}

/// The keys that stand under stanzas of that name, and the tables that belong to it. A field has a column or is
/// constant, so that each stands under one of the two.
fn named<'a>(lines: &[&'a str], wanted: &str) -> BTreeSet<&'a str> {
    let same = |name: &str| name.replace("constants", "columns");
    let mut here = "";
    let mut named = BTreeSet::new();
    for line in lines {
        if let Some(name) = stanza(line) {
            here = name;
            named.extend(name.strip_prefix(wanted).and_then(|below| below.strip_prefix('.')));
        } else if let (true, Some((key, _))) = (same(here) == same(wanted), line.split_once(" = ")) {
            named.insert(key);
        }
    }
    named
}

#[test]
fn every_key_that_can_be_read_stands_in_the_section() {
    let section = section();
    let lines: Vec<&str> = section.lines().collect();
    let headers: Vec<usize> = (0..lines.len())
        .filter(|place| lines[*place].starts_with('['))
        .collect();
    assert!(headers.len() > 10, "{headers:?}");
    for header in headers {
        let (before, after) = lines.split_at(header + 1);
        let review = [before, &["zzz = 1"], after].concat().join("\n");
        let found = problems(folder(&review, roles()).path());
        assert_eq!(found.len(), 1, "{found:#?}");
        let (_, expected) = found[0].split_once("expected ").unwrap();
        let mut named = named(&lines, stanza(lines[header]).unwrap());
        if lines[header].starts_with("[roster.logins]") {
            // Any system may stand there.
            named.insert("notebooks");
        }
        for known in expected.split('`').skip(1).step_by(2) {
            assert!(named.contains(known), "`{known}` is not under `{}`", lines[header]);
        }
    }
}

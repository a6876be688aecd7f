//! The main example yields the 78 published counts, in page order, in every field, out of files as the systems give them.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;

use crate::support::{report, root};

/// How our page spells what the published one spelled otherwise: one slip of the pen, and the name of a workspace.
fn spelled(published: &str) -> String {
    published
        .replace("Loggin and", "Logging and")
        .replace("Bitbucket Cloud - META-INF", "Bitbucket Cloud")
}

#[test]
fn the_example_yields_the_published_counts() {
    let published = fs::read_to_string(root().join("tests/published-2021-10-06-counts.csv")).unwrap();
    assert_eq!(published.lines().count(), 79);
    let out = tempfile::tempdir().unwrap();
    report(&root().join("inputs"), out.path());
    let found = fs::read_to_string(out.path().join("2021-10-06/public/counts.csv")).unwrap();
    let (found, published): (Vec<&str>, Vec<String>) =
        (found.lines().collect(), published.lines().map(spelled).collect());
    assert_eq!(found, published);
}

//! Web pages: sound whatever the document holds, alone in the world, and of the same text as the Markdown.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::Path;

use access_review::model::block::Document;
use access_review::model::page::PageCount;
use access_review::render::html::{letters, render};
use access_review::{document, import};
use proptest::prelude::*;

use crate::confluence::{dressed, is_allowed, published};
use crate::import::counts;
use crate::pdf::any;
use crate::support::{replace, report, root, small};

/// What HTML ends by itself.
const VOID: [&str; 5] = ["meta", "col", "br", "input", "img"];

/// The elements of a page without those of the frame; whatever is not closed in its turn fails the test.
fn is_sound(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let page = page.strip_prefix("<!DOCTYPE html>").unwrap();
    for piece in page.split('<').skip(1) {
        // A script has this sign within.
        if open.last() == Some(&"script") && !piece.starts_with("/script") {
            continue;
        }
        let tag = piece.split_once('>').unwrap().0;
        let name = tag.split([' ', '\n']).next().unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{page}");
        } else if tag.ends_with('/') {
            assert!(VOID.contains(&name), "`{name}` is not ended by a slash in HTML: {page}");
        } else {
            assert!(!VOID.contains(&name), "`{name}` is not ended: {page}");
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// What would be loaded or would run. A picture may be there that the page carries within, as its policy says.
fn is_alone(page: &str) {
    let within = " src=\"data:image/png;base64,";
    assert_eq!(page.contains(within), page.contains("; img-src data:;"));
    let page = &page.replace(within, " ");
    for foreign in [
        " src=", "<link", "@import", "url(", " style=", " onclick", " onload", "<iframe", "<object",
    ] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(
        page.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"),
        "no policy"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_is_a_sound_page_with_its_text(document in any::document().prop_map(dressed)) {
        let page = render(&document, None).unwrap();
        prop_assert_eq!(&page, &render(&document.clone(), None).unwrap());
        is_sound(&page);
        let expected: String = document.letters().chars().filter(|letter| is_allowed(*letter)).collect();
        prop_assert_eq!(letters(&page).unwrap(), expected);
    }
}

fn parsed(markdown: &Path) -> Document {
    document::parse(&fs::read_to_string(markdown).unwrap()).unwrap()
}

#[test]
fn every_committed_page_is_sound_alone_and_its_document() {
    let mut seen = 0;
    for public in published() {
        let names = ["audit", "procedure", "../internal/internal"].map(|name| public.join(name));
        for name in names.iter().filter(|name| name.with_extension("md").exists()) {
            let page = fs::read_to_string(name.with_extension("html")).unwrap();
            is_sound(&page);
            is_alone(&page);
            let document = parsed(&name.with_extension("md"));
            assert_eq!(letters(&page).unwrap(), document.letters(), "{}", name.display());
            assert!(page.contains(&format!("<html lang=\"{}\">", document.front.language)));
            let is_internal = name.ends_with("internal");
            assert_eq!(page.contains("<script>"), is_internal, "{}", name.display());
            assert_eq!(page.contains("<form id=\"filter\""), is_internal);
            seen += 1;
        }
    }
    assert!(seen >= 14, "{seen}");
}

#[test]
fn a_page_in_a_language_written_from_right_to_left_says_so() {
    let mut document = parsed(&root().join("out/2021-10-06/public/audit.md"));
    for (language, opening) in [
        ("he-IL", "<html lang=\"he-IL\" dir=\"rtl\">"),
        ("AR", "<html lang=\"AR\" dir=\"rtl\">"),
        ("en-GB", "<html lang=\"en-GB\">"),
        ("hexagon", "<html lang=\"hexagon\">"),
    ] {
        language.clone_into(&mut document.front.language);
        let page = render(&document, None).unwrap();
        assert!(page.contains(opening), "{language}");
        is_sound(&page);
        is_alone(&page);
    }
}

#[test]
fn every_published_page_is_imported_as_its_counts() {
    for folder in published() {
        let page = import::read(&fs::read(folder.join("audit.html")).unwrap(), None).unwrap();
        let expected: Vec<PageCount> = counts(&fs::read_to_string(folder.join("counts.csv")).unwrap());
        assert_eq!(page.counts, expected, "{}", folder.display());
        assert!(page.audit_date.is_some(), "{}", folder.display());
    }
}

#[test]
fn systems_and_roles_can_be_chosen_whatever_they_are_called() {
    let (holder, inputs) = small();
    replace(
        &inputs.join("review.toml"),
        "name = \"Vault\"",
        "name = 'Vault <\"1\"> & co'",
    );
    let out = holder.path().join("out");
    report(&inputs, &out);
    let page = fs::read_to_string(out.join("2024-03-01/internal/internal.html")).unwrap();
    is_sound(&page);
    assert!(
        page.contains("<option>Vault &lt;&quot;1&quot;&gt; &amp; co</option>"),
        "{page}"
    );
    assert!(page.contains("<option data-people=\"1\n2\n3\">Engineer</option>"));
}

#[test]
fn severities_that_can_be_chosen_are_those_that_documents_say() {
    let words = fs::read_to_string(root().join("templates/words.toml")).unwrap();
    let words: toml::Table = toml::from_str(&words).unwrap();
    let said: Vec<&str> = ["high", "medium", "low"]
        .map(|severity| words["severity"][severity].as_str().unwrap())
        .to_vec();
    let frame = fs::read_to_string(root().join("templates/html/page.html")).unwrap();
    assert!(frame.contains(&format!("in {said:?}")), "{said:?}");
}

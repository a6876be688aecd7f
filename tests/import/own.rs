//! The pages that this program writes: whatever they say, all of their numbers are placed, and nothing else is taken for one.

use std::fs;
use std::path::PathBuf;

use access_review::model::block::Document;
use access_review::{document, import, render};

use super::{counts, forms};
use crate::support::{replace, report, root, run, said, small};

/// The public folder of every audit that is committed.
fn audits() -> Vec<PathBuf> {
    let mut audits = vec![root().join("out/2021-10-06/public")];
    for case in fs::read_dir(root().join("tests/cases")).unwrap() {
        for dated in fs::read_dir(case.unwrap().path().join("expected")).unwrap() {
            audits.push(dated.unwrap().path().join("public"));
            audits.retain(|public| public.is_dir());
        }
    }
    assert!(audits.len() >= 6, "{audits:?}");
    audits
}

/// A page in every form in which it comes back.
fn every_form(page: &Document, markdown: &str) -> Vec<(&'static str, Vec<u8>)> {
    let (sent, edited) = (forms::storage(page), forms::edited(page));
    vec![
        ("markdown", markdown.as_bytes().to_vec()),
        ("our HTML", render::html::render(page, None).unwrap().into_bytes()),
        ("our storage", render::confluence::render(page).into_bytes()),
        ("storage", sent.clone().into_bytes()),
        ("edited storage", edited.clone().into_bytes()),
        ("REST v1", forms::rest(&sent).into_bytes()),
        ("REST v2", forms::results(&edited).into_bytes()),
        ("HTML", forms::html(page).into_bytes()),
        ("Word", forms::word(page)),
        ("another tool's Markdown", forms::github(page).into_bytes()),
    ]
}

#[test]
fn every_page_that_is_committed_is_read_whole() {
    for public in audits() {
        let expected = counts(&fs::read_to_string(public.join("counts.csv")).unwrap());
        let markdown = fs::read_to_string(public.join("audit.md")).unwrap();
        let page = document::parse(&markdown).unwrap();
        for (form, bytes) in every_form(&page, &markdown) {
            let read = import::read(&bytes, None).unwrap();
            assert_eq!(read.counts, expected, "{form} of {}", public.display());
            // A company is no number, and shown to a person.
            let texts: Vec<&str> = read.unplaced.iter().map(|one| one.text.as_str()).collect();
            assert_eq!(texts, companies(&markdown), "{form} of {}", public.display());
        }
        for file in ["audit.md", "audit.html", "audit.confluence.xml"] {
            let file = public.join(file);
            let (code, _, error) = said(&run(&["import", file.to_str().unwrap()]));
            assert_eq!(
                code,
                i32::from(!companies(&markdown).is_empty()),
                "{}: {error}",
                file.display()
            );
        }
    }
}

/// The brackets of a page that name companies of contractors.
fn companies(markdown: &str) -> Vec<&str> {
    let items = markdown.lines().filter(|line| line.starts_with("  - "));
    let brackets = items.filter_map(|line| line.find(" ( ").and_then(|at| line.get(at + 1..)));
    brackets.filter(|bracket| bracket.contains(" of ")).collect()
}

#[test]
fn a_verdict_behind_a_statement_is_no_level() {
    let markdown = fs::read_to_string(root().join("out/2021-10-06/public/audit.md")).unwrap();
    let expected = counts(&fs::read_to_string(root().join("out/2021-10-06/public/counts.csv")).unwrap());
    let statement = "- Everybody has the least permissions their work needs";
    assert!(markdown.contains(statement));
    for verdict in [
        "(not tested in this audit)",
        "(needs revision: the roles were not approved before the systems were exported)",
        "(tested in part)",
        "(but for 1 accepted exception)",
        "(met after 2 findings were put right during the audit)",
        "(not met)",
        "(not met: 2 findings open)",
    ] {
        for words in [statement, "- Permissions end with the contract"] {
            let markdown = markdown.replace(statement, &format!("{words} {verdict}"));
            let page = document::parse(&markdown).unwrap();
            let copied = ("copied text", forms::copied(&page).into_bytes());
            for (form, bytes) in every_form(&page, &markdown).into_iter().chain([copied]) {
                let read = import::read(&bytes, None).unwrap();
                assert_eq!(read.unplaced, [], "{form}: {words} {verdict}");
                assert_eq!(read.counts, expected, "{form}: {words} {verdict}");
            }
        }
    }
}

#[test]
fn what_the_front_says_is_no_number_of_people() {
    let (holder, inputs) = small();
    replace(
        &inputs.join("review.toml"),
        "period = \"2024 Q1\"",
        "period = \"the 12 Months to March\"",
    );
    replace(
        &inputs.join("review.toml"),
        "\"Access audit\"",
        "\"Access audit of 2 Companies\"",
    );
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    for file in ["audit.md", "audit.html", "audit.confluence.xml"] {
        let file = out.join("2024-03-01/public").join(file);
        let (code, printed, error) = said(&run(&["import", file.to_str().unwrap()]));
        assert_eq!(code, 0, "{}: {printed}{error}", file.display());
    }
}

#[test]
fn a_system_that_was_not_collected_hides_nothing_of_the_next_one() {
    let cell = |between: &str| {
        format!(
            "<table><tr><th>Category</th><th>Activity</th><th>Scope</th><th>Status</th></tr><tr><td>All</td><td>Everything</td>\
             <td><p>All is well</p></td><td><p><strong>Code</strong></p><p>What it is.</p><p><strong>Permissions</strong></p>\
             <ul><li>Admin : May admin.</li><li>Read : May read.</li></ul><p><strong>Access</strong></p>\
             <p>Permissions were not collected.</p>{between}<p><strong>Chat</strong></p><p>What it is.</p>\
             <p>Incomplete: the exported lists cover a part of the system only.</p><p><strong>Permissions</strong></p>\
             <ul><li>Owner : May owner.</li><li>Member : May member.</li></ul><p><strong>Access</strong></p>\
             <ul><li>Owner<ul><li>1 Admin Person</li></ul></li></ul></td></tr></table>"
        )
    };
    for between in [
        "",
        "<p><strong>Repository1</strong></p><p><strong>Repository2</strong></p>",
    ] {
        let read = import::read(cell(between).as_bytes(), None).unwrap();
        let counts: Vec<_> = read
            .counts
            .iter()
            .map(|count| (&*count.system, &*count.level, &*count.role))
            .collect();
        assert_eq!(counts, [("Chat", "Owner", "Admin Person")], "{:?}", read.unplaced);
        assert_eq!(read.unplaced, []);
    }
}

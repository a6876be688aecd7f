//! `import`: a page that was published, read back from every form in which it comes.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::unreachable,
    reason = "a test that cannot set itself up has failed"
)]

mod always;
mod drift;
mod forms;
mod own;

use std::fs;

use access_review::document;
use access_review::import;
use access_review::model::page::{Page, PageCount};

use crate::support::{example, root, run, said};

/// The rows of a counts.csv.
pub(crate) fn counts(csv: &str) -> Vec<PageCount> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let number = |text: &str| text.parse().unwrap();
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            PageCount {
                activity: row[1].to_owned(),
                system: row[2].to_owned(),
                resource: row[3].to_owned(),
                level: row[4].to_owned(),
                role: row[5].to_owned(),
                people: number(&row[6]),
                contractors: number(&row[7]),
            }
        })
        .collect()
}

/// A file of the checkout.
fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn text_copied_from_a_page_gives_every_number() {
    let page = import::read(text("tests/pages/page.txt").as_bytes(), None).unwrap();
    let expected = counts(&text("tests/pages/counts.csv"));
    assert_eq!(expected.len(), 78);
    assert_eq!(page.counts, expected);
    assert_eq!(page.unplaced, []);
    assert_eq!(page.audit_date.as_deref(), Some("2021-05-14"));
    assert_eq!(
        page.inferred_systems,
        [
            "Forgehub Cloud - LAN-TERN",
            "Parceldepot Hall",
            "NIMBUS Stage",
            "NIMBUS Stage Bastion",
            "NIMBUS Prod",
            "NIMBUS Prod Bastion",
            "Lookout"
        ]
    );
}

#[test]
fn every_form_of_our_own_page_gives_its_numbers() {
    let markdown = text("out/2021-10-06/public/audit.md");
    let expected = counts(&text("out/2021-10-06/public/counts.csv"));
    let page = document::parse(&markdown).unwrap();
    let (sent, edited) = (forms::storage(&page), forms::edited(&page));
    for (form, bytes) in [
        ("markdown", markdown.clone().into_bytes()),
        ("markdown with CRLF", markdown.replace('\n', "\r\n").into_bytes()),
        ("storage", sent.clone().into_bytes()),
        ("edited storage", edited.clone().into_bytes()),
        ("REST v1", forms::rest(&sent).into_bytes()),
        ("REST v2", forms::results(&edited).into_bytes()),
        ("HTML", forms::html(&page).into_bytes()),
        (
            "UTF-16 HTML",
            forms::html(&page)
                .encode_utf16()
                .fold(vec![0xff, 0xfe], |mut bytes, unit| {
                    bytes.extend(unit.to_le_bytes());
                    bytes
                }),
        ),
        ("Word", forms::word(&page)),
        ("copied text", forms::copied(&page).into_bytes()),
        ("another tool's Markdown", forms::github(&page).into_bytes()),
    ] {
        let read = import::read(&bytes, None).unwrap();
        assert_eq!(read.counts, expected, "{form}");
        assert_eq!(read.unplaced, [], "{form}");
        assert_eq!(read.audit_date.as_deref(), Some("2021-10-06"), "{form}");
    }
}

#[test]
fn the_program_prints_or_writes_what_it_read_and_never_over_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (output, page) = (folder.path().join("last.json"), "tests/pages/page.txt");
    let (code, printed, _) = said(&run(&["import", page]));
    assert_eq!(code, 0);
    let read: Page = serde_json::from_str(&printed).unwrap();
    assert_eq!((read.version, read.counts.len()), (1, 78));
    assert!(read.program.starts_with("access-review "));

    let written = ["import", page, "-o", output.to_str().unwrap()];
    let (code, summary, _) = said(&run(&written));
    assert_eq!(code, 0);
    assert_eq!(fs::read_to_string(&output).unwrap(), printed);
    assert!(
        summary.contains("78 numbers of 6 systems, audit date 2021-05-14")
            && summary.contains("  NIMBUS Stage Bastion\n"),
        "{summary}"
    );
    let (code, _, error) = said(&run(&written));
    assert_eq!(code, 2);
    assert!(error.contains("is there already"), "{error}");
}

#[test]
fn a_review_names_the_systems_of_its_page() {
    let (_holder, inputs) = example();
    let page = "out/2021-10-06/public/audit.md";
    let (code, printed, _) = said(&run(&["import", page, "--inputs", inputs.to_str().unwrap()]));
    let read: Page = serde_json::from_str(&printed).unwrap();
    assert_eq!((code, read.inferred_systems.len(), read.counts.len()), (0, 0, 78));
    let (code, _, error) = said(&run(&["import", page, "--inputs", "nowhere"]));
    assert_eq!(code, 2);
    assert!(error.contains("review.toml"), "{error}");
}

#[test]
fn lines_that_cannot_be_placed_ask_for_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page");
    let page = text("tests/pages/page.txt");
    fs::write(
        &file,
        page.replace(
            "3 Infrastructure Engineer ( 3 Contractor )",
            "3 Infrastructure Engineer ( 4 Contractor )",
        ),
    )
    .unwrap();
    let output = folder.path().join("page.json");
    let (code, summary, _) = said(&run(&[
        "import",
        file.to_str().unwrap(),
        "-o",
        output.to_str().unwrap(),
    ]));
    assert_eq!(code, 1);
    assert!(summary.contains("1 thing could not be placed"), "{summary}");
    let read: Page = serde_json::from_str(&fs::read_to_string(&output).unwrap()).unwrap();
    assert_eq!(read.counts.len(), 77);
    let unplaced: Vec<(&str, &str)> = read
        .unplaced
        .iter()
        .map(|one| (one.place.as_str(), one.text.as_str()))
        .collect();
    assert_eq!(unplaced, [("line 39", "3 Infrastructure Engineer ( 4 Contractor )")]);
}

#[test]
fn what_is_no_page_says_what_to_do() {
    for (bytes, fragment) in [
        (b"".as_slice(), "there is nothing in it"),
        (b"user,level\nanna,admin\n", "no table was found in it"),
        (
            b"| Name | Place |\n| Anna | 3 Doors |\n",
            "no table of an audit was found",
        ),
        (b"{\"body\":", "begins like JSON and is none"),
        (b"{\"body\":{}}", "holds no `body.storage.value`"),
        (
            b"{\"body\":{\"atlas_doc_format\":{\"value\":\"{}\"}}}",
            "ask for `body-format=storage` instead",
        ),
        (b"{\"results\":[]}", "holds 0 pages"),
        (
            b"{\"body\":{\"storage\":{\"value\":\"<p\"}}}",
            "in `body.storage.value`, line 1",
        ),
        (b"<ac:layout>\n<p", "line 2: "),
        (b"\xff\xfe\x00\xd8", "is not the UTF-16LE that its first bytes say"),
        (b"Audit \xfc", "its text is not UTF-8"),
        (b"%PDF-1.7\n", "it is a PDF, which has lines and no cells"),
        (
            b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx",
            "no part of it in HTML",
        ),
    ] {
        let error = format!("{:#}", import::read(bytes, None).unwrap_err());
        assert!(error.contains(fragment), "{error}");
    }
    let (code, _, error) = said(&run(&["import", "no-such-page"]));
    assert_eq!(code, 2);
    assert!(error.contains("cannot read `no-such-page`"), "{error}");
}

#[test]
fn what_is_struck_out_or_raised_or_odd_is_no_digit_of_a_number() {
    let page = |people: &str| {
        let held = format!(
            "<p>Permissions</p><ul><li>Admin : All.</li></ul><p>Access</p><ul><li>Admin<ul><li>{people}</li></ul></li></ul>"
        );
        let html = format!(
            "<html><body><p>Audit date: 06 October 2021</p><table><tr><th>Category</th><th>Activity</th><th>Scope</th>\
             <th>Status of the internal audit</th></tr><tr><td>A</td><td>B</td><td>C</td><td><p><strong>Vault</strong></p>\
             <p>Keeps.</p>{held}</td></tr></table></body></html>"
        );
        import::read(html.as_bytes(), None).unwrap()
    };
    let numbers = |people: &str| -> Vec<(u64, String)> {
        let counts = page(people).counts.into_iter();
        counts.map(|count| (count.people, count.role)).collect()
    };
    for people in [
        "5 Software Developer",
        "<span style=\"display: none\">9</span>5 Software Developer",
    ] {
        assert_eq!(numbers(people), [(5, "Software Developer".to_owned())], "{people}");
    }
    for people in [
        "<s>6</s>5 Software Developer",
        "<del>6</del> 5 Software Developer",
        "<span style=\"text-decoration: line-through\">6</span>5 Software Developer",
        "6<sup>1</sup> Software Developer",
        "6 Software Developer (one Contractor)",
        "6 Software Developer [1 Contractor]",
        "6 Software Developer ~1 Product Owner",
    ] {
        let read = page(people);
        assert!(!read.unplaced.is_empty(), "{people}: {read:?}");
        assert!(read.counts.iter().all(|count| count.people < 10), "{people}: {read:?}");
    }
}

//! The public page in its older form, in every format: the same numbers, and companies only where somebody lets them be named.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use access_review::document::parse;
use access_review::{import, render};

use crate::support::{copy_of, replace, report, root, run, said};

const CASE: &str = "tests/cases/narrative/inputs";
const STYLE: &str = "[style]\npage = \"narrative\"\ncompanies = [\"Hired Hands\", \"Northquay Ltd\"]\n";

/// The public files that name their text, of an audit.
fn formats(public: &Path) -> Vec<(&'static str, String)> {
    let text = |name: &str| fs::read_to_string(public.join(name)).unwrap();
    let pdf = render::pdf::letters(&fs::read(public.join("audit.pdf")).unwrap()).unwrap();
    vec![
        ("Markdown", text("audit.md")),
        ("HTML", text("audit.html")),
        ("Confluence", text("audit.confluence.xml")),
        ("PDF", pdf),
    ]
}

/// A body in which the numbers of its sentences are not bold.
fn without_bold_numbers(body: &str) -> String {
    let mut pieces = body.split("<strong>");
    let mut plain = pieces.next().unwrap().to_owned();
    for piece in pieces {
        if piece.starts_with(|c: char| c.is_ascii_digit()) {
            plain.push_str(&piece.replacen("</strong>", "", 1));
        } else {
            plain.push_str("<strong>");
            plain.push_str(piece);
        }
    }
    plain
}

/// Whether a text holds another, whatever stands between the words and whether they are bold.
fn holds(text: &str, wanted: &str) -> bool {
    let bare = |text: &str| {
        let plain = ["**", "<strong>", "</strong>"]
            .iter()
            .fold(text.to_owned(), |text, mark| text.replace(mark, ""));
        plain.split_whitespace().collect::<String>()
    };
    bare(text).contains(&bare(wanted))
}

#[test]
fn the_published_counts_come_back_from_the_page_in_its_older_form() {
    let (holder, inputs) = copy_of("inputs");
    let review = inputs.join("review.toml");
    let text = fs::read_to_string(&review).unwrap();
    let style = "[style]\npage = \"narrative\"\ncompanies = [\"Harbourline Cloud Services Ltd\"]\n";
    fs::write(&review, format!("{text}\n{style}")).unwrap();
    let out = holder.path().join("out");
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 0, "{stderr}");
    let public = out.join("2021-10-06/public");
    let usual = root().join("out/2021-10-06/public");
    for file in ["counts.csv", "counts.json", "procedure.md"] {
        assert!(
            fs::read(public.join(file)).unwrap() == fs::read(usual.join(file)).unwrap(),
            "{file}"
        );
    }
    let expected = import::read(&fs::read(usual.join("audit.md")).unwrap(), None)
        .unwrap()
        .counts;
    assert_eq!(expected.len(), 78);
    for file in ["audit.md", "audit.html", "audit.confluence.xml"] {
        let read = import::read(&fs::read(public.join(file)).unwrap(), None).unwrap();
        assert_eq!(read.counts, expected, "{file}");
        assert_eq!(read.unplaced, [], "{file}");
        assert!(read.inferred_systems.contains(&"Bitbucket Cloud".to_owned()));
    }
    // Where somebody saved it with another editor, bold type may be lost.
    let plain = fs::read_to_string(public.join("audit.confluence.xml")).unwrap();
    let plain = without_bold_numbers(&plain);
    let read = import::read(plain.as_bytes(), None).unwrap();
    assert_eq!((read.counts, read.unplaced), (expected, vec![]));
    for (format, text) in formats(&public) {
        assert!(holds(&text, "Short description"), "{format}");
        assert!(
            holds(
                &text,
                "3 Infrastructure Engineer ( 3 Contractor of Harbourline Cloud Services Ltd )"
            ),
            "{format}"
        );
        assert!(holds(&text, "6 Software Developer ( 1 Contractor )"), "{format}");
        assert!(!holds(&text, "Kestrel Softworks"), "{format}");
    }
    let page = parse(&fs::read_to_string(public.join("audit.md")).unwrap()).unwrap();
    assert_eq!(
        page.blocks.len(),
        parse(&fs::read_to_string(usual.join("audit.md")).unwrap())
            .unwrap()
            .blocks
            .len()
    );
}

#[test]
fn a_number_that_a_sentence_does_not_tell_is_shown_to_a_person() {
    let page = fs::read_to_string(root().join("tests/cases/narrative/expected/2020-10-07/public/audit.md")).unwrap();
    let whole = import::read(page.as_bytes(), None).unwrap();
    assert_eq!((whole.counts.len(), whole.unplaced.len()), (7, 0));
    for (from, to) in [
        ("Write is held by **3 Engineer**", "Wriet is held by **3 Engineer**"),
        (
            "Write is held by **3 Engineer**",
            "Write is held by about **3 of 4 Engineer**",
        ),
        (
            "( 3 Contractor: 1 of Hired Hands, 2 of Northquay Ltd )",
            "( 3 Contractor: 2 of Hired Hands, 2 of Northquay Ltd )",
        ),
        (
            "( 3 Contractor: 1 of Hired Hands, 2 of Northquay Ltd )",
            "( 4 Contractor )",
        ),
    ] {
        assert!(page.contains(from), "{from}");
        let read = import::read(page.replace(from, to).as_bytes(), None).unwrap();
        assert_eq!(read.counts.len(), 6, "{to}: {:?}", read.counts);
        assert_eq!(read.unplaced.len(), 1, "{to}: {:?}", read.unplaced);
    }
}

#[test]
fn a_company_stands_beside_its_contractors_in_every_format() {
    let public = root().join("tests/cases/narrative/expected/2020-10-07/public");
    for (format, text) in formats(&public) {
        for words in [
            "3 Engineer ( 3 Contractor: 1 of Hired Hands, 2 of Northquay Ltd )",
            "2 Engineer ( 2 Contractor of Northquay Ltd )",
            // Nobody said that this company may be named.
            "2 Auditor ( 1 Contractor )",
        ] {
            assert!(holds(&text, words), "{format}: {words}");
        }
        assert!(!holds(&text, "Saltmarsh"), "{format}");
    }
}

#[test]
fn without_a_style_no_company_is_named() {
    let (holder, inputs) = copy_of(CASE);
    replace(&inputs.join("review.toml"), STYLE, "");
    let out = holder.path().join("out");
    assert_eq!(said(&report(&inputs, &out)).0, 1);
    for (format, text) in formats(&out.join("2020-10-07/public")) {
        assert!(
            holds(&text, "3 Engineer ( 3 Contractor )") && holds(&text, "Scope"),
            "{format}"
        );
        assert!(
            !holds(&text, "Northquay") && !holds(&text, "Short description"),
            "{format}"
        );
    }
}

#[test]
fn a_company_may_have_brackets_and_marks_in_its_name() {
    let (holder, inputs) = copy_of(CASE);
    replace(
        &inputs.join("review.toml"),
        "\"Hired Hands\"",
        "\"Hired | *Hands* ( UK )\"",
    );
    replace(&inputs.join("people.csv"), "Hired Hands", "Hired | *Hands* ( UK )");
    let out = holder.path().join("out");
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{stderr}");
    for (format, text) in formats(&out.join("2020-10-07/public")) {
        let words = if format == "Markdown" {
            "( 1 Contractor of Hired \\| \\*Hands\\* ( UK ) )"
        } else {
            "( 1 Contractor of Hired | *Hands* ( UK ) )"
        };
        assert!(holds(&text, words), "{format}");
    }
}

#[test]
fn sums_over_resources_tell_companies_too() {
    let (holder, inputs) = copy_of(CASE);
    replace(
        &inputs.join("review.toml"),
        "period = \"2020 Q3\"\n",
        "period = \"2020 Q3\"\npage-resources = 1\n",
    );
    let out = holder.path().join("out");
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{stderr}");
    for (format, text) in formats(&out.join("2020-10-07/public")) {
        assert!(
            holds(
                &text,
                "3 Engineer ( 3 Contractor: 1 of Hired Hands, 2 of Northquay Ltd )"
            ),
            "{format}"
        );
        assert!(!holds(&text, "2 Engineer ( 2 Contractor"), "{format}");
    }
}

#[test]
fn a_style_that_there_is_not_and_companies_that_nothing_would_name_are_refused() {
    for (style, fragment) in [
        ("[style]\npage = \"narativ\"\n", "did you mean `narrative`?"),
        (
            "[style]\npage = \"meta-inf\"\ncompanies = [\"Hired Hands\"]\n",
            "only; write `page = \"narrative\"`",
        ),
        (
            "[style]\ncompanies = [\"Hired Hands\"]\n",
            "only; write `page = \"narrative\"`",
        ),
        // A person who works for herself: her name is one.
        (
            "[style]\npage = \"narrative\"\ncompanies = [\"Fay Orr\"]\n",
            "`style.companies` holds the name of `Fay Orr`",
        ),
    ] {
        let (_holder, inputs) = copy_of(CASE);
        replace(&inputs.join("review.toml"), STYLE, style);
        let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
        assert_eq!(code, 2, "{style}");
        assert!(stderr.contains(fragment), "{style}: {stderr}");
    }
}

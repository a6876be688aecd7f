//! A format that disagrees is noticed: each finished file is corrupted in turn.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

use access_review::model::review::Review;
use access_review::progress::Progress;
use access_review::render::{confluence, html, pdf};
use access_review::tie_out::{Readers, verify};
use access_review::{check, config, document, ingest};

use crate::support::{replace, report, root};

const READERS: Readers = Readers {
    parse: document::parse,
    letters: pdf::letters,
    html: html::letters,
    storage: confluence::read,
};

fn review() -> Review {
    let inputs = root().join("inputs");
    let config = config::load(&inputs, None, &check::ids(), ingest::workbook).unwrap();
    let settings = config.settings;
    let declared = ingest::Declared {
        policy: config.policy,
        previous: None,
    };
    let snapshot = ingest::run(&inputs, &settings, declared, &Progress::new(true)).unwrap();
    access_review::command::judge(settings, snapshot)
}

fn finished() -> (tempfile::TempDir, PathBuf) {
    let out = tempfile::tempdir().unwrap();
    report(&root().join("inputs"), out.path());
    let folder = out.path().join("2021-10-06");
    verify(&folder, &review(), READERS).unwrap();
    (out, folder)
}

fn noticed(spoil: impl FnOnce(&Path), saying: &str) {
    let (_out, folder) = finished();
    spoil(&folder);
    let error = format!("{:#}", verify(&folder, &review(), READERS).unwrap_err());
    assert!(error.contains(saying), "{error}");
}

#[test]
fn a_wrong_number_is_noticed_in_each_format() {
    noticed(
        |at| {
            replace(
                &at.join("public/counts.csv"),
                "Software Developer,6,1",
                "Software Developer,7,1",
            );
        },
        "`public/counts.csv` disagrees",
    );
    noticed(
        |at| replace(&at.join("public/counts.json"), "\"people\": 6", "\"people\": 5"),
        "`public/counts.json` disagrees",
    );
    noticed(
        |at| {
            replace(
                &at.join("internal/record.json"),
                "\"contractors\": 1",
                "\"contractors\": 0",
            );
        },
        "`internal/record.json` disagrees",
    );
    noticed(
        |at| {
            replace(
                &at.join("public/audit.md"),
                "6 Software Developer",
                "16 Software Developer",
            );
        },
        "`public/audit.md` disagrees",
    );
    noticed(
        |at| replace(&at.join("public/audit.md"), "all 15 members", "all 14 members"),
        "does not say 15 of 15",
    );
    noticed(
        |at| {
            replace(
                &at.join("public/audit.confluence.xml"),
                "6 Software Developer",
                "16 Software Developer",
            );
        },
        "`public/audit.confluence.xml` disagrees",
    );
    noticed(
        |at| {
            replace(
                &at.join("public/audit.confluence.xml"),
                "all 15 members",
                "all 14 members",
            );
        },
        "`public/audit.confluence.xml` does not say 15 of 15",
    );
}

#[test]
fn a_wrong_mark_is_noticed() {
    let cells = |marks: [&str; 3]| {
        marks
            .map(|mark| format!("<td>\n\n{mark}\n\n</td>").replace("\n\n\n", "\n"))
            .join("\n")
    };
    let passed = cells(["X", "", ""]);
    for (other, saying) in [
        (cells(["", "X", ""]), "marks the rows [NeedsRevision, Passed, "),
        (cells(["", "", ""]), "has no checklist with one mark a row"),
        (cells(["X", "", "X"]), "has no checklist with one mark a row"),
    ] {
        noticed(|at| replace(&at.join("public/procedure.md"), &passed, &other), saying);
    }
    let cells = |marks: [&str; 3]| marks.map(|mark| format!("<td>{mark}</td>")).concat();
    noticed(
        |at| {
            replace(
                &at.join("public/procedure.confluence.xml"),
                &cells(["<p>X</p>", "<p />", "<p />"]),
                &cells(["<p />", "<p>X</p>", "<p />"]),
            );
        },
        "`public/procedure.confluence.xml` marks the rows [NeedsRevision, Passed, ",
    );
}

#[test]
fn a_wrong_word_is_noticed_in_a_body_of_confluence() {
    for (path, from, to, saying) in [
        (
            "public/audit.confluence.xml",
            "Audit date: 06",
            "Audit date: 07",
            "`public/audit.confluence.xml` and `public/audit.md` say different things",
        ),
        (
            "public/procedure.confluence.xml",
            "Our AWS accounts",
            "Your AWS accounts",
            "`public/procedure.confluence.xml` and `public/procedure.md` say different things",
        ),
        (
            "public/audit.confluence.xml",
            "datetime=\"2021-10-06\"",
            "datetime=\"2021-10-07\"",
            "says [\"Tidewater Labs\", \"2021-10-07\", ",
        ),
        (
            "public/audit.confluence.xml",
            "</p></td>",
            "</td>",
            "cannot read `public/audit.confluence.xml` back: line ",
        ),
    ] {
        noticed(|at| replace(&at.join(path), from, to), saying);
    }
}

/// Words of each document.
const WORDS: [(&str, &str); 3] = [
    ("public/audit", "Audit date: 06"),
    ("internal/internal", "No finding is open"),
    ("public/procedure", "The audit covers"),
];

#[test]
fn a_wrong_word_is_noticed_in_a_web_page() {
    for (name, words) in WORDS {
        let page = format!("{name}.html");
        noticed(
            |at| replace(&at.join(&page), words, &words.to_uppercase()),
            &format!("`{page}` and `{name}.md` say different things"),
        );
        noticed(
            |at| replace(&at.join(&page), "</main>", ""),
            &format!("cannot read `{page}` back"),
        );
    }
}

#[test]
fn a_wrong_word_is_noticed_in_a_pdf() {
    let (_out, folder) = finished();
    for (name, words) in WORDS {
        let text = fs::read_to_string(folder.join(format!("{name}.md"))).unwrap();
        let other = text.replacen(words, &words.to_uppercase(), 1);
        assert!(text != other);
        let pdf = format!("{name}.pdf");
        let before = fs::read(folder.join(&pdf)).unwrap();
        fs::write(
            folder.join(&pdf),
            pdf::render(&document::parse(&other).unwrap()).unwrap(),
        )
        .unwrap();
        let error = format!("{:#}", verify(&folder, &review(), READERS).unwrap_err());
        assert!(error.contains("say different things"), "{error}");
        fs::write(folder.join(&pdf), &before[..before.len() / 2]).unwrap();
        assert!(verify(&folder, &review(), READERS).is_err());
        fs::write(folder.join(&pdf), before).unwrap();
    }
    verify(&folder, &review(), READERS).unwrap();
}

#[test]
fn a_missing_row_or_file_is_noticed() {
    noticed(
        |at| drop_last_line(&at.join("public/counts.csv")),
        "shows 77 numbers where 78 were expected",
    );
    noticed(
        |at| drop_last_line(&at.join("internal/grants.csv")),
        "`internal/grants.csv` has",
    );
    noticed(
        |at| fs::write(at.join("internal/findings.csv"), "key\nx\n").unwrap(),
        "`internal/findings.csv` has 1 rows",
    );
    noticed(
        |at| fs::remove_file(at.join("public/audit.pdf")).unwrap(),
        "cannot read `public/audit.pdf` back",
    );
    noticed(
        |at| fs::remove_file(at.join("public/audit.confluence.xml")).unwrap(),
        "cannot read `public/audit.confluence.xml` back",
    );
    noticed(
        |at| fs::write(at.join("public/counts.json"), "{}").unwrap(),
        "cannot read `public/counts.json` back",
    );
}

fn drop_last_line(file: &Path) {
    let text = fs::read_to_string(file).unwrap();
    let end = text.trim_end().rfind('\n').unwrap();
    fs::write(file, text.get(..=end).unwrap()).unwrap();
}

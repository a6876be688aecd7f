//! Input that cannot be judged: a message that names file, line and remedy; nothing written.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::Path;

use crate::support::{files, replace, report, run, said, small};

/// Spoils a small review that has been reported once; expects exit 2, every phrase, and the old folder untouched.
fn refused(spoil: impl FnOnce(&Path), saying: &[&str]) {
    let (holder, inputs) = small();
    let out = holder.path().join("out");
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 0, "{stderr}");
    let before = files(&out);
    spoil(&inputs);
    let (code, stdout, stderr) = said(&report(&inputs, &out));
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    for phrase in saying {
        assert!(stderr.contains(phrase), "`{phrase}` is not in:\n{stderr}");
    }
    assert!(files(&out) == before, "something was written");
}

fn write(inputs: &Path, file: &str, bytes: impl AsRef<[u8]>) {
    fs::write(inputs.join(file), bytes).expect("a temporary file");
}

#[test]
fn a_missing_export() {
    refused(
        |at| fs::remove_file(at.join("exports/vault.csv")).unwrap(),
        &["exports/vault.csv", "(declared on line 18 of review.toml)"],
    );
}

#[test]
fn an_empty_export() {
    refused(|at| write(at, "exports/vault.csv", ""), &["exports/vault.csv", "empty"]);
}

#[test]
fn a_header_without_rows() {
    refused(
        |at| write(at, "exports/vault.csv", "User,Permission\n"),
        &["exports/vault.csv", "`rows = 0`"],
    );
}

#[test]
fn a_header_without_rows_is_read_where_it_is_declared() {
    let (holder, inputs) = small();
    write(&inputs, "exports/vault.csv", "User,Permission\n");
    replace(
        &inputs.join("review.toml"),
        "coverage = \"full\"",
        "coverage = \"full\"\nrows = 0",
    );
    let (code, _, stderr) = said(&report(&inputs, &holder.path().join("out")));
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn a_wrong_header() {
    refused(
        |at| replace(&at.join("exports/vault.csv"), "Permission", "Permisson"),
        &["exports/vault.csv", "`Permission`", "`Permisson`"],
    );
}

#[test]
fn bytes_that_are_not_utf_8() {
    refused(
        |at| write(at, "exports/vault.csv", b"User,Permission\nzo\xeb@example.com,Admin\n"),
        &["exports/vault.csv:2", "windows-1252", "`zo\u{eb}`"],
    );
}

#[test]
fn a_truncated_workbook() {
    refused(
        |at| {
            replace(&at.join("review.toml"), "exports/vault.csv", "exports/vault.xlsx");
            write(at, "exports/vault.xlsx", b"PK\x03\x04 and no more");
        },
        &["exports/vault.xlsx"],
    );
}

#[test]
fn a_folder_where_a_file_should_be() {
    refused(
        |at| {
            fs::remove_file(at.join("exports/vault.csv")).unwrap();
            fs::create_dir(at.join("exports/vault.csv")).unwrap();
        },
        &["exports/vault.csv", "folder"],
    );
}

#[test]
fn an_id_given_twice_in_the_roster() {
    refused(
        |at| replace(&at.join("people.csv"), "3,Cy", "1,Cy"),
        &["people.csv:4", "`1`"],
    );
}

#[test]
fn unknown_keys() {
    refused(
        |at| replace(&at.join("review.toml"), "period", "preiod"),
        &["review.toml:5", "`preiod`", "`period`"],
    );
    refused(
        |at| replace(&at.join("roles.toml"), "contractors", "contractor"),
        &["roles.toml:3", "`contractor`"],
    );
}

#[test]
fn several_at_once_are_all_told() {
    refused(
        |at| {
            replace(&at.join("review.toml"), "title =", "tilte =");
            replace(&at.join("roles.toml"), "\"Read\"", "\"Raed\"");
        },
        &[
            "review.toml:3",
            "`tilte`",
            "roles.toml:6",
            "`Raed`",
            "`Read`",
            "problems",
        ],
    );
    refused(
        |at| {
            replace(
                &at.join("people.csv"),
                "1,Ana Lind,Engineer",
                "1,Ana Lind,Former Member",
            );
            fs::remove_file(at.join("exports/vault.csv")).unwrap();
        },
        &["people.csv:2", "`Former Member`", "exports/vault.csv"],
    );
}

#[test]
fn a_name_in_a_sentence_of_the_public_page() {
    refused(
        |at| {
            replace(
                &at.join("review.toml"),
                "Where the secrets are.",
                "Ask Marsh, Bo for the secrets.",
            );
        },
        &["review.toml:11", "description", "Bo Marsh"],
    );
    refused(
        |at| replace(&at.join("review.toml"), "Can look.", "Can look, like CY@EXAMPLE.COM."),
        &["review.toml:17", "cy@example.com"],
    );
}

#[test]
fn a_common_word_as_a_name_or_login_is_no_alarm() {
    let (holder, inputs) = small();
    replace(&inputs.join("people.csv"), "3,Cy Stone", "3,Cy Secrets");
    replace(&inputs.join("people.csv"), "company,email", "company,email,login vault");
    replace(&inputs.join("people.csv"), "cy@example.com", "cy@example.com,vault");
    replace(&inputs.join("people.csv"), "ana@example.com", "ana@example.com,");
    replace(&inputs.join("people.csv"), "bo@example.com", "bo@example.com,");
    replace(&inputs.join("exports/vault.csv"), "cy@example.com", "vault");
    let (code, _, stderr) = said(&report(&inputs, &holder.path().join("out")));
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn no_folder_at_all_names_init() {
    let (code, _, stderr) = said(&run(&[
        "report",
        "--inputs",
        "no/such/folder",
        "--out",
        "target/no-out",
    ]));
    assert_eq!(code, 2);
    assert!(stderr.contains("access-review init"), "{stderr}");
}

#[test]
fn a_date_that_is_none_is_refused() {
    let (_holder, inputs) = small();
    let (code, _, stderr) = said(&run(&[
        "check",
        "--inputs",
        inputs.to_str().unwrap(),
        "--date",
        "01/02/2024",
    ]));
    assert_eq!(code, 2);
    assert!(stderr.contains("YYYY-MM-DD"), "{stderr}");
}

#[test]
fn a_file_of_records_whose_columns_are_mapped_is_told_as_such() {
    for text in [
        "[{\"User\": \"ana\", \"Permission\": \"Admin\"}]",
        "<users><user>ana</user></users>",
    ] {
        let (holder, inputs) = small();
        fs::write(inputs.join("exports/vault.csv"), text).unwrap();
        let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
        assert!(
            code == 2 && error.contains("exports/vault.csv: the file holds records (JSON or XML) and no rows"),
            "{error}"
        );
        assert!(error.contains("leave `columns` out"), "{error}");
    }
}

//! Secrets in any input of a review: the file is named, what they stand under too, a value never. One more input: a row
//! of [`INPUTS`].

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use access_review::{config, ingest};

use crate::profiles::workbook;
use crate::support::{replace, report, run, said, small};

/// Files of every kind of input, each with a made-up secret that no profile knows of.
const INPUTS: [(&str, &str); 8] = [
    (
        "accounts-2024.csv",
        "System,Account,Person,Password\nvault,bo@example.com,EXAMPLE-no,EXAMPLE-no\n",
    ),
    (
        "accounts-2024.csv",
        "System,Account,Person\nvault,bo@example.com,$6$EXAMPLE$not-a-hash\n",
    ),
    (
        "people.csv",
        "Nr,Who,Job,Sort,Mot de passe\n1,Ana Lind,Engineer,employee,EXAMPLE-no\n",
    ),
    (
        "people.csv",
        "Nr,Who,Job,Sort\n1,glpat-EXAMPLEexampleEXAMPLE,Engineer,employee\n",
    ),
    (
        "exports/vault.csv",
        "User,Permission,db_password\nbo@example.com,Read,EXAMPLE-no\n",
    ),
    (
        "exports/vault.csv",
        "Made,by Ada\nUser,Permission,Root password\nbo@example.com,Read,EXAMPLE-no\n",
    ),
    (
        "exports/vault.csv",
        "User,Permission\nbo@example.com,Read\n\nHost,Root password\nbastion,EXAMPLE-no\n",
    ),
    (
        "exports/vault.csv",
        "User,Permission,Notes\nbo@example.com,Read,new since May; password: EXAMPLE-n0\n",
    ),
];

/// The small review, whose staff list is mapped by hand as well.
fn mapped() -> (tempfile::TempDir, std::path::PathBuf) {
    let (holder, inputs) = small();
    let roster = "[roster]\nfile = \"people.csv\"\ncolumns = { id = \"Nr\", name = \"Who\", role = \"Job\", employment = \
                  \"Sort\" }\n[[system]]";
    replace(&inputs.join("review.toml"), "[[system]]", roster);
    fs::write(
        inputs.join("people.csv"),
        "Nr,Who,Job,Sort\n1,Ana Lind,Engineer,employee\n",
    )
    .unwrap();
    (holder, inputs)
}

/// That the review is refused for this file, and no secret told.
fn refused(inputs: &Path, out: &Path, name: &str) {
    let (code, text, error) = said(&report(inputs, out));
    assert_eq!(code, 2, "{name}: {error}");
    let expected = format!("{name}: the file is not read, as it holds secrets");
    assert!(error.contains(&expected), "{error}");
    assert!(!error.contains("EXAMPLE") && !text.contains("EXAMPLE"), "{text}{error}");
}

#[test]
fn every_input_is_searched() {
    for (name, text) in INPUTS {
        let (holder, inputs) = mapped();
        let out = holder.path().join("out");
        fs::write(inputs.join(name), text).unwrap();
        refused(&inputs, &out, name);
    }
    let (holder, inputs) = mapped();
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(code < 2, "{error}");
}

#[test]
fn every_sheet_of_every_workbook_is_searched() {
    let rows = |text: &'static str| -> Vec<Vec<&str>> { text.lines().map(|line| line.split(',').collect()).collect() };
    let names = ["accounts-2024.xlsx", "exports/vault.xlsx", "exports/vault.xlsx"];
    for (name, (_, text)) in names.into_iter().zip([INPUTS[0], INPUTS[6], INPUTS[7]]) {
        let (holder, inputs) = mapped();
        replace(&inputs.join("review.toml"), "exports/vault.csv", "exports/vault.xlsx");
        let export = workbook(&rows("User,Permission\nbo@example.com,Read\n"));
        fs::write(inputs.join("exports/vault.xlsx"), export).unwrap();
        fs::write(inputs.join(name), workbook(&rows(text))).unwrap();
        refused(&inputs, &holder.path().join("out"), name);
    }
}

#[test]
fn a_column_that_is_mapped_to_something_else_tells_no_secret() {
    for text in [
        "User,Permission,Root password\nbo@example.com,Read,EXAMPLE-no\n",
        "Made,by,Ada\nUser,Permission,Root password\nbo@example.com,Read,EXAMPLE-no\n",
    ] {
        let (holder, inputs) = small();
        let columns = "level = \"Permission\", mfa = \"Root password\" }";
        replace(&inputs.join("review.toml"), "level = \"Permission\" }", columns);
        fs::write(inputs.join("exports/vault.csv"), text).unwrap();
        refused(&inputs, &holder.path().join("out"), "exports/vault.csv");
    }
}

#[test]
fn a_table_below_that_of_a_recognised_file_is_not_shown() {
    let all = config::profiles(Path::new("no such folder")).unwrap();
    let first = "Public Name,Email Address,Last Login (UTC),Has 2SV,On Plan\nBo,bo@example.com,,yes,yes\n";
    assert!(ingest::trial("users.csv", first.as_bytes(), &all).is_ok());
    for between in ["", "\n", ",,,,\n"] {
        let text = first.to_owned() + between + "Host,Root password,,,\nbastion,EXAMPLE-n0,,,\n";
        let error = ingest::trial("users.csv", text.as_bytes(), &all)
            .map(|_| ())
            .unwrap_err();
        let error = format!("{error:#}");
        assert!(error.contains("values stand under `Root password`"), "{error}");
        assert!(!error.contains("EXAMPLE"), "{error}");
    }
}

#[test]
fn the_command_that_tests_a_file_shows_no_secret_either() {
    let holder = tempfile::tempdir().unwrap();
    for (name, text) in INPUTS {
        let file = holder.path().join("file.csv");
        fs::write(&file, text).unwrap();
        let (code, text, error) = said(&run(&["profiles", "test", file.to_str().unwrap()]));
        assert_eq!(code, 2, "{name}");
        assert!(error.contains("holds secrets"), "{error}");
        assert!(!text.contains("EXAMPLE") && !error.contains("EXAMPLE"), "{text}{error}");
    }
}

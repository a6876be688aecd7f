//! The commands as an officer uses them, one after the other.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::support::{copy_of, files, replace, report, root, run, said, small};

#[test]
fn init_makes_a_folder_that_reports_at_once() {
    let holder = tempfile::tempdir().unwrap();
    let dir = holder.path().join("my-review");
    let (code, stdout, stderr) = said(&run(&["init", dir.to_str().unwrap()]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains(dir.to_str().unwrap()), "{stdout}");
    assert!(
        files(&dir.join("inputs")) == files(&root().join("inputs")),
        "not the whole example"
    );
    let ignored = fs::read_to_string(dir.join(".gitignore")).unwrap();
    for path in ["/inputs/*", "*.xlsx", "/out/*/internal/"] {
        assert!(ignored.lines().any(|line| line == path), "{path} is not ignored");
    }
    assert_eq!(said(&report(&dir.join("inputs"), &dir.join("out"))).0, 0);
}

#[test]
fn init_leaves_a_folder_with_anything_in_it_alone() {
    let holder = tempfile::tempdir().unwrap();
    fs::write(holder.path().join("notes.txt"), "mine").unwrap();
    let (code, _, stderr) = said(&run(&["init", holder.path().to_str().unwrap()]));
    assert_eq!(code, 2);
    assert!(stderr.contains("is not empty"), "{stderr}");
    assert_eq!(files(holder.path()).len(), 1);
}

#[test]
fn every_printed_number_is_explained_by_as_many_people() {
    for folder in ["inputs", "tests/cases/second-year/inputs"] {
        let out = tempfile::tempdir().unwrap();
        let inputs = root().join(folder);
        report(&inputs, out.path());
        let dated = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path());
        let dated = dated.filter(|path| path.is_dir()).collect::<Vec<_>>();
        let mut counts = csv::Reader::from_path(dated[0].join("public/counts.csv")).unwrap();
        for row in counts.records().map(Result::unwrap) {
            let parts = [&row[2], &row[3], &row[4], &row[5]];
            let name = parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" / ");
            let (code, stdout, stderr) = said(&run(&["explain", &name, "--inputs", inputs.to_str().unwrap()]));
            assert_eq!(code, 0, "{name}: {stderr}");
            let counted = stdout
                .split("Not counted")
                .next()
                .unwrap()
                .split("Counted:")
                .nth(1)
                .unwrap();
            let people = counted
                .lines()
                .filter(|line| !line.is_empty() && !line.starts_with(' '))
                .count();
            assert_eq!(people.to_string(), row[6], "{name}: {stdout}");
            let contractors = counted
                .lines()
                .filter(|line| !line.starts_with(' ') && line.contains("), contractor"));
            if !row[5].starts_with("Former") {
                assert_eq!(contractors.count().to_string(), row[7], "{name}: {stdout}");
            }
            assert!(counted.contains("read from "), "{name}: {stdout}");
        }
    }
}

#[test]
fn explain_answers_for_a_check_a_person_and_an_account() {
    let second = root().join("tests/cases/second-year/inputs");
    let explain = |subject: &str| said(&run(&["explain", subject, "--inputs", second.to_str().unwrap()]));
    let (_, check, _) = explain("orphan-account");
    assert!(
        check.contains("What to do") && check.contains("account: 48210088"),
        "{check}"
    );
    let (_, person, _) = explain("leander quist");
    assert!(
        person.contains("TW-026") && person.contains("finding contractor-grant"),
        "{person}"
    );
    let (_, account, _) = explain("bitbucket: 48210088");
    assert!(
        account.contains("belongs to nobody for certain") && account.contains("nobody"),
        "{account}"
    );
    let (code, _, stderr) = explain("orphan-acount");
    assert_eq!(code, 2);
    assert!(
        stderr.contains("did you mean `orphan-account` or `dormant-account`?"),
        "{stderr}"
    );
}

#[test]
fn the_figures_about_notebooks_are_explained_by_as_many_people() {
    for (folder, validated, members) in [("inputs", 15, 15), ("tests/cases/second-year/inputs", 12, 16)] {
        let inputs = root().join(folder);
        for subject in ["workstations", &format!("Product Team Workstations / {members}")] {
            let (code, stdout, stderr) = said(&run(&["explain", subject, "--inputs", inputs.to_str().unwrap()]));
            assert_eq!(code, 0, "{stderr}");
            let first = format!("Product Team Workstations: {validated} of {members} validated");
            assert_eq!(stdout.lines().next().unwrap(), first);
            let people = |end: &str| {
                stdout
                    .lines()
                    .filter(|line| line.contains("(TW-") && line.ends_with(end))
                    .count()
            };
            assert_eq!(
                (people(": validated"), people(": not validated")),
                (validated, members - validated)
            );
        }
    }
}

#[test]
fn a_filled_accounts_sheet_is_read_back() {
    let (holder, inputs) = copy_of("tests/cases/first-afternoon/inputs");
    let workbook = holder.path().join("accounts.xlsx");
    let export = || {
        said(&run(&[
            "accounts",
            "export",
            workbook.to_str().unwrap(),
            "--inputs",
            inputs.to_str().unwrap(),
        ]))
    };
    let (code, stdout, stderr) = export();
    assert_eq!(code, 1, "{stderr}");
    assert!(stdout.starts_with("1 account matched nobody"), "{stdout}");
    let (code, _, stderr) = export();
    assert_eq!(code, 2, "written over a file that was there");
    assert!(stderr.contains("move it or choose another name"), "{stderr}");

    let rows = sheet(&workbook);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(rows[0].last().unwrap(), "Person");
    assert!(
        rows[1].iter().any(|cell| cell.contains("104 Aoife Mulgannon")),
        "nobody is suggested: {rows:?}"
    );
    assert_eq!(unidentified(&inputs, holder.path()), 1);
    fill(&rows, "104", &inputs.join("accounts-filled.xlsx"));
    assert_eq!(unidentified(&inputs, holder.path()), 0);
    let (code, stdout, _) = said(&run(&[
        "accounts",
        "export",
        holder.path().join("again.xlsx").to_str().unwrap(),
        "--inputs",
        inputs.to_str().unwrap(),
    ]));
    assert_eq!(code, 0);
    assert!(stdout.contains("nothing to fill in"), "{stdout}");
}

/// The first sheet of a workbook as texts.
fn sheet(workbook: &Path) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(workbook).unwrap();
    let range = workbook.worksheet_range("Accounts").unwrap();
    range
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect()
}

/// The same rows with the last column filled in, as a person would save them.
fn fill(rows: &[Vec<String>], person: &str, to: &Path) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (line, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            let filled = line > 0 && usize::from(column) + 1 == row.len();
            sheet
                .write_string(line, column, if filled { person } else { cell })
                .unwrap();
        }
    }
    workbook.save(to).unwrap();
}

/// How many unidentified accounts the page counts.
fn unidentified(inputs: &Path, holder: &Path) -> u64 {
    let out = holder.join("out");
    report(inputs, &out);
    let json = files(&out)
        .into_iter()
        .find(|(path, _)| path.ends_with("public/counts.json"))
        .unwrap()
        .1;
    let page: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&json).unwrap();
    let counts = page["counts"].as_array().unwrap();
    counts
        .iter()
        .filter(|count| count["role"] == "Unidentified Account")
        .map(|count| count["people"].as_u64().unwrap())
        .sum()
}

#[test]
fn accounts_export_wants_a_workbook() {
    let (code, _, stderr) = said(&run(&["accounts", "export", "accounts.csv"]));
    assert_eq!(code, 2);
    assert!(stderr.contains("does not end in .xlsx"), "{stderr}");
}

#[test]
fn without_roles_the_counts_are_printed_with_the_one_finding() {
    let (holder, inputs) = small();
    fs::remove_file(inputs.join("roles.toml")).unwrap();
    let (code, stdout, _) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 1);
    assert_eq!(
        stdout.lines().filter(|line| line.contains(": no-policy")).count(),
        1,
        "{stdout}"
    );
    assert!(stdout.contains("\nfindings       1 open"), "{stdout}");
    report(&inputs, &holder.path().join("out"));
    let counts = fs::read_to_string(holder.path().join("out/2024-03-01/public/counts.csv")).unwrap();
    assert_eq!(
        counts.lines().skip(1).collect::<Vec<_>>(),
        [
            "Security,Secrets,Vault,,Admin,Engineer,1,0",
            "Security,Secrets,Vault,,Read,Engineer,2,1"
        ]
    );
}

#[test]
fn a_date_on_the_command_line_goes_before_the_one_in_the_file() {
    let (holder, inputs) = small();
    replace(&inputs.join("people.csv"), "company,email", "company,email,end");
    replace(
        &inputs.join("people.csv"),
        "ana@example.com",
        "ana@example.com,2024-03-01",
    );
    replace(&inputs.join("people.csv"), "bo@example.com", "bo@example.com,");
    replace(&inputs.join("people.csv"), "cy@example.com", "cy@example.com,");
    let out = holder.path().join("out");
    assert_eq!(said(&report(&inputs, &out)).0, 0, "an end date is the last allowed day");
    let later = [
        "report",
        "--date",
        "2024-03-02",
        "--inputs",
        inputs.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    assert_eq!(said(&run(&later)).0, 1);
    let counts = fs::read_to_string(out.join("2024-03-02/public/counts.csv")).unwrap();
    assert!(counts.contains("Vault,,Admin,Former Member,1,0"), "{counts}");
}

#[test]
fn help_of_every_command_says_what_to_do() {
    for command in [
        &["--help"][..],
        &["init", "--help"],
        &["report", "--help"],
        &["check", "--help"],
        &["explain", "--help"],
        &["accounts", "export", "--help"],
    ] {
        let (code, stdout, _) = said(&run(command));
        assert_eq!(code, 0);
        assert!(stdout.lines().count() > 8, "{stdout}");
    }
}

#[test]
fn roles_can_be_written_system_by_system() {
    let (holder, inputs) = small();
    let roles = "without-rules = [\"vault\"]\n[[role]]\ntitle = \"Engineer\"\ncontractors = true\n";
    fs::write(inputs.join("roles.toml"), roles).unwrap();
    let (code, text, error) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!((code, error.as_str()), (1, ""), "{text}");
    let expected =
        "The roles file has no rules for Vault yet; nothing that is held there could be called excess or missing.";
    assert!(text.contains(expected) && text.contains("low: no-policy"), "{text}");
    assert!(!text.contains("excess-grant"), "{text}");
    let out = holder.path().join("out");
    assert_eq!(said(&report(&inputs, &out)).0, 1);
    let internal = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
    assert!(
        internal.contains("no finding; not judged where no role has rules yet: Vault"),
        "{internal}"
    );
    let (_, why, _) = said(&run(&[
        "explain",
        "ana@example.com",
        "--inputs",
        inputs.to_str().unwrap(),
    ]));
    assert!(
        why.contains("not judged: the roles file has no rules for this system yet"),
        "{why}"
    );
    replace(&inputs.join("roles.toml"), "without-rules = [\"vault\"]\n", "");
    let (_, text, _) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert!(text.contains("excess-grant") && !text.contains("no-policy"), "{text}");
}

#[test]
fn who_starts_after_the_audit_date_is_no_member_of_the_staff_yet_and_their_access_is_found() {
    let (holder, inputs) = small();
    let people = "id,name,role,employment,company,email,start\n\
                  1,Ana Lind,Engineer,employee,,ana@example.com,2024-03-02\n\
                  2,Bo Marsh,Engineer,contractor,Hired Hands,bo@example.com,2024-03-01\n\
                  3,Cy Stone,Engineer,employee,,cy@example.com,\n";
    fs::write(inputs.join("people.csv"), people).unwrap();
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{error}");
    let read = |name: &str| fs::read_to_string(out.join("2024-03-01").join(name)).unwrap();
    let counts = read("public/counts.csv");
    let lines: Vec<&str> = counts
        .lines()
        .skip(1)
        .map(|line| line.split_once("Vault,").unwrap().1)
        .collect();
    assert_eq!(lines, [",Admin,Future Member,1,0", ",Read,Engineer,2,1"], "{counts}");
    let findings = read("internal/internal.md");
    assert!(
        findings.contains("holds Admin in Vault with account ana@example.com, and starts only on 02 March 2024."),
        "{findings}"
    );
    let explained = |subject: &str| {
        let (code, text, error) = said(&run(&["explain", subject, "--inputs", inputs.to_str().unwrap()]));
        assert_eq!(code, 0, "{error}");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let left_out = explained("Vault / Admin / Engineer");
    assert!(
        left_out.contains("they start only after the system was exported: they are counted as Future Member"),
        "{left_out}"
    );
    let number = explained("Vault / Admin / Future Member");
    assert!(
        number.contains("Ana Lind") && !number.contains("roles.toml"),
        "{number}"
    );
}

#[test]
fn the_totals_name_ages_of_keys_and_passwords_where_they_have_a_limit_and_are_not_told() {
    let (_holder, inputs) = small();
    let review = inputs.join("review.toml");
    let line = || {
        let (code, stdout, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
        assert_eq!((code, stderr.as_str()), (0, ""));
        let words: Vec<&str> = stdout.split_whitespace().collect();
        let (_, rest) = words
            .join(" ")
            .split_once("not collected ")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        rest.split(" rows ").next().unwrap().to_owned()
    };
    assert!(!line().contains("age of"), "{}", line());
    let text = std::fs::read_to_string(&review).unwrap();
    std::fs::write(&review, format!("{text}\n[limits]\nkey-days = 90\n")).unwrap();
    assert!(
        line().contains("second factor of 3 accounts, age of the keys of 3"),
        "{}",
        line()
    );
    assert!(!line().contains("password"), "{}", line());
    replace(&review, "key-days = 90", "key-days = 90\npassword-days = 90");
    assert!(
        line().contains("age of the keys of 3, age of the password of 3"),
        "{}",
        line()
    );
}

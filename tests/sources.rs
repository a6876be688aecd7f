//! The sheet that says where files come from: written, filled in, held against the files.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use access_review::model::hash::sha256;
use rust_xlsxwriter::Workbook;

use crate::support::{SOURCES, example, replace, report, run, said, small};

fn sources(inputs: &Path, command: &str) -> (i32, String, String) {
    said(&run(&["sources", command, "--inputs", inputs.to_str().unwrap()]))
}

fn check(inputs: &Path) -> (i32, String, String) {
    said(&run(&["check", "--inputs", inputs.to_str().unwrap()]))
}

/// A sheet with these rows.
fn sheet(inputs: &Path, rows: &[&str]) {
    let with_hash = |row: &&str| {
        let file = row.split(',').next().unwrap();
        let hash = fs::read(inputs.join(file))
            .map(|bytes| sha256(&bytes))
            .unwrap_or_default();
        if row.ends_with(',') {
            format!("{row}{hash}")
        } else {
            (*row).to_owned()
        }
    };
    let rows = rows.iter().map(with_hash).collect::<Vec<_>>().join("\n");
    fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{rows}\n")).unwrap();
}

const PEOPLE: &str = "people.csv,Ana,2024-03-01 09:00 +01:00,register,full,3,people,,,,";
const VAULT: &str = "exports/vault.csv,Ana,2024-03-01 09:00 +01:00,vault.example.com,full,3,accounts,,,,";

#[test]
fn init_writes_what_is_missing_and_leaves_what_is_filled_in() {
    let (_holder, inputs) = small();
    let (code, said, _) = sources(&inputs, "init");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("a row to fill in for each of 3 files:\n  people.csv\n  exports/vault.csv\n  roles.toml\n"));
    let file = inputs.join("sources.csv");
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with(&format!(
        "\u{feff}{SOURCES},of,read as,in the file\npeople.csv,,,,,,people,"
    )));
    assert!(
        written.contains("\"3 people, 3 rows\"") && written.contains("\"3 permissions, 3 rows\""),
        "{written}"
    );

    // What it wrote is read: every row lacks what a person has to say.
    let (_, checked, stderr) = check(&inputs);
    assert_eq!(stderr, "");
    let lacking =
        "The row of exports/vault.csv in sources.csv does not say: extracted by, extracted at, instance and coverage.";
    assert!(checked.contains(lacking), "{checked}");

    let (code, again, _) = sources(&inputs, "init");
    assert_eq!((code, again.contains("has a row for every file")), (0, true), "{again}");

    // A row that was taken out comes back, below what a spreadsheet made of the rest.
    let mut kept: Vec<String> = written
        .lines()
        .filter(|line| !line.starts_with("exports/"))
        .map(str::to_owned)
        .collect();
    kept = kept
        .iter()
        .map(|line| line.replace("3 people, 3 rows", "all").replace(',', ";"))
        .collect();
    fs::write(&file, kept.join("\r\n")).unwrap();
    let (code, added, _) = sources(&inputs, "init");
    assert_eq!(code, 1);
    assert!(added.contains("1 row was added to"), "{added}");
    let now = fs::read_to_string(&file).unwrap();
    assert!(
        now.starts_with(&kept.join("\r\n")) && now.contains("\nexports/vault.csv;;;;;;rows;"),
        "{now}"
    );
    assert_eq!(check(&inputs).2, "");
}

#[test]
fn a_workbook_is_read_and_never_changed() {
    let (_holder, inputs) = small();
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "Where our files come from").unwrap();
    for (row, line) in [SOURCES, PEOPLE].iter().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            let (row, column) = (u32::try_from(row).unwrap() + 2, u16::try_from(column).unwrap());
            page.write_string(row, column, cell).unwrap();
        }
    }
    let file = inputs.join("sources.xlsx");
    book.save(&file).unwrap();
    let before = fs::read(&file).unwrap();
    let (code, said, stderr) = sources(&inputs, "init");
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert!(
        said.contains("is a workbook, which is not changed") && said.contains("\n  exports/vault.csv\n"),
        "{said}"
    );
    assert!(
        said.contains("These rows of") && said.contains("\n  people.csv: "),
        "{said}"
    );
    assert!(before == fs::read(&file).unwrap());
    let (code, said, _) = sources(&inputs, "renew");
    assert_eq!(code, 1);
    assert!(
        said.contains("Write it into them") && said.contains("\n  people.csv: "),
        "{said}"
    );
    assert!(before == fs::read(&file).unwrap());
    assert_eq!(fs::read_dir(&inputs).unwrap().count(), 5);
}

#[test]
fn a_file_that_was_exported_anew_is_asked_for_again_and_the_rest_stays() {
    let (_holder, inputs) = small();
    let other = "a".repeat(64);
    let roles = "roles.toml,Bo,2024-02-01 08:00 +01:00,,,,,\"written\nby hand\",,,";
    let vault =
        format!("exports/vault.csv,Ana,2023-03-01 09:00 +01:00,vault,full,9,accounts,1. Open it,active,,{other}");
    let people = format!("{PEOPLE}{}", sha256(&fs::read(inputs.join("people.csv")).unwrap()));
    let sheet = [SOURCES, roles, &vault, &people].join("\r\n").replace(',', ";");
    let file = inputs.join("sources.csv");
    fs::write(&file, format!("\u{feff}{sheet}")).unwrap();

    let hash = |name: &str| sha256(&fs::read(inputs.join(name)).unwrap());
    let (code, told, _) = sources(&inputs, "init");
    assert_eq!(code, 1, "{told}");
    let shown = format!(
        "\n  roles.toml: {}\n  exports/vault.csv: {}\n",
        hash("roles.toml"),
        hash("exports/vault.csv")
    );
    assert!(
        told.contains("`access-review sources renew`") && told.contains(&shown),
        "{told}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("\u{feff}{sheet}"));

    let (code, told, _) = sources(&inputs, "renew");
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("2 rows of") && told.contains("\n  exports/vault.csv: exported anew; fill in again"),
        "{told}"
    );
    assert!(
        told.contains("\n  roles.toml: has the hash of the file that is there now\n"),
        "{told}"
    );
    let again = "exports/vault.csv;;;vault;;;accounts;Proposed: 1. Open it;active;;";
    let was = [
        format!("{roles}\r\n").replace(',', ";"),
        format!("{vault}\r\n").replace(',', ";"),
    ];
    let is = [
        format!("{}{}\r\n", roles.replace(',', ";"), hash("roles.toml")),
        format!("{again}{}\r\n", hash("exports/vault.csv")),
    ];
    let expected = sheet.replace(&was[0], &is[0]).replace(&was[1], &is[1]);
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("\u{feff}{expected}"));
    assert_eq!(fs::read_dir(&inputs).unwrap().count(), 5, "nothing else is left there");

    let (code, told, _) = sources(&inputs, "renew");
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("each with the hash of the file that is there; nothing was written"),
        "{told}"
    );
    let (_, checked, _) = check(&inputs);
    let lacking = "The row of exports/vault.csv in sources.csv does not say: extracted by, extracted at and coverage.";
    assert!(checked.contains(lacking), "{checked}");
}

#[test]
fn what_people_wrote_is_not_said_to_be_exported_and_the_same_file_of_an_earlier_day_is_named() {
    let (_holder, inputs) = small();
    let other = "b".repeat(64);
    let hash = |name: &str| sha256(&fs::read(inputs.join(name)).unwrap());
    let bound = |row: &str| format!("{row}{}", hash(row.split(',').next().unwrap()));
    let roles = format!("roles.toml,Bo,2023-02-01 08:00 +01:00,,,,,,,,{other}");
    let people = bound(&PEOPLE.replace("2024-03-01", "2023-03-01"));
    let vault = format!("{VAULT}{other}");
    let write =
        |rows: &[&str]| fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{}\n", rows.join("\n"))).unwrap();
    write(&[&people, &vault, &roles]);
    let (code, told, _) = sources(&inputs, "renew");
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("\n  exports/vault.csv: exported anew; fill in again"),
        "{told}"
    );
    assert!(
        told.contains("\n  roles.toml: changed; write the day on which it was written anew, and who wrote it\n"),
        "{told}"
    );
    let left = "These rows are left as they are:\n  people.csv, of 2023-03-01: the same file as before; if you exported it \
                again, put the new time in\n";
    assert!(told.ends_with(left), "{told}");
    assert!(
        fs::read_to_string(inputs.join("sources.csv"))
            .unwrap()
            .contains(&people)
    );

    // Filled in, the day of the other file tells that this one is older; within a week nothing is said.
    write(&[&people, &bound(VAULT)]);
    let (code, told, _) = sources(&inputs, "renew");
    assert_eq!(code, 1);
    assert!(told.contains("nothing was written") && told.ends_with(left), "{told}");
    write(&[&bound(&PEOPLE.replace("2024-03-01", "2024-02-24")), &bound(VAULT)]);
    let (code, told, _) = sources(&inputs, "renew");
    assert_eq!(code, 0, "{told}");
    assert!(!told.contains("left as they are"), "{told}");
}

#[test]
fn rows_of_files_that_are_gone_are_one_problem_that_says_what_to_do() {
    let (_holder, inputs) = small();
    let gone = |name: &str| format!("{name},Ana,1.3.2023,,all,,,,,shot.png,");
    sheet(
        &inputs,
        &[PEOPLE, VAULT, &gone("recheck/vault.csv"), &gone("exports/vault2.csv")],
    );
    let (code, _, stderr) = check(&inputs);
    assert_eq!(code, 2);
    let expected = "sources.csv:4: there are no such files in the inputs folder: `recheck/vault.csv` on line 4, \
                    `exports/vault2.csv` on line 5; correct the names, or remove the rows of files of an earlier audit\n";
    assert!(stderr.contains(expected), "{stderr}");
    assert_eq!(stderr.matches("sources.csv:").count(), 1, "{stderr}");

    sheet(&inputs, &[PEOPLE, &gone("exports/vault2.csv")]);
    let (_, _, stderr) = check(&inputs);
    let expected = "sources.csv:3: there is no such file in the inputs folder: `exports/vault2.csv` on line 3 (did you mean \
                    `exports/vault.csv`?); correct the name, or remove the row of a file of an earlier audit\n";
    assert!(stderr.contains(expected), "{stderr}");
}

#[test]
fn a_file_that_is_told_of_in_full_passes_and_a_number_of_the_screen_is_compared() {
    let (_holder, inputs) = small();
    sheet(&inputs, &[PEOPLE, VAULT]);
    let (code, checked, stderr) = check(&inputs);
    assert_eq!((code, stderr.as_str()), (0, ""), "{checked}");
    sheet(&inputs, &[PEOPLE, &VAULT.replace(",3,accounts", ",4,accounts")]);
    let (_, checked, _) = check(&inputs);
    assert!(
        checked.contains("exports/vault.csv has 3 accounts, and the screen of Vault showed 4.\n  at sources.csv:3"),
        "{checked}"
    );
    let out = tempfile::tempdir().unwrap();
    report(&inputs, out.path());
    let page = fs::read_to_string(out.path().join("2024-03-01/public/audit.md")).unwrap();
    assert!(
        page.contains("Incomplete: the exported lists cover a part of the system only."),
        "{page}"
    );
    sheet(&inputs, &[PEOPLE, &VAULT.replace(",full,", ",partial,")]);
    let (_, checked, _) = check(&inputs);
    assert!(
        checked.contains("exports/vault.csv is said to hold a part of Vault only."),
        "{checked}"
    );
}

#[test]
fn a_file_that_was_exported_again_is_another_one() {
    let (_holder, inputs) = small();
    sources(&inputs, "init");
    let file = inputs.join("sources.csv");
    for (path, instance) in [("people.csv", "register"), ("exports/vault.csv", "vault")] {
        let filled = format!("{path},Ana,2024-03-01 09:00 +01:00,{instance},full,,");
        replace(&file, &format!("{path},,,,,,"), &filled);
    }
    assert_eq!(check(&inputs).0, 0);
    replace(&inputs.join("exports/vault.csv"), "bo@example.com,Read\n", "");
    let (_, checked, _) = check(&inputs);
    assert!(
        checked.contains("exports/vault.csv is not the file that its row of sources.csv tells of"),
        "{checked}"
    );
}

#[test]
fn who_leaves_between_the_export_and_the_audit_had_not_left() {
    let (holder, inputs) = small();
    fs::write(
        inputs.join("people.csv"),
        "id,name,role,employment,company,email,end\n\
         1,Ana Lind,Engineer,employee,,ana@example.com,2024-02-28\n\
         2,Bo Marsh,Engineer,contractor,Hired Hands,bo@example.com,2024-02-28\n\
         3,Cy Stone,Engineer,employee,,cy@example.com,\n",
    )
    .unwrap();
    let page = |day: &str| {
        let row = VAULT.replace("2024-03-01 09:00 +01:00", day);
        sheet(&inputs, &[&PEOPLE.replace(",3,people", ",,"), &row]);
        let (_, checked, stderr) = check(&inputs);
        assert_eq!(stderr, "");
        let out = holder.path().join("out");
        report(&inputs, &out);
        (
            checked,
            fs::read_to_string(out.join("2024-03-01/public/audit.md")).unwrap(),
        )
    };
    // without a sheet the audit date counts
    let (_, checked, _) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert!(
        checked.contains("leaver-access") && checked.contains("contractor-grant"),
        "{checked}"
    );
    let (checked, text) = page("2024-02-28 23:00 +01:00");
    assert!(
        !checked.contains("leaver-access") && !checked.contains("contractor-grant"),
        "{checked}"
    );
    assert!(
        text.contains("2 Engineer ( 1 Contractor )") && !text.contains("Former"),
        "{text}"
    );
    let (checked, text) = page("2024-02-29 00:30 +01:00");
    assert!(
        checked.contains("leaver-access") && checked.contains("contractor-grant"),
        "{checked}"
    );
    assert!(text.contains("1 Former Member"), "{text}");
    // in the zone of the review it was still the day before
    replace(
        &inputs.join("review.toml"),
        "period =",
        "zone = \"America/New_York\"\nperiod =",
    );
    let (checked, _) = page("2024-02-29 00:30 +01:00");
    assert!(!checked.contains("leaver-access"), "{checked}");
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let (_holder, inputs) = small();
    for (row, fragment) in [
        ("exports/vaults.csv,Ana,,,,,,,,,", "did you mean `exports/vault.csv`?"),
        (",Ana,,,,,,,,,", "cell `file` is empty"),
        (
            "exports/vault.csv,Ana,1.3.2024,,,,,,,,",
            "cell `extracted at` holds `1.3.2024`",
        ),
        (
            "exports/vault.csv,Ana,2024-03-01 09:00,,,,,,,,",
            "its difference to UTC such as",
        ),
        (
            "exports/vault.csv,Ana,,,all,,,,,,",
            "cell `coverage` holds `all`, expected one of `full`",
        ),
        ("exports/vault.csv,Ana,,,,3,,,,,", "say what the screen counts"),
        ("exports/vault.csv,Ana,,,,about 3,rows,,,,", "a number in digits only"),
        (
            "exports/vault.csv,Ana,,,,,,,,shot.png,",
            "`screenshot` names `shot.png`: there is no such file",
        ),
        (
            "exports/vault.csv,Ana,,,,,,,,/tmp/shot.png,",
            "it must lie in the inputs folder",
        ),
        ("exports/vault.csv,Ana,,,,,,,,,12ab", "64 digits of a SHA-256"),
        (PEOPLE, "`people.csv` stands on line 2 too"),
    ] {
        sheet(&inputs, &[PEOPLE, row]);
        let (code, _, stderr) = check(&inputs);
        assert_eq!(code, 2, "{row}");
        assert!(
            stderr.contains("sources.csv:3: ") && stderr.contains(fragment),
            "{row}: {stderr}"
        );
    }
    fs::write(inputs.join("sources.csv"), "file,who\npeople.csv,Ana\n").unwrap();
    let (code, _, stderr) = check(&inputs);
    assert!(
        code == 2 && stderr.contains("`access-review sources init` writes a sheet"),
        "{stderr}"
    );
    assert_eq!(sources(&inputs, "init").0, 2);
    fs::write(inputs.join("sources.xlsx"), "x").unwrap();
    let (_, _, stderr) = check(&inputs);
    assert!(
        stderr.contains("sources.xlsx: `sources.csv` is there as well"),
        "{stderr}"
    );
}

#[test]
fn a_number_cannot_be_compared_with_a_part_of_a_file() {
    let (_holder, inputs) = example();
    let file = inputs.join("sources.csv");
    let own = "AWS Identity Center of Tidewater Labs,full,,";
    replace(&file, own, "AWS Identity Center of Tidewater Labs,full,12,");
    assert_eq!(check(&inputs).0, 0);
    replace(&file, "full,12,rows", "full,12,permissions");
    let (code, _, stderr) = check(&inputs);
    assert_eq!(code, 2);
    assert!(
        stderr.contains("is read for 2 systems, so that only its rows can be compared"),
        "{stderr}"
    );
}

#[test]
fn screenshots_are_hashed_and_what_the_review_does_not_read_is_set_aside() {
    let (holder, inputs) = small();
    fs::create_dir(inputs.join("shots")).unwrap();
    fs::write(inputs.join("shots/vault.png"), "a picture").unwrap();
    fs::write(inputs.join("exports/old.csv"), "x").unwrap();
    let shown = VAULT.replace(",,,,", ",Open Admin,active only,shots/vault.png; shots\\vault.png,");
    sheet(&inputs, &[PEOPLE, &shown, "exports/old.csv,Ana,,,,,,,,,"]);
    let out = holder.path().join("out");
    let (code, told, stderr) = said(&report(&inputs, &out));
    assert_eq!((code, stderr.as_str()), (0, ""), "{told}");
    assert!(
        told.contains("not read       exports/old.csv") && !told.contains("vault.png"),
        "{told}"
    );
    let document = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
    let document = document.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "| sources.csv | of a file that the review does not read | 1 |",
        "| exports/vault.csv | 2024-03-01 09:00 +01:00 | Ana | vault.example.com | everything |",
        "| exports/vault.csv | Vault | accounts | 3 | 3 | none |",
        "- Open Admin - Filters: active only",
        "| shots/vault.png | exports/vault.csv | 9 |",
        "The files were extracted on 01 March 2024",
    ] {
        assert!(document.contains(part), "`{part}` is not in:\n{document}");
    }
    let page = fs::read_to_string(out.join("2024-03-01/public/audit.md")).unwrap();
    assert!(!page.contains("vault.example.com"), "{page}");
}

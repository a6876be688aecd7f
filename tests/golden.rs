//! Whole reviews: the inputs of a folder in, every output compared with what is committed.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

use access_review::check::CHECKS;

use crate::support::{example, files, replace, report, root, run, said};

/// Inputs, committed outputs, expected exit code.
fn cases() -> Vec<(PathBuf, PathBuf, i32)> {
    let mut cases = vec![(root().join("inputs"), root().join("out"), 0)];
    let mut names: Vec<PathBuf> = fs::read_dir(root().join("tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    assert!(names.len() >= 2, "the cases are gone");
    cases.extend(names.into_iter().map(|case| {
        (
            case.join("inputs"),
            case.join("expected"),
            i32::from(!case.ends_with("mapped-by-hand")),
        )
    }));
    cases
}

#[test]
fn every_case_gives_the_committed_files_twice() {
    for (inputs, expected, code) in cases() {
        let first = tempfile::tempdir().unwrap();
        let second = tempfile::tempdir().unwrap();
        for out in [&first, &second] {
            let (found, _, stderr) = said(&report(&inputs, out.path()));
            assert_eq!(found, code, "{}: {stderr}", inputs.display());
        }
        let found = files(first.path());
        assert!(found == files(second.path()), "two runs of {} differ", inputs.display());
        compare(&inputs, &expected, &found);
    }
}

#[test]
fn the_tables_alone_are_those_of_a_whole_report() {
    for (inputs, expected, code) in cases() {
        let whole = files(&expected);
        for (only, tables) in [
            ("data", &["public/counts.csv", "internal/findings.csv"][..]),
            (
                "data,grants",
                &["public/counts.csv", "internal/findings.csv", "internal/grants.csv"],
            ),
        ] {
            let out = tempfile::tempdir().unwrap();
            let (inputs, folder) = (inputs.to_str().unwrap(), out.path().to_str().unwrap());
            let arguments = ["report", "--only", only, "--inputs", inputs, "--out", folder];
            // The second run replaces the first.
            for _ in 0..2 {
                let (found, said_alone, stderr) = said(&run(&arguments));
                assert_eq!(found, code, "{inputs}: {stderr}");
                let totals = |text: &str| text.rsplit_once("files ").unwrap().0.to_owned();
                let another = tempfile::tempdir().unwrap();
                let said_whole = said(&report(Path::new(inputs), another.path())).1;
                assert_eq!(totals(&said_alone), totals(&said_whole));
            }
            let found = files(out.path());
            assert_eq!(
                found.len(),
                tables.len() + 1,
                "the tables and the manifest: {:?}",
                found.keys()
            );
            for (path, bytes) in found.iter().filter(|(path, _)| !path.ends_with("manifest.json")) {
                assert!(tables.iter().any(|table| path.ends_with(table)), "{path}");
                assert!(whole[path] == *bytes, "{path} of {inputs} is another one");
            }
        }
    }
}

#[test]
fn tables_alone_are_refused_for_all_that_a_whole_report_is() {
    let (holder, inputs) = example();
    let scope = "ask marek.dvoracek@example.com about tidewater/harbour-core";
    let review = inputs.join("review.toml");
    replace(&review, "Everybody has the least permissions their work needs", scope);
    let out = holder.path().join("out");
    let refused = |only: &[&str]| {
        let folders = ["--inputs", inputs.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let (code, _, stderr) = said(&run(&[&["report"], only, &folders[..]].concat()));
        assert_eq!(code, 2, "{stderr}");
        stderr
    };
    let whole = refused(&[]);
    assert!(
        whole.contains("marek.dvoracek@example.com") && whole.contains("real name of a resource"),
        "{whole}"
    );
    assert_eq!(refused(&["--only", "data"]), whole);

    // What is wrong with the files goes before what the sentences tell.
    fs::write(inputs.join("exports/datadog/users.json"), "{").unwrap();
    let whole = refused(&[]);
    assert!(
        whole.contains("users.json") && !whole.contains("real name of a resource"),
        "{whole}"
    );
    assert_eq!(refused(&["--only", "data,grants"]), whole);
}

#[test]
fn a_whole_audit_is_not_replaced_by_its_tables() {
    let out = tempfile::tempdir().unwrap();
    let inputs = root().join("inputs");
    assert_eq!(said(&report(&inputs, out.path())).0, 0);
    let before = files(out.path());
    let folder = out.path().to_str().unwrap();
    let arguments = [
        "report",
        "--only",
        "data",
        "--inputs",
        inputs.to_str().unwrap(),
        "--out",
        folder,
    ];
    let (code, _, stderr) = said(&run(&arguments));
    assert_eq!(code, 2);
    assert!(stderr.contains("holds more than this run would write"), "{stderr}");
    assert!(stderr.contains("`public/audit.pdf`"), "{stderr}");
    assert!(before == files(out.path()));
}

fn compare(inputs: &Path, expected: &Path, found: &std::collections::BTreeMap<String, Vec<u8>>) {
    let relative = |path: &Path| path.strip_prefix(root()).unwrap().display().to_string();
    let accept = format!(
        "to accept, look at the difference and run: rm -r {out}/2*-*-*/ ; cargo run --release -- report --inputs {inputs} --out {out}",
        inputs = relative(inputs),
        out = relative(expected),
    );
    assert!(expected.exists(), "{} is not committed; {accept}", expected.display());
    let mut wanted = files(expected);
    wanted.retain(|path, _| path.contains('/'));
    let names = |files: &std::collections::BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(&wanted), "other files than committed; {accept}");
    for (path, bytes) in found {
        if bytes == &wanted[path] {
            continue;
        }
        let line = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes)
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let (new, old) = (line(bytes), line(&wanted[path]));
        let place = new.iter().zip(&old).take_while(|(a, b)| a == b).count();
        panic!(
            "{path} differs from the committed one at line {}:\n- {}\n+ {}\n{accept}",
            place + 1,
            old.get(place).map_or("(end)", String::as_str),
            new.get(place).map_or("(end)", String::as_str),
        );
    }
}

#[test]
fn report_ends_with_its_five_lines() {
    let out = tempfile::tempdir().unwrap();
    let (code, stdout, _) = said(&report(&root().join("inputs"), out.path()));
    assert_eq!(code, 0);
    let heads: Vec<&str> = stdout.lines().map(|line| line.split("  ").next().unwrap()).collect();
    assert_eq!(heads, ["grants", "findings", "not collected", "rows", "files"]);
}

#[test]
fn check_writes_nothing_and_exits_as_report_does() {
    for (inputs, _, code) in cases() {
        let before = files(&inputs);
        let (found, stdout, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
        assert_eq!(found, code, "{stdout}{stderr}");
        assert!(files(&inputs) == before);
    }
}

#[test]
fn every_check_fails_in_a_case_and_passes_in_the_main_example() {
    let ids = |folder: &str| {
        let mut findings = csv::Reader::from_path(root().join(folder).join("internal/findings.csv")).unwrap();
        let checks = findings.records().map(|row| row.unwrap()[1].to_owned());
        checks.collect::<std::collections::BTreeSet<String>>()
    };
    let mut failing = ids("tests/cases/second-year/expected/2022-10-05");
    assert!(!failing.contains("no-policy"));
    failing.extend(ids("tests/cases/first-afternoon/expected/2021-10-06"));
    failing.extend(ids("tests/cases/bad-year/expected/2022-10-05"));
    failing.extend(ids("tests/cases/recheck/expected/2023-03-31"));
    let declared = CHECKS.iter().map(|check| check.id.0.to_owned()).collect();
    assert_eq!(failing, declared);
    assert!(ids("out/2021-10-06").is_empty());
    assert!(ids("tests/cases/mapped-by-hand/expected/2021-10-06").is_empty());
    let internal = fs::read_to_string(root().join("out/2021-10-06/internal/internal.md")).unwrap();
    let rows = internal
        .lines()
        .skip_while(|line| !line.starts_with("## Checks"))
        .skip(4);
    let results = rows.map_while(|line| Some((line.split('|').nth(1)?.trim(), line.split('|').nth(3)?.trim())));
    let (passing, others): (Vec<_>, Vec<_>) = results.partition(|(_, result)| result.starts_with("no finding"));
    assert_eq!(passing.len() + others.len(), CHECKS.len());
    let others: Vec<&str> = others.into_iter().map(|(check, _)| check).collect();
    assert_eq!(
        others,
        [
            "mover-kept-access",
            "not-remediated",
            "stale-key",
            "stale-password",
            "reused-export",
            "unexplained-change",
            "direct-grant",
            "disabled-account-holds-access",
            "reappeared-access"
        ],
        "no audit before, nothing exported again, no limits for keys and passwords, not declared, and switched off"
    );
}

#[test]
fn files_mapped_by_hand_and_files_as_they_were_given_make_the_same_page() {
    let counts = |folder: &str| fs::read_to_string(root().join(folder).join("2021-10-06/public/counts.csv")).unwrap();
    assert_eq!(counts("out"), counts("tests/cases/mapped-by-hand/expected"));
}

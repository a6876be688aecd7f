//! Exceptions from end to end: what is accepted does not count as open, everywhere alike, and is told all the same.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use access_review::document::Texts;
use access_review::model::exception::{Excepted, Exception};
use access_review::model::finding::{CheckId, Severity, Subject};
use access_review::model::private::Private;
use access_review::model::wording::Wording;
use jiff::civil::date;

use crate::document::world;
use crate::support::{report, run, said, small};

const EXCEPTION: &str = "[[exception]]\ncheck = \"excess-grant\"\nidentity = \"3\"\nreason = \"moves to the team in April\"\n\
    approved-by = \"1\"\nticket = \"SEC-9\"\ngranted = 2024-02-01\nexpires = 2024-04-30\n";

/// Nobody may be an administrator but Ana, and Cy is; with these exceptions. Nothing else is wrong.
fn review(exceptions: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let (holder, inputs) = small();
    let roles = "[[role]]\ntitle = \"Engineer\"\ncontractors = true\n[[role.may]]\nsystem = \"vault\"\nlevels = \"Read\"\n\
        [[role]]\ntitle = \"Lead\"\n[[role.may]]\nsystem = \"vault\"\nlevels = \"Admin\"\n";
    fs::write(inputs.join("roles.toml"), format!("{roles}{exceptions}")).unwrap();
    let people = fs::read_to_string(inputs.join("people.csv")).unwrap();
    fs::write(inputs.join("people.csv"), people.replace("Lind,Engineer", "Lind,Lead")).unwrap();
    let export = fs::read_to_string(inputs.join("exports/vault.csv")).unwrap();
    let export = export.replace("cy@example.com,Read", "cy@example.com,Admin");
    fs::write(inputs.join("exports/vault.csv"), export).unwrap();
    (holder, inputs)
}

fn check(inputs: &Path, more: &[&str]) -> (i32, String) {
    let arguments = [&["check", "--inputs", inputs.to_str().unwrap()], more].concat();
    let (code, stdout, stderr) = said(&run(&arguments));
    (code, stdout + &stderr)
}

#[test]
fn whoever_approves_an_exception_is_a_person_who_is_there() {
    let (_holder, inputs) = review(EXCEPTION);
    let people = inputs.join("people.csv");
    let text = fs::read_to_string(&people).unwrap();
    let with_end = |end: &str| {
        let mut text = text.replace("company,email", "company,email,end");
        for (login, end) in [("ana", end), ("bo", ""), ("cy", "")] {
            let address = format!("{login}@example.com");
            text = text.replace(&address, &format!("{address},{end}"));
        }
        fs::write(&people, text).unwrap();
    };
    with_end("2024-01-31");
    let (code, told) = check(&inputs, &[]);
    assert_eq!(code, 2, "{told}");
    assert!(
        told.contains(
            "`approved-by` of this `[[exception]]` is `1`, who was no longer there on 2024-02-01, the day of `granted`"
        ),
        "{told}"
    );
    with_end("2024-02-01");
    assert_ne!(check(&inputs, &[]).0, 2, "the last day is one of theirs");
}

#[test]
fn an_exception_that_accepts_nothing_is_told_where_one_would_look_for_it() {
    let granted = "granted = 2024-02-01\nexpires = 2024-04-30";
    let to_come = EXCEPTION.replace(granted, "granted = 2024-03-02\nexpires = 2024-04-30");
    let expired = EXCEPTION.replace(granted, "granted = 2024-01-10\nexpires = 2024-02-29");
    let own = EXCEPTION.replace("approved-by = \"1\"", "approved-by = \"3\"");
    for (exception, approver, why, explained) in [
        (
            &to_come,
            "Ana Lind (1)",
            "it begins later",
            "it begins only on 2024-03-02",
        ),
        (
            &expired,
            "Ana Lind (1)",
            "its last day has passed",
            "its last day was 2024-02-29",
        ),
        (
            &own,
            "Cy Stone (3)",
            "approved by whoever it is for",
            "3, who approved it, is concerned, and nobody accepts what is found of themselves",
        ),
    ] {
        // what finds it is switched off, which changes nothing
        let off = "\n[[check]]\nid = \"self-approved-exception\"\nseverity = \"off\"\nreason = \"a test\"\n";
        let (holder, inputs) = review(exception);
        let declared = fs::read_to_string(inputs.join("review.toml")).unwrap();
        fs::write(inputs.join("review.toml"), declared + off).unwrap();
        let out = holder.path().join("out");
        assert_eq!(said(&report(&inputs, &out)).0, 1);
        let internal = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
        assert!(internal.contains("\n- No exception is in force.\n"), "{internal}");
        let (_, after) = internal
            .split_once("\n### Exceptions that accept nothing {#not-in-force}\n")
            .unwrap();
        let row = after.lines().find(|line| line.starts_with("| excess-grant ")).unwrap();
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, _, about, by, _, _, reason, place, _] = <[&str; 9]>::try_from(cells).unwrap();
        assert_eq!([about, by, reason], ["identity Cy Stone (3)", approver, why]);
        assert!(
            place.starts_with("line ") && place.ends_with(" of the roles file"),
            "{row}"
        );

        let findings = fs::read_to_string(out.join("2024-03-01/internal/findings.csv")).unwrap();
        let key = findings.lines().find(|line| line.contains("excess-grant")).unwrap();
        let key = key.split(',').next().unwrap().to_owned();
        for subject in [key.as_str(), "cy@example.com", "3", "excess-grant"] {
            let (_, told, _) = said(&run(&["explain", subject, "--inputs", inputs.to_str().unwrap()]));
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                told.contains("an exception fits and does not accept it (roles.toml, line "),
                "{told}"
            );
            assert!(told.contains(&format!("): {explained}")), "{subject}: {told}");
        }
    }
    let (_holder, inputs) = review(EXCEPTION);
    let (_, told, _) = said(&run(&["explain", "excess-grant", "--inputs", inputs.to_str().unwrap()]));
    assert!(!told.contains("does not accept it"), "{told}");
}

#[test]
fn with_everything_accepted_a_run_ends_well() {
    let (_holder, inputs) = review("");
    let (code, told) = check(&inputs, &[]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("\nfindings       1 open; look"), "{told}");

    let (holder, inputs) = review(EXCEPTION);
    let (code, told) = check(&inputs, &[]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("\nfindings       none open, 1 accepted by exceptions\n"),
        "{told}"
    );
    assert!(
        told.contains("\n  accepted until 2024-04-30 by an exception of roles.toml (SEC-9)\n"),
        "{told}"
    );

    let out = holder.path().join("out");
    let (code, whole, _) = said(&report(&inputs, &out));
    assert_eq!(code, 0);
    let read = |path: &str| fs::read_to_string(out.join("2024-03-01").join(path)).unwrap();
    let internal = read("internal/internal.md");
    assert!(
        internal.contains("\nNo finding is open. 1 is accepted by an exception. This review"),
        "{internal}"
    );
    assert!(
        internal.contains("\n- Accepted until 30 April 2024 (SEC-9): Cy Stone (3"),
        "{internal}"
    );
    assert!(internal.contains("| 1 finding, 1 accepted"), "{internal}");
    assert!(
        internal
            .lines()
            .any(|line| line.starts_with("#### ") && line.contains(", accepted: ")),
        "{internal}"
    );
    let row = internal
        .lines()
        .find(|line| line.contains("moves to the team"))
        .unwrap();
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let expected = [
        "",
        "excess-grant",
        "identity Cy Stone (3)",
        "moves to the team in April",
        "Ana Lind (1)",
        "SEC-9",
        "01 February 2024",
        "30 April 2024",
        "1",
        "",
    ];
    assert_eq!(cells, expected);
    let findings = read("internal/findings.csv");
    assert!(findings.lines().nth(1).unwrap().ends_with(",SEC-9,"), "{findings}");
    let record = read("internal/record.json");
    assert!(record.contains("\"accepted-until\": \"2024-04-30\""), "{record}");
    assert!(record.contains("\"accepted\": 1"), "{record}");

    let alone = holder.path().join("alone");
    let folders = ["--inputs", inputs.to_str().unwrap(), "--out", alone.to_str().unwrap()];
    let (code, told, stderr) = said(&run(&[&["report", "--only", "data"], &folders[..]].concat()));
    assert_eq!(code, 0, "{stderr}");
    let totals = |text: &str| text.rsplit_once("files ").unwrap().0.to_owned();
    assert_eq!(totals(&told), totals(&whole));
}

#[test]
fn without_a_ticket_the_line_is_named() {
    let (holder, inputs) = review(&EXCEPTION.replace("ticket = \"SEC-9\"\n", ""));
    report(&inputs, &holder.path().join("out"));
    let findings = fs::read_to_string(holder.path().join("out/2024-03-01/internal/findings.csv")).unwrap();
    assert!(findings.lines().nth(1).unwrap().ends_with(",line 12,"), "{findings}");
}

#[test]
fn the_audit_date_decides_whether_an_exception_is_in_force() {
    let (_holder, inputs) = review(EXCEPTION);
    for (date, code, said) in [
        ("2024-01-31", 1, "\nfindings       2 open; look"),
        ("2024-02-01", 0, "\nfindings       none open, 1 accepted"),
        ("2024-04-30", 0, "\nfindings       none open, 1 accepted"),
        ("2024-05-01", 1, "\nfindings       2 open; look"),
    ] {
        let (found, told) = check(&inputs, &["--date", date]);
        assert!(found == code && told.contains(said), "{date}: {found} {told}");
    }
}

#[test]
fn nobody_outside_the_staff_list_approves_or_is_excepted() {
    for (from, to, message) in [
        (
            "identity = \"3\"",
            "identity = \"33\"",
            "roles.toml:12: `identity` of this `[[exception]]` is `33`, which is the id of nobody in `people.csv`",
        ),
        (
            "approved-by = \"1\"",
            "approved-by = \"Ana Lind\"",
            "roles.toml:12: `approved-by` of this `[[exception]]` is `Ana Lind`, which is the id of nobody in `people.csv`; \
             write an id as it stands there",
        ),
    ] {
        let (_holder, inputs) = review(&EXCEPTION.replace(from, to));
        let (code, told) = check(&inputs, &[]);
        assert!(code == 2 && told.contains(message), "{told}");
    }
}

#[test]
fn an_exception_names_a_separation_that_is_declared() {
    let checked = EXCEPTION.lines().find(|line| line.starts_with("check = ")).unwrap();
    for (line, message) in [
        (
            format!("{checked}\nseparation = \"four eyes\""),
            "`separation` is for exceptions of `toxic-combination` alone; leave it out",
        ),
        (
            "check = \"toxic-combination\"\nseparation = \"four eyes\"".to_owned(),
            "`separation` of this `[[exception]]` is `four eyes`, and no separation is called so; write the name as it is declared",
        ),
    ] {
        let text = EXCEPTION.lines().filter(|line| !line.starts_with("system"));
        let text: Vec<&str> = text.map(|at| if at == checked { line.as_str() } else { at }).collect();
        let (_holder, inputs) = review(&text.join("\n"));
        let (code, told) = check(&inputs, &[]);
        assert!(code == 2 && told.contains(message), "{told}");
    }
}

#[test]
fn what_is_said_of_an_exception_depends_on_what_it_names() {
    let mut review = world::review();
    let exception = Exception {
        check: CheckId("no-mfa"),
        subject: Excepted {
            identity: Some(Private::new("p1")),
            ..Excepted::default()
        },
        reason: "why".into(),
        approved_by: Private::new("p2"),
        ticket: None,
        granted: date(2031, 1, 1),
        expires: date(2031, 1, 31),
        line: 7,
    };
    let nobody = Exception {
        subject: Excepted::default(),
        granted: date(2021, 1, 1),
        ..exception.clone()
    };
    let exceptions = &mut Arc::make_mut(&mut review.snapshot.policy).exceptions;
    let places = [exception, nobody].map(|exception| exceptions.push(exception).unwrap());
    review.settings.expiring_exception_days = Some(1);
    let texts = Texts::load(&Wording::default()).unwrap();
    for (check, place, expected) in [
        (
            "broad-exception",
            0,
            "The exception for no-mfa (identity p1) on line 7 of the roles file is for more than one person, account or file.",
        ),
        (
            "broad-exception",
            1,
            "The exception for no-mfa on line 7 of the roles file says of nobody, no account and no file that it is for them, \
             so that it accepts more than was decided.",
        ),
        (
            "unused-exception",
            0,
            "The exception for no-mfa (identity p1) on line 7 of the roles file accepts nothing in this audit: it begins on \
             01 January 2031.",
        ),
        (
            "unused-exception",
            1,
            "The exception for no-mfa on line 7 of the roles file accepts no finding.",
        ),
        (
            "expiring-exception",
            1,
            "The exception for no-mfa on line 7 of the roles file expires on 31 January 2031, no more than 1 day after the \
             audit date.",
        ),
        (
            "self-approved-exception",
            1,
            "The exception for no-mfa on line 7 of the roles file was approved by Bob O'Brien (p2), whose own access or account \
             it is for, or who owns it or may be its holder.",
        ),
        (
            "expired-exception",
            1,
            "The exception for no-mfa on line 7 of the roles file expired on 31 January 2031 and accepts nothing any more.",
        ),
    ] {
        let subject = Subject {
            exception: places.get(place).copied(),
            ..Subject::default()
        };
        let finding = world::finding(check, Severity::Low, Vec::new(), subject);
        assert_eq!(texts.sentence(&review, &finding).unwrap(), expected);
    }
}

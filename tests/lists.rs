//! Lists that decide rows and statements: every row is accounted for, what may lack something proves nothing, and a bad mark
//! says why.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use access_review::model::hash::sha256;

use crate::procedure::{BACKUPS, alerts, backups, decided, mark, written};
use crate::support::{SOURCES, replace, run, said};

const LIST: &str = "exports/backups.txt";

/// Four nights, the last of them that of the audit.
const NIGHTS: [&str; 4] = ["2024-03-01", "2024-02-29", "2024-02-28", "2024-02-27"];

/// A row of the sources sheet for the list, which is of the audit date.
fn told(inputs: &Path, file: &str, coverage: &str, counted: &str) {
    told_on(inputs, file, "2024-03-01", coverage, counted);
}

fn told_on(inputs: &Path, file: &str, day: &str, coverage: &str, counted: &str) {
    let hash = sha256(&fs::read(inputs.join(file)).unwrap());
    let row = format!("{file},Ana,{day} 09:00 +00:00,db,{coverage},{counted},,,,{hash}");
    fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{row}\n")).unwrap();
}

/// Ids of the checks that find something, as the terminal names them.
fn found(inputs: &Path) -> String {
    let (_, stdout, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    format!("{stdout}{stderr}")
}

#[test]
fn a_row_of_backups_that_cannot_be_read_is_told_and_the_list_is_no_proof() {
    let (_holder, inputs) = decided(BACKUPS);
    backups(&inputs, &NIGHTS);
    assert_eq!(mark(&written(&inputs).1), "passed");
    let text = fs::read_to_string(inputs.join(LIST)).unwrap();
    fs::write(inputs.join(LIST), format!("{text}4.1                  garbage\n")).unwrap();
    told(&inputs, LIST, "full", ",");
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    assert!(page.contains("All is well. (tested in part)"), "{page}");
    assert!(!page.contains("backups.txt"), "{page}");
    for told in [
        "tested in part (exports/backups.txt: 1 row could not be read) |",
        "| exports/backups.txt | 5 | 4 | 0 | 1 |",
        "| exports/backups.txt | 6 | cell \\`Created At\\` holds \\`garbage\\`: expected the day",
        "1 row of exports/backups.txt could not be read.",
    ] {
        assert!(internal.contains(told), "{told}: {internal}");
    }
    assert!(found(&inputs).contains("incomplete-export"), "{}", found(&inputs));
}

#[test]
fn a_list_that_is_whole_is_accounted_for_too() {
    let (_holder, inputs) = decided(BACKUPS);
    backups(&inputs, &NIGHTS);
    let text = fs::read_to_string(inputs.join(LIST)).unwrap();
    fs::write(
        inputs.join(LIST),
        format!("{text}0.000000             2024-02-26 02:30:15 +0000 UTC\n"),
    )
    .unwrap();
    told(&inputs, LIST, "full", ",");
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "passed", "a backup of no size is set aside");
    for told in [
        "| exports/backups.txt | 5 | 4 | 1 | 0 |",
        "| exports/backups.txt | a backup of no size, with nothing in it | 1 |",
        "a list that decides what is said | doctl-database-backups |",
    ] {
        assert!(internal.contains(told), "{told}: {internal}");
    }
    assert!(!found(&inputs).contains("partial-export"));
}

#[test]
fn an_alert_that_does_not_say_whether_it_is_on_is_told() {
    let (_holder, inputs) = decided("alerts = \"exports/alerts.txt\"\nroles = [\"Engineer\"]");
    let list = "UUID    Description    Emails             Enabled\n\
                1       CPU            ana@example.com    true\n\
                2       Disk           ana@example.com        \n";
    fs::write(inputs.join("exports/alerts.txt"), list).unwrap();
    told(&inputs, "exports/alerts.txt", "full", ",");
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    for told in [
        "tested in part (exports/alerts.txt: 1 row could not be read) |",
        "| exports/alerts.txt | 2 | 1 | 0 | 1 |",
        "| exports/alerts.txt | 3 | cell \\`Enabled\\` holds",
    ] {
        assert!(internal.contains(told), "{told}: {internal}");
    }
    assert!(found(&inputs).contains("incomplete-export"));
}

#[test]
fn a_list_that_the_sheet_says_is_a_part_or_short_of_the_screen_passes_nothing() {
    let (_holder, inputs) = decided(BACKUPS);
    backups(&inputs, &NIGHTS);
    told(&inputs, LIST, "full", "4,rows");
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "passed");
    assert!(
        internal.contains("| exports/backups.txt | a list that decides what is said | rows | 4 | 4 | none |"),
        "{internal}"
    );
    assert!(
        internal.contains("| exports/backups.txt | 2024-03-01 09:00 +00:00 | Ana | db | everything |"),
        "{internal}"
    );
    for (coverage, counted, reason, check) in [
        (
            "full",
            "6,rows",
            "rows: 4 in the file, 6 on the screen",
            "count-mismatch",
        ),
        (
            "full",
            "6,resources",
            "resources: 4 in the file, 6 on the screen",
            "count-mismatch",
        ),
        ("partial", ",", "it is said to hold a part only", "partial-export"),
    ] {
        told(&inputs, LIST, coverage, counted);
        let (_, page, internal) = written(&inputs);
        assert_eq!(mark(&page), "needs revision", "{reason}");
        let because = format!("tested in part (exports/backups.txt: {reason}) |");
        assert!(internal.contains(&because), "{because}: {internal}");
        assert!(found(&inputs).contains(check), "{}", found(&inputs));
    }
    told(&inputs, LIST, "full", "6,rows");
    let (_, _, internal) = written(&inputs);
    assert!(
        internal.contains("| rows | 6 | 4 | 2 fewer in the file |"),
        "{internal}"
    );
    // One that has more than the screen showed lacks nothing, and is told all the same.
    told(&inputs, LIST, "full", "3,rows");
    assert_eq!(mark(&written(&inputs).1), "passed");
    assert!(found(&inputs).contains("count-mismatch"));
}

#[test]
fn a_short_list_of_alerts_passes_nothing() {
    let file = "exports/alerts.json";
    let (_holder, inputs) = decided("alerts = \"exports/alerts.json\"\nroles = [\"Engineer\"]");
    alerts(&inputs, &[("CPU", &["ana@example.com"], true)]);
    told(&inputs, file, "full", "7,rows");
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    assert!(
        internal.contains("(exports/alerts.json: rows: 1 in the file, 7 on the screen) |"),
        "{internal}"
    );
}

#[test]
fn a_list_of_backups_says_which_night_is_missing() {
    let (_holder, inputs) = decided(BACKUPS);
    for (nights, reason) in [
        (
            &["2024-03-01", "2024-02-28", "2024-02-27"][..],
            "no backup between 2024-02-28 and 2024-03-01",
        ),
        (
            &["2024-02-27", "2024-02-26", "2024-02-25"],
            "no backup after 2024-02-27 up to 2024-03-01",
        ),
        (&["2024-03-01", "2024-02-29"], "2 of 3 backups are kept"),
        (
            &["2024-03-03"],
            "no backup up to 2024-03-01; exports/backups.txt: the list is said to be of 2024-03-01, and has a backup of \
             2024-03-03",
        ),
    ] {
        backups(&inputs, nights);
        let (_, page, internal) = written(&inputs);
        assert_eq!(mark(&page), "not passed");
        let because = format!("| not met (exports/backups.txt: {reason}) |");
        assert!(internal.contains(&because), "{because}: {internal}");
        assert!(
            !page.contains("backups.txt") && !page.contains("backup between"),
            "{page}"
        );
    }
}

#[test]
fn a_list_says_which_alert_tells_nobody() {
    let (_holder, inputs) = decided("alerts = \"exports/alerts.json\"\nroles = [\"Engineer\"]");
    let ana = "ana@example.com";
    alerts(
        &inputs,
        &[
            ("CPU", &[ana], true),
            ("Disk", &["x@example.com"], true),
            ("Memory", &[ana], false),
        ],
    );
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "not passed");
    let because = "| not met (exports/alerts.json: the alert Disk reaches nobody of Engineer who works here; \
                   exports/alerts.json: the alert Memory is switched off) |";
    assert!(internal.contains(because), "{internal}");
    assert!(!page.contains("Disk") && !page.contains("Memory"), "{page}");
}

#[test]
fn a_list_of_another_time_or_file_says_so() {
    let (_holder, inputs) = decided(BACKUPS);
    backups(&inputs, &["2022-02-03", "2022-02-02", "2022-02-01"]);
    told_on(&inputs, LIST, "2022-02-03", "full", ",");
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    let because = "(exports/backups.txt: of 2022-02-03, more than a year before the audit) |";
    assert!(internal.contains(because), "{internal}");
    let sheet = fs::read_to_string(inputs.join("sources.csv")).unwrap();
    backups(&inputs, &NIGHTS);
    fs::write(inputs.join("sources.csv"), sheet).unwrap();
    let (_, _, internal) = written(&inputs);
    let because = "tested in part (exports/backups.txt: no row of sources.csv tells of this very file) |";
    assert!(internal.contains(because), "{internal}");
    // Nor where the sheet has no row of it at all, or there is none.
    let sheet = inputs.join("sources.csv");
    let text = fs::read_to_string(&sheet).unwrap();
    let others = text.lines().filter(|line| !line.starts_with(LIST));
    fs::write(&sheet, others.collect::<Vec<_>>().join("\n") + "\n").unwrap();
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    assert!(internal.contains(because), "{internal}");
    fs::remove_file(&sheet).unwrap();
    assert_eq!(mark(&written(&inputs).1), "needs revision");
    // One that has a backup of after its day is not of that day.
    backups(&inputs, &["2024-03-01", "2024-02-29", "2024-02-28", "2024-02-27"]);
    told_on(&inputs, LIST, "2024-02-29", "full", ",");
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    let because = "(exports/backups.txt: the list is said to be of 2024-02-29, and has a backup of 2024-03-01) |";
    assert!(internal.contains(because), "{internal}");
}

#[test]
fn a_list_of_which_nobody_says_enough_is_found() {
    let (_holder, inputs) = decided(BACKUPS);
    backups(&inputs, &NIGHTS);
    assert!(!found(&inputs).contains("exports/backups.txt"), "{}", found(&inputs));
    for (told, less) in [
        (",Ana,", ",,"),
        (",full,", ",,"),
        (",db,", ",,"),
        (",2024-03-01 09:00 +00:00,", ",,"),
    ] {
        backups(&inputs, &NIGHTS);
        replace(&inputs.join("sources.csv"), told, less);
        let found = found(&inputs);
        assert!(
            found.contains("unattested-export")
                && found.contains("The row of exports/backups.txt in sources.csv does not say"),
            "{less}: {found}"
        );
    }
}

#[test]
fn somebody_who_looked_at_another_time_says_when() {
    let look = "met = true\nby = \"Ana Lind\"\non = 2022-02-28\nevidence = \"seen.txt\"";
    let (_holder, inputs) = decided(look);
    fs::write(inputs.join("seen.txt"), "seen").unwrap();
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    let because = "| not tested in this audit (seen.txt: of 2022-02-28, more than a year before the audit) | Ana Lind";
    assert!(internal.contains(because), "{internal}");
    assert!(!page.contains("more than a year"), "{page}");
    replace(&inputs.join("review.toml"), "on = 2022-02-28", "on = 2024-02-29");
    assert_eq!(mark(&written(&inputs).1), "passed");
    told(&inputs, "seen.txt", "full", ",");
    fs::write(inputs.join("seen.txt"), "seen anew").unwrap();
    let (_, _, internal) = written(&inputs);
    let because = "(seen.txt: it is not the file of which sources.csv tells) |";
    assert!(internal.contains(because), "{internal}");
}

#[test]
fn a_statement_that_a_list_decides_says_why_it_is_not_met() {
    let (_holder, inputs) = decided("");
    backups(&inputs, &["2024-03-01", "2024-02-28", "2024-02-27"]);
    let scope = format!("scope = [{{ statement = \"Saved\", {} }}]", BACKUPS.replace('\n', ", "));
    replace(
        &inputs.join("review.toml"),
        "scope = [\"Only named people have access\"]",
        &scope,
    );
    let (_, _, internal) = written(&inputs);
    let because = "| Saved | not met (exports/backups.txt: no backup between 2024-02-28 and 2024-03-01) |";
    assert!(internal.contains(because), "{internal}");
}

#[test]
fn the_row_that_a_list_gets_in_the_sources_sheet_says_what_it_holds() {
    let (_holder, inputs) = decided(BACKUPS);
    backups(&inputs, &NIGHTS);
    fs::remove_file(inputs.join("sources.csv")).unwrap();
    run(&["sources", "init", "--inputs", inputs.to_str().unwrap()]);
    let sheet = fs::read_to_string(inputs.join("sources.csv")).unwrap();
    let rows: Vec<&str> = sheet
        .lines()
        .filter(|row| row.starts_with("exports/backups.txt,"))
        .collect();
    assert_eq!(rows.len(), 1, "{sheet}");
    assert!(
        rows.iter().all(|row| row.contains(",rows,") && row.contains("4 rows")),
        "{rows:?}"
    );
}

//! The procedure: a page of its own where one is declared, decided row by row, by lists too, and never better than that.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use access_review::model::hash::sha256;

use crate::support::{SOURCES, files, replace, report, run, said, small};

/// The procedure and the internal document, blanks folded, and the exit code.
pub(crate) fn written(inputs: &Path) -> (i32, String, String) {
    let holder = tempfile::tempdir().unwrap();
    let (code, _, stderr) = said(&report(inputs, holder.path()));
    assert_eq!(stderr, "");
    let read = |file: &str| {
        let text = fs::read_to_string(holder.path().join("2024-03-01").join(file)).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    (code, read("public/procedure.md"), read("internal/internal.md"))
}

fn refused(inputs: &Path) -> String {
    let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 2);
    stderr
}

/// A review whose procedure has one row, decided so.
pub(crate) fn decided(how: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let (holder, inputs) = small();
    let procedure = format!(
        "[procedure]\ntitle = \"How we audit\"\nintroduction = \"This is how.\"\nevery-months = 6\n\
         [[procedure.perimeter]]\ntext = \"All secrets\"\ncovers = [\"vault\"]\n\
         [[procedure.threat]]\nthreat = \"Theft\"\nhandling = \"Few have access.\"\n\
         [[procedure.row]]\ntext = \"All is well.\"\n{how}\n[[activity]]"
    );
    replace(&inputs.join("review.toml"), "[[activity]]", &procedure);
    (holder, inputs)
}

/// How the one row is marked.
pub(crate) fn mark(page: &str) -> &str {
    let (_, cells) = page.split_once("</th> <td> ").unwrap();
    let marks = ["X </td> <td>", "</td> <td> X </td>", "</td> <td> </td> <td> X"];
    let names = ["passed", "needs revision", "not passed"];
    let found = marks.iter().position(|mark| cells.starts_with(mark)).unwrap();
    names.get(found).unwrap()
}

pub(crate) const BACKUPS: &str = "backups = \"exports/backups.txt\"\nevery-days = 1\nkeep = 3";

/// The sources sheet, by which these lists are whole and of the audit date.
pub(crate) fn attest(inputs: &Path, lists: &[&str]) {
    let row = |file: &&str| {
        let hash = sha256(&fs::read(inputs.join(file)).unwrap());
        format!("{file},Ana,2024-03-01 09:00 +00:00,db,full,,,,,,{hash}\n")
    };
    let rows: String = lists.iter().map(row).collect();
    fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{rows}")).unwrap();
}

/// A list of backups of these days, whole and of the audit date.
pub(crate) fn backups(inputs: &Path, days: &[&str]) {
    unattested_backups(inputs, days);
    attest(inputs, &["exports/backups.txt"]);
}

fn unattested_backups(inputs: &Path, days: &[&str]) {
    let rows = days
        .iter()
        .map(|day| format!("0.033640             {day} 02:30:15 +0000 UTC\n"));
    let list = format!("Size in Gigabytes    Created At\n{}", rows.collect::<Vec<_>>().concat());
    fs::write(inputs.join("exports/backups.txt"), list).unwrap();
}

#[test]
fn without_a_procedure_there_is_no_page_of_it() {
    let (_holder, inputs) = small();
    let out = tempfile::tempdir().unwrap();
    report(&inputs, out.path());
    let written = files(out.path());
    assert!(!written.is_empty() && !written.keys().any(|path| path.contains("procedure")));
    let internal = fs::read_to_string(out.path().join("2024-03-01/internal/internal.md")).unwrap();
    assert!(!internal.contains("Checklist of the procedure"), "{internal}");
    assert!(
        internal.contains("Nobody declared which systems the company has"),
        "{internal}"
    );
}

#[test]
fn a_row_that_nothing_decides_needs_revision() {
    let (_holder, inputs) = decided("");
    let (code, page, internal) = written(&inputs);
    assert_eq!(code, 1, "the row is about no system of the perimeter");
    assert_eq!(mark(&page), "needs revision");
    assert!(page.contains("All is well. (not tested in this audit)"), "{page}");
    assert!(page.contains("There is an audit every 6 months"), "{page}");
    assert!(page.contains("The next audit is due by 01 September 2024."), "{page}");
    assert!(
        internal.contains(
            "| All is well. | needs revision | the row itself | no system | not tested in this audit | nobody |"
        ),
        "{internal}"
    );
    assert!(
        internal.contains("Vault is in the perimeter, and no row of the checklist is about it."),
        "{internal}"
    );
}

#[test]
fn roles_that_nobody_approved_let_no_row_pass() {
    let (_holder, inputs) = decided("systems = \"vault\"\nchecks = \"excess-grant\"");
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    assert!(
        page.contains("(needs revision: no approval of these roles before the systems were exported)"),
        "{page}"
    );
    assert!(
        internal.contains("| needs revision: no approval of these roles before the export |"),
        "{internal}"
    );
}

#[test]
fn a_person_who_looked_decides_and_is_not_named() {
    let look = "met = true\nby = \"Ana Lind\"\non = 2024-02-29\nevidence = \"seen.txt\"";
    let (_holder, inputs) = decided(look);
    assert!(refused(&inputs).contains("`evidence` is `seen.txt`"));
    fs::write(inputs.join("seen.txt"), "seen").unwrap();
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "passed");
    // What is open anywhere counts, whatever the rows ask for.
    let beyond = "Result of this audit: needs revision. Beyond what its rows ask for, something is open";
    assert!(page.contains(beyond), "{page}");
    assert!(!page.contains("Ana") && !page.contains("seen.txt"), "{page}");
    assert!(
        internal.contains("| met | Ana Lind, 2024-02-29, seen.txt |"),
        "{internal}"
    );
    assert!(internal.contains(&sha256(b"seen")), "{internal}");
    replace(&inputs.join("review.toml"), "met = true", "met = false");
    let (_, page, _) = written(&inputs);
    assert_eq!(mark(&page), "not passed");
    assert!(page.contains("Result of this audit: not passed."), "{page}");
}

#[test]
fn a_list_of_backups_is_of_the_day_on_which_its_own_row_says_that_it_was_made() {
    let (_holder, inputs) = decided(BACKUPS);
    backups(&inputs, &["2024-02-27", "2024-02-26", "2024-02-25"]);
    assert_eq!(mark(&written(&inputs).1), "not passed", "three nights are missing");
    let told = |hash: &str| {
        let row = format!("exports/backups.txt,Cy,2024-02-27 09:00 +00:00,db,full,,,,,,{hash}");
        fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{row}\n")).unwrap();
    };
    told(&sha256(&fs::read(inputs.join("exports/backups.txt")).unwrap()));
    assert_eq!(mark(&written(&inputs).1), "passed");
    told(&"0".repeat(64));
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision", "the row tells of another list");
    assert!(
        internal.contains("exports/backups.txt is not the file that its row"),
        "{internal}"
    );
}

#[test]
fn a_list_of_backups_decides() {
    let (_holder, inputs) = decided(BACKUPS);
    assert!(refused(&inputs).contains("`backups` is `exports/backups.txt`: there is no such file"));
    backups(&inputs, &["2024-03-01", "2024-02-29", "2024-02-28"]);
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "passed");
    assert!(internal.contains("| met | exports/backups.txt |"), "{internal}");
    let hash = sha256(&fs::read(inputs.join("exports/backups.txt")).unwrap());
    assert!(internal.contains(&hash), "{internal}");
    assert!(!internal.contains("Files that nothing read"), "{internal}");
    backups(&inputs, &["2024-03-01", "2024-02-28", "2024-02-27"]);
    assert_eq!(mark(&written(&inputs).1), "not passed");
}

#[test]
fn a_list_is_judged_on_the_day_on_which_it_was_exported() {
    let (_holder, inputs) = decided(BACKUPS);
    backups(&inputs, &["2024-02-27", "2024-02-26", "2024-02-25"]);
    assert_eq!(mark(&written(&inputs).1), "not passed");
    let sheet = |day: &str, coverage: &str, rows: &str, sha256: &str| {
        let row = format!("exports/backups.txt,Ana,2024-02-{day} 09:00 +00:00,db,{coverage},{rows},rows,,,,{sha256}");
        fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{row}\n")).unwrap();
        let (_, page, internal) = written(&inputs);
        assert!(internal.contains("| Ana | 2024-02-"), "{internal}");
        mark(&page).to_owned()
    };
    let this = sha256(&fs::read(inputs.join("exports/backups.txt")).unwrap());
    assert_eq!(sheet("27", "full", "", &this), "passed");
    assert_eq!(sheet("28", "full", "3", &this), "passed");
    assert_eq!(sheet("29", "full", "3", &this), "not passed");
    // What is missing may stand in the part that was not exported.
    assert_eq!(sheet("29", "partial", "", &this), "needs revision");
    assert_eq!(sheet("29", "full", "4", &this), "needs revision");
    // A row that is of another file, or of any, dates nothing.
    assert_eq!(sheet("27", "full", "3", &"a".repeat(64)), "needs revision");
    assert_eq!(sheet("27", "full", "3", ""), "needs revision");
}

#[test]
fn a_list_gets_a_row_in_the_sources_sheet() {
    let (_holder, inputs) = decided(BACKUPS);
    unattested_backups(&inputs, &["2024-03-01", "2024-02-29", "2024-02-28"]);
    let (code, _, stderr) = said(&run(&["sources", "init", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 1, "{stderr}");
    let hash = sha256(&fs::read(inputs.join("exports/backups.txt")).unwrap());
    let sheet = fs::read_to_string(inputs.join("sources.csv")).unwrap();
    let row = sheet
        .lines()
        .find(|row| row.starts_with("exports/backups.txt,"))
        .unwrap();
    assert!(row.contains(&hash) && row.contains(",checklist,"), "{row}");
}

/// A list of alert policies, whole and of the audit date: name, addresses, whether it is switched on.
pub(crate) fn alerts(inputs: &Path, policies: &[(&str, &[&str], bool)]) {
    let policies: Vec<String> = policies
        .iter()
        .enumerate()
        .map(|(number, (name, told, on))| {
            format!("{{\"uuid\": \"{number}\", \"description\": \"{name}\", \"alerts\": {{\"email\": {told:?}}}, \"enabled\": {on}}}")
        })
        .collect();
    fs::write(inputs.join("exports/alerts.json"), format!("[{}]", policies.join(","))).unwrap();
    attest(inputs, &["exports/alerts.json"]);
}

#[test]
fn a_list_of_alerts_decides() {
    let (_holder, inputs) = decided("alerts = \"exports/alerts.json\"\nroles = [\"Engineer\"]");
    let ana = "ANA@example.com";
    alerts(
        &inputs,
        &[("CPU", &[ana], true), ("Disk", &["x@example.com", ana], true)],
    );
    assert_eq!(mark(&written(&inputs).1), "passed");
    for policies in [
        &[("CPU", &[ana][..], true), ("Disk", &["x@example.com"], true)][..],
        &[("CPU", &[ana], true), ("Disk", &[], true)],
        &[("CPU", &[ana], true), ("Disk", &[ana], false)],
        &[("CPU", &[ana], true), ("CPU", &[ana], false)],
        &[],
    ] {
        alerts(&inputs, policies);
        if policies.is_empty() {
            assert!(refused(&inputs).contains("the list `exports/alerts.json` decides nothing: "));
        } else {
            assert_eq!(mark(&written(&inputs).1), "not passed", "{policies:?}");
        }
    }
    // Of a list of which nobody says how much it holds, or when it was made, nothing is known for certain.
    alerts(&inputs, &[("CPU", &[ana], true)]);
    assert_eq!(mark(&written(&inputs).1), "passed");
    let sheet = inputs.join("sources.csv");
    for (told, less) in [
        (",full,", ",,"),
        (",full,", ",unknown,"),
        (",2024-03-01 09:00 +00:00,", ",,"),
    ] {
        attest(&inputs, &["exports/alerts.json"]);
        replace(&sheet, told, less);
        let (_, page, _) = written(&inputs);
        assert_eq!(mark(&page), "needs revision", "{less}");
    }
    fs::remove_file(&sheet).unwrap();
    let (_, page, internal) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    let why = "tested in part (exports/alerts.json: nobody says or knows how much it holds; exports/alerts.json: nobody says when";
    assert!(internal.contains(why), "{internal}");
    // Of two policies of one name it cannot be told which of them reaches whom.
    alerts(&inputs, &[("CPU", &[ana], true), ("CPU", &[], true)]);
    let (_, page, _) = written(&inputs);
    assert_eq!(mark(&page), "needs revision");
    assert!(page.contains("All is well. (tested in part)"), "{page}");
    replace(&inputs.join("people.csv"), "1,Ana Lind,Engineer", "1,Ana Lind,Writer");
    alerts(&inputs, &[("CPU", &[ana], true)]);
    assert_eq!(mark(&written(&inputs).1), "not passed", "she is no engineer");
}

#[test]
fn one_list_under_two_names_tells_of_one_thing_only() {
    let lists = "backups = [\"exports/backups.txt\", \"exports/other.txt\"]\nevery-days = 1\nkeep = 3";
    let (_holder, inputs) = decided(lists);
    let (one, other) = (inputs.join("exports/backups.txt"), inputs.join("exports/other.txt"));
    backups(&inputs, &["2024-03-01", "2024-02-29", "2024-02-28", "2024-02-27"]);
    fs::copy(&one, &other).unwrap();
    backups(&inputs, &["2024-03-01", "2024-02-29", "2024-02-28"]);
    let both = ["exports/backups.txt", "exports/other.txt"];
    attest(&inputs, &both);
    assert_eq!(mark(&written(&inputs).1), "passed");
    fs::copy(&one, &other).unwrap();
    attest(&inputs, &both);
    assert_eq!(mark(&written(&inputs).1), "needs revision");
}

#[test]
fn a_list_of_something_else_is_refused() {
    let (_holder, inputs) = decided(BACKUPS);
    let path = inputs.join("exports/backups.txt");
    alerts(&inputs, &[("CPU", &["ana@example.com"], true)]);
    fs::copy(inputs.join("exports/alerts.json"), &path).unwrap();
    let message = refused(&inputs);
    assert!(
        message.contains("review.toml:")
            && message.contains("it is read as `doctl-alerts-json`, which is no list of backups"),
        "{message}"
    );
    fs::write(&path, "some notes\n").unwrap();
    let message = refused(&inputs);
    assert!(
        message.contains("the list `exports/backups.txt` decides nothing: "),
        "{message}"
    );
    fs::write(
        &path,
        "[{\"uuid\": \"1\", \"description\": \"CPU\", \"alerts\": {\"slack\": [{\"url\": \"https://hooks.example.com/x\"}]}}]",
    )
    .unwrap();
    let message = refused(&inputs);
    assert!(
        message.contains("decides nothing: the file is not read, as it holds secrets"),
        "{message}"
    );
}

#[test]
fn roles_to_which_alerts_go_have_to_be_there() {
    let (_holder, inputs) = decided("alerts = \"exports/alerts.json\"\nroles = [\"Enginer\"]");
    alerts(&inputs, &[("CPU", &["ana@example.com"], true)]);
    let message = refused(&inputs);
    assert!(
        message.contains("`roles` names `Enginer`, which is no role; did you mean `Engineer`?"),
        "{message}"
    );
}

/// A row of the sources sheet that says when the export was extracted.
fn vault(inputs: &Path, day: &str) {
    let hash = sha256(&fs::read(inputs.join("exports/vault.csv")).unwrap());
    let row = format!("exports/vault.csv,Ana,{day} 09:00 +00:00,here,full,,,,,,{hash}");
    let people = sha256(&fs::read(inputs.join("people.csv")).unwrap());
    let people = format!("people.csv,Ana,2024-02-25 09:00 +00:00,register,full,,,,,,{people}");
    fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{row}\n{people}\n")).unwrap();
}

#[test]
fn what_somebody_saw_and_lists_of_another_time_decide_nothing() {
    let look = |on: &str| format!("met = true\nby = \"Ana Lind\"\non = {on}\nevidence = \"seen.txt\"");
    let marked = |on: &str| {
        let (_holder, inputs) = decided(&look(on));
        fs::write(inputs.join("seen.txt"), "seen").unwrap();
        mark(&written(&inputs).1).to_owned()
    };
    assert_eq!(marked("2024-02-29"), "passed");
    assert_eq!(marked("2023-03-01"), "passed");
    for on in ["2024-03-02", "2023-02-28", "2012-01-01"] {
        assert_eq!(marked(on), "needs revision", "{on}");
    }
}

#[test]
fn an_overdue_audit_and_one_after_a_breach_say_so() {
    let look = "met = true\nby = \"Ana Lind\"\non = 2024-02-29\nevidence = \"seen.txt\"";
    let (_holder, inputs) = decided(look);
    fs::write(inputs.join("seen.txt"), "seen").unwrap();
    let review = inputs.join("review.toml");
    replace(&review, "every-months = 6", "every-months = 6\nprevious = 2023-08-30");
    let (_, page, internal) = written(&inputs);
    let overdue = "This one was due on 29 February 2024 and is overdue: it is 1 day late.";
    assert!(page.contains(overdue) && internal.contains(overdue), "{page}");
    replace(&review, "every-months = 6", "every-months = 6\nbreach = 2024-02-20");
    let (_, page, _) = written(&inputs);
    assert!(
        page.contains("It follows the security breach of 20 February 2024"),
        "{page}"
    );
    let incomplete = "cannot pass, as the following is not part of this review, or not everything of it was collected since then: Vault.";
    assert!(page.contains(incomplete), "nobody says when it was exported: {page}");
    vault(&inputs, "2024-02-19");
    assert!(written(&inputs).1.contains(incomplete), "before the breach");
    vault(&inputs, "2024-02-25");
    let (_, page, _) = written(&inputs);
    assert!(
        page.contains("Result of this audit: needs revision."),
        "complete: {page}"
    );
    replace(&inputs.join("sources.csv"), "here,full", "here,partial");
    let (_, page, internal) = written(&inputs);
    assert!(page.contains(incomplete) && internal.contains(incomplete), "{page}");
    assert!(page.contains("Result of this audit: not passed."), "{page}");
    assert_eq!(mark(&page), "passed", "the row itself is decided");
    // The staff list has to be of after the breach as well, and somebody has to say so.
    let lacking = "cannot pass, as the staff list is not known to hold everybody and to be made since then.";
    for people in [
        "people.csv,Ana,2024-02-19 09:00 +00:00,register,full,",
        "people.csv,Ana,,register,full,",
        "people.csv,Ana,2024-02-25 09:00 +00:00,register,,",
        "",
    ] {
        vault(&inputs, "2024-02-25");
        assert!(!written(&inputs).1.contains(lacking));
        let told = "people.csv,Ana,2024-02-25 09:00 +00:00,register,full,";
        if people.is_empty() {
            let sheet = fs::read_to_string(inputs.join("sources.csv")).unwrap();
            let rows = sheet.lines().filter(|row| !row.starts_with("people.csv"));
            fs::write(inputs.join("sources.csv"), rows.collect::<Vec<_>>().join("\n") + "\n").unwrap();
        } else {
            replace(&inputs.join("sources.csv"), told, people);
        }
        let (_, page, _) = written(&inputs);
        assert!(page.contains(lacking), "{people}: {page}");
        assert!(page.contains("Result of this audit: not passed."), "{page}");
    }
    vault(&inputs, "2024-02-25");
    replace(&review, "breach = 2024-02-20", "breach = 2024-04-02");
    let (_, page, _) = written(&inputs);
    let next = "The next audit is due at once, after the security breach of 02 April 2024";
    assert!(
        page.contains(next) && page.contains("Result of this audit: needs revision."),
        "{page}"
    );
}

#[test]
fn its_sentences_name_nobody() {
    let (_holder, inputs) = decided("");
    let review = inputs.join("review.toml");
    replace(&review, "All is well.", "Ana Lind says that all is well.");
    let out = tempfile::tempdir().unwrap();
    let (code, _, stderr) = said(&report(&inputs, out.path()));
    assert_eq!(code, 2);
    assert!(
        stderr.contains("`procedure.row` holds the name of `Ana Lind`"),
        "{stderr}"
    );
}

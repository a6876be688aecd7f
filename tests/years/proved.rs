//! What is said of two audits only where both prove it: that nothing happened, that somebody came or left, that something
//! found is new.

use super::Company;

const STILL: &str = "\nNobody came or left, and nobody holds what they did not hold before.\n";

/// What the terminal and the document say of the second year, in which something is otherwise.
fn second_year(company: &Company, otherwise: impl Fn(&Company)) -> (String, String) {
    company.audit();
    company.next("2020-03-31", "2021-03-31");
    otherwise(company);
    company.audit();
    let (_, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    let document = company.text("2021-03-31", "internal.md");
    let changes = document.split_once("## Changes since").unwrap().1;
    (told, changes.split_once("\n## ").unwrap().0.to_owned())
}

#[test]
fn that_nothing_happened_is_said_over_whole_lists_alone() {
    let company = Company::new();
    let (_, changes) = second_year(&company, |_| {});
    assert!(changes.contains(STILL), "{changes}");
    let partial = |company: &Company| {
        let full = "file = \"exports/cloud.csv\"\ncoverage = \"full\"";
        company.edit("review.toml", full, &full.replace("full\"", "partial\""));
    };
    for before in [false, true] {
        let company = Company::new();
        if before {
            partial(&company);
        }
        let (_, changes) = second_year(&company, |company| {
            if !before {
                partial(company);
            }
        });
        assert!(!changes.contains(STILL), "{changes}");
        assert!(
            changes.contains("In what both audits tell, nobody came or left")
                && changes.contains("That is no proof where"),
            "{changes}"
        );
    }
}

#[test]
fn that_nothing_happened_is_not_said_where_an_account_has_another_holder_or_is_on_again() {
    let company = Company::new();
    company.write(
        "exports/cloud.csv",
        "login,level,status\nada@example.com,Deploy,active\nbo@example.com,Deploy,disabled\n",
    );
    company.edit(
        "review.toml",
        "columns = { account = \"login\", level = \"level\" }",
        "columns = { account = \"login\", level = \"level\", status = \"status\" }",
    );
    let (told, changes) = second_year(&company, |company| {
        company.edit("people.csv", "dan@example.com", "dan@example.com;old-bot");
        company.edit(
            "people.csv",
            "id,name,role,employment,email",
            "id,name,role,employment,email",
        );
        company.edit(
            "exports/cloud.csv",
            "bo@example.com,Deploy,disabled",
            "bo@example.com,Deploy,active",
        );
    });
    assert!(!changes.contains(STILL), "{changes}");
    assert!(told.contains("  can be used again: Cloud: bo@example.com\n"), "{told}");
    assert!(
        changes.contains("| Cloud  | bo@example.com | can be used again |"),
        "{changes}"
    );
    let company = Company::new();
    let (told, changes) = second_year(&company, |company| {
        company.edit("people.csv", "dan@example.com", "old-bot");
    });
    assert!(!changes.contains(STILL), "{changes}");
    for line in [
        "  other holder: Git: old-bot: nobody known -> Dan Eide (H-4)\n",
        "  other holder: Git: dan@example.com: Dan Eide (H-4) -> nobody known\n",
        "  still there, no longer judged so, as declared now: Git: orphan-account/git/old-bot: first found 2020-03-31\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    assert!(
        changes.contains("but for 2 accounts that can be used again or whose holder is another"),
        "{changes}"
    );
}

#[test]
fn that_nothing_happened_is_not_said_of_a_system_that_was_not_reviewed() {
    let company = Company::new();
    let (_, changes) = second_year(&company, |company| {
        company.edit(
            "review.toml",
            "id = \"cloud\"\nname = \"Cloud\"",
            "id = \"sky\"\nname = \"Sky\"",
        );
        company.edit("review.toml", "[\"git\", \"cloud\"]", "[\"git\", \"sky\"]");
        let roles = super::ROLES.replace("\"cloud\"", "\"sky\"");
        company.write("roles.toml", &roles);
    });
    assert!(!changes.contains(STILL), "{changes}");
    assert!(changes.contains("reviewed for the first time"), "{changes}");
}

const SHEET: &str = "file,extracted by,extracted at,instance,coverage,count on screen,counted,steps,filters,screenshot,sha256\n\
    people.csv,Ada Fjeld,2020-03-31 10:00 +02:00,x,COVERAGE,ROWS\n";

/// What the sources sheet says of the staff list.
fn sheet(company: &Company, coverage: &str, rows: &str) {
    let rows = if rows.is_empty() {
        ",,,,,".to_owned()
    } else {
        format!("{rows},people,,,,")
    };
    let text = SHEET.replace("COVERAGE", coverage).replace("ROWS", &rows);
    company.write("sources.csv", &text);
}

#[test]
fn whom_a_staff_list_that_is_cut_lacks_has_not_left() {
    for (coverage, rows) in [("partial", ""), ("full", "4")] {
        let company = Company::new();
        let (told, changes) = second_year(&company, |company| {
            company.edit(
                "people.csv",
                "H-3,Cara Moss,Developer,employee,cara@example.com,,\n",
                "",
            );
            sheet(company, coverage, rows);
        });
        assert!(
            told.contains("  not seen: H-3 (Cara Moss): Developer [the staff list does not hold everybody]\n"),
            "{told}"
        );
        assert!(!told.contains("left:"), "{told}");
        assert!(told.contains("not complete   the staff list in "), "{told}");
        assert!(
            changes.contains("The later staff list does not hold everybody"),
            "{changes}"
        );
        assert!(
            changes.contains("the staff list does not hold everybody |"),
            "{changes}"
        );
        // Whom the list has as having left has left.
        company.next("2021-03-31", "2022-03-31");
        company.edit("people.csv", "bo@example.com,,\n", "bo@example.com,,2021-12-31\n");
        company.audit();
        let (_, told, _) = company.diff("2021-03-31", "2022-03-31", &[]);
        assert!(
            told.contains("  left: H-2 (Bo Lind): Developer [the staff list says so]\n"),
            "{told}"
        );
    }
}

#[test]
fn whom_an_earlier_staff_list_that_was_cut_lacked_has_not_joined() {
    let company = Company::new();
    company.edit(
        "people.csv",
        "H-3,Cara Moss,Developer,employee,cara@example.com,,\n",
        "",
    );
    sheet(&company, "partial", "");
    let (told, changes) = second_year(&company, |company| {
        company.write("people.csv", super::PEOPLE);
        sheet(company, "full", "4");
    });
    assert!(
        told.contains("  seen now: H-3 (Cara Moss): Developer [the staff list does not hold everybody]\n"),
        "{told}"
    );
    assert!(!told.contains("joined:"), "{told}");
    assert!(
        changes.contains("The earlier staff list did not hold everybody"),
        "{changes}"
    );
}

#[test]
fn who_came_and_left_between_two_audits_is_told() {
    let company = Company::new();
    let (told, _) = second_year(&company, |company| {
        let people = format!(
            "{}H-9,Nina Noll,Developer,employee,nina@example.com,2020-05-01,2020-06-01\n",
            super::PEOPLE
        );
        company.write("people.csv", &people);
    });
    assert!(
        told.contains("  listed now, as having left: H-9 (Nina Noll): Developer [the staff list says so]\n"),
        "{told}"
    );
}

#[test]
fn what_an_earlier_list_or_check_could_not_show_is_not_new() {
    let company = Company::new();
    company.edit("exports/git.csv", "old-bot,alpha,Read\n", "");
    company.edit("review.toml", "coverage = \"full\"", "coverage = \"partial\"");
    let (told, _) = second_year(&company, |company| {
        company.write("exports/git.csv", super::GIT);
        company.edit("review.toml", "coverage = \"partial\"", "coverage = \"full\"");
    });
    assert!(told.contains("  seen now: Git: orphan-account/git/old-bot\n"), "{told}");
    // A year in which the check was off says nothing of what was found before it.
    company.next("2021-03-31", "2022-03-31");
    let review = std::fs::read_to_string(company.inputs().join("review.toml")).unwrap();
    let off = "\n[[check]]\nid = \"orphan-account\"\nseverity = \"off\"\nreason = \"not this year\"\n";
    company.write("review.toml", &format!("{review}{off}"));
    company.audit();
    company.next("2022-03-31", "2023-03-31");
    company.edit("review.toml", off, "");
    company.audit();
    let (_, told, _) = company.diff("2022-03-31", "2023-03-31", &[]);
    assert!(
        told.contains("  seen now: Git: orphan-account/git/old-bot: first found 2021-03-31\n"),
        "{told}"
    );
}

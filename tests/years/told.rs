//! What else changes from audit to audit and is told: names, ranks, rules of counting, words for labels, first roles.

use std::fs;

use super::{Company, REVIEW};
use crate::support::{report, run, said};

/// What the terminal says of the second year, in which something is otherwise.
fn second_year(company: &Company, otherwise: impl Fn(&Company)) -> String {
    company.audit();
    company.next("2020-03-31", "2021-03-31");
    otherwise(company);
    company.audit();
    company.diff("2020-03-31", "2021-03-31", &[]).1
}

#[test]
fn a_rename_that_was_declared_once_joins_audits_further_back() {
    let company = Company::new();
    let plain = "{ label = \"Repository\" }";
    let renamed = "{ label = \"Repository\", formerly = { \"omega\" = [\"zeta\"] } }";
    second_year(&company, |company| {
        company.edit("review.toml", plain, renamed);
        let git = super::GIT.replace("zeta", "omega");
        company.write("exports/git.csv", &git);
    });
    company.next("2021-03-31", "2022-03-31");
    company.edit("review.toml", renamed, plain);
    company.audit();
    let (code, told, _) = company.diff("2020-03-31", "2022-03-31", &[]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("(omega): Repository1 (zeta)\n"), "{told}");
    assert!(!told.contains("removed: Git"), "{told}");
}

#[test]
fn levels_that_are_ranked_the_other_way_round_are_neither_up_nor_down() {
    let company = Company::new();
    let told = second_year(&company, |company| {
        company.edit("review.toml", "rank = 2", "rank = 9");
        company.edit(
            "exports/git.csv",
            "ada@example.com,zeta,Admin",
            "ada@example.com,zeta,Write",
        );
        company.edit(
            "exports/git.csv",
            "dan@example.com,alpha,Read",
            "dan@example.com,alpha,Write",
        );
    });
    assert!(
        told.contains("  changed: Git, zeta: H-1 (Ada Fjeld): Admin -> Write\n"),
        "{told}"
    );
    assert!(
        told.contains("  raised: Git, alpha: H-4 (Dan Eide): Read -> Write\n"),
        "{told}"
    );
}

#[test]
fn another_rule_of_counting_another_word_and_another_organisation_are_told() {
    let company = Company::new();
    let told = second_year(&company, |company| {
        company.edit("review.toml", "count-rule = \"highest\"", "count-rule = \"each\"");
        company.edit("review.toml", "label = \"Repository\"", "label = \"Repo\"");
        company.edit("review.toml", "Heron Works", "Egret Works");
    });
    for line in [
        "  counted by another rule: Git: highest -> each\n",
        "  labels begin otherwise: Git: Repository -> Repo\n",
        "same           7 numbers of the page\n",
        "is of Heron Works, not of Egret Works; see that the two audits belong together\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    let document = company.text("2021-03-31", "internal.md");
    for part in [
        "The earlier audit is of another organisation: Heron Works, and not Egret Works.",
        "counted by another rule | highest; now each",
    ] {
        assert!(document.contains(part), "{part}: {document}");
    }
}

#[test]
fn another_first_role_and_another_name_are_told() {
    let company = Company::new();
    let more = |first: &str, second: &str| {
        super::PEOPLE
            .replace("id,name,role,", "id,name,role,further,")
            .replace("Ada Fjeld,Developer,", &format!("Ada Fjeld,{first},{second},"))
            .replace("Lind,Developer,", "Lind,Developer,,")
            .replace("Moss,Developer,", "Moss,Developer,,")
            .replace("Eide,Manager,", "Eide,Manager,,")
    };
    company.write("people.csv", &more("Developer", "Manager"));
    company.write(
        "review.toml",
        &format!(
            "{REVIEW}\n[roster]\nfile = \"people.csv\"\ncolumns = {{ id = \"id\", name = \"name\", role = \"role\", \
             further-roles = \"further\", employment = \"employment\", email = \"email\", start = \"start\", end = \"end\" }}\n"
        ),
    );
    let told = second_year(&company, |company| {
        company.write(
            "people.csv",
            &more("Manager", "Developer").replace("Bo Lind", "Zeno Zorn"),
        );
    });
    for line in [
        "  other main role: H-1 (Ada Fjeld): Developer -> Manager [the staff list says so]\n",
        "  other name under the same id: the same person?: H-2 (Zeno Zorn): Bo Lind -> Zeno Zorn\n",
        "to explain     1 change of what people hold",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
}

#[test]
fn a_resource_that_is_there_again_is_back() {
    let company = Company::new();
    second_year(&company, |company| {
        let git: Vec<&str> = super::GIT.lines().filter(|line| !line.contains("alpha")).collect();
        company.write("exports/git.csv", &format!("{}\n", git.join("\n")));
    });
    company.next("2021-03-31", "2022-03-31");
    company.write("exports/git.csv", super::GIT);
    company.audit();
    let (_, told, _) = company.diff("2021-03-31", "2022-03-31", &[]);
    assert!(
        told.contains("  back: Git: Repository2 (alpha), 3 permissions on it\n"),
        "{told}"
    );
    assert!(
        told.contains("  appeared: Git, alpha: H-3 (Cara Moss): Write [the resource is back]\n"),
        "{told}"
    );
}

#[test]
fn what_no_role_allows_on_a_new_resource_is_not_explained_by_it() {
    let company = Company::new();
    let told = second_year(&company, |company| {
        let more = "cara@example.com,omega,Write\ndan@example.com,omega,Write\n";
        company.write("exports/git.csv", &format!("{}{more}", super::GIT));
    });
    assert!(
        told.contains("  appeared: Git, omega: H-3 (Cara Moss): Write [the resource is new]\n"),
        "{told}"
    );
    assert!(
        told.contains("  appeared: Git, omega: H-4 (Dan Eide): Write\n"),
        "a manager may not: {told}"
    );
}

#[test]
fn an_audit_before_that_is_later_is_refused() {
    let company = Company::new();
    company.audit();
    company.next("2020-03-31", "2019-03-31");
    let (code, _, stderr) = said(&report(&company.inputs(), &company.out()));
    assert_eq!(code, 2, "{stderr}");
    assert!(
        stderr.contains(
            "`record` of `[previous]` is of 2020-03-31, later than this audit of 2019-03-31; name the audit before"
        ),
        "{stderr}"
    );
}

#[test]
fn the_list_of_what_earlier_runs_found_is_due_with_its_audit() {
    let company = Company::new();
    company.edit(
        "review.toml",
        "period = \"2020\"",
        "period = \"2020\"\nretain-years = 1",
    );
    company.audit();
    company.edit("exports/git.csv", "old-bot,alpha,Read\n", "");
    company.audit();
    let list = company.out().join("gone-2020-03-31.csv");
    assert!(fs::read_to_string(&list).unwrap().contains("old-bot"));
    let (_, told, _) = said(&run(&[
        "prune",
        "--out",
        company.out().to_str().unwrap(),
        "--date",
        "2022-01-01",
    ]));
    assert!(told.contains("gone-2020-03-31.csv\n"), "{told}");
}

/// Where somebody holds something on a resource that was called otherwise two audits ago, and then nobody does.
fn renamed_and_emptied() -> Company {
    let company = Company::new();
    let plain = "{ label = \"Repository\" }";
    let declared = |names: &str| format!("{{ label = \"Repository\", declared = [{names}]");
    company.edit("review.toml", plain, &format!("{} }}", declared("\"zeta\", \"alpha\"")));
    company.audit();
    company.next("2020-03-31", "2021-03-31");
    company.edit(
        "review.toml",
        &format!("{} }}", declared("\"zeta\", \"alpha\"")),
        &format!(
            "{}, formerly = {{ \"omega\" = [\"zeta\"] }} }}",
            declared("\"omega\", \"alpha\"")
        ),
    );
    company.write("exports/git.csv", &super::GIT.replace("zeta", "omega"));
    company.audit();
    company.next("2021-03-31", "2022-03-31");
    let git: Vec<&str> = super::GIT.lines().filter(|line| !line.contains("zeta")).collect();
    company.write("exports/git.csv", &git.join("\n"));
    company.audit();
    company
}

#[test]
fn over_two_years_a_renamed_resource_has_its_name_and_its_changes_have_the_keys_of_the_report() {
    let company = renamed_and_emptied();
    let sheet = company.holder.path().join("two-years.csv");
    let (_, told, _) = company.diff("2020-03-31", "2022-03-31", &["-o", sheet.to_str().unwrap()]);
    for line in [
        "  removed: Git, omega: H-1 (Ada Fjeld): Admin\n",
        "  renamed: Git: Repository1 (omega): Repository1 (zeta)\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    for file in ["record.json", "grants.csv", "findings.csv", "people-map.json"] {
        fs::copy(
            company.internal("2020-03-31", file),
            company.inputs().join("previous").join(file),
        )
        .unwrap();
    }
    company.audit();
    let mut table = csv::Reader::from_path(&sheet).unwrap();
    let keys: Vec<String> = table.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
    let reported = company.changes("2022-03-31");
    assert!(
        keys.iter().all(|key| reported.contains_key(key)),
        "{keys:?} {reported:?}"
    );
    assert_eq!(reported.len(), keys.len());
}

#[test]
fn exceptions_are_told_with_whom_and_what_they_are_of() {
    let company = Company::new();
    let told = second_year(&company, |company| {
        company.edit(
            "roles.toml",
            "[[role]]",
            "[[exception]]\ncheck = \"excess-grant\"\nidentity = \"H-4\"\nsystem = \"git\"\nlevel = \"Write\"\nreason = \"helps\"\n\
             approved-by = \"H-1\"\ngranted = 2021-01-01\nexpires = 2021-12-31\nticket = \"OPS-2\"\n\n[[role]]",
        );
    });
    assert!(
        told.contains("  granted: Git: excess-grant of Dan Eide (H-4), Write (OPS-2): until 2021-12-31\n"),
        "{told}"
    );
    let document = company.text("2021-03-31", "internal.md");
    assert!(document.contains("Dan Eide (H-4), Write"), "{document}");
    let record = company.text("2021-03-31", "record.json");
    assert!(!record.contains("about"), "{record}");
    // Without the map of people nobody is named.
    for date in ["2020-03-31", "2021-03-31"] {
        fs::remove_file(company.internal(date, "people-map.json")).unwrap();
    }
    let (_, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert!(
        told.contains("  granted: Git: excess-grant: until 2021-12-31\n"),
        "{told}"
    );
}

#[test]
fn another_role_explains_nothing_that_it_does_not_allow() {
    let company = Company::new();
    second_year(&company, |company| {
        company.edit("people.csv", "Cara Moss,Developer", "Cara Moss,Manager");
        company.edit("people.csv", "Dan Eide,Manager", "Dan Eide,Developer");
        company.edit(
            "exports/git.csv",
            "cara@example.com,alpha,Write",
            "cara@example.com,alpha,Admin",
        );
        company.edit(
            "exports/git.csv",
            "dan@example.com,alpha,Read",
            "dan@example.com,alpha,Write",
        );
    });
    let changes = company.changes("2021-03-31");
    let why = |key: &str| changes.get(key).map(String::as_str);
    assert_eq!(
        why("permission/raised/git/H-3/alpha/Write/Admin"),
        Some(""),
        "{changes:?}"
    );
    assert_eq!(
        why("permission/raised/git/H-4/alpha/Read/Write"),
        Some("role-changed"),
        "{changes:?}"
    );
    let document = company.text("2021-03-31", "internal.md");
    assert!(document.contains("1 of them without a reason"), "{document}");
}

#[test]
fn coming_explains_nothing_that_the_role_does_not_allow() {
    let company = Company::new();
    second_year(&company, |company| {
        company.edit(
            "people.csv",
            "H-4,Dan Eide",
            "H-5,Eli Vinje,Manager,employee,eli@example.com,2020-11-02,\nH-4,Dan Eide",
        );
        company.edit(
            "exports/git.csv",
            "dan@example.com,alpha,Read",
            "dan@example.com,alpha,Read\neli@example.com,alpha,Read\neli@example.com,zeta,Write",
        );
    });
    let changes = company.changes("2021-03-31");
    let why = |key: &str| changes.get(key).map(String::as_str);
    assert_eq!(
        why("permission/appeared/git/H-5/alpha//Read"),
        Some("joined"),
        "{changes:?}"
    );
    assert_eq!(why("permission/appeared/git/H-5/zeta//Write"), Some(""), "{changes:?}");
}

#[test]
fn an_account_that_passes_from_a_leaver_to_somebody_else_is_told() {
    let company = Company::new();
    let told = second_year(&company, |company| {
        company.edit(
            "people.csv",
            "H-4,Dan Eide,Manager,employee,dan@example.com,,",
            "H-4,Dan Eide,Manager,employee,dan.eide@example.com,,2020-12-31\n\
             H-5,Eli Vinje,Developer,employee,dan@example.com,2020-11-02,",
        );
        company.edit(
            "exports/git.csv",
            "dan@example.com,alpha,Read",
            "dan@example.com,alpha,Admin",
        );
    });
    assert!(
        told.contains("  other holder: Git: dan@example.com: Dan Eide (H-4) -> Eli Vinje (H-5)\n"),
        "{told}"
    );
    let document = company.text("2021-03-31", "internal.md");
    let row = document
        .lines()
        .find(|line| line.contains("| dan@example.com") && line.contains("H-4") && line.contains("H-5"));
    assert!(row.is_some(), "{document}");
}

#[test]
fn what_the_numbers_of_the_summary_and_of_the_trend_count_is_said() {
    let company = Company::new();
    let several = "concern several systems and count for each.";
    super::second(&company);
    company.audit();
    let document = company.text("2021-03-31", "internal.md");
    assert!(!document.contains(several), "{document}");
    assert!(
        document.contains("worked here on the audit date; findings are all that were found, those that were accepted or put right too."),
        "{document}"
    );
    let row = document
        .lines()
        .find(|line| line.contains("People in the roster, leavers too"));
    assert!(row.is_some_and(|row| row.contains(" 5 ")), "{row:?}");

    let company = Company::new();
    company.edit(
        "roles.toml",
        "\n[[role]]\ntitle = \"Developer\"",
        "\n[[separation]]\nname = \"code and rollout\"\nreason = \"nobody rolls out what they wrote\"\n\
         side = [{ system = \"git\", levels = [\"Admin\", \"Write\"] }, { system = \"cloud\", levels = [\"Deploy\"] }]\n\n\
         [[role]]\ntitle = \"Developer\"",
    );
    company.audit();
    let document = company.text("2020-03-31", "internal.md");
    let summary = document.split_once("### Not collected").unwrap().0;
    assert!(summary.contains(&format!("2 open findings {several}")), "{summary}");
}

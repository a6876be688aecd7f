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
        "  counted-otherwise: Git: highest -> each\n",
        "  labelled-otherwise: Git: Repository -> Repo\n",
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
        "  main-role-changed: H-1 (Ada Fjeld): Developer -> Manager [staff-list]\n",
        "  other-name: H-2 (Zeno Zorn): Bo Lind -> Zeno Zorn\n",
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
        told.contains("  reappeared: Git: Repository2 (alpha), 3 permissions on it\n"),
        "{told}"
    );
    assert!(
        told.contains("  appeared: Git, alpha: H-3 (Cara Moss): Write [resource-back]\n"),
        "{told}"
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

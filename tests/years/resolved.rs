//! A finding is resolved only where what it is about is gone, or is otherwise in the files.

use super::{Company, REVIEW};

/// What the terminal says of findings in the second year, in which something is otherwise.
fn second_year(company: &Company, otherwise: impl Fn(&Company)) -> String {
    company.audit();
    company.next("2020-03-31", "2021-03-31");
    otherwise(company);
    company.audit();
    company.diff("2020-03-31", "2021-03-31", &[]).1
}

/// Dan holds more than his role allows.
fn excess() -> Company {
    let company = Company::new();
    company.edit(
        "exports/git.csv",
        "dan@example.com,alpha,Read",
        "dan@example.com,alpha,Write",
    );
    company
}

const EXCESS: &str =
    "Git, Repository2: excess-grant/git/dan@example.com/alpha/Write (Dan Eide): first found 2020-03-31";

#[test]
fn a_leaver_whom_the_list_no_longer_has_is_found_otherwise() {
    let company = Company::new();
    company.edit("people.csv", "bo@example.com,,\n", "bo@example.com,,2020-01-31\n");
    let told = second_year(&company, |company| {
        company.edit(
            "people.csv",
            "H-2,Bo Lind,Developer,employee,bo@example.com,,2020-01-31\n",
            "",
        );
    });
    for line in [
        "  still there, found otherwise now: Git: leaver-access/git/bo@example.com (Bo Lind): first found 2020-03-31, by orphan-account\n",
        "  still there, found otherwise now: Cloud: leaver-access/cloud/bo@example.com (Bo Lind): first found 2020-03-31, by orphan-account\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    assert!(!told.contains("resolved:"), "{told}");
    let document = company.text("2021-03-31", "internal.md");
    assert!(
        document.contains("still there, found otherwise now: Every account belongs to somebody in the roster"),
        "{document}"
    );
    let record = company.text("2021-03-31", "record.json");
    assert!(record.contains("\"otherwise\": ["), "{record}");
}

#[test]
fn what_roles_allow_now_is_no_longer_judged_so() {
    let company = excess();
    let told = second_year(&company, |company| {
        company.edit(
            "roles.toml",
            "system = \"git\", levels = [\"Read\"]",
            "system = \"git\", levels = [\"Write\", \"Read\"]",
        );
    });
    assert!(
        told.contains(&format!(
            "  still there, no longer judged so, as declared now: {EXCESS}\n"
        )),
        "{told}"
    );
    let document = company.text("2021-03-31", "internal.md");
    assert!(
        document.contains("still there, no longer judged so, as declared now"),
        "{document}"
    );
    // Two years later it is gone, and was there all the time.
    company.next("2021-03-31", "2022-03-31");
    company.edit("exports/git.csv", "dan@example.com,alpha,Write\n", "");
    company.audit();
    let record = company.text("2022-03-31", "record.json");
    assert!(record.contains("\"resolved\": \"2022-03-31\""), "{record}");
    let (_, told, _) = company.diff("2020-03-31", "2022-03-31", &[]);
    assert!(told.contains(&format!("  resolved: {EXCESS}\n")), "{told}");
}

#[test]
fn what_is_gone_from_the_files_is_resolved() {
    for (old, new) in [
        ("dan@example.com,alpha,Write\n", ""),
        ("dan@example.com,alpha,Write\n", "dan@example.com,zeta,Read\n"),
        ("dan@example.com,alpha,Write\n", "dan@example.com,alpha,Read\n"),
    ] {
        let told = second_year(&excess(), |company| company.edit("exports/git.csv", old, new));
        assert!(
            told.contains("  resolved: Git, Repository2: excess-grant/git/dan@example.com/alpha/Write"),
            "{new}: {told}"
        );
    }
}

#[test]
fn what_comes_back_without_having_been_gone_is_not_back() {
    let company = excess();
    let told = second_year(&company, |company| {
        company.edit("people.csv", "dan@example.com,,\n", "dan@example.com,,2021-01-01\n");
    });
    assert!(
        told.contains(&format!(
            "  still there, found otherwise now: {EXCESS}, by leaver-access\n"
        )),
        "{told}"
    );
    company.next("2021-03-31", "2022-03-31");
    company.edit("people.csv", "dan@example.com,,2021-01-01\n", "dan@example.com,,\n");
    company.audit();
    let (_, told, _) = company.diff("2021-03-31", "2022-03-31", &[]);
    assert!(!told.contains("  back: ") && told.contains(EXCESS), "{told}");
    let (_, told, _) = company.diff("2020-03-31", "2022-03-31", &[]);
    assert!(told.contains(&format!("  still there: {EXCESS}\n")), "{told}");
}

#[test]
fn what_is_set_aside_or_read_otherwise_is_not_gone() {
    let spelt = REVIEW.replace(
        "definition = \"Changes files.\"\n",
        "definition = \"Changes files.\"\nspellings = [\"push\"]\n",
    );
    for (first, second) in [
        // A level whose rows count for nothing now.
        (
            REVIEW.to_owned(),
            REVIEW
                .replace("[[system.level]]\nname = \"Write\"\ndefinition = \"Changes files.\"\nrank = 2\n\n", "")
                .replace("count-rule = \"highest\"", "count-rule = \"highest\"\nno-access = [\"Write\"]"),
        ),
        // A spelling that no definition maps any more.
        (spelt.clone(), REVIEW.to_owned()),
        // A spelling of another level now.
        (
            spelt,
            REVIEW.replace("definition = \"Reads files.\"\n", "definition = \"Reads files.\"\nspellings = [\"push\"]\n"),
        ),
        // An account whose rows are set aside.
        (
            REVIEW.to_owned(),
            REVIEW.replacen(
                "\n[[system]]\nid = \"cloud\"",
                "\n[[system.export.set-aside]]\ncolumn = \"login\"\nvalues = [\"dan@example.com\"]\nreason = \"told elsewhere\"\n\n\
                 [[system]]\nid = \"cloud\"",
                1,
            ),
        ),
    ] {
        let company = excess();
        company.write("review.toml", &first);
        if first.contains("push") {
            company.edit("exports/git.csv", "dan@example.com,alpha,Write", "dan@example.com,alpha,push");
        }
        let dated = |date: &str| second.replace("date = 2020-03-31", &format!("date = {date}"));
        let told = second_year(&company, |company| {
            company.write(
                "review.toml",
                &format!("{}\n[previous]\nrecord = \"previous/record.json\"\n", dated("2021-03-31")),
            );
            if !second.contains("name = \"Write\"") {
                let roles = super::ROLES.replace("\"Write\", ", "");
                company.write("roles.toml", &roles);
            }
        });
        assert!(told.contains(&format!("  still there, no longer judged so, as declared now: {EXCESS}\n")), "{told}");
        assert!(!told.contains("removed: Git, alpha: H-4"), "{told}");
    }
}

#[test]
fn a_limit_that_was_raised_resolves_nothing() {
    let company = Company::new();
    company.write(
        "exports/cloud.csv",
        "login,level,last\nada@example.com,Deploy,2019-11-01\nbo@example.com,Deploy,2019-11-01\n",
    );
    company.edit(
        "review.toml",
        "columns = { account = \"login\", level = \"level\" }",
        "columns = { account = \"login\", level = \"level\", last-login = \"last\" }",
    );
    let review = std::fs::read_to_string(company.inputs().join("review.toml")).unwrap();
    company.write("review.toml", &format!("{review}\n[limits]\ndormant-days = 30\n"));
    let told = second_year(&company, |company| {
        company.edit("review.toml", "dormant-days = 30", "dormant-days = 1000");
        company.edit(
            "exports/cloud.csv",
            "ada@example.com,Deploy,2019-11-01",
            "ada@example.com,Deploy,2021-01-01",
        );
    });
    for line in [
        "  resolved: Cloud: dormant-account/cloud/ada@example.com (Ada Fjeld): first found 2020-03-31\n",
        "  still there, no longer judged so, as declared now: Cloud: dormant-account/cloud/bo@example.com (Bo Lind): first found 2020-03-31\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
}

#[test]
fn what_a_recheck_put_right_and_is_there_again_is_back() {
    let company = Company::new();
    company.write("exports/git-2.csv", &super::GIT.replace("old-bot,alpha,Read\n", ""));
    let recheck = "\n[[system.recheck]]\nfile = \"exports/git-2.csv\"\ncoverage = \"full\"\n\
                   columns = { account = \"login\", resource = \"repository\", level = \"level\" }\n";
    company.edit(
        "review.toml",
        "\n[[system]]\nid = \"cloud\"",
        &format!("{recheck}\n[[system]]\nid = \"cloud\""),
    );
    company.write(
        "sources.csv",
        "file,extracted by,extracted at,instance,coverage,count on screen,counted,steps,filters,screenshot,sha256\n\
         exports/git.csv,Ada Fjeld,2020-03-01 10:00 +02:00,x,full,,,,,,\nexports/git-2.csv,Ada Fjeld,2020-03-20 10:00 +02:00,x,full,,,,,,\n",
    );
    let told = second_year(&company, |company| {
        company.edit("review.toml", recheck, "");
        std::fs::remove_file(company.inputs().join("sources.csv")).unwrap();
        std::fs::remove_file(company.inputs().join("exports/git-2.csv")).unwrap();
    });
    for line in [
        "  appeared: Git, alpha: old-bot: Read\n",
        "  back: Git: orphan-account/git/old-bot: resolved 2020-03-31\n",
        ": reappeared-access/git/old-bot/alpha/Read",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    assert!(!told.contains("still there: Git: orphan"), "{told}");
    let record = company.text("2021-03-31", "record.json");
    assert!(record.contains("\"since\": \"2021-03-31\""), "{record}");
}

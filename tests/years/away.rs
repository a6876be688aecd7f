//! A system that is away from one year's review, or whose resources are not told apart for a year.

use std::collections::BTreeMap;
use std::fs;

use super::{Company, GIT};

/// Labels with who holds what on them, from the numbers of the page.
fn lines(company: &Company, date: &str) -> Vec<String> {
    let page = fs::read_to_string(company.out().join(date).join("public/counts.csv")).unwrap();
    let git = page.lines().filter(|line| line.contains(",Git,"));
    git.map(|line| line.trim_start_matches("Development,Everything,Git,").to_owned())
        .collect()
}

/// `review.toml` without the system `git`.
fn without_git(review: &str) -> String {
    let (before, rest) = review.split_once("[[system]]\nid = \"git\"").unwrap();
    let (_, after) = rest.split_once("[[system]]").unwrap();
    format!("{before}[[system]]{after}").replace("[\"git\", \"cloud\"]", "[\"cloud\"]")
}

/// The middle one of three years is another; the third begins with a resource of which nobody knew.
fn three_years(middle: impl Fn(&str) -> String) -> Company {
    let company = Company::new();
    company.audit();
    let roles = fs::read_to_string(company.inputs().join("roles.toml")).unwrap();
    company.next("2020-03-31", "2021-03-31");
    let review = fs::read_to_string(company.inputs().join("review.toml")).unwrap();
    let changed = middle(&review);
    company.write("review.toml", &changed);
    if !changed.contains("id = \"git\"") {
        fs::remove_file(company.inputs().join("exports/git.csv")).unwrap();
        let without: Vec<&str> = roles
            .lines()
            .filter(|line| !line.contains("\"git\", levels = [\"Admin"))
            .collect();
        let without = without
            .join("\n")
            .replace("{ system = \"git\", levels = [\"Read\"] }, ", "");
        company.write("roles.toml", &without);
    }
    company.audit();
    company.write("review.toml", &review);
    company.write("roles.toml", &roles);
    company.write(
        "exports/git.csv",
        &GIT.replace(
            "login,repository,level\n",
            "login,repository,level\nada@example.com,aaa,Read\n",
        ),
    );
    company.next("2021-03-31", "2022-03-31");
    company.audit();
    company
}

#[test]
fn a_system_that_is_reviewed_again_has_its_numbers_again() {
    let company = three_years(without_git);
    let first = lines(&company, "2020-03-31");
    let third = lines(&company, "2022-03-31");
    for line in &first {
        assert!(third.contains(line), "{line}: {third:?}");
    }
    assert!(
        third.contains(&"Repository3,Read,Developer,1,0".to_owned()),
        "{third:?}"
    );
    let (_, told, _) = company.diff("2021-03-31", "2022-03-31", &[]);
    assert!(
        told.contains("  reviewed again: Git: last reviewed 2020-03-31, 6 permissions on it\n"),
        "{told}"
    );
    assert!(!told.contains("reviewed for the first time"), "{told}");
    let document = company.text("2022-03-31", "internal.md");
    assert!(document.contains("last reviewed 31 March 2020"), "{document}");
    assert!(document.contains("reviewed again"), "{document}");
}

#[test]
fn a_year_of_the_system_as_a_whole_takes_no_number_and_nothing_away() {
    let company = three_years(|review| {
        review.replace("resources = { label = \"Repository\" }\n", "").replace(
            "account = \"login\", resource = \"repository\", level",
            "account = \"login\", level",
        )
    });
    let first = lines(&company, "2020-03-31");
    let third = lines(&company, "2022-03-31");
    for line in &first {
        assert!(third.contains(line), "{line}: {third:?}");
    }
    assert!(
        third.contains(&"Repository3,Read,Developer,1,0".to_owned()),
        "{third:?}"
    );
    let findings = company.text("2022-03-31", "findings.csv");
    assert!(!findings.contains("reappeared-access"), "{findings}");
    let expected: BTreeMap<String, String> = BTreeMap::new();
    assert_eq!(company.changes("2021-03-31"), expected);
    let (_, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert!(
        told.contains("  its resources are no longer told apart: Git\n"),
        "{told}"
    );
    let (_, told, _) = company.diff("2021-03-31", "2022-03-31", &[]);
    assert!(told.contains("  its resources are told apart now: Git\n"), "{told}");
    assert!(!told.contains("  appeared: Git: Repository"), "{told}");
}

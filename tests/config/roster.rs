//! Mistakes in `[roster]`, and which file is the roster where none is declared.

use super::world::{REVIEW, ROLES, changed, folder, problems, review_refuses};
use access_review::check::ids;
use access_review::{config, ingest};

#[test]
fn each_is_named_with_its_line() {
    review_refuses(&[
        (
            "file = \"staff/people.xlsx\"",
            "file = \"/home/people.xlsx\" # here",
            "`file` is `/home/people.xlsx`, an absolute path",
        ),
        (
            "file = \"staff/people.xlsx\"",
            "file = 3 # here",
            "`file` is the number `3`, expected text in quotes, for example `file = \"people.csv\"`",
        ),
        (
            "separator = \" / \"",
            "separator = 3 # here",
            "`separator` is the number `3`, expected text that stands between two values",
        ),
        (
            "role = [\"Job\", \"Job title\"] }",
            "role = [\"Number\"] } # here",
            "header `Number` stands for both `id` and `role`; a column has one meaning",
        ),
        (
            "role = [\"Job\", \"Job title\"] }",
            "role = \"Job\", email = \"Name\" } # here",
            "header `Name` stands for both `name` and `email`, for one of them as its usual header",
        ),
        (
            "role = [\"Job\", \"Job title\"] }",
            "role = \"Job\", mail = \"Mail\" } # here",
            "unknown key `mail` in `columns`, expected `id`, `name`, `role`, `further-roles`, `kind`, `employment`, \
             `company`, `email`, `start`, `end`, `owner` or `workstation`; did you mean `email`?",
        ),
        (
            "words = { yes = [\"ja\"], no = \"nein\" }",
            "words = { yes = [\"ja\"], no = \"ja\" } # here",
            "`ja` would mean both `yes` and `no`",
        ),
        (
            "words = { yes = [\"ja\"], no = \"nein\" }",
            "words = { employee = \"fest\", contractor = [\"extern\", \"fest\"] } # here",
            "`fest` would mean both `employee` and `contractor`",
        ),
        (
            "words = { yes = [\"ja\"], no = \"nein\" }",
            "words = { person = \"Technical\" } # here",
            "`technical` would mean both `person` and `technical`, one of them always",
        ),
        (
            "words = { yes = [\"ja\"], no = \"nein\" }",
            "words = { never = \"nie\" } # here",
            "unknown key `never` in `words`, expected `yes`, `no`, `there`, `employee`, `contractor`, `person`, \
             `technical`, `shared` or `left`",
        ),
        (
            "[roster.logins]",
            "[roster.logins]\nbitbuket = \"x\" # here",
            "unknown key `bitbuket` in `[roster.logins]`, expected `bitbucket`, `aws-prod` or `laptops`; did you mean \
             `bitbucket`?",
        ),
        (
            "dates = [\"DD.MM.YYYY\"]",
            "dates = [\"DD.MM\"] # here",
            "date pattern `DD.MM` has no `YYYY`",
        ),
        (
            "sheet = \"Staff\"",
            "sheat = \"Staff\" # here",
            "unknown key `sheat` in `[roster]`",
        ),
    ]);
}

#[test]
fn words_of_employment_and_kind_are_added_to_the_usual_ones() {
    let review = changed(
        REVIEW,
        "no = \"nein\" }",
        "employee = [\"Permanent\"], contractor = \"External\", technical = \"Service\", left = \"Terminated\" }",
    );
    let words = super::world::accepted(&review, ROLES).settings.roster.table.words;
    assert_eq!(words.employee, ["Permanent", "employee"]);
    assert_eq!(words.contractor, ["External", "contractor"]);
    assert_eq!(words.person, ["person"]);
    assert_eq!(words.technical, ["Service", "technical"]);
    assert_eq!(words.left, ["Terminated", "left"]);
    assert_eq!(words.yes, ["ja", "yes", "true", "1"]);
}

#[test]
fn systems_may_share_a_column_of_logins() {
    let review = changed(REVIEW, "[roster.logins]", "[roster.logins]\naws-prod = \"bitbucket\"");
    let logins = super::world::accepted(&review, ROLES).settings.roster.columns.logins;
    assert_eq!(logins[1].1, ["bitbucket"]);
}

#[test]
fn the_file_is_the_usual_one_that_is_there() {
    let review = changed(REVIEW, "file = \"staff/people.xlsx\"\n", "");
    let folder = folder(&review, ROLES);
    let none = problems(folder.path());
    assert_eq!(none.len(), 1, "{none:?}");
    assert!(none[0].starts_with("review.toml: no roster: neither `people.csv` nor `people.xlsx` is there"));

    std::fs::write(folder.path().join("people.xlsx"), "").unwrap();
    let settings = config::load(folder.path(), None, &ids(), ingest::workbook)
        .unwrap()
        .settings;
    assert_eq!(settings.roster.table.file, "people.xlsx");

    std::fs::write(folder.path().join("people.csv"), "").unwrap();
    let both = problems(folder.path());
    assert_eq!(both.len(), 1, "{both:?}");
    assert!(both[0].starts_with("review.toml: both `people.csv` and `people.xlsx` are there; remove one"));

    std::fs::remove_file(folder.path().join("people.xlsx")).unwrap();
    let settings = config::load(folder.path(), None, &ids(), ingest::workbook)
        .unwrap()
        .settings;
    assert_eq!(settings.roster.table.file, "people.csv");
}

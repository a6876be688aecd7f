//! Files that cannot be read, and several problems at once.

use access_review::check::ids;
use access_review::model::problem::Problems;
use access_review::{config, ingest};

use super::world::{REVIEW, ROLES, changed, folder, problems, review_refuses, roles_refuse};

#[test]
fn a_missing_review_names_the_command_that_writes_one() {
    let folder = folder(REVIEW, &changed(ROLES, "kind = \"technical\"", "kind = 1"));
    std::fs::remove_file(folder.path().join("review.toml")).unwrap();
    let found = problems(folder.path());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("review.toml: not found in `") && found[0].contains("`access-review init DIR`"));
    assert!(found[1].starts_with("roles.toml:15: `kind` is the number `1`"));
}

#[test]
fn a_folder_is_no_file() {
    let folder = folder(REVIEW, ROLES);
    std::fs::remove_file(folder.path().join("roles.toml")).unwrap();
    std::fs::create_dir(folder.path().join("roles.toml")).unwrap();
    assert_eq!(
        problems(folder.path()),
        ["roles.toml: is a folder, expected a text file"]
    );
}

#[test]
fn a_letter_that_is_not_utf_8_is_named_with_its_line() {
    let folder = folder(REVIEW, ROLES);
    let bytes: Vec<u8> = ROLES
        .replace("Technical", "T\u{e9}chnical")
        .chars()
        .map(|c| c as u8)
        .collect();
    std::fs::write(folder.path().join("roles.toml"), bytes).unwrap();
    assert_eq!(
        problems(folder.path()),
        ["roles.toml:14: holds a letter that is not UTF-8; save the file again with the encoding UTF-8"]
    );
}

#[test]
fn what_is_no_toml_is_named_with_its_line_and_a_remedy() {
    review_refuses(&[
        (
            "title = \"Internal access audit\"",
            "title = “Internal access audit” # here",
            "cannot read `title = “Internal access audit” # here`: string values must be quoted, expected literal \
             string; write straight quotes `\"`, not curly ones",
        ),
        (
            "date = 2021-10-06",
            "date = 06/10/2021 # here",
            "write a date as year-month-day without quotes, for example `date = 2021-10-06`",
        ),
        ("date = 2021-10-06", "date = 2021-02-30 # here", "invalid date"),
        (
            "file = \"exports/aws.csv\"",
            "file = \"C:\\Users\\aws.csv\" # here",
            "write paths with `/`",
        ),
        (
            "name = \"AWS Prod\"",
            "name = \"AWS Prod\"\nname = \"AWS\" # here",
            "cannot read `name = \"AWS\" # here`: duplicate key",
        ),
    ]);
    roles_refuse(&[(
        "title = \"DevOps Engineer\"",
        "title = # here",
        "cannot read `title = # here`: string values must be quoted",
    )]);
}

#[test]
fn several_problems_of_both_files_are_reported_at_once_and_sorted() {
    let review = changed(
        REVIEW,
        "title = \"Internal access audit\"",
        "titel = \"Internal access audit\"",
    );
    let review = changed(&review, "rows = 0", "rows = \"none\"");
    let review = changed(&review, "date = 2021-10-06", "date = \"06/10/2021\"");
    let review = changed(
        &review,
        "columns = { account = \"user\" }",
        "columns = { acount = \"user\" }",
    );
    let roles = changed(ROLES, "system = \"bitbucket\"", "system = \"github\"");
    let roles = changed(&roles, "contractors = true", "contractors = 1");
    let found = problems(folder(&review, &roles).path());
    let starts = [
        "review.toml:1: `[review]` has no `title`",
        "review.toml:3: unknown key `titel`",
        "review.toml:4: `date` is the text `06/10/2021`",
        "review.toml:39: `rows` is the text `none`",
        "review.toml:58: export without `account`",
        "review.toml:61: unknown key `acount`",
        "roles.toml:3: `contractors` is the number `1`",
        "roles.toml:6: unknown system `github`",
    ];
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (line, start) in found.iter().zip(starts) {
        assert!(line.starts_with(start), "expected `{start} …`, found `{line}`");
    }
}

#[test]
fn toml_mistakes_of_one_file_hide_nothing_of_the_other() {
    let review = changed(
        REVIEW,
        "title = \"Internal access audit\"",
        "title = Internal access audit",
    );
    let roles = changed(ROLES, "contractors = true", "contractors = 1");
    let found = problems(folder(&review, &roles).path());
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("review.toml:3: cannot read `title = Internal access audit`"));
    assert!(found[1].starts_with("roles.toml:3: `contractors` is the number `1`"));

    let review = changed(REVIEW, "rows = 0", "rows = \"none\"");
    let roles = changed(ROLES, "contractors = true", "contractors = yes\nkind = person");
    let found = problems(folder(&review, &roles).path());
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].starts_with("review.toml:39: `rows`"));
    assert!(found[1].starts_with("roles.toml:3: cannot read `contractors = yes`"));
    assert!(found[2].starts_with("roles.toml:4: cannot read `kind = person`"));
}

#[test]
fn a_review_with_any_line_lost_or_cut_off_anywhere_is_right_or_gives_problems() {
    let lines: Vec<&str> = REVIEW.lines().collect();
    let lost = (0..lines.len()).map(|place| {
        let (before, after) = lines.split_at(place);
        [before, &after[1..]].concat().join("\n")
    });
    let cut = (0..REVIEW.len())
        .step_by(7)
        .map(|end| REVIEW.get(..end).unwrap().to_owned());
    for review in lost.chain(cut) {
        if let Err(error) = config::load(folder(&review, ROLES).path(), None, &ids(), ingest::workbook) {
            let problems: &Problems = error.downcast_ref().unwrap();
            assert!(!problems.is_empty(), "{review}");
        }
    }
}

#[test]
fn a_file_that_is_almost_roles_toml_is_named() {
    for name in ["Roles.xlsx", "roles.xls", "Roles.toml", "roles.toml.txt"] {
        let folder = super::world::folder(super::world::REVIEW, "");
        let inputs = folder.path();
        std::fs::remove_file(inputs.join("roles.toml")).unwrap();
        std::fs::write(inputs.join(name), "").unwrap();
        let found = super::world::problems(inputs);
        assert_eq!(found.len(), 1, "{found:?}");
        let begins = format!(
            "roles.toml: not found, but `{name}` is there; only a file `roles.toml` or `roles.xlsx`, spelled so"
        );
        assert!(found[0].starts_with(&begins), "{found:?}");
    }
}

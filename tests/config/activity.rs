//! Mistakes in `[[activity]]`.

use super::world::{REVIEW, ROLES, folder, problems, review_refuses};

#[test]
fn each_is_named_with_its_line() {
    review_refuses(&[
        (
            "systems = [\"aws-prod\", \"laptops\"]",
            "systems = [\"aws-prod\", \"laptops\", \"aws-prd\"] # here",
            "unknown system `aws-prd`, expected `bitbucket`, `aws-prod` or `laptops`; did you mean `aws-prod`?",
        ),
        (
            "systems = [\"aws-prod\", \"laptops\"]",
            "systems = [\n\"aws-prod\",\n\"laptops\",\n\"bitbucket\", # here\n]",
            "system `bitbucket` is already in the activity of line 78; a system is shown once",
        ),
        (
            "systems = [\"aws-prod\", \"laptops\"]",
            "systems = [\n\"aws-prod\",\n\"laptops\",\n\"laptops\", # here\n]",
            "system `laptops` is already in the activity of line 86",
        ),
        (
            "[[system]]\nid = \"laptops\"",
            "[[system]] # here\nid = \"printers\"\nname = \"Printers\"\ndescription = \"Printers.\"\n\
             kind = \"workstations\"\n[[system]]\nid = \"laptops\"",
            "system `printers` is in no activity",
        ),
        (
            "category = \"Production\"\nname = \"Cloud\"",
            "category = \"development\"\nname = \"source code\" # here",
            "activity `source code` of category `development` is declared twice, first on line 76",
        ),
        (
            "scope = \"No unauthorised access\"",
            "scope = [\"No unauthorised access\", \"\"] # here",
            "`scope` has an empty text",
        ),
        (
            "[[activity]]\ncategory = \"Production\"\nname = \"Cloud\"\nscope = \"No unauthorised access\"",
            "[[activity]] # here\ncategory = \"Production\"\nname = \"Cloud\"",
            "`[[activity]]` has no `scope`; write for example `scope = [\"No unauthorised access\"]`",
        ),
        (
            "name = \"Cloud\"",
            "name = \"Cloud\"\nsytems = 1 # here",
            "unknown key `sytems` in `[[activity]]`, expected `category`, `name`, `scope` or `systems`; did you mean \
             `systems`?",
        ),
    ]);
}

#[test]
fn a_review_needs_systems_and_activities() {
    let place = REVIEW.find("[[system]]").unwrap();
    let review = REVIEW.get(..place).unwrap().replace("[roster.logins]\nbitbucket", "#");
    assert_eq!(
        problems(folder(&review, ROLES).path()),
        [
            "review.toml: has no `[[activity]]`; declare each row of the page's table in one of its own",
            "review.toml: has no `[[system]]`; declare each system under review in one of its own",
        ]
    );
}

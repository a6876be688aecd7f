//! Mistakes in `[inventory]`, and what is no mistake in it.

use access_review::model::inventory::Scope;

use super::world::{REVIEW, ROLES, accepted, changed, review_refuses};

/// What stands before the first activity of the good example.
const PLACE: &str = "[[activity]]\ncategory = \"Development\"";

fn with(inventory: &str) -> String {
    format!("{inventory}\n{PLACE}")
}

#[test]
fn each_is_named_with_its_line() {
    let rows = [
        (
            "[[inventory.system]] # here\nname = \"Wiki\"",
            "the system has neither `systems` nor `out-of-scope`; give the ids",
        ),
        (
            "[[inventory.system]] # here\nname = \"Wiki\"\nsystems = [\"laptops\"]\nout-of-scope = \"small\"",
            "the system has both `systems` and `out-of-scope`; give the ids",
        ),
        (
            "[[inventory.system]]\nname = \"Wiki\"\nout-of-scope = \"small\"\n[[inventory.system]]\nname = \"wiki\" # here\n\
             out-of-scope = \"small\"",
            "`wiki` stands twice in the inventory, first on line ",
        ),
        (
            "[[inventory.company]] # here\nname = \"Kestrel\"",
            "`[[inventory.company]]` has no `agreement`; write for example `agreement = ",
        ),
        (
            "[[inventory.provider]] # here\nname = \"Cloud\"\nreport = \"SOC 2\"",
            "`[[inventory.provider]]` has no `date`; write for example `date = 2021-05-31`",
        ),
        (
            "[inventory]\nsystem = \"Wiki\" # here",
            "`system` is the text `Wiki`; begin each with `[[inventory.system]]`",
        ),
        (
            "[[inventory.systems]] # here\nname = \"Wiki\"",
            "unknown key `systems` in `[inventory]`, expected `system`, `company` or `provider`; did you mean `system`?",
        ),
        (
            "[limits]\nprovider-report-days = 0 # here",
            "`provider-report-days` is 0, expected a number of days",
        ),
    ];
    for (inventory, fragment) in rows {
        review_refuses(&[(PLACE, &with(inventory), fragment)]);
    }
}

#[test]
fn an_id_that_is_no_system_is_kept_for_the_check() {
    let inventory = "[[inventory.system]]\nname = \"Sources\"\nsystems = [\"bitbucket\", \"gitlab\"]";
    let config = accepted(&changed(REVIEW, PLACE, &with(inventory)), ROLES);
    let Scope::In(meant) = &config.settings.inventory.systems[0].scope else {
        panic!("it is in scope");
    };
    let found: Vec<bool> = meant.iter().map(|meant| meant.system.is_some()).collect();
    assert_eq!(found, [true, false]);
}

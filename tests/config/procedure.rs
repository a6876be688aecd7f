//! Mistakes in `[procedure]`, and in what decides a claim.

use access_review::model::procedure::Covered;

use super::world::{REVIEW, ROLES, accepted, changed, review_refuses};

/// What stands before the first activity of the good example.
const PLACE: &str = "[[activity]]\ncategory = \"Development\"";

/// A good procedure.
const PROCEDURE: &str = r#"
[[inventory.system]]
name = "Payroll"
out-of-scope = "holds nothing of customers"
[procedure]
title = "Audit procedure"
introduction = "How we audit."
every-months = 12
previous = 2020-10-07
[[procedure.perimeter]]
text = "Our sources"
covers = ["bitbucket", "payroll", "attic"]
[[procedure.threat]]
threat = "Loss of data"
handling = "It is saved."
[[procedure.row]]
text = "Only few have access."
systems = "bitbucket"
checks = ["orphan-account"]
[[procedure.row]]
text = "Data is saved."
[[procedure.row.claim]]
text = "Each night"
backups = "exports/backups.txt"
every-days = 1
keep = 7
[[procedure.row.claim]]
text = "Somebody hears of it if not"
alerts = ["exports/alerts.txt"]
roles = ["DevOps Engineer"]
"#;

fn with(procedure: &str) -> String {
    format!("{procedure}\n{PLACE}")
}

fn refuses(from: &str, to: &str, fragment: &str) {
    let procedure = changed(PROCEDURE, from, to);
    review_refuses(&[(PLACE, &with(&procedure), fragment)]);
}

#[test]
fn what_the_perimeter_names_is_looked_up() {
    let config = accepted(&changed(REVIEW, PLACE, &with(PROCEDURE)), ROLES);
    let procedure = config.settings.procedure.unwrap();
    let covers = &procedure.perimeter[0].covers;
    assert!(
        matches!(
            covers[..],
            [Covered::System(_), Covered::OutOfScope(_), Covered::Unknown(_)]
        ),
        "{covers:?}"
    );
    assert_eq!(procedure.rows[1].claims.len(), 2);
    assert!(accepted(REVIEW, ROLES).settings.procedure.is_none());
}

#[test]
fn all_its_texts_are_public() {
    let config = accepted(&changed(REVIEW, PLACE, &with(PROCEDURE)), ROLES);
    let fields: Vec<&str> = config.public_texts.iter().map(|text| text.field).collect();
    for field in [
        "procedure.title",
        "procedure.introduction",
        "procedure.perimeter",
        "procedure.threat",
        "procedure.handling",
        "procedure.row",
        "procedure.row.claim",
    ] {
        assert!(fields.contains(&field), "{field}");
    }
    assert!(
        !config.public_texts.iter().any(|text| text.text.contains("customers")),
        "the inventory is internal"
    );
}

#[test]
fn each_mistake_is_named_with_its_line() {
    for (from, to, fragment) in [
        (
            "[procedure]\ntitle = \"Audit procedure\"\n",
            "[procedure] # here\n",
            "`[procedure]` has no `title`",
        ),
        (
            "[procedure]\ntitle = \"Audit procedure\"\nintroduction = \"How we audit.\"\n",
            "[procedure] # here\ntitle = \"Audit procedure\"\n",
            "`[procedure]` has no `introduction`",
        ),
        ("every-months = 12", "every-months = 0 # here", "from 1 to 120"),
        ("every-months = 12", "every-months = 121 # here", "from 1 to 120"),
        (
            "every-months = 12",
            "every-months = 12\nbreach-days = 0 # here",
            "after a breach the audit has to be, from 1 to 365",
        ),
        (
            "every-months = 12",
            "every-months = 12\nbreach-days = 366 # here",
            "after a breach the audit has to be, from 1 to 365",
        ),
        (
            "previous = 2020-10-07",
            "previous = 2021-10-06 # here",
            "`previous` is 2021-10-06, which is not before the audit date 2021-10-06",
        ),
        (
            "previous = 2020-10-07",
            "previous = 2020-10-07\nbreach = 2020-10-07 # here",
            "`breach` is 2020-10-07, and the audit of 2020-10-07 took place since",
        ),
        (
            "systems = \"bitbucket\"",
            "systems = \"gitbucket\" # here",
            "unknown system `gitbucket`",
        ),
        (
            "keep = 7",
            "keep = 0 # here",
            "`keep` is 0, expected a number from 1, for example `keep = 7`",
        ),
        (
            "alerts = [\"exports/alerts.txt\"]",
            "alerts = [\"../alerts.txt\"] # here",
            "`alerts` is `../alerts.txt`, which leads out of the inputs folder",
        ),
    ] {
        refuses(from, to, fragment);
    }
}

#[test]
fn a_stanza_that_lacks_or_doubles_what_decides_is_named() {
    for (from, to, fragment) in [
        (
            "[[procedure.row.claim]]\ntext = \"Each night\"",
            "[[procedure.row.claim]] # here\nalerts = \"exports/a.txt\"\nroles = \"DevOps Engineer\"\ntext = \"Each night\"",
            "the claim has both `backups` and `alerts`; keep the one that decides it",
        ),
        (
            "[[procedure.row]]\ntext = \"Data is saved.\"",
            "[[procedure.row]] # here\ntext = \"Data is saved.\"\nsystems = [\"bitbucket\"]\nchecks = [\"orphan-account\"]",
            "the row has both `checks` and claims of its own; move `checks` into a `[[procedure.row.claim]]`",
        ),
        (
            "[[procedure.row]]\ntext = \"Only few have access.\"\nsystems = \"bitbucket\"",
            "[[procedure.row]] # here\ntext = \"Only few have access.\"",
            "`checks` decide by what they find in the systems of the row, and it has none",
        ),
        (
            "[[procedure.row.claim]]\ntext = \"Each night\"\nbackups = \"exports/backups.txt\"\nevery-days = 1\n",
            "[[procedure.row.claim]] # here\ntext = \"Each night\"\nbackups = \"exports/backups.txt\"\n",
            "`[[procedure.row.claim]]` has no `every-days`; write for example `every-days = 1`",
        ),
        (
            "[[procedure.row.claim]]\ntext = \"Somebody hears of it if not\"\nalerts = [\"exports/alerts.txt\"]\nroles = [\"DevOps Engineer\"]",
            "[[procedure.row.claim]] # here\ntext = \"Somebody hears of it if not\"\nalerts = [\"exports/alerts.txt\"]",
            "`[[procedure.row.claim]]` has no `roles`",
        ),
    ] {
        refuses(from, to, fragment);
    }
}

#[test]
fn a_procedure_without_its_tables_is_named() {
    let bare = "[procedure] # here\ntitle = \"Audit procedure\"\nintroduction = \"How we audit.\"\nevery-months = 12\n";
    let perimeter = "[[procedure.perimeter]]\ntext = \"Our sources\"\n";
    let threat = "[[procedure.threat]]\nthreat = \"Loss\"\nhandling = \"It is saved.\"\n";
    let row = "[[procedure.row]]\ntext = \"Only few have access.\"\n";
    for (tables, missing) in [
        ([threat, row].concat(), "perimeter"),
        ([perimeter, row].concat(), "threat"),
        ([perimeter, threat].concat(), "row"),
    ] {
        let fragment = format!("`[procedure]` has no `[[procedure.{missing}]]`; write one for each line");
        review_refuses(&[(PLACE, &with(&format!("{bare}{tables}")), &fragment)]);
    }
    let months = bare.replace("every-months = 12\n", "");
    let all = with(&[&months, perimeter, threat, row].concat());
    review_refuses(&[(PLACE, &all, "`[procedure]` has no `every-months`")]);
}

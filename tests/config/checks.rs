//! What `review.toml` and `roles.toml` say of single checks: limits, rulings, privileged levels, separations.

use access_review::model::finding::{CheckId, Severity};
use access_review::model::system::{Expected, Holders};

use super::world::{REVIEW, ROLES, accepted, changed, review_refuses, roles_refuse};

const LIMITS: &str = "[limits]\ndormant-days = 90\nkey-days = 400\npassword-days = 200\ncontract-expiring-days = 60\n";

const CHECK: &str = "[[check]]\nid = \"no-mfa\"\nseverity = \"high\"\nreason = \"no second factor at the door\"\n\
    [[check]]\nid = \"direct-grant\"\nseverity = \"off\"\nreason = \"no groups\"\n";

const SEPARATION: &str = "[[separation]]\nname = \"write and run\"\nreason = \"four eyes\"\n\
    [[separation.side]]\nsystem = \"bitbucket\"\nlevels = [\"Write\"]\nresources = \"tidewater/*\"\n\
    [[separation.side]]\nsystem = \"aws-prod\"\nlevels = [\"Console\"]\n";

/// The good review with these stanzas before its roster.
fn with(stanzas: &str) -> String {
    changed(REVIEW, "\n[roster]\n", &format!("\n{stanzas}\n[roster]\n"))
}

#[test]
fn limits_hold_for_all_systems_but_those_with_their_own() {
    let own =
        "rank = 1\n[system.limits]\ndormant-days = 30\nkey-days = 45\n[system.privileged-holders]\nmin = 2\nmax = 5";
    let review = changed(&with(LIMITS), "rank = 1", own);
    let review = changed(&review, "rank = 2", "rank = 2\nprivileged = true");
    let review = changed(&review, "no-access =", "access-through-groups = true\nno-access =");
    let settings = accepted(&review, ROLES).settings;
    assert_eq!(settings.contract_expiring_days, Some(60));
    let rules: Vec<_> = settings.systems.values().filter_map(|system| system.access()).collect();
    let (min, max) = (Some(2), Some(5));
    assert_eq!(
        rules[0].expected,
        Expected {
            dormant_days: Some(30),
            key_days: Some(45),
            password_days: Some(200),
            privileged_holders: Some(Holders { min, max }),
            through_groups: true,
        }
    );
    let privileged: Vec<bool> = rules[0].levels.values().map(|level| level.privileged).collect();
    assert_eq!(privileged, [true, false]);
    let dormant_days = Some(90);
    assert_eq!(
        rules[1].expected,
        Expected {
            dormant_days,
            key_days: Some(400),
            password_days: Some(200),
            ..Expected::default()
        }
    );
    let none = accepted(REVIEW, ROLES).settings;
    assert_eq!(none.contract_expiring_days, None);
    assert!(
        none.systems
            .values()
            .filter_map(|system| system.access())
            .all(|rules| rules.expected == Expected::default())
    );
}

#[test]
fn a_check_has_a_severity_of_its_own_or_none_and_a_reason() {
    let settings = accepted(&with(CHECK), ROLES).settings;
    let rulings = &settings.rulings;
    assert_eq!(rulings[&CheckId("no-mfa")].severity, Some(Severity::High));
    assert_eq!(rulings[&CheckId("no-mfa")].reason, "no second factor at the door");
    assert_eq!(rulings[&CheckId("direct-grant")].severity, None);
    assert!(settings.is_off(CheckId("direct-grant")) && !settings.is_off(CheckId("no-mfa")));
}

#[test]
fn a_separation_has_two_sides_and_rules_have_reasons() {
    let roles = changed(
        ROLES,
        "levels = \"Console\"",
        "levels = \"Console\"\nreason = \" on call \"",
    );
    let policy = accepted(REVIEW, &format!("{roles}{SEPARATION}")).policy.unwrap();
    assert_eq!(policy.separations[0].name, "write and run");
    assert_eq!(policy.separations[0].reason, "four eyes");
    assert_eq!(policy.separations[0].line, 17);
    assert_eq!(policy.separations[0].sides[0].resources[0].text, "tidewater/*");
    let (_, role) = policy.roles.iter().next().unwrap();
    assert_eq!(role.must[0].reason.as_deref(), Some("on call"));
    assert_eq!(role.may[0].reason, None);
}

#[test]
fn mistakes_in_the_review_are_named_with_their_line() {
    let roster = "\n[roster]\n";
    let before = |stanza: &str| format!("\n{stanza}\n[roster]\n");
    let check = |lines: &str| before(&format!("[[check]]\n{lines}"));
    let level = |lines: &str| format!("rank = 1\n[system.privileged-holders]{lines}");
    review_refuses(&[
        (
            roster,
            &before("[limits]\ndormant-days = 0 # here"),
            "`dormant-days` is 0, expected a number of days, for example `dormant-days = 90`; to judge by no limit, leave \
             it out",
        ),
        (
            roster,
            &before("[limits]\ncontract-expiring-days = \"60\" # here"),
            "`contract-expiring-days` is the text `60`, expected a whole number",
        ),
        (
            roster,
            &check("id = \"no-mfaa\" # here\nseverity = \"low\"\nreason = \"why\""),
            "unknown check `no-mfaa`, expected `orphan-account`, ",
        ),
        (
            roster,
            &check("id = \"no-mfaa\" # here\nseverity = \"low\"\nreason = \"why\""),
            "; did you mean `no-mfa`?",
        ),
        (
            roster,
            &check("id = \"no-mfa\"\nseverity = \"none\" # here\nreason = \"why\""),
            "`severity` is the text `none`, expected `high`, `medium`, `low` or `off`",
        ),
        (
            roster,
            &before("[[check]] # here\nid = \"no-mfa\"\nseverity = \"low\""),
            "`[[check]]` has no `reason`",
        ),
        (
            roster,
            &check(
                "id = \"no-mfa\"\nseverity = \"low\"\nreason = \"why\"\n[[check]]\nid = \"no-mfa\" # here\nseverity = \
                 \"off\"\nreason = \"why\"",
            ),
            "check `no-mfa` stands twice, first on line ",
        ),
        (
            "rank = 1",
            &level(" # here\nmin = 2"),
            "no level of the system is privileged; write `privileged = true` under each `[[system.level]]` that is",
        ),
        (
            "rank = 1",
            "rank = 1\nprivileged = true\n[system.privileged-holders]\nmin = 3\nmax = 2 # here",
            "`max` is 2, less than the `min` of 3; correct one of them",
        ),
        (
            "rank = 1",
            "rank = 1\nprivileged = true\n[system.privileged-holders] # here",
            "`[system.privileged-holders]` has no `max`; write for example `max = 5`",
        ),
        (
            "rank = 1",
            "rank = 1\n[system.limits]\ncontract-expiring-days = 3 # here",
            "unknown key `contract-expiring-days` in `[system.limits]`, expected `dormant-days`, `key-days` \
             or `password-days`",
        ),
    ]);
}

#[test]
fn mistakes_in_separations_are_named_with_their_line() {
    let end = "kind = \"technical\"\n";
    let after = |stanzas: &str| format!("{end}{stanzas}");
    let without_side = SEPARATION.split("[[separation.side]]\nsystem = \"aws").next().unwrap();
    let one_side = without_side.replace("[[separation]]", "[[separation]] # here");
    let three_sides = format!("{SEPARATION}[[separation.side]]\nsystem = \"aws-prod\"\nlevels = [\"Console\"]\n")
        .replace("[[separation]]", "[[separation]] # here");
    let twice = format!(
        "{SEPARATION}{}",
        SEPARATION.replace("name = \"write and run\"", "name = \"Write and run\" # here")
    );
    roles_refuse(&[
        (
            end,
            &after(&one_side),
            "separation `write and run` has 1 `[[separation.side]]`, expected two: what stands under the one must not be \
             held by whoever holds what stands under the other",
        ),
        (
            end,
            &after(&three_sides),
            "has 3 `[[separation.side]]`, expected two: what stands under the one must not be held by whoever holds what stands \
             under the other; of three, make a separation of each pair, with a name of its own",
        ),
        (
            end,
            &after(&twice),
            "separation `Write and run` is declared twice, first on line 17",
        ),
        (
            end,
            &after(&SEPARATION.replace("[\"Console\"]", "[\"Consol\"] # here")),
            "unknown level `Consol`, expected `Console`",
        ),
        (
            end,
            &after(
                &SEPARATION
                    .replace("[[separation]]", "[[separation]] # here")
                    .replace("reason = \"four eyes\"\n", ""),
            ),
            "`[[separation]]` has no `reason`",
        ),
    ]);
}

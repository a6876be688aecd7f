//! Mistakes in `roles.toml`.

use super::world::{REVIEW, folder, problems, roles_refuse};

#[test]
fn roles_are_named_with_their_line() {
    roles_refuse(&[
        (
            "title = \"Technical Account\"",
            "title = \"devops engineer\" # here",
            "role `devops engineer` is declared twice, first on line 2",
        ),
        (
            "title = \"Technical Account\"",
            "title = \"Engineer ( 2 Contractor )\" # here",
            "role `Engineer ( 2 Contractor )` ends like a number of contractors",
        ),
        (
            "title = \"Technical Account\"",
            "title = \"former member\" # here",
            "no role can be called `former member`",
        ),
        (
            "[[role]]\ntitle = \"Technical Account\"",
            "[[role]] # here",
            "`[[role]]` has no `title`; write for example `title = \"Software Developer\"`",
        ),
        (
            "kind = \"technical\"",
            "kind = \"robot\" # here",
            "`kind` is the text `robot`, expected `person` or `technical`",
        ),
        (
            "kind = \"technical\"",
            "kind = \"technical\"\nneeds-workstation = true # here",
            "`needs-workstation` is `true` for a role of kind `technical`",
        ),
        (
            "contractors = true",
            "contractors = \"yes\" # here",
            "`contractors` is the text `yes`, expected `true` or `false` without quotes, for example \
             `contractors = true`",
        ),
        (
            "contractors = true",
            "contractor = true # here",
            "unknown key `contractor` in `[[role]]`, expected `title`, `kind`, `needs-workstation`, `formerly`, \
             `contractors`, `break-glass`, \
             `may` or `must`; did you mean `contractors`?",
        ),
        (
            "kind = \"technical\"",
            "kind = \"technical\"\n[roles] # here",
            "unknown key `roles` in `roles.toml`, expected `role`, `policy`, `separation`, `without-rules` or `exception`; did you mean `role`?",
        ),
    ]);
}

#[test]
fn rules_are_named_with_their_line() {
    roles_refuse(&[
        (
            "system = \"bitbucket\"",
            "system = \"bitbukket\" # here",
            "unknown system `bitbukket`, expected `bitbucket`, `aws-prod` or `laptops`; did you mean `bitbucket`?",
        ),
        (
            "system = \"aws-prod\"",
            "system = \"laptops\" # here",
            "system `laptops` lists workstations and has no levels; remove this rule",
        ),
        (
            "levels = [\"Admin\", \"write\"]",
            "levels = [\"Admin\", \"Wrte\"] # here",
            "unknown level `Wrte`, expected `Admin` or `Write`; did you mean `Write`?",
        ),
        (
            "levels = [\"Admin\", \"write\"]",
            "levels = [\"Admin\", \"administrator\"] # here",
            "level `administrator` is listed twice; keep it once",
        ),
        (
            "[[role.must]]\nsystem = \"aws-prod\"\nlevels = \"Console\"",
            "[[role.must]] # here\nsystem = \"aws-prod\"",
            "`[[role.must]]` has no `levels`; write for example `levels = [\"Write\"]`",
        ),
        (
            "levels = \"Console\"",
            "levels = \"Console\"\nresources = \"*\" # here",
            "`resources` is given, but system `aws-prod` is declared without resources",
        ),
        (
            "resources = [\"tidewater/*\"]",
            "resources = [\"tidewater/[a\"] # here",
            "pattern `tidewater/[a` cannot be read: unclosed character class; missing ']'; `*` stands for any text",
        ),
        (
            "resources = [\"tidewater/*\"]",
            "resources = [] # here",
            "`resources` is an empty list; leave the key out, or write for example `resources = [\"tidewater/*\"]`",
        ),
        (
            "resources = [\"tidewater/*\"]",
            "resource = [\"tidewater/*\"] # here",
            "unknown key `resource` in `[[role.may]]`, expected `system`, `levels`, `resources` or `reason`; did you \
             mean `resources`?",
        ),
    ]);
}

#[test]
fn a_roles_file_declares_roles() {
    assert_eq!(
        problems(folder(REVIEW, "").path()),
        [
            "roles.toml: has no `[[role]]`; declare each role in one of its own, or remove the file to go on without rules"
        ]
    );
}

#[test]
fn systems_without_rules_are_known_access_systems_that_no_rule_names() {
    let first = "[[role]]\ntitle = \"DevOps Engineer\"";
    let with = |id: &str| format!("without-rules = [\"{id}\"] # here\n{first}");
    let (unknown, laptops, ruled) = (with("bitbukket"), with("laptops"), with("bitbucket"));
    roles_refuse(&[
        (first, &unknown, "unknown system `bitbukket`, expected `bitbucket`"),
        (
            first,
            &laptops,
            "system `laptops` lists workstations and has no rules; take it out",
        ),
        (
            first,
            &ruled,
            "system `bitbucket` stands in `without-rules`, but has a rule on line ",
        ),
    ]);
}

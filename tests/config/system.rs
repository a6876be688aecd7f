//! Mistakes in `[[system]]` and its levels and resources.

use super::world::{REVIEW, ROLES, accepted, changed, folder, problems, review_refuses};

/// A level that opens a stanza of its own behind the one of `aws-prod`.
const CONSOLE: &str = "name = \"Console\"\ndefinition = \"Can log in.\"\n";

#[test]
fn ids_and_names_are_named_with_their_line() {
    review_refuses(&[
        (
            "[[system]]\nid = \"laptops\"",
            "[[system]]\nid = \"bitbucket\" # here\nname = \"X\"\ndescription = \"X.\"\nkind = \"workstations\"\n\
             [[system]]\nid = \"laptops\"",
            "`id` is `bitbucket`, which the system of line 19 is called already",
        ),
        (
            "name = \"Write\"",
            "name = \"Write\"\ndefinition = \"X.\"\nrank = 9\n[[system.level]]\nname = \"unmapped level\" # here",
            "no level can be called `unmapped level`",
        ),
        (
            "[[system]]\nid = \"aws-prod\"\nname = \"AWS Prod\"",
            "[[system]] # here\nid = \"aws-prod\"\nname = \"Repository12\"",
            "no system can be called `Repository12`: the page calls a resource so",
        ),
        (
            "name = \"AWS Prod\"",
            "name = \"access\" # here",
            "no system can be called `access`",
        ),
        (
            "name = \"AWS Prod\"",
            "name = \"bitbucket cloud\" # here",
            "`name` is `bitbucket cloud`, which the system of line 20 is called already",
        ),
        (
            "name = \"Workstations\"",
            "name = \"Bitbucket\" # here",
            "`name` is `Bitbucket`, which the system of line 19 is called already",
        ),
        (
            "description = \"The production account.\"",
            "description = \"\" # here",
            "`description` has an empty text",
        ),
    ]);
}

#[test]
fn kinds_and_rules_are_named_with_their_line() {
    review_refuses(&[
        (
            "kind = \"workstations\"",
            "kind = \"workstation\" # here",
            "`kind` is the text `workstation`, expected `access` or `workstations`; did you mean `workstations`?",
        ),
        (
            "count-rule = \"highest\"",
            "kind = \"acces\" # here\ncount-rule = \"highest\"",
            "`kind` is the text `acces`, expected `access` or `workstations`; did you mean `access`?",
        ),
        (
            "kind = \"workstations\"",
            "kind = \"workstations\"\nno-access = \"None\" # here",
            "unknown key `no-access` in `[[system]]`, expected `id`, `name`, `formerly`, `description`, `matching`, `reviewed`, `kind`, `export` or `recheck`",
        ),
        (
            "count-rule = \"highest\"",
            "count-rule = true # here",
            "`count-rule` is `true`, expected `each`, `highest` or `highest-per-account`",
        ),
        (
            "name = \"Write\"\ndefinition = \"Can push.\"\nrank = 1",
            "name = \"Write\"\ndefinition = \"Can push.\"\nrank = 2 # here",
            "`rank` is 2, as on line 29; the `count-rule` needs a different one",
        ),
        (
            "[[system.level]]\nname = \"Write\"\ndefinition = \"Can push.\"\nrank = 1",
            "[[system.level]] # here\nname = \"Write\"\ndefinition = \"Can push.\"",
            "level `Write` has no `rank`, which the `count-rule` needs",
        ),
        (
            CONSOLE,
            "name = \"Console\"\ndefinition = \"Can log in.\"\nrank = -1 # here\n",
            "`rank` is the number `-1`, expected a whole number, 0 or more, without quotes, for example `rank = 3`",
        ),
        (
            CONSOLE,
            "name = \"Console\"\ndefinition = \"Can log in.\"\nrank = 4294967296 # here\n",
            "`rank` is the number `4294967296`, expected a whole number",
        ),
    ]);
}

#[test]
fn levels_are_named_with_their_line() {
    review_refuses(&[
        (
            "[[system]]\nid = \"laptops\"\nname = \"Workstations\"\ndescription = \"Notebooks of the team.\"\n\
             kind = \"workstations\"\n[[system.export]]\nfile = \"exports/laptops.csv\"\ncoverage = \"unknown\"\n\
             columns = { account = \"Owner\", device = \"Serial\", encrypted = \"Disk\" }",
            "[[system]] # here\nid = \"laptops\"\nname = \"Workstations\"\ndescription = \"Notebooks of the team.\"",
            "`[[system]]` has no `[[system.level]]`",
        ),
        (
            CONSOLE,
            "name = \"Console\"\ndefinition = \"Can log in.\"\n[[system.level]]\nname = \"console\" # here\n\
             definition = \"Again.\"\n",
            "`console` already stands for level `Console`",
        ),
        (
            "rank = 1",
            "rank = 1\nspellings = \"administrator\" # here",
            "`administrator` already stands for level `Admin`",
        ),
        (
            "no-access = [\"None\"]",
            "no-access = [\n\"None\",\n\"write\", # here\n]",
            "`write` already stands for level `Write`",
        ),
        (
            "spellings = [\"administrator\", \"ADMIN\"]",
            "spellings = [] # here",
            "`spellings` is an empty list; leave the key out, or write for example `spellings = [\"ADMIN\"]`",
        ),
        (
            "definition = \"Can push.\"",
            "definition = \"Can push.\"\nspeling = \"w\" # here",
            "unknown key `speling` in `[[system.level]]`, expected `name`, `definition`, `spellings`, `rank`, `formerly` or `privileged`",
        ),
    ]);
}

#[test]
fn resources_are_named_with_their_line() {
    review_refuses(&[
        (
            "declared = [\"tidewater/billing-core\", \"tidewater/web\"]",
            "declared = [\n\"a\",\n\"b\",\n\"a\", # here\n]",
            "resource `a` is declared twice, first on line 25",
        ),
        (
            "resources = { label = \"Repository\", declared",
            "resources = { # here\n declared",
            "`resources` has no `label`; write for example `label = \"Repository\"`",
        ),
        (
            "resources = { label = \"Repository\", declared",
            "resources = { label = \"Repository\", prefix = 1, # here\n declared",
            "unknown key `prefix` in `resources`, expected `label` or `declared`",
        ),
    ]);
}

#[test]
fn stanzas_written_as_something_else_say_how() {
    review_refuses(&[
        (
            "[[system.export.set-aside]]",
            "[system.export.set-aside] # here",
            "`set-aside` is a table; begin each with `[[system.export.set-aside]]`, in two pairs of brackets",
        ),
        (
            "rows-without-account = \"resources\"\n[[system.export.set-aside]]\ncolumn = \"User\"\n\
             values = [\"root\", \"\"]\nreason = \"built-in account\"",
            "rows-without-account = \"resources\"\nset-aside = [\"root\"] # here",
            "an entry of `set-aside` is the text `root`, expected a table `[[system.export.set-aside]]`",
        ),
        (
            "words = { yes = [\"ja\"], no = \"nein\" }",
            "words = [\"ja\"] # here",
            "`words` is a list, expected one table: `words`",
        ),
    ]);
}

#[test]
fn resources_that_differ_in_case_are_two() {
    let review = changed(REVIEW, "\"tidewater/web\"", "\"tidewater/BILLING-CORE\"");
    assert_eq!(accepted(&review, ROLES).settings.systems.len(), 3);
}

#[test]
fn an_id_is_easy_to_spell() {
    let review = REVIEW.replace("\"laptops\"", "\"Old_Laptops\"");
    assert_eq!(
        problems(folder(&review, ROLES).path()),
        [
            "review.toml:65: `id` is `Old_Laptops`, expected lower-case letters a to z, digits and hyphens, for example \
             `aws-prod`"
        ]
    );
}

#[test]
fn a_file_declared_twice_alike_is_refused() {
    let stanza = "[[system.export]]\nfile = \"exports/aws.csv\"\ncoverage = \"partial\"\ncolumns = { account = \"user\" \
                  }\nconstants = { level = \"console\" }\n";
    let twice = format!(
        "{stanza}{}",
        stanza.replacen("[[system.export]]", "[[system.export]] # here", 1)
    );
    super::world::review_refuses(&[(
        stanza,
        &twice,
        "`exports/aws.csv` is declared twice with the same columns",
    )]);
}

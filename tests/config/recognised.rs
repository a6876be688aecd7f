//! Exports without columns, which a profile reads; and what logins look like.

use super::world::{REVIEW, ROLES, changed, folder, problems, review_refuses};
use access_review::check::ids;
use access_review::model::system::{Coverage, Export, Field};
use access_review::{config, ingest};

/// The export of `aws-prod`.
const AWS: &str = "file = \"exports/aws.csv\"\ncoverage = \"partial\"\ncolumns = { account = \"user\" }\nconstants = { level = \
                   \"console\" }";

/// The exports of `aws-prod` with this stanza, in a folder with some files.
fn exports(stanza: &str) -> Vec<Export> {
    let folder = folder(&changed(REVIEW, AWS, stanza), ROLES);
    for name in ["exports/a-1.json", "exports/a-2.json", "exports/b.csv"] {
        std::fs::create_dir_all(folder.path().join("exports")).unwrap();
        std::fs::write(folder.path().join(name), "{}").unwrap();
    }
    let settings = config::load(folder.path(), None, &ids(), ingest::workbook)
        .unwrap()
        .settings;
    let (_, system) = settings.systems.find(|system| system.id == "aws-prod").unwrap();
    system.exports().to_vec()
}

#[test]
fn each_file_of_a_list_of_patterns_is_an_export_once() {
    let found = exports("file = [\"exports/b.csv\", \"exports/a-*.json\", \"exp*/a-?.*\"]");
    let files: Vec<&str> = found.iter().map(|export| export.file.as_str()).collect();
    assert_eq!(files, ["exports/a-1.json", "exports/a-2.json", "exports/b.csv"]);
    for export in &found {
        assert_eq!(export.coverage, None);
        assert_eq!(export.recognised.as_ref().unwrap().profile, None);
        assert!(export.columns.is_empty());
        assert_eq!(export.line, found[0].line);
    }
}

#[test]
fn what_the_file_does_not_say_can_be_declared() {
    let found = exports(
        "file = \"exports/b.csv\"\ncoverage = \"full\"\nrows = 3\nencoding = \"utf-16le\"\ndelimiter = \";\"\nsheet = \"S\"\n\
         dates = [\"DD/MM/YYYY\"]\nwords = { no = [\"nein\"] }\n\
         constants = { status = \"active\", level = \"console\" }\n\
         set-aside = [{ column = \"u\", values = [\"root\"], reason = \"built in\" }]",
    );
    let [export] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(export.coverage, Some(Coverage::Full));
    assert_eq!(export.rows, Some(3));
    assert_eq!(export.encoding.as_deref(), Some("utf-16le"));
    assert_eq!(export.delimiter, Some(';'));
    assert_eq!(export.sheet.as_deref(), Some("S"));
    assert_eq!(export.dates, ["DD/MM/YYYY"]);
    assert_eq!(export.words.no, ["nein", "no", "false", "0"]);
    assert_eq!(export.constants[&Field::Status], "active");
    assert_eq!(export.set_aside.len(), 1);
}

#[test]
fn an_export_whose_account_is_constant_is_mapped_by_hand() {
    let found = exports("file = \"x.csv\"\ncoverage = \"full\"\nconstants = { account = \"a\", level = \"console\" }");
    assert!(found[0].recognised.is_none());
}

#[test]
fn mistakes_are_named_with_their_line() {
    review_refuses(&[
        (
            AWS,
            "file = \"exports/*.json\" # here",
            "`file` is `exports/*.json`, which no file of the inputs folder fits",
        ),
        (
            AWS,
            "file = \"exports/*.json\" # here\nprofile = \"okta-users\"",
            "the profile `okta-users` reads them, and `access-review profiles show okta-users` says how they are made",
        ),
        (
            AWS,
            "file = \"../*.json\" # here",
            "which leads out of the inputs folder",
        ),
        (
            AWS,
            "file = \"a.csv\"\nprofile = \"no-such-profile\" # here",
            "there is no profile `no-such-profile`",
        ),
        (
            AWS,
            "file = \"a.csv\"\nseparators = { account = \";\" } # here",
            "`separators` goes with `columns`; without them the file is read by its profile",
        ),
        (
            AWS,
            "file = \"a.csv\"\nwords = { yes = [\"On\"], no = [\"on\"] } # here",
            "`on` would mean both `yes` and `no`",
        ),
        (
            AWS,
            "file = [\"a.csv\", \"b.csv\"]\nrows = 3 # here",
            "`rows` is the number of rows of one file, and `file` means 2",
        ),
        (
            AWS,
            "file = \"a.csv\"\nconstants = { status = \"on\" } # here",
            "constant `status` is `on`, expected `active`",
        ),
        (
            AWS,
            "file = \"a.csv\"\n[[system.export]] # here\nfile = \"a.csv\"",
            "`a.csv` is declared twice, first on line 58; its rows would count twice",
        ),
        (
            AWS,
            "coverage = \"full\"\nfile = \"*.csv\" # here\ncolumns = { account = \"user\", level = \"l\" }",
            "`file` is `*.csv`, but an export with `columns` is one file",
        ),
        (
            AWS,
            "coverage = \"full\"\nfile = \"a.csv\"\nprofile = \"x\" # here\ncolumns = { account = \"user\", level = \"l\" }",
            "`profile` stands beside columns",
        ),
        (
            AWS,
            "coverage = \"full\"\nfile = \"a.csv\"\nignore = [\"x\"] # here\ncolumns = { account = \"user\", level = \"l\" }",
            "`ignore` stands beside columns",
        ),
    ]);
}

#[test]
fn an_empty_stanza_says_which_key_it_needs() {
    let folder = folder(&changed(REVIEW, AWS, "# nothing"), ROLES);
    let found = problems(folder.path());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("`[[system.export]]` has no `file`"), "{found:#?}");
}

#[test]
fn a_login_pattern_captures_what_is_compared() {
    let pattern = |text: &str| {
        let stanza =
            format!("description = \"The production account.\"\n[system.matching]\nlogin-pattern = {text} # here");
        (stanza, "description = \"The production account.\"")
    };
    let (good, place) = pattern("'^(?<local>.+?)(-adm)?$'");
    let settings = super::world::accepted(&changed(REVIEW, place, &good), ROLES).settings;
    let (_, system) = settings.systems.find(|system| system.id == "aws-prod").unwrap();
    let captures = system
        .login_pattern
        .as_ref()
        .unwrap()
        .regex()
        .captures("kim.lee-adm")
        .unwrap();
    assert_eq!(&captures["local"], "kim.lee");
    for (text, fragment) in [
        (
            "'(?<name>.+)'",
            "`login-pattern` has no capture `local`, `email` or `id`",
        ),
        ("'(?<local>.+'", "which is no regular expression: unclosed group"),
        (
            "3",
            "`login-pattern` is the number `3`, expected a regular expression in single quotes",
        ),
    ] {
        let (stanza, place) = pattern(text);
        review_refuses(&[(place, &stanza, fragment)]);
    }
}

#[test]
fn a_staff_list_may_be_recognised_unless_all_is_declared_that_it_needs() {
    let roster = |review: &str| super::world::accepted(review, ROLES).settings.roster;
    let some = "columns = { id = \"Number\", role = [\"Job\", \"Job title\"] }\n";
    let all = "columns = { id = \"Number\", role = \"Job\", name = \"Who\", employment = \"Contract\" }\n";
    let declared = roster(REVIEW);
    assert!(declared.table.recognised.is_some());
    assert_eq!(declared.named, ["id", "role"]);
    assert!(roster(&changed(REVIEW, some, all)).table.recognised.is_none());
    let without = roster(&changed(REVIEW, some, ""));
    assert!(without.table.recognised.is_some() && without.named.is_empty());
}

//! A small good review, and what becomes of it when something in it is changed.

use std::path::Path;

use access_review::check::ids;
use access_review::config::{self, Config};
use access_review::ingest;
use access_review::model::problem::Problems;
use tempfile::TempDir;

/// A good `review.toml`.
pub(crate) const REVIEW: &str = r#"[review]
organisation = "Tidewater Labs"
title = "Internal access audit"
date = 2021-10-06
period = "2021 Q3"
language = "en-GB"

[roster]
file = "staff/people.xlsx"
sheet = "Staff"
separator = " / "
dates = ["DD.MM.YYYY"]
columns = { id = "Number", role = ["Job", "Job title"] }
words = { yes = ["ja"], no = "nein" }
[roster.logins]
bitbucket = ["Bitbucket user", "Bitbucket"]

[[system]]
id = "bitbucket"
name = "Bitbucket Cloud"
description = "Source code management and builds."
count-rule = "highest"
no-access = ["None"]
resources = { label = "Repository", declared = ["tidewater/billing-core", "tidewater/web"] }
[[system.level]]
name = "Admin"
definition = "Can change settings."
spellings = ["administrator", "ADMIN"]
rank = 2
[[system.level]]
name = "Write"
definition = "Can push."
rank = 1
[[system.export]]
file = "exports/bitbucket.csv"
coverage = "full"
encoding = "windows-1252"
delimiter = "tab"
rows = 0
columns = { account = "User", level = ["Permission", "Role"], resource = "Repository", last-login = "Last seen" }
constants = { status = "Current" }
separators = { level = "\n" }
dates = ["DD/MM/YYYY HH:mm"]
words = { yes = ["On"], unknown = ["N/A"], never = ["Never accessed"], active = ["Current"] }
rows-without-account = "resources"
[[system.export.set-aside]]
column = "User"
values = ["root", ""]
reason = "built-in account"

[[system]]
id = "aws-prod"
name = "AWS Prod"
description = "The production account."
[[system.level]]
name = "Console"
definition = "Can log in."
[[system.export]]
file = "exports/aws.csv"
coverage = "partial"
columns = { account = "user" }
constants = { level = "console" }

[[system]]
id = "laptops"
name = "Workstations"
description = "Notebooks of the team."
kind = "workstations"
[[system.export]]
file = "exports/laptops.csv"
coverage = "unknown"
columns = { account = "Owner", device = "Serial", encrypted = "Disk" }

[[activity]]
category = "Development"
name = "Source code"
scope = ["Only minimal permissions are granted", "No unauthorised access"]
systems = ["bitbucket"]

[[activity]]
category = "Production"
name = "Cloud"
scope = "No unauthorised access"
systems = ["aws-prod", "laptops"]
"#;

/// A good `roles.toml`.
pub(crate) const ROLES: &str = r#"[[role]]
title = "DevOps Engineer"
contractors = true
needs-workstation = true
[[role.may]]
system = "bitbucket"
levels = ["Admin", "write"]
resources = ["tidewater/*"]
[[role.must]]
system = "aws-prod"
levels = "Console"

[[role]]
title = "Technical Account"
kind = "technical"
"#;

/// An inputs folder with these two files.
pub(crate) fn folder(review: &str, roles: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("review.toml"), review).unwrap();
    std::fs::write(folder.path().join("roles.toml"), roles).unwrap();
    folder
}

/// The checked types of files that are right.
pub(crate) fn accepted(review: &str, roles: &str) -> Config {
    config::load(folder(review, roles).path(), None, &ids(), ingest::workbook).unwrap()
}

/// The problems of an inputs folder, one a line.
pub(crate) fn problems(inputs: &Path) -> Vec<String> {
    let error = config::load(inputs, None, &ids(), ingest::workbook).unwrap_err();
    let problems: &Problems = error.downcast_ref().unwrap();
    problems.to_string().lines().map(str::to_owned).collect()
}

/// The one place of `text` changed.
pub(crate) fn changed(text: &str, from: &str, to: &str) -> String {
    assert_eq!(
        text.matches(from).count(),
        1,
        "`{from}` should stand once in the good example"
    );
    text.replacen(from, to, 1)
}

/// Each row changes `from` to `to` in `review.toml`, and gives exactly one problem, with the fragment.
pub(crate) fn review_refuses(rows: &[(&str, &str, &str)]) {
    for (from, to, fragment) in rows {
        let review = changed(REVIEW, from, to);
        let found = problems(folder(&review, ROLES).path());
        only(&found, &expected_place("review.toml", &review), fragment);
    }
}

/// The same for `roles.toml`.
pub(crate) fn roles_refuse(rows: &[(&str, &str, &str)]) {
    for (from, to, fragment) in rows {
        let roles = changed(ROLES, from, to);
        let found = problems(folder(REVIEW, &roles).path());
        only(&found, &expected_place("roles.toml", &roles), fragment);
    }
}

/// The file, and the line that is marked in it.
fn expected_place(file: &str, text: &str) -> String {
    match text.lines().position(|line| line.contains("# here")) {
        Some(place) => format!("{file}:{}: ", place + 1),
        None => format!("{file}: "),
    }
}

/// Exactly one problem, there and with these words.
fn only(found: &[String], place: &str, fragment: &str) {
    assert!(
        found.len() == 1 && found[0].starts_with(place) && found[0].contains(fragment),
        "expected one problem `{place}… {fragment} …`, found {found:#?}"
    );
}

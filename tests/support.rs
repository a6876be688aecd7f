//! Runs the real binary on folders of files.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `access-review` with these arguments.
pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_access-review"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap()
}

/// Runs `access-review report`.
pub(crate) fn report(inputs: &Path, out: &Path) -> Output {
    run(&[
        "report",
        "--inputs",
        inputs.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ])
}

/// What a run said, and its exit code.
pub(crate) fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// Every file below a folder, by its path with `/`, without what begins with a dot at the top.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    collect(folder, "", &mut found);
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if prefix.is_empty() && name.starts_with('.') {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), found);
        } else {
            found.insert(format!("{prefix}{name}"), fs::read(entry.path()).unwrap());
        }
    }
}

/// A copy of the main example's inputs in a temporary folder, to be spoiled.
pub(crate) fn example() -> (tempfile::TempDir, PathBuf) {
    copy_of("inputs")
}

/// A copy of a folder of the checkout in a temporary folder.
pub(crate) fn copy_of(folder: &str) -> (tempfile::TempDir, PathBuf) {
    let holder = tempfile::tempdir().unwrap();
    let inputs = holder.path().join("inputs");
    for (path, bytes) in files(&root().join(folder)) {
        let target = inputs.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
    (holder, inputs)
}

/// Replaces a text that must stand in a file.
pub(crate) fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "`{from}` is not in {}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// The header of a sources sheet.
pub(crate) const SOURCES: &str =
    "file,extracted by,extracted at,instance,coverage,count on screen,counted,steps,filters,screenshot,sha256";

/// A review of one system with two levels and three people, small enough to spoil one thing at a time.
pub(crate) fn small() -> (tempfile::TempDir, PathBuf) {
    let holder = tempfile::tempdir().unwrap();
    let inputs = holder.path().join("inputs");
    fs::create_dir_all(inputs.join("exports")).unwrap();
    fs::write(inputs.join("review.toml"), SMALL_REVIEW).unwrap();
    fs::write(inputs.join("roles.toml"), SMALL_ROLES).unwrap();
    fs::write(inputs.join("people.csv"), SMALL_PEOPLE).unwrap();
    fs::write(inputs.join("exports/vault.csv"), SMALL_EXPORT).unwrap();
    (holder, inputs)
}

const SMALL_REVIEW: &str = r#"[review]
organisation = "Example Ltd"
title = "Access audit"
date = 2024-03-01
period = "2024 Q1"
language = "en-GB"

[[system]]
id = "vault"
name = "Vault"
description = "Where the secrets are."
[[system.level]]
name = "Admin"
definition = "Can do everything."
[[system.level]]
name = "Read"
definition = "Can look."
[[system.export]]
file = "exports/vault.csv"
coverage = "full"
columns = { account = "User", level = "Permission" }

[[activity]]
category = "Security"
name = "Secrets"
scope = ["Only named people have access"]
systems = ["vault"]
"#;

const SMALL_ROLES: &str = r#"[[role]]
title = "Engineer"
contractors = true
[[role.may]]
system = "vault"
levels = ["Admin", "Read"]
"#;

const SMALL_PEOPLE: &str = "id,name,role,employment,company,email
1,Ana Lind,Engineer,employee,,ana@example.com
2,Bo Marsh,Engineer,contractor,Hired Hands,bo@example.com
3,Cy Stone,Engineer,employee,,cy@example.com
";

const SMALL_EXPORT: &str = "User,Permission
ana@example.com,Admin
bo@example.com,Read
cy@example.com,Read
";

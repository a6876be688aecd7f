//! Roles proposed from what is held: the program reads its own proposal, and finds nothing beyond it.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use crate::support::{copy_of, example, run, said, small};

fn suggest(inputs: &Path, file: Option<&str>) -> (i32, String, String) {
    let mut words = vec!["policy", "suggest", "--inputs", inputs.to_str().unwrap()];
    words.extend(file);
    said(&run(&words))
}

fn check(inputs: &Path) -> String {
    said(&run(&["check", "--inputs", inputs.to_str().unwrap()])).1
}

#[test]
fn with_the_proposed_roles_nobody_of_the_example_holds_too_much() {
    let (_holder, inputs) = example();
    fs::remove_file(inputs.join("roles.toml")).unwrap();
    let sources = fs::read_to_string(inputs.join("sources.csv")).unwrap();
    let others = sources.lines().filter(|line| !line.starts_with("roles.toml"));
    fs::write(inputs.join("sources.csv"), others.collect::<Vec<_>>().join("\n")).unwrap();
    let (code, told, _) = suggest(&inputs, None);
    assert_eq!(code, 1);
    assert!(told.contains("roles.toml is there now: 8 roles with"), "{told}");
    let proposal = fs::read_to_string(inputs.join("roles.toml")).unwrap();
    assert!(proposal.starts_with("# A proposal for roles.toml"), "{proposal}");
    assert!(
        proposal.contains("\n# Write in Bitbucket Cloud: 6 of 6\n"),
        "{proposal}"
    );
    let found = check(&inputs);
    for check in [
        "excess-grant",
        "contractor-grant",
        "unknown-role",
        "no-policy",
        "unmatched-pattern",
    ] {
        assert!(!found.contains(&format!(": {check}\n")), "{found}");
    }
    // Each rule is needed: without it, what it allows is found.
    let (before, rest) = proposal.split_once("[[role.may]]\nsystem = \"datadog\"").unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    fs::write(inputs.join("roles.toml"), format!("{before}\n{after}")).unwrap();
    assert!(check(&inputs).contains(": excess-grant\n"));
}

#[test]
fn a_roles_file_that_is_there_is_never_written_over() {
    let (holder, inputs) = small();
    let before = fs::read(inputs.join("roles.toml")).unwrap();
    let (code, _, stderr) = suggest(&inputs, None);
    assert_eq!(code, 2);
    assert!(stderr.contains("roles.toml` is there already"), "{stderr}");
    assert_eq!(fs::read(inputs.join("roles.toml")).unwrap(), before);
    let other = holder.path().join("proposal.toml");
    let (code, told, _) = suggest(&inputs, other.to_str());
    assert_eq!(code, 1);
    assert!(told.contains("put it into the inputs folder as roles.toml"), "{told}");
    assert!(
        fs::read_to_string(other)
            .unwrap()
            .contains("[[role.may]]\nsystem = \"vault\"")
    );
}

#[test]
fn of_a_system_that_was_exported_again_what_is_held_now_is_proposed() {
    let (holder, inputs) = copy_of("tests/cases/recheck/inputs");
    let file = holder.path().join("proposal.toml");
    let (code, _, stderr) = suggest(&inputs, file.to_str());
    assert_eq!(code, 1, "{stderr}");
    let proposal = fs::read_to_string(&file).unwrap();
    let table: toml::Table = toml::from_str(&proposal).unwrap();
    assert!(table.contains_key("role"));
    let code = proposal.split("system = \"code\"").nth(1).unwrap();
    let resources = code.split("\n\n").next().unwrap();
    assert!(
        resources.contains("resources = [") && !resources.contains("app-docs"),
        "{proposal}"
    );
}

#[test]
fn a_proposal_keeps_what_a_role_is_for() {
    let (_holder, inputs) = example();
    let roles = inputs.join("roles.toml");
    let declared = fs::read_to_string(&roles).unwrap();
    let (declared, glass) = (declared.as_str(), "title = \"Product Owner\"\nbreak-glass = true\n");
    fs::write(&roles, declared.replace("title = \"Product Owner\"\n", glass)).unwrap();
    let proposal = inputs.join("proposal.toml");
    let (code, _, stderr) = suggest(&inputs, Some(proposal.to_str().unwrap()));
    assert_eq!(code, 1, "{stderr}");
    let proposal = fs::read_to_string(proposal).unwrap();
    assert_eq!(proposal.matches("break-glass = true").count(), 1);
    assert!(proposal.contains(glass), "{proposal}");
}

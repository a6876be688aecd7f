//! Permissions on parts of a system that declares nothing of what its permissions are on.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use crate::recognise::review;
use crate::support::{replace, report, run, said};

/// Somebody who administers one project, and somebody who reads two more.
const PROJECTS: &str = "Name,Username,Email,Path,Type,Access Level,Last Activity\n\
                        Ana,alind,ana@example.com,acme/app,Project,Maintainer,2024-02-01\n\
                        Bo,bmarsh,bo@example.com,acme/site,Project,Guest,2024-02-01\n\
                        Bo,bmarsh,bo@example.com,acme,Group,Guest,2024-02-01\n\
                        Bo,bmarsh,bo@example.com,acme/docs,Project,Guest,2024-02-01\n";

/// What stands below `[[system]]`.
fn below(inputs: &Path, line: &str) {
    let description = "description = \"Where the secrets are.\"\n";
    replace(
        &inputs.join("review.toml"),
        description,
        &format!("{description}{line}\n"),
    );
}

/// What a report says of such a file, and what `profiles test` says.
fn told(text: &str, line: &str) -> (String, String) {
    let (holder, inputs) = review(&[], text, "");
    below(&inputs, line);
    let (code, text, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(code < 2, "{error}");
    let file = inputs.join("exports/vault.csv");
    let (_, trial, error) = said(&run(&[
        "profiles",
        "test",
        file.to_str().unwrap(),
        "--inputs",
        inputs.to_str().unwrap(),
    ]));
    assert_eq!(error, "");
    (text, trial)
}

#[test]
fn permissions_on_parts_of_a_system_are_told_until_somebody_says_what_they_are() {
    let (text, trial) = told(PROJECTS, "");
    for part in [
        "exports/vault.csv: its permissions are on Project:acme/app, Project:acme/site, Group:acme and 1 more, and count",
        "`resources = { label = \"Repository\" }`",
        "`resources = \"whole\"`",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let expected = "on Group:acme, Project:acme/app, Project:acme/docs and 1 more. Its system declares no resources";
    assert!(trial.contains(expected), "{trial}");
    for line in ["resources = \"whole\"", "resources = { label = \"Project\" }"] {
        let (text, trial) = told(PROJECTS, line);
        assert!(!text.contains("on the whole"), "{line}: {text}");
        assert!(!trial.contains("on the whole"), "{line}: {trial}");
    }
}

#[test]
fn one_namespace_is_a_part_and_what_the_profile_calls_the_whole_is_none() {
    let lookup = |scope: &str| {
        format!("SUBJECT                SCOPE          ROLE\nana@example.com        {scope:<15}ClusterRole/view\n")
    };
    let (text, _) = told(&lookup("app"), "");
    assert!(text.contains("its permissions are on ns:app, and count"), "{text}");
    let (text, trial) = told(&lookup("cluster-wide"), "");
    assert!(!text.contains("on the whole"), "{text}");
    assert!(!trial.contains("on the whole"), "{trial}");
}

#[test]
fn a_file_that_no_system_names_says_what_would_become_of_its_permissions() {
    let holder = tempfile::tempdir().unwrap();
    let file = holder.path().join("projects.csv");
    fs::write(&file, PROJECTS).unwrap();
    let (_, text, _) = said(&run(&["profiles", "test", file.to_str().unwrap()]));
    let expected = "In a system that declares no resources in review.toml they count as permissions on the whole of it";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn another_word_for_the_whole_is_refused() {
    let (holder, inputs) = review(&[], PROJECTS, "");
    below(&inputs, "resources = \"all\"");
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(
        code == 2
            && error.contains("`resources` is the text `all`, expected what the page calls")
            && error.contains("`resources = \"whole\"`"),
        "{error}"
    );
}

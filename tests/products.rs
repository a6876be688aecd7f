//! Files of one product in the list of another, and one file in the lists of two systems.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use access_review::config;

use crate::recognise::review;
use crate::support::{replace, report, said};

/// The first sample of a profile.
fn sample(id: &str) -> String {
    let profiles = config::profiles(Path::new("no such folder")).unwrap();
    let profile = profiles.into_iter().find(|profile| profile.id == id).unwrap();
    profile.samples.into_iter().next().unwrap().text
}

/// The exit code and the errors of a review of one system with this name and samples of these profiles, each with
/// further lines in `review.toml`.
fn told(system: &str, files: &[(&str, &str)]) -> (i32, String) {
    let stanza = |(id, lines): &(&str, &str)| format!("[[system.export]]\nfile = \"exports/{id}\"\n{lines}\n");
    let (first, others) = files.split_first().unwrap();
    let lines = others.iter().map(stanza).collect::<Vec<_>>().concat();
    let (holder, inputs) = review(&[], &sample(first.0), &format!("{}\n{lines}", first.1));
    for (id, _) in others {
        fs::write(inputs.join("exports").join(id), sample(id)).unwrap();
    }
    replace(
        &inputs.join("review.toml"),
        "name = \"Vault\"",
        &format!("name = \"{system}\""),
    );
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    (code, error)
}

const SLACK: &str = "slack-members";
const GITHUB: &str = "github-organisation-members";

#[test]
fn a_file_of_another_product_than_the_system_is_called_after_is_refused_until_it_is_meant() {
    let (code, error) = told("GitHub (organisation)", &[(SLACK, "")]);
    assert_eq!(code, 2, "{error}");
    for part in [
        "exports/vault.csv: the file is one of Slack (Member list, CSV",
        "the system `GitHub (organisation)` is called after GitHub",
        "`profile = \"slack-members\"`",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
    for (system, profile) in [("GitHub", "profile = \"slack-members\""), ("Slack", ""), ("Chat", "")] {
        let (code, error) = told(system, &[(SLACK, profile)]);
        assert!(code < 2, "{system}: {error}");
    }
}

#[test]
fn permissions_of_two_products_that_have_nothing_to_do_with_each_other_are_refused() {
    let (code, error) = told("Everything", &[(GITHUB, ""), (SLACK, "")]);
    assert_eq!(code, 2, "{error}");
    assert!(
        error.contains("exports/slack-members: the file is one of Slack")
            && error.contains("has a file of GitHub (`exports/vault.csv`)"),
        "{error}"
    );
    let slack = (SLACK, "profile = \"slack-members\"");
    for files in [[(GITHUB, ""), slack], [slack, (GITHUB, "")]] {
        let (code, error) = told("Everything", &files);
        assert!(code < 2, "{error}");
    }
}

#[test]
fn products_that_go_together_and_lists_of_accounts_pass() {
    for (system, files) in [
        ("AWS Stage Bastion", &["linux-passwd", "linux-sudoers"][..]),
        ("AWS", &["aws-identity-center-flat", "kubernetes-role-bindings"]),
        ("GitHub", &[GITHUB, "okta-users", "entra-group-members", "access-sheet"]),
        ("Chat", &["okta-users"]),
        ("Google Workspace", &["google-workspace-users"]),
        ("EKS", &["kubernetes-role-bindings", "aws-identity-store-users"]),
        ("Wiki", &["access-sheet", "google-workspace-users"]),
        (
            "Prod Bastion",
            &["linux-sudoers", "linux-lastlog", "osquery-user-groups-csv"],
        ),
        (
            "Atlassian Cloud",
            &["atlassian-export-users", "bitbucket-repository-users"],
        ),
    ] {
        let files: Vec<(&str, &str)> = files.iter().map(|id| (*id, "")).collect();
        let (_, error) = told(system, &files);
        assert!(!error.contains("the file is one of"), "{system}: {error}");
    }
}

#[test]
fn a_list_of_accounts_of_another_product_is_refused_until_it_is_meant() {
    for (system, files, other) in [
        ("Prod Bastion", ["linux-sudoers", "okta-users"], "has a file of Linux"),
        (
            "AWS Stage Bastion",
            ["linux-sudoers", "okta-users"],
            "has a file of Linux",
        ),
        (
            "Google Workspace",
            ["google-workspace-users", "entra-users"],
            "is called after Google Workspace",
        ),
        ("Slack", [SLACK, "jfrog-user-list"], "is called after Slack"),
    ] {
        let [first, second] = files;
        let (code, error) = told(system, &[(first, ""), (second, "")]);
        assert_eq!(code, 2, "{system}: {error}");
        for part in [
            &format!("exports/{second}: the file is one of "),
            other,
            "its accounts would count as accounts there",
            &format!("`profile = \"{second}\"`"),
        ] {
            assert!(error.contains(part), "{part}: {error}");
        }
        let (_, error) = told(system, &[(first, ""), (second, &format!("profile = \"{second}\""))]);
        assert!(!error.contains("the file is one of"), "{system}: {error}");
    }
}

#[test]
fn one_file_that_two_systems_read_alike_is_a_duplicate() {
    let second = "[[system]]\nid = \"other\"\nname = \"Other\"\ndescription = \"Chat.\"\n[[system.level]]\n\
                  name = \"Read\"\ndefinition = \"May read.\"\n[[system.export]]\nfile = \"exports/vault.csv\"\n";
    let found = |lines: &str| {
        let (holder, inputs) = review(&[], &sample(SLACK), &format!("{second}{lines}"));
        replace(
            &inputs.join("review.toml"),
            "systems = [\"vault\"]",
            "systems = [\"vault\", \"other\"]",
        );
        let out = holder.path().join("out");
        let (code, _, error) = said(&report(&inputs, &out));
        assert!(code < 2, "{error}");
        fs::read_to_string(out.join("2024-03-01/internal/findings.csv")).unwrap()
    };
    assert!(found("").contains("duplicate-file/other"), "{}", found(""));
    let other_rows = "set-aside = [{ column = \"status\", values = [\"Admin\"], reason = \"of the first\" }]\n";
    assert!(!found(other_rows).contains("duplicate-file/"));
}

#[test]
fn a_product_is_known_by_its_other_names_too() {
    for system in [
        "Amazon Web Services",
        "Artifactory",
        "Azure AD",
        "Entra",
        "Microsoft 365",
        "EKS",
        "Confluence",
        "Jira (cloud)",
        "Bitbucket",
    ] {
        let (code, error) = told(system, &[(SLACK, "")]);
        assert!(
            code == 2 && error.contains(&format!("the system `{system}` is called after ")),
            "{system}: {error}"
        );
    }
    for (system, file) in [
        ("Artifactory", "jfrog-permission-target-v1"),
        ("EKS", "kubernetes-role-bindings"),
        ("EKS", "aws-eks-access-entry"),
        ("Confluence", "atlassian-export-users"),
        ("Jira and Bamboo", "bamboo-permissions-json"),
        ("Microsoft 365", "entra-access-review-history"),
    ] {
        let (code, error) = told(system, &[(file, "")]);
        assert!(code < 2, "{system}: {error}");
    }
}

#[test]
fn accounts_of_a_host_are_none_of_a_product_that_has_no_hosts() {
    for system in ["Slack", "Google Workspace", "Okta"] {
        let (code, error) = told(system, &[("linux-passwd", "")]);
        assert!(
            code == 2 && error.contains("the file is one of Linux") && error.contains("`profile = \"linux-passwd\"`"),
            "{system}: {error}"
        );
    }
    for system in ["Bastion", "AWS Prod Bastion", "GitLab runner", "Artifactory host"] {
        let (code, error) = told(system, &[("linux-passwd", "")]);
        assert!(code < 2, "{system}: {error}");
    }
}

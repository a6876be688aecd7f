//! The public page of a system with more resources than are printed one by one: it sums them up, and says where the
//! numbers of each stand.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use crate::support::{replace, report, run, said, small};

const EXPORT: &str = "User,Permission,Safe
ana@example.com,Admin,blue
ana@example.com,Admin,red
ana@example.com,Read,green
bo@example.com,Admin,green
nobody@example.com,Read,red
";

/// A review of three resources of which the page prints so many one by one.
fn reviewed(printed: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let (holder, inputs) = small();
    fs::write(inputs.join("exports/vault.csv"), EXPORT).unwrap();
    let review = inputs.join("review.toml");
    replace(
        &review,
        "level = \"Permission\" }",
        "level = \"Permission\", resource = \"Safe\" }",
    );
    replace(
        &review,
        "description = \"Where the secrets are.\"",
        "description = \"Where the secrets are.\"\nresources = { label = \"Safe\" }",
    );
    replace(&review, "period =", &format!("{printed}\nperiod ="));
    (holder, inputs)
}

fn page(inputs: &Path) -> (String, String) {
    let out = inputs.with_file_name("out");
    let (code, _, error) = said(&report(inputs, &out));
    assert!(code < 2, "{error}");
    let public = out.join("2024-03-01/public");
    let read = |name: &str| fs::read_to_string(public.join(name)).unwrap();
    (read("audit.md"), read("counts.csv"))
}

#[test]
fn more_resources_than_are_printed_are_summed_up_and_each_stands_in_the_table() {
    let (_holder, inputs) = reviewed("page-resources = 2");
    let (page, counts) = page(&inputs);
    let sums = "\
This page sums up its 3 resources: whoever holds a level on several of them is counted once. The numbers of each \
resource stand in the file counts.csv.

**Safe1 to Safe3**

- Admin
  - 2 Engineer ( 1 Contractor )
- Read
  - 1 Engineer
  - 1 Unidentified Account
";
    assert!(page.contains(sums), "{page}");
    assert!(!page.contains("**Safe1**"), "{page}");
    assert!(
        counts.contains("Security,Secrets,Vault,Safe1,Admin,Engineer,1,0\n"),
        "{counts}"
    );
    assert!(!counts.contains("Safe1 to Safe3"), "{counts}");
    let inputs = inputs.to_str().unwrap();
    let (_, answer, _) = said(&run(&[
        "explain",
        "Safe1 to Safe3 / Admin / Engineer",
        "--inputs",
        inputs,
    ]));
    assert!(
        answer.contains("ana@example.com") && answer.contains("bo@example.com"),
        "{answer}"
    );
}

#[test]
fn as_many_as_are_printed_stand_one_by_one() {
    for printed in ["page-resources = 3", ""] {
        let (_holder, inputs) = reviewed(printed);
        let (page, _) = page(&inputs);
        assert!(page.contains("**Safe1**") && page.contains("**Safe3**"), "{page}");
        assert!(!page.contains("sums up"), "{page}");
    }
}

#[test]
fn the_number_of_printed_resources_is_a_number() {
    let (_holder, inputs) = reviewed("page-resources = \"all\"");
    let (code, _, error) = said(&report(&inputs, &inputs.with_file_name("out")));
    assert_eq!(code, 2, "{error}");
    assert!(
        error.contains("`page-resources`") && error.contains("a whole number, 0 or more, without quotes"),
        "{error}"
    );
}

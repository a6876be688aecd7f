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
fn a_proposal_is_a_text_and_says_what_it_allows() {
    let (holder, inputs) = example();
    for name in ["roles.xlsx", "proposal", "roles.csv"] {
        let file = holder.path().join(name);
        let (code, _, stderr) = suggest(&inputs, file.to_str());
        assert_eq!(code, 2, "{name}");
        assert!(
            stderr.contains("does not end in .toml")
                && stderr.contains("`access-review policy export` makes a workbook"),
            "{stderr}"
        );
        assert!(!file.exists());
    }
    let file = holder.path().join("proposal.toml");
    let (code, told, _) = suggest(&inputs, file.to_str());
    assert_eq!(code, 1);
    let allowed = "They allow everybody of a role what one of them holds now.";
    assert!(told.contains(allowed), "{told}");
    let (_, rest) = told.split_once(allowed).unwrap();
    let alone: usize = rest.split_whitespace().next().unwrap().parse().unwrap();
    assert!(
        rest.contains(&format!(
            " {alone} of them rest on one person of several: look at those first"
        )),
        "{told}"
    );
    let proposal = fs::read_to_string(file).unwrap();
    assert!(
        proposal.contains("holds, everybody of that role may hold.")
            && proposal.contains(&format!(" Of these rules, {alone} rest on one person of several")),
        "{proposal}"
    );
    // As many rules have a comment that says so.
    let of_one = proposal.split("[[role.may]]").filter(|before| {
        let comments = before
            .lines()
            .filter(|line| line.starts_with("# ") && line.contains(" in "));
        let mut held = comments.filter_map(|line| line.split_once(": 1 of "));
        held.any(|(_, of)| !of.starts_with("1\n") && of != "1")
    });
    assert_eq!(of_one.count(), alone, "{proposal}");
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

#[test]
fn the_roles_as_a_workbook_give_the_same_review_and_are_named_as_what_they_are() {
    let (holder, inputs) = example();
    let at = |name: &str| inputs.join(name);
    let before = check(&inputs);
    let folder = ["--inputs", inputs.to_str().unwrap()];
    let (code, told, stderr) = said(&run(&["policy", "export", folder[0], folder[1]]));
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert!(
        told.contains(
            "roles.xlsx is there now, with all that roles.toml says: 8 roles with 33 rules, 1 separation, 0 exceptions."
        ),
        "{told}"
    );
    assert!(told.contains("move roles.toml out of the inputs folder"), "{told}");

    let (code, _, stderr) = said(&run(&["check", folder[0], folder[1]]));
    assert_eq!(code, 2);
    assert!(stderr.contains("roles.toml: `roles.xlsx` is there as well"), "{stderr}");
    let (code, _, stderr) = said(&run(&["policy", "export", folder[0], folder[1]]));
    assert_eq!(code, 2);
    assert!(stderr.contains("roles.xlsx` is there already"), "{stderr}");

    fs::rename(at("roles.toml"), holder.path().join("roles.toml")).unwrap();
    let sources = fs::read_to_string(at("sources.csv")).unwrap();
    let row = sources.lines().find(|line| line.starts_with("roles.toml")).unwrap();
    let hash = row.split(',').find(|cell| cell.len() == 64).unwrap();
    let row = row.replace("roles.toml", "roles.xlsx").replace(
        hash,
        &access_review::model::hash::sha256(&fs::read(at("roles.xlsx")).unwrap()),
    );
    let others: Vec<&str> = sources.lines().filter(|line| !line.starts_with("roles.toml")).collect();
    fs::write(at("sources.csv"), format!("{}\n{row}\n", others.join("\n"))).unwrap();
    let after = check(&inputs);
    let rewritten = before.replace("roles.toml", "roles.xlsx");
    let places = regex::Regex::new(r"\((line|row) \d+[^)]*\)|sources.csv:\d+").unwrap();
    assert_eq!(places.replace_all(&after, ""), places.replace_all(&rewritten, ""));

    let out = holder.path().join("out");
    let (code, _, stderr) = said(&crate::support::report(&inputs, &out));
    assert_eq!((code, stderr.as_str()), (0, ""));
    let dated = out.join("2021-10-06/internal");
    let internal = fs::read_to_string(dated.join("internal.md")).unwrap();
    assert!(internal.contains("| Row of Access |"), "{internal}");
    assert!(internal.contains("The row under “Allowed by” is that of the rule in the sheet Access of roles.xlsx."));
    assert!(!internal.contains("roles.toml"), "{internal}");
    let grants = fs::read_to_string(dated.join("grants.csv")).unwrap();
    assert!(
        grants.contains("DevOps Engineer, row 2") && !grants.contains(", line "),
        "{grants}"
    );
    let record = fs::read_to_string(dated.join("record.json")).unwrap();
    assert!(record.contains("\"roles.xlsx\"") && !record.contains("roles.toml"));

    let back = holder.path().join("back.toml");
    let (code, told, stderr) = said(&run(&[
        "policy",
        "import",
        back.to_str().unwrap(),
        folder[0],
        folder[1],
    ]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(
        told.contains("with all that roles.xlsx says: 8 roles with 33 rules"),
        "{told}"
    );
    fs::rename(at("roles.xlsx"), holder.path().join("first.xlsx")).unwrap();
    fs::rename(&back, at("roles.toml")).unwrap();
    said(&run(&["policy", "export", folder[0], folder[1]]));
    // Within a role the text has first what must be held, and from then on nothing changes any more.
    let second = holder.path().join("second.toml");
    said(&run(&[
        "policy",
        "import",
        second.to_str().unwrap(),
        folder[0],
        folder[1],
    ]));
    assert_eq!(fs::read(&second).unwrap(), fs::read(at("roles.toml")).unwrap());
    let (code, _, stderr) = said(&run(&["policy", "export", "roles.txt", folder[0], folder[1]]));
    assert_eq!(code, 2);
    assert!(stderr.contains("`roles.txt` does not end in .xlsx"), "{stderr}");
    let (_, _, stderr) = said(&run(&["policy", "import", "--inputs", holder.path().to_str().unwrap()]));
    assert!(stderr.contains("roles.xlsx: not found in `"), "{stderr}");
}

#[test]
fn people_whom_a_workbook_names_and_rules_by_which_something_is_held_are_told_by_sheet_and_row() {
    let (_holder, inputs) = small();
    let at = |name: &str| inputs.join(name);
    let more = "[policy]\nversion = \"1\"\napproved-by = \"99\"\napproved-on = 2024-02-01\n\
                [[exception]]\ncheck = \"no-mfa\"\nidentity = \"1\"\nreason = \"soon\"\napproved-by = \"98\"\n\
                granted = 2024-02-01\nexpires = 2024-05-01\n";
    let roles = fs::read_to_string(at("roles.toml")).unwrap();
    let (head, rest) = more.split_once("[[exception]]").unwrap();
    fs::write(at("roles.toml"), format!("{head}{roles}[[exception]]{rest}")).unwrap();
    let folder = inputs.to_str().unwrap();
    let export = || {
        let (code, _, stderr) = said(&run(&["policy", "export", "--inputs", folder]));
        assert_eq!((code, stderr.as_str()), (1, ""));
        fs::remove_file(at("roles.toml")).unwrap();
    };
    let declared = fs::read_to_string(at("roles.toml")).unwrap();
    export();
    let (code, _, stderr) = said(&run(&["check", "--inputs", folder]));
    assert_eq!(code, 2);
    assert!(
        stderr.contains("roles.xlsx, sheet Policy, row 2: `approved-by` is `99`, which is no id of the staff list"),
        "{stderr}"
    );
    assert!(
        stderr.contains(
            "roles.xlsx, sheet Exceptions, row 2: `approved-by` of this row is `98`, which is the id of nobody in"
        ),
        "{stderr}"
    );
    fs::remove_file(at("roles.xlsx")).unwrap();
    fs::write(
        at("roles.toml"),
        declared.replace("\"99\"", "\"2\"").replace("\"98\"", "\"2\""),
    )
    .unwrap();
    export();
    let (_, told, stderr) = said(&run(&["explain", "Ana Lind", "--inputs", folder]));
    assert_eq!(stderr, "");
    assert!(
        told.contains("allowed to Engineer by roles.xlsx, sheet Access, row 2"),
        "{told}"
    );
    let (_, told, _) = said(&run(&["explain", "unused-exception", "--inputs", folder]));
    assert!(
        told.contains("stands in: roles.xlsx, sheet Exceptions, row 2"),
        "{told}"
    );
}

#[test]
fn a_proposal_is_no_second_file_of_roles() {
    let (_holder, inputs) = small();
    let (code, ..) = said(&run(&["policy", "export", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 1);
    fs::remove_file(inputs.join("roles.toml")).unwrap();
    let (code, _, stderr) = suggest(&inputs, None);
    assert_eq!(code, 2);
    assert!(stderr.contains("the roles are declared in `roles.xlsx`"), "{stderr}");
    assert!(!inputs.join("roles.toml").exists());
    let other = inputs.parent().unwrap().join("proposal.toml");
    assert_eq!(suggest(&inputs, other.to_str()).0, 1);
}

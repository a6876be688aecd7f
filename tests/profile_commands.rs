//! `profiles list`, `show`, `test` and `sheet`, as an officer uses them; and the table in the README.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use access_review::config;
use access_review::model::profile::{Body, Profile};

use crate::support::{replace, root, run, said, small};

/// The profiles that the program carries.
fn profiles() -> Vec<Profile> {
    config::profiles(Path::new("no such folder")).unwrap()
}

#[test]
fn every_profile_is_listed_and_shows_its_steps() {
    let (code, list, stderr) = said(&run(&["profiles", "list"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(profiles().len() > 80, "the profiles are gone");
    for profile in profiles() {
        let line = list
            .lines()
            .find(|line| line.contains(&format!(" {} ", profile.id)))
            .unwrap();
        assert!(line.starts_with(&profile.system), "{line}");
        assert_eq!(
            line.contains("(unverified)"),
            !profile.verified && matches!(profile.body, Body::Read(_)),
            "{line}"
        );
        let (code, shown, _) = said(&run(&["profiles", "show", &profile.id]));
        assert_eq!(code, 0, "{shown}");
        match &profile.body {
            Body::Read(reading) => {
                assert!(
                    !profile.steps.is_empty(),
                    "{} says nowhere how the export is made",
                    profile.id
                );
                assert!(shown.contains("How to make it\n  1. "), "{shown}");
                let (_, read) = shown.split_once("What is read from it\n").unwrap();
                // A wrapper is taken off, and what is inside it is recognised anew.
                let inside = read.contains("the file that stands in it");
                assert_eq!(inside, reading.records.is_empty(), "{shown}");
            }
            Body::Refuse(why) | Body::Instead(why) => assert!(shown.contains(why.as_str()), "{shown}"),
        }
    }
}

#[test]
fn an_unknown_profile_is_told_with_the_likeliest() {
    let (code, _, stderr) = said(&run(&["profiles", "show", "bitbucket-grops"]));
    assert_eq!(code, 2);
    assert!(stderr.contains("there is no profile `bitbucket-grops`"), "{stderr}");
    assert!(stderr.contains("`bitbucket-groups`"), "{stderr}");
    let (_, _, stderr) = said(&run(&["profiles", "show", "GitLab"]));
    assert!(
        stderr.contains("there are `gitlab-group-members`, `gitlab-user-permissions`"),
        "{stderr}"
    );
}

#[test]
fn a_command_of_several_lines_can_be_copied() {
    let shown = said(&run(&["profiles", "show", "bitbucket-repository-users"])).1;
    let step = shown.lines().position(|line| line.contains("TOKEN")).unwrap();
    assert!(shown.lines().nth(step + 1).unwrap().starts_with("     "), "{shown}");
}

#[test]
fn every_export_of_the_example_is_recognised_wherever_it_lies() {
    let holder = tempfile::tempdir().unwrap();
    let mut tried = 0;
    for folder in fs::read_dir(root().join("inputs/exports")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let renamed = holder.path().join(format!("{tried}.txt"));
            fs::copy(file.unwrap().path(), &renamed).unwrap();
            let (code, stdout, stderr) = said(&run(&["profiles", "test", renamed.to_str().unwrap()]));
            assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
            assert!(stdout.contains(" 0 rejected"), "{stdout}");
            tried += 1;
        }
    }
    assert_eq!(tried, 21);
}

#[test]
fn a_file_of_no_known_format_is_told_with_what_was_found() {
    let holder = tempfile::tempdir().unwrap();
    let file = holder.path().join("list.csv");
    fs::write(&file, "Benutzer,Recht,Wozu\nada,alles,x\n").unwrap();
    let (code, _, stderr) = said(&run(&["profiles", "test", file.to_str().unwrap()]));
    assert_eq!(code, 2);
    for part in [
        "list.csv",
        "`Benutzer`",
        "`Recht` and 1 more that may be data",
        "profiles list",
    ] {
        assert!(stderr.contains(part), "`{part}` is not in {stderr}");
    }
}

#[test]
fn a_file_with_secrets_is_refused_and_none_is_printed() {
    let holder = tempfile::tempdir().unwrap();
    let file = holder.path().join("accessKeys.csv");
    fs::write(&file, "Access key ID,Secret access key\nEXAMPLEKEY,notarealsecret\n").unwrap();
    let (code, stdout, stderr) = said(&run(&["profiles", "test", file.to_str().unwrap()]));
    assert_eq!((code, stdout.as_str()), (2, ""), "as `report` ends");
    assert!(
        stderr.contains("accessKeys.csv: the file is not read, as it holds secrets (AWS: "),
        "{stderr}"
    );
    assert!(!stderr.contains("notarealsecret"));
}

#[test]
fn the_exit_code_says_what_became_of_a_file() {
    let holder = tempfile::tempdir().unwrap();
    let path = holder.path().join("list");
    let groups = |next: &str| {
        format!(
            "{{\"pagelen\": 1, {next}\"values\": [{{\"type\": \"repository_group_permission\", \"permission\": \"read\", \
             \"group\": {{\"type\": \"group\", \"slug\": \"devs\"}}, \
             \"repository\": {{\"full_name\": \"example/app\"}}}}]}}"
        )
    };
    for (text, expected) in [
        (
            "device,owner,encrypted,protected\nPC-1,bo@example.com,yes,yes\n".to_owned(),
            0,
        ),
        (
            "device,owner,encrypted,protected\nPC-1,bo@example.com,perhaps,yes\n".to_owned(),
            1,
        ),
        (groups(""), 0),
        (groups("\"next\": \"https://example.com/2\", "), 1),
        ("Wer,Was\nada,alles\n".to_owned(), 2),
        ("Who,Password\nada,hunter2\n".to_owned(), 2),
        (
            "Access key ID,Secret access key\nEXAMPLEKEY,notarealsecret\n".to_owned(),
            2,
        ),
    ] {
        fs::write(&path, &text).unwrap();
        let (code, stdout, stderr) = said(&run(&["profiles", "test", path.to_str().unwrap()]));
        assert_eq!(code, expected, "{text}{stdout}{stderr}");
        assert_eq!(
            (stdout.is_empty(), stderr.is_empty()),
            (code == 2, code < 2),
            "{stdout}{stderr}"
        );
    }
    let help = said(&run(&["profiles", "test", "--help"])).1;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        help.contains("2 if it is not recognised, cannot be read, or is refused"),
        "{help}"
    );
}

#[test]
fn an_empty_sheet_is_written_once_and_is_read_when_filled() {
    let holder = tempfile::tempdir().unwrap();
    for (kind, name, row, profile) in [
        (
            "access",
            "wiki.csv",
            "ada,,Editor,Ada Ames,,active,yes,2024-02-01,Mira Moss,2024-02-28,wiki.png",
            "access-sheet",
        ),
        (
            "devices",
            "books.csv",
            "NB-1,ada@example.com,yes,no,Mira Moss,2024-02-28,",
            "devices-sheet",
        ),
    ] {
        let file = holder.path().join(name);
        let path = file.to_str().unwrap();
        let (code, stdout, stderr) = said(&run(&["profiles", "sheet", path, "--kind", kind]));
        assert_eq!((code, stderr.as_str()), (0, ""));
        assert!(stdout.contains(path), "{stdout}");
        let (code, _, stderr) = said(&run(&["profiles", "sheet", path]));
        assert_eq!(code, 2);
        assert!(stderr.contains("is there already"), "{stderr}");
        let header = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{header}{row}\n")).unwrap();
        let (code, stdout, stderr) = said(&run(&["profiles", "test", path]));
        assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
        assert!(stdout.contains(profile), "{stdout}");
    }
    let workbook = holder.path().join("wiki.xlsx");
    assert_eq!(said(&run(&["profiles", "sheet", workbook.to_str().unwrap()])).0, 0);
    let (code, _, stderr) = said(&run(&[
        "profiles",
        "sheet",
        holder.path().join("wiki.docx").to_str().unwrap(),
    ]));
    assert_eq!(code, 2);
    assert!(stderr.contains("neither .xlsx nor .csv"), "{stderr}");
}

#[test]
fn the_readme_has_the_table_of_profiles() {
    let readme = root().join("README.md");
    let text = fs::read_to_string(&readme).unwrap();
    let (begin, end) = (
        "<!-- profiles: made by `access-review profiles list --markdown` -->\n",
        "<!-- end of profiles -->",
    );
    let (before, rest) = text.split_once(begin).unwrap();
    let (table, after) = rest.split_once(end).unwrap();
    let made = said(&run(&["profiles", "list", "--markdown"])).1;
    if std::env::var_os("ACCEPT").is_some() {
        fs::write(&readme, format!("{before}{begin}\n{made}\n{end}{after}")).unwrap();
    } else {
        assert_eq!(
            table.trim(),
            made.trim(),
            "to accept: ACCEPT=1 cargo test --release --test all the_readme_has"
        );
    }
}

/// A small review whose export is a sheet typed from the screen, by a day and a word that only `review.toml` explains.
fn declared() -> (tempfile::TempDir, std::path::PathBuf) {
    let (holder, inputs) = small();
    let sheet = "account,level,typed by,last login,mfa\nana@example.com,Admin,Dana,03/04/2023,jawohl\n";
    fs::write(inputs.join("exports/vault.csv"), sheet).unwrap();
    let review = inputs.join("review.toml");
    let columns = "columns = { account = \"User\", level = \"Permission\" }";
    replace(
        &review,
        columns,
        "dates = [\"DD/MM/YYYY\"]\nwords = { yes = [\"jawohl\"] }",
    );
    (holder, inputs)
}

#[test]
fn a_file_that_review_toml_names_is_read_as_declared_there() {
    let (_holder, inputs) = declared();
    let (folder, file) = (inputs.to_str().unwrap(), inputs.join("exports/vault.csv"));
    let tried = || said(&run(&["profiles", "test", file.to_str().unwrap(), "--inputs", folder]));
    let (code, stdout, stderr) = tried();
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    for part in [
        "\nread as review.toml declares it for the system Vault (line 18)\n",
        "last-login=2023-04-03",
        "mfa=yes",
    ] {
        assert!(stdout.contains(part), "`{part}` is not in:\n{stdout}");
    }
    let elsewhere = inputs.parent().unwrap().join("vault.csv");
    fs::copy(&file, &elsewhere).unwrap();
    let (code, stdout, _) = said(&run(&[
        "profiles",
        "test",
        elsewhere.to_str().unwrap(),
        "--inputs",
        folder,
    ]));
    assert!(
        code == 1 && !stdout.contains("review.toml declares") && stdout.contains("`03/04/2023`"),
        "{stdout}"
    );
    replace(
        &inputs.join("review.toml"),
        "language = \"en-GB\"",
        "tongue = \"en-GB\"",
    );
    let (code, stdout, _) = tried();
    assert!(
        code == 1 && stdout.contains("read without review.toml, which has mistakes: `access-review check`"),
        "{stdout}"
    );
}

#[test]
fn a_file_whose_columns_review_toml_names_is_tried_by_no_profile() {
    let (_holder, inputs) = small();
    let file = inputs.join("exports/vault.csv");
    let (code, stdout, stderr) = said(&run(&[
        "profiles",
        "test",
        file.to_str().unwrap(),
        "--inputs",
        inputs.to_str().unwrap(),
    ]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(
        stdout.contains("its columns are named in review.toml for the system Vault (line 18), so no profile reads it"),
        "{stdout}"
    );
}

#[test]
fn sheets_of_a_german_workbook_say_yes_and_no_in_their_own_words() {
    let holder = tempfile::tempdir().unwrap();
    let file = holder.path().join("sheet.csv");
    for (header, rows, expected) in [
        (
            "account;level;typed by;mfa",
            "ana;Admin;Dana;Ja\nbo;Read;Dana;FALSCH\n",
            ["mfa=yes", "mfa=no"],
        ),
        (
            "owner;device;encrypted;protected;typed by",
            "ana;NB1;WAHR;nein;Dana\n",
            ["encrypted=yes", "protected=no"],
        ),
    ] {
        fs::write(&file, format!("{header}\n{rows}")).unwrap();
        let (code, stdout, stderr) = said(&run(&["profiles", "test", file.to_str().unwrap()]));
        assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
        for part in expected {
            assert!(stdout.contains(part), "`{part}` is not in:\n{stdout}");
        }
    }
}

#[test]
fn a_staff_list_with_the_usual_headers_needs_no_profile() {
    let (_holder, inputs) = small();
    let file = inputs.join("people.csv");
    let words = ["profiles", "test", file.to_str().unwrap(), "--inputs"];
    let tried = || said(&run(&[&words[..], &[inputs.to_str().unwrap()]].concat()));
    let (code, text, error) = tried();
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(text.contains("it has the usual columns of a staff list"), "{text}");
    replace(&file, "role", "what they do");
    let (code, _, error) = tried();
    assert_eq!(code, 2);
    assert!(error.contains("no profile fits the file"), "{error}");
}

//! Statements to customers and verdicts: decided by checks or by a person, never bare, never better than what was tested.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::Path;

use access_review::model::hash::sha256;

use crate::support::{SOURCES, replace, report, run, said, small};

/// The page and the internal document, and the exit code.
fn written(inputs: &Path) -> (i32, String, String) {
    let holder = tempfile::tempdir().unwrap();
    let (code, _, stderr) = said(&report(inputs, holder.path()));
    assert_eq!(stderr, "");
    let read = |file: &str| {
        let text = fs::read_to_string(holder.path().join("2024-03-01").join(file)).unwrap();
        text.split(' ')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    (code, read("public/audit.md"), read("internal/internal.md"))
}

fn refused(inputs: &Path) -> String {
    let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 2);
    stderr
}

const PLAIN: &str = "scope = [\"Only named people have access\"]\nsystems = [\"vault\"]";

/// A review whose one statement is decided so.
fn decided(how: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let (holder, inputs) = small();
    let table =
        format!("systems = [\"vault\"]\n[[activity.scope]]\nstatement = \"Only named people have access\"\n{how}\n");
    replace(&inputs.join("review.toml"), PLAIN, &table);
    (holder, inputs)
}

#[test]
fn a_statement_that_nothing_decides_is_not_tested() {
    let (_holder, inputs) = small();
    let (_, page, internal) = written(&inputs);
    assert!(
        page.contains("- Only named people have access (not tested in this audit)\n"),
        "{page}"
    );
    assert!(
        internal.contains("| Only named people have access | not tested in this audit | nobody |"),
        "{internal}"
    );
    let (_holder, inputs) = decided("");
    assert!(written(&inputs).1.contains("(not tested in this audit)"));
}

#[test]
fn what_rests_on_no_role_needs_no_approval() {
    let (_holder, inputs) = decided("checks = [\"orphan-account\", \"ambiguous-account\"]");
    let (_, page, internal) = written(&inputs);
    assert!(page.contains("- Only named people have access\n"), "{page}");
    assert!(internal.contains("| Vault | baseline |"), "{internal}");
    let (_holder, inputs) = decided("checks = [\"orphan-account\", \"leaver-access\"]");
    let (_, page, internal) = written(&inputs);
    assert!(
        page.contains("- Only named people have access (tested in part"),
        "{page}"
    );
    let why = "leaver-access: nobody tells when and from where the staff list is, and how much it holds in Vault";
    assert!(internal.contains(why), "{internal}");
}

#[test]
fn whoever_looked_was_there_and_is_a_person() {
    for (change, why) in [
        (
            [
                "Cy Stone,Engineer,employee,,cy@example.com",
                "Cy Stone,Engineer,employee,,cy@example.com,2024-02-28,",
            ],
            "was no longer there",
        ),
        (
            [
                "Cy Stone,Engineer,employee,,cy@example.com",
                "Cy Stone,Engineer,employee,,cy@example.com,,2024-03-01",
            ],
            "was not there yet",
        ),
    ] {
        let (_holder, inputs) = decided("met = true\nby = \"Cy Stone\"\non = 2024-02-29\nevidence = \"seen.txt\"");
        fs::write(inputs.join("seen.txt"), "seen").unwrap();
        assert!(written(&inputs).1.contains("- Only named people have access\n"));
        let people = inputs.join("people.csv");
        replace(&people, "company,email", "company,email,end,start");
        replace(&people, "ana@example.com", "ana@example.com,,");
        replace(&people, "bo@example.com", "bo@example.com,,");
        replace(&people, change[0], change[1]);
        let told = refused(&inputs);
        assert!(
            told.contains(&format!("`by` is `Cy Stone`, who {why} on 2024-02-29")),
            "{told}"
        );
        let review = inputs.join("review.toml");
        replace(
            &review,
            "by = \"Cy Stone\"",
            "by = \"Cy Stone\"\ncompany = \"Northgate Ltd\"",
        );
        let told = refused(&inputs);
        assert!(
            told.contains(&format!("who {why} on 2024-02-29")) && told.contains("somebody else of that name"),
            "{told}"
        );
        replace(&review, "\"Cy Stone\"", "\"Cy A. Stone\"");
        assert!(written(&inputs).1.contains("- Only named people have access\n"));
    }
}

#[test]
fn a_proof_that_is_another_file_than_the_one_that_is_told_of_proves_nothing() {
    let (_holder, inputs) = decided("met = true\nby = \"Cy Stone\"\non = 2024-02-29\nevidence = \"seen.txt\"");
    fs::write(inputs.join("seen.txt"), "seen").unwrap();
    let told = |hash: &str| {
        fs::write(
            inputs.join("sources.csv"),
            format!("{SOURCES}\nseen.txt,Cy,,,,,,,,,{hash}\n"),
        )
    };
    told(&sha256(b"seen")).unwrap();
    assert!(written(&inputs).1.contains("- Only named people have access\n"));
    told(&sha256(b"other")).unwrap();
    assert!(
        written(&inputs)
            .1
            .contains("- Only named people have access (not tested in this audit)\n")
    );
}

#[test]
fn an_export_that_is_a_proof_too_keeps_what_is_told_of_it() {
    let (_holder, inputs) = decided("met = true\nby = \"Cy Stone\"\non = 2024-02-29\nevidence = \"exports/vault.csv\"");
    let hash = sha256(&fs::read(inputs.join("exports/vault.csv")).unwrap());
    let row = format!("exports/vault.csv,Cy,2024-03-01 09:00 +00:00,vault,full,,,,,,{hash}");
    fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{row}\n")).unwrap();
    let (_, _, internal) = written(&inputs);
    assert!(!internal.contains("exports/vault.csv has no row"), "{internal}");
}

#[test]
fn checks_of_accounts_say_nothing_of_notebooks() {
    let (_holder, inputs) = decided("checks = [\"orphan-account\"]");
    let review = inputs.join("review.toml");
    let notebooks = "[[system]]\nid = \"notebooks\"\nname = \"Notebooks\"\ndescription = \"What people work on.\"\n\
                     kind = \"workstations\"\n[[system.export]]\nfile = \"exports/notebooks.csv\"\ncoverage = \"full\"\n\
                     columns = { device = \"Name\", account = \"Who\", encrypted = \"Disk\", protected = \"Guard\" }\n\n[[activity]]";
    replace(&review, "[[activity]]", notebooks);
    fs::write(
        inputs.join("exports/notebooks.csv"),
        "Name,Who,Disk,Guard\nNB-1,ana@example.com,yes,yes\n",
    )
    .unwrap();
    replace(&review, "systems = [\"vault\"]", "systems = [\"notebooks\"]");
    let others = "\n[[activity]]\ncategory = \"Security\"\nname = \"Others\"\nscope = [\"All is well\"]\nsystems = [\"vault\"]\n";
    fs::write(&review, fs::read_to_string(&review).unwrap() + others).unwrap();
    for check in [
        "orphan-account",
        "no-mfa",
        "unmapped-level",
        "missing-grant",
        "toxic-combination",
    ] {
        let text = fs::read_to_string(&review).unwrap();
        let at = text.find("checks = [\"").unwrap();
        let end = at + text[at..].find('\n').unwrap();
        fs::write(
            &review,
            format!("{}checks = [\"{check}\"]{}", &text[..at], &text[end..]),
        )
        .unwrap();
        let (_, page, _) = written(&inputs);
        assert!(
            page.contains("- Only named people have access (not tested in this audit)\n"),
            "{check}: {page}"
        );
    }
}

#[test]
fn checks_decide_as_far_as_they_could_judge() {
    let (_holder, inputs) = decided("checks = [\"orphan-account\", \"excess-grant\"]");
    let (code, page, internal) = written(&inputs);
    assert_eq!(code, 0);
    let why = "(needs revision: no approval of these roles before the systems were exported)";
    assert!(
        page.contains(&format!("- Only named people have access {why}\n")),
        "{page}"
    );
    let shown = "| needs revision: no approval of these roles before the export | orphan-account and excess-grant |";
    assert!(internal.contains(shown), "{internal}");

    // Roles that were approved before.
    let (roles, sources) = (inputs.join("roles.toml"), inputs.join("sources.csv"));
    let declared = fs::read_to_string(&roles).unwrap();
    let policy = "[policy]\nversion = \"1\"\napproved-by = \"3\"\napproved-on = 2024-02-01\n\n";
    fs::write(&roles, format!("{policy}{declared}")).unwrap();
    let row = "exports/vault.csv,Ana,2024-03-01 09:00 +00:00,vault,full,,,,,,";
    let told = |roles: &str| fs::write(&sources, format!("{SOURCES}\n{row}\nroles.toml,Ana,{roles}\n")).unwrap();
    let hash = sha256(&fs::read(&roles).unwrap());
    // A hash of other roles, none, and roles that were written after the export bind no approval to these.
    for (row, reason) in [
        (
            format!(",,,,,,,,{}", "0".repeat(64)),
            "The roles file has changed since",
        ),
        (
            ",,,,,,,,".to_owned(),
            "No row of sources.csv with a hash binds the approval",
        ),
        (
            format!("2024-03-01 09:01 +00:00,,,,,,,,{hash}"),
            "the roles file was written only after Vault had been exported",
        ),
    ] {
        told(&row);
        let (_, page, internal) = written(&inputs);
        assert!(page.contains(why), "{row}: {page}");
        assert!(internal.contains(reason), "{row}: {internal}");
    }
    told(&format!(",,,,,,,,{hash}"));
    let (_, page, internal) = written(&inputs);
    assert!(page.contains("- Only named people have access\n"), "{page}");
    assert!(
        internal.contains("| met | orphan-account and excess-grant |"),
        "{internal}"
    );
    fs::write(&roles, declared).unwrap();
    fs::remove_file(&sources).unwrap();

    // A partial list is no test.
    replace(
        &inputs.join("review.toml"),
        "coverage = \"full\"",
        "coverage = \"partial\"",
    );
    let (_, page, _) = written(&inputs);
    assert!(
        page.contains("- Only named people have access (not tested in this audit)\n"),
        "{page}"
    );
    replace(
        &inputs.join("review.toml"),
        "coverage = \"partial\"",
        "coverage = \"full\"",
    );

    // A check that is switched off tests nothing.
    let off = "[[check]]\nid = \"excess-grant\"\nseverity = \"off\"\nreason = \"later\"\n[[system]]";
    replace(&inputs.join("review.toml"), "[[system]]", off);
    let (_, page, _) = written(&inputs);
    assert!(
        page.contains("- Only named people have access (tested in part)\n"),
        "{page}"
    );

    fs::write(
        inputs.join("exports/vault.csv"),
        "User,Permission\nwho,Read\nwhat,Read\n",
    )
    .unwrap();
    let (code, page, internal) = written(&inputs);
    assert_eq!(code, 1);
    assert!(
        page.contains("- Only named people have access (not met: 2 findings open)\n"),
        "{page}"
    );
    assert!(
        internal.contains("| Vault | not passed | 2 | 0 | 0 | 0 |")
            && internal.contains("| Vault | not passed | nobody yet | |"),
        "{internal}"
    );
}

#[test]
fn a_person_decides_with_a_file_that_shows_it() {
    let how = "met = true\nby = \"Ana Lind\"\non = 2024-02-28\nevidence = \"seen.txt\"";
    let (_holder, inputs) = decided(how);
    let missing = refused(&inputs);
    assert!(
        missing.contains("review.toml:") && missing.contains("`evidence` is `seen.txt`"),
        "{missing}"
    );
    fs::write(inputs.join("seen.txt"), "as it was").unwrap();
    let (code, page, internal) = written(&inputs);
    assert_eq!(code, 0);
    assert!(
        page.contains("- Only named people have access\n") && !page.contains("Ana Lind"),
        "{page}"
    );
    assert!(
        internal.contains("| met | Ana Lind, 2024-02-28, seen.txt |"),
        "{internal}"
    );
    assert!(
        internal.contains("| seen.txt | 9 |"),
        "its hash stands among the declarations: {internal}"
    );
    let mut rows = internal.lines().filter(|line| line.starts_with("| seen.txt | 9 |"));
    assert!(
        rows.any(|row| row.ends_with("| Ana Lind | 2024-02-28 |")),
        "who saw it and when: {internal}"
    );
    replace(&inputs.join("review.toml"), "met = true", "met = false");
    let (code, page, _) = written(&inputs);
    assert_eq!(code, 0);
    assert!(page.contains("- Only named people have access (not met)\n"), "{page}");
}

#[test]
fn mistakes_in_a_statement_are_told() {
    for (how, fragment) in [
        ("checks = [\"orphan-acount\"]", "did you mean `orphan-account`?"),
        (
            "checks = [\"orphan-account\"]\nmet = true\nby = \"A\"\non = 2024-01-01\nevidence = \"x\"",
            "both `checks` and `met`",
        ),
        ("met = true\non = 2024-01-01\nevidence = \"x\"", "has no `by`"),
        ("met = true\nby = \"A\"\nevidence = \"x\"", "has no `on`"),
        (
            "met = true\nby = \"A\"\non = \"yesterday\"\nevidence = \"x\"",
            "expected a date",
        ),
        ("met = true\nby = \"A\"\non = 2024-01-01", "has no `evidence`"),
        (
            "met = true\nby = \"A\"\non = 2024-01-01\nevidence = \"../x\"",
            "leads out of the inputs folder",
        ),
        ("check = [\"orphan-account\"]", "unknown key `check`"),
    ] {
        let (_holder, inputs) = decided(how);
        let stderr = refused(&inputs);
        assert!(stderr.contains(fragment), "{how}: {stderr}");
    }
}

#[test]
fn whoever_looked_is_on_the_staff_list_or_of_a_company_that_is_named() {
    let look = |by: &str| format!("met = true\n{by}\non = 2024-02-28\nevidence = \"seen.txt\"");
    let people = |inputs: &Path| {
        let path = inputs.join("people.csv");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{text}4,Bo Marsh,Engineer,employee,,bo2@example.com\n")).unwrap();
        fs::write(inputs.join("seen.txt"), "as it was").unwrap();
    };
    for (by, fragment) in [
        (
            "by = \"Anna Lind\"",
            "`by` is `Anna Lind`, which is no name and no id of the staff list; did you mean `Ana Lind`?; write the person",
        ),
        (
            "by = \"Zoltan\"",
            "no id of the staff list; write the person as the staff list does, or write beside it the company",
        ),
        (
            "by = \"bo marsh\"",
            "2 people of the staff list are called so; write the id of the one who is meant, one of `2`, `4`",
        ),
    ] {
        let (_holder, inputs) = decided(&look(by));
        people(&inputs);
        let stderr = refused(&inputs);
        assert!(
            stderr.contains("review.toml:") && stderr.contains(fragment),
            "{by}: {stderr}"
        );
    }
    for (by, shown) in [
        ("by = \"ana lind\"", "| met | ana lind, 2024-02-28"),
        ("by = \"3\"", "| met | Cy Stone (3), 2024-02-28"),
        (
            "by = \"Zoltan\"\ncompany = \"Outer Audit\"",
            "| met | Zoltan of Outer Audit, 2024-02-28",
        ),
    ] {
        let (_holder, inputs) = decided(&look(by));
        people(&inputs);
        let (_, page, internal) = written(&inputs);
        assert!(internal.contains(shown), "{by}: {internal}");
        assert!(!page.contains("Outer Audit") && !page.contains("Zoltan"), "{page}");
    }
}

/// The sources sheet with all that must be told, and perhaps a hash of the roles.
fn attest(inputs: &Path, roles: &str) {
    let rows = ["people.csv", "exports/vault.csv"].map(|file| {
        let hash = sha256(&fs::read(inputs.join(file)).unwrap());
        format!("{file},Ana,2024-03-01 09:00 UTC,here,full,,,,,,{hash}\n")
    });
    let roles = format!("roles.toml,Cy,2024-02-01 09:00 UTC,,,,,,,,{roles}");
    let sheet = format!("{SOURCES}\n{}{roles}\n", rows.concat());
    fs::write(inputs.join("sources.csv"), sheet).unwrap();
}

#[test]
fn a_system_passes_only_with_roles_that_were_approved_before_and_a_person_who_reviewed_it() {
    let (_holder, inputs) = small();
    attest(&inputs, "");
    let (_, _, internal) = written(&inputs);
    assert!(
        internal.contains("| Vault | baseline | 0 | 0 | 0 | 0 |")
            && internal.contains("| Vault | baseline | nobody yet | |"),
        "{internal}"
    );
    assert!(
        internal.contains("automated comparison, not yet reviewed by a person, of Vault."),
        "{internal}"
    );
    let roles = inputs.join("roles.toml");
    let approval = "[policy]\nversion = \"7\"\napproved-by = \"3\"\napproved-on = 2024-02-01\n[[role]]";
    replace(&roles, "[[role]]", approval);
    let bound = || attest(&inputs, &sha256(&fs::read(&roles).unwrap()));
    bound();
    let (_, _, internal) = written(&inputs);
    assert!(
        internal.contains("| Vault | passed | 0 | 0 | 0 | 0 |")
            && internal.contains("| Vault | passed | nobody yet | |"),
        "{internal}"
    );
    assert!(
        internal.contains("version 7 of the declared roles, which Cy Stone (3) approved on 01 February 2024"),
        "{internal}"
    );
    // Only a hash in its row of sources.csv binds the approval to the rules.
    for hash in ["0".repeat(64), String::new()] {
        attest(&inputs, &hash);
        assert!(written(&inputs).2.contains("| Vault | baseline |"), "`{hash}`");
    }
    replace(&roles, "2024-02-01", "2024-03-02");
    bound();
    assert!(written(&inputs).2.contains("| Vault | baseline |"));
    replace(&roles, "2024-03-02", "2024-02-01");
    bound();
    assert!(written(&inputs).2.contains("| Vault | passed |"));
    // Where nobody says when it was exported, nobody knows whether the roles came before.
    fs::remove_file(inputs.join("sources.csv")).unwrap();
    assert!(written(&inputs).2.contains("| Vault | baseline |"));

    // Somebody without access reviews it; then the one who approved, then one who holds something.
    let people = inputs.join("people.csv");
    let more = "4,Di Reed,Engineer,employee,,di@example.com\n";
    fs::write(&people, fs::read_to_string(&people).unwrap() + more).unwrap();
    bound();
    let reviewed = "[system.reviewed]\nby = \"4\"\non = 2024-03-01\nstatement = \"All of it is needed.\"\n[[activity]]";
    replace(&inputs.join("review.toml"), "[[activity]]", reviewed);
    let (code, _, internal) = written(&inputs);
    assert_eq!(code, 0);
    assert!(
        internal.contains("| Vault | passed | 0 | 0 | 0 | 0 |")
            && internal.contains("| Vault | passed | Di Reed (4) | 2024-03-01 |"),
        "{internal}"
    );
    assert!(internal.contains("- Vault: All of it is needed."), "{internal}");
    replace(&inputs.join("review.toml"), "by = \"4\"", "by = \"3\"");
    let (code, _, internal) = written(&inputs);
    assert_eq!(code, 1);
    for part in [
        "Cy Stone (3) reviewed Vault and holds something there with account cy@example.com.",
        "Cy Stone (3) reviewed Vault and approved the roles against which it is judged.",
        "| Vault | needs revision | 0 | 2 | 0 |",
    ] {
        assert!(internal.contains(part), "`{part}` is not in:\n{internal}");
    }
    replace(&inputs.join("review.toml"), "by = \"3\"", "by = \"Cy Stone\"");
    replace(&roles, "approved-by = \"3\"", "approved-by = \"9\"");
    let stderr = refused(&inputs);
    assert!(
        stderr.contains("`by` is `Cy Stone`, which is no id of the staff list"),
        "{stderr}"
    );
    assert!(stderr.contains("roles.toml:1: `approved-by` is `9`"), "{stderr}");
}

#[test]
fn a_review_that_does_not_count_says_why() {
    for (person, on, why) in [
        (
            "3",
            "2024-02-01",
            "it is dated 01 February 2024, before the audit date, and nothing says that the system was exported earlier.",
        ),
        ("4", "2024-03-01", "they had left by 01 March 2024."),
        ("5", "2024-03-01", "they started only after 01 March 2024."),
        ("6", "2024-03-01", "that is no person."),
        (
            "4",
            "2024-02-28",
            "it is dated 28 February 2024, before the audit date, and nothing says that the system was exported earlier, and they had \
             left by 28 February 2024.",
        ),
    ] {
        let (_holder, inputs) = small();
        let people = "id,name,role,kind,employment,company,email,start,end,owner\n\
            1,Ana Lind,Engineer,,employee,,ana@example.com,,,\n\
            2,Bo Marsh,Engineer,,contractor,Hired Hands,bo@example.com,,,\n\
            3,Cy Stone,Engineer,,employee,,cy@example.com,,,\n\
            4,Di Ross,Engineer,,employee,,di@example.com,,2024-01-31,\n\
            5,Ed Low,Engineer,,employee,,ed@example.com,2024-05-01,,\n\
            6,desk,Engineer,shared,employee,,desk@example.com,,,3\n";
        fs::write(inputs.join("people.csv"), people).unwrap();
        let reviewed = format!("[system.reviewed]\nby = \"{person}\"\non = {on}\n[[activity]]");
        replace(&inputs.join("review.toml"), "[[activity]]", &reviewed);
        let (_, _, internal) = written(&inputs);
        let sentence = internal.lines().find(|line| line.contains("does not count: ")).unwrap();
        assert!(sentence.ends_with(why), "{sentence}");
        assert!(
            internal.contains("That review does not count: see the finding void-review."),
            "{internal}"
        );
        // Where the check does not run, the document says so by itself.
        let off = "[[check]]\nid = \"void-review\"\nseverity = \"off\"\nreason = \"a test\"\n[[activity]]";
        replace(&inputs.join("review.toml"), "[[activity]]", off);
        let (_, _, internal) = written(&inputs);
        let told = "That review does not count, by what void-review asks: it was made without a list or before the last one, a";
        assert!(
            internal.contains(told) && !internal.contains("see the finding void-review"),
            "{internal}"
        );
        let mut rows = internal.lines().filter(|line| line.starts_with("| Vault | "));
        assert!(rows.any(|row| row.contains(", but void-review")), "{internal}");
    }
}

#[test]
fn a_review_of_ones_own_access_does_not_count_unless_somebody_accepts_it() {
    let (_holder, inputs) = small();
    let reviewed = "[system.reviewed]\nby = \"1\"\non = 2024-03-01\n[[activity]]";
    replace(&inputs.join("review.toml"), "[[activity]]", reviewed);
    let not_reviewed = "\nThis is an automated comparison, not yet reviewed by a person, of Vault.\n";
    let (_, _, internal) = written(&inputs);
    assert!(
        internal.contains(not_reviewed) && internal.contains(", but self-review | "),
        "{internal}"
    );
    assert!(internal.contains("They reviewed what they hold or put into force: see the finding self-review."));

    let roles = fs::read_to_string(inputs.join("roles.toml")).unwrap();
    let accepted = "\n[[exception]]\ncheck = \"self-review\"\nidentity = \"1\"\nreason = \"nobody else knows it\"\n\
        approved-by = \"3\"\ngranted = 2024-02-01\nexpires = 2024-04-30\n";
    fs::write(inputs.join("roles.toml"), roles.clone() + accepted).unwrap();
    let (_, _, internal) = written(&inputs);
    assert!(
        !internal.contains(not_reviewed) && !internal.contains(", but self-review"),
        "{internal}"
    );
    assert!(internal.contains(", self-review accepted | "), "{internal}");

    // Where the check does not run, nobody can accept it.
    fs::write(inputs.join("roles.toml"), roles).unwrap();
    let off = "[[check]]\nid = \"self-review\"\nseverity = \"off\"\nreason = \"a test\"\n[[activity]]";
    replace(&inputs.join("review.toml"), "[[activity]]", off);
    let (_, _, internal) = written(&inputs);
    assert!(
        internal.contains(not_reviewed) && internal.contains(", but self-review | "),
        "{internal}"
    );
    let told = "That review does not count, by what self-review asks: they reviewed what they hold or put into force.";
    assert!(
        internal.contains(told) && !internal.contains("see the finding self-review"),
        "{internal}"
    );
}

#[test]
fn a_baseline_for_want_of_a_time_of_export_says_so() {
    let (_holder, inputs) = small();
    let approval = "[policy]\nversion = \"7\"\napproved-by = \"3\"\napproved-on = 2024-02-01\n[[role]]";
    replace(&inputs.join("roles.toml"), "[[role]]", approval);
    let (_, _, internal) = written(&inputs);
    let told = "Nothing tells when Vault was exported, so that nothing shows that the approval came first";
    assert!(
        internal.contains("| Vault | baseline | 0 | 0 | 0 | 0 |") && internal.contains(told),
        "{internal}"
    );
    let roles = sha256(&fs::read(inputs.join("roles.toml")).unwrap());
    attest(&inputs, &roles);
    let (_, _, internal) = written(&inputs);
    assert!(!internal.contains("Nothing tells when"), "{internal}");
}

#[test]
fn a_staff_list_that_is_a_part_tests_nothing_of_those_whom_it_lacks() {
    let (_holder, inputs) = decided("checks = [\"missing-grant\"]");
    let roles = inputs.join("roles.toml");
    let declared = fs::read_to_string(&roles).unwrap();
    let policy = "[policy]\nversion = \"1\"\napproved-by = \"3\"\napproved-on = 2024-02-01\n\n";
    let must = "[[role.must]]\nsystem = \"vault\"\nlevels = [\"Admin\", \"Read\"]\n";
    fs::write(&roles, format!("{policy}{declared}{must}")).unwrap();
    let hash = sha256(&fs::read(&roles).unwrap());
    let told = |people: &str, hash_of_people: &str| {
        let rows = format!(
            "exports/vault.csv,Ana,2024-03-01 09:00 +00:00,vault,full,,,,,,\nroles.toml,Ana,,,,,,,,,{hash}\n\
             people.csv,Ana,2024-03-01 09:00 +00:00,register,{people},,,,{hash_of_people}\n"
        );
        fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{rows}")).unwrap();
        let (_, page, internal) = written(&inputs);
        (page, internal)
    };
    let lacks = "- The staff list may lack people: what somebody should have, and does not, may be missing.\n";
    let own = sha256(&fs::read(inputs.join("people.csv")).unwrap());
    let (page, internal) = told("full,3,people", &own);
    assert!(page.contains("- Only named people have access\n"));
    assert!(!internal.contains(lacks), "{internal}");
    let another = "0".repeat(64);
    for (cut, hash) in [
        ("partial,,", own.as_str()),
        ("full,4,people", &own),
        ("unknown,,", &own),
        (",3,people", &own),
        ("full,3,people", &another),
        ("full,3,people", ""),
    ] {
        let (page, internal) = told(cut, hash);
        let not_judged = "no finding; not judged where the staff list may lack people: Vault |";
        assert!(
            internal.contains(lacks) && internal.contains(not_judged),
            "{cut}: {internal}"
        );
        assert!(
            page.contains("- Only named people have access (not tested in this audit)\n"),
            "{cut}: {page}"
        );
    }
}

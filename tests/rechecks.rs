//! Two extracts of one system, end to end: what is closed, what is counted, what is refused, and what a run that finds
//! less than the one before says.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use access_review::model::hash::sha256;

use crate::support::{copy_of, replace, report, run, said, small};

const CASE: &str = "tests/cases/recheck/inputs";

/// The cells of a table by the header, row by row.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut table = csv::Reader::from_path(file).unwrap();
    table.deserialize().map(Result::unwrap).collect()
}

fn internal(out: &Path, date: &str, file: &str) -> String {
    fs::read_to_string(out.join(date).join("internal").join(file)).unwrap()
}

#[test]
fn every_state_of_a_finding_is_told_everywhere() {
    let (holder, inputs) = copy_of(CASE);
    let out = holder.path().join("out");
    let (code, told, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{stderr}");
    assert!(
        told.contains("18 open, 10 put right, 1 accepted by exceptions; "),
        "{told}"
    );
    let findings = rows(&out.join("2023-03-31/internal/findings.csv"));
    let state = |key: &str| {
        let found = findings.iter().find(|row| row.get("key").unwrap() == key);
        found
            .unwrap_or_else(|| panic!("no {key}"))
            .get("closure")
            .unwrap()
            .as_str()
    };
    for (key, closure) in [
        ("orphan-account/code/old-ci", "done"),
        ("leaver-access/code/gro", "done"),
        ("excess-grant/code/elin/app-core/Owner", "done"),
        ("missing-grant/code/K-05/app-core/Write", "done"),
        ("orphan-account/code/trial", "not done"),
        ("orphan-account/code/museum", "not done"),
        ("leaver-access/cloud/gro", "not done"),
        ("orphan-account/cloud/night-job", "unknown"),
        ("toxic-combination//K-02/////writing and deploying", "unknown"),
        ("unencrypted-workstation/notebooks/sanna/////KW-13", "unknown"),
        ("orphan-account/code/konsult", "new"),
        ("not-remediated/code/trial/////orphan-account", ""),
        ("unexplained-change/code/otto/////account removed", ""),
    ] {
        assert_eq!(state(key), closure, "{key}");
    }
    let accepted = findings
        .iter()
        .any(|row| row.get("key").unwrap().contains("not-remediated/code/museum"));
    assert!(!accepted, "what is accepted need not be put right");
    let record = internal(&out, "2023-03-31", "record.json");
    for part in [
        "\"closure\": \"not done\"",
        "\"content\": \"recheck\"",
        "\"done\": 10",
        "\"account\": \"1d6df0871ec7ff1a\"",
    ] {
        assert!(record.contains(part), "{part}");
    }
    let map = internal(&out, "2023-03-31", "people-map.json");
    assert!(
        map.contains("\"1d6df0871ec7ff1a\": {\n      \"login\": \"konsult\""),
        "{map}"
    );
    let text = internal(&out, "2023-03-31", "internal.md");
    for part in [
        "- Put right by the recheck: Account old-ci of Code",
        "Coverage: full. These are the accounts of the recheck, of 2023-03-29 16:05 +02:00.",
        "Coverage: full. These are the accounts of the first extract, of 2023-03-20 09:20 +01:00.",
        "| Wiki      | passed after what was found was put right |",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn numbers_and_grants_come_from_the_last_full_extract() {
    let (holder, inputs) = copy_of(CASE);
    let out = holder.path().join("out");
    report(&inputs, &out);
    let files = |name: &str| -> Vec<String> {
        let grants = rows(&out.join("2023-03-31/internal/grants.csv"));
        let of = grants.iter().filter(|row| row.get("system").unwrap() == name);
        let mut files: Vec<String> = of.map(|row| row.get("file").unwrap().clone()).collect();
        files.dedup();
        files
    };
    assert_eq!(files("code"), ["exports/code-2.csv"]);
    assert_eq!(files("cloud"), ["exports/cloud-1.csv"]);
    assert_eq!(files("mail"), ["exports/mail.csv"]);
    let page = fs::read_to_string(out.join("2023-03-31/public/audit.md")).unwrap();
    assert!(page.contains("During the audit 3 accounts were removed.") && page.contains("1 account was removed."));
    assert!(page.contains("the second time not known to be whole: what follows is what the first export shows"));
}

#[test]
fn a_recheck_that_is_not_later_is_refused_and_one_without_a_time_proves_nothing() {
    let (holder, inputs) = copy_of(CASE);
    let out = holder.path().join("out");
    let sheet = inputs.join("sources.csv");
    // an earlier instant by a clock that shows a later hour
    replace(&sheet, "2023-03-29 16:05 +02:00", "2023-03-20 09:30 +02:00");
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 2);
    let expected = "`exports/code-2.csv` is a recheck of Code, but was extracted at 2023-03-20 09:30 +02:00, which is not \
                    later than 2023-03-20 09:00 +01:00, when `exports/code-1.csv` was";
    assert!(stderr.contains(expected) && stderr.contains("review.toml:"), "{stderr}");
    replace(&sheet, "2023-03-20 09:30 +02:00", "2023-03-20 09:00 +01:00");
    assert_eq!(said(&report(&inputs, &out)).0, 2, "the same instant");
    replace(
        &sheet,
        "exports/code-2.csv,Elin Myhre,2023-03-20 09:00 +01:00",
        "exports/code-2.csv,Elin Myhre,",
    );
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{stderr}");
    let findings = rows(&out.join("2023-03-31/internal/findings.csv"));
    let of_code = findings.iter().filter(|row| row.get("system").unwrap() == "code");
    let states: Vec<&str> = of_code.map(|row| row.get("closure").unwrap().as_str()).collect();
    assert!(
        !states.contains(&"done") && !states.contains(&"not done") && states.contains(&"unknown"),
        "{states:?}"
    );
    let grants = internal(&out, "2023-03-31", "grants.csv");
    assert!(grants.contains("exports/code-1.csv") && !grants.contains("exports/code-2.csv"));
}

#[test]
fn explain_tells_what_became_of_a_finding() {
    let (_holder, inputs) = copy_of(CASE);
    let explain = |what: &str| {
        let (code, told, stderr) = said(&run(&["explain", what, "--inputs", inputs.to_str().unwrap()]));
        assert_eq!(code, 0, "{stderr}");
        told
    };
    let all = explain("orphan-account");
    for part in [
        "put right by the recheck",
        "still so at the recheck",
        "only the recheck shows it",
        "the recheck does not tell",
    ] {
        assert!(all.contains(part), "{part} in {all}");
    }
    assert!(explain("code: pavel").contains(
        "finding leaver-access, not met at first: Nobody who has left can still log\n      in\n    put right by the recheck"
    ));
    let elin = explain("code: elin");
    assert!(elin.contains("put right by the recheck"), "{elin}");
    let (now, before) = elin.split_once("  Code, first extract: elin, active\n").unwrap();
    assert!(
        now.contains("  Code, recheck: elin, active\n") && !now.contains("Owner on"),
        "{elin}"
    );
    assert!(before.contains("Owner on app-core"), "{elin}");
    assert!(explain("K-02").contains("  Code, recheck: elin, active\n"));
    let gone = explain("elin / app-core / Owner");
    assert!(
        gone.contains("exports/code-1.csv") && gone.contains("put right by the recheck"),
        "{gone}"
    );
    assert!(explain("elin / app-core / Write").contains("exports/code-2.csv"));
    assert!(explain("code: konsult").contains("only the recheck shows it"));
    assert!(explain("Code / Repository1 / Write / Developer").contains("exports/code-2.csv"));
    let check = said(&run(&["check", "--inputs", inputs.to_str().unwrap()])).1;
    for part in [
        "  done at the recheck\n",
        "  not done at the recheck\n",
        "  only the recheck shows it\n",
    ] {
        assert!(check.contains(part), "{part} in {check}");
    }
}

#[test]
fn what_the_run_before_found_and_this_one_does_not_is_told_and_noted() {
    let (holder, inputs) = small();
    let out = holder.path().join("out");
    let export = inputs.join("exports/vault.csv");
    let whole = fs::read_to_string(&export).unwrap();
    let account = whole.lines().last().unwrap().to_owned();
    let stranger = account.replacen(account.split(',').next().unwrap(), "stranger", 1);
    fs::write(&export, format!("{whole}{stranger}\n")).unwrap();
    let (_, told, stderr) = said(&report(&inputs, &out));
    assert!(!told.contains("gone "), "{told}{stderr}");
    let first = fs::read_to_string(out.join("2024-03-01/internal/findings.csv")).unwrap();
    assert!(first.contains("orphan-account/vault/stranger"), "{first}");
    fs::write(&export, &whole).unwrap();
    let arguments = |only: &[&'static str]| {
        let folders = ["--inputs", inputs.to_str().unwrap(), "--out", out.to_str().unwrap()];
        said(&run(&[&["report"], only, &folders[..]].concat()))
    };
    let (_, told, stderr) = arguments(&[]);
    assert!(
        told.contains("of the run before") && told.contains("orphan-account/vault/stranger"),
        "{told}{stderr}"
    );
    let log = fs::read_to_string(out.join("gone-2024-03-01.csv")).unwrap();
    assert!(
        log.starts_with("key,check,") && log.contains("orphan-account/vault/stranger"),
        "{log}"
    );
    // The folder is what a first run of the same inputs writes, and the next run has nothing to tell.
    let fresh = holder.path().join("fresh");
    report(&inputs, &fresh);
    let manifest = |out: &Path| internal(out, "2024-03-01", "manifest.json");
    assert_eq!(manifest(&out), manifest(&fresh));
    let (_, told, _) = arguments(&[]);
    assert!(!told.contains("of the run before"), "{told}");
    assert_eq!(fs::read_to_string(out.join("gone-2024-03-01.csv")).unwrap(), log);
}

#[test]
fn a_recheck_in_review_toml_has_to_be_another_file_of_a_system_that_was_exported() {
    let (holder, inputs) = copy_of(CASE);
    let out = holder.path().join("out");
    let review = inputs.join("review.toml");
    let declared = fs::read_to_string(&review).unwrap();
    replace(
        &review,
        "file = \"exports/wiki-2.csv\"",
        "file = \"exports/wiki-1.csv\"",
    );
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 2);
    assert!(
        stderr.contains("`exports/wiki-1.csv` is named as the first export already, on line "),
        "{stderr}"
    );
    let (before, after) = declared
        .split_once("[[system.export]]\nfile = \"exports/wiki-1.csv\"")
        .unwrap();
    let (_, after) = after.split_once("[[system.recheck]]").unwrap();
    fs::write(&review, format!("{before}[[system.recheck]]{after}")).unwrap();
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 2);
    assert!(
        stderr.contains("`[[system.recheck]]` stands in a system without `[[system.export]]`"),
        "{stderr}"
    );
    fs::write(
        &review,
        declared.replace(
            "[[system.recheck]]\nfile = \"exports/wiki-2.csv\"",
            "[system.recheck]\nfile = \"x\"",
        ),
    )
    .unwrap();
    let (_, _, stderr) = said(&report(&inputs, &out));
    assert!(stderr.contains("begin each with `[[system.recheck]]`"), "{stderr}");
}

#[test]
fn a_recheck_of_another_instance_is_refused() {
    let (_holder, inputs) = copy_of(CASE);
    let sheet = inputs.join("sources.csv");
    replace(
        &sheet,
        "16:05 +02:00,code.example.com",
        "16:05 +02:00, Code.Example.com",
    );
    let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 1, "the same, in other letters: {stderr}");
    replace(&sheet, " Code.Example.com", "other.example.com");
    let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 2);
    assert!(
        stderr.contains(
            "`exports/code-2.csv` is a recheck of Code, but the sources sheet says that it is of the instance \
             `other.example.com`, and the first extract of `code.example.com`; export the same instance again"
        ),
        "{stderr}"
    );
}

#[test]
fn what_one_instance_shows_again_closes_nothing_of_another() {
    let (holder, inputs) = copy_of(CASE);
    let exports = inputs.join("exports");
    let review = inputs.join("review.toml");
    let mut text = fs::read_to_string(&review).unwrap();
    let mut told = fs::read_to_string(inputs.join("sources.csv")).unwrap();
    for (file, other, at) in [
        ("code-1.csv", "code-1b.csv", "2023-03-20 09:00 +01:00"),
        ("code-2.csv", "code-2b.csv", "2023-03-29 16:05 +02:00"),
    ] {
        let bytes = [&fs::read(exports.join(file)).unwrap()[..], b"\n"].concat();
        fs::write(exports.join(other), &bytes).unwrap();
        let hash = sha256(&bytes);
        told = format!("{told}exports/{other},Elin Myhre,{at},other.example.com,full,,,,,,{hash}\n");
        let named = text.find(&format!("file = \"exports/{file}\"")).unwrap();
        let begin = text[..named].rfind("[[system.").unwrap();
        let end = text[named..].find("\n[").map_or(text.len(), |end| named + end + 1);
        let stanza = text[begin..end].replace(file, other);
        text.insert_str(end, &stanza);
    }
    fs::write(&review, text).unwrap();
    let out = holder.path().join("out");
    let closure = |told: &str| {
        fs::write(inputs.join("sources.csv"), told).unwrap();
        let (code, _, stderr) = said(&report(&inputs, &out));
        assert_eq!(code, 1, "{stderr}");
        let findings = rows(&out.join("2023-03-31/internal/findings.csv"));
        let found = findings.iter().find(|row| row["key"] == "orphan-account/code/old-ci");
        found.unwrap()["closure"].clone()
    };
    assert_eq!(closure(&told), "done");
    let same = told.replace("16:05 +02:00,other.example.com", "16:05 +02:00,code.example.com");
    assert_ne!(same, told);
    assert_eq!(closure(&same), "unknown", "nothing of the other was exported again");
}

#[test]
fn whoever_put_a_finding_right_stands_beside_what_the_recheck_shows() {
    let (holder, inputs) = copy_of(CASE);
    let review = inputs.join("review.toml");
    let text = fs::read_to_string(&review).unwrap();
    let told = |stanzas: &str| fs::write(&review, format!("{text}\n{stanzas}")).unwrap();
    told(
        "[[put-right]]\nfindings = [\"orphan-account/code/old-ci\"]\nby = \"K-01\"\nticket = \"OPS-7\"\n\
         [[put-right]]\nfindings = [\"orphan-account/code/trial\"]\nby = \"Zoltan\"\ncompany = \"Outer Hands\"\n",
    );
    let out = holder.path().join("out");
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{stderr}");
    let keys: Vec<String> = rows(&out.join("2023-03-31/internal/findings.csv"))
        .into_iter()
        .filter_map(|mut row| row.remove("key"))
        .filter(|key| key.starts_with("not-remediated"))
        .collect();
    assert_eq!(
        keys,
        ["not-remediated/code/trial/////orphan-account"],
        "nobody says so of others"
    );
    let internal = internal(&out, "2023-03-31", "internal.md");
    let line = |login: &str, part: &str| {
        let mut lines = internal
            .lines()
            .filter(|line| line.starts_with("- ") && line.contains(part));
        assert!(lines.any(|line| line.contains(login)), "{login} {part}: {internal}");
    };
    line("old-ci", " (K-01), OPS-7.");
    line("old-ci", " Put right by ");
    line("trial", " Said to be put right by Zoltan of Outer Hands.");
    let page = fs::read_to_string(out.join("2023-03-31/public/audit.md")).unwrap();
    assert!(!page.contains("Zoltan") && !page.contains("OPS-7"), "{page}");
    let explained = |key: &str| said(&run(&["explain", key, "--inputs", inputs.to_str().unwrap()])).1;
    let done = explained("orphan-account/code/old-ci");
    assert!(done.contains("put right by K-01, OPS-7 (review.toml, line "), "{done}");
    let still = explained("orphan-account/code/trial");
    assert!(
        still.contains("Account trial of "),
        "the sentence of the document: {still}"
    );
    assert!(
        still.contains("said to be put right by Zoltan of Outer Hands (review.toml"),
        "{still}"
    );
    for (findings, by, fragment) in [
        (
            "\"orphan-account/code/old-cj\"",
            "K-01",
            "the key of no finding; did you mean `orphan-account/code/old-ci`?; write a key",
        ),
        (
            "\"unexplained-change/code/otto/////account removed\"",
            "K-01",
            "of which no later export tells whether it was put right",
        ),
        (
            "\"orphan-account/code/old-ci\"",
            "Nobody Known",
            "`by` is `Nobody Known`, which is no name and no id of the staff list",
        ),
        (
            "\"orphan-account/code/old-ci\"",
            "K-06",
            "who was no longer there on 2023-03-20, when what is put right was found; name who did it",
        ),
        (
            "\"orphan-account/code/old-ci\"",
            "gro fjeldstad",
            "`by` names `gro fjeldstad`, who was no longer there on 2023-03-20",
        ),
        (
            "\"a/b\", \"a/b\"",
            "K-01",
            "finding `a/b` is put right twice, first on line ",
        ),
    ] {
        told(&format!("[[put-right]]\nfindings = [{findings}]\nby = \"{by}\"\n"));
        let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
        assert_eq!(code, 2);
        assert!(
            stderr.contains("review.toml:") && stderr.contains(fragment),
            "{findings}: {stderr}"
        );
    }
    told("[[put-right]]\nfindings = [\"orphan-account/code/old-ci\"]\nby = \"Ines Duarte\"\n");
    let people = inputs.join("people.csv");
    for (from, to, expected) in [("2022-02-01", "2023-03-25", 1), ("2023-03-25", "2023-03-30", 2)] {
        replace(
            &people,
            &format!("ines.duarte@example.com,{from}"),
            &format!("ines.duarte@example.com,{to}"),
        );
        let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
        assert_eq!(code, expected, "between the extracts, and after both: {stderr}");
    }
}

#[test]
fn a_recheck_of_a_part_of_the_files_tells_nothing_of_the_others() {
    let (holder, inputs) = copy_of("tests/cases/bad-year/inputs");
    let exports = inputs.join("exports");
    let again = fs::read(exports.join("cloud.csv")).unwrap();
    fs::write(exports.join("cloud-again.csv"), [&again[..], b"\n"].concat()).unwrap();
    let hash = access_review::model::hash::sha256(&fs::read(exports.join("cloud-again.csv")).unwrap());
    let sources = inputs.join("sources.csv");
    replace(
        &sources,
        "2022-10-06 08:00 +02:00,cloud",
        "2022-10-05 08:00 +02:00,cloud",
    );
    let text = fs::read_to_string(&sources).unwrap();
    let row = format!(
        "exports/cloud-again.csv,Jonas Achterberg,2022-10-05 18:00 +02:00,cloud.example.com,full,,,,,,{hash}\n"
    );
    fs::write(&sources, text + &row).unwrap();
    let review = inputs.join("review.toml");
    let text = fs::read_to_string(&review).unwrap();
    let begin = text.find("file = \"exports/cloud.csv\"").unwrap();
    let begin = text[..begin].rfind("[[system.export]]").unwrap();
    let lines: Vec<&str> = text[begin..].lines().take_while(|line| !line.is_empty()).collect();
    let stanza = lines.join("\n") + "\n";
    let recheck = stanza
        .replace("[[system.export]]", "[[system.recheck]]")
        .replace("cloud.csv", "cloud-again.csv");
    let next = begin + text[begin..].find("\n[[system]]").unwrap();
    fs::write(&review, format!("{}\n{recheck}{}", &text[..next], &text[next..])).unwrap();
    let out = holder.path().join("out");
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{stderr}");
    let findings = rows(&out.join("2022-10-05/internal/findings.csv"));
    let of_root: Vec<(&str, &str)> = (findings.iter())
        .map(|row| (row["key"].as_str(), row["closure"].as_str()))
        .filter(|(key, _)| key.contains("<root_account>") && !key.starts_with("unexplained-change"))
        .collect();
    assert!(of_root.len() >= 3, "{of_root:?}");
    assert!(of_root.iter().all(|(_, closure)| *closure == "unknown"), "{of_root:?}");
    let told = |key: &str| findings.iter().any(|row| row["key"].starts_with(key));
    assert!(
        !told("unexplained-change/cloud/<root_account>"),
        "it may only be unseen"
    );
    assert!(
        told("unbound-document")
            && findings
                .iter()
                .filter(|row| row["check"] == "unbound-document")
                .all(|row| row["closure"].is_empty())
    );
}

#[test]
fn a_recheck_of_one_of_two_files_of_a_kind_is_a_part() {
    let (holder, inputs) = copy_of(CASE);
    let exports = inputs.join("exports");
    let list = fs::read_to_string(exports.join("code-1.csv")).unwrap();
    let (header, rows) = list.split_once('\n').unwrap();
    let (web, others): (Vec<&str>, Vec<&str>) = rows.lines().partition(|row| row.contains("app-web"));
    assert!(!web.is_empty() && !others.is_empty());
    let part = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    fs::write(exports.join("code-1.csv"), part(&others)).unwrap();
    fs::write(exports.join("code-1w.csv"), part(&web)).unwrap();
    let stanza = "[[system.export]]\nfile = \"exports/code-1.csv\"\ncoverage = \"full\"\n\
                  columns = { account = \"user\", resource = \"repository\", level = \"role\", status = \"status\" }\n";
    let both = format!("{stanza}\n{}", stanza.replace("code-1", "code-1w"));
    replace(&inputs.join("review.toml"), stanza, &both);
    let out = holder.path().join("out");
    let (code, _, stderr) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{stderr}");
    let findings = rows_of_code(&out);
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|closure| closure != "done"), "{findings:?}");
}

/// What became of the findings of the system `code`.
fn rows_of_code(out: &Path) -> Vec<String> {
    let findings = rows(&out.join("2023-03-31/internal/findings.csv"));
    let cell = |row: &BTreeMap<String, String>, name: &str| row.get(name).unwrap().clone();
    let of_code = findings.iter().filter(|row| cell(row, "system") == "code");
    of_code.map(|row| cell(row, "closure")).collect()
}

#[test]
fn a_recheck_of_which_not_everything_was_read_is_not_called_full_alone() {
    let (holder, inputs) = copy_of(CASE);
    let out = holder.path().join("out");
    report(&inputs, &out);
    let whole = internal(&out, "2023-03-31", "internal.md");
    let told = |text: &str| {
        let mut rows = text.lines().filter(|line| line.starts_with("| Code "));
        let row = rows.find(|row| row.contains("2023-03-29 16:05")).unwrap_or_default();
        row.contains("full, but not all of it was read or is there")
    };
    assert!(!told(&whole), "{whole}");
    let file = inputs.join("exports/code-2.csv");
    let text = fs::read_to_string(&file).unwrap();
    let text = format!("{}\n,app-core,Write,active\n", text.trim_end());
    let sheet = inputs.join("sources.csv");
    replace(&sheet, &sha256(&fs::read(&file).unwrap()), &sha256(text.as_bytes()));
    fs::write(&file, text).unwrap();
    let again = holder.path().join("again");
    let (code, _, error) = said(&report(&inputs, &again));
    assert!(code < 2, "{error}");
    let text = internal(&again, "2023-03-31", "internal.md");
    assert!(told(&text), "{text}");
}

#[test]
fn that_a_review_is_older_than_the_recheck_is_nothing_that_the_recheck_shows() {
    let (holder, inputs) = copy_of(CASE);
    let out = holder.path().join("out");
    let review = inputs.join("review.toml");
    let text = fs::read_to_string(&review).unwrap();
    fs::write(&review, text.replace("on = 2023-03-31", "on = 2023-03-22")).unwrap();
    let (code, _, error) = said(&report(&inputs, &out));
    assert_eq!(code, 1, "{error}");
    let findings = rows(&out.join("2023-03-31/internal/findings.csv"));
    let void: Vec<_> = (findings.iter())
        .filter(|row| row.get("key").unwrap().starts_with("void-review/"))
        .collect();
    assert!(!void.is_empty());
    for row in void {
        assert_eq!(row.get("closure").unwrap(), "", "{row:?}");
    }
}

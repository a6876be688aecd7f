//! Templates of somebody's own: written to edit, taken in the place of the program's, and told apart where they are wrong.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::Path;

use crate::support::{example, files, replace, report, root, run, said, small};

/// Writes the program's templates into the inputs, and keeps these.
fn eject(inputs: &Path, kept: &[&str]) {
    let folder = inputs.join("templates");
    let (code, stdout, stderr) = said(&run(&["templates", "eject", folder.to_str().unwrap()]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains(folder.to_str().unwrap()), "{stdout}");
    for name in files(&folder).keys() {
        if !kept.contains(&name.as_str()) {
            fs::remove_file(folder.join(name)).unwrap();
        }
    }
}

#[test]
fn templates_as_they_were_written_make_the_same_documents() {
    let (holder, inputs) = example();
    let folder = inputs.join("templates");
    assert_eq!(said(&run(&["templates", "eject", folder.to_str().unwrap()])).0, 0);
    let written = files(&folder);
    assert!(written.len() > 20, "{:?}", written.keys());
    for (name, bytes) in &written {
        assert!(
            *bytes == fs::read(root().join("templates").join(name)).unwrap(),
            "{name}"
        );
    }
    let out = holder.path().join("out");
    assert_eq!(said(&report(&inputs, &out)).0, 0);
    let (own, usual) = (files(&out.join("2021-10-06")), files(&root().join("out/2021-10-06")));
    for (name, bytes) in usual.iter().filter(|(name, _)| name.starts_with("public/")) {
        assert!(own.get(name) == Some(bytes), "{name}");
    }
    // Those that decided how the audit reads are listed with their hashes, as declarations are.
    let internal = String::from_utf8(own["internal/internal.md"].clone()).unwrap();
    let rows = internal.lines().filter(|line| line.starts_with("| templates/"));
    assert_eq!(rows.count(), written.len());
    let others: Vec<&str> = internal
        .lines()
        .filter(|line| !line.starts_with("| templates/"))
        .collect();
    let before = String::from_utf8(usual["internal/internal.md"].clone()).unwrap();
    assert_eq!(others, before.lines().collect::<Vec<_>>());
}

#[test]
fn nothing_is_written_over_a_template_that_is_there() {
    let holder = tempfile::tempdir().unwrap();
    let dir = holder.path().join("mine");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("words.toml"), "mine").unwrap();
    let (code, _, stderr) = said(&run(&["templates", "eject", dir.to_str().unwrap()]));
    assert_eq!(code, 2);
    assert!(stderr.contains("holds words.toml already"), "{stderr}");
    assert_eq!(files(&dir).len(), 1);
    assert_eq!(fs::read(dir.join("words.toml")).unwrap(), b"mine");
}

#[test]
fn another_language_is_a_matter_of_templates() {
    let (holder, inputs) = small();
    eject(&inputs, &["audit.md", "words.toml", "checks.toml"]);
    let own = inputs.join("templates");
    replace(&own.join("audit.md"), "\nCategory\n", "\r\nBereich\r\n");
    fs::write(
        own.join("words.toml"),
        "\u{feff}[coverage]\nunknown = \"ohne Angabe\"\n",
    )
    .unwrap();
    fs::write(
        own.join("checks.toml"),
        "[[check]]\nid = \"no-mfa\"\ntitle = \"Alle melden sich doppelt an\"\nwhy = \"\"\nfix = \"\"\nfinding = \"\"\n",
    )
    .unwrap();
    said(&report(&inputs, &holder.path().join("out")));
    let written = files(&holder.path().join("out/2024-03-01"));
    let text = |name: &str| String::from_utf8(written[name].clone()).unwrap();
    for name in ["public/audit.md", "public/audit.html", "public/audit.confluence.xml"] {
        assert!(
            text(name).contains("Bereich") && !text(name).contains("Category"),
            "{name}"
        );
    }
    let internal = text("internal/internal.md");
    assert!(internal.contains("ohne Angabe"), "{internal}");
    assert!(internal.contains("Alle melden sich doppelt an"));
    // What an own file lacks is the program's.
    assert!(internal.contains("Every account belongs to somebody in the roster"));
}

#[test]
fn diff_writes_with_own_templates_too() {
    let (holder, inputs) = small();
    let out = holder.path().join("out");
    said(&report(&inputs, &out));
    eject(&inputs, &["difference.md"]);
    replace(
        &inputs.join("templates/difference.md"),
        "Access audit: changes",
        "Was anders ist",
    );
    let audit = out.join("2024-03-01");
    let file = holder.path().join("changes.md");
    let [audit, file, inputs] = [&audit, &file, &inputs].map(|path| path.to_str().unwrap());
    let (code, _, stderr) = said(&run(&["diff", audit, audit, "-o", file, "--inputs", inputs]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(fs::read_to_string(file).unwrap().contains("Was anders ist"));
}

/// Spoils one template of a review; what is said then, with nothing written.
fn refused(name: &str, from: &str, to: &str) -> String {
    let (holder, inputs) = small();
    eject(&inputs, &[name]);
    replace(&inputs.join("templates").join(name), from, to);
    let out = holder.path().join("out");
    let (code, stdout, stderr) = said(&report(&inputs, &out));
    assert_eq!((code, stdout.as_str()), (2, ""), "{to}: {stderr}");
    assert!(!out.exists() || files(&out).is_empty(), "{to}");
    let checked = said(&run(&["check", "--inputs", inputs.to_str().unwrap()])).2;
    // `check` renders no document that names people, and reads no number back.
    let is_seen = name != "internal.md" && !stderr.contains("disagrees");
    assert!(!is_seen || checked == stderr, "{to}: {checked}");
    stderr
}

/// A template, what is replaced there by what, and what is said of it.
const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        "audit.md",
        "{{ row.activity }}",
        "{{ row.actvity }}",
        "templates/audit.md:45: `{{ row.actvity }}`: there is no `actvity` in `row`; did you mean `activity`?; known there: \
             `activity`, `category`, `scope`, `systems`",
    ),
    // In a condition, where Tera would take it for an empty one.
    (
        "audit.md",
        "{% if row.category -%}",
        "{% if row.categry -%}",
        "templates/audit.md:36: `{% if row.categry -%}`: there is no `categry` in `row`; did you mean `category`?",
    ),
    (
        "audit.md",
        "in rows -%}",
        "in rws -%}",
        "templates/audit.md:34: `{% for row in rws -%}`: there is no `rws`; did you mean `rows`?",
    ),
    // In a branch that this review does not take.
    (
        "limits.md",
        "{{ system.incomplete.rejected }}",
        "{{ system.incomplete.rejcted }}",
        "there is no `rejcted` in `incomplete`; did you mean `rejected`?",
    ),
    // Known elsewhere, not here.
    (
        "audit.md",
        "{{ row.activity }}",
        "{{ row.people }}",
        "templates/audit.md:45: `{{ row.people }}`: field `people` is not defined; known there: `activity`, `category`, \
             `scope`, `systems`",
    ),
    (
        "audit.md",
        "{{ row.activity }}",
        "{{ count }}",
        "templates/audit.md:45: `{{ count }}`: variable `count` is not defined; known there: `classification`, `edition`, `front`, ",
    ),
    (
        "internal.md",
        "{% include \"files.md\" %}",
        "{{ front.text }}",
        "templates/internal.md:24: `{{ front.text }}`: field `text` is not defined; did you mean `next`?; known there: `approver`",
    ),
    (
        "audit.md",
        "{{ row.activity }}",
        "{{ row.activity | uper }}",
        "`{{ row.activity | uper }}`: unknown filter `uper`; did you mean `upper`?; known there: `date`, `listed`",
    ),
    (
        "audit.md",
        "include \"system.md\"",
        "include \"sytem.md\"",
        "`{% include \"sytem.md\" %}`: unknown template `sytem.md`; did you mean `system.md`?",
    ),
    (
        "audit.md",
        "{{ row.activity }}",
        "{{ row.activity }",
        "templates/audit.md:45: `{{ row.activity }`: found `}` but expected }}",
    ),
    (
        "audit.md",
        "{% endfor -%}\n</tbody>",
        "</tbody>",
        "templates/audit.md:62: at the end: unexpected end of input",
    ),
    (
        "audit.md",
        "{{ row.activity }}",
        "{{ row.activity | date }}",
        "templates/audit.md:45: `{{ row.activity | date }}`: `Secrets`: ",
    ),
    (
        "audit.md",
        "{%- set edition = \"Public edition\" -%}",
        "",
        "`front.md` of the program, as your templates use it:6: `edition: {{ edition | quoted }}`: ",
    ),
    (
        "system.md",
        "**{{ system.name }}**",
        "{% include \"audit.md\" %}",
        "do not fit together",
    ),
    (
        "audit.md",
        "{{ row.activity }}",
        "{{ row.activity | safe }}",
        "templates/audit.md:45: `{{ row.activity | safe }}`: `row.activity | safe` is not escaped",
    ),
    (
        "audit.md",
        "{{ row.activity }}",
        "{% set it = row.activity | safe %}{{ it }}",
        "a filter that leaves a value unescaped",
    ),
    (
        "audit.md",
        "{{ row.activity }}",
        "[here]({{ row.activity }})",
        "stands in the target of a link",
    ),
    (
        "audit.md",
        "{{ row.activity }}",
        "<em>{{ row.activity }}</em>",
        "`public/audit.md`, as the templates in `templates/` make it, is not in the dialect, at `<em>Secrets</em>`",
    ),
    (
        "count.md",
        "{{ count.people }}",
        "{{ count.contractors }}",
        "`public/audit.md` disagrees at number 1",
    ),
    (
        "words.toml",
        "passed = \"passed\"",
        "passd = \"passed\"",
        "templates/words.toml:21: `passd` is no key of `[standing]`; did you mean `passed`?",
    ),
    (
        "words.toml",
        "[standing]",
        "[standng]",
        "templates/words.toml:20: `standng` is no group of words; did you mean `standing`?",
    ),
    (
        "words.toml",
        "active = \"active\"",
        "active = 1",
        "templates/words.toml:10: `active` is no text; write it in quotes",
    ),
    (
        "words.toml",
        "active = \"active\"",
        "active = “active”",
        "templates/words.toml:10: cannot read `active = “active”`",
    ),
    (
        "checks.toml",
        "id = \"orphan-account\"",
        "id = \"orphn-account\"",
        "templates/checks.toml:17: there is no check `orphn-account`; did you mean `orphan-account`?",
    ),
    (
        "checks.toml",
        "{% if account_name %}",
        "{% if acount_name %}",
        "there is no `acount_name`; did you mean `account_name`?; known there: `account`, `account_name`",
    ),
    (
        "checks.toml",
        "{{ account }}",
        "{{ account",
        "templates/checks.toml:17: `Account {{ account{% if account_name %}",
    ),
    ("checks.toml", "[unjudged]", "[unjudgd]", "templates/checks.toml:"),
    (
        "checks.toml",
        "[unjudged]",
        "[unjudged]\nnobody = \"\"",
        ": `nobody` is no key of `[unjudged]`",
    ),
];

#[test]
fn whatever_is_wrong_with_a_template_is_told_with_its_line_and_what_is_known_there() {
    for (name, from, to, said) in WRONG {
        let stderr = refused(name, from, to);
        assert!(stderr.contains(said), "expected: {said}\nfound: {stderr}");
    }
}

#[test]
fn a_template_that_nothing_would_use_and_one_in_another_encoding_are_refused() {
    let (_holder, inputs) = small();
    let own = inputs.join("templates");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("adit.md"), "x").unwrap();
    fs::write(own.join("held.md"), b"one\ntw\xf6\n").unwrap();
    let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(code, 2);
    assert!(stderr.contains("error: 2 problems; nothing was written"), "{stderr}");
    assert!(
        stderr.contains("templates/adit.md: stands in the place of no template"),
        "{stderr}"
    );
    assert!(stderr.contains("did you mean `audit.md`?"), "{stderr}");
    assert!(
        stderr.contains("templates/held.md:2: holds a letter that is not UTF-8"),
        "{stderr}"
    );
}

#[test]
fn a_template_of_a_public_page_names_nobody() {
    for words in [
        "Ask Ana Lind",
        "Ask Ana\nLind",
        "Ask **Ana** Lind",
        "{* x *}Lind, Ana{* y *}",
        "{{ \"Ana\" }} Lind",
        "ana@example.com",
    ] {
        for name in ["audit.md", "held.md", "narrative.md", "count.md"] {
            let stderr = {
                let (_holder, inputs) = small();
                eject(&inputs, &[name]);
                let file = inputs.join("templates").join(name);
                let text = fs::read_to_string(&file).unwrap();
                fs::write(&file, format!("{}\n\n{words}\n", text.trim_end())).unwrap();
                said(&run(&["check", "--inputs", inputs.to_str().unwrap()])).2
            };
            let line = 2 + fs::read_to_string(root().join("templates").join(name))
                .unwrap()
                .lines()
                .count();
            assert!(
                stderr.contains(&format!("templates/{name}:{line}: `template` holds the ")),
                "{words}: {stderr}"
            );
        }
    }
    // The internal document may.
    let (_holder, inputs) = small();
    eject(&inputs, &["internal.md"]);
    let file = inputs.join("templates/internal.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n\nAsk Ana Lind\n")).unwrap();
    assert_ne!(said(&run(&["check", "--inputs", inputs.to_str().unwrap()])).0, 2);
}

//! What is said of files that hold secrets, may hold some, or hold records instead of rows: never a value that may be a
//! secret, and always where a person finds it. One more file that must not be shown: a row of [`UNRECOGNISED`].

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::Path;

use access_review::{config, ingest};

use crate::recognise::{PAGES, SECRET, USERS, put, read, refused, review};
use crate::support::{replace, report, said, small};

/// A file that holds another.
const HOLDER: &str = r#"id = "holder"
format = "Wrapped"
[match]
paths = ["Content"]
[input]
reader = "json"
base64 = "Content"
"#;

/// The same with a key beside it.
const REFUSED: &str = r#"id = "refused"
format = "Wrapped with a key"
refuse = "it holds a key; leave it out"
[match]
paths = ["Content", "Key"]
"#;

#[test]
fn an_own_profile_reads_nothing_that_another_refuses() {
    let text = "Login,Role,Password\nanna,admin,hunter2\n";
    let why = read(text, &[USERS, SECRET]).unwrap().why;
    assert!(
        why.contains(
            "`profiles/users.toml` fits it too, but no profile reads what `profiles/secret.toml` refuses: delete it"
        ),
        "{why}"
    );
    let why = read("Login,Password\nanna,hunter2\n", &[USERS, SECRET]).unwrap().why;
    assert!(!why.contains("fits it too"), "{why}");

    let inside = "TG9naW4sUm9sZQphbm5hLGFkbWluCg==";
    let wrapped = format!("{{\"Content\": \"{inside}\"}}");
    assert_eq!(read(&wrapped, &[USERS, HOLDER, REFUSED]).unwrap().profile, "holder");
    let keyed = format!("{{\"Content\": \"{inside}\", \"Key\": \"hunter2\"}}");
    let trial = read(&keyed, &[USERS, HOLDER, REFUSED]).unwrap();
    assert!(
        trial.facts.refused && trial.why.contains("`profiles/holder.toml` fits it too"),
        "{trial:?}"
    );
    let named = keyed.replace("Key", "ApiKey");
    let message = refused(&named, &[USERS, HOLDER, REFUSED]);
    assert!(message.contains("values stand under `ApiKey`"), "{message}");
}

/// Files that nothing recognises, each with a secret in its first row or its keys, and what is told instead.
const UNRECOGNISED: [(&str, &str); 13] = [
    ("db.example.com:5432:app:bo:EXAMPLE\n", "its first line looks like data"),
    ("TOKEN=EXAMPLE\nother=x\n", "its first line looks like data"),
    (
        "bo,example\nana,sunshine\n",
        "its first row, of 2 cells, looks like data",
    ),
    (
        "Bo,Example\nAna,Sunshine\n",
        "its first row, of 2 cells, looks like data",
    ),
    (
        "Ada Lind,Example\nbo,dragon\nana,sunshine\n",
        "its first row, of 2 cells, looks like data",
    ),
    ("example horse staple\n", "its first line looks like data"),
    (
        "{\"EXAMPLE0wJalrXUtnFEMI\": 1, \"users\": []}",
        "its 2 keys may be data",
    ),
    ("{\"bo@example.com\": {\"right\": 1}}", "its key may be data"),
    ("{\"example\": \"bo\", \"dragon\": \"ana\"}", "its 2 keys may be data"),
    ("{\"example\": [{\"right\": 1}]}", "its key may be data"),
    ("{\"example\": [], \"dragon\": \"ana\"}", "its 2 keys may be data"),
    ("[{\"example\": 1}, {\"dragon\": 2}]", "its key may be data"),
    (
        "[{\"bo@example.com\": 1, \"bo@example.com\": 2}]",
        "a key that looks like data stands twice",
    ),
];

#[test]
fn a_row_or_a_key_that_may_be_data_is_described_and_never_shown() {
    for (text, told) in UNRECOGNISED {
        let message = refused(text, &[USERS, PAGES]);
        assert!(message.contains(told), "{message}");
        assert!(!message.to_lowercase().contains("example"), "{message}");
        let is_tree = text.starts_with(['{', '[']);
        assert!(!is_tree || !message.contains("`columns`"), "there are none: {message}");
    }
}

#[test]
fn a_row_that_may_be_data_is_not_shown_where_columns_are_mapped() {
    for (text, told) in [
        (
            "bo,EXAMPLE-no\nana,sunshine9\n",
            "holds 2 cells that look like data and are not shown",
        ),
        (
            "Bo,Example\nAna,Sunshine\n",
            "holds 2 cells that look like data and are not shown",
        ),
        ("Users,Right\nana,x\n", "holds `Users`, `Right`"),
    ] {
        let (holder, inputs) = small();
        fs::write(inputs.join("exports/vault.csv"), text).unwrap();
        let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
        assert_eq!(code, 2);
        assert!(error.contains(told), "{error}");
        assert!(
            !error.to_lowercase().contains("bo`") && !error.contains("EXAMPLE"),
            "{error}"
        );
    }
}

#[test]
fn what_was_found_in_a_file_without_a_header_is_no_row_of_it() {
    let text = "kali:x:1000:1000:Kali Lind:/home/kali:/bin/bash\nroot:x:0:0:root:/root:/bin/bash\n";
    let all = config::profiles(Path::new("no such folder")).unwrap();
    let trial = ingest::trial("passwd", text.as_bytes(), &all).unwrap();
    assert!(trial.found.is_empty(), "{:?}", trial.found);
}

/// The reasons of the rejected records.
fn rejected(text: &str, profile: &str) -> Vec<String> {
    let rows = read(text, &[profile]).unwrap().rows;
    rows.rejected.iter().map(|row| row.reason.reveal().to_owned()).collect()
}

#[test]
fn a_record_of_a_tree_has_no_cells_and_no_columns() {
    let profile = PAGES.replace(
        "account = \"login\"\n[[",
        "account = \"login\"\nname = \"names[*]\"\n[[",
    );
    let text = r#"{"type": "list", "values": [{"kind": "robot"}, {"login": "bo", "names": ["Bo", "Bob"]}]}"#;
    let told = rejected(text, &profile);
    assert!(
        told[0].starts_with("the record has no `login`, where a value is expected; export again, or say in a copy"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("`names[*]` holds several values, `Bo`, `Bob`, where one is expected; export again"),
        "{told:?}"
    );
    assert!(
        told.iter()
            .all(|told| !told.contains("cell") && !told.contains("`columns`")),
        "{told:?}"
    );
}

#[test]
fn a_tree_without_records_has_no_header_that_rows_could_be_below() {
    let (holder, inputs) = review(&[PAGES], r#"{"type": "list", "values": []}"#, "");
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(code == 2 && error.contains("there are no records in it"), "{error}");
    assert!(!error.contains("header"), "{error}");
}

#[test]
fn a_record_is_called_so_where_a_row_says_something_else_of_an_account() {
    let mailed = PAGES.replace("account = \"login\"\n[[", "account = \"login\"\nemail = \"mail\"\n[[");
    let (holder, inputs) = small();
    put(&inputs, &[&mailed]);
    let text =
        r#"{"type": "list", "values": [{"login": "x"}, {"login": "bo", "mail": "bo@example.com", "roles": ["Read"]}]}"#;
    fs::write(inputs.join("exports/pages.json"), text).unwrap();
    fs::write(
        inputs.join("exports/vault.csv"),
        "User,Permission,Mail\nbo,Read,bob@example.com\n",
    )
    .unwrap();
    let export = "[[system.export]]\n";
    replace(
        &inputs.join("review.toml"),
        export,
        &format!("{export}file = \"exports/pages.json\"\n{export}"),
    );
    replace(
        &inputs.join("review.toml"),
        "level = \"Permission\" }",
        "level = \"Permission\", email = \"Mail\" }",
    );
    let out = holder.path().join("out");
    let (_, _, error) = said(&report(&inputs, &out));
    let internal = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap_or(error);
    assert!(
        internal.contains("than record number 2 of another file of this system does"),
        "{internal}"
    );
}

#[test]
fn a_staff_list_of_records_is_told_by_their_pointers() {
    const STAFF: &str = r#"id = "staff"
format = "Staff, JSON"
[match]
paths = ["staff[*].number"]
[input]
reader = "json"
[[records]]
path = ["staff[*]"]
[[records.emit]]
kind = "person"
id = "number"
name = "name"
role = "post"
email = "mail"
employment = "is"
"#;
    let (holder, inputs) = small();
    put(&inputs, &[STAFF]);
    fs::remove_file(inputs.join("people.csv")).unwrap();
    replace(
        &inputs.join("review.toml"),
        "[[system]]",
        "[roster]\nfile = \"people.json\"\n[[system]]",
    );
    let person = |number: u8, is: &str| {
        format!(
            "{{\"number\": \"{number}\", \"name\": \"Ana Lind\", \"post\": \"Engineer\", \"mail\": \"a@example.com\", \
             \"is\": \"{is}\"}}"
        )
    };
    let list = |people: &[String]| format!("{{\"staff\": [{}]}}", people.join(","));
    fs::write(inputs.join("people.json"), list(&[person(1, "employee")])).unwrap();
    put(&inputs, &[&STAFF.replace("role = \"post\"\n", "")]);
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(
        code == 2 && error.contains("gives nobody a role; say in a copy of it in inputs/profiles"),
        "{error}"
    );
    put(&inputs, &[STAFF]);
    for (people, expected) in [
        (
            list(&[person(1, "employee"), person(1, "employee")]),
            "people.json: record /staff/1: id `1` stands in record /staff/0 already",
        ),
        (
            list(&[person(1, "odd"), person(2, "odd")]),
            "people.json: record /staff/1: cell `is` holds `odd`, as record /staff/0 does; what is expected",
        ),
    ] {
        fs::write(inputs.join("people.json"), people).unwrap();
        let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
        assert!(code == 2 && error.contains(expected), "{error}");
    }
}

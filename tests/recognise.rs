//! How a file is recognised and what becomes of its records, by small profiles of their own: every message of the
//! engine has a case. One more: a profile here, or a text that one of them reads wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use access_review::model::profile::{Profile, SampleFacts, Trial};
use access_review::{config, ingest};

use crate::support::{replace, report, said, small};

const HEAD: &str = "system = \"Example\"\nverified = true\nsteps = [\"Choose Export.\"]\n";

/// Users of a table: a title row, a total line and other words are no trouble.
pub(crate) const USERS: &str = r#"id = "users"
format = "Users, CSV"
[match]
headers = ["Login", "Role"]
[input]
reader = "table"
dates = ["DD/MM/YYYY", "MM/DD/YYYY"]
[[records]]
set-aside = [ { when = { column = "Login", in = ["Total"] }, reason = "total line" } ]
[[records.emit]]
kind = "grant"
when = { column = "Role", matches = '\w+' }
account = "Login"
level = { column = "Role", skip = ["none"] }
last-login = { column = "Seen", optional = true }
"#;

/// The same marks, so that nothing tells the two apart.
const TWIN: &str = r#"id = "twin"
format = "The same, CSV"
[match]
headers = ["Role", "Login"]
[input]
reader = "table"
[[records]]
[[records.emit]]
kind = "account"
account = "Login"
"#;

pub(crate) const SECRET: &str = r#"id = "secret"
format = "Passwords, CSV"
refuse = "it holds passwords; choose Export without them"
[match]
headers = ["Login", "Password"]
"#;

pub(crate) const PAGES: &str = r#"id = "pages"
format = "Pages, JSON"
[match]
paths = ["values"]
values = { "type" = "list" }
[input]
reader = "json"
pages = true
[[complete]]
absent = "next"
page = "page"
[[records]]
path = ["values[*]"]
[[records.emit]]
kind = "account"
account = "login"
[[records.emit]]
kind = "grant"
each = [{ as = "role", in = "roles[*]" }]
account = "login"
level = "role:."
"#;

/// A folder with these profiles.
pub(crate) fn folder(profiles: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), profiles);
    folder
}

pub(crate) fn put(inputs: &Path, profiles: &[&str]) {
    fs::create_dir_all(inputs.join("profiles")).unwrap();
    for profile in profiles {
        let id = profile.split('"').nth(1).unwrap();
        let (first, rest) = profile.split_once('\n').unwrap();
        let text = format!("{first}\n{HEAD}{rest}");
        fs::write(inputs.join(format!("profiles/{id}.toml")), text).unwrap();
    }
}

/// These profiles and no others.
fn own(profiles: &[&str]) -> Vec<Profile> {
    let folder = folder(profiles);
    let mut all = config::profiles(folder.path())
        .map_err(|error| format!("{error:#}"))
        .unwrap();
    all.retain(|profile| profile.own);
    all
}

pub(crate) fn read(text: &str, profiles: &[&str]) -> Result<Trial, String> {
    ingest::trial("file", text.as_bytes(), &own(profiles)).map_err(|error| format!("{error:#}"))
}

pub(crate) fn refused(text: &str, profiles: &[&str]) -> String {
    read(text, profiles).map(|trial| trial.profile).unwrap_err()
}

/// Why the only cell was not read.
fn unclear(text: &str) -> String {
    let trial = read(text, &[USERS]).unwrap();
    let column = trial.unclear.first().unwrap();
    assert_eq!((column.cells, trial.rows.used), (1, 1), "{text}");
    column.first.first().unwrap().reason.reveal().to_owned()
}

/// The reason for which the only rejected row was.
fn rejected(text: &str) -> String {
    let rows = read(text, &[USERS]).unwrap().rows;
    assert_eq!(rows.rejected.len(), 1, "{text}");
    rows.rejected.first().unwrap().reason.reveal().to_owned()
}

#[test]
fn two_profiles_that_fit_alike_are_a_tie() {
    let message = refused("Login,Role\nanna,admin\n", &[USERS, TWIN]);
    for part in [
        "`users` (Example: Users, CSV)",
        "`twin` (Example: The same, CSV)",
        "`profile`",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_file_that_nothing_fits_is_told_what_it_holds_and_what_is_near() {
    let message = refused("Logins,Role\nanna,admin\n", &[USERS, PAGES]);
    for part in [
        "no profile fits the file; its headers seem to be `Logins`, `Role`",
        "`users` (Example: Users, CSV), which wants `Login` too",
        "profiles list",
        "`columns`",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert!(!message.contains("pages"), "{message}");
    let message = refused(r#"{"type": "tree", "users": []}"#, &[PAGES]);
    assert!(message.contains("its keys are `type`, `users`"), "{message}");
    let message = refused(r#"{"type": "list", "val"#, &[PAGES]);
    assert!(!message.contains("no profile"), "{message}");
}

#[test]
fn nobody_is_led_to_a_profile_that_refuses() {
    let message = refused("Login,Team\nanna,ops\n", &[USERS, SECRET]);
    assert!(message.contains("nearest are `users`"), "{message}");
    assert!(!message.contains("`secret`"), "{message}");
}

#[test]
fn a_key_with_nothing_under_it_is_a_mark() {
    let profile = PAGES.replace(
        "paths = [\"values\"]",
        "paths = [\"values\", \"next\"]\nno-paths = [\"error\"]",
    );
    let text = r#"{"type": "list", "next": null, "values": [{"login": "anna", "roles": []}]}"#;
    assert_eq!(read(text, &[&profile]).unwrap().profile, "pages");
    let odd = text.replace("\"next\": null", "\"next\": null, \"error\": null");
    assert_eq!(read(&odd, &[&profile]).unwrap().profile, "pages");
    let other = text.replace("\"next\": null", "\"more\": null");
    let message = refused(&other, &[&profile]);
    assert!(message.contains("which wants `next` too"), "{message}");
}

#[test]
fn a_file_with_secrets_is_refused_before_anything_else_and_no_value_is_told() {
    let text = "Login,Role,Password\nanna,admin,hunter2\n";
    let trial = read(text, &[USERS, SECRET]).unwrap();
    assert!(trial.facts.refused && trial.profile == "secret", "{}", trial.why);
    assert!(
        trial.why.contains("it holds passwords; choose Export without them"),
        "{}",
        trial.why
    );
    assert!(!format!("{trial:?}").contains("hunter2"));
}

#[test]
fn secrets_are_refused_before_the_encoding_is_told_and_no_row_is_shown() {
    for text in [
        &b"Login,Password\nm\xfcller,hunter2\n"[..],
        b"User,Passwd,Role\nm\xfcller,hunter2,admin\n",
        b"Who,What\nm\xfcller,hunter2\n",
    ] {
        let trial = ingest::trial("file", text, &own(&[SECRET]));
        let told = trial.map_or_else(|error| format!("{error:#}"), |trial| format!("{trial:?}"));
        assert!(!told.contains("hunter2"), "{told}");
        let named = text.starts_with(b"Who");
        assert_eq!(told.contains("holds secrets"), !named, "{told}");
        assert_eq!(told.contains("windows-1252"), named, "{told}");
    }
}

#[test]
fn secrets_that_no_profile_tells_are_refused_also_where_columns_are_mapped() {
    let text = "Login,Role,Passwd\nana@example.com,Admin,hunter2\n";
    let message = refused(text, &[USERS]);
    assert!(message.contains("values stand under `Passwd`"), "{message}");
    assert!(!message.contains("hunter2"), "{message}");
    assert!(read(&text.replace("hunter2", "****"), &[USERS]).is_ok());
    let (holder, inputs) = small();
    let text = "User,Permission,Passwd\nana@example.com,Admin,hunter2\n";
    let other = b"User,Permission,Passwd\nzo\xeb@example.com,Admin,hunter2\n";
    for bytes in [text.as_bytes(), other] {
        refused_as_secret(&inputs, &holder.path().join("out"), bytes);
    }
}

/// That a review whose mapped export holds these bytes is refused, and does not tell the password in them.
fn refused_as_secret(inputs: &Path, out: &Path, export: &[u8]) {
    fs::write(inputs.join("exports/vault.csv"), export).unwrap();
    let (code, _, error) = said(&report(inputs, out));
    assert_eq!(code, 2);
    assert!(
        error.contains("vault.csv: the file is not read, as it holds secrets"),
        "{error}"
    );
    assert!(!error.contains("hunter2"), "{error}");
}

#[test]
fn a_needed_column_that_stands_there_twice_is_refused() {
    let message = refused("Login,Role,Login\nanna,admin,bo\n", &[USERS]);
    assert!(
        message.contains("column `Login` stands there twice, as column 1 and column 3"),
        "{message}"
    );
    assert!(read("Login,Role,Note,Note\nanna,admin,a,b\n", &[USERS]).is_ok());
}

#[test]
fn a_needed_column_that_is_missing_is_refused() {
    let needy = USERS.replace(", optional = true", "");
    let message = refused("Login,Role\nanna,admin\n", &[&needy]);
    assert!(message.contains("there is no column `Seen` in its header"), "{message}");
    assert!(
        message.contains("give it its name back in the file, or add the name to a copy of the profile"),
        "{message}"
    );
    let lines = "set-aside = [{ column = \"Kind\", values = [\"bot\"], reason = \"a robot\" }]\n";
    let (holder, inputs) = review(&[USERS], "Login,Role,Kinds\nana@example.com,Admin,bot\n", lines);
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    for part in [
        "there is no column `Kind` in its header",
        "did you mean `Kinds`?",
        "write its name in review.toml as it stands here",
        "`set-aside` of review.toml looks at it",
    ] {
        assert!(code == 2 && error.contains(part), "{error}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_the_column_as_the_file_calls_it() {
    let reason = unclear("LOGIN,Role,seen\nanna,admin,soon\n");
    assert!(
        reason.starts_with("cell `seen` holds `soon`, expected a day"),
        "{reason}"
    );
    let reason = unclear("Login,Role,Seen\nanna,admin,03/04/2025\n");
    assert!(
        reason.contains("2025-04-03 read as `DD/MM/YYYY` and 2025-03-04"),
        "{reason}"
    );
    let reason = rejected("Login,Role\n,admin\n");
    assert!(reason.starts_with("cell `Login` is empty"), "{reason}");
    let reason = rejected("Login,Role\nanna,\n");
    assert!(
        reason.contains("has no rule for such a record (cell `Role` holds ``); set it aside in review.toml"),
        "{reason}"
    );
}

#[test]
fn a_record_of_a_tree_that_no_emit_is_for_is_rejected_with_what_the_conditions_look_at() {
    let users = PAGES.replace(
        "account = \"login\"\n[[",
        "when = { column = \"kind\", in = [\"user\"] }\naccount = \"login\"\n[[",
    );
    let users = users.replace(
        "level = \"role:.\"",
        "level = \"role:.\"\nwhen = { column = \"kind\", in = [\"user\"] }",
    );
    let text = r#"{"type": "list", "values": [{"kind": "robot", "login": "r2"}]}"#;
    let rows = read(text, &[&users]).unwrap().rows;
    let reason = rows.rejected.first().unwrap().reason.reveal().to_owned();
    assert!(
        reason.contains("such a record (`kind` is `robot`); tell the makers of the profile, or correct a copy of it"),
        "{reason}"
    );
}

#[test]
fn rows_of_no_fact_are_set_aside() {
    let trial = read("List\n\nLogin,Role\nanna,admin\nbo,none\nTotal,2\n", &[USERS]).unwrap();
    let set_aside: Vec<(&str, u64)> = trial
        .rows
        .set_aside
        .iter()
        .map(|(reason, rows)| (reason.word(), *rows))
        .collect();
    assert_eq!(
        set_aside,
        [
            ("above the header", 1),
            ("empty row", 1),
            ("no access", 1),
            ("total line", 1)
        ]
    );
    assert_eq!((trial.rows.used, trial.rows.total), (1, 5));
    assert!(trial.rows.tie_out());
}

#[test]
fn records_of_a_tree_have_pointers_and_pages_make_up_for_one_another() {
    let first = r#"{"type":"list","page":1,"next":"n","values":[{"login":"anna","roles":["a","b"]}]}"#;
    let second = r#"{"type":"list","page":2,"values":[{"login":"bo","roles":[]}]}"#;
    let trial = read(first, &[PAGES]).unwrap();
    assert!(trial.facts.partial);
    assert_eq!(trial.facts.grants.len(), 2);
    let trial = read(&format!("{first}\n{second}"), &[PAGES]).unwrap();
    assert!(!trial.facts.partial);
    assert_eq!(trial.pointers, ["1:/values/0", "2:/values/0"]);
    let message = refused(&format!("{first}\n{{\"error\":1}}"), &[PAGES]);
    assert!(
        message.contains("document 2 of the file has none of `values[*]`"),
        "{message}"
    );
}

/// A small review whose export is recognised; the lines replace that of the columns.
pub(crate) fn review(profiles: &[&str], text: &str, lines: &str) -> (tempfile::TempDir, PathBuf) {
    let (holder, inputs) = small();
    put(&inputs, profiles);
    fs::write(inputs.join("exports/vault.csv"), text).unwrap();
    let columns = "columns = { account = \"User\", level = \"Permission\" }\n";
    replace(&inputs.join("review.toml"), columns, lines);
    (holder, inputs)
}

#[test]
fn a_review_reads_a_recognised_file_and_says_by_which_profile() {
    let text = "Login,Role\nana@example.com,Admin\nbo@example.com,Read\ncy@example.com,Read\n";
    let (holder, inputs) = review(&[USERS], text, "");
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    let mapped = small();
    report(&mapped.1, &mapped.0.path().join("out"));
    let page = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
    assert!(page.contains("| users "), "{page}");
    let counts = |out: &Path| fs::read(out.join("2024-03-01/public/counts.csv")).unwrap();
    assert_eq!(counts(&out), counts(&mapped.0.path().join("out")));
}

#[test]
fn records_of_a_tree_are_set_aside_by_the_way_to_a_value() {
    let text = r#"{"type":"list","page":1,"values":[
        {"login":"ana@example.com","kind":{"of":"Person"},"roles":["Admin"]},
        {"login":"deploy","kind":{"of":"Bot"},"roles":["Read"]}]}"#;
    let lines =
        |column: &str| format!("set-aside = [{{ column = \"{column}\", values = [\"bot\"], reason = \"a robot\" }}]\n");
    let (holder, inputs) = review(&[PAGES], text, &lines("kind.of"));
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    let internal = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
    assert!(
        internal.contains("a robot") && !internal.contains("deploy"),
        "{internal}"
    );

    let (holder, inputs) = review(&[PAGES], text, &lines("kind.on"));
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(
        code == 2 && error.contains("looks at `kind.on`, and no record of the file has it"),
        "{error}"
    );
    let (holder, inputs) = review(&[PAGES], text, &lines("full name"));
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(
        code == 2 && error.contains("looks at `full name`, which has the key `full name`"),
        "{error}"
    );
}

#[test]
fn a_forced_profile_must_fit_all_the_same() {
    let text = "User,Permission\nana@example.com,Admin\n";
    let (holder, inputs) = review(&[USERS], text, "profile = \"users\"\n");
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert_eq!(code, 2);
    assert!(
        error.contains("does not fit the profile `users` that review.toml names") && error.contains("wants `Login`"),
        "{error}"
    );
}

#[test]
fn a_file_with_secrets_is_refused_although_its_columns_are_mapped() {
    let (holder, inputs) = small();
    put(&inputs, &[SECRET]);
    let text = "User,Permission,Login,Password\nana@example.com,Admin,ana,hunter2\n";
    refused_as_secret(&inputs, &holder.path().join("out"), text.as_bytes());
}

#[test]
fn a_recognised_file_without_rows_is_refused_unless_it_is_known_to_be_empty() {
    let (holder, inputs) = review(&[USERS], "Login,Role\n", "");
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(
        code == 2 && error.contains("there are no rows below the header"),
        "{error}"
    );
    let (holder, inputs) = review(&[USERS], "Login,Role\n", "rows = 0\n");
    assert!(said(&report(&inputs, &holder.path().join("out"))).0 < 2);
}

#[test]
fn a_staff_list_that_a_profile_reads_is_the_roster() {
    const STAFF: &str = r#"id = "staff"
format = "Staff, CSV"
[match]
headers = ["No", "Full name", "Post"]
[input]
reader = "table"
dates = ["D MMM YYYY"]
[[records]]
[[records.emit]]
kind = "person"
id = "No"
name = "Full name"
role = "Post"
email = "Mail"
end = { column = "Left", optional = true }
"#;
    let (holder, inputs) = small();
    put(&inputs, &[STAFF]);
    let staff = "No,Full name,Post,Mail,Left\n1,Ana Lind,Engineer,ana@example.com,\n2,Bo Marsh,Engineer,bo@example.com,\n\
                 3,Cy Stone,Engineer,cy@example.com,2 Feb 2024\n";
    fs::write(inputs.join("people.csv"), staff).unwrap();
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    let findings = fs::read_to_string(out.join("2024-03-01/internal/findings.csv")).unwrap();
    assert!(findings.contains("leaver-access"), "{findings}");
    fs::write(inputs.join("people.csv"), staff.replace("2 Feb 2024", "soon")).unwrap();
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code == 2 && error.contains("cell `Left` holds `soon`"), "{error}");
}

#[test]
fn a_file_alone_gives_what_a_system_counts_that_has_no_other() {
    let built_in = USERS.replacen(
        "[[records]]",
        "[[built-in]]\nlogins = 'root|sync'\nreason = \"system\"\n[[records]]",
        1,
    );
    let text = "Login,Role,Seen\nroot,admin,2024-01-31\nsync,none,2024-01-31\n";
    let logins = |facts: &SampleFacts| -> Vec<String> {
        facts
            .accounts
            .iter()
            .map(|account| account["account"].clone())
            .collect()
    };
    let trial = read(text, &[&built_in]).unwrap();
    assert_eq!(
        logins(&trial.facts),
        ["root"],
        "a built-in account that holds something is judged"
    );

    let status = USERS.replacen("[[records.emit]]", "[[records.emit]]\nstatus = \"State\"", 1);
    let text = "Login,Role,State\nana,admin,active\nana,read,disabled\n";
    let trial = read(text, &[&status]).unwrap();
    let told = trial.rows.rejected.first().unwrap().reason.reveal();
    assert!(
        told.contains("cell `State` says something else about account `ana` than file:2 does"),
        "{told}"
    );
    assert_eq!(trial.facts.grants.len(), 2, "what the row says besides is evidence");

    let ordered = USERS.replacen("[[records]]", "[levels]\norder = [\"admin\", \"read\"]\n[[records]]", 1);
    let trial = read(
        "Login,Role\nana@example.com,read\nAna@example.com,admin\nbo,read\n",
        &[&ordered],
    )
    .unwrap();
    let levels: Vec<&str> = trial.facts.grants.iter().map(|grant| grant["level"].as_str()).collect();
    assert_eq!(
        levels,
        ["admin", "read"],
        "one account, whatever the case of its address"
    );
}

/// The findings, then the internal document, of a review whose only system has these files, recognised.
pub(crate) fn findings(first: &str, others: &[(&str, &str)]) -> String {
    let lines = others
        .iter()
        .map(|(name, _)| format!("[[system.export]]\nfile = \"exports/{name}\"\ncoverage = \"full\"\n"));
    let (holder, inputs) = review(&[], first, &lines.collect::<Vec<_>>().concat());
    for (name, text) in others {
        fs::write(inputs.join("exports").join(name), text).unwrap();
    }
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    let internal = out.join("2024-03-01/internal");
    let read = |name: &str| fs::read_to_string(internal.join(name)).unwrap();
    read("findings.csv") + &read("internal.md")
}

#[test]
fn details_of_aws_that_lack_a_group_of_a_user_do_not_hold_everything() {
    let details = |group: &str| {
        format!(
            r#"{{"UserDetailList": [{{"UserName": "ana@example.com", "UserId": "AIDAEXAMPLE1", "GroupList": ["Admins"], "AttachedManagedPolicies": []}}],
                "GroupDetailList": [{group}], "Policies": [],
                "RoleDetailList": [{{"Path": "/aws-service-role/", "RoleName": "Support", "AttachedManagedPolicies": []}}]}}"#
        )
    };
    let lacks = findings(&details(""), &[]);
    assert!(
        lacks.contains("incomplete-export") && lacks.contains("tells what that group holds"),
        "{lacks}"
    );
    let whole = findings(
        &details(r#"{"GroupName": "Admins", "AttachedManagedPolicies": []}"#),
        &[],
    );
    assert!(!whole.contains("incomplete-export/"), "{whole}");
}

#[test]
fn files_that_tell_only_of_accounts_do_not_prove_that_nobody_holds_anything() {
    let sample = |id: &str| {
        let profiles = config::profiles(Path::new("no such folder")).unwrap();
        let profile = profiles.into_iter().find(|profile| profile.id == id).unwrap();
        profile.samples.into_iter().next().unwrap().text
    };
    let report = sample("aws-iam-credential-report");
    let alone = findings(&report, &[]);
    assert!(
        alone.contains("incomplete-export/") && alone.contains("no file of its system says who may do what"),
        "{alone}"
    );
    let details = sample("aws-iam-authorization-details");
    let both = findings(&report, &[("details.json", &details)]);
    assert!(!both.contains("no file of its system says who may do what"), "{both}");
}

#[test]
fn a_role_that_only_services_take_on_is_no_grant_of_anybody() {
    let details = |trusted: &str| {
        format!(
            r#"{{"UserDetailList": [{{"UserName": "ana@example.com", "UserId": "AIDAEXAMPLE1", "GroupList": []}}],
                "GroupDetailList": [], "Policies": [], "RoleDetailList": [{{"Path": "/", "RoleName": "worker",
                "AssumeRolePolicyDocument": {{"Statement": [{{"Effect": "Allow", "Action": "sts:AssumeRole",
                    "Principal": {trusted}}}]}},
                "AttachedManagedPolicies": [{{"PolicyName": "ReadQueue"}}]}}]}}"#
        )
    };
    let service = findings(&details(r#"{"Service": ["lambda.amazonaws.com"]}"#), &[]);
    assert!(
        !service.contains("ReadQueue") && !service.contains("worker"),
        "{service}"
    );
    // nothing is judged of it, with or without a policy: its record is set aside, and counts as no group
    let without = details(r#"{"Service": ["lambda.amazonaws.com"]}"#).replace(r#"{"PolicyName": "ReadQueue"}"#, "");
    for told in [service, findings(&without, &[])] {
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("| exports/vault.csv | 2 | 1 | 1 | 0 |"), "{told}");
        assert!(told.contains("role that only services of AWS may take on"), "{told}");
        assert!(!told.contains("| exports/vault.csv | groups |"), "{told}");
    }
    let both = r#"{"Service": "lambda.amazonaws.com", "AWS": "arn:aws:iam::111122223333:user/ana@example.com"}"#;
    let both = findings(&details(both), &[]);
    assert!(both.contains("unmapped-level/") && both.contains("ReadQueue"), "{both}");
}

#[test]
fn a_group_of_sudo_that_the_host_lacks_is_empty_and_a_netgroup_and_everybody_are_not() {
    let sudoers = "rule,user,host,runusers,rungroups,options,command\nrule,%admin,ALL,ALL,ALL,\"\",ALL\n\
                   rule,+staff,ALL,ALL,ALL,\"\",ALL\nrule,ALL,ALL,ALL,ALL,\"\",/usr/bin/id\n";
    let group = |more: &str| format!("root:x:0:\nops:x:5:ana\n{more}");
    let unresolved = |groups: &str| {
        let all = findings(sudoers, &[("group.txt", groups)]);
        let own = all.lines().filter(|line| line.starts_with("unresolved-group/"));
        let texts = own.map(|line| line.split(',').nth(10).unwrap_or_default().to_owned());
        texts.collect::<Vec<String>>()
    };
    let host = unresolved(&group(""));
    assert_eq!(host, ["everybody on the host", "netgroup staff"]);
    let told = findings(sudoers, &[("group.txt", &group("+:::\n"))]);
    assert!(told.contains("says that more of the list stands elsewhere"), "{told}");
    let network = unresolved(&group("+:::\n"));
    assert!(network.contains(&"admin".to_owned()), "{network:?}");
}

/// What is found in details of AWS with one user, who has these policies, and these roles.
fn with_policies(policies: &str, roles: &str) -> String {
    let details = format!(
        r#"{{"UserDetailList": [{{"UserName": "ana@example.com", "UserId": "AIDAEXAMPLE1", "GroupList": [],
            "AttachedManagedPolicies": {policies}}}], "GroupDetailList": [], "Policies": [], "RoleDetailList": {roles}}}"#
    );
    findings(&details, &[])
}

#[test]
fn a_policy_of_the_company_does_not_pass_for_one_of_aws() {
    let details = |arn: &str| {
        let policies = format!(r#"[{{"PolicyName": "ReadOnlyAccess", "PolicyArn": "{arn}"}}]"#);
        with_policies(&policies, "[]")
    };
    let own = details("arn:aws:iam::111122223333:policy/ReadOnlyAccess");
    assert!(own.contains("own:ReadOnlyAccess"), "{own}");
    let of_aws = details("arn:aws:iam::aws:policy/job-function/ReadOnlyAccess");
    assert!(!of_aws.contains("own:"), "{of_aws}");
}

#[test]
fn a_key_with_nothing_under_it_is_no_empty_list() {
    let role = r#"[{"Path": "/aws-service-role/x/", "RoleName": "x", "AttachedManagedPolicies": []}]"#;
    let nothing = with_policies("null", role);
    assert!(
        nothing.contains("incomplete-export/") && nothing.contains("AttachedManagedPolicies"),
        "{nothing}"
    );
    let empty = with_policies("[]", role);
    assert!(!empty.contains("incomplete-export/"), "{empty}");
}

#[test]
fn a_cell_that_may_be_a_secret_in_the_wrong_column_is_not_shown() {
    for cell in ["hunter2Zq!", "JBSWY3DPEHPK3PXP", "postgres://db.example.com/x"] {
        let text = format!("account,level,typed by,mfa\nbo,admin,ana,{cell}\n");
        let trial = ingest::trial("file", text.as_bytes(), &config::profiles(Path::new("none")).unwrap()).unwrap();
        let reason = trial.unclear.first().unwrap().first.first().unwrap().reason.reveal();
        assert!(
            !reason.contains(cell) && reason.contains("not shown as they may be a secret"),
            "{reason}"
        );
    }
}

#[test]
fn a_hidden_sheet_like_the_one_that_is_read_is_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, hidden) in [("Now", false), ("Before", true)] {
        let sheet = book.add_worksheet().set_name(name).unwrap().set_hidden(hidden);
        sheet.write_row(0, 0, ["account", "level", "typed by"]).unwrap();
        sheet.write_row(1, 0, [name, "admin", "ana"]).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let profiles = config::profiles(Path::new("none")).unwrap();
    let error = ingest::trial("file", &bytes, &profiles).unwrap_err().to_string();
    assert!(error.contains("the sheets `Now`, `Before` all have"), "{error}");
}

#[test]
fn a_constant_of_a_permission_beside_a_file_of_accounts_is_refused() {
    let (_holder, inputs) = small();
    let profiles = config::profiles(Path::new("none")).unwrap();
    let users = profiles
        .iter()
        .find(|profile| profile.id == "google-workspace-users")
        .unwrap();
    let users = &users.samples.first().unwrap().text;
    fs::write(inputs.join("exports/vault.csv"), users).unwrap();
    let review = inputs.join("review.toml");
    replace(
        &review,
        "columns = { account = \"User\", level = \"Permission\" }",
        "constants = { level = \"Read\" }",
    );
    let (code, _, error) = said(&report(&inputs, &inputs.with_file_name("out")));
    assert!(
        code == 2 && error.contains("reads accounts from this file and no permissions, so that nobody would hold it"),
        "{error}"
    );
}

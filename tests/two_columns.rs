//! Two columns of a file that are one to a profile: none is dropped in silence.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use crate::profiles::{profiles, read};
use crate::recognise::review;
use crate::support::{replace, report, said, small};

const MEMBERS: &str = "Username,Path,Type,Role,Max role,Membership type,Membership status,Membership source\n";

/// A file in which both columns stand: the message, where it is refused.
fn refusal(text: &str) -> String {
    match read("file.csv", text.as_bytes(), &profiles()) {
        Ok(trial) => format!("read by {}", trial.profile),
        Err(why) => why,
    }
}

#[test]
fn two_columns_that_differ_are_refused_with_the_way_out() {
    for (one, other, text) in [
        ("Max role", "Role", format!("{MEMBERS}bo,acme,Group,Guest,Owner,direct,approved,\n")),
        ("Max role", "Role", format!("{MEMBERS}ana,acme,Group,Owner,Owner,direct,approved,\nbo,acme,Group,,Owner,direct,approved,\ncy,acme,Group,Owner,Owner,direct,approved,\n")),
        (
            "FileVault 2 Status",
            "FileVault Status",
            "Computer Name,Serial Number,FileVault 2 Status,FileVault Status,Email Address\nmac1,C1,Encrypted,Not Encrypted,a@example.com\n".to_owned(),
        ),
        (
            "MFA",
            "MFA enabled",
            "Name,Email,Roles,Status,Last login,MFA,MFA enabled\nAna,a@example.com,Datadog Admin Role,Active,Never,Enabled,Disabled\n".to_owned(),
        ),
    ] {
        let told = refusal(&text);
        for name in [one, other] {
            assert!(told.contains(&format!("`{name}`")), "{name}: {told}");
            assert!(told.contains(&format!("ignore = [{name:?}]")), "{name}: {told}");
        }
    }
}

#[test]
fn two_columns_that_agree_or_of_which_one_is_blank_are_read() {
    for rows in [
        "bo,acme,Group,Owner,owner,direct,approved,\n",
        "bo,acme,Group,,Owner,direct,approved,\n",
        "bo,acme,Group,Owner,,direct,approved,\n",
    ] {
        let trial = read("file.csv", format!("{MEMBERS}{rows}").as_bytes(), &profiles()).unwrap();
        let level = trial.facts.grants.first().and_then(|grant| grant.get("level")).unwrap();
        assert!(level.eq_ignore_ascii_case("owner"), "{rows}: {level}");
    }
}

/// A profile that knows two names of the role.
const TWO: &str = r#"id = "two"
format = "Users, CSV"
[match]
headers = ["Login", ["Role", "Max role"]]
[input]
reader = "table"
[[records]]
[[records.emit]]
kind = "grant"
account = "Login"
level = { column = ["Role", "Max role"] }
"#;

#[test]
fn the_review_may_say_which_of_two_columns_is_meant() {
    let counts = |ignored: &str| {
        let text = "Login,Role,Max role\nana@example.com,Read,Admin\n";
        let (holder, inputs) = review(&[TWO], text, &format!("ignore = [{ignored:?}]\n"));
        let out = holder.path().join("out");
        let (code, _, error) = said(&report(&inputs, &out));
        if code < 2 { document(&out) } else { error }
    };
    let (read, admin) = (counts("Max role"), counts("Role"));
    assert_ne!(read, admin);
    for told in [&read, &admin] {
        assert!(told.contains("Ana Lind"), "{told}");
        assert!(!told.contains("do not say the same"), "{told}");
    }
    let neither = counts("Seen");
    assert!(neither.contains("do not say the same"), "{neither}");
}

/// The internal document of the small review with this staff list.
fn with_staff(staff: &str) -> String {
    let (holder, inputs) = small();
    fs::remove_file(inputs.join("people.csv")).unwrap();
    fs::write(inputs.join("staff.csv"), staff).unwrap();
    replace(
        &inputs.join("review.toml"),
        "[[system]]",
        "[roster]\nfile = \"staff.csv\"\n[[system]]",
    );
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    if code >= 2 {
        return error;
    }
    document(&out)
}

fn document(out: &Path) -> String {
    fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap()
}

#[test]
fn the_earlier_of_two_last_days_counts() {
    let told = with_staff(
        "Employee ID,Worker,Business Title,Hire Date,Worker Type,Termination Date,Contract End Date,Active Status\n\
         1,Ana Lind,Engineer,2020-05-02,Contingent Worker,,2023-12-31,Yes\n",
    );
    assert!(told.contains("2023-12-31"), "{told}");
}

#[test]
fn who_has_left_and_leaves_on_a_day_to_come_is_told() {
    for (header, row) in [
        (
            "Employee ID,Worker,Business Title,Hire Date,Worker Type,Termination Date,Active Status",
            "1,Ana Lind,Engineer,2020-05-02,Employee,2030-12-31,Terminated",
        ),
        (
            "ID,First name,Last name,Status,Hire date,Position,Vertragsende",
            "1,Ana,Lind,Inactive,02.05.2020,Engineer,31.12.2030",
        ),
        (
            "Person Number,Display Name,Job Name,Assignment Status,Hire Date,Termination Date",
            "1,Ana Lind,Engineer,Inactive - Payroll Eligible,2020-05-02,4712-12-31",
        ),
        (
            "Payroll Name,Position ID,Position Description,Position Status,Hire Date,Termination Date",
            "\"Lind, Ana\",1,Engineer,T,05/02/2020,12/31/2030",
        ),
    ] {
        let told = with_staff(&format!("{header}\n{row}\n")).replace('\\', "");
        assert!(
            told.contains("is still to come`, so that the status and the last day contradict each other"),
            "{told}"
        );
    }
}

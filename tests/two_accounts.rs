//! Accounts of one name that are two: nothing of the one counts for the other in silence.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;

use crate::profiles::{profiles, read};
use crate::recognise::review;
use crate::support::{report, said};

/// A credential report of these users: name, account of AWS, and when the password was used last.
fn credentials(users: &[(&str, &str, &str)]) -> String {
    let header = "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active\n";
    let rows = users.iter().map(|(user, account, used)| {
        format!("{user},arn:aws:iam::{account}:user/{user},2023-05-04T08:00:00Z,true,{used},true,false\n")
    });
    header.to_owned() + &rows.collect::<String>()
}

/// The authorization details of one AWS account with one user.
fn details(account: &str) -> String {
    format!(
        r#"{{"UserDetailList": [{{"UserName": "ana", "UserId": "AIDA{account}", "Arn": "arn:aws:iam::{account}:user/ana", "GroupList": [],
            "AttachedManagedPolicies": [{{"PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}]}}],
            "GroupDetailList": [], "Policies": [],
            "RoleDetailList": [{{"Path": "/aws-service-role/", "RoleName": "Support", "AttachedManagedPolicies": []}}]}}"#
    )
}

const TWO: &str =
    "where these are two accounts of one name, as in two directories or on two hosts, declare a `[[system]]` for each";

#[test]
fn users_of_two_aws_accounts_in_one_file_are_told_apart() {
    let text = credentials(&[
        ("ana", "111122223333", "2026-07-30T12:00:00Z"),
        ("ana", "444455556666", "2024-07-30T12:00:00Z"),
        ("bo", "444455556666", "2024-07-30T12:00:00Z"),
    ]);
    let trial = read("credentials.csv", text.as_bytes(), &profiles()).unwrap();
    let row = trial.rows.rejected.first().unwrap();
    assert_eq!((trial.rows.rejected.len(), row.line), (1, 3));
    let why = row.reason.reveal();
    for part in [
        "`arn:aws:iam::444455556666:user/ana` is another id of account `ana`",
        TWO,
    ] {
        assert!(why.contains(part), "{why}");
    }
}

#[test]
fn users_of_two_aws_accounts_in_two_files_are_told_apart() {
    let ends = |other: &str| {
        let (holder, inputs) = review(
            &[],
            &details("111122223333"),
            "[[system.export]]\nfile = \"exports/other\"\ncoverage = \"full\"\n",
        );
        fs::write(inputs.join("exports/other"), other).unwrap();
        let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
        (code, error)
    };
    for other in [
        details("444455556666"),
        credentials(&[("ana", "444455556666", "2024-07-30T12:00:00Z")]),
    ] {
        let (code, error) = ends(&other);
        assert!(code == 2 && error.contains(TWO), "{error}");
    }
    let (code, error) = ends(&credentials(&[("ana", "111122223333", "2024-07-30T12:00:00Z")]));
    assert!(code < 2, "{error}");
}

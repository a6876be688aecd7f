//! Words that a profile does not know where a word decides: each is told, never taken as no, disabled or still there.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use access_review::model::profile::Trial;

use crate::profiles::{profiles, read};

/// A file alone, as `profiles test` reads it by this profile.
fn trial(profile: &str, text: &str) -> Trial {
    let trial = read("file", text.as_bytes(), &profiles()).unwrap();
    assert_eq!(trial.profile, profile, "{}", trial.why);
    trial
}

/// The reasons for which rows are rejected and cells not read.
fn told(trial: &Trial) -> String {
    let cells = trial.unclear.iter().flat_map(|column| &column.first);
    let told = trial.rows.rejected.iter().chain(cells);
    told.map(|told| told.reason.reveal()).collect::<Vec<_>>().join("\n")
}

/// Whether a file is told to hold a word, in a row that is rejected and gives nothing.
fn rejects(trial: &Trial, word: &str) {
    assert_eq!((trial.rows.rejected.len(), trial.rows.used), (1, 0), "{word}");
    assert!(told(trial).contains(word), "`{word}` is not in:\n{}", told(trial));
}

/// What the file says of an account under a name.
fn says<'t>(trial: &'t Trial, account: &str, name: &str) -> Option<&'t str> {
    let mut accounts = trial.facts.accounts.iter();
    let found = accounts.find(|fact| fact.get("account").is_some_and(|login| login == account));
    found.unwrap().get(name).map(String::as_str)
}

/// A credential report with one user: what is said of the password and of both keys.
fn credentials(user: &str, password: &str, first: &str, second: &str) -> Trial {
    trial(
        "aws-iam-credential-report",
        &format!(
            "user,arn,user_creation_time,password_enabled,password_last_changed,mfa_active,access_key_1_active,\
             access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated\n\
             {user},arn:aws:iam::111122223333:{user},2024-01-01T00:00:00Z,{password},N/A,false,{first},N/A,{second},N/A\n"
        ),
    )
}

#[test]
fn a_password_or_key_that_is_neither_on_nor_off_is_told() {
    for word in ["yes", "1", "WAHR", "oui"] {
        for (password, first, second) in [
            (word, "false", "false"),
            ("false", word, "false"),
            ("false", "false", word),
        ] {
            let read = credentials("ana", password, first, second);
            assert_eq!(says(&read, "ana", "status"), None, "{word}");
            assert!(told(&read).contains(&format!("holds `{word}`")), "{}", told(&read));
        }
        assert_ne!(
            says(&credentials("ana", word, "false", "false"), "ana", "password-since"),
            Some("no")
        );
        assert_ne!(
            says(&credentials("ana", "false", "false", word), "ana", "key-since"),
            Some("no")
        );
        let read = credentials("ana", "true", word, "false");
        assert_eq!(says(&read, "ana", "status"), Some("active"));
        assert_ne!(says(&read, "ana", "key-since"), Some("no"));
    }
    let read = credentials("ana", "", "false", "false");
    assert_eq!(says(&read, "ana", "status"), None);
    assert!(told(&read).contains("holds `nothing`"), "{}", told(&read));
    assert_eq!(
        says(&credentials("ana", "False", "FALSE", "N/A"), "ana", "status"),
        Some("disabled")
    );
}

#[test]
fn a_root_user_is_not_set_aside_for_a_word_that_nobody_knows() {
    for word in ["yes", "1", "WAHR"] {
        for (password, key) in [(word, "false"), ("not_supported", word)] {
            let read = credentials("<root_account>", password, key, "false");
            assert_eq!(says(&read, "<root_account>", "status"), None);
            assert!(read.rows.set_aside.is_empty(), "{word}");
        }
    }
    let read = credentials("<root_account>", "not_supported", "false", "N/A");
    assert_eq!((read.facts.accounts.len(), told(&read)), (0, String::new()));
}

#[test]
fn a_user_of_jfrog_is_an_administrator_or_not_or_rejected() {
    for word in ["1", "\"yes\"", "null", "\"\"", "\"wahr\""] {
        let user = format!(
            "[{{\"name\":\"ana\",\"realm\":\"internal\",\"profileUpdatable\":true,\"admin\":{word},\"groups\":[]}}]"
        );
        rejects(&trial("jfrog-users", &user), "expected `true` or `false`");
        for key in ["adminPrivileges", "admin_privileges"] {
            for members in ["", ",\"userNames\":[\"ana\"]", ",\"members\":[\"ana\"]"] {
                let group = format!("[{{\"name\":\"ops\",\"auto_join\":false,\"{key}\":{word}{members}}}]");
                rejects(&trial("jfrog-groups", &group), "expected `true` or `false`");
            }
        }
    }
    let group = "[{\"name\":\"ops\",\"auto_join\":false,\"admin_privileges\":false}]";
    assert_eq!(told(&trial("jfrog-groups", group)), "");
}

/// A list of each product for people, with one person who has this status.
fn people(status: &str) -> Vec<(&'static str, String)> {
    vec![
        (
            "bamboohr-people",
            format!("Employee #,First Name,Last Name,Job Title,Hire Date,Status\n1,Ana,Ruiz,SRE,2023-05-02,{status}\n"),
        ),
        (
            "bamboohr-people",
            format!(
                "Employee #,First Name,Last Name,Job Title,Hire Date,Employment Status,Status\n\
                 1,Ana,Ruiz,SRE,2023-05-02,{status},Active\n"
            ),
        ),
        (
            "personio-people",
            format!("ID,First name,Last name,Status,Hire date,Position\n1,Ana,Ruiz,{status},2023-05-02,SRE\n"),
        ),
        (
            "successfactors-people",
            format!(
                "Person ID External,User ID,First Name,Last Name,Job Title,Employment Status\n1,ana,Ana,Ruiz,SRE,{status}\n"
            ),
        ),
        (
            "oracle-hcm-people",
            format!(
                "Person Number,Display Name,Assignment Status,Hire Date,Job Name\n1,Ana Ruiz,{status},2023-05-02,SRE\n"
            ),
        ),
        (
            "workday-people",
            format!("Employee ID,Worker,Business Title,Hire Date,Worker Status\n1,Ana Ruiz,SRE,2023-05-02,{status}\n"),
        ),
        (
            "adp-people",
            format!("Payroll Name,Position ID,Position Status,Hire Date\nAna Ruiz,1,{status},05/02/2023\n"),
        ),
    ]
}

#[test]
fn nobody_is_still_there_by_a_word_that_is_not_certain() {
    for status in [
        "Leaver",
        "Not active",
        "Non-active",
        "No longer active",
        "Was active",
        "Inactive",
        "Leave - terminated",
        "Voluntary leave",
        "Active (terminated)",
        "Ex-employee",
        "Contract ended",
        "Active until March",
        "Previously employed",
        "Unknown",
        "N/A",
        "Employed - resigned",
        "Current status: gone",
        "Suspended and dismissed",
    ] {
        for (profile, text) in people(status) {
            let read = trial(profile, &text);
            let left = |person: &std::collections::BTreeMap<String, String>| {
                person.get("end").is_some_and(|end| end == "left")
            };
            assert!(
                read.facts.people.iter().all(left),
                "{profile}, {status}: {:?}",
                read.facts.people
            );
            if read.facts.people.is_empty() {
                assert!(told(&read).contains(status), "{profile}, {status}: {}", told(&read));
            }
        }
    }
}

#[test]
fn who_is_certainly_still_there_is_still_read() {
    for status in [
        "Active",
        "active - payroll eligible",
        "On Leave",
        "Leave of Absence",
        "Active - On Leave",
        "Active (Part-time)",
        "Unpaid Leave",
    ] {
        for (profile, text) in people(status) {
            let read = trial(profile, &text);
            let there = read.facts.people.first().map(|person| person.get("end"));
            // Of the two columns of BambooHR, one says how somebody is employed, and not every one of these is that.
            let is_other = text.contains("Employment Status,Status") && there.is_none();
            assert!(there == Some(None) || is_other, "{profile}, {status}: {}", told(&read));
        }
    }
}

#[test]
fn a_denial_counts_as_applied_only_with_a_day_and_without_a_failure() {
    let review = |applied: &str, result: &str| {
        let header = "AccessReviewId,ResourceDisplayName,PrincipalUPN,ReviewResult,AppliedDate,SubmissionResult";
        let row = format!("1,admins,bo@example.com,Deny,{applied},{result}");
        trial("entra-access-review-history", &format!("{header}\n{row}\n"))
    };
    for (applied, result, is_told) in [
        ("N/A", "", true),
        ("pending", "Success", true),
        ("0001-01-01T00:00:00Z", "", true),
        ("2026-06-15T02:00:00Z", "Failure", true),
        ("2026-06-15T02:00:00Z", "Not applied", true),
        ("", "", false),
    ] {
        let read = review(applied, result);
        assert_eq!(read.facts.grants.len(), 1, "{applied} {result}");
        assert_eq!(!told(&read).is_empty(), is_told, "{applied} {result}: {}", told(&read));
    }
    for (applied, result) in [
        ("2026-06-15T02:00:00Z", "Success"),
        ("2026-06-15", ""),
        ("6/15/2026 2:00 AM", ""),
    ] {
        assert!(review(applied, result).facts.grants.is_empty(), "{applied} {result}");
    }
}

#[test]
fn an_entry_of_a_cluster_of_an_unknown_type_is_rejected() {
    let entry = |kind: &str| {
        let entry = format!(
            "{{\"accessEntry\":{{\"clusterName\":\"prod\",\"principalArn\":\"arn:aws:iam::111122223333:user/ana\",\
             \"kubernetesGroups\":[\"ops\"],\"type\":\"{kind}\"}}}}"
        );
        trial("aws-eks-access-entry", &entry)
    };
    for kind in ["Standart", "PERSON", "EC3"] {
        rejects(&entry(kind), kind);
    }
    assert_eq!(entry("STANDARD").facts.grants.len(), 1);
    assert_eq!(
        (entry("EC2").rows.rejected.len(), entry("EC2").facts.grants.len()),
        (0, 0)
    );
}

#[test]
fn an_alert_is_on_or_off_or_rejected() {
    for word in ["1", "\"yes\"", "null", "\"on\""] {
        let alert = format!(
            "[{{\"uuid\":\"1\",\"description\":\"Memory\",\"alerts\":{{\"email\":[\"ana@example.com\"]}},\"enabled\":{word}}}]"
        );
        rejects(&trial("doctl-alerts-json", &alert), "expected `true` or `false`");
    }
    for word in ["yes", "on", "tru", ""] {
        let header = "UUID    Description    Emails             Enabled";
        let row = format!("1       Memory         ana@example.com    {word}");
        rejects(
            &trial("doctl-alerts", &format!("{header}\n{row}\n")),
            "expected `true` or `false`",
        );
    }
}

#[test]
fn a_row_of_a_site_that_was_cut_short_is_rejected() {
    let header = "group_name,username,full_name,email,active,last_session,Jira Software,Confluence";
    for row in [
        "users,bo,Bo,bo@example.com,Yes,,No",
        "users,bo,Bo,bo@example.com,Yes,",
        "users,bo,Bo,bo@example.com,Yes,,No,Ye",
    ] {
        let read = trial("atlassian-site-users", &format!("{header}\n{row}\n"));
        rejects(&read, "holds");
    }
}

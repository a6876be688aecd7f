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
             access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated,cert_1_active,cert_2_active\n\
             {user},arn:aws:iam::111122223333:{user},2024-01-01T00:00:00Z,{password},N/A,false,{first},N/A,{second},N/A,false,false\n"
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
    assert!(told(&read).contains("` is empty, expected"), "{}", told(&read));
    assert_eq!(
        says(&credentials("ana", "False", "FALSE", "false"), "ana", "status"),
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
    let read = credentials("<root_account>", "not_supported", "false", "false");
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

#[test]
fn a_member_of_a_group_is_a_person_or_a_group_by_a_word_that_is_known() {
    for (word, known) in [
        ("Gruppe", false),
        ("groupe", false),
        ("", false),
        ("Benutzer", false),
        ("Group", true),
        ("servicePrincipal", true),
    ] {
        let list = format!("id,userPrincipalName,displayName,objectType\n1,x@example.com,On call,{word}\n");
        let read = read("admins.csv", list.as_bytes(), &profiles()).unwrap();
        assert_eq!(read.profile, "entra-group-members");
        assert_eq!(read.facts.members.is_empty(), !known, "{word}");
        assert_eq!(told(&read).contains("expected `user`, `group`"), !known, "{word}");
    }
}

#[test]
fn a_membership_is_direct_or_not_by_a_word_that_is_known() {
    for (word, known) in [
        ("direkt", false),
        ("", false),
        ("directe", false),
        ("direct", true),
        ("Inherited", true),
    ] {
        let list = format!(
            "Username,Path,Type,Role,Membership type,Membership status,Membership source\n\
             ana,acme,Group,Owner,{word},approved,acme\n"
        );
        let read = trial("gitlab-group-members", &list);
        assert_eq!(read.facts.grants.len(), usize::from(known), "{word}");
        assert_eq!(told(&read).contains("expected `direct`"), !known, "{word}");
    }
}

#[test]
fn a_member_of_slack_is_on_or_off_by_a_word_that_is_known() {
    let list = |status: &str| {
        let text = format!("username,status,billing-active,has-2fa,userid\nana,{status},1,1,U1\n");
        trial("slack-members", &text)
    };
    for word in ["Deaktiviert", "Désactivé", "Gone"] {
        let read = list(word);
        assert_eq!(says(&read, "ana", "status"), None, "{word}");
        assert!(told(&read).contains(word), "{}", told(&read));
    }
    rejects(&list(""), "expected what the member is");
    for (word, status) in [
        ("Workspace Primary Owner", "active"),
        ("org admin", "active"),
        ("Deactivated", "disabled"),
    ] {
        assert_eq!(says(&list(word), "ana", "status"), Some(status), "{word}");
    }
}

#[test]
fn a_word_behind_a_name_of_bitbucket_may_say_that_somebody_is_off() {
    let list = |name: &str| {
        let text = format!("Public Name,Email Address,Has 2SV,On Plan\n{name},ana@example.com,yes,yes\n");
        trial("bitbucket-user-directory", &text)
    };
    for (name, status) in [
        ("Ana Ruiz (INACTIVE)", Some("disabled")),
        ("Ana Ruiz (Inactive)", Some("disabled")),
        ("Ana Ruiz (Inaktiv)", None),
        ("Ana Ruiz (deactivated)", None),
        ("Ana (QA) Ruiz", Some("active")),
    ] {
        let read = list(name);
        assert_eq!(says(&read, "ana@example.com", "status"), status, "{name}");
        assert_eq!(told(&read).is_empty(), status.is_some(), "{name}: {}", told(&read));
    }
}

#[test]
fn a_notebook_is_protected_or_not_by_words_that_are_known() {
    let list = |malware: &str, real_time: &str, overdue: &str| {
        let header = "DeviceId,MalwareProtectionEnabled,RealTimeProtectionEnabled,SignatureUpdateOverdue,UPN";
        let text = format!("{header}\nd1,{malware},{real_time},{overdue},ana@example.com\n");
        trial("intune-antivirus", &text)
    };
    let protected = |read: &Trial| {
        read.facts
            .devices
            .first()
            .and_then(|device| device.get("protected").cloned())
    };
    for states in [
        ("Wahr", "Wahr", "Falsch"),
        ("True", "Vrai", "False"),
        ("True", "True", "Nein"),
    ] {
        let read = list(states.0, states.1, states.2);
        assert_eq!(protected(&read), None, "{states:?}");
        assert!(!told(&read).is_empty(), "{states:?}");
    }
    assert_eq!(protected(&list("True", "True", "False")).as_deref(), Some("yes"));
    assert_eq!(protected(&list("True", "false", "0")).as_deref(), Some("no"));
    assert_eq!(protected(&list("True", "False", "")).as_deref(), Some("no"));
}

#[test]
fn a_user_of_jfrog_without_a_last_login_or_a_known_realm_leaves_both_open() {
    let user = |realm: &str, last: &str| {
        let text = format!(
            "[{{\"name\":\"ana\",\"realm\":{realm},\"profileUpdatable\":true,\"admin\":false,\"groups\":[],\
             \"mfaStatus\":\"NONE\",\"lastLoggedIn\":{last}}}]"
        );
        trial("jfrog-users", &text)
    };
    for (last, known) in [
        ("null", None),
        ("\"\"", None),
        ("\"1970-01-01T00:00:00.000Z\"", Some("never")),
    ] {
        assert_eq!(says(&user("\"internal\"", last), "ana", "last-login"), known, "{last}");
    }
    for (realm, known, is_told) in [
        ("\"N/A\"", None, false),
        ("\"saml\"", None, false),
        ("\"okta-prod\"", None, true),
        ("\"internal\"", Some("no"), false),
    ] {
        let read = user(realm, "null");
        assert_eq!(says(&read, "ana", "mfa"), known, "{realm}");
        assert_eq!(!told(&read).is_empty(), is_told, "{realm}: {}", told(&read));
    }
}

#[test]
fn a_password_of_an_account_of_a_host_says_nothing_of_its_keys() {
    for (password, status) in [("!", None), ("*", None), ("!!", None), ("x", Some("active"))] {
        let read = trial(
            "linux-passwd",
            &format!("ana:{password}:1001:1001:Ana:/home/ana:/bin/bash\n"),
        );
        assert_eq!(says(&read, "ana", "status"), status, "{password}");
    }
}

#[test]
fn what_stands_beside_the_users_of_datadog_is_known_or_told() {
    let users = |kind: &str| {
        let text = format!(
            "{{\"data\":[{{\"type\":\"users\",\"id\":\"1\",\"attributes\":{{\"email\":\"ana@example.com\"}},\
             \"relationships\":{{\"roles\":{{\"data\":[{{\"type\":\"roles\",\"id\":\"r1\"}}]}}}}}}],\
             \"included\":[{{\"type\":\"{kind}\",\"id\":\"r1\",\"attributes\":{{\"name\":\"Datadog Admin Role\"}}}}]}}"
        );
        trial("datadog-users-json", &text)
    };
    rejects(&users("role"), "of a type that nobody knows");
    assert_eq!(told(&users("roles")), "");
}

#[test]
fn a_backup_or_alert_of_which_something_is_missing_is_rejected() {
    for (created, size) in [("null", "1.5"), ("\"\"", "1.5"), ("\"2026-08-01T17:32:15Z\"", "null")] {
        let text = format!("[{{\"created_at\":{created},\"size_gigabytes\":{size}}}]");
        rejects(&trial("doctl-database-backups-json", &text), "expected the ");
    }
    for row in ["                     2026-08-01 17:32:15 +0000 UTC", "0.033640"] {
        let text = format!("Size in Gigabytes    Created At\n{row}\n");
        rejects(&trial("doctl-database-backups", &text), "expected the ");
    }
    for description in ["null", "\"\""] {
        let alert = format!(
            "[{{\"uuid\":\"1\",\"description\":{description},\"alerts\":{{\"email\":[\"ana@example.com\"]}},\"enabled\":true}}]"
        );
        rejects(&trial("doctl-alerts-json", &alert), "no description");
    }
    let text = "UUID    Description    Emails             Enabled\n1                      ana@example.com    true\n";
    rejects(&trial("doctl-alerts", text), "no description");
}

#[test]
fn a_row_that_counts_the_others_is_no_account() {
    let list = |footer: &str| {
        let header = "username,status,billing-active,has-2fa,userid";
        let text = format!("{header}\nana,Member,1,1,U1\nbo,Admin,1,0,U2\n{footer}\n");
        trial("slack-members", &text)
    };
    for (footer, differs) in [
        ("Total,2,,,", false),
        ("Total: 2", false),
        ("\nTotal,3", true),
        ("Total: 3,,,,", true),
    ] {
        let read = list(footer);
        assert_eq!(read.facts.accounts.len(), 2, "{footer}");
        assert_eq!(
            told(&read).contains("there are 3, and 2 rows stand above it"),
            differs,
            "{footer}"
        );
        assert_eq!(told(&read).is_empty(), !differs, "{footer}: {}", told(&read));
    }
}

#[test]
fn nobody_is_still_there_by_a_blank_status() {
    for (profile, text) in people("") {
        // of the two columns of BambooHR the other one says it
        if text.contains("Employment Status,Status") {
            continue;
        }
        rejects(&trial(profile, &text), "` is empty, expected");
    }
    // a last day says it, and so does a list that has no such column
    let left =
        "ID,First name,Last name,Status,Hire date,Position,Termination date\n1,Ana,Ruiz,,2023-05-02,SRE,2024-01-31\n";
    assert_eq!(trial("personio-people", left).facts.people.len(), 1);
    let there = "Employee ID,Worker,Business Title,Hire Date\n1,Ana Ruiz,SRE,2023-05-02\n";
    assert_eq!(trial("workday-people", there).facts.people.len(), 1);
}

#[test]
fn rows_that_a_quotation_mark_swallows_are_told() {
    let read = trial(
        "github-organisation-members",
        "login,name,tfa_enabled,role\nana,\"Ana,true,admin\nbo,Bo,true,admin\ncy,Cy\",true,member\n",
    );
    rejects(&read, "cell `name` holds 3 lines");
}

#[test]
fn keys_that_are_not_known_are_no_leave_to_say_disabled_or_to_set_root_aside() {
    for word in ["N/A", "no_information"] {
        let read = credentials("ana", word, word, word);
        assert_eq!(
            (says(&read, "ana", "status"), says(&read, "ana", "sign-in")),
            (None, None),
            "{word}"
        );
        let root = credentials("<root_account>", "not_supported", word, "false");
        assert_eq!(says(&root, "<root_account>", "sign-in"), Some("yes"), "{word}");
    }
}

#[test]
fn nought_is_root_however_it_is_written() {
    let read = trial(
        "linux-passwd",
        "eve:x:00:0:x:/root:/bin/bash\nmal:x:-0:0:x:/root:/bin/bash\n",
    );
    let root = read
        .facts
        .grants
        .iter()
        .filter(|grant| grant.get("level").is_some_and(|level| level == "uid 0"));
    assert_eq!(root.count(), 2);
}

#[test]
fn a_place_without_a_level_and_an_unknown_kind_of_principal_are_told() {
    for (profile, text, word) in [
        (
            "access-sheet",
            "account,resource,level,typed by\nana,repo,,bo\n",
            "resource and no level",
        ),
        (
            "gitlab-user-permissions",
            "Username,Email,Type,Path,Access Level,Last Activity\nbo,b@x,Project,acme/x,,\n",
            "no access level",
        ),
        (
            "entra-access-review-history",
            "AccessReviewId,ResourceDisplayName,PrincipalUPN,ReviewResult,PrincipalType,PrincipalName,PrincipalId\n1,App,,Approve,Gruppe,Ops,g1\n",
            "PrincipalType",
        ),
        (
            "linux-sudoers",
            "rule,user,host,runusers,rungroups,options,command\nregel,cy,ALL,ALL,ALL,,ALL\n",
            "called `rule`",
        ),
    ] {
        rejects(&trial(profile, text), word);
    }
}

#[test]
fn what_others_gave_to_groups_and_accounts_of_kubernetes_is_read() {
    for (kind, name) in [
        ("Group", "system:cluster-admins"),
        ("Group", "system:authenticated:oauth"),
        ("User", "system:serviceaccount:kube-system:tiller"),
    ] {
        let read = trial(
            "kubernetes-role-bindings",
            &format!(
                r#"{{"kind":"ClusterRoleBinding","metadata":{{"name":"b"}},"roleRef":{{"kind":"ClusterRole","name":"cluster-admin"}},"subjects":[{{"kind":"{kind}","name":"{name}"}}]}}"#
            ),
        );
        assert_eq!((read.facts.grants.len(), read.rows.used), (1, 1), "{name}");
    }
}

#[test]
fn a_file_whose_name_tells_nothing_is_to_be_renamed() {
    let list = "id,userPrincipalName,displayName,objectType,userType\n1,ana@example.com,Ana,user,Member\n";
    let read = read("exportGroupMembers_2026-8-1.csv", list.as_bytes(), &profiles()).unwrap();
    rejects(&read, "the group stands in the name of the file only");
    assert!(told(&read).contains("rename the file"), "{}", told(&read));
}

#[test]
fn a_file_with_two_lists_is_to_be_parted() {
    let link = "https://api.bitbucket.org/2.0/repositories/acme/app/permissions-config";
    let both = format!(
        r#"{{"page":1,"values":[
            {{"type":"repository_user_permission","permission":"admin","user":{{"account_id":"1"}},"links":{{"self":{{"href":"{link}/users/1"}}}}}},
            {{"type":"repository_group_permission","permission":"read","group":{{"slug":"dev"}},"links":{{"self":{{"href":"{link}/groups/dev"}}}}}}]}}"#
    );
    let error = read("app.json", both.as_bytes(), &profiles()).unwrap_err();
    assert!(
        error.contains("if it holds a list of each, put every list into a file of its own"),
        "{error}"
    );
}

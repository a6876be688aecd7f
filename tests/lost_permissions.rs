//! Files that leave something out and could pass for whole: each makes its export partial and a finding.

use crate::recognise;

/// Findings and internal document of a review with these files, as they read.
fn findings(first: &str, others: &[(&str, &str)]) -> String {
    recognise::findings(first, others).replace('\\', "")
}

/// The lines of one check, without the internal document.
fn of<'t>(told: &'t str, check: &str) -> Vec<&'t str> {
    let own = told.lines().filter(|line| line.starts_with(&format!("{check}/")));
    own.collect()
}

/// A credential report of the root user, who has nothing to sign in with, and of these users.
fn credentials(users: &[&str]) -> String {
    let row = |user: &str, enabled: &str| {
        format!("{user},arn:aws:iam::111122223333:user/{user},2023-05-04T08:00:00+00:00,{enabled},true,false\n")
    };
    let header = "user,arn,user_creation_time,password_enabled,mfa_active,access_key_1_active\n";
    let users = users.iter().map(|user| row(user, "true"));
    header.to_owned() + &row("<root_account>", "true") + &users.collect::<String>()
}

/// Details of AWS with these lists.
fn details(users: &str, roles: &str) -> String {
    format!(
        r#"{{"UserDetailList": [{users}], "RoleDetailList": [{roles}], "Policies": [], "GroupDetailList":
            [{{"GroupName": "Admins", "AttachedManagedPolicies": [{{"PolicyName": "AdministratorAccess"}}]}}]}}"#
    )
}

const ANA: &str = r#"{"UserName": "ana@example.com", "UserId": "AIDAEXAMPLE1", "GroupList": ["Admins"],
    "AttachedManagedPolicies": []}"#;

const SUPPORT: &str = r#"{"Path": "/aws-service-role/", "RoleName": "Support", "AttachedManagedPolicies": []}"#;

#[test]
fn details_of_aws_without_the_users_of_the_credential_report_are_partial() {
    let report = credentials(&["ana@example.com", "bo@example.com"]);
    let told = findings(&report, &[("details.json", &details("", SUPPORT))]);
    for part in [
        "exports/vault.csv:3 lists `ana@example.com`, of which there is no record here",
        "and so it is with 1 more",
        "without a filter",
        "profiles show aws-iam-authorization-details",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let own = of(&told, "incomplete-export");
    assert!(
        own.len() == 1 && own.iter().all(|line| line.contains("details.json")),
        "{own:?}"
    );

    let one = findings(&report, &[("details.json", &details(ANA, SUPPORT))]);
    assert!(one.contains("exports/vault.csv:4 lists `bo@example.com`"), "{one}");
    // the root user is in no details, whatever the report says of it
    let whole = findings(
        &credentials(&["ana@example.com"]),
        &[("details.json", &details(ANA, SUPPORT))],
    );
    assert!(of(&whole, "incomplete-export").is_empty(), "{whole}");
}

#[test]
fn details_of_aws_without_any_role_are_partial() {
    let told = findings(&details(ANA, ""), &[]);
    assert!(told.contains("nothing stands at `RoleDetailList[*]`"), "{told}");
    assert_eq!(of(&told, "incomplete-export").len(), 1, "{told}");
    let whole = findings(&details(ANA, SUPPORT), &[]);
    assert!(of(&whole, "incomplete-export").is_empty(), "{whole}");
    // one page of several has them
    let pages = format!("{}\n{}", details(ANA, ""), details("", SUPPORT));
    assert!(of(&findings(&pages, &[]), "incomplete-export").is_empty());
}

#[test]
fn a_user_of_artifactory_without_the_key_groups_makes_the_file_partial() {
    let users = |groups: &str| {
        format!(
            r#"[{{"name": "ana", "realm": "internal", "profileUpdatable": true, "admin": false{groups}}},
                {{"name": "bo", "realm": "internal", "profileUpdatable": true, "admin": false, "groups": ["devs"]}}]"#
        )
    };
    let told = findings(&users(""), &[]);
    assert!(
        told.contains("record /0 has no `groups`, be it an empty one") && told.contains("profiles show jfrog-users"),
        "{told}"
    );
    let nothing = findings(&users(r#", "groups": null"#), &[]);
    assert!(nothing.contains("has no `groups`"), "{nothing}");
    let none = findings(&users(r#", "groups": []"#), &[]);
    assert!(!none.contains("has no `groups`"), "{none}");
}

#[test]
fn a_first_group_that_no_list_of_groups_has_is_not_known_to_be_empty() {
    let passwd = "ana:x:1001:1001:Ana:/home/ana:/bin/bash\nbo:x:1002:1500:Bo:/home/bo:/bin/bash\n";
    let sudoers = "rule,user,host,runusers,rungroups,options,command\nrule,%devs,ALL,ALL,ALL,\"\",ALL\n";
    let groups = |more: &str| format!("ana:x:1001:\nsudo:x:27:ana\n{more}");
    let told = |groups: &str| findings(passwd, &[("group.txt", groups), ("sudoers.csv", sudoers)]);
    let lacks = told(&groups(""));
    assert!(
        lacks.contains("exports/vault.csv:2 has an account in the group `gid:1500`, which no list of groups has"),
        "{lacks}"
    );
    assert!(lacks.contains("profiles show linux-group"), "{lacks}");
    assert_eq!(of(&lacks, "incomplete-export").len(), 1, "{lacks}");
    let unresolved = of(&lacks, "unresolved-group");
    assert!(
        unresolved.len() == 1 && unresolved.iter().all(|line| line.contains("devs")),
        "{unresolved:?}"
    );
    let whole = told(&groups("devs:x:1500:\n"));
    assert!(of(&whole, "incomplete-export").is_empty() && of(&whole, "unresolved-group").is_empty());
    // an account of the system itself is not judged, whatever its group
    let daemon = format!("{passwd}sync:x:4:65534:sync:/bin:/bin/sync\n");
    let files = [
        ("group.txt", groups("devs:x:1500:\n")),
        ("sudoers.csv", sudoers.to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert!(of(&findings(&daemon, &files), "incomplete-export").is_empty());
}

#[test]
fn the_same_holds_for_the_lists_of_osquery() {
    let users = "uid,gid,username,description,directory,shell\n1001,1001,ana,Ana,/home/ana,/bin/bash\n\
                 1002,1500,bo,Bo,/home/bo,/bin/bash\n";
    let memberships = "uid,gid\n1001,1001\n1002,1500\n";
    let sudoers = "rule,user,host,runusers,rungroups,options,command\nrule,%devs,ALL,ALL,ALL,\"\",ALL\n";
    let told = |groups: &str| {
        let files = [
            ("groups.csv", groups),
            ("user_groups.csv", memberships),
            ("sudoers.csv", sudoers),
        ];
        findings(users, &files)
    };
    let lacks = told("gid,groupname\n1001,ana\n");
    assert!(
        lacks.contains("in the group `gid:1500`, which no list of groups has"),
        "{lacks}"
    );
    assert_eq!(of(&lacks, "unresolved-group").len(), 1, "{lacks}");
    let whole = told("gid,groupname\n1001,ana\n1500,devs\n");
    assert!(of(&whole, "incomplete-export").is_empty() && of(&whole, "unresolved-group").is_empty());
}

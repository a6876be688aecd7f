//! Files that leave something out and could pass for whole: each makes its export partial and a finding.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use crate::profiles::{profiles, read};
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
fn output_of_the_aws_cli_that_was_cut_is_partial_and_says_what_to_do() {
    for sign in [r#""NextToken": "abc""#, r#""IsTruncated": true"#] {
        let cut = details(ANA, SUPPORT).replacen('{', &format!("{{{sign}, "), 1);
        let told = findings(&cut, &[]);
        assert_eq!(of(&told, "incomplete-export").len(), 1, "{sign}: {told}");
        assert!(
            told.contains("without a limit of your own (`--max-items`, `limit`)"),
            "{sign}: {told}"
        );
    }
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

/// The reasons for which records of a file alone are rejected, as `profiles test` reads it.
fn rejected(name: &str, text: &str) -> (Vec<String>, usize) {
    let trial = read(name, text.as_bytes(), &profiles()).unwrap();
    let rows = trial.rows.rejected.iter();
    let told = rows.map(|row| row.reason.reveal().replace(FIRST_REMEDY, ""));
    (told.collect(), trial.facts.grants.len())
}

/// What every record in another shape is told to do.
const FIRST_REMEDY: &str =
    "; export again, or say in a copy of the profile in inputs/profiles how such a record is read";

#[test]
fn permission_targets_of_artifactory_in_another_shape_are_rejected() {
    let first = |repositories: &str, principals: &str| {
        let text = format!(
            r#"[{{"name": "t", "includesPattern": "**", "repositories": {repositories}, "principals": {principals}}},
                {{"name": "u", "includesPattern": "**", "repositories": ["b"], "principals": {{"users": {{"ana": ["r"]}}}}}}]"#
        );
        rejected("targets.json", &text)
    };
    for (repositories, principals, why) in [
        (
            r#"["a"]"#,
            r#"{"users": [{"bo": ["m"]}]}"#,
            "`/0/principals/users` holds a list, where a map",
        ),
        (
            r#"["a"]"#,
            r#"{"users": "bo"}"#,
            "`/0/principals/users` holds a single text or number, where a map",
        ),
        (
            r#"["a"]"#,
            r#"{"users": null}"#,
            "`/0/principals/users` holds nothing (`null`), where a map",
        ),
        (
            r#"["a"]"#,
            r#"[{"users": {"bo": ["m"]}}]"#,
            "`/0/principals` holds a list, where a map",
        ),
        (
            r#"["a"]"#,
            r#"{"users": {"bo": {"m": true}}}"#,
            "`/0/principals/users/bo` holds a map, where a list is expected",
        ),
        (
            r#"["a"]"#,
            r#"{"users": {"bo": "m"}}"#,
            "`/0/principals/users/bo` holds a single text or number, where a list is",
        ),
        (
            r#"["a"]"#,
            r#"{"users": {"bo": [["m"]]}}"#,
            "`/0/principals/users/bo/0` holds a list, where a single text",
        ),
        (
            r#"{"a": {}}"#,
            r#"{"users": {"bo": ["m"]}}"#,
            "`/0/repositories` holds a map, where a list is expected",
        ),
    ] {
        let (told, grants) = first(repositories, principals);
        assert!(
            told.len() == 1 && told.iter().all(|told| told.starts_with(why)),
            "{why}: {told:?}"
        );
        assert_eq!(grants, 1, "{principals}");
    }
    // what holds nothing loses nothing, whatever its shape
    for principals in [r#"{"users": [], "groups": ""}"#, "[]"] {
        assert_eq!(first(r#"["a"]"#, principals), (Vec::new(), 1), "{principals}");
    }

    let second = r#"{"name": "t", "repo": {"include-patterns": ["**"], "repositories": ["a"], "actions": {"users": {"ana": ["read"]}}}}
        {"name": "u", "repo": {"include-patterns": ["**"], "repositories": ["a"], "actions": ["read", "manage"]}}
        {"name": "v", "pipes": {"actions": {"users": {"bo": ["manage"]}}},
         "repo": {"include-patterns": ["**"], "repositories": ["a"], "actions": {"users": {"ana": ["read"]}}}}"#;
    let (told, grants) = rejected("targets.json", second);
    assert_eq!(grants, 1);
    let expected = [
        "`2:/repo/actions` holds a list, where a map",
        "`@keys` is `name, pipes, repo`: a part of the target",
    ];
    assert!(
        told.len() == 2
            && told
                .iter()
                .zip(expected)
                .all(|(told, expected)| told.starts_with(expected)),
        "{told:?}"
    );

    let third =
        r#"{"name": "t", "resources": {"artifact": {"actions": {"users": {"ana": ["READ"]}}, "targets": ["a"]}}}"#;
    let (told, grants) = rejected("targets.json", third);
    assert!(
        told.iter()
            .all(|told| told.starts_with("`/resources/artifact/targets` holds a list, where a map")),
        "{told:?}"
    );
    assert_eq!((told.len(), grants), (1, 0));
}

#[test]
fn what_is_rejected_for_its_shape_makes_the_file_incomplete_and_says_where_and_what_to_do() {
    let target = r#"[{"name": "t", "includesPattern": "**", "repositories": ["a"], "principals": {"users": ["bo"]}}]"#;
    let told = findings(target, &[]);
    assert_eq!(of(&told, "incomplete-export").len(), 1, "{told}");
    assert!(
        told.contains("`/0/principals/users` holds a list, where a map") && told.contains(FIRST_REMEDY),
        "{told}"
    );
}

#[test]
fn a_right_of_artifactory_that_nobody_knows_is_told() {
    for rights in [r#"["any"]"#, r#"["r", "any"]"#] {
        let target = format!(
            r#"[{{"name": "t", "includesPattern": "**", "repositories": ["a"], "principals": {{"users": {{"bo": {rights}}}}}}}]"#
        );
        let told = findings(&target, &[]);
        let own = of(&told, "unmapped-level");
        assert!(
            own.len() == 1 && own.iter().all(|line| line.contains(",any,")),
            "{told}"
        );
    }
}

#[test]
fn a_permission_of_bitbucket_on_nothing_is_rejected() {
    let page = r#"{"values": [
        {"type": "repository_permission", "permission": "admin", "user": {"account_id": "ana"}, "repository": null},
        {"type": "repository_permission", "permission": "read", "user": {"account_id": "bo"}, "repository": {"full_name": "x/y"}}]}"#;
    let (told, grants) = rejected("page.json", page);
    assert!(
        told.len() == 1
            && told
                .iter()
                .all(|told| told.starts_with("`/values/0/repository` holds nothing (`null`)")),
        "{told:?}"
    );
    assert_eq!(grants, 1);
}

#[test]
fn a_list_of_records_with_nothing_under_its_key_is_no_empty_list() {
    let bindings = |items: &str| {
        rejected(
            "b.json",
            &format!(r#"{{"kind": "RoleBinding", "roleRef": {{}}, "items": {items}}}"#),
        )
    };
    let (told, _) = bindings("null");
    assert!(
        told.iter()
            .any(|told| told.starts_with("`/items` holds nothing (`null`), where a list")),
        "{told:?}"
    );
    assert_eq!(bindings("[]").0, Vec::<String>::new());
}

#[test]
fn a_number_of_all_records_that_is_none_shows_nothing_to_be_whole() {
    let users = |meta: &str| {
        let text = format!(
            r#"{{"data": [{{"type": "users", "id": "1", "attributes": {{"email": "ana@example.com", "service_account": false}},
                "relationships": {{"roles": {{"data": []}}}}}}], "meta": {meta}}}"#
        );
        let trial = read("users.json", text.as_bytes(), &profiles()).unwrap();
        trial.facts.partial
    };
    assert!(!users(r#"{"page": {"total_count": 1}}"#));
    for meta in [
        r#"{"page": {"total_count": "many"}}"#,
        r#"{"page": {"total_count": {"x": 1}}}"#,
        "[1]",
        "null",
    ] {
        assert!(users(meta), "{meta}");
    }
}

#[test]
fn an_assignment_that_ends_on_a_day_to_come_counts() {
    let told = |ends: &str| {
        let report = format!(
            "User,Login,Application name,Assigned on,Unassigned on\n\
             Zed,zed@example.com,Zoom,2023-01-02T03:04:05Z,{ends}\n"
        );
        findings(&report, &[])
    };
    for (ends, counts) in [
        ("", true),
        ("Never", true),
        ("2099-01-01T00:00:00Z", true),
        ("2024-03-02T00:00:00Z", true),
        ("2024-03-01T00:00:00Z", false),
        ("2023-06-01T00:00:00Z", false),
    ] {
        assert_eq!(!of(&told(ends), "orphan-account").is_empty(), counts, "{ends}");
    }
    let odd = told("soon");
    assert!(
        odd.contains("cell `Unassigned on` holds `soon`") && !of(&odd, "incomplete-export").is_empty(),
        "{odd}"
    );
}

#[test]
fn who_has_the_certificate_of_a_superuser_of_kubernetes_is_an_account() {
    let accounts = |name: &str, text: &str| {
        let trial = read(name, text.as_bytes(), &profiles()).unwrap();
        let grants = trial.facts.grants.iter();
        let accounts = grants.filter_map(|grant| grant.get("account").cloned());
        accounts.collect::<Vec<_>>()
    };
    let binding = |user: &str, role: &str| {
        format!(
            r#"{{"kind": "ClusterRoleBinding", "metadata": {{"name": "b"}}, "roleRef": {{"kind": "ClusterRole", "name": "{role}"}},
                "subjects": [{{"kind": "User", "name": "{user}"}}]}}"#
        )
    };
    let lookup = |user: &str, role: &str| {
        format!("SUBJECT                 SCOPE          ROLE\nUser/{user:<19}cluster-wide   ClusterRole/{role}\n")
    };
    for (user, role, counts) in [
        ("kubernetes-admin", "cluster-admin", true),
        ("system:admin", "cluster-admin", true),
        ("system:admin", "system:basic-user", true),
        ("system:deployer", "edit", true),
        // the list of rbac-lookup names no bindings, so that a role of Kubernetes itself is taken for its own
        ("system:k3s", "system:k3s", false),
        ("system:kube-proxy", "edit", true),
    ] {
        let expected = |counts| if counts { vec![user.to_owned()] } else { Vec::new() };
        assert_eq!(
            accounts("b.json", &binding(user, role)),
            expected(true),
            "{user} {role}"
        );
        assert_eq!(
            accounts("b.txt", &lookup(user, role)),
            expected(counts),
            "{user} {role}"
        );
    }
}

/// Why a file alone counts as partial.
fn cut(name: &str, bytes: &[u8]) -> Option<String> {
    let trial = read(name, bytes, &profiles()).unwrap();
    trial.cut.map(|why| why.reveal().to_owned())
}

#[test]
fn groups_whose_cells_were_merged_and_lost_are_told() {
    let header = "group_name,username,full_name,email,active,last_session,Confluence\n";
    let rows = |groups: [&str; 4]| {
        let users = ["ana", "bo", "cy", "di"].iter().zip(groups);
        let rows = users.map(|(user, group)| format!("{group},{user},{user},{user}@example.com,Yes,,No\n"));
        header.to_owned() + &rows.collect::<String>()
    };
    let merged = rows(["admins", "", "", "users"]);
    let told = cut("users.csv", merged.as_bytes()).unwrap();
    for part in [
        "no group stands in the column `group_name` of row 3, nor in 1 more",
        "write the group into every row",
        "`ignore = [\"group_name\"]` where review.toml names the file",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert_eq!(of(&findings(&merged, &[]), "incomplete-export").len(), 1);
    for whole in [
        ["admins", "users", "users", ""],
        ["admins", "users", "ops", "devs"],
        ["", "", "admins", "users"],
    ] {
        assert_eq!(cut("users.csv", rows(whole).as_bytes()), None, "{whole:?}");
    }
    // all groups of a user in one cell
    let listed = "User id,User name,email,User status,Added to org,Org role,Groups\n\
                  1,Ana,ana@example.com,Active,3 Jan 2024,,\"devs, ops\"\n2,Bo,bo@example.com,Active,3 Jan 2024,,\n";
    assert_eq!(cut("users.csv", listed.as_bytes()), None);
    let pivoted = "Group id,Group name,User id,User name,email,User status,Added to org,Org role\n\
                   7,devs,1,Ana,ana@example.com,Active,3 Jan 2024,\n,,2,Bo,bo@example.com,Active,3 Jan 2024,\n";
    assert!(cut("users.csv", pivoted.as_bytes()).is_some());
}

#[test]
fn groups_whose_cells_are_merged_in_a_workbook_are_read_in_every_row() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let header = [
        "group_name",
        "username",
        "full_name",
        "active",
        "last_session",
        "Confluence",
    ];
    sheet.write_row(0, 0, header).unwrap();
    for (row, user) in (1..).zip(["ana", "bo", "cy"]) {
        sheet.write_row(row, 1, [user, user, "Yes", "", "No"]).unwrap();
    }
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(1, 0, 3, 0, "admins", &format).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let trial = read("users.xlsx", &bytes, &profiles()).unwrap();
    assert_eq!(trial.facts.members.len(), 3, "{:?}", trial.facts.members);
    assert!(trial.cut.is_none());
}

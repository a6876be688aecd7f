//! Files that say something other than they seem to: none of it is read wrong in silence.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use access_review::config;

use crate::recognise::{folder, review};
use crate::support::{replace, report, said};

/// What a report of a system with these files says: its code, what it tells, and the grants and findings.
pub(crate) fn told(files: &[&str], below: &str) -> (i32, String, String) {
    let (first, others) = files.split_first().unwrap();
    let more = (0..others.len())
        .map(|place| format!("[[system.export]]\nfile = \"exports/file-{place}.txt\"\ncoverage = \"full\"\n"))
        .collect::<Vec<_>>()
        .concat();
    let (holder, inputs) = review(&[], first, &more);
    for (place, text) in others.iter().enumerate() {
        fs::write(inputs.join(format!("exports/file-{place}.txt")), text).unwrap();
    }
    let description = "description = \"Where the secrets are.\"\n";
    replace(
        &inputs.join("review.toml"),
        description,
        &format!("{description}{below}\n"),
    );
    let out = holder.path().join("out");
    let (code, text, error) = said(&report(&inputs, &out));
    let read = |name: &str| fs::read_to_string(out.join("2024-03-01/internal").join(name)).unwrap_or_default();
    (code, text + &error, read("grants.csv") + &read("findings.csv"))
}

/// That the files of a system are refused, as they tell of several of what it has one of.
pub(crate) fn refused(files: &[&str], below: &str, parts: &[&str]) {
    let (code, text, _) = told(files, below);
    for part in parts.iter().chain(&["declare a `[[system]]` for each", "set-aside"]) {
        assert!(code == 2 && text.contains(part), "{part}: {text}");
    }
}

/// That they are read, with this among permissions and findings.
pub(crate) fn read(files: &[&str], below: &str, parts: &[&str]) {
    let (code, text, rows) = told(files, below);
    assert!(code < 2, "{text}");
    for part in parts {
        assert!(rows.contains(part), "{part}: {rows}");
    }
}

const PASSWD: &str =
    "ana@example.com:x:1001:1001:Ana:/home/ana:/usr/sbin/nologin\nbo@example.com:x:1002:1002:Bo:/home/bo:/bin/bash\n";
const FLAT: &str = "UserName,AccountName,PermissionSet,InheritFromGroup,GroupName\n";
const WHOLE: &str = "resources = \"whole\"";

#[test]
fn a_user_of_iam_is_no_person_of_identity_center_of_one_name() {
    let report = "user,arn,user_creation_time,password_enabled,mfa_active,access_key_1_active\n\
                  ana,arn:aws:iam::111122223333:user/ana,2023-05-04T08:00:00Z,false,false,false\n";
    let flat = format!("{FLAT}ana,prod,AdministratorAccess,False,n.a\n");
    let parts = ["one account `ana`", "`user of IAM`", "`user of Identity Center`"];
    refused(&[&flat, report], WHOLE, &parts);
}

#[test]
fn a_whole_system_is_one_aws_account() {
    let flat = format!("{FLAT}ana@example.com,prod,AdministratorAccess,False,n.a\nbo@example.com,dr,Admin,False,n.a\n");
    refused(&[&flat], WHOLE, &["one AWS account", "`prod`", "`dr`"]);
    read(
        &[&flat],
        "resources = { label = \"Account\" }",
        &["ana@example.com", "dr"],
    );
    let one = format!("{FLAT}ana@example.com,prod,AdministratorAccess,False,n.a\n");
    read(&[&one], WHOLE, &["ana@example.com"]);
}

#[test]
fn a_system_is_one_host() {
    let other = PASSWD.replace("/usr/sbin/nologin", "/bin/bash");
    refused(
        &[PASSWD, &other],
        "",
        &["one list of the accounts of a host", "vault.csv:1", "file-0.txt:1"],
    );
    let fleet = "host_display_name,uid,gid,username,directory,shell\n\
                 one,1001,1001,ana@example.com,/home/ana,/bin/bash\n\
                 two,1001,1001,ana@example.com,/home/ana,/usr/sbin/nologin\n";
    refused(&[fleet], "", &["one host", "`one`", "`two`"]);
}

#[test]
fn a_key_makes_an_account_without_a_shell_one_that_can_be_used() {
    let (holder, inputs) = review(
        &[],
        PASSWD,
        "[[system.export]]\nfile = \"exports/ana@example.com.authorized_keys\"\ncoverage = \"full\"\n",
    );
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExa x\n";
    fs::write(inputs.join("exports/ana@example.com.authorized_keys"), key).unwrap();
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    let grants = fs::read_to_string(out.join("2024-03-01/internal/grants.csv")).unwrap();
    let of_ana = grants.lines().find(|line| line.contains(",ana@example.com,")).unwrap();
    assert!(of_ana.contains(",active,"), "{of_ana}");
}

#[test]
fn what_two_lists_say_of_an_account_is_told_also_where_one_says_that_it_is_active() {
    let osquery = "uid,gid,username,directory,shell\n1001,1001,ana@example.com,/home/ana,/bin/bash\n";
    let (code, text, _) = told(&[PASSWD, osquery], "");
    assert!(
        code == 2 && text.contains("something else about account `ana@example.com`"),
        "{text}"
    );
}

const TARGETS: &str = r#"[{"name":"app","repo":{"include-patterns":["**"],"exclude-patterns":[""],"repositories":["docker"],
    "actions":{"users":{"bo":["read"]},"groups":{"readers":["read"]}}}}]"#;
const REPOSITORIES: &str = "resources = { label = \"Repository\" }";

/// The details of a user of Artifactory, with more to say.
fn user(name: &str, groups: &str, more: &str) -> String {
    format!(
        r#"[{{"name":"{name}","email":"{name}@example.com","admin":false,"profileUpdatable":true,"realm":"internal","groups":[{groups}],"status":"LOCKED"{more}}}]"#
    )
}

#[test]
fn groups_of_jfrog_are_known_only_with_the_details_of_all_users_and_groups() {
    let list = r#"[{"name":"ana","uri":"x","realm":"internal","status":"ENABLED"},{"name":"bo","uri":"x","realm":"internal","status":"ENABLED"}]"#;
    read(
        &[TARGETS, &user("ana", "", ""), list],
        REPOSITORIES,
        &["unresolved-group", "incomplete-export"],
    );
    let group = |rights: &str| {
        format!(r#"[{{"name":"readers","autoJoin":false,"adminPrivileges":{rights},"userNames":["ana"]}}]"#)
    };
    let users = user("ana", "\"readers\"", "");
    read(&[TARGETS, &users], REPOSITORIES, &["incomplete-export"]);
    let (_, _, rows) = told(&[TARGETS, &users, &group("false")], REPOSITORIES);
    assert!(!rows.contains("incomplete-export"), "{rows}");
    let viewer = group("false,\"policyManager\":true");
    read(
        &[TARGETS, &users, &viewer],
        REPOSITORIES,
        &["unmapped-level", "policyManager"],
    );
    let of_platform = ",\"effective_admin\":true,\"watchManager\":true";
    read(
        &[TARGETS, &user("ana", "\"readers\"", of_platform)],
        REPOSITORIES,
        &[",active,", "Admin,yes", "watchManager,no"],
    );
}

#[test]
fn groups_of_one_name_in_two_accounts_or_workspaces_are_two() {
    let details = |account: &str, policy: &str| {
        format!(
            r#"{{"UserDetailList":[],"GroupDetailList":[{{"GroupName":"Devs","Arn":"arn:aws:iam::{account}:group/Devs","GroupPolicyList":[],
                "AttachedManagedPolicies":[{{"PolicyName":"{policy}"}}]}}],"Policies":[],
                "RoleDetailList":[{{"Path":"/aws-service-role/","RoleName":"S","AttachedManagedPolicies":[]}}]}}"#
        )
    };
    refused(
        &[
            &details("111122223333", "AdministratorAccess"),
            &details("444455556666", "ReadOnlyAccess"),
        ],
        WHOLE,
        &["one group `Devs`", "`arn:aws:iam::444455556666:group/Devs`"],
    );
    let group = |workspace: &str, of: &str| {
        format!(
            r#"[{{"name":"Developers","slug":"developers","full_slug":"{workspace}:developers","members":[{{"display_name":"{of}","account_id":"{of}"}}]}}]"#
        )
    };
    let permissions = r#"{"values":[{"type":"repository_group_permission","permission":"admin","group":{"name":"Developers","slug":"developers"},
        "links":{"self":{"href":"https://api.bitbucket.org/2.0/repositories/acme/app/permissions-config/groups/developers"}}}]}"#;
    refused(
        &[permissions, &group("labs", "bo")],
        "",
        &["one group `Developers`", "`workspace acme`", "`workspace labs`"],
    );
    read(&[permissions, &group("acme", "ana")], "", &[",ana,"]);
}

#[test]
fn bindings_of_one_name_in_two_files_are_of_two_clusters() {
    let binding = |user: &str, uid: &str| {
        format!(
            r#"{{"kind":"List","items":[{{"kind":"ClusterRoleBinding","metadata":{{"name":"x"{uid}}},"roleRef":{{"kind":"ClusterRole","name":"view"}},"subjects":[{{"kind":"User","name":"{user}"}}]}}]}}"#
        )
    };
    let parts = ["one ClusterRoleBinding `x`"];
    refused(&[&binding("ana", ""), &binding("bo", "")], "", &parts);
    let (one, two) = (",\"uid\":\"1\"", ",\"uid\":\"2\"");
    refused(&[&binding("ana", one), &binding("bo", two)], "", &parts);
    read(&[&binding("ana", one), &binding("bo", one)], "", &[",ana,", ",bo,"]);
}

#[test]
fn a_full_page_says_nothing_of_the_next() {
    let users = |number: usize| {
        let users: Vec<String> = (0..number)
            .map(|user| {
                format!(
                    r#"{{"id":"{user}","status":"ACTIVE","statusChanged":null,"lastLogin":null,"profile":{{"login":"u{user}@example.com"}}}}"#
                )
            })
            .collect();
        format!("[{}]", users.join(","))
    };
    let sheet = "account,level,typed by\nana@example.com,Admin,Bo\n";
    for (number, partial) in [(200, true), (400, true), (199, false), (201, false)] {
        let (code, text, rows) = told(&[sheet, &users(number)], "");
        assert!(code < 2, "{text}");
        assert_eq!(rows.contains("incomplete-export"), partial, "{number}: {text}");
    }
    let page = |start: usize| {
        format!(
            r#"{{"start":{start},"limit":2,"size":2,"results":[{{"name":"ana","fullName":"Ana","permissions":["READ"]}},{{"name":"bo","fullName":"Bo","permissions":["READ"]}}]}}"#
        )
    };
    for text in [page(0), page(2), page(0) + &page(4)] {
        read(&[&text], WHOLE, &["incomplete-export"]);
    }
}

#[test]
fn a_service_account_of_datadog_is_nobodys_by_its_contact_address() {
    let users = r#"{"data":[{"type":"users","id":"u-2","attributes":{"email":"ana@example.com","handle":"9b1d","name":"CI","status":"Active","service_account":true},
        "relationships":{"roles":{"data":[{"type":"roles","id":"r"}]}}}],"included":[{"type":"roles","id":"r","attributes":{"name":"Admin"}}],"meta":{"page":{"total_count":1}}}"#;
    let (code, text, rows) = told(&[users], "");
    assert!(code < 2 && rows.contains(",9b1d,CI,,active,,,"), "{text}{rows}");
    assert!(!rows.contains("ana@example.com"), "{rows}");
}

#[test]
fn an_address_that_only_looks_like_that_of_somebody_is_nobodys() {
    let sheet = "account,level,typed by\nbo@e\u{212a}ample.com,Admin,Bo\n";
    read(&[sheet], "", &["orphan-account"]);
}

#[test]
fn flags_of_an_emit_that_say_nothing_are_told() {
    let profile = |line: &str| {
        format!(
            "id = \"own\"\nformat = \"Users, CSV\"\n[match]\nheaders = [\"Login\"]\n[input]\nreader = \"table\"\n[[records]]\n[[records.emit]]\nkind = \"account\"\n\
             account = \"Login\"\n{line}\n[[sample]]\nfile = \"a.csv\"\ntext = \"Login\\nana\\n\"\naccounts = [{{ account = \"ana\" }}]\n"
        )
    };
    let wrong = |line: &str| {
        let folder = folder(&[&profile(line)]);
        let path: &Path = folder.path();
        config::profiles(path).map(drop).map_err(|error| format!("{error:#}"))
    };
    for (line, why) in [
        ("proof = true", "`proof` says that the `status` counts"),
        ("described = true", "`described` is for facts of kind `member`"),
        ("[[complete]]\nlimit = \"limit\"", "`limit` goes with `start`"),
    ] {
        let told = wrong(line).unwrap_err();
        assert!(told.contains(why), "{told}");
    }
    assert_eq!(wrong("status = { text = \"active\" }\nproof = true"), Ok(()));
}

#[test]
fn a_text_that_is_written_as_a_formula_is_that_text() {
    let sheet = "account,level,typed by\n=\"ana@example.com\",=\"Admin\",Bo\n";
    let (code, text, rows) = told(&[sheet], "");
    assert!(
        code < 2 && rows.contains(",ana@example.com,") && !rows.contains("=\""),
        "{text}{rows}"
    );
}

#[test]
fn whoever_has_several_addresses_is_found_by_each_and_never_dropped() {
    let list = |addresses: &str| {
        format!(
            "GitHub com login,GitHub com name,GitHub com member roles,GitHub com verified domain emails,GitHub com two factor auth\n\
             zoe,Zoe,acme:Owner,\"{addresses}\",true\n"
        )
    };
    let resources = "resources = { label = \"Organisation\" }";
    for addresses in [
        "ana@example.com",
        "zoe@corp.example, ana@example.com",
        "ana@example.com,zoe@corp.example",
    ] {
        let (code, text, rows) = told(&[&list(addresses)], resources);
        let held = rows
            .lines()
            .find(|line| line.starts_with("vault,zoe,"))
            .unwrap_or_default();
        assert!(code < 2 && held.contains(",1,e-mail,"), "{addresses}: {text} {rows}");
        assert!(!rows.contains("incomplete-export"), "{addresses}: {rows}");
    }
    // of another product: kept without an address, and told
    let users = r#"{"Users":[{"UserName":"zoe","UserId":"u-1","Emails":[{"Value":"zoe@corp.example"},{"Value":"ana@example.com"}],"UserStatus":"ENABLED"}]}"#;
    let holds = r#"{"AccountAssignments":[{"AccountId":"111122223333","PermissionSetArn":"arn:aws:sso:::permissionSet/ssoins-1/ps-1","PrincipalType":"USER","PrincipalId":"u-1"}]}"#;
    let (code, text, rows) = told(&[users, holds], "resources = { label = \"Account\" }");
    assert!(
        code < 2 && rows.lines().any(|line| line.starts_with("vault,zoe,")),
        "{text} {rows}"
    );
}

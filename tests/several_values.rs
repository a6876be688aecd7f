//! Several values where one is looked for, and one that stands where several could: lines in a cell, addresses, assignments
//! that began again, pages in one file, lists that lack the half which says most.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;

use crate::misread::told;
use crate::support::{report, said, small};

const PARTS: &str = "resources = { label = \"Resource\" }";

/// Whether what a report of these files gives has all of these parts.
fn gives(files: &[&str], parts: &[&str], not: &[&str]) {
    let (code, text, rows) = told(files, PARTS);
    assert!(code < 2, "{text}");
    for part in parts {
        assert!(rows.contains(part), "{part}: {rows}");
    }
    for part in not {
        assert!(!rows.contains(part), "{part}: {rows}");
    }
}

#[test]
fn lines_in_a_cell_are_several_values() {
    let (holder, inputs) = small();
    let macs = "[[system]]\nid = \"macs\"\nname = \"Macs\"\nkind = \"workstations\"\ndescription = \"Ours.\"\n\
                [[system.export]]\nfile = \"exports/macs.csv\"\ncoverage = \"full\"\n\n[[activity]]";
    let path = inputs.join("review.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace("[[activity]]", macs)
        .replace("[\"vault\"]", "[\"vault\", \"macs\"]");
    fs::write(path, text).unwrap();
    let list = "Computer Name,Serial Number,FileVault 2 Status,Email Address,Applications\n\
                Mac 1,S1,All Partitions Encrypted,ana@example.com,\"Safari.app\nCrowdStrike Falcon.app\nMail.app\"\n\
                Mac 2,S2,All Partitions Encrypted,bo@example.com,\"Safari.app\r\nMail.app\"\n";
    fs::write(inputs.join("exports/macs.csv"), list).unwrap();
    let (code, text, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(code < 2 && text.contains("protection of 1 notebook"), "{text}{error}");
}

/// Users of the identity store with these addresses.
fn user(addresses: &str) -> String {
    format!(r#"{{"Users":[{{"UserId":"u-1","UserName":"a.lind","IdentityStoreId":"d-1","Emails":[{addresses}]}}]}}"#)
}

#[test]
fn of_several_addresses_the_primary_one_counts() {
    let holds = r#"{"AccountAssignments":[{"AccountId":"111122223333","PermissionSetArn":"Admin","PrincipalType":"USER","PrincipalId":"u-1"}]}"#;
    let (own, work) = (
        r#"{"Value":"ana@mail.example","Type":"home","Primary":false}"#,
        r#"{"Value":"ana@example.com","Type":"work","Primary":true}"#,
    );
    gives(
        &[holds, &user(&format!("{own},{work}"))],
        &["vault,a.lind,,ana@example.com,unknown,1"],
        &["incomplete-export"],
    );
    gives(
        &[holds, &user(r#"{"Value":"ana@example.com"}"#)],
        &["vault,a.lind,,ana@example.com,unknown,1"],
        &["incomplete-export"],
    );
    let neither = user(&format!("{own},{}", work.replace("true", "false")));
    gives(&[holds, &neither], &["incomplete-export"], &[",ana@example.com,"]);
}

#[test]
fn whoever_was_assigned_again_holds_the_application() {
    let head =
        "User,Login,Application name,Application instance,Application login,Assigned on,Unassigned on,Last login\n";
    let row = |from: &str, to: &str| format!("{head}Ana,ana@example.com,Wiki,Wiki,ana,{from},{to},2024-02-20\n");
    let gets = ["vault,ana@example.com"];
    gives(&[&row("2024-02-10T10:00:00Z", "2024-01-10T10:00:00Z")], &gets, &[]);
    gives(&[&row("2024-02-10T10:00:00Z", "2024-02-10T09:00:00Z")], &gets, &[]);
    gives(&[&row("2023-02-10T10:00:00Z", "")], &gets, &[]);
    gives(&[&row("2023-02-10T10:00:00Z", "2024-01-10T10:00:00Z")], &[], &gets);
    gives(&[&row("", "2024-01-10T10:00:00Z")], &[], &gets);
    gives(&[&row("soon", "2024-01-10T10:00:00Z")], &["incomplete-export"], &gets);
}

#[test]
fn a_denial_that_failed_in_part_leaves_the_access() {
    let head =
        "AccessReviewId,ResourceDisplayName,PrincipalUPN,PrincipalType,ReviewResult,AppliedDate,SubmissionResult\n";
    let row = |result: &str| format!("{head}r1,Devs,ana@example.com,user,Deny,2024-02-02,{result}\n");
    let gets = ["vault,ana@example.com"];
    gives(
        &[&row("AppliedWithUnknownFailure")],
        &[gets[0], "incomplete-export"],
        &[],
    );
    gives(&[&row("AppliedSuccessfully")], &[], &gets);
}

#[test]
fn a_list_of_rbac_lookup_that_tells_no_kinds_is_partial() {
    let narrow = "SUBJECT           SCOPE          ROLE\nana@example.com   cluster-wide   ClusterRole/view\n";
    gives(&[narrow], &["incomplete-export"], &[]);
    let wide = "SUBJECT                SCOPE          ROLE               SOURCE\n\
                User/ana@example.com   cluster-wide   ClusterRole/view   ClusterRoleBinding/a\n";
    gives(&[wide], &["vault,ana@example.com"], &["incomplete-export"]);
}

#[test]
fn bindings_without_any_of_the_cluster_are_partial() {
    let binding = |kind: &str, namespace: &str| {
        format!(
            r#"{{"apiVersion":"v1","kind":"List","metadata":{{}},"items":[{{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"{kind}","metadata":{{"name":"b"{namespace}}},"roleRef":{{"kind":"ClusterRole","name":"edit"}},"subjects":[{{"kind":"User","name":"ana@example.com"}}]}}]}}"#
        )
    };
    let part = binding("RoleBinding", r#","namespace":"web""#);
    let whole = binding("ClusterRoleBinding", "");
    gives(&[&part], &["incomplete-export"], &[]);
    gives(&[&whole], &["vault,ana@example.com"], &["incomplete-export"]);
    gives(&[&part, &whole], &["vault,ana@example.com"], &["incomplete-export"]);
}

#[test]
fn pages_of_xml_stand_one_after_the_other() {
    let page = |name: &str, start: u64, limit: u64| {
        format!(
            "<?xml version=\"1.0\"?>\n<page><size>1</size><limit>{limit}</limit><start>{start}</start><results><name>{name}</name>\
             <fullName>{name}</fullName><email>{name}@example.com</email><permissions>READ</permissions></results></page>\n"
        )
    };
    let review = |text: &str| {
        let (holder, inputs) = small();
        let path = inputs.join("review.toml");
        let toml = fs::read_to_string(&path).unwrap();
        let toml = toml.replace("exports/vault.csv", "exports/PLAN-A.users.xml");
        let columns = "columns = { account = \"User\", level = \"Permission\" }\n";
        let description = "description = \"Where the secrets are.\"\n";
        let toml = toml
            .replace(columns, "")
            .replace(description, &format!("{description}{PARTS}\n"));
        fs::write(path, toml).unwrap();
        fs::write(inputs.join("exports/PLAN-A.users.xml"), text).unwrap();
        let out = holder.path().join("out");
        let (code, _, error) = said(&report(&inputs, &out));
        assert!(code < 2, "{error}");
        let read = |name: &str| fs::read_to_string(out.join("2024-03-01/internal").join(name)).unwrap();
        read("grants.csv") + &read("findings.csv")
    };
    let both = review(&(page("ana", 0, 1) + &page("bo", 1, 25)));
    assert!(both.contains("vault,ana,") && both.contains("vault,bo,"), "{both}");
    assert!(!both.contains("incomplete-export"), "{both}");
    for part in [page("ana", 0, 1), page("bo", 1, 25)] {
        let rows = review(&part);
        assert!(rows.contains("incomplete-export"), "{rows}");
    }
}

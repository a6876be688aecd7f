//! Files of two dates in one system: last year's beside this year's is told, whatever the format; pages, and lists of single
//! resources or accounts, are not.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;

use crate::misread::{read, refused, told};
use crate::support::{SOURCES, report, said, small};

const PARTS: &str = "resources = { label = \"Resource\" }";
const MIXED: &str = "mixed-export";

/// That a file of these is found to be of another day, and beside which one.
fn mixed(files: &[&str], below: &str) {
    let (code, text, rows) = told(files, below);
    assert!(code == 1, "{text}");
    let mut findings = rows.lines().filter(|line| line.starts_with(MIXED));
    let both = |line: &str| line.contains("exports/file-0.txt") && line.contains("exports/vault.csv");
    assert!(findings.any(both), "{rows}");
}

/// That none is.
fn of_one_day(files: &[&str], below: &str) {
    let (code, text, rows) = told(files, below);
    assert!(code < 2 && !rows.contains(MIXED), "{text} {rows}");
}

/// An answer of Identity Center: who holds a permission set in an AWS account.
fn assignments(account: &str, set: &str, who: &[(&str, &str)]) -> String {
    let one = |(kind, id): &(&str, &str)| {
        format!(
            r#"{{"AccountId":"{account}","PermissionSetArn":"arn:aws:sso:::permissionSet/ssoins-1/{set}","PrincipalType":"{kind}","PrincipalId":"{id}"}}"#
        )
    };
    let all: Vec<String> = who.iter().map(one).collect();
    format!("{{\"AccountAssignments\":[{}]}}\n", all.join(","))
}

#[test]
fn assignments_of_last_year_are_told() {
    let now = assignments("111122223333", "ps-1", &[("USER", "ana"), ("GROUP", "devs")]);
    let then = assignments(
        "111122223333",
        "ps-1",
        &[("USER", "ana"), ("GROUP", "devs"), ("USER", "gone")],
    );
    mixed(&[&now, &then], PARTS);
    mixed(&[&then, &now], PARTS);
    // one list of each permission set, and one of each account
    let other = assignments(
        "111122223333",
        "ps-2",
        &[("USER", "ana"), ("GROUP", "devs"), ("USER", "bo")],
    );
    of_one_day(&[&now, &other], PARTS);
    of_one_day(&[&now, &other.replace("ps-2", "ps-1").replace("1111", "4444")], PARTS);
    // pages of one, and a part beside the whole
    let page = assignments("111122223333", "ps-1", &[("USER", "bo")]);
    of_one_day(&[&now, &page], PARTS);
    of_one_day(&[&format!("{now}{other}"), &now], PARTS);
}

#[test]
fn what_stands_in_the_lists_of_all_people_is_a_part_of_each() {
    let of = |id: &str| assignments("111122223333", "ps-1", &[("GROUP", "devs"), ("USER", id)]);
    let lists = ["ana", "bo", "cy", "di", "ed"].map(of);
    let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
    of_one_day(&lists, PARTS);
}

#[test]
fn a_list_of_everybody_in_an_aws_account_stands_in_one_file() {
    let flat = |who: &str, account: &str| {
        format!("UserName,AccountName,PermissionSet,InheritFromGroup,GroupName\n{who},{account},Admin,False,n.a\n")
    };
    let parts = ["one list of permissions on the AWS account `prod`"];
    refused(
        &[&flat("ana@example.com", "prod"), &flat("bo@example.com", "prod")],
        PARTS,
        &parts,
    );
    of_one_day(
        &[&flat("ana@example.com", "prod"), &flat("ana@example.com", "dr")],
        PARTS,
    );
}

#[test]
fn an_entry_or_a_policy_of_one_name_stands_in_one_file() {
    let entry = |who: &str, group: &str, day: &str| {
        format!(
            r#"{{"accessEntry":{{"clusterName":"main","principalArn":"arn:aws:iam::111122223333:role/{who}","kubernetesGroups":["{group}"],"type":"STANDARD","modifiedAt":"{day}"}}}}"#
        )
    };
    let (now, then) = (
        entry("ops", "viewers", "2024-02-01"),
        entry("ops", "system:masters", "2023-02-01"),
    );
    let parts = ["one last change of the access entry of", "on the cluster `main`"];
    refused(&[&now, &then], PARTS, &parts);
    // the commands added to the file of last year
    refused(&[&format!("{then}\n{now}")], PARTS, &parts);
    of_one_day(&[&now, &entry("dev", "viewers", "2023-02-01")], PARTS);

    let policies = |who: &str, policy: &str, next: &str| {
        format!(
            r#"{{"clusterName":"main","principalArn":"arn:aws:iam::111122223333:role/{who}","associatedAccessPolicies":[{{"policyArn":"arn:aws:eks::aws:cluster-access-policy/{policy}","accessScope":{{"type":"cluster","namespaces":[]}}}}]{next}}}"#
        )
    };
    let now = policies("ops", "AmazonEKSViewPolicy", "");
    let parts = ["one list of access policies of", "on the cluster `main`"];
    refused(
        &[&now, &policies("ops", "AmazonEKSClusterAdminPolicy", "")],
        PARTS,
        &parts,
    );
    of_one_day(&[&now, &policies("dev", "AmazonEKSClusterAdminPolicy", "")], PARTS);
    let page = policies("ops", "AmazonEKSEditPolicy", r#","nextToken":"more""#);
    of_one_day(&[&page, &now], PARTS);

    let bucket = |name: &str, who: &str| {
        let policy = format!(
            r#"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":\"arn:aws:iam::111122223333:user/{who}\"}},\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::{name}\",\"arn:aws:s3:::{name}/*\"]}}]}}"#
        );
        format!("{{\"Policy\":\"{policy}\"}}")
    };
    let parts = ["one policy of the bucket `logs`"];
    refused(&[&bucket("logs", "ana"), &bucket("logs", "bo")], PARTS, &parts);
    of_one_day(&[&bucket("logs", "ana"), &bucket("web", "ana")], PARTS);
}

#[test]
fn lists_of_accounts_of_last_year_are_told() {
    let head = "userPrincipalName,displayName,mail,userType,accountEnabled,id\n";
    let row = |name: &str| format!("{name}@example.com,{name},{name}@example.com,Member,True,id-{name}\n");
    let list = |names: &[&str]| head.to_owned() + &names.iter().map(|name| row(name)).collect::<String>();
    mixed(&[&list(&["ana", "bo"]), &list(&["ana", "bo", "gone"])], "");
    of_one_day(&[&list(&["ana", "bo"]), &list(&["cy", "di"])], "");

    let slack = |names: &[&str]| {
        let row = |name: &&str| format!("{name},{name}@example.com,Member,1,1,0,U-{name},{name}\n");
        let head = "username,email,status,billing-active,has-2fa,has-sso,userid,fullname\n";
        head.to_owned() + &names.iter().map(row).collect::<String>()
    };
    mixed(&[&slack(&["ana", "bo"]), &slack(&["ana", "bo", "gone"])], "");
    let moved = slack(&["ana", "bo", "cy"]).replace("bo@example.com,Member", "bo@example.com,Admin");
    mixed(&[&slack(&["ana", "bo", "cy"]), &moved], "");
}

#[test]
fn members_of_last_year_are_told() {
    let members = |who: &[&str]| {
        let one = |id: &&str| format!(r#"{{"GroupId":"g1","MembershipId":"m-{id}","MemberId":{{"UserId":"{id}"}}}}"#);
        let all: Vec<String> = who.iter().map(one).collect();
        format!("{{\"GroupMemberships\":[{}]}}", all.join(","))
    };
    let holds = assignments("111122223333", "ps-1", &[("GROUP", "g1")]);
    let files = |second: &str| told(&[&members(&["ana", "bo"]), second, &holds], PARTS).2;
    assert!(files(&members(&["ana", "bo", "gone"])).contains(MIXED));
    assert!(!files(&members(&["cy"])).contains(MIXED));
    assert!(!files(&members(&["ana", "bo"]).replace("g1", "g2")).contains(MIXED));
}

#[test]
fn files_far_apart_by_the_sources_sheet_are_told() {
    let review = |days: [&str; 2]| {
        let (holder, inputs) = small();
        let path = inputs.join("review.toml");
        let text = fs::read_to_string(&path).unwrap();
        let more = "[[system.export]]\nfile = \"exports/more.csv\"\ncoverage = \"full\"\ncolumns = { account = \"User\", level = \"Permission\" }\n";
        fs::write(path, text.replace("[[activity]]", &format!("{more}\n[[activity]]"))).unwrap();
        fs::write(
            inputs.join("exports/more.csv"),
            "User,Permission\ndi@example.com,Read\n",
        )
        .unwrap();
        let [one, other] = days;
        let sheet = format!(
            "{SOURCES}\n\
             exports/vault.csv,Ana,{one} 10:00 +01:00,,,,,,,,\nexports/more.csv,Ana,{other} 10:00 +01:00,,,,,,,,\n"
        );
        fs::write(inputs.join("sources.csv"), sheet).unwrap();
        let out = holder.path().join("out");
        let (code, _, error) = said(&report(&inputs, &out));
        assert!(code < 2, "{error}");
        fs::read_to_string(out.join("2024-03-01/internal/internal.md"))
            .unwrap()
            .replace('\\', "")
    };
    let page = review(["2023-02-27", "2024-02-27"]);
    assert!(
        page.contains("more than a week before exports/more.csv, which is of the same system"),
        "{page}"
    );
    let page = review(["2024-02-20", "2024-02-27"]);
    assert!(!page.contains("more than a week before"), "{page}");
}

#[test]
fn a_finding_says_which_two_and_where_they_differ() {
    let now = assignments("111122223333", "ps-1", &[("USER", "ana"), ("USER", "bo")]);
    let then = assignments(
        "111122223333",
        "ps-1",
        &[("USER", "ana"), ("USER", "bo"), ("USER", "gone")],
    );
    read(&[&now, &then], PARTS, &["gone"]);
    let (holder, inputs) = crate::recognise::review(
        &[],
        &now,
        "[[system.export]]\nfile = \"exports/then.json\"\ncoverage = \"full\"\n",
    );
    fs::write(inputs.join("exports/then.json"), then).unwrap();
    let path = inputs.join("review.toml");
    let text = fs::read_to_string(&path).unwrap();
    let lines = "description = \"Where the secrets are.\"\n";
    fs::write(path, text.replace(lines, &format!("{lines}{PARTS}\n"))).unwrap();
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code == 1, "{error}");
    let page = fs::read_to_string(out.join("2024-03-01/internal/internal.md"))
        .unwrap()
        .replace('\\', "");
    for part in [
        "2 of the 2 entries that the shorter of exports/then.json and exports/vault.csv has stand in the other too",
        "only one of the two has what exports/then.json:/AccountAssignments/2 says",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn a_level_that_changed_is_told() {
    let list =
        |level: &str| format!("User,Permission\nana@example.com,{level}\nbo@example.com,Read\ncy@example.com,Read\n");
    let (holder, inputs) = small();
    let path = inputs.join("review.toml");
    let text = fs::read_to_string(&path).unwrap();
    let more = "[[system.export]]\nfile = \"exports/more.csv\"\ncoverage = \"full\"\ncolumns = { account = \"User\", level = \"Permission\" }\n";
    fs::write(path, text.replace("[[activity]]", &format!("{more}\n[[activity]]"))).unwrap();
    fs::write(inputs.join("exports/vault.csv"), list("Admin")).unwrap();
    let found = |text: &str| {
        fs::write(inputs.join("exports/more.csv"), text).unwrap();
        let out = holder.path().join("out");
        let (code, _, error) = said(&report(&inputs, &out));
        assert!(code < 2, "{error}");
        let findings = fs::read_to_string(out.join("2024-03-01/internal/findings.csv")).unwrap();
        findings.contains(MIXED)
    };
    assert!(found(&list("Read")));
    // the list of those who read, beside that of all
    assert!(!found("User,Permission\nbo@example.com,Read\ncy@example.com,Read\n"));
    assert!(found(
        "User,Permission\nbo@example.com,Read\ncy@example.com,Read\ndi@example.com,Read\n"
    ));
}

#[test]
fn a_list_of_notebooks_of_last_year_is_told() {
    let list = |names: &[&str]| {
        let row = |name: &&str| format!("Mac-{name},S-{name},All Partitions Encrypted,{name}@example.com,{name}\n");
        let head = "Computer Name,Serial Number,FileVault 2 Status,Email Address,Username\n";
        head.to_owned() + &names.iter().map(row).collect::<String>()
    };
    let found = |now: &str, then: &str| {
        let (holder, inputs) = small();
        let exports = ["now", "then"]
            .map(|name| format!("[[system.export]]\nfile = \"exports/{name}.csv\"\ncoverage = \"full\"\n"));
        let macs = format!(
            "[[system]]\nid = \"macs\"\nname = \"Macs\"\nkind = \"workstations\"\ndescription = \"Ours.\"\n{}\n[[activity]]",
            exports.concat()
        );
        let path = inputs.join("review.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(
            path,
            text.replace("[[activity]]", &macs)
                .replace("[\"vault\"]", "[\"vault\", \"macs\"]"),
        )
        .unwrap();
        fs::write(inputs.join("exports/now.csv"), now).unwrap();
        fs::write(inputs.join("exports/then.csv"), then).unwrap();
        let out = holder.path().join("out");
        let (code, _, error) = said(&report(&inputs, &out));
        assert!(code < 2, "{error}");
        fs::read_to_string(out.join("2024-03-01/internal/findings.csv"))
            .unwrap()
            .contains(MIXED)
    };
    assert!(found(&list(&["ana", "bo"]), &list(&["ana", "bo", "cy"])));
    assert!(!found(&list(&["ana", "bo"]), &list(&["cy"])));
}

/// A member list of Slack, of members and then owners.
fn workspace(members: &[&str], owners: &[&str]) -> String {
    let row = |name: &str, status: &str| format!("{name},{name}@example.com,{status},1,1,0,U-{name},{name}\n");
    let members = members.iter().map(|name| row(name, "Member"));
    let all: String = members.chain(owners.iter().map(|name| row(name, "Owner"))).collect();
    format!("username,email,status,billing-active,has-2fa,has-sso,userid,fullname\n{all}")
}

#[test]
fn whoever_left_is_told_also_where_nobody_else_has_the_level() {
    let people = ["ana", "bo", "cy", "di"];
    let (now, then) = (workspace(&people, &[]), workspace(&people, &["gone"]));
    mixed(&[&now, &then], "");
    mixed(&[&then, &now], "");
    // somebody whose level changed is the same entry
    mixed(
        &[&workspace(&people, &[]), &workspace(&["ana"], &["bo", "cy", "di"])],
        "",
    );
    of_one_day(&[&workspace(&people, &[]), &workspace(&["ed"], &["fay"])], "");
}

/// The internal document of a system with these files, as this sheet tells of them.
fn internal(first: &str, second: &str, sheet: &str) -> String {
    let stanza = "[[system.export]]\nfile = \"exports/more.csv\"\ncoverage = \"full\"\n";
    let (holder, inputs) = crate::recognise::review(&[], first, stanza);
    fs::write(inputs.join("exports/more.csv"), second).unwrap();
    if !sheet.is_empty() {
        fs::write(inputs.join("sources.csv"), format!("{SOURCES}\n{sheet}")).unwrap();
    }
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    fs::read_to_string(out.join("2024-03-01/internal/internal.md"))
        .unwrap()
        .replace('\\', "")
}

const SAME: &str = "stand in the other too";

#[test]
fn two_workspaces_with_mostly_the_same_people_are_two() {
    let (one, other) = (
        workspace(&["ana", "bo", "cy"], &[]),
        workspace(&["ana", "bo", "di"], &[]),
    );
    let sheet = |instances: [&str; 2]| {
        let [one, other] = instances;
        format!(
            "exports/vault.csv,Ana,2024-02-27 10:00 +01:00,{one},,,,,,,\nexports/more.csv,Ana,2024-02-27 10:00 +01:00,{other},,,,,,,\n"
        )
    };
    let of = |instances: [&str; 2]| internal(&one, &other, &sheet(instances)).contains(SAME);
    assert!(of(["acme.slack.com", "ACME.slack.com"]) && of(["acme.slack.com", ""]));
    assert!(!of(["acme.slack.com", "labs.slack.com"]));
}

#[test]
fn pages_of_two_days_are_no_list() {
    let page = |total: u64, people: &[&str]| {
        let user = |name: &&str| {
            format!(
                r#"{{"type":"users","id":"u-{name}","attributes":{{"email":"{name}@example.com","handle":"{name}@example.com","name":"{name}","status":"Active","service_account":false}},"relationships":{{"roles":{{"data":[{{"type":"roles","id":"r"}}]}}}}}}"#
            )
        };
        let users: Vec<String> = people.iter().map(user).collect();
        format!(
            r#"{{"data":[{}],"included":[{{"type":"roles","id":"r","attributes":{{"name":"Admin"}}}}],"meta":{{"page":{{"total_count":{total}}}}}}}"#,
            users.join(",")
        )
    };
    let text = internal(&page(3, &["ana", "bo"]), &page(3, &["cy"]), "");
    assert!(!text.contains("does not hold everything"), "{text}");
    let text = internal(&page(3, &["ana", "bo"]), &page(4, &["cy"]), "");
    assert!(
        text.contains("says on one page that there are 3, and on another 4"),
        "{text}"
    );
    let text = internal(&page(3, &["ana", "bo"]), &page(3, &["cy", "gone"]), "");
    assert!(text.contains("says that there are 3, and 4 were exported"), "{text}");
}

#[test]
fn a_day_beside_the_records_is_that_of_the_file() {
    let report = |day: &str, names: &[&str]| {
        let row = |name: &&str| {
            format!(
                "{name},arn:aws:iam::111122223333:user/{name},2020-01-01T00:00:00Z,true,2024-01-01T00:00:00Z,true,false,false\n"
            )
        };
        let rows: String = names.iter().map(row).collect();
        let text = format!(
            "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_2_active\n{rows}"
        );
        let content = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
        format!(r#"{{"Content":"{content}","ReportFormat":"text/csv","GeneratedTime":"{day}T09:00:00+00:00"}}"#)
    };
    let of = |days: [&str; 2], sheet: &str| {
        let [one, other] = days;
        internal(&report(one, &["ana", "bo"]), &report(other, &["ana", "cy"]), sheet)
    };
    let told =
        "exports/more.csv has data of 2023-02-27 by what it says itself, more than a week before exports/vault.csv";
    let text = of(["2024-02-27", "2023-02-27"], "");
    assert!(text.contains(told), "{text}");
    assert!(!of(["2024-02-27", "2024-02-25"], "").contains("more than a week before"));
    let sheet = "exports/more.csv,Ana,2024-02-27 10:00 +01:00,,,,,,,,\n";
    let text = of(["2024-02-27", "2023-02-27"], sheet);
    assert!(
        text.contains("its data is of 2023-02-27, and sources.csv that it was extracted on 2024-02-27"),
        "{text}"
    );
}

#[test]
fn a_day_in_the_headings_is_that_of_the_file() {
    let list = |day: &str, right: &str, people: &[&str]| {
        let rows = people.iter().map(|name| format!("{name}@example.com,Active,{right}\n"));
        let rows: String = rows.collect();
        format!("User,User account status [{day} GMT],Admin status [{day} GMT]\n{rows}")
    };
    let then = list("2023-02-27", "Super Admin", &["ana", "bo"]);
    let of = |day: &str, sheet: &str| internal(&list(day, "None", &["ana", "cy"]), &then, sheet);
    let text = of("2024-02-27", "");
    assert!(
        text.contains(
            "exports/more.csv has data of 2023-02-27 by what it says itself, more than a week before exports/vault.csv"
        ),
        "{text}"
    );
    let text = of("2023-02-25", "");
    assert!(!text.contains("more than a week before"), "{text}");
    let text = of("2024-02-27", "exports/more.csv,Ana,2024-02-27 10:00 +01:00,,,,,,,,\n");
    assert!(
        text.contains("its data is of 2023-02-27, and sources.csv that it was extracted on 2024-02-27"),
        "{text}"
    );
}

#[test]
fn a_report_of_other_days_below_another_is_not_read_as_one_with_it() {
    let list = |day: &str, rows: &str| format!("User,User account status [{day} GMT],Admin status [{day} GMT]\n{rows}");
    let new = list("2024-02-27", "ana@example.com,Active,None\n");
    let old = list("2023-02-27", "ana@example.com,Active,Super Admin\n");
    let text = internal(&format!("{new}{old}"), &old, "");
    for part in [
        "| exports/vault.csv | 3     | it is the header of a report of other days than the first",
        "| exports/vault.csv | 4     | it stands below the header on line 3, of a report of other days",
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(&text).contains(&squeezed(part)), "{part}: {text}");
    }
}

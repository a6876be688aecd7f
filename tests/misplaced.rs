//! Values where nobody looks for them: below no header, above the header, in the file of another year. None is lost or
//! counted in silence.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;

use crate::misread::{read, refused, told};
use crate::profiles::workbook;
use crate::recognise::review;
use crate::rosters;
use crate::support::{replace, report, said};

const REPOSITORIES: &str = "resources = { label = \"Repository\" }";
const FLAT: &str = "UserName,AccountName,PermissionSet,InheritFromGroup,GroupName";

/// The internal document of the small review with this file, of whose stanza these are the lines.
fn document(text: &str, lines: &str) -> String {
    let (holder, inputs) = review(&[], text, lines);
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    let page = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
    page.replace('\\', "")
}

#[test]
fn values_below_no_header_make_a_file_partial() {
    let flat = format!("{FLAT},,\nana@example.com,prod,ReadOnlyAccess,False,n.a,,AdministratorAccess\n");
    let page = document(&flat, "");
    for part in [
        "column `G` has values (on line 2) and no header",
        "`ignore = [\"column G\"]`",
        "incomplete-export",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = document(&flat, "ignore = [\"column G\"]\n");
    assert!(!page.contains("and no header"), "{page}");
    // what stands below the table is no value of it, and blank cells are none
    let flat = format!("{FLAT},\nana@example.com,prod,ReadOnlyAccess,False,n.a,\nTotal,,,,,1\n");
    let page = document(&flat, "");
    assert!(!page.contains("and no header"), "{page}");
}

#[test]
fn of_mapped_columns_a_merged_header_may_cover_the_next() {
    let columns = "columns = { account = \"User\", level = \"Permission\" }\n";
    let page = document("User,Permission,\nana@example.com,Read,Admin\n", columns);
    assert!(
        page.contains("column `C` has values (on line 2) and no header") && page.contains("put a name above each"),
        "{page}"
    );
    let page = document("User,Permission,Remark,\nana@example.com,Read,fine,very\n", columns);
    assert!(!page.contains("and no header"), "{page}");
}

#[test]
fn a_roster_with_values_below_no_header_says_so() {
    let list = "Employee ID,Worker,Business Title,Hire Date,Work Email,,Active Status\n\
                1,Ana Lind,Engineer,2023-05-02,ana@example.com,2023-12-31,Yes\n";
    let page = |roster: &str| {
        let (holder, inputs) = rosters::review("people.csv", list.as_bytes(), roster);
        let out = holder.path().join("out");
        let (code, _, error) = said(&report(&inputs, &out));
        assert!(code < 2, "{error}");
        fs::read_to_string(out.join("2024-03-01/internal/internal.md"))
            .unwrap()
            .replace('\\', "")
    };
    let told = page("");
    assert!(told.contains("column `F` has values (on line 2)"), "{told}");
    let told = page("ignore = [\"column F\"]");
    assert!(!told.contains("column `F` has values"), "{told}");
}

#[test]
fn a_list_above_another_is_told() {
    let permissions = "Username,Email,Type,Path,Access Level,Last Activity\n\
                       ana,ana@example.com,Group,acme,Owner,2024-02-01\n";
    let members = "Name,Username,Email,Path,Group or project name,Type,Role,Role type,Membership type,Membership status\n\
                   Bo,bo,bo@example.com,acme,Acme,Group,Guest,default,direct,approved\n";
    let page = document(&format!("{permissions}{members}"), "");
    for part in [
        "line 1 is the header of another list (`gitlab-user-permissions`",
        "looks like a row of another list",
        "incomplete-export",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = document(&format!("Members,of,all groups\n\n{members}"), "");
    assert!(!page.contains("another list"), "{page}");
}

#[test]
fn the_file_of_last_year_does_not_count_beside_that_of_this_year() {
    let gitlab = |level: &str, day: &str| {
        format!(
            "Username,Email,Type,Path,Access Level,Last Activity\nana,ana@example.com,Project,acme/app,{level},{day}\n"
        )
    };
    for (now, then) in [("Guest", "Owner"), ("Owner", "Owner")] {
        let files = [&*gitlab(now, "2024-02-01"), &*gitlab(then, "2023-02-01")];
        let (code, text, _) = told(&files, REPOSITORIES);
        for part in [
            "file-0.txt:2: what this says of somebody's permission on `Project:acme/app`",
            "vault.csv:2",
            "older export",
        ] {
            assert!(code == 2 && text.contains(part), "{part}: {text}");
        }
    }
    // other projects are another part of the list, and the same file twice is told elsewhere
    let other = gitlab("Owner", "2023-02-01").replace("app", "web");
    read(&[&gitlab("Guest", "2024-02-01"), &other], REPOSITORIES, &["acme/web"]);
    let (code, text, _) = told(
        &[&gitlab("Owner", "2024-02-01"), &gitlab("Owner", "2024-02-01")],
        REPOSITORIES,
    );
    assert!(code < 2 && !text.contains("older export"), "{text}");
}

#[test]
fn a_page_may_tell_again_what_another_tells_but_nothing_else() {
    let page = |level: &str, number: usize| {
        format!(
            r#"{{"page":{number},"values":[{{"type":"repository_user_permission","permission":"{level}","user":{{"account_id":"a:1","display_name":"Ana"}},
                "links":{{"self":{{"href":"https://api.bitbucket.org/2.0/repositories/acme/app/permissions-config/users/a"}}}}}}]}}"#
        )
    };
    read(&[&page("write", 1), &page("write", 2)], REPOSITORIES, &["acme/app"]);
    let (code, text, _) = told(&[&page("write", 1), &page("admin", 2)], REPOSITORIES);
    assert!(code == 2 && text.contains("older export"), "{text}");
}

#[test]
fn a_target_or_policy_of_one_name_stands_in_one_file() {
    let target = |name: &str, level: &str| {
        format!(
            r#"[{{"name":"{name}","includesPattern":"**","excludesPattern":"","repositories":["r1"],"principals":{{"users":{{"ana":["{level}"]}},"groups":{{}}}}}}]"#
        )
    };
    refused(
        &[&target("t", "r"), &target("t", "m")],
        REPOSITORIES,
        &["one permission target `t`", "an older export of another"],
    );
    read(&[&target("t", "r"), &target("u", "m")], REPOSITORIES, &[",ana,"]);
    let policy = |who: &str| {
        format!(
            r#"{{"registryId":"111122223333","repositoryName":"team/app","policyText":"{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":\"arn:aws:iam::111122223333:user/{who}\"}},\"Action\":\"ecr:*\"}}]}}"}}"#
        )
    };
    refused(
        &[&policy("ana"), &policy("bo")],
        REPOSITORIES,
        &["one policy of the repository `team/app`"],
    );
}

#[test]
fn two_groups_of_one_name_in_a_workspace_stay_two() {
    let group = |slug: &str, of: &str| {
        format!(r#"{{"name":"Devs","slug":"{slug}","members":[{{"display_name":"{of}","account_id":"{of}"}}]}}"#)
    };
    let holds = |slug: &str, repository: &str| {
        format!(
            r#"{{"type":"repository_group_permission","permission":"write","group":{{"name":"Devs","slug":"{slug}"}},
                "links":{{"self":{{"href":"https://api.bitbucket.org/2.0/repositories/acme/{repository}/permissions-config/groups/{slug}"}}}}}}"#
        )
    };
    let groups = format!("[{},{}]", group("devs", "ana"), group("devs-2", "bo"));
    let permissions = format!(r#"{{"values":[{},{}]}}"#, holds("devs", "r1"), holds("devs-2", "r2"));
    let (code, text, rows) = told(&[&permissions, &groups], REPOSITORIES);
    assert!(code < 2, "{text}");
    let held = |account: &str| {
        rows.lines()
            .filter(|line| line.contains(&format!(",{account},")))
            .count()
    };
    assert!(rows.contains("Devs (slug devs-2)"), "{rows}");
    let both = |account: &str, repository: &str| {
        rows.lines()
            .any(|line| line.contains(&format!(",{account},")) && line.contains(repository))
    };
    assert!(both("ana", "acme/r1") && both("bo", "acme/r2"), "{rows}");
    assert!(
        !both("ana", "acme/r2") && !both("bo", "acme/r1"),
        "{} {rows}",
        held("ana")
    );
}

#[test]
fn a_total_below_a_staff_list_is_compared() {
    let list = |total: u64| {
        format!(
            "Employee ID,Worker,Business Title,Hire Date,Work Email,Active Status\n\
             1,Ana Lind,Engineer,2023-05-02,ana@example.com,Yes\n2,Bo Marsh,Engineer,2023-05-02,bo@example.com,Yes\nTotal,,,,,{total}\n"
        )
    };
    let told = |total: u64| {
        let (holder, inputs) = rosters::review("people.csv", list(total).as_bytes(), "");
        said(&report(&inputs, &holder.path().join("out")))
    };
    let (code, _, error) = told(4);
    assert!(
        code == 2 && error.contains("people.csv:4: it tells that there are 4, and 2 rows stand above it"),
        "{error}"
    );
    let (code, _, error) = told(2);
    assert!(code < 2, "{error}");
}

#[test]
fn one_more_last_day_under_another_name_is_told() {
    let head = "ID,First name,Last name,Email,Status,Hire date,Termination date";
    let told = |column: &str, roster: &str| {
        let list =
            format!("{head},{column},Position\n1,Ana,Lind,ana@example.com,active,2023-05-02,,2023-12-31,Engineer\n");
        let (holder, inputs) = rosters::review("people.csv", list.as_bytes(), roster);
        said(&report(&inputs, &holder.path().join("out")))
    };
    let (code, _, error) = told("Last working day", "");
    assert!(
        code == 2
            && error.contains("column `Last working day` is not read, but looks like one more last day of people"),
        "{error}"
    );
    for (column, roster) in [
        ("Last day of work", ""),
        ("End of probation", ""),
        ("Last working day", "ignore = [\"Last working day\"]"),
    ] {
        let (code, _, error) = told(column, roster);
        assert!(code < 2, "{column}: {error}");
    }
}

#[test]
fn a_column_of_addresses_under_another_name_is_told() {
    let list = |column: &str| {
        format!(
            "username,{column},status,billing-active,has-2fa,has-sso,userid,fullname\n\
             ana,ana@example.com,Admin,1,1,0,U0EXAMPLE01,Ana\n"
        )
    };
    let page = document(&list("contact e-mail"), "");
    assert!(page.contains("`contact e-mail` is read by nothing"), "{page}");
    let page = document(&list("email"), "");
    assert!(!page.contains("is read by nothing"), "{page}");
}

#[test]
fn what_a_list_of_permissions_may_not_lack_makes_it_partial() {
    let list =
        "GitHub com login,GitHub com name,GitHub com enterprise roles,GitHub com two factor auth\nana,Ana,Owner,true\n";
    let page = document(list, "");
    assert!(
        page.contains("it has no column `GitHub com member roles`") && page.contains("incomplete-export"),
        "{page}"
    );
    let page = document(list, "ignore = [\"GitHub com member roles\"]\n");
    assert!(!page.contains("it has no column"), "{page}");
    let per_organisation = list
        .replace(",GitHub com two", ",acme owner,GitHub com two")
        .replace("Owner,", "Owner,true,");
    let page = document(&per_organisation, "");
    assert!(!page.contains("it has no column"), "{page}");
}

#[test]
fn a_cell_too_many_or_too_few_is_told_as_such() {
    let head = "group_name,username,full_name,email,active,last_login,last_session,Jira Software";
    let page = document(
        &format!("{head}\ndevs,ana,Lind, Ana,ana@example.com,Yes,,,Yes\ndevs,bo,Bo,bo@example.com,Yes,,,\n"),
        "",
    );
    assert!(page.contains("the row has 9 cells, the header 8"), "{page}");
    assert!(
        page.contains("cell `Jira Software` holds nothing, where yes or no is expected") && !page.contains("nothing`"),
        "{page}"
    );
}

#[test]
fn what_only_the_name_of_a_file_tells_is_said_in_words() {
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExa x\n";
    let (holder, inputs) = review(&[], key, "");
    fs::rename(inputs.join("exports/vault.csv"), inputs.join("exports/authorized_keys")).unwrap();
    replace(
        &inputs.join("review.toml"),
        "exports/vault.csv",
        "exports/authorized_keys",
    );
    let out = holder.path().join("out");
    let (code, text, error) = said(&report(&inputs, &out));
    let page = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap_or_default();
    let all = format!("{code} {text}{error}{page}");
    assert!(
        all.contains("what is missing here stands in the name of the file only"),
        "{all}"
    );
}

#[test]
fn a_header_that_is_merged_over_two_columns_covers_the_second() {
    let rows = [
        "UserName,AccountName,PermissionSet,,InheritFromGroup,GroupName",
        "ana@example.com,prod,ReadOnlyAccess,AdministratorAccess,False,n.a",
    ];
    let rows = rows.map(|row| row.split(',').collect::<Vec<_>>());
    let (holder, inputs) = review(&[], "", "");
    fs::remove_file(inputs.join("exports/vault.csv")).unwrap();
    fs::write(inputs.join("exports/vault.xlsx"), workbook(&rows)).unwrap();
    replace(&inputs.join("review.toml"), "exports/vault.csv", "exports/vault.xlsx");
    let out = holder.path().join("out");
    let (code, _, error) = said(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    let page = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
    assert!(page.replace('\\', "").contains("column `D` has values"), "{page}");
}

#[test]
fn a_line_that_tells_of_more_pages_is_told_and_nobodys_account() {
    let list = "Username,Email,Type,Path,Access Level,Last Activity\nana,ana@example.com,Group,acme,Owner,2024-02-01\n";
    for text in [
        format!("GitLab users\nExported page 1 of 3\n{list}"),
        format!("{list}\nPage 1 of 3,,,,,\n"),
        format!("{list}\n\"Showing 1 to 1 of 250 entries\",,,,,\n"),
        format!("{list}Showing 1 to 1 of 250 entries\n"),
    ] {
        let page = document(&text, "");
        assert!(
            page.contains("one page of a longer list") && page.contains("incomplete-export"),
            "{text}: {page}"
        );
        let (_, _, rows) = told(&[&text], "");
        assert!(!rows.contains("Page 1") && !rows.contains("entries,"), "{rows}");
    }
    for text in [
        format!("Page 1 of 1\n{list}"),
        format!("{list}\nShowing 1 to 1 of 1 entries,,,,,\n"),
        format!("Page 1 of 2,,,,,\n{list}Page 2 of 2,,,,,\n"),
    ] {
        let page = document(&text, "");
        assert!(!page.contains("one page of a longer list"), "{text}: {page}");
    }
    let columns = "columns = { account = \"User\", level = \"Permission\" }\n";
    let page = document("User,Permission\nana@example.com,Read\nPage 1 of 2,\n", columns);
    assert!(page.contains("one page of a longer list"), "{page}");
}

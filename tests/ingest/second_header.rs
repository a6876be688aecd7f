//! A header that stands in a table a second time: the same once more, or of other columns.

use super::review::{exported, grants, source};
use crate::profiles::{profiles, read};

/// The lines that are rejected, and the permissions that are read.
fn read_as(text: &str) -> (Vec<(u64, String)>, Vec<String>) {
    let review = exported(text);
    let snapshot = review.read();
    let rejected = source(&snapshot).rows.rejected.iter();
    let lines = rejected.map(|row| (row.line, row.reason.reveal().to_owned()));
    assert!(source(&snapshot).rows.tie_out());
    (lines.collect(), grants(&snapshot, &review))
}

#[test]
fn rows_below_a_header_of_other_columns_are_rejected_until_the_first_stands_there_again() {
    for other in [
        "User,Permission,,\nbo,Admin,,\n",
        "User,Permission\nbo,Admin\n",
        "Permission,User,Repository\nAdmin,bo,alpha\n",
        "Repository,User,Permission,Seen\nalpha,bo,Admin,\n",
        "Seen,Permission,Repository,User\n,Admin,alpha,bo\n",
        "user,Seen,Permission,\nbo,alpha,Admin,\n",
    ] {
        let text = format!(
            "User,Repository,Permission,Seen\nanna,alpha,Admin,\n{other}\nUser,Repository,Permission,Seen\ncy,beta,Read,\n"
        );
        let (rejected, grants) = read_as(&text);
        let lines: Vec<u64> = rejected.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4], "{other}: {rejected:?}");
        assert!(
            rejected[0]
                .1
                .contains("a header with fewer columns than the first, or in another order"),
            "{rejected:?}"
        );
        assert!(
            rejected[1].1.contains("below the header on line 3") && rejected[1].1.contains("files of their own"),
            "{rejected:?}"
        );
        assert_eq!(grants, ["2 anna alpha Admin", "7 cy beta Read"], "{other}");
    }
}

#[test]
fn a_row_that_only_begins_like_the_header_is_data() {
    let (rejected, grants) =
        read_as("User,Repository,Permission,Seen\nuser,alpha,Admin,\nUser,Seen,Read,\nbo,beta,Read,\n");
    assert_eq!(rejected, []);
    assert_eq!(grants, ["2 user alpha Admin", "3 User Seen Read", "4 bo beta Read"]);
    let (rejected, grants) = read_as("User,Repository,Permission,Seen\nanna,alpha,Admin,\nRepository,Seen,Read,\n");
    assert_eq!(rejected, []);
    assert_eq!(grants, ["2 anna alpha Admin", "3 Repository Seen Read"]);
}

#[test]
fn a_second_part_of_a_recognised_table_with_fewer_columns_is_not_set_aside_as_another_table() {
    let text = "username,email,status,has-2fa,userid,fullname,displayname,billing-active\n\
                ana,ana@example.com,Admin,1,U1,Ana Lind,ana,1\n\nusername,email,status\nbo,bo@example.com,Admin\n";
    let trial = read("slack.csv", text.as_bytes(), &profiles()).unwrap();
    let lines: Vec<u64> = trial.rows.rejected.iter().map(|row| row.line).collect();
    assert_eq!((trial.profile.as_str(), lines), ("slack-members", vec![4, 5]));
}

#[test]
fn the_same_columns_in_another_order_are_a_header_whatever_their_number() {
    for (profile, text) in [
        (
            "access-sheet",
            "account,resource,level,typed by\nalice,app,Admin,Bob\n\nresource,account,level,typed by\nweb,carl,Admin,Bob\n",
        ),
        (
            "gitlab-user-permissions",
            "Username,Email,Type,Path,Access Level,Last Activity\nana,ana@example.com,Group,acme,Owner,2026-07-30\n\n\
             Email,Username,Type,Path,Access Level,Last Activity\nbo@example.com,bo,Group,acme,Owner,2026-07-30\n",
        ),
        (
            "github-organisation-members",
            "login,name,tfa_enabled,is_public,role\nana,Ana,true,false,Owner\n\n\
             name,login,tfa_enabled,is_public,role\nBo,bo,false,true,Member\n",
        ),
    ] {
        let trial = read("export-acme-1.csv", text.as_bytes(), &profiles()).unwrap();
        let lines: Vec<u64> = trial.rows.rejected.iter().map(|row| row.line).collect();
        assert_eq!((trial.profile.as_str(), lines), (profile, vec![4, 5]));
        assert_eq!(trial.facts.accounts.len(), 1, "{:?}", trial.facts.accounts);
    }
}

//! Files that cannot be read at all: each with a message that says what to do, all of them at once.

use access_review::model::source::Reason;
use access_review::model::system::Field;

use super::review::{export, exported, grants, review, source, strings};

const HEADER: &str = "User,Repository,Permission\n";

#[test]
fn a_missing_file_is_named_with_the_one_that_is_meant() {
    let mut review = exported("");
    std::fs::rename(review.path().join("git.csv"), review.path().join("gti.csv")).unwrap();
    review.refuses(
        "git.csv: there is no such file in the inputs folder; did you mean `gti.csv`?",
        &["correct `file`"],
    );
    review.declared().file = "exports/none.csv".to_owned();
    review.refuses(
        "exports/none.csv: there is no such file in the inputs folder; put it there",
        &[],
    );
}

#[test]
fn an_export_that_cannot_be_read_names_the_line_of_its_stanza() {
    for (bytes, begins) in [
        ("", "git.csv: the file is empty"),
        ("User,Repository\n", "git.csv:1: no header row"),
        ("PK\u{3}\u{4} and no more", "git.csv: "),
        (HEADER, "git.csv:1: there are no rows below the header"),
    ] {
        let mut review = exported(bytes);
        review.declared().line = 38;
        review.refuses(begins, &[" (declared on line 38 of review.toml)"]);
    }
    let mut review = review();
    review.export(export("none.csv"));
    review.declared().line = 41;
    review.refuses(
        "none.csv: there is no such file",
        &[" (declared on line 41 of review.toml)"],
    );
}

#[test]
fn a_folder_is_no_file() {
    let mut review = review();
    std::fs::create_dir(review.path().join("git.csv")).unwrap();
    review.export(export("git.csv"));
    review.refuses("git.csv: this is a folder, where a file is expected", &[]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file() {
    let mut review = review();
    let path = review.path().join("git.csv");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(path)
            .status()
            .unwrap()
            .success()
    );
    review.export(export("git.csv"));
    review.refuses(
        "git.csv: this is no plain file but a pipe or a device; put a file there",
        &[],
    );
}

#[test]
fn an_empty_file_is_refused() {
    exported("").refuses("git.csv: the file is empty (0 bytes)", &[]);
    exported("\n \n").refuses("git.csv: there is nothing in its first rows", &[]);
}

#[test]
fn a_header_alone_is_refused_unless_declared() {
    let mut review = exported(format!("{HEADER}\n\n"));
    review.refuses("git.csv:1: there are no rows below the header", &["`rows = 0`"]);
    review.declared().rows = Some(5);
    review.refuses("git.csv:1: there are no rows below the header", &[]);
    review.declared().rows = Some(0);
    let snapshot = review.read();
    assert_eq!(
        (source(&snapshot).declared_rows, source(&snapshot).rows.total),
        (Some(0), 2)
    );
}

#[test]
fn missing_columns_are_named_with_what_stands_there() {
    let mut review = exported("Report\nUser,Repo,Permision\nanna,alpha,read\n");
    review
        .declared()
        .columns
        .insert(Field::Level, strings(&["Permission", "Role"]));
    review.refuses(
        "git.csv:2: no header row in the first 50 rows: missing is a column `Repository`, a column `Permission` or `Role`",
        &["holds `User`, `Repo`, `Permision`; did you mean `Repo`?; correct the column names in review.toml"],
    );
}

#[test]
fn the_header_is_looked_for_in_fifty_rows() {
    let rows = |titles: usize| format!("{}{HEADER}anna,alpha,read\n", "title\n".repeat(titles));
    let snapshot = exported(rows(49)).read();
    assert_eq!(source(&snapshot).rows.set_aside[&Reason::AboveHeader], 49);
    assert!(exported(rows(50)).refused().contains("no header row"));
}

#[test]
fn a_column_found_twice_is_refused() {
    let mut review = exported("User,Repository,Permission,Role\nanna,alpha,read,x\n");
    review
        .declared()
        .columns
        .insert(Field::Level, strings(&["Permission", "Role"]));
    review.refuses(
        "git.csv:1: column 3 (`Permission`) and column 4 (`Role`) both fit the same declared column",
        &[],
    );
}

#[test]
fn headers_are_compared_without_case_and_space_and_may_have_aliases() {
    let mut review = exported(" USER ,\"Repo\nsitory\",role\nanna,alpha,read\n");
    review
        .declared()
        .columns
        .insert(Field::Level, strings(&["Permission", "Role"]));
    review
        .declared()
        .columns
        .insert(Field::Resource, strings(&["repo sitory"]));
    assert_eq!(grants(&review.read(), &review), ["3 anna alpha Read"]);
}

#[test]
fn every_usual_delimiter_is_found_by_the_header() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = format!("sep={delimiter}\n{HEADER}anna,alpha,read\n").replace(',', delimiter);
        let review = exported(text);
        assert_eq!(grants(&review.read(), &review), ["3 anna alpha Read"], "{delimiter:?}");
    }
}

#[test]
fn the_first_line_may_name_another_delimiter() {
    let review = exported("sep=^\r\nUser^Repository^Permission^Seen\r\nanna,b;c^alpha^read^\r\n");
    assert_eq!(grants(&review.read(), &review), ["3 anna,b;c alpha Read"]);
}

#[test]
fn another_delimiter_is_declared() {
    let mut review = exported(format!("{HEADER}anna,alpha,read\n").replace(',', "~"));
    assert!(review.refused().contains("no header row"));
    review.declared().delimiter = Some('~');
    assert_eq!(grants(&review.read(), &review), ["2 anna alpha Read"]);
    review.declared().delimiter = Some('–');
    review.refuses("git.csv: `delimiter = \"\\u{2013}\"` cannot separate cells", &[]);
}

#[test]
fn a_delimiter_that_is_declared_wrong_is_named_with_the_one_that_is_meant() {
    for (delimiter, name) in [(";", "`;`"), ("\t", "`tab`"), ("|", "`|`")] {
        let text = format!("A list\n{HEADER}anna,alpha,read\n").replace(',', delimiter);
        let mut review = exported(text);
        review.declared().delimiter = Some(',');
        review.refuses(
            "git.csv:1: no header row in the first 50 rows: missing is a column `User`",
            &[&format!(
                "; the file seems to be separated by {name}, not by `,`: correct `delimiter` in review.toml"
            )],
        );
    }
    let mut review = exported("Login;Repo;Perm\nanna;alpha;read\n");
    review.declared().delimiter = Some('\t');
    review.refuses(
        "git.csv:1: no header row",
        &["seems to be separated by `;`, not by `tab`"],
    );
    let mut review = exported("Login,Repo;Perm,Other\nanna,alpha,read\n");
    review.declared().delimiter = Some(',');
    assert!(!review.refused().contains("seems"), "{}", review.refused());
}

#[test]
fn where_no_delimiter_leads_to_the_header_the_likeliest_is_named() {
    exported("A list\nLogin;Repo;Perm\nanna;alpha;read\n").refuses(
        "git.csv:2: no header row",
        &[
            "holds `Login`, `Repo`, `Perm`",
            "; the file seems to be separated by `;`",
        ],
    );
    exported("User;Repo, or all;Permission\nanna;alpha;read\n").refuses(
        "git.csv:1: no header row",
        &[
            "missing is a column `Repository`;",
            "; the file seems to be separated by `;`",
        ],
    );
    assert!(!exported("nothing\n").refused().contains("seems"));
}

#[test]
fn a_row_with_more_or_fewer_cells_than_the_header_is_rejected() {
    let snapshot = exported(format!("{HEADER}anna,alpha\nbo,alpha,read,x\nbo,alpha,read\n")).read();
    let rows = &source(&snapshot).rows;
    let reasons: Vec<_> = rows
        .rejected
        .iter()
        .map(|row| (row.line, row.reason.reveal()))
        .collect();
    assert_eq!((reasons[0].0, reasons[1].0, rows.used), (2, 3, 1));
    assert!(
        reasons[0].1.starts_with("the row has 2 cells, the header 3"),
        "{reasons:?}"
    );
    assert!(
        reasons[1].1.starts_with("the row has 4 cells, the header 3"),
        "{reasons:?}"
    );
}

#[test]
fn encodings_are_found_declared_or_proposed() {
    let text = format!("{HEADER}Jürgen,alpha,read\n");
    let utf_16 = |little: bool| {
        let mark = std::iter::once(0xfeff_u16);
        let letters = mark.chain(text.encode_utf16());
        letters
            .flat_map(|letter| {
                if little {
                    letter.to_le_bytes()
                } else {
                    letter.to_be_bytes()
                }
            })
            .collect::<Vec<_>>()
    };
    let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    for bytes in [marked, utf_16(true), utf_16(false)] {
        let review = exported(bytes);
        assert_eq!(grants(&review.read(), &review), ["2 Jürgen alpha Read"]);
    }
    let mut review = exported([HEADER.as_bytes(), b"J\xfcrgen,alpha,read\n"].concat());
    review.refuses(
        "git.csv:2: the line is not UTF-8; as windows-1252 a word in it reads `Jürgen`",
        &[],
    );
    review.declared().encoding = Some("windows-1252".to_owned());
    assert_eq!(grants(&review.read(), &review), ["2 Jürgen alpha Read"]);
}

#[test]
fn an_unclosed_quotation_mark_is_refused_with_its_line() {
    exported(format!("{HEADER}bo,alpha,read\nanna,alpha,\"read\nbo,beta,read\n"))
        .refuses("git.csv:3: a quotation mark opens in this row and never closes", &[]);
}

#[test]
fn everything_wrong_with_any_file_is_told_at_once() {
    let mut review = exported("");
    review.export(export("none.csv"));
    review.file("people.csv", "id,name,role,employment\np1,A,Tester,freelance\n");
    review.file("accounts.csv", "nothing\n");
    let refused = review.refused();
    let files: Vec<_> = refused.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(files, ["accounts.csv", "git.csv", "none.csv", "people.csv"]);
}

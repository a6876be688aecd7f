//! Cells that cannot be read, of rows that count: every output that tells of rejected rows tells of them.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;

use crate::support::{replace, report, run, said, small};

const SEEN: &str = "User,Permission,Seen,Two-factor
ana@example.com,Admin,30.02.2024,yes
bo@example.com,Read,01.02.2024,no
cy@example.com,Read,2024-02-01,ja
";

#[test]
fn check_explain_and_the_documents_tell_of_each_column_once() {
    let (holder, inputs) = small();
    let out = holder.path().join("out");
    fs::write(inputs.join("exports/vault.csv"), SEEN).unwrap();
    let columns = "columns = { account = \"User\", level = \"Permission\"";
    let more = format!("{columns}, last-login = \"Seen\", mfa = \"Two-factor\"");
    replace(&inputs.join("review.toml"), columns, &more);
    let folder = inputs.to_str().unwrap();
    let (code, checked, stderr) = said(&run(&["check", "--inputs", folder]));
    assert_eq!((code, stderr.as_str()), (1, ""));
    for part in [
        "2 cells of the column Seen of exports/vault.csv could not be read and count as not collected. 1 cell of the \
         column Two-factor of exports/vault.csv could not be read and counts as not collected.",
        "  at exports/vault.csv:2: cell `Seen` holds `30.02.2024`, expected a day of the calendar written as `YYYY-MM-DD`; declare another \
         form with `dates` where",
        "  at exports/vault.csv:3: cell `Seen` holds `01.02.2024`, expected a day of the calendar written as `YYYY-MM-DD`; \
         declare another form with `dates = [\"DD.MM.YYYY\"]` or `dates = [\"MM.DD.YYYY\"]` where review.toml names the file",
        "  at exports/vault.csv:4: cell `Two-factor` holds `ja`, expected one of `yes`",
        "grants         3, held by 3 accounts",
        "6 used, 0 set aside, 0 rejected; 3 cells of used rows not read",
        "last login of 2 and second factor of 1 accounts",
    ] {
        assert!(checked.contains(part), "`{part}` is not in:\n{checked}");
    }
    assert_eq!(checked.matches("incomplete-export").count(), 1, "{checked}");
    let (_, explained, _) = said(&run(&["explain", "incomplete-export", "--inputs", folder]));
    for part in [
        "2 cells of the column Seen not read, such as\n      line 2: cell `Seen` holds `30.02.2024`",
        "      line 3: cell `Seen` holds `01.02.2024`",
    ] {
        assert!(explained.contains(part), "`{part}` is not in:\n{explained}");
    }
    assert_eq!(said(&report(&inputs, &out)).0, 1);
    let document = fs::read_to_string(out.join("2024-03-01/internal/internal.md")).unwrap();
    let document = document.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "### Cells not read",
        "| exports/vault.csv | Seen | 2 | 2 | cell",
        "| exports/vault.csv | Two-factor | 1 | 4 |",
    ] {
        assert!(document.contains(part), "`{part}` is not in:\n{document}");
    }
    let page = fs::read_to_string(out.join("2024-03-01/public/audit.md")).unwrap();
    assert!(!page.contains("Incomplete"), "every permission is counted:\n{page}");
}

#[test]
fn profiles_test_tells_of_them_too() {
    let holder = tempfile::tempdir().unwrap();
    let file = holder.path().join("typed.csv");
    fs::write(
        &file,
        "account,resource,level,typed by,last login\nana,alpha,Admin,dana,gestern\nbo,alpha,Read,dana,2024-01-02\n",
    )
    .unwrap();
    let (code, stdout, stderr) = said(&run(&["profiles", "test", file.to_str().unwrap()]));
    assert_eq!((code, stderr.as_str()), (1, ""), "{stdout}");
    for part in [
        "2 grants",
        " 0 rejected",
        "not read: 1 cell of the column last login, whose rows are used without it, such as\n    2: cell `last login` holds \
         `gestern`",
    ] {
        assert!(stdout.contains(part), "`{part}` is not in:\n{stdout}");
    }
}

//! Cells that cannot be read, of rows that say all they must: the row counts, what the cell says is not collected, and
//! both are told.

use access_review::config;
use access_review::model::snapshot::{LastLogin, Snapshot};
use access_review::model::system::{Field, Recognised};

use super::review::{Review, exported, grants, rejected, source};

/// A column: its name, how many such cells, and the first of them by line.
type Column = (String, u64, Vec<(u64, String)>);

/// Of each column with such cells: its name, how many there are, and what is said of the first.
fn unclear(snapshot: &Snapshot) -> Vec<Column> {
    let columns = source(snapshot).unclear.iter();
    let shown = columns.map(|column| {
        let first = column.first.iter();
        let first = first.map(|cell| (cell.line, cell.reason.reveal().to_owned()));
        (column.name.reveal().to_owned(), column.cells, first.collect())
    });
    shown.collect()
}

/// Users with a second factor and a last login, whose columns a profile knows.
const PROFILE: &str = "id = \"own\"\nsystem = \"Own\"\nformat = \"Users\"\nverified = true\nsteps = \"Type it.\"\n[match]\n\
                       headers = [\"Repository\", \"Permission\", \"Two-factor\", \"Seen\"]\n[input]\nreader = \"table\"\n\
                       [[built-in]]\nlogins = 'root'\nreason = \"built in\"\n[[records]]\n[[records.emit]]\nkind = \"account\"\naccount = \"User\"\nlast-login = \"Seen\"\n\
                       sign-in = { column = \"Enters\", optional = true }\n\
                       [[records.emit]]\nkind = \"grant\"\naccount = \"User\"\nlevel = \"Permission\"\n\
                       resource = \"Repository\"\nmfa = \"Two-factor\"\nstatus = { column = \"State\", optional = true }\n\
                       last-login = \"Seen\"\n";

/// The same file read by its profile and by its columns.
fn both(text: &str) -> [Review; 2] {
    let mut by_profile = exported(text);
    std::fs::create_dir(by_profile.path().join("profiles")).unwrap();
    by_profile.file("profiles/own.toml", PROFILE);
    by_profile.settings.profiles = config::profiles(by_profile.path()).unwrap();
    let export = by_profile.declared();
    export.columns.clear();
    export.recognised = Some(Recognised::default());
    let mut by_columns = exported(text);
    by_columns.column(Field::Mfa, "Two-factor");
    by_columns.column(Field::LastLogin, "Seen");
    [by_profile, by_columns]
}

#[test]
fn a_permission_stays_with_what_cannot_be_read_not_collected_and_told() {
    for review in
        both("User,Repository,Permission,Two-factor,Seen\nanna,alpha,read,ja,soon\nbo,alpha,read,yes,2021-09-30\n")
    {
        let snapshot = review.read();
        assert_eq!(grants(&snapshot, &review), ["2 anna alpha Read", "3 bo alpha Read"]);
        let accounts: Vec<_> = snapshot.access[0].accounts.values().collect();
        assert_eq!((accounts[0].mfa, accounts[0].last_login), (None, LastLogin::Unknown));
        assert_eq!(accounts[1].mfa, Some(true));
        let rows = &source(&snapshot).rows;
        assert_eq!((rows.used, rows.rejected.len()), (2, 0));
        let mut found = unclear(&snapshot);
        found.sort();
        let [(seen, 1, day), (factor, 1, word)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!((seen.as_str(), factor.as_str()), ("Seen", "Two-factor"));
        let [(2, why)] = day.as_slice() else { panic!("{day:?}") };
        assert!(
            why.starts_with(
                "cell `Seen` holds `soon`, expected a day of the calendar written as `YYYY-MM-DD`; declare"
            ),
            "{why}"
        );
        let [(2, why)] = word.as_slice() else {
            panic!("{word:?}")
        };
        assert!(
            why.starts_with("cell `Two-factor` holds `ja`, expected one of `yes`"),
            "{why}"
        );
    }
}

#[test]
fn a_column_in_another_form_is_told_once_with_the_first_texts() {
    let rows = (10..40).map(|day| format!("u{day},alpha,read,ja,{}.09.2021\n", day % 28 + 1));
    let rows: String = rows.collect();
    for review in both(&format!("User,Repository,Permission,Two-factor,Seen\n{rows}")) {
        let snapshot = review.read();
        assert_eq!(snapshot.access[0].grants.len(), 30);
        let mut found = unclear(&snapshot);
        found.sort();
        let [(_, 30, days), (_, 30, words)] = found.as_slice() else {
            panic!("{found:?}");
        };
        let lines: Vec<u64> = days.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6], "the first texts that differ");
        assert_eq!(words.len(), 1, "one text is told once");
    }
}

#[test]
fn an_unreadable_status_is_judged_as_active_and_one_of_signing_in_as_yes() {
    let text = "User,Repository,Permission,Two-factor,Seen,State,Enters\nroot,alpha,read,,,ruht,vielleicht\n";
    let [review, _] = both(text);
    let snapshot = review.read();
    assert_eq!(
        grants(&snapshot, &review),
        ["2 root alpha Read"],
        "it may be able to sign in"
    );
    let account = snapshot.access[0].accounts.values().next().unwrap();
    assert_eq!(account.status, None);
    assert!(account.is_active(), "it may be able to sign in");
    let names: Vec<String> = unclear(&snapshot).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Enters", "State"]);
}

#[test]
fn a_row_that_lacks_what_it_must_say_is_rejected_all_the_same() {
    for review in both("User,Repository,Permission,Two-factor,Seen\nanna,alpha,,ja,\nbo,alpha,read,yes,\n") {
        let (line, reason) = rejected(&review.read());
        assert!(line == 2 && reason.contains("`Permission` is empty"), "{reason}");
    }
}

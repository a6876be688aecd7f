//! Rows of permissions to accounts, resources and grants.

use access_review::model::snapshot::{Account, LastLogin, Snapshot, Status};
use access_review::model::source::Place;
use access_review::model::source::Reason;
use access_review::model::system::{Coverage, Field, Resources, SetAsideRule};
use jiff::civil::date;

use super::review::{export, exported, grants, rejected, review, source, strings};

fn account<'a>(snapshot: &'a Snapshot, login: &str) -> &'a Account {
    let mut accounts = snapshot.access[0].accounts.values();
    accounts.find(|account| account.login.reveal() == login).unwrap()
}

#[test]
fn every_row_is_a_grant_with_its_line() {
    let review = exported("User,Repository,Permission\nanna,alpha,adm\n\n\"bo\",beta,\"WRITE\"\n");
    let snapshot = review.read();
    assert_eq!(grants(&snapshot, &review), ["2 anna alpha Admin", "4 bo beta Write"]);
    let source = source(&snapshot);
    assert_eq!((source.rows.total, source.rows.used, source.rows.data()), (3, 2, 2));
    assert_eq!(
        source.rows.set_aside.iter().collect::<Vec<_>>(),
        [(&Reason::EmptyRow, &1)]
    );
    assert_eq!((source.facts.grants, source.facts.attributes), (2, 0));
    assert_eq!(
        (source.file.reveal(), source.bytes, source.sha256.len()),
        ("git.csv", 61, 64)
    );
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    let review = exported("User,Repository,Permission\na,b,read\n");
    let snapshot = review.read();
    assert_eq!(
        source(&snapshot).sha256,
        "4be3b8358a404f3a425ae4609b0e87e433d845d72cef48f53bf067a0ccd9952c"
    );
}

#[test]
fn declared_resources_come_first_and_others_as_they_are_met() {
    let review = exported("User,Repository,Permission\nanna,omega,read\nanna,beta,read\nanna,alpha,read\n");
    let snapshot = review.read();
    let resources = snapshot.access[0].resources.values();
    let shown: Vec<_> = resources
        .map(|it| format!("{} {} {}", it.label, it.name.reveal(), it.listed))
        .collect();
    let expected = [
        "Repository1 zeta false",
        "Repository2 alpha true",
        "Repository3 omega true",
        "Repository4 beta true",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn logins_differ_by_case_unless_they_are_addresses() {
    let rows = "User,Repository,Permission\nanna,alpha,read\nAnna,alpha,read\na@x.org,alpha,read\nA@X.org,zeta,read\n";
    let review = exported(rows);
    let snapshot = review.read();
    assert_eq!(snapshot.access[0].accounts.len(), 3);
    assert_eq!(grants(&snapshot, &review)[3], "5 a@x.org zeta Read");
}

#[test]
fn several_values_in_a_cell_are_every_combination_once() {
    let mut review = exported("User;Repository;Permission\nanna| bo |anna;alpha,zeta;read+Admin+ro\n");
    for (field, separator) in [(Field::Account, "|"), (Field::Resource, ","), (Field::Level, "+")] {
        review.declared().separators.insert(field, separator.to_owned());
    }
    let snapshot = review.read();
    let mut all = grants(&snapshot, &review);
    all.sort();
    let mut expected = Vec::new();
    for account in ["anna", "bo"] {
        for resource in ["alpha", "zeta"] {
            expected.extend(["Admin", "Read"].map(|level| format!("2 {account} {resource} {level}")));
        }
    }
    assert_eq!(all, expected);
    assert_eq!(source(&snapshot).facts.grants, 8);
}

#[test]
fn the_same_grant_in_two_rows_stays_twice() {
    let review = exported("User,Repository,Permission\nanna,alpha,read\nanna,alpha,ro\n");
    assert_eq!(
        grants(&review.read(), &review),
        ["2 anna alpha Read", "3 anna alpha Read"]
    );
}

#[test]
fn a_level_that_nothing_maps_is_kept_as_spelled() {
    let review = exported("User,Repository,Permission\nanna,alpha,Reviewer\nbo,alpha,REVIEWER\n");
    let snapshot = review.read();
    assert_eq!(
        grants(&snapshot, &review),
        ["2 anna alpha ?Reviewer", "3 bo alpha ?Reviewer"]
    );
    assert_eq!(snapshot.access[0].unmapped.len(), 1);
}

#[test]
fn declared_rows_are_set_aside_with_their_reason() {
    let mut review = exported("User,Repository,Permission\nROOT,alpha,admin\n,alpha,read\nbo,alpha,read\n");
    let rule = |values: &[&str], reason: &str| SetAsideRule {
        column: "user".to_owned(),
        values: strings(values),
        reason: reason.to_owned(),
    };
    review.declared().set_aside = vec![rule(&["root"], "built-in account"), rule(&[""], "nobody's")];
    let snapshot = review.read();
    let rows = &source(&snapshot).rows;
    assert_eq!(
        (
            rows.set_aside[&Reason::Declared("built-in account".to_owned())],
            rows.set_aside[&Reason::Declared("nobody's".to_owned())],
            rows.used
        ),
        (1, 1, 1)
    );
    assert_eq!(rows.data(), 3);
}

#[test]
fn a_row_without_account_can_list_a_resource() {
    let mut review = exported("User,Repository,Permission\n,alpha,\n,beta,\n,,\nbo,zeta,read\n");
    review.declared().rows_without_account = true;
    let snapshot = review.read();
    let source = source(&snapshot);
    assert_eq!(
        (source.facts.resources, source.facts.grants, source.rows.used),
        (2, 1, 3)
    );
    assert_eq!(snapshot.access[0].resources.values().filter(|it| it.listed).count(), 3);
}

#[test]
fn a_constant_level_does_not_keep_a_row_from_listing_a_resource() {
    let mut review = exported("User,Repository\n,alpha\nbo,alpha\n");
    review.declared().rows_without_account = true;
    review.declared().columns.remove(&Field::Level);
    review.declared().constants.insert(Field::Level, "Read".to_owned());
    let snapshot = review.read();
    assert_eq!(grants(&snapshot, &review), ["3 bo alpha Read"]);
    assert_eq!(source(&snapshot).facts.resources, 1);
}

#[test]
fn a_system_without_resources_is_a_whole() {
    let mut review = exported("User,Permission\nanna,admin\n");
    review.rules().resources = Resources::Whole { said: false };
    review.declared().columns.remove(&Field::Resource);
    assert_eq!(grants(&review.read(), &review), ["2 anna - Admin"]);
}

#[test]
fn attributes_are_read_and_counted_where_the_file_says_them() {
    let header = "User,Repository,Permission,Name,Mail,State,2FA,Seen\n";
    let rows = "anna,alpha,read,Anna,a@x.org,disabled,yes,30/09/2021\nbo,alpha,read,,,,,\nt,alpha,read,,,,no,Never\n";
    let mut review = exported(format!("{header}{rows}"));
    let columns = [
        (Field::Name, "name"),
        (Field::Email, "mail"),
        (Field::Status, "state"),
        (Field::Mfa, "2fa"),
    ];
    for (field, name) in columns {
        review.column(field, name);
    }
    review.column(Field::LastLogin, "seen");
    review.declared().dates = strings(&["DD/MM/YYYY"]);
    review.declared().words.never = strings(&["never"]);
    let snapshot = review.read();
    let anna = account(&snapshot, "anna");
    assert_eq!(anna.name.as_ref().unwrap().reveal(), "Anna");
    assert_eq!(anna.email.as_ref().unwrap().reveal(), "a@x.org");
    assert_eq!(
        (anna.status, anna.mfa, anna.last_login),
        (Some(Status::Disabled), Some(true), LastLogin::On(date(2021, 9, 30)))
    );
    let bo = account(&snapshot, "bo");
    assert_eq!((bo.status, bo.mfa, bo.last_login), (None, None, LastLogin::Unknown));
    let robot = account(&snapshot, "t");
    assert_eq!((robot.mfa, robot.last_login), (Some(false), LastLogin::Never));
    assert_eq!(source(&snapshot).facts.attributes, 7);
}

#[test]
fn a_constant_attribute_holds_but_is_no_fact_of_the_file() {
    let mut review = exported("User,Repository,Permission\nanna,alpha,read\n");
    review
        .declared()
        .constants
        .insert(Field::Status, "suspended".to_owned());
    let snapshot = review.read();
    assert_eq!(account(&snapshot, "anna").status, Some(Status::Disabled));
    assert_eq!(source(&snapshot).facts.attributes, 0);
}

#[test]
fn two_files_of_a_system_are_one_list() {
    let mut review = exported("User,Repository,Permission,State\nanna,beta,read,active\n");
    review.column(Field::Status, "State");
    review.file(
        "more.csv",
        "User\tRepository\tPermission\nanna\tbeta\tadmin\nbo\tgamma\tread\n",
    );
    let mut more = export("more.csv");
    more.coverage = Some(Coverage::Unknown);
    review.export(more);
    let snapshot = review.read();
    assert_eq!(snapshot.access[0].accounts.len(), 2);
    assert_eq!(snapshot.access[0].coverage, Some(Coverage::Unknown));
    let files: Vec<_> = snapshot
        .sources
        .values()
        .map(|source| source.file.reveal().to_owned())
        .collect();
    assert_eq!(files, ["people.csv", "git.csv", "more.csv"]);
    let Place { source, line } = snapshot.access[0].grants[2].place;
    assert_eq!((snapshot.sources[source].file.reveal(), line), ("more.csv", 3));
    review.declared().coverage = Some(Coverage::Partial);
    assert_eq!(review.read().access[0].coverage, Some(Coverage::Partial));
}

#[test]
fn a_system_without_a_file_has_its_declared_resources_and_no_coverage() {
    let snapshot = review().read();
    assert_eq!(
        (snapshot.access[0].coverage, snapshot.access[0].resources.len()),
        (None, 2)
    );
}

#[test]
fn an_empty_account_level_or_resource_rejects_the_row() {
    for (row, column) in [
        (",alpha,read", "User"),
        ("anna,,read", "Repository"),
        ("anna,alpha,", "Permission"),
    ] {
        let review = exported(format!("User,Repository,Permission\nbo,alpha,read\n{row}\n"));
        let snapshot = review.read();
        let (line, reason) = rejected(&snapshot);
        assert_eq!(line, 3);
        assert!(
            reason.starts_with(&format!("cell `{column}` is empty; fill it in")),
            "{reason}"
        );
        assert_eq!(
            snapshot.access[0].accounts.len(),
            1,
            "a rejected row leaves nothing behind"
        );
    }
}

#[test]
fn a_word_or_date_that_cannot_be_read_is_told_and_the_row_stays() {
    let cases = [
        (Field::Mfa, "perhaps", "cell `X` holds `perhaps`, expected one of `yes`"),
        (
            Field::Status,
            "asleep",
            "cell `X` holds `asleep`, expected one of `active`",
        ),
        (
            Field::LastLogin,
            "03/04/21",
            "cell `X` holds `03/04/21`, expected a day of the calendar",
        ),
    ];
    for (field, text, expected) in cases {
        let mut review = exported(format!("User,Repository,Permission,X\nanna,alpha,odd,{text}\n"));
        review.column(field, "x");
        let snapshot = review.read();
        let [column] = source(&snapshot).unclear.as_slice() else {
            panic!("{:?}", source(&snapshot).unclear);
        };
        let cell = &column.first[0];
        assert!(
            cell.line == 2 && cell.reason.reveal().starts_with(expected),
            "{}",
            cell.reason.reveal()
        );
        assert!(snapshot.access[0].accounts.len() == 1 && snapshot.access[0].unmapped.len() == 1);
    }
}

#[test]
fn a_constant_that_cannot_be_read_says_so() {
    let mut review = exported("User,Repository,Permission\nanna,alpha,read\n");
    review.declared().constants.insert(Field::Mfa, "perhaps".to_owned());
    let (_, reason) = rejected(&review.read());
    assert!(
        reason.starts_with("the constant `perhaps` of review.toml: expected one of"),
        "{reason}"
    );
}

#[test]
fn a_row_that_contradicts_an_earlier_one_is_rejected_with_both_places() {
    let cases = [
        (Field::Status, "active", "disabled"),
        (Field::Mfa, "yes", "no"),
        (Field::Name, "Anna", "Bo"),
        (Field::Email, "a@x.org", "b@x.org"),
    ];
    for (field, first, second) in cases {
        let text = format!(
            "User,Repository,Permission,X\nanna,alpha,read,\nanna,alpha,read,{first}\nanna,zeta,read,{second}\n"
        );
        let mut review = exported(text);
        review.column(field, "X");
        let snapshot = review.read();
        let (line, reason) = rejected(&snapshot);
        assert_eq!(line, 4);
        assert!(
            reason.starts_with("cell `X` says something else about account `anna` than line 3 does"),
            "{reason}"
        );
        assert_eq!(snapshot.access[0].grants.len(), 2);
    }
}

#[test]
fn of_several_last_logins_of_an_account_the_latest_stands() {
    let day = |text: &str| LastLogin::On(text.parse().unwrap());
    for (cells, latest) in [
        (["2021-01-02", "2021-01-01", ""], day("2021-01-02")),
        (["", "2021-01-01", "2021-01-03"], day("2021-01-03")),
        (["never", "2021-01-01", "never"], day("2021-01-01")),
        (["never", "", ""], LastLogin::Never),
    ] {
        let [one, two, three] = cells;
        let mut review = exported(format!(
            "User,Repository,Permission,X\nanna,alpha,read,{one}\nanna,zeta,read,{two}\nanna,beta,read,{three}\n"
        ));
        review.column(Field::LastLogin, "X");
        review.declared().words.never = strings(&["never"]);
        let snapshot = review.read();
        let account = snapshot.access[0].accounts.values().next().unwrap();
        assert_eq!(
            (account.last_login, snapshot.access[0].grants.len()),
            (latest, 3),
            "{cells:?}"
        );
    }
}

#[test]
fn another_file_that_tells_when_an_account_was_used_is_evidence_too() {
    let mut review = exported("User,Repository,Permission,X\nanna,alpha,read,2021-01-01\nbo,alpha,read,2021-01-01\n");
    review.column(Field::LastLogin, "X");
    review.file(
        "more.csv",
        "User,Repository,Permission,X\nbo,zeta,read,2021-01-03\nanna,alpha,read,\nbo,alpha,read,2021-01-02\n",
    );
    let mut more = export("more.csv");
    more.columns.insert(Field::LastLogin, strings(&["X"]));
    review.export(more);
    let snapshot = review.read();
    let told = |login| {
        let places = account(&snapshot, login).told.iter();
        let places = places.map(|place| (snapshot.sources[place.source].file.reveal(), place.line));
        places.collect::<Vec<_>>()
    };
    assert_eq!((told("bo"), told("anna")), (vec![("more.csv", 2)], vec![]));
    let latest = LastLogin::On(date(2021, 1, 3));
    assert_eq!(account(&snapshot, "bo").last_login, latest);
}

#[test]
fn a_contradiction_between_two_files_says_so() {
    let mut review = exported("User,Repository,Permission,X\nanna,alpha,read,yes\n");
    review.column(Field::Mfa, "X");
    review.file("more.csv", "User,Repository,Permission,X\nanna,alpha,read,no\n");
    let mut more = export("more.csv");
    more.columns.insert(Field::Mfa, strings(&["X"]));
    review.export(more);
    let snapshot = review.read();
    let reason = snapshot.sources.values().last().unwrap().rows.rejected[0]
        .reason
        .reveal();
    assert!(
        reason.contains("than line 2 of another file of this system does"),
        "{reason}"
    );
}

#[test]
fn the_apostrophe_of_our_own_files_is_undone() {
    let review = exported("User,Repository,Permission\n'=anna,'+alpha,read\n'o,alpha,read\n");
    assert_eq!(
        grants(&review.read(), &review),
        ["2 =anna +alpha Read", "3 'o alpha Read"]
    );
}

#[test]
fn a_message_about_no_cell_says_what_it_is_about() {
    let mut review = exported("User,Permission\nanna,read\n");
    review.declared().columns.remove(&Field::Resource);
    let (_, reason) = rejected(&review.read());
    assert!(
        reason.starts_with("a field that review.toml declares no column for is empty"),
        "{reason}"
    );
}

#[test]
fn a_footer_of_one_cell_can_be_set_aside() {
    let mut review = exported("User,Repository,Permission\nanna,alpha,read\nEnd of list\n");
    assert_eq!(source(&review.read()).rows.rejected.len(), 1);
    review.declared().set_aside = vec![SetAsideRule {
        column: "User".to_owned(),
        values: strings(&["end of list"]),
        reason: "footer".to_owned(),
    }];
    let rows = source(&review.read()).rows.clone();
    assert_eq!(rows.set_aside[&Reason::Declared("footer".to_owned())], 1);
    assert_eq!((rows.used, rows.rejected.len()), (1, 0));
}

#[test]
fn an_account_without_access_is_known_and_holds_nothing() {
    let review = exported("User,Repository,Permission\nghost,alpha,None\n");
    let snapshot = review.read();
    assert!(grants(&snapshot, &review).is_empty());
    assert_eq!(snapshot.access[0].accounts.len(), 1);
    let rows = &source(&snapshot).rows;
    assert_eq!((rows.set_aside[&Reason::NoAccess], rows.data()), (1, 1));
}

#[test]
fn spellings_and_resources_are_the_same_whatever_their_white_space_and_composition() {
    let mut review = exported("User,Repository,Permission\nanna,Zu\u{308}rich,in\u{a0} use\nbo,Zürich,IN USE\n");
    let level = review.rules().levels.values_mut().next().unwrap();
    level.spellings.push("In Use".to_owned());
    assert_eq!(
        grants(&review.read(), &review),
        ["2 anna Zürich Admin", "3 bo Zürich Admin"]
    );
}

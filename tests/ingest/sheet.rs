//! Filled accounts sheets.

use access_review::model::snapshot::{Holder, Match, Snapshot};
use access_review::model::source::{Content, Reason, Source};
use rust_xlsxwriter::Workbook;

use super::review::{Review, export, exported};

const EXPORT: &str = "User,Repository,Permission\nghost,alpha,read\nanna,alpha,read\n=odd,alpha,read\n";

fn with_sheet(rows: &str) -> Review {
    let review = exported(EXPORT);
    review.file(
        "accounts-2021.csv",
        format!("System,Account,Display name,Person\n{rows}"),
    );
    review
}

fn holder<'a>(snapshot: &'a Snapshot, login: &str) -> &'a Holder {
    let mut accounts = snapshot.access[0].accounts.values();
    &accounts.find(|account| account.login.reveal() == login).unwrap().holder
}

fn sheet(snapshot: &Snapshot) -> &Source {
    snapshot
        .sources
        .values()
        .find(|source| source.content == Content::Accounts)
        .unwrap()
}

fn named(snapshot: &Snapshot, login: &str) -> (String, Match) {
    match holder(snapshot, login) {
        Holder::Identity(identity, rule) => (snapshot.roster.identities[*identity].id.reveal().to_owned(), *rule),
        other @ (Holder::Nobody | Holder::Several(_)) => panic!("{other:?}"),
    }
}

#[test]
fn a_person_is_named_by_id_full_name_or_address() {
    for person in ["p2", "bo  lind", "BO@example.org"] {
        for system in ["git", "GIT Server"] {
            let snapshot = with_sheet(&format!("{system},ghost,,{person}\n")).read();
            assert_eq!(named(&snapshot, "ghost"), ("p2".to_owned(), Match::Sheet));
            assert_eq!((sheet(&snapshot).facts.assignments, sheet(&snapshot).rows.used), (1, 1));
        }
    }
}

#[test]
fn a_suggestion_may_be_copied() {
    for person in [
        "p2 Bo Lind",
        "p2 Bo Lind (same name)",
        "p2 Bo Lind (similar login)",
        "P2  bo lind  (Same name)",
    ] {
        let snapshot = with_sheet(&format!("git,ghost,,{person}\n")).read();
        assert_eq!(named(&snapshot, "ghost"), ("p2".to_owned(), Match::Sheet), "{person}");
    }
}

#[test]
fn the_apostrophe_before_a_login_is_undone() {
    assert_eq!(
        named(&with_sheet("git,'=odd,,p2\n").read(), "=odd"),
        ("p2".to_owned(), Match::Sheet)
    );
}

#[test]
fn a_workbook_does_as_well() {
    let review = exported(EXPORT);
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.write_row(0, 0, ["Person", "Account", "System"]).unwrap();
    page.write_row(1, 0, ["p2", "ghost", "git"]).unwrap();
    review.file("Accounts.XLSX", workbook.save_to_buffer().unwrap());
    assert_eq!(named(&review.read(), "ghost"), ("p2".to_owned(), Match::Sheet));
}

#[test]
fn a_sheet_never_overrules_a_rule() {
    let agreed = with_sheet("git,anna,,p1\n").read();
    assert_eq!(named(&agreed, "anna"), ("p1".to_owned(), Match::Login));
    let differs = with_sheet("git,anna,,p2\n").read();
    assert!(matches!(holder(&differs, "anna"), Holder::Several(all) if all.len() == 2));
    let twice = with_sheet("git,ghost,,p1\ngit,ghost,,p2\n").read();
    assert!(matches!(holder(&twice, "ghost"), Holder::Several(all) if all.len() == 2));
    let claims = |snapshot: &Snapshot| {
        let claims = snapshot.access[0].claims.iter();
        let shown = claims.map(|claim| {
            let person = snapshot.roster.identities[claim.identity].id.reveal();
            format!("{} {person}", claim.place.reveal())
        });
        shown.collect::<Vec<_>>()
    };
    assert!(claims(&agreed).is_empty(), "nothing is to be corrected");
    assert_eq!(claims(&differs), ["accounts-2021.csv:2 p2"]);
    assert_eq!(claims(&twice), ["accounts-2021.csv:2 p1", "accounts-2021.csv:3 p2"]);
}

#[test]
fn rows_that_name_nobody_or_no_account_are_set_aside() {
    let snapshot = with_sheet("git,ghost,,\ngit,gone,,p2\n").read();
    let rows = &sheet(&snapshot).rows;
    assert_eq!(
        (
            rows.set_aside[&Reason::NoPerson],
            rows.set_aside[&Reason::NoSuchAccount]
        ),
        (1, 1)
    );
    assert_eq!(holder(&snapshot, "ghost"), &Holder::Nobody);
}

#[test]
fn each_fault_is_told_with_its_line() {
    let cases = [
        (
            "gti,ghost,,p2",
            "cell `System` holds `gti`, which is no system of review.toml; expected one of `git`; did you \
          mean `git`?",
        ),
        ("git,,,p2", "cell `Account` is empty"),
        (
            "git,ghost,,Zacharias",
            "cell `Person` holds `Zacharias`, which is nobody in the roster; put an id",
        ),
        (
            "git,ghost,,Bo Lindt",
            "cell `Person` holds `Bo Lindt`, which is nobody in the roster; did you mean `p2` (Bo Lind)?",
        ),
        (
            "git,ghost,,p1 Anna Berg (same name); p2 Bo Lind (similar login)",
            "cell `Person` holds `p1 Anna Berg (same name); p2 Bo Lind (similar login)`, which is `p1` (Anna Berg), \
             `p2` (Bo Lind); put the id of the one who is meant",
        ),
        (
            "git,ghost,,p2 Anna Berg",
            "cell `Person` holds `p2 Anna Berg`, which is nobody in the roster",
        ),
        (
            "git,ghost,,p2 Bo Lind (same name); Anna",
            "cell `Person` holds `p2 Bo Lind (same name); Anna`, which is nobody in the roster",
        ),
        (
            "git,ghost,,p2 Bo Lind (perhaps)",
            "cell `Person` holds `p2 Bo Lind (perhaps)`, which is nobody in the roster",
        ),
        ("git,ghost", "the row has 2 cells, the header 4"),
    ];
    for (row, expected) in cases {
        with_sheet(&format!("{row}\n")).refuses(&format!("accounts-2021.csv:2: {expected}"), &[]);
    }
}

#[test]
fn a_name_that_two_have_is_refused_with_both() {
    let review = with_sheet("git,ghost,,Bo\n");
    review.file(
        "people.csv",
        "id,name,role,employment\np1,Bo,Tester,employee\np2,Bo,Tester,employee\n",
    );
    review.refuses(
        "accounts-2021.csv:2: cell `Person` holds `Bo`, which is `p1` (Bo), `p2` (Bo); put the id",
        &[],
    );
}

#[test]
fn a_broken_roster_does_not_make_every_person_unknown() {
    let review = with_sheet("git,ghost,,p2\n");
    review.file("people.csv", "id,name,role,employment\np1,Bo,Tester,freelance\n");
    review.refuses("people.csv:2:", &["`freelance`"]);
}

#[test]
fn an_export_of_that_name_is_no_sheet() {
    let mut review = exported(EXPORT);
    review.file("accounts.csv", "User,Repository,Permission\nbo,alpha,read\n");
    review.export(export("accounts.csv"));
    assert_eq!(review.read().sources.len(), 3);
}

#[test]
fn a_sheet_without_its_columns_is_refused() {
    let review = exported(EXPORT);
    review.file("accounts.csv", "System,Account\n");
    review.refuses("accounts.csv:1: no header row", &["missing is a column `Person`;"]);
}

#[test]
fn sheets_of_every_kind_are_read_and_another_encoding_has_a_possible_remedy() {
    for name in ["accounts.tsv", "Accounts.txt"] {
        let review = exported(EXPORT);
        review.file(name, "System\tAccount\tPerson\ngit\tghost\tp2\n");
        assert_eq!(named(&review.read(), "ghost"), ("p2".to_owned(), Match::Sheet));
    }
    let review = exported(EXPORT);
    review.file("accounts.csv", b"System,Account,Person\ngit,ghost,J\xfcrgen\n");
    review.refuses(
        "accounts.csv:2: the text is not UTF-8; save it as CSV UTF-8 or as a workbook",
        &[],
    );
}

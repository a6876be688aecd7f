//! Files that a profile reads, with what `review.toml` says beside.

use access_review::config;
use access_review::model::snapshot::{LastLogin, Status};
use access_review::model::system::Recognised;

use super::review::{Review, exported, source};

/// A sheet whose date can be read in two ways.
const SHEET: &str = "account,level,typed by,last login\nanna,read,dana,03/04/2021\n";

/// A profile of such sheets, which leaves open which way.
const PROFILE: &str = "id = \"own-sheet\"\nsystem = \"Own\"\nformat = \"Sheet\"\nverified = true\nsteps = \"Type it.\"\n[match]\n\
                       headers = [\"account\", \"level\", \"typed by\", \"last login\"]\n[input]\nreader = \"table\"\n\
                       dates = [\"DD/MM/YYYY\", \"MM/DD/YYYY\"]\n[[records]]\n[[records.emit]]\nkind = \"grant\"\n\
                       account = \"account\"\nlevel = \"level\"\nresource = { text = \"alpha\" }\nlast-login = \"last login\"\n";

/// A review with the sheet as its only export.
fn review() -> Review {
    let mut review = exported(SHEET);
    std::fs::create_dir(review.path().join("profiles")).unwrap();
    review.file("profiles/own-sheet.toml", PROFILE);
    review.settings.profiles = config::profiles(review.path()).unwrap();
    let export = review.declared();
    export.columns.clear();
    export.recognised = Some(Recognised {
        profile: Some("own-sheet".to_owned()),
        ..Recognised::default()
    });
    review
}

#[test]
fn a_date_that_reads_two_ways_is_told_until_somebody_says_which() {
    let mut review = review();
    let snapshot = review.read();
    let cell = &source(&snapshot).unclear[0].first[0];
    assert!(
        cell.line == 2 && cell.reason.reveal().contains("03/04/2021"),
        "{cell:?}"
    );
    let account = snapshot.access[0].accounts.values().next().unwrap();
    assert_eq!(account.last_login, LastLogin::Unknown, "neither is guessed");
    for (form, day) in [("DD/MM/YYYY", "2021-04-03"), ("MM/DD/YYYY", "2021-03-04")] {
        review.declared().dates = vec![form.to_owned()];
        let snapshot = review.read();
        let account = snapshot.access[0].accounts.values().next().unwrap();
        assert_eq!(account.last_login, LastLogin::On(day.parse().unwrap()));
    }
}

/// A profile of users with a second factor and a status, in words of its own.
const FACTORS: &str = "id = \"factors\"\nsystem = \"Own\"\nformat = \"Users\"\nverified = true\nsteps = \"Type it.\"\n[match]\n\
                       headers = [\"account\", \"level\", \"factor\", \"state\"]\n[input]\nreader = \"table\"\n\
                       words = { yes = [\"ready\"], active = [\"ready\", \"idle\"] }\n[[records]]\n[[records.emit]]\n\
                       kind = \"grant\"\naccount = \"account\"\nlevel = \"level\"\nresource = { text = \"alpha\" }\n\
                       mfa = \"factor\"\nstatus = \"state\"\n";

#[test]
fn words_beside_those_of_the_profile_are_declared_and_go_before_them() {
    let mut review = exported("account,level,factor,state\nanna,read,nein,Idle\nbeth,read,ready,ready\n");
    std::fs::create_dir(review.path().join("profiles")).unwrap();
    review.file("profiles/factors.toml", FACTORS);
    review.settings.profiles = config::profiles(review.path()).unwrap();
    let export = review.declared();
    export.columns.clear();
    export.recognised = Some(Recognised::default());
    export.words.no = vec!["NEIN".to_owned()];
    export.words.disabled = vec!["idle".to_owned()];
    let snapshot = review.read();
    let said = snapshot.access[0].accounts.values();
    let said: Vec<_> = said.map(|account| (account.mfa, account.status)).collect();
    assert_eq!(
        said,
        [
            (Some(false), Some(Status::Disabled)),
            (Some(true), Some(Status::Active))
        ]
    );
}

//! The two proofs that a public page names nobody.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::sync::Arc;

use crate::document::world;

use access_review::disclosure::{pseudonymise, scan};
use access_review::document::{self, public};
use access_review::model::exception::{Excepted, Exception};
use access_review::model::finding::CheckId;
use access_review::model::policy::{Pattern, RoleKind};
use access_review::model::review::Review;
use access_review::model::settings::PublicText;
use access_review::model::snapshot::Holder;
use access_review::model::source::Reason;
use jiff::civil::date;
use world::review;

#[test]
fn the_public_page_does_not_notice_pseudonyms() {
    let review = review();
    let other = pseudonymise(&review);
    assert_eq!(public(&review).unwrap(), public(&other).unwrap());
}

#[test]
fn nothing_private_is_left_under_pseudonyms() {
    let mut review = review();
    Arc::make_mut(&mut review.snapshot.roster)
        .identities
        .values_mut()
        .next()
        .unwrap()
        .emails = vec![world::private("ada@tidewater.example")];
    let internal = document::internal(&pseudonymise(&review), None).unwrap();
    for text in [
        "Ada Stage",
        "(p1)",
        "Acme",
        "mallory",
        "Mallory",
        "OWNER",
        "billing-core",
        "tidewater",
        "exports/",
        "people.csv",
        "NB-01",
        "cell",
        "Permissions",
        "0123456789ab",
    ] {
        assert!(
            document::internal(&review, None).unwrap().contains(text),
            "the world no longer holds `{text}`"
        );
        assert!(!internal.contains(text), "`{text}` is left");
    }
    review.snapshot.unread = vec![world::private("Konten.xlsx")];
    let words = [
        "id of one",
        "login of one",
        "file of one",
        "approver",
        "why",
        "TICKET-1",
        "glob-*",
    ];
    let [identity, account, file] = [words[0], words[1], words[2]].map(|word| Some(world::private(word)));
    let exception = Exception {
        check: CheckId("no-mfa"),
        subject: Excepted {
            identity,
            account,
            within: None,
            resource: Some(Pattern {
                text: words[6].into(),
                matcher: globset::Glob::new("x").unwrap().compile_matcher(),
            }),
            file,
            separation: None,
        },
        approved_by: world::private(words[3]),
        reason: words[4].into(),
        ticket: Some(words[5].into()),
        granted: date(2021, 10, 1),
        expires: date(2021, 10, 31),
        line: 1,
    };
    let policy = Arc::make_mut(&mut review.snapshot.policy);
    policy.exceptions.push(exception).unwrap();
    let debug = format!("{:?}", pseudonymise(&review));
    let quoted = words.map(|word| format!("{word:?}"));
    let others = ["ada@tidewater.example", "exports/list.csv", "gone-*", "Konten.xlsx"];
    for text in quoted.iter().map(String::as_str).chain(others) {
        assert!(
            format!("{review:?}").contains(text) && !debug.contains(text),
            "`{text}` is left"
        );
    }
}

#[test]
fn pseudonyms_keep_equal_apart_and_turn_the_order_round() {
    let review = review();
    let other = pseudonymise(&review);
    let names = |review: &access_review::model::review::Review| -> Vec<String> {
        let names = review
            .snapshot
            .roster
            .identities
            .values()
            .map(|identity| identity.name.reveal().to_owned());
        names.collect()
    };
    let (before, after) = (names(&review), names(&other));
    for one in 0..before.len() {
        for two in 0..before.len() {
            assert_eq!(before[one].cmp(&before[two]), after[two].cmp(&after[one]));
        }
    }
    let email = review.snapshot.access[0]
        .accounts
        .values()
        .nth(1)
        .unwrap()
        .login
        .reveal();
    assert_eq!(
        email,
        review.snapshot.roster.identities.values().nth(1).unwrap().emails[0].reveal()
    );
    let email = other.snapshot.access[0]
        .accounts
        .values()
        .nth(1)
        .unwrap()
        .login
        .reveal();
    assert_eq!(
        email,
        other.snapshot.roster.identities.values().nth(1).unwrap().emails[0].reveal()
    );
}

/// What the scan says of one text.
fn said(text: &str) -> String {
    said_in(&review(), text)
}

/// What the scan of a review says of one text.
fn said_in(review: &Review, text: &str) -> String {
    let text = PublicText {
        file: "review.toml".into(),
        line: 12,
        field: "system.description",
        text: text.into(),
    };
    scan(&[text], review)
        .err()
        .map(|problems| problems.to_string())
        .unwrap_or_default()
}

#[test]
fn a_name_or_an_address_in_a_sentence_is_told_with_file_line_and_field() {
    assert_eq!(
        said("Looked after by Stage, Ada (ada)."),
        "review.toml:12: `system.description` holds the name of `Ada Stage` (`p1` in the roster), and a public page \
         names nobody; say the role or the team instead"
    );
    assert_eq!(
        said("Questions to BOB@tidewater.example."),
        "review.toml:12: `system.description` holds the e-mail address `bob@tidewater.example` of `Bob O'Brien` (`p2` \
         in the roster), and a public page names nobody; give an address of the team instead, or none"
    );
    assert_eq!(said("Ada Stage and Bob O’Brien").lines().count(), 2);
}

#[test]
fn words_that_are_only_part_of_a_name_are_none() {
    assert_eq!(
        said("AWS Stage, run by the build-bot, with a backup by bob and Ada's team"),
        ""
    );
}

#[test]
fn an_address_of_an_account_is_told_with_its_system_or_its_holder() {
    let mut review = review();
    let mut accounts = review.snapshot.access[0].accounts.values_mut();
    let unknown = accounts.find(|account| account.holder == Holder::Nobody).unwrap();
    unknown.login = world::private("Zed@Elsewhere.example");
    unknown.email = Some(world::private("zed@home.example"));
    assert_eq!(
        said_in(&review, "Questions to zed@elsewhere.example"),
        "review.toml:12: `system.description` holds `Zed@Elsewhere.example`, the e-mail address of an account of \
         `Bitbucket Cloud`, and a public page names nobody; give an address of the team instead, or none"
    );
    assert_eq!(said_in(&review, "ze\u{200b}d@home.example").lines().count(), 1);
    let mut accounts = review.snapshot.access[0].accounts.values_mut();
    let held = accounts.find(|account| account.holder.identity().is_some()).unwrap();
    held.email = Some(world::private("me@home.example"));
    assert!(said_in(&review, "me@home.example").contains("in the roster)"));
    assert_eq!(said_in(&review, "some@home.example and the login mallory"), "");
}

#[test]
fn the_real_name_of_a_resource_is_refused_as_a_whole() {
    assert_eq!(
        said("Builds Tidewater/Billing-Core."),
        "review.toml:12: `system.description` holds `tidewater/billing-core`, the real name of a resource of \
         `Bitbucket Cloud`, and a public page shows only labels; write `Repository1` instead, or leave it out"
    );
    assert_ne!(said("https://code.example/tidewater/old/src"), "");
    assert_eq!(said("tidewater/older, tidewater and billing-core, libs-release"), "");
}

#[test]
fn a_title_of_the_roster_is_a_public_text_where_nobody_declared_it() {
    let mut review = review();
    let first = review.snapshot.roster.identities.values().next().unwrap();
    let (role, line) = (first.roles.first, first.place.line);
    let file = review.snapshot.sources[first.place.source].file.reveal().to_owned();
    Arc::make_mut(&mut review.snapshot.policy).roles[role].title = "Deputy of Ada Stage".into();
    assert_eq!(said_in(&review, "nothing"), "");
    Arc::make_mut(&mut review.snapshot.policy).file = None;
    assert_eq!(
        said_in(&review, "nothing"),
        format!(
            "{file}:{line}: `role` holds the name of `Ada Stage` (`p1` in the roster), and a public page names \
             nobody; say the role or the team instead"
        )
    );
    Arc::make_mut(&mut review.snapshot.policy).roles[role].title = "bob@tidewater.example".into();
    let address = format!("{file}:{line}: `role` holds the e-mail address");
    assert!(said_in(&review, "nothing").starts_with(&address));
    Arc::make_mut(&mut review.snapshot.policy).file = Some("roles.toml".into());
    assert_eq!(said_in(&review, "nothing"), "");
    Arc::make_mut(&mut review.snapshot.policy).roles[role].line = 0;
    assert!(
        said_in(&review, "nothing").starts_with(&address),
        "declared are only others"
    );
}

#[test]
fn who_is_called_like_a_login_and_has_no_address_is_technical_where_no_roles_are_declared() {
    let mut review = review();
    let system = review.snapshot.access[0].system;
    let first = Arc::make_mut(&mut review.snapshot.roster)
        .identities
        .values_mut()
        .next()
        .unwrap();
    first.name = world::private("AWS Backup");
    first.emails.clear();
    first.logins.insert(system, vec![world::private("aws backup")]);
    assert_ne!(said_in(&review, "Stored by AWS Backup"), "");
    Arc::make_mut(&mut review.snapshot.policy).file = None;
    assert_eq!(said_in(&review, "Stored by AWS Backup"), "");
    let first = Arc::make_mut(&mut review.snapshot.roster)
        .identities
        .values_mut()
        .next()
        .unwrap();
    first.emails = vec![world::private("ada@tidewater.example")];
    assert_ne!(said_in(&review, "Stored by AWS Backup"), "");
    let first = Arc::make_mut(&mut review.snapshot.roster)
        .identities
        .values_mut()
        .next()
        .unwrap();
    first.kind = RoleKind::Technical;
    assert_eq!(said_in(&review, "Stored by AWS Backup"), "");
}

#[test]
fn the_proof_of_absence_does_not_notice_pseudonyms() {
    let mut review = review();
    let source = review.snapshot.sources.values_mut().next().unwrap();
    source.rows.set_aside = [
        (Reason::AboveHeader, 2),
        (Reason::Declared("left with Ada".to_owned()), 1),
    ]
    .into();
    source.declared_rows = Some(source.rows.data());
    let other = pseudonymise(&review);
    let source = other.snapshot.sources.values().next().unwrap();
    assert!(!source.differs());
    assert!(
        !source
            .rows
            .set_aside
            .contains_key(&Reason::Declared("left with Ada".to_owned()))
    );
}

//! The two proofs that a public page names nobody.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::document::world;

use access_review::disclosure::{pseudonymise, scan};
use access_review::document::{Edition, compose};
use access_review::model::settings::PublicText;
use world::review;

#[test]
fn the_public_page_does_not_notice_pseudonyms() {
    let review = review();
    let other = pseudonymise(&review);
    assert_eq!(
        compose(Edition::Public, &review).unwrap(),
        compose(Edition::Public, &other).unwrap()
    );
}

#[test]
fn nothing_private_is_left_under_pseudonyms() {
    let mut review = review();
    review.snapshot.roster.identities.values_mut().next().unwrap().emails =
        vec![world::private("ada@tidewater.example")];
    let internal = compose(Edition::Internal, &pseudonymise(&review)).unwrap();
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
        "above the header",
        "cell",
        "Permissions",
        "0123456789ab",
    ] {
        assert!(
            compose(Edition::Internal, &review).unwrap().contains(text),
            "the world no longer holds `{text}`"
        );
        assert!(!internal.contains(text), "`{text}` is left");
    }
    let debug = format!("{:?}", pseudonymise(&review));
    for text in ["ada@tidewater.example", "exports/list.csv", "gone-*"] {
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
    let text = PublicText {
        file: "review.toml".into(),
        line: 12,
        field: "system.description",
        text: text.into(),
    };
    scan(&[text], &review().snapshot.roster)
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

//! Mistakes in `[confluence]`.

use access_review::model::publishing::{Kind, PageId};

use super::world::{REVIEW, ROLES, accepted, changed, review_refuses};

const STANZA: &str = r#"[confluence]
kind = "cloud"
url = "https://example.atlassian.net/wiki"
user = "audit@example.com"
space = "SEC"
parent = 65537
draft-parent = 65538
title = "Access audit {period}"
labels = ["b", "a", "b"]

[roster]
"#;

/// The good example with a stanza.
fn with(stanza: &str) -> String {
    changed(REVIEW, "[roster]\n", stanza)
}

#[test]
fn a_good_one_is_read_with_what_it_leaves_out() {
    let config = accepted(&with(STANZA), ROLES);
    let publishing = config.settings.publishing.unwrap();
    assert_eq!(publishing.kind, Kind::Cloud);
    assert_eq!(publishing.base.address(), "https://example.atlassian.net/wiki");
    assert_eq!(
        (publishing.parent, publishing.draft_parent),
        (PageId(65_537), Some(PageId(65_538)))
    );
    assert_eq!((publishing.index, publishing.procedure), (None, None));
    assert_eq!(publishing.labels, ["a", "b"]);
    let title = publishing
        .title
        .fill(["2021 Q3", "2021-10-06", "Audit", "Tidewater Labs"]);
    assert_eq!(title, "Access audit 2021 Q3");
    let shown: Vec<&str> = config.public_texts.iter().map(|text| text.field).collect();
    assert!(
        shown.contains(&"confluence.title") && shown.contains(&"confluence.labels"),
        "{shown:?}"
    );
    assert!(accepted(REVIEW, ROLES).settings.publishing.is_none());
}

/// Each mistake: what to change in the stanza, and what is said.
#[test]
fn each_is_named_with_its_line() {
    let rows: Vec<(String, &str)> = [
        (
            "kind = \"cloud\"",
            "kind = \"server\" # here",
            "`kind` is the text `server`, expected `cloud` or `data-center`",
        ),
        (
            "url = \"https://example.atlassian.net/wiki\"",
            "url = \"http://example.atlassian.net/wiki\" # here",
            "`url` is an address which would send the token in the clear; write `https://`",
        ),
        (
            "url = \"https://example.atlassian.net/wiki\"",
            "url = \"https://example.atlassian.net\" # here",
            "expected the address up to and with `/wiki`",
        ),
        (
            "user = \"audit@example.com\"",
            "user = \"audit\" # here",
            "`user` is no e-mail address",
        ),
        (
            "[confluence]\nkind = \"cloud\"\n",
            "[confluence] # here\n",
            "`[confluence]` has no `kind`, expected `cloud` or",
        ),
        ("user = \"audit@example.com\"\n", "", "`[confluence]` has no `user`"),
        (
            "space = \"SEC\"",
            "space = \"S E C\" # here",
            "`space` is `S E C`, expected the key of the space",
        ),
        ("parent = 65537\n", "", "`[confluence]` has no `parent`"),
        (
            "\nparent = 65537",
            "\nparent = 0 # here",
            "`parent` is 0, expected the number that stands in the page's address",
        ),
        (
            "space = \"SEC\"",
            "space = \"SEC\"\nca-file = \"/etc/ssl/ca.pem\" # here",
            "`ca-file` is `/etc/ssl/ca.pem`, an absolute path",
        ),
        (
            "url = \"https://example.atlassian.net/wiki\"",
            "url = \"http://127.0.0.1/wiki\"\nca-file = \"ca.pem\" # here",
            "`ca-file` is for an address that begins with `https://`",
        ),
        (
            "parent = 65538",
            "parent = 65538\nprocedure = 65537",
            "`procedure` of `[confluence]` is also the page of another key",
        ),
        (
            "draft-parent = 65538",
            "draft-parent = 65537",
            "`draft-parent` of `[confluence]` is also `parent`",
        ),
        (
            "title = \"Access audit {period}\"",
            "title = \"Access audit\" # here",
            "expected `{period}` or `{date}` in it",
        ),
        (
            "[\"b\", \"a\", \"b\"]",
            "[\"Access Review\"] # here",
            "`labels` has `Access Review`, expected lower-case letters",
        ),
        (
            "space = \"SEC\"",
            "space = \"SEC\"\npassword = \"EXAMPLE\" # here",
            "`password` has no place in this file",
        ),
    ]
    .into_iter()
    .map(|(from, to, saying)| (STANZA.replacen(from, to, 1), saying))
    .collect();
    for (stanza, saying) in rows {
        assert_ne!(stanza, STANZA);
        // Where no line is marked, it is the one on which the stanza begins.
        let stanza = if stanza.contains("# here") {
            stanza
        } else {
            stanza.replacen("[confluence]", "[confluence] # here", 1)
        };
        review_refuses(&[("[roster]\n", &stanza, saying)]);
    }
}

#[test]
fn data_center_has_no_user() {
    let stanza = STANZA
        .replace("\"cloud\"", "\"data-center\"")
        .replace("example.com\"\n", "example.com\" # here\n");
    review_refuses(&[("[roster]\n", &stanza, "`user` is for Cloud alone")]);
    let stanza = stanza
        .replace("user = \"audit@example.com\" # here\n", "")
        .replace("/wiki", "");
    assert_eq!(
        accepted(&with(&stanza), ROLES).settings.publishing.unwrap().kind,
        Kind::DataCenter
    );
}

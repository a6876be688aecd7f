//! Mistakes in the facts of a profile and of its samples.

use super::profile::{TABLE, TREE, refuses};
use access_review::config;

#[test]
fn facts_have_what_their_kind_needs_and_nothing_else() {
    let emit = "kind = \"member\"\neach = [{ as = \"repository\", in = \"repositories[*]\" }, { as = \"user\", in = \
                \"repository:users{*}\" }]\ngroup = \"document:name\"\naccount = \"user:@key\"";
    let good = super::world::changed(TREE, "[[records.emit]]\n", "[[records.emit]] # here\n");
    let beside = |line: &str| format!("{emit}\n{line}");
    let rows = [
        (
            "kind = \"grant\"\nlevel = \"l\"".to_owned(),
            "a fact of kind `grant` needs `account` or `group`",
        ),
        (
            "kind = \"grant\"\naccount = \"a\"".to_owned(),
            "a fact of kind `grant` needs `level`",
        ),
        (
            "kind = \"grant\"\naccount = \"a\"\ngroup = \"g\"\nlevel = \"l\"".to_owned(),
            "is of one of `account` or `group`, and both are given",
        ),
        (
            "kind = \"account\"\nname = \"a\"".to_owned(),
            "a fact of kind `account` needs `account`",
        ),
        (
            "kind = \"member\"\naccount = \"a\"".to_owned(),
            "a fact of kind `member` needs `group`",
        ),
        (
            "kind = \"member\"\ngroup = \"a\"".to_owned(),
            "needs `account` or `member-group`",
        ),
        (
            beside("member-group = \"m\""),
            "is of one of `account` or `member-group`",
        ),
        (
            "kind = \"group\"\nid = \"a\"".to_owned(),
            "a fact of kind `group` needs `group`",
        ),
        (
            "kind = \"name\"\nid = \"a\"\nname = \"b\"".to_owned(),
            "a fact of kind `name` needs `of`",
        ),
        (
            "kind = \"resource\"".to_owned(),
            "a fact of kind `resource` needs `resource`",
        ),
        (
            "kind = \"device\"\naccount = \"a\"".to_owned(),
            "a fact of kind `device` needs `device`",
        ),
        (
            "kind = \"person\"\nname = \"a\"".to_owned(),
            "a fact of kind `person` needs `id` or `email`",
        ),
        (
            "kind = \"person\"\nid = \"a\"".to_owned(),
            "a fact of kind `person` needs `name`",
        ),
    ];
    for (to, fragment) in &rows {
        refuses(&good, &[(emit, to, fragment)]);
    }
    let here = |line: &str| format!("{line} # here");
    for (to, fragment) in [
        (
            beside(&here("level = \"l\"")),
            "`level` is no field of a fact of kind `member`, expected `group`",
        ),
        (
            beside(&here("every-resource = true")),
            "`every-resource` is for facts of kind `grant`",
        ),
        (beside(&here("one-id = true")), "this fact gives an account none"),
        (
            format!(
                "kind = \"grant\"\ngroup = \"g\"\nlevel = \"l\"\n{}",
                here("mfa = \"m\"")
            ),
            "`mfa` is said of an account, and this `grant` has none",
        ),
        (
            format!(
                "kind = \"grant\"\ngroup = \"g\"\nlevel = \"l\"\nresource = \"r\"\n{}",
                here("every-resource = true")
            ),
            "`every-resource` stands beside `resource`",
        ),
        (
            format!(
                "kind = \"name\"\nid = \"g\"\nname = \"l\"\n{}",
                here("of = { text = \"levels\" }")
            ),
            "`of` is the text `levels`, expected `account`, `group`, `level` or `resource`; did you mean `level`?",
        ),
        (here("kind = \"grants\""), "expected `grant`, `account`"),
    ] {
        refuses(TREE, &[(emit, &to, fragment)]);
    }
    let mixed = format!("{emit}\n[[records.emit]]\nkind = \"person\"\nid = \"a\"\nname = \"b\"");
    let marked = super::world::changed(TREE, "[[records]]", "[[records]] # here");
    refuses(&marked, &[(emit, &mixed, "gives both `person` and other facts")]);
}

#[test]
fn samples_are_checked() {
    refuses(
        TABLE,
        &[
            (
                "file = \"users.csv\"",
                "file = 3 # here",
                "`file` is the number `3`, expected text in quotes",
            ),
            (
                "text = \"user|role\"",
                "text = \"\" # here",
                "expected the text of a file",
            ),
            (
                "last-login = \"never\"",
                "last-login = \"1/2/2026\" # here\n",
                "expected a day such as `2026-08-01`",
            ),
            (
                "every = \"yes\"",
                "every = \"all\" # here\n",
                "`every` is `all`, expected `yes`",
            ),
            (
                "account = \"kim\", every",
                "every # here\n",
                "an entry of `grants` has 0 of `account` or `group`",
            ),
            (
                "groups = [\"devs\"]",
                "group = \"devs\" # here",
                "did you mean `groups`?",
            ),
            (
                "{ group = \"devs\", account = \"kim\" }",
                "\"devs\" # here\n",
                "an entry of `members` is the text `devs`",
            ),
            (
                "of = \"level\"",
                "of = [\"level\", \"account\"] # here\n",
                "`of` has several texts",
            ),
            ("set-aside = 1\n", "refuse = 1 # here\n", "did you mean `refused`?"),
        ],
    );
    let (id, samples) = config::samples(
        "tests/profiles/own.toml",
        "id = \"own\"\n[[sample]]\nfile = \"a\"\ntext = '''\nx\n'''\naccounts = []\nrejected = 2",
    )
    .unwrap();
    assert_eq!(
        (id.as_str(), samples[0].text.as_str(), samples[0].facts.rejected),
        ("own", "x\n", 2)
    );
    let error = config::samples("own.toml", "id = \"own\"\n[[sample]]\nfile = \"a\"\ntext = 'x'").unwrap_err();
    assert_eq!(
        error.to_string(),
        "own.toml:2: the sample says nothing of what must be read; write for example `accounts = [{ account = \"alice\" \
         }]` or `refused = true`"
    );
}

//! Mistakes in what a profile says of itself, of its marks and of its reader.

use super::profile::{TABLE, accepted, problems, reading, refuses};
use access_review::model::profile::Body;

#[test]
fn a_refused_format_has_marks_and_samples_only() {
    let refused = "id = \"own-secret\"\nsystem = \"Own\"\nformat = \"Keys\"\nverified = true\nsteps = [\"Do not.\"]\n\
                   refuse = \"it holds keys; export the users instead\"\n[match]\nheaders = [\"key\"]\n[[sample]]\n\
                   file = \"a.csv\"\ntext = \"key\"\nrefused = true\n";
    assert!(matches!(accepted(refused).body, Body::Refuse(_)));
    let instead = refused.replace("refuse =", "instead =");
    assert!(matches!(accepted(&instead).body, Body::Instead(_)));
    let input = "[input] # here\nreader = \"table\"\n[[sample]]";
    refuses(&instead, &[("[[sample]]", input, "`input` stands beside `instead`")]);
    refuses(
        refused,
        &[
            (
                "[[sample]]",
                "[input] # here\nreader = \"table\"\n[[sample]]",
                "`input` stands beside `refuse`",
            ),
            (
                "[match]\nheaders = [\"key\"]",
                "[match] # here",
                "`[match]` has no `headers`, `paths`",
            ),
            (
                "[match]",
                "[match] # here\npaths = [\"a\"]",
                "`[match]` mixes marks of tables",
            ),
            (
                "[[sample]]\nfile = \"a.csv\"\ntext = \"key\"\nrefused = true",
                "[[sample]] # here\nfile = \"a.csv\"\ntext = \"key\"\nrejected = 1",
                "the profile refuses its files, so the sample should say `refused = true`",
            ),
            (
                "[[sample]]\n",
                "[[sample]] # here\nrejected = 1\n",
                "a refused file gives nothing; leave out what stands beside `refused`",
            ),
        ],
    );
}

#[test]
fn a_profile_that_refuses_files_cannot_be_replaced() {
    let own = TABLE.replace("own-table", "aws-access-key");
    let found = problems("aws-access-key", &own);
    assert!(
        found.len() == 1
            && found[0].starts_with("profiles/aws-access-key.toml:1: ")
            && found[0].contains("would take the place of its `src/profiles/aws-access-key.toml`; delete the file"),
        "{found:?}"
    );
    assert!(
        accepted(&TABLE.replace("own-table", "devices-sheet")).own,
        "one that reads can be"
    );
}

#[test]
fn a_wrapper_has_no_records_of_its_own() {
    let wrapper = "id = \"own-wrapper\"\nsystem = \"Own\"\nformat = \"Wrapped\"\nverified = true\nsteps = [\"Do.\"]\n\
                   [match]\npaths = [\"Content\"]\n[input]\nreader = \"json\"\nbase64 = \"Content\"\n";
    assert!(reading(&accepted(wrapper)).records.is_empty());
    refuses(
        wrapper,
        &[(
            "base64 = \"Content\"",
            "base64 = \"Content\"\n[[records]] # here\npath = \".\"\n[[records.emit]]\nkind = \"account\"\naccount = \"a\"",
            "`records` stands beside `base64`",
        )],
    );
}

#[test]
fn what_a_profile_says_of_itself_is_checked() {
    refuses(
        TABLE,
        &[
            (
                "id = \"own-table\"",
                "id = \"Own Table\" # here",
                "expected lower-case letters",
            ),
            (
                "id = \"own-table\"",
                "id = \"other\" # here",
                "the file is called `own-table.toml`",
            ),
            (
                "verified = true",
                "verified = \"yes\" # here",
                "expected `true` or `false`",
            ),
            ("notes = ", "nots = [\"x\"] # here\nnotes = ", "unknown key `nots`"),
            (
                "reader = \"table\"",
                "reader = \"tabel\" # here",
                "did you mean `table`?",
            ),
            (
                "delimiter = \"|\"",
                "pages = true # here",
                "unknown key `pages` in `[input]`",
            ),
            (
                "drop = '-+'",
                "drop = '-(' # here",
                "which is no regular expression: unclosed group",
            ),
            (
                "\"D MMM YYYY\", \"epoch-ms\"]",
                "\"D MMM\"] # here",
                "date form `D MMM` has no year",
            ),
            (
                "never = [\"Never\"]",
                "unknown = [\"On\"] # here\n, never = [\"Never\"]",
                "would mean both `yes` and `unknown`",
            ),
            (
                "order = [\"m\", \"w\"]",
                "order = [\"m\", \"M\"] # here",
                "`order` has `M` twice",
            ),
            (
                "write = \"w\"",
                "write = \"m\" # here",
                "`m` would mean both `admin` and `write`",
            ),
            (
                "'root|daemon'",
                "'(\\w{1,255}-){1,255}' # here",
                "`logins` is `(\\w{1,255}-){1,255}`, which repeats so much that it would take too much memory",
            ),
            (
                "'root|daemon'",
                "'root|(' # here",
                "`logins` is `root|(`, which is no regular expression",
            ),
            (
                "line = '\\((?<rows>\\d+) rows?\\)'",
                "line = '(?<n>\\d+)' # here",
                "`line` has no capture `rows`",
            ),
            (
                "line = '\\((?<rows>\\d+) rows?\\)'",
                "count = \"n\" # here",
                "`count` is for the readers `json`",
            ),
            (
                "headers = [\"user\", [\"org role\", \"role\"]]",
                "headers = [\"user\", []] # here",
                "empty list of spellings",
            ),
            (
                "none = [\"group\"]",
                "paths = [\"a\"] # here",
                "`paths` is no mark of what the reader `table` reads",
            ),
        ],
    );
}

#[test]
fn what_a_profile_cannot_do_without_is_asked_for() {
    let captured = TABLE.replacen("name = { file = \"site\" }\n", "", 1);
    refuses(
        &captured,
        &[("'(?<site>.+)\\.csv'", "'.+' # here", "`file-name` captures nothing")],
    );
    let without = |line: &str| TABLE.replacen(line, "", 1);
    for (line, fragment) in [
        ("verified = true\n", "has no `verified`"),
        ("steps = [\"Open the page and choose Export.\"]\n", "has no `steps`"),
        (
            "headers = [\"user\", [\"org role\", \"role\"]]\n",
            "`[match]` has no `headers`, by which the reader `table`",
        ),
        (
            "line = '\\((?<rows>\\d+) rows?\\)'\n",
            "`[[complete]]` has 0 of `absent`, `count`, `line`, `elsewhere`, `never-empty`, `every-account`, \
             `full-page`, `start` or `column`",
        ),
        ("logins = 'root|daemon'\n", "`[[built-in]]` has no `logins`"),
    ] {
        let found = problems("own-table", &without(line));
        assert!(
            found.len() == 1 && found[0].contains(fragment),
            "{fragment}: {found:#?}"
        );
    }
}

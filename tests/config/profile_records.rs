//! Mistakes in the records of a profile.

use super::profile::{TABLE, TREE, accepted, problems, refuses};

#[test]
fn a_table_has_records_of_one_kind() {
    refuses(
        TABLE,
        &[(
            "[[sample]]",
            "[[records]] # here\n[[records.emit]]\nkind = \"account\"\naccount = \"user\"\n[[sample]]",
            "this is a second `[[records]]`, but every row of a table is a record of the first",
        )],
    );
}

#[test]
fn records_of_a_table_are_checked() {
    refuses(
        TABLE,
        &[
            (
                "fill-down = [\"user\"]",
                "path = \".\" # here",
                "`path` is for the readers `json`, `yaml` and `xml`",
            ),
            ("'(?<access>.+)!'", "'.+' # here\n", "`cells` captures nothing"),
            (
                "every-resource = true",
                "each = [{ as = \"a\", in = \"b\" }] # here",
                "`each` is for the readers",
            ),
            (
                "{ column = \"type\", in = [\"Total\"] }",
                "\"x\" # here\n",
                "`when` is the text `x`, expected a condition",
            ),
            (
                "in = [\"Total\"]",
                "in = [\"Total\"], blank = true # here\n",
                "`when` has more than one test",
            ),
            ("in = [\"Total\"] }", "skip = [\"a\"] } # here\n", "`when` has no test"),
            (
                "value = \"access\"",
                "values = \"access\", value = \"access\" # here\n",
                "unknown key `values` in `unpivot`",
            ),
            (
                "\"Seen {app} - {site}\"",
                "\"Seen {ap}\" # here\n",
                "names `{ap}`, which `columns` does not capture",
            ),
            (
                "\"{app}:{site}\"",
                "\"plain\" # here\n",
                "which names nothing in braces",
            ),
            (
                "{ text = \"active\" }",
                "3 # here",
                "`status` is the number `3`, expected a column or node in quotes",
            ),
            (
                "{ text = \"active\" }",
                "{ skip = [\"a\"] } # here",
                "`status` does not say where its text comes from",
            ),
            (
                "{ text = \"active\" }",
                "{ text = \"active\", column = \"a\" } # here",
                "`status` has both `column` and `text`",
            ),
            (
                "{ text = \"active\" }",
                "{ colum = \"a\", text = \"b\" } # here",
                "did you mean `column`?",
            ),
            (
                "'(?<value>.*?)( x)?'",
                "'.*' # here\n",
                "`extract` has no capture `value`",
            ),
            (
                "[['a(?<b>.)', \"$b\"]]",
                "[['a(?<b>.)', \"$c\"]] # here\n",
                "`rewrite` has `$c` in `$c`",
            ),
            (
                "[['a(?<b>.)', \"$b\"]]",
                "['a'] # here\n",
                "expected pairs of a regular expression and a text",
            ),
            (
                "{ file = \"site\" }",
                "{ file = \"sit\" } # here",
                "expected a capture of `file-name` under `[input]`: `site`",
            ),
            (
                "{ any = [{ not",
                "{ all = [{ column = \"a\", blank = true }], # here\n any = [{ not",
                "has two of `all`, `any` or `not`",
            ),
        ],
    );
    let none = TABLE.split("[[records.emit]]").next().unwrap();
    let found = problems("own-table", none);
    assert!(
        found[0].contains("`[[records]]` has no `[[records.emit]]`"),
        "{found:#?}"
    );
    let none = TABLE.split("[[records]]").next().unwrap();
    let found = problems("own-table", none);
    assert!(found[0].contains("the profile has no `[[records]]`"), "{found:#?}");
}

#[test]
fn records_of_a_tree_are_checked() {
    refuses(
        TREE,
        &[
            (
                "paths = [\"values[*].user\", [\"name\", \"login\"]]",
                "paths = [\"a\"]\nheaders = [\"a\"] # here",
                "`headers` is no mark of what",
            ),
            (
                "no-paths = [\"error\"]",
                "no-paths = [\"a[0]\"] # here",
                "has brackets other than",
            ),
            (
                "no-paths = [\"error\"]",
                "no-paths = [\"user:a\"] # here",
                "but here every way begins at the document",
            ),
            (
                "\"permission\" }",
                "3 } # here",
                "`values` has the number `3` at `values[*].type | type`",
            ),
            ("\"yaml\"", "\"toml\" # here\n", "expected `json` or `yaml`"),
            ("pages = true", "strip = 'x' # here", "unknown key `strip`"),
            ("count = \"total\"", "line = 'x' # here", "`line` is for texts"),
            (
                "count = \"total\"",
                "elsewhere = 'x' # here",
                "`elsewhere` is for texts",
            ),
            (
                "count = \"total\"",
                "count = \"total\"\npage = \"a\" # here",
                "`page` goes with `absent`",
            ),
            (
                "path = [\"values[*]\", \".\"]",
                "path = [\"values[*\"] # here",
                "has brackets other than",
            ),
            (
                "kind = \"member\"",
                "kind = \"member\"\nunpivot = { columns = 'a', value = \"b\" } # here",
                "`unpivot` is for",
            ),
            (
                "path = [",
                "fill-down = \"a\" # here\npath = [",
                "`fill-down` is for the readers `table` and `fixed`",
            ),
            (
                "\"document:name\"",
                "\"doc:name\" # here",
                "begins at `doc`, expected `document`, `repository` or `user`",
            ),
            (
                "{ as = \"repository\", in",
                "{ as = \"document\", in = \"x\" }, # here\n{ as = \"repository\", in",
                "which something is called already",
            ),
            (
                "\"document:name\"",
                "{ columns = 'a.*' } # here",
                "`columns` is for the readers `table` and `fixed`",
            ),
            (
                "\"document:name\"",
                "{ column = [\"a\", \"b\"] } # here",
                "nodes of a tree do not have; write `first",
            ),
            (
                "\"document:name\"",
                "{ column = \"a\", optional = true } # here",
                "`optional` is for the columns of a table",
            ),
        ],
    );
}

#[test]
fn columns_that_the_profile_itself_names_are_known() {
    let lines = |input: &str| {
        format!(
            "id = \"own-lines\"\nsystem = \"Own\"\nformat = \"Lines\"\nverified = true\nsteps = [\"Do.\"]\n[match]\n\
             lines = '.*'\n[input]\n{input}\n[[records]]\n[[records.emit]]\nkind = \"account\"\naccount = \"login\" # here\n"
        )
    };
    accepted(&lines(
        "reader = \"delimited\"\ndelimiter = \":\"\ncolumns = [\"login\", \"x\"]",
    ));
    accepted(&lines("reader = \"lines\"\npatterns = ['(?<login>.*)']"));
    for (input, fragment) in [
        (
            "reader = \"delimited\"\ndelimiter = \":\"\ncolumns = [\"logins\"]",
            "names the column `login`, expected `logins`; did",
        ),
        (
            "reader = \"lines\"\npatterns = ['(?<user>.*)']",
            "names the column `login`, expected `user`",
        ),
    ] {
        let found = problems("own-lines", &lines(input));
        assert!(found.len() == 1 && found[0].contains(fragment), "{found:#?}");
    }
    for (input, fragment) in [
        (
            "reader = \"delimited\"\ncolumns = [\"login\"]",
            "`[input]` has no `delimiter`",
        ),
        (
            "reader = \"delimited\"\ndelimiter = \":\"",
            "`[input]` has no `columns`",
        ),
        (
            "reader = \"delimited\"\ndelimiter = \":\"\ncolumns = [\"login\", \"login\"]",
            "`columns` has `login` twice",
        ),
        (
            "reader = \"lines\"\npatterns = ['(?<login>.*)', '.*']",
            "`patterns` has one that captures nothing",
        ),
        (
            "reader = \"json\"",
            "`lines` is no mark of what the reader `json` reads",
        ),
    ] {
        let found = problems("own-lines", &lines(input));
        assert!(
            found.iter().any(|problem| problem.contains(fragment)),
            "{fragment}: {found:#?}"
        );
    }
}

//! Mistakes in `[[system.export]]`.

use super::world::review_refuses;

/// The columns of the export of `aws-prod`.
const AWS: &str = "columns = { account = \"user\" }\nconstants = { level = \"console\" }";

/// Its stanza.
const AWS_EXPORT: &str = "[[system.export]]\nfile = \"exports/aws.csv\"\ncoverage = \"partial\"";

#[test]
fn options_of_the_file_are_named_with_their_line() {
    review_refuses(&[
        (
            "file = \"exports/aws.csv\"",
            "file = \"C:/Users/kim/aws.csv\" # here",
            "`file` is `C:/Users/kim/aws.csv`, an absolute path; copy the file into the inputs folder",
        ),
        (
            "file = \"exports/aws.csv\"",
            "file = '..\\aws.csv' # here",
            "`file` is `..\\aws.csv`, with `\\` between folders; write `../aws.csv`",
        ),
        (
            "file = \"exports/aws.csv\"",
            "file = \"../aws.csv\" # here",
            "`file` is `../aws.csv`, which leads out of the inputs folder",
        ),
        (
            AWS_EXPORT,
            "[[system.export]] # here\nfile = \"exports/aws.csv\"",
            "`[[system.export]]` has no `coverage`, expected `full`, `partial` or `unknown`",
        ),
        (
            "coverage = \"partial\"",
            "coverage = \"partal\" # here",
            "`coverage` is the text `partal`, expected `full`, `partial` or `unknown`; did you mean `partial`?",
        ),
        (
            "encoding = \"windows-1252\"",
            "encoding = \"windos-1252\" # here",
            "`encoding` is `windos-1252`, which is none",
        ),
        (
            "delimiter = \"tab\"",
            "delimiter = \";;\" # here",
            "`delimiter` is the text `;;`, expected one sign of punctuation or `tab`, for example `delimiter = \";\"`",
        ),
        (
            "delimiter = \"tab\"",
            "delimiter = '\"' # here",
            "expected one sign of punctuation",
        ),
        (
            "delimiter = \"tab\"",
            "delimiter = \"x\" # here",
            "expected one sign of punctuation",
        ),
        (
            "rows = 0",
            "rows = \"12\" # here",
            "`rows` is the text `12`, expected a whole number, 0 or more, without quotes, for example `rows = 120`",
        ),
        ("rows = 0", "rows = 1.5 # here", "`rows` is the number `1.5`"),
        (
            "rows = 0",
            "rowz = 0 # here",
            "unknown key `rowz` in `[[system.export]]`",
        ),
    ]);
}

#[test]
fn columns_are_named_with_their_line() {
    review_refuses(&[
        (
            AWS_EXPORT,
            "[[system.export]] # here\nfile = \"exports/aws.csv\"\ncoverage = \"partial\"\ncolumns = { level = \"x\" }\n\
             [[system.export]]\nfile = \"b.csv\"\ncoverage = \"full\"",
            "export without `account`; write the header of its column, for example `columns = { account = \"User\" }`",
        ),
        (
            AWS,
            "columns = { account = \"user\", level = \" USER \" } # here",
            "header `USER` is given for both `account` and `level`; a column has one meaning",
        ),
        (
            AWS,
            "columns = { account = \"user\", level = \"x\", device = \"y\" } # here",
            "unknown key `device` in `columns`, expected `account`, `name`, `email`, `resource`, `level`, `status`, \
             `mfa` or `last-login`",
        ),
        (
            "device = \"Serial\"",
            "device = \"Serial\", level = \"y\" # here\n",
            "unknown key `level` in `columns`, expected `account`, `name`, `email`, `device`, `encrypted` or \
             `protected`",
        ),
        (
            AWS,
            "columns = { account = \"user\", level = \"x\", resource = \"y\" } # here",
            "`resource` is given, but the system has no resources",
        ),
        (
            AWS,
            "columns = { account = \"user\", level = 7 } # here",
            "`level` is the number `7`, expected text in quotes",
        ),
    ]);
}

#[test]
fn constants_and_separators_are_named_with_their_line() {
    review_refuses(&[
        (
            AWS,
            "columns = { account = \"user\", level = \"x\" }\nconstants = { level = \"console\" } # here",
            "`level` has both a column and a constant; keep one of them",
        ),
        (
            AWS,
            "columns = { account = \"user\" }\nconstants = { level = \"consol\" } # here",
            "constant `level` is `consol`, expected `Console`; did you mean `Console`?",
        ),
        (
            "constants = { status = \"Current\" }",
            "constants = { status = \"Curent\" } # here",
            "constant `status` is `Curent`, expected `Current`, `active`, `enabled`,",
        ),
        (
            "constants = { status = \"Current\" }",
            "constants = { mfa = \"perhaps\" } # here",
            "constant `mfa` is `perhaps`, expected `On`, `yes`, `true`, `1`, `no`, `false`, `0` or `N/A`",
        ),
        (
            AWS,
            "columns = { account = \"user\" }\nconstants = { level = \"console\", last-login = \"June\" } # here",
            "constant `last-login` is `June`, expected a date such as `2021-10-06`",
        ),
        (
            AWS,
            "columns = { account = \"user\" }\nconstants = { level = \"console\", resource = \"x\" } # here",
            "`resource` is given, but the system has no resources",
        ),
        (
            "constants = { status = \"Current\" }",
            "constants = { state = \"Current\" } # here",
            "unknown key `state` in `constants`",
        ),
        (
            "separators = { level = \"\\n\" }",
            "separators = { level = \"\" } # here",
            "`level` is the text ``, expected text that stands between two values, for example `level = \";\"`",
        ),
        (
            "separators = { level = \"\\n\" }",
            "separators = { mfa = \",\" } # here",
            "unknown key `mfa` in `separators`, expected `account`, `resource` or `level`",
        ),
        (
            AWS,
            "columns = { account = \"user\" }\nconstants = { level = \"console\" }\nseparators = { level = \",\" } # here",
            "`separators` has `level`, which has no column",
        ),
    ]);
}

#[test]
fn words_dates_and_rows_set_aside_are_named_with_their_line() {
    review_refuses(&[
        (
            "words = { yes = [\"On\"], unknown",
            "words = { yes = [\"On\"], no = [\"on\"], # here\n unknown",
            "`on` would mean both `yes` and `no`; a word has one meaning",
        ),
        (
            "words = { yes = [\"On\"], unknown",
            "words = { yes = [\"Off\", \"0\"], # here\n unknown",
            "`0` would mean both `yes` and `no`, one of them always; a word has one meaning",
        ),
        (
            "never = [\"Never accessed\"]",
            "never = [\"n/a\"] # here\n",
            "`N/A` would mean both `never` and `unknown`",
        ),
        (
            "active = [\"Current\"]",
            "active = [\"Current\", \"invited\"] # here\n",
            "`invited` would mean both `active` and `pending`, one of them always",
        ),
        (
            "active = [\"Current\"]",
            "active = [\"Current\"], inactve = \"x\" # here\n",
            "unknown key `inactve` in `words`",
        ),
        (
            "dates = [\"DD/MM/YYYY HH:mm\"]",
            "dates = [\"DD/MM/YY\"] # here",
            "date pattern `DD/MM/YY` has `YY`, expected `YYYY` (year)",
        ),
        (
            "dates = [\"DD/MM/YYYY HH:mm\"]",
            "dates = [\"DD/MM/YYYY\", \"MM/DD/YYYY\"] # here",
            "date pattern `MM/DD/YYYY` is ambiguous: a cell can be read as `DD/MM/YYYY` too; keep the one",
        ),
        (
            "dates = [\"DD/MM/YYYY HH:mm\"]",
            "dates = \"YYYY-DD-MM\" # here",
            "date pattern `YYYY-DD-MM` is ambiguous: a cell can be read as `YYYY-MM-DD` too, which is always read",
        ),
        (
            "rows-without-account = \"resources\"",
            "rows-without-account = \"resource\" # here",
            "`rows-without-account` is the text `resource`, expected `resources`; did you mean `resources`?",
        ),
        (
            AWS,
            "columns = { account = \"user\" }\nconstants = { level = \"console\" }\n\
             rows-without-account = \"resources\" # here",
            "`rows-without-account` is for systems with `resources`",
        ),
        (
            "[[system.export.set-aside]]\ncolumn = \"User\"\n",
            "[[system.export.set-aside]] # here\n",
            "`[[system.export.set-aside]]` has no `column`",
        ),
        (
            "[[system.export.set-aside]]\ncolumn = \"User\"\nvalues = [\"root\", \"\"]\n",
            "[[system.export.set-aside]] # here\ncolumn = \"User\"\n",
            "`[[system.export.set-aside]]` has no `values`; write for example `values = [\"root\"]`",
        ),
        (
            "reason = \"built-in account\"",
            "reason = \"built-in account\"\nwhy = \"x\" # here",
            "unknown key `why` in `[[system.export.set-aside]]`, expected `column`, `values` or `reason`",
        ),
    ]);
}

//! `roles.xlsx` in the place of `roles.toml`: nothing is lost either way, and what is wrong names sheet and cell.

use std::path::Path;

use access_review::check::ids;
use access_review::config::{self, Config};
use access_review::ingest;
use access_review::model::policy::{Policy, Role, Rule};
use access_review::model::settings::Settings;
use access_review::render::roles_sheet::Notes;
use access_review::render::{roles_sheet, roles_text};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::world::{REVIEW, ROLES, folder, problems};

/// Roles that say everything that roles can say.
const WHOLE: &str = r#"without-rules = ["aws-prod"]

[policy]
version = "2021-2"
approved-by = "007"
approved-on = 2021-09-20

[[role]]
title = "Developer"
contractors = true
needs-workstation = true
formerly = ["Coder", "Ops; Dev"]

[[role.may]]
system = "bitbucket"
levels = ["Admin", "Write"]
resources = ["tidewater/*", "a;b"]
reason = "as \"said\""

[[role.must]]
system = "bitbucket"
levels = "Write"

[[role.may]]
system = "bitbucket"
levels = "Admin"

[[role]]
title = "Robot"
kind = "technical"
break-glass = true

[[separation]]
name = "two of them"
reason = "never alone"
[[separation.side]]
system = "bitbucket"
levels = ["Admin"]
reason = "of this side"
[[separation.side]]
system = "bitbucket"
levels = ["Write"]
resources = ["x"]

[[exception]]
check = "no-mfa"
identity = "7"
account = "a"
system = "bitbucket"
level = "Admin"
resource = "q*"
file = "exports/a.csv"
reason = "soon over"
approved-by = "8"
ticket = "SEC-1"
granted = 2021-10-06
expires = 2022-03-31
"#;

fn load(inputs: &Path) -> Config {
    config::load(inputs, None, &ids(), ingest::workbook).unwrap()
}

/// Everything that a policy says, wherever it stands.
fn said(policy: &Policy, settings: &Settings) -> [String; 3] {
    let text = String::from_utf8(roles_text::toml(policy, settings).unwrap()).unwrap();
    let mut bare = policy.clone();
    let mut patterns = Vec::new();
    let mut strip = |rule: &mut Rule| {
        rule.line = 0;
        patterns.push(rule.resources.drain(..).map(|pattern| pattern.text).collect::<Vec<_>>());
    };
    let roles: Vec<Role> = bare.roles.values().cloned().collect();
    let roles = roles.into_iter().map(|mut role| {
        role.line = 0;
        role.may.iter_mut().chain(&mut role.must).for_each(&mut strip);
        role
    });
    let roles = format!("{:?}", roles.collect::<Vec<_>>());
    for separation in &mut bare.separations {
        separation.line = 0;
        separation.sides.iter_mut().for_each(&mut strip);
    }
    let approval = bare
        .approval
        .map(|approval| (approval.version, approval.by, approval.on));
    let rest = format!(
        "{:?} {approval:?} {:?} {patterns:?}",
        bare.separations, bare.without_rules
    );
    [text, roles, rest]
}

/// What the roles of a text say, then as a workbook, then as a text again.
fn three_ways(roles: &str) -> [[String; 3]; 3] {
    let inputs = folder(REVIEW, roles);
    let at = |name: &str| inputs.path().join(name);
    let first = load(inputs.path());
    let policy = first.policy.unwrap();
    std::fs::remove_file(at("roles.toml")).unwrap();
    std::fs::write(
        at("roles.xlsx"),
        roles_sheet::xlsx(&policy, &first.settings, &Notes::new()).unwrap(),
    )
    .unwrap();
    let second = load(inputs.path());
    let sheets = second.policy.unwrap();
    assert_eq!(sheets.file.as_deref(), Some("roles.xlsx"));
    std::fs::remove_file(at("roles.xlsx")).unwrap();
    std::fs::write(at("roles.toml"), roles_text::toml(&sheets, &second.settings).unwrap()).unwrap();
    let third = load(inputs.path());
    [
        said(&policy, &first.settings),
        said(&sheets, &second.settings),
        said(&third.policy.unwrap(), &third.settings),
    ]
}

#[test]
fn nothing_of_the_roles_is_lost_either_way() {
    for roles in [ROLES, WHOLE] {
        let [first, second, third] = three_ways(roles);
        assert_eq!(first, second);
        assert_eq!(second, third);
    }
    let [[text, ..], ..] = three_ways(WHOLE);
    for part in [
        "\"Ops; Dev\"",
        "\"007\"",
        "of this side",
        "SEC-1",
        "2022-03-31",
        "aws-prod",
        "a;b",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// A text as people and programs write them, without blanks around it.
fn text() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        "a", "B", "é", "7", "0", " ", ";", "\"", "'", "\n", ",", "=", "+", "*", "_x0041_", "_", "\u{7}", "\t", "|",
        "<&>", "😀", "\\",
    ]);
    let signs = prop::collection::vec(sign, 1..8).prop_map(|signs| signs.concat().trim().to_owned());
    signs.prop_filter("says something", |text| !text.is_empty())
}

/// A pattern that can be read.
fn pattern() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["*", "tidewater/*", "a;b", "\"q\"", "x y", "7", "qa-??", "[ab];c"])
        .prop_map(str::to_owned)
}

fn rule() -> impl Strategy<Value = toml::Table> {
    let system = prop::bool::ANY;
    let levels = prop::sample::subsequence(vec!["Admin", "Write"], 1..=2);
    let resources = prop::collection::btree_set(pattern(), 0..3);
    (system, levels, resources, prop::option::of(text())).prop_map(|(first, levels, resources, reason)| {
        let mut rule = toml::Table::new();
        if first {
            rule.insert("system".into(), "bitbucket".into());
            rule.insert("levels".into(), levels.into());
            if !resources.is_empty() {
                rule.insert("resources".into(), resources.into_iter().collect::<Vec<_>>().into());
            }
        } else {
            rule.insert("system".into(), "aws-prod".into());
            rule.insert("levels".into(), vec!["Console"].into());
        }
        rule.extend(reason.map(|reason| ("reason".to_owned(), reason.into())));
        rule
    })
}

type RoleParts = ([bool; 4], Vec<toml::Table>, Vec<toml::Table>, Vec<String>);

fn roles() -> impl Strategy<Value = String> {
    let parts = (
        prop::array::uniform4(prop::bool::ANY),
        prop::collection::vec(rule(), 0..4),
        prop::collection::vec(rule(), 0..3),
        prop::collection::vec(text(), 0..2),
    );
    let role = prop::collection::vec((text(), parts), 1..4);
    let separation = prop::collection::vec((text(), text(), rule(), rule()), 0..3);
    let exception = prop::collection::vec((text(), text(), prop::option::of(pattern()), 1_i64..300), 0..3);
    let policy = prop::option::of((text(), text()));
    (role, separation, exception, policy).prop_map(|(roles, separations, exceptions, policy)| {
        let mut root = toml::Table::new();
        if let Some((version, by)) = policy {
            let mut table = toml::Table::new();
            table.insert("version".into(), version.into());
            table.insert("approved-by".into(), by.into());
            table.insert(
                "approved-on".into(),
                toml::Value::Datetime("2021-09-20".parse().unwrap()),
            );
            root.insert("policy".into(), table.into());
        }
        let roles = roles.into_iter().enumerate();
        let roles: Vec<toml::Table> = roles.map(|(place, role)| role_table(place, role)).collect();
        root.insert("role".into(), roles.into());
        let separations = separations.into_iter().enumerate();
        let separations: Vec<toml::Table> = separations
            .map(|(place, (name, reason, one, other))| {
                let mut table = toml::Table::new();
                table.insert("name".into(), format!("{place} {name}").into());
                table.insert("reason".into(), reason.into());
                table.insert("side".into(), vec![one, other].into());
                table
            })
            .collect();
        root.insert("separation".into(), separations.into());
        let exceptions = exceptions.into_iter().enumerate();
        let exceptions: Vec<toml::Table> = exceptions
            .map(|(place, (account, reason, resource, _))| {
                let mut table = toml::Table::new();
                let check = if resource.is_some() {
                    "orphan-account"
                } else {
                    "toxic-combination"
                };
                table.insert("check".into(), check.into());
                if resource.is_none() {
                    table.insert("separation".into(), reason.clone().into());
                }
                table.insert("account".into(), format!("{place}{account}").into());
                table.insert("reason".into(), reason.clone().into());
                table.insert("approved-by".into(), reason.into());
                table.extend(resource.map(|resource| ("resource".to_owned(), resource.into())));
                table.insert("granted".into(), toml::Value::Datetime("2021-09-20".parse().unwrap()));
                table.insert("expires".into(), toml::Value::Datetime("2022-03-01".parse().unwrap()));
                table
            })
            .collect();
        root.insert("exception".into(), exceptions.into());
        toml::to_string(&root).unwrap()
    })
}

fn role_table(place: usize, (title, (flags, may, must, formerly)): (String, RoleParts)) -> toml::Table {
    let [technical, contractors, break_glass, workstation] = flags;
    let mut table = toml::Table::new();
    table.insert("title".into(), format!("{place} {title}").into());
    if technical {
        table.insert("kind".into(), "technical".into());
    }
    table.insert("contractors".into(), contractors.into());
    table.insert("break-glass".into(), break_glass.into());
    table.insert("needs-workstation".into(), (workstation && !technical).into());
    let formerly = formerly.into_iter().map(|name| format!("was {place} {name}"));
    let formerly: Vec<String> = formerly.collect();
    if !formerly.is_empty() {
        table.insert("formerly".into(), formerly.into());
    }
    table.insert("may".into(), may.into());
    table.insert("must".into(), must.into());
    table
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_the_roles_say_the_workbook_says_and_the_text_says_again(roles in roles()) {
        let [first, second, third] = three_ways(&roles);
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(&second, &third);
    }
}

/// A sheet: its name, and its rows from the header on.
type Sheet<'a> = (&'a str, &'a [&'a [&'a str]]);

const ROLES_SHEET: &[&[&str]] = &[
    &[
        "title",
        "kind",
        "contractors",
        "needs workstation",
        "break-glass",
        "formerly",
    ],
    &["DevOps Engineer", "", "yes", "TRUE"],
    &["Technical Account", "technical"],
];
const ACCESS: &[&[&str]] = &[
    &["role", "system", "resource", "level", "may or must", "reason"],
    &["DevOps Engineer", "bitbucket", "tidewater/*", "Admin; write", "may"],
    &["DevOps Engineer", "aws-prod", "", "Console", "must"],
];

fn book(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn with(bytes: &[u8]) -> tempfile::TempDir {
    let inputs = folder(REVIEW, "");
    std::fs::remove_file(inputs.path().join("roles.toml")).unwrap();
    std::fs::write(inputs.path().join("roles.xlsx"), bytes).unwrap();
    inputs
}

#[test]
fn a_workbook_as_a_person_leaves_it_says_what_the_text_says() {
    let blank: &[&str] = &["", " ", ""];
    let access: &[&[&str]] = &[
        // other columns first, other case, one for people
        &[
            "Reason",
            "MAY OR MUST",
            "level",
            "Resource",
            " system ",
            "role",
            "notes",
        ],
        blank,
        &[
            "",
            "May",
            " Admin ;write ",
            "tidewater/*",
            "bitbucket",
            "DevOps Engineer ",
            "asked Ana",
        ],
        blank,
        &["", "must", "Console", "", "aws-prod", "devops engineer", ""],
        &["", "", "", "", "", "", "only a note"],
    ];
    let inputs = with(&book(&[
        ("Access", access),
        ("roles", ROLES_SHEET),
        ("Notes", &[&["whatever"]]),
    ]));
    let config = load(inputs.path());
    let text = load(folder(REVIEW, ROLES).path());
    let policy = config.policy.unwrap();
    assert_eq!(
        said(&policy, &config.settings),
        said(&text.policy.unwrap(), &text.settings)
    );
    let lines: Vec<u64> = policy.roles.values().map(|role| role.line).collect();
    assert_eq!(lines, [2, 3], "rows of the sheet");
    let rules: Vec<u64> = policy
        .roles
        .values()
        .flat_map(|role| role.rules().map(|rule| rule.line))
        .collect();
    assert_eq!(rules, [3, 5]);
}

#[test]
fn numbers_and_dates_of_a_spreadsheet_are_texts_and_days() {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    for (name, rows) in [("Roles", ROLES_SHEET), ("Access", ACCESS)] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    let sheet = workbook.add_worksheet().set_name("Policy").unwrap();
    for (column, name) in (0..).zip(["version", "approved by", "approved on", "without rules"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    sheet.write_number(1, 0, 3).unwrap();
    sheet.write_number(1, 1, 1042).unwrap();
    let approved = ExcelDateTime::from_ymd(2021, 9, 20).unwrap();
    sheet.write_datetime_with_format(1, 2, &approved, &day).unwrap();
    let config = load(with(&workbook.save_to_buffer().unwrap()).path());
    let approval = config.policy.unwrap().approval.unwrap();
    assert_eq!(approval.version, "3");
    assert_eq!(approval.by.reveal(), "1042");
    assert_eq!(approval.on.to_string(), "2021-09-20");
}

/// A sheet, a row from 1, a column from 0, and what is written there.
type Change<'a> = (&'a str, usize, usize, &'a str);

/// The problems of a workbook with one cell changed, or one sheet more.
fn refused(change: Change<'_>, more: &[Sheet<'_>]) -> Vec<String> {
    let (changed, row, column, text) = change;
    let mut sheets: Vec<(&str, Vec<Vec<&str>>)> = [("Roles", ROLES_SHEET), ("Access", ACCESS)]
        .iter()
        .chain(more)
        .map(|(name, rows)| (*name, rows.iter().map(|cells| cells.to_vec()).collect()))
        .collect();
    for (name, rows) in &mut sheets {
        if *name == changed {
            rows.resize(rows.len().max(row), Vec::new());
            let cells = &mut rows[row - 1];
            cells.resize(cells.len().max(column + 1), "");
            cells[column] = text;
        }
    }
    let rows: Vec<(&str, Vec<&[&str]>)> = sheets
        .iter()
        .map(|(name, rows)| (*name, rows.iter().map(Vec::as_slice).collect()))
        .collect();
    let sheets: Vec<Sheet<'_>> = rows.iter().map(|(name, rows)| (*name, rows.as_slice())).collect();
    problems(with(&book(&sheets)).path())
}

#[test]
fn what_is_wrong_names_the_sheet_and_the_cell() {
    let rows: &[(Change<'_>, &str)] = &[
        (
            ("Access", 2, 1, "bitbukcet"),
            "Access`, B2: unknown system `bitbukcet`, expected",
        ),
        (
            ("Access", 2, 3, "Admin; Raed"),
            "Access`, D2: unknown level `Raed`, expected",
        ),
        (
            ("Access", 2, 3, ""),
            "Access`, D2: `levels` is empty; write for example `Write`",
        ),
        (
            ("Access", 2, 3, " ; "),
            "Access`, D2: `levels` has an empty text, expected for example `levels = [\"Write\"]`",
        ),
        (
            ("Access", 2, 1, ""),
            "Access`, B2: `system` is empty; write for example `bitbucket`",
        ),
        (
            ("Access", 2, 3, "Admin; admin"),
            "Access`, D2: level `admin` is listed twice; keep it once",
        ),
        (
            ("Access", 2, 4, "can"),
            "Access`, E2: `may or must` is `can`, expected `may` or `must`",
        ),
        (
            ("Access", 2, 4, ""),
            "Access`, A2: nothing stands under `may or must`, expected `may` or `must`",
        ),
        (
            ("Access", 2, 0, ""),
            "Access`, A2: no `role` on this row, expected `DevOps Engineer` or `Technical Account`",
        ),
        (
            ("Access", 2, 0, "DevOps Enginer"),
            "Access`, A2: unknown role `DevOps Enginer`, expected a title of the sheet `Roles`: `DevOps Engineer` or \
             `Technical Account`; did you mean `DevOps Engineer`?",
        ),
        (
            ("Access", 3, 2, "x*"),
            "Access`, C3: `resources` is given, but system `aws-prod` is declared without resources; leave it out",
        ),
        (("Access", 2, 2, "[a"), "Access`, C2: pattern `[a` cannot be read"),
        (
            ("Access", 1, 3, "levle"),
            "Access`, D1: unknown column `levle`, expected `role`, `system`, `resource`, `level`, `may or must` or `reason`; \
             did you mean `level`?; what is for people alone stands under `notes`",
        ),
        (
            ("Access", 1, 3, "role"),
            "Access`, D1: the column `role` is there twice; keep one of them",
        ),
        (
            ("Access", 1, 6, "to do"),
            "Access`, G1: unknown column `to do`, expected",
        ),
        (
            ("Access", 2, 9, "Admin"),
            "Access`, J2: stands under no header, so that it says nothing; put it under the column that is meant",
        ),
        (("Access", 2, 2, " ; "), "Access`, C2: "),
        (("Access", 2, 2, "\"\""), "Access`, C2: "),
        (
            ("Roles", 2, 2, "perhaps"),
            "Roles`, C2: `contractors` is the text `perhaps`, expected yes or no, for example `yes`",
        ),
        (
            ("Roles", 3, 1, "robot"),
            "Roles`, B3: `kind` is the text `robot`, expected `person` or `technical`",
        ),
        (
            ("Roles", 3, 3, "yes"),
            "Roles`, D3: `needs-workstation` is `true` for a role of kind `technical`; only people have notebooks",
        ),
        (
            ("Roles", 4, 0, "technical account"),
            "Roles`, A4: role `technical account` is declared twice, first on row 3 of the sheet `Roles`; put the rules",
        ),
        (
            ("Roles", 4, 1, "person"),
            "Roles`, A4: `title` is empty; write for example `Software Developer`",
        ),
        (
            ("Roles", 2, 5, "devops engineer"),
            "Roles`, F2: `formerly` has `devops engineer`, which is the present name; take it out",
        ),
    ];
    for (change, expected) in rows {
        let found = refused(*change, &[]);
        let place = format!("roles.xlsx, sheet `{expected}");
        assert!(
            found.iter().any(|problem| problem.starts_with(&place)),
            "{expected}\n{found:#?}"
        );
    }
}

#[test]
fn a_second_sheet_of_one_name_takes_nothing_away() {
    let found = refused(("Access", 2, 2, ""), &[("Access ", &[])]);
    let told = "roles.xlsx: has two sheets `Access`, and only one can hold; put the rows together";
    assert!(found.contains(&told.to_owned()), "{found:#?}");
}

#[test]
fn what_is_wrong_with_further_sheets_names_the_cell_too() {
    let head: &[&str] = &["name", "reason", "system", "resource", "level", "side reason"];
    let one: &[&str] = &["both", "never", "bitbucket", "", "Admin", ""];
    let other: &[&str] = &["both", "", "bitbucket", "", "Write", ""];
    let unlike: &[&str] = &["both", "because", "bitbucket", "", "Write", ""];
    let nameless: &[&str] = &["", "", "bitbucket", "", "Write", ""];
    let exceptions: &[&str] = &[
        "check",
        "identity",
        "account",
        "system",
        "level",
        "resource",
        "file",
        "reason",
        "approved by",
        "ticket",
        "granted",
        "expires",
    ];
    let accepted = |granted: &'static str, expires: &'static str, approver: &'static str| {
        [
            "no-mfa", "7", "", "", "", "", "", "soon", approver, "", granted, expires,
        ]
    };
    let good = accepted("2021-10-06", "2022-03-31", "8");
    let odd = accepted("6.10.2021", "2022-03-31", "8");
    let long = accepted("2021-10-06", "2023-03-31", "8");
    let nobody = accepted("2021-10-06", "2022-03-31", "");
    let approval: &[&str] = &["version", "approved by", "approved on", "without rules"];
    let cases: &[(&str, &[&[&str]], &str)] = &[
        (
            "Separation",
            &[head, one],
            "sheet `Separation`, A2: separation `both` has 1 row with its name, expected two: what stands on the one must not be \
             held by whoever holds what stands on the other",
        ),
        (
            "Separation",
            &[head, one, unlike],
            "sheet `Separation`, B3: `reason` is `because`, and another on the first row of the separation `both`; write it \
             there, and what is of this side alone under `side reason`",
        ),
        (
            "Separation",
            &[head, one, other, nameless],
            "sheet `Separation`, A4: no `name` on this row; both rows of a separation have its name",
        ),
        (
            "Exceptions",
            &[exceptions, &odd],
            "sheet `Exceptions`, K2: `granted` is the text `6.10.2021`, expected a date, or year-month-day, for example \
             `2021-10-06`",
        ),
        (
            "Exceptions",
            &[exceptions, &long],
            "sheet `Exceptions`, L2: `expires` is 2023-03-31, more than a year after `granted` (2021-10-06); write 2022-10-06 or \
             earlier, and decide anew then",
        ),
        (
            "Exceptions",
            &[exceptions, &nobody],
            "sheet `Exceptions`, I2: `approved-by` is empty; write for example `P-01`",
        ),
        (
            "Exceptions",
            &[exceptions, &good, &good],
            "sheet `Exceptions`, A3: this row is for the same findings, from the same day on, as the one on row 2 of the sheet \
             `Exceptions`; keep one of them",
        ),
        (
            "Policy",
            &[approval, &["1", "7", "2021-09-20"], &["2", "7", "2021-09-21"]],
            "sheet `Policy`, A3: the roles have one version, approved once; keep the row of the one that holds",
        ),
        (
            "Policy",
            &[approval, &["1", "7", ""]],
            "sheet `Policy`, C2: `approved-on` is empty; write for example `2021-09-20`",
        ),
        (
            "Policy",
            &[approval, &["", "", "", "bitbucket"]],
            "sheet `Policy`, D2: system `bitbucket` stands in `without-rules`, but has a rule on row 2; take it out",
        ),
        (
            "Policy",
            &[&["version", "approved by", "approved on"], &["1", "7", "2021-09-20"]],
            "sheet `Policy`, A1: the header lacks `without rules`; each column is there, though its cells may be empty",
        ),
    ];
    for (name, rows, expected) in cases {
        let found = refused(("", 0, 0, ""), &[(name, rows)]);
        assert_eq!(found.len(), 1, "{found:#?}");
        let begins = format!("roles.xlsx, {expected}");
        assert!(found[0].starts_with(&begins), "{begins}\n{found:#?}");
    }
}

#[test]
fn what_is_wrong_with_the_workbook_as_a_whole_is_told() {
    let unknown = refused(("", 0, 0, ""), &[("Exception", &[&["check"]])]);
    assert_eq!(
        unknown,
        [
            "roles.xlsx: unknown sheet `Exception`, expected `Policy`, `Roles`, `Access`, `Separation` or `Exceptions`; did you \
             mean `Exceptions`?; what is for people alone stands on a sheet `Notes`"
        ]
    );
    let lacking = problems(with(&book(&[("Roles", ROLES_SHEET)])).path());
    assert_eq!(
        lacking,
        [
            "roles.xlsx: has no sheet `Access`; add one with the columns `role`, `system`, `resource`, `level`, `may or must` \
             and `reason`"
        ]
    );
    let header: &[&[&str]] = &[ROLES_SHEET[0]];
    let access: &[&[&str]] = &[ACCESS[0]];
    let empty = problems(with(&book(&[("Roles", header), ("Access", access)])).path());
    assert_eq!(
        empty,
        [
            "roles.xlsx: the sheet `Roles` has no rows; write each role on one of its own, or remove the file to go on \
             without rules"
        ]
    );
    assert_eq!(
        problems(with(b"role,system").path()),
        ["roles.xlsx: is no workbook; save it as an Excel workbook (XLSX)"]
    );
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Notes").unwrap();
    for (name, rows) in [("Roles", ROLES_SHEET), ("Access", ACCESS)] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
        if name == "Access" {
            sheet.set_hidden(true);
            sheet
                .write_formula(1, 5, Formula::new("1/0").set_result("#DIV/0!"))
                .unwrap();
        }
    }
    let found = problems(with(&workbook.save_to_buffer().unwrap()).path());
    assert!(
        found.contains(
            &"roles.xlsx: the sheet `Access` is hidden, so that whoever opens the workbook does not see what holds; show it, \
              or delete it"
                .to_owned()
        ),
        "{found:#?}"
    );
}

#[test]
fn of_two_files_of_roles_one_has_to_go() {
    let inputs = folder(REVIEW, ROLES);
    std::fs::write(
        inputs.path().join("roles.xlsx"),
        book(&[("Roles", ROLES_SHEET), ("Access", ACCESS)]),
    )
    .unwrap();
    assert_eq!(
        problems(inputs.path()),
        [
            "roles.toml: `roles.xlsx` is there as well, and only one of the two can hold; remove `roles.xlsx` if what the \
             text says is in force, else `roles.toml`"
        ]
    );
}

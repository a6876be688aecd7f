//! Profiles of the inputs folder in their checked types; how their mistakes are tested.

use access_review::config;
use access_review::model::problem::Problems;
use access_review::model::profile::{Body, Completeness, Condition, Form, Kind, Origin, Profile, Reading, Slot, Step};
use tempfile::TempDir;

/// A table.
pub(crate) const TABLE: &str = r#"id = "own-table"
system = "Own"
format = "Users, CSV"
verified = true
steps = ["Open the page and choose Export."]
notes = ["Guests are not in it."]
[match]
headers = ["user", ["org role", "role"]]
none = ["group"]
some-line = 'Users.*'
[input]
reader = "table"
delimiter = "|"
ragged = true
drop = '-+'
stop = 'Total.*'
strip = '\s*\[x\]$'
file-name = '(?<site>.+)\.csv'
dates = ["D MMM YYYY", "epoch-ms"]
words = { yes = ["On"], never = ["Never"], employee = ["FT"] }
[levels]
order = ["m", "w"]
admin = ["m"]
write = "w"
[[built-in]]
logins = 'root|daemon'
reason = "account of the system"
[[complete]]
line = '\((?<rows>\d+) rows?\)'
[[records]]
fill-down = ["user"]
set-aside = [{ when = { column = "type", in = ["Total"] }, reason = "total line" }]
reject = [{ when = { column = "type", in = ["Alias"] }, reason = "export it without aliases" }]
[[records.emit]]
kind = "grant"
when = { all = [{ column = "user", blank = false }, { any = [{ not = { column = "type", matches = 'svc' } }] }] }
unpivot = { columns = '(?<app>.+?) - (?<site>.+)', except = 'Seen .*', value = "access", split = ";", cells = '(?<access>.+)!', pairs = { seen = "Seen {app} - {site}" } }
account = { first = ["user", { column = ["mail", "e-mail"], optional = true }] }
resource = { template = "{app}:{site}" }
level = { column = "access", split = ",", extract = '(?<value>.*?)( x)?', rewrite = [['a(?<b>.)', "$b"]], skip = ["", "none"] }
last-login = { latest = ["seen", { columns = 'Last .*' }] }
status = { text = "active" }
name = { file = "site" }
[[records.emit]]
kind = "grant"
every-resource = true
account = "user"
level = "org role"
[[sample]]
file = "users.csv"
text = "user|role"
accounts = [{ account = "kim", id = ["2", "1"], last-login = "never" }]
grants = [{ account = "kim", every = "yes", level = "m" }]
members = [{ group = "devs", account = "kim" }]
groups = ["devs"]
names = [{ of = "level", id = "1", name = "x" }]
resources = ["r"]
devices = [{ device = "C1", encrypted = "yes" }]
people = [{ id = "1", email = "kim@example.com", start = "2026-01-01" }]
set-aside = 1
rejected = 1
partial = true
"#;

/// A tree.
pub(crate) const TREE: &str = r#"id = "own-tree"
system = "Own"
format = "Permissions, JSON"
verified = false
steps = ["Ask the interface."]
[match]
paths = ["values[*].user", ["name", "login"]]
no-paths = ["error"]
values = { "values[*].type | type" = "permission" }
[input]
reader = "json"
pages = true
embedded = { "data.map" = "yaml" }
policies = ["policyText"]
[[complete]]
absent = "next"
page = "page"
[[complete]]
count = "total"
[[complete]]
never-empty = "values[*]"
[[complete]]
every-account = true
[[records]]
path = ["values[*]", "."]
keys = ["repositories", ["name", "login"]]
[[records.emit]]
kind = "member"
each = [{ as = "repository", in = "repositories[*]" }, { as = "user", in = "repository:users{*}" }]
group = "document:name"
account = "user:@key"
[[sample]]
file = "a.json"
text = "{}"
rejected = 1
"#;

/// An inputs folder with these profiles.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("profiles")).unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join("profiles").join(name), text).unwrap();
    }
    folder
}

/// The profile of this text.
pub(crate) fn accepted(text: &str) -> Profile {
    let id = text.split('"').nth(1).unwrap();
    let folder = folder(&[(&format!("{id}.toml"), text)]);
    let profiles = config::profiles(folder.path()).unwrap();
    profiles.into_iter().find(|profile| profile.id == id).unwrap()
}

/// The problems of a profile of that name, one a line.
pub(crate) fn problems(id: &str, text: &str) -> Vec<String> {
    let folder = folder(&[(&format!("{id}.toml"), text)]);
    let error = config::profiles(folder.path()).unwrap_err();
    let problems: &Problems = error.downcast_ref().unwrap();
    problems.to_string().lines().map(str::to_owned).collect()
}

/// Each row changes `from` to `to`, and gives exactly one problem, on the marked line, with the fragment.
pub(crate) fn refuses(good: &str, rows: &[(&str, &str, &str)]) {
    let id = good.split('"').nth(1).unwrap();
    for (from, to, fragment) in rows {
        let text = super::world::changed(good, from, to);
        let line = text.lines().position(|line| line.contains("# here")).unwrap() + 1;
        let found = problems(id, &text);
        let place = format!("profiles/{id}.toml:{line}: ");
        assert!(
            found.len() == 1 && found[0].starts_with(&place) && found[0].contains(fragment),
            "expected one problem `{place}… {fragment} …`, found {found:#?}"
        );
    }
}

/// How a profile reads.
pub(crate) fn reading(profile: &Profile) -> &Reading {
    match &profile.body {
        Body::Read(reading) => reading,
        Body::Refuse(why) | Body::Instead(why) => panic!("refused: {why}"),
    }
}

#[test]
fn a_table_is_read_with_all_its_parts() {
    let profile = accepted(TABLE);
    assert!(profile.own && profile.verified);
    assert_eq!(profile.signature.headers, [vec!["user"], vec!["org role", "role"]]);
    let reading = reading(&profile);
    let Form::Table {
        delimiter: Some('|'),
        ragged: true,
        edge,
    } = &reading.form
    else {
        panic!("{:?}", reading.form);
    };
    assert!(edge.drop.as_ref().unwrap().regex().is_match("---"));
    assert_eq!(reading.dates, ["D MMM YYYY", "epoch-ms"]);
    assert_eq!(reading.words.yes, ["On", "yes", "true", "1"]);
    assert_eq!(reading.words.employee, ["FT", "employee"]);
    assert_eq!(reading.levels.order, ["m", "w"]);
    assert_eq!(reading.levels.meaning["write"], ["w"]);
    assert!(reading.built_in[0].logins.regex().is_match("daemon"));
    assert!(!reading.built_in[0].logins.regex().is_match("daemonic"));
    let [unpivoted, every] = reading.records[0].emits.as_slice() else {
        panic!("two emits");
    };
    assert!(every.every_resource && every.kind == Kind::Grant);
    let unpivot = unpivoted.unpivot.as_ref().unwrap();
    assert_eq!(unpivot.pairs, [("seen".to_owned(), "Seen {app} - {site}".to_owned())]);
    assert!(matches!(unpivoted.when, Some(Condition::All(ref both)) if both.len() == 2));
    let level = &unpivoted.fields[&Slot::Level];
    assert_eq!(level.split.as_deref(), Some(","));
    assert_eq!(level.skip, ["", "none"]);
    assert_eq!(level.rewrite[0].to, "$b");
    assert!(matches!(&unpivoted.fields[&Slot::Resource].origin, Origin::Template(pieces) if pieces.len() == 3));
    let facts = &profile.samples[0].facts;
    assert_eq!(facts.accounts[0]["id"], "1\n2");
    assert_eq!(facts.set_aside, Some(1));
}

#[test]
fn a_tree_is_read_with_all_its_parts() {
    let profile = accepted(TREE);
    assert_eq!(profile.signature.values.len(), 1);
    let reading = reading(&profile);
    let Form::Json(wrapper) = &reading.form else {
        panic!("{:?}", reading.form);
    };
    assert!(wrapper.pages && wrapper.embedded.len() == 1 && wrapper.policies.len() == 1);
    assert!(matches!(
        reading.complete[0],
        Completeness::Absent { page: Some(_), .. }
    ));
    assert!(matches!(reading.complete[1], Completeness::Count(_)));
    assert_eq!(reading.records[0].paths.len(), 2);
    let emit = &reading.records[0].emits[0];
    assert_eq!(emit.each[1].nodes.from.as_deref(), Some("repository"));
    assert_eq!(emit.each[1].nodes.path.0.last(), Some(&Step::Values));
}

#[test]
fn a_profile_of_the_inputs_folder_goes_before_the_one_of_the_program() {
    let folder = folder(&[
        ("own-table.toml", TABLE),
        ("own-tree.toml", TREE),
        ("README.md", "not a profile"),
    ]);
    let profiles = config::profiles(folder.path()).unwrap();
    let own: Vec<&str> = profiles
        .iter()
        .filter(|profile| profile.own)
        .map(|profile| profile.id.as_str())
        .collect();
    assert_eq!(own, ["own-table", "own-tree"]);
    let mut sorted: Vec<&String> = profiles.iter().map(|profile| &profile.id).collect();
    sorted.dedup();
    assert!(sorted.is_sorted() && sorted.len() == profiles.len());
}

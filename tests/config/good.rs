//! The good example in its checked types.

use access_review::check::ids;
use access_review::model::policy::RoleKind;
use access_review::model::private::Private;
use access_review::model::system::{CountRule, Coverage, Field, Resources};
use access_review::{config, ingest};
use jiff::civil::date;

use super::world::{REVIEW, ROLES, accepted, changed, folder};

#[test]
fn the_review_says_what_the_page_says_of_itself() {
    let settings = accepted(REVIEW, ROLES).settings;
    assert_eq!(settings.organisation, "Tidewater Labs");
    assert_eq!(settings.title, "Internal access audit");
    assert_eq!(settings.date, date(2021, 10, 6));
    assert_eq!(settings.period, "2021 Q3");
    assert_eq!(settings.language, "en-GB");
}

#[test]
fn the_language_is_british_english_where_nobody_says() {
    let review = changed(REVIEW, "language = \"en-GB\"\n", "");
    assert_eq!(accepted(&review, ROLES).settings.language, "en-GB");
}

#[test]
fn a_date_on_the_command_line_goes_first() {
    let given = Some(date(2022, 1, 31));
    let folder = folder(REVIEW, ROLES);
    assert_eq!(
        config::load(folder.path(), given, &ids(), ingest::workbook)
            .unwrap()
            .settings
            .date,
        date(2022, 1, 31)
    );
    let without = super::world::folder(&changed(REVIEW, "date = 2021-10-06\n", ""), ROLES);
    assert_eq!(
        config::load(without.path(), given, &ids(), ingest::workbook)
            .unwrap()
            .settings
            .date,
        date(2022, 1, 31)
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    let review = format!("\u{feff}{}", REVIEW.replace('\n', "\r\n"));
    let settings = accepted(&review, ROLES).settings;
    assert_eq!(settings.period, "2021 Q3");
    assert_eq!(settings.systems.values().next().unwrap().line, 18);
}

#[test]
fn an_access_system_has_levels_resources_and_a_count_rule() {
    let settings = accepted(REVIEW, ROLES).settings;
    let (_, system) = settings.systems.find(|system| system.id == "bitbucket").unwrap();
    assert_eq!(system.name, "Bitbucket Cloud");
    assert_eq!(system.description, "Source code management and builds.");
    assert_eq!(system.line, 18);
    let rules = system.access().unwrap();
    assert_eq!(rules.count_rule, CountRule::Highest);
    assert_eq!(rules.no_access, ["None"]);
    let Resources::Labelled { label, declared, .. } = &rules.resources else {
        panic!("bitbucket has resources");
    };
    assert_eq!(label, "Repository");
    let names: Vec<&str> = declared.iter().map(Private::reveal).collect();
    assert_eq!(names, ["tidewater/billing-core", "tidewater/web"]);
    let levels: Vec<_> = rules.levels.values().collect();
    assert_eq!(levels.len(), 2);
    assert_eq!(levels[0].name, "Admin");
    assert_eq!(levels[0].definition, "Can change settings.");
    assert_eq!(levels[0].spellings, ["administrator", "ADMIN"]);
    assert_eq!(levels[0].rank, Some(2));
    assert_eq!(levels[1].spellings, Vec::<String>::new());

    let (_, whole) = settings.systems.find(|system| system.id == "aws-prod").unwrap();
    let rules = whole.access().unwrap();
    assert_eq!(rules.count_rule, CountRule::Each);
    assert!(matches!(rules.resources, Resources::Whole { said: false }));
}

#[test]
fn an_export_says_how_its_file_is_read() {
    let settings = accepted(REVIEW, ROLES).settings;
    let (_, system) = settings.systems.find(|system| system.id == "bitbucket").unwrap();
    let [export] = system.exports() else {
        panic!("bitbucket has one export");
    };
    assert_eq!(export.file, "exports/bitbucket.csv");
    assert_eq!(export.line, 34);
    assert_eq!(export.coverage, Some(Coverage::Full));
    assert_eq!(export.sheet, None);
    assert_eq!(export.encoding.as_deref(), Some("windows-1252"));
    assert_eq!(export.delimiter, Some('\t'));
    assert_eq!(export.rows, Some(0));
    let columns: Vec<_> = export
        .columns
        .iter()
        .map(|(field, names)| (*field, names.join("|")))
        .collect();
    assert_eq!(
        columns,
        [
            (Field::Account, "User".to_owned()),
            (Field::Resource, "Repository".to_owned()),
            (Field::Level, "Permission|Role".to_owned()),
            (Field::LastLogin, "Last seen".to_owned()),
        ]
    );
    assert_eq!(export.constants[&Field::Status], "Current");
    assert_eq!(export.separators[&Field::Level], "\n");
    assert_eq!(export.dates, ["DD/MM/YYYY HH:mm"]);
    assert_eq!(export.words.yes, ["On", "yes", "true", "1"]);
    assert_eq!(export.words.no, ["no", "false", "0"]);
    assert_eq!(export.words.unknown, ["N/A"]);
    assert_eq!(export.words.never, ["Never accessed"]);
    assert_eq!(export.words.active, ["Current", "active", "enabled"]);
    assert_eq!(
        export.words.disabled,
        ["disabled", "inactive", "suspended", "deactivated"]
    );
    assert_eq!(export.words.pending, ["pending", "invited"]);
    assert!(export.rows_without_account);
    assert_eq!(export.set_aside.len(), 1);
    assert_eq!(export.set_aside[0].column, "User");
    assert_eq!(export.set_aside[0].values, ["root", ""]);
    assert_eq!(export.set_aside[0].reason, "built-in account");
}

#[test]
fn a_workstation_system_has_no_levels() {
    let settings = accepted(REVIEW, ROLES).settings;
    let (_, system) = settings.systems.find(|system| system.id == "laptops").unwrap();
    assert!(system.access().is_none());
    let export = &system.exports()[0];
    assert_eq!(export.coverage, Some(Coverage::Unknown));
    assert_eq!(export.columns[&Field::Device], ["Serial"]);
    assert!(!export.rows_without_account);
}

#[test]
fn the_roster_has_usual_headers_where_none_are_declared() {
    let roster = accepted(REVIEW, ROLES).settings.roster;
    assert_eq!(roster.table.file, "staff/people.xlsx");
    assert_eq!(roster.table.sheet.as_deref(), Some("Staff"));
    assert_eq!(roster.table.coverage, Some(Coverage::Full));
    assert_eq!(roster.table.dates, ["DD.MM.YYYY"]);
    assert_eq!(roster.table.words.yes, ["ja", "yes", "true", "1"]);
    assert_eq!(roster.table.words.no, ["nein", "no", "false", "0"]);
    assert_eq!(roster.separator, " / ");
    assert_eq!(roster.columns.id, ["Number"]);
    assert_eq!(roster.columns.role, ["Job", "Job title"]);
    assert_eq!(roster.columns.further_roles, ["further-roles"]);
    assert_eq!(roster.columns.employment, ["employment"]);
    let logins: Vec<String> = roster.columns.logins.iter().map(|(_, names)| names.join("|")).collect();
    assert_eq!(logins, ["Bitbucket user|Bitbucket", "login aws-prod", "login laptops"]);
}

#[test]
fn activities_name_their_systems_in_print_order() {
    let settings = accepted(REVIEW, ROLES).settings;
    let activities: Vec<_> = settings.activities.values().collect();
    assert_eq!(activities.len(), 2);
    assert_eq!(activities[0].category, "Development");
    assert_eq!(activities[0].name, "Source code");
    let scope = |place: usize| {
        let scope = activities[place].scope.iter();
        scope.map(|statement| statement.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        scope(0),
        ["Only minimal permissions are granted", "No unauthorised access"]
    );
    assert_eq!(scope(1), ["No unauthorised access"]);
    assert_eq!(activities[1].line, 80);
    let ids: Vec<&str> = activities[1]
        .systems
        .iter()
        .map(|system| settings.systems[*system].id.as_str())
        .collect();
    assert_eq!(ids, ["aws-prod", "laptops"]);
}

#[test]
fn one_activity_name_may_stand_in_two_categories() {
    let review = changed(REVIEW, "name = \"Cloud\"", "name = \"Source code\"");
    assert_eq!(accepted(&review, ROLES).settings.activities.len(), 2);
}

#[test]
fn roles_have_rules_on_levels_and_resources() {
    let config = accepted(REVIEW, ROLES);
    let policy = config.policy.unwrap();
    assert_eq!(policy.file.as_deref(), Some("roles.toml"));
    let roles: Vec<_> = policy.roles.values().collect();
    assert_eq!(roles.len(), 2);
    assert_eq!(roles[0].title, "DevOps Engineer");
    assert_eq!(roles[0].kind, RoleKind::Person);
    assert!(roles[0].contractors);
    assert!(roles[0].needs_workstation);
    assert_eq!(roles[0].line, 1);
    let may = &roles[0].may[0];
    let system = &config.settings.systems[may.system];
    assert_eq!(system.id, "bitbucket");
    let levels: Vec<&str> = may
        .levels
        .iter()
        .map(|level| system.access().unwrap().levels[*level].name.as_str())
        .collect();
    assert_eq!(levels, ["Admin", "Write"]);
    assert!(may.names(Some("tidewater/billing-core")) && may.names(Some("tidewater/a/b")));
    assert!(!may.names(Some("elsewhere/web")) && !may.names(None));
    assert_eq!(may.line, 5);
    let must = &roles[0].must[0];
    assert_eq!(config.settings.systems[must.system].id, "aws-prod");
    assert!(must.names(None));
    assert_eq!(roles[1].kind, RoleKind::Technical);
    assert!(!roles[1].contractors && !roles[1].needs_workstation && roles[1].may.is_empty());
}

#[test]
fn without_a_roles_file_there_is_no_policy() {
    let folder = folder(REVIEW, ROLES);
    std::fs::remove_file(folder.path().join("roles.toml")).unwrap();
    assert!(
        config::load(folder.path(), None, &ids(), ingest::workbook)
            .unwrap()
            .policy
            .is_none()
    );
}

#[test]
fn every_text_that_a_public_page_can_show_is_listed_with_its_line() {
    let config = accepted(REVIEW, ROLES);
    let listed: Vec<String> = config
        .public_texts
        .iter()
        .map(|text| format!("{}:{} {} = {}", text.file, text.line, text.field, text.text))
        .collect();
    assert_eq!(
        listed,
        [
            "review.toml:2 review.organisation = Tidewater Labs",
            "review.toml:3 review.title = Internal access audit",
            "review.toml:5 review.period = 2021 Q3",
            "review.toml:20 system.name = Bitbucket Cloud",
            "review.toml:21 system.description = Source code management and builds.",
            "review.toml:24 system.resources.label = Repository",
            "review.toml:26 system.level.name = Admin",
            "review.toml:27 system.level.definition = Can change settings.",
            "review.toml:31 system.level.name = Write",
            "review.toml:32 system.level.definition = Can push.",
            "review.toml:35 system.export.file = exports/bitbucket.csv",
            "review.toml:53 system.name = AWS Prod",
            "review.toml:54 system.description = The production account.",
            "review.toml:56 system.level.name = Console",
            "review.toml:57 system.level.definition = Can log in.",
            "review.toml:59 system.export.file = exports/aws.csv",
            "review.toml:66 system.name = Workstations",
            "review.toml:67 system.description = Notebooks of the team.",
            "review.toml:70 system.export.file = exports/laptops.csv",
            "review.toml:9 roster.file = staff/people.xlsx",
            "review.toml:75 activity.category = Development",
            "review.toml:76 activity.name = Source code",
            "review.toml:77 activity.scope = Only minimal permissions are granted",
            "review.toml:77 activity.scope = No unauthorised access",
            "review.toml:81 activity.category = Production",
            "review.toml:82 activity.name = Cloud",
            "review.toml:83 activity.scope = No unauthorised access",
            "roles.toml:2 role.title = DevOps Engineer",
            "roles.toml:14 role.title = Technical Account",
        ]
    );
}

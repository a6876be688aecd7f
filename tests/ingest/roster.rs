//! The roster: exact, or refused with every problem.

use access_review::model::policy::RoleKind;
use access_review::model::roster::{Employment, End, Identity};
use access_review::model::snapshot::Snapshot;
use access_review::model::source::Content;
use access_review::model::system::Coverage;
use jiff::civil::date;

use super::review::{Review, review, strings};

fn identity<'a>(snapshot: &'a Snapshot, id: &str) -> &'a Identity {
    let mut all = snapshot.roster.identities.values();
    all.find(|identity| identity.id.reveal() == id).unwrap()
}

fn people(text: &str) -> Review {
    let review = review();
    review.file("people.csv", text);
    review
}

/// A roster of Anna on line 2 and this row on line 3.
fn with_row(header: &str, row: &str) -> Review {
    people(&format!(
        "id,name,role,employment,{header}\np1,Anna,Tester,employee,{}\n{row}\n",
        ",".repeat(header.matches(',').count())
    ))
}

#[test]
fn everything_of_a_row_is_read() {
    let review = people(
        "id,Name,role,further-roles,kind,employment,company,email,start,end,owner,workstation,login git\n\
         p1,Anna Berg,Developer,Tester,,Contractor,Acme,a@x.org; b@x.org,2020-01-02,2021-12-31,,no,anna;anna2\n\
         t1,Robot,Robot,,technical,employee,,,,,p1,,\n\
         p2,Bo,Tester,,,employee,,,,,,,\n\
         p3,Cy,Tester; Developer,,,employee,,,,,,,\n",
    );
    let snapshot = review.read();
    let anna = identity(&snapshot, "p1");
    let titles: Vec<_> = anna
        .roles
        .iter()
        .map(|role| snapshot.policy.roles[role].title.as_str())
        .collect();
    assert_eq!(titles, ["Developer", "Tester"]);
    assert!(
        matches!(&anna.employment, Employment::Contractor { company: Some(company) } if company.reveal() == "Acme")
    );
    assert_eq!(
        (anna.start, anna.end),
        (Some(date(2020, 1, 2)), Some(End::On(date(2021, 12, 31))))
    );
    assert_eq!(
        (anna.emails.len(), anna.logins.values().map(Vec::len).sum::<usize>()),
        (2, 2)
    );
    assert_eq!((anna.place.line, anna.needs_workstation), (2, false));
    let robot = identity(&snapshot, "t1");
    assert_eq!((robot.kind, robot.needs_workstation), (RoleKind::Technical, false));
    assert_eq!(snapshot.roster.identities[robot.owner.unwrap()].id.reveal(), "p1");
    assert!(
        !identity(&snapshot, "p2").needs_workstation,
        "no role of theirs needs one"
    );
    assert!(identity(&snapshot, "p3").needs_workstation, "a further role needs one");
    let source = snapshot.sources.values().next().unwrap();
    assert_eq!(
        (source.content, source.coverage, source.facts.identities),
        (Content::Roster, Coverage::Full, 4)
    );
    assert_eq!((source.rows.total, source.rows.used), (4, 4));
}

#[test]
fn without_declared_roles_they_are_the_roster_s_in_order() {
    let mut review = people(
        "id,name,role,further-roles,kind,employment\np1,A,Zoologist,Driver,,employee\nt1,R,Robot,,technical,employee\n\
         p2,B,Driver,,person,employee\n",
    );
    review.policy = None;
    let snapshot = review.read();
    let roles: Vec<_> = snapshot
        .policy
        .roles
        .values()
        .map(|role| (role.title.as_str(), role.kind))
        .collect();
    let expected = [
        ("Zoologist", RoleKind::Person),
        ("Driver", RoleKind::Person),
        ("Robot", RoleKind::Technical),
    ];
    assert_eq!(roles, expected);
    assert_eq!(snapshot.policy.file, None);
    assert!(!identity(&snapshot, "p1").needs_workstation && !identity(&snapshot, "t1").needs_workstation);
}

#[test]
fn roles_that_nobody_declared_stand_behind_the_declared_ones_and_may_hold_nothing() {
    let snapshot = people(
        "id,name,role,further-roles,kind,employment\np1,A,Pilot,Tester,,employee\np2,B,Tester,Pilot;Testr,,employee\n\
         t1,R,Drone,,technical,employee\ns1,D,Robot,,shared,employee\n",
    )
    .read();
    let roles: Vec<_> = snapshot
        .policy
        .roles
        .values()
        .map(|role| (role.title.as_str(), role.kind, role.line))
        .collect();
    assert_eq!(
        roles,
        [
            ("Developer", RoleKind::Person, 1),
            ("Tester", RoleKind::Person, 2),
            ("Robot", RoleKind::Technical, 3),
            ("Pilot", RoleKind::Person, 0),
            ("Testr", RoleKind::Person, 0),
            ("Drone", RoleKind::Technical, 0),
        ]
    );
    let declared: Vec<_> = snapshot
        .policy
        .roles
        .values()
        .filter(|role| snapshot.policy.declares(role))
        .collect();
    assert_eq!(declared.len(), 3);
    assert!(
        snapshot
            .policy
            .roles
            .values()
            .all(|role| role.line > 0 || (role.may.is_empty() && role.must.is_empty()))
    );
    let first = identity(&snapshot, "p1").roles.first;
    assert_eq!(snapshot.policy.roles[first].title, "Pilot");
    assert_eq!(
        identity(&snapshot, "s1").kind,
        RoleKind::Shared,
        "a shared account may have any role"
    );
}

#[test]
fn without_declared_roles_one_title_still_has_one_kind() {
    let mut review = people("id,name,role,kind,employment\np1,A,Helper,,employee\nt1,R,Helper,technical,employee\n");
    review.policy = None;
    review.refuses(
        "people.csv:3: the role `Helper` is of kind person, this row of kind technical",
        &[],
    );
}

#[test]
fn each_fault_of_a_row_is_told_with_its_line() {
    let cases = [
        ("email", "p1,Bo,Tester,employee,", "id `p1` stands on line 2 already"),
        (
            "email",
            ",Bo,Tester,employee,",
            "cell `id` is empty; every row of the roster needs it",
        ),
        ("email", "p2,,Tester,employee,", "cell `name` is empty"),
        ("email", "p2,Bo,,employee,", "cell `role` is empty"),
        ("email", "p2,Bo,Tester,,", "cell `employment` is empty"),
        (
            "email",
            "p2,Bo,Former Member,employee,",
            "cell `role` holds `Former Member`, which no role can be called: the page counts others by that name",
        ),
        (
            "email",
            "p2,Bo,Tester,freelance,",
            "cell `employment` holds `freelance`, expected one of `employee`, `contractor`; say under [roster] which of \
             these is true: `words = { employee = [\"freelance\"] }`, `words = { contractor = [\"freelance\"] }`",
        ),
        (
            "kind",
            "p2,Bo,Tester,employee,robot",
            "cell `kind` holds `robot`, expected one of `person`, `technical`, `shared`; say under [roster] which of these is true: \
             `words = { person = [\"robot\"] }`, `words = { technical = [\"robot\"] }`",
        ),
        (
            "kind",
            "p2,Bo,Tester,employee,technical",
            "the role `Tester` is of kind person, this row of kind technical",
        ),
        (
            "start",
            "p2,Bo,Tester,employee,soon",
            "cell `start` holds `soon`, expected a day of the calendar",
        ),
        (
            "start,end",
            "p2,Bo,Tester,employee,2021-02-01,2021-01-01",
            "the end, 2021-01-01, is before the start, 2021-02-01",
        ),
        (
            "owner",
            "p2,Bo,Tester,employee,p9",
            "the owner `p9` is no id of the roster",
        ),
        (
            "owner",
            "t1,R,Robot,employee,t1",
            "the owner `t1` is a technical account; a person has to answer for it",
        ),
        (
            "workstation",
            "p2,Bo,Tester,employee,maybe",
            "cell `workstation` holds `maybe`, expected one of `yes`",
        ),
        ("email", "p2,Bo,Tester", "the row has 3 cells, the header 5"),
    ];
    for (header, row, expected) in cases {
        with_row(header, row).refuses(&format!("people.csv:3: {expected}"), &[]);
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let refused = people("id,name,role,employment\np1,,Former Member,x\np1,Bo,Tester,employee\n").refused();
    assert_eq!(refused.lines().count(), 4, "{refused}");
}

#[test]
fn a_roster_of_nobody_is_refused() {
    people("id,name,role,employment\n\n").refuses("people.csv:1: the roster lists nobody", &[]);
}

#[test]
fn a_missing_roster_is_refused() {
    let review = review();
    std::fs::remove_file(review.path().join("people.csv")).unwrap();
    review.refuses("people.csv: there is no such file", &[]);
}

#[test]
fn a_needed_column_that_is_missing_is_named() {
    people("id,name,rolle,employment\np1,A,Tester,employee\n").refuses(
        "people.csv:1: no header row in the first 50 rows: missing is a column `role`; the row that comes nearest holds",
        &["`rolle`", "did you mean `rolle`?"],
    );
}

#[test]
fn a_column_that_review_toml_renames_must_be_there() {
    let mut review = people("id,name,role,employment\np1,A,Tester,employee\n");
    review.settings.roster.columns.end = strings(&["Leaving date"]);
    review.refuses("people.csv:1: no header row", &["missing is a column `Leaving date`;"]);
}

#[test]
fn a_login_column_of_no_system_is_refused() {
    people("id,name,role,employment,login gti\np1,A,Tester,employee,a\n").refuses(
        "people.csv:1: column `login gti` names no system of review.toml; did you mean `login git`?",
        &[],
    );
}

#[test]
fn other_names_separators_and_dates_are_declared() {
    let mut review = people("Nr;Wer;Rolle;Art;Ende;Konto\n1;Anna;Tester;employee;31.12.2021;a|b\n");
    let roster = &mut review.settings.roster;
    roster.columns.id = strings(&["nr"]);
    roster.columns.name = strings(&["wer", "name"]);
    roster.columns.role = strings(&["ROLLE"]);
    roster.columns.employment = strings(&["art"]);
    roster.columns.end = strings(&["ende"]);
    roster.columns.logins[0].1 = strings(&["konto"]);
    roster.separator = "|".to_owned();
    roster.table.dates = strings(&["DD.MM.YYYY"]);
    let snapshot = review.read();
    let anna = identity(&snapshot, "1");
    assert_eq!(anna.end, Some(End::On(date(2021, 12, 31))));
    assert_eq!(anna.logins.values().next().unwrap().len(), 2);
}

#[test]
fn who_left_on_an_untold_day_had_left_before_every_day() {
    let mut review = people(
        "id,name,role,employment,start,end\np1,Anna,Tester,employee,2030-01-01,LEFT\np2,Bo,Tester,employee,,gone\n\
         p3,Cy,Tester,employee,,\n",
    );
    review.settings.roster.table.words.left = strings(&["left", "Gone"]);
    let snapshot = review.read();
    for (id, left) in [("p1", true), ("p2", true), ("p3", false)] {
        let person = identity(&snapshot, id);
        assert_eq!(person.end, left.then_some(End::Untold), "{id}");
        assert_eq!(person.left_before(date(1970, 1, 1)), left, "{id}");
        assert_eq!(person.present_on(date(2031, 1, 1)), !left, "{id}");
    }
}

#[test]
fn words_of_employment_and_kind_are_declared() {
    let mut review = people(
        "id,name,role,kind,employment\np1,Anna,Tester,HUMAN,permanent\np2,Bo,Tester,,External\n\
         t1,Robot,Robot,Service,Employee\n",
    );
    let words = &mut review.settings.roster.table.words;
    words.employee.push("Permanent".to_owned());
    words.contractor.push("External".to_owned());
    words.person.push("Human".to_owned());
    words.technical.push("Service".to_owned());
    let snapshot = review.read();
    assert_eq!(identity(&snapshot, "p1").employment, Employment::Employee);
    assert!(matches!(
        identity(&snapshot, "p2").employment,
        Employment::Contractor { company: None }
    ));
    assert_eq!(identity(&snapshot, "t1").employment, Employment::Employee);
    assert_eq!(identity(&snapshot, "t1").kind, RoleKind::Technical);
}

#[test]
fn a_text_that_is_wrong_in_many_rows_is_explained_once() {
    let refused = people(
        "id,name,kind,role,employment\np1,A,robot,Tester,Permanent\np2,B,robot,Tester,Permanent\n\
         p3,C,droid,Tester,employee\np4,D,robot,Tester,employee\n",
    )
    .refused();
    let lines: Vec<_> = refused.lines().collect();
    assert_eq!(lines.len(), 6, "{refused}");
    for told in ["`person`, `technical`", "`employee`, `contractor`"] {
        assert!(lines[0].contains(told) || lines[1].contains(told), "{refused}");
    }
    let again = "as line 2 does; what is expected is told there";
    assert_eq!(
        lines[2..],
        [
            format!("people.csv:3: cell `employment` holds `Permanent`, {again}"),
            format!("people.csv:3: cell `kind` holds `robot`, {again}"),
            "people.csv:4: cell `kind` holds `droid`, expected one of `person`, `technical`, `shared`; say under [roster] which of \
             these is true: `words = { person = [\"droid\"] }`, `words = { technical = [\"droid\"] }`, `words = { shared = \
             [\"droid\"] }`"
                .to_owned(),
            format!("people.csv:5: cell `kind` holds `robot`, {again}"),
        ]
    );
}

#[test]
fn a_header_near_a_column_that_is_absent_is_a_problem_with_both_remedies() {
    for (header, column) in [
        ("end date", "end"),
        ("E-mail address", "email"),
        ("Strat", "start"),
        ("Contract_owner", "owner"),
    ] {
        let mut review = super::review::review();
        let roster = format!("id,name,role,employment,{header}\np1,Anna,Developer,employee,\n");
        review.file("people.csv", roster);
        review.refuses(
            &format!("people.csv:1: column `{header}` is not read, but looks like the column `{column}`"),
            &[
                &format!("`columns = {{ {column} = \"{header}\" }}`"),
                &format!("`ignore = [\"{header}\"]`"),
            ],
        );
        review.settings.roster.ignore = vec![header.to_lowercase()];
        assert_eq!(review.read().roster.identities.len(), 1);
    }
}

#[test]
fn titles_of_the_roster_are_one_role_whatever_their_case_and_reserved_ones_are_refused() {
    let mut review = super::review::review();
    review.policy = None;
    let header = "id,name,role,employment\n";
    review.file(
        "people.csv",
        format!("{header}p1,A,Site  Lead,employee\np2,B,site lead,employee\n"),
    );
    let roles = review.read().policy.roles.clone();
    assert_eq!(
        roles.values().map(|role| role.title.as_str()).collect::<Vec<_>>(),
        ["Site Lead"]
    );
    review.file("people.csv", format!("{header}p1,A,former  member,employee\n"));
    review.refuses(
        "people.csv:2: cell `role` holds `former  member`, which no role can be called",
        &[],
    );
}

//! What the world is made of: what `review.toml` declares, the files, and one function for each noun.

use access_review::model::arena::{Arena, Ix};
use access_review::model::claim::{Decided, Statement};
use access_review::model::extract::Extract;
use access_review::model::inventory::Inventory;
use access_review::model::policy::{Role, RoleKind};
use access_review::model::private::Private;
use access_review::model::roster::{Employment, Identity, Roles};
use access_review::model::settings::{Activity, DOCUMENT_ROWS, PAGE_RESOURCES, RosterColumns, RosterSource, Settings};
use access_review::model::snapshot::{Access, Account, Holder, LastLogin, Resource, Status};
use access_review::model::source::{Content, Facts, Place, Reason, Rejected, Rows, Source};
use access_review::model::system::{
    AccessRules, CountRule, Coverage, Expected, Export, Level, Resources, System, SystemKind, Words, WorkstationRules,
};
use std::collections::BTreeMap;

use super::DAY;

/// A private string.
pub(crate) fn private(text: &str) -> Private {
    Private::new(text)
}

pub(crate) fn settings() -> Settings {
    let mut systems = Arena::default();
    let mut system = |id: &str, name: &str, description: &str, kind| {
        let (id, name, description) = (id.into(), name.into(), description.into());
        systems
            .push(System {
                id,
                name,
                formerly: Vec::new(),
                description,
                kind,
                login_pattern: None,
                reviewed: None,
                recheck: Vec::new(),
                line: 1,
            })
            .unwrap()
    };
    let repositories = || Resources::Labelled {
        label: "Repository".into(),
        declared: vec![private("tidewater/billing-core")],
        formerly: Vec::new(),
    };
    let bitbucket = system(
        "bitbucket",
        "Bitbucket Cloud",
        "Keeps our source code and builds it.",
        rules(
            &[
                ("Admin", "Can create and delete repositories."),
                ("Write", "Can push & merge."),
                ("Read", "Can pull."),
            ],
            repositories(),
        ),
    );
    let artifactory = system(
        "artifactory",
        "JFrog Artifactory",
        "Keeps our build results.",
        rules(
            &[("Admin", "Can delete."), ("Read", "Can list & download.")],
            repositories(),
        ),
    );
    let bastion = system(
        "bastion",
        "Prod Bastion",
        "The one way into the production network.",
        rules(
            &[("Root", "Can administer the host."), ("User", "Can log in.")],
            Resources::Whole { said: false },
        ),
    );
    let notebooks = system(
        "notebooks",
        "Product team notebooks",
        "Every notebook on which our product is made.",
        SystemKind::Workstations(WorkstationRules {
            exports: vec![export("exports/notebooks.csv")],
        }),
    );
    let activities = activities([notebooks, bitbucket, artifactory, bastion]);
    Settings {
        organisation: "Tidewater Labs".into(),
        title: "Internal \"access\" audit".into(),
        date: DAY,
        zone: None,
        period: "2021 Q3".into(),
        language: "en-GB".into(),
        page_resources: PAGE_RESOURCES,
        document_rows: DOCUMENT_ROWS,
        stale_export_days: None,
        contract_expiring_days: None,
        expiring_exception_days: None,
        provider_report_days: None,
        retain_years: None,
        look: access_review::model::look::Look::default(),
        rulings: BTreeMap::new(),
        activities,
        systems,
        roster: roster(),
        inventory: Inventory::default(),
        procedure: None,
        previous: None,
        publishing: None,
        put_right: Vec::new(),
        profiles: Vec::new(),
        texts: Vec::new(),
    }
}

fn roster() -> RosterSource {
    RosterSource {
        table: export("people.csv"),
        named: Vec::new(),
        columns: columns(),
        separator: ";".into(),
        ignore: Vec::new(),
    }
}

fn rules(levels: &[(&str, &str)], resources: Resources) -> SystemKind {
    let mut arena = Arena::default();
    for (name, definition) in levels {
        let (name, definition) = ((*name).into(), (*definition).into());
        arena
            .push(Level {
                name,
                definition,
                spellings: vec![],
                rank: None,
                formerly: Vec::new(),
                privileged: false,
            })
            .unwrap();
    }
    SystemKind::Access(AccessRules {
        levels: arena,
        no_access: vec![],
        resources,
        count_rule: CountRule::Each,
        expected: Expected::default(),
        exports: vec![export("exports/list.csv")],
    })
}

fn export(file: &str) -> Export {
    Export {
        file: file.into(),
        line: 1,
        sheet: None,
        encoding: None,
        delimiter: None,
        coverage: Some(Coverage::Full),
        recognised: None,
        rows: None,
        columns: BTreeMap::new(),
        constants: BTreeMap::new(),
        separators: BTreeMap::new(),
        dates: vec![],
        words: Words::default(),
        set_aside: vec![],
        rows_without_account: false,
    }
}

fn columns() -> RosterColumns {
    RosterColumns {
        id: vec![],
        name: vec![],
        role: vec![],
        further_roles: vec![],
        kind: vec![],
        employment: vec![],
        company: vec![],
        email: vec![],
        start: vec![],
        end: vec![],
        owner: vec![],
        workstation: vec![],
        logins: vec![],
    }
}

pub(crate) fn sources(systems: &[Ix<System>]) -> Arena<Source> {
    let mut sources = Arena::default();
    let contents = [
        ("people.csv", Content::Roster, Coverage::Full, 5),
        ("exports/bitbucket.xlsx", Content::Export(systems[0]), Coverage::Full, 7),
        (
            "exports/artifactory.csv",
            Content::Export(systems[1]),
            Coverage::Full,
            2,
        ),
        ("exports/bastion.csv", Content::Export(systems[2]), Coverage::Partial, 1),
        (
            "exports/notebooks.csv",
            Content::Export(systems[3]),
            Coverage::Unknown,
            1,
        ),
    ];
    for (file, content, coverage, used) in contents {
        let source = Source {
            file: private(file),
            content,
            sheet: None,
            sha256: "0123456789abcdef".repeat(4),
            bytes: 420,
            coverage,
            cut: None,
            twin: None,
            dated: None,
            dated_from: None,
            profile: None,
            directory: None,
            pointers: Vec::new(),
            declared_rows: None,
            rows: Rows {
                total: used,
                used,
                ..Rows::default()
            },
            unclear: Vec::new(),
            parts: Vec::new(),
            facts: Facts::default(),
            entries: None,
            attested: None,
        };
        let place = sources.push(source).unwrap();
        let source = &mut sources[place];
        match content {
            Content::Sources | Content::Recheck(_) => {}
            Content::Roster => source.facts.identities = used,
            Content::Export(system) if system == systems[0] => {
                source.sheet = Some("Permissions".into());
                source.rows.set_aside = BTreeMap::from([(Reason::AboveHeader, 2), (Reason::EmptyRow, 1)]);
                source.rows.total += 3;
                source.facts.grants = 5;
                source.facts.attributes = 4;
            }
            Content::Export(system) if system == systems[2] => {
                let reason = private("cell `Level` is empty, expected one of `Root`, `User`");
                source.rows.rejected = vec![Rejected { line: 3, reason }];
                source.rows.total += 1;
                source.facts.grants = 1;
            }
            Content::Export(_) | Content::Accounts | Content::List => source.facts.resources = used,
        }
    }
    sources
}

pub(crate) fn role(title: &str, kind: RoleKind, line: u64) -> Role {
    Role {
        title: title.into(),
        kind,
        contractors: false,
        needs_workstation: kind == RoleKind::Person,
        break_glass: false,
        may: vec![],
        must: vec![],
        formerly: Vec::new(),
        line,
    }
}

pub(crate) fn identity(id: &str, name: &str, role: Ix<Role>, place: Place) -> Identity {
    Identity {
        id: private(id),
        name: private(name),
        roles: Roles {
            first: role,
            further: vec![],
        },
        kind: RoleKind::Person,
        employment: Employment::Employee,
        emails: vec![],
        logins: BTreeMap::new(),
        start: None,
        end: None,
        owner: None,
        needs_workstation: true,
        place,
    }
}

pub(crate) fn access(system: Ix<System>, coverage: Option<Coverage>) -> Access {
    Access {
        system,
        extract: Extract::First,
        coverage,
        accounts: Arena::default(),
        resources: Arena::default(),
        unmapped: Arena::default(),
        groups: Arena::default(),
        memberships: vec![],
        grants: vec![],
        devices: vec![],
        day: DAY,
        first_day: None,
        claims: Vec::new(),
        tells_root_key: false,
    }
}

pub(crate) fn account(login: &str, holder: Holder, place: Place) -> Account {
    Account {
        login: private(login),
        ids: vec![],
        listed: false,
        name: None,
        email: None,
        status: Some(Status::Active),
        mfa: None,
        last_login: LastLogin::Unknown,
        credentials: None,
        holder,
        place,
        told: Vec::new(),
    }
}

pub(crate) fn resource(label: &str, name: &str, listed: bool) -> Resource {
    Resource {
        name: private(name),
        label: label.into(),
        listed,
    }
}

/// The rows of the page: two of one category, one with a statement that looks like a list.
fn activities([notebooks, bitbucket, artifactory, bastion]: [Ix<System>; 4]) -> Arena<Activity> {
    let mut activities = Arena::default();
    for (category, name, scope, system) in [
        (
            "Development",
            "Notebooks",
            &["Disks are encrypted", "Virus protection is up to date"][..],
            notebooks,
        ),
        (
            "Development",
            "Source code",
            &["Only minimal permissions are granted"],
            bitbucket,
        ),
        ("Development", "Artifacts", &["No unauthorised access"], artifactory),
        ("Production", "Hosts", &["- no leading dash is a list"], bastion),
    ] {
        let statement = |text: &&str| Statement {
            text: (*text).to_owned(),
            decided: Decided::ByNothing,
            line: 1,
        };
        let scope = scope.iter().map(statement).collect();
        let activity = Activity {
            category: category.into(),
            name: name.into(),
            scope,
            systems: vec![system],
            line: 1,
        };
        activities.push(activity).unwrap();
    }
    activities
}

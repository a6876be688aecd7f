//! A small review on disk: a folder of inputs and the settings that declare them.

use std::collections::BTreeMap;
use std::path::Path;

use access_review::ingest;
use access_review::model::arena::{Arena, Ix};
use access_review::model::inventory::Inventory;
use access_review::model::policy::{Policy, Role, RoleKind};
use access_review::model::private::Private;
use access_review::model::problem::Problems;
use access_review::model::settings::{DOCUMENT_ROWS, PAGE_RESOURCES, RosterColumns, RosterSource, Settings};
use access_review::model::snapshot::{Access, Effective, Held, Snapshot};
use access_review::model::source::{Content, Source};
use access_review::model::system::{
    AccessRules, CountRule, Coverage, Expected, Export, Field, Level, Resources, System, SystemKind, Words,
    WorkstationRules,
};
use access_review::progress::Progress;
use jiff::civil::date;
use tempfile::TempDir;

/// The roster of most tests.
pub(crate) const PEOPLE: &str = "\
id,name,role,employment,email,start,end,owner,login git
p1,Anna Berg,Developer,employee,anna@example.org,2019-01-01,,,anna
p2,Bo Lind,Developer; Tester,contractor,bo@example.org;bo.lind@example.org,2020-02-01,2021-12-31,,bo;bo2
t1,Build robot,Robot,employee,,,,p1,ci-bot
";

pub(crate) struct Review {
    pub(crate) folder: TempDir,
    pub(crate) settings: Settings,
    pub(crate) policy: Option<Policy>,
}

/// A review of the system `git` with labelled repositories, the roster in place and no export yet.
pub(crate) fn review() -> Review {
    let folder = TempDir::new().unwrap();
    let mut review = Review {
        folder,
        settings: settings(),
        policy: Some(policy()),
    };
    review.system(access_system("git", "Git Server"));
    review.file("people.csv", PEOPLE);
    review
}

/// A review with one export, account and repository and level by those names.
pub(crate) fn exported(text: impl AsRef<[u8]>) -> Review {
    let mut review = review();
    review.file("git.csv", text);
    review.export(export("git.csv"));
    review
}

pub(crate) fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// The spellings that are usual.
fn words() -> Words {
    Words {
        yes: strings(&["yes", "true", "1"]),
        no: strings(&["no", "false", "0"]),
        active: strings(&["active", "enabled"]),
        disabled: strings(&["disabled", "inactive", "suspended", "deactivated"]),
        pending: strings(&["pending", "invited"]),
        employee: strings(&["employee"]),
        contractor: strings(&["contractor"]),
        person: strings(&["person"]),
        technical: strings(&["technical"]),
        shared: strings(&["shared"]),
        ..Words::default()
    }
}

/// An export with columns User, Repository and Permission.
pub(crate) fn export(file: &str) -> Export {
    let columns = [
        (Field::Account, "User"),
        (Field::Resource, "Repository"),
        (Field::Level, "Permission"),
    ];
    Export {
        file: file.to_owned(),
        line: 1,
        sheet: None,
        encoding: None,
        delimiter: None,
        coverage: Some(Coverage::Full),
        recognised: None,
        rows: None,
        columns: columns
            .into_iter()
            .map(|(field, name)| (field, strings(&[name])))
            .collect(),
        constants: BTreeMap::new(),
        separators: BTreeMap::new(),
        dates: Vec::new(),
        words: words(),
        set_aside: Vec::new(),
        rows_without_account: false,
    }
}

pub(crate) fn access_system(id: &str, name: &str) -> System {
    let mut levels = Arena::default();
    for (name, spellings) in [("Admin", &["ADM", "owner"] as &[_]), ("Write", &[]), ("Read", &["ro"])] {
        let (name, definition) = (name.to_owned(), "Can do things.".to_owned());
        levels
            .push(Level {
                name,
                definition,
                spellings: strings(spellings),
                rank: None,
                formerly: Vec::new(),
                privileged: false,
            })
            .unwrap();
    }
    let declared = vec![Private::new("zeta"), Private::new("alpha")];
    let rules = AccessRules {
        levels,
        no_access: strings(&["None"]),
        resources: Resources::Labelled {
            label: "Repository".to_owned(),
            declared,
            formerly: Vec::new(),
        },
        count_rule: CountRule::Each,
        expected: Expected::default(),
        exports: Vec::new(),
    };
    system(id, name, SystemKind::Access(rules))
}

pub(crate) fn workstation_system(export: Export) -> System {
    system(
        "laptops",
        "Laptops",
        SystemKind::Workstations(WorkstationRules { exports: vec![export] }),
    )
}

fn system(id: &str, name: &str, kind: SystemKind) -> System {
    let (id, name, description) = (id.to_owned(), name.to_owned(), "A system.".to_owned());
    System {
        id,
        name,
        formerly: Vec::new(),
        description,
        kind,
        login_pattern: None,
        reviewed: None,
        recheck: Vec::new(),
        line: 1,
    }
}

fn settings() -> Settings {
    let own = |name: &str| strings(&[name]);
    let mut table = export("people.csv");
    table.columns.clear();
    Settings {
        organisation: "Example".to_owned(),
        title: "Audit".to_owned(),
        date: date(2021, 10, 6),
        zone: None,
        period: "2021 Q3".to_owned(),
        language: "en-GB".to_owned(),
        page_resources: PAGE_RESOURCES,
        document_rows: DOCUMENT_ROWS,
        stale_export_days: None,
        contract_expiring_days: None,
        expiring_exception_days: None,
        provider_report_days: None,
        retain_years: None,
        look: access_review::model::look::Look::default(),
        rulings: BTreeMap::new(),
        activities: Arena::default(),
        systems: Arena::default(),
        roster: RosterSource {
            table,
            named: Vec::new(),
            columns: RosterColumns {
                id: own("id"),
                name: own("name"),
                role: own("role"),
                further_roles: own("further-roles"),
                kind: own("kind"),
                employment: own("employment"),
                company: own("company"),
                email: own("email"),
                start: own("start"),
                end: own("end"),
                owner: own("owner"),
                workstation: own("workstation"),
                logins: Vec::new(),
            },
            separator: ";".to_owned(),
            ignore: Vec::new(),
        },
        inventory: Inventory::default(),
        procedure: None,
        previous: None,
        publishing: None,
        put_right: Vec::new(),
        profiles: Vec::new(),
        texts: Vec::new(),
    }
}

fn policy() -> Policy {
    let mut roles = Arena::default();
    let declared = [
        ("Developer", RoleKind::Person),
        ("Tester", RoleKind::Person),
        ("Robot", RoleKind::Technical),
    ];
    for (line, (title, kind)) in (1..).zip(declared) {
        let (may, must) = (Vec::new(), Vec::new());
        let needs_workstation = title != "Tester";
        let title = title.to_owned();
        roles
            .push(Role {
                title,
                kind,
                contractors: true,
                needs_workstation,
                break_glass: false,
                may,
                must,
                formerly: Vec::new(),
                line,
            })
            .unwrap();
    }
    Policy {
        roles,
        separations: Vec::new(),
        approval: None,
        exceptions: Arena::default(),
        file: Some("roles.toml".to_owned()),
        exceptions_file: None,
        without_rules: std::collections::BTreeSet::new(),
    }
}

impl Review {
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), bytes).unwrap();
    }

    pub(crate) fn system(&mut self, system: System) {
        let header = format!("login {}", system.id);
        let place = self.settings.systems.push(system).unwrap();
        self.settings.roster.columns.logins.push((place, vec![header]));
    }

    /// Adds an export to the first system.
    pub(crate) fn export(&mut self, export: Export) {
        self.rules().exports.push(export);
    }

    pub(crate) fn rules(&mut self) -> &mut AccessRules {
        match &mut self.settings.systems.values_mut().next().unwrap().kind {
            SystemKind::Access(rules) => rules,
            SystemKind::Workstations(_) => panic!("the first system has permissions"),
        }
    }

    /// The first system's last export, to change.
    pub(crate) fn declared(&mut self) -> &mut Export {
        self.rules().exports.last_mut().unwrap()
    }

    /// What is known before any export is read.
    fn beforehand(&self) -> ingest::Declared {
        ingest::Declared {
            policy: self.policy.clone(),
            previous: None,
        }
    }

    /// Declares another column.
    pub(crate) fn column(&mut self, field: Field, name: &str) {
        self.declared().columns.insert(field, strings(&[name]));
    }

    pub(crate) fn read(&self) -> Snapshot {
        ingest::run(self.path(), &self.settings, self.beforehand(), &Progress::new(true))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Everything that is wrong, a line each.
    pub(crate) fn refused(&self) -> String {
        let error = ingest::run(self.path(), &self.settings, self.beforehand(), &Progress::new(true)).unwrap_err();
        assert!(error.is::<Problems>(), "{error:?}");
        error.to_string()
    }

    /// Checks that this is the only problem, and that its message holds these parts.
    pub(crate) fn refuses(&self, begins: &str, parts: &[&str]) {
        let refused = self.refused();
        assert!(refused.starts_with(begins), "`{begins}` does not begin: {refused}");
        assert_eq!(refused.lines().count(), 1, "{refused}");
        for part in parts {
            assert!(refused.contains(part), "`{part}` is not in: {refused}");
        }
    }
}

/// The source of the only export.
pub(crate) fn source(snapshot: &Snapshot) -> &Source {
    let exports = |source: &&Source| matches!(source.content, Content::Export(_));
    snapshot.sources.values().find(exports).unwrap()
}

/// The only rejected row: its line and reason.
pub(crate) fn rejected(snapshot: &Snapshot) -> (u64, String) {
    let rows = &source(snapshot).rows;
    assert_eq!(rows.rejected.len(), 1, "{:?}", rows.rejected);
    (rows.rejected[0].line, rows.rejected[0].reason.reveal().to_owned())
}

/// Grants of the first system as `line login resource level`.
pub(crate) fn grants(snapshot: &Snapshot, review: &Review) -> Vec<String> {
    let access = &snapshot.access[0];
    access
        .effective()
        .map(|held| shown(&held, access, &review.settings))
        .collect()
}

fn shown(held: &Effective<'_>, access: &Access, settings: &Settings) -> String {
    let rules = settings.systems[access.system].access().unwrap();
    let grant = held.grant;
    let level = match grant.level {
        Held::Level(level) => rules.levels[level].name.clone(),
        Held::Unmapped(spelling) => format!("?{}", access.unmapped[spelling].reveal()),
    };
    let resource = grant
        .resource
        .map_or("-", |resource: Ix<_>| access.resources[resource].name.reveal());
    format!(
        "{} {} {resource} {level}",
        grant.place.line,
        access.accounts[held.account].login.reveal()
    )
}

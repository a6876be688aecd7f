//! A small review built by hand: four systems, five identities, one of every oddity that a document can print.

use std::sync::Arc;

use access_review::model::arena::{Arena, Ix};
use access_review::model::count::{Bearer, Count, CountedLevel, Notebooks, On};
use access_review::model::finding::{CheckId, Disposition, Finding, Severity, Subject};
use access_review::model::policy::{Policy, RoleKind};
use access_review::model::review::Review;
use access_review::model::roster::{Employment, End, Roster};
use access_review::model::settings::Activity;
use access_review::model::snapshot::{Device, Grant, Held, Holder, LastLogin, Match, Principal, Snapshot, Status};
use access_review::model::source::{Place, Source};
use access_review::model::system::{Coverage, System};
use access_review::verdict::{self, Judged};
use jiff::civil::{Date, date};

#[path = "parts.rs"]
mod parts;

pub(crate) use parts::private;
use parts::{access, account, identity, resource, role, settings, sources};

/// The day of the audit.
pub(crate) const DAY: Date = date(2021, 10, 6);

/// The finished review.
#[expect(clippy::too_many_lines, reason = "one world, told in one place")]
pub(crate) fn review() -> Review {
    let settings = settings();
    let systems: Vec<Ix<System>> = settings.systems.iter().map(|(place, _)| place).collect();
    let [bitbucket, artifactory, bastion, notebooks] = systems[..] else {
        panic!("four systems");
    };
    let sources = sources(&systems);
    let files: Vec<Ix<Source>> = sources.iter().map(|(place, _)| place).collect();
    let mut roles = Arena::default();
    let devops = roles.push(role("DevOps Engineer", RoleKind::Person, 3)).unwrap();
    let developer = roles.push(role("Software Developer", RoleKind::Person, 9)).unwrap();
    let technical = roles.push(role("Technical Account", RoleKind::Technical, 15)).unwrap();

    let mut people = Arena::default();
    let mut person = |id: &str, name: &str, role, line| {
        let place = Place { source: files[0], line };
        people.push(identity(id, name, role, place)).unwrap()
    };
    let ada = person("p1", "Ada Stage", devops, 2);
    let bob = person("p2", "Bob O'Brien", developer, 3);
    let eve = person("p3", "Eve Łuk", developer, 4);
    let dan = person("p4", "Dan Left", developer, 5);
    let bot = person("t1", "build-bot", technical, 6);
    people[bob].emails = vec![private("bob@tidewater.example")];
    people[eve].employment = Employment::Contractor {
        company: Some(private("Acme | Sons")),
    };
    people[dan].end = Some(End::On(date(2021, 6, 30)));
    people[bot].kind = RoleKind::Technical;
    people[ada].logins.insert(bitbucket, vec![private("ada")]);

    let level = |system: Ix<System>, nth: usize| {
        let access = settings.systems[system].access().unwrap();
        access.levels.iter().nth(nth).unwrap().0
    };
    let (admin, write) = (level(bitbucket, 0), level(bitbucket, 1));
    let (root, user) = (level(bastion, 0), level(bastion, 1));

    let mut repos = access(bitbucket, Some(Coverage::Full));
    let core = repos
        .resources
        .push(resource("Repository1", "tidewater/billing-core", true))
        .unwrap();
    let web = repos
        .resources
        .push(resource("Repository2", "tidewater/web*", true))
        .unwrap();
    repos
        .resources
        .push(resource("Repository3", "tidewater/old", false))
        .unwrap();
    let at = |line| Place { source: files[1], line };
    let logins = [
        ("ada", Holder::Identity(ada, Match::Login), 4),
        ("bob@tidewater.example", Holder::Identity(bob, Match::Email), 5),
        ("eve_l", Holder::Identity(eve, Match::Sheet), 6),
        ("dan", Holder::Identity(dan, Match::Login), 7),
        ("mallory|x", Holder::Nobody, 8),
        (
            "shared",
            Holder::Several(vec![(ada, Match::Login), (bob, Match::Email)]),
            9,
        ),
        ("old-hand", Holder::Nobody, 10),
    ];
    let mut accounts = Vec::new();
    for (login, holder, line) in logins {
        accounts.push(repos.accounts.push(account(login, holder, at(line))).unwrap());
    }
    repos.accounts[accounts[0]].mfa = Some(true);
    repos.accounts[accounts[0]].last_login = LastLogin::On(date(2021, 9, 30));
    repos.accounts[accounts[1]].last_login = LastLogin::Never;
    repos.accounts[accounts[4]].name = Some(private("<Mallory>"));
    repos.accounts[accounts[6]].status = Some(Status::Disabled);
    let owner = repos.unmapped.push(private("OWNER")).unwrap();
    let held = [
        (0, core, Held::Level(admin)),
        (1, core, Held::Level(write)),
        (2, core, Held::Level(write)),
        (3, web, Held::Level(write)),
        (4, web, Held::Unmapped(owner)),
    ];
    for (nth, resource, level) in held {
        let place = at(4 + nth as u64);
        repos.grants.push(Grant {
            principal: Principal::Account(accounts[nth]),
            via: None,
            resource: Some(resource),
            level,
            place,
        });
    }
    let mut artifacts = access(artifactory, Some(Coverage::Full));
    artifacts
        .resources
        .push(resource("Repository1", "libs-release", true))
        .unwrap();
    artifacts
        .resources
        .push(resource("Repository2", "libs-snapshot", true))
        .unwrap();

    let mut hosts = access(bastion, Some(Coverage::Partial));
    let place = Place {
        source: files[3],
        line: 2,
    };
    let key = hosts
        .accounts
        .push(account("deploy", Holder::Identity(bot, Match::Login), place))
        .unwrap();
    hosts.grants.push(Grant {
        principal: Principal::Account(key),
        via: None,
        resource: None,
        level: Held::Level(user),
        place,
    });

    let mut inventory = access(notebooks, Some(Coverage::Unknown));
    let place = Place {
        source: files[4],
        line: 2,
    };
    let user_of = inventory
        .accounts
        .push(account("bob", Holder::Identity(bob, Match::Login), place))
        .unwrap();
    inventory.devices.push(Device {
        name: private("NB-01"),
        account: user_of,
        encrypted: Some(false),
        protected: None,
        place,
    });

    let activities: Vec<Ix<Activity>> = settings.activities.iter().map(|(place, _)| place).collect();
    let count = |row: usize, system, resource, level, bearer, people, contractors| Count {
        activity: activities[row],
        place: 0,
        system,
        on: On::of(resource),
        level,
        bearer,
        people,
        contractors,
    };
    let (admins, writers) = (CountedLevel::Level(admin), CountedLevel::Level(write));
    let counts = vec![
        count(1, bitbucket, Some(core), admins, Bearer::Role(devops), 1, 0),
        count(1, bitbucket, Some(core), writers, Bearer::Role(developer), 2, 1),
        count(1, bitbucket, Some(web), writers, Bearer::Former, 1, 0),
        count(
            1,
            bitbucket,
            Some(web),
            CountedLevel::Unmapped,
            Bearer::Unidentified,
            1,
            0,
        ),
        count(
            3,
            bastion,
            None,
            CountedLevel::Level(user),
            Bearer::Role(technical),
            1,
            0,
        ),
    ];
    let notebooks = vec![Notebooks {
        system: notebooks,
        members: 15,
        validated: 13,
    }];

    let findings = vec![
        finding(
            "orphan-account",
            Severity::High,
            vec![at(8), at(9), at(10), at(12)],
            Subject {
                system: Some(bitbucket),
                account: Some(accounts[4]),
                ..Subject::default()
            },
        ),
        finding(
            "ambiguous-account",
            Severity::High,
            vec![at(9)],
            Subject {
                system: Some(bitbucket),
                account: Some(accounts[5]),
                candidates: vec![ada, bob],
                ..Subject::default()
            },
        ),
        finding(
            "leaver-access",
            Severity::High,
            vec![
                at(7),
                Place {
                    source: files[0],
                    line: 5,
                },
            ],
            Subject {
                system: Some(bitbucket),
                account: Some(accounts[3]),
                identity: Some(dan),
                ..Subject::default()
            },
        ),
        finding(
            "contractor-grant",
            Severity::High,
            vec![at(6)],
            Subject {
                system: Some(bitbucket),
                account: Some(accounts[2]),
                identity: Some(eve),
                resource: Some(core),
                levels: vec![Held::Level(write)],
                ..Subject::default()
            },
        ),
        finding(
            "missing-grant",
            Severity::Medium,
            vec![],
            Subject {
                system: Some(bastion),
                identity: Some(ada),
                levels: vec![Held::Level(root), Held::Level(user)],
                role: Some(devops),
                ..Subject::default()
            },
        ),
        finding(
            "unowned-technical-account",
            Severity::Medium,
            vec![Place {
                source: files[0],
                line: 6,
            }],
            Subject {
                identity: Some(bot),
                ..Subject::default()
            },
        ),
        finding(
            "incomplete-export",
            Severity::Medium,
            vec![Place {
                source: files[3],
                line: 3,
            }],
            Subject {
                system: Some(bastion),
                source: Some(files[3]),
                ..Subject::default()
            },
        ),
        finding(
            "unmatched-pattern",
            Severity::Low,
            vec![],
            Subject {
                system: Some(bitbucket),
                role: Some(developer),
                text: Some(private("tidewater/gone-*")),
                line: Some(12),
                ..Subject::default()
            },
        ),
    ];
    let snapshot = Snapshot {
        policy: Arc::new(Policy {
            roles,
            separations: Vec::new(),
            approval: None,
            exceptions: Arena::default(),
            file: Some("roles.toml".into()),
            exceptions_file: None,
            without_rules: std::collections::BTreeSet::new(),
        }),
        roster: Arc::new(Roster {
            identities: people,
            employment_untold: false,
        }),
        access: vec![repos, artifacts, hosts, inventory],
        rechecks: Vec::new(),
        previous: None,
        reasons: std::collections::BTreeMap::new(),
        sources,
        documents: Vec::new(),
        lists: Vec::new(),
        unread: Vec::new(),
    };
    let unjudged = access_review::check::unjudged(&settings, &snapshot);
    let unconcerned = access_review::check::unconcerned(&settings, &snapshot);
    let passed_over = access_review::check::passed_over(&settings, &snapshot);
    let judged = Judged {
        unconcerned: &unconcerned,
        passed_over: &passed_over,
        settings: &settings,
        snapshot: &snapshot,
        findings: &findings,
        unjudged: &unjudged,
    };
    Review {
        sums: Vec::new(),
        companies: std::collections::BTreeMap::new(),
        standings: verdict::systems(judged),
        statements: verdict::statements(judged),
        gaps: verdict::gaps(judged),
        audited: verdict::checklist(judged),
        version: snapshot.version_in_force().map(str::to_owned),
        unjudged,
        figures: access_review::count::figures(&settings, &snapshot),
        settings,
        snapshot,
        findings,
        counts,
        notebooks,
        removed: Vec::new(),
        own_exceptions: std::collections::BTreeSet::new(),
    }
}

/// A finding.
pub(crate) fn finding(check: &'static str, severity: Severity, evidence: Vec<Place>, subject: Subject) -> Finding {
    Finding {
        check: CheckId(check),
        severity,
        subject,
        evidence,
        disposition: Disposition::Open,
        closure: None,
    }
}

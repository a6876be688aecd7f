//! The record of a judged review, and the review as the audit that later ones compare with.

use std::collections::{BTreeMap, BTreeSet};

use super::former;
use crate::compare::Fates;
use crate::model::arena::Ix;
use crate::model::audit::{Bearer, Detail, Grant, Person, Standing};
use crate::model::exception;
use crate::model::extract::Extract;
use crate::model::finding::{self, Closure, Why};
use crate::model::key;
use crate::model::opaque::Opaque;
use crate::model::policy::RoleKind;
use crate::model::record::{
    self, Exception, File, Finding, FormerGrant, Grants, Identity, Level, Record, Resource, Role, System, Totals,
    Unjudged, VERSION,
};
use crate::model::renames::Renames;
use crate::model::review::Review;
use crate::model::snapshot::{Access, Held};
use crate::model::source::{Content, Source};
use crate::model::system::{self, Coverage, Resources};

/// The bytes of `record.json`.
///
/// # Errors
/// None that could be met; the format can hold every record.
pub fn json(record: &Record) -> anyhow::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(record)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A review as an audit that later ones compare with; `grants_sha256` is the hash of the finished `grants.csv`.
pub fn of(review: &Review, grants_sha256: &str) -> Detail {
    let snapshot = &review.snapshot;
    let settings = &review.settings;
    let previous = snapshot.previous.as_deref().and_then(|audit| audit.detail.as_ref());
    let mut resources = BTreeMap::new();
    let mut grants = Vec::new();
    for access in snapshot.counted() {
        grants.extend(held(review, access, &mut resources));
    }
    let mut history = previous.map_or_else(Vec::new, |previous| previous.record.history.clone());
    history.push(totals(review));
    let findings: Vec<Finding> = (review.findings.iter())
        .map(|finding| breach(review, finding, previous))
        .collect();
    let mut record = Record {
        version: VERSION,
        program: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
        organisation: settings.organisation.clone(),
        audit_date: settings.date,
        period: settings.period.clone(),
        keep_until: settings.keep_until(),
        roles: (snapshot.policy.roles.values())
            .map(|role| Role {
                title: role.title.clone(),
                formerly: role.formerly.clone(),
            })
            .collect(),
        policy: snapshot.policy.file.clone(),
        page_resources: settings.page_resources as u64,
        staff_list_complete: !snapshot.roster_is_cut(),
        former_systems: Vec::new(),
        systems: snapshot.counted().map(|access| system(review, access)).collect(),
        identities: identities(review),
        grants: Grants {
            file: "grants.csv".to_owned(),
            sha256: grants_sha256.to_owned(),
            rows: grants.len() as u64,
        },
        counts: (review.counts.iter())
            .map(|count| count.printed(settings, snapshot))
            .collect(),
        findings,
        former_findings: Vec::new(),
        former_grants: Vec::new(),
        unjudged: unjudged(review),
        exceptions: (snapshot.policy.exceptions.values())
            .map(|exception| accepted(review, exception))
            .collect(),
        sources: snapshot.sources.values().map(|source| file(review, source)).collect(),
        history,
    };
    let keys = review.findings.iter().map(|finding| {
        let key = key::key(finding, settings, snapshot);
        (Opaque::finding(&key), key)
    });
    record.former_grants = put_right(review, &grants);
    let mut detail = Detail {
        keys: keys.collect(),
        standings: if previous.is_some() {
            standings(review)
        } else {
            BTreeMap::new()
        },
        people: (snapshot.roster.identities.values())
            .map(|identity| {
                let person = Person {
                    id: identity.id.reveal().to_owned(),
                    name: identity.name.reveal().to_owned(),
                };
                (Opaque::identity(&person.id), person)
            })
            .collect(),
        reasons: snapshot.reasons.clone(),
        grants: Some(grants),
        resources,
        record,
    };
    if let Some(previous) = previous {
        former::names(&previous.record, &mut detail.record);
        let systems = former::systems(previous, &detail.record);
        let grants = former::grants(previous, &detail);
        let renames = Renames::of_record(&detail.record);
        let findings = former::findings(previous, &detail.record, &Fates::between(previous, &detail, &renames));
        let record = &mut detail.record;
        (record.former_systems, record.former_grants, record.former_findings) = (systems, grants, findings);
    }
    detail
}

/// Permissions that the first extract shows and the recheck proves to be gone.
fn put_right(review: &Review, grants: &[Grant]) -> Vec<FormerGrant> {
    let held: BTreeSet<Opaque> = grants.iter().map(Grant::opaque).collect();
    let snapshot = &review.snapshot;
    let rechecked = snapshot.counted().filter(|access| access.extract == Extract::Recheck);
    let first = rechecked.filter_map(|access| snapshot.access_of(access.system));
    let gone = first.flat_map(|access| self::held(review, access, &mut BTreeMap::new()));
    let gone: BTreeSet<Opaque> = gone
        .map(|grant| grant.opaque())
        .filter(|id| !held.contains(id))
        .collect();
    let last = review.settings.date;
    gone.into_iter().map(|id| FormerGrant { id, last }).collect()
}

/// How every account stands.
fn standings(review: &Review) -> BTreeMap<(String, String), Standing> {
    let mut standings = BTreeMap::new();
    for access in review.snapshot.counted() {
        let system = &review.settings.systems[access.system].id;
        for account in access.accounts.values() {
            let standing = Standing {
                status: account.status,
                mfa: account.mfa,
                last_login: account.last_login,
                credentials: account.credentials.as_deref().copied(),
            };
            standings.insert((system.clone(), account.login.reveal().to_owned()), standing);
        }
    }
    standings
}

/// What the accounts of a system hold; what the resources are called is noted.
fn held(review: &Review, access: &Access, resources: &mut BTreeMap<Opaque, String>) -> Vec<Grant> {
    let settings = &review.settings;
    let names = access.resource_ids();
    for (id, resource) in names.iter().zip(access.resources.values()) {
        resources.insert(id.clone(), resource.name.reveal().to_owned());
    }
    let grants = access.effective().map(|held| {
        let account = &access.accounts[held.account];
        let bearer = Bearer::of(&review.snapshot.roster, account);
        let groups = held.chain.iter().flat_map(|chain| &chain.groups);
        let groups: Vec<&str> = groups.map(|group| access.groups[*group].name.reveal()).collect();
        Grant {
            system: settings.systems[access.system].id.clone(),
            resource: (held.grant.resource).and_then(|resource| names.get(resource.get()).cloned()),
            bearer,
            login: account.login.reveal().to_owned(),
            level: (access.level_name(settings, held.grant.level))
                .unwrap_or_default()
                .to_owned(),
            via: groups.join(record::STEP),
        }
    });
    grants.collect()
}

fn identities(review: &Review) -> Vec<Identity> {
    let roles = &review.snapshot.policy.roles;
    let all = review.snapshot.roster.identities.values();
    all.map(|identity| Identity {
        id: Opaque::identity(identity.id.reveal()),
        roles: identity.roles.iter().map(|role| roles[role].title.clone()).collect(),
        kind: match identity.kind {
            RoleKind::Person => "person",
            RoleKind::Technical => "technical",
            RoleKind::Shared => "shared",
        }
        .to_owned(),
        contractor: identity.is_contractor(),
        present: identity.present_on(review.settings.date),
        left: identity.left_before(review.settings.date),
    })
    .collect()
}

fn system(review: &Review, access: &Access) -> System {
    let system = &review.settings.systems[access.system];
    let levels = system.access().map(|rules| {
        let levels = rules.levels.values().map(|level| Level {
            name: level.name.clone(),
            formerly: level.formerly.clone(),
            spellings: level.spellings.clone(),
            rank: level.rank,
            privileged: level.privileged,
        });
        levels.collect()
    });
    System {
        id: system.id.clone(),
        name: system.name.clone(),
        formerly: system.formerly.clone(),
        coverage: access.coverage.map(|coverage| coverage.word().to_owned()),
        complete: review.snapshot.proves_absence(access),
        levels: levels.unwrap_or_default(),
        no_access: (system.access()).map_or_else(Vec::new, |rules| rules.no_access.clone()),
        set_aside: set_aside(system),
        count_rule: system.access().map(|rules| rules.count_rule.word().to_owned()),
        label: system.access().and_then(|rules| match &rules.resources {
            Resources::Labelled { label, .. } => Some(label.clone()),
            Resources::Whole { .. } => None,
        }),
        resources: resources(review, system, access),
        accounts: access.accounts.len() as u64,
        privileged: privileged(system, access),
    }
}

/// What stands for the cell texts whose rows are set aside.
fn set_aside(system: &system::System) -> Vec<Opaque> {
    let exports = system.access().into_iter().flat_map(|rules| &rules.exports);
    let values = exports
        .flat_map(|export| &export.set_aside)
        .flat_map(|rule| &rule.values);
    let all: BTreeSet<Opaque> = values.map(|value| Opaque::cell(value)).collect();
    all.into_iter().collect()
}

/// What is labelled now, and what had a label before, also where nothing is labelled this time: no number is given twice.
fn resources(review: &Review, system: &system::System, access: &Access) -> Vec<Resource> {
    let mut formerly: BTreeMap<&str, Vec<Opaque>> = BTreeMap::new();
    if let Some(Resources::Labelled { formerly: renamed, .. }) = system.access().map(|rules| &rules.resources) {
        for (was, is) in renamed {
            formerly
                .entry(is.reveal())
                .or_default()
                .push(Opaque::resource(was.reveal()));
        }
    }
    let labelled = access.resources.values().filter(|_| system.has_resources());
    let now = labelled.map(|resource| Resource {
        id: Opaque::resource(resource.name.reveal()),
        label: resource.label.clone(),
        formerly: formerly.remove(resource.name.reveal()).unwrap_or_default(),
        gone: false,
    });
    let mut all: Vec<Resource> = now.collect();
    let taken: BTreeSet<String> = all.iter().map(|resource| resource.label.clone()).collect();
    let before = review.snapshot.labelled_before(system);
    let gone = before.filter(|resource| !taken.contains(&resource.label));
    all.extend(gone.map(|resource| Resource {
        gone: true,
        ..resource.clone()
    }));
    all
}

/// How many accounts hold a privileged level.
fn privileged(system: &system::System, access: &Access) -> u64 {
    let Some(rules) = system.access() else { return 0 };
    let privileged = access.effective().filter(|held| rules.is_privileged(held.grant.level));
    let accounts: BTreeSet<Ix<_>> = privileged.map(|held| held.account).collect();
    accounts.len() as u64
}

fn breach(review: &Review, finding: &finding::Finding, previous: Option<&Detail>) -> Finding {
    let (settings, snapshot) = (&review.settings, &review.snapshot);
    let subject = &finding.subject;
    let identities = &snapshot.roster.identities;
    let access = snapshot.about(subject);
    let system = subject.system.map(|system| settings.systems[system].id.as_str());
    let declared = (subject.system).and_then(|system| settings.systems[system].access());
    let id = Opaque::finding(&key::key(finding, settings, snapshot));
    let level = |held: &Held| match (held, declared) {
        (Held::Level(level), Some(rules)) => Some(rules.levels[*level].name.clone()),
        (Held::Unmapped(_), _) | (Held::Level(_), None) => None,
    };
    let named = |identity: &Ix<_>| Opaque::identity(identities[*identity].id.reveal());
    Finding {
        check: finding.check.0.to_owned(),
        severity: finding.severity.word().to_owned(),
        since: former::since(previous, &id).unwrap_or(settings.date),
        id,
        system: system.map(str::to_owned),
        account: (subject.account.zip(system).zip(access))
            .map(|((account, system), access)| Opaque::account(system, access.accounts[account].login.reveal())),
        identity: subject.identity.as_ref().map(named),
        candidates: subject.candidates.iter().map(named).collect(),
        resource: (subject.resource.zip(access)).map(|(resource, access)| access.resources[resource].label.clone()),
        levels: subject.levels.iter().filter_map(level).collect(),
        // Not the pointer of a record, in which logins may stand.
        evidence: (finding.evidence.iter())
            .map(|place| format!("{}:{}", place.source.get() + 1, place.line))
            .collect(),
        accepted_until: review.exception_of(finding).map(|exception| exception.expires),
        closure: finding.closure.map(|closure| Closure::word(closure).to_owned()),
    }
}

/// What could not be judged, and what was switched off.
fn unjudged(review: &Review) -> Vec<Unjudged> {
    let settings = &review.settings;
    let ids = |why: &Why| {
        let systems = why.systems().iter();
        systems.map(|system| settings.systems[*system].id.clone()).collect()
    };
    let open = review.unjudged.iter().map(|unjudged| Unjudged {
        check: unjudged.check.0.to_owned(),
        systems: ids(&unjudged.why),
    });
    let off = settings.rulings.keys().filter(|check| settings.is_off(**check));
    open.chain(off.map(|check| Unjudged {
        check: check.0.to_owned(),
        systems: Vec::new(),
    }))
    .collect()
}

fn accepted(review: &Review, exception: &exception::Exception) -> Exception {
    let system = exception.subject.within.map(|within| within.system);
    Exception {
        id: exception.opaque(&review.settings),
        check: exception.check.0.to_owned(),
        system: system.map(|system| review.settings.systems[system].id.clone()),
        ticket: exception.ticket.clone(),
        about: (exception.subject.parts(&review.settings).into_iter())
            .map(|(part, text)| (part.to_owned(), text))
            .collect(),
        granted: exception.granted,
        expires: exception.expires,
    }
}

fn file(review: &Review, source: &Source) -> File {
    let (content, system) = match source.content {
        Content::Roster => ("roster", None),
        Content::Accounts => ("accounts", None),
        Content::Sources => ("sources", None),
        Content::List => ("list", None),
        Content::Export(system) => ("export", Some(system)),
        Content::Recheck(system) => ("recheck", Some(system)),
    };
    File {
        content: content.to_owned(),
        system: system.map(|system| review.settings.systems[system].id.clone()),
        sha256: source.sha256.clone(),
        bytes: source.bytes,
        coverage: Coverage::word(source.coverage).to_owned(),
        extracted: source.extracted().map(|at| at.to_string()),
        rows: source.rows.total,
        used: source.rows.used,
        set_aside: source.rows.set_aside_total(),
        rejected: source.rows.rejected.len() as u64,
    }
}

/// How many people were there on the audit date.
fn present_people(review: &Review) -> u64 {
    let identities = review.snapshot.roster.identities.values();
    let people = identities.filter(|identity| identity.kind == RoleKind::Person);
    people.filter(|person| person.present_on(review.settings.date)).count() as u64
}

fn totals(review: &Review) -> Totals {
    let (settings, snapshot) = (&review.settings, &review.snapshot);
    let rules = || settings.systems.values().filter_map(system::System::access);
    let declared = rules().any(system::AccessRules::has_privileged_level);
    Totals {
        audit_date: settings.date,
        identities: snapshot.roster.identities.len() as u64,
        people: review.figures.people,
        present: Some(present_people(review)),
        accounts: review.figures.accounts,
        holding: review.figures.holding,
        privileged: declared.then(|| {
            let all = snapshot.counted();
            all.map(|access| privileged(&settings.systems[access.system], access))
                .sum()
        }),
        grants: review.figures.grants,
        findings: review.findings.len() as u64,
        accepted: review.accepted() as u64,
        done: (!snapshot.rechecks.is_empty()).then(|| review.done() as u64),
    }
}

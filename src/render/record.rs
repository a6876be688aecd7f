//! `record.json`: the small versioned format that next year reads. A format of its own, not a dump of today's types.
//!
//! It holds opaque ids only: roster ids, and for accounts `<system>-<number>` in the order of the export, with `-recheck-`
//! between where only the recheck has the account. Names,
//! logins and real resource names stand in `people-map.json`. Grants are not repeated: `grants.csv` is their table,
//! named by hash.

use serde::Serialize;

use crate::model::arena::Ix;
use crate::model::extract::Extract;
use crate::model::finding::{Closure, Finding};
use crate::model::policy::RoleKind;
use crate::model::printed::Printed;
use crate::model::review::Review;
use crate::model::snapshot::{Access, Account, Held};
use crate::model::source::{Content, Source};
use crate::model::system::Coverage;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Record<'a> {
    version: u32,
    program: &'static str,
    organisation: &'a str,
    audit_date: String,
    period: &'a str,
    roles: Vec<&'a str>,
    policy: Option<&'a str>,
    systems: Vec<System<'a>>,
    identities: Vec<Identity<'a>>,
    grants: Grants<'a>,
    counts: Vec<Printed>,
    findings: Vec<Breach<'a>>,
    sources: Vec<File<'a>>,
    history: Vec<Totals>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct System<'a> {
    id: &'a str,
    name: &'a str,
    coverage: Option<&'static str>,
    levels: Vec<&'a str>,
    resources: Vec<&'a str>,
    accounts: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Identity<'a> {
    id: &'a str,
    role: &'a str,
    kind: &'static str,
    contractor: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Grants<'a> {
    file: &'static str,
    sha256: &'a str,
    rows: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Breach<'a> {
    check: &'static str,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    levels: Vec<&'a str>,
    /// `<number of the source>:<line>`, or the pointer of the record in place of a line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<String>,
    /// The last day of the exception that accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_until: Option<String>,
    /// What a recheck shows of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    closure: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct File<'a> {
    content: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a str>,
    sha256: &'a str,
    bytes: u64,
    coverage: &'static str,
    /// When, with the difference to UTC; where somebody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    extracted: Option<String>,
    rows: u64,
    used: u64,
    set_aside: u64,
    rejected: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Totals {
    audit_date: String,
    identities: u64,
    accounts: u64,
    /// Those of them that hold something.
    holding: u64,
    /// Distinct ones.
    grants: u64,
    findings: usize,
    /// Those of them that are accepted.
    accepted: usize,
    /// Those of them that were put right; left out where no system was exported again.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<usize>,
}

/// The opaque id of an account in the record.
pub(super) fn account_id(system: &str, extract: Extract, account: Ix<Account>) -> String {
    let number = account.get() + 1;
    match extract {
        Extract::First => format!("{system}-{number}"),
        Extract::Recheck => format!("{system}-recheck-{number}"),
    }
}

/// The record of this audit; `grants_sha256` is the hash of the finished `grants.csv`.
pub fn json(review: &Review, grants_sha256: &str) -> anyhow::Result<Vec<u8>> {
    let snapshot = &review.snapshot;
    let settings = &review.settings;
    let grants = snapshot.counted().map(|access| access.effective().count()).sum();
    let roles = &snapshot.policy.roles;
    let record = Record {
        version: 1,
        program: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
        organisation: &settings.organisation,
        audit_date: settings.date.to_string(),
        period: &settings.period,
        roles: roles.values().map(|role| role.title.as_str()).collect(),
        policy: snapshot.policy.file.as_deref(),
        systems: snapshot.counted().map(|access| system(review, access)).collect(),
        identities: snapshot
            .roster
            .identities
            .values()
            .map(|identity| Identity {
                id: identity.id.reveal(),
                role: &roles[identity.roles.first].title,
                kind: match identity.kind {
                    RoleKind::Person => "person",
                    RoleKind::Technical => "technical",
                    RoleKind::Shared => "shared",
                },
                contractor: identity.is_contractor(),
            })
            .collect(),
        grants: Grants {
            file: "grants.csv",
            sha256: grants_sha256,
            rows: grants,
        },
        counts: review
            .counts
            .iter()
            .map(|count| count.printed(settings, snapshot))
            .collect(),
        findings: review.findings.iter().map(|finding| breach(review, finding)).collect(),
        sources: snapshot.sources.values().map(|source| file(review, source)).collect(),
        history: vec![Totals {
            audit_date: settings.date.to_string(),
            identities: review.snapshot.roster.identities.len() as u64,
            accounts: review.figures.accounts,
            holding: review.figures.holding,
            grants: review.figures.grants,
            findings: review.findings.len(),
            accepted: review.accepted(),
            done: (!snapshot.rechecks.is_empty()).then(|| review.done()),
        }],
    };
    let mut bytes = serde_json::to_vec_pretty(&record)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn system<'a>(review: &'a Review, access: &'a Access) -> System<'a> {
    let system = &review.settings.systems[access.system];
    let labelled = system.has_resources();
    let levels = system
        .access()
        .map(|rules| rules.levels.values().map(|level| level.name.as_str()).collect());
    System {
        id: &system.id,
        name: &system.name,
        coverage: access.coverage.map(Coverage::word),
        levels: levels.unwrap_or_default(),
        resources: access
            .resources
            .values()
            .filter(|_| labelled)
            .map(|resource| resource.label.as_str())
            .collect(),
        accounts: access.accounts.len(),
    }
}

fn breach<'a>(review: &'a Review, finding: &'a Finding) -> Breach<'a> {
    let subject = &finding.subject;
    let identities = &review.snapshot.roster.identities;
    let access = review.snapshot.about(subject);
    let id = subject.system.map(|system| review.settings.systems[system].id.as_str());
    let level = |held: &Held| match (
        held,
        subject
            .system
            .and_then(|system| review.settings.systems[system].access()),
    ) {
        (Held::Level(level), Some(rules)) => Some(rules.levels[*level].name.as_str()),
        (Held::Unmapped(_), _) | (Held::Level(_), None) => None,
    };
    Breach {
        check: finding.check.0,
        severity: finding.severity.word(),
        system: id,
        account: (subject.account.zip(id)).map(|(account, id)| account_id(id, subject.extract, account)),
        identity: subject.identity.map(|identity| identities[identity].id.reveal()),
        candidates: subject
            .candidates
            .iter()
            .map(|identity| identities[*identity].id.reveal())
            .collect(),
        resource: subject
            .resource
            .zip(access)
            .map(|(resource, access)| access.resources[resource].label.as_str()),
        levels: subject.levels.iter().filter_map(level).collect(),
        evidence: finding
            .evidence
            .iter()
            .map(|place| {
                let line = review.snapshot.sources[place.source].locate(place.line);
                format!("{}:{line}", place.source.get() + 1)
            })
            .collect(),
        accepted_until: (review.exception_of(finding)).map(|exception| exception.expires.to_string()),
        closure: finding.closure.map(Closure::word),
    }
}

fn file<'a>(review: &'a Review, source: &'a Source) -> File<'a> {
    let (content, system) = match source.content {
        Content::Roster => ("roster", None),
        Content::Accounts => ("accounts", None),
        Content::Sources => ("sources", None),
        Content::Export(system) => ("export", Some(review.settings.systems[system].id.as_str())),
        Content::Recheck(system) => ("recheck", Some(review.settings.systems[system].id.as_str())),
    };
    File {
        content,
        system,
        sha256: &source.sha256,
        bytes: source.bytes,
        coverage: source.coverage.word(),
        extracted: source.attested.as_ref().and_then(|row| row.at).map(|at| at.to_string()),
        rows: source.rows.total,
        used: source.rows.used,
        set_aside: source.rows.set_aside_total(),
        rejected: source.rows.rejected.len(),
    }
}

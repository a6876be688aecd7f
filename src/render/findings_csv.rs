//! `findings.csv`: every finding with its key, its subject and where its evidence was read.

use super::table::Table;
use crate::model::finding::Finding;
use crate::model::key::key;
use crate::model::review::Review;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Held, Snapshot};

const HEADER: [&str; 13] = [
    "key",
    "check",
    "severity",
    "system",
    "account",
    "person",
    "candidates",
    "resource",
    "levels",
    "role",
    "text",
    "file",
    "evidence",
];

/// Every finding, in the order of the document.
pub fn csv(review: &Review) -> anyhow::Result<Vec<u8>> {
    let mut table = Table::new(&HEADER)?;
    for finding in &review.findings {
        row(&mut table, &review.settings, &review.snapshot, finding)?;
    }
    table.bytes()
}

/// The header alone.
pub fn header() -> anyhow::Result<Vec<u8>> {
    Table::new(&HEADER)?.bytes()
}

/// The rows of some findings alone.
pub fn rows(settings: &Settings, snapshot: &Snapshot, findings: &[Finding]) -> anyhow::Result<Vec<u8>> {
    let mut table = Table::further();
    for finding in findings {
        row(&mut table, settings, snapshot, finding)?;
    }
    table.bytes()
}

fn row(table: &mut Table, settings: &Settings, snapshot: &Snapshot, finding: &Finding) -> anyhow::Result<()> {
    let subject = &finding.subject;
    let identities = &snapshot.roster.identities;
    let access = subject.system.and_then(|system| snapshot.access_of(system));
    let candidates: Vec<&str> = subject
        .candidates
        .iter()
        .map(|place| identities[*place].id.reveal())
        .collect();
    let levels: Vec<&str> = subject
        .levels
        .iter()
        .map(|level| level_name(settings, access, *level))
        .collect();
    let evidence: Vec<String> = finding
        .evidence
        .iter()
        .map(|place| snapshot.sources[place.source].show(place.line))
        .collect();
    table.row([
        key(finding, settings, snapshot).as_str(),
        finding.check.0,
        finding.severity.word(),
        subject.system.map_or("", |system| &settings.systems[system].id),
        subject
            .account
            .zip(access)
            .map_or("", |(account, access)| access.accounts[account].login.reveal()),
        subject.identity.map_or("", |identity| identities[identity].id.reveal()),
        &candidates.join(";"),
        subject
            .resource
            .zip(access)
            .map_or("", |(resource, access)| access.resources[resource].name.reveal()),
        &levels.join(";"),
        subject.role.map_or("", |role| &snapshot.policy.roles[role].title),
        subject.text.as_ref().map_or("", |text| text.reveal()),
        subject
            .source
            .map_or("", |source| snapshot.sources[source].file.reveal()),
        &evidence.join(";"),
    ])
}

fn level_name<'a>(settings: &'a Settings, access: Option<&'a Access>, level: Held) -> &'a str {
    let Some(access) = access else { return "" };
    match level {
        Held::Level(level) => match settings.systems[access.system].access() {
            Some(rules) => &rules.levels[level].name,
            None => "",
        },
        Held::Unmapped(spelling) => access.unmapped[spelling].reveal(),
    }
}

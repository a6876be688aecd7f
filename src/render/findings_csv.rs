//! `findings.csv`: every finding with its key, its subject, where its evidence was read, the exception that
//! accepts it, and what a recheck shows of it.

use super::table::Table;
use crate::model::finding::{Closure, Finding};
use crate::model::key;
use crate::model::review::Review;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

const HEADER: [&str; 15] = [
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
    "exception",
    "closure",
];

/// Every finding, in the order of the document.
pub fn csv(review: &Review) -> anyhow::Result<Vec<u8>> {
    let table = Table::new(&HEADER)?;
    add(table, &review.settings, &review.snapshot, &review.findings)
}

/// The header alone.
pub fn header() -> anyhow::Result<Vec<u8>> {
    Ok(Table::new(&HEADER)?.bytes())
}

/// The rows of some findings alone.
pub fn rows(settings: &Settings, snapshot: &Snapshot, findings: &[Finding]) -> anyhow::Result<Vec<u8>> {
    add(Table::further(), settings, snapshot, findings)
}

/// Texts that are made anew for each row; kept for their space.
#[derive(Default)]
struct Made {
    key: String,
    candidates: String,
    levels: String,
    evidence: String,
}

fn add(mut table: Table, settings: &Settings, snapshot: &Snapshot, findings: &[Finding]) -> anyhow::Result<Vec<u8>> {
    let mut made = Made::default();
    for finding in findings {
        made.of(settings, snapshot, finding);
        row(&mut table, &made, settings, snapshot, finding)?;
    }
    Ok(table.bytes())
}

impl Made {
    fn of(&mut self, settings: &Settings, snapshot: &Snapshot, finding: &Finding) {
        let subject = &finding.subject;
        let access = snapshot.about(subject);
        self.key.clear();
        key::write(&mut self.key, finding, settings, snapshot);
        let candidates = subject.candidates.iter();
        let ids = candidates.map(|place| snapshot.roster.identities[*place].id.reveal());
        join(&mut self.candidates, ids, String::push_str);
        let levels = subject.levels.iter();
        join(&mut self.levels, levels, |into, level| {
            let name = access.and_then(|access| access.level_name(settings, *level));
            into.push_str(name.unwrap_or_default());
        });
        join(&mut self.evidence, finding.evidence.iter(), |into, place| {
            snapshot.sources[place.source].write_place(into, place.line);
        });
    }
}

/// Writes items with semicolons between them.
fn join<T>(into: &mut String, items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    into.clear();
    for (place, item) in items.enumerate() {
        if place > 0 {
            into.push(';');
        }
        write(into, item);
    }
}

fn row(
    table: &mut Table,
    made: &Made,
    settings: &Settings,
    snapshot: &Snapshot,
    finding: &Finding,
) -> anyhow::Result<()> {
    let subject = &finding.subject;
    let identities = &snapshot.roster.identities;
    let access = snapshot.about(subject);
    let exception = finding.accepted_by().map(|place| &snapshot.policy.exceptions[place]);
    let exception = exception
        .map(|exception| snapshot.policy.name_of(exception))
        .unwrap_or_default();
    table.row([
        made.key.as_str(),
        finding.check.0,
        finding.severity.word(),
        subject.system.map_or("", |system| &settings.systems[system].id),
        subject
            .account
            .zip(access)
            .map_or("", |(account, access)| access.accounts[account].login.reveal()),
        subject.identity.map_or("", |identity| identities[identity].id.reveal()),
        &made.candidates,
        subject
            .resource
            .zip(access)
            .map_or("", |(resource, access)| access.resources[resource].name.reveal()),
        &made.levels,
        subject.role.map_or("", |role| &snapshot.policy.roles[role].title),
        subject.text.as_ref().map_or("", |text| text.reveal()),
        subject
            .source
            .map_or("", |source| snapshot.sources[source].file.reveal()),
        &made.evidence,
        &exception,
        finding.closure.map_or("", Closure::word),
    ])
}

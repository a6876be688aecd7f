//! `grants.csv`: every grant in every account's hands, of the extract of each system that is counted, with whose it is, through which group it is held and where that
//! was read. The table that `record.json` names by hash. `matched by` is the rule that leads to the person, `allowed by` the
//! rule of a role or the exception by which the permission may be held.

use self::allowed::Allowed;
use super::table::Table;
use crate::model::finding::Finding;
use crate::model::record;
use crate::model::review::Review;
use crate::model::roster::Employment;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Effective, Held, Holder, LastLogin, Match, Snapshot};
use crate::model::source::Place;

mod allowed;

const HEADER: [&str; 23] = [
    "system",
    "account",
    "display name",
    "e-mail",
    "status",
    "person",
    "matched by",
    "role",
    "employment",
    "company",
    "resource",
    "label",
    "level",
    "mapped",
    "last login",
    "mfa",
    "file",
    "sheet",
    "line",
    "sha256",
    "via",
    "membership",
    "allowed by",
];

/// Every grant, by system in declared order, then in file order.
pub fn csv(review: &Review) -> anyhow::Result<Vec<u8>> {
    let mut table = Table::new(&HEADER)?;
    add(&mut table, &review.settings, &review.snapshot, &review.findings)?;
    Ok(table.bytes())
}

/// The header alone.
pub fn header() -> anyhow::Result<Vec<u8>> {
    Ok(Table::new(&HEADER)?.bytes())
}

/// The rows alone; the findings are settled.
pub fn rows(settings: &Settings, snapshot: &Snapshot, findings: &[Finding]) -> anyhow::Result<Vec<u8>> {
    let mut table = Table::further();
    add(&mut table, settings, snapshot, findings)?;
    Ok(table.bytes())
}

fn add(table: &mut Table, settings: &Settings, snapshot: &Snapshot, findings: &[Finding]) -> anyhow::Result<()> {
    for access in snapshot.counted() {
        let system = &settings.systems[access.system];
        let mut allowed = Allowed::new(settings, snapshot, access, findings);
        for held in access.effective() {
            let (account, grant) = (&access.accounts[held.account], held.grant);
            let source = &snapshot.sources[grant.place.source];
            let (person, matched) = holder(snapshot, account);
            let identity = account
                .holder
                .identity()
                .map(|identity| &snapshot.roster.identities[identity]);
            let role = identity.map_or("", |identity| {
                snapshot.policy.roles[identity.roles.first].title.as_str()
            });
            let (employment, company) = match identity.map(|identity| &identity.employment) {
                None => ("", ""),
                Some(Employment::Employee) => ("employee", ""),
                Some(Employment::Contractor { company }) => {
                    ("contractor", company.as_ref().map_or("", |company| company.reveal()))
                }
            };
            let resource = grant.resource.map(|resource| &access.resources[resource]);
            let (level, mapped) = match (grant.level, system.access()) {
                (Held::Level(level), Some(rules)) => (rules.levels[level].name.as_str(), "yes"),
                (Held::Unmapped(spelling), _) => (access.unmapped[spelling].reveal(), "no"),
                (Held::Level(_), None) => ("", "no"),
            };
            table.row([
                system.id.as_str(),
                account.login.reveal(),
                account.name.as_ref().map_or("", |name| name.reveal()),
                account.email.as_ref().map_or("", |email| email.reveal()),
                account.status_word(),
                &person,
                &matched,
                role,
                employment,
                company,
                resource.map_or("", |resource| resource.name.reveal()),
                resource.map_or("", |resource| resource.label.as_str()),
                level,
                mapped,
                &last_login(account.last_login),
                account.mfa.map_or("", |mfa| if mfa { "yes" } else { "no" }),
                source.file.reveal(),
                source.sheet.as_deref().unwrap_or_default(),
                &source.locate(grant.place.line),
                &source.sha256,
                &via(access, &held),
                &memberships(snapshot, &held),
                &allowed.text(&held),
            ])?;
        }
    }
    Ok(())
}

/// The groups through which a grant is held, the one that holds it first; nothing where it is held directly.
fn via(access: &Access, held: &Effective<'_>) -> String {
    let groups = held.chain.iter().flat_map(|chain| &chain.groups);
    let names: Vec<&str> = groups.map(|group| access.groups[*group].name.reveal()).collect();
    names.join(record::STEP)
}

/// Where each step of that was read.
fn memberships(snapshot: &Snapshot, held: &Effective<'_>) -> String {
    let steps = held.chain.iter().flat_map(|chain| &chain.steps);
    let show = |place: &Place| snapshot.sources[place.source].show(place.line);
    steps.map(show).collect::<Vec<_>>().join("; ")
}

/// The ids of whoever holds the account and the rules that lead there; several are parted by a semicolon.
fn holder(snapshot: &Snapshot, account: &Account) -> (String, String) {
    let identities = &snapshot.roster.identities;
    match &account.holder {
        Holder::Identity(identity, rule) => (identities[*identity].id.reveal().to_owned(), word(*rule).to_owned()),
        Holder::Nobody => (String::new(), String::new()),
        Holder::Several(candidates) => (
            candidates
                .iter()
                .map(|(identity, _)| identities[*identity].id.reveal())
                .collect::<Vec<_>>()
                .join(";"),
            candidates
                .iter()
                .map(|(_, rule)| word(*rule))
                .collect::<Vec<_>>()
                .join(";"),
        ),
    }
}

fn word(rule: Match) -> &'static str {
    match rule {
        Match::Login => "login",
        Match::Email => "e-mail",
        Match::Pattern => "pattern",
        Match::Sheet => "accounts sheet",
    }
}

/// A date, `never`, or nothing where it was not collected.
fn last_login(last_login: LastLogin) -> String {
    match last_login {
        LastLogin::On(date) => date.to_string(),
        LastLogin::Never => "never".to_owned(),
        LastLogin::Unknown => String::new(),
    }
}

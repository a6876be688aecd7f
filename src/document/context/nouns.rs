//! The nouns of one finding, for its sentence.

use jiff::civil::Date;
use serde::Serialize;

use super::attested::{Told, Vouched};
use super::exceptions::{Excepting, of_finding};
use super::inventory::{Agreement, Report, in_scope};
use crate::model::arena::Ix;
use crate::model::credential::Secrets;
use crate::model::extract::Extract;
use crate::model::finding::{Finding, Subject};
use crate::model::likeness::nearest;
use crate::model::policy::{Policy, Role, Rule};
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::reviewed::Void;
use crate::model::roster::{End, Identity};
use crate::model::snapshot::{Access, Account, LastLogin};
use crate::model::source::{self, Unclear};
use crate::model::system::System;

/// Everything a sentence in `checks.toml` can name; what does not apply is none or empty.
#[derive(Serialize)]
pub(in crate::document) struct Nouns<'a> {
    account: Option<&'a str>,
    account_name: Option<&'a str>,
    system: Option<&'a str>,
    identity: Option<&'a str>,
    identity_id: Option<&'a str>,
    /// Titles of all the identity's roles.
    roles: Vec<&'a str>,
    all_roles: Vec<&'a str>,
    company: Option<&'a str>,
    /// Its first day, if it lies after the audit date.
    starts: Option<String>,
    /// Whether the identity had left before the audit date.
    left: bool,
    /// Its last day, if it lies before the audit date and is told.
    ended: Option<String>,
    owner: Option<&'a str>,
    owner_left: bool,
    /// The first day of the owner, if it lies after the day that is judged.
    owner_starts: Option<String>,
    owner_ended: Option<String>,
    /// `Name (id)` of everybody it could be.
    candidates: Vec<String>,
    /// What accounts sheets say of the account, where it could be several people's.
    claims: Vec<Claimed<'a>>,
    resource: Option<&'a str>,
    levels: Vec<&'a str>,
    role: Option<&'a str>,
    /// The declared role that is spelled most like it.
    like: Option<&'a str>,
    file: Option<&'a str>,
    rejected: u64,
    /// Columns of the file with cells that could not be read.
    unclear: Vec<Column<'a>>,
    /// Rows that are declared, if the file has another number.
    declared_rows: Option<u64>,
    /// Why the file does not hold everything, as it shows itself.
    cut: Option<&'a str>,
    /// What another file of its system tells too.
    twin: Option<Twin<'a>>,
    /// What the sources sheet says of the file.
    source: Option<Told<'a>>,
    /// What it says of a file that is not read row by row.
    document: Option<Vouched<'a>>,
    text: Option<&'a str>,
    line: Option<u64>,
    /// The line of the roles file, where it is one of that.
    of_roles: Option<String>,
    date: String,
    /// The day on which the system is judged.
    day: String,
    /// The day on which the account was last used.
    last_login: Option<String>,
    /// The limit in days: that of exceptions where one is meant, of the system, or of contracts where no system is meant.
    limit: Option<u32>,
    /// When the system was reviewed.
    reviewed_on: Option<String>,
    /// Why that review does not count, where it does not.
    void: Vec<&'static str>,
    /// The oldest key of the account.
    key: Aged,
    /// Its password.
    password: Aged,
    /// The last day of the identity, if it has not left.
    ends: Option<String>,
    /// How many should hold a privileged level of the system at least.
    fewest: Option<u32>,
    /// How many should hold one at most.
    most: Option<u32>,
    /// What is kept apart.
    separation: Option<Apart<'a>>,
    /// The exception that the finding is about.
    exception: Option<Excepting<'a>>,
    /// The id under which the inventory has something in scope that is no system.
    in_scope: Option<&'a str>,
    /// The agreement with a contractor company.
    agreement: Option<Agreement<'a>>,
    /// The report of a provider.
    report: Option<Report<'a>>,
}

/// Everybody a finding could be about.
fn candidates(account: Option<&Account>, subject: &Subject) -> Vec<Ix<Identity>> {
    match account {
        Some(account) if subject.candidates.is_empty() => {
            let candidates = account.holder.candidates().iter();
            candidates.map(|(identity, _)| *identity).collect()
        }
        _ => subject.candidates.clone(),
    }
}

/// The day on which an account was last used.
fn last_login(account: &Account) -> Option<String> {
    match account.last_login {
        LastLogin::On(day) => Some(day.to_string()),
        LastLogin::Never | LastLogin::Unknown => None,
    }
}

/// The first day of somebody who starts only after this one.
fn starts(identity: &Identity, day: Date) -> Option<String> {
    let start = identity.start.filter(|_| identity.starts_after(day));
    start.map(|start| start.to_string())
}

/// Why somebody's review of a system says nothing of what is judged.
fn void(
    extract: Extract,
    access: Option<&Access>,
    system: Option<&System>,
    by: Option<&Identity>,
    audit: Date,
) -> Vec<&'static str> {
    let reviewed = system.and_then(|system| system.reviewed.as_ref());
    let (Some(access), Some(reviewed), Some(by)) = (access, reviewed, by) else {
        return Vec::new();
    };
    let voids = if reviewed.by == by.id {
        reviewed.voids(by, access, extract, audit)
    } else {
        Vec::new()
    };
    let keys = voids.into_iter().map(|void| match void {
        Void::NoList => "no-list",
        Void::BeforeExport => "before-export",
        Void::BeforeAudit => "before-audit",
        Void::BeforeRecheck => "before-recheck",
        Void::YearsLater => "years-later",
        Void::NoPerson => "no-person",
        Void::NotThereYet => "not-there-yet",
        Void::Left => "left",
    });
    keys.collect()
}

/// A key or a password.
#[derive(Serialize)]
struct Aged {
    /// The day since which it is the same.
    since: Option<String>,
    /// For how many days it may be.
    limit: Option<u32>,
}

impl Aged {
    fn of(secrets: Option<Secrets>, limit: Option<u32>) -> Self {
        let day = secrets.and_then(|secrets| secrets.since);
        let since = day.map(|day| day.to_string());
        Self { since, limit }
    }
}

/// A separation of the roles file.
#[derive(Serialize)]
struct Apart<'a> {
    reason: &'a str,
    sides: Vec<Side<'a>>,
}

/// A side of it.
#[derive(Serialize)]
struct Side<'a> {
    system: &'a str,
    levels: Vec<&'a str>,
}

/// A row of an accounts sheet.
#[derive(Serialize)]
struct Claimed<'a> {
    place: &'a str,
    /// `Name (id)`.
    person: String,
}

/// A column with cells that could not be read.
#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    cells: u64,
}

/// What a file and another one of its system tell.
#[derive(Serialize)]
struct Twin<'a> {
    shared: u64,
    of: u64,
    only: &'a str,
}

impl<'a> Twin<'a> {
    fn of(twin: &'a source::Twin) -> Self {
        Self {
            shared: twin.shared,
            of: twin.of,
            only: twin.only.reveal(),
        }
    }
}

impl<'a> Nouns<'a> {
    /// The nouns of one finding.
    pub(in crate::document) fn of(review: &'a Review, finding: &'a Finding) -> Self {
        let (settings, snapshot, subject) = (&review.settings, &review.snapshot, &finding.subject);
        let system = subject.system.map(|system| &settings.systems[system]);
        let access = snapshot.about(subject);
        let account = access
            .zip(subject.account)
            .map(|(access, account)| &access.accounts[account]);
        let by_account = account.and_then(|account| account.holder.identity());
        let identity = subject
            .identity
            .or(by_account)
            .map(|identity| &snapshot.roster.identities[identity]);
        let owner = identity
            .and_then(|identity| identity.owner)
            .map(|owner| &snapshot.roster.identities[owner]);
        let candidates = candidates(account, subject);
        let source = subject.source.map(|source| &snapshot.sources[source]);
        let day = access.map_or(settings.date, |access| access.day);
        let left = |identity: &Identity| identity.left_before(day);
        let ended = |identity: &Identity| {
            let end = identity.end.filter(|_| left(identity));
            end.and_then(End::day).map(|day| day.to_string())
        };
        let told = account.and_then(|account| account.credentials.as_deref());
        let expected = system.and_then(System::access).map(|rules| &rules.expected);
        let holders = expected.and_then(|expected| expected.privileged_holders);
        Self {
            last_login: account.and_then(last_login),
            limit: match expected {
                _ if subject.exception.is_some() => settings.expiring_exception_days,
                Some(expected) => expected.dormant_days,
                None => settings.contract_expiring_days,
            },
            reviewed_on: system.and_then(|system| Some(system.reviewed.as_ref()?.on.to_string())),
            void: void(subject.extract, access, system, identity, settings.date),
            key: Aged::of(told.and_then(|told| told.keys), expected.and_then(|it| it.key_days)),
            password: Aged::of(
                told.and_then(|told| told.password),
                expected.and_then(|it| it.password_days),
            ),
            ends: (identity.filter(|identity| !left(identity)))
                .and_then(|identity| identity.end.and_then(End::day))
                .map(|day| day.to_string()),
            fewest: holders.and_then(|holders| holders.min),
            most: holders.and_then(|holders| holders.max),
            separation: separation(review, finding),
            exception: subject.exception.map(|exception| of_finding(review, exception)),
            in_scope: in_scope(review, finding),
            agreement: Agreement::of(review, finding),
            report: Report::of(review, finding),
            account: account.map(|account| account.login.reveal()),
            account_name: account.and_then(|account| account.name.as_ref()).map(Private::reveal),
            system: system.map(|system| system.name.as_str()),
            identity: identity.map(|identity| identity.name.reveal()),
            identity_id: identity.map(|identity| identity.id.reveal()),
            roles: identity.map_or_else(Vec::new, |identity| titles(&snapshot.policy, identity)),
            all_roles: snapshot.policy.roles.values().map(|role| role.title.as_str()).collect(),
            company: identity.and_then(company),
            starts: identity.and_then(|identity| starts(identity, day)),
            left: identity.is_some_and(left),
            ended: identity.and_then(ended),
            owner: owner.map(|owner| owner.name.reveal()),
            owner_left: owner.is_some_and(left),
            owner_starts: owner.and_then(|owner| starts(owner, settings.date)),
            owner_ended: owner.and_then(ended),
            candidates: candidates
                .iter()
                .map(|place| full_name(&snapshot.roster.identities[*place]))
                .collect(),
            claims: (access.iter().flat_map(|access| &access.claims))
                .filter(|claim| Some(claim.account) == subject.account)
                .map(|claim| Claimed {
                    place: claim.place.reveal(),
                    person: full_name(&snapshot.roster.identities[claim.identity]),
                })
                .collect(),
            resource: (access.zip(subject.resource)).map(|(access, resource)| access.resources[resource].name.reveal()),
            levels: (subject.levels.iter())
                .filter_map(|level| access?.level_name(settings, *level))
                .collect(),
            role: subject.role.map(|role| snapshot.policy.roles[role].title.as_str()),
            like: subject.role.and_then(|role| like(&snapshot.policy, role)),
            file: source.map(|source| source.file.reveal()),
            rejected: source.map_or(0, |source| source.rows.rejected.len() as u64),
            unclear: source.map_or_else(Vec::new, |source| source.unclear.iter().map(unclear).collect()),
            declared_rows: source
                .filter(|source| source.differs())
                .and_then(|source| source.declared_rows),
            cut: source.and_then(|source| source.cut.as_ref()).map(Private::reveal),
            twin: source.and_then(|source| source.twin.as_ref()).map(Twin::of),
            source: source.map(Told::of),
            document: Vouched::of(snapshot, finding),
            text: subject.text.as_ref().map(Private::reveal),
            line: subject.line,
            of_roles: of_roles(&snapshot.policy, finding),
            date: settings.date.to_string(),
            day: day.to_string(),
        }
    }
}

/// Titles of all of somebody's roles.
fn titles<'a>(policy: &'a Policy, identity: &Identity) -> Vec<&'a str> {
    let roles = identity.roles.iter();
    roles.map(|role| policy.roles[role].title.as_str()).collect()
}

/// The line of the roles file that a finding is about.
fn of_roles(policy: &Policy, finding: &Finding) -> Option<String> {
    let line = finding.subject.line?;
    Policy::sheet_of(finding).map(|sheet| policy.within(sheet, line))
}

/// The declared role that is spelled most like one that is not.
fn like(policy: &Policy, role: Ix<Role>) -> Option<&str> {
    let role = &policy.roles[role];
    let declared = policy.roles.values().filter(|known| policy.declares(known));
    let titles = declared.map(|known| known.title.as_str());
    nearest(&role.title, titles).filter(|_| !policy.declares(role))
}

/// The separation that a finding names, if it names one.
fn separation<'a>(review: &'a Review, finding: &Finding) -> Option<Apart<'a>> {
    let name = finding.subject.text.as_ref()?.reveal();
    let mut declared = review.snapshot.policy.separations.iter();
    let separation = declared.find(|separation| separation.name == name)?;
    let side = |rule: &'a Rule| {
        let system = &review.settings.systems[rule.system];
        let levels = rule.levels.iter();
        Side {
            system: &system.name,
            levels: levels
                .filter_map(|level| Some(system.access()?.levels[*level].name.as_str()))
                .collect(),
        }
    };
    Some(Apart {
        reason: separation.reason.trim_end_matches('.'),
        sides: separation.sides.iter().map(side).collect(),
    })
}

/// A column by its name, with how many of its cells could not be read.
fn unclear(column: &Unclear) -> Column<'_> {
    Column {
        name: column.name.reveal(),
        cells: column.cells,
    }
}

/// `Name (id)`.
pub(super) fn full_name(identity: &Identity) -> String {
    format!("{} ({})", identity.name.reveal(), identity.id.reveal())
}

/// `Name (id)` of whoever has the id.
pub(super) fn name_of(review: &Review, id: &Private) -> String {
    let found = review.snapshot.roster.identities.find(|identity| identity.id == *id);
    found.map_or_else(|| id.reveal().to_owned(), |(_, identity)| full_name(identity))
}

/// The company of a contractor.
fn company(identity: &Identity) -> Option<&str> {
    identity.company().map(Private::reveal)
}

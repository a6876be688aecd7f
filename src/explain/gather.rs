//! The facts that explanations have in common: rows, people, rules, grants and findings.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{
    AcceptedFacts, Contract, Device, FileFacts, FindingFacts, GrantFacts, Holding, Person, PutRightFacts, RefusedFacts,
    RejectedFacts, Row, RuleFacts, ScreenFacts, SeparationFacts, UnclearFacts,
};
use crate::model::arena::Ix;
use crate::model::extract::Extract;
use crate::model::finding::Finding;
use crate::model::policy::{Policy, RoleKind};
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::roster::{Employment, End, Identity};
use crate::model::snapshot::{Access, Account, Effective, Group, Held, Holder, Match, Resource};
use crate::model::source::{Place, Rejected, Source};
use crate::model::workbook::RolesSheet;
use crate::settle;

/// The text of a private string, for an explanation that only the officer sees.
pub(super) fn reveal(text: &Private) -> String {
    text.reveal().to_owned()
}

pub(super) fn row(review: &Review, place: Place) -> Row {
    let source = &review.snapshot.sources[place.source];
    Row {
        file: reveal(&source.file),
        sheet: source.sheet.clone(),
        line: place.line,
        at: source.locate(place.line).into_owned(),
    }
}

pub(super) fn person(review: &Review, place: Ix<Identity>) -> Person {
    let identity = &review.snapshot.roster.identities[place];
    let title = |role| review.snapshot.policy.roles[role].title.clone();
    Person {
        id: reveal(&identity.id),
        name: reveal(&identity.name),
        technical: identity.kind == RoleKind::Technical,
        shared: identity.kind == RoleKind::Shared,
        contract: match &identity.employment {
            Employment::Employee => None,
            Employment::Contractor { company } => Some(Contract {
                company: company.as_ref().map(reveal),
            }),
        },
        roles: identity.roles.iter().map(title).collect(),
        start: identity.start.map(|day| day.to_string()),
        end: identity.end.and_then(End::day).map(|day| day.to_string()),
        left: identity.left_before(review.settings.date),
        emergency: review.is_kept_for_emergencies(place),
    }
}

pub(super) fn level(review: &Review, access: &Access, held: Held) -> String {
    access.level_name(&review.settings, held).unwrap_or_default().to_owned()
}

/// What a recheck shows of some findings, by their checks.
fn closures<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<(String, String)> {
    let closed = findings.filter_map(|finding| Some((finding.check.0.to_owned(), finding.closure?.word().to_owned())));
    closed.collect()
}

pub(super) fn match_name(rule: Match) -> &'static str {
    match rule {
        Match::Login => "login",
        Match::Email => "email",
        Match::Pattern => "pattern",
        Match::Sheet => "sheet",
    }
}

/// An account with those of its grants that are given, and its notebooks.
pub(super) fn holding(review: &Review, access: &Access, place: Ix<Account>, grants: &[Effective<'_>]) -> Holding {
    let account = &access.accounts[place];
    let (holder, matched) = match account.holder {
        Holder::Identity(identity, rule) => (Some(identity), Some(match_name(rule).to_owned())),
        Holder::Nobody | Holder::Several(_) => (None, None),
    };
    let findings = review.findings.iter();
    let about_account = findings.filter(|finding| review.is_about_account(finding, access, place));
    let devices = access.devices.iter().filter(|device| device.account == place);
    let is_rechecked = review
        .snapshot
        .rechecks
        .iter()
        .any(|recheck| recheck.system == access.system);
    Holding {
        system: review.settings.systems[access.system].name.clone(),
        extract: is_rechecked.then_some(match access.extract {
            Extract::First => "first",
            Extract::Recheck => "recheck",
        }),
        login: reveal(&account.login),
        name: account.name.as_ref().map(reveal),
        status: account.status_word().to_owned(),
        holder: holder.map(|identity| person(review, identity)),
        matched,
        accepted: about_account
            .clone()
            .filter_map(|finding| accepted(review, finding))
            .collect(),
        refused: (about_account.clone())
            .flat_map(|finding| refused(review, finding))
            .collect(),
        closures: closures(about_account.clone()),
        findings: ids(about_account),
        grants: distinct_grants(review, access, place, grants),
        devices: devices
            .map(|device| Device {
                name: reveal(&device.name),
                encrypted: device.encrypted,
                protected: device.protected,
                row: row(review, device.place),
            })
            .collect(),
    }
}

/// The accounts of an extract; of the one that is not counted those that the counted one does not show.
pub(super) fn only_here<'a>(
    review: &'a Review,
    access: &'a Access,
) -> impl Iterator<Item = (Ix<Account>, &'a Account)> {
    let counted = review.snapshot.counted_of(access.system);
    let counted = counted.filter(|counted| counted.extract != access.extract);
    let known: BTreeSet<&str> = (counted.iter().flat_map(|counted| counted.accounts.values()))
        .map(|account| account.login.reveal())
        .collect();
    let accounts = access.accounts.iter();
    accounts.filter(move |(_, account)| !known.contains(account.login.reveal()))
}

/// All that an account holds, in the order of the grants.
pub(super) fn grants_of(access: &Access, account: Ix<Account>) -> Vec<Effective<'_>> {
    access.effective().filter(|held| held.account == account).collect()
}

/// One grant as it is put together.
#[derive(Default)]
struct Gathered {
    rows: BTreeSet<Row>,
    through: BTreeSet<Vec<String>>,
    direct: bool,
}

/// Grants with all rows they were read from, in the order of resources and levels.
fn distinct_grants(
    review: &Review,
    access: &Access,
    account: Ix<Account>,
    grants: &[Effective<'_>],
) -> Vec<GrantFacts> {
    let mut distinct: BTreeMap<(Option<Ix<Resource>>, Held), Gathered> = BTreeMap::new();
    for held in grants {
        let gathered = distinct.entry((held.grant.resource, held.grant.level)).or_default();
        gathered.rows.extend(held.places().map(|place| row(review, place)));
        match &held.chain {
            None => gathered.direct = true,
            Some(chain) => {
                let name = |group: &Ix<Group>| reveal(&access.groups[*group].name);
                gathered.through.insert(chain.groups.iter().map(name).collect());
            }
        }
    }
    let facts = distinct.into_iter().map(|((resource, held), gathered)| {
        let findings = review.findings.iter();
        let about_grant = findings.filter(|finding| review.is_about_grant(finding, access, account, (resource, held)));
        let rule = review.rule_for(access, account, resource, held);
        GrantFacts {
            resource: access.resource_name(resource).map(str::to_owned),
            label: resource.map(|resource| access.resources[resource].label.clone()),
            level: level(review, access, held),
            mapped: match held {
                Held::Level(_) => true,
                Held::Unmapped(_) => false,
            },
            rows: gathered.rows.into_iter().collect(),
            through: gathered.through.into_iter().collect(),
            direct: gathered.direct,
            rule: rule.and_then(|(role, rule)| {
                Some(RuleFacts {
                    role: role.title.clone(),
                    place: review.snapshot.policy.place(RolesSheet::Access, rule.line)?,
                })
            }),
            separations: separations(review, access, account, (resource, held)),
            unjudged: review.unruled(access),
            accepted: about_grant
                .clone()
                .filter_map(|finding| accepted(review, finding))
                .collect(),
            refused: (about_grant.clone())
                .flat_map(|finding| refused(review, finding))
                .collect(),
            closures: closures(about_grant.clone()),
            findings: ids(about_grant),
        }
    });
    facts.collect()
}

/// What keeps a grant apart from others.
fn separations(
    review: &Review,
    access: &Access,
    account: Ix<Account>,
    (resource, held): (Option<Ix<Resource>>, Held),
) -> Vec<SeparationFacts> {
    let Held::Level(level) = held else {
        return Vec::new();
    };
    let (policy, holder) = (&review.snapshot.policy, access.accounts[account].holder.identity());
    let separations = policy.separations_at(access.system, level, access.resource_name(resource));
    let facts = separations.filter_map(|separation| {
        let is_of_holder = |finding: &&Finding| {
            let text = finding.subject.text.as_ref().map(Private::reveal);
            finding.check.is_of_separations()
                && holder.is_some()
                && finding.subject.identity == holder
                && text == Some(separation.name.as_str())
        };
        Some(SeparationFacts {
            name: separation.name.clone(),
            place: policy.place(RolesSheet::Separation, separation.line)?,
            both: review.findings.iter().any(|finding| is_of_holder(&finding)),
        })
    });
    facts.collect()
}

/// The exception that accepts a finding, if one does.
fn accepted(review: &Review, finding: &Finding) -> Option<AcceptedFacts> {
    review.exception_of(finding).map(|exception| AcceptedFacts {
        check: exception.check.0.to_owned(),
        until: exception.expires.to_string(),
        reason: exception.reason.clone(),
        approved_by: reveal(&exception.approved_by),
        ticket: exception.ticket.clone(),
        place: review.snapshot.policy.place(RolesSheet::Exceptions, exception.line),
    })
}

/// The exceptions that a finding fits and that do not accept it.
fn refused(review: &Review, finding: &Finding) -> Vec<RefusedFacts> {
    let refused = settle::refused(&review.settings, &review.snapshot, finding);
    let facts = refused.into_iter().map(|(exception, why)| RefusedFacts {
        check: exception.check.0.to_owned(),
        why: why.key(),
        granted: exception.granted.to_string(),
        until: exception.expires.to_string(),
        approved_by: reveal(&exception.approved_by),
        place: review.snapshot.policy.place(RolesSheet::Exceptions, exception.line),
    });
    facts.collect()
}

/// The checks of some findings, each once.
fn ids<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let mut ids: Vec<String> = findings.map(|finding| finding.check.0.to_owned()).collect();
    ids.dedup();
    ids
}

fn file(source: &Source) -> FileFacts {
    let not_read = |found: &Rejected| RejectedFacts {
        place: source.called(found.line),
        reason: reveal(&found.reason),
    };
    let unclear = source.unclear.iter().map(|column| UnclearFacts {
        name: reveal(&column.name),
        cells: column.cells,
        first: column.first.iter().map(not_read).collect(),
    });
    FileFacts {
        name: reveal(&source.file),
        declared: source.declared_rows,
        cut: source.cut.as_ref().map(reveal),
        data: source.rows.data(),
        screen: source.on_screen().map(|screen| ScreenFacts {
            counted: screen.what.word().to_owned(),
            on_screen: screen.number,
            in_file: source.has(screen.what),
        }),
        rejected: source.rows.rejected.iter().map(not_read).collect(),
        unclear: unclear.collect(),
    }
}

pub(super) fn finding(review: &Review, finding: &Finding) -> FindingFacts {
    let subject = &finding.subject;
    let access = review.snapshot.about(subject);
    let login = access
        .zip(subject.account)
        .map(|(access, account)| reveal(&access.accounts[account].login));
    let levels = access.map(|access| subject.levels.iter().map(|held| level(review, access, *held)).collect());
    FindingFacts {
        check: finding.check.0.to_owned(),
        severity: finding.severity.word().to_owned(),
        system: subject
            .system
            .map(|system| review.settings.systems[system].name.clone()),
        login,
        person: subject.identity.map(|identity| person(review, identity)),
        candidates: subject
            .candidates
            .iter()
            .map(|identity| person(review, *identity))
            .collect(),
        claims: (access.iter().flat_map(|access| &access.claims))
            .filter(|claim| Some(claim.account) == subject.account)
            .map(|claim| (reveal(&claim.place), person(review, claim.identity)))
            .collect(),
        resource: access
            .and_then(|access| access.resource_name(subject.resource))
            .map(str::to_owned),
        levels: levels.unwrap_or_default(),
        role: subject
            .role
            .map(|role| review.snapshot.policy.roles[role].title.clone()),
        file: subject.source.map(|source| file(&review.snapshot.sources[source])),
        text: subject.text.as_ref().map(reveal),
        place: subject.line.and_then(|line| match Policy::sheet_of(finding) {
            Some(sheet) => review.snapshot.policy.place(sheet, line),
            None => Some(format!("review.toml, line {line}")),
        }),
        rows: finding.evidence.iter().map(|place| row(review, *place)).collect(),
        accepted: accepted(review, finding),
        refused: refused(review, finding),
        closure: finding.closure.map(|closure| closure.word().to_owned()),
        put_right: review.put_right(finding).map(|told| PutRightFacts {
            by: reveal(&told.by),
            company: told.company.as_ref().map(reveal),
            ticket: told.ticket.clone(),
            line: told.line,
        }),
    }
}

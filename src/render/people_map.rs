//! `people-map.json`: which id is whom, which account is whose. Deleting it pseudonymises the year.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::opaque::Opaque;
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::snapshot::Access;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct PeopleMap<'a> {
    version: u32,
    /// By the ids of the record.
    people: BTreeMap<Opaque, Person<'a>>,
    /// Account ids of the record.
    accounts: BTreeMap<Opaque, Login<'a>>,
    /// Where exceptions were decided, by the ids of the record.
    tickets: BTreeMap<Opaque, &'a str>,
    /// Of whom and what exceptions are, by the ids of the record.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    exceptions: BTreeMap<Opaque, BTreeMap<&'static str, String>>,
    /// Real names of each system's labelled resources, by label.
    resources: BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Login<'a> {
    login: &'a str,
    name: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Person<'a> {
    /// Id in the staff list.
    id: &'a str,
    name: &'a str,
    emails: Vec<&'a str>,
    logins: BTreeMap<&'a str, Vec<&'a str>>,
}

/// Everybody of the roster, every account and every resource, by the id that the record uses.
pub fn json(review: &Review) -> anyhow::Result<Vec<u8>> {
    let snapshot = &review.snapshot;
    let people = snapshot
        .roster
        .identities
        .values()
        .map(|identity| (Opaque::identity(identity.id.reveal()), person(review, identity)));
    let id = |access: &Access| review.settings.systems[access.system].id.as_str();
    let accounts = snapshot.access.iter().chain(&snapshot.rechecks).flat_map(|access| {
        access.accounts.values().map(move |account| {
            let login = Login {
                login: account.login.reveal(),
                name: account.name.as_ref().map(Private::reveal),
            };
            (Opaque::account(id(access), account.login.reveal()), login)
        })
    });
    let resources = snapshot
        .counted()
        .filter(|access| !access.resources.is_empty())
        .map(|access| {
            let names = access
                .resources
                .values()
                .map(|resource| (resource.label.as_str(), resource.name.reveal()));
            (id(access), names.collect())
        });
    let tickets = snapshot.policy.exceptions.values().filter_map(|exception| {
        let ticket = exception.ticket.as_deref()?;
        Some((exception.opaque(&review.settings), ticket))
    });
    let exceptions = snapshot.policy.exceptions.values().map(|exception| {
        let parts = exception.subject.parts(&review.settings).into_iter();
        (exception.opaque(&review.settings), parts.collect())
    });
    let map = PeopleMap {
        version: 2,
        people: people.collect(),
        accounts: accounts.collect(),
        tickets: tickets.collect(),
        exceptions: exceptions.collect(),
        resources: resources.collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&map)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn person<'a>(review: &'a Review, identity: &'a Identity) -> Person<'a> {
    let reveal = |texts: &'a [Private]| texts.iter().map(Private::reveal).collect();
    let logins = identity
        .logins
        .iter()
        .map(|(system, logins)| (review.settings.systems[*system].id.as_str(), reveal(logins)));
    Person {
        id: identity.id.reveal(),
        name: identity.name.reveal(),
        emails: reveal(&identity.emails),
        logins: logins.collect(),
    }
}

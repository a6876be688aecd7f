//! One pass over the grants of a system, each looked up in the table of cells.
//!
//! Comes in: what a system gave. Goes out: the findings of the cell checks, in the order of checks and subjects. A breach is
//! a few numbers until all of them are sorted: there may be millions.

use std::collections::BTreeMap;

use super::cell::{Broken, Cells, Profile};
use super::{CHECKS, finding, severity};
use crate::model::arena::Ix;
use crate::model::finding::{Finding, Subject};
use crate::model::heaps::sort_by_heap;
use crate::model::policy::Role;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Held, Resource, Snapshot};
use crate::model::source::Place;

/// A row that shows that a cell is broken, in the order of [`Subject`]; of one check.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    account: Ix<Account>,
    identity: Ix<Identity>,
    resource: Option<Ix<Resource>>,
    level: Held,
    role: Option<Ix<Role>>,
    place: Place,
}

impl Row {
    /// Whether both show the same breach.
    fn is_of(&self, other: &Self) -> bool {
        let place = other.place;
        Self { place, ..*self } == *other
    }
}

/// What the cell checks say of the grants of a system, each with the order of its check.
pub(super) fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<(usize, Finding)> {
    let mut cells = Cells::new(settings, snapshot, access);
    let accounts = access.accounts.values();
    // of each account, small beside it: there are many grants an account, in any order
    let judged: Vec<Option<(Ix<Identity>, Profile)>> = accounts.map(|account| cells.judged_as(account)).collect();
    let mut of_check: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    for held in access.effective() {
        let grant = held.grant;
        let Some(&Some((identity, profile))) = judged.get(held.account.get()) else {
            continue;
        };
        for &(order, Broken { role }) in cells.judge(profile, grant.resource, grant.level) {
            let rows = of_check.entry(order).or_default();
            for place in held.places() {
                rows.push(Row {
                    account: held.account,
                    identity,
                    resource: grant.resource,
                    level: grant.level,
                    role,
                    place,
                });
            }
        }
    }
    let mut found = Vec::new();
    for (order, mut rows) in of_check {
        sort_by_heap(&mut rows, access.accounts.len(), |row| row.account.get());
        rows.dedup();
        let Some(check) = CHECKS.get(order) else { continue };
        let place = (severity(settings, check, check.severity), order);
        found.extend(rows.chunk_by(Row::is_of).filter_map(|rows| {
            let (subject, evidence) = breach(access, rows)?;
            Some((order, finding(place, subject, evidence)?))
        }));
    }
    found
}

/// What some rows show that show one breach.
fn breach(access: &Access, rows: &[Row]) -> Option<(Subject, Vec<Place>)> {
    let first = rows.first()?;
    let subject = Subject {
        system: Some(access.system),
        account: Some(first.account),
        identity: Some(first.identity),
        resource: first.resource,
        levels: vec![first.level],
        role: first.role,
        ..Subject::default()
    };
    Some((subject, rows.iter().map(|row| row.place).collect()))
}

//! One pass over the grants of a system, each looked up in the table of cells.
//!
//! Comes in: what a system gave. Goes out: the findings of the cell checks, in the order of checks and subjects. A breach is
//! a few numbers until all of them are sorted: there may be millions.

use super::cell::{Broken, Cells};
use super::{CHECKS, finding, severity};
use crate::model::arena::Ix;
use crate::model::finding::{Finding, Subject};
use crate::model::policy::Role;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Held, Resource, Snapshot, Status};
use crate::model::source::Place;

/// A row that shows that a cell is broken, in the order of [`Subject`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    order: usize,
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
    let mut rows = Vec::new();
    for held in access.effective() {
        let (account, grant) = (&access.accounts[held.account], held.grant);
        let Some(identity) = account.holder.identity() else {
            continue;
        };
        if account.status == Status::Disabled {
            continue;
        }
        for &(order, Broken { role }) in cells.judge((identity, account.status), grant.resource, grant.level) {
            rows.extend(held.places().map(|place| Row {
                order,
                account: held.account,
                identity,
                resource: grant.resource,
                level: grant.level,
                role,
                place,
            }));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let found = rows.chunk_by(Row::is_of).filter_map(|rows| {
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
        let evidence = rows.iter().map(|row| row.place).collect();
        let check = CHECKS.get(first.order)?;
        let place = (severity(settings, check, check.severity), first.order);
        Some((first.order, finding(place, subject, evidence)?))
    });
    found.collect()
}

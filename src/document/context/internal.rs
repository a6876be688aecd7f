//! The internal edition; its parts stand in the neighbouring files.

use serde::Serialize;

use super::accounts::{AccountRow, SystemAccess, inactive, systems};
use super::changes::{Changed, changed};
use super::charts::{Privileged, Severities, privileged, severities};
use super::claims::{Claims, approver, claims};
use super::controls::{Control, controls};
use super::emergencies::{Kept, kept};
use super::evidence::{Evidence, evidence};
use super::exceptions::{Excepting, in_force, not_in_force};
use super::files::{File, Rejection, Unclear, files, rejected, unclear};
use super::findings::{Group, Outcome, groups, outcomes};
use super::inventory::{Inventory, inventory};
use super::leavers::{Leavers, leavers};
use super::procedure::{Checklist, checklist};
use super::recheck::{Rechecked, rechecks};
use super::roles::{Roles, roles};
use super::summary::{Summary, summary};
use super::{Front, Rows};
use crate::document::texts::Texts;
use crate::model::change::Changes;
use crate::model::private::Private;
use crate::model::review::Review;

/// Everything the internal document says.
#[derive(Serialize)]
pub(in crate::document) struct Internal<'a> {
    front: Front<'a>,
    summary: Summary<'a>,
    severities: Vec<Severities<'a>>,
    findings: Vec<Group<'a>>,
    leavers: Leavers<'a>,
    exceptions: Vec<Excepting<'a>>,
    not_in_force: Vec<Excepting<'a>>,
    /// Accounts that may lie unused.
    kept: Vec<Kept<'a>>,
    roles: Roles<'a>,
    privileged: Privileged<'a>,
    rechecks: Vec<Rechecked<'a>>,
    changes: Option<Changed<'a>>,
    checks: Vec<Outcome>,
    controls: Vec<Control>,
    systems: Vec<SystemAccess<'a>>,
    inactive: Rows<AccountRow<'a>>,
    claims: Claims<'a>,
    checklist: Option<Checklist<'a>>,
    inventory: Inventory<'a>,
    evidence: Evidence<'a>,
    files: Vec<File<'a>>,
    /// Files in the inputs folder that nothing read.
    unread: Vec<&'a str>,
    any_set_aside: bool,
    rejected: Rows<Rejection<'a>>,
    unclear: Vec<Unclear<'a>>,
}

/// The context of the internal document.
pub(in crate::document) fn internal<'a>(
    review: &'a Review,
    changes: Option<&'a Changes>,
) -> anyhow::Result<Internal<'a>> {
    let texts = Texts::load(&review.settings.look.wording)?;
    Ok(Internal {
        front: Front {
            approver: approver(review),
            ..Front::of(review)
        },
        summary: summary(review)?,
        severities: severities(review),
        findings: groups(review, &texts)?,
        leavers: leavers(review)?,
        exceptions: in_force(review),
        not_in_force: not_in_force(review),
        kept: kept(review),
        roles: roles(review),
        privileged: privileged(review),
        rechecks: rechecks(review, &texts)?,
        changes: changes.map(|changes| changed(changes, review.settings.document_rows, &texts)),
        checks: outcomes(review, &texts),
        controls: controls(review),
        systems: systems(review),
        inactive: inactive(review),
        claims: claims(review),
        checklist: checklist(review),
        inventory: inventory(review),
        evidence: evidence(review),
        files: files(review),
        unread: review.snapshot.unread.iter().map(Private::reveal).collect(),
        any_set_aside: review.figures.set_aside > 0,
        rejected: rejected(review),
        unclear: unclear(review),
    })
}

//! What stands behind the sentence about notebooks: everybody who needs one, and what the inventory lists.

use super::facts::{Holding, MemberFacts, NotebooksFacts};
use super::gather;
use crate::count;
use crate::model::arena::Ix;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::snapshot::Access;

pub(super) fn facts(review: &Review, access: &Access) -> NotebooksFacts {
    let members = count::members(&review.settings, &review.snapshot, access);
    let is_member = |holder: Option<Ix<Identity>>| {
        holder.is_some_and(|holder| members.iter().any(|member| member.identity == holder))
    };
    NotebooksFacts {
        system: review.settings.systems[access.system].name.clone(),
        members: members.len() as u64,
        validated: members.iter().filter(|member| member.validated).count() as u64,
        people: members
            .iter()
            .map(|member| MemberFacts {
                person: gather::person(review, member.identity),
                validated: member.validated,
                accounts: holdings(review, access, |holder| holder == Some(member.identity)),
            })
            .collect(),
        others: holdings(review, access, |holder| !is_member(holder)),
    }
}

/// The accounts of the inventory whose holder fits.
fn holdings(review: &Review, access: &Access, fits: impl Fn(Option<Ix<Identity>>) -> bool) -> Vec<Holding> {
    let accounts = access
        .accounts
        .iter()
        .filter(|(_, account)| fits(account.holder.identity()));
    accounts
        .map(|(place, _)| gather::holding(review, access, place, &[]))
        .collect()
}

//! What stands behind an identity: its accounts, what they hold, and which rule or finding speaks of each.

use super::facts::IdentityFacts;
use super::gather;
use crate::model::arena::Ix;
use crate::model::review::Review;
use crate::model::roster::Identity;

pub(super) fn facts(review: &Review, place: Ix<Identity>) -> IdentityFacts {
    let identity = &review.snapshot.roster.identities[place];
    let mut accounts = Vec::new();
    for access in review.snapshot.access.iter().chain(&review.snapshot.rechecks) {
        let own = access
            .accounts
            .iter()
            .filter(|(_, account)| account.holder.identity() == Some(place));
        accounts.extend(
            own.map(|(account, _)| gather::holding(review, access, account, &gather::grants_of(access, account))),
        );
    }
    let other = review.findings.iter().filter(|finding| {
        let subject = &finding.subject;
        let about = subject.identity == Some(place) && subject.account.is_none();
        let rests_on_row = subject.identity.is_none() && finding.evidence.contains(&identity.place);
        about || rests_on_row || subject.candidates.contains(&place)
    });
    IdentityFacts {
        person: gather::person(review, place),
        owner: identity.owner.map(|owner| gather::person(review, owner)),
        row: gather::row(review, identity.place),
        accounts,
        findings: other.map(|finding| gather::finding(review, finding)).collect(),
    }
}

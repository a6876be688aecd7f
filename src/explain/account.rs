//! What stands behind an account: whose it is, how that was found or what was tried, and what it holds.

use super::facts::{AccountFacts, Attempt};
use super::gather;
use crate::model::arena::Ix;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account, Holder, LastLogin, Match};

pub(super) fn facts(review: &Review, access: &Access, place: Ix<Account>) -> AccountFacts {
    let account = &access.accounts[place];
    AccountFacts {
        account: gather::holding(review, access, place, &gather::grants_of(access, place)),
        attempts: attempts(review, &account.holder),
        email: account.email.as_ref().map(gather::reveal),
        mfa: account.mfa,
        last_login: match account.last_login {
            LastLogin::On(day) => Some(day.to_string()),
            LastLogin::Never => Some("never".to_owned()),
            LastLogin::Unknown => None,
        },
        row: gather::row(review, account.place),
    }
}

/// Each way that was tried and to whom it led; of an account of one identity only the way that counts.
fn attempts(review: &Review, holder: &Holder) -> Vec<Attempt> {
    let led: Vec<(Ix<Identity>, Match)> = match holder {
        Holder::Identity(identity, rule) => vec![(*identity, *rule)],
        Holder::Nobody => Vec::new(),
        Holder::Several(candidates) => candidates.clone(),
    };
    let attempt = |rule: Match| Attempt {
        rule: gather::match_name(rule).to_owned(),
        led_to: led
            .iter()
            .filter(|(_, by)| *by == rule)
            .map(|(identity, _)| gather::person(review, *identity))
            .collect(),
    };
    let all = [Match::Login, Match::Email, Match::Sheet].map(attempt);
    let counts = |attempt: &Attempt| !attempt.led_to.is_empty() || *holder == Holder::Nobody;
    all.into_iter().filter(counts).collect()
}

//! What stands behind an account: whose it is, how that was found or what was tried, and what it holds.

use super::facts::{AccountFacts, Attempt, Holding};
use super::gather;
use crate::model::arena::Ix;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account, LastLogin, Match};
use crate::model::system::System;

pub(super) fn facts(review: &Review, access: &Access, place: Ix<Account>) -> AccountFacts {
    let account = &access.accounts[place];
    AccountFacts {
        account: gather::holding(review, access, place, &gather::grants_of(access, place)),
        other: other(review, access, account),
        attempts: attempts(review, access, place),
        ids: account.ids.iter().map(gather::reveal).collect(),
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

/// What the other extract of the system has of the same login.
fn other(review: &Review, access: &Access, account: &Account) -> Option<Holding> {
    let extracts = review.snapshot.access.iter().chain(&review.snapshot.rechecks);
    let mut others = extracts.filter(|other| other.system == access.system && other.extract != access.extract);
    let other = others.next()?;
    let (place, _) = other.accounts.find(|known| known.login == account.login)?;
    Some(gather::holding(review, other, place, &gather::grants_of(other, place)))
}

/// Each way that was tried, up to the one that led to somebody for certain, with what was looked for and whom it led to.
fn attempts(review: &Review, access: &Access, place: Ix<Account>) -> Vec<Attempt> {
    let (system, account) = (&review.settings.systems[access.system], &access.accounts[place]);
    let rows = access.claims.iter().filter(|claim| claim.account == place);
    let rows: Vec<String> = rows.map(|claim| gather::reveal(&claim.place)).collect();
    let led: Vec<(Ix<Identity>, Match)> = account.holder.possible().collect();
    let attempt = |rule: Match| Attempt {
        rule: gather::match_name(rule).to_owned(),
        tried: if rule == Match::Sheet {
            rows.clone()
        } else {
            tried(system, account, rule)
        },
        led_to: led
            .iter()
            .filter(|(_, by)| *by == rule)
            .map(|(identity, _)| gather::person(review, *identity))
            .collect(),
    };
    let by_pattern = system.login_pattern.is_some().then_some(Match::Pattern);
    let rules = [Match::Login, Match::Email]
        .into_iter()
        .chain(by_pattern)
        .chain([Match::Sheet]);
    let last = led.iter().map(|(_, rule)| *rule).max();
    rules
        .filter(|rule| last.is_none_or(|last| *rule <= last))
        .map(attempt)
        .collect()
}

/// What a rule looks for in the roster.
fn tried(system: &System, account: &Account, rule: Match) -> Vec<String> {
    let logins = account.logins().map(str::to_owned);
    match rule {
        Match::Login => logins.collect(),
        Match::Email => logins.chain(account.email.as_ref().map(gather::reveal)).collect(),
        Match::Pattern => system
            .captured(account)
            .map(|(capture, text)| format!("`{}` {text}", capture.name()))
            .collect(),
        Match::Sheet => Vec::new(),
    }
}

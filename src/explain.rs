//! A judged review and a subject in, what stands behind it out: people, accounts, rows and rules.
//!
//! A subject is a finding by its key, a check, an identity, an account, a grant or a printed number; the first of these
//! that it names is meant.
//! [`explain`] gives facts without sentences, [`text()`] prints them. One more kind of subject: a file beside these that
//! gathers its facts, a variant of [`Explanation`], its tier in `subject`, its part of `templates/explain.txt`.

use crate::model::review::Review;
use subject::Subject;

mod account;
mod check;
mod facts;
mod finding;
mod gather;
mod grant;
mod identity;
mod notebooks;
mod number;
mod subject;
mod text;

pub use facts::{
    AccountFacts, Attempt, CheckFacts, Contract, Device, Explanation, FileFacts, FindingFacts, GrantFacts, Holding,
    IdentityFacts, KeyedFacts, LeftOut, MemberFacts, NotebooksFacts, NumberFacts, Party, Person, RejectedFacts, Row,
    RuleFacts, ScreenFacts, UnclearFacts,
};
pub use text::{CheckWords, Checks, text};

/// Gathers what stands behind a subject.
///
/// # Errors
/// When the subject names nothing (the message says what is similar) or several things (it lists them).
pub fn explain(review: &Review, subject: &str) -> anyhow::Result<Explanation> {
    Ok(match subject::resolve(review, subject)? {
        Subject::Check(check) => Explanation::Check(check::facts(review, check)),
        Subject::Identity(place) => Explanation::Identity(identity::facts(review, place)),
        Subject::Account(system, place) => Explanation::Account(account::facts(review, system, place)),
        Subject::Grant(named) => Explanation::Grant(grant::facts(review, &named)),
        Subject::Finding(finding) => Explanation::Finding(finding::facts(review, finding)),
        Subject::Notebooks(access) => Explanation::Notebooks(notebooks::facts(review, access)),
        Subject::Number(count) => Explanation::Number(number::facts(review, &count)),
    })
}

#[cfg(test)]
mod tests;

//! Exceptions of the roles file: those in force with how many findings each accepts, and one as a finding tells of it.

use serde::Serialize;

use crate::model::arena::Ix;
use crate::model::exception::{Exception, Refused};
use crate::model::finding::Finding;
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::workbook::RolesSheet;

/// One exception.
#[derive(Serialize)]
pub(super) struct Excepting<'a> {
    check: &'static str,
    /// What its findings have to be about.
    parts: Vec<Part<'a>>,
    reason: &'a str,
    approved_by: Approver<'a>,
    ticket: Option<&'a str>,
    granted: String,
    expires: String,
    /// Where it stands.
    place: String,
    /// For what it is as far as it says: `somebody` (or an account, or a file), `nobody`, or each of several `separations`.
    is_for: &'static str,
    /// Whether it begins only after the audit date.
    is_to_come: bool,
    accepts: usize,
    /// Whether it is shown to be one of those that were decided: the sources sheet tells of its file, if there is one.
    is_bound: bool,
    /// Why it accepts nothing, whatever is found.
    why_not: Option<&'static str>,
}

/// A key of the roles file, and its text.
#[derive(Serialize)]
struct Part<'a> {
    key: &'static str,
    text: String,
    /// Of a person the name, where the staff list has it.
    name: Option<&'a str>,
}

/// Who approved it.
#[derive(Serialize)]
struct Approver<'a> {
    name: Option<&'a str>,
    id: &'a str,
}

/// By which exception a finding is accepted.
#[derive(Serialize)]
pub(super) struct Acceptance<'a> {
    until: String,
    ticket: Option<&'a str>,
    /// Where it stands.
    place: String,
}

/// The exceptions in force on the audit date, in declared order.
pub(super) fn in_force(review: &Review) -> Vec<Excepting<'_>> {
    declared(review, |why| why.is_none())
}

/// Those that are declared and accept nothing, whatever is found, each with why.
pub(super) fn not_in_force(review: &Review) -> Vec<Excepting<'_>> {
    declared(review, |why| why.is_some())
}

fn declared(review: &Review, wanted: impl Fn(Option<Refused>) -> bool) -> Vec<Excepting<'_>> {
    let exceptions = review.snapshot.policy.exceptions.iter();
    let row = |(place, exception)| {
        let accepts = |finding: &&Finding| finding.accepted_by() == Some(place);
        let why_not = why_not(review, place, exception);
        wanted(why_not).then(|| Excepting {
            accepts: review.findings.iter().filter(accepts).count(),
            why_not: why_not.map(Refused::key),
            ..excepting(review, exception)
        })
    };
    exceptions.filter_map(row).collect()
}

/// Why an exception accepts nothing, whatever is found.
pub(super) fn why_not(review: &Review, place: Ix<Exception>, exception: &Exception) -> Option<Refused> {
    let is_own = || review.own_exceptions.contains(&place).then_some(Refused::Own);
    exception.refused_on(review.settings.date).or_else(is_own)
}

/// The exception that a finding is about.
pub(super) fn of_finding(review: &Review, place: Ix<Exception>) -> Excepting<'_> {
    excepting(review, &review.snapshot.policy.exceptions[place])
}

/// What accepts a finding, if something does.
pub(super) fn acceptance<'a>(review: &'a Review, finding: &Finding) -> Option<Acceptance<'a>> {
    review.exception_of(finding).map(|exception| Acceptance {
        until: exception.expires.to_string(),
        ticket: exception.ticket.as_deref(),
        place: review.snapshot.policy.within(RolesSheet::Exceptions, exception.line),
    })
}

fn excepting<'a>(review: &'a Review, exception: &'a Exception) -> Excepting<'a> {
    let parts = exception.subject.parts(&review.settings).into_iter();
    let identities = &review.snapshot.roster.identities;
    let approver = identities.find(|identity| identity.id == exception.approved_by);
    let subject = exception.subject.identity.as_ref();
    let excepted = subject.and_then(|id| identities.find(|identity| identity.id == *id));
    let excepted = excepted.map(|(_, identity)| identity.name.reveal());
    let part = |(key, text): (&'static str, String)| Part {
        name: excepted.filter(|name| key == "identity" && *name != text),
        key,
        text,
    };
    Excepting {
        check: exception.check.0,
        parts: parts.map(part).collect(),
        reason: exception.reason.trim_end_matches('.'),
        approved_by: Approver {
            name: approver.map(|(_, identity)| identity.name.reveal()),
            id: Private::reveal(&exception.approved_by),
        },
        ticket: exception.ticket.as_deref(),
        granted: exception.granted.to_string(),
        expires: exception.expires.to_string(),
        place: review.snapshot.policy.within(RolesSheet::Exceptions, exception.line),
        is_for: if review.snapshot.policy.is_of_all_separations(exception) {
            "separations"
        } else if exception.subject.names_somebody() {
            "somebody"
        } else {
            "nobody"
        },
        is_to_come: exception.granted > review.settings.date,
        accepts: 0,
        is_bound: review.snapshot.are_exceptions_bound(),
        why_not: None,
    }
}

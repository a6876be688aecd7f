//! What the templates may say: a review turned into nouns and numbers, with no sentence in it.
//!
//! The public edition's context holds no private string, by construction: it is made from settings, labels and counts.
//! One more noun: a field here, and the template that prints it.

mod accounts;
mod attested;
mod changes;
mod charts;
mod claims;
mod controls;
mod emergencies;
mod evidence;
mod exceptions;
mod files;
mod findings;
mod internal;
mod inventory;
mod leavers;
mod nouns;
mod procedure;
mod public;
mod recheck;
mod roles;
mod shortcomings;
mod summary;

pub(super) use changes::difference;
pub(super) use internal::internal;
pub(super) use nouns::Nouns;
pub(super) use procedure::procedure;
pub(super) use public::public;

use serde::Serialize;

use crate::model::claim::Verdict;
use crate::model::review::Review;
use crate::model::settings::{EXCERPT_ROWS, Settings};
use crate::model::system::Coverage;

/// What the front matter and the first lines of each edition say.
#[derive(Serialize)]
struct Front<'a> {
    title: &'a str,
    organisation: &'a str,
    date: String,
    period: &'a str,
    language: &'a str,
    /// Which state of the declared roles is in force.
    version: Option<&'a str>,
    /// Who approved it; a person, whom the public edition never names.
    approver: Option<String>,
    /// When the next audit is due.
    next: Option<String>,
    /// Whether that is at once, after a breach.
    next_at_once: bool,
}

impl<'a> Front<'a> {
    fn of(review: &'a Review) -> Self {
        let settings = &review.settings;
        let next = review.audited.as_ref().map(|audited| audited.next);
        let breach = settings
            .procedure
            .as_ref()
            .and_then(|procedure| procedure.regularity.breach);
        Self {
            title: &settings.title,
            organisation: &settings.organisation,
            date: settings.date.to_string(),
            period: &settings.period,
            language: &settings.language,
            version: review.version.as_deref(),
            approver: None,
            next: next.map(|day| day.to_string()),
            next_at_once: next.is_some() && next == breach,
        }
    }
}

/// The rows of a table as far as the document prints them; the template says where the others stand.
#[derive(Serialize)]
struct Rows<T> {
    shown: Vec<T>,
    total: usize,
    left_out: usize,
}

impl<T> Rows<T> {
    /// The items as rows, all or the first of them, and how many items there are; of items that stand in a file as well
    /// a few are enough.
    fn of<I>(settings: &Settings, items: impl IntoIterator<Item = I>, row: impl FnMut(I) -> T) -> Self {
        let mut rows = Self::first(settings, items, row);
        if rows.left_out > 0 {
            rows.shown.truncate(EXCERPT_ROWS);
            rows.left_out = rows.total - rows.shown.len();
        }
        rows
    }

    /// The same of items that stand nowhere else.
    fn first<I>(settings: &Settings, items: impl IntoIterator<Item = I>, row: impl FnMut(I) -> T) -> Self {
        Self::within(settings.document_rows, items, row)
    }

    /// So many of the items as rows.
    fn within<I>(limit: usize, items: impl IntoIterator<Item = I>, row: impl FnMut(I) -> T) -> Self {
        let mut items = items.into_iter();
        let shown: Vec<T> = items.by_ref().take(limit).map(row).collect();
        let left_out = items.count();
        Self {
            total: shown.len() + left_out,
            shown,
            left_out,
        }
    }
}

/// A coverage as `words.toml` knows it.
fn coverage_key(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Full => "full",
        Coverage::Partial => "partial",
        Coverage::Unknown => "unknown",
    }
}

/// A verdict as the templates know it.
fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Excepted(_) => "excepted",
        Verdict::Remedied(_) => "remedied",
        Verdict::NotMet(_) => "not-met",
        Verdict::Baseline => "baseline",
        Verdict::InPart(_) => "in-part",
        Verdict::Untested => "untested",
    }
}

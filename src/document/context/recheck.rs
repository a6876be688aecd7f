//! Every system that was exported twice: when, which extract is counted, what became of what was found, what else changed.

use serde::Serialize;

use super::nouns::name_of;
use super::{Rows, coverage_key};
use crate::document::texts::Texts;
use crate::model::arena::Ix;
use crate::model::finding::{Closure, Finding};
use crate::model::review::Review;
use crate::model::snapshot::Access;
use crate::model::source::Source;
use crate::model::system::System;

/// The check on changes.
const UNEXPLAINED: &str = "unexplained-change";

/// One system that was exported again.
#[derive(Serialize)]
pub(super) struct Rechecked<'a> {
    id: &'a str,
    name: &'a str,
    /// Whether notebooks are listed, rather than accounts.
    of_devices: bool,
    first: Extracted,
    recheck: Extracted,
    /// Whether the numbers are those of the recheck.
    is_counted: bool,
    /// When what is counted was extracted.
    counted_at: Option<String>,
    /// How many accounts are gone, where the recheck proves it.
    removed: Option<usize>,
    done: Rows<Sentence>,
    not_done: Rows<Sentence>,
    unknown: Rows<Sentence>,
    new: Rows<Sentence>,
    changes: Rows<Sentence>,
}

/// What is said of a finding, and who put it right, where somebody says.
#[derive(Serialize)]
struct Sentence {
    text: String,
    /// `Name (id)` of an id of the roster, else as declared.
    by: Option<String>,
    company: Option<String>,
    ticket: Option<String>,
}

impl Sentence {
    fn of(review: &Review, texts: &Texts, finding: &Finding) -> anyhow::Result<Self> {
        let told = review.put_right(finding);
        Ok(Self {
            text: texts.sentence(review, finding)?,
            by: told.map(|told| name_of(review, &told.by)),
            company: (told.and_then(|told| told.company.as_ref())).map(|company| company.reveal().to_owned()),
            ticket: told.and_then(|told| told.ticket.clone()),
        })
    }
}

/// One extract.
#[derive(Serialize)]
struct Extracted {
    /// When its files were, each time once.
    at: Vec<String>,
    coverage: &'static str,
    /// Whether it is known that what it does not show is not there.
    is_whole: bool,
    /// Whether nobody says of some file when it was.
    timeless: bool,
    /// Accounts, or notebooks where these are listed.
    listed: usize,
}

/// Every such system, in declared order.
pub(super) fn rechecks<'a>(review: &'a Review, texts: &Texts) -> anyhow::Result<Vec<Rechecked<'a>>> {
    let snapshot = &review.snapshot;
    let pairs = snapshot.rechecks.iter();
    let pairs = pairs.filter_map(|recheck| Some((snapshot.access_of(recheck.system)?, recheck)));
    pairs
        .map(|(first, recheck)| system(review, texts, (first, recheck)))
        .collect()
}

fn system<'a>(
    review: &'a Review,
    texts: &Texts,
    (first, recheck): (&Access, &Access),
) -> anyhow::Result<Rechecked<'a>> {
    let place = recheck.system;
    let system = &review.settings.systems[place];
    let (before, after) = (extracted(review, first), extracted(review, recheck));
    let is_counted = review.snapshot.proves_removal(recheck);
    let counted = if is_counted { &after } else { &before };
    let of = |closure| {
        let is_it = move |finding: &&Finding| finding.closure == Some(closure) && finding.check.0 != UNEXPLAINED;
        sentences(review, texts, place, is_it)
    };
    Ok(Rechecked {
        id: &system.id,
        name: &system.name,
        of_devices: system.is_inventory(),
        counted_at: counted.at.last().cloned(),
        is_counted,
        removed: (review.removed.iter())
            .find(|(of, _)| *of == place)
            .map(|(_, removed)| *removed),
        done: of(Closure::Done)?,
        not_done: of(Closure::NotDone)?,
        unknown: of(Closure::Unknown)?,
        new: of(Closure::New)?,
        changes: sentences(review, texts, place, |finding| finding.check.0 == UNEXPLAINED)?,
        first: before,
        recheck: after,
    })
}

fn extracted(review: &Review, access: &Access) -> Extracted {
    let files = review.snapshot.files_of(access);
    let has_time = |source: &Source| source.extracted().is_some();
    let timeless = !review.snapshot.files_of(access).all(has_time);
    let mut at: Vec<_> = files.filter_map(Source::extracted).collect();
    at.sort_by_key(crate::model::evidence::Extracted::instant);
    at.dedup();
    Extracted {
        at: at.iter().map(ToString::to_string).collect(),
        coverage: access.coverage.map_or("unknown", coverage_key),
        is_whole: review.snapshot.proves_absence(access),
        timeless,
        listed: if review.settings.systems[access.system].is_inventory() {
            access.devices.len()
        } else {
            access.accounts.len()
        },
    }
}

/// The sentences of some findings that concern a system.
fn sentences(
    review: &Review,
    texts: &Texts,
    system: Ix<System>,
    is_meant: impl Fn(&&Finding) -> bool,
) -> anyhow::Result<Rows<Sentence>> {
    let findings = review.findings.iter().filter(is_meant);
    let concerning = findings.filter(|finding| review.snapshot.concerns(finding, system));
    let rows = Rows::of(&review.settings, concerning, |finding| {
        Sentence::of(review, texts, finding)
    });
    Ok(Rows {
        shown: rows.shown.into_iter().collect::<anyhow::Result<_>>()?,
        total: rows.total,
        left_out: rows.left_out,
    })
}

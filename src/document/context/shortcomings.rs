//! Why a claim that lists or a person decide is not met, or not tested, for auditors.

use serde::Serialize;

use crate::model::claim::{Decided, Statement};
use crate::model::list::{Expected, Fault, Hole};
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::shortcoming::{Amiss, Shortcoming, Untimely};

/// Something amiss.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    file: &'a str,
    /// When the list was extracted, or somebody looked.
    day: String,
    why: &'static str,
    /// Another day, or two, that it is about.
    first: Option<String>,
    second: Option<String>,
    /// So many there are, and so many there should be, of what.
    number: u64,
    wanted: u64,
    counted: Option<&'static str>,
    /// The alert that it is about.
    alert: Option<&'a str>,
    /// Of which roles alerts are to reach somebody.
    roles: Vec<&'a str>,
}

/// Everything amiss with what decides a claim.
pub(super) fn rows<'a>(review: &'a Review, claim: &'a Statement) -> Vec<Row<'a>> {
    let roles: Vec<&str> = match &claim.decided {
        Decided::ByList(listed) => match &listed.expected {
            Expected::Alerts(roles) => roles.iter().map(String::as_str).collect(),
            Expected::Backups { .. } => Vec::new(),
        },
        Decided::ByHand(_) | Decided::ByChecks(_) | Decided::ByNothing => Vec::new(),
    };
    let all = review.snapshot.shortcomings(&review.settings, &claim.decided);
    all.into_iter()
        .map(|one| Row {
            roles: roles.clone(),
            ..row(&one)
        })
        .collect()
}

fn row<'a>(one: &Shortcoming<'a>) -> Row<'a> {
    let plain = |why| Row {
        file: one.file.reveal(),
        day: one.day.to_string(),
        why,
        first: None,
        second: None,
        number: 0,
        wanted: 0,
        counted: None,
        alert: None,
        roles: Vec::new(),
    };
    let number = |why, number| Row { number, ..plain(why) };
    let alert = |why, name: &'a Private| Row {
        alert: Some(name.reveal()),
        ..plain(why)
    };
    let dated = |why, day: jiff::civil::Date| Row {
        first: Some(day.to_string()),
        ..plain(why)
    };
    match one.what {
        Amiss::Fault(Fault::NoBackup) => plain("no-backup"),
        Amiss::Fault(Fault::Old(newest)) => dated("old", newest),
        Amiss::Fault(Fault::Apart(first, second)) => Row {
            second: Some(second.to_string()),
            ..dated("apart", first)
        },
        Amiss::Fault(Fault::Few { kept, keep }) => Row {
            wanted: u64::from(keep),
            ..number("few", u64::from(kept))
        },
        Amiss::Fault(Fault::NoAlert) => plain("no-alert"),
        Amiss::Fault(Fault::Off(name)) => alert("off", name),
        Amiss::Fault(Fault::Silent(name)) => alert("silent", name),
        Amiss::Fault(Fault::Strangers(name)) => alert("strangers", name),
        Amiss::Hole(Hole::Rejected(rows)) => number("rejected", rows),
        Amiss::Hole(Hole::Cells(cells)) => number("cells", cells),
        Amiss::Hole(Hole::Cut) => plain("cut"),
        Amiss::Hole(Hole::Partial) => plain("partial"),
        Amiss::Hole(Hole::Unknown) => plain("unknown"),
        Amiss::Hole(Hole::Untimed) => plain("untimed"),
        Amiss::Hole(Hole::Short { shown, has }) => Row {
            wanted: shown.number,
            counted: Some(shown.what.word()),
            ..number("short", has)
        },
        Amiss::Hole(Hole::Unbound) => plain("unbound"),
        Amiss::Hole(Hole::OneName) => plain("one-name"),
        Amiss::Hole(Hole::Undated) => plain("undated"),
        Amiss::Untimely(Untimely::Later) => plain("later"),
        Amiss::Untimely(Untimely::Year) => plain("year"),
        Amiss::Untimely(Untimely::Breach(breach)) => dated("breach", breach),
        Amiss::Untimely(Untimely::Stale) => plain("stale"),
        Amiss::OlderThan(newest) => dated("older", newest),
        Amiss::Copied => plain("copied"),
        Amiss::Replaced => plain("replaced"),
    }
}

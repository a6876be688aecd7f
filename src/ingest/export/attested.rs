//! What the sources sheet says, held against what a system gave: the day it is judged on, the accounts that each file names,
//! and whether a screen showed more than a file has, so that it is a part.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::arena::{Arena, Ix};
use crate::model::evidence::Counting;
use crate::model::snapshot::{Access, Principal};
use crate::model::source::Source;
use crate::model::system::Coverage;

/// Settles the day of a system, and the numbers of accounts that are to be compared with screens.
///
/// Files of one system may be extracted on several days. Leavers are judged on the last one, so that nobody is overlooked who
/// left in between; nobody is missed who came after the first. Where one of them tells no day, it may be the last one: the system
/// is judged on the audit date.
pub(super) fn settle(access: &mut Access, sources: &mut Arena<Source>) {
    let content = access.content();
    let files = sources.values().filter(|source| source.content == content);
    let days: Option<Vec<Date>> = files.map(|source| Some(source.extracted()?.day)).collect();
    let days = days.unwrap_or_default();
    access.first_day = days.iter().copied().min();
    access.day = days.into_iter().max().unwrap_or(access.day);
    let counted: Vec<Ix<Source>> = sources
        .iter()
        .filter(|(_, source)| source.content == content)
        .filter(|(_, source)| source.entries.is_none())
        .filter(|(_, source)| source.on_screen().is_some_and(|count| count.what == Counting::Accounts))
        .map(|(place, _)| place)
        .collect();
    for file in counted {
        sources[file].entries = Some(holders(access, file));
    }
    let mut files = sources.values().filter(|source| source.content == content);
    if files.any(Source::is_short_of_screen) {
        access.coverage = Some(Coverage::Partial);
    }
}

/// How many accounts the permissions of a file name.
fn holders(access: &Access, file: Ix<Source>) -> u64 {
    let grants = access.grants.iter().filter(|grant| grant.place.source == file);
    let accounts: BTreeSet<_> = grants
        .filter_map(|grant| match grant.principal {
            Principal::Account(account) => Some(account),
            Principal::Group(_) => None,
        })
        .collect();
    accounts.len() as u64
}

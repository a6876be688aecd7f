//! Leavers against systems: whether each account of whoever left is gone.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::Rows;
use super::nouns::full_name;
use super::roles::abreast;
use crate::model::arena::Ix;
use crate::model::audit::Bearer;
use crate::model::extract::Extract;
use crate::model::policy::RoleKind;
use crate::model::review::Review;
use crate::model::roster::{End, Identity};
use crate::model::snapshot::{Access, Account, Snapshot};
use crate::model::source::Reason;
use crate::model::system::System;
use crate::model::word::login_key;

/// How many systems a table of words can have side by side.
const SIDE_BY_SIDE: usize = 6;

/// Who left in the year before the audit, and who left earlier and still has an account.
#[derive(Serialize)]
pub(super) struct Leavers<'a> {
    since: String,
    tables: Vec<Table<'a>>,
}

/// Leavers down, a few systems across.
#[derive(Serialize)]
struct Table<'a> {
    systems: Vec<&'a str>,
    rows: Rows<Leaver>,
}

/// One leaver.
#[derive(Serialize)]
struct Leaver {
    /// `Name (id)`.
    name: String,
    /// ISO date of the last day; none where nobody tells it.
    left: Option<String>,
    cells: Vec<Gone>,
}

/// What became of the accounts of a leaver in one system.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Gone {
    /// Nothing of the system was read.
    NotCollected,
    /// An account that is not disabled was there after the last day.
    StillThere,
    /// The same, by the first extract alone, and the recheck does not prove that it is gone.
    NotTold,
    /// It was not yet the last day when the system was exported, and an account was there.
    NotTestedSince,
    /// The first extract has an account after the last day, and the counted recheck proves that it is gone.
    RemovedSince,
    /// The first extract has an account up to the last day, and the counted recheck proves that it is gone.
    SinceFirst,
    /// There are accounts, all of them disabled.
    Disabled,
    /// The same, and the first extract has one in use after the last day.
    DisabledSince,
    /// An account could be theirs or somebody else's.
    Unclear,
    /// There is none, in lists that do not prove it.
    Unknown,
    /// There is none, and in the audit before they held something there, with an account that is gone.
    #[serde(rename = "gone-since")]
    SinceBefore,
    /// There is none that is theirs, but the account with which they held something in the audit before is somebody else's, or nobody's.
    Passed,
    /// There is none.
    NoAccount,
}

/// The leavers of a review.
pub(super) fn leavers(review: &Review) -> anyhow::Result<Leavers<'_>> {
    let date = review.settings.date;
    let snapshot = &review.snapshot;
    // Whoever left since the audit before was in no leavers' table yet.
    let year = date.checked_sub(1.year())?;
    let before = snapshot.previous.as_deref().and_then(|audit| audit.date);
    let since = before.map_or(year, |before| before.min(year));
    let known: Vec<Found<'_>> = snapshot.counted().map(|access| Found::of(snapshot, access)).collect();
    let everybody = snapshot.roster.identities.iter();
    let left: Vec<(Ix<Identity>, &Identity)> = everybody
        .filter(|(_, identity)| identity.kind == RoleKind::Person && identity.left_before(date))
        .collect();
    let held = Before::of(review, &left);
    let is_told = |(place, identity): &(Ix<Identity>, &Identity)| {
        let lately = identity.end.is_some_and(|end| end.day().is_none_or(|day| day >= since));
        let has_any = |found: &Found<'_>| {
            let system = &review.settings.systems[found.access.system];
            found.accounts.contains_key(place)
                || had_before(snapshot, found.access, *place).is_some()
                || held.logins(system, identity).is_some()
        };
        lately || known.iter().any(has_any)
    };
    let left: Vec<(Ix<Identity>, &Identity)> = left.into_iter().filter(is_told).collect();
    let tables = known
        .chunks(abreast(known.len(), SIDE_BY_SIDE))
        .filter(|_| !left.is_empty());
    Ok(Leavers {
        since: since.to_string(),
        tables: tables.map(|several| table(review, (&left, &held), several)).collect(),
    })
}

/// With which logins leavers held something in the audit before, by system and id.
struct Before<'a>(BTreeMap<&'a str, BTreeMap<&'a str, BTreeSet<&'a str>>>);

impl<'a> Before<'a> {
    fn of(review: &'a Review, left: &[(Ix<Identity>, &Identity)]) -> Self {
        let ids: BTreeSet<&str> = left.iter().map(|(_, identity)| identity.id.reveal()).collect();
        let grants = review.snapshot.grants_before().unwrap_or_default().iter();
        let mut logins: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for grant in grants {
            if let Bearer::Identity(id) = &grant.bearer
                && ids.contains(id.as_str())
            {
                let of_system = logins.entry(grant.system.as_str()).or_default();
                let held = of_system.entry(id.as_str()).or_default();
                held.insert(grant.login.as_str());
            }
        }
        Self(logins)
    }

    fn logins(&self, system: &System, identity: &Identity) -> Option<&BTreeSet<&'a str>> {
        self.0.get(system.id.as_str())?.get(identity.id.reveal())
    }

    /// What became of an account that is not theirs any more, where they had one; rows that are set aside may hide it.
    fn since(&self, review: &Review, access: &Access, identity: &Identity) -> Gone {
        let Some(logins) = self.logins(&review.settings.systems[access.system], identity) else {
            return Gone::NoAccount;
        };
        let there: BTreeSet<Cow<'_, str>> = access
            .accounts
            .values()
            .flat_map(Account::logins)
            .map(login_key)
            .collect();
        // What a format sets aside, a technical user of the operating system for one, is nobody's.
        let exports = review.settings.systems[access.system].files();
        let declared: BTreeSet<&str> = exports
            .flat_map(|export| &export.set_aside)
            .map(|rule| rule.reason.as_str())
            .collect();
        let by_declaration =
            |reason: &Reason| matches!(reason, Reason::Declared(_)) && declared.contains(reason.word());
        let mut files = review.snapshot.files_of(access);
        if logins.iter().any(|login| there.contains(&login_key(login))) {
            Gone::Passed
        } else if files.any(|file| file.rows.set_aside.keys().any(by_declaration)) {
            Gone::Unknown
        } else {
            Gone::SinceBefore
        }
    }
}

fn table<'a>(
    review: &'a Review,
    (left, before): (&[(Ix<Identity>, &Identity)], &Before<'_>),
    several: &[Found<'a>],
) -> Table<'a> {
    let name = |found: &Found<'a>| review.settings.systems[found.access.system].name.as_str();
    Table {
        systems: several.iter().map(name).collect(),
        rows: Rows::first(&review.settings, left, |(place, identity)| Leaver {
            name: full_name(identity),
            left: identity.end.and_then(End::day).map(|day| day.to_string()),
            cells: several
                .iter()
                .map(|found| match found.of_leaver(&review.snapshot, *place, identity) {
                    Gone::NoAccount => before.since(review, found.access, identity),
                    gone @ (Gone::NotCollected
                    | Gone::StillThere
                    | Gone::NotTold
                    | Gone::NotTestedSince
                    | Gone::RemovedSince
                    | Gone::SinceFirst
                    | Gone::Disabled
                    | Gone::DisabledSince
                    | Gone::Unclear
                    | Gone::Unknown
                    | Gone::SinceBefore
                    | Gone::Passed) => gone,
                })
                .collect(),
        }),
    }
}

/// The accounts of one system by whose they are.
struct Found<'a> {
    access: &'a Access,
    /// Each with the extract that shows it: a second one shows what is there, also where it is not counted.
    accounts: BTreeMap<Ix<Identity>, Vec<(&'a Account, &'a Access)>>,
}

impl<'a> Found<'a> {
    fn of(snapshot: &'a Snapshot, access: &'a Access) -> Self {
        let mut accounts: BTreeMap<Ix<Identity>, Vec<(&Account, &Access)>> = BTreeMap::new();
        let later = snapshot.recheck_of(access.system);
        let later = later.filter(|later| later.extract != access.extract);
        let extracts = std::iter::once(access).chain(later);
        for (account, extract) in
            extracts.flat_map(|extract| extract.accounts.values().map(move |account| (account, extract)))
        {
            for (holder, _) in account.holder.possible() {
                accounts.entry(holder).or_default().push((account, extract));
            }
        }
        Self { access, accounts }
    }

    fn of_leaver(&self, snapshot: &Snapshot, place: Ix<Identity>, identity: &Identity) -> Gone {
        if self.access.coverage.is_none() {
            return Gone::NotCollected;
        }
        let accounts = self.accounts.get(&place).map(Vec::as_slice).unwrap_or_default();
        let theirs = |found: &&(&Account, &Access)| found.0.holder.identity() == Some(place);
        let mut certain = accounts.iter().filter(theirs);
        let open = certain.clone().filter(|(account, _)| !account.is_disabled());
        let days: Vec<Date> = open.map(|(_, extract)| extract.day).collect();
        if days.iter().any(|day| identity.left_before(*day)) {
            let is_in_counted = |(_, extract): &(&Account, &Access)| extract.extract == self.access.extract;
            let is_rechecked = snapshot.recheck_of(self.access.system).is_some();
            return if is_rechecked && certain.all(is_in_counted) && self.access.extract == Extract::First {
                Gone::NotTold
            } else {
                Gone::StillThere
            };
        } else if !days.is_empty() {
            return Gone::NotTestedSince;
        }
        match (
            accounts.iter().any(|account| !theirs(&account)),
            certain.next().is_some(),
        ) {
            (true, _) => Gone::Unclear,
            (false, true) => {
                let first = had_before(snapshot, self.access, place);
                if first.is_some_and(|first| identity.left_before(first.day)) {
                    Gone::DisabledSince
                } else {
                    Gone::Disabled
                }
            }
            (false, false) if snapshot.proves_absence(self.access) => {
                let first = had_before(snapshot, self.access, place);
                match first.map(|first| identity.left_before(first.day)) {
                    Some(true) => Gone::RemovedSince,
                    Some(false) => Gone::SinceFirst,
                    None => Gone::NoAccount,
                }
            }
            (false, false) => Gone::Unknown,
        }
    }
}

/// The first extract of a system that is counted by its recheck, if it has an account of somebody in use.
fn had_before<'a>(snapshot: &'a Snapshot, counted: &Access, whose: Ix<Identity>) -> Option<&'a Access> {
    let first = snapshot.access_of(counted.system);
    let first = first.filter(|first| first.extract != counted.extract)?;
    let mut accounts = first.accounts.values();
    let has = accounts.any(|account| account.holder.identity() == Some(whose) && !account.is_disabled());
    has.then_some(first)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::leavers;
    use crate::model::arena::{Arena, Ix};
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Holder, Match, Status};
    use crate::model::source::Reason;
    use crate::model::system::{Coverage, SetAsideRule, System};
    use crate::world::{TODAY, World};

    /// Mira, who left a week before today, and one system in which nobody has an account.
    fn company() -> (World, Ix<System>, Ix<Identity>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        world.somebody(mira).end = Some(End::On(date(2021, 9, 29)));
        (world, aws, mira)
    }

    fn told(world: &World) -> Value {
        serde_json::to_value(leavers(&world.review()).unwrap()).unwrap()
    }

    fn cell(world: &World) -> Value {
        told(world)["tables"][0]["rows"]["shown"][0]["cells"][0].clone()
    }

    #[test]
    fn an_account_after_the_last_day_is_still_there_unless_it_is_disabled() {
        let (mut world, aws, mira) = company();
        assert_eq!(cell(&world), "no-account");
        let account = world.owned(aws, "mira", mira);
        assert_eq!(cell(&world), "still-there");
        world.status(aws, account, Status::Pending);
        assert_eq!(cell(&world), "still-there");
        world.status(aws, account, Status::Disabled);
        assert_eq!(cell(&world), "disabled");
        world.owned(aws, "second", mira);
        assert_eq!(cell(&world), "still-there");
    }

    #[test]
    fn who_left_after_the_export_was_not_tested_since() {
        let (mut world, aws, mira) = company();
        world.owned(aws, "mira", mira);
        world.access(aws).day = date(2021, 9, 29);
        assert_eq!(cell(&world), "not-tested-since");
        world.access(aws).day = date(2021, 9, 30);
        assert_eq!(cell(&world), "still-there");
    }

    #[test]
    fn what_the_recheck_shows_to_be_gone_was_found_and_removed() {
        let (mut world, aws, mira) = company();
        let account = world.owned(aws, "mira", mira);
        let first = world.access(aws).accounts[account].clone();
        let still = first.clone();
        world.recheck(aws, |_| {});
        assert_eq!(cell(&world), "removed-since");
        world.access(aws).day = date(2021, 9, 29);
        assert_eq!(cell(&world), "since-first", "nothing was found on the last day");
        world.access(aws).day = TODAY;
        let recheck = &mut world.snapshot.rechecks[0];
        let account = recheck.accounts.push(first).unwrap();
        recheck.accounts[account].status = Some(Status::Disabled);
        assert_eq!(cell(&world), "disabled-since");
        world.access(aws).day = date(2021, 9, 29);
        assert_eq!(cell(&world), "disabled", "nothing was found on the last day");
        world.access(aws).day = TODAY;
        world.snapshot.rechecks[0].accounts = Arena::default();
        world.again(aws, |world| world.access(aws).coverage = Some(Coverage::Partial));
        assert_eq!(cell(&world), "not-told", "nothing is proved");
        world.snapshot.rechecks[0].accounts.push(still).unwrap();
        assert_eq!(cell(&world), "still-there");
    }

    #[test]
    fn what_somebody_held_in_the_audit_before_and_has_no_more_is_gone_since() {
        let (mut world, aws, mira) = company();
        world.somebody(mira).end = None;
        let account = world.owned(aws, "mira", mira);
        world.grant(aws, account, "", "Admin");
        world.remember();
        world.somebody(mira).end = Some(End::On(date(2021, 9, 29)));
        assert_eq!(cell(&world), "still-there");
        world.access(aws).accounts = Arena::default();
        world.access(aws).grants.clear();
        assert_eq!(cell(&world), "gone-since");
        // Set aside now, it may be there; and so it is where it is nobody's or somebody else's.
        let rows = &mut world.file("exports/aws.csv").rows;
        rows.set_aside.insert(Reason::Declared("user: mira".into()), 1);
        assert_eq!(cell(&world), "gone-since", "a profile sets aside what is nobody's");
        let mut export = world.settings.roster.table.clone();
        export.set_aside = vec![SetAsideRule {
            column: "user".into(),
            values: vec!["mira".into()],
            reason: "user: mira".into(),
        }];
        world.access_rules(aws).exports.push(export);
        assert_eq!(cell(&world), "unknown");
        world.file("exports/aws.csv").rows.set_aside.clear();
        world.account(aws, "mira", Holder::Nobody);
        assert_eq!(cell(&world), "passed");
        world.access(aws).accounts = Arena::default();
        // Of whoever left long ago as well.
        world.somebody(mira).end = Some(End::On(date(2019, 9, 29)));
        assert_eq!(cell(&world), "gone-since");
        world.access(aws).coverage = Some(Coverage::Partial);
        assert_eq!(cell(&world), "unknown");
        world.access(aws).coverage = Some(Coverage::Full);
        world.before().grants = None;
        world.somebody(mira).end = Some(End::On(date(2021, 9, 29)));
        assert_eq!(
            cell(&world),
            "no-account",
            "the record alone does not say who held what"
        );
    }

    #[test]
    fn lists_that_prove_nothing_leave_it_unknown_and_none_at_all_uncollected() {
        let (mut world, aws, _) = company();
        world.access(aws).coverage = Some(Coverage::Partial);
        assert_eq!(cell(&world), "unknown");
        world.access(aws).coverage = None;
        assert_eq!(cell(&world), "not-collected");
    }

    #[test]
    fn an_account_that_could_be_somebody_else_s_is_unclear() {
        let (mut world, aws, mira) = company();
        let role = world.snapshot.roster.identities[mira].roles.first;
        let other = world.identity("Otto", role);
        let several = Holder::Several(vec![(mira, Match::Login), (other, Match::Login)]);
        world.account(aws, "mo", several);
        assert_eq!(cell(&world), "unclear");
        let own = world.owned(aws, "mira", mira);
        world.status(aws, own, Status::Disabled);
        assert_eq!(cell(&world), "unclear");
    }

    #[test]
    fn who_left_more_than_a_year_ago_is_told_only_with_an_account() {
        let (mut world, aws, mira) = company();
        world.somebody(mira).end = Some(End::On(date(2020, 10, 5)));
        assert_eq!(told(&world)["tables"], json!([]));
        world.somebody(mira).end = Some(End::On(date(2020, 10, 6)));
        assert_eq!(cell(&world), "no-account");
        world.somebody(mira).end = Some(End::On(date(2020, 10, 5)));
        let account = world.owned(aws, "mira", mira);
        world.status(aws, account, Status::Disabled);
        assert_eq!(cell(&world), "disabled");
        world.somebody(mira).end = Some(End::On(TODAY));
        assert_eq!(
            told(&world)["tables"],
            json!([]),
            "the end date is the last allowed day"
        );
    }

    #[test]
    fn many_systems_are_told_in_tables_of_about_the_same_width() {
        let (mut world, ..) = company();
        for number in 0..6 {
            world.system(&format!("system-{number}"), &["Admin"]);
        }
        let tables = told(&world)["tables"].clone();
        let widths = tables.as_array().unwrap().iter();
        let widths: Vec<usize> = widths.map(|table| table["systems"].as_array().unwrap().len()).collect();
        assert_eq!(widths, [4, 3]);
    }
}

//! Exported lists that decide a claim on their own, without being permissions of a system: backups, and alert policies.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::arena::Ix;
use super::claim::Verdict;
use super::evidence::Counted;
use super::policy::{Policy, RoleKind};
use super::private::Private;
use super::roster::{Identity, Roster};
use super::word::same_word;

/// What is expected of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// That backups are made as configured.
    Backups {
        /// At least once in so many days.
        every_days: u32,
        /// So many are kept at least.
        keep: u32,
    },
    /// That every alert reaches somebody of one of these roles, by title.
    Alerts(Vec<String>),
}

impl Expected {
    /// The key of `review.toml` that names the lists.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Backups { .. } => "backups",
            Self::Alerts(_) => "alerts",
        }
    }
}

/// A list as read.
#[derive(Clone, Debug)]
pub struct List {
    /// Path relative to the inputs folder.
    pub file: Private,
    /// The day on which it was extracted, else the audit date.
    pub day: Date,
    /// What of it is not there or was not read.
    pub holes: Vec<Hole>,
    /// The days of backups.
    pub backups: BTreeSet<Date>,
    /// The alert policies.
    pub alerts: Vec<Alert>,
}

/// An alert policy.
#[derive(Clone, Debug)]
pub struct Alert {
    /// What it is called.
    pub name: Private,
    /// Whether it is switched on.
    pub is_on: bool,
    /// Whether it tells any address, of whomever.
    pub tells: bool,
    /// Who of the staff list is told, as long as it is switched on.
    pub told: Vec<Ix<Identity>>,
}

/// What of a list is not there or was not read, so that it proves nothing beyond its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// So many rows could not be read.
    Rejected(u64),
    /// So many cells could not be read.
    Cells(u64),
    /// The file shows that something is missing.
    Cut,
    /// It is said to hold a part.
    Partial,
    /// Nobody says or knows how much it holds.
    Unknown,
    /// Nobody says when it was made.
    Untimed,
    /// A screen showed more than it has.
    Short {
        /// What the screen showed.
        shown: Counted,
        /// What the file has of that.
        has: u64,
    },
    /// No row of the sources sheet tells of this very file.
    Unbound,
    /// Several alerts have one name.
    OneName,
    /// A backup has no day.
    Undated,
}

/// What a list shows to be other than expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault<'a> {
    /// There is no backup of the day of the list or before.
    NoBackup,
    /// The newest backup is of this day, too long before the list.
    Old(Date),
    /// Between these days there should be another backup.
    Apart(Date, Date),
    /// Fewer backups are kept than should be.
    Few {
        /// So many are.
        kept: u32,
        /// So many should be.
        keep: u32,
    },
    /// No alert is listed.
    NoAlert,
    /// This alert is switched off.
    Off(&'a Private),
    /// This alert tells no address.
    Silent(&'a Private),
    /// This alert tells nobody of the roles.
    Strangers(&'a Private),
}

impl List {
    /// Whether it shows no sign that it lacks something, and all of it was read.
    pub fn is_whole(&self) -> bool {
        self.holes.is_empty()
    }

    /// Whether it shows what is expected; of what may lack something, no more than in part.
    pub fn verdict(&self, expected: &Expected, policy: &Policy, roster: &Roster) -> Verdict {
        let is_met = self.faults(expected, policy, roster).is_empty();
        match (expected, is_met, self.is_whole()) {
            (_, true, true) if self.is_older_than().is_none() => Verdict::Met,
            // An alert that is listed and reaches nobody is one too many, whatever else the list lacks.
            (Expected::Alerts(_), false, false) if !self.alerts.is_empty() => Verdict::NotMet(0),
            (_, true, _) => Verdict::InPart(0),
            (_, false, true) => Verdict::NotMet(0),
            (_, false, false) => Verdict::Untested,
        }
    }

    /// What it shows to be other than expected.
    pub fn faults(&self, expected: &Expected, policy: &Policy, roster: &Roster) -> Vec<Fault<'_>> {
        match expected {
            Expected::Backups { every_days, keep } => self.backups(*every_days, *keep),
            Expected::Alerts(roles) => self.alerts(roles, policy, roster),
        }
    }

    /// The day of the newest backup, where that is later than the list says to be.
    pub fn is_older_than(&self) -> Option<Date> {
        self.backups.last().copied().filter(|newest| *newest > self.day)
    }

    fn backups(&self, every_days: u32, keep: u32) -> Vec<Fault<'_>> {
        let apart = |earlier: Date, later: Date| {
            let limit = earlier.checked_add(i64::from(every_days).days());
            limit.is_ok_and(|limit| limit < later)
        };
        let mut faults = Vec::new();
        let made = self.backups.range(..=self.day).rev().take(keep as usize);
        let (mut last, mut kept) = (None, 0);
        for day in made {
            match last {
                None if apart(*day, self.day) => faults.push(Fault::Old(*day)),
                Some(last) if apart(*day, last) => faults.push(Fault::Apart(*day, last)),
                None | Some(_) => {}
            }
            (last, kept) = (Some(*day), kept + 1);
        }
        if kept == 0 {
            faults.push(Fault::NoBackup);
        } else if kept < keep {
            faults.push(Fault::Few { kept, keep });
        }
        faults
    }

    fn alerts<'s>(&'s self, roles: &[String], policy: &Policy, roster: &Roster) -> Vec<Fault<'s>> {
        let is_admin = |identity: &Identity| {
            let mut held = identity.roles.iter().map(|role| &policy.roles[role].title);
            identity.kind == RoleKind::Person
                && identity.present_on(self.day)
                && held.any(|title| roles.iter().any(|role| same_word(role, title)))
        };
        let reaches = |place: &Ix<Identity>| {
            let identity = &roster.identities[*place];
            let owner = identity.owner.map(|owner| &roster.identities[owner]);
            is_admin(identity) || owner.is_some_and(is_admin)
        };
        if self.alerts.is_empty() {
            return vec![Fault::NoAlert];
        }
        let lost = self.alerts.iter().filter(|alert| !alert.told.iter().any(reaches));
        let fault = |alert: &'s Alert| match (alert.is_on, alert.tells) {
            (false, _) => Fault::Off(&alert.name),
            (true, true) => Fault::Strangers(&alert.name),
            (true, false) => Fault::Silent(&alert.name),
        };
        lost.map(fault).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::model::roster::End;
    use crate::world::{TODAY, World};

    fn list(backups: &[i8]) -> List {
        List {
            file: Private::new("list.txt"),
            day: TODAY,
            holes: Vec::new(),
            backups: backups.iter().map(|day| date(2021, 10, *day)).collect(),
            alerts: Vec::new(),
        }
    }

    #[test]
    fn backups_are_as_configured_or_not() {
        for (days, every_days, keep, is_met) in [
            (&[6, 5, 4][..], 1, 3, true),
            (&[5, 4, 3], 1, 3, true),
            (&[4, 3, 2], 1, 3, false),
            (&[4, 3, 2], 2, 3, true),
            (&[6, 5, 3], 1, 3, false),
            (&[6, 5, 3], 1, 2, true),
            (&[6, 5], 1, 3, false),
            (&[], 1, 1, false),
            (&[7], 1, 1, false),
        ] {
            let mut list = list(days);
            let world = World::new();
            let verdict = |list: &List| {
                let expected = Expected::Backups { every_days, keep };
                list.verdict(&expected, &world.snapshot.policy, &world.snapshot.roster)
            };
            let expected = if is_met { Verdict::Met } else { Verdict::NotMet(0) };
            assert_eq!(verdict(&list), expected, "{days:?}");
            list.holes = vec![Hole::Partial];
            let expected = if is_met { Verdict::InPart(0) } else { Verdict::Untested };
            assert_eq!(verdict(&list), expected, "{days:?} of more, perhaps");
        }
        let later = list(&[9, 6]);
        let world = World::new();
        let expected = Expected::Backups { every_days: 1, keep: 1 };
        let verdict = later.verdict(&expected, &world.snapshot.policy, &world.snapshot.roster);
        assert_eq!(verdict, Verdict::InPart(0), "it is of a later day than is said");
    }

    #[test]
    fn what_is_wrong_with_backups_is_told_night_by_night() {
        let october = |day| date(2021, 10, day);
        let few = |kept, keep| Fault::Few { kept, keep };
        for (days, keep, faults) in [
            (&[6, 5, 4][..], 3, vec![]),
            (
                &[6, 3, 1],
                3,
                vec![
                    Fault::Apart(october(3), october(6)),
                    Fault::Apart(october(1), october(3)),
                ],
            ),
            (&[4, 3], 2, vec![Fault::Old(october(4))]),
            (&[6, 5], 3, vec![few(2, 3)]),
            (&[], 3, vec![Fault::NoBackup]),
            (&[7], 3, vec![Fault::NoBackup]),
        ] {
            assert_eq!(list(days).backups(1, keep), faults, "{days:?}");
        }
        assert_eq!(list(&[6, 5]).is_older_than(), None);
        assert_eq!(list(&[8, 6]).is_older_than(), Some(october(8)));
    }

    #[test]
    fn every_alert_reaches_an_administrator_or_the_desk_of_one() {
        let mut world = World::new();
        let (admin, developer) = (world.role("Admin"), world.role("Developer"));
        let (mira, noah) = (world.identity("Mira", admin), world.identity("Noah", developer));
        let desk = world.identity("Desk", developer);
        world.somebody(desk).kind = RoleKind::Shared;
        world.somebody(desk).owner = Some(mira);
        let told = |told: &[&[Ix<Identity>]], is_whole: bool| List {
            holes: (!is_whole).then_some(Hole::Partial).into_iter().collect(),
            alerts: (told.iter())
                .map(|told| Alert {
                    name: Private::new("cpu"),
                    is_on: true,
                    tells: !told.is_empty(),
                    told: told.to_vec(),
                })
                .collect(),
            ..list(&[])
        };
        let verdict = |world: &World, list: List| {
            let expected = Expected::Alerts(vec!["Admin".into()]);
            list.verdict(&expected, &world.snapshot.policy, &world.snapshot.roster)
        };
        let not_met = Verdict::NotMet(0);
        for (alerts, whole, cut) in [
            (&[&[mira][..], &[noah, mira]][..], Verdict::Met, Verdict::InPart(0)),
            (&[&[desk]], Verdict::Met, Verdict::InPart(0)),
            (&[&[mira], &[noah]], not_met, not_met),
            (&[&[mira], &[]], not_met, not_met),
            (&[], not_met, Verdict::Untested),
        ] {
            assert_eq!(verdict(&world, told(alerts, true)), whole, "{alerts:?}");
            assert_eq!(verdict(&world, told(alerts, false)), cut, "{alerts:?} of more, perhaps");
        }
        let roster = Arc::make_mut(&mut world.snapshot.roster);
        roster.identities[mira].end = Some(End::On(date(2021, 10, 5)));
        assert_eq!(
            verdict(&world, told(&[&[mira]], true)),
            not_met,
            "who left is no administrator"
        );
        assert_eq!(verdict(&world, told(&[&[desk]], true)), not_met);
        let roster = Arc::make_mut(&mut world.snapshot.roster);
        (roster.identities[mira].end, roster.identities[mira].kind) = (None, RoleKind::Technical);
        assert_eq!(verdict(&world, told(&[&[mira]], true)), not_met, "nor is a machine");
    }
}

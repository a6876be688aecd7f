//! Exported lists that decide a claim on their own, without being permissions of a system: backups, and alert policies.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::arena::Ix;
use super::claim::Verdict;
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
    /// Whether it shows no sign that it lacks something, and all of it was read.
    pub is_whole: bool,
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
    /// Who of the staff list is told, as long as it is switched on.
    pub told: Vec<Ix<Identity>>,
}

impl List {
    /// Whether it shows what is expected.
    pub fn verdict(&self, expected: &Expected, policy: &Policy, roster: &Roster) -> Verdict {
        match expected {
            Expected::Backups { every_days, keep } => self.backups(*every_days, *keep),
            Expected::Alerts(roles) => self.alerts(roles, policy, roster),
        }
    }

    /// A backup that is listed was made, whatever else the list lacks.
    fn backups(&self, every_days: u32, keep: u32) -> Verdict {
        let apart = |earlier: Date, later: Date| {
            let limit = earlier.checked_add(i64::from(every_days).days());
            limit.is_ok_and(|limit| limit < later)
        };
        let made = self.backups.range(..=self.day).rev().take(keep as usize);
        let (mut last, mut kept, mut is_met) = (self.day, 0, true);
        for day in made {
            is_met &= !apart(*day, last);
            (last, kept) = (*day, kept + 1);
        }
        match is_met && kept >= keep {
            true => Verdict::Met,
            false if self.is_whole => Verdict::NotMet(0),
            false => Verdict::Untested,
        }
    }

    /// An alert that is listed and reaches nobody is one too many, whatever else the list lacks.
    fn alerts(&self, roles: &[String], policy: &Policy, roster: &Roster) -> Verdict {
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
        let all = self.alerts.iter().all(|alert| alert.told.iter().any(reaches));
        match (all, self.is_whole) {
            (false, _) => Verdict::NotMet(0),
            (true, true) if self.alerts.is_empty() => Verdict::NotMet(0),
            (true, true) => Verdict::Met,
            (true, false) if self.alerts.is_empty() => Verdict::Untested,
            (true, false) => Verdict::InPart(0),
        }
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
            is_whole: true,
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
            (&[9, 6], 1, 1, true),
        ] {
            let mut list = list(days);
            let verdict = |list: &List| list.backups(every_days, keep);
            let expected = if is_met { Verdict::Met } else { Verdict::NotMet(0) };
            assert_eq!(verdict(&list), expected, "{days:?}");
            list.is_whole = false;
            let expected = if is_met { Verdict::Met } else { Verdict::Untested };
            assert_eq!(verdict(&list), expected, "{days:?} of more, perhaps");
        }
    }

    #[test]
    fn every_alert_reaches_an_administrator_or_the_desk_of_one() {
        let mut world = World::new();
        let (admin, developer) = (world.role("Admin"), world.role("Developer"));
        let (mira, noah) = (world.identity("Mira", admin), world.identity("Noah", developer));
        let desk = world.identity("Desk", developer);
        world.somebody(desk).kind = RoleKind::Shared;
        world.somebody(desk).owner = Some(mira);
        let told = |told: &[&[Ix<Identity>]], is_whole| List {
            is_whole,
            alerts: (told.iter())
                .map(|told| Alert {
                    name: Private::new("cpu"),
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

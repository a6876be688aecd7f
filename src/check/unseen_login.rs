//! `unseen-login`: the roster declares a login for a system, and no file of the system has it: it was removed, renamed, or
//! has a slip in it, so that the account it means belongs to nobody.
//!
//! Systems that share a column of the roster are looked at together: whoever has the login in one of them need not have
//! it in the others. Not judged where the lists of one of them prove no absence, nor for people who have not started or
//! have left: an account that they lack is none too few.

use std::collections::BTreeSet;

use super::{About, Breach, Carried, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::private::Private;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::system::System;

pub(super) const CHECK: Check = Check {
    id: CheckId("unseen-login"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.16", "SOC 2 CC6.2", "NIST SP 800-53 IA-4"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::DeclaredLogins,
    run: Run::Across(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot, carried: &Carried) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (first, together) in columns(settings) {
        for ((place, login), systems) in &carried.unseen {
            let identity = &snapshot.roster.identities[*place];
            if !systems.is_superset(&together) || !identity.present_on(settings.date) {
                continue;
            }
            breaches.push(Breach {
                subject: Subject {
                    system: Some(first),
                    identity: Some(*place),
                    text: Some(Private::new(login.as_str())),
                    ..Subject::default()
                },
                evidence: vec![identity.place],
            });
        }
    }
    breaches
}

/// The systems that share a column of the roster, with the first of them; inventories of notebooks are none.
fn columns(settings: &Settings) -> Vec<(Ix<System>, BTreeSet<Ix<System>>)> {
    let logins = &settings.roster.columns.logins;
    let access = logins
        .iter()
        .filter(|(system, _)| !settings.systems[*system].is_inventory());
    let columns = access.map(|(_, headers)| {
        let same = logins
            .iter()
            .filter(|(system, others)| others == headers && !settings.systems[*system].is_inventory());
        same.map(|(system, _)| *system).collect::<BTreeSet<_>>()
    });
    let distinct: BTreeSet<BTreeSet<Ix<System>>> = columns.collect();
    let first = |systems: BTreeSet<Ix<System>>| Some((*systems.first()?, systems));
    distinct.into_iter().filter_map(first).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::finding::Why;
    use crate::model::private::Private;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::Holder;
    use crate::model::system::{Coverage, System};
    use crate::world::{TODAY, World};

    const CHECK: &str = "unseen-login";

    /// Mira's login in two systems stands in one column of the roster.
    fn company() -> (World, Ix<System>, Ix<System>, Ix<Identity>) {
        let mut world = World::new();
        let systems = ["stage", "prod"].map(|id| world.system(id, &["Admin"]));
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        for system in systems {
            world.somebody(mira).logins.insert(system, vec![Private::new("mira")]);
            let columns = &mut world.settings.roster.columns.logins;
            columns.push((system, vec!["AWS user".into()]));
        }
        (world, systems[0], systems[1], mira)
    }

    #[test]
    fn a_login_that_no_system_of_its_column_has_is_found_once() {
        let (mut world, _, prod, mira) = company();
        let findings = world.findings(CHECK);
        assert_eq!(findings[0].evidence, [world.snapshot.roster.identities[mira].place]);
        assert_eq!(world.keys(CHECK), ["unseen-login/stage/id-mira/////mira"]);
        world.owned(prod, "mira", mira);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn who_came_after_the_export_cannot_be_in_it() {
        let (mut world, stage, prod, mira) = company();
        world.somebody(mira).start = Some(TODAY);
        assert_eq!(world.findings(CHECK).len(), 1);
        for system in [stage, prod] {
            world.access(system).first_day = Some(date(2021, 10, 5));
        }
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn systems_with_columns_of_their_own_are_judged_alone() {
        let (mut world, stage, prod, mira) = company();
        world.owned(prod, "mira", mira);
        world.settings.roster.columns.logins[0].1 = vec!["Stage user".into()];
        assert_eq!(world.keys(CHECK), ["unseen-login/stage/id-mira/////mira"]);
        let account = world.account(stage, "AROA1", Holder::Nobody);
        world.access(stage).accounts[account].ids.push(Private::new("mira"));
        assert!(world.findings(CHECK).is_empty(), "another identifier of an account");
    }

    #[test]
    fn an_address_is_the_same_whatever_its_case() {
        let (mut world, _, prod, mira) = company();
        for logins in world.somebody(mira).logins.values_mut() {
            *logins = vec![Private::new("Mira@example.com")];
        }
        world.owned(prod, "mira@example.com", mira);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn not_judged_for_who_is_not_there_or_where_lists_prove_no_absence() {
        let (mut world, _, prod, mira) = company();
        world.somebody(mira).end = Some(End::On(date(2021, 10, 5)));
        assert!(world.findings(CHECK).is_empty());
        world.somebody(mira).end = None;
        world.access(prod).coverage = Some(Coverage::Partial);
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NotComplete(vec![prod])]);
    }
}

//! `duplicate-account`: one identity has several active accounts in one system, and the roster does not declare them all.
//!
//! Logins that the roster declares are known and meant: an everyday account and one to administer with. As soon as one of
//! several was found otherwise (by its e-mail address, say), somebody has to look.

use std::collections::BTreeMap;

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::private::Private;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Holder, Match, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("duplicate-account"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.16", "SOC 2 CC6.1", "NIST SP 800-53 IA-4"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Lists,
    run: Run::System(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    if settings.systems[access.system].is_inventory() {
        return Vec::new();
    }
    // nearly everybody has one, so that most are only counted
    let mut number = vec![0_usize; snapshot.roster.identities.len()];
    for (identity, ..) in active(access) {
        if let Some(number) = number.get_mut(identity.get()) {
            *number += 1;
        }
    }
    let mut accounts: BTreeMap<Ix<Identity>, Vec<(&Account, Match)>> = BTreeMap::new();
    for (identity, account, by) in active(access) {
        if number.get(identity.get()).is_some_and(|number| *number > 1) {
            accounts.entry(identity).or_default().push((account, by));
        }
    }
    let is_breach =
        |accounts: &Vec<(&Account, Match)>| accounts.len() > 1 && accounts.iter().any(|(_, by)| *by != Match::Login);
    let several = accounts.into_iter().filter(|(_, accounts)| is_breach(accounts));
    let breach = |(identity, accounts): (Ix<Identity>, Vec<(&Account, Match)>)| {
        let mut logins: Vec<&str> = accounts.iter().map(|(account, _)| account.login.reveal()).collect();
        logins.sort_unstable();
        Breach {
            subject: Subject {
                system: Some(access.system),
                identity: Some(identity),
                text: Some(Private::new(logins.join(", "))),
                ..Subject::default()
            },
            evidence: accounts.iter().map(|(account, _)| account.place).collect(),
        }
    };
    several.map(breach).collect()
}

/// The active accounts of one identity each.
fn active(access: &Access) -> impl Iterator<Item = (Ix<Identity>, &Account, Match)> {
    let active = access.accounts.values().filter(|account| account.is_active());
    active.filter_map(|account| match account.holder {
        Holder::Identity(identity, by) => Some((identity, account, by)),
        Holder::Nobody | Holder::Several(_) => None,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::snapshot::{Holder, Match, Status};
    use crate::world::World;

    const CHECK: &str = "duplicate-account";

    #[test]
    fn a_second_account_that_the_roster_does_not_declare_is_found() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        world.owned(aws, "mira-adm", mira);
        let second = world.account(aws, "mira", Holder::Identity(mira, Match::Email));
        assert_eq!(world.keys(CHECK), ["duplicate-account/aws/id-mira/////mira, mira-adm"]);
        assert_eq!(world.findings(CHECK)[0].evidence.len(), 2);
        world.status(aws, second, Status::Disabled);
        assert!(world.findings(CHECK).is_empty());
        world.status(aws, second, Status::Active);
        world.access(aws).accounts[second].holder = Holder::Identity(mira, Match::Login);
        assert!(world.findings(CHECK).is_empty(), "both are declared");
        world.access(aws).accounts[second].holder = Holder::Several(vec![(mira, Match::Email)]);
        assert!(world.findings(CHECK).is_empty(), "nobody knows whose it is");
    }

    #[test]
    fn one_account_in_each_of_two_systems_passes_and_so_do_two_notebooks() {
        let mut world = World::new();
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        for id in ["aws", "git"] {
            let system = world.system(id, &["Admin"]);
            world.account(system, "mira", Holder::Identity(mira, Match::Email));
        }
        let notebooks = world.notebooks("notebooks");
        for login in ["mira", "mira2"] {
            world.account(notebooks, login, Holder::Identity(mira, Match::Email));
        }
        assert!(world.findings(CHECK).is_empty());
    }
}

//! `unlisted-account`: a file lists all accounts of a system, and one that holds something is not in it.
//!
//! Judged where such a file is whole and every row of it was read, and of accounts in files that speak of the same
//! directory: a list of IAM users does not miss people who come in through Identity Center.

use std::collections::{BTreeMap, BTreeSet};

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Snapshot};
use crate::model::source::{Place, Source};
use crate::model::system::Coverage;

pub(super) const CHECK: Check = Check {
    id: CheckId("unlisted-account"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.16", "SOC 2 CC6.1", "NIST SP 800-53 AC-2"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Lists,
    run: Run::System(judge),
};

/// The directories of which a whole file lists the accounts.
fn listed<'a>(snapshot: &'a Snapshot, access: &Access) -> BTreeSet<&'a str> {
    let is_whole_list = |source: &&Source| {
        let whole = source.coverage == Coverage::Full && source.rows.rejected.is_empty() && !source.is_short();
        whole && source.facts.accounts > 0
    };
    let lists = snapshot.files_of(access).filter(is_whole_list);
    lists.filter_map(|source| source.directory.as_deref()).collect()
}

/// The accounts of a system that hold something and are in no list.
/// Whether any file is a list of accounts that something could be missing from.
pub(super) fn has_list(snapshot: &Snapshot, access: &Access) -> bool {
    !listed(snapshot, access).is_empty()
}

fn judge(_: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let listed = listed(snapshot, access);
    let mut unlisted: BTreeMap<Ix<Account>, BTreeSet<Place>> = BTreeMap::new();
    if listed.is_empty() {
        return Vec::new();
    }
    let missed = |place: &Place| {
        let directory = snapshot.sources[place.source].directory.as_deref();
        directory.is_some_and(|directory| listed.contains(directory))
    };
    for held in access.effective() {
        if !access.accounts[held.account].listed && held.places().into_iter().any(|place| missed(&place)) {
            unlisted.entry(held.account).or_default().extend(held.places());
        }
    }
    let breaches = unlisted.into_iter().map(|(account, places)| Breach {
        subject: Subject {
            system: Some(access.system),
            account: Some(account),
            ..Subject::default()
        },
        evidence: places.into_iter().collect(),
    });
    breaches.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::arena::Ix;
    use crate::model::private::Private;
    use crate::model::snapshot::{Account, Holder};
    use crate::model::source::{Content, Place, Rejected};
    use crate::model::system::{Coverage, System};
    use crate::world::World;

    const CHECK: &str = "unlisted-account";

    /// A list of accounts that has `a` and `c`; `a` and `b` hold something.
    fn company() -> (World, Ix<System>, Ix<Account>, Place) {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        let file = world.file("exports/git.csv");
        (file.facts.accounts, file.directory) = (2, Some("Git".to_owned()));
        let [a, b, c] = ["a", "b", "c"].map(|login| world.account(git, login, Holder::Nobody));
        for account in [a, c] {
            world.access(git).accounts[account].listed = true;
        }
        world.grant(git, a, "", "Admin");
        let granted = world.grant(git, b, "", "Admin");
        (world, git, b, granted)
    }

    #[test]
    fn an_account_that_holds_something_and_is_in_no_list_is_found() {
        let (world, _, _, granted) = company();
        assert_eq!(world.keys(CHECK), ["unlisted-account/git/b"]);
        assert_eq!(world.findings(CHECK)[0].evidence, [granted]);
    }

    #[test]
    fn what_it_holds_through_a_group_counts_too() {
        let (mut world, git, b, _) = company();
        world.access(git).grants.truncate(1);
        assert!(world.findings(CHECK).is_empty());
        let devs = world.group(git, "devs");
        world.member(git, devs, b);
        world.group_grant(git, devs, "", "Admin");
        assert_eq!(world.keys(CHECK), ["unlisted-account/git/b"]);
    }

    #[test]
    fn a_list_of_another_directory_misses_nobody() {
        let (mut world, git, ..) = company();
        let source = world.source("exports/sso.csv", Content::Export(git));
        world.access(git).grants[1].place.source = source;
        assert!(world.findings(CHECK).is_empty());
        world.file("exports/sso.csv").directory = Some("Git".to_owned());
        assert_eq!(world.keys(CHECK), ["unlisted-account/git/b"]);
    }

    #[test]
    fn a_list_that_may_lack_some_proves_nothing() {
        let (mut world, ..) = company();
        world.file("exports/git.csv").coverage = Coverage::Unknown;
        assert!(world.findings(CHECK).is_empty());
        let (mut world, ..) = company();
        let reason = Private::new("cell `Login` is empty");
        let rejected = &mut world.file("exports/git.csv").rows.rejected;
        rejected.push(Rejected { line: 4, reason });
        assert!(world.findings(CHECK).is_empty());
        let (mut world, ..) = company();
        world.file("exports/git.csv").facts.accounts = 0;
        assert!(world.findings(CHECK).is_empty(), "no file lists accounts");
    }
}

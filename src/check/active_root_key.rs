//! `active-root-key`: the account that owns the whole of a system has a key that works.
//!
//! Which account that is, the export says. A system whose files do not tell whether it has a key is told, unless all of them
//! are of products none of whose exports ever speaks of such an account.

use std::collections::BTreeSet;

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject, Why};
use crate::model::profile::{Body, Profile, Slot};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};
use crate::model::system::System;

pub(super) const CHECK: Check = Check {
    id: CheckId("active-root-key"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.8.2",
        "SOC 2 CC6.1",
        "SOC 2 CC6.3",
        "NIST SP 800-53 AC-6",
        "PCI DSS 7.2.5.1",
    ],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::RootKeys,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    let told = case.account.credentials.as_deref()?;
    let has_key = told.keys.is_some_and(|keys| keys.in_use);
    (told.root == Some(true) && has_key).then(|| case.subject())
}

/// The systems of which it is not told, if there are any.
pub(super) fn untold(settings: &Settings, snapshot: &Snapshot) -> Option<Why> {
    let speaks = |profile: &&Profile| {
        let Body::Read(reading) = &profile.body else {
            return false;
        };
        let mut emits = reading.records.iter().flat_map(|records| &records.emits);
        emits.any(|emit| emit.fields.contains_key(&Slot::Root))
    };
    let products: BTreeSet<&str> = settings
        .profiles
        .iter()
        .filter(speaks)
        .map(|it| it.system.as_str())
        .collect();
    let is_of_another = |name: &str| {
        let profile = settings.profiles.iter().find(|profile| profile.id == name);
        profile.is_some_and(|profile| !products.contains(profile.system.as_str()))
    };
    let is_concerned = |access: &&Access| {
        let mut files = snapshot.files_of(access).peekable();
        let is_there = files.peek().is_some();
        let all_others = files.all(|source| source.profile.as_deref().is_some_and(is_of_another));
        let has_none = settings.systems[access.system].is_inventory() || (is_there && all_others);
        !has_none
    };
    let silent = snapshot
        .counted()
        .filter(is_concerned)
        .filter(|access| !access.tells_root_key);
    let systems: Vec<Ix<System>> = silent.map(|access| access.system).collect();
    (!systems.is_empty()).then_some(Why::NotCollected(systems))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::path::Path;

    use crate::model::arena::Ix;
    use crate::model::credential::{Credentials, Secrets};
    use crate::model::finding::Why;
    use crate::model::snapshot::{Account, Holder};
    use crate::model::system::System;
    use crate::world::World;

    const CHECK: &str = "active-root-key";

    fn company() -> (World, Ix<System>, Ix<Account>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let account = world.account(aws, "<root_account>", Holder::Nobody);
        (world, aws, account)
    }

    #[test]
    fn a_root_with_a_key_is_found_and_anybody_else_with_one_passes() {
        let (mut world, aws, account) = company();
        world.access(aws).tells_root_key = true;
        let mut found = |root, keys| {
            let told = Credentials {
                root,
                keys: Some(keys),
                ..Credentials::default()
            };
            world.access(aws).accounts[account].credentials = Some(Box::new(told));
            world.keys(CHECK)
        };
        assert_eq!(
            found(Some(true), Secrets::UNDATED),
            ["active-root-key/aws/<root_account>"]
        );
        assert!(found(Some(true), Secrets::NONE).is_empty());
        assert!(found(Some(true), Secrets::UNTOLD).is_empty());
        assert!(found(None, Secrets::UNDATED).is_empty());
        assert_eq!(world.unjudged(CHECK), []);
    }

    #[test]
    fn files_that_do_not_tell_are_unknown_but_for_those_of_products_without_such_an_account() {
        let (mut world, aws, _) = company();
        assert_eq!(world.unjudged(CHECK), [Why::NotCollected(vec![aws])], "mapped by hand");
        world.settings.profiles = crate::config::profiles(Path::new("nowhere")).unwrap();
        world.file("exports/aws.csv").profile = Some("aws-iam-authorization-details".to_owned());
        assert_eq!(
            world.unjudged(CHECK),
            [Why::NotCollected(vec![aws])],
            "another file of AWS would tell"
        );
        world.file("exports/aws.csv").profile = Some("slack-members".to_owned());
        assert_eq!(world.unjudged(CHECK), [], "no file of Slack speaks of such an account");
    }
}

//! `toxic-combination`: one identity holds both sides of what the roles file keeps apart, in one system or in two.
//!
//! All accounts of the identity count together, except disabled ones. Not judged for leavers: all they hold is a breach
//! already. An account that could be several people's is nobody's here.

use std::collections::BTreeMap;

use super::{About, Breach, Carried, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::private::Private;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Place;

pub(super) const CHECK: Check = Check {
    id: CheckId("toxic-combination"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.5.3",
        "SOC 2 CC6.3",
        "NIST SP 800-53 AC-5",
        "CSA CCM IAM-04",
        "PCI DSS 7.2.4",
    ],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::Separations,
    run: Run::Across(judge),
};

fn judge(_: &Settings, snapshot: &Snapshot, carried: &Carried) -> Vec<Breach> {
    let mut held: BTreeMap<(usize, Ix<Identity>), Vec<Vec<Place>>> = BTreeMap::new();
    for ((separation, identity, _), places) in &carried.sides {
        let sides = held.entry((*separation, *identity)).or_default();
        sides.push(places.iter().copied().collect());
    }
    let both = held.into_iter().filter(|(_, sides)| sides.len() == 2);
    let breach = |((separation, identity), sides): ((usize, Ix<Identity>), Vec<Vec<Place>>)| {
        let separation = snapshot.policy.separations.get(separation)?;
        Some(Breach {
            subject: Subject {
                identity: Some(identity),
                text: Some(Private::new(separation.name.as_str())),
                line: Some(separation.line),
                ..Subject::default()
            },
            evidence: sides.concat(),
        })
    };
    both.filter_map(breach).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::check::{Carried, of_whole};
    use crate::model::arena::Ix;
    use crate::model::finding::Why;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Account, Holder, Match, Status};
    use crate::model::system::{Coverage, System};
    use crate::world::World;

    const CHECK: &str = "toxic-combination";

    struct Company {
        world: World,
        git: Ix<System>,
        aws: Ix<System>,
        mira: Ix<Identity>,
        writer: Ix<Account>,
        deployer: Ix<Account>,
    }

    /// Mira writes the code with one account and deploys it with another.
    fn company() -> Company {
        let mut world = World::new();
        let git = world.repositories("git", &["Write", "Read"], &["app"]);
        let aws = world.system("aws", &["Deploy"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let writer = world.owned(git, "mira", mira);
        world.grant(git, writer, "app", "Write");
        let deployer = world.owned(aws, "mira-adm", mira);
        world.grant(aws, deployer, "", "Deploy");
        world.separation("write and deploy", [(git, "Write", &[]), (aws, "Deploy", &[])]);
        Company {
            world,
            git,
            aws,
            mira,
            writer,
            deployer,
        }
    }

    #[test]
    fn both_sides_in_two_systems_are_found_with_a_row_of_each() {
        let mut c = company();
        c.world.grant(c.git, c.writer, "app", "Write");
        let findings = c.world.findings(CHECK);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].subject.identity, Some(c.mira));
        assert_eq!(findings[0].evidence.len(), 2, "the first row of each side");
        assert_eq!(c.world.keys(CHECK), ["toxic-combination//id-mira/////write and deploy"]);
    }

    #[test]
    fn one_side_alone_passes_and_so_do_two_people() {
        let mut c = company();
        c.world.access(c.aws).grants.clear();
        assert!(c.world.findings(CHECK).is_empty());
        let role = c.world.role("Operator");
        let noah = c.world.identity("Noah", role);
        let account = c.world.owned(c.aws, "noah", noah);
        c.world.grant(c.aws, account, "", "Deploy");
        c.world.grant(c.git, c.writer, "app", "Read");
        assert!(c.world.findings(CHECK).is_empty());
    }

    #[test]
    fn both_sides_may_be_in_one_system_and_be_narrowed_to_resources() {
        let mut world = World::new();
        let git = world.repositories("git", &["Write"], &["app", "infra"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(git, "mira", mira);
        world.grant(git, account, "app", "Write");
        world.separation("apart", [(git, "Write", &["app"]), (git, "Write", &["infra"])]);
        assert!(world.findings(CHECK).is_empty());
        world.grant(git, account, "infra", "Write");
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn what_a_group_holds_its_members_hold() {
        let mut c = company();
        c.world.access(c.aws).grants.clear();
        let group = c.world.group(c.aws, "deployers");
        c.world.member(c.aws, group, c.deployer);
        c.world.group_grant(c.aws, group, "", "Deploy");
        assert_eq!(
            c.world.findings(CHECK)[0].evidence.len(),
            3,
            "both grants and the membership"
        );
    }

    #[test]
    fn a_disabled_account_does_not_count_nor_one_of_several_people_nor_a_leaver() {
        let mut c = company();
        c.world.status(c.aws, c.deployer, Status::Disabled);
        assert!(c.world.findings(CHECK).is_empty());
        c.world.status(c.aws, c.deployer, Status::Pending);
        assert_eq!(c.world.findings(CHECK).len(), 1);
        c.world.somebody(c.mira).end = Some(End::On(date(2021, 1, 1)));
        assert!(c.world.findings(CHECK).is_empty());
        c.world.somebody(c.mira).end = None;
        c.world.access(c.aws).accounts[c.deployer].holder = Holder::Several(vec![(c.mira, Match::Login)]);
        assert!(c.world.findings(CHECK).is_empty());
    }

    #[test]
    fn what_is_carried_on_of_each_system_gives_the_same() {
        let c = company();
        let (settings, snapshot) = (&c.world.settings, &c.world.snapshot);
        let mut carried = Carried::default();
        for access in snapshot.access.iter().rev() {
            carried.add(Carried::of(settings, snapshot, access));
        }
        let alone = of_whole(settings, snapshot, &carried);
        let alone: Vec<_> = alone.into_iter().filter(|found| found.check.0 == CHECK).collect();
        assert_eq!(alone, c.world.findings(CHECK));
        assert_eq!(alone.len(), 1);
    }

    #[test]
    fn not_judged_where_nothing_is_separated_or_a_side_may_be_hidden() {
        let mut c = company();
        assert_eq!(c.world.unjudged(CHECK), []);
        c.world.access(c.aws).coverage = Some(Coverage::Partial);
        let sides = c.world.unjudged(CHECK);
        assert!(matches!(&*sides, [Why::NotComplete(both)] if both.len() == 2 && both.contains(&c.aws)));
        c.world.policy().separations.clear();
        assert_eq!(c.world.unjudged(CHECK), [Why::NoSeparation]);
        c.world.policy().file = None;
        assert_eq!(c.world.unjudged(CHECK), [Why::NoRoles]);
    }
}

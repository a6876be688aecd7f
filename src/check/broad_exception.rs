//! `broad-exception`: an exception names neither somebody nor an account nor a file, or fits findings of several: it
//! accepts what nobody looked at. Where all that it fits is laid to nobody, as that a system has too few administrators,
//! there is nobody to name, and one subject is narrow enough. One of `toxic-combination` has to say of which separation it is, where
//! there are several.

use super::exceptions::Granted;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};

pub(super) const CHECK: Check = Check {
    id: CheckId("broad-exception"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.15", "SOC 2 CC6.3", "NIST SP 800-53 AC-6"],
    about: About::Exceptions,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Exception(is_breach),
};

fn is_breach(granted: &Granted<'_>) -> bool {
    let names = granted.exception.subject.names_somebody() || granted.used.is_of_nobody();
    !names || granted.used.is_of_several() || granted.is_of_all_separations
}

#[cfg(test)]
mod tests {
    use crate::model::private::Private;
    use crate::model::snapshot::Holder;
    use crate::world::World;

    const CHECK: &str = "broad-exception";

    #[test]
    fn one_that_names_nobody_is_found_and_one_that_names_somebody_passes() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        world.grant(aws, account, "", "Admin");
        world.exception("excess-grant");
        world.within(aws, None);
        let found = ["broad-exception/aws//////excess-grant system=aws granted=2021-01-01"];
        assert_eq!(world.settled(CHECK), found);
        world.last_exception().subject.identity = Some(Private::new("id-mira"));
        assert!(world.settled(CHECK).is_empty());
        world.last_exception().subject.identity = None;
        world.last_exception().subject.account = Some(Private::new("mira"));
        assert!(world.settled(CHECK).is_empty());
        world.last_exception().subject.account = None;
        world.last_exception().subject.file = Some(Private::new("people.csv"));
        assert!(world.settled(CHECK).is_empty());
    }

    #[test]
    fn one_that_fits_accounts_of_several_is_found() {
        let mut world = World::new();
        let systems = ["aws", "git"].map(|id| world.system(id, &["Admin"]));
        let role = world.role("Developer");
        let [mira, noah] = ["Mira", "Noah"].map(|name| world.identity(name, role));
        world.exception("excess-grant").subject.account = Some(Private::new("admin"));
        for system in systems {
            let account = world.owned(system, "admin", mira);
            world.grant(system, account, "", "Admin");
        }
        assert!(world.settled(CHECK).is_empty(), "two accounts of one person");
        let other = world.system("jar", &["Admin"]);
        let account = world.owned(other, "admin", noah);
        world.grant(other, account, "", "Admin");
        assert_eq!(world.settled(CHECK).len(), 1);
        world.within(other, None);
        assert!(world.settled(CHECK).is_empty());
    }

    #[test]
    fn accounts_of_nobody_are_each_another_subject() {
        let mut world = World::new();
        let systems = ["aws", "git"].map(|id| world.system(id, &["Admin"]));
        world.exception("orphan-account").subject.account = Some(Private::new("admin"));
        world.account(systems[0], "admin", Holder::Nobody);
        assert!(world.settled(CHECK).is_empty());
        world.account(systems[1], "admin", Holder::Nobody);
        assert_eq!(world.settled(CHECK).len(), 1);
    }

    #[test]
    fn what_is_laid_to_nobody_needs_no_name_where_it_is_one_thing() {
        let mut world = World::new();
        let systems = ["aws", "git"].map(|id| world.system(id, &["Admin"]));
        for system in systems {
            world.access(system).coverage = None;
        }
        world.exception("missing-export");
        assert_eq!(world.settled(CHECK).len(), 1);
        world.within(systems[0], None);
        assert!(world.settled(CHECK).is_empty());
        world.access(systems[0]).coverage = Some(crate::model::system::Coverage::Full);
        assert_eq!(world.settled(CHECK).len(), 1, "it fits nothing, so that nobody can say");
    }

    #[test]
    fn one_for_somebody_is_for_one_separation() {
        let mut world = World::new();
        let [aws, git, jar] = ["aws", "git", "jar"].map(|id| world.system(id, &["Admin"]));
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        for system in [aws, git, jar] {
            let account = world.owned(system, "mira", mira);
            world.grant(system, account, "", "Admin");
        }
        world.separation("one", [(aws, "Admin", &[]), (git, "Admin", &[])]);
        world.exception("toxic-combination").subject.identity = Some(Private::new("id-mira"));
        assert!(world.settled(CHECK).is_empty(), "there is one alone");
        world.separation("other", [(aws, "Admin", &[]), (jar, "Admin", &[])]);
        assert_eq!(world.settled(CHECK).len(), 1);
        let accepted = |world: &World| world.review().accepted();
        assert_eq!(accepted(&world), 2);
        world.last_exception().subject.separation = Some(Private::new("one"));
        assert!(world.settled(CHECK).is_empty());
        assert_eq!(accepted(&world), 1, "the other stays open");
    }
}

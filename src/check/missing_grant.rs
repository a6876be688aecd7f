//! `missing-grant`: somebody does not hold what one of their roles must hold.
//!
//! Held means by an account that is not disabled. Not judged unless the system's files prove the absence, nor where
//! they hold a level there that no definition maps, or where an account that could be theirs holds one of the levels.

use std::collections::{BTreeMap, BTreeSet};

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::policy::{Role, Rule};
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Held, Resource, Snapshot};
use crate::model::system::Level;

pub(super) const CHECK: Check = Check {
    id: CheckId("missing-grant"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.2", "NIST SP 800-53 AC-2"],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::RolesAndFullLists,
    run: Run::System(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let duties = must_rules(snapshot, access);
    if duties.is_empty() || snapshot.policy.file.is_none() || !snapshot.proves_absence(access) {
        return Vec::new();
    }
    let mut missing = Missing::default();
    let held = Holdings::of(access);
    for (role, duty) in duties {
        let resources = named_resources(settings, access, duty);
        for (place, identity) in snapshot.roster.identities.iter() {
            if identity.present_on(access.begun()) && bound(snapshot, identity, role) {
                let lacking = resources
                    .iter()
                    .filter(|resource| !held.satisfies(place, **resource, duty));
                missing.add(role, duty, place, lacking.copied());
            }
        }
    }
    missing.into_breaches(snapshot)
}

/// Whether the identity has the role and may have it: a contractor in a role closed to contractors lacks nothing.
fn bound(snapshot: &Snapshot, identity: &Identity, role: Ix<Role>) -> bool {
    let open = snapshot.policy.roles[role].contractors || !identity.is_contractor();
    open && identity.roles.iter().any(|other| other == role)
}

/// What the roles must hold in one system.
fn must_rules<'a>(snapshot: &'a Snapshot, access: &Access) -> Vec<(Ix<Role>, &'a Rule)> {
    let roles = snapshot.policy.roles.iter();
    let duties = roles.flat_map(|(place, role)| role.must.iter().map(move |duty| (place, duty)));
    duties.filter(|(_, duty)| duty.system == access.system).collect()
}

/// Whether there is anything on which a rule of this system asks for a level.
pub(super) fn is_of_something(settings: &Settings, access: &Access, duty: &Rule) -> bool {
    !named_resources(settings, access, duty).is_empty()
}

/// The resources that a rule names; none is the system as a whole.
fn named_resources(settings: &Settings, access: &Access, rule: &Rule) -> Vec<Option<Ix<Resource>>> {
    if !settings.systems[access.system].has_resources() {
        return vec![None];
    }
    let named = access
        .resources
        .iter()
        .filter(|(_, resource)| rule.names(Some(resource.name.reveal())));
    named.map(|(place, _)| Some(place)).collect()
}

/// Somebody and a resource; none is the system as a whole.
type Spot = (Ix<Identity>, Option<Ix<Resource>>);

/// What everybody holds or may hold in one system.
#[derive(Default)]
struct Holdings {
    /// Of known levels; a candidate for an ambiguous account may hold what it holds.
    levels: BTreeSet<(Spot, Ix<Level>)>,
    /// Of levels that no definition maps.
    unknown: BTreeSet<Spot>,
}

impl Holdings {
    fn of(access: &Access) -> Self {
        let mut holdings = Self::default();
        for held in access.effective() {
            let (account, grant) = (&access.accounts[held.account], held.grant);
            if account.is_disabled() {
                continue;
            }
            for (identity, _) in account.holder.possible() {
                holdings.add(identity, grant.resource, grant.level);
            }
        }
        holdings
    }

    fn add(&mut self, identity: Ix<Identity>, resource: Option<Ix<Resource>>, held: Held) {
        match held {
            Held::Level(level) => self.levels.insert(((identity, resource), level)),
            Held::Unmapped(_) => self.unknown.insert((identity, resource)),
        };
    }

    /// Whether the identity holds, or may hold, one of the rule's levels on the resource.
    fn satisfies(&self, identity: Ix<Identity>, resource: Option<Ix<Resource>>, rule: &Rule) -> bool {
        let holds = |level: &Ix<Level>| self.levels.contains(&((identity, resource), *level));
        rule.levels.iter().any(holds) || self.unknown.contains(&(identity, resource))
    }
}

/// Who lacks what, once each, with the first rule and role that ask for it.
#[derive(Default)]
struct Missing(BTreeMap<Subject, (Ix<Role>, u64)>);

impl Missing {
    fn add(
        &mut self,
        role: Ix<Role>,
        duty: &Rule,
        identity: Ix<Identity>,
        resources: impl Iterator<Item = Option<Ix<Resource>>>,
    ) {
        let mut levels: Vec<Held> = duty.levels.iter().copied().map(Held::Level).collect();
        levels.sort();
        for resource in resources {
            let subject = Subject {
                system: Some(duty.system),
                identity: Some(identity),
                resource,
                levels: levels.clone(),
                ..Subject::default()
            };
            self.0.entry(subject).or_insert((role, duty.line));
        }
    }

    fn into_breaches(self, snapshot: &Snapshot) -> Vec<Breach> {
        let breach = |(subject, (role, line)): (Subject, (Ix<Role>, u64))| Breach {
            evidence: subject
                .identity
                .map(|place| snapshot.roster.identities[place].place)
                .into_iter()
                .collect(),
            subject: Subject {
                role: Some(role),
                line: Some(line),
                ..subject
            },
        };
        self.0.into_iter().map(breach).collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::policy::Role;
    use crate::model::private::Private;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Account, Holder, Match, Status};
    use crate::model::source::{Content, Rejected};
    use crate::model::system::{Coverage, System};
    use crate::world::{TODAY, World};

    const CHECK: &str = "missing-grant";

    struct Company {
        world: World,
        system: Ix<System>,
        devops: Ix<Role>,
        mira: Ix<Identity>,
        account: Ix<Account>,
    }

    /// DevOps must hold Admin or Owner of every `app-*`; Mira is one, with an account and no grant.
    fn company() -> Company {
        let mut world = World::new();
        let system = world.repositories("git", &["Admin", "Owner", "Read"], &["app-web", "app-api", "docs"]);
        let devops = world.role("DevOps");
        world.must(devops, system, &["Admin", "Owner"], &["app-*"]);
        let mira = world.identity("Mira", devops);
        let account = world.owned(system, "mira", mira);
        Company {
            world,
            system,
            devops,
            mira,
            account,
        }
    }

    #[test]
    fn one_of_the_levels_on_every_named_resource_is_enough() {
        let mut c = company();
        c.world.grant(c.system, c.account, "app-web", "Admin");
        c.world.grant(c.system, c.account, "app-api", "Owner");
        assert!(c.world.findings(CHECK).is_empty());
    }

    #[test]
    fn each_named_resource_without_it_is_found() {
        let mut c = company();
        c.world.grant(c.system, c.account, "app-web", "Read");
        let findings = c.world.findings(CHECK);
        assert_eq!(findings[0].evidence, [c.world.snapshot.roster.identities[c.mira].place]);
        assert_eq!(findings[0].subject.role, Some(c.devops));
        assert_eq!(findings[0].subject.line, Some(1));
        assert_eq!(
            c.world.keys(CHECK),
            [
                "missing-grant/git/id-mira/app-web/Admin+Owner",
                "missing-grant/git/id-mira/app-api/Admin+Owner"
            ]
        );
    }

    #[test]
    fn who_came_after_the_export_cannot_be_in_it() {
        let mut c = company();
        c.world.somebody(c.mira).start = Some(TODAY);
        assert_eq!(c.world.findings(CHECK).len(), 2);
        c.world.access(c.system).first_day = Some(date(2021, 10, 5));
        assert!(c.world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_system_without_resources_is_asked_as_a_whole() {
        let mut world = World::new();
        let system = world.system("aws", &["Admin"]);
        let devops = world.role("DevOps");
        world.must(devops, system, &["Admin"], &[]);
        let mira = world.identity("Mira", devops);
        assert_eq!(world.keys(CHECK), ["missing-grant/aws/id-mira//Admin"]);
        let account = world.owned(system, "mira", mira);
        world.grant(system, account, "", "Admin");
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_rule_that_two_roles_share_is_found_once_and_of_the_first() {
        let mut c = company();
        let lead = c.world.role("Lead");
        c.world.must(lead, c.system, &["Owner", "Admin"], &["app-web"]);
        c.world.somebody(c.mira).roles.further.push(lead);
        let findings = c.world.findings(CHECK);
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[0].subject.role, Some(c.devops));
    }

    #[test]
    fn a_further_role_asks_too_and_a_role_of_others_does_not() {
        let mut c = company();
        let writer = c.world.role("Writer");
        c.world.must(writer, c.system, &["Read"], &["docs"]);
        assert_eq!(c.world.findings(CHECK).len(), 2);
        c.world.somebody(c.mira).roles.further.push(writer);
        assert_eq!(c.world.findings(CHECK).len(), 3);
    }

    #[test]
    fn may_is_not_must_and_a_disabled_account_holds_nothing() {
        let mut c = company();
        c.world.may(c.devops, c.system, &["Read"], &["docs"]);
        c.world.grant(c.system, c.account, "app-web", "Admin");
        c.world.grant(c.system, c.account, "app-api", "Admin");
        assert!(c.world.findings(CHECK).is_empty());
        c.world.status(c.system, c.account, Status::Pending);
        assert!(c.world.findings(CHECK).is_empty());
        c.world.status(c.system, c.account, Status::Disabled);
        assert_eq!(c.world.findings(CHECK).len(), 2);
    }

    #[test]
    fn only_who_is_there_on_the_day() {
        let mut c = company();
        c.world.somebody(c.mira).start = Some(TODAY);
        c.world.somebody(c.mira).end = Some(End::On(TODAY));
        assert_eq!(c.world.findings(CHECK).len(), 2);
        c.world.somebody(c.mira).start = Some(date(2021, 10, 7));
        c.world.somebody(c.mira).end = None;
        assert!(c.world.findings(CHECK).is_empty());
        c.world.somebody(c.mira).start = None;
        c.world.somebody(c.mira).end = Some(End::On(date(2021, 10, 5)));
        assert!(c.world.findings(CHECK).is_empty());
    }

    #[test]
    fn what_may_be_held_is_not_missing() {
        let mut c = company();
        c.world.grant(c.system, c.account, "app-web", "Superuser");
        let several = Holder::Several(vec![(c.mira, Match::Login)]);
        let ambiguous = c.world.account(c.system, "m", several);
        c.world.grant(c.system, ambiguous, "app-api", "Admin");
        assert!(c.world.findings(CHECK).is_empty());
    }

    #[test]
    fn what_nobody_holds_or_somebody_else_is_missing() {
        let mut c = company();
        let nobody = c.world.account(c.system, "x", Holder::Nobody);
        c.world.grant(c.system, nobody, "app-api", "Admin");
        let writer = c.world.role("Writer");
        let noah = c.world.identity("Noah", writer);
        let other = c.world.owned(c.system, "noah", noah);
        c.world.grant(c.system, other, "app-web", "Admin");
        assert_eq!(c.world.findings(CHECK).len(), 2);
    }

    #[test]
    fn files_that_may_lack_rows_prove_nothing() {
        for coverage in [None, Some(Coverage::Partial), Some(Coverage::Unknown)] {
            let mut c = company();
            c.world.access(c.system).coverage = coverage;
            assert!(c.world.findings(CHECK).is_empty());
        }
        let mut c = company();
        let reason = Private::new("cell `Level` is empty");
        c.world
            .file("exports/git.csv")
            .rows
            .rejected
            .push(Rejected { line: 4, reason });
        assert!(c.world.findings(CHECK).is_empty());
    }

    #[test]
    fn one_of_two_files_that_was_not_read_whole_proves_nothing() {
        let mut c = company();
        c.world.source("exports/git-archive.csv", Content::Export(c.system));
        assert_eq!(c.world.findings(CHECK).len(), 2);
        c.world.file("exports/git-archive.csv").declared_rows = Some(1);
        assert!(c.world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_rejected_row_of_another_system_changes_nothing() {
        let mut c = company();
        c.world.system("aws", &["Admin"]);
        let reason = Private::new("cell `Level` is empty");
        c.world
            .file("exports/aws.csv")
            .rows
            .rejected
            .push(Rejected { line: 4, reason });
        assert_eq!(c.world.findings(CHECK).len(), 2);
    }

    #[test]
    fn not_judged_without_declared_roles() {
        let mut c = company();
        c.world.policy().file = None;
        assert!(c.world.findings(CHECK).is_empty());
    }
}

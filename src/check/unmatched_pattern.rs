//! `unmatched-pattern`: a resource pattern of a rule, or of a side of a separation, matches nothing: the resource may have gone,
//! or the pattern has a slip. Judged for systems with resources of their own that gave at least one file.

use std::collections::BTreeMap;

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::policy::{Pattern, Role, Rule};
use crate::model::private::Private;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Resource, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("unmatched-pattern"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.15", "SOC 2 CC6.3", "NIST SP 800-53 AC-6"],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::Roles,
    run: Run::System(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let mut unmatched: BTreeMap<Subject, u64> = BTreeMap::new();
    for (place, role) in snapshot.policy.roles.iter() {
        let rules = role.rules();
        for rule in rules.filter(|rule| rule.system == access.system) {
            let misses = |pattern: &&Pattern| misses(settings, snapshot, access, pattern);
            for pattern in rule.resources.iter().filter(misses) {
                unmatched
                    .entry(subject(Some(place), rule, pattern))
                    .or_insert(rule.line);
            }
        }
    }
    let sides = snapshot
        .policy
        .separations
        .iter()
        .flat_map(|separation| &separation.sides);
    for side in sides.filter(|side| side.system == access.system) {
        let misses = |pattern: &&Pattern| misses(settings, snapshot, access, pattern);
        for pattern in side.resources.iter().filter(misses) {
            unmatched.entry(subject(None, side, pattern)).or_insert(side.line);
        }
    }
    let breach = |(subject, line)| Breach {
        subject: Subject {
            line: Some(line),
            ..subject
        },
        evidence: Vec::new(),
    };
    unmatched.into_iter().map(breach).collect()
}

/// Whether the pattern matches none of the resources that are known of the system: those that a file lists, and where
/// the files may lack some, those that are declared as well.
fn misses(settings: &Settings, snapshot: &Snapshot, access: &Access, pattern: &Pattern) -> bool {
    let all_listed = snapshot.proves_absence(access);
    let known = |resource: &&Resource| resource.listed || !all_listed;
    let fits = |resource: &Resource| pattern.matcher.is_match(resource.name.reveal());
    access.coverage.is_some()
        && settings.systems[access.system].has_resources()
        && !access.resources.values().filter(known).any(fits)
}

/// Whether a rule names a resource that is not there.
pub(super) fn names_what_is_not_there(settings: &Settings, snapshot: &Snapshot, access: &Access, rule: &Rule) -> bool {
    let misses = |pattern: &Pattern| misses(settings, snapshot, access, pattern);
    rule.resources.iter().any(misses)
}

/// The same pattern in two rules of one role is one finding, at the first; of no role, in two separations.
fn subject(bearer: Option<Ix<Role>>, rule: &Rule, pattern: &Pattern) -> Subject {
    Subject {
        system: Some(rule.system),
        role: bearer,
        text: Some(Private::new(pattern.text.as_str())),
        ..Subject::default()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::arena::Ix;
    use crate::model::finding::Why;
    use crate::model::policy::Role;
    use crate::model::system::{Coverage, System};
    use crate::world::World;

    const CHECK: &str = "unmatched-pattern";

    fn company() -> (World, Ix<System>, Ix<Role>) {
        let mut world = World::new();
        let system = world.repositories("git", &["Admin"], &["app-web"]);
        world.resource(system, "app-web");
        let role = world.role("Developer");
        (world, system, role)
    }

    #[test]
    fn a_pattern_that_matches_a_declared_or_a_listed_resource_passes() {
        let (mut world, system, role) = company();
        world.resource(system, "docs");
        world.may(role, system, &["Admin"], &["app-*"]);
        world.must(role, system, &["Admin"], &["docs"]);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_declared_resource_that_full_lists_lack_has_gone() {
        let (mut world, system, role) = company();
        let gone = world.resource(system, "gone");
        world.access(system).resources[gone].listed = false;
        world.may(role, system, &["Admin"], &["gone"]);
        assert_eq!(world.findings(CHECK).len(), 1);
        world.access(system).coverage = Some(Coverage::Partial);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn each_pattern_that_matches_nothing_is_found_once_a_role() {
        let (mut world, system, role) = company();
        world.may(role, system, &["Admin"], &["app-*", "gone/*"]);
        world.must(role, system, &["Admin"], &["gone/*", "lost"]);
        let other = world.role("Tester");
        world.may(other, system, &["Admin"], &["gone/*"]);
        assert_eq!(
            world.keys(CHECK),
            [
                "unmatched-pattern/git////Developer//gone%2F*",
                "unmatched-pattern/git////Developer//lost",
                "unmatched-pattern/git////Tester//gone%2F*"
            ]
        );
        assert_eq!(world.findings(CHECK)[0].subject.line, Some(1));
    }

    #[test]
    fn resources_of_another_system_do_not_count() {
        let (mut world, system, role) = company();
        world.repositories("other", &["Admin"], &["docs"]);
        world.may(role, system, &["Admin"], &["docs"]);
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn not_judged_where_nothing_was_collected_or_there_are_no_resources() {
        let (mut world, system, role) = company();
        world.may(role, system, &["Admin"], &["gone"]);
        world.access(system).coverage = Some(Coverage::Partial);
        assert_eq!(world.findings(CHECK).len(), 1);
        world.access(system).coverage = None;
        assert!(world.findings(CHECK).is_empty());

        let (mut world, _, role) = company();
        let whole = world.system("aws", &["Admin"]);
        world.may(role, whole, &["Admin"], &["gone"]);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_side_of_a_separation_names_what_is_there_or_nothing_is_kept_apart() {
        let (mut world, git, role) = company();
        let aws = world.system("aws", &["Admin"]);
        world.must(role, git, &["Admin"], &["app-*"]);
        world.separation("apart", [(git, "Admin", &["app-web"]), (aws, "Admin", &[])]);
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged("toxic-combination"), []);
        world.policy().separations.clear();
        world.separation("apart", [(git, "Admin", &["App-web", "web"]), (aws, "Admin", &[])]);
        assert_eq!(
            world.keys(CHECK),
            ["unmatched-pattern/git//////App-web", "unmatched-pattern/git//////web"]
        );
        assert_eq!(
            world.unjudged("toxic-combination"),
            [Why::UnmatchedSide(vec![git, aws])]
        );
        world.policy().separations.clear();
        world.separation("apart", [(git, "Admin", &["app-web", "web"]), (aws, "Admin", &[])]);
        assert_eq!(world.keys(CHECK), ["unmatched-pattern/git//////web"]);
        assert_eq!(
            world.unjudged("toxic-combination"),
            [Why::UnmatchedSide(vec![git, aws])],
            "a part of a side may be a slip"
        );
    }
}

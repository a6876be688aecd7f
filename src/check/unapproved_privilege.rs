//! `unapproved-privilege`: a role may or must hold a privileged level, and its rule gives no reason. Judges the roles
//! file, whoever has the role.

use std::collections::BTreeMap;

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::private::Private;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Held, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("unapproved-privilege"),
    severity: Severity::Low,
    controls: &[
        "ISO 27001:2022 A.8.2",
        "SOC 2 CC6.3",
        "NIST SP 800-53 AC-6",
        "CSA CCM IAM-09",
    ],
    about: About::Declared,
    by_roles: true,
    needs: Needs::RolesAndPrivilege,
    run: Run::System(judge),
};

/// The same levels in two rules of one role on the same resources are one finding, at the first.
fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let Some(rules) = settings.systems[access.system].access() else {
        return Vec::new();
    };
    let mut unapproved: BTreeMap<Subject, u64> = BTreeMap::new();
    for (place, role) in snapshot.policy.roles.iter() {
        let without_reason = role.rules().filter(|rule| rule.reason.is_none());
        for rule in without_reason.filter(|rule| rule.system == access.system) {
            let held = rule.levels.iter().copied().map(Held::Level);
            let mut levels: Vec<Held> = held.filter(|held| rules.is_privileged(*held)).collect();
            levels.sort();
            if levels.is_empty() {
                continue;
            }
            let patterns: Vec<&str> = rule.resources.iter().map(|pattern| pattern.text.as_str()).collect();
            let subject = Subject {
                system: Some(access.system),
                role: Some(place),
                levels,
                text: (!patterns.is_empty()).then(|| Private::new(patterns.join(", "))),
                ..Subject::default()
            };
            unapproved.entry(subject).or_insert(rule.line);
        }
    }
    let breach = |(subject, line)| Breach {
        subject: Subject {
            line: Some(line),
            ..subject
        },
        evidence: Vec::new(),
    };
    unapproved.into_iter().map(breach).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::finding::Why;
    use crate::world::World;

    const CHECK: &str = "unapproved-privilege";

    #[test]
    fn a_privileged_level_needs_a_reason_in_every_rule_that_names_it() {
        let mut world = World::new();
        let git = world.repositories("git", &["Admin", "Owner", "Read"], &["app"]);
        let role = world.role("Developer");
        world.may(role, git, &["Read", "Admin"], &[]);
        assert!(world.findings(CHECK).is_empty(), "no level is privileged");
        assert_eq!(world.unjudged(CHECK), [Why::NoPrivilege]);
        world.privileged(git, "Admin");
        assert_eq!(world.keys(CHECK), ["unapproved-privilege/git///Admin/Developer"]);
        assert_eq!(world.findings(CHECK)[0].subject.line, Some(1));
        world.role_of(role).may[0].reason = Some("on call".into());
        assert!(world.findings(CHECK).is_empty());

        world.privileged(git, "Owner");
        world.must(role, git, &["Owner", "Admin"], &["app", "a*"]);
        world.may(role, git, &["Owner", "Admin"], &["app", "a*"]);
        assert_eq!(
            world.keys(CHECK),
            ["unapproved-privilege/git///Admin+Owner/Developer//app, a*"]
        );
        world.policy().file = None;
        assert_eq!(world.unjudged(CHECK), [Why::NoRoles]);
    }
}

//! By what a permission may be held: the rule of a role, an exception that accepts it, or both.
//!
//! There may be millions of permissions and few rules: a text is made once for each combination of roles, resource and
//! level, and looked up after that.

use std::collections::BTreeMap;

use crate::model::arena::Ix;
use crate::model::finding::Finding;
use crate::model::policy::Role;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Effective, Held, Resource, Snapshot};
use crate::model::table::Table;
use crate::model::workbook::RolesSheet;

/// Checks whose accepted finding says that a permission may be held although no rule lets it.
const OF_RULES: [&str; 2] = ["excess-grant", "contractor-grant"];

/// A permission by login, resource and level.
type Named<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

/// What allows the permissions of one system.
pub(super) struct Allowed<'a> {
    settings: &'a Settings,
    snapshot: &'a Snapshot,
    access: &'a Access,
    /// Roles that somebody has together, whether they are there, whether they work by contract; and the number of each.
    classes: BTreeMap<(Vec<Ix<Role>>, bool, bool), usize>,
    /// Which of them somebody has.
    class_of: Table<Ix<Identity>, usize>,
    /// The texts made so far.
    rules: Table<(usize, Option<Ix<Resource>>, Held), String>,
    /// Lines of the exceptions that accept each permission.
    accepted: BTreeMap<Named<'a>, Vec<u64>>,
}

impl<'a> Allowed<'a> {
    /// By the roles, and by the exceptions that accept some of these findings.
    pub(super) fn new(
        settings: &'a Settings,
        snapshot: &'a Snapshot,
        access: &'a Access,
        findings: &'a [Finding],
    ) -> Self {
        let mut accepted: BTreeMap<_, Vec<u64>> = BTreeMap::new();
        let of_system = findings
            .iter()
            .filter(|finding| finding.subject.system == Some(access.system) && OF_RULES.contains(&finding.check.0));
        for finding in of_system {
            let subject = &finding.subject;
            let (Some(exception), Some(about)) = (finding.accepted_by(), snapshot.about(subject)) else {
                continue;
            };
            let ([level], Some(account)) = (subject.levels.as_slice(), subject.account) else {
                continue;
            };
            // by names: what was found may be of another extract than what is counted
            let key = (
                about.accounts[account].login.reveal(),
                about.resource_name(subject.resource),
                about.level_name(settings, *level),
            );
            let lines = accepted.entry(key).or_default();
            lines.push(snapshot.policy.exceptions[exception].line);
            lines.sort_unstable();
            lines.dedup();
        }
        Self {
            settings,
            snapshot,
            access,
            classes: BTreeMap::new(),
            class_of: Table::default(),
            rules: Table::default(),
            accepted,
        }
    }

    /// What allows a permission; nothing where nothing does.
    pub(super) fn text(&mut self, held: &Effective<'_>) -> String {
        let mut text = self.rule(held).to_owned();
        if self.accepted.is_empty() {
            return text;
        }
        let key = (
            self.access.accounts[held.account].login.reveal(),
            self.access.resource_name(held.grant.resource),
            self.access.level_name(self.settings, held.grant.level),
        );
        for line in self.accepted.get(&key).into_iter().flatten() {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str("exception, ");
            text.push_str(&self.snapshot.policy.called_exception(*line));
        }
        text
    }

    /// The role and the line of its rule.
    fn rule(&mut self, held: &Effective<'_>) -> &str {
        let account = &self.access.accounts[held.account];
        let Some(identity) = account.holder.identity() else {
            return "";
        };
        let (resource, level) = (held.grant.resource, held.grant.level);
        let class = self.class(identity);
        self.rules.entry((class, resource, level)).or_insert_with(|| {
            let rule = self.snapshot.rule_for(self.access, identity, resource, level);
            rule.map_or_else(String::new, |(role, rule)| {
                format!(
                    "{}, {}",
                    role.title,
                    self.snapshot.policy.called(RolesSheet::Access, rule.line)
                )
            })
        })
    }

    /// The number of whoever has the same roles and is there as well, or is not.
    fn class(&mut self, identity: Ix<Identity>) -> usize {
        if let Some(class) = self.class_of.get(&identity) {
            return *class;
        }
        let somebody = &self.snapshot.roster.identities[identity];
        let next = self.classes.len();
        let roles: Vec<Ix<Role>> = somebody.roles.iter().collect();
        let class = *self
            .classes
            .entry((roles, somebody.present_on(self.access.day), somebody.is_contractor()))
            .or_insert(next);
        self.class_of.insert(identity, class);
        class
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

    use crate::render::grants_csv;
    use crate::world::World;

    /// The last column of every row.
    fn allowed(world: &World) -> Vec<String> {
        let bytes = grants_csv::csv(&world.review()).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| row.iter().next_back().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_permission_is_allowed_by_a_rule_by_an_exception_or_by_nothing() {
        let mut world = World::new();
        let git = world.repositories("git", &["Admin", "Write"], &["shop"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(git, "mira", mira);
        world.may(role, git, &["Write"], &["shop"]);
        world.role_of(role).may[0].line = 9;
        world.grant(git, account, "shop", "Write");
        world.grant(git, account, "shop", "Admin");
        world.grant(git, account, "shop", "Admin");
        assert_eq!(allowed(&world), ["Developer, line 9", "", ""]);
        world.exception("excess-grant").line = 77;
        let accepted = "exception, line 77";
        assert_eq!(allowed(&world), ["Developer, line 9", accepted, accepted]);
        world.contract(mira);
        world.exception("contractor-grant").line = 78;
        let (one, both) = ("exception, line 78", "exception, line 77; exception, line 78");
        let found = allowed(&world);
        assert_eq!(found[0], one, "no rule is for contractors");
        assert!(found[1] == accepted || found[1] == both, "{found:?}");
    }
}

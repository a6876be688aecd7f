//! Roles against systems: how many of each role hold anything in each system, and the rules that say what they may.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Rows;
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Finding, Why};
use crate::model::policy::{Role, Rule, Separation};
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::snapshot::Access;
use crate::model::system::System;

/// How many systems a table of numbers can have side by side.
const SIDE_BY_SIDE: usize = 8;

/// What the roles may hold and what their people do.
#[derive(Serialize)]
pub(super) struct Roles<'a> {
    /// Whether any rules are declared.
    declared: bool,
    file: Option<&'a str>,
    is_workbook: bool,
    tables: Vec<Matrix<'a>>,
    rules: Rows<RuleRow<'a>>,
    separations: Vec<Separated<'a>>,
}

/// What nobody may hold together, and what came of it.
#[derive(Serialize)]
struct Separated<'a> {
    name: &'a str,
    reason: &'a str,
    sides: Vec<Side<'a>>,
    line: u64,
    /// Whether its check is switched off.
    is_off: bool,
    /// Whether somebody may hold both whom nothing shows.
    is_open_question: bool,
    /// People who hold both: open, accepted and put right.
    open: usize,
    accepted: usize,
    put_right: usize,
}

/// One of the two sides.
#[derive(Serialize)]
struct Side<'a> {
    system: &'a str,
    levels: Vec<&'a str>,
    /// Patterns; none is everything.
    resources: Vec<&'a str>,
}

/// Roles down, a few systems across.
#[derive(Serialize)]
struct Matrix<'a> {
    systems: Vec<&'a str>,
    rows: Vec<MatrixRow<'a>>,
    /// Whether there is anything to compare.
    is_drawn: bool,
}

/// One role.
#[derive(Serialize)]
struct MatrixRow<'a> {
    role: &'a str,
    cells: Vec<Met>,
}

/// One role in one system.
#[derive(Clone, Copy, Serialize)]
struct Met {
    /// Whether any file of the system was read.
    collected: bool,
    /// Whether any rule of the role is about the system; none where rules are still to be written.
    allowed: Option<bool>,
    /// How many of the role were there on its day.
    all: usize,
    /// How many of them hold something with an active account.
    holding: usize,
    /// How many of these no rule of any of their roles lets in.
    beyond: usize,
}

/// One rule.
#[derive(Serialize)]
struct RuleRow<'a> {
    role: &'a str,
    system: &'a str,
    levels: Vec<&'a str>,
    /// Patterns; none is everything.
    resources: Vec<&'a str>,
    must: bool,
    reason: Option<&'a str>,
    line: u64,
}

/// The roles of a review against its systems with permissions.
pub(super) fn roles(review: &Review) -> Roles<'_> {
    let policy = &review.snapshot.policy;
    let with_permissions = |access: &&Access| review.settings.systems[access.system].access().is_some();
    let access: Vec<&Access> = review.snapshot.counted().filter(with_permissions).collect();
    let holders: Vec<Holders<'_>> = access.iter().map(|access| Holders::of(review, access)).collect();
    let table = |several: &[Holders<'_>]| Matrix {
        is_drawn: holders.len() > 1 && several.iter().any(|holders| !holders.identities.is_empty()),
        systems: several
            .iter()
            .map(|holders| review.settings.systems[holders.access.system].name.as_str())
            .collect(),
        rows: (policy.roles.iter())
            .map(|(role, declared)| MatrixRow {
                role: &declared.title,
                cells: several.iter().map(|holders| holders.met(review, role)).collect(),
            })
            .collect(),
    };
    let rules = policy.roles.values().flat_map(|role| {
        let may = role.may.iter().map(move |rule| (role, rule, false));
        may.chain(role.must.iter().map(move |rule| (role, rule, true)))
    });
    Roles {
        declared: policy.file.is_some(),
        file: policy.file.as_deref(),
        is_workbook: policy.is_workbook(),
        tables: holders
            .chunks(abreast(holders.len(), SIDE_BY_SIDE))
            .map(table)
            .collect(),
        rules: Rows::first(&review.settings, rules, |(role, rule, must)| {
            rule_row(review, role, rule, must)
        }),
        separations: policy
            .separations
            .iter()
            .map(|separation| separated(review, separation))
            .collect(),
    }
}

/// A separation with what its check found.
fn separated<'a>(review: &'a Review, separation: &'a Separation) -> Separated<'a> {
    let of_check = |check: CheckId| check.is_of_separations();
    let found = || {
        let named =
            |finding: &&Finding| (finding.subject.text.as_ref()).is_some_and(|text| text.reveal() == separation.name);
        let found = review.findings.iter().filter(|finding| of_check(finding.check));
        found.filter(named)
    };
    let concerns = |why: &Why| {
        let systems = why.systems();
        systems.is_empty() || separation.sides.iter().any(|side| systems.contains(&side.system))
    };
    let mut unjudged = review.unjudged.iter().filter(|unjudged| of_check(unjudged.check));
    let side = |rule: &'a Rule| Side {
        system: &review.settings.systems[rule.system].name,
        levels: rule.level_names(&review.settings),
        resources: rule.resources.iter().map(|pattern| pattern.text.as_str()).collect(),
    };
    Separated {
        name: &separation.name,
        reason: &separation.reason,
        sides: separation.sides.iter().map(side).collect(),
        line: separation.line,
        is_off: review
            .settings
            .rulings
            .keys()
            .any(|check| of_check(*check) && review.settings.is_off(*check)),
        is_open_question: unjudged.any(|unjudged| concerns(&unjudged.why)),
        open: found().filter(|finding| finding.is_open()).count(),
        accepted: found().filter(|finding| finding.accepted_by().is_some()).count(),
        put_right: found().filter(|finding| finding.is_done()).count(),
    }
}

/// How many of so many systems each table has side by side, `most` being as many as it can have, so that all tables are about as wide.
pub(super) fn abreast(systems: usize, most: usize) -> usize {
    let tables = systems.div_ceil(most).max(1);
    systems.div_ceil(tables).max(1)
}

/// Who holds anything in a system.
struct Holders<'a> {
    access: &'a Access,
    identities: BTreeSet<Ix<Identity>>,
}

impl<'a> Holders<'a> {
    fn of(review: &Review, access: &'a Access) -> Self {
        let holding = access.holding();
        let there = |identity: &Ix<Identity>| review.snapshot.roster.identities[*identity].present_on(access.day);
        let accounts = access.accounts.values().zip(holding);
        let active = accounts.filter(|(account, holds)| *holds && account.is_active());
        Self {
            access,
            identities: active
                .filter_map(|(account, _)| account.holder.identity())
                .filter(there)
                .collect(),
        }
    }

    /// What the role has to do with the system.
    fn met(&self, review: &Review, role: Ix<Role>) -> Met {
        let (roster, policy) = (&review.snapshot.roster, &review.snapshot.policy);
        let system = self.access.system;
        let has = |identity: &Identity| identity.roles.iter().any(|one| one == role);
        let lets_in = |role: Ix<Role>| policy.roles[role].rules().any(|rule| rule.system == system);
        let all = roster.identities.values();
        let all = all
            .filter(|identity| has(identity) && identity.present_on(self.access.day))
            .count();
        let holders = self.identities.iter().map(|identity| &roster.identities[*identity]);
        let holders: Vec<&Identity> = holders.filter(|identity| has(identity)).collect();
        let allowed = review.unruled(self.access).is_none().then(|| lets_in(role));
        let beyond = |identity: &&&Identity| allowed.is_some() && !identity.roles.iter().any(lets_in);
        Met {
            collected: self.access.coverage.is_some(),
            allowed,
            all,
            holding: holders.len(),
            beyond: holders.iter().filter(beyond).count(),
        }
    }
}

fn rule_row<'a>(review: &'a Review, bearer: &'a Role, rule: &'a Rule, must: bool) -> RuleRow<'a> {
    let system: &System = &review.settings.systems[rule.system];
    let levels = rule.levels.iter();
    RuleRow {
        role: &bearer.title,
        system: &system.name,
        levels: levels
            .filter_map(|level| Some(system.access()?.levels[*level].name.as_str()))
            .collect(),
        resources: rule.resources.iter().map(|pattern| pattern.text.as_str()).collect(),
        must,
        reason: rule.reason.as_deref().map(|reason| reason.trim_end_matches('.')),
        line: rule.line,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::roles;
    use crate::model::arena::Ix;
    use crate::model::policy::Role;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Account, Status};
    use crate::model::system::{Coverage, System};
    use crate::world::World;

    struct Company {
        world: World,
        aws: Ix<System>,
        developer: Ix<Role>,
        mira: Ix<Identity>,
        account: Ix<Account>,
    }

    /// Two developers, of whom one holds something; no rule is about the system.
    fn company() -> Company {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin", "Read"]);
        let developer = world.role("Developer");
        let mira = world.identity("Mira", developer);
        world.identity("Otto", developer);
        let account = world.owned(aws, "mira", mira);
        world.grant(aws, account, "", "Admin");
        Company {
            world,
            aws,
            developer,
            mira,
            account,
        }
    }

    /// `allowed`, then how many hold, of how many, how many of them without a rule.
    fn cell(world: &World) -> Value {
        let told = serde_json::to_value(roles(&world.review())).unwrap();
        let cell = told.pointer("/tables/0/rows/0/cells/0").unwrap();
        json!([cell["allowed"], cell["holding"], cell["all"], cell["beyond"]])
    }

    #[test]
    fn who_holds_without_a_rule_about_the_system_is_told() {
        let mut c = company();
        assert_eq!(cell(&c.world), json!([false, 1, 2, 1]));
        c.world.may(c.developer, c.aws, &["Read"], &[]);
        assert_eq!(cell(&c.world), json!([true, 1, 2, 0]));
    }

    #[test]
    fn another_role_of_theirs_may_let_them_in() {
        let mut c = company();
        let deputy = c.world.role("Deputy");
        c.world.may(deputy, c.aws, &["Admin"], &[]);
        c.world.somebody(c.mira).roles.further.push(deputy);
        assert_eq!(cell(&c.world), json!([false, 1, 2, 0]));
    }

    #[test]
    fn only_who_is_there_and_has_an_active_account_is_counted() {
        let mut c = company();
        c.world.status(c.aws, c.account, Status::Disabled);
        assert_eq!(cell(&c.world), json!([false, 0, 2, 0]));
        c.world.status(c.aws, c.account, Status::Active);
        c.world.somebody(c.mira).end = Some(End::On(date(2021, 1, 1)));
        assert_eq!(cell(&c.world), json!([false, 0, 1, 0]));
    }

    #[test]
    fn nothing_is_allowed_or_beyond_where_rules_are_still_to_be_written() {
        let mut c = company();
        c.world.policy().without_rules.insert(c.aws);
        assert_eq!(cell(&c.world), json!([null, 1, 2, 0]));
        c.world.policy().without_rules.clear();
        c.world.policy().file = None;
        assert_eq!(cell(&c.world), json!([null, 1, 2, 0]));
    }

    #[test]
    fn a_system_without_files_is_told_as_such() {
        let mut c = company();
        let told = |world: &World| serde_json::to_value(roles(&world.review())).unwrap();
        let collected = "/tables/0/rows/0/cells/0/collected";
        assert_eq!(told(&c.world).pointer(collected), Some(&json!(true)));
        c.world.access(c.aws).coverage = None;
        assert_eq!(told(&c.world).pointer(collected), Some(&json!(false)));
        c.world.access(c.aws).coverage = Some(Coverage::Full);
        assert_eq!(told(&c.world).pointer("/rules/total"), Some(&json!(0)));
        c.world.may(c.developer, c.aws, &["Read"], &["app-*"]);
        let rules = told(&c.world).pointer("/rules/shown/0").cloned().unwrap();
        assert_eq!(rules["levels"], json!(["Read"]));
        assert_eq!(rules["resources"], json!(["app-*"]));
        assert_eq!(rules["must"], json!(false));
    }
}

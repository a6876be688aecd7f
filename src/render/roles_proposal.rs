//! A proposal of roles as a `roles.toml` to strike out in: its words stand in `templates/roles-proposal.toml`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use anyhow::Context as _;
use serde::Serialize;
use tera::{Context, Tera};

use crate::model::arena::Ix;
use crate::model::policy::Role;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::system::Level;
use crate::suggest::{Proposal, Proposed, ProposedRule};

/// The template, and the name by which its errors know it.
const TEMPLATE: (&str, &str) = (
    "roles-proposal.toml",
    include_str!("../../templates/roles-proposal.toml"),
);
/// Up to so many holders of a level are named.
const NAMED: usize = 3;

/// Of so many resources of a rule it is told that few reach them.
const RARE: usize = 12;

#[derive(Serialize)]
struct File<'a> {
    date: String,
    alone: usize,
    left_out: usize,
    roles: Vec<RoleTable<'a>>,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the roles file")]
struct RoleTable<'a> {
    title: &'a str,
    people: usize,
    contractors: usize,
    technical: bool,
    /// Whether nobody of it has an e-mail address, as machines have none.
    without_email: bool,
    needs_workstation: bool,
    break_glass: bool,
    rules: Vec<RuleTable<'a>>,
}

#[derive(Serialize)]
struct RuleTable<'a> {
    system: &'a str,
    name: &'a str,
    levels: Vec<LevelHeld<'a>>,
    /// Where a level is held by far fewer than elsewhere: the first of these.
    rare: Vec<RarelyHeld<'a>>,
    /// How many more there are.
    more_rare: usize,
    /// Patterns that match one name each.
    resources: Vec<String>,
    /// The first level of it that is privileged.
    privileged: Option<&'a str>,
}

#[derive(Serialize)]
struct LevelHeld<'a> {
    name: &'a str,
    holders: usize,
    /// Who, where they are few and not all.
    named: Vec<String>,
}

#[derive(Serialize)]
struct RarelyHeld<'a> {
    resource: &'a str,
    level: LevelHeld<'a>,
}

/// The proposal as a file.
///
/// # Errors
/// When the template does not fit.
pub fn roles_proposal(review: &Review, proposal: &Proposal) -> anyhow::Result<Vec<u8>> {
    let roles = proposal.roles.iter().map(|proposed| role(review, proposed));
    let file = File {
        date: review.settings.date.to_string(),
        alone: proposal.alone(),
        left_out: proposal.left_out,
        roles: roles.collect(),
    };
    let mut tera = Tera::new();
    tera.autoescape_on([".toml"]);
    tera.set_escape_fn(escape);
    tera.add_raw_templates([TEMPLATE])
        .context("`templates/roles-proposal.toml` cannot be read")?;
    let text = tera.render(TEMPLATE.0, &Context::from_serialize(&file)?);
    Ok(text
        .context("`templates/roles-proposal.toml` cannot be filled in")?
        .into_bytes())
}

fn role<'a>(review: &'a Review, proposed: &'a Proposed) -> RoleTable<'a> {
    let declared = &review.snapshot.policy.roles[proposed.role];
    RoleTable {
        title: &declared.title,
        people: proposed.people,
        contractors: proposed.contractors,
        technical: proposed.is_technical(review),
        without_email: without_email(review, proposed.role),
        needs_workstation: declared.needs_workstation,
        break_glass: declared.break_glass,
        rules: proposed
            .rules
            .iter()
            .filter_map(|found| rule(review, proposed, found))
            .collect(),
    }
}

fn without_email(review: &Review, role: Ix<Role>) -> bool {
    let mut identities = review.snapshot.roster.identities.values();
    let mut of_role = identities.clone().filter(|identity| identity.roles.first == role);
    let told = identities.any(|identity| !identity.emails.is_empty());
    told && of_role.all(|identity| identity.emails.is_empty())
}

fn rule<'a>(review: &'a Review, proposed: &'a Proposed, found: &'a ProposedRule) -> Option<RuleTable<'a>> {
    let (system, access) = (&review.settings.systems[found.system], found.access(review)?);
    let resources = review.snapshot.counted_of(found.system);
    let mut privileged = found.levels.iter().map(|(level, _)| &access.levels[*level]);
    let held = |level: Ix<Level>, holders: &BTreeSet<Ix<Identity>>| {
        let few = holders.len() <= NAMED && holders.len() < proposed.people;
        let named = holders.iter().filter(|_| few).map(|holder| {
            let identity = &review.snapshot.roster.identities[*holder];
            format!("{} ({})", identity.name.reveal(), identity.id.reveal())
        });
        LevelHeld {
            name: &access.levels[level].name,
            holders: holders.len(),
            named: named.collect(),
        }
    };
    let levels = found.levels.iter().map(|(level, holders)| held(*level, holders));
    let rare = found.rare.iter().take(RARE).filter_map(|rare| {
        Some(RarelyHeld {
            resource: resources?.resource_name(Some(rare.resource))?,
            level: held(rare.level, &rare.holders),
        })
    });
    Some(RuleTable {
        system: &system.id,
        name: &system.name,
        levels: levels.collect(),
        rare: rare.collect(),
        more_rare: found.rare.len().saturating_sub(RARE),
        resources: (found.resources.iter())
            .filter_map(|place| resources?.resource_name(Some(*place)))
            .map(|name| globset::escape(name).replace('\\', "\\\\"))
            .collect(),
        privileged: privileged
            .find(|level| level.privileged)
            .map(|level| level.name.as_str()),
    })
}

/// Writes a value so that it stays one text of TOML, in quotes or behind a number sign.
fn escape(value: &str, into: &mut dyn Write) -> io::Result<()> {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '"' | '\\' => escaped.extend(['\\', letter]),
            letter if letter.is_control() => {
                // Writing into a string cannot fail.
                let _ = write!(escaped, "\\u{:04X}", u32::from(letter));
            }
            letter => escaped.push(letter),
        }
    }
    into.write_all(escaped.as_bytes())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::roles_proposal;
    use crate::suggest::suggest;
    use crate::world::World;

    #[test]
    fn whatever_roles_and_resources_are_called_the_file_says_the_same() {
        let odd = ["a\"b\\", "new\nline", "# no comment", "tab\t"];
        let mut world = World::new();
        let git = world.repositories("git", &["Admin"], &["x*[1]", "b\\s", "y"]);
        for title in odd {
            let role = world.role(title);
            let holder = world.identity(title, role);
            let account = world.owned(git, title, holder);
            world.grant(git, account, "x*[1]", "Admin");
            world.grant(git, account, "b\\s", "Admin");
        }
        let review = world.review();
        let bytes = roles_proposal(&review, &suggest(&review)).unwrap();
        let table: toml::Table = toml::from_str(std::str::from_utf8(&bytes).unwrap()).unwrap();
        let roles = table.get("role").unwrap().as_array().unwrap();
        for (role, title) in roles.iter().zip(odd) {
            assert_eq!(role.get("title").unwrap().as_str(), Some(title));
            let rule = role.get("may").unwrap().as_array().unwrap().first().unwrap();
            let resources = rule.get("resources").unwrap().as_array().unwrap();
            let patterns = resources
                .iter()
                .map(|pattern| globset::Glob::new(pattern.as_str().unwrap()).unwrap());
            for (pattern, name) in patterns.zip(["x*[1]", "b\\s"]) {
                assert!(pattern.compile_matcher().is_match(name), "{pattern}");
                assert!(!pattern.compile_matcher().is_match("x1"), "{pattern}");
            }
        }
    }
}

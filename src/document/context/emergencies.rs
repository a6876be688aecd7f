//! The accounts that are kept for emergencies, so that nobody is asked why they lie unused.

use serde::Serialize;

use super::nouns::full_name;
use crate::model::review::Review;
use crate::model::snapshot::{Access, Account, LastLogin};

/// One such account.
#[derive(Serialize)]
pub(super) struct Kept<'a> {
    system: &'a str,
    login: &'a str,
    /// `Name (id)`.
    holder: String,
    roles: Vec<&'a str>,
    /// ISO date.
    last_login: Option<String>,
    /// What is known where there is no date.
    last_login_answer: &'static str,
}

/// Every one, in the order of the systems.
pub(super) fn kept(review: &Review) -> Vec<Kept<'_>> {
    let accounts = review.snapshot.counted().flat_map(|access| {
        let accounts = access.accounts.values();
        accounts.filter_map(|account| row(review, access, account))
    });
    accounts.collect()
}

/// The account, if it is one.
fn row<'a>(review: &'a Review, access: &'a Access, account: &'a Account) -> Option<Kept<'a>> {
    let holder = account.holder.identity()?;
    let system = &review.settings.systems[access.system];
    let is_kept = system.access().is_some() && review.is_kept_for_emergencies(holder);
    is_kept.then_some(())?;
    let identity = &review.snapshot.roster.identities[holder];
    let title = |role| review.snapshot.policy.roles[role].title.as_str();
    let (last_login, last_login_answer) = match account.last_login {
        LastLogin::On(date) => (Some(date.to_string()), "yes"),
        LastLogin::Never => (None, "never"),
        LastLogin::Unknown => (None, "unknown"),
    };
    Some(Kept {
        system: &system.name,
        login: account.login.reveal(),
        holder: full_name(identity),
        roles: identity.roles.iter().map(title).collect(),
        last_login,
        last_login_answer,
    })
}

#[cfg(test)]
mod tests {
    use crate::document::internal;
    use crate::model::snapshot::LastLogin;
    use crate::world::World;

    #[test]
    fn whoever_is_exempted_is_named_and_whoever_has_another_role_beside_is_not() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let notebooks = world.notebooks("notebooks");
        let glass = world.role("Emergency Account");
        let developer = world.role("Developer");
        let mira = world.identity("Mira", glass);
        let noah = world.identity("Noah", glass);
        world.owned(notebooks, "mira-pc", mira);
        world.owned(aws, "in-case", mira);
        let account = world.owned(aws, "noah", noah);
        world.access(aws).accounts[account].last_login = LastLogin::Never;
        let text = |world: &World| {
            let text = internal(&world.review(), None).unwrap_or_default();
            let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
            words.join(" ")
        };
        let section = "### Kept for emergencies {#break-glass}";
        let plain = text(&world);
        assert!(
            plain.contains("## Exceptions in force") && !plain.contains(section),
            "{plain}"
        );
        world.role_of(glass).break_glass = true;
        let both = text(&world);
        assert!(
            both.contains(section) && both.contains("dormant-account and never-used-account do not judge"),
            "{both}"
        );
        let rows = [
            "| The aws | in-case | Mira (id-mira) | Emergency Account | not collected |\n",
            "| The aws | noah | Noah (id-noah) | Emergency Account | never |\n",
        ];
        assert!(both.contains(&rows.concat()), "{both}");
        assert!(
            !both.contains("| mira-pc | Mira (id-mira) | Emergency Account |"),
            "{both}"
        );
        world.somebody(noah).roles.further.push(developer);
        let one = text(&world);
        let [kept, judged] = rows;
        assert!(one.contains(kept) && !one.contains(judged), "{one}");
    }
}

//! `unowned-technical-account`: a technical identity of the roster has no owner. One whose owner left is `owner-left`.

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::policy::RoleKind;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("unowned-technical-account"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.16", "SOC 2 CC6.1", "NIST SP 800-53 AC-2"],
    about: About::People,
    by_roles: true,
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let identities = &snapshot.roster.identities;
    let unowned = identities.iter().filter(|(_, identity)| {
        identity.kind == RoleKind::Technical && !identity.left_before(settings.date) && identity.owner.is_none()
    });
    let breach = |(place, identity): (Ix<Identity>, &Identity)| Breach {
        subject: Subject {
            identity: Some(place),
            ..Subject::default()
        },
        evidence: vec![identity.place],
    };
    unowned.map(breach).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::policy::RoleKind;
    use crate::model::roster::{End, Identity};
    use crate::world::{TODAY, World};

    const CHECK: &str = "unowned-technical-account";

    /// A build bot without an owner, and Mira.
    fn company() -> (World, Ix<Identity>, Ix<Identity>) {
        let mut world = World::new();
        let developer = world.role("Developer");
        let technical = world.role("Technical Account");
        world.role_of(technical).kind = RoleKind::Technical;
        let mira = world.identity("Mira", developer);
        let bot = world.identity("Bot", technical);
        (world, bot, mira)
    }

    #[test]
    fn an_owner_who_is_there_is_enough() {
        let (mut world, bot, mira) = company();
        world.somebody(bot).owner = Some(mira);
        assert!(world.findings(CHECK).is_empty());
        world.somebody(mira).end = Some(End::On(TODAY));
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn none_is_found_and_people_need_none() {
        let (world, bot, _) = company();
        let findings = world.findings(CHECK);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].evidence, [world.snapshot.roster.identities[bot].place]);
        assert!(findings[0].subject.candidates.is_empty());
        assert_eq!(world.keys(CHECK), ["unowned-technical-account//id-bot"]);
    }

    #[test]
    fn an_owner_who_left_is_told_by_another_check() {
        let (mut world, bot, mira) = company();
        world.somebody(bot).owner = Some(mira);
        world.somebody(mira).end = Some(End::On(date(2021, 10, 5)));
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.findings("owner-left").len(), 1);
    }

    #[test]
    fn a_technical_account_that_was_ended_needs_none() {
        let (mut world, bot, _) = company();
        world.somebody(bot).end = Some(End::On(date(2021, 10, 5)));
        assert!(world.findings(CHECK).is_empty());
    }
}

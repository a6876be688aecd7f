//! `owner-left`: who answers for a technical or shared account has left, or is yet to come. One that has ended itself needs no owner; one
//! that never had an owner is `unowned-technical-account`.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::policy::RoleKind;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("owner-left"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.5.16",
        "ISO 27001:2022 A.6.5",
        "SOC 2 CC6.2",
        "NIST SP 800-53 AC-2",
        "CSA CCM IAM-07",
        "PCI DSS 7.2.5.1",
    ],
    about: About::People,
    by_roles: true,
    needs: Needs::Nothing,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let identities = &snapshot.roster.identities;
    let breaches = identities.iter().filter_map(|(place, identity)| {
        let owner = identity.owner.filter(|_| identity.kind != RoleKind::Person)?;
        let abandoned = !identities[owner].present_on(settings.date) && !identity.left_before(settings.date);
        abandoned.then(|| Breach {
            subject: Subject {
                identity: Some(place),
                candidates: vec![owner],
                ..Subject::default()
            },
            evidence: vec![identity.place, identities[owner].place],
        })
    });
    breaches.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::policy::RoleKind;
    use crate::model::roster::End;
    use crate::world::{TODAY, World};

    const CHECK: &str = "owner-left";

    #[test]
    fn an_owner_who_is_yet_to_come_does_not_answer_yet() {
        let mut world = World::new();
        let developer = world.role("Developer");
        let technical = world.role("Technical Account");
        world.role_of(technical).kind = RoleKind::Technical;
        let mira = world.identity("Mira", developer);
        let robot = world.identity("Robot", technical);
        world.somebody(robot).owner = Some(mira);
        world.somebody(mira).start = Some(TODAY);
        assert!(world.findings(CHECK).is_empty());
        world.somebody(mira).start = Some(date(2022, 1, 1));
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn an_owner_who_left_is_found_and_named() {
        let mut world = World::new();
        let developer = world.role("Developer");
        let technical = world.role("Technical Account");
        world.role_of(technical).kind = RoleKind::Technical;
        let mira = world.identity("Mira", developer);
        let bot = world.identity("Bot", technical);
        world.somebody(mira).end = Some(End::On(date(2021, 10, 5)));
        assert!(world.findings(CHECK).is_empty(), "no owner");
        world.somebody(bot).owner = Some(mira);
        let findings = world.findings(CHECK);
        assert_eq!(findings[0].subject.candidates, [mira]);
        assert_eq!(findings[0].evidence.len(), 2);
        assert_eq!(world.keys(CHECK), ["owner-left//id-bot"]);
        assert!(world.findings("unowned-technical-account").is_empty());

        world.somebody(bot).kind = RoleKind::Shared;
        assert_eq!(world.findings(CHECK).len(), 1);
        world.somebody(bot).kind = RoleKind::Person;
        assert!(world.findings(CHECK).is_empty());
        world.somebody(bot).kind = RoleKind::Technical;
        world.somebody(bot).end = Some(End::Untold);
        assert!(world.findings(CHECK).is_empty(), "it has ended itself");
        world.somebody(bot).end = None;
        world.somebody(mira).end = Some(End::On(TODAY));
        assert!(world.findings(CHECK).is_empty(), "still here today");
    }
}

//! `self-review`: whoever reviewed a system holds something in it, or put the roles into force against which it is judged.
//!
//! An account that may be theirs counts. The account is the subject where they hold something, the person alone where they approved the roles.

use super::reviewer::review;
use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{Severity, Subject};
use crate::model::reviewed::{SELF_REVIEW, own};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

pub(super) const CHECK: Check = Check {
    id: SELF_REVIEW,
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.3",
        "ISO 27001:2022 A.5.18",
        "SOC 2 CC6.3",
        "NIST SP 800-53 AC-5",
    ],
    about: About::Reviews,
    by_roles: false,
    needs: Needs::Lists,
    run: Run::System(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let Some(review) = review(settings, snapshot, access) else {
        return Vec::new();
    };
    let (by, subject) = (review.by, review.subject(access));
    let is_of_approver = review.reviewed.is_of_approver(&snapshot.policy);
    let approved = is_of_approver.then(|| Breach {
        subject: subject.clone(),
        evidence: vec![review.identity.place],
    });
    let own = own(by, &snapshot.roster, access).into_iter();
    let held = own.map(|(account, evidence)| Breach {
        subject: Subject {
            account: Some(account),
            ..subject.clone()
        },
        evidence: evidence.into_iter().collect(),
    });
    held.chain(approved).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use crate::model::arena::Ix;
    use crate::model::claim::Approval;
    use crate::model::private::Private;
    use crate::model::reviewed::Reviewed;
    use crate::model::roster::Identity;
    use crate::model::snapshot::{Holder, Match, Status};
    use crate::model::system::System;
    use crate::world::{TODAY, World};

    const CHECK: &str = "self-review";

    /// A system that Mira reviewed, in which Noah holds something.
    fn company() -> (World, Ix<System>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        world.identity("Mira", role);
        let noah = world.identity("Noah", role);
        let account = world.owned(aws, "noah", noah);
        world.grant(aws, account, "", "Admin");
        world.settings.systems.values_mut().for_each(|system| {
            system.reviewed = Some(Reviewed {
                by: Private::new("id-mira"),
                on: TODAY,
                statement: None,
                line: 1,
            });
        });
        (world, aws)
    }

    fn mira(world: &World) -> Ix<Identity> {
        let identities = &world.snapshot.roster.identities;
        identities.find(|one| one.name.reveal() == "Mira").unwrap().0
    }

    fn approved_by(id: &str) -> Approval {
        Approval {
            version: "1".into(),
            by: Private::new(id),
            on: TODAY,
            line: 1,
        }
    }

    #[test]
    fn somebody_without_access_may_review_what_another_approved() {
        let (mut world, _) = company();
        world.policy().approval = Some(approved_by("id-noah"));
        assert!(world.findings(CHECK).is_empty());
        world.policy().approval = Some(approved_by("id-mira"));
        assert_eq!(world.keys(CHECK), ["self-review/aws/id-mira"]);
    }

    #[test]
    fn whoever_holds_something_may_not() {
        let (mut world, aws) = company();
        let mira = mira(&world);
        let account = world.owned(aws, "mira", mira);
        assert!(world.findings(CHECK).is_empty(), "an account that holds nothing");
        let group = world.group(aws, "admins");
        world.member(aws, group, account);
        world.group_grant(aws, group, "", "Admin");
        assert_eq!(world.keys(CHECK), ["self-review/aws/mira"]);
        world.status(aws, account, Status::Disabled);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn an_account_that_may_be_theirs_counts() {
        let (mut world, aws) = company();
        let mira = mira(&world);
        let role = world.role("Tester");
        let other = world.identity("Mia", role);
        let account = world.account(
            aws,
            "m",
            Holder::Several(vec![(mira, Match::Email), (other, Match::Email)]),
        );
        world.grant(aws, account, "", "Admin");
        assert_eq!(world.keys(CHECK), ["self-review/aws/m"]);
        world.access(aws).accounts[account].holder = Holder::Several(vec![(other, Match::Email)]);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn what_a_technical_account_of_theirs_holds_is_theirs() {
        let (mut world, aws) = company();
        let mira = mira(&world);
        let role = world.role("Robot");
        let robot = world.identity("Robot", role);
        let account = world.owned(aws, "robot", robot);
        world.grant(aws, account, "", "Admin");
        assert!(world.findings(CHECK).is_empty());
        world.somebody(robot).owner = Some(mira);
        assert_eq!(world.keys(CHECK), ["self-review/aws/robot"]);
    }

    #[test]
    fn a_system_that_nobody_reviewed_is_no_self_review() {
        let (mut world, _) = company();
        world.policy().approval = Some(approved_by("id-mira"));
        world
            .settings
            .systems
            .values_mut()
            .for_each(|system| system.reviewed = None);
        assert!(world.findings(CHECK).is_empty());
    }
}

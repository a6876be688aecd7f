//! `void-review`: a review that says nothing of what is judged: older than the export, of a later year, or by no person who
//! was there.

use super::reviewer::{Review, review};
use super::{About, Breach, Check, Needs, Run};
use crate::model::extract::Extract;
use crate::model::finding::Severity;
use crate::model::reviewed::VOID_REVIEW;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

pub(super) const CHECK: Check = Check {
    id: VOID_REVIEW,
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.3", "NIST SP 800-53 AC-2"],
    about: About::Reviews,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::System(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let is_void = |review: &Review<'_>| {
        let voids = review
            .reviewed
            .voids(review.identity, access, Extract::First, settings.date);
        !voids.is_empty()
    };
    let void = review(settings, snapshot, access).filter(is_void);
    void.into_iter()
        .map(|review| Breach {
            subject: review.subject(access),
            evidence: vec![review.identity.place],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::policy::RoleKind;
    use crate::model::private::Private;
    use crate::model::reviewed::Reviewed;
    use crate::model::roster::End;
    use crate::world::{TODAY, World};

    const CHECK: &str = "void-review";

    #[test]
    fn the_day_of_the_export_is_the_first_and_the_reviewer_has_to_be_there() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let reviewed = |world: &mut World, on| {
            world.settings.systems[aws].reviewed = Some(Reviewed {
                by: Private::new("id-mira"),
                on,
                statement: None,
                line: 1,
            });
        };
        assert!(world.findings(CHECK).is_empty());
        reviewed(&mut world, TODAY);
        assert!(world.findings(CHECK).is_empty());
        let coverage = world.access(aws).coverage.take();
        assert_eq!(world.keys(CHECK), ["void-review/aws/id-mira"], "nothing was collected");
        world.access(aws).coverage = coverage;
        reviewed(&mut world, date(2022, 10, 5));
        assert!(world.findings(CHECK).is_empty(), "within the year of the audit");
        reviewed(&mut world, date(2022, 10, 6));
        assert_eq!(world.keys(CHECK), ["void-review/aws/id-mira"], "a year later");
        reviewed(&mut world, date(2021, 10, 5));
        assert_eq!(world.keys(CHECK), ["void-review/aws/id-mira"]);
        world.access(aws).day = date(2021, 10, 5);
        assert!(world.findings(CHECK).is_empty());
        world.somebody(mira).end = Some(End::On(date(2021, 10, 4)));
        assert_eq!(world.findings(CHECK).len(), 1);
        world.somebody(mira).end = None;
        world.somebody(mira).kind = RoleKind::Technical;
        assert_eq!(world.findings(CHECK).len(), 1);
        world.somebody(mira).kind = RoleKind::Person;
        world.somebody(mira).start = Some(date(2021, 10, 6));
        assert_eq!(world.findings(CHECK).len(), 1);
    }
}

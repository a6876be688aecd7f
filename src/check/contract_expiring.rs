//! `contract-expiring`: somebody's contract, or the agreement with a contractor company, ends within the limit after the
//! audit date, so that somebody has to decide now whether the access goes on. What ends on the audit date itself still runs.

use super::{About, Breach, Check, Needs, Run};
use jiff::civil::Date;

use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::roster::{End, Identity};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("contract-expiring"),
    severity: Severity::Low,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "SOC 2 CC6.2",
        "NIST SP 800-53 PS-7",
        "CSA CCM IAM-07",
    ],
    about: About::People,
    by_roles: false,
    needs: Needs::ContractLimit,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let Some(limit) = settings.contract_expiring_days else {
        return Vec::new();
    };
    let is_near = |end: Option<Date>| {
        let left = end.map(|day| i64::from((day - settings.date).get_days()));
        left.is_some_and(|days| (0..=i64::from(limit)).contains(&days))
    };
    let expiring = snapshot.roster.identities.iter();
    let expiring =
        expiring.filter(|(_, identity)| identity.is_contractor() && is_near(identity.end.and_then(End::day)));
    let breach = |(place, identity): (Ix<Identity>, &Identity)| Breach {
        subject: Subject {
            identity: Some(place),
            ..Subject::default()
        },
        evidence: vec![identity.place],
    };
    let agreements = settings.inventory.companies.iter();
    let agreements = agreements.filter(|company| is_near(company.end)).map(|company| Breach {
        subject: Subject {
            text: Some(company.name.clone()),
            line: Some(company.line),
            ..Subject::default()
        },
        evidence: Vec::new(),
    });
    expiring.map(breach).chain(agreements).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use crate::model::finding::Why;
    use crate::model::inventory::Company;
    use crate::model::private::Private;
    use crate::model::roster::{Employment, End};
    use crate::world::{TODAY, World};

    const CHECK: &str = "contract-expiring";

    #[test]
    fn an_end_within_the_limit_is_found_and_others_pass() {
        let mut world = World::new();
        world.settings.contract_expiring_days = Some(30);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        world.contract(mira);
        assert!(world.findings(CHECK).is_empty(), "no end");
        for (end, found) in [
            (End::On(date(2021, 10, 5)), 0),
            (End::On(TODAY), 1),
            (End::On(date(2021, 11, 5)), 1),
            (End::On(date(2021, 11, 6)), 0),
            (End::Untold, 0),
        ] {
            world.somebody(mira).end = Some(end);
            assert_eq!(world.findings(CHECK).len(), found, "{end:?}");
        }
        world.somebody(mira).end = Some(End::On(TODAY));
        assert_eq!(world.keys(CHECK), ["contract-expiring//id-mira"]);
        world.somebody(mira).employment = Employment::Employee;
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn an_agreement_with_a_company_that_ends_within_the_limit_is_found() {
        let mut world = World::new();
        world.settings.contract_expiring_days = Some(30);
        for (end, found) in [
            (Some(date(2021, 10, 5)), 0),
            (Some(TODAY), 1),
            (Some(date(2021, 11, 5)), 1),
            (Some(date(2021, 11, 6)), 0),
            (None, 0),
        ] {
            world.settings.inventory.companies = vec![Company {
                name: Private::new("Quayside"),
                agreement: Private::new("MSA"),
                end,
                line: 3,
            }];
            assert_eq!(world.findings(CHECK).len(), found, "{end:?}");
        }
    }

    #[test]
    fn not_judged_without_a_limit_or_a_list_that_tells_contracts() {
        let mut world = World::new();
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        world.contract(mira);
        world.somebody(mira).end = Some(End::On(TODAY));
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoLimit(Vec::new())]);
        world.settings.contract_expiring_days = Some(30);
        assert_eq!(world.unjudged(CHECK), []);
        Arc::make_mut(&mut world.snapshot.roster).employment_untold = true;
        assert_eq!(world.unjudged(CHECK), [Why::NoEmployment]);
    }
}

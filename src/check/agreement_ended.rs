//! `agreement-ended`: the agreement with a contractor company ended before the audit date, and people of it are still in the
//! roster. Where the roster names nobody of the company, the end alone is told; so is a company with people in the roster
//! that is not among the declared ones, and that there are contractors of whom the roster names no company.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::inventory::Company;
use crate::model::private::Private;
use crate::model::roster::{Employment, Identity};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Place;
use crate::model::word::same_word;

pub(super) const CHECK: Check = Check {
    id: CheckId("agreement-ended"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.19",
        "ISO 27001:2022 A.5.20",
        "SOC 2 CC9.2",
        "NIST SP 800-53 PS-7",
    ],
    about: About::Declared,
    by_roles: false,
    needs: Needs::Companies,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let ended = |company: &&Company| company.end.is_some_and(|end| end < settings.date);
    let companies = settings.inventory.companies.iter().filter(ended);
    let breach = |company: &Company| {
        let people = || snapshot.roster.of_company(&company.name);
        let there = people().filter(|identity| identity.present_on(settings.date));
        let evidence: Vec<Place> = there.map(|identity| identity.place).collect();
        let is_known = people().next().is_some();
        (!is_known || !evidence.is_empty()).then(|| Breach {
            subject: Subject {
                text: Some(company.name.clone()),
                line: Some(company.line),
                ..Subject::default()
            },
            evidence,
        })
    };
    companies
        .filter_map(breach)
        .chain(undeclared(settings, snapshot))
        .chain(of_no_company(settings, snapshot))
        .collect()
}

/// The contractors of whom the roster names no company, so that it is not known which agreement binds them.
fn of_no_company(settings: &Settings, snapshot: &Snapshot) -> Option<Breach> {
    let is_one = |identity: &Identity| {
        identity.employment == Employment::Contractor { company: None } && identity.present_on(settings.date)
    };
    let there = || {
        snapshot
            .roster
            .identities
            .iter()
            .filter(|(_, identity)| is_one(identity))
    };
    let candidates: Vec<_> = there().map(|(place, _)| place).collect();
    (!settings.inventory.companies.is_empty() && !candidates.is_empty()).then(|| Breach {
        subject: Subject {
            candidates,
            ..Subject::default()
        },
        evidence: there().map(|(_, identity)| identity.place).collect(),
    })
}

/// Companies of which no agreement is declared, though others are, and whose people are there.
fn undeclared(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let declared = &settings.inventory.companies;
    let mut breaches: Vec<Breach> = Vec::new();
    let there = snapshot.roster.identities.values();
    for identity in there.filter(|identity| !declared.is_empty() && identity.present_on(settings.date)) {
        let Employment::Contractor { company: Some(name) } = &identity.employment else {
            continue;
        };
        let is_it = |other: &Private| same_word(other.reveal(), name.reveal());
        if declared.iter().any(|company| is_it(&company.name)) {
            continue;
        }
        let known = breaches
            .iter_mut()
            .find(|breach| breach.subject.text.as_ref().is_some_and(is_it));
        match known {
            Some(breach) => breach.evidence.push(identity.place),
            None => breaches.push(Breach {
                subject: Subject {
                    text: Some(name.clone()),
                    ..Subject::default()
                },
                evidence: vec![identity.place],
            }),
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use crate::model::finding::Why;
    use crate::model::inventory::Company;
    use crate::model::private::Private;
    use crate::model::roster::{Employment, End};
    use crate::world::{TODAY, World};

    const CHECK: &str = "agreement-ended";

    fn company(end: Option<Date>) -> World {
        let mut world = World::new();
        world.settings.inventory.companies.push(Company {
            name: Private::new("Northquay Ltd"),
            agreement: Private::new("Frame 7"),
            end,
            line: 3,
        });
        world
    }

    #[test]
    fn the_last_day_is_one_on_which_it_still_runs() {
        for (end, found) in [(None, 0), (Some(TODAY), 0), (Some(date(2021, 10, 5)), 1)] {
            assert_eq!(company(end).findings(CHECK).len(), found, "{end:?}");
        }
        let world = company(Some(date(2021, 10, 5)));
        assert_eq!(world.keys(CHECK), ["agreement-ended///////Northquay Ltd"]);
    }

    #[test]
    fn people_who_have_all_left_make_it_none() {
        let mut world = company(Some(date(2021, 10, 5)));
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        world.somebody(mira).employment = Employment::Contractor {
            company: Some(Private::new("northquay  LTD")),
        };
        let place = world.somebody(mira).place;
        assert_eq!(
            world.findings(CHECK).first().map(|one| one.evidence.clone()),
            Some(vec![place])
        );
        world.somebody(mira).end = Some(End::On(date(2021, 9, 30)));
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn without_a_list_of_companies_nothing_is_judged() {
        assert_eq!(World::new().unjudged(CHECK), [Why::NoCompanies]);
        assert_eq!(company(None).unjudged(CHECK), []);
    }

    #[test]
    fn contractors_of_no_company_are_told_together_where_companies_are_declared() {
        let mut world = company(None);
        let role = world.role("Developer");
        let places = ["Mira", "Noah"].map(|name| {
            let place = world.identity(name, role);
            world.contract(place);
            world.somebody(place).place
        });
        assert_eq!(world.keys(CHECK), ["agreement-ended"]);
        assert_eq!(
            world.findings(CHECK).first().map(|one| one.evidence.clone()),
            Some(places.to_vec())
        );
        world.settings.inventory.companies.clear();
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_company_that_nobody_declared_is_told_once_where_others_are_declared() {
        let mut world = company(None);
        let role = world.role("Developer");
        for name in ["Mira", "Noah"] {
            let place = world.identity(name, role);
            world.somebody(place).employment = Employment::Contractor {
                company: Some(Private::new("Callwell Ltd")),
            };
        }
        assert_eq!(world.keys(CHECK), ["agreement-ended///////Callwell Ltd"]);
        assert_eq!(
            world
                .findings(CHECK)
                .iter()
                .map(|found| found.evidence.len())
                .sum::<usize>(),
            2
        );
        world.settings.inventory.companies.clear();
        assert!(world.findings(CHECK).is_empty());
    }
}

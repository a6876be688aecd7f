//! `outdated-report`: what a provider shows of its own controls is older than the limit on the audit date, or later than the
//! audit, which cannot have rested on it.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::inventory::Provider;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

pub(super) const CHECK: Check = Check {
    id: CheckId("outdated-report"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.22", "SOC 2 CC9.2", "NIST SP 800-53 SA-9"],
    about: About::Declared,
    by_roles: false,
    needs: Needs::Providers,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, _: &Snapshot) -> Vec<Breach> {
    let is_old = |provider: &&Provider| {
        let days = i64::from((settings.date - provider.date).get_days());
        settings
            .provider_report_days
            .is_some_and(|limit| days > i64::from(limit) || days < 0)
    };
    let old = settings.inventory.providers.iter().filter(is_old);
    let breach = |provider: &Provider| Breach {
        subject: Subject {
            text: Some(provider.name.clone()),
            line: Some(provider.line),
            ..Subject::default()
        },
        evidence: Vec::new(),
    };
    old.map(breach).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::finding::Why;
    use crate::model::inventory::Provider;
    use crate::model::private::Private;
    use crate::world::World;

    const CHECK: &str = "outdated-report";

    #[test]
    fn a_report_older_than_the_limit_is_found() {
        let mut world = World::new();
        assert_eq!(world.unjudged(CHECK), [Why::NoProviders]);
        world.settings.inventory.providers.push(Provider {
            name: Private::new("AWS"),
            report: Private::new("SOC 2"),
            date: date(2021, 9, 6),
            line: 3,
        });
        assert_eq!(world.unjudged(CHECK), [Why::NoLimit(Vec::new())]);
        assert!(world.findings(CHECK).is_empty());
        world.settings.provider_report_days = Some(30);
        assert_eq!(world.unjudged(CHECK), []);
        assert!(world.findings(CHECK).is_empty(), "on the last day");
        world.settings.provider_report_days = Some(29);
        assert_eq!(world.keys(CHECK), ["outdated-report///////AWS"]);
        let provider = &mut world.settings.inventory.providers;
        for provider in provider.iter_mut() {
            provider.date = date(2021, 10, 7);
        }
        assert_eq!(world.findings(CHECK).len(), 1, "the audit cannot have rested on it");
    }
}

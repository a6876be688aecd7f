//! `not-remediated`: a finding is still so at the recheck, and nobody accepted it.
//!
//! As grave as the finding that it is about; that one stays where it was found, with the rows of the first extract. The
//! evidence here are rows of the recheck.

use super::{About, Check, Needs, Run, duplicate_account, finding, severity};
use crate::model::finding::{CheckId, Finding, Severity, Subject};
use crate::model::private::Private;
use crate::model::settings::Settings;
use crate::model::source::Place;

pub(super) const CHECK: Check = Check {
    id: CheckId("not-remediated"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "ISO 27001:2022 A.5.35",
        "SOC 2 CC4.2",
        "NIST SP 800-53 CA-5",
    ],
    about: About::Rechecks,
    by_roles: false,
    needs: Needs::Recheck,
    run: Run::Recheck,
};

/// That a finding is still so, as these rows of the recheck show.
pub(super) fn still(settings: &Settings, of: &Finding, evidence: Vec<Place>) -> Option<Finding> {
    if settings.is_off(CHECK.id) {
        return None;
    }
    let subject = &of.subject;
    let text = subject
        .text
        .as_ref()
        .filter(|_| of.check != duplicate_account::CHECK.id);
    let what = text.map_or_else(
        || of.check.0.to_owned(),
        |text| format!("{} {}", of.check.0, text.reveal()),
    );
    let subject = Subject {
        text: Some(Private::new(what)),
        system: subject.system,
        account: subject.account,
        identity: subject.identity,
        role: subject.role,
        resource: subject.resource,
        levels: subject.levels.clone(),
        ..Subject::default()
    };
    let order = super::place(CHECK.id)?;
    finding((severity(settings, &CHECK, of.severity), order), subject, evidence)
}

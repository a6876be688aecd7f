//! What a check found in the audit before: what began then and is still so stays a finding.

use std::collections::BTreeSet;

use super::Check;
use crate::model::finding::{CheckId, Disposition, Finding, Subject};
use crate::model::key;
use crate::model::opaque::Opaque;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

/// What stands for the findings of a check in the audit before.
pub(super) fn told_before(snapshot: &Snapshot, check: CheckId) -> BTreeSet<&Opaque> {
    let findings = snapshot.record_before().into_iter().flat_map(|record| &record.findings);
    let own = findings.filter(|finding| finding.check == check.0);
    own.map(|finding| &finding.id).collect()
}

/// What would stand for a finding.
pub(super) fn opaque(settings: &Settings, snapshot: &Snapshot, check: &Check, subject: &Subject) -> Opaque {
    let finding = Finding {
        check: check.id,
        severity: check.severity,
        subject: subject.clone(),
        evidence: Vec::new(),
        disposition: Disposition::Open,
        closure: None,
    };
    Opaque::finding(&key::key(&finding, settings, snapshot))
}

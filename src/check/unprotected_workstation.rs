//! `unprotected-workstation`: the virus protection of a notebook is off or out of date. Judged for every notebook of
//! the inventory; where the inventory does not say, nothing is found and nothing has passed.

use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::snapshot::Device;

pub(super) const CHECK: Check = Check {
    id: CheckId("unprotected-workstation"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.8.1",
        "ISO 27001:2022 A.8.7",
        "SOC 2 CC6.8",
        "NIST SP 800-53 SI-3",
    ],
    about: About::Notebooks,
    by_roles: false,
    needs: Needs::Protection,
    run: Run::Device(judge),
};

fn judge(device: &Device) -> bool {
    device.protected == Some(false)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::snapshot::Holder;
    use crate::world::World;

    #[test]
    fn passes_where_it_is_so_and_where_nobody_knows() {
        let mut world = World::new();
        let system = world.notebooks("notebooks");
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(system, "mira", mira);
        world.device(system, account, Some(false), Some(true));
        world.device(system, account, None, None);
        assert!(world.findings("unprotected-workstation").is_empty());
    }

    #[test]
    fn fails_by_notebook_whosever_it_is() {
        let mut world = World::new();
        let system = world.notebooks("notebooks");
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(system, "mira", mira);
        let nobody = world.account(system, "pool", Holder::Nobody);
        let first = world.device(system, account, None, Some(false));
        let second = world.device(system, account, None, Some(false));
        let third = world.device(system, nobody, None, Some(false));
        let findings = world.findings("unprotected-workstation");
        assert_eq!(findings.len(), 3);
        assert_eq!(findings[0].evidence, [first]);
        assert_eq!(findings[0].subject.identity, Some(mira));
        assert_eq!(findings[2].subject.identity, None);
        let keys = [
            format!("unprotected-workstation/notebooks/mira/////NB-{}", first.line),
            format!("unprotected-workstation/notebooks/mira/////NB-{}", second.line),
            format!("unprotected-workstation/notebooks/pool/////NB-{}", third.line),
        ];
        let mut found = world.keys("unprotected-workstation");
        found.sort();
        assert_eq!(found, keys);
    }
}

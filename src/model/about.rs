//! Which account or grant a finding is about, whichever extract of its system shows the two.

use super::arena::Ix;
use super::finding::Finding;
use super::review::Review;
use super::snapshot::{Access, Account, Held, Resource};

impl Review {
    /// Whether a finding is about an account as a whole.
    pub fn is_about_account(&self, finding: &Finding, access: &Access, account: Ix<Account>) -> bool {
        finding.subject.levels.is_empty() && self.names(finding, access, account)
    }

    /// Whether a finding is about what an account holds, or about that level whoever holds it.
    pub fn is_about_grant(
        &self,
        finding: &Finding,
        access: &Access,
        account: Ix<Account>,
        (resource, held): (Option<Ix<Resource>>, Held),
    ) -> bool {
        let subject = &finding.subject;
        let every = subject.account.is_none() && subject.identity.is_none();
        if subject.system != Some(access.system) || !(every || self.names(finding, access, account)) {
            return false;
        }
        let [own] = subject.levels.as_slice() else { return false };
        let Some(about) = self.snapshot.about(subject) else {
            return false;
        };
        about.level_name(&self.settings, *own) == access.level_name(&self.settings, held)
            && (every || about.resource_name(subject.resource) == access.resource_name(resource))
    }

    /// Whether a finding names an account.
    fn names(&self, finding: &Finding, access: &Access, account: Ix<Account>) -> bool {
        let subject = &finding.subject;
        if subject.system != Some(access.system) {
            return false;
        }
        if subject.extract == access.extract {
            return subject.account == Some(account);
        }
        let about = self.snapshot.about(subject).zip(subject.account);
        about.is_some_and(|(about, named)| about.accounts[named].login == access.accounts[account].login)
    }
}

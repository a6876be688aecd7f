//! What was found first, looked up by whom it is about: whether a change puts a finding right.

use std::collections::BTreeMap;

use super::Right;
use crate::check::{missing_grant, missing_workstation, no_mfa, pending_invitation, too_few_admins, unseen_login};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Finding, Subject};
use crate::model::private::Private;
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account};

/// The findings of the first extract that concern a system.
pub(super) struct Explained<'a> {
    accounts: BTreeMap<Ix<Account>, Vec<&'a Finding>>,
    /// Those that name no account.
    identities: BTreeMap<Ix<Identity>, Vec<&'a Finding>>,
    /// Those that name notebooks, by what these are called.
    notebooks: BTreeMap<&'a Private, &'a Finding>,
    /// Those that name neither an account nor a person, or several.
    others: Vec<&'a Finding>,
    /// Whether those who hold a privileged level now are no more than there have to be.
    are_as_many_as_asked: bool,
}

/// Checks that ask for more, so that nothing that goes away puts them right.
const ASK_FOR_MORE: [CheckId; 4] = [
    missing_grant::CHECK.id,
    missing_workstation::CHECK.id,
    too_few_admins::CHECK.id,
    unseen_login::CHECK.id,
];

/// Checks of how an account is entered, so that whoever holds less puts none of them right.
const OF_ENTRY: [CheckId; 2] = [no_mfa::CHECK.id, pending_invitation::CHECK.id];

impl<'a> Explained<'a> {
    pub(super) fn by(findings: impl Iterator<Item = &'a Finding>, are_as_many_as_asked: bool) -> Self {
        let mut explained = Self {
            accounts: BTreeMap::new(),
            identities: BTreeMap::new(),
            notebooks: BTreeMap::new(),
            others: Vec::new(),
            are_as_many_as_asked,
        };
        for finding in findings {
            let subject = &finding.subject;
            match (subject.account, subject.identity) {
                (Some(account), _) => explained.accounts.entry(account).or_default().push(finding),
                (None, Some(identity)) => explained.identities.entry(identity).or_default().push(finding),
                (None, None) => explained.others.push(finding),
            }
            if let (Some(_), Some(name)) = (subject.account, &subject.text) {
                explained.notebooks.insert(name, finding);
            }
        }
        explained
    }

    /// Whether a check found an account of the first extract.
    pub(super) fn is_found(&self, check: CheckId, account: Ix<Account>) -> bool {
        let mut found = self.accounts.get(&account).into_iter().flatten();
        found.any(|finding| finding.check == check)
    }

    /// Whether a finding is about a notebook.
    pub(super) fn is_found_notebook(&self, name: &Private) -> bool {
        self.notebooks.contains_key(name)
    }

    /// Whether somebody lacked a notebook.
    pub(super) fn lacks_notebook(&self, identity: Option<Ix<Identity>>) -> bool {
        self.of(identity)
            .any(|finding| finding.check == missing_workstation::CHECK.id)
    }

    /// Whether somebody lacked an account.
    pub(super) fn lacks_account(&self, identity: Option<Ix<Identity>>) -> bool {
        self.of(identity).any(|finding| finding.check == unseen_login::CHECK.id)
    }

    /// Whether a finding is put right when an account of the first extract is gone, or no longer holds this.
    pub(super) fn is_put_right(&self, first: &Access, account: Ix<Account>, held: Option<&Right>) -> bool {
        let holder = first.accounts[account].holder.identity();
        let is_about = |subject: &Subject| {
            let is_of_holder = holder.is_some_and(|holder| subject.candidates.contains(&holder));
            let is_of_level = subject.candidates.is_empty() && !subject.levels.is_empty() && held.is_some();
            is_of_holder || is_of_level
        };
        let is_that = |subject: &Subject| {
            held.is_none_or(|held| {
                (subject.levels.is_empty() || subject.levels.contains(&held.level))
                    && (subject.resource.is_none() || subject.resource == held.resource)
            })
        };
        let own = self.accounts.get(&account).into_iter().flatten();
        let others = self.others.iter().filter(|finding| is_about(&finding.subject));
        let mut all = own.chain(others).copied().chain(self.of(holder));
        let asks_for_less = |finding: &Finding| {
            let is_of_entry = held.is_some() && OF_ENTRY.contains(&finding.check);
            !is_of_entry && !ASK_FOR_MORE.contains(&finding.check)
        };
        all.any(|finding| asks_for_less(finding) && is_that(&finding.subject))
    }

    /// Whether a finding asks for what somebody holds now.
    pub(super) fn is_missing(
        &self,
        first: &Access,
        identity: Option<Ix<Identity>>,
        (resource, held, is_privileged): (Option<&str>, &Right, bool),
    ) -> bool {
        let lacked = |finding: &Finding| {
            let subject = &finding.subject;
            finding.check == missing_grant::CHECK.id
                && subject.levels.contains(&held.level)
                && (subject.resource.is_none() || first.resource_name(subject.resource) == resource)
        };
        let too_few = |finding: &&Finding| finding.check == too_few_admins::CHECK.id;
        self.of(identity).any(lacked) || (is_privileged && self.are_as_many_as_asked && self.others.iter().any(too_few))
    }

    fn of(&self, identity: Option<Ix<Identity>>) -> impl Iterator<Item = &'a Finding> {
        let found = identity.and_then(|identity| self.identities.get(&identity));
        found.into_iter().flatten().copied()
    }
}

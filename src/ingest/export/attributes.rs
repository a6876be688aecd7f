//! What one row says about its account beside the login.

use std::borrow::Cow;

use super::Entry;
use super::fields::Input;
use crate::model::credential::{Credentials, Secrets};
use crate::model::snapshot::{LastLogin, Status};

/// What a row says; none is not collected.
pub(super) struct Attributes<'r> {
    pub(super) name: Option<Cow<'r, str>>,
    pub(super) email: Option<Cow<'r, str>>,
    pub(super) status: Option<Status>,
    /// Whether the status proves that the account can be used.
    pub(super) proof: bool,
    pub(super) mfa: Option<bool>,
    pub(super) last_login: Option<LastLogin>,
    pub(super) credentials: Option<Credentials>,
}

impl<'r> Attributes<'r> {
    /// Reads them, or says which cell cannot be read; one of status, second factor or last login is only noted.
    pub(super) fn read<'a: 'r>(entry: &Entry<'a, 'r>) -> Result<Self, String> {
        let (fields, row) = (entry.fields, entry.row);
        let values = entry.values;
        let filled = |text: Cow<'r, str>| Some(text).filter(|text| !text.is_empty());
        Ok(Self {
            name: filled(fields.name.text(row)?),
            email: filled(fields.email.text(row)?),
            status: fields.status.optional(row, values, |text| values.status(text))?,
            proof: fields.flags.proof,
            mfa: fields.mfa.optional(row, values, |text| values.yes_no(text))?,
            last_login: fields
                .last_login
                .optional(row, values, |text| values.last_login(text))?,
            credentials: credentials(entry)?,
        })
    }

    /// Whether a row says nothing that another row could contradict: of several last logins the latest stands.
    pub(super) fn is_silent(&self) -> bool {
        self.name.is_none() && self.email.is_none() && self.status.is_none() && self.mfa.is_none()
    }

    /// Whether it says something that checks of accounts look at.
    pub(super) fn tells_of_use(&self) -> bool {
        self.status.is_some() || self.mfa.is_some() || self.last_login.is_some() || self.credentials.is_some()
    }

    /// How many of them the file itself says; a constant of `review.toml` is no fact of the file.
    pub(super) fn facts(&self, entry: &Entry<'_, '_>) -> u64 {
        let fields = entry.fields;
        let said = [
            self.name.is_some() && fields.name.is_column(),
            self.email.is_some() && fields.email.is_column(),
            self.status.is_some() && fields.status.is_column(),
            self.mfa.is_some() && fields.mfa.is_column(),
            self.last_login.is_some() && fields.last_login.is_column(),
        ];
        let of_secrets = self.credentials.iter().map(|told| {
            u64::from(told.password.is_some()) + u64::from(told.keys.is_some()) + u64::from(told.root.is_some())
        });
        said.iter().filter(|said| **said).count() as u64 + of_secrets.sum::<u64>()
    }
}

/// What a row says of passwords and keys; of most files that is nothing.
fn credentials(entry: &Entry<'_, '_>) -> Result<Option<Credentials>, String> {
    let (fields, row, values) = (entry.fields, entry.row, entry.values);
    if fields.password_since.is_nowhere() && fields.key_since.is_nowhere() && fields.root.is_nowhere() {
        return Ok(None);
    }
    let secrets = |input: &Input<'_>| {
        input.optional(row, values, |text| {
            let several: Result<Vec<Secrets>, String> = input.values(text).map(|one| values.secret(one)).collect();
            Ok(several?.into_iter().reduce(Secrets::joined))
        })
    };
    let told = Credentials {
        password: secrets(&fields.password_since)?,
        keys: secrets(&fields.key_since)?,
        root: fields.root.optional(row, values, |text| values.yes_no(text))?,
    };
    Ok((told != Credentials::default()).then_some(told))
}

//! What a column of an export can mean, and for which kind of system.
//!
//! One more: a variant of [`Field`], its name in [`FIELDS`], an example in [`header`], its kinds in [`Kind::has`].

use crate::model::system::{AccessRules, Field, Resources};

/// Every field by its name in `review.toml`.
const FIELDS: [(&str, Field); 11] = [
    ("account", Field::Account),
    ("name", Field::Name),
    ("email", Field::Email),
    ("resource", Field::Resource),
    ("level", Field::Level),
    ("status", Field::Status),
    ("mfa", Field::Mfa),
    ("last-login", Field::LastLogin),
    ("device", Field::Device),
    ("encrypted", Field::Encrypted),
    ("protected", Field::Protected),
];

/// A header that a column of the field could have, for examples.
pub(super) fn header(field: Field) -> &'static str {
    match field {
        Field::Account => "User",
        Field::Name => "Full name",
        Field::Email => "E-mail",
        Field::Resource => "Repository",
        Field::Level => "Permission",
        Field::Status => "Status",
        Field::Mfa => "Two-factor",
        Field::LastLogin => "Last seen",
        Field::Device => "Serial number",
        Field::Encrypted => "Disk encryption",
        Field::Protected => "Virus protection",
    }
}

/// The kind of the system that an export belongs to.
#[derive(Clone, Copy)]
pub(super) enum Kind<'r> {
    /// Who holds which level; the rules but for their exports.
    Access(&'r AccessRules),
    /// Notebooks.
    Workstations,
}

impl Kind<'_> {
    /// The fields that such an export can have.
    pub(super) fn fields(self) -> impl Iterator<Item = (&'static str, Field)> {
        FIELDS.into_iter().filter(move |(_, field)| self.has(*field))
    }

    /// The fields without which such an export says nothing.
    pub(super) fn required(self) -> impl Iterator<Item = (&'static str, Field)> {
        self.fields().filter(move |(_, field)| match field {
            Field::Account | Field::Level | Field::Device => true,
            Field::Resource => self.has_resources(),
            Field::Name
            | Field::Email
            | Field::Status
            | Field::Mfa
            | Field::LastLogin
            | Field::Encrypted
            | Field::Protected => false,
        })
    }

    /// The fields whose cells can hold several values.
    pub(super) fn several(self) -> impl Iterator<Item = (&'static str, Field)> {
        let rows_are_grants = matches!(self, Self::Access(_));
        self.fields().filter(move |(_, field)| {
            rows_are_grants && matches!(field, Field::Account | Field::Resource | Field::Level)
        })
    }

    /// Whether permissions are on resources of their own.
    pub(super) fn has_resources(self) -> bool {
        match self {
            Self::Access(AccessRules {
                resources: Resources::Labelled { .. },
                ..
            }) => true,
            Self::Access(_) | Self::Workstations => false,
        }
    }

    /// Whether such an export can have the field.
    fn has(self, field: Field) -> bool {
        match (field, self) {
            (Field::Account | Field::Name | Field::Email, _)
            | (Field::Resource | Field::Level | Field::Status | Field::Mfa | Field::LastLogin, Self::Access(_))
            | (Field::Device | Field::Encrypted | Field::Protected, Self::Workstations) => true,
            (Field::Resource | Field::Level | Field::Status | Field::Mfa | Field::LastLogin, Self::Workstations)
            | (Field::Device | Field::Encrypted | Field::Protected, Self::Access(_)) => false,
        }
    }
}

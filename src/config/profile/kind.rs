//! Which fields a kind of fact has, and which it needs.
//!
//! One more kind: a variant of [`Kind`], its word there, its fields in [`slots`], its needs in [`check`].

use std::collections::BTreeMap;

use super::super::choice::one_of;
use super::super::file::File;
use super::super::stanza::Stanza;
use crate::model::likeness::did_you_mean;
use crate::model::profile::{Expression, Kind, Origin, Slot};

/// Every kind of fact by its name.
pub(super) fn kinds() -> [(&'static str, Kind); Kind::ALL.len()] {
    Kind::ALL.map(|kind| (kind.word(), kind))
}

/// What an id can stand for.
const OF: [&str; 4] = ["account", "group", "level", "resource"];

/// What is said of an account beside its login.
const OF_ACCOUNT: [Slot; 8] = [
    Slot::Email,
    Slot::Status,
    Slot::Mfa,
    Slot::LastLogin,
    Slot::SignIn,
    Slot::PasswordSince,
    Slot::KeySince,
    Slot::Root,
];

/// The fields that a fact of the kind can have.
fn slots(kind: Kind) -> Vec<Slot> {
    let own: &[Slot] = match kind {
        Kind::Grant => &[
            Slot::Account,
            Slot::Group,
            Slot::Level,
            Slot::Resource,
            Slot::Via,
            Slot::Id,
            Slot::Name,
        ],
        Kind::Account | Kind::Attributes => &[Slot::Account, Slot::Id, Slot::Name],
        Kind::Member => &[Slot::Group, Slot::Account, Slot::MemberGroup, Slot::Id, Slot::Name],
        Kind::Group => &[Slot::Group, Slot::Id, Slot::Name],
        Kind::Name => &[Slot::Of, Slot::Id, Slot::Name],
        Kind::Resource => &[Slot::Resource],
        Kind::Device => &[
            Slot::Device,
            Slot::Id,
            Slot::Account,
            Slot::Name,
            Slot::Email,
            Slot::Encrypted,
            Slot::Protected,
        ],
        Kind::Person => &[
            Slot::Id,
            Slot::Name,
            Slot::Email,
            Slot::Role,
            Slot::Employment,
            Slot::Company,
            Slot::Start,
            Slot::End,
            Slot::Nature,
        ],
        Kind::Sole => &[Slot::Of, Slot::Id, Slot::Resource],
    };
    let beside: &[Slot] = match kind {
        Kind::Grant | Kind::Account | Kind::Attributes | Kind::Member => &OF_ACCOUNT,
        Kind::Group | Kind::Name | Kind::Resource | Kind::Device | Kind::Person | Kind::Sole => &[],
    };
    own.iter().chain(beside).copied().collect()
}

/// Notes fields that the kind lacks or does not have.
pub(super) fn check(stanza: &Stanza<'_>, kind: Kind, given: &BTreeMap<Slot, u64>, every_resource: Option<u64>) {
    let file = stanza.file;
    let called = kind.word();
    let has = slots(kind);
    for (slot, line) in given.iter().filter(|(slot, _)| !has.contains(slot)) {
        let names: Vec<&str> = has.iter().map(|slot| slot.word()).collect();
        file.problem(
            *line,
            format!(
                "`{}` is no field of a fact of kind `{called}`, expected {}",
                slot.word(),
                one_of(&names)
            ),
        );
    }
    for need in kind.needs() {
        let there: Vec<&Slot> = need.iter().filter(|slot| given.contains_key(slot)).collect();
        let names: Vec<&str> = need.iter().map(|slot| slot.word()).collect();
        match (there.as_slice(), kind) {
            ([], _) => file.problem(
                stanza.line,
                format!("a fact of kind `{called}` needs {}, and it has none", one_of(&names)),
            ),
            ([_, _, ..], Kind::Grant | Kind::Member) => file.problem(
                stanza.line,
                format!(
                    "a fact of kind `{called}` is of one of {}, and both are given; write an emit for each",
                    one_of(&names)
                ),
            ),
            _ => {}
        }
    }
    if matches!(kind, Kind::Grant | Kind::Member) && !given.contains_key(&Slot::Account) {
        let of_account = OF_ACCOUNT.iter().chain(&[Slot::Via]);
        for (slot, line) in of_account.filter_map(|slot| given.get(slot).map(|line| (slot, line))) {
            if has.contains(slot) {
                file.problem(
                    *line,
                    format!(
                        "`{}` is said of an account, and this `{called}` has none; leave it out",
                        slot.word()
                    ),
                );
            }
        }
    }
    if let Some(line) = every_resource {
        if kind != Kind::Grant {
            file.problem(
                line,
                format!("`every-resource` is for facts of kind `grant`, and this is a `{called}`; leave it out"),
            );
        } else if given.contains_key(&Slot::Resource) {
            file.problem(
                line,
                "`every-resource` stands beside `resource`; a grant is on one or on all, so keep one of them",
            );
        }
    }
}

/// Notes a `one-id` of a fact that gives no account an id.
pub(super) fn check_one_id(file: &File, kind: Kind, given: &BTreeMap<Slot, u64>, one_id: Option<u64>) {
    let has_id = matches!(kind, Kind::Account | Kind::Attributes) && given.contains_key(&Slot::Id);
    if let Some(line) = one_id.filter(|_| !has_id) {
        file.problem(
            line,
            "`one-id` says that an account has one such `id` only, and this fact gives an account none; leave it out, or add \
             `id`",
        );
    }
}

/// Notes a `proof` of a fact that says no status, and a `described` of one that is no member.
pub(super) fn check_flags(
    file: &File,
    kind: Kind,
    given: &BTreeMap<Slot, u64>,
    (proof, described, once): (Option<u64>, Option<u64>, Option<u64>),
) {
    if let Some(line) = once.filter(|_| kind != Kind::Grant) {
        file.problem(
            line,
            format!(
                "`once` is for facts of kind `grant`, and this is a `{}`; leave it out",
                kind.word()
            ),
        );
    }
    if let Some(line) = proof.filter(|_| !given.contains_key(&Slot::Status)) {
        file.problem(
            line,
            "`proof` says that the `status` counts whatever other records say, and this fact says none; leave it out, or \
             add `status`",
        );
    }
    if let Some(line) = described.filter(|_| kind != Kind::Member) {
        file.problem(
            line,
            format!(
                "`described` is for facts of kind `member`, and this is a `{}`; leave it out",
                kind.word()
            ),
        );
    }
}

/// Notes an `of` that says something else than what an id can stand for.
pub(super) fn check_of(file: &File, kind: Kind, fields: &BTreeMap<Slot, Expression>, given: &BTreeMap<Slot, u64>) {
    if kind == Kind::Sole {
        return;
    }
    let origin = fields.get(&Slot::Of).map(|expression| &expression.origin);
    if let (Some(Origin::Text(text)), Some(line)) = (origin, given.get(&Slot::Of))
        && !OF.contains(&text.as_str())
    {
        file.problem(
            *line,
            format!(
                "`of` is the text `{text}`, expected {}{}",
                one_of(&OF),
                did_you_mean(text, OF)
            ),
        );
    }
}

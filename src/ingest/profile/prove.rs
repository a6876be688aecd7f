//! Whether the cells of a fact can be read, before anything is made of a record.
//!
//! Comes in: the values of every field, and whether some were skipped. Goes out: the cells, dates as ISO 8601; nothing, if
//! the record may well give nothing there; or why the record is rejected. A cell that the fact can do without is empty if it
//! cannot be read, and noted.

use super::emit::Emitter;
use super::formula::{BETWEEN, Formula, IN_FILE_NAME};
use super::scope::{OF_A_TREE, Record, Scope};
use crate::ingest::compared::{SPOILT, is_several_logins, quotable, spoiled};
use crate::ingest::values::Values;
use crate::model::profile::{Kind, Slot};
use crate::model::roster::End;
use crate::model::snapshot::LastLogin;

/// How a proved cell says that somebody left on a day that is not told.
const LEFT: &str = "left";

/// How a profile says that a cell is blank where something has to stand.
pub(super) const NOTHING: &str = "nothing";

/// The cells of a fact.
pub(super) fn prove(
    emitter: &Emitter<'_>,
    mut fields: Vec<(Vec<String>, bool)>,
    scope: &Scope<'_>,
    unclear: &mut Vec<(String, String)>,
) -> Result<Option<Vec<String>>, String> {
    let values = scope.values();
    let (cell, is_tree) = match scope.record {
        Record::Row(..) => ("cell ", false),
        Record::Node { .. } => ("", true),
    };
    for ((field, _), constant) in fields.iter_mut().zip(&emitter.constants) {
        if field.is_empty() {
            field.extend(constant.map(ToOwned::to_owned));
        }
    }
    for needed in needed(emitter.kind) {
        let places = emitter.slots.iter().enumerate();
        let places: Vec<usize> = places
            .filter(|(_, (slot, _))| needed.contains(slot))
            .map(|(place, _)| place)
            .collect();
        if places.is_empty()
            || places
                .iter()
                .any(|place| fields.get(*place).is_some_and(|(field, _)| !field.is_empty()))
        {
            continue;
        }
        let skipped = |place: &usize| fields.get(*place).is_some_and(|(_, skipped)| *skipped);
        let formulas: Vec<_> = places.iter().filter_map(|place| emitter.formulas.get(*place)).collect();
        if formulas.iter().any(|formula| formula.quiet) || places.iter().any(skipped) {
            return Ok(None);
        }
        return Err(empty(&formulas, is_tree));
    }
    let mut cells = Vec::with_capacity(fields.len());
    for ((slot, column), (mut field, _)) in emitter.slots.iter().zip(fields) {
        if !holds_several(emitter.kind, *slot) {
            field.dedup();
        }
        let several = || field.iter().find(|value| is_several_logins(value));
        if is_login(emitter.kind, *slot)
            && let Some(value) = several()
        {
            let remedy = if is_tree {
                OF_A_TREE
            } else {
                "export again with one on each row, or say with `split` in a copy of the profile in inputs/profiles what \
                 stands between them"
            };
            return Err(format!(
                "{cell}`{}` holds `{}`, which seem to be several accounts; {remedy}",
                column.name,
                quotable(value)
            ));
        }
        let spoilt = |value: &String| spoiled(value, scope.is_of_workbook()).map(|what| (value.clone(), what));
        if is_name(*slot)
            && let Some((value, what)) = field.iter().find_map(spoilt)
        {
            return Err(format!("{cell}`{}` holds `{value}`: {what}; {SPOILT}", column.name));
        }
        let proved = match field.as_slice() {
            [] => Ok(String::new()),
            [one] => single(*slot, one, values).map_err(|why| format!("{cell}`{}` {}, {why}", column.name, held(one))),
            several if *slot == Slot::KeySince => {
                let proved: Result<Vec<String>, String> =
                    several.iter().map(|one| single(*slot, one, values)).collect();
                let shown = || quotable(&several.join(", ")).into_owned();
                proved
                    .map(|keys| keys.join("\n"))
                    .map_err(|why| format!("{cell}`{}` holds `{}`, {why}", column.name, shown()))
            }
            several if holds_several(emitter.kind, *slot) => Ok(several.join("\n")),
            several => {
                let remedy = if is_tree {
                    OF_A_TREE
                } else {
                    "export again, or say with `columns` in review.toml how the file is read"
                };
                Err(format!(
                    "{cell}`{}` holds several values, `{}`, where one is expected; {remedy}",
                    column.name,
                    several.join("`, `")
                ))
            }
        };
        cells.push(match proved {
            Ok(cell) => cell,
            Err(why) => {
                let cell = instead(*slot).ok_or_else(|| why.clone())?;
                unclear.push((column.name.clone(), why));
                cell.to_owned()
            }
        });
    }
    Ok(Some(cells))
}

/// That nothing stands where one of these has to tell something.
fn empty(formulas: &[&Formula<'_>], is_tree: bool) -> String {
    if let [formula] = formulas
        && let Some(capture) = only_in_name(&formula.called)
    {
        return format!(
            "{capture} stands in the name of the file only, and this name does not tell it; rename the file as the product \
             calls it (`access-review profiles show` says how)"
        );
    }
    let names: Vec<String> = formulas.iter().map(|formula| format!("`{}`", formula.called)).collect();
    let names = names.join(" or ");
    if is_tree {
        format!("the record has no {names}, where a value is expected; {OF_A_TREE}")
    } else {
        format!("cell {names} is empty, where a value is expected; fill it in, or export again")
    }
}

/// What is told by captures of the file's name alone: the capture, or, of several, what they are called together.
fn only_in_name(called: &str) -> Option<String> {
    let captures: Option<Vec<&str>> = called
        .split(BETWEEN)
        .map(|name| name.strip_suffix(IN_FILE_NAME))
        .collect();
    match captures?.as_slice() {
        [capture] => Some(format!("the {capture}")),
        _ => Some("what is missing here".to_owned()),
    }
}

/// What a cell holds, as messages say it. Profiles write `nothing` where a blank cell is to be told.
fn held(text: &str) -> String {
    match text {
        NOTHING => "is empty".to_owned(),
        text => format!("holds `{}`", quotable(text)),
    }
}

/// Whether a field is the login of one account, which somebody may have put several into.
/// Whether a field names something, so that what a spreadsheet program makes of a text is none.
fn is_name(slot: Slot) -> bool {
    [Slot::Account, Slot::Resource, Slot::Level, Slot::Email, Slot::Group].contains(&slot)
}

fn is_login(kind: Kind, slot: Slot) -> bool {
    let of_accounts = match kind {
        Kind::Grant | Kind::Account | Kind::Attributes | Kind::Member => true,
        Kind::Group | Kind::Name | Kind::Resource | Kind::Device | Kind::Person | Kind::Sole => false,
    };
    of_accounts && slot == Slot::Account
}

/// Fields of which at least one must be filled, for each thing that the fact is about.
fn needed(kind: Kind) -> &'static [&'static [Slot]] {
    match kind {
        // A list with ids has one in every row: an address does not stand in for one that is missing.
        Kind::Person => &[&[Slot::Id], &[Slot::Name]],
        Kind::Grant
        | Kind::Account
        | Kind::Attributes
        | Kind::Member
        | Kind::Group
        | Kind::Name
        | Kind::Resource
        | Kind::Device
        | Kind::Sole => kind.needs(),
    }
}

/// Whether a field may hold several values.
fn holds_several(kind: Kind, slot: Slot) -> bool {
    match slot {
        Slot::Account
        | Slot::Id
        | Slot::Resource
        | Slot::Level
        | Slot::Group
        | Slot::MemberGroup
        | Slot::Via
        | Slot::Device
        | Slot::KeySince
        | Slot::Role => true,
        Slot::Email => kind == Kind::Person,
        Slot::Name
        | Slot::Status
        | Slot::Mfa
        | Slot::LastLogin
        | Slot::SignIn
        | Slot::PasswordSince
        | Slot::Root
        | Slot::Of
        | Slot::Encrypted
        | Slot::Protected
        | Slot::Employment
        | Slot::Company
        | Slot::Start
        | Slot::End
        | Slot::Nature => false,
    }
}

/// What stands in for a cell that cannot be read, if the fact can do without it.
pub(super) fn instead(slot: Slot) -> Option<&'static str> {
    match slot {
        Slot::Status
        | Slot::Mfa
        | Slot::LastLogin
        | Slot::PasswordSince
        | Slot::KeySince
        | Slot::Root
        | Slot::Email => Some(""),
        // what may let a built-in account sign in is judged as if it did
        Slot::SignIn => Some("yes"),
        Slot::Account
        | Slot::Id
        | Slot::Resource
        | Slot::Level
        | Slot::Group
        | Slot::MemberGroup
        | Slot::Via
        | Slot::Device
        | Slot::Role
        | Slot::Name
        | Slot::Of
        | Slot::Encrypted
        | Slot::Protected
        | Slot::Employment
        | Slot::Company
        | Slot::Start
        | Slot::End
        | Slot::Nature => None,
    }
}

/// A value that has a meaning of its own, proved; dates as ISO 8601.
fn single(slot: Slot, text: &str, values: &Values<'_>) -> Result<String, String> {
    match slot {
        Slot::LastLogin => match values.last_login(text)? {
            Some(LastLogin::On(day)) => return Ok(day.to_string()),
            Some(LastLogin::Never | LastLogin::Unknown) | None => {}
        },
        Slot::End => {
            return Ok(match values.end(text)? {
                None => String::new(),
                Some(End::On(day)) => day.to_string(),
                Some(End::Untold) => LEFT.to_owned(),
            });
        }
        Slot::Start => {
            if values.is_unknown(text) {
                return Ok(String::new());
            }
            return values.date(text).map(|day| day.to_string());
        }
        Slot::Status => {
            values.status(text)?;
        }
        Slot::Mfa | Slot::SignIn | Slot::Root | Slot::Encrypted | Slot::Protected => {
            values.yes_no(text)?;
        }
        Slot::PasswordSince | Slot::KeySince => {
            values.secret(text)?;
        }
        Slot::Account
        | Slot::Id
        | Slot::Resource
        | Slot::Level
        | Slot::Group
        | Slot::MemberGroup
        | Slot::Via
        | Slot::Device
        | Slot::Role
        | Slot::Email
        | Slot::Name
        | Slot::Of
        | Slot::Employment
        | Slot::Company
        | Slot::Nature => {}
    }
    Ok(text.to_owned())
}

//! `[[exception]]` of `roles.toml` or of `exceptions.toml`: findings that are accepted for a while.
//!
//! People are named by ids of the staff list, which is not read yet: whoever reads it looks them up.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::claims::Claims;
use super::stanza::Stanza;
use super::value::At;
use super::{reference, role};
use crate::model::arena::Arena;
use crate::model::exception::{Excepted, Exception, Within};
use crate::model::finding::CheckId;
use crate::model::private::Private;
use crate::model::system::{Resources, System};

/// Reads every stanza; what could not be read is left out.
pub(super) fn read(
    root: &mut Stanza<'_>,
    systems: Option<&Arena<System>>,
    checks: &[CheckId],
) -> anyhow::Result<Arena<Exception>> {
    let mut claims = Claims::new();
    let mut exceptions = Arena::default();
    for (place, stanza) in root.tables("exception", "[[exception]]").into_iter().enumerate() {
        let (file, line, called) = (stanza.file, stanza.line, stanza.called());
        let (said, exception) = exception(stanza, systems, checks);
        if let Some((_, earlier)) = claims.claim(said, &place, line) {
            file.problem(
                line,
                format!(
                    "this {called} is for the same findings, from the same day on, as the one {}; keep one of them",
                    file.on(earlier)
                ),
            );
        }
        if let Some(exception) = exception {
            exceptions.push(exception)?;
        }
    }
    Ok(exceptions)
}

/// One stanza, and what it says beside its reasons; that is empty where some of it could not be read.
fn exception(
    mut stanza: Stanza<'_>,
    systems: Option<&Arena<System>>,
    checks: &[CheckId],
) -> (String, Option<Exception>) {
    let check = check(&mut stanza, checks);
    let line_of_system = stanza.line_of("system");
    if let (Some(line), true) = (line_of_system, check.is_some_and(CheckId::is_of_separations)) {
        stanza.file.problem(
            line,
            "`toxic-combination` finds a person who holds one thing in one system and another elsewhere, so that no `system` fits; \
             leave it out with `level` and `resource`, and name the person in `identity` and what is accepted in `separation`",
        );
    }
    let separation = stanza.optional_text("separation", "changes and their release");
    if let (Some(separation), Some(false)) = (&separation, check.map(CheckId::is_of_separations)) {
        stanza.file.problem(
            separation.line,
            "`separation` is for exceptions of `toxic-combination` alone; leave it out".to_owned(),
        );
    }
    let subject = subject(&mut stanza, separation, systems);
    let reason = stanza.text("reason", "the supplier offers no second factor before spring");
    let approved_by = stanza.text("approved-by", "P-01");
    let ticket = stanza.optional_text("ticket", "SEC-118");
    let (granted, expires) = days(&mut stanza);
    let line = stanza.file.row(stanza.line);
    stanza.done();
    let whole = check.zip(subject).zip(granted.zip(expires));
    let Some(((check, (said, subject)), (granted, expires))) = whole else {
        return (String::new(), None);
    };
    let exception = Exception {
        check,
        subject,
        reason: reason.value,
        approved_by: Private::new(approved_by.value),
        ticket: ticket.map(|ticket| ticket.value),
        granted,
        expires,
        line,
    };
    (format!("{} {said}{granted}", check.0), Some(exception))
}

/// The check whose findings are accepted; one on exceptions is none.
fn check(stanza: &mut Stanza<'_>, checks: &[CheckId]) -> Option<CheckId> {
    let id = stanza.text("check", "no-mfa");
    let known = checks.iter().find(|check| check.0 == id.value);
    match known {
        Some(check) if check.is_of_exceptions() => stanza.file.problem(
            id.line,
            format!(
                "what `{}` finds cannot be accepted by an exception; put right what it tells of",
                id.value
            ),
        ),
        Some(_) => {}
        None => {
            let others = checks.iter().copied().filter(|check| !check.is_of_exceptions());
            reference::check(stanza, &id, &others.collect::<Vec<_>>());
        }
    }
    known.copied()
}

/// What the findings have to be about, and the same as it is written; none where the system could not be read.
fn subject(
    stanza: &mut Stanza<'_>,
    separation: Option<At<String>>,
    systems: Option<&Arena<System>>,
) -> Option<(String, Excepted)> {
    let identity = stanza.optional_text("identity", "P-07");
    let account = stanza.optional_text("account", "mira.holt");
    let id = stanza.optional_text("system", "bitbucket");
    let word = stanza.optional_text("level", "Admin");
    let resource = stanza.optional_text("resource", "tidewater/qa-*");
    let file = stanza.optional_text("file", "exports/users.csv");
    if let (Some(word), None) = (&word, &id) {
        stanza.file.problem(
            word.line,
            format!(
                "`level` is `{}`, and no `system` says of which; give the id of its system too, for example `bitbucket`",
                word.value
            ),
        );
    }
    let parts = [&identity, &account, &id, &word, &resource, &file, &separation];
    let said = parts.map(|part| part.as_ref().map(|part| part.value.as_str()));
    let said = format!("{said:?}");
    let line = resource.as_ref().map(|pattern| pattern.line);
    let resource = resource.map(|text| role::pattern(stanza, text));
    let within = match id.zip(systems) {
        Some((id, systems)) => Some(within(stanza, (&id, word, line), systems)?),
        None => None,
    };
    let private = |text: At<String>| Private::new(text.value);
    Some((
        said,
        Excepted {
            identity: identity.map(private),
            account: account.map(private),
            within,
            resource: resource.flatten(),
            file: file.map(private),
            separation: separation.map(private),
        },
    ))
}

/// The system and the level; `line` is that of the resource, if one is named.
fn within(
    stanza: &Stanza<'_>,
    (id, word, line): (&At<String>, Option<At<String>>, Option<u64>),
    systems: &Arena<System>,
) -> Option<Within> {
    let system = reference::system(stanza, id, systems)?;
    let access = systems[system].access();
    let is_whole = access.is_none_or(|access| matches!(access.resources, Resources::Whole { .. }));
    if let (Some(line), true) = (line, is_whole) {
        stanza.file.problem(
            line,
            format!(
                "`resource` is given, but system `{}` is declared without resources; leave it out",
                id.value
            ),
        );
    }
    let level = match (word, access) {
        (Some(word), Some(access)) => reference::level(stanza, &word, access),
        (Some(word), None) => {
            stanza.file.problem(
                word.line,
                format!(
                    "system `{}` lists workstations and has no levels; leave `level` out",
                    id.value
                ),
            );
            None
        }
        (None, _) => None,
    };
    Some(Within { system, level })
}

/// The first and the last day: no more than a year, and in this order.
fn days(stanza: &mut Stanza<'_>) -> (Option<Date>, Option<Date>) {
    let granted = stanza.day("granted", "2021-10-06");
    let expires = stanza.day("expires", "2022-03-31");
    if let (Some(first), Some(last)) = (&granted, &expires) {
        let year = first.value.saturating_add(1.year());
        if last.value > year {
            stanza.file.problem(
                last.line,
                format!(
                    "`expires` is {}, more than a year after `granted` ({}); write {year} or earlier, and decide anew then",
                    last.value, first.value
                ),
            );
        }
        if last.value < first.value {
            stanza.file.problem(
                last.line,
                format!(
                    "`expires` is {}, before `granted` ({}); correct one of the two",
                    last.value, first.value
                ),
            );
        }
    }
    (granted.map(|day| day.value), expires.map(|day| day.value))
}

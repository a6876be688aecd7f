//! `formerly`: names that something had in earlier audits. Only what is declared is the same under another name.

use super::claims::{Claims, fold};
use super::stanza::Stanza;
use super::value::At;

/// The names of a stanza whose present name is `now`, claimed among those of its kind. Of a system that is its id: it may be called
/// by its name as it was by its id.
pub(super) fn read(stanza: &mut Stanza<'_>, now: &str, example: &str, claims: &mut Claims<String>) -> Vec<String> {
    let names = stanza.texts("formerly", example).unwrap_or_default();
    for name in &names {
        check(stanza, name, now, claims);
    }
    names.into_iter().map(|name| name.value).collect()
}

fn check(stanza: &Stanza<'_>, name: &At<String>, now: &str, claims: &mut Claims<String>) {
    if fold(now) == fold(&name.value) {
        let message = format!(
            "`formerly` has `{}`, which is the present name; take it out",
            name.value
        );
        stanza.file.problem(name.line, message);
    }
    let (word, line) = (
        if stanza.file.is_workbook() { "row" } else { "line" },
        stanza.file.row(stanza.line),
    );
    let owner = format!("`{now}` of {word} {line}");
    if let Some((other, _)) = claims.claim(fold(&name.value), &owner, name.line) {
        stanza.file.problem(
            name.line,
            format!(
                "`formerly` has `{}`, which is said of {other} too; only one can have been called so",
                name.value
            ),
        );
    }
}

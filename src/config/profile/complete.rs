//! `[[complete]]`: what shows that a file holds everything.

use super::super::choice::one_of;
use super::super::stanza::Stanza;
use super::super::value::At;
use super::scope::{Scope, captures};
use super::{pattern, selector};
use crate::model::profile::{Completeness, Selector};

/// What can show it; one of them must stand there.
const PROOFS: [&str; 9] = [
    "absent",
    "count",
    "line",
    "elsewhere",
    "never-empty",
    "every-account",
    "full-page",
    "start",
    "column",
];

/// Reads all of them.
pub(super) fn read(root: &mut Stanza<'_>, scope: &Scope) -> Vec<Completeness> {
    let stanzas = root.tables("complete", "[[complete]]");
    stanzas.into_iter().filter_map(|stanza| one(stanza, scope)).collect()
}

/// One stanza.
fn one(mut stanza: Stanza<'_>, scope: &Scope) -> Option<Completeness> {
    let file = stanza.file;
    let given = PROOFS.into_iter().filter(|key| stanza.holds(key)).count();
    for key in ["absent", "count", "page", "never-empty", "start", "limit", "size"] {
        let line = stanza.line_of(key);
        scope.only_of_trees(file, line, key, "write `line`");
    }
    for key in ["line", "elsewhere", "column"] {
        if let (Some(line), Some(true)) = (stanza.line_of(key), scope.is_tree()) {
            file.problem(
                line,
                format!("`{key}` is for texts and tables, and the reader reads a tree; write `absent` or `count`"),
            );
        }
    }
    for key in ["page", "one-list"] {
        if let (Some(line), false) = (stanza.line_of(key), stanza.holds("absent")) {
            file.problem(
                line,
                format!("`{key}` goes with `absent`, which is not there; leave it out"),
            );
        }
    }
    for (key, beside) in [("limit", "start"), ("size", "start"), ("like", "never-empty")] {
        if let (Some(line), false) = (stanza.line_of(key), stanza.holds(beside)) {
            file.problem(
                line,
                format!("`{key}` goes with `{beside}`, which is not there; leave it out"),
            );
        }
    }
    let absent = place(&mut stanza, "absent", "next");
    let page = place(&mut stanza, "page", "page");
    let one_list = stanza.flag("one-list", false);
    let count = place(&mut stanza, "count", "meta.page.total_count");
    let line = pattern::whole(&mut stanza, "line", r"\((?<rows>\d+) rows?\)");
    if let Some(line) = line.as_ref().filter(|line| !captures(&line.value).is_empty()) {
        pattern::captures_are(file, "line", line, &["rows"]);
    }
    let elsewhere = pattern::whole(&mut stanza, "elsewhere", r"\+.*");
    let column = pattern::of_headers(&mut stanza, "column", "Org role").map(|column| column.value);
    let never_empty = stanza.texts("never-empty", "RoleDetailList[*]").map(|ways| {
        let ways = ways.into_iter();
        let at = ways.filter_map(|way| selector::of_document(file, way.line, "never-empty", &way.value));
        at.collect()
    });
    let looks = pattern::whole(&mut stanza, "like", "ClusterRoleBinding").map(|looks| looks.value);
    let every_account = stanza.flag("every-account", false);
    let full_page = stanza.number::<u64>("full-page", "200").filter(|records| *records > 0);
    let start = place(&mut stanza, "start", "start");
    let limit = start.is_some().then(|| {
        if !stanza.holds("limit") {
            file.problem(
                stanza.line,
                "`start` goes with `limit`, which is not there; add where it stands how many records a page may hold",
            );
        }
        place(&mut stanza, "limit", "limit")
    });
    let size = place(&mut stanza, "size", "size");
    if given != 1 {
        file.problem(
            stanza.line,
            format!("`[[complete]]` has {given} of {}, expected one", one_of(&PROOFS)),
        );
    }
    stanza.done();
    let absent = absent.map(|at| Completeness::Absent { at, page, one_list });
    let line = line.map(|line| Completeness::Line(line.value));
    let elsewhere = elsewhere.map(|line| Completeness::Elsewhere(line.value));
    let proofs = absent.or(count.map(Completeness::Count)).or(line).or(elsewhere);
    let proofs = proofs.or(never_empty.map(|at| Completeness::NeverEmpty { at, like: looks }));
    let window = start.zip(limit.flatten());
    let proofs = proofs.or(window.map(|(start, limit)| Completeness::Window { start, limit, size }));
    let proofs = proofs.or(full_page.map(Completeness::FullPage));
    let proofs = proofs.or(column.map(Completeness::Column));
    proofs.or(every_account.then_some(Completeness::EveryAccount))
}

/// A place in the document.
fn place(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<Selector> {
    let At { line, value } = stanza.optional_text(key, example)?;
    selector::of_document(stanza.file, line, key, &value)
}

//! `exceptions.toml`, or the workbook in its place: exceptions apart from the roles, so that what is accepted for a while
//! changes neither the file of the rules nor what binds their approval to it.

use super::exception;
use super::file::File;
use crate::model::arena::Arena;
use crate::model::finding::CheckId;
use crate::model::policy::Policy;
use crate::model::system::System;

/// Adds the exceptions of the file, if it holds any, to what the roles file declares; they stand in one of the two.
pub(super) fn add(
    file: &File,
    policy: &mut Option<Policy>,
    systems: Option<&Arena<System>>,
    checks: &[CheckId],
) -> anyhow::Result<()> {
    let Some(mut root) = file.stanza() else {
        return Ok(());
    };
    let exceptions = exception::read(&mut root, systems, checks)?;
    let name = root.header.to_owned();
    root.done();
    if exceptions.is_empty() {
        return Ok(());
    }
    let policy = policy.get_or_insert_default();
    if let (Some(roles), Some(first)) = (policy.file.as_deref(), policy.exceptions.values().next()) {
        file.problem_of_all(format!(
            "`{roles}` has exceptions as well (the first on {} {}), and they stand in one file alone; move them all into \
             `{name}`, or remove `{name}`",
            if policy.is_workbook() { "row" } else { "line" },
            first.line
        ));
    }
    policy.exceptions = exceptions;
    policy.exceptions_file = Some(name);
    Ok(())
}

//! Whether what a system gave proves an absence.

use crate::model::snapshot::{Access, Snapshot};
use crate::model::source::Content;
use crate::model::system::Coverage;

/// Whether a fact that is not in the files of the system is not so: the files hold everything and all of it was read.
///
/// A rejected row may be the very one that is missed, and so may a row that the officer counted and the file lacks.
pub(super) fn proves_absence(snapshot: &Snapshot, access: &Access) -> bool {
    access.coverage == Some(Coverage::Full)
        && snapshot
            .sources
            .values()
            .filter(|source| source.content == Content::Export(access.system))
            .all(|source| {
                let short = source
                    .declared_rows
                    .is_some_and(|declared| declared > source.rows.data());
                source.rows.rejected.is_empty() && !short
            })
}

//! Ways into a tree: `user:roles[*].name` to [`Selector`].

use super::super::file::File;
use crate::model::profile::Selector;

/// The way that a text spells; noted where it spells none.
pub(super) fn read(file: &File, line: u64, key: &str, text: &str) -> Option<Selector> {
    match Selector::parse(text) {
        Ok(selector) => Some(selector),
        Err(why) => {
            file.problem(
                line,
                format!("`{key}` is `{text}`, which {why}; expected for example `values[*].user.name`"),
            );
            None
        }
    }
}

/// As [`read`], for places where it starts at the document.
pub(super) fn of_document(file: &File, line: u64, key: &str, text: &str) -> Option<Selector> {
    let selector = read(file, line, key, text)?;
    if let Some(from) = selector.from.as_ref().filter(|from| *from != "document") {
        file.problem(
            line,
            format!("`{key}` is `{text}`, which begins at `{from}`, but here every way begins at the document"),
        );
        return None;
    }
    Some(Selector {
        from: None,
        path: selector.path,
    })
}

//! Input files: their bytes, their hash, and what is wrong where there are none.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::readers::Refusal;
use crate::model::hash::sha256;
use crate::model::likeness::did_you_mean;
use crate::model::private::Private;
use crate::model::source::{Content, Facts, Rows, Source};
use crate::model::system::Coverage;

/// A file, read whole.
pub(super) struct File {
    /// Path relative to the inputs folder, with `/`.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

impl File {
    /// Reads a file of the inputs folder.
    pub(super) fn read(inputs: &Path, name: &str) -> Result<Self, Refusal> {
        let path = inputs.join(name);
        let is_other = std::fs::metadata(&path).is_ok_and(|found| !found.is_file());
        let refusal = match (!is_other).then(|| unchanged(&path, |path| std::fs::read(path))) {
            None if path.is_dir() => "this is a folder, where a file is expected; name the file inside it".to_owned(),
            None => "this is no plain file but a pipe or a device; put a file there".to_owned(),
            Some(Ok(None)) => CHANGED.to_owned(),
            Some(Ok(Some(bytes))) if bytes.is_empty() => "the file is empty (0 bytes); export it again".to_owned(),
            Some(Ok(Some(bytes))) => {
                return Ok(Self {
                    name: name.to_owned(),
                    bytes,
                });
            }
            Some(Err(error)) if error.kind() == ErrorKind::NotFound => missing(&path),
            Some(Err(error)) => {
                format!("the file cannot be read ({error}); see that it is no longer open and may be read")
            }
        };
        Err((None, refusal))
    }

    /// The file as a source of which no row has been read.
    pub(super) fn source(&self, content: Content, sheet: Option<String>, coverage: Coverage) -> Source {
        Source {
            file: Private::new(&self.name),
            content,
            sheet,
            sha256: sha256(&self.bytes),
            bytes: self.bytes.len() as u64,
            coverage,
            cut: None,
            twin: None,
            dated: None,
            dated_from: None,
            profile: None,
            directory: None,
            pointers: Vec::new(),
            declared_rows: None,
            rows: Rows::default(),
            unclear: Vec::new(),
            parts: Vec::new(),
            facts: Facts::default(),
            entries: None,
            attested: None,
        }
    }
}

const CHANGED: &str = "the file changed while it was read; wait until whatever writes it is done, and run again";

/// What a file holds; nothing where it is another afterwards than it was before.
fn unchanged(path: &Path, read: impl FnOnce(&Path) -> io::Result<Vec<u8>>) -> io::Result<Option<Vec<u8>>> {
    let stamp = || std::fs::metadata(path).map(|found| (found.len(), found.modified().ok()));
    let before = stamp()?;
    let bytes = read(path)?;
    let same = stamp()? == before && bytes.len() as u64 == before.0;
    Ok(same.then_some(bytes))
}

/// There is no such file; perhaps one with a similar name.
fn missing(path: &Path) -> String {
    let names = path.parent().map(names).unwrap_or_default();
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    let hint = did_you_mean(&wanted, names.iter().map(String::as_str));
    format!("there is no such file in the inputs folder{hint}; put it there, or correct `file` in review.toml")
}

/// Names of the files in a folder, sorted.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use super::unchanged;

    #[test]
    fn a_file_that_changes_while_it_is_read_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("git.csv");
        fs::write(&path, "login\nana\n").unwrap();
        let same = unchanged(&path, |path| fs::read(path)).unwrap();
        assert_eq!(same.unwrap(), b"login\nana\n");
        for grows_first in [true, false] {
            let changed = unchanged(&path, |path| {
                let before = fs::read(path)?;
                fs::write(path, [before.as_slice(), b"bo\n"].concat())?;
                if grows_first { fs::read(path) } else { Ok(before) }
            });
            assert_eq!(changed.unwrap(), None);
        }
    }
}

//! Where the folders go: what stands at a path, and whether `--out` is a place to write to.

use std::fs::{self, FileType};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail, ensure};

/// What stands at a path; a link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Link,
    /// A pipe, a socket, a device.
    Special,
}

impl Kind {
    pub(super) fn of(found: FileType) -> Self {
        if found.is_symlink() {
            Self::Link
        } else if found.is_dir() {
            Self::Folder
        } else if found.is_file() {
            Self::File
        } else {
            Self::Special
        }
    }

    /// As a message calls it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Folder => "a folder",
            Self::File => "a file",
            Self::Link => "a symbolic link",
            Self::Special => "neither a file nor a folder (a pipe or a device)",
        }
    }
}

/// What stands at this path, if anything does.
pub(super) fn standing(path: &Path) -> anyhow::Result<Option<Kind>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(Kind::of(found.file_type()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot look at `{}`", path.display())),
    }
}

/// Whether a folder stands at a path that only this program uses.
///
/// # Errors
/// When something else stands there.
pub(super) fn is_folder(path: &Path) -> anyhow::Result<bool> {
    match standing(path)? {
        None => Ok(false),
        Some(Kind::Folder) => Ok(true),
        Some(other) => bail!(
            "`{}` is {}, and this program needs a folder of that name; move it elsewhere (or delete it) and run again",
            path.display(),
            other.words()
        ),
    }
}

/// Makes sure that the documents are not written among the files they are made from.
pub(super) fn check(out: &Path, inputs: &Path) -> anyhow::Result<()> {
    ensure!(
        out.is_dir() || fs::metadata(out).is_err(),
        "`{}` is not a folder; name another one with `--out`",
        out.display()
    );
    let place = real(out)?;
    let remedy = "name another folder with `--out`, for example `--out out`";
    ensure!(
        place != real(inputs)?,
        "`{}` is the inputs folder, and the documents cannot be written among the files they are made from; {remedy}",
        out.display()
    );
    ensure!(
        !place.starts_with(real(&inputs.join("exports"))?),
        "`{}` is in the folder of the exports, and the documents cannot be written among the files they are made \
         from; {remedy}",
        out.display()
    );
    Ok(())
}

/// The path without links and dots, as far as it exists.
fn real(path: &Path) -> anyhow::Result<PathBuf> {
    let absolute =
        std::path::absolute(path).with_context(|| format!("`{}` cannot be a folder's name", path.display()))?;
    let mut real = PathBuf::new();
    for component in absolute.components() {
        if component == Component::ParentDir {
            real.pop();
        } else {
            real.push(component);
        }
        if let Ok(resolved) = fs::canonicalize(&real) {
            real = resolved;
        }
    }
    Ok(real)
}

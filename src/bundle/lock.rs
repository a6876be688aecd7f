//! One run at a time: the empty file `.lock` of the `out` folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use anyhow::{Context, bail, ensure};

use super::place::{self, Kind};

/// Holds the lock of the `out` folder until dropped; the operating system frees it if the program dies.
pub(super) fn hold(out: &Path) -> anyhow::Result<File> {
    let path = out.join(".lock");
    let remedy = "move it elsewhere (or delete it) and run again";
    match place::standing(&path)? {
        None | Some(Kind::File) => {}
        Some(other @ (Kind::Folder | Kind::Link | Kind::Special)) => bail!(
            "`{}` is {}, and this program needs a file of its own of that name; {remedy}",
            path.display(),
            other.words()
        ),
    }
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => bail!(
            "another run is writing into `{}`; wait until it is done and run again",
            out.display()
        ),
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock `{}`", path.display()));
        }
    }
    let length = file
        .metadata()
        .with_context(|| format!("cannot look at `{}`", path.display()))?
        .len();
    ensure!(
        length == 0,
        "`{}` is not empty, so this program did not make it (its own file of that name is); {remedy}",
        path.display()
    );
    Ok(file)
}

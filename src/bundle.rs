//! The dated folder of one audit: written beside, checked, then swapped in whole.
//!
//! Comes in: every file, whole or a piece at a time, and a check to run on them as they lie on disk. Goes out:
//! `out/<date>` with `public/` and `internal/`, and a manifest of every file's size and hash. Nothing is ever
//! half-written: files go to `.new-<date>`; only when all are there and the check has passed are the folders
//! swapped, and a swap that was cut off is finished or undone by the next run.

mod draft;
mod interrupt;
mod lock;
mod manifest;
mod place;
mod recovery;
mod staging;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

pub use draft::{Draft, Spool, Stream};
pub use interrupt::{Stopped, stop};

/// One finished file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Path inside the folder, with `/` (`public/audit.md`).
    pub path: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Makes `out` ready for a run that reads from `inputs`: what runs that were cut off left there is recovered, whatever
/// their dates, so that the only copy of an audit is never in a hidden folder, even if this run fails later on.
/// Writes nothing where there is nothing to recover.
///
/// # Errors
/// When `out` is no place to write to, another run is writing, or something there has to be looked at by a person.
pub fn prepare(out: &Path, inputs: &Path) -> anyhow::Result<()> {
    place::check(out, inputs)?;
    if recovery::dates(out)?.is_empty() {
        return Ok(());
    }
    let _lock = lock::hold(out)?;
    recovery::recover(out)
}

/// The folder of one audit date.
#[derive(Clone, Debug)]
pub struct Folder {
    out: PathBuf,
    date: String,
}

impl Folder {
    /// The folder of `date` below `out`. Touches nothing.
    pub fn new(out: &Path, date: &str) -> Self {
        Self {
            out: out.to_owned(),
            date: date.to_owned(),
        }
    }

    /// Where the finished folder stands.
    pub fn path(&self) -> PathBuf {
        self.out.join(&self.date)
    }

    /// Makes sure that what stands there now was written by this program and left as it was.
    ///
    /// # Errors
    /// When no folder stands there but something else, or the folder holds an edited file, one that the manifest does not list, or no manifest.
    pub fn check_replaceable(&self) -> anyhow::Result<()> {
        let folder = self.path();
        if !place::is_folder(&folder)? {
            return Ok(());
        }
        let strangers = manifest::strangers(&folder)?;
        if strangers.is_empty() {
            return Ok(());
        }
        bail!(
            "`{}` holds what this program did not write, so it was left as it is:\n  {}\nmove the folder elsewhere \
             (or delete it, if nothing in it is needed) and run again",
            folder.display(),
            strangers.join("\n  ")
        )
    }

    /// The public files as they were written, by their paths in the folder.
    ///
    /// # Errors
    /// When there is no such folder, or it holds what this program did not write.
    pub fn public_files(&self) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
        let folder = self.path();
        ensure!(
            place::is_folder(&folder)?,
            "`{}` is not there; run `access-review report` first",
            folder.display()
        );
        self.check_replaceable()?;
        let listed = manifest::listed(&folder)?.into_iter();
        let public = listed.filter(|path| path.starts_with("public/"));
        let read = public.map(|path| {
            let file = folder.join(&path);
            let bytes = fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
            Ok((path, bytes))
        });
        read.collect()
    }

    /// Makes sure that nothing is lost if only files at these paths are written anew.
    ///
    /// # Errors
    /// When the folder that stands there now holds other files of this program.
    pub fn check_holds_no_more_than(&self, paths: &[&str]) -> anyhow::Result<()> {
        let folder = self.path();
        if !place::is_folder(&folder)? {
            return Ok(());
        }
        let more: Vec<String> = manifest::listed(&folder)?
            .into_iter()
            .filter(|path| !paths.contains(&path.as_str()))
            .map(|path| format!("`{path}`"))
            .collect();
        ensure!(
            more.is_empty(),
            "`{}` holds more than this run would write ({}), so it was left as it is; choose another folder with `--out`",
            folder.display(),
            more.join(", ")
        );
        Ok(())
    }

    /// Writes these files, as [`Folder::write`] does.
    ///
    /// # Errors
    /// As [`Folder::write`].
    pub fn replace(&self, outputs: &[Output], check: impl FnOnce(&Path) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let write = |draft: &Draft| {
            outputs
                .iter()
                .try_for_each(|output| draft.write(output.path, &output.bytes))
        };
        self.write(write, |folder, ()| check(folder))
    }

    /// Lets `write` write all files beside the folder, runs `check` on them as they lie on disk, and swaps the folders.
    ///
    /// # Errors
    /// When another run is writing, a file cannot be written, `write` or the check fails, or the present folder was
    /// edited; the present folder is then what it was.
    pub fn write<T>(
        &self,
        write: impl FnOnce(&Draft) -> anyhow::Result<T>,
        check: impl FnOnce(&Path, &T) -> anyhow::Result<()>,
    ) -> anyhow::Result<T> {
        fs::create_dir_all(&self.out).with_context(|| format!("cannot make the folder `{}`", self.out.display()))?;
        let _lock = lock::hold(&self.out)?;
        recovery::recover(&self.out)?;
        let swap = staging::Swap::new(&self.out, &self.date);
        self.check_replaceable()?;
        let draft = Draft::new(swap.new_folder());
        interrupt::begin(swap.new_folder());
        let result = write(&draft).and_then(|made| {
            draft.finish(&self.date)?;
            check(swap.new_folder(), &made)?;
            Ok(made)
        });
        interrupt::end();
        match result {
            Ok(made) => swap.swap().map(|()| made),
            Err(error) => {
                // If that fails too, the next run does it; the first error is the one to tell.
                let _ = swap.discard();
                Err(error)
            }
        }
    }
}

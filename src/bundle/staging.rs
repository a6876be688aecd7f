//! The swap of two folders: `.new-<date>` becomes `<date>`, what stood there becomes `.old-<date>` and goes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use super::{manifest, place};

/// The three folders of one swap.
pub(super) struct Swap {
    new: PathBuf,
    old: PathBuf,
    present: PathBuf,
}

impl Swap {
    pub(super) fn new(out: &Path, date: &str) -> Self {
        Self {
            new: out.join(format!(".new-{date}")),
            old: out.join(format!(".old-{date}")),
            present: out.join(date),
        }
    }

    /// The folder that is being written.
    pub(super) fn new_folder(&self) -> &Path {
        &self.new
    }

    /// Finishes or undoes a swap that was cut off, and removes what an earlier run left half-written.
    ///
    /// # Errors
    /// When what stands there is not this program's; it is then left as it is.
    pub(super) fn recover(&self) -> anyhow::Result<()> {
        if place::is_folder(&self.old)? {
            if place::standing(&self.present)?.is_some() {
                self.remove_old()?;
            } else {
                let own = manifest::stands_in(&self.old)? || manifest::strangers(&self.old)?.is_empty();
                ensure!(own, not_own(&self.old, &manifest::strangers(&self.old)?));
                rename(&self.old, &self.present)?;
            }
        }
        self.discard()
    }

    /// Removes the folder that was being written.
    pub(super) fn discard(&self) -> anyhow::Result<()> {
        if !place::is_folder(&self.new)? {
            return Ok(());
        }
        let strangers = manifest::strangers_in_unfinished(&self.new)?;
        ensure!(strangers.is_empty(), not_own(&self.new, &strangers));
        fs::remove_dir_all(&self.new).with_context(|| {
            format!(
                "cannot remove `{}`, which an earlier run left half-written; delete it by hand",
                self.new.display()
            )
        })
    }

    /// Removes the folder that the present one has replaced.
    fn remove_old(&self) -> anyhow::Result<()> {
        let strangers = manifest::strangers(&self.old)?;
        ensure!(strangers.is_empty(), not_own(&self.old, &strangers));
        ensure!(
            place::is_folder(&self.present)? && manifest::stands_in(&self.present)?,
            "`{}` may be the only copy of an audit, because `{}` was not written by this program; move one of them \
             elsewhere and run again",
            self.old.display(),
            self.present.display()
        );
        remove_manifest_last(&self.old).with_context(|| {
            format!(
                "cannot remove `{}`, which `{}` has replaced; delete it by hand (a folder in it may be read-only)",
                self.old.display(),
                self.present.display()
            )
        })
    }

    /// Puts the new folder in the place of the present one.
    pub(super) fn swap(&self) -> anyhow::Result<()> {
        let replaces = place::is_folder(&self.present)?;
        if replaces {
            rename(&self.present, &self.old)?;
        }
        if let Err(error) = rename(&self.new, &self.present) {
            self.recover()?;
            return Err(error);
        }
        if !replaces {
            return Ok(());
        }
        self.remove_old().with_context(|| {
            format!(
                "the new `{}` is complete and in place, but the folder it replaced is still there",
                self.present.display()
            )
        })
    }
}

fn not_own(folder: &Path, strangers: &[String]) -> String {
    format!(
        "`{}` has a name that only this program uses, and holds what it did not write, so it was left as it is:\n  \
         {}\nmove it elsewhere (or delete it, if nothing in it is needed) and run again",
        folder.display(),
        strangers.join("\n  ")
    )
}

fn rename(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::rename(from, to).with_context(|| {
        format!(
            "cannot rename `{}` to `{}`; is a file in it open elsewhere?",
            from.display(),
            to.display()
        )
    })
}

/// Removes the folder so that, wherever it is cut off, the manifest vouches for what is left.
fn remove_manifest_last(folder: &Path) -> std::io::Result<()> {
    let manifest = folder.join(manifest::PATH);
    let private = manifest.parent().unwrap_or(folder);
    for within in [folder, private] {
        if !within.is_dir() {
            continue;
        }
        for entry in fs::read_dir(within)? {
            let entry = entry?;
            if manifest.starts_with(entry.path()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
    }
    fs::remove_dir_all(folder)
}

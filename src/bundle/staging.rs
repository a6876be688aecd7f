//! The swap of two folders: `.new-<date>` becomes `<date>`, what stood there becomes `.old-<date>` and goes.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{Output, manifest};

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
    pub(super) fn recover(&self) -> anyhow::Result<()> {
        if self.old.exists() {
            if self.present.exists() {
                remove(&self.old)?;
            } else {
                rename(&self.old, &self.present)?;
            }
        }
        self.discard()
    }

    /// Removes the folder that was being written.
    pub(super) fn discard(&self) -> anyhow::Result<()> {
        if self.new.exists() { remove(&self.new) } else { Ok(()) }
    }

    /// Writes every file and the manifest; what stands below `internal/` is readable by its owner only.
    pub(super) fn write(&self, outputs: &[Output], manifest: &[u8]) -> anyhow::Result<()> {
        let manifest = (manifest::PATH, manifest);
        let files = outputs
            .iter()
            .map(|output| (output.path, output.bytes.as_slice()))
            .chain([manifest]);
        for (path, bytes) in files {
            let (folder, _) = path.split_once('/').unwrap_or((".", path));
            let private = folder == "internal";
            make_folder(&self.new.join(folder), private)?;
            write_file(&self.new.join(path), bytes, private)?;
        }
        Ok(())
    }

    /// Puts the new folder in the place of the present one.
    pub(super) fn swap(&self) -> anyhow::Result<()> {
        if self.present.exists() {
            rename(&self.present, &self.old)?;
        }
        if let Err(error) = rename(&self.new, &self.present) {
            self.recover()?;
            return Err(error);
        }
        if self.old.exists() { remove(&self.old) } else { Ok(()) }
    }
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

fn remove(folder: &Path) -> anyhow::Result<()> {
    fs::remove_dir_all(folder).with_context(|| format!("cannot remove `{}`", folder.display()))
}

fn make_folder(folder: &Path, private: bool) -> anyhow::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make the folder `{}`", parent.display()))?;
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    #[cfg(not(unix))]
    let _ = private;
    builder
        .create(folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))
}

fn write_file(path: &Path, bytes: &[u8], private: bool) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    let write = || -> std::io::Result<()> {
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().with_context(|| format!("cannot write `{}`", path.display()))
}

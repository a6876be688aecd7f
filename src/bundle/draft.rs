//! The folder that is being written: files whole or a piece at a time, each hashed as it is written, and the manifest last.
//!
//! Comes in: the bytes of files, from any thread. Goes out: `.new-<date>` with all of them on disk. Pieces that cannot
//! be written in their place yet wait in a [`Spool`], which is no part of the folder when it is done.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Context;

use super::manifest::{self, Entry};
use crate::model::hash::Hasher;

/// The folder of one audit while it is being written.
#[derive(Debug)]
pub struct Draft {
    folder: PathBuf,
    written: Mutex<Vec<Entry>>,
}

/// A file of the folder that is written a piece at a time.
#[derive(Debug)]
pub struct Stream<'d> {
    draft: &'d Draft,
    path: &'static str,
    file: File,
    bytes: u64,
    hash: Hasher,
}

/// Pieces of a file that wait on disk until their place is reached.
#[derive(Debug)]
pub struct Spool {
    place: PathBuf,
    file: File,
}

/// Size of a piece that is copied.
const PIECE: usize = 1 << 17;

impl Draft {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            written: Mutex::default(),
        }
    }

    /// Begins a file; what stands below `internal/` is readable by its owner only.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(&self, path: &'static str) -> anyhow::Result<Stream<'_>> {
        let (folder, _) = path.split_once('/').unwrap_or((".", path));
        let private = folder == "internal";
        make_folder(&self.folder.join(folder), private)?;
        Ok(Stream {
            draft: self,
            path,
            file: make_file(&self.folder.join(path), private)?,
            bytes: 0,
            hash: Hasher::default(),
        })
    }

    /// Writes a file whole.
    ///
    /// # Errors
    /// As [`Draft::create`] and [`Stream::write`].
    pub fn write(&self, path: &'static str, bytes: &[u8]) -> anyhow::Result<()> {
        let mut file = self.create(path)?;
        file.write(bytes)?;
        file.finish()
    }

    /// A place for pieces that have to wait; of any name that no file has.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn spool(&self, name: &str) -> anyhow::Result<Spool> {
        let folder = self.folder.join("internal");
        make_folder(&folder, true)?;
        let place = folder.join(format!("{name}.spool"));
        let file = make_file(&place, true)?;
        Ok(Spool { place, file })
    }

    /// Writes the manifest of all finished files.
    pub(super) fn finish(&self, date: &str) -> anyhow::Result<()> {
        let written = self
            .written
            .lock()
            .ok()
            .context("a thread that wrote a file broke off")?;
        let manifest = manifest::json(written.clone(), date)?;
        drop(written);
        self.write(manifest::PATH, &manifest)
    }
}

impl Stream<'_> {
    /// Goes on with these bytes.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        self.file
            .write_all(bytes)
            .with_context(|| cannot_write(&self.draft.folder.join(self.path)))?;
        self.bytes += bytes.len() as u64;
        self.hash.add(bytes);
        Ok(())
    }

    /// Goes on with everything that waited, and removes it there.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn take(&mut self, spool: Spool) -> anyhow::Result<()> {
        let Spool { place, mut file } = spool;
        let context = || format!("cannot read `{}` back", place.display());
        file.seek(SeekFrom::Start(0)).with_context(context)?;
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => self.write(piece.get(..read).unwrap_or_default())?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error).with_context(context),
            }
        }
        drop(file);
        fs::remove_file(&place).with_context(|| format!("cannot remove `{}`", place.display()))
    }

    /// Ends the file: it is on disk and will stand in the manifest.
    ///
    /// # Errors
    /// When the system cannot put it there.
    pub fn finish(self) -> anyhow::Result<()> {
        self.file
            .sync_all()
            .with_context(|| cannot_write(&self.draft.folder.join(self.path)))?;
        if self.path != manifest::PATH {
            let entry = Entry::new(self.path, self.bytes, self.hash.finish());
            let mut written = self
                .draft
                .written
                .lock()
                .ok()
                .context("a thread that wrote a file broke off")?;
            written.push(entry);
        }
        Ok(())
    }
}

impl Spool {
    /// Adds a piece.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        self.file.write_all(bytes).with_context(|| cannot_write(&self.place))
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write `{}`", path.display())
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

fn make_file(path: &Path, private: bool) -> anyhow::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    options.open(path).with_context(|| cannot_write(path))
}

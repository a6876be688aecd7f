//! A sheet that a person is to fill in, written where no file is yet, or in place of one.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, ensure};

/// Writes it; never over a file that is there, which may be last week's, half filled in.
pub(super) fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    ensure!(
        !file.exists(),
        "`{}` is there already, perhaps half filled in; move it or choose another name",
        file.display()
    );
    let context = || format!("cannot write `{}`", file.display());
    let mut new = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
        .with_context(context)?;
    new.write_all(bytes).with_context(context)
}

/// Writes the bytes in place of a file that is there, which is whole until they are.
pub(super) fn replace(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = file.with_extension(format!("{}.new", std::process::id()));
    fs::write(&beside, bytes)
        .and_then(|()| fs::rename(&beside, file))
        .inspect_err(|_| {
            // what was half written is of no use; that it may stay is no worse than the error that is told
            let _ = fs::remove_file(&beside);
        })
}

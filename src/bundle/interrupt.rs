//! Breaking a run off: the folder that is being written goes, and a swap that has begun is finished first.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The folder that is being written, if any.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// How often removing is tried: another thread may be writing there.
const TRIES: u32 = 20;

/// Keeps a run that was broken off from going on; to be held until the program has ended.
#[derive(Debug)]
pub struct Stopped(#[expect(dead_code, reason = "held, never read")] MutexGuard<'static, Option<PathBuf>>);

/// Notes that a folder is being written.
pub(super) fn begin(folder: &Path) {
    *unfinished() = Some(folder.to_owned());
}

/// Notes that it is whole or gone. Waits for ever where the run was broken off.
pub(super) fn end() {
    *unfinished() = None;
}

/// Removes what is half-written, if anything is, and lets nothing be swapped in from now on.
pub fn stop() -> Stopped {
    let unfinished = unfinished();
    if let Some(folder) = unfinished.as_ref() {
        for _ in 0..TRIES {
            if !folder.exists() || fs::remove_dir_all(folder).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
    Stopped(unfinished)
}

fn unfinished() -> MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

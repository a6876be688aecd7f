//! `publish pull`: a page and its files in a new folder.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde::Serialize;

use super::{Outcome, connection, declared, needed, trust};
use crate::cli::Site;
use crate::import;
use crate::model::page::STORED;
use crate::publish::{Address, Saved};
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary {
    title: String,
    link: String,
    version: u64,
    saved: Option<Saved>,
    page: String,
    files: Vec<String>,
    left: Vec<String>,
    /// How many numbers `import` reads from the page.
    counts: usize,
    unplaced: usize,
    /// Why it reads none.
    unread: String,
}

pub(super) fn run(page: &str, dir: &Path, inputs: &Path, site: &Site) -> anyhow::Result<Outcome> {
    let secret = needed(site)?;
    let publishing = declared(inputs)?;
    let address = Address::of(page, &publishing.base)?;
    ensure!(
        !dir.exists(),
        "`{}` is there already; name a folder that is not",
        dir.display()
    );
    let trust = trust(&publishing, inputs)?;
    let pulled = connection(&publishing, &secret, trust.as_ref(), site).pull(&address)?;
    // Beside its place first, so that a folder that is there is whole.
    let parent = dir
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = dir
        .file_name()
        .context("name a folder to make")?
        .to_string_lossy()
        .into_owned();
    let new = parent.join(format!(".new-{name}"));
    let context = || format!("cannot write `{}`", dir.display());
    if new.exists() {
        fs::remove_dir_all(&new).with_context(context)?;
    }
    fs::create_dir_all(&new).with_context(context)?;
    fs::write(new.join(STORED), &pulled.body).with_context(context)?;
    for (name, bytes) in &pulled.files {
        fs::write(new.join(name), bytes).with_context(context)?;
    }
    fs::rename(&new, dir).with_context(context)?;
    let read = import::read(pulled.body.as_bytes(), None);
    let (counts, unplaced, unread) = match read {
        Ok(page) => (page.counts.len(), page.unplaced.len(), String::new()),
        Err(error) => (0, 0, format!("{error:#}")),
    };
    let summary = Summary {
        title: pulled.title,
        link: pulled.link,
        version: pulled.version,
        saved: pulled.saved,
        page: dir.join(STORED).display().to_string(),
        files: pulled.files.into_iter().map(|(name, _)| name).collect(),
        counts,
        unplaced,
        unread,
        left: pulled.left,
    };
    Ok(Outcome {
        needs_a_person: !summary.left.is_empty() || !summary.unread.is_empty() || unplaced > 0,
        text: terminal::print(Message::Pull, &summary)?,
    })
}

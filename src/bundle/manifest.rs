//! The manifest: name, size and hash of every file of the folder, and what in a folder it does not vouch for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::place::Kind;
use crate::model::hash::sha256;

/// Where the manifest stands inside the folder.
pub(super) const PATH: &str = "internal/manifest.json";

/// The folders inside the folder.
const FOLDERS: [&str; 2] = ["internal", "public"];

/// Files that file managers leave behind on their own; they are nobody's work.
const LEFT_BY_FILE_MANAGERS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Manifest {
    version: u32,
    audit_date: String,
    program: String,
    files: Vec<Entry>,
}

/// A file of the folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Entry {
    path: String,
    bytes: u64,
    sha256: String,
}

impl Entry {
    pub(super) fn new(path: &str, bytes: u64, sha256: String) -> Self {
        let path = path.to_owned();
        Self { path, bytes, sha256 }
    }
}

/// The manifest of these files.
pub(super) fn json(mut files: Vec<Entry>, date: &str) -> anyhow::Result<Vec<u8>> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned();
    let manifest = Manifest {
        version: 1,
        audit_date: date.to_owned(),
        program,
        files,
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Everything in `folder` that its manifest does not vouch for, a line each; empty when all is as it was written.
/// A file that is missing is not reported: nothing is lost by replacing it.
pub(super) fn strangers(folder: &Path) -> anyhow::Result<Vec<String>> {
    let present = entries(folder)?;
    if present.iter().all(|(path, kind)| is_own_folder(path, *kind)) {
        return Ok(Vec::new());
    }
    if present.get(PATH) != Some(&Kind::File) {
        return Ok(vec![format!(
            "there is no `{PATH}`, so nothing tells which files are the program's"
        )]);
    }
    let Some(manifest) = read(folder)? else {
        return Ok(vec![format!("`{PATH}` cannot be read as a manifest")]);
    };
    let mut listed: BTreeMap<&str, Option<&str>> = manifest
        .files
        .iter()
        .map(|entry| (entry.path.as_str(), Some(entry.sha256.as_str())))
        .collect();
    listed.insert(PATH, None);
    let mut strangers = Vec::new();
    for (path, kind) in &present {
        match (kind, listed.get(path.as_str())) {
            (Kind::Folder, _) if is_own_folder(path, *kind) => {}
            (Kind::Folder, _) => strangers.push(format!("`{path}/` was put there by somebody")),
            (Kind::File, None) => strangers.push(format!("`{path}` was put there by somebody")),
            (Kind::File, Some(None)) => {}
            (Kind::File, Some(Some(hash))) => {
                if sha256(&bytes(&folder.join(path))?) != *hash {
                    strangers.push(format!("`{path}` was edited"));
                }
            }
            (Kind::Link | Kind::Special, _) => {
                strangers.push(format!("`{path}` is {}, put there by somebody", kind.words()));
            }
        }
    }
    Ok(strangers)
}

/// The files that the manifest of `folder` lists; none where there is no manifest.
pub(super) fn listed(folder: &Path) -> anyhow::Result<Vec<String>> {
    if !stands_in(folder)? {
        return Ok(Vec::new());
    }
    let files = read(folder)?.map(|manifest| manifest.files).unwrap_or_default();
    Ok(files.into_iter().map(|entry| entry.path).collect())
}

/// Everything in a folder that was still being written which cannot be this program's, a line each.
pub(super) fn strangers_in_unfinished(folder: &Path) -> anyhow::Result<Vec<String>> {
    let strange = |(path, kind): (&String, &Kind)| {
        let own = is_own_folder(path, *kind) || (path.contains('/') && *kind == Kind::File);
        (!own).then(|| format!("`{path}` was put there by somebody"))
    };
    Ok(entries(folder)?.iter().filter_map(strange).collect())
}

/// Whether a manifest that can be read stands in the folder.
pub(super) fn stands_in(folder: &Path) -> anyhow::Result<bool> {
    Ok(entries(folder)?.get(PATH) == Some(&Kind::File) && read(folder)?.is_some())
}

fn read(folder: &Path) -> anyhow::Result<Option<Manifest>> {
    Ok(serde_json::from_slice(&bytes(&folder.join(PATH))?).ok())
}

fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))
}

fn is_own_folder(path: &str, kind: Kind) -> bool {
    kind == Kind::Folder && FOLDERS.contains(&path)
}

/// What stands in `folder` and in the folders that are the program's, by its path with `/`. Nothing is opened.
fn entries(folder: &Path) -> anyhow::Result<BTreeMap<String, Kind>> {
    let mut found = BTreeMap::new();
    walk(folder, "", &mut found)?;
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Kind>) -> anyhow::Result<()> {
    let context = || format!("cannot read the folder `{}`", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = Kind::of(entry.file_type().with_context(context)?);
        if kind == Kind::File && LEFT_BY_FILE_MANAGERS.contains(&name.as_str()) {
            continue;
        }
        let path = format!("{prefix}{name}");
        if is_own_folder(&path, kind) {
            walk(&entry.path(), &format!("{path}/"), into)?;
        }
        into.insert(path, kind);
    }
    Ok(())
}

//! The manifest: name, size and hash of every file of the folder, and what in a folder it does not vouch for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::Output;
use crate::model::hash::sha256;

/// Where the manifest stands inside the folder.
pub(super) const PATH: &str = "internal/manifest.json";

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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Entry {
    path: String,
    bytes: u64,
    sha256: String,
}

/// The manifest of these files.
pub(super) fn json(outputs: &[Output], date: &str) -> anyhow::Result<Vec<u8>> {
    let mut files: Vec<Entry> = outputs
        .iter()
        .map(|output| Entry {
            path: output.path.to_owned(),
            bytes: output.bytes.len() as u64,
            sha256: sha256(&output.bytes),
        })
        .collect();
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
    let mut present = BTreeMap::new();
    walk(folder, "", &mut present)?;
    if present.is_empty() {
        return Ok(Vec::new());
    }
    let Some(bytes) = present.remove(PATH) else {
        return Ok(vec![format!(
            "there is no `{PATH}`, so nothing tells which files are the program's"
        )]);
    };
    let Ok(manifest) = serde_json::from_slice::<Manifest>(&bytes) else {
        return Ok(vec![format!("`{PATH}` cannot be read as a manifest")]);
    };
    let listed: BTreeMap<&str, &str> = manifest
        .files
        .iter()
        .map(|entry| (entry.path.as_str(), entry.sha256.as_str()))
        .collect();
    let strange = |(path, bytes): (&String, &Vec<u8>)| match listed.get(path.as_str()) {
        None => Some(format!("`{path}` was put there by somebody")),
        Some(listed) if *listed != sha256(bytes) => Some(format!("`{path}` was edited")),
        Some(_) => None,
    };
    Ok(present.iter().filter_map(strange).collect())
}

/// Reads every file below `folder`, by its path with `/`.
fn walk(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
    let context = || format!("cannot read the folder `{}`", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if LEFT_BY_FILE_MANAGERS.contains(&name.as_str()) {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type().with_context(context)?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), into)?;
        } else {
            let bytes = fs::read(entry.path()).with_context(|| format!("cannot read `{}`", entry.path().display()))?;
            into.insert(path, bytes);
        }
    }
    Ok(())
}

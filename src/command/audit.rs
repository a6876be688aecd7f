//! An audit that somebody names: by its folder, its record, or a page that was published of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::model::audit::Audit;
use crate::model::page::{Known, Page, STORED};
use crate::model::printed::Printed;
use crate::{import, record};

/// Reads it; `known` are names by which those of a page are told.
pub(super) fn read(path: &Path, shown: &str, known: &Known) -> anyhow::Result<Audit> {
    let file = file(path, shown)?;
    if file.file_name().is_some_and(|name| name == crate::model::record::FILE) {
        let shown = if file == path {
            shown.to_owned()
        } else {
            file.display().to_string()
        };
        return record::audit(&file, &shown);
    }
    let bytes = fs::read(&file)
        .with_context(|| format!("cannot read `{shown}`; give the folder of an audit, its `record.json`, or a page"))?;
    if is_record(&bytes) {
        return record::audit(&file, shown);
    }
    let page = match serde_json::from_slice(&bytes) {
        Ok(page) => page,
        Err(_) => import::read(&bytes, Some(known)).with_context(|| format!("cannot read `{shown}` as a page"))?,
    };
    of_page(page, shown)
}

/// The record of a folder, or the file itself.
fn file(path: &Path, shown: &str) -> anyhow::Result<PathBuf> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let page = path.join(STORED);
    let page = page.is_file().then_some(page);
    record::place(path).or(page).with_context(|| {
        format!(
            "`{shown}` holds no `record.json`, neither itself nor in `internal`, and no `{STORED}`; give the dated folder of an \
             audit, such as `out/2021-10-06`, or one that `publish pull` wrote"
        )
    })
}

/// Whether a file is a record under another name.
fn is_record(bytes: &[u8]) -> bool {
    let value: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    value.is_some_and(|value| value.get("version").is_some() && value.get("grants").is_some())
}

/// A page as an audit: numbers, and perhaps a date.
fn of_page(page: Page, shown: &str) -> anyhow::Result<Audit> {
    let date = page.audit_date.as_deref().map(str::parse).transpose();
    let counts = page.counts.into_iter().map(|count| Printed {
        category: String::new(),
        activity: count.activity,
        system: count.system,
        resource: count.resource,
        level: count.level,
        role: count.role,
        people: count.people,
        contractors: count.contractors,
    });
    Ok(Audit {
        name: shown.to_owned(),
        date: date.with_context(|| format!("`{shown}` states no date that there is"))?,
        counts: counts.collect(),
        unplaced: page.unplaced.len() as u64,
        detail: None,
    })
}

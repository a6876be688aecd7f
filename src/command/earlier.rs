//! What an earlier run of the same audit found and this one does not: a finding must not vanish unseen when inputs change.
//!
//! Comes in: the findings of the folder that is about to be replaced, and those that replace them. Goes out: the findings
//! that are gone, told on the terminal and added to `gone-<date>.csv` beside the dated folder. That list is a log of runs:
//! it is no part of the audit's folder, whose bytes depend on the inputs alone, and nothing reads it but to add to it.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::civil::Date;
use serde::Serialize;

use crate::bundle::Folder;
use crate::model::guard::unguard;

/// The table of findings within the folder of an audit.
const FINDINGS: &str = "internal/findings.csv";

/// Its record.
const RECORD: &str = "internal/record.json";

/// How many keys the terminal shows.
const SHOWN: usize = 10;

/// What is gone, as the terminal tells it.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Gone {
    number: usize,
    first: Vec<String>,
    /// Where all of them stand.
    file: String,
}

/// Notes what the folder that stands there now found and the one that was just written does not.
pub(super) fn note(folder: &Folder, written: &Path) -> anyhow::Result<Gone> {
    let Some(present) = before(&folder.path(), written) else {
        return Ok(Gone::default());
    };
    let (before, after) = (bytes(&present)?, bytes(&written.join(FINDINGS))?);
    if before == after {
        return Ok(Gone::default());
    }
    let (gone, keys) = lost(&before, &after)?;
    if keys.is_empty() {
        return Ok(Gone::default());
    }
    let file = log(&folder.path());
    add(&file, &before, &gone)?;
    Ok(Gone {
        number: keys.len(),
        first: keys.into_iter().take(SHOWN).collect(),
        file: file.display().to_string(),
    })
}

/// What the last run of the same audit found: in the folder that stands there now, else in the last one of the same period,
/// whose date somebody moved.
fn before(folder: &Path, written: &Path) -> Option<PathBuf> {
    let present = folder.join(FINDINGS);
    if present.is_file() {
        return Some(present);
    }
    let period = period(written)?;
    let beside = fs::read_dir(folder.parent()?).ok()?;
    let dated = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.parse::<Date>().is_ok()
    };
    let folders = beside.filter_map(|entry| Some(entry.ok()?.path())).filter(dated);
    let same = folders.filter(|other| self::period(other).as_ref() == Some(&period));
    let tables = same.map(|other| other.join(FINDINGS)).filter(|table| table.is_file());
    tables.max()
}

/// The period of a dated folder, as its record tells it.
fn period(folder: &Path) -> Option<String> {
    let record = fs::read(folder.join(RECORD)).ok()?;
    let record: serde_json::Value = serde_json::from_slice(&record).ok()?;
    Some(record.get("period")?.as_str()?.to_owned())
}

/// The list beside a dated folder.
pub(super) fn log(folder: &Path) -> PathBuf {
    let date = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("gone-{date}.csv"))
}

/// A row of a table, cell by cell.
type Row = Vec<String>;

/// The rows of one table of findings whose keys another does not have, with these keys.
fn lost(before: &[u8], after: &[u8]) -> anyhow::Result<(Vec<Row>, BTreeSet<String>)> {
    let mut now: HashSet<String> = HashSet::new();
    for row in csv::Reader::from_reader(after).into_records() {
        now.extend(row.context(UNREADABLE)?.get(0).map(str::to_owned));
    }
    let mut rows = Vec::new();
    let mut keys = BTreeSet::new();
    for row in csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(before)
        .into_records()
    {
        let row = row.context(UNREADABLE)?;
        let key = row.get(0).unwrap_or_default();
        if !now.contains(key) {
            keys.insert(unguard(key).to_owned());
            rows.push(row.iter().map(str::to_owned).collect());
        }
    }
    Ok((rows, keys))
}

const UNREADABLE: &str = "cannot read the table of findings back";

/// Adds rows that are not there yet; the list names people, so that only its owner may read it.
fn add(file: &Path, before: &[u8], rows: &[Row]) -> anyhow::Result<()> {
    let known = if file.is_file() { bytes(file)? } else { Vec::new() };
    let known_rows: Result<HashSet<Row>, _> = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(known.as_slice())
        .into_records()
        .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
        .collect();
    let known_rows = known_rows.with_context(|| format!("cannot read `{}` back", file.display()))?;
    let mut table = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    if known.is_empty() {
        let header = before.split(|byte| *byte == b'\n').next().unwrap_or_default();
        table.write_record(csv::Reader::from_reader(header).headers()?)?;
    }
    for row in rows.iter().filter(|row| !known_rows.contains(*row)) {
        table.write_record(row)?;
    }
    let bytes = table.into_inner()?;
    let context = || {
        format!(
            "cannot write `{}`; see that it is not open in another program",
            file.display()
        )
    };
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut open = options.open(file).with_context(context)?;
    open.write_all(&bytes).with_context(context)
}

fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const BEFORE: &str = "key,check\na/x,a\nb/y,b\n'=c,c\n";

    #[test]
    fn rows_are_lost_by_their_keys_alone() {
        let after = "key,check,closure\nb/y,b,done\n";
        let (rows, keys) = lost(BEFORE.as_bytes(), after.as_bytes()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(keys.into_iter().collect::<Vec<_>>(), ["=c", "a/x"]);
    }

    #[test]
    fn what_is_lost_is_noted_once_and_stays() {
        let out = tempfile::tempdir().unwrap();
        let folder = Folder::new(out.path(), "2021-10-06");
        let write = |root: &Path, text: &str| {
            fs::create_dir_all(root.join("internal")).unwrap();
            fs::write(root.join(FINDINGS), text).unwrap();
        };
        let new = out.path().join("new");
        assert_eq!(note(&folder, &new).unwrap(), Gone::default(), "there was no run before");
        write(&folder.path(), BEFORE);
        write(&new, BEFORE);
        assert_eq!(note(&folder, &new).unwrap(), Gone::default(), "nothing changed");
        write(&new, "key,check\nb/y,b\n");
        let gone = note(&folder, &new).unwrap();
        assert_eq!((gone.number, gone.first), (2, vec!["=c".to_owned(), "a/x".to_owned()]));
        let log = fs::read_to_string(out.path().join("gone-2021-10-06.csv")).unwrap();
        assert_eq!(log, "key,check\na/x,a\n'=c,c\n");
        note(&folder, &new).unwrap();
        assert_eq!(fs::read_to_string(out.path().join("gone-2021-10-06.csv")).unwrap(), log);
    }

    #[test]
    fn a_run_of_the_same_period_under_another_date_is_one_before() {
        let out = tempfile::tempdir().unwrap();
        let write = |root: &Path, period: &str, text: &str| {
            fs::create_dir_all(root.join("internal")).unwrap();
            fs::write(root.join(FINDINGS), text).unwrap();
            fs::write(root.join(RECORD), format!("{{\"period\":\"{period}\"}}")).unwrap();
        };
        let new = out.path().join("new");
        write(&new, "2021", "key,check\nb/y,b\n");
        write(&out.path().join("2020-10-06"), "2020", BEFORE);
        write(&out.path().join("draft"), "2021", BEFORE);
        let folder = Folder::new(out.path(), "2021-10-07");
        assert_eq!(
            note(&folder, &new).unwrap(),
            Gone::default(),
            "none of this period has a date"
        );
        write(&out.path().join("2021-10-06"), "2021", BEFORE);
        assert_eq!(note(&folder, &new).unwrap().number, 2);
        let log = fs::read_to_string(out.path().join("gone-2021-10-07.csv")).unwrap();
        assert_eq!(log, "key,check\na/x,a\n'=c,c\n");
    }
}

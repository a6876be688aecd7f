//! An earlier audit from its files: the record, and the tables beside it as far as they are still kept.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::older;
use crate::model::audit::{Audit, Bearer, Detail, Grant, Person, Standing};
use crate::model::change::Given;
use crate::model::guard::unguard;
use crate::model::hash::sha256;
use crate::model::opaque::Opaque;
use crate::model::record::{CHANGES, FILE, FINDINGS, MANIFEST, PEOPLE, Record, VERSION};
use crate::model::snapshot::{LastLogin, Status};

/// What a table begins with that spreadsheets are to read as UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Where the record of a folder is: that of an audit, or its internal part.
pub fn place(folder: &Path) -> Option<PathBuf> {
    let places = [folder.join("internal").join(FILE), folder.join(FILE)];
    places.into_iter().find(|path| path.is_file())
}

/// An audit by its record and the tables beside it. `shown` is what messages call the record.
///
/// # Errors
/// When the record or a table cannot be read, is of a later version, or a table is not the one that the record names.
pub fn audit(path: &Path, shown: &str) -> anyhow::Result<Audit> {
    let bytes = bytes(path, shown)?;
    let vouched = Vouched::beside(path)?;
    vouched.check(FILE, shown, &bytes)?;
    let record = parse(&bytes, shown)?;
    let mut detail = Detail {
        grants: None,
        standings: BTreeMap::new(),
        resources: BTreeMap::new(),
        keys: BTreeMap::new(),
        people: BTreeMap::new(),
        reasons: BTreeMap::new(),
        record,
    };
    let named = detail.record.grants.clone();
    ensure!(
        !named.file.contains(['/', '\\']),
        "`{shown}` names the table of permissions `{}`, expected a name without folders; restore the record as it was written",
        named.file
    );
    if let Some((name, bytes)) = beside_it(path, &named.file)? {
        ensure!(
            sha256(&bytes) == named.sha256,
            "`{name}` is not the table that `{shown}` names: the record has SHA-256 {}, the file {}; restore the table as it \
             was written, or move it away to go on without knowing who held what",
            named.sha256,
            sha256(&bytes)
        );
        detail.grants = Some(grants(&bytes, &name, &mut detail.resources)?);
        detail.standings = standings(&bytes, &name)?;
    }
    if let Some((name, bytes)) = beside_it(path, FINDINGS)? {
        vouched.check(FINDINGS, &name, &bytes)?;
        detail.keys = keys(&bytes, &name)?;
    }
    if let Some((name, bytes)) = beside_it(path, PEOPLE)? {
        vouched.check(PEOPLE, &name, &bytes)?;
        let map = people(&bytes, &name)?;
        for name in map.resources.into_values().flat_map(BTreeMap::into_values) {
            detail.resources.entry(Opaque::resource(&name)).or_insert(name);
        }
        detail.people = map.people;
        for exception in &mut detail.record.exceptions {
            let told = map.tickets.get(&exception.id).cloned();
            exception.ticket = told.or(exception.ticket.take());
            exception.about = map.exceptions.get(&exception.id).cloned().unwrap_or_default();
        }
    }
    if let Some((name, bytes)) = beside_it(path, CHANGES)? {
        detail.reasons = reasons(&bytes, &name)?;
    }
    Ok(Audit::of(shown, detail))
}

/// The record alone, of whichever version.
///
/// # Errors
/// When it is no record, or of a version that this program does not know.
pub fn parse(bytes: &[u8], shown: &str) -> anyhow::Result<Record> {
    let mut value: Option<Value> = serde_json::from_slice(bytes).ok();
    let version = value.as_ref().and_then(|value| value.get("version")?.as_u64());
    let version = version.with_context(|| {
        format!(
            "`{shown}` is not the record of an audit; expected `{FILE}` of the internal folder, as `report` wrote it"
        )
    })?;
    if version > u64::from(VERSION) {
        bail!(
            "`{shown}` has version {version}, and this program knows {VERSION} and older; use the program that wrote it, or a \
             later one"
        );
    }
    if version == 1
        && let Some(record) = &mut value
    {
        older::from_first(record);
    }
    serde_json::from_value(value.unwrap_or_default())
        .with_context(|| format!("`{shown}` was changed after it was written; restore it as `report` wrote it"))
}

fn bytes(path: &Path, shown: &str) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read `{shown}`; give the folder of an audit, or its `{FILE}`"))
}

/// The name and the bytes of a file beside another, if it is there.
fn beside_it(path: &Path, name: &str) -> anyhow::Result<Option<(String, Vec<u8>)>> {
    let file = path.with_file_name(name);
    if !file.is_file() {
        return Ok(None);
    }
    let shown = file.display().to_string();
    let bytes = fs::read(&file).with_context(|| format!("cannot read `{shown}`"))?;
    Ok(Some((shown, bytes)))
}

/// What the manifest of an audit vouches for: hashes of files, by their paths within its folder. Nothing where it is no longer
/// kept beside the record.
struct Vouched {
    manifest: String,
    hashes: BTreeMap<String, String>,
}

impl Vouched {
    fn beside(record: &Path) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Manifest {
            files: Vec<Entry>,
        }
        #[derive(Deserialize)]
        struct Entry {
            path: String,
            sha256: String,
        }
        let Some((manifest, bytes)) = beside_it(record, MANIFEST)? else {
            return Ok(Self {
                manifest: String::new(),
                hashes: BTreeMap::new(),
            });
        };
        let listed: Manifest = serde_json::from_slice(&bytes).with_context(|| unreadable(&manifest))?;
        let pairs = listed.files.into_iter().map(|entry| (entry.path, entry.sha256));
        Ok(Self {
            manifest,
            hashes: pairs.collect(),
        })
    }

    /// That a file of the internal folder is as it was written.
    fn check(&self, file: &str, shown: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let Some(hash) = self.hashes.get(&format!("internal/{file}")) else {
            return Ok(());
        };
        ensure!(
            sha256(bytes) == *hash,
            "`{shown}` was changed after it was written: `{}` lists it with SHA-256 {hash}, and it has {}; restore it as \
             `report` wrote it, or, if it is to be as it is, move `{MANIFEST}` away",
            self.manifest,
            sha256(bytes)
        );
        Ok(())
    }
}

/// A row of the table of permissions, as far as it is compared.
#[derive(Deserialize)]
struct Row<'a> {
    system: &'a str,
    account: &'a str,
    person: &'a str,
    resource: &'a str,
    level: &'a str,
    via: &'a str,
}

fn grants(bytes: &[u8], shown: &str, resources: &mut BTreeMap<Opaque, String>) -> anyhow::Result<Vec<Grant>> {
    let mut table = csv::Reader::from_reader(bytes);
    let header = table.headers().with_context(|| unreadable(shown))?.clone();
    let mut grants = Vec::new();
    for row in table.into_records() {
        let row = row.with_context(|| unreadable(shown))?;
        let row: Row<'_> = row.deserialize(Some(&header)).with_context(|| unreadable(shown))?;
        // Several candidates are nobody in particular.
        let bearer = match unguard(row.person) {
            "" => Bearer::Account(unguard(row.account).to_owned()),
            several if several.contains(';') => Bearer::Account(unguard(row.account).to_owned()),
            person => Bearer::Identity(person.to_owned()),
        };
        let resource = Some(unguard(row.resource)).filter(|name| !name.is_empty());
        let id = resource.map(Opaque::resource);
        if let Some((id, name)) = id.as_ref().zip(resource)
            && !resources.contains_key(id)
        {
            resources.insert(id.clone(), name.to_owned());
        }
        grants.push(Grant {
            system: unguard(row.system).to_owned(),
            resource: id,
            bearer,
            login: unguard(row.account).to_owned(),
            level: unguard(row.level).to_owned(),
            via: unguard(row.via).to_owned(),
        });
    }
    Ok(grants)
}

/// How the accounts in the table of permissions stand.
fn standings(bytes: &[u8], shown: &str) -> anyhow::Result<BTreeMap<(String, String), Standing>> {
    #[derive(Deserialize)]
    struct Row<'a> {
        system: &'a str,
        account: &'a str,
        status: &'a str,
        mfa: &'a str,
        #[serde(rename = "last login")]
        last_login: &'a str,
    }
    let mut table = csv::Reader::from_reader(bytes);
    let header = table.headers().with_context(|| unreadable(shown))?.clone();
    let mut standings = BTreeMap::new();
    for row in table.into_records() {
        let row = row.with_context(|| unreadable(shown))?;
        let row: Row<'_> = row.deserialize(Some(&header)).with_context(|| unreadable(shown))?;
        let standing = Standing {
            status: Status::ALL.into_iter().find(|status| status.word() == row.status),
            mfa: match row.mfa {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            last_login: match row.last_login {
                "never" => LastLogin::Never,
                day => day.parse().map_or(LastLogin::Unknown, LastLogin::On),
            },
            credentials: None,
        };
        standings.insert(
            (unguard(row.system).to_owned(), unguard(row.account).to_owned()),
            standing,
        );
    }
    Ok(standings)
}

fn keys(bytes: &[u8], shown: &str) -> anyhow::Result<BTreeMap<Opaque, String>> {
    let mut keys = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes).into_records() {
        let row = row.with_context(|| unreadable(shown))?;
        let key = unguard(row.get(0).unwrap_or_default());
        keys.insert(Opaque::finding(key), key.to_owned());
    }
    Ok(keys)
}

fn reasons(bytes: &[u8], shown: &str) -> anyhow::Result<BTreeMap<String, Given>> {
    #[derive(Deserialize)]
    struct Row {
        key: String,
        reason: String,
        ticket: String,
    }
    let mut reasons = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes.strip_prefix(BOM).unwrap_or(bytes)).deserialize() {
        let row: Row = row.with_context(|| unreadable(shown))?;
        if !row.reason.is_empty() {
            let given = Given {
                text: unguard(&row.reason).to_owned(),
                ticket: Some(unguard(&row.ticket).to_owned()).filter(|ticket| !ticket.is_empty()),
            };
            reasons.insert(unguard(&row.key).to_owned(), given);
        }
    }
    Ok(reasons)
}

/// Whom and what the ids of a record mean.
struct PeopleMap {
    people: BTreeMap<Opaque, Person>,
    /// Where exceptions were decided.
    tickets: BTreeMap<Opaque, String>,
    /// Of whom and what exceptions are, by the parts that were given.
    exceptions: BTreeMap<Opaque, BTreeMap<String, String>>,
    /// Names of each system's resources, by their labels.
    resources: BTreeMap<String, BTreeMap<String, String>>,
}

fn people(bytes: &[u8], shown: &str) -> anyhow::Result<PeopleMap> {
    #[derive(Deserialize)]
    struct Map {
        people: BTreeMap<String, Entry>,
        #[serde(default)]
        tickets: BTreeMap<Opaque, String>,
        #[serde(default)]
        exceptions: BTreeMap<Opaque, BTreeMap<String, String>>,
        #[serde(default)]
        resources: BTreeMap<String, BTreeMap<String, String>>,
    }
    /// The first version called people by their ids in the staff list.
    #[derive(Deserialize)]
    struct Entry {
        #[serde(default)]
        id: Option<String>,
        name: String,
    }
    let map: Map = serde_json::from_slice(bytes).with_context(|| unreadable(shown))?;
    let people = map.people.into_iter().map(|(key, entry)| {
        let id = entry.id.unwrap_or(key);
        let person = Person { id, name: entry.name };
        (Opaque::identity(&person.id), person)
    });
    Ok(PeopleMap {
        people: people.collect(),
        tickets: map.tickets,
        exceptions: map.exceptions,
        resources: map.resources,
    })
}

fn unreadable(shown: &str) -> String {
    format!("`{shown}` was changed after it was written; restore it, or move it away to go on without it")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::parse;

    #[test]
    fn what_is_no_record_says_so() {
        for (text, fragment) in [
            ("{}", "is not the record of an audit"),
            ("[1]", "is not the record of an audit"),
            (
                "{\"version\": 99}",
                "has version 99, and this program knows 2 and older",
            ),
            ("{\"version\": 1}", "was changed after it was written"),
            ("{\"version\": 2}", "was changed after it was written"),
        ] {
            let message = parse(text.as_bytes(), "old/record.json").unwrap_err().to_string();
            assert!(message.contains(fragment), "{text}: {message}");
            assert!(message.contains("old/record.json"), "{message}");
        }
    }
}

//! Every profile reads its samples: exactly the facts that they declare, recognised by content however the file is
//! saved. One more sample: a `[[sample]]` in the profile, or in `tests/profiles/<id>.toml`; nothing here.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::sync::OnceLock;

use access_review::model::private::Private;
use access_review::model::profile::{Body, Form, Profile, Sample, SampleFacts, Trial};
use access_review::{config, ingest};

use crate::support::root;

/// A sample and the profile that it is of.
pub(crate) struct Case {
    pub(crate) id: String,
    /// Where it stands.
    pub(crate) whence: String,
    pub(crate) sample: Sample,
}

pub(crate) type Fact = BTreeMap<String, String>;

/// Every profile of the program, made once for all tests.
pub(crate) fn profiles() -> Vec<Profile> {
    static PROFILES: OnceLock<Vec<Profile>> = OnceLock::new();
    let made = || {
        let nothing = tempfile::tempdir().unwrap();
        config::profiles(nothing.path())
            .map_err(|error| format!("{error:#}"))
            .unwrap()
    };
    PROFILES.get_or_init(made).clone()
}

/// The samples of the profiles, then those of the files beside this one.
pub(crate) fn cases(profiles: &[Profile]) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |id: &str, file: &str, samples: Vec<Sample>| {
        for (number, sample) in samples.into_iter().enumerate() {
            cases.push(Case {
                id: id.to_owned(),
                whence: format!("{file}, sample {} (`{}`)", number + 1, sample.file),
                sample,
            });
        }
    };
    for profile in profiles {
        add(
            &profile.id,
            &format!("src/profiles/{}.toml", profile.id),
            profile.samples.clone(),
        );
    }
    let folder = root().join("tests/profiles");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let name = format!("tests/profiles/{}", file.file_name().unwrap().to_string_lossy());
        let (id, samples) = config::samples(&name, &fs::read_to_string(&file).unwrap())
            .map_err(|error| format!("{error:#}"))
            .unwrap();
        add(&id, &name, samples);
    }
    cases
}

/// The file that a sample stands for.
pub(crate) fn bytes(sample: &Sample) -> Vec<u8> {
    if ends(&sample.file, ".xlsx") {
        let rows: Vec<Vec<&str>> = sample.text.lines().map(|line| line.split('\t').collect()).collect();
        return workbook(&rows);
    }
    if ends(&sample.file, ".zip") {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file("export.csv", zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(sample.text.as_bytes()).unwrap();
        return archive.finish().unwrap().into_inner();
    }
    sample.text.clone().into_bytes()
}

fn ends(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(ending)
}

/// A workbook with one sheet of texts.
pub(crate) fn workbook(rows: &[Vec<impl AsRef<str>>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let place = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            if !cell.as_ref().is_empty() {
                sheet.write_string(place.0, place.1, cell.as_ref()).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// What differs between the facts of a sample and those that were read.
fn differences(expected: &SampleFacts, found: &SampleFacts) -> String {
    let mut said = String::new();
    let only_owners = !expected.devices.is_empty() && expected.accounts.is_empty();
    for (kind, expected, found) in [
        ("account", &expected.accounts, &found.accounts),
        ("grant", &expected.grants, &found.grants),
        ("member", &expected.members, &found.members),
        ("name", &expected.names, &found.names),
        ("device", &expected.devices, &found.devices),
        ("person", &expected.people, &found.people),
    ] {
        if kind == "account" && only_owners {
            continue;
        }
        let set = |facts: &[Fact]| {
            comparable(kind, expected, facts)
                .iter()
                .map(shown)
                .collect::<BTreeSet<_>>()
        };
        compare(kind, &set(expected), &set(found), &mut said);
    }
    let set = |facts: &[String]| facts.iter().cloned().collect::<BTreeSet<_>>();
    compare("listed group", &set(&expected.groups), &set(&found.groups), &mut said);
    compare("resource", &set(&expected.resources), &set(&found.resources), &mut said);
    let numbers = [
        ("rows set aside", expected.set_aside, found.set_aside),
        ("rows rejected", Some(expected.rejected), Some(found.rejected)),
        ("cells not read", Some(expected.unclear), Some(found.unclear)),
        ("partial", Some(expected.partial.into()), Some(found.partial.into())),
        ("refused", Some(expected.refused.into()), Some(found.refused.into())),
    ];
    for (what, expected, found) in numbers {
        if let Some(expected) = expected
            && Some(expected) != found
        {
            writeln!(
                said,
                "    {what}: expected {expected}, found {}",
                found.unwrap_or_default()
            )
            .unwrap();
        }
    }
    said
}

fn shown(fact: &Fact) -> String {
    let parts: Vec<String> = fact.iter().map(|(name, text)| format!("{name} = {text:?}")).collect();
    parts.join(", ")
}

fn compare(kind: &str, expected: &BTreeSet<String>, found: &BTreeSet<String>, said: &mut String) {
    for missing in expected.difference(found) {
        writeln!(said, "    missing {kind}: {missing}").unwrap();
    }
    for surplus in found.difference(expected) {
        writeln!(said, "    surplus {kind}: {surplus}").unwrap();
    }
}

/// Facts without what a sample may leave unsaid: ids and sign-ins that it does not give, e-mail addresses that are
/// logins, accounts that are only owners of notebooks.
fn comparable(kind: &str, expected: &[Fact], facts: &[Fact]) -> Vec<Fact> {
    let what = match kind {
        "account" => "account",
        "device" => "device",
        _ => return facts.to_vec(),
    };
    let mut facts = facts.to_vec();
    for fact in &mut facts {
        let known = expected.iter().find(|known| known.get(what) == fact.get(what));
        let said = |name: &str| known.is_some_and(|known| known.contains_key(name));
        fact.retain(|name, _| !matches!(name.as_str(), "id" | "sign-in") || said(name));
        let login = fact.get("account").map(|login| login.to_lowercase());
        fact.retain(|name, text| name != "email" || Some(text.to_lowercase()) != login);
    }
    facts
}

/// Reads a file as `profiles test` does.
pub(crate) fn read(name: &str, bytes: &[u8], profiles: &[Profile]) -> Result<Trial, String> {
    ingest::trial(name, bytes, profiles).map_err(|error| format!("{error:#}"))
}

/// Everything that is wrong with what these bytes give; `facts` are those that they must give.
fn faults(case: &Case, bytes: &[u8], facts: &SampleFacts, profiles: &[Profile]) -> String {
    match read(&case.sample.file, bytes, profiles) {
        Err(error) => format!("    not read: {error}\n"),
        Ok(trial) if trial.profile != case.id => format!("    recognised as `{}`\n", trial.profile),
        Ok(trial) => {
            let mut said = differences(facts, &trial.facts);
            if !said.is_empty() {
                if let Some(cut) = &trial.cut {
                    writeln!(said, "    partial: {}", cut.reveal()).unwrap();
                }
                for cell in trial.unclear.iter().flat_map(|column| &column.first) {
                    writeln!(said, "    not read: {}", cell.reason.reveal()).unwrap();
                }
                for rejected in trial.rows.rejected {
                    writeln!(
                        said,
                        "    row {} was rejected: {}",
                        rejected.line,
                        rejected.reason.reveal()
                    )
                    .unwrap();
                }
            }
            said
        }
    }
}

/// Fails with everything that is wrong, by sample.
fn all_well(faults: &BTreeMap<String, String>) {
    let told: Vec<String> = faults
        .iter()
        .map(|(whence, what)| format!("  {whence}:\n{what}"))
        .collect();
    assert!(told.is_empty(), "{} samples read wrong:\n{}", told.len(), told.join(""));
}

#[test]
fn every_sample_gives_exactly_its_facts() {
    let profiles = profiles();
    let mut wrong = BTreeMap::new();
    for case in cases(&profiles) {
        let said = faults(&case, &bytes(&case.sample), &case.sample.facts, &profiles);
        if !said.is_empty() {
            wrong.insert(case.whence, said);
        }
    }
    all_well(&wrong);
}

#[test]
fn every_sample_fits_its_profile_and_no_other_alike() {
    let profiles = profiles();
    for case in cases(&profiles) {
        let others: Vec<Profile> = profiles
            .iter()
            .filter(|profile| profile.id != case.id)
            .cloned()
            .collect();
        let bytes = bytes(&case.sample);
        let Ok(trial) = read(&case.sample.file, &bytes, &others) else {
            continue;
        };
        // a poorer profile may fit too; then the marks decide, whatever the order of the profiles
        let mut turned = profiles.clone();
        turned.reverse();
        let chosen = read(&case.sample.file, &bytes, &turned).map(|trial| trial.profile);
        assert_eq!(
            chosen,
            Ok(case.id),
            "{}, which `{}` fits too",
            case.whence,
            trial.profile
        );
    }
}

#[test]
fn every_profile_has_a_second_sample() {
    let profiles = profiles();
    let cases = cases(&profiles);
    for profile in &profiles {
        let own = cases.iter().filter(|case| case.id == profile.id);
        let of = |folder: &str| own.clone().any(|case| case.whence.starts_with(folder));
        assert!(of("src/profiles/"), "{} has no sample of its own", profile.id);
        assert!(of("tests/profiles/"), "{} has no second sample", profile.id);
    }
    let known = |id: &str| profiles.iter().any(|profile| profile.id == id);
    let strange: Vec<&String> = cases.iter().map(|case| &case.id).filter(|id| !known(id)).collect();
    assert!(strange.is_empty(), "samples of no profile: {strange:?}");
}

/// A table as its cells, whether it is delimited text or was put into a workbook.
fn cells(sample: &Sample, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(sample.text.as_bytes());
    let records = reader
        .records()
        .map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect());
    records.collect()
}

pub(crate) fn text(rows: &[Vec<String>], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// The samples that are tables with one header at the top, as cells.
pub(crate) fn tables(profiles: &[Profile]) -> Vec<(Case, Vec<Vec<String>>)> {
    let mut tables = Vec::new();
    for case in cases(profiles) {
        let Some(profile) = profiles.iter().find(|profile| profile.id == case.id) else {
            continue;
        };
        let is_table = match &profile.body {
            Body::Read(reading) => matches!(reading.form, Form::Table { delimiter: None, .. }),
            Body::Refuse(_) | Body::Instead(_) => !profile.signature.headers.is_empty(),
        };
        if !is_table || ends(&case.sample.file, ".zip") {
            continue;
        }
        let delimiters = if ends(&case.sample.file, ".xlsx") {
            &b"\t"[..]
        } else {
            &b",;\t|"[..]
        };
        let rows = delimiters.iter().map(|delimiter| cells(&case.sample, *delimiter));
        let rows = rows.max_by_key(|rows| rows.first().map_or(0, Vec::len)).unwrap();
        let width = rows.first().map_or(0, Vec::len);
        if width > 1 && rows.iter().all(|row| row.len() == width) {
            tables.push((case, rows));
        }
    }
    tables
}

/// Tables saved in another way give what they give as they are.
fn saved_otherwise(change: impl Fn(&[Vec<String>]) -> Vec<u8>) {
    saved_otherwise_for(&profiles(), change);
}

fn saved_otherwise_for(profiles: &[Profile], change: impl Fn(&[Vec<String>]) -> Vec<u8>) {
    let mut wrong = BTreeMap::new();
    let tables = tables(profiles);
    assert!(tables.len() > profiles.len() / 2, "only {} tables", tables.len());
    for (case, rows) in tables {
        let before = match read(&case.sample.file, &bytes(&case.sample), profiles) {
            Ok(before) => before,
            Err(error) => {
                wrong.insert(case.whence, format!("    not read as it is: {error}\n"));
                continue;
            }
        };
        let said = faults(&case, &change(&rows), &before.facts, profiles);
        if !said.is_empty() {
            wrong.insert(case.whence, said);
        }
    }
    all_well(&wrong);
}

#[test]
fn the_order_of_columns_does_not_matter() {
    saved_otherwise(|rows| {
        let turned: Vec<Vec<String>> = rows.iter().map(|row| row.iter().rev().cloned().collect()).collect();
        text(&turned, b',')
    });
}

/// The header of a column that no profile knows.
const FURTHER: &str = "Favourite dish";

/// Which row is the header: above it may stand a title.
pub(crate) fn header_row(rows: &[Vec<String>]) -> usize {
    let is_full = |row: &Vec<String>| row.iter().all(|cell| !cell.is_empty());
    rows.iter().position(is_full).unwrap_or_default()
}

fn with_a_further_column(rows: &[Vec<String>]) -> Vec<u8> {
    let header = header_row(rows);
    let mut rows = rows.to_vec();
    for (number, row) in rows.iter_mut().enumerate() {
        row.insert(
            1,
            if number == header {
                FURTHER.to_owned()
            } else {
                "soup".to_owned()
            },
        );
    }
    text(&rows, b',')
}

#[test]
fn a_further_column_does_not_matter_where_somebody_knows_it() {
    let mut profiles = profiles();
    for profile in &mut profiles {
        if let Body::Read(reading) = &mut profile.body {
            reading.ignored.names.push(FURTHER.to_owned());
        }
    }
    saved_otherwise_for(&profiles, with_a_further_column);
}

#[test]
fn a_further_column_that_nobody_knows_changes_no_fact_and_is_told_where_it_could_be_one_that_is_missing() {
    let profiles = profiles();
    let mut told = 0;
    for (case, rows) in tables(&profiles) {
        let before = read(&case.sample.file, &bytes(&case.sample), &profiles).unwrap();
        let after = read(&case.sample.file, &with_a_further_column(&rows), &profiles).unwrap();
        assert_eq!(after.profile, case.id, "{}", case.whence);
        if after.facts.refused {
            continue;
        }
        let facts = SampleFacts {
            partial: before.facts.partial,
            unclear: before.facts.unclear,
            ..after.facts.clone()
        };
        assert_eq!(differences(&before.facts, &facts), "", "{}", case.whence);
        if (after.facts.partial, after.facts.unclear) != (before.facts.partial, before.facts.unclear) {
            told += 1;
            let cells = after.unclear.iter().flat_map(|column| &column.first);
            let why = cells
                .map(|cell| cell.reason.reveal())
                .chain(after.cut.as_ref().map(Private::reveal));
            let why: Vec<&str> = why.collect();
            let names =
                |why: &&str| why.contains(&format!("`ignore = [\"{FURTHER}\"]` where review.toml names the file"));
            assert!(why.iter().any(names), "{}: {why:?}", case.whence);
        }
    }
    assert!(told > 10, "told of {told} files");
}

#[test]
fn semicolons_do_not_matter() {
    saved_otherwise(|rows| text(rows, b';'));
}

#[test]
fn utf_16_does_not_matter() {
    saved_otherwise(|rows| {
        let text = String::from_utf8(text(rows, b'\t')).unwrap();
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    });
}

#[test]
fn a_title_row_does_not_matter() {
    saved_otherwise(|rows| {
        let mut titled = vec![vec!["Example Ltd, a list made by hand".to_owned()], vec![String::new()]];
        titled.extend(rows.iter().cloned());
        text(&titled, b',')
    });
}

#[test]
fn a_workbook_does_not_matter() {
    saved_otherwise(workbook);
}

#[test]
fn the_name_of_the_file_does_not_matter() {
    let profiles = profiles();
    for case in cases(&profiles) {
        let trial = read("renamed", &bytes(&case.sample), &profiles);
        let chosen = trial.map(|trial| trial.profile);
        assert_eq!(chosen, Ok(case.id), "{}", case.whence);
    }
}

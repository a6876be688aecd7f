//! The sources sheet: who extracted each input, when, from where and how, and what the system's own screen showed.
//!
//! Comes in: `sources.csv` or a workbook of that name directly in the inputs folder, as `sources init` writes it and a
//! person fills it in. Goes out: for each input what is told of it. An empty cell is not told, and a check says so; a
//! cell that cannot be read, a column that is gone and a file that is not there are problems. One more column: its name in
//! [`COLUMNS`], a cell in `Known::row`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::cells::Cell;
use super::compared::folded;
use super::file::{File, names};
use super::header::{Column, Wanted};
use super::readers::workbook::is_workbook;
use super::readers::{Refusal, Row, text};
use super::sheet::ENDINGS;
use super::table::{Fate, Form, Table};
use crate::model::claim::{Decided, Statement};
use crate::model::evidence::{Attestation, COLUMNS, Counted, Counting, Document, PROPOSED, SHEET, SheetForm};
use crate::model::hash::sha256;
use crate::model::likeness::nearest;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::Profile;
use crate::model::settings::Settings;
use crate::model::source::{Content, Reason, Source};
use crate::model::system::{Coverage, Export, System};

mod cells;

/// What is told of each input, by its path.
pub(super) type Told = BTreeMap<String, Attestation>;

/// What the sheet says.
#[derive(Default)]
pub(super) struct Attested {
    /// Of inputs that are read row by row.
    pub(super) told: Told,
    /// The files of declarations, with what is told of them.
    pub(super) documents: Vec<(Document, Option<Attestation>)>,
    /// The sheet itself.
    pub(super) source: Option<Source>,
}

/// Notes what is told of a file that is no export; one that is said to lack something does.
pub(super) fn attest(source: &mut Source, told: &Told) {
    source.attested = told.get(source.file.reveal()).cloned();
    let said = source.attested.as_ref().and_then(|row| row.coverage);
    source.coverage = said.map_or(source.coverage, |said| source.coverage.worse(said));
}

/// What the sheet is read against.
struct Known<'a> {
    inputs: &'a Path,
    settings: &'a Settings,
    read: Vec<&'a str>,
    documents: Vec<String>,
}

/// Where the file of a row stands.
enum Place {
    /// The review reads it.
    Read,
    /// In the inputs folder, where the review does not read it.
    Beside,
    /// Not in the inputs folder.
    Nowhere,
}

/// Reads the sheet, if there is one; `others` are inputs that `review.toml` does not name.
pub(super) fn read(
    inputs: &Path,
    settings: &Settings,
    others: &[String],
    problems: &mut Problems,
) -> anyhow::Result<Attested> {
    let exports = settings.systems.values().flat_map(System::files);
    let declared = exports.chain([&settings.roster.table]);
    let known = Known {
        inputs,
        settings,
        read: declared
            .map(|export| export.file.as_str())
            .chain(others.iter().map(String::as_str))
            .chain(
                settings
                    .claims()
                    .flat_map(|claim| deciding(claim).1.iter().map(Private::reveal)),
            )
            .collect(),
        documents: super::unread::documents(inputs, settings.previous.as_ref()),
    };
    let mut attested = match sheet(inputs, problems) {
        Some(name) => known.sheet(&name, problems)?,
        None => Attested::default(),
    };
    let by_claims = settings.claims().flat_map(|claim| {
        let (key, files) = deciding(claim);
        files.iter().map(move |file| (file.reveal(), Some((key, claim.line))))
    });
    let mut seen = BTreeSet::new();
    for (name, claimed) in known
        .documents
        .iter()
        .map(|name| (name.as_str(), None))
        .chain(by_claims)
    {
        if !seen.insert(name) {
            continue;
        }
        match (document(inputs, name), claimed) {
            (Ok(document), _) => attested.documents.push((document, attested.told.get(name).cloned())),
            (Err(message), None) => problems.add(name, None, message),
            (Err(message), Some((key, line))) => {
                problems.add("review.toml", Some(line), format!("`{key}` is `{name}`: {message}"));
            }
        }
    }
    Ok(attested)
}

/// The files that decide a claim, and the key that names them.
fn deciding(claim: &Statement) -> (&'static str, &[Private]) {
    match &claim.decided {
        Decided::ByHand(look) => ("evidence", std::slice::from_ref(&look.evidence)),
        Decided::ByList(listed) => (listed.expected.key(), &listed.files),
        Decided::ByChecks(_) | Decided::ByNothing => ("", &[]),
    }
}

/// The sheet's columns as they stand in it, and what separates them; nothing where there is no sheet.
pub(super) fn form(inputs: &Path, profiles: &[Profile]) -> anyhow::Result<Option<SheetForm>> {
    let mut problems = Problems::default();
    let Some(name) = sheet(inputs, &mut problems) else {
        return Ok(problems.or(None)?);
    };
    let read = File::read(inputs, &name).and_then(|file| {
        let table = open(&file, profiles)?;
        Ok(SheetForm {
            name: name.clone(),
            columns: table.header.texts.clone(),
            delimiter: table.delimiter(),
        })
    });
    let form = read.map_err(|(line, message)| problems.add(&name, line, message)).ok();
    Ok(problems.or(form)?)
}

fn open<'f>(file: &'f File, profiles: &[Profile]) -> Result<Table<'f>, Refusal> {
    if !is_workbook(&file.bytes)
        && let Err((line, _)) = text::decode(&file.bytes, None)
    {
        let message = "the text is not UTF-8; save it as CSV UTF-8 or as a workbook (sources.xlsx)";
        return Err((line, message.to_owned()));
    }
    let headers = COLUMNS.map(|header| vec![header.to_owned()]);
    let wanted = headers.each_ref().map(|names| Wanted { names, needed: true });
    Table::open(file, Form::default(), (&wanted, profiles)).map_err(|(line, message)| {
        let remedy = "`access-review sources init` writes a sheet with all of its columns";
        (line, format!("{message}; {remedy}"))
    })
}

/// The name of the sheet, if there is one.
fn sheet(inputs: &Path, problems: &mut Problems) -> Option<String> {
    let mut sheets = names(inputs).into_iter().filter(|name| is_sheet(name));
    let first = sheets.next()?;
    if let Some(second) = sheets.next() {
        let message = format!("`{first}` is there as well; keep the one that is filled in, and move the other away");
        problems.add(&second, None, message);
    }
    Some(first)
}

/// Whether a file of this name is a sources sheet.
fn is_sheet(name: &str) -> bool {
    let lower = folded(name);
    let ending = ENDINGS.iter().find_map(|ending| lower.strip_suffix(ending));
    ending == Some(SHEET)
}

impl Known<'_> {
    fn sheet(&self, name: &str, problems: &mut Problems) -> anyhow::Result<Attested> {
        let mut attested = Attested::default();
        let file = match File::read(self.inputs, name) {
            Ok(file) => file,
            Err((line, message)) => {
                problems.add(name, line, message);
                return Ok(attested);
            }
        };
        let table = match open(&file, &self.settings.profiles) {
            Ok(table) => table,
            Err((line, message)) => {
                problems.add(name, line, message);
                return Ok(attested);
            }
        };
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        let mut gone: Vec<(u64, String)> = Vec::new();
        let mut wrong = Vec::new();
        let rows = table.walk(
            problems,
            |_| None,
            |row| {
                let read = self.row(row, &table.header.columns, &mut wrong);
                let (file, place, attestation) = match read {
                    Ok(read) => read,
                    Err(reason) => return Ok(Fate::Rejected(reason)),
                };
                if let Some(first) = lines.insert(file.clone(), row.line) {
                    let reason = format!("`{file}` stands on line {first} too; keep one row for each file");
                    return Ok(Fate::Rejected(reason));
                }
                match place {
                    Place::Read => {}
                    Place::Beside => return Ok(Fate::SetAside(&Reason::NotRead)),
                    // All of these are told together, as they are one thing to do.
                    Place::Nowhere => {
                        gone.push((row.line, file));
                        return Ok(Fate::SetAside(&Reason::NotRead));
                    }
                }
                attested.told.insert(file, attestation);
                Ok(Fate::Used)
            },
        )?;
        let rejected = rows
            .rejected
            .iter()
            .map(|row| (row.line, row.reason.reveal().to_owned()));
        for (line, reason) in rejected.chain(wrong) {
            problems.add(name, Some(line), reason);
        }
        if let Some((first, _)) = gone.first() {
            problems.add(name, Some(*first), self.nowhere(&gone, &lines));
        }
        let mut source = file.source(Content::Sources, table.sheet.clone(), Coverage::Unknown);
        source.facts.attestations = rows.used;
        source.rows = rows;
        attested.source = Some(source);
        Ok(attested)
    }

    /// A row; what is wrong in its cells is told beside it.
    fn row(
        &self,
        row: &Row<'_>,
        columns: &[Option<Column>],
        wrong: &mut Vec<(u64, String)>,
    ) -> Result<(String, Place, Attestation), String> {
        let texts: Vec<Cow<'_, str>> = columns
            .iter()
            .map(|column| column.as_ref().map_or(Ok(Cow::Borrowed("")), |column| column.text(row)))
            .collect::<Result<_, _>>()?;
        let cell = |header: &'static str| {
            let place = COLUMNS.iter().position(|column| *column == header);
            let text = place.and_then(|place| texts.get(place)).map_or("", |text| text);
            Cell { header, text }
        };
        let file = cell("file").text.replace('\\', "/");
        let place = self.place(&file)?;
        let mut note = |reason: String| {
            if !matches!(place, Place::Nowhere) {
                wrong.push((row.line, reason));
            }
        };
        let attestation = Attestation {
            line: row.line,
            by: cell("extracted by").private(),
            at: cell("extracted at")
                .moment(self.settings.zone.as_ref())
                .unwrap_or_else(|reason| {
                    note(reason);
                    None
                }),
            instance: cell("instance").private(),
            steps: Some(cell("steps"))
                .filter(|steps| !steps.text.starts_with(PROPOSED))
                .and_then(Cell::private),
            filters: cell("filters").private(),
            count: cells::count(cell("count on screen"), cell("counted")).unwrap_or_else(|reason| {
                note(reason);
                None
            }),
            coverage: cell("coverage").coverage().unwrap_or_else(|reason| {
                note(reason);
                None
            }),
            sha256: cell("sha256").hash().unwrap_or_else(|reason| {
                note(reason);
                None
            }),
            proofs: self.proofs(cell("screenshot"), &mut note),
        };
        if let Some(reason) = attestation.count.and_then(|count| self.uncountable(&file, count)) {
            note(reason);
        }
        Ok((file, place, attestation))
    }

    /// Why a number of a screen cannot be compared with a file of which the review reads several parts, if so.
    fn uncountable(&self, file: &str, count: Counted) -> Option<String> {
        let exports = self.settings.systems.values().flat_map(System::files);
        let readings: Vec<&Export> = exports.filter(|export| export.file == file).collect();
        let first = readings.first()?;
        if readings.iter().any(|export| export.sheet != first.sheet) {
            return Some(format!(
                "`{file}` is read sheet by sheet, so that no number of a screen can be compared with it; leave `count on \
                 screen` empty"
            ));
        }
        (readings.len() > 1 && count.what != Counting::Rows).then(|| {
            format!(
                "`{file}` is read for {} systems, so that only its rows can be compared with a screen; put `rows` into \
                 `counted` and their number into `count on screen`, or leave both empty",
                readings.len()
            )
        })
    }

    /// Every input that a row may be of.
    fn all(&self) -> impl Iterator<Item = &str> {
        let documents = self.documents.iter().map(String::as_str);
        self.read.iter().copied().chain(documents)
    }

    /// Where a file stands.
    fn place(&self, file: &str) -> Result<Place, String> {
        if file.is_empty() {
            return Err("cell `file` is empty; put the path of the file there, from the inputs folder".to_owned());
        }
        Ok(if self.all().any(|name| name == file) {
            Place::Read
        } else if is_inside(file) && self.inputs.join(file).is_file() {
            Place::Beside
        } else {
            Place::Nowhere
        })
    }

    /// What is wrong with rows of files that are not there; `lines` has every file that has a row.
    fn nowhere(&self, gone: &[(u64, String)], lines: &BTreeMap<String, u64>) -> String {
        let without_row = || self.all().filter(|name| !lines.contains_key(*name));
        let rows = gone.iter().map(|(line, file)| {
            let meant = nearest(file, without_row());
            let meant = meant.map_or_else(String::new, |meant| format!(" (did you mean `{meant}`?)"));
            format!("`{file}` on line {line}{meant}")
        });
        let rows: Vec<String> = rows.collect();
        let (files, name, row, what) = match rows.len() {
            1 => ("there is no such file", "the name", "the row", "a file"),
            _ => ("there are no such files", "the names", "the rows", "files"),
        };
        format!(
            "{files} in the inputs folder: {}; correct {name}, or remove {row} of {what} of an earlier audit",
            rows.join(", ")
        )
    }

    /// The files that show what was on a screen.
    fn proofs(&self, cell: Cell<'_>, note: &mut impl FnMut(String)) -> Vec<Document> {
        let names = cell.text.split(';').map(|name| name.trim().replace('\\', "/"));
        let mut proofs = Vec::new();
        for name in names.filter(|name| !name.is_empty()) {
            match document(self.inputs, &name) {
                Ok(proof) => proofs.push(proof),
                Err(reason) => note(format!("cell `screenshot` names `{name}`: {reason}")),
            }
        }
        proofs
    }
}

/// A file that is not read row by row.
fn document(inputs: &Path, name: &str) -> Result<Document, String> {
    if !is_inside(name) {
        return Err("it must lie in the inputs folder; copy it there and write its path from there".to_owned());
    }
    let file = File::read(inputs, name).map_err(|(_, message)| message)?;
    Ok(Document {
        file: Private::new(name),
        sha256: sha256(&file.bytes),
        bytes: file.bytes.len() as u64,
    })
}

/// Whether a path leads to a place in the inputs folder.
fn is_inside(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    parts.all(|part| matches!(part, std::path::Component::Normal(_)))
}

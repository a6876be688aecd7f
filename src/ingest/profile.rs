//! Files that a profile reads: recognised by their content, their records walked, each giving facts.
//!
//! Comes in: the bytes of a file and the profiles. Goes out: an [`Opened`] file, whose records give [`Given`] facts to
//! a visitor that says what became of each. Everything that a format knows stands in its profile; nothing here knows a
//! format. One more kind of reader: a variant of [`Form`], opened in [`open`] and walked in `records`.

use std::borrow::Cow;

use jiff::civil::Date;

use self::columns::Columns;
pub(super) use self::complete::{Evidence, Shown, missing};
use self::content::Content;
pub(super) use self::content::Declared;
pub(super) use self::content::Shape;
pub(super) use self::emit::{Emitter, Given};
use self::formula::Formula;
use self::marks::{Fit, fit};
use self::overlooked::{Overlooked, overlooked, overlooked_keys};
pub(super) use self::recognise::Unread;
use self::records::Sort;
use super::file::File;
use super::header::{Column, Header};
use super::readers::text_rows::{self, TextTable};
use super::readers::tree::{Document, wrapper};
use super::readers::workbook::Sheet;
use super::readers::{Cells, Refusal, Row, archive};
use super::table::{self, Layout, Table};
use super::values::Values;
use crate::model::profile::{Body, Completeness, Form, Kind, Profile, Reading, Selector, Slot, Wrapper};
use crate::model::system::Export;
use crate::model::word::same_word;

mod above;
mod absent;
mod columns;
mod complete;
mod content;
mod dated;
mod emit;
mod formula;
mod marks;
mod overlooked;
mod prove;
mod recognise;
mod records;
mod rivals;
mod rule;
mod scope;
mod secrets;
mod sheets;

/// The bytes of a file without what was wrapped around them.
pub(super) struct Unpacked<'a> {
    bytes: Cow<'a, [u8]>,
    /// What the file inside an archive is called.
    inside: Option<String>,
    /// The profile of the wrapper, if a profile took it off.
    outer: Option<&'a Profile>,
    /// The day that the wrapper tells.
    told: Option<Date>,
}

/// A recognised file, ready to be walked.
pub(super) struct Opened<'a> {
    file: &'a str,
    /// The profile by which it was recognised.
    pub(super) profile: &'a Profile,
    /// How it is read.
    pub(super) reading: &'a Reading,
    /// What speaks for the profile, in marks.
    pub(super) marks: usize,
    /// What was found: headers or keys at the top; nothing where that may be data.
    pub(super) names: Vec<String>,
    /// What it can give.
    pub(super) emitters: Vec<Emitter<'a>>,
    /// How its values are written.
    pub(super) values: Values<'a>,
    sorts: Vec<Sort<'a>>,
    rows: Rows<'a>,
    /// The text, where a line of it shows that it is whole.
    text: Option<String>,
    /// Columns that nothing reads though they look like one that the profile reads.
    overlooked: Vec<Overlooked>,
    /// Columns that `review.toml` says hold nothing of what the profile looks for.
    ignored: &'a [String],
    /// What is told of sheets, lists and columns of which nothing is read.
    pub(super) beside: Vec<String>,
    /// The day that it tells beside its records.
    told: Option<Date>,
}

/// Where the records are.
enum Rows<'a> {
    Table(Table<'a>),
    Lines(TextTable),
    Tree(Vec<Document>),
}

impl Opened<'_> {
    /// The header of a table.
    pub(super) fn header(&self) -> Option<&Header> {
        match &self.rows {
            Rows::Table(table) => Some(&table.header),
            Rows::Lines(_) | Rows::Tree(_) => None,
        }
    }

    /// The column of any of these names.
    ///
    /// # Errors
    /// When it is missing though it may not, or stands there twice.
    pub(super) fn column(&self, names: &[String], optional: bool) -> Result<Option<Column>, String> {
        let texts = self.header().map(|header| header.texts.as_slice());
        Columns::new(texts, self.reading.strip.as_ref()).declared(names, optional)
    }

    /// Every field of a kind of fact, with what it is called and how it is read.
    fn formulas(&self, kind: Kind) -> impl Iterator<Item = (Slot, &Column, &Formula<'_>)> {
        let emitters = self.emitters.iter().filter(move |emitter| emitter.kind == kind);
        let fields = emitters.flat_map(|emitter| emitter.slots.iter().zip(&emitter.formulas));
        fields.map(|((slot, column), formula)| (*slot, column, formula))
    }

    /// Reads these columns too with every fact of a kind.
    pub(super) fn read_beside(&mut self, kind: Kind, columns: &[Column]) {
        for emitter in self.emitters.iter_mut().filter(|emitter| emitter.kind == kind) {
            emitter.beside = columns.to_vec();
        }
    }

    /// The sheet that is read, in a workbook.
    pub(super) fn sheet(&self) -> Option<String> {
        match &self.rows {
            Rows::Table(table) => table.sheet.clone(),
            Rows::Lines(_) | Rows::Tree(_) => None,
        }
    }
}

/// What `review.toml` says about a recognised file.
#[derive(Clone, Copy, Default)]
pub(super) struct Choice<'a> {
    /// Form.
    pub(super) declared: Declared<'a>,
    /// The id of the profile, where it is forced.
    pub(super) forced: Option<&'a str>,
    /// Constants, dates and rows to set aside.
    pub(super) export: Option<&'a Export>,
    /// The day on which it is judged, where that is known.
    pub(super) day: Option<Date>,
}

impl<'a> Choice<'a> {
    /// As declared.
    pub(super) fn of(export: &'a Export) -> Self {
        let recognised = export.recognised.as_ref();
        Self {
            declared: Declared {
                sheet: export.sheet.as_deref(),
                encoding: export.encoding.as_deref(),
                delimiter: export.delimiter,
            },
            forced: recognised.and_then(|recognised| recognised.profile.as_deref()),
            export: Some(export),
            day: None,
        }
    }
}

/// Takes off archives and the wrappers of profiles.
pub(super) fn unpack<'a>(
    file: &'a File,
    profiles: &'a [Profile],
    choice: Choice<'_>,
) -> Result<Unpacked<'a>, Unread<'a>> {
    let archive::Opened { bytes, name: inside } = archive::open(&file.bytes)?;
    let wrapped = content::map(&bytes, choice.declared.encoding).is_some_and(|text| {
        wrappers(profiles).any(|(profile, _)| {
            let mut keys = profile.signature.paths.iter().peekable();
            let there = |path: &Selector| first_key(path).is_none_or(|key| text.contains(key));
            keys.peek().is_some() && keys.all(|choices| choices.iter().any(there))
        })
    });
    let wrapped = wrapped
        && choice
            .forced
            .is_none_or(|id| wrappers(profiles).any(|(profile, _)| profile.id == id));
    if wrapped {
        let content = Content::of(&bytes, choice.declared, &[])
            .map_err(|refusal| undecoded(&bytes, profiles, (choice.declared, &[]), refusal))?;
        for (profile, at) in wrappers(profiles) {
            let documents = content.tree().and_then(|tree| tree.documents.as_ref().ok());
            if let (Ok(_), Some(documents)) = (fit(&content, profile, None), documents) {
                if let Some(unread) = secrets::held(&content, profiles, &[]) {
                    return Err(unread);
                }
                let bytes = wrapper::base64(documents, at)?;
                return Ok(Unpacked {
                    bytes: Cow::Owned(bytes),
                    inside,
                    outer: Some(profile),
                    told: wrapped_by(profile).and_then(|wrapper| dated::told(documents, wrapper)),
                });
            }
        }
    }
    Ok(Unpacked {
        bytes,
        inside,
        outer: None,
        told: None,
    })
}

/// The profiles of files that hold another file, and where.
fn wrappers(profiles: &[Profile]) -> impl Iterator<Item = (&Profile, &Selector)> {
    let wrapper = |profile| Some((profile, wrapped_by(profile)?.base64.as_ref()?));
    profiles.iter().filter_map(wrapper)
}

fn wrapped_by(profile: &Profile) -> Option<&Wrapper> {
    match &profile.body {
        Body::Read(reading) => wrapper_of(&reading.form),
        Body::Refuse(_) | Body::Instead(_) => None,
    }
}

fn wrapper_of(form: &Form) -> Option<&Wrapper> {
    match form {
        Form::Json(wrapper) | Form::Yaml(wrapper) | Form::Xml(wrapper) => Some(wrapper),
        Form::Table { .. } | Form::Delimited { .. } | Form::Fixed { .. } | Form::Lines { .. } => None,
    }
}

fn first_key(selector: &Selector) -> Option<&str> {
    use crate::model::profile::Step;
    match selector.path.0.first()? {
        Step::Key(key) => Some(key),
        Step::Elements | Step::OneOrMore | Step::OrNothing | Step::Values | Step::OwnKey | Step::Keys => None,
    }
}

/// The text or the sheets of a file whose columns are mapped by hand, unless it holds secrets; what is mapped tells its
/// header.
pub(super) fn without_secrets<'a>(
    bytes: &'a [u8],
    profiles: &[Profile],
    declared: Declared<'_>,
    mapped: &[&[String]],
) -> Result<Shape<'a>, Refusal> {
    let held = |content: &Content<'_>| match secrets::held(content, profiles, mapped) {
        Some(unread) => Err(unread.refusal()),
        None => Ok(()),
    };
    if let Ok(archive::Opened {
        bytes: Cow::Owned(inside),
        ..
    }) = archive::open(bytes)
    {
        let content = Content::of(&inside, declared, &[]).or_else(|_| Content::roughly(&inside, declared, &[]));
        content.as_ref().map_or(Ok(()), held)?;
    }
    let content = Content::of(bytes, declared, &[]);
    let content = content.map_err(|refusal| undecoded(bytes, profiles, (declared, &[]), refusal).refusal())?;
    held(&content)?;
    Ok(content.shape)
}

/// Why a file that cannot be decoded is not read: secrets in it go before its encoding.
fn undecoded<'p>(
    bytes: &[u8],
    profiles: &'p [Profile],
    (declared, others): (Declared<'_>, &[char]),
    refusal: Refusal,
) -> Unread<'p> {
    let content = Content::roughly(bytes, declared, others);
    let held = content.ok().and_then(|content| secrets::held(&content, profiles, &[]));
    held.unwrap_or(Unread::Refused(refusal))
}

/// Recognises a file and makes its profile ready for it.
pub(super) fn open<'a>(
    file: &'a File,
    unpacked: &'a Unpacked<'a>,
    profiles: &'a [Profile],
    choice: Choice<'a>,
) -> Result<Opened<'a>, Unread<'a>> {
    let others = profiles.iter().filter_map(|profile| match &profile.body {
        Body::Read(reading) => match &reading.form {
            Form::Table { delimiter, .. } => *delimiter,
            Form::Delimited { .. }
            | Form::Fixed { .. }
            | Form::Lines { .. }
            | Form::Json(_)
            | Form::Yaml(_)
            | Form::Xml(_) => None,
        },
        Body::Refuse(_) | Body::Instead(_) => None,
    });
    let others: Vec<char> = others.collect();
    let content = Content::of(&unpacked.bytes, choice.declared, &others)
        .map_err(|refusal| undecoded(&unpacked.bytes, profiles, (choice.declared, &others), refusal))?;
    let forced = choice.forced.filter(|_| unpacked.outer.is_none());
    let fit = recognise::recognise(&content, profiles, (forced, choice.declared.sheet))?;
    let Body::Read(reading) = &fit.profile.body else {
        return Err(Unread::Refused((None, "the profile reads nothing".to_owned())));
    };
    let names = match &fit.header {
        Some(header) => header.texts.iter().filter(|text| !text.is_empty()).cloned().collect(),
        None => recognise::names(&content, profiles).unwrap_or_default().names,
    };
    let by_line = |rule: &Completeness| matches!(rule, Completeness::Line(_) | Completeness::Elsewhere(_));
    let text = reading
        .complete
        .iter()
        .any(by_line)
        .then(|| content.text().map(ToOwned::to_owned));
    let (marks, profile) = (fit.marks, fit.profile);
    let mut beside: Vec<String> = sheets::beside(&content, &fit, choice).into_iter().collect();
    beside.extend(above::list_above(&content, profiles, &fit));
    let documents = content.tree().and_then(|tree| tree.documents.as_deref().ok());
    let told = documents.and_then(|documents| dated::told(documents, wrapper_of(&reading.form)?));
    let rows = rows(&file.name, content, &fit, reading)?;
    let texts = match &rows {
        Rows::Table(table) => Some(table.header.texts.clone()),
        Rows::Lines(table) => Some(table.columns.clone()),
        Rows::Tree(_) => None,
    };
    let mut columns = Columns::new(texts.as_deref(), reading.strip.as_ref());
    columns.read_name(&file.name, reading.file_name.as_ref());
    if let Some(inside) = &unpacked.inside {
        columns.read_inner_name(inside, reading.file_name.as_ref());
    }
    columns.pass_over(idle(&rows, reading, &columns, choice)?);
    let (sorts, emitters) = records::sorts(reading, &columns, choice.export).map_err(|why| {
        let line = match &rows {
            Rows::Table(table) => Some(table.header.line),
            Rows::Lines(table) => table.header,
            Rows::Tree(_) => None,
        };
        (line, format!("{why} (profile `{}`)", profile.id))
    })?;
    // Who knows how the dates of this very file are written settles what its product leaves open.
    let declared = choice.export.map(|export| &export.dates);
    let words = choice.export.map(|export| &export.words);
    let dates = declared.filter(|dates| !dates.is_empty()).unwrap_or(&reading.dates);
    let values = Values::of(dates, &reading.words).on(choice.day);
    let mut overlooked = overlooked(reading, &profile.signature, &columns, choice.export);
    let known = choice.export.and_then(|export| export.recognised.as_ref());
    let ignored = known.map(|known| known.ignore.as_slice());
    if let Rows::Tree(documents) = &rows {
        let declared = |key: &str| ignored.is_some_and(|ignored| ignored.iter().any(|name| same_word(name, key)));
        overlooked.extend(overlooked_keys(profile, reading, documents, &declared));
    }
    let people = emitters.iter().any(|emitter| emitter.kind == Kind::Person);
    if let Rows::Table(table) = &rows {
        beside.extend(table.nameless(ignored.unwrap_or_default()));
    }
    Ok(Opened {
        file: &file.name,
        profile: unpacked.outer.unwrap_or(profile),
        reading,
        marks,
        names,
        emitters,
        values: match words {
            Some(words) if !people => values.spelt(words),
            _ => values.leaving(words),
        },
        sorts,
        rows,
        text: text.flatten(),
        overlooked,
        ignored: ignored.unwrap_or_default(),
        beside,
        told: unpacked.told.or(told),
    })
}

/// The places of columns that are not read, as another of the file is the same to the profile and says the same.
fn idle(rows: &Rows<'_>, reading: &Reading, columns: &Columns<'_>, choice: Choice<'_>) -> Result<Vec<usize>, Refusal> {
    let recognised = choice.export.and_then(|export| export.recognised.as_ref());
    let ignored = recognised.map_or(&[][..], |known| known.ignore.as_slice());
    let mut seen = rivals::Seen::of(reading, columns, ignored);
    if !seen.is_empty() {
        match rows {
            // what is wrong with the text is told when its rows are read
            Rows::Table(table) => table.look(|row| seen.note(row)),
            Rows::Lines(table) => {
                for row in &table.rows {
                    if let text_rows::What::Cells(cells) = &row.what {
                        let cells = Cells::Record(cells);
                        seen.note(&Row { line: row.line, cells });
                    }
                }
            }
            Rows::Tree(_) => {}
        }
    }
    seen.idle(columns)
}

/// The records of a file, as its profile says they are found.
fn rows<'a>(file: &'a str, content: Content<'a>, fit: &Fit<'a>, reading: &'a Reading) -> Result<Rows<'a>, Refusal> {
    match (&reading.form, content.shape) {
        (Form::Table { ragged, edge, .. }, shape) => {
            let Some(found) = &fit.header else {
                return Err((None, "its header was lost".to_owned()));
            };
            let header = Header {
                line: found.line,
                texts: found.texts.clone(),
                columns: Vec::new(),
            };
            let layout = Layout {
                ragged: *ragged,
                edge: Some(edge),
            };
            let body = match (shape, found.place) {
                (Shape::Text(text, _), content::Place::Text(delimiter)) => (table::Body::Text(text, delimiter), 0),
                (Shape::Workbook(sheets), content::Place::Sheet(place, _)) => {
                    let all: u64 = sheets.iter().map(Sheet::height).sum();
                    let sheet = sheets.into_iter().nth(place);
                    let sheet = sheet.ok_or_else(|| (None, "its sheet was lost".to_owned()))?;
                    let elsewhere = all - sheet.height();
                    (table::Body::Sheet(sheet), elsewhere)
                }
                (Shape::Text(..) | Shape::Workbook(_), _) => return Err((None, "its header was lost".to_owned())),
            };
            Ok(Rows::Table(Table::found(file, header, body, layout)))
        }
        (
            Form::Delimited {
                delimiter,
                columns,
                edge,
            },
            Shape::Text(text, _),
        ) => {
            let table = text_rows::headerless(&text, *delimiter, columns, edge);
            Ok(Rows::Lines(table))
        }
        (Form::Fixed { edge }, Shape::Text(text, _)) => {
            text_rows::fixed(&text, &fit.profile.signature.headers, edge).map(Rows::Lines)
        }
        (Form::Lines { patterns, edge }, Shape::Text(text, _)) => {
            let header = fit.profile.signature.some_line.as_ref();
            Ok(Rows::Lines(text_rows::lines(&text, patterns, edge, header)))
        }
        (Form::Json(wrapper) | Form::Yaml(wrapper) | Form::Xml(wrapper), Shape::Text(_, Some(tree))) => {
            wrapper::unwrapped(tree.documents?, wrapper).map(Rows::Tree)
        }
        (_, Shape::Text(..) | Shape::Workbook(_)) => Err((None, "its form is not that of the profile".to_owned())),
    }
}

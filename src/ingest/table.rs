//! A file as a table: its header found, its rows walked and accounted for.
//!
//! Comes in: a [`File`] and the columns wanted. Goes out: every row once, to a visitor that says what became of it.
//! Rows that hold no data (above the header, empty, the header again, other sheets) never reach the visitor; neither do
//! those below a header of other columns, which are rejected with it.

use std::borrow::Cow;

use self::delimiter::separated;
pub(super) use self::delimiter::{USUAL, delimiters};
use self::ordinary::Ordinary;
use self::page::Page;
use self::sheets::hidden_sheet;
pub(super) use self::sheets::{alike, beside, no_such_sheet, several_sheets};
pub(super) use self::total::{By, Footer};
use self::walk::Walk;
pub(super) use self::walk::add;
use super::compared::listed;
use super::file::File;
use super::header::{Header, SEARCHED, Search, Wanted};
use super::profile::{Declared, Shape, without_secrets};
use super::readers::delimited::Delimited;
use super::readers::text_rows::edge::{Apart, Edges};
use super::readers::workbook::Sheet;
use super::readers::{Refusal, Row};
use crate::model::problem::Problems;
use crate::model::profile::{Edge, Profile};
use crate::model::source::{Reason, Rows};
use crate::model::system::Export;

mod delimiter;
mod nameless;
mod ordinary;
mod page;
mod sheets;
mod total;
mod walk;

/// What is declared about the form of a file.
#[derive(Clone, Copy, Default)]
pub(super) struct Form<'a> {
    sheet: Option<&'a str>,
    encoding: Option<&'a str>,
    delimiter: Option<char>,
}

impl<'a> Form<'a> {
    /// As `review.toml` declares it.
    pub(super) fn declared(export: &'a Export) -> Self {
        Self {
            sheet: export.sheet.as_deref(),
            encoding: export.encoding.as_deref(),
            delimiter: export.delimiter,
        }
    }
}

/// That a file of records is mapped like a table.
const NO_TABLE: &str = "the file holds records (JSON or XML) and no rows, which `columns` cannot map; leave `columns` out, so \
                        that a profile reads it, describe it in a profile of your own in inputs/profiles, or export it as a \
                        table (CSV, Excel)";

/// What became of a row.
pub(super) enum Fate<'a> {
    /// It gave a fact.
    Used,
    /// It is no fact, for this reason.
    SetAside(&'a Reason),
    /// It cannot be read, for this reason.
    Rejected(String),
}

/// A file whose header was found.
pub(super) struct Table<'a> {
    file: &'a str,
    /// The header.
    pub(super) header: Header,
    /// The sheet that is read, in a workbook.
    pub(super) sheet: Option<String>,
    /// What is told of sheets of which nothing is read.
    pub(super) beside: Option<String>,
    elsewhere: u64,
    body: Body<'a>,
    layout: Layout<'a>,
}

/// What a profile says about rows that are none, or not as wide as the header.
#[derive(Clone, Copy, Default)]
pub(super) struct Layout<'a> {
    /// Whether a row with fewer cells than the header is read all the same.
    pub(super) ragged: bool,
    /// Lines that are no rows.
    pub(super) edge: Option<&'a Edge>,
}

/// Where the rows of a table are.
pub(super) enum Body<'a> {
    /// In a text with this delimiter.
    Text(Cow<'a, str>, u8),
    /// On a sheet.
    Sheet(Sheet),
}

impl<'a> Table<'a> {
    /// Opens a file that holds no secrets and finds its header.
    pub(super) fn open(
        file: &'a File,
        form: Form<'_>,
        (wanted, profiles): (&[Wanted<'_>], &[Profile]),
    ) -> Result<Self, Refusal> {
        let declared = Declared {
            sheet: form.sheet,
            encoding: form.encoding,
            delimiter: form.delimiter,
        };
        let mapped = wanted.iter().filter(|wanted| wanted.needed).map(|wanted| wanted.names);
        match without_secrets(&file.bytes, profiles, declared, &mapped.collect::<Vec<_>>())? {
            Shape::Text(text, tree) => {
                let table = Self::text(file, text, form, wanted);
                table.map_err(|refusal| {
                    if tree.is_some_and(|tree| tree.is_records()) {
                        return (None, NO_TABLE.to_owned());
                    }
                    refusal
                })
            }
            Shape::Workbook(sheets) => Self::workbook(file, sheets, form, wanted),
        }
    }

    /// A table whose header was found already; so many rows stand on other sheets.
    pub(super) fn found(file: &'a str, header: Header, (body, elsewhere): (Body<'a>, u64), layout: Layout<'a>) -> Self {
        let sheet = match &body {
            Body::Text(..) => None,
            Body::Sheet(sheet) => Some(sheet.name.clone()),
        };
        Self {
            file,
            header,
            sheet,
            beside: None,
            elsewhere,
            body,
            layout,
        }
    }

    fn text(file: &'a File, text: Cow<'a, str>, form: Form<'_>, wanted: &[Wanted<'_>]) -> Result<Self, Refusal> {
        let mut best: Option<(Header, u8)> = None;
        let mut failed = Search::new(wanted);
        let mut refusal = None;
        for delimiter in delimiters(&text, form.delimiter)? {
            let mut search = Search::new(wanted);
            match text_header(&text, delimiter, &mut search) {
                Ok(Some(header))
                    if best
                        .as_ref()
                        .is_none_or(|(most, _)| header.texts.len() > most.texts.len()) =>
                {
                    best = Some((header, delimiter));
                }
                Ok(_) => {}
                Err(found) => refusal = refusal.or(Some(found)),
            }
            failed = failed.nearer(search);
        }
        let (header, delimiter) = best.ok_or_else(|| {
            refusal.unwrap_or_else(|| {
                let (line, message) = failed.failure();
                (line, message + &separated(&text, form.delimiter, &failed))
            })
        })?;
        Ok(Self {
            file: &file.name,
            header,
            sheet: None,
            beside: None,
            elsewhere: 0,
            body: Body::Text(text, delimiter),
            layout: Layout::default(),
        })
    }

    fn workbook(file: &'a File, sheets: Vec<Sheet>, form: Form<'_>, wanted: &[Wanted<'_>]) -> Result<Self, Refusal> {
        let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let all: u64 = sheets.iter().map(Sheet::height).sum();
        let firsts = firsts(&sheets);
        let mut failed = Search::new(wanted);
        let mut fitting = Vec::new();
        let meant = |sheet: &Sheet| form.sheet.is_none_or(|name| name == sheet.name);
        for (place, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| meant(sheet)) {
            let mut search = Search::new(wanted);
            if let Some(header) = sheet_header(sheet, &mut search)? {
                fitting.push((header, place, &sheet.name));
            }
            failed = failed.nearer(search);
        }
        if let Some(name) = form.sheet.filter(|name| !names.iter().any(|sheet| sheet == name)) {
            return Err((None, no_such_sheet(name, &names)));
        }
        if fitting.len() > 1 {
            return Err((None, several_sheets(fitting.iter().map(|(.., name)| *name))));
        }
        let fitting = fitting.pop().map(|(header, place, name)| {
            let remedy = |_: &[&str]| (String::new(), format!("`sheet = {name:?}`"));
            let is_other = |_: &str| form.sheet.is_some();
            (beside(&sheets, (name, &header), is_other, remedy), header, place)
        });
        let found = fitting.and_then(|(beside, header, place)| Some((beside, header, sheets.into_iter().nth(place)?)));
        let Some((beside, header, sheet)) = found else {
            let (line, message) = failed.failure();
            return Err((line, format!("{message} (sheets of the workbook: {})", listed(&names))));
        };
        if sheet.hidden && form.sheet.is_none() {
            return Err((None, hidden_sheet(&sheet.name)));
        }
        let others = firsts
            .iter()
            .filter(|(name, _)| *name != sheet.name && form.sheet.is_none());
        let others = others.map(|(name, rows)| (name.as_str(), rows.iter().map(Vec::as_slice).collect()));
        if let Some(why) = alike((&sheet.name, &header.texts), others) {
            return Err((None, why));
        }
        Ok(Self {
            file: &file.name,
            header,
            sheet: Some(sheet.name.clone()),
            beside,
            elsewhere: all - sheet.height(),
            body: Body::Sheet(sheet),
            layout: Layout::default(),
        })
    }

    /// What separates the cells; nothing in a workbook.
    pub(super) fn delimiter(&self) -> Option<u8> {
        match self.body {
            Body::Text(_, delimiter) => Some(delimiter),
            Body::Sheet(_) => None,
        }
    }

    /// Shows every row that holds data to a visitor; gives what became of all rows.
    ///
    /// The total is counted by the reader, the rest by what the visitor says. A row with other cells than the header is
    /// not shown to it, but may be a footer that is set aside.
    pub(super) fn walk<'f>(
        &self,
        problems: &mut Problems,
        footer: impl Fn(&Row<'_>) -> Option<Footer<'f>>,
        mut visit: impl FnMut(&Row<'_>) -> anyhow::Result<Fate<'f>>,
    ) -> anyhow::Result<Rows> {
        let mut visit = |row: &Row<'_>| match self.ragged(row) {
            None => visit(row),
            Some(why) => Ok(footer(row).map_or(Fate::Rejected(why), |(reason, _)| Fate::SetAside(reason))),
        };
        let width = self.header.texts.len();
        let mut walk = Walk::begin(self.layout.edge.map(|edge| match &self.body {
            Body::Text(text, delimiter) => Edges::of_text(text, *delimiter, edge, width),
            Body::Sheet(_) => Edges::of_sheet(edge, width),
        }));
        match &self.body {
            Body::Text(text, delimiter) => {
                let mut reader = Delimited::new(text, *delimiter);
                let ordinary = Ordinary::below(&self.header.texts);
                loop {
                    match reader.next_row() {
                        Ok(Some(row)) if walk.is_plain(row.line, &self.header) && ordinary.is(row.cells) => {
                            walk.note(row.line, visit(&row)?);
                        }
                        Ok(Some(row)) => self.account(&mut walk, &row, &footer, &mut visit)?,
                        Ok(None) => break,
                        Err((line, message)) => {
                            problems.add(self.file, line, message);
                            break;
                        }
                    }
                }
                walk.rows.total = reader.met();
            }
            Body::Sheet(sheet) => {
                for row in sheet.rows() {
                    self.account(&mut walk, &row, &footer, &mut visit)?;
                }
                walk.rows.total = sheet.height() + self.elsewhere;
                add(&mut walk.rows, &Reason::OtherSheet, self.elsewhere);
            }
        }
        walk.rows.total = walk.rows.total.saturating_sub(1);
        walk.pages(self.header.line);
        Ok(walk.rows)
    }

    /// Shows every row of data below the header that is as wide as it, whatever becomes of it.
    pub(super) fn look(&self, mut note: impl FnMut(&Row<'_>)) {
        let mut look = |row: &Row<'_>| {
            let is_data = row.line > self.header.line && !row.cells.is_blank() && !self.header.is_repeated(row.cells);
            if is_data && self.ragged(row).is_none() {
                note(row);
            }
        };
        match &self.body {
            Body::Text(text, delimiter) => {
                let mut reader = Delimited::new(text, *delimiter);
                while let Ok(Some(row)) = reader.next_row() {
                    look(&row);
                }
            }
            Body::Sheet(sheet) => sheet.rows().for_each(|row| look(&row)),
        }
    }

    fn account<'f>(
        &self,
        walk: &mut Walk<'_>,
        row: &Row<'_>,
        footer: &impl Fn(&Row<'_>) -> Option<Footer<'f>>,
        visit: &mut impl FnMut(&Row<'_>) -> anyhow::Result<Fate<'f>>,
    ) -> anyhow::Result<()> {
        if row.line == self.header.line {
            return Ok(());
        }
        let below = row.line > self.header.line;
        if below && let Some(why) = self.header.reshaped(row, &mut walk.reshaped) {
            walk.note(row.line, Fate::Rejected(why));
            return Ok(());
        }
        if below && let Some(edges) = &mut walk.edges {
            if edges.is_stopped() && self.header.is_repeated(row.cells) {
                edges.resume();
            }
            match edges.apart(row.line, row.cells) {
                None => {}
                Some(Apart::Reason(reason)) => {
                    walk.note(row.line, Fate::SetAside(&reason));
                    return Ok(());
                }
                Some(Apart::Other(why)) => {
                    walk.note(row.line, Fate::Rejected(why));
                    return Ok(());
                }
            }
        }
        // what anybody says of such a row stands, but no profile may hide that pages are missing
        let is_said = |page: &Page| below && footer(row).is_some_and(|(_, by)| by == By::Review || page.is_all());
        if let Some(page) = Page::told(row.cells).filter(|page| !is_said(page)) {
            walk.pages.push((row.line, page));
            return Ok(());
        }
        let total = below.then(|| total::total(row.cells)).flatten();
        let fate = match total.map(|told| (told, footer(row))) {
            None | Some((_, Some((_, By::Review)))) => self.fate(row, visit)?,
            Some((told, _)) if told != walk.rows.data() => Fate::Rejected(total::differs(told, walk.rows.data())),
            Some((_, Some(_))) => self.fate(row, visit)?,
            Some((_, None)) => Fate::SetAside(&Reason::BelowTable),
        };
        walk.note(row.line, fate);
        Ok(())
    }

    fn fate<'f>(
        &self,
        row: &Row<'_>,
        visit: &mut impl FnMut(&Row<'_>) -> anyhow::Result<Fate<'f>>,
    ) -> anyhow::Result<Fate<'f>> {
        if row.cells.is_blank() {
            return Ok(Fate::SetAside(&Reason::EmptyRow));
        }
        if row.line < self.header.line {
            return Ok(match self.header.above(row) {
                Some(why) => Fate::Rejected(why),
                None => Fate::SetAside(&Reason::AboveHeader),
            });
        }
        if self.header.is_repeated(row.cells) {
            return Ok(Fate::SetAside(&Reason::RepeatedHeader));
        }
        visit(row)
    }

    /// That a cell of a row holds further rows, which nobody would miss.
    fn swallows(&self, row: &Row<'_>) -> Option<String> {
        let delimiter = char::from(self.delimiter()?);
        if !row.cells.may_span_lines() {
            return None;
        }
        let width = self.header.texts.len();
        let (place, name) = self.header.texts.iter().enumerate().find(|(place, _)| {
            let cell = row.cells.plain(*place).filter(|cell| cell.contains('\n'));
            cell.is_some_and(|cell| is_made_of_rows(cell, (*place, width), delimiter))
        })?;
        let lines = row.cells.plain(place)?.lines().count();
        Some(format!(
            "cell `{name}` holds {lines} lines that look like rows of their own: a quotation mark opens in it and closes only \
             lines below; remove the mark, double it, or export the file again"
        ))
    }

    /// Why a row cannot be told apart into the columns of the header, if it cannot.
    fn ragged(&self, row: &Row<'_>) -> Option<String> {
        if let Some(why) = self.swallows(row) {
            return Some(why);
        }
        let (found, expected) = (row.cells.len(), self.header.texts.len());
        let beyond = |place: usize| !row.cells.shown(place).is_empty();
        if self.layout.ragged && !(expected..found).any(beyond) {
            return None;
        }
        (found != expected).then(|| {
            format!("the row has {found} cells, the header {expected}; look for a stray delimiter or quotation mark")
        })
    }
}

/// Whether the text of a cell is made of the end of a row, whole rows and the beginning of another, as where the quotation
/// mark that opens it was never meant.
fn is_made_of_rows(cell: &str, (place, width): (usize, usize), delimiter: char) -> bool {
    let count = |line: &str| line.matches(delimiter).count();
    let mut lines = cell.lines();
    let Some(first) = lines.next().map(count) else {
        return false;
    };
    let further: Vec<usize> = lines.filter(|line| !line.trim().is_empty()).map(count).collect();
    let Some((last, whole)) = further.split_last() else {
        return false;
    };
    width > 1 && first + place + 1 == width && (*last >= place || whole.iter().any(|found| found + 1 == width))
}

fn text_header(text: &str, delimiter: u8, search: &mut Search<'_>) -> Result<Option<Header>, Refusal> {
    let mut reader = Delimited::new(text, delimiter);
    for _ in 0..SEARCHED {
        let Some(row) = reader.next_row()? else { break };
        if let Some(header) = search.look_at(&row)? {
            return Ok(Some(header));
        }
    }
    Ok(None)
}

fn sheet_header(sheet: &Sheet, search: &mut Search<'_>) -> Result<Option<Header>, Refusal> {
    for row in sheet.rows().take(SEARCHED) {
        if let Some(header) = search.look_at(&row)? {
            return Ok(Some(header));
        }
    }
    Ok(None)
}

/// The first rows of every sheet, where there are several.
fn firsts(sheets: &[Sheet]) -> Vec<(String, Vec<Vec<String>>)> {
    let rows = |sheet: &Sheet| sheet.rows().take(SEARCHED).map(|row| row.cells.texts()).collect();
    let several = sheets.iter().filter(|_| sheets.len() > 1);
    several.map(|sheet| (sheet.name.clone(), rows(sheet))).collect()
}

#[cfg(test)]
mod tests {
    use super::is_made_of_rows;

    #[test]
    fn a_cell_with_rows_in_it_is_told_from_a_description() {
        for (cell, place, width, rows) in [
            ("Ana,a@x,Group,Owner\nbo,Bo,b@x,Project,Guest\ncy,Cy", 1, 5, true),
            ("Ana,a@x,Group,Owner\nbo,Bo", 1, 5, true),
            ("Ana,x\nbo", 0, 2, true),
            ("Builds, tests, deploys\nand tells who", 2, 5, false),
            ("Preset\nMaker", 4, 5, false),
            ("Preset, Maker", 1, 5, false),
            ("Looks after the\nbuild, test and deployment", 3, 4, false),
        ] {
            assert_eq!(is_made_of_rows(cell, (place, width), ','), rows, "{cell}");
        }
    }
}

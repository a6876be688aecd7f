//! What is told of the sheets of a recognised workbook of which nothing is read.
//!
//! Comes in: the workbook, the sheet that is read, and what `review.toml` says of the file. Goes out: what is told of the
//! others, unless `review.toml` ignores them or reads them elsewhere. Where it says which sheet is meant, only those are
//! told that are lists of the same format and have rows.

use super::Choice;
use super::content::{Content, Place, Shape};
use super::marks::{Fit, fit};
use crate::ingest::header::Header;
use crate::ingest::readers::workbook::Sheet;
use crate::ingest::table;
use crate::model::profile::{Body, Kind, Profile};
use crate::model::word::same_word;

/// What is told of them.
pub(super) fn beside(content: &Content<'_>, read: &Fit<'_>, choice: Choice<'_>) -> Option<String> {
    let (Shape::Workbook(sheets), Some(found)) = (&content.shape, &read.header) else {
        return None;
    };
    let Place::Sheet(place, _) = found.place else {
        return None;
    };
    let header = Header {
        line: found.line,
        texts: found.texts.clone(),
        columns: Vec::new(),
    };
    let recognised = choice.export.and_then(|export| export.recognised.as_ref());
    let named = |name: &str| {
        let names = recognised
            .iter()
            .flat_map(|known| known.ignore.iter().chain(&known.elsewhere));
        names.into_iter().any(|known| same_word(known, name))
    };
    let is_named = choice.declared.sheet.is_some();
    let is_other = |name: &str| named(name) || (is_named && !is_alike(content, sheets, name, read.profile));
    let remedy = |names: &[&str]| {
        let each: Vec<String> = names.iter().map(|name| format!("`sheet = {name:?}`")).collect();
        let or = if is_named && !is_of_people(read.profile) {
            format!(", or repeat the stanza of the file with {}", each.join(" and with "))
        } else {
            String::new()
        };
        (or, format!("`ignore = {names:?}`"))
    };
    table::beside(sheets, (&sheets.get(place)?.name, &header), is_other, remedy)
}

/// Whether a sheet is a list of the same format, with rows below its header.
fn is_alike(content: &Content<'_>, sheets: &[Sheet], name: &str, profile: &Profile) -> bool {
    let mut named = sheets.iter().enumerate().filter(|(_, sheet)| sheet.name == name);
    named.any(|(place, sheet)| {
        let fits = fit(content, profile, Some(place));
        let header = fits.ok().and_then(|fits| fits.header);
        header.is_some_and(|header| {
            let mut below = sheet.rows().filter(|row| row.line > header.line);
            below.any(|row| !row.cells.is_blank())
        })
    })
}

/// Whether a profile reads staff lists, of which there is one stanza only.
fn is_of_people(profile: &Profile) -> bool {
    match &profile.body {
        Body::Read(reading) => {
            let mut emits = reading.records.iter().flat_map(|records| &records.emits);
            emits.any(|emit| emit.kind == Kind::Person)
        }
        Body::Refuse(_) | Body::Instead(_) => false,
    }
}

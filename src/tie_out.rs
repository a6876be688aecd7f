//! The same number everywhere: the finished files are read back from disk and compared with the review.
//!
//! Comes in: the folder as it was written, and the review. Goes out: nothing, or the first difference. A run whose
//! files disagree ends without replacing anything.

mod checklist;
mod internal;
mod page;

use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use memchr::memchr2_iter;
use serde::Deserialize;

use crate::model::block::Document;
use crate::model::guard::unguard;
use crate::model::printed::Printed;
use crate::model::review::Review;
use crate::model::stored::Stored;

pub use page::printed as printed_on_page;

/// What `counts.json` and `record.json` have in common.
#[derive(Deserialize)]
struct Twin {
    counts: Vec<Printed>,
}

/// How a finished file of each kind is read back; given by the caller, since the formats are rooms of their own.
#[derive(Clone, Copy)]
pub struct Readers {
    /// Markdown to blocks.
    pub parse: fn(&str) -> anyhow::Result<Document>,
    /// PDF to the letters of its text.
    pub letters: fn(&[u8]) -> anyhow::Result<String>,
    /// A web page to the letters of its text.
    pub html: fn(&str) -> anyhow::Result<String>,
    /// Confluence's storage format to blocks.
    pub storage: fn(&str) -> anyhow::Result<Stored>,
}

/// Compares every file of `folder` with the review.
///
/// # Errors
/// When a file cannot be read back, or shows another number or another text than it should.
pub fn verify(folder: &Path, review: &Review, readers: Readers) -> anyhow::Result<()> {
    let expected: Vec<Printed> = review
        .counts
        .iter()
        .map(|count| count.printed(&review.settings, &review.snapshot))
        .collect();
    let read = |path: &str| std::fs::read(folder.join(path)).with_context(|| format!("cannot read `{path}` back"));

    let bytes = read("public/counts.csv")?;
    let mut csv = csv::Reader::from_reader(bytes.as_slice());
    let printed: Result<Vec<Printed>, _> = csv.deserialize().collect();
    same(
        "public/counts.csv",
        &expected,
        &unguarded(printed.context("cannot read `public/counts.csv` back")?),
    )?;
    for path in ["public/counts.json", "internal/record.json"] {
        let twin: Twin = serde_json::from_slice(&read(path)?).with_context(|| format!("cannot read `{path}` back"))?;
        same(path, &expected, &twin.counts)?;
    }
    let mut documents = vec![
        ("public/audit", Some("public/audit.confluence.xml")),
        ("internal/internal", None),
    ];
    if review.audited.is_some() {
        documents.push(("public/procedure", Some("public/procedure.confluence.xml")));
    }
    let text = |path: &str| String::from_utf8(read(path)?).with_context(|| format!("`{path}` is not UTF-8"));
    for (name, storage) in documents {
        let [markdown, pdf, html] = ["md", "pdf", "html"].map(|ending| format!("{name}.{ending}"));
        let [markdown, pdf, html] = [&*markdown, &*pdf, &*html];
        let document = (readers.parse)(&text(markdown)?).with_context(|| format!("cannot read `{markdown}` back"))?;
        figures(markdown, markdown, &document, review)?;
        let letters = (readers.letters)(&read(pdf)?).with_context(|| format!("cannot read `{pdf}` back"))?;
        same_text(pdf, &letters, markdown, &document)?;
        let letters = (readers.html)(&text(html)?).with_context(|| format!("cannot read `{html}` back"))?;
        same_text(html, &letters, markdown, &document)?;
        if let Some(path) = storage {
            let stored = (readers.storage)(&text(path)?).with_context(|| format!("cannot read `{path}` back"))?;
            body(path, stored, markdown, &document, review)?;
        }
    }
    let grants = review.snapshot.counted().map(|access| access.effective().count()).sum();
    rows(
        folder,
        &[
            ("internal/grants.csv", grants),
            ("internal/findings.csv", review.findings.len()),
        ],
    )
}

/// Compares the body of a Confluence page with the review, and with the Markdown it was made from.
fn body(path: &str, stored: Stored, markdown: &str, document: &Document, review: &Review) -> anyhow::Result<()> {
    let front = &document.front;
    let stated: Vec<&str> = front.stated().into_iter().map(|(_, value)| value).collect();
    ensure!(
        stored.properties.iter().eq(stated.iter().copied()),
        "`{path}` says {:?} of itself where {stated:?} was expected",
        stored.properties
    );
    let page = Document {
        front: front.clone(),
        blocks: stored.blocks,
    };
    figures(path, markdown, &page, review)?;
    same_text(path, &page.letters(), markdown, document)
}

/// Compares the figures of a file with the review; `markdown` tells which document it is.
fn figures(path: &str, markdown: &str, document: &Document, review: &Review) -> anyhow::Result<()> {
    if markdown == "public/audit.md" {
        let found = page::printed(document, &review.settings)?;
        let on_page = review.on_page();
        let on_page = on_page
            .iter()
            .map(|count| count.printed(&review.settings, &review.snapshot));
        same(path, &on_page.collect::<Vec<_>>(), &found.counts)?;
        found.check_notebooks(path, review)
    } else if let Some(audited) = review.audited.as_ref().filter(|_| markdown == "public/procedure.md") {
        checklist::check(path, document, audited)
    } else {
        internal::check_figures(path, document, review)
    }
}

/// Compares the letters of a file with the Markdown it was made from.
fn same_text(path: &str, letters: &str, markdown: &str, document: &Document) -> anyhow::Result<()> {
    let expected = document.letters();
    ensure!(
        letters == expected,
        "`{path}` and `{markdown}` say different things: {}",
        difference(&expected, letters)
    );
    Ok(())
}

/// Compares how many rows these tables of `folder` have.
///
/// # Errors
/// When a table cannot be read back, or has more or fewer.
pub fn rows(folder: &Path, expected: &[(&str, usize)]) -> anyhow::Result<()> {
    for (path, rows) in expected {
        let context = || format!("cannot read `{path}` back");
        let file = std::fs::File::open(folder.join(path)).with_context(context)?;
        let found = rows_of(file).with_context(context)?;
        ensure!(found == *rows, "`{path}` has {found} rows where {rows} were expected");
    }
    Ok(())
}

/// How many rows a CSV file has below its header.
///
/// Only line ends outside quotation marks end a row, and a quotation mark within a cell is doubled, so that marks need not
/// be told apart.
fn rows_of(mut table: impl Read) -> io::Result<usize> {
    let mut buffer = vec![0; 1 << 16];
    let (mut ends, mut quoted) = (0_usize, false);
    loop {
        let read = match table.read(&mut buffer) {
            Ok(0) => return Ok(ends.saturating_sub(1)),
            Ok(read) => buffer.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        for at in memchr2_iter(b'"', b'\n', read) {
            match read.get(at) {
                Some(b'"') => quoted = !quoted,
                _ => ends += usize::from(!quoted),
            }
        }
    }
}

/// The rows without the apostrophes that keep a spreadsheet from reading a cell as a formula.
fn unguarded(mut rows: Vec<Printed>) -> Vec<Printed> {
    for row in &mut rows {
        let Printed {
            category,
            activity,
            system,
            resource,
            level,
            role,
            ..
        } = row;
        for cell in [category, activity, system, resource, level, role] {
            *cell = unguard(cell).to_owned();
        }
    }
    rows
}

/// Compares the numbers of one file, in order.
fn same(path: &str, expected: &[Printed], found: &[Printed]) -> anyhow::Result<()> {
    for (place, pair) in expected.iter().zip(found).enumerate() {
        if pair.0 != pair.1 {
            bail!(
                "`{path}` disagrees at number {}: expected {:?}, found {:?}",
                place + 1,
                pair.0,
                pair.1
            );
        }
    }
    ensure!(
        expected.len() == found.len(),
        "`{path}` shows {} numbers where {} were expected",
        found.len(),
        expected.len()
    );
    Ok(())
}

/// Where two texts part, with a few letters around.
fn difference(expected: &str, found: &str) -> String {
    let common = expected.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        text.chars()
            .skip(common.saturating_sub(20))
            .take(40)
            .collect::<String>()
    };
    format!("`{}` where `{}` was expected", around(found), around(expected))
}

//! `report`: judge, write the documents, prove that they agree and that the public ones name nobody, swap them in.

use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use serde::Serialize;

use super::earlier::{self, Gone};
use super::ending::Ending;
use super::statements::Statements;
use super::{Outcome, judge};
use crate::bundle::{self, Folder, Output};
use crate::cli::Inputs;
use crate::compare;
use crate::disclosure;
use crate::document;
use crate::model::audit::{Audit, Detail};
use crate::model::block::Document;
use crate::model::change::Changes;
use crate::model::hash::sha256;
use crate::model::look::Look;
use crate::model::review::Review;
use crate::model::wording::FOLDER;
use crate::progress::{Progress, Stage};
use crate::record;
use crate::render::html::Filters;
use crate::render::{changes_csv, confluence, counts, findings_csv, grants_csv, html, pdf, people_map};
use crate::terminal::{self, Message};
use crate::tie_out::{self, Readers};

/// What the terminal says at the end.
#[derive(Serialize)]
pub(super) struct Summary {
    #[serde(flatten)]
    pub(super) ending: Ending,
    /// What came of the statements of the page, unless all are met.
    pub(super) statements: Option<Statements>,
    pub(super) folder: String,
    /// What the run before found and this one does not.
    pub(super) gone: Gone,
    /// How many findings of each check are open, gravest first; empty where they were written as they were found.
    pub(super) open_by_check: Vec<(&'static str, usize)>,
}

/// How many findings of each check are open, in the order in which they are listed.
fn open_by_check(review: &Review) -> Vec<(&'static str, usize)> {
    let mut checks: Vec<(&'static str, usize)> = Vec::new();
    for finding in review.open() {
        // Not always neighbours: some checks find graver and less grave things.
        match checks.iter_mut().find(|(check, _)| *check == finding.check.0) {
            Some((_, number)) => *number += 1,
            None => checks.push((finding.check.0, 1)),
        }
    }
    checks
}

pub(super) fn run(inputs: &Inputs, out: &Path) -> anyhow::Result<Outcome> {
    bundle::prepare(out, &inputs.folder)?;
    let progress = Progress::new(inputs.quiet);
    let (review, texts) = judge::run(inputs, &progress)?;
    progress.begin(Stage::Public);
    disclosure::scan(&texts, &review)?;
    let folder = Folder::new(out, &review.settings.date.to_string());
    folder.check_replaceable()?;
    let mut files = proved_public_files(&review)?;
    progress.begin(Stage::Internal);
    files.extend(internal_files(&review)?);
    progress.begin(Stage::Writing);
    let readers = Readers {
        parse: document::parse,
        letters: pdf::letters,
        html: html::letters,
        storage: confluence::read,
    };
    let mut gone = Gone::default();
    folder.replace(&files, |written| {
        tie_out::verify(written, &review, readers)?;
        gone = earlier::note(&folder, written)?;
        Ok(())
    })?;
    let summary = Summary {
        ending: Ending::of(&review),
        statements: Statements::of(&review),
        folder: folder.path().display().to_string(),
        gone,
        open_by_check: open_by_check(&review),
    };
    Ok(Outcome {
        text: terminal::print(Message::Report, &summary)?,
        needs_a_person: review.needs_a_person(),
    })
}

/// The files that may leave the house, proved to name nobody.
pub(super) fn proved_public_files(review: &Review) -> anyhow::Result<Vec<Output>> {
    let files = public_files(review)?;
    prove_non_interference(review, &files)?;
    Ok(files)
}

fn public_files(review: &Review) -> anyhow::Result<Vec<Output>> {
    let mut files = published(
        Paths {
            markdown: "public/audit.md",
            pdf: "public/audit.pdf",
            html: "public/audit.html",
        },
        "public/audit.confluence.xml",
        document::public(review)?,
        &review.settings.look,
    )?;
    if let Some(page) = document::procedure(review)? {
        let paths = Paths {
            markdown: "public/procedure.md",
            pdf: "public/procedure.pdf",
            html: "public/procedure.html",
        };
        files.extend(published(
            paths,
            "public/procedure.confluence.xml",
            page,
            &review.settings.look,
        )?);
    }
    files.extend([
        output("public/counts.csv", counts::csv(review)?),
        output("public/counts.json", counts::json(review)?),
    ]);
    Ok(files)
}

/// Where the formats of a document go.
#[derive(Clone, Copy)]
struct Paths {
    markdown: &'static str,
    pdf: &'static str,
    html: &'static str,
}

/// A document for everybody: in every format, and as the body of a Confluence page.
fn published(paths: Paths, storage: &'static str, markdown: String, look: &Look) -> anyhow::Result<Vec<Output>> {
    let document = parsed(paths, &markdown, look)?;
    let body = output(storage, confluence::render(&document));
    let mut files = formats(paths, markdown, &document, (None, look))?;
    files.push(body);
    Ok(files)
}

fn parsed(paths: Paths, markdown: &str, look: &Look) -> anyhow::Result<Document> {
    let parsed = document::parse(markdown);
    if look.wording.is_empty() {
        return parsed.with_context(|| format!("`{}` is not in the dialect", paths.markdown));
    }
    parsed.map_err(|error| {
        let error = format!("{error:#}");
        let line = error
            .strip_prefix("line ")
            .and_then(|rest| rest.split(':').next()?.parse::<usize>().ok());
        let line = line
            .and_then(|line| markdown.lines().nth(line.saturating_sub(1)))
            .unwrap_or_default();
        anyhow!(
            "`{}`, as the templates in `{FOLDER}` make it, is not in the dialect, at `{line}`: {error}",
            paths.markdown
        )
    })
}

/// A document in every format.
fn formats(
    paths: Paths,
    markdown: String,
    document: &Document,
    (filters, look): (Option<&Filters<'_>>, &Look),
) -> anyhow::Result<Vec<Output>> {
    let pdf = output(paths.pdf, pdf::render_with(document, look)?);
    let html = output(paths.html, html::render_with(document, filters, look)?);
    Ok(vec![output(paths.markdown, markdown), pdf, html])
}

fn output(path: &'static str, bytes: impl Into<Vec<u8>>) -> Output {
    Output {
        path,
        bytes: bytes.into(),
    }
}

/// The files that name people.
fn internal_files(review: &Review) -> anyhow::Result<Vec<Output>> {
    let grants = grants_csv::csv(review)?;
    let now = record::of(review, &sha256(&grants));
    let record = record::json(&now.record)?;
    let changes = changes(review, now);
    let page = document::internal(review, changes.as_ref())?;
    let paths = Paths {
        markdown: "internal/internal.md",
        pdf: "internal/internal.pdf",
        html: "internal/internal.html",
    };
    let document = parsed(paths, &page, &review.settings.look)?;
    let mut files = formats(
        paths,
        page,
        &document,
        (Some(&Filters::of(review)), &review.settings.look),
    )?;
    if let Some(changes) = &changes {
        files.push(output("internal/changes.csv", changes_csv::csv(changes)?));
    }
    files.extend([
        output("internal/record.json", record),
        output("internal/people-map.json", people_map::json(review)?),
        output("internal/findings.csv", findings_csv::csv(review)?),
        output("internal/grants.csv", grants),
    ]);
    Ok(files)
}

/// As [`changes`], of a review of which nothing else is written.
pub(super) fn compared(review: &Review) -> anyhow::Result<Option<Changes>> {
    let grants = grants_csv::csv(review)?;
    Ok(changes(review, record::of(review, &sha256(&grants))))
}

/// What changed since the audit before, where somebody names it, with the reasons that people gave.
fn changes(review: &Review, now: Detail) -> Option<Changes> {
    let previous = review.snapshot.previous.as_deref()?;
    let date = review.settings.date.to_string();
    let mut changes = compare::compare(previous, &Audit::of(&date, now));
    compare::explain(&mut changes, &review.snapshot.reasons);
    Some(changes)
}

/// Renders the public files of the same review with every private string replaced, and compares the bytes: if they
/// are equal, nothing private can have reached them.
fn prove_non_interference(review: &Review, public: &[Output]) -> anyhow::Result<()> {
    let again = public_files(&pseudonymous(review))?;
    for (one, other) in public.iter().zip(&again) {
        ensure!(
            one == other,
            "`{}` depends on a name, login, address or real resource name, so it was not written; this is a defect of \
             the program or of its templates",
            one.path
        );
    }
    Ok(())
}

/// The same review with every private string replaced.
pub(super) fn pseudonymous(review: &Review) -> Review {
    let pseudonymous = disclosure::pseudonymise(review);
    // patterns of the roles file match real names only: what was found of them is no private string and stays
    Review {
        statements: review.statements.clone(),
        gaps: review.gaps.clone(),
        audited: review.audited.clone(),
        // under another name the roles file is none of which sources.csv has a hash
        version: review.version.clone(),
        // and spellings of one login that differ by case are one login, but two pseudonyms
        removed: review.removed.clone(),
        ..judge::judge(pseudonymous.settings, pseudonymous.snapshot)
    }
}

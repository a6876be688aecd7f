//! The audit to publish: its public files as they lie on disk, which have to be what the inputs give now.

use anyhow::{Context as _, ensure};

use super::super::{judge, report};
use super::publishing;
use crate::bundle::Folder;
use crate::cli::PublishedAudit;
use crate::model::block::Document;
use crate::model::publishing::Publishing;
use crate::model::review::Review as Judged;
use crate::model::reviewed::NotReviewed;
use crate::progress::{Progress, Stage};
use crate::publish::{Attached, Publication, Review, Unanswered};
use crate::{disclosure, document};

/// The files that are attached, with their kinds. All of them are public; no other file is ever sent.
const ATTACHED: [(&str, &str); 3] = [
    ("audit.pdf", "application/pdf"),
    ("counts.csv", "text/csv"),
    ("counts.json", "application/json"),
];

/// Where it goes, what it is, and its pages as documents: that of the audit, and that of the procedure if there is one.
pub(super) fn read(wanted: &PublishedAudit) -> anyhow::Result<(Publishing, Publication, Vec<Document>)> {
    let progress = Progress::new(wanted.inputs.quiet);
    let (review, texts) = judge::run(&wanted.inputs, &progress)?;
    let publishing = publishing(&review.settings)?;
    progress.begin(Stage::Public);
    disclosure::scan(&texts, &review)?;
    let folder = Folder::new(&wanted.out, &review.settings.date.to_string());
    let files = folder.public_files()?;
    let file = |path: &str| {
        files.get(path).with_context(|| {
            format!(
                "`{}` holds no `{path}`; run `access-review report`, without `--only`",
                folder.path().display()
            )
        })
    };
    for now in report::proved_public_files(&review)? {
        ensure!(
            *file(now.path)? == now.bytes,
            "`{}` is not what the inputs give now: they, or this program, changed since it was written; run `access-review report` \
             again, and read the page once more before you publish it",
            folder.path().join(now.path).display()
        );
    }
    let text = |path: &str| Ok::<_, anyhow::Error>(std::str::from_utf8(file(path)?)?.to_owned());
    let page = document::parse(&text("public/audit.md")?)?;
    let mut documents = vec![page.clone()];
    let procedure = if review.settings.procedure.is_some() {
        documents.push(document::parse(&text("public/procedure.md")?)?);
        Some(text("public/procedure.confluence.xml")?)
    } else {
        None
    };
    let attached = ATTACHED.into_iter().map(|(name, kind)| {
        let bytes = file(&format!("public/{name}"))?.clone();
        let name = name.to_owned();
        Ok(Attached { name, kind, bytes })
    });
    let front = &page.front;
    let publication = Publication {
        title: publishing
            .title
            .fill([&front.period, &front.date, &front.title, &front.organisation]),
        period: front.period.clone(),
        date: front.date.clone(),
        body: text("public/audit.confluence.xml")?,
        files: attached.collect::<anyhow::Result<_>>()?,
        procedure,
        review: reviewed(&review),
    };
    Ok((publishing, publication, documents))
}

/// Whether people answer for all of it.
fn reviewed(review: &Judged) -> Review {
    let missing = review.not_reviewed().map(|(system, unanswered)| Unanswered {
        system: system.name.clone(),
        why: match unanswered.why {
            NotReviewed::ByNobody => "nobody",
            NotReviewed::Void => "void",
            NotReviewed::ByThemselves => "own",
        },
    });
    let missing: Vec<Unanswered> = missing.collect();
    if missing.is_empty() {
        Review::Done
    } else {
        Review::Missing(missing)
    }
}

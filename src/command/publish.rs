//! `publish`: the public pages of an audit on a site of Confluence, and a page brought down from it.

mod audit;
mod paste;
mod pull;

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use serde::Serialize;

use super::Outcome;
use crate::cli::{PublishCommand, PublishedAudit, Site};
use crate::model::publishing::Publishing;
use crate::model::settings::Settings;
use crate::publish::{self, Connection, Secret, Told, Trust, VARIABLE};
use crate::terminal::{self, Message};
use crate::{check, config, ingest};

/// What the terminal says of a plan or of what was done.
#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    told: Told,
    /// Whether it is done.
    done: bool,
    /// Whether the site was asked.
    asked: bool,
    host: String,
    variable: &'static str,
    /// Where the files to paste are, and which.
    folder: String,
    paste: Vec<String>,
}

pub(super) fn run(command: PublishCommand) -> anyhow::Result<Outcome> {
    match command {
        PublishCommand::Plan(audit) => planned(&audit),
        PublishCommand::Apply(audit) => applied(&audit),
        PublishCommand::Pull {
            page,
            dir,
            inputs,
            site,
        } => pull::run(&page, &dir, &inputs.folder, &site),
        PublishCommand::Doctor { inputs, site } => examined(&inputs.folder, &site),
    }
}

fn planned(wanted: &PublishedAudit) -> anyhow::Result<Outcome> {
    let secret = secret(&wanted.site)?;
    let (publishing, publication, documents) = audit::read(wanted)?;
    let told = match &secret {
        Some(secret) => {
            let trust = trust(&publishing, &wanted.inputs.folder)?;
            connection(&publishing, secret, trust.as_ref(), &wanted.site).plan(&publication, wanted.force)?
        }
        None => publish::offline(&publishing, &publication),
    };
    let folder = wanted.out.join(format!("confluence-{}", publication.date));
    let paste = paste::write(&folder, &publication, &documents)?;
    outcome(&Summary {
        told,
        done: false,
        asked: secret.is_some(),
        host: publishing.base.host().to_owned(),
        variable: VARIABLE,
        folder: folder.display().to_string(),
        paste,
    })
}

fn applied(wanted: &PublishedAudit) -> anyhow::Result<Outcome> {
    let secret = needed(&wanted.site)?;
    let (publishing, publication, _) = audit::read(wanted)?;
    let trust = trust(&publishing, &wanted.inputs.folder)?;
    let told = connection(&publishing, &secret, trust.as_ref(), &wanted.site).apply(&publication, wanted.force)?;
    outcome(&Summary {
        told,
        done: true,
        asked: true,
        host: publishing.base.host().to_owned(),
        variable: VARIABLE,
        folder: String::new(),
        paste: Vec::new(),
    })
}

fn outcome(summary: &Summary) -> anyhow::Result<Outcome> {
    Ok(Outcome {
        needs_a_person: summary.told.refused,
        text: terminal::print(Message::Publish, summary)?,
    })
}

fn examined(inputs: &Path, site: &Site) -> anyhow::Result<Outcome> {
    let secret = needed(site)?;
    let publishing = declared(inputs)?;
    let trust = trust(&publishing, inputs)?;
    let health = connection(&publishing, &secret, trust.as_ref(), site).examine();
    Ok(Outcome {
        text: terminal::print(Message::Doctor, &health)?,
        needs_a_person: !health.well,
    })
}

fn connection<'a>(publishing: &'a Publishing, secret: &Secret, trust: Option<&Trust>, site: &Site) -> Connection<'a> {
    Connection::new(publishing, secret, trust, Duration::from_secs(site.timeout))
}

/// Whom the organisation trusts of its own, if a file says.
fn trust(publishing: &Publishing, inputs: &Path) -> anyhow::Result<Option<Trust>> {
    let Some(file) = &publishing.ca_file else {
        return Ok(None);
    };
    let place = || {
        format!(
            "review.toml, line {}: `ca-file` of `[confluence]` is `{file}`",
            publishing.line
        )
    };
    let bytes = fs::read(inputs.join(file))
        .with_context(|| format!("{}, which cannot be read; copy it into the inputs folder", place()))?;
    Trust::of(&bytes)
        .map(Some)
        .map_err(|error| anyhow!("{}, which {error:#}", place()))
}

fn secret(site: &Site) -> anyhow::Result<Option<Secret>> {
    Secret::read(site.token_file.as_deref())
}

fn needed(site: &Site) -> anyhow::Result<Secret> {
    secret(site)?.with_context(|| {
        format!(
            "there is no token: put it into the environment variable `{VARIABLE}`, or into a file that only you can read, and name \
             that with `--token-file`"
        )
    })
}

/// Where the pages of a review go.
fn declared(inputs: &Path) -> anyhow::Result<Publishing> {
    publishing(&config::load(inputs, None, &check::ids(), ingest::workbook)?.settings)
}

fn publishing(settings: &Settings) -> anyhow::Result<Publishing> {
    let Some(publishing) = &settings.publishing else {
        bail!(
            "review.toml has no `[confluence]`, which says where the pages go; the section \"Every key there is\" of the worked \
             example shows it"
        );
    };
    Ok(publishing.clone())
}

//! `profiles list`: every known format, by system.

use std::path::Path;

use serde::Serialize;

use crate::command::Outcome;
use crate::config;
use crate::model::profile::{Body, Profile};
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct List {
    rows: Vec<Row>,
    markdown: bool,
}

#[derive(Serialize)]
struct Row {
    system: String,
    format: String,
    id: String,
    verified: bool,
    /// For what its files are refused.
    refused: Option<&'static str>,
    own: bool,
}

pub(super) fn run(inputs: &Path, markdown: bool) -> anyhow::Result<Outcome> {
    let mut rows: Vec<Row> = config::profiles(inputs)?.into_iter().map(row).collect();
    let key = |row: &Row| (row.system.to_lowercase(), row.refused.is_some(), row.id.clone());
    rows.sort_by_key(key);
    let widest = |text: fn(&Row) -> &str| {
        rows.iter()
            .map(|row| text(row).chars().count())
            .max()
            .unwrap_or_default()
    };
    let (system, id) = (widest(|row| &row.system), widest(|row| &row.id));
    if !markdown {
        for row in &mut rows {
            row.system = format!("{:system$}", row.system);
            row.id = format!("{:id$}", row.id);
        }
    }
    Ok(Outcome {
        text: terminal::print(Message::Profiles, &List { rows, markdown })?,
        needs_a_person: false,
    })
}

fn row(profile: Profile) -> Row {
    Row {
        refused: match profile.body {
            Body::Read(_) => None,
            Body::Refuse(_) => Some("secrets"),
            Body::Instead(_) => Some("no-export"),
        },
        system: profile.system,
        format: profile.format,
        id: profile.id,
        verified: profile.verified,
        own: profile.own,
    }
}

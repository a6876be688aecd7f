//! The public numbers for machines: `counts.csv` and `counts.json`, the same rows in the same order.

use serde::Serialize;

use super::table::Table;
use crate::model::count::Count;
use crate::model::printed::Printed;
use crate::model::review::Review;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};
use crate::model::system::Coverage;

/// The header of `counts.csv`.
pub const HEADER: [&str; 8] = [
    "category",
    "activity",
    "system",
    "resource",
    "level",
    "role",
    "people",
    "contractors",
];

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Page<'a> {
    version: u32,
    organisation: String,
    audit_date: String,
    period: String,
    /// What the numbers rest on; where a system is not covered whole, an absence proves nothing.
    systems: Vec<Basis<'a>>,
    counts: Vec<Printed>,
}

/// What the numbers of one system rest on.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Basis<'a> {
    system: &'a str,
    /// `full`, `partial`, `unknown`, or `none` where no file was read.
    coverage: &'static str,
    rejected_rows: usize,
}

/// Every number of the public page, a row each.
pub fn csv(review: &Review) -> anyhow::Result<Vec<u8>> {
    let mut rows = Rows(Table::new(&HEADER)?);
    for count in &review.counts {
        rows.add(&review.settings, &review.snapshot, count)?;
    }
    rows.bytes()
}

/// The header alone.
pub fn header() -> anyhow::Result<Vec<u8>> {
    Table::new(&HEADER)?.bytes()
}

/// The rows of some numbers alone.
pub struct Rows(Table);

impl Rows {
    /// None yet.
    pub fn none() -> Self {
        Self(Table::further())
    }

    /// Adds a number.
    ///
    /// # Errors
    /// When the table cannot be written on.
    pub fn add(&mut self, settings: &Settings, snapshot: &Snapshot, count: &Count) -> anyhow::Result<()> {
        let nouns = count.nouns(settings, snapshot);
        let numbers = [count.people, count.contractors].map(|number| number.to_string());
        let numbers = numbers.iter().map(String::as_str);
        self.0.row(nouns.iter().map(AsRef::as_ref).chain(numbers))
    }

    /// The finished rows.
    ///
    /// # Errors
    /// When the table cannot be ended.
    pub fn bytes(self) -> anyhow::Result<Vec<u8>> {
        self.0.bytes()
    }
}

/// The same as objects, with what they are the numbers of.
pub fn json(review: &Review) -> anyhow::Result<Vec<u8>> {
    let page = Page {
        version: 1,
        organisation: review.settings.organisation.clone(),
        audit_date: review.settings.date.to_string(),
        period: review.settings.period.clone(),
        systems: review
            .snapshot
            .access
            .iter()
            .map(|access| basis(review, access))
            .collect(),
        counts: printed(review),
    };
    let mut bytes = serde_json::to_vec_pretty(&page)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn basis<'a>(review: &'a Review, access: &Access) -> Basis<'a> {
    Basis {
        system: &review.settings.systems[access.system].name,
        coverage: access.coverage.map_or("none", Coverage::word),
        rejected_rows: review
            .snapshot
            .files_of(access.system)
            .map(|source| source.rows.rejected.len())
            .sum(),
    }
}

fn printed(review: &Review) -> Vec<Printed> {
    review
        .counts
        .iter()
        .map(|count| count.printed(&review.settings, &review.snapshot))
        .collect()
}

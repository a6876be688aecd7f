//! The public numbers for machines: `counts.csv` and `counts.json`, the same rows in the same order.

use std::borrow::Cow;

use serde::Serialize;

use super::table::{Table, add_cells};
use crate::model::arena::Ix;
use crate::model::count::{Bearer, Count, CountedLevel, On};
use crate::model::printed::Printed;
use crate::model::review::Review;
use crate::model::settings::{Activity, Settings};
use crate::model::snapshot::{Access, Snapshot};
use crate::model::system::{Coverage, System};
use crate::model::table::Table as LookedUp;

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
    let mut rows = Rows::default();
    for count in &review.counts {
        rows.add(&review.settings, &review.snapshot, count);
    }
    Ok([header()?, rows.bytes].concat())
}

/// The header alone.
pub fn header() -> anyhow::Result<Vec<u8>> {
    Ok(Table::new(&HEADER)?.bytes())
}

/// The rows of some numbers alone. Neighbours have most cells in common, so that each is written once and copied.
#[derive(Default)]
pub struct Rows {
    bytes: Vec<u8>,
    /// Category, activity and system of the last number.
    system: Option<Stated>,
    /// Its resource.
    on: Option<On>,
    /// The cells of both, and where those of the system end.
    before: Vec<u8>,
    system_end: usize,
    /// Levels and roles of the system.
    held: LookedUp<(CountedLevel, Bearer), Vec<u8>>,
}

/// A system as one activity states it.
type Stated = (Ix<Activity>, Ix<System>);

impl Rows {
    /// Adds a number.
    pub fn add(&mut self, settings: &Settings, snapshot: &Snapshot, count: &Count) {
        let system = (count.activity, count.system);
        if self.system != Some(system) {
            self.system = Some(system);
            self.before = cells(&count.stated(settings));
            self.system_end = self.before.len();
            self.on = None;
            self.held.clear();
        }
        if self.on != Some(count.on) {
            self.on = Some(count.on);
            self.before.truncate(self.system_end);
            add_cells(&mut self.before, [count.resource(snapshot).as_ref()]);
        }
        let held = self.held.entry((count.level, count.bearer));
        let held = held.or_insert_with(|| cells(&count.held(settings, snapshot)));
        self.bytes.extend_from_slice(&self.before);
        self.bytes.extend_from_slice(held);
        let mut number = itoa::Buffer::new();
        self.bytes.extend_from_slice(number.format(count.people).as_bytes());
        self.bytes.push(b',');
        self.bytes
            .extend_from_slice(number.format(count.contractors).as_bytes());
        self.bytes.push(b'\n');
    }

    /// The finished rows.
    pub fn bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Cells as they stand in a row before others.
fn cells(texts: &[Cow<'_, str>]) -> Vec<u8> {
    let mut cells = Vec::new();
    add_cells(&mut cells, texts.iter().map(AsRef::as_ref));
    cells
}

/// The same as objects, with what they are the numbers of.
pub fn json(review: &Review) -> anyhow::Result<Vec<u8>> {
    let page = Page {
        version: 1,
        organisation: review.settings.organisation.clone(),
        audit_date: review.settings.date.to_string(),
        period: review.settings.period.clone(),
        systems: review.snapshot.counted().map(|access| basis(review, access)).collect(),
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
            .files_of(access)
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

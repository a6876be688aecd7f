//! The public numbers for machines: `counts.csv` and `counts.json`, the same rows in the same order.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;

use super::table::Table;
use crate::model::arena::Ix;
use crate::model::count::{Bearer, Count, CountedLevel, On};
use crate::model::printed::Printed;
use crate::model::review::Review;
use crate::model::settings::{Activity, Settings};
use crate::model::snapshot::{Access, Snapshot};
use crate::model::system::{Coverage, System};

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
    let mut rows = Rows::none();
    for count in &review.counts {
        rows.add(&review.settings, &review.snapshot, count)?;
    }
    Ok([header()?, rows.bytes].concat())
}

/// The header alone.
pub fn header() -> anyhow::Result<Vec<u8>> {
    Table::new(&HEADER)?.bytes()
}

/// The rows of some numbers alone. Neighbours have most cells in common, so that each is written once and copied.
pub struct Rows {
    bytes: Vec<u8>,
    /// Category, activity and system of the last number.
    system: Option<(Stated, Vec<u8>)>,
    /// Its resource.
    on: Option<(On, Vec<u8>)>,
    /// Levels and roles of the system.
    held: BTreeMap<(CountedLevel, Bearer), Vec<u8>>,
}

/// A system as one activity states it.
type Stated = (Ix<Activity>, Ix<System>);

impl Rows {
    /// None yet.
    pub fn none() -> Self {
        Self {
            bytes: Vec::new(),
            system: None,
            on: None,
            held: BTreeMap::new(),
        }
    }

    /// Adds a number.
    ///
    /// # Errors
    /// When a cell cannot be written.
    pub fn add(&mut self, settings: &Settings, snapshot: &Snapshot, count: &Count) -> anyhow::Result<()> {
        let system = (count.activity, count.system);
        if self.system.as_ref().is_none_or(|(last, _)| *last != system) {
            self.system = Some((system, cells(&count.stated(settings))?));
            self.on = None;
            self.held.clear();
        }
        if self.on.as_ref().is_none_or(|(last, _)| *last != count.on) {
            self.on = Some((count.on, cells(&[count.resource(snapshot)])?));
        }
        let held = match self.held.entry((count.level, count.bearer)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(cells(&count.held(settings, snapshot))?),
        };
        let system = self.system.iter().map(|(_, cells)| cells);
        let on = self.on.iter().map(|(_, cells)| cells);
        for cells in system.chain(on).chain([&*held]) {
            self.bytes.extend_from_slice(cells);
        }
        let mut number = itoa::Buffer::new();
        self.bytes.extend_from_slice(number.format(count.people).as_bytes());
        self.bytes.push(b',');
        self.bytes
            .extend_from_slice(number.format(count.contractors).as_bytes());
        self.bytes.push(b'\n');
        Ok(())
    }

    /// The finished rows.
    pub fn bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Cells as they stand in a row before others.
fn cells(texts: &[Cow<'_, str>]) -> anyhow::Result<Vec<u8>> {
    let mut table = Table::small();
    table.row(texts.iter().map(AsRef::as_ref).chain(["x"]))?;
    let mut cells = table.bytes()?;
    cells.truncate(cells.len().saturating_sub("x\n".len()));
    Ok(cells)
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

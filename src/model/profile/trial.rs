//! What reading one file alone gives: which profile fits, and what it reads.

use super::super::private::Private;
use super::super::source::{Facts, Rows, Unclear};
use super::sample::SampleFacts;

/// A file, read alone.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Id of the profile that fits.
    pub profile: String,
    /// Why this one, or why it refuses the file.
    pub why: String,
    /// The headers, the keys at the top, or the first line.
    pub found: Vec<String>,
    /// What is read.
    pub facts: SampleFacts,
    /// How many facts of each kind its rows gave.
    pub numbers: Facts,
    /// Sheet that was read, in a workbook.
    pub sheet: Option<String>,
    /// What became of its rows.
    pub rows: Rows,
    /// Columns with cells that could not be read, of rows that count all the same.
    pub unclear: Vec<Unclear>,
    /// Why the file does not hold everything, if it shows that it does not.
    pub cut: Option<Private>,
    /// Where each record of a tree stands.
    pub pointers: Vec<String>,
}

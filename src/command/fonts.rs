//! The font files that the inputs folder holds, in the order of their names.

use std::path::Path;

use anyhow::Context as _;

use crate::ingest;
use crate::model::font::Font;
use crate::render::pdf;

/// Reads and opens them.
///
/// # Errors
/// When one cannot be read or cannot stand in a PDF.
pub(super) fn declared(inputs: &Path) -> anyhow::Result<Vec<Font>> {
    let files = ingest::fonts(inputs).into_iter();
    let fonts = files.map(|file| {
        let bytes = std::fs::read(inputs.join(&file)).with_context(|| format!("`{file}` cannot be read"))?;
        pdf::font(&file, bytes)
    });
    fonts.collect()
}

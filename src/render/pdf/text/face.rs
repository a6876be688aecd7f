//! The embedded font files.

use anyhow::{Context, Result};
use harfrust::Font;

/// One cut of the document's typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Face {
    /// Running text.
    Regular,
    /// Headings, labels and important words.
    Bold,
}

impl Face {
    /// The `PostScript` name of the font.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Regular => "NotoSans-Regular",
            Self::Bold => "NotoSans-Bold",
        }
    }

    /// The font file.
    pub(crate) fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../../templates/fonts/NotoSans-Regular.ttf"),
            Self::Bold => include_bytes!("../../../../templates/fonts/NotoSans-Bold.ttf"),
        }
    }

    /// The font file, opened for shaping.
    pub(super) fn open(self) -> Result<Font> {
        Font::new(self.data(), 0).with_context(|| format!("the embedded font `{}` cannot be read", self.name()))
    }
}

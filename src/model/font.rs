//! A font file that somebody put beside the inputs, for letters that the fonts of the program lack.

use std::fmt;
use std::sync::Arc;

/// Where such files are, in the inputs folder.
pub const FOLDER: &str = "templates/fonts/";

/// How their names end.
pub const ENDINGS: [&str; 3] = ["ttf", "otf", "ttc"];

/// A font.
#[derive(Clone)]
pub struct Font {
    /// The file, as a path within the inputs folder.
    pub file: String,
    /// Its content.
    pub bytes: Arc<Vec<u8>>,
    /// What the font calls itself.
    pub name: String,
    /// Whether it is for headings and important words.
    pub is_bold: bool,
    /// First and last character of each row of neighbours that it shows, sorted.
    pub letters: Vec<(char, char)>,
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Font").field("file", &self.file).finish_non_exhaustive()
    }
}

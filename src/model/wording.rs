//! Templates of somebody's own, which stand in the place of the program's.

use std::collections::BTreeMap;

/// Where they are, in the inputs folder.
pub const FOLDER: &str = "templates/";

/// How their names end.
pub const ENDINGS: [&str; 2] = ["md", "toml"];

/// Own templates by the names of those that they replace; none where the program's stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording(BTreeMap<String, String>);

impl Wording {
    /// Those with these names and texts.
    pub fn of(files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(files.into_iter().collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one that replaces this template.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// All with their names, sorted by them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

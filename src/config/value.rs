//! Values of TOML: where each was read, and how to say what was found.

use toml::de::DeValue;

/// Something read from a file, with its line.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    /// Line, from 1.
    pub(super) line: u64,
    /// What was read.
    pub(super) value: T,
}

impl At<String> {
    /// Stands for a text that could not be read; its problem is already noted.
    pub(super) fn unread(line: u64) -> Self {
        Self {
            line,
            value: String::new(),
        }
    }

    /// Whether there is a text: an empty one is refused, so it can only stand for one that could not be read.
    pub(super) fn is_read(&self) -> bool {
        !self.value.is_empty()
    }
}

/// The texts without their lines.
pub(super) fn bare(texts: Vec<At<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

/// What a value is, for "… is *the number `3`*, expected text".
pub(super) fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text `{text}`"),
        DeValue::Integer(number) => format!("the number `{number}`"),
        DeValue::Float(number) => format!("the number `{number}`"),
        DeValue::Boolean(flag) => format!("`{flag}`"),
        DeValue::Datetime(date) => format!("the date `{date}`"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

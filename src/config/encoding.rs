//! How the bytes of a text file are read: encoding and delimiter.

use encoding_rs::Encoding;

use super::choice::one_of;
use super::stanza::Stanza;
use crate::model::likeness::did_you_mean;

/// Encodings that exports come in; any other label of the Encoding Standard is taken as well.
const COMMON: [&str; 6] = [
    "utf-8",
    "utf-16le",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "iso-8859-2",
];

/// The optional key `encoding`.
pub(super) fn encoding(stanza: &mut Stanza<'_>) -> Option<String> {
    let label = stanza.optional_text("encoding", "windows-1252")?;
    if Encoding::for_label(label.value.as_bytes()).is_none() {
        stanza.file.problem(
            label.line,
            format!(
                "`encoding` is `{}`, which is none, expected for example {}{}",
                label.value,
                one_of(&COMMON),
                did_you_mean(&label.value, COMMON)
            ),
        );
    }
    Some(label.value)
}

/// The optional key `delimiter`.
pub(super) fn delimiter(stanza: &mut Stanza<'_>) -> Option<char> {
    let value = stanza.ask("delimiter")?;
    let text = value.value.as_str().unwrap_or_default();
    let mut letters = text.chars();
    match (text, letters.next(), letters.next()) {
        ("tab", ..) => Some('\t'),
        (_, Some(letter), None) if letter == '\t' || (letter.is_ascii_punctuation() && letter != '"') => Some(letter),
        _ => {
            stanza.unexpected(
                value.line,
                "delimiter",
                &value.value,
                "one sign of punctuation or `tab`",
                "\";\"",
            );
            None
        }
    }
}

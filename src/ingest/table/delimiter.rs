//! What separates the cells of a text: as declared, as the text itself states, or one of the usual delimiters.
//!
//! Comes in: a text, and the delimiter that `review.toml` declares. Goes out: the delimiters that may be meant; for a file
//! without the header, the one that it seems to have.

use super::text_header;
use crate::ingest::header::Search;
use crate::ingest::readers::Refusal;
use crate::ingest::readers::delimited::stated;

/// The delimiters that need not be declared.
pub(in crate::ingest) const USUAL: [u8; 4] = *b",;\t|";

/// The delimiters that may be meant in a text.
pub(in crate::ingest) fn delimiters(text: &str, declared: Option<char>) -> Result<Vec<u8>, Refusal> {
    let Some(delimiter) = declared else {
        return Ok(stated(text).map_or_else(|| USUAL.to_vec(), |delimiter| vec![delimiter]));
    };
    match u8::try_from(delimiter) {
        Ok(byte) if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(vec![byte]),
        Ok(_) | Err(_) => {
            let message = format!(
                "`delimiter = \"{}\"` cannot separate cells; expected one character such as `;`, or `tab`",
                delimiter.escape_default()
            );
            Err((None, message))
        }
    }
}

/// Which delimiter a file without the header seems to have, where it is not the declared one.
pub(super) fn separated(text: &str, declared: Option<char>, failed: &Search<'_>) -> String {
    let mut likely = None;
    let mut nearest = failed.nearness().filter(|_| declared.is_some());
    for delimiter in USUAL.into_iter().filter(|usual| declared != Some(char::from(*usual))) {
        let mut search = failed.again();
        let found = text_header(text, delimiter, &mut search);
        let nearness = search.nearness().filter(|nearness| nearness.cells > 1);
        if let Ok(Some(_)) = found {
            likely = Some(delimiter);
            break;
        }
        if nearness > nearest {
            (likely, nearest) = (Some(delimiter), nearness);
        }
    }
    let Some(delimiter) = likely else {
        return String::new();
    };
    let remedy = declared.map_or_else(String::new, |declared| {
        format!(
            ", not by `{}`: correct `delimiter` in review.toml, or leave it out",
            shown(declared)
        )
    });
    format!(
        "; the file seems to be separated by `{}`{remedy}",
        shown(char::from(delimiter))
    )
}

/// A delimiter as `review.toml` spells it.
fn shown(delimiter: char) -> String {
    match delimiter {
        '\t' => "tab".to_owned(),
        other => other.to_string(),
    }
}

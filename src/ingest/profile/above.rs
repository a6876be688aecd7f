//! A list above the list that is read: its rows are no title, though nothing of them is read.
//!
//! Comes in: a recognised file. Goes out: what is told of a line above its header that is the header of a known format.

use super::content::Content;
use super::marks::{Fit, is_header};
use crate::model::profile::Profile;

/// What is told of a header of another format above the one that was found.
pub(super) fn list_above(content: &Content<'_>, profiles: &[Profile], read: &Fit<'_>) -> Option<String> {
    let header = read.header.as_ref()?;
    let top = content.tops.iter().find(|top| top.place == header.place)?;
    let mut above = top.rows.iter().take_while(|row| row.line < header.line);
    let (line, other) = above.find_map(|row| {
        let other = profiles.iter().find(|profile| is_header(profile, row))?;
        Some((row.line, other))
    })?;
    Some(format!(
        "line {line} is the header of another list (`{}`, {}: {}), and nothing is read above the header on line {}; put each \
         list into a file of its own, or export again",
        other.id, other.system, other.format, header.line
    ))
}

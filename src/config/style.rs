//! `[style]`: the colour of the house, the style of the page; and the logo, which is there or not.

use std::path::Path;

use super::logo;
use super::stanza::Stanza;
use crate::model::look::{CONTRAST, GROUND, Look, NamedCompany, PageStyle, Rgb, WHITE, contrast};
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::wording::Wording;

/// What a colour looks like in a message.
const EXAMPLE: &str = "#1d4f7c";

/// Reads the optional stanza, and the logo of the inputs folder; its fonts and templates are read where they can be
/// used.
pub(super) fn read(root: &mut Stanza<'_>, inputs: &Path, problems: &mut Problems) -> Look {
    let mut stanza = root.table("style", "[style]");
    let accent = accent(&mut stanza);
    let page = stanza.choice(
        "page",
        &[("meta-inf", PageStyle::MetaInf), ("narrative", PageStyle::Narrative)],
        Some(PageStyle::MetaInf),
    );
    let companies = companies(&mut stanza, page);
    stanza.done();
    Look {
        accent,
        page: page.unwrap_or_default(),
        companies,
        logo: logo::read(inputs, problems),
        fonts: Vec::new(),
        wording: Wording::default(),
    }
}

/// The contractor companies that the page may name.
fn companies(stanza: &mut Stanza<'_>, page: Option<PageStyle>) -> Vec<NamedCompany> {
    let line = stanza.line_of("companies");
    let written = stanza.texts("companies", "Northquay Ltd").unwrap_or_default();
    if let (Some(line), Some(PageStyle::MetaInf)) = (line, page) {
        stanza.file.problem(
            line,
            "`companies` are named by the page in the style `narrative` only; write `page = \"narrative\"` as well, or take \
             them out",
        );
    }
    let named = written.into_iter().map(|company| {
        stanza.file.show("style.companies", &company);
        NamedCompany {
            name: Private::new(company.value.clone()),
            shown: company.value,
        }
    });
    named.collect()
}

/// The colour of titles, headings and links, if it can be read on all grounds.
fn accent(stanza: &mut Stanza<'_>) -> Option<Rgb> {
    let written = stanza.optional_text("accent", EXAMPLE)?;
    let Some(colour) = colour(&written.value) else {
        stanza.file.problem(
            written.line,
            format!(
                "`accent` is `{}`, expected a colour as `#` and six digits 0 to 9 or a to f, two each for red, green and blue, \
                 for example `{EXAMPLE}`",
                written.value
            ),
        );
        return None;
    };
    let measured = [contrast(colour, WHITE), contrast(colour, GROUND)];
    if measured.into_iter().all(|measured| measured >= CONTRAST) {
        return Some(colour);
    }
    // Cut, not rounded, so that what is too little never reads as enough.
    let [paper, ground] = measured.map(|measured| (measured * 100.0).floor() / 100.0);
    stanza.file.problem(
        written.line,
        format!(
            "`accent` is `{}`, which has a contrast of {paper:.2} to 1 on white and of {ground:.2} to 1 on the heads of \
             tables, where WCAG AA asks for {CONTRAST} to 1 at least; take a darker one, for example `{}`",
            written.value,
            darker(colour)
        ),
    );
    None
}

/// `#1d4f7c` as a colour.
fn colour(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

/// The lightest shade of a colour that has the contrast.
fn darker(colour: Rgb) -> String {
    let shade = |percent: u16| colour.map(|part| u8::try_from(u16::from(part) * percent / 100).unwrap_or(part));
    let shades = (0..=100).rev().map(shade);
    let mut fitting = shades.filter(|shade| contrast(*shade, GROUND) >= CONTRAST);
    let [red, green, blue] = fitting.next().unwrap_or_default();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_they_are_written_and_nothing_else_is() {
        assert_eq!(colour("#1d4F7c"), Some([29, 79, 124]));
        for wrong in ["1d4f7c", "#1d4f7", "#1d4f7cc", "#1d4f7g", "#+1d4f7", "navy", "#é1d4f"] {
            assert_eq!(colour(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_shade_that_is_proposed_is_one_that_is_taken() {
        for light in [[255, 255, 0], [122, 168, 208], WHITE, [255, 120, 0]] {
            let proposed = colour(&darker(light));
            assert!(
                proposed.is_some_and(|shade| contrast(shade, GROUND) >= CONTRAST && contrast(shade, WHITE) >= CONTRAST)
            );
        }
    }
}

//! How documents look where somebody says: a colour of the house, a logo.
//!
//! One more choice: a field of [`Look`], its key in `[style]`, and the formats that show it.

use std::sync::Arc;

use super::font::Font;
use super::private::Private;
use super::wording::Wording;

/// Red, green and blue, 0 to 255.
pub type Rgb = [u8; 3];

/// Where the logo is, in the inputs folder.
pub const LOGO: &str = "templates/logo.png";

/// The contrast that text has to have at least, <https://www.w3.org/TR/WCAG21/#contrast-minimum>.
pub const CONTRAST: f64 = 4.5;

/// Paper.
pub const WHITE: Rgb = [255, 255, 255];

/// The darkest ground on which documents print text: that of table heads.
pub const GROUND: Rgb = [228, 234, 241];

/// What somebody says of the look; without it a document looks as the program has it.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The colour of titles, headings and links.
    pub accent: Option<Rgb>,
    /// Shown above the text.
    pub logo: Option<Logo>,
    /// Those that somebody put beside the inputs, in the order in which they are tried, for letters that the program's own lack.
    pub fonts: Vec<Font>,
    /// Templates of somebody's own.
    pub wording: Wording,
    /// In which style the public page is written.
    pub page: PageStyle,
    /// The contractor companies that the page in the style `narrative` names.
    pub companies: Vec<NamedCompany>,
}

/// In which style the public page is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageStyle {
    /// Four columns, with the statements in the third.
    #[default]
    MetaInf,
    /// The older form: what a system is stands under "Short description", and beside contractors their company.
    Narrative,
}

/// A contractor company that a page may name.
#[derive(Clone, Debug)]
pub struct NamedCompany {
    /// As the staff list has it.
    pub name: Private,
    /// As the page has it: the same, written into `review.toml` to be shown.
    pub shown: String,
}

/// A picture that was read, with nothing in it but its pixels.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Pixels side by side.
    pub width: u32,
    /// Pixels one below the other.
    pub height: u32,
    /// Red, green and blue of each pixel on white, from the upper left one, row by row.
    pub pixels: Arc<[u8]>,
    /// The same as a PNG file, transparent where it was.
    pub png: Arc<[u8]>,
}

/// How much lighter one colour is than another, from 1 to 21, <https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio>.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// <https://www.w3.org/TR/WCAG21/#dfn-relative-luminance>
fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_that_others_measure() {
        for (one, other, expected) in [
            (WHITE, [0, 0, 0], 21.0),
            (WHITE, WHITE, 1.0),
            (WHITE, [118, 118, 118], 4.54),
            ([255, 0, 0], WHITE, 4.0),
            ([0, 0, 255], WHITE, 8.59),
        ] {
            assert!((contrast(one, other) - expected).abs() < 0.005, "{one:?} {other:?}");
        }
    }
}

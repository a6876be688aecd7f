//! The look: sizes in points, colours with at least the contrast of WCAG AA on their ground.

use crate::model::look::{GROUND, Rgb};

/// Red, green and blue, 0 to 255.
pub(crate) type Colour = Rgb;

/// A4 portrait.
pub(super) const A4: (f32, f32) = (595.276, 841.89);
/// The most columns a table may have on a portrait page.
pub(super) const PORTRAIT_COLUMNS: usize = 5;
/// Left and right margin.
pub(super) const SIDE: f32 = 48.0;
/// Top margin: where text begins.
pub(super) const TOP: f32 = 62.0;
/// Bottom margin: where text ends.
pub(super) const BOTTOM: f32 = 58.0;
/// The longest line of running text that is read with ease.
pub(super) const MEASURE: f32 = 500.0;
/// White space left and right of the text of a cell.
pub(super) const PAD: f32 = 5.5;

/// Text.
pub(super) const INK: Colour = [30, 34, 40];
/// Whether a colour is one of those that somebody may choose.
pub(crate) fn accented(colour: Colour) -> bool {
    [STRONG, LINK].contains(&colour)
}

/// Title and headings.
pub(super) const STRONG: Colour = [20, 52, 84];
/// Running heads, repeated labels and whatever stays in the background.
pub(super) const MUTED: Colour = [90, 98, 108];
/// Links.
pub(super) const LINK: Colour = [11, 87, 158];
/// Table borders.
pub(super) const BORDER: Colour = [178, 186, 196];
/// Ground of a table's head.
pub(super) const HEAD: Colour = GROUND;
/// Ground of a row's or a group's head.
pub(super) const SIDE_HEAD: Colour = [246, 248, 250];

/// Type of a kind of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Type {
    /// Type size.
    pub(super) size: f32,
    /// From one baseline to the next.
    pub(super) leading: f32,
    /// White space above.
    pub(super) above: f32,
}

/// The title of the document.
pub(super) const TITLE: Type = Type {
    size: 21.0,
    leading: 27.0,
    above: 0.0,
};
/// What the document says of itself below its title.
pub(super) const COVER: Type = Type {
    size: 10.0,
    leading: 14.0,
    above: 0.0,
};
/// What that is.
pub(super) const LABEL: Type = Type {
    size: 7.5,
    leading: 10.5,
    above: 0.0,
};
/// Running text.
pub(super) const BODY: Type = Type {
    size: 9.5,
    leading: 13.5,
    above: 7.0,
};
/// Text in a table.
pub(super) const CELL: Type = Type {
    size: 8.5,
    leading: 11.8,
    above: 5.0,
};
/// Text in a table of many columns.
pub(super) const SMALL_CELL: Type = Type {
    size: 7.5,
    leading: 10.2,
    above: 4.0,
};
/// A line of the contents.
pub(super) const LISTED: Type = Type {
    size: 9.0,
    leading: 13.0,
    above: 0.0,
};
/// Running heads and feet.
pub(super) const FRAME: Type = Type {
    size: 7.5,
    leading: 10.0,
    above: 0.0,
};

/// The type of a heading of a level.
pub(super) fn heading(level: u8) -> Type {
    match level {
        0 | 1 => Type {
            size: 15.0,
            leading: 20.0,
            above: 22.0,
        },
        2 => Type {
            size: 12.5,
            leading: 17.0,
            above: 18.0,
        },
        3 => Type {
            size: 10.5,
            leading: 14.5,
            above: 14.0,
        },
        4.. => Type {
            size: 9.5,
            leading: 13.5,
            above: 12.0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::look::{CONTRAST, WHITE, contrast};

    #[test]
    fn every_text_can_be_read_on_every_ground() {
        for text in [INK, STRONG, MUTED, LINK] {
            for ground in [WHITE, HEAD, SIDE_HEAD] {
                assert!(contrast(text, ground) >= CONTRAST, "{text:?} on {ground:?}");
            }
        }
        for ground in [WHITE, SIDE_HEAD] {
            assert!(
                contrast(INK, ground) >= contrast(INK, GROUND),
                "{ground:?} is darker than what colours are held to"
            );
        }
    }
}

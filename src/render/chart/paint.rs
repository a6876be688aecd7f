//! The colours of charts. Each text has the contrast of WCAG AA on what it stands on, and in grey darker means more.

use crate::model::look::{Rgb, WHITE, contrast};

/// The colour of bars where nobody chose one.
const ACCENT: Rgb = [29, 79, 124];
const BLACK: Rgb = [0, 0, 0];

/// The numbers from which on cells of a grid are darker, and how much of their colour is the accent, in hundredths.
pub(super) const STEPS: [(u32, u8); 6] = [(1, 14), (2, 30), (5, 46), (10, 64), (25, 82), (100, 100)];

/// What something is coloured as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Paint {
    /// Names and numbers on white.
    Ink,
    /// Words in place of a number.
    Quiet,
    /// Bars.
    Accent,
    /// Bars of what is past.
    Past,
    /// A cell of this step.
    Shade(usize),
    /// A number on a cell of this step.
    On(usize),
    /// A cell without anybody.
    Blank,
    /// Lines.
    Line,
}

impl Paint {
    /// Those that depend on the accent.
    pub(in crate::render) fn accented() -> impl Iterator<Item = Self> {
        let steps = (0..STEPS.len()).flat_map(|step| [Self::Shade(step), Self::On(step)]);
        std::iter::once(Self::Accent).chain(steps)
    }

    /// Its red, green and blue.
    pub(in crate::render) fn rgb(self, accent: Option<Rgb>) -> Rgb {
        let accent = accent.unwrap_or(ACCENT);
        match self {
            Self::Ink => [27, 37, 48],
            Self::Quiet => [77, 91, 105],
            Self::Accent => accent,
            Self::Past => [120, 130, 140],
            Self::Shade(step) => {
                let share = STEPS.get(step).map_or(100, |(_, share)| *share);
                accent.map(|part| mixed(part, share))
            }
            Self::On(step) => {
                let ground = Self::Shade(step).rgb(Some(accent));
                if contrast(BLACK, ground) >= contrast(WHITE, ground) {
                    BLACK
                } else {
                    WHITE
                }
            }
            Self::Blank => [247, 248, 250],
            Self::Line => [160, 168, 176],
        }
    }

    /// What a style sheet calls it, if it depends on the accent.
    pub(in crate::render) fn class(self) -> Option<String> {
        match self {
            Self::Accent => Some("accent".to_owned()),
            Self::Shade(step) => Some(format!("shade{step}")),
            Self::On(step) => Some(format!("on{step}")),
            Self::Ink | Self::Quiet | Self::Past | Self::Blank | Self::Line => None,
        }
    }
}

/// So many hundredths of a colour on white.
fn mixed(part: u8, share: u8) -> u8 {
    let (part, share) = (u16::from(part), u16::from(share));
    let mixed = (part * share + 255 * (100 - share) + 50) / 100;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

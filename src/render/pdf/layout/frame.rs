//! Running heads and feet: artifacts on every page, drawn when the pages are counted.

use super::{
    Artifact, Item, Owner,
    sheet::Sheets,
    style::{self, FRAME},
};
use crate::{
    model::block::Front,
    render::pdf::text::{Face, Paragraph, Shaper, ends},
};
use anyhow::Result;

/// Draws them; the first page, which shows the title, has no head.
pub(super) fn draw(sheets: &mut Sheets, front: &Front, shaper: &mut Shaper) -> Result<()> {
    let (width, height) = sheets.laid.size;
    let count = sheets.laid.pages.len();
    let room = (width - 2.0 * style::SIDE) / 2.0 - 10.0;
    let class = if front
        .edition
        .to_lowercase()
        .contains(&front.classification.to_lowercase())
    {
        front.edition.clone()
    } else {
        format!("{} \u{b7} {}", front.classification, front.edition)
    };
    for (index, page) in sheets.laid.pages.iter_mut().enumerate() {
        let number = format!("Page {} of {count}", index + 1);
        let foot = height - style::BOTTOM + 28.0;
        let mut line = |y: f32, kind: Artifact, text: &str, side: f32, bold: bool| -> Result<()> {
            let face = if bold { Face::Bold } else { Face::Regular };
            let text = Paragraph::compose(&[(face, text.to_owned())], shaper)?;
            let Some(words) = text.lines(FRAME.size, room, shaper)?.into_iter().next() else {
                return Ok(());
            };
            let (_, end) = ends(&words, FRAME.size, 0.0);
            let side = if shaper.is_leftwards() { 1.0 - side } else { side };
            let x = style::SIDE + (width - 2.0 * style::SIDE - end) * side;
            let owner = Owner::Artifact(kind);
            page.items.push(Item::Text {
                owner,
                x,
                baseline: y,
                size: FRAME.size,
                colour: style::MUTED,
                words,
            });
            Ok(())
        };
        if index > 0 {
            line(style::TOP - 24.0, Artifact::Header, &front.organisation, 0.0, true)?;
            line(style::TOP - 24.0, Artifact::Header, &front.title, 1.0, false)?;
        }
        line(foot, Artifact::Footer, &class, 0.0, false)?;
        line(foot, Artifact::Footer, &front.date, 0.5, false)?;
        line(foot, Artifact::Footer, &number, 1.0, false)?;
        let ends = [(style::SIDE, foot - 12.0), (width - style::SIDE, foot - 12.0)];
        page.items.push(Item::Rule {
            owner: Owner::LAYOUT,
            ends,
            thickness: 0.5,
            colour: style::BORDER,
        });
    }
    Ok(())
}

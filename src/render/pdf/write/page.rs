//! One page: items to operations.

use super::{
    fonts::{Fonts, sign},
    picture,
};
use crate::render::pdf::{
    layout::{Artifact, Colour, Item, Owner, accented},
    text::{Glyph, Placed},
};
use printpdf::{
    Color, DictItem, FontId, Line, LinePoint, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rgb,
    TextItem, TextMatrix, WindingOrder,
};
use std::{collections::BTreeMap, mem};

/// What the marked content that is open belongs to: to somebody's text, or to the page.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Text(Owner),
    /// Text whose glyphs do not say it, so that the content does.
    Told(Owner),
}

/// Draws a page.
pub(super) struct Pen<'a> {
    height: f32,
    fonts: &'a Fonts,
    /// The colour that somebody chose.
    accent: Option<Colour>,
    operations: Vec<Op>,
    leaves: Vec<usize>,
    open: Option<Open>,
    font: Option<(&'a FontId, f32)>,
    fill: Option<Colour>,
    stroke: Option<(Colour, f32)>,
}

/// How far from the pen, in points, a glyph may stand and still follow the one before it: less than anybody sees.
const AWAY: f32 = 0.02;

impl<'a> Pen<'a> {
    /// A blank page.
    pub(super) fn new(height: f32, fonts: &'a Fonts, accent: Option<Colour>) -> Self {
        Self {
            height,
            fonts,
            accent,
            operations: Vec::new(),
            leaves: Vec::new(),
            open: None,
            font: None,
            fill: None,
            stroke: None,
        }
    }

    /// Draws items.
    pub(super) fn draw(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Text {
                    owner,
                    x,
                    baseline,
                    size,
                    colour,
                    words,
                } => {
                    for words in words.chunk_by(|one, next| !one.word.is_replaced && !next.word.is_replaced) {
                        match words.first().filter(|first| first.word.is_replaced) {
                            Some(told) => self.begin(Open::Told(*owner), Some(&told.word.text)),
                            None => self.mark(Open::Text(*owner)),
                        }
                        self.fill(*colour);
                        self.text((*x, *baseline), *size, words);
                    }
                }
                Item::Fill {
                    owner,
                    edges: [left, top, right, bottom],
                    colour,
                } => {
                    self.mark(Open::Text(*owner));
                    self.fill(*colour);
                    let corners = [(*left, *top), (*right, *top), (*right, *bottom), (*left, *bottom)];
                    let points = corners.map(|corner| self.point(corner)).to_vec();
                    let rings = vec![PolygonRing { points }];
                    let polygon = Polygon {
                        rings,
                        mode: PaintMode::Fill,
                        winding_order: WindingOrder::NonZero,
                    };
                    self.operations.push(Op::DrawPolygon { polygon });
                }
                Item::Picture {
                    leaf,
                    edges: [left, top, right, bottom],
                } => {
                    self.mark(Open::Text(Owner::Leaf(*leaf)));
                    let corner = (short(*left), short(self.height - bottom));
                    let size = (short(right - left), short(bottom - top));
                    self.operations.extend(picture::shown(corner, size));
                }
                Item::Rule {
                    owner,
                    ends,
                    thickness,
                    colour,
                } => {
                    self.mark(Open::Text(*owner));
                    if self.stroke != Some((*colour, *thickness)) {
                        self.stroke = Some((*colour, *thickness));
                        let col = rgb(self.chosen(*colour));
                        self.operations.push(Op::SetOutlineColor { col });
                        self.operations.push(Op::SetOutlineThickness { pt: Pt(*thickness) });
                    }
                    let points = ends.map(|end| self.point(end)).to_vec();
                    self.operations.push(Op::DrawLine {
                        line: Line {
                            points,
                            is_closed: false,
                        },
                    });
                }
            }
        }
    }

    /// The operations, and the leaf of each numbered marked content.
    pub(super) fn finish(mut self) -> (Vec<Op>, Vec<usize>) {
        if self.open.take().is_some() {
            self.operations.push(Op::EndMarkedContent);
        }
        (self.operations, self.leaves)
    }

    /// Opens marked content, unless it is open.
    fn mark(&mut self, open: Open) {
        if self.open != Some(open) {
            self.begin(open, None);
        }
    }

    /// Opens marked content, and says its text if its glyphs do not.
    fn begin(&mut self, open: Open, told: Option<&str>) {
        if self.open.replace(open).is_some() {
            self.operations.push(Op::EndMarkedContent);
        }
        let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
        let (tag, mut entries) = match open {
            Open::Text(Owner::Leaf(leaf)) | Open::Told(Owner::Leaf(leaf)) => {
                let number = DictItem::Int(i64::try_from(self.leaves.len()).unwrap_or(i64::MAX));
                self.leaves.push(leaf.index());
                ("Span", vec![("MCID", number)])
            }
            Open::Text(Owner::Artifact(Artifact::Header)) | Open::Told(Owner::Artifact(Artifact::Header)) => (
                "Artifact",
                vec![("Type", name("Pagination")), ("Subtype", name("Header"))],
            ),
            Open::Text(Owner::Artifact(Artifact::Footer)) | Open::Told(Owner::Artifact(Artifact::Footer)) => (
                "Artifact",
                vec![("Type", name("Pagination")), ("Subtype", name("Footer"))],
            ),
            Open::Text(Owner::Artifact(Artifact::Repeated)) | Open::Told(Owner::Artifact(Artifact::Repeated)) => {
                ("Artifact", vec![("Type", name("Pagination"))])
            }
            Open::Text(Owner::Artifact(Artifact::Layout)) | Open::Told(Owner::Artifact(Artifact::Layout)) => {
                ("Artifact", vec![("Type", name("Layout"))])
            }
        };
        if let (Open::Told(Owner::Leaf(_)), Some(told)) = (open, told) {
            let units = std::iter::once(0xFEFF).chain(told.encode_utf16());
            let data = units.flat_map(u16::to_be_bytes).collect();
            entries.push(("ActualText", DictItem::String { data, literal: false }));
        }
        let map: BTreeMap<String, DictItem> = entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        let properties = DictItem::Dict { map };
        self.operations.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties,
        });
    }

    /// Chooses the colour of text and areas.
    fn fill(&mut self, colour: Colour) {
        if self.fill != Some(colour) {
            self.fill = Some(colour);
            let col = rgb(self.chosen(colour));
            self.operations.push(Op::SetFillColor { col });
        }
    }

    /// The colour that somebody chose instead.
    fn chosen(&self, colour: Colour) -> Colour {
        self.accent.filter(|_| accented(colour)).unwrap_or(colour)
    }

    /// Shows words on one baseline; those that follow each other as the fonts say are shown as one.
    fn text(&mut self, (x, baseline): (f32, f32), size: f32, words: &[Placed]) {
        let mut run = Run::default();
        self.operations.push(Op::StartTextSection);
        for placed in words {
            let word = &placed.word;
            // What runs from right to left is drawn so too: the content is in reading order.
            let start = if word.leftwards {
                word.width * size / 1000.0
            } else {
                0.0
            };
            let mut pen = x + placed.x + start;
            let mut free = word.leftwards;
            for (glyph, font, number) in self.fonts.of(word) {
                let advance = glyph.advance * size / 1000.0;
                if word.leftwards {
                    pen -= advance;
                }
                let (right, up) = (glyph.shift.0 * size / 1000.0, glyph.shift.1 * size / 1000.0);
                let moved = right != 0.0 || up != 0.0 || word.leftwards;
                if free || moved || run.font != Some(font) || (run.pen - pen).abs() > AWAY {
                    self.show(&mut run, size);
                    run.font = Some(font);
                    run.pen = pen + right;
                    run.start = (run.pen, self.height - baseline + up);
                }
                free = moved;
                run.add(number, glyph, size);
                if !word.leftwards {
                    pen += advance;
                }
            }
        }
        self.show(&mut run, size);
        self.operations.push(Op::EndTextSection);
    }

    /// Shows glyphs and forgets them.
    fn show(&mut self, run: &mut Run<'a>, size: f32) {
        let items = run.taken();
        let (Some(font), false) = (run.font, items.is_empty()) else {
            return;
        };
        if self.font != Some((font, size)) {
            self.font = Some((font, size));
            self.operations.push(Op::SetFont {
                font: PdfFontHandle::External(font.clone()),
                size: Pt(size),
            });
        }
        let matrix = TextMatrix::Translate(Pt(short(run.start.0)), Pt(short(run.start.1)));
        self.operations.push(Op::SetTextMatrix { matrix });
        self.operations.push(Op::ShowText { items });
    }

    /// A point, seen from the page's lower edge.
    fn point(&self, (x, y): (f32, f32)) -> LinePoint {
        LinePoint {
            p: Point {
                x: Pt(short(x)),
                y: Pt(short(self.height - y)),
            },
            bezier: false,
        }
    }
}

/// Glyphs of one font that stand side by side.
#[derive(Default)]
struct Run<'a> {
    font: Option<&'a FontId>,
    start: (f32, f32),
    /// Where a reader's pen has got to.
    pen: f32,
    items: Vec<TextItem>,
    glyphs: String,
}

impl Run<'_> {
    /// Adds a glyph, and what its place differs from where the font itself would put the next.
    fn add(&mut self, number: u16, glyph: &Glyph, size: f32) {
        self.glyphs.push(sign(number));
        let offset = glyph.natural - glyph.advance;
        if offset != 0.0 {
            self.items.push(TextItem::Text(mem::take(&mut self.glyphs)));
            self.items.push(TextItem::Offset(offset));
        }
        // Readers know whole thousandths.
        self.pen += (glyph.natural.trunc() - offset) * size / 1000.0;
    }

    /// What it shows, taken out.
    fn taken(&mut self) -> Vec<TextItem> {
        if !self.glyphs.is_empty() {
            self.items.push(TextItem::Text(mem::take(&mut self.glyphs)));
        }
        mem::take(&mut self.items)
    }
}

/// A length to a thousandth of a point.
fn short(length: f32) -> f32 {
    (length * 1000.0).round() / 1000.0
}

/// A colour as printpdf has it.
fn rgb([red, green, blue]: Colour) -> Color {
    let part = |part: u8| short(f32::from(part) / 255.0);
    Color::Rgb(Rgb {
        r: part(red),
        g: part(green),
        b: part(blue),
        icc_profile: None,
    })
}

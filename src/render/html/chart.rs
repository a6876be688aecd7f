//! A chart as a figure: what it shows, the drawing, which is one picture to whoever listens, and the table.

use super::blocks::{inlines, table};
use crate::model::block::Chart;
use crate::model::look::Rgb;
use crate::render::chart::{self, At, Drawing, Paint, Shape};
use crate::render::words::Words;
use crate::render::xml::Xml;

/// How wide a drawing is, in its own units, and how many pixels of a browser one is.
const WIDTH: f32 = 720.0;
const SCALE: f32 = 1.5;

/// Writes a chart.
pub(super) fn chart(chart: &Chart, leftwards: bool, xml: &mut Xml) {
    xml.element("figure", &[], |xml| {
        xml.element("figcaption", &[], |xml| {
            xml.element("p", &[], |xml| inlines(&chart.caption, xml));
        });
        let caption = chart::caption(chart);
        let said = Words::load().map_or_else(|_| caption.clone(), |words| words.chart(&caption));
        for drawing in chart::draw(chart, leftwards, WIDTH, f32::MAX) {
            xml.end_line();
            picture(&drawing, &said, leftwards, xml);
        }
        xml.end_line();
        table(&chart.table, leftwards, xml);
    });
}

/// Writes what is drawn. Colours are attributes, which the policy of the page allows, other than styles.
fn picture(drawing: &Drawing, said: &str, leftwards: bool, xml: &mut Xml) {
    let (width, height) = (drawing.width + 1.0, drawing.height + 1.0);
    let view = format!("0 0 {} {}", short(width), short(height));
    let [across, down] = [width, height].map(|length| short(length * SCALE));
    let size = short(chart::size());
    let mut attributes = vec![
        ("role", "img"),
        ("aria-label", said),
        ("viewBox", &view),
        ("width", &across),
        ("height", &down),
        ("font-size", &size),
    ];
    // Words begin at the right there, and so do those of a drawing.
    attributes.extend(leftwards.then_some(("direction", "rtl")));
    xml.element("svg", &attributes, |xml| {
        for shape in &drawing.shapes {
            xml.end_line();
            write(shape, leftwards, xml);
        }
        xml.end_line();
    });
}

fn write(shape: &Shape, leftwards: bool, xml: &mut Xml) {
    match shape {
        Shape::Area {
            edges: [left, top, right, bottom],
            paint,
        } => {
            let places = [
                ("x", *left),
                ("y", *top),
                ("width", right - left),
                ("height", bottom - top),
            ];
            let places = places.map(|(name, place)| (name, short(place)));
            painted("rect", &places, *paint, xml, |_| {});
        }
        Shape::Rule { ends: [from, to] } => {
            let places =
                [("x1", from.0), ("y1", from.1), ("x2", to.0), ("y2", to.1)].map(|(name, at)| (name, short(at)));
            let mut attributes: Vec<(&str, &str)> = places.iter().map(|(name, at)| (*name, at.as_str())).collect();
            let colour = hex(Paint::Line.rgb(None));
            attributes.extend([("stroke", colour.as_str()), ("stroke-width", "0.5")]);
            xml.element("line", &attributes, |_| {});
        }
        Shape::Words {
            x,
            baseline,
            at,
            is_bold,
            paint,
            text,
        } => {
            let mut places = vec![("x", short(*x)), ("y", short(*baseline))];
            // Where words begin depends on how they are written.
            let anchor = match at {
                At::Middle => Some("middle"),
                At::Start if leftwards => Some("end"),
                At::End if !leftwards => Some("end"),
                At::Start | At::End => None,
            };
            places.extend(anchor.map(|anchor| ("text-anchor", anchor.to_owned())));
            places.extend(is_bold.then(|| ("font-weight", "bold".to_owned())));
            painted("text", &places, *paint, xml, |xml| xml.text(text));
        }
    }
}

/// Writes an element of a colour; by its class a style sheet gives it the colour that somebody chose.
fn painted(
    name: &'static str,
    attributes: &[(&str, String)],
    paint: Paint,
    xml: &mut Xml,
    inner: impl FnOnce(&mut Xml),
) {
    let (colour, class) = (hex(paint.rgb(None)), paint.class());
    let mut all: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.push(("fill", &colour));
    all.extend(class.as_deref().map(|class| ("class", class)));
    xml.element(name, &all, inner);
}

/// A length to a hundredth.
fn short(length: f32) -> String {
    ((length * 100.0).round() / 100.0).to_string()
}

/// A colour as style sheets write it.
pub(super) fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop where its sample is not as written")]
mod tests {
    use crate::model::block::{Block, Cell, Chart, ChartKind, Document, Front, Inline, Row, Table};
    use crate::model::look::Look;
    use crate::render::html::render_with;

    fn row(texts: [&str; 2]) -> Row {
        let cell = |text: &str| Cell {
            header: None,
            rowspan: 1,
            colspan: 1,
            blocks: vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])],
        };
        Row {
            cells: texts.map(cell).into(),
        }
    }

    fn chart(number: &str) -> Chart {
        Chart {
            kind: ChartKind::Heat,
            caption: vec![Inline::Text("People of <each> \"role\".".to_owned())],
            table: Table {
                widths: Vec::new(),
                head: vec![row(["Role", "Code"])],
                body: vec![row(["Ops & <dev>", number])],
            },
        }
    }

    fn page(number: &str, look: &Look) -> String {
        let chart = chart(number);
        let document = Document {
            front: Front::default(),
            blocks: vec![Block::Chart(chart)],
        };
        render_with(&document, None, look).unwrap()
    }

    #[test]
    fn a_drawing_is_one_picture_with_words_and_its_text_stays_text() {
        let page = page("4 of 6", &Look::default());
        assert!(
            page.contains(
                "<figure><figcaption><p>People of &lt;each&gt; \"role\".</p></figcaption>\n<svg role=\"img\" "
            )
        );
        let said = "aria-label=\"Chart: People of &lt;each&gt; &quot;role&quot;. Its figures are in the table below.\"";
        assert!(page.contains(said), "{page}");
        assert!(
            page.contains(">Ops &amp; &lt;dev&gt;</text>") && page.contains(" class=\"on1\">4</text>"),
            "{page}"
        );
        assert!(page.contains("</svg>\n<table>"), "{page}");
        assert!(!page.contains("svg .accent") && !page.contains(" style="));
    }

    #[test]
    fn the_colour_that_somebody_chose_is_that_of_the_drawing() {
        let look = Look {
            accent: Some([15, 92, 74]),
            ..Look::default()
        };
        let page = page("4 of 6", &look);
        for rule in [
            "svg .accent { fill: #0f5c4a; }",
            "svg .shade5 { fill: #0f5c4a; }",
            "svg .on5 { fill: #ffffff; }",
        ] {
            assert!(page.contains(rule), "{rule}");
        }
    }

    #[test]
    fn a_drawing_begins_at_the_right_where_words_do() {
        let chart = chart("4 of 6");
        let page = |language: &str| {
            let front = Front {
                language: language.to_owned(),
                ..Front::default()
            };
            let blocks = vec![Block::Chart(chart.clone())];
            render_with(&Document { front, blocks }, None, &Look::default()).unwrap()
        };
        let (usual, other) = (page("en-GB"), page("he"));
        assert!(
            usual.contains("<text x=\"0\" ") && !usual.contains("direction"),
            "{usual}"
        );
        assert!(
            !other.contains("<text x=\"0\" ") && other.contains(" direction=\"rtl\""),
            "{other}"
        );
        assert!(!other.contains("text-anchor=\"end\""), "{other}");
    }

    #[test]
    fn where_no_number_is_the_table_stands_alone() {
        let page = page("not collected", &Look::default());
        assert!(
            !page.contains("<svg") && page.contains("</figcaption>\n<table>"),
            "{page}"
        );
    }
}

//! The frame of a page: title, contents, filters, styles and script, and a policy by which a browser loads nothing else.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::Context as _;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

use super::Filters;
use super::blocks::class;
use super::chart::hex;
use crate::model::block::{Block, Chart, Document, Front};
use crate::model::direction::is_leftwards;
use crate::model::look::Look;
use crate::render::chart::Paint;
use crate::render::contents::{Section, sections};
use crate::render::words::{Words, facts};

const FRAME: &str = include_str!("../../../templates/html/page.html");
const STYLE: &str = include_str!("../../../templates/html/page.css");
/// Added where a document has charts.
const CHARTS: &str = include_str!("../../../templates/html/chart.css");
const SCRIPT: &str = include_str!("../../../templates/html/filter.js");

/// What the frame is filled with.
#[derive(Serialize)]
struct Page<'a> {
    front: Stated<'a>,
    contents: Vec<Section<'a>>,
    filters: Option<&'a Filters<'a>>,
    text: &'a str,
    style: &'a str,
    script: &'a str,
    logo: Option<Picture<'a>>,
    /// Content Security Policy, <https://www.w3.org/TR/CSP3/>.
    policy: String,
}

/// The front matter.
#[derive(Serialize)]
struct Stated<'a> {
    title: &'a str,
    organisation: &'a str,
    date: &'a str,
    language: &'a str,
    /// Whether that is written from right to left.
    leftwards: bool,
    /// What is said below the title.
    facts: Vec<Said<'a>>,
}

/// The logo.
#[derive(Serialize)]
struct Picture<'a> {
    /// The file itself.
    data: String,
    words: &'a str,
    width: u32,
    height: u32,
}

/// What a document says of itself.
#[derive(Serialize)]
struct Said<'a> {
    label: String,
    words: String,
    /// As machines read it, where it is a day.
    day: Option<&'a str>,
}

impl<'a> From<&'a Front> for Stated<'a> {
    fn from(front: &'a Front) -> Self {
        let said = facts(front).into_iter().map(|fact| Said {
            words: fact.words(),
            day: fact.day.map(|_| fact.value),
            label: fact.label,
        });
        Self {
            title: &front.title,
            organisation: &front.organisation,
            date: &front.date,
            language: &front.language,
            leftwards: is_leftwards(&front.language),
            facts: said.collect(),
        }
    }
}

/// A text with its frame; readers may filter it if there is anything to choose from.
pub(super) fn framed(
    document: &Document,
    text: &str,
    filters: Option<&Filters<'_>>,
    look: &Look,
) -> anyhow::Result<String> {
    let style = format!(
        "{STYLE}{}{}{}",
        accent(look),
        widths(&document.blocks),
        charts(&document.blocks, look)
    );
    let words = Words::load()?.logo(&document.front);
    let logo = look.logo.as_ref();
    let logo = logo.map(|logo| Picture {
        data: STANDARD.encode(&logo.png),
        words: &words,
        width: logo.width,
        height: logo.height,
    });
    let script = filters.map(|_| SCRIPT);
    let page = Page {
        front: Stated::from(&document.front),
        contents: sections(&document.blocks),
        filters,
        text,
        style: &style,
        script: script.unwrap_or_default(),
        policy: policy(&style, script, logo.is_some()),
        logo,
    };
    let mut tera = Tera::new();
    tera.autoescape_on(["page"]);
    tera.add_raw_template("page", FRAME)
        .context("the frame of pages does not parse")?;
    let context = Context::from_serialize(&page)?;
    tera.render("page", &context)
        .context("the frame of pages does not render")
}

/// The colour that somebody wants instead of the style sheet's.
fn accent(look: &Look) -> String {
    let rule = look
        .accent
        .map(|accent| format!(":root {{ --accent: {}; }}\n", hex(accent)));
    rule.unwrap_or_default()
}

/// The rules for charts, in the colour that somebody wants; nothing where there are none.
fn charts(blocks: &[Block], look: &Look) -> String {
    if !blocks.iter().any(|block| matches!(block, Block::Chart(_))) {
        return String::new();
    }
    let coloured = Paint::accented().filter(|_| look.accent.is_some());
    coloured.fold(CHARTS.to_owned(), |mut rules, paint| {
        let class = paint.class().unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(rules, "svg .{class} {{ fill: {}; }}", hex(paint.rgb(look.accent)));
        rules
    })
}

/// One rule for each width that a table declares.
fn widths(blocks: &[Block]) -> String {
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) | Block::Chart(Chart { table, .. }) => Some(table),
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => None,
    });
    let widths: BTreeSet<u8> = tables.flat_map(|table| &table.widths).copied().collect();
    widths.into_iter().fold(String::new(), |mut rules, width| {
        // Writing to a string cannot fail.
        let _ = writeln!(rules, ".{} {{ width: {width}%; }}", class(width));
        rules
    })
}

/// Allows these styles and this script, known by their hashes, the picture that the page holds itself, and nothing else.
fn policy(style: &str, script: Option<&str>, has_picture: bool) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let script = script.map_or("'none'".to_owned(), hash);
    let pictures = if has_picture { "img-src data:; " } else { "" };
    format!(
        "default-src 'none'; style-src {}; script-src {script}; {pictures}base-uri 'none'; form-action 'none'",
        hash(style)
    )
}

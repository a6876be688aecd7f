//! Markdown: our own page, edited or not, and copies that other tools made.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html;
use super::markup::Markup;
use super::shape::Shape;

/// Reads it.
pub(super) fn read(text: &str) -> Shape {
    let mut markup = Markup::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_STRIKETHROUGH;
    let mut block = String::new();
    for event in Parser::new_ext(text, options) {
        if let Event::Html(html) = &event {
            block.push_str(html);
            continue;
        }
        if !block.is_empty() {
            html::feed(&std::mem::take(&mut block), &mut markup);
        }
        feed(event, &mut markup);
    }
    html::feed(&block, &mut markup);
    markup.finish()
}

/// Passes one event on, as the tags that it stands for.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what has no tag of its own is its text alone"
)]
fn feed(event: Event<'_>, markup: &mut Markup) {
    match event {
        Event::Start(tag) => markup.open(name(&tag), &[]),
        Event::End(end) => markup.close(end_name(end)),
        Event::Text(text) | Event::Code(text) => markup.text(&text),
        Event::InlineHtml(text) => html::feed(&text, markup),
        Event::SoftBreak => markup.text(" "),
        Event::HardBreak => markup.open("br", &[]),
        Event::Rule => markup.open("hr", &[]),
        _ => {}
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is neither is a block")]
fn name(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::Paragraph => "p",
        Tag::Heading { level, .. } => heading(*level),
        Tag::List(_) => "ul",
        Tag::Item => "li",
        Tag::Table(_) => "table",
        Tag::TableHead | Tag::TableRow => "tr",
        Tag::TableCell => "td",
        Tag::Strong => "strong",
        Tag::Emphasis => "em",
        Tag::Strikethrough => "del",
        Tag::Link { .. } => "a",
        Tag::Image { .. } => "ac:image",
        // Title, period and the like stand beside the text.
        Tag::MetadataBlock(_) => "head",
        _ => "div",
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is neither is a block")]
fn end_name(end: TagEnd) -> &'static str {
    match end {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(level) => heading(level),
        TagEnd::List(_) => "ul",
        TagEnd::Item => "li",
        TagEnd::Table => "table",
        TagEnd::TableHead | TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Strong => "strong",
        TagEnd::Emphasis => "em",
        TagEnd::Strikethrough => "del",
        TagEnd::Link => "a",
        TagEnd::Image => "ac:image",
        TagEnd::MetadataBlock(_) => "head",
        _ => "div",
    }
}

fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h1",
        HeadingLevel::H2 => "h2",
        HeadingLevel::H3 => "h3",
        HeadingLevel::H4 => "h4",
        HeadingLevel::H5 => "h5",
        HeadingLevel::H6 => "h6",
    }
}

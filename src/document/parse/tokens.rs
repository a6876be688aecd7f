//! Markdown to tokens: pulldown-cmark's events and the HTML tags between them, in one row, each with its line.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag as Md, TagEnd};

use super::refused;
use super::tags::{Tag, tags};
use crate::document::tidy;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// An event of the Markdown, none of raw HTML.
    Markdown(Event<'a>),
    /// An HTML tag.
    Html(Tag),
}

/// Cuts a body into tokens; `first_line` is the number of its first line.
pub(super) fn tokens(body: &str, first_line: u64) -> anyhow::Result<Vec<(u64, Token<'_>)>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let breaks: Vec<usize> = body.match_indices('\n').map(|(at, _)| at).collect();
    let line = |range: &Range<usize>| first_line + breaks.partition_point(|at| *at < range.start) as u64;
    let mut tokens = Vec::new();
    let mut columns = 0;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        let line = line(&range);
        if let Event::Html(html) = event {
            tokens.extend(tags(&html, line)?.into_iter().map(|tag| (line, Token::Html(tag))));
            continue;
        }
        if matches!(event, Event::Start(Md::HtmlBlock) | Event::End(TagEnd::HtmlBlock)) {
            continue;
        }
        if let Event::Start(Md::Table(alignments)) = &event {
            columns = alignments.len();
        }
        if event == Event::Start(Md::TableRow) {
            // The Markdown parser would pad or cut the row in silence.
            let cells = body.get(range).map_or(0, |row| tidy::cells(row.trim()).len());
            if cells != columns {
                let row = format!("a table row of {cells} cells where the head has {columns}");
                return Err(refused(line, &row));
            }
        }
        tokens.push((line, Token::Markdown(event)));
    }
    Ok(tokens)
}

//! Tokens to blocks, by recursive descent.

use std::iter::Peekable;
use std::vec::IntoIter;

use anyhow::bail;
use pulldown_cmark::{Alignment, Event, LinkType, Tag as Md, TagEnd};

use super::refused;
use super::table::{CellAt, RowAt, pipe_cell, table};
use super::tags::{Attributes, Name, Tag};
use super::tokens::Token;
use crate::model::block::{Block, Chart, ChartKind, Inline, Table};

/// Tokens still to be read.
pub(super) struct Tree<'a> {
    tokens: Peekable<IntoIter<(u64, Token<'a>)>>,
    last_line: u64,
}

impl<'a> Tree<'a> {
    /// Begins to read.
    pub(super) fn new(tokens: Vec<(u64, Token<'a>)>) -> Self {
        let last_line = tokens.last().map_or(1, |(line, _)| *line);
        Self {
            tokens: tokens.into_iter().peekable(),
            last_line,
        }
    }

    /// Reads everything.
    pub(super) fn document(mut self) -> anyhow::Result<Vec<Block>> {
        let blocks = self.blocks()?;
        match self.tokens.next() {
            None => Ok(blocks),
            Some((line, token)) => Err(refused(line, &found(&token))),
        }
    }

    /// Reads blocks up to a token that begins none.
    fn blocks(&mut self) -> anyhow::Result<Vec<Block>> {
        let mut blocks = Vec::new();
        loop {
            if let Some((line, first)) = self.tokens.next_if(|(_, token)| begins_block(token)) {
                blocks.push(self.block(line, first)?);
                continue;
            }
            // The text of a list's item stands without a paragraph of its own.
            let text = self.inlines()?;
            if text.is_empty() {
                break;
            }
            blocks.push(Block::Paragraph(text));
        }
        Ok(blocks)
    }

    /// Reads one block whose first token was taken.
    fn block(&mut self, line: u64, first: Token<'a>) -> anyhow::Result<Block> {
        match first {
            Token::Markdown(Event::Start(Md::Paragraph)) => {
                let text = self.inlines()?;
                self.expect(&Token::Markdown(Event::End(TagEnd::Paragraph)))?;
                Ok(Block::Paragraph(text))
            }
            Token::Markdown(Event::Start(Md::Heading {
                level,
                id,
                classes,
                attrs,
            })) => {
                if !classes.is_empty() || !attrs.is_empty() || id.as_ref().is_some_and(|id| !is_id(id)) {
                    bail!(
                        "line {line}: a heading may carry one id of lower-case letters, digits and hyphens, as in `{{#id}}`"
                    );
                }
                let text = self.inlines()?;
                self.expect(&Token::Markdown(Event::End(TagEnd::Heading(level))))?;
                Ok(Block::Heading {
                    level: level as u8,
                    id: id.map(|id| id.to_string()),
                    text,
                })
            }
            Token::Markdown(Event::Start(Md::List(_))) => {
                let mut items = Vec::new();
                while self.take(&Token::Markdown(Event::Start(Md::Item))) {
                    items.push(self.blocks()?);
                    self.expect(&Token::Markdown(Event::End(TagEnd::Item)))?;
                }
                self.expect(&Token::Markdown(Event::End(TagEnd::List(false))))?;
                Ok(Block::List(items))
            }
            Token::Markdown(Event::Start(Md::Table(alignments))) => {
                if alignments.iter().any(|alignment| *alignment != Alignment::None) {
                    return Err(refused(line, "a table with aligned columns (`:---`)"));
                }
                self.pipe_table(line).map(Block::Table)
            }
            Token::Html(Tag::Chart(kind)) => self.chart(line, kind),
            Token::Html(_) => self.html_table(line),
            Token::Markdown(_) => Err(refused(line, &found(&first))),
        }
    }

    /// Reads text up to a token that is none.
    fn inlines(&mut self) -> anyhow::Result<Vec<Inline>> {
        let mut inlines = Vec::new();
        while let Some((_, Token::Markdown(event))) = self.tokens.peek() {
            let is_text = matches!(
                event,
                Event::Text(_)
                    | Event::InlineHtml(_)
                    | Event::SoftBreak
                    | Event::HardBreak
                    | Event::Start(
                        Md::Strong
                            | Md::Link {
                                link_type: LinkType::Inline,
                                ..
                            }
                    )
            );
            let Some((line, Token::Markdown(event))) = self.tokens.next_if(|_| is_text) else {
                break;
            };
            #[expect(
                clippy::wildcard_enum_match_arm,
                reason = "what is no text of the dialect is refused alike"
            )]
            match event {
                Event::Text(text) => push_text(&mut inlines, &text),
                Event::SoftBreak => push_text(&mut inlines, " "),
                Event::HardBreak => inlines.push(Inline::Break),
                Event::InlineHtml(html) => {
                    let id = anchor(&html).filter(|_| self.take(&Token::Markdown(Event::InlineHtml("</a>".into()))));
                    let Some(id) = id else {
                        return Err(refused(line, &found(&Token::Markdown(Event::InlineHtml(html)))));
                    };
                    inlines.push(Inline::Anchor(id));
                }
                Event::Start(Md::Strong) => {
                    inlines.push(Inline::Strong(self.inlines()?));
                    self.expect(&Token::Markdown(Event::End(TagEnd::Strong)))?;
                }
                Event::Start(Md::Link { dest_url, title, .. }) => {
                    let schemes = ["#", "https://", "http://", "mailto:"];
                    if !title.is_empty() || !schemes.iter().any(|scheme| dest_url.starts_with(scheme)) {
                        bail!(
                            "line {line}: the link to `{dest_url}` may lead only to `#id`, https://, http:// or mailto:, without a title"
                        );
                    }
                    let text = self.inlines()?;
                    self.expect(&Token::Markdown(Event::End(TagEnd::Link)))?;
                    inlines.push(Inline::Link {
                        to: dest_url.to_string(),
                        text,
                    });
                }
                other => return Err(refused(line, &found(&Token::Markdown(other)))),
            }
        }
        Ok(inlines)
    }

    /// Reads a chart whose comment was taken.
    fn chart(&mut self, line: u64, kind: ChartKind) -> anyhow::Result<Block> {
        let caption = match self.tokens.peek() {
            Some((_, first @ Token::Markdown(Event::Start(Md::Paragraph)))) => {
                let first = first.clone();
                self.tokens.next();
                self.block(line, first)?
            }
            _ => Block::List(Vec::new()),
        };
        let table = match self.tokens.next() {
            Some((line, first @ Token::Markdown(Event::Start(Md::Table(_))))) => self.block(line, first)?,
            _ => Block::List(Vec::new()),
        };
        let (Block::Paragraph(caption), Block::Table(table)) = (caption, table) else {
            bail!(
                "line {line}: a chart is the comment `<!-- chart: {} -->`, a paragraph that says what it shows, and a pipe table \
                 with its figures, in this order",
                kind.word()
            );
        };
        Ok(Block::Chart(Chart { kind, caption, table }))
    }

    /// Reads a pipe table whose first token was taken.
    fn pipe_table(&mut self, line: u64) -> anyhow::Result<Table> {
        let (mut head, mut body) = (Vec::new(), Vec::new());
        loop {
            let (rows, is_head, end) = if self.take(&Token::Markdown(Event::Start(Md::TableHead))) {
                (&mut head, true, TagEnd::TableHead)
            } else if self.take(&Token::Markdown(Event::Start(Md::TableRow))) {
                (&mut body, false, TagEnd::TableRow)
            } else {
                break;
            };
            let mut cells = Vec::new();
            while self.take(&Token::Markdown(Event::Start(Md::TableCell))) {
                cells.push(pipe_cell(self.inlines()?, is_head));
                self.expect(&Token::Markdown(Event::End(TagEnd::TableCell)))?;
            }
            self.expect(&Token::Markdown(Event::End(end)))?;
            rows.push(RowAt { line, cells });
        }
        self.expect(&Token::Markdown(Event::End(TagEnd::Table)))?;
        table(line, head, body)
    }

    /// Reads an HTML table whose first token was taken.
    fn html_table(&mut self, line: u64) -> anyhow::Result<Block> {
        let mut sections = [Vec::new(), Vec::new()];
        for (name, rows) in [Name::Head, Name::Body].into_iter().zip(&mut sections) {
            self.expect(&open(name))?;
            while let Some((line, _)) = self.tokens.next_if(|(_, token)| *token == open(Name::Row)) {
                rows.push(RowAt {
                    line,
                    cells: self.html_cells()?,
                });
                self.expect(&Token::Html(Tag::Close(Name::Row)))?;
            }
            self.expect(&Token::Html(Tag::Close(name)))?;
        }
        self.expect(&Token::Html(Tag::Close(Name::Table)))?;
        let [head, body] = sections;
        table(line, head, body).map(Block::Table)
    }

    /// Reads the cells of one row.
    fn html_cells(&mut self) -> anyhow::Result<Vec<CellAt>> {
        let mut cells = Vec::new();
        while let Some((_, Token::Html(Tag::Open(name @ (Name::HeaderCell | Name::DataCell), attributes)))) =
            self.tokens.peek().cloned()
        {
            self.tokens.next();
            let blocks = self.blocks()?;
            self.expect(&Token::Html(Tag::Close(name)))?;
            cells.push(CellAt { attributes, blocks });
        }
        Ok(cells)
    }

    /// Takes the next token if it is this one.
    fn take(&mut self, wanted: &Token<'_>) -> bool {
        self.tokens.next_if(|(_, token)| token == wanted).is_some()
    }

    /// Takes the next token, which must be this one.
    fn expect(&mut self, wanted: &Token<'_>) -> anyhow::Result<()> {
        match self.tokens.next() {
            Some((_, token)) if token == *wanted => Ok(()),
            Some((line, token)) => match wanted {
                Token::Html(_) => {
                    bail!("line {line}: found {}, expected {}", found(&token), found(wanted))
                }
                Token::Markdown(_) => Err(refused(line, &found(&token))),
            },
            None => bail!("line {}: the document ends, expected {}", self.last_line, found(wanted)),
        }
    }
}

/// Whether a text can be the id of a place.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The id of the tag that begins an anchor.
fn anchor(html: &str) -> Option<String> {
    let id = html.strip_prefix("<a id=\"")?.strip_suffix("\">")?;
    is_id(id).then(|| id.to_owned())
}

/// Whether a token begins a block that stands in other blocks or in the document.
fn begins_block(token: &Token<'_>) -> bool {
    matches!(
        token,
        Token::Markdown(Event::Start(
            Md::Heading { .. } | Md::Paragraph | Md::List(None) | Md::Table(_)
        )) | Token::Html(Tag::Open(Name::Table, _) | Tag::Chart(_))
    )
}

/// An opening tag without attributes.
fn open(name: Name) -> Token<'static> {
    Token::Html(Tag::Open(name, Attributes::default()))
}

/// Appends text, joined to text before it.
fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    if let Some(Inline::Text(before)) = inlines.last_mut() {
        before.push_str(text);
    } else {
        inlines.push(Inline::Text(text.to_owned()));
    }
}

/// What a token is, for a person.
fn found(token: &Token<'_>) -> String {
    let event = match token {
        Token::Html(Tag::Open(name, _)) => return format!("`<{}>`", name.html()),
        Token::Html(Tag::Close(name)) => return format!("`</{}>`", name.html()),
        Token::Html(Tag::Chart(kind)) => return format!("`<!-- chart: {} -->`", kind.word()),
        Token::Markdown(event) => event,
    };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what the dialect has is never refused by its name"
    )]
    match event {
        Event::Code(code) => format!("the code span `{code}`"),
        Event::InlineHtml(html) => format!("the HTML `{html}` inside a paragraph"),
        Event::Rule => "a horizontal rule".to_owned(),
        Event::Start(Md::CodeBlock(_)) => "a code block".to_owned(),
        Event::Start(Md::BlockQuote(_)) => "a block quote".to_owned(),
        Event::Start(Md::List(Some(_))) => "a numbered list".to_owned(),
        Event::Start(Md::Emphasis) => "emphasis (`*text*` or `_text_`)".to_owned(),
        Event::Start(Md::Image { .. }) => "an image".to_owned(),
        Event::Start(Md::Link { .. }) => "a link that is not of the form `[text](address)`".to_owned(),
        Event::Start(Md::Table(_) | Md::Heading { .. } | Md::List(None)) => "a block that cannot stand here".to_owned(),
        Event::Text(text) => format!("the text `{text}`"),
        Event::End(_) => "the end of a block".to_owned(),
        _ => "something else".to_owned(),
    }
}

//! HTML: a page that a browser saved, an export, the inside of a Word export.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::markup::Markup;
use super::shape::Shape;

/// Reads it. There is nothing that could not be read as HTML.
pub(super) fn read(text: &str) -> Shape {
    let mut markup = Markup::default();
    feed(text, &mut markup);
    Shape {
        is_dressed: true,
        ..markup.finish()
    }
}

/// Reads a piece of it into a shape that others add to as well.
pub(super) fn feed(text: &str, markup: &mut Markup) {
    let sink = Sink {
        markup: RefCell::new(std::mem::take(markup)),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    // It stops at the end of each script, and goes on when it is asked again.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    *markup = tokenizer.sink.markup.take();
}

/// Passes tags and texts on.
struct Sink {
    markup: RefCell<Markup>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut markup = self.markup.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => markup.close(&tag.name),
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
                let attributes: Vec<(String, String)> = tag
                    .attrs
                    .iter()
                    .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                    .collect();
                markup.open(name, &attributes);
                // Elements of Confluence's own and drawings end themselves; those of HTML do not.
                if tag.self_closing && (name.contains(':') || name == "path") {
                    markup.close(name);
                }
                return match name {
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "noscript" | "iframe" => TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            Token::CharacterTokens(text) => markup.text(&text),
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

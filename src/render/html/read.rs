//! Back from a page to its letters, by the tokeniser that browsers share.

use std::cell::{Cell, RefCell};

use anyhow::{Result, ensure};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// The element that holds the text.
const TEXT: &str = "main";

/// The element that holds a drawing.
const DRAWING: &str = "svg";

/// The letters of the text of a page, without white space.
pub(super) fn letters(page: &str) -> Result<String> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let Sink {
        letters,
        is_inside,
        is_drawn,
        texts,
    } = tokenizer.sink;
    ensure!(
        texts.get() == 1 && !is_inside.get() && !is_drawn.get(),
        "the page has {} elements `{TEXT}` where one was expected, begun and ended",
        texts.get()
    );
    Ok(letters.into_inner())
}

#[derive(Default)]
struct Sink {
    letters: RefCell<String>,
    is_inside: Cell<bool>,
    /// Whether a drawing is read, whose words stand in a table as well.
    is_drawn: Cell<bool>,
    /// How many elements of text began.
    texts: Cell<u32>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if &*tag.name == TEXT => {
                self.is_inside.set(tag.kind == TagKind::StartTag);
                self.texts
                    .set(self.texts.get() + u32::from(tag.kind == TagKind::StartTag));
            }
            Token::TagToken(tag) if &*tag.name == DRAWING => self.is_drawn.set(tag.kind == TagKind::StartTag),
            Token::CharacterTokens(text) if self.is_inside.get() && !self.is_drawn.get() => {
                let letters = text.chars().filter(|letter| !letter.is_whitespace());
                self.letters.borrow_mut().extend(letters);
            }
            Token::TagToken(_)
            | Token::CharacterTokens(_)
            | Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_the_text_is_read() {
        let page = "<title>T</title><nav>no</nav><main id=\"text\">\n<p>a &amp; b<br />\u{a0}<svg><text>no</text></svg>c</p></main><p>no</p>";
        assert_eq!(letters(page).unwrap(), "a&bc");
    }

    #[test]
    fn a_page_with_no_text_or_two_is_told() {
        for page in ["<p>a</p>", "<main>a</main><main>b</main>", "<main>a"] {
            assert!(letters(page).unwrap_err().to_string().contains("`main`"), "{page}");
        }
    }
}

//! Text that came from outside, made safe to stand in Markdown: in comes any string, out goes a single line that
//! parses back to the folded text. No more is escaped than must be, so that the raw file reads well.
//!
//! One more marker: an arm in [`escape`], and the property test in the tests below tries it everywhere.

use std::io::{self, Write};

use crate::model::fold::fold;

/// The folded text as Markdown that can stand at a line's start, in a table cell and beside HTML tags.
pub(super) fn escape(text: &str) -> String {
    let folded = fold(text);
    let mut escaped = String::with_capacity(folded.len() + 8);
    let mut before = None;
    let mut only_digits = true;
    let mut letters = folded.chars();
    while let Some(c) = letters.next() {
        let after = letters.as_str();
        let next = after.chars().next();
        let at_start = before.is_none();
        let ends_word = next.is_none_or(|next| next == ' ');
        let is_marker = match c {
            '`' | '*' | '[' | ']' | '|' | '~' | '}' => true,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '#' => at_start || before == Some(' '),
            '-' | '+' => at_start && !next.is_some_and(char::is_alphanumeric),
            ':' => at_start && next == Some('-'),
            '=' | '>' => at_start,
            '.' | ')' => !at_start && only_digits && ends_word,
            _ => false,
        };
        match c {
            '<' => escaped.push_str("&lt;"),
            '&' if begins_entity(after) => escaped.push_str("&amp;"),
            // Readers of tables differ on `\\|`.
            '\\' if next == Some('|') => escaped.push_str("&#92;"),
            _ if is_marker => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
        only_digits &= c.is_ascii_digit();
        before = Some(c);
    }
    escaped
}

/// Whether what follows an `&` makes an entity of it.
fn begins_entity(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c == '#' || c.is_ascii_alphanumeric());
    rest.starts_with(';')
}

/// The escape function of the document's templates.
pub(super) fn write_markdown(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape(text).as_bytes())
}

/// The escape function of sentences that are printed as plain text.
pub(super) fn write_plain(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(fold(text).as_bytes())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::parse;
    use crate::document::tidy::tidy;
    use crate::model::block::{Block, Cell, Document, Inline, Row, Scope, Table};

    #[test]
    fn what_needs_no_escape_stays_as_it_is() {
        for text in [
            "o'brien-smith@example.com",
            "CORP\\alice",
            "tidewater/billing_core",
            "10.0.0.1",
            "C#",
            "AT&T",
            "Can create, delete (and modify) 100%!",
            "-x",
            "+49 30 1234",
            "2021-10-06",
            "a > b",
            "a -> b = c: \"d\" $5 ^ {",
        ] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn markers_are_escaped() {
        for (text, escaped) in [
            ("mallory|x", "mallory\\|x"),
            ("\\|", "&#92;\\|"),
            ("a\\", "a\\\\"),
            ("- x", "\\- x"),
            ("+", "\\+"),
            ("---", "\\---"),
            (":-:", "\\:-:"),
            ("===", "\\==="),
            ("# x #", "\\# x \\#"),
            ("12. x", "12\\. x"),
            ("3)", "3\\)"),
            ("> x", "\\> x"),
            ("<b>&amp;", "&lt;b>&amp;amp;"),
            ("_x_ a_b", "\\_x\\_ a_b"),
            ("{#id}", "{#id\\}"),
            ("~~~", "\\~\\~\\~"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn line_breaks_become_spaces_and_hidden_characters_show() {
        assert_eq!(fold("\u{feff}a\r\n\tb\u{a0}c\u{0}\n"), "[U+FEFF]a b c");
        assert_eq!(escape("a\u{202e}b"), "a\\[U+202E\\]b");
    }

    /// A document of one body.
    fn document(body: &str) -> Document {
        let keys = [
            "title",
            "organisation",
            "date",
            "period",
            "edition",
            "classification",
            "language",
        ];
        let front = keys.map(|key| format!("{key}: \"x\"\n")).concat();
        parse(&format!("---\n{front}---\n\n{body}")).unwrap()
    }

    /// Where a value may stand, and what the document is then made of.
    fn places(text: &str) -> Vec<(String, Vec<Block>)> {
        let value = escape(text);
        let inline = || vec![Inline::Text(fold(text).into_owned())];
        let paragraph = || Block::Paragraph(inline());
        let cell = |header: Option<Scope>, blocks| Cell {
            header,
            rowspan: 1,
            colspan: 1,
            blocks,
        };
        let row = |cells: Vec<Cell>| Row { cells };
        let table = |widths, head: Row, body: Row| {
            Block::Table(Table {
                widths,
                head: vec![head],
                body: vec![body],
            })
        };
        let column = Some(Scope::Column);
        vec![
            (value.clone(), vec![paragraph()]),
            (
                format!("- {value}\n- {value}\n  - {value}\n"),
                vec![Block::List(vec![
                    vec![paragraph()],
                    vec![paragraph(), Block::List(vec![vec![paragraph()]])],
                ])],
            ),
            (
                format!("# {value}\n"),
                vec![Block::Heading {
                    level: 1,
                    id: None,
                    text: inline(),
                }],
            ),
            (
                format!("# {value} {{#x}}\n"),
                vec![Block::Heading {
                    level: 1,
                    id: Some("x".into()),
                    text: inline(),
                }],
            ),
            (
                format!("**{value}**\n"),
                vec![Block::Paragraph(vec![Inline::Strong(inline())])],
            ),
            (
                format!("[{value}](https://x.example)\n"),
                vec![Block::Paragraph(vec![Inline::Link {
                    to: "https://x.example".into(),
                    text: inline(),
                }])],
            ),
            (
                format!("a\n{value}\n"),
                vec![Block::Paragraph(vec![Inline::Text(format!("a {}", fold(text)))])],
            ),
            (
                tidy(&format!("| {value} | b |\n| --- | --- |\n| a | {value} |\n")),
                vec![table(
                    vec![],
                    row(vec![
                        cell(column, vec![paragraph()]),
                        cell(column, vec![Block::Paragraph(vec![Inline::Text("b".into())])]),
                    ]),
                    row(vec![
                        cell(None, vec![Block::Paragraph(vec![Inline::Text("a".into())])]),
                        cell(None, vec![paragraph()]),
                    ]),
                )],
            ),
            (
                format!(
                    "<table>\n<thead>\n<tr>\n<th scope=\"col\" width=\"100%\">\n\n{value}\n\n</th>\n</tr>\n</thead>\n\
                     <tbody>\n<tr>\n<td>\n\n- {value}\n\n{value}\n\n</td>\n</tr>\n</tbody>\n</table>\n"
                ),
                vec![table(
                    vec![100],
                    row(vec![cell(column, vec![paragraph()])]),
                    row(vec![cell(
                        None,
                        vec![Block::List(vec![vec![paragraph()]]), paragraph()],
                    )]),
                )],
            ),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn every_text_comes_back_from_everywhere(
            text in prop_oneof![
                any::<String>(),
                "[ -~]{1,12}",
                "[-+*_#>=|~`:.0-9a(){}<&;!\\[\\]\\\\ \n]{1,10}",
                "(\\{#[a-z]\\}|[0-9]{1,3}[.)] |:-+:?|[a-z ]){1,4}",
                "(&[a-z]{2,4};|<[a-z]{1,5}>|</td>|<!--|https://x.y|[ a_*|\\\\]|\u{a0}){1,5}",
            ]
        ) {
            if !fold(&text).is_empty() {
                for (markdown, blocks) in places(&text) {
                    prop_assert_eq!(document(&markdown).blocks, blocks, "{}", markdown);
                }
            }
        }
    }
}

//! JSON to trees: one document, several in a row, or one a line.
//!
//! Comes in: a text. Goes out: its documents. Numbers keep every digit (an id of 19 digits, `1.10`), the keys of an
//! object their order; a key that stands twice is refused, since it would be a guess which of the two is meant.

use super::{AGAIN, DEEPEST, Node};
use crate::ingest::header_like::called;
use crate::ingest::readers::Refusal;

/// The documents of a text, at least one.
pub(in crate::ingest) fn read(text: &str) -> Result<Vec<Node>, Refusal> {
    let mut reader = Reader { text, rest: text };
    let mut documents = Vec::new();
    reader.skip();
    while !reader.rest.is_empty() {
        documents.push(reader.value(0)?);
        reader.skip();
    }
    if documents.is_empty() {
        return Err((None, format!("there is no JSON document in it; {AGAIN}")));
    }
    Ok(documents)
}

/// A place in a text.
struct Reader<'t> {
    text: &'t str,
    rest: &'t str,
}

/// An entry of an object, with the place of its key.
type Entry = (usize, (String, Node));

impl<'t> Reader<'t> {
    /// Passes white space.
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    /// Passes white space, then a text if it follows.
    fn pass(&mut self, text: &str) -> bool {
        self.skip();
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Passes a number of bytes; gives them.
    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// How many bytes were passed.
    fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// A refusal for what stands here.
    fn refuse(&self, expected: &str) -> Refusal {
        let Some(found) = self.rest.chars().next() else {
            let message = format!("the JSON ends where {expected} is expected; the file was cut off: {AGAIN}");
            return (Some(self.line(self.at())), message);
        };
        let message = format!(
            "this is no JSON: `{}` stands where {expected} is expected; {AGAIN}",
            found.escape_debug()
        );
        (Some(self.line(self.at())), message)
    }

    /// The line on which a byte stands.
    fn line(&self, at: usize) -> u64 {
        let before = self.text.bytes().take(at);
        before.filter(|byte| *byte == b'\n').count() as u64 + 1
    }

    fn value(&mut self, depth: usize) -> Result<Node, Refusal> {
        if depth > DEEPEST {
            let message = format!("the JSON is nested deeper than {DEEPEST} levels, which no export is; {AGAIN}");
            return Err((Some(self.line(self.at())), message));
        }
        self.skip();
        for (word, node) in [
            ("null", Node::Null),
            ("true", Node::Text("true".to_owned())),
            ("false", Node::Text("false".to_owned())),
        ] {
            if self.pass(word) {
                return Ok(node);
            }
        }
        if self.pass("{") {
            return self.map(depth).map(Node::Map);
        }
        if self.pass("[") {
            return self.list(depth).map(Node::List);
        }
        if self.rest.starts_with('"') {
            return self.string().map(Node::Text);
        }
        self.number().map(Node::Text)
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Refusal> {
        let mut elements = Vec::new();
        if self.pass("]") {
            return Ok(elements);
        }
        loop {
            elements.push(self.value(depth + 1)?);
            if self.pass("]") {
                return Ok(elements);
            }
            if !self.pass(",") {
                return Err(self.refuse("`,` or `]`"));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<(String, Node)>, Refusal> {
        let mut entries: Vec<Entry> = Vec::new();
        if self.pass("}") {
            return Ok(Vec::new());
        }
        loop {
            self.skip();
            let place = self.at();
            if !self.rest.starts_with('"') {
                return Err(self.refuse("a key in quotation marks"));
            }
            let key = self.string()?;
            if !self.pass(":") {
                return Err(self.refuse("`:`"));
            }
            entries.push((place, (key, self.value(depth + 1)?)));
            if self.pass("}") {
                break;
            }
            if !self.pass(",") {
                return Err(self.refuse("`,` or `}`"));
            }
        }
        self.once(&entries)?;
        Ok(entries.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Refuses a key that stands twice.
    fn once(&self, entries: &[Entry]) -> Result<(), Refusal> {
        let mut keys: Vec<(&str, usize)> = entries.iter().map(|(at, (key, _))| (key.as_str(), *at)).collect();
        keys.sort_unstable();
        let twice = keys.windows(2).filter_map(|pair| match pair {
            [(one, first), (other, second)] if one == other => Some((*second, *one, *first)),
            _ => None,
        });
        let Some((second, key, first)) = twice.min() else {
            return Ok(());
        };
        let message = format!(
            "{} stands twice in the same object (first on line {}), and only one of the two can be meant; {AGAIN}",
            called(key),
            self.line(first)
        );
        Err((Some(self.line(second)), message))
    }

    fn number(&mut self) -> Result<String, Refusal> {
        let begin = self.rest;
        let end = begin.find(|letter: char| !matches!(letter, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'));
        let number = self.take(end.unwrap_or(begin.len()));
        if is_number(number) {
            return Ok(number.to_owned());
        }
        self.rest = begin;
        Err(self.refuse("a value"))
    }

    fn string(&mut self) -> Result<String, Refusal> {
        let begin = self.rest;
        self.take(1);
        let mut string = String::new();
        loop {
            let stop = |letter: char| matches!(letter, '"' | '\\' | '\0'..='\x1f');
            let Some(end) = self.rest.find(stop) else {
                self.rest = begin;
                let message = format!("a text begins here and never ends; the file was cut off: {AGAIN}");
                return Err((Some(self.line(self.at())), message));
            };
            string.push_str(self.take(end));
            if self.rest.starts_with('"') {
                self.take(1);
                return Ok(string);
            }
            if !self.rest.starts_with('\\') {
                return Err(self.refuse("a letter or `\"`"));
            }
            string.push(self.escape()?);
        }
    }

    /// A letter written with a backslash.
    fn escape(&mut self) -> Result<char, Refusal> {
        let begin = self.rest;
        self.take(1);
        let letter = self.rest.chars().next().unwrap_or_default();
        let plain = match letter {
            '"' | '\\' | '/' => Some(letter),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            _ => None,
        };
        if plain.is_some() {
            self.take(1);
        }
        let found = plain.or_else(|| self.unicode());
        found.ok_or_else(|| {
            self.rest = begin;
            self.refuse("a letter (what follows the backslash is none)")
        })
    }

    /// A letter by its number, in one part or two.
    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        let units = match first {
            0xd800..0xdc00 if self.rest.starts_with('\\') => {
                self.take(1);
                vec![first, self.unit()?]
            }
            _ => vec![first],
        };
        let mut letters = char::decode_utf16(units);
        let letter = letters.next()?.ok()?;
        letters.next().is_none().then_some(letter)
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.rest.strip_prefix('u')?.get(..4)?;
        let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        self.take(5);
        hexadecimal.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
    }
}

/// Whether a text is a number as JSON writes them.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let exponent = exponent.is_none_or(|power| digits(power.strip_prefix(['+', '-']).unwrap_or(power)));
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, digits(fraction)),
        None => (mantissa, true),
    };
    let led = whole.len() > 1 && whole.starts_with('0');
    digits(whole) && !led && fraction && exponent
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Node {
        Node::Text(text.to_owned())
    }

    fn only(json: &str) -> Node {
        let mut documents = read(json).unwrap();
        assert_eq!(documents.len(), 1);
        documents.pop().unwrap()
    }

    fn refused(json: &str) -> (u64, String) {
        let (line, message) = read(json).unwrap_err();
        (line.unwrap(), message)
    }

    #[test]
    fn numbers_keep_every_digit() {
        let numbers = only("[1234567890123456789, 1.10, -0, 2e+08, 0.5E-3]");
        let expected = ["1234567890123456789", "1.10", "-0", "2e+08", "0.5E-3"];
        assert_eq!(numbers, Node::List(expected.map(text).into()));
    }

    #[test]
    fn maps_keep_their_order_and_truths_are_words() {
        let map = only(" {\"b\" : true, \"a\":[false, null, {}], \"c\":[]}\n");
        let list = Node::List(vec![text("false"), Node::Null, Node::Map(Vec::new())]);
        let entries = [("b", text("true")), ("a", list), ("c", Node::List(Vec::new()))];
        assert_eq!(map, Node::Map(entries.map(|(key, node)| (key.to_owned(), node)).into()));
    }

    #[test]
    fn letters_may_be_written_with_a_backslash() {
        let letters = only(r#""a\"\\\/\b\f\n\r\t\u00fc\ud83d\ude00 ü""#);
        assert_eq!(letters, text("a\"\\/\u{8}\u{c}\n\r\tü😀 ü"));
        for faulty in [
            r#""\x""#,
            r#""\u12""#,
            r#""\u+123""#,
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83dA""#,
            r#""\"#,
        ] {
            let (line, message) = refused(faulty);
            assert_eq!(line, 1);
            assert!(
                message.contains("what follows the backslash is none") || message.contains("never ends"),
                "{message}"
            );
        }
    }

    #[test]
    fn documents_may_follow_each_other() {
        assert_eq!(read("{}{}\n[1]").unwrap().len(), 3);
        assert_eq!(read("{\"a\":1}\r\n{\"a\":2}\r\n\r\n").unwrap().len(), 2);
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_with_both_lines() {
        let (line, message) = refused("{\n\"a\": 1,\n\"b\": {\"a\": 2},\n\"a\": 3}");
        assert_eq!(line, 4);
        assert!(
            message.contains("the key `a` stands twice in the same object (first on line 2)"),
            "{message}"
        );
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_line() {
        for (json, line, expected) in [
            ("{\n\"a\" 1}", 2, "`1` stands where `:` is expected"),
            ("{\"a\": 1\n\"b\": 2}", 2, "`\\\"` stands where `,` or `}` is expected"),
            ("[1\n2]", 2, "`2` stands where `,` or `]` is expected"),
            ("{a: 1}", 1, "`a` stands where a key in quotation marks is expected"),
            ("user,level\nanna,1", 1, "`u` stands where a value is expected"),
            ("[01]", 1, "`0` stands where a value is expected"),
            ("[1.]", 1, "`1` stands where a value is expected"),
            ("[NaN]", 1, "`N` stands where a value is expected"),
            ("[\"a\nb\"]", 1, "`\\n` stands where a letter"),
            (
                "{\"a\": [1,\n",
                2,
                "the JSON ends where a value is expected; the file was cut off",
            ),
            ("\n\n[\"abc", 3, "never ends; the file was cut off"),
        ] {
            let found = refused(json);
            assert_eq!(found.0, line, "{json}");
            assert!(found.1.contains(expected), "{}", found.1);
        }
        let (_, message) = read(" \n").unwrap_err();
        assert!(message.starts_with("there is no JSON document in it"), "{message}");
    }

    #[test]
    fn a_document_that_is_nested_too_deep_is_refused() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&nested(DEEPEST)).is_ok());
        assert!(refused(&nested(100_000)).1.contains("nested deeper than 128 levels"));
    }

    proptest! {
        #[test]
        fn every_text_comes_back(texts in prop::collection::vec(any::<String>(), 0..5)) {
            let json = serde_json::to_string(&texts).unwrap();
            prop_assert_eq!(only(&json), Node::List(texts.into_iter().map(Node::Text).collect()));
        }

        #[test]
        fn what_serde_reads_is_read_and_nothing_else(json in "[\\[\\]{}:,\" a0-2.e\\\\-]{0,12}") {
            prop_assume!(!json.trim().is_empty());
            let theirs: Result<Vec<serde_json::Value>, _> = serde_json::Deserializer::from_str(&json).into_iter().collect();
            let ours = read(&json);
            if ours.is_err() {
                let twice = ours.unwrap_err().1.contains("twice");
                prop_assert!(theirs.is_err() || twice, "{}", json);
            } else if let Ok(theirs) = theirs {
                prop_assert_eq!(ours.unwrap().len(), theirs.len());
            }
        }
    }
}

//! YAML to trees: one document or several.
//!
//! Comes in: a text. Goes out: its documents. Scalars stay as they are written (`007`, `1.10`, `yes`); only an empty
//! one, `~` and `null` without quotation marks are nothing. Aliases and merge keys are unfolded up to a limit.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};

use super::{AGAIN, DEEPEST, Node};
use crate::ingest::header_like::called;
use crate::ingest::readers::Refusal;

/// The documents of a text, at least one.
pub(in crate::ingest) fn read(text: &str) -> Result<Vec<Node>, Refusal> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        anchors: BTreeMap::new(),
        unfolded: 0,
        depth: 0,
    };
    let mut documents = Vec::new();
    while let Some((event, span)) = reader.next()? {
        if event.is_node() {
            let node = reader.node(event, span)?;
            reader.anchors.clear();
            documents.extend((node != Node::Null).then_some(node));
        }
    }
    if documents.is_empty() {
        return Err((None, format!("there is no YAML document in it; {AGAIN}")));
    }
    Ok(documents)
}

/// How many values and letters aliases may stand for in a file.
const UNFOLDED: usize = 1_000_000;

struct Reader<'t> {
    events: Parser<'t, StrInput<'t>>,
    anchors: BTreeMap<usize, Node>,
    unfolded: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<Option<(Event<'t>, Span)>, Refusal> {
        self.events.next_event().transpose().map_err(|error| broken(&error))
    }

    /// The next event of a collection that has begun.
    fn inside(&mut self, begin: Span) -> Result<(Event<'t>, Span), Refusal> {
        let ended = || (Some(line(begin)), format!("what begins here never ends; {AGAIN}"));
        self.next()?.ok_or_else(ended)
    }

    fn node(&mut self, event: Event<'t>, span: Span) -> Result<Node, Refusal> {
        let anchor = event.anchor_id();
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("the YAML is nested deeper than {DEEPEST} levels, which no export is; {AGAIN}");
            return Err((Some(line(span)), message));
        }
        let node = self.begun(event, span)?;
        self.depth -= 1;
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// The node that begins with an event.
    fn begun(&mut self, event: Event<'t>, span: Span) -> Result<Node, Refusal> {
        Ok(match event {
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::SequenceStart(..) => self.list(span)?,
            Event::MappingStart(..) => self.map(span)?,
            Event::Scalar(text, style, _, tag) => {
                let is_text = tag.is_some_and(|tag| tag.core_suffix() == Some("str"));
                match (style, text.as_ref()) {
                    (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") if !is_text => Node::Null,
                    _ => Node::Text(text.into_owned()),
                }
            }
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(..)
            | Event::DocumentEnd
            | Event::Anchor(..)
            | Event::UnresolvedAlias(_)
            | Event::SequenceEnd
            | Event::MappingEnd
            | _ => return Err((Some(line(span)), format!("a value is expected here; {AGAIN}"))),
        })
    }

    fn list(&mut self, begin: Span) -> Result<Node, Refusal> {
        let mut elements = Vec::new();
        loop {
            let (event, span) = self.inside(begin)?;
            if event == Event::SequenceEnd {
                return Ok(Node::List(elements));
            }
            elements.push(self.node(event, span)?);
        }
    }

    fn map(&mut self, begin: Span) -> Result<Node, Refusal> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        let mut merged = Vec::new();
        loop {
            let (event, span) = self.inside(begin)?;
            let is_merge = event.scalar() == Some(("<<", ScalarStyle::Plain));
            if event == Event::MappingEnd {
                break;
            }
            let scalar = event.scalar().map(|(text, _)| text.to_owned());
            let key = match (scalar, self.node(event, span)?) {
                (Some(key), _) | (None, Node::Text(key)) => key,
                (None, Node::Null | Node::List(_) | Node::Map(_)) => return Err((Some(line(span)), KEY.to_owned())),
            };
            let (event, value) = self.inside(begin)?;
            let node = self.node(event, value)?;
            if is_merge {
                merged.push(node);
                continue;
            }
            if let Some(first) = lines.insert(key.clone(), line(span)) {
                return Err((Some(line(span)), twice(&key, first)));
            }
            entries.push((key, node));
        }
        for node in merged {
            for (key, node) in sources(node).into_iter().flatten() {
                if !lines.contains_key(&key) {
                    lines.insert(key.clone(), line(begin));
                    entries.push((key, node));
                }
            }
        }
        Ok(Node::Map(entries))
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<Node, Refusal> {
        let Some(node) = self.anchors.get(&anchor) else {
            let message = format!("the alias stands inside the value that it stands for; {AGAIN}");
            return Err((Some(line(span)), message));
        };
        self.unfolded = self.unfolded.saturating_add(weight(node));
        if self.unfolded > UNFOLDED {
            let message = format!(
                "the aliases of the YAML stand for more than {UNFOLDED} values and letters, which no export does; {AGAIN}"
            );
            return Err((Some(line(span)), message));
        }
        Ok(node.clone())
    }
}

const KEY: &str = "the key is a list, a map or nothing, where a word is expected; export it again as it comes from the \
                   system";

fn twice(key: &str, first: u64) -> String {
    format!(
        "{} stands twice in the same map (first on line {first}), and only one of the two can be meant; {AGAIN}",
        called(key)
    )
}

fn line(span: Span) -> u64 {
    span.start.line() as u64
}

fn broken(error: &ScanError) -> Refusal {
    let message = format!("this is no YAML ({}); {AGAIN}", error.info());
    (Some(error.marker().line() as u64), message)
}

/// The entries of the maps that a merge key names.
fn sources(node: Node) -> Vec<Vec<(String, Node)>> {
    match node {
        Node::Map(entries) => vec![entries],
        Node::List(maps) => maps.into_iter().flat_map(sources).collect(),
        Node::Null | Node::Text(_) => Vec::new(),
    }
}

/// How many values and letters are in a node.
fn weight(node: &Node) -> usize {
    1 + match node {
        Node::Null => 0,
        Node::Text(text) => text.len(),
        Node::List(elements) => elements.iter().map(weight).sum(),
        Node::Map(entries) => entries.iter().map(|(key, node)| key.len() + weight(node)).sum(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::super::json;
    use super::*;

    /// Reads the same as the JSON.
    fn same(yaml: &str, json: &str) {
        assert_eq!(read(yaml).unwrap(), json::read(json).unwrap(), "{yaml}");
    }

    fn refused(yaml: &str) -> (u64, String) {
        let (line, message) = read(yaml).unwrap_err();
        (line.unwrap(), message)
    }

    #[test]
    fn scalars_stay_as_they_are_written() {
        let written =
            "[007, 1.10, yes, True, 0x1F, 1_000, .inf, 2026-08-01, 1234567890123456789, 'null', \"~\", !!str null]";
        let texts =
            r#"["007","1.10","yes","True","0x1F","1_000",".inf","2026-08-01","1234567890123456789","null","~","null"]"#;
        same(written, texts);
        same("a:\nb: ~\nc: null\nd: ''", r#"{"a":null,"b":null,"c":null,"d":""}"#);
    }

    #[test]
    fn keys_are_texts_in_their_order() {
        same(
            "2: a\n1: b\nnull: c\nyes: d",
            r#"{"2":"a","1":"b","null":"c","yes":"d"}"#,
        );
    }

    #[test]
    fn several_documents_are_read_and_empty_ones_left_out() {
        same("---\na: 1\n---\n---\n# none\n...\n---\n- b\n", "{\"a\":1}[\"b\"]");
    }

    #[test]
    fn a_config_map_keeps_its_documents_as_texts() {
        same(
            "data:\n  mapRoles: |\n    - rolearn: arn:aws:iam::111122223333:role/node\n      username: system:node:{{EC2PrivateDNSName}}\n",
            r#"{"data":{"mapRoles":"- rolearn: arn:aws:iam::111122223333:role/node\n  username: system:node:{{EC2PrivateDNSName}}\n"}}"#,
        );
    }

    #[test]
    fn aliases_and_merge_keys_are_unfolded() {
        same(
            "a: &x {k: 1, l: 2}\nb: *x\nc: {<<: *x, l: 3}",
            r#"{"a":{"k":1,"l":2},"b":{"k":1,"l":2},"c":{"l":3,"k":1}}"#,
        );
        same(
            "a: &x {k: 1}\nb: &y {k: 2, m: 3}\nc: {<<: [*x, *y]}",
            r#"{"a":{"k":1},"b":{"k":2,"m":3},"c":{"k":1,"m":3}}"#,
        );
        same("? &k a\n: 1\nb: *k", r#"{"a":1,"b":"a"}"#);
    }

    #[test]
    fn aliases_that_stand_for_too_much_are_refused() {
        let above = (1..20).map(|level| {
            let below = format!("*a{}", level - 1);
            format!("a{level}: &a{level} [{}]\n", [below.as_str(); 9].join(", "))
        });
        let bomb: String = std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned())
            .chain(above)
            .collect();
        let (_, message) = refused(&bomb);
        assert!(
            message.contains("stand for more than 1000000 values and letters"),
            "{message}"
        );
        let (line, message) = refused("a: 1\nb: &b [*b]");
        assert_eq!(line, 2);
        assert!(message.contains("inside the value that it stands for"), "{message}");
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_line() {
        let (line, message) = refused("a: 1\nb: 2\na: 3");
        assert_eq!(line, 3);
        assert!(
            message.contains("the key `a` stands twice in the same map (first on line 1)"),
            "{message}"
        );
        let (line, message) = refused("a: 1\n[x]: 2");
        assert_eq!((line, message.as_str()), (2, KEY));
        let (line, message) = refused("a: 1\nb: [1, 2\nc: }");
        assert_eq!(line, 3);
        assert!(message.starts_with("this is no YAML ("), "{message}");
        assert!(refused("a: *none").1.starts_with("this is no YAML ("));
        let (_, message) = read("# nothing\n").unwrap_err();
        assert!(message.starts_with("there is no YAML document in it"), "{message}");
    }

    #[test]
    fn a_document_that_is_nested_too_deep_is_refused() {
        let deep = (0..200).map(|level| " ".repeat(level) + "a:\n").collect();
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        for yaml in [nested(200), deep] {
            let (_, message) = refused(&yaml);
            assert!(
                message.starts_with("the YAML is nested deeper than 128 levels"),
                "{message}"
            );
        }
        assert!(refused(&nested(100_000)).1.starts_with("this is no YAML ("));
        assert!(read(&nested(100)).is_ok());
    }
}

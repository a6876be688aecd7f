//! Where a document has another shape than a way into it expects: a list in the place of a map, a text in the place of
//! either, nothing where something goes on.
//!
//! Comes in: a node that was met, and the step that follows, or that its text is wanted. Goes out: a [`Misfit`]. What
//! holds nothing (an empty list, map or text) is lost in no shape, so that it fits everywhere.

use std::fmt;

use super::{Found, Node, TEXT};
use crate::model::profile::Step;

/// A place where something stands that a way into the tree cannot follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Misfit {
    /// Where.
    pub(in crate::ingest) pointer: String,
    found: &'static str,
    expected: &'static str,
}

const MAP: &str = "a map (names with something under each)";
const LIST: &str = "a list";
const VALUE: &str = "a single text or number";

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(
            f,
            "`{pointer}` holds {}, where {} is expected",
            self.found, self.expected
        )
    }
}

/// Why a step cannot be taken from a node.
pub(super) fn misfit(from: &Found<'_>, step: &Step) -> Option<Misfit> {
    let expected = match step {
        Step::Key(key) if key == TEXT => return None,
        Step::Key(_) | Step::Values | Step::Keys => MAP,
        Step::Elements | Step::OneOrMore => LIST,
        Step::OrNothing | Step::OwnKey => return None,
    };
    let found = match (from.node, step) {
        (Node::Null, _) => "nothing (`null`)",
        (_, Step::OneOrMore) => return None,
        (Node::List(elements), _) if expected != LIST && !elements.is_empty() => "a list",
        (Node::Map(entries), _) if expected != MAP && !entries.is_empty() => "a map",
        (Node::Text(text), _) if !text.trim().is_empty() => VALUE,
        (Node::List(_) | Node::Map(_) | Node::Text(_), _) => return None,
    };
    Some(Misfit {
        pointer: from.pointer.clone(),
        found,
        expected,
    })
}

/// Why a node, or what a text of it was selected from, is no text.
pub(super) fn no_text(of: &Found<'_>) -> Option<Misfit> {
    let found = match of.node {
        _ if of.text().is_some() => return None,
        Node::List(elements) if !elements.is_empty() => "a list",
        Node::Map(entries) if !entries.is_empty() => "a map",
        Node::Null | Node::Text(_) | Node::List(_) | Node::Map(_) => return None,
    };
    Some(Misfit {
        pointer: of.pointer.clone(),
        found,
        expected: VALUE,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::ingest::readers::tree::{follow, follow_to_texts, json};
    use crate::model::profile::Selector;

    /// How many nodes a way leads to, and what fits it not.
    fn met(json: &str, way: &str, to_texts: bool) -> (usize, Vec<String>) {
        let documents = json::read(json).unwrap();
        let start = Found::root(documents.first().unwrap());
        let path = Selector::parse(way).unwrap().path;
        let mut misfits = Vec::new();
        let found = if to_texts {
            follow_to_texts(&start, &path, &mut misfits)
        } else {
            follow(&start, &path, &mut misfits)
        };
        (found.len(), misfits.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn another_shape_is_told_with_its_place() {
        for (json, way, why) in [
            (
                r#"{"a": [1]}"#,
                "a.b",
                "`/a` holds a list, where a map (names with something under each) is expected",
            ),
            (
                r#"{"a": "x"}"#,
                "a{*}",
                "`/a` holds a single text or number, where a map",
            ),
            (r#"{"a": null}"#, "a.@keys", "`/a` holds nothing (`null`), where a map"),
            (
                r#"{"a": {"b": 1}}"#,
                "a[*]",
                "`/a` holds a map, where a list is expected",
            ),
            (
                r#"{"a": true}"#,
                "a[*]",
                "`/a` holds a single text or number, where a list is expected",
            ),
            (
                r#"{"a": null}"#,
                "a[+]",
                "`/a` holds nothing (`null`), where a list is expected",
            ),
            (
                r#"{"a": "x"}"#,
                "a?[*]",
                "`/a` holds a single text or number, where a list is expected",
            ),
            ("[1]", "a", "`/` holds a list, where a map"),
        ] {
            let (found, told) = met(json, way, false);
            assert!(
                told.len() == 1 && told.iter().all(|told| told.starts_with(why)),
                "{json} {way}: {told:?}"
            );
            assert_eq!(found, 0, "{json} {way}");
        }
        for (json, why) in [
            (
                r#"{"a": {"b": 1}}"#,
                "`/a` holds a map, where a single text or number is expected",
            ),
            (
                r#"{"a": [1]}"#,
                "`/a` holds a list, where a single text or number is expected",
            ),
        ] {
            assert_eq!(met(json, "a", true).1, [why]);
            assert_eq!(met(json, "a", false), (1, Vec::new()));
        }
    }

    #[test]
    fn what_is_missing_or_empty_or_meant_fits() {
        for (json, way, expected) in [
            ("{}", "a.b[*].c", 0),
            (r#"{"a": []}"#, "a{*}", 0),
            (r#"{"a": []}"#, "a.b", 0),
            (r#"{"a": " "}"#, "a.b", 0),
            (r#"{"a": null}"#, "a", 1),
            (r#"{"a": null}"#, "a?[*]", 0),
            (r#"{"a": null}"#, "a?.b", 0),
            (r#"{"a": [1, 2]}"#, "a?[+]", 2),
            (r#"{"a": {"b": 1}}"#, "a[+].b", 1),
            (r#"{"a": "x"}"#, "a[+]", 1),
            (r#"{"a": {}}"#, "a", 1),
        ] {
            assert_eq!(met(json, way, true), (expected, Vec::new()), "{json} {way}");
        }
    }

    #[test]
    fn what_fits_is_met_beside_what_does_not() {
        let (found, told) = met(r#"{"a": {"b": {"c": 1}, "d": [2]}}"#, "a{*}.c", true);
        assert_eq!((found, told.len()), (1, 1));
    }
}

//! What has to be taken off a tree before it is read: pages, documents inside texts, policies, base64.
//!
//! Comes in: the documents of a file and the [`Wrapper`] of a profile. Goes out: the documents as the profile's
//! selectors see them, or the bytes of the file that is inside. One more kind of embedded document: a variant of
//! [`Embedded`] and its reader in [`inner`].

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::{Document, Found, Node, json, policy, select, yaml};
use crate::ingest::readers::Refusal;
use crate::model::profile::{Embedded, Selector, Step, Wrapper};

/// The documents with pages as documents of their own, and embedded documents and policies in the place of their texts.
pub(in crate::ingest) fn unwrapped(documents: Vec<Node>, wrapper: &Wrapper) -> Result<Vec<Document>, Refusal> {
    let only = documents.len() == 1;
    let pages = |(number, document): (usize, Node)| {
        let before = if only {
            String::new()
        } else {
            format!("{}:", number + 1)
        };
        match document {
            Node::List(pages) if wrapper.pages => {
                let place = |(place, node)| Document {
                    node,
                    pointer: format!("{before}/{place}"),
                };
                pages.into_iter().enumerate().map(place).collect()
            }
            node @ (Node::Null | Node::Text(_) | Node::List(_) | Node::Map(_)) => {
                let pointer = before;
                vec![Document { node, pointer }]
            }
        }
    };
    let mut documents: Vec<Document> = documents.into_iter().enumerate().flat_map(pages).collect();
    for Document {
        node: document,
        pointer,
    } in &mut documents
    {
        let pointer = pointer.as_str();
        for (at, embedded) in &wrapper.embedded {
            replace(document, &at.path.0, pointer, &mut |node| inner(node, *embedded))?;
        }
        for at in &wrapper.policies {
            replace(document, &at.path.0, pointer, &mut |node| match node {
                Node::Null => Ok(Node::Null),
                Node::Text(_) | Node::List(_) | Node::Map(_) => {
                    policy::named(node).map_err(|why| format!("is no policy document: {why}"))
                }
            })?;
        }
    }
    Ok(documents)
}

/// Replaces every node that steps lead to.
fn replace(
    node: &mut Node,
    steps: &[Step],
    pointer: &str,
    with: &mut impl FnMut(&Node) -> Result<Node, String>,
) -> Result<(), Refusal> {
    let Some((step, onward)) = steps.split_first() else {
        *node = with(node).map_err(|why| (None, format!("what stands at `{pointer}` {why}")))?;
        return Ok(());
    };
    match (step, node) {
        (Step::Key(key), Node::Map(entries)) => {
            for (name, node) in entries.iter_mut().filter(|(name, _)| name == key) {
                replace(node, onward, &format!("{pointer}/{name}"), with)?;
            }
        }
        (Step::Values, Node::Map(entries)) => {
            for (name, node) in entries {
                replace(node, onward, &format!("{pointer}/{name}"), with)?;
            }
        }
        (Step::Elements | Step::OneOrMore, Node::List(elements)) => {
            for (place, node) in elements.iter_mut().enumerate() {
                replace(node, onward, &format!("{pointer}/{place}"), with)?;
            }
        }
        (Step::Elements | Step::OneOrMore | Step::OrNothing, node @ (Node::Text(_) | Node::Map(_)))
        | (Step::OrNothing, node @ Node::List(_)) => replace(node, onward, pointer, with)?,
        (
            Step::Key(_)
            | Step::Values
            | Step::Elements
            | Step::OneOrMore
            | Step::OrNothing
            | Step::OwnKey
            | Step::Keys,
            _,
        ) => {}
    }
    Ok(())
}

/// The document inside a text; what is no text is left, and an empty text holds nothing.
fn inner(node: &Node, embedded: Embedded) -> Result<Node, String> {
    let Node::Text(text) = node else {
        return Ok(node.clone());
    };
    if text.trim().is_empty() {
        return Ok(Node::Null);
    }
    let (read, name) = match embedded {
        Embedded::Json => (json::read(text), "JSON"),
        Embedded::Yaml => (yaml::read(text), "YAML"),
    };
    let mut documents = read.map_err(|(line, why)| match line {
        Some(line) => format!("cannot be read as {name}, on line {line} of that text: {why}"),
        None => format!("cannot be read as {name}: {why}"),
    })?;
    Ok(match (documents.pop(), documents.is_empty()) {
        (Some(document), true) => document,
        (last, _) => Node::List(documents.into_iter().chain(last).collect()),
    })
}

/// The file that stands in the first document as base64.
pub(in crate::ingest) fn base64(documents: &[Node], at: &Selector) -> Result<Vec<u8>, Refusal> {
    let document = documents.first().map(Found::root);
    let found = document.map(|document| select(&document, &at.path)).unwrap_or_default();
    let text = match found.as_slice() {
        [only] => only.text(),
        _ => None,
    };
    let refusal = |why: String| (None, format!("{why}; export it again as it comes from the system"));
    let text = text.ok_or_else(|| refusal("the file inside it is not where it is expected".to_owned()))?;
    let letters: String = text.split_ascii_whitespace().collect();
    let engine = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let decoded = engine.decode(letters);
    decoded.map_err(|error| refusal(format!("the file inside it is no base64 ({error})")))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::model::profile::Path;

    fn read(json: &str) -> Vec<Node> {
        json::read(json).unwrap()
    }

    fn at(steps: &[Step]) -> Selector {
        Selector {
            from: None,
            path: Path(steps.to_vec()),
        }
    }

    fn key(key: &str) -> Step {
        Step::Key(key.to_owned())
    }

    fn nodes(documents: Vec<Document>) -> Vec<Node> {
        documents.into_iter().map(|document| document.node).collect()
    }

    #[test]
    fn pages_are_documents() {
        let wrapper = Wrapper {
            pages: true,
            ..Wrapper::default()
        };
        let documents = read("[{\"a\":1},{\"a\":2}] {\"a\":3}");
        let found = unwrapped(documents.clone(), &wrapper).unwrap();
        let pointers: Vec<&str> = found.iter().map(|document| document.pointer.as_str()).collect();
        assert_eq!(pointers, ["1:/0", "1:/1", "2:"]);
        assert_eq!(nodes(found), read("{\"a\":1}{\"a\":2}{\"a\":3}"));
        assert_eq!(
            nodes(unwrapped(documents.clone(), &Wrapper::default()).unwrap()),
            documents
        );
        let only = unwrapped(read("[{},{}]"), &wrapper).unwrap();
        assert_eq!(only.first().unwrap().pointer, "/0");
        assert_eq!(unwrapped(read("{}"), &wrapper).unwrap().first().unwrap().pointer, "");
    }

    #[test]
    fn embedded_documents_take_the_place_of_their_texts() {
        let wrapper = Wrapper {
            embedded: vec![
                (at(&[key("data"), key("roles")]), Embedded::Yaml),
                (at(&[key("list"), Step::Elements, key("text")]), Embedded::Json),
                (at(&[key("map"), Step::Values]), Embedded::Json),
                (at(&[key("none"), key("deep")]), Embedded::Json),
            ],
            ..Wrapper::default()
        };
        let documents = read(
            r#"{"data": {"roles": "- a: 007\n- b"}, "list": [{"text": "[1]"}, {"text": {"x": 1}}, {"text": " "}],
                "map": {"p": "1 2"}, "none": 3}"#,
        );
        let expected = read(
            r#"{"data": {"roles": [{"a": "007"}, "b"]}, "list": [{"text": [1]}, {"text": {"x": 1}}, {"text": null}],
                "map": {"p": [1, 2]}, "none": 3}"#,
        );
        assert_eq!(nodes(unwrapped(documents, &wrapper).unwrap()), expected);
        let (_, message) = unwrapped(read(r#"{"list": {"text": "{\n1"}}"#), &wrapper).unwrap_err();
        assert!(
            message
                .starts_with("what stands at `/list/text` cannot be read as JSON, on line 2 of that text: this is no"),
            "{message}"
        );
        let (_, message) = unwrapped(read("1 {\"data\": {\"roles\": \"# only\"}}"), &wrapper).unwrap_err();
        assert!(
            message.starts_with("what stands at `2:/data/roles` cannot be read as YAML: there is no"),
            "{message}"
        );
    }

    #[test]
    fn policies_are_replaced_by_who_is_named() {
        let wrapper = Wrapper {
            policies: vec![at(&[Step::Elements, key("policy")])],
            ..Wrapper::default()
        };
        let documents = read(r#"[{"policy": "{\"Statement\": {\"Effect\": \"Deny\"}}"}, {"policy": null}]"#);
        let expected = read(r#"[{"policy": [{"effect": "Deny"}]}, {"policy": null}]"#);
        assert_eq!(nodes(unwrapped(documents, &wrapper).unwrap()), expected);
        let (_, message) = unwrapped(read(r#"[{"policy": {}}]"#), &wrapper).unwrap_err();
        assert_eq!(
            message,
            "what stands at `/0/policy` is no policy document: there is no `Statement` in it"
        );
    }

    #[test]
    fn a_file_in_base64_is_unwrapped() {
        let content = at(&[key("Content")]);
        for json in [r#"{"Content": "dXNlcixhcm4K"}"#, r#"{"Content": "dXNl\ncixhcm4K\n"}"#] {
            assert_eq!(base64(&read(json), &content).unwrap(), b"user,arn\n");
        }
        assert_eq!(base64(&read(r#"{"Content": "YQ"}"#), &content).unwrap(), b"a");
        let (_, message) = base64(&read(r#"{"Content": "a,b"}"#), &content).unwrap_err();
        assert!(message.starts_with("the file inside it is no base64 ("), "{message}");
        for json in ["{}", r#"{"Content": []}"#] {
            let (_, message) = base64(&read(json), &content).unwrap_err();
            assert!(message.starts_with("the file inside it is not where"), "{message}");
        }
    }
}

//! Trees: what JSON, YAML and XML documents hold, and the ways through them.
//!
//! Comes in: the text of a file. Goes out: a [`Node`] for each document in it; [`select`] follows the [`Path`] of a
//! profile from one node to others and tells where each stands, [`follow`] also where something else stands than the way
//! expects. One more format: a child that gives [`Node`]s.

pub(in crate::ingest) use self::shape::Misfit;
use crate::model::profile::{Path, Step};

pub(in crate::ingest) mod json;
pub(in crate::ingest) mod policy;
mod shape;
pub(in crate::ingest) mod wrapper;
pub(in crate::ingest) mod xml;
pub(in crate::ingest) mod yaml;

/// How deep documents may be nested.
const DEEPEST: usize = 128;

/// What to do about a document that cannot be read.
const AGAIN: &str = "export it again as it comes from the system";

/// A value of a document. Numbers and truths are kept as the text that stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::ingest) enum Node {
    /// Nothing, said expressly.
    Null,
    /// A text, a number, `true` or `false`.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Values by key, in the order of the file; no key twice.
    Map(Vec<(String, Node)>),
}

/// A node with the way by which it was met.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Found<'n> {
    /// The node; of a key that was selected, its value.
    pub(in crate::ingest) node: &'n Node,
    /// Where it stands, after RFC 6901 (`/values/3`); in documents after the first, behind their number (`2:/values/3`).
    pub(in crate::ingest) pointer: String,
    /// The key under which [`Step::Values`] last met it, or a node above it.
    pub(in crate::ingest) key: Option<&'n str>,
    /// Whether the key was selected, not the node.
    is_key: bool,
}

impl Node {
    /// The text of a scalar, also of an XML element that has attributes beside it; none of null, a list or a map.
    pub(in crate::ingest) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Map(_) => match self.at(TEXT)? {
                Self::Text(text) => Some(text),
                Self::Null | Self::List(_) | Self::Map(_) => None,
            },
            Self::Null | Self::List(_) => None,
        }
    }

    /// The value of a key.
    pub(in crate::ingest) fn at(&self, key: &str) -> Option<&Node> {
        match self {
            Self::Map(entries) => Some(&entries.iter().find(|(name, _)| name == key)?.1),
            Self::Text(_) if key == TEXT => Some(self),
            Self::Null | Self::Text(_) | Self::List(_) => None,
        }
    }
}

/// A document of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Document {
    /// What stands in it.
    pub(in crate::ingest) node: Node,
    /// Where it stands: empty for the only one; `/1` for the second element of a list at the top; `2:` for the second
    /// of several that follow one another.
    pub(in crate::ingest) pointer: String,
}

/// The key of the text of an XML element.
const TEXT: &str = "#text";

impl<'n> Found<'n> {
    /// A document of a file.
    pub(in crate::ingest) fn document(document: &'n Document) -> Self {
        Self {
            pointer: document.pointer.clone(),
            ..Self::root(&document.node)
        }
    }

    /// A document by itself.
    pub(in crate::ingest) fn root(node: &'n Node) -> Self {
        Self {
            node,
            pointer: String::new(),
            key: None,
            is_key: false,
        }
    }

    /// The text that was met: of the key, if that was selected, else of the node.
    pub(in crate::ingest) fn text(&self) -> Option<&'n str> {
        if self.is_key { self.key } else { self.node.text() }
    }

    /// A node below this one.
    fn below(&self, step: &str, node: &'n Node, key: Option<&'n str>) -> Self {
        Self {
            node,
            pointer: format!("{}/{}", self.pointer, step.replace('~', "~0").replace('/', "~1")),
            key: key.or(self.key),
            is_key: false,
        }
    }

    /// Where one step leads.
    fn step(self, step: &Step, onward: &mut Vec<Self>) {
        match (step, self.node) {
            _ if self.is_key => {}
            (Step::Key(key), Node::Text(_)) if key == TEXT => onward.push(self),
            (Step::Key(key), node) => onward.extend(node.at(key).map(|node| self.below(key, node, None))),
            (Step::Elements | Step::OneOrMore, Node::List(elements)) => {
                let place = elements.iter().enumerate();
                onward.extend(place.map(|(place, node)| self.below(&place.to_string(), node, None)));
            }
            (Step::Elements | Step::OneOrMore | Step::OrNothing, Node::Text(_) | Node::Map(_))
            | (Step::OrNothing, Node::List(_)) => onward.push(self),
            (Step::Values | Step::Keys, Node::Map(entries)) => {
                onward.extend(entries.iter().map(|(key, node)| Self {
                    is_key: *step == Step::Keys,
                    ..self.below(key, node, Some(key))
                }));
            }
            (Step::Elements | Step::OneOrMore | Step::OrNothing, Node::Null) | (Step::Values | Step::Keys, _) => {}
            (Step::OwnKey, _) => onward.extend(self.key.is_some().then_some(Self { is_key: true, ..self })),
        }
    }
}

/// Every node that a path leads to, in the order of the file; what is no list is its only element, and of another shape
/// nothing is said.
pub(in crate::ingest) fn select<'n>(start: &Found<'n>, path: &Path) -> Vec<Found<'n>> {
    walk(start, path, &mut |_, _| true)
}

/// Every node that a path leads to, in the order of the file, but for those below a place where something else stands than
/// the path expects. These are noted.
pub(in crate::ingest) fn follow<'n>(start: &Found<'n>, path: &Path, misfits: &mut Vec<Misfit>) -> Vec<Found<'n>> {
    walk(start, path, &mut |found, step| {
        let misfit = shape::misfit(found, step);
        let fits = misfit.is_none();
        misfits.extend(misfit);
        fits
    })
}

/// The same for a path at whose end a text is wanted.
pub(in crate::ingest) fn follow_to_texts<'n>(
    start: &Found<'n>,
    path: &Path,
    misfits: &mut Vec<Misfit>,
) -> Vec<Found<'n>> {
    let found = follow(start, path, misfits);
    misfits.extend(found.iter().filter_map(shape::no_text));
    found
}

fn walk<'n>(start: &Found<'n>, path: &Path, may: &mut dyn FnMut(&Found<'n>, &Step) -> bool) -> Vec<Found<'n>> {
    let mut here = vec![start.clone()];
    for step in &path.0 {
        let mut onward = Vec::new();
        for found in here.into_iter().filter(|found| may(found, step)) {
            found.step(step, &mut onward);
        }
        here = onward;
    }
    here
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    fn key(key: &str) -> Step {
        Step::Key(key.to_owned())
    }

    /// Pointer and text of what steps lead to in the second document of a file.
    fn met(json: &str, steps: &[Step]) -> Vec<(String, String)> {
        let documents = json::read(json).unwrap();
        let start = Found::root(documents.first().unwrap());
        let found = select(&start, &Path(steps.to_vec()));
        let shown = |found: Found<'_>| (found.pointer.clone(), found.text().unwrap_or("-").to_owned());
        found.into_iter().map(shown).collect()
    }

    fn met_is(json: &str, steps: &[Step], expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(at, text)| ((*at).to_owned(), (*text).to_owned()))
            .collect();
        assert_eq!(met(json, steps), expected, "{steps:?}");
    }

    const JFROG: &str = r#"{"repo": {"users": {"anna": ["r", "w"], "b/o~": ["m"]}, "none": null}, "id": 12}"#;

    #[test]
    fn keys_elements_and_values_are_followed() {
        met_is(JFROG, &[], &[("", "-")]);
        met_is(JFROG, &[key("id")], &[("/id", "12")]);
        met_is(JFROG, &[key("id"), Step::Elements], &[("/id", "12")]);
        let users = [key("repo"), key("users"), Step::Values, Step::Elements];
        let expected = [
            ("/repo/users/anna/0", "r"),
            ("/repo/users/anna/1", "w"),
            ("/repo/users/b~1o~0/0", "m"),
        ];
        met_is(JFROG, &users, &expected);
    }

    #[test]
    fn what_is_missing_leads_to_nothing() {
        for steps in [
            vec![key("none")],
            vec![key("id"), key("x")],
            vec![key("id"), Step::Values],
            vec![key("repo"), key("none"), Step::Elements],
            vec![key("repo"), key("users"), key("anna"), key("0")],
            vec![key("repo"), key("users"), key("anna"), Step::Values],
            vec![Step::OwnKey],
            vec![Step::Keys, key("id")],
        ] {
            met_is(JFROG, &steps, &[]);
        }
    }

    #[test]
    fn keys_are_texts() {
        let users = [key("repo"), key("users")];
        let keys = [("/repo/users/anna", "anna"), ("/repo/users/b~1o~0", "b/o~")];
        met_is(JFROG, &[users.to_vec(), vec![Step::Keys]].concat(), &keys);
        met_is(
            JFROG,
            &[users.to_vec(), vec![Step::Values, Step::OwnKey]].concat(),
            &keys,
        );
        let documents = json::read(JFROG).unwrap();
        let start = Found::root(documents.first().unwrap());
        let bound = select(&start, &Path([users.to_vec(), vec![Step::Values]].concat()));
        let own: Vec<_> = bound.iter().map(|user| user.key.unwrap()).collect();
        assert_eq!(own, ["anna", "b/o~"]);
        let actions = select(bound.first().unwrap(), &Path(vec![Step::Elements]));
        let action = actions.last().unwrap();
        assert_eq!(
            (action.pointer.as_str(), action.key),
            ("/repo/users/anna/1", Some("anna"))
        );
    }

    #[test]
    fn an_element_of_xml_is_its_text_with_or_without_attributes() {
        for xml in ["<a><b>1</b></a>", "<a><b c='2'>1</b></a>"] {
            let documents = xml::read(xml).unwrap();
            let start = Found::root(documents.first().unwrap());
            for steps in [
                vec![key("a"), key("b")],
                vec![key("a"), key("b"), Step::Elements, key(TEXT)],
            ] {
                let found = select(&start, &Path(steps));
                assert_eq!(found.first().unwrap().text(), Some("1"), "{xml}");
            }
        }
    }

    fn node() -> impl Strategy<Value = Node> {
        let leaf = prop_oneof![Just(Node::Null), "[a-c~/]{0,3}".prop_map(Node::Text)];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Node::List),
                prop::collection::btree_map("[a-c~/]{1,3}", inner, 0..4)
                    .prop_map(|map| Node::Map(map.into_iter().collect())),
            ]
        })
    }

    /// What a pointer leads to.
    fn resolve<'n>(node: &'n Node, pointer: &str) -> Option<&'n Node> {
        pointer.split('/').skip(1).try_fold(node, |node, part| match node {
            Node::List(elements) => elements.get(part.parse::<usize>().ok()?),
            Node::Null | Node::Text(_) | Node::Map(_) => node.at(&part.replace("~1", "/").replace("~0", "~")),
        })
    }

    proptest! {
        #[test]
        fn selection_loses_no_element_and_says_where_each_stands(
            node in node(),
            steps in prop::collection::vec(prop_oneof![Just(Step::Elements), Just(Step::Values)], 0..4),
        ) {
            let found = select(&Found::root(&node), &Path(steps.clone()));
            for found in &found {
                prop_assert!(std::ptr::eq(resolve(&node, &found.pointer).unwrap(), found.node));
            }
            let onward = |step: Step| select(&Found::root(&node), &Path([steps.clone(), vec![step]].concat())).len();
            let elements = found.iter().map(|found| match found.node {
                Node::Null => 0,
                Node::List(elements) => elements.len(),
                Node::Text(_) | Node::Map(_) => 1,
            });
            prop_assert_eq!(onward(Step::Elements), elements.sum::<usize>());
            let values = found.iter().map(|found| match found.node {
                Node::Map(entries) => entries.len(),
                Node::Null | Node::Text(_) | Node::List(_) => 0,
            });
            let values: usize = values.sum();
            prop_assert_eq!((onward(Step::Values), onward(Step::Keys)), (values, values));
        }
    }
}

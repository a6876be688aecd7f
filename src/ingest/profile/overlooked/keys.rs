//! Keys of a tree that nothing reads, where no record has one that the profile reads: one may be the other under a new
//! name.
//!
//! Comes in: the ways of a profile and the documents of a file. Goes out: what is told. A key is known where a way of the
//! profile names it, where it stands in a sample of the profile, or where the profile or `review.toml` ignores it; so
//! only a key that is new is told, and only beside the place of one that is missing in every record, and only if the way
//! that misses it would lead on from there.

use std::collections::BTreeSet;

use super::wanted::Unknown;
use super::{Overlooked, told};
use crate::ingest::compared::listed;
use crate::ingest::profile::content::{Content, Declared};
use crate::ingest::profile::records::has;
use crate::ingest::profile::rule::Looked;
use crate::ingest::readers::tree::{Document, Node};
use crate::model::profile::{Completeness, Each, Emit, Kind, Origin, Profile, Reading, Records, Selector, Step};

/// The keys that the reader of policies makes.
const OF_POLICIES: [&str; 6] = [
    "effect",
    "principal-kind",
    "principal",
    "actions",
    "resources",
    "condition",
];

/// What is told of the keys of a file that nothing reads.
pub(in crate::ingest::profile) fn overlooked_keys(
    profile: &Profile,
    reading: &Reading,
    documents: &[Document],
    declared: &dyn Fn(&str) -> bool,
) -> Option<Overlooked> {
    let mut lacking: Vec<(&str, Unknown, Vec<&str>)> = Vec::new();
    for records in &reading.records {
        let mut looked_for: Vec<(Vec<Vec<&Step>>, Unknown)> = Vec::new();
        if records.emits.iter().any(|emit| emit.kind != Kind::Person) {
            let paths = records.paths.iter().map(|path| path.path.0.iter().collect());
            looked_for.push((paths.collect(), Unknown::Permissions));
        }
        for emit in records.emits.iter().filter(|emit| emit.kind != Kind::Person) {
            for (ways, unknown) in wanted(emit) {
                let ways = ways.iter().copied();
                let ways = ways.flat_map(|way| full(way, &emit.each, records, documents));
                looked_for.push((ways.collect(), unknown));
            }
        }
        for (ways, unknown) in looked_for {
            let there = |way: &Vec<&Step>| documents.iter().any(|document| reaches(&document.node, way));
            if ways.iter().any(there) {
                continue;
            }
            for (key, onward, maps) in ways.iter().filter_map(|way| missing(documents, way)) {
                let entries = maps.iter().flat_map(|node| entries(node));
                let could_be = entries.filter(|(_, node)| is_alike(node, onward, unknown));
                let keys = could_be.map(|(key, _)| key.as_str());
                let new: Vec<&str> = keys
                    .filter(|key| !reading.ignored.fits(key) && !declared(key))
                    .collect();
                if !new.is_empty() && !lacking.iter().any(|(known, ..)| *known == key) {
                    lacking.push((key, unknown, new));
                }
            }
        }
    }
    if lacking.is_empty() {
        return None;
    }
    let known = known(profile, reading);
    for (.., new) in &mut lacking {
        new.retain(|key| !known.contains(*key));
    }
    lacking.retain(|(.., new)| !new.is_empty());
    lacking.sort_by_key(|(_, unknown, _)| *unknown);
    let unread: BTreeSet<&str> = lacking.iter().flat_map(|(.., new)| new).copied().collect();
    let unread: Vec<&str> = unread.into_iter().collect();
    let names: Vec<&str> = lacking.iter().map(|(key, ..)| *key).collect();
    let unknown: Vec<Unknown> = lacking.iter().map(|(_, unknown, _)| *unknown).collect();
    let lacks = format!("no record has {}, which the profile reads", listed(&names));
    told(("key", "keys"), &unread, &lacks, (unknown, names.first().copied()))
}

/// The ways of an emit, each list one of which is enough, and what nobody knows without them.
fn wanted(emit: &Emit) -> Vec<(Vec<&Selector>, Unknown)> {
    let when = Unknown::when(emit.kind);
    let mut wanted: Vec<(Vec<&Selector>, Unknown)> = emit.each.iter().map(|each| (vec![&each.nodes], when)).collect();
    let mut condition = Looked::default();
    if let Some(when) = &emit.when {
        condition.condition(when);
    }
    wanted.extend(condition.selectors.into_iter().map(|way| (vec![way], when)));
    for (slot, expression) in &emit.fields {
        let unknown = Unknown::of(emit.kind, *slot);
        let mut looked = Looked::default();
        looked.expression(expression);
        // what one version of a product calls so, another calls otherwise
        if matches!(expression.origin, Origin::First(_)) {
            wanted.push((looked.selectors, unknown));
        } else {
            wanted.extend(looked.selectors.into_iter().map(|way| (vec![way], unknown)));
        }
    }
    wanted.retain(|(ways, unknown)| !ways.is_empty() && *unknown < Unknown::Identity);
    wanted
}

/// A way from the top of the documents on, for each place where the records may be.
fn full<'p>(way: &'p Selector, each: &'p [Each], records: &'p Records, documents: &[Document]) -> Vec<Vec<&'p Step>> {
    let before = match way.from.as_deref() {
        Some("document") => vec![Vec::new()],
        // a node is named before it is begun at
        Some(name) => match each.iter().position(|each| each.name == name) {
            Some(place) => {
                let (before, named) = (each.get(..place), each.get(place));
                named.map_or_else(Vec::new, |named| {
                    full(&named.nodes, before.unwrap_or_default(), records, documents)
                })
            }
            None => Vec::new(),
        },
        None => {
            let there = |path: &&Selector| documents.iter().any(|document| has(&document.node, path));
            let paths = records.paths.iter().filter(there);
            paths.map(|path| path.path.0.iter().collect()).collect()
        }
    };
    let all = before.into_iter();
    all.map(|steps: Vec<&Step>| steps.into_iter().chain(&way.path.0).collect())
        .collect()
}

/// Whether a way leads to something below a node.
fn reaches(node: &Node, way: &[&Step]) -> bool {
    let Some((step, onward)) = way.split_first() else {
        return true;
    };
    // whose keys are data tells nothing
    if matches!(step, Step::Keys | Step::OwnKey) {
        return true;
    }
    if let (Step::Key(_), Node::Text(_)) = (step, node) {
        return true;
    }
    below(node, step).any(|node| reaches(node, onward))
}

/// Where one step leads.
fn below<'n>(node: &'n Node, step: &Step) -> Box<dyn Iterator<Item = &'n Node> + 'n> {
    match (step, node) {
        (Step::Key(key), node) => Box::new(node.at(key).into_iter()),
        (Step::Elements | Step::OneOrMore, Node::List(elements)) => Box::new(elements.iter()),
        (Step::Values, Node::Map(entries)) => Box::new(entries.iter().map(|(_, node)| node)),
        (Step::OneOrMore | Step::OrNothing, Node::Text(_) | Node::Map(_)) | (Step::OrNothing, Node::List(_)) => {
            Box::new(std::iter::once(node))
        }
        (Step::Elements | Step::OneOrMore | Step::OrNothing | Step::Values | Step::Keys | Step::OwnKey, _) => {
            Box::new(std::iter::empty())
        }
    }
}

/// Whether a node could stand under a key from which a way goes on: it leads to something there. A document inside a
/// text, and a policy of AWS, are read only under their own key.
fn is_alike(node: &Node, onward: &[&Step], unknown: Unknown) -> bool {
    let Some((step, rest)) = onward.split_first() else {
        let is_day = |text: &str| text.contains(|sign: char| sign.is_ascii_digit());
        return match node {
            Node::Text(text) => unknown != Unknown::LastLogin || is_day(text),
            Node::Map(entries) => !entries.is_empty(),
            Node::Null | Node::List(_) => false,
        };
    };
    let is_document = |text: &str| text.contains('\n') || text.starts_with(['{', '[', '-', '%']);
    match (node, step) {
        (Node::Map(_), Step::Keys | Step::OwnKey) => true,
        (Node::Map(_), _) if node.at("Statement").is_some() => true,
        (Node::Text(text), _) if is_document(text) => true,
        _ => below(node, step).any(|node| is_alike(node, rest, unknown)),
    }
}

/// A key that is missing, the way behind it, and the maps that lack it.
type Missing<'n, 'p, 'w> = (&'p str, &'w [&'p Step], Vec<&'n Node>);

/// The key on a way that no map has which the way leads to; none where nothing leads there.
fn missing<'n, 'p, 'w>(documents: &'n [Document], way: &'w [&'p Step]) -> Option<Missing<'n, 'p, 'w>> {
    let mut here: Vec<&Node> = documents.iter().map(|document| &document.node).collect();
    let mut rest = way;
    while let Some((step, onward)) = rest.split_first() {
        rest = onward;
        let there: Vec<&Node> = here.iter().flat_map(|node| below(node, step)).collect();
        if let (Step::Key(key), true) = (step, there.is_empty()) {
            here.retain(|node| matches!(node, Node::Map(_)));
            return (!here.is_empty()).then_some((key, rest, here));
        }
        here = there;
    }
    None
}

/// The entries of a map.
fn entries(node: &Node) -> impl Iterator<Item = &(String, Node)> {
    let entries = match node {
        Node::Map(entries) => entries.as_slice(),
        Node::Null | Node::Text(_) | Node::List(_) => &[],
    };
    entries.iter()
}

/// Every key that the profile names, and those of its samples.
fn known(profile: &Profile, reading: &Reading) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = OF_POLICIES.into_iter().map(ToOwned::to_owned).collect();
    let mut looked = Looked::default();
    let marks = profile
        .signature
        .paths
        .iter()
        .flatten()
        .chain(&profile.signature.no_paths);
    let mut ways: Vec<&Selector> = marks
        .chain(profile.signature.values.iter().flat_map(|(ways, _)| ways))
        .collect();
    for records in &reading.records {
        ways.extend(records.paths.iter().chain(records.keys.iter().flatten()));
        for rule in records.set_aside.iter().chain(&records.reject) {
            looked.condition(&rule.when);
        }
        for emit in &records.emits {
            ways.extend(emit.each.iter().map(|each| &each.nodes));
            if let Some(when) = &emit.when {
                looked.condition(when);
            }
            for expression in emit.fields.values() {
                looked.expression(expression);
            }
        }
    }
    ways.extend(looked.selectors);
    for rule in &reading.complete {
        match rule {
            Completeness::Absent { at, page, .. } => ways.extend(std::iter::once(at).chain(page)),
            Completeness::Count(at) => ways.push(at),
            Completeness::NeverEmpty { at, .. } => ways.extend(at),
            Completeness::Window { start, limit, size } => ways.extend([start, limit].into_iter().chain(size)),
            Completeness::Line(_)
            | Completeness::Elsewhere(_)
            | Completeness::FullPage(_)
            | Completeness::Column(_)
            | Completeness::EveryAccount => {}
        }
    }
    for step in ways.iter().flat_map(|way| &way.path.0) {
        if let Step::Key(key) = step {
            known.insert(key.clone());
        }
    }
    for sample in &profile.samples {
        let content = Content::of(sample.text.as_bytes(), Declared::default(), &[]);
        let documents = content
            .ok()
            .and_then(|content| content.tree()?.documents.as_ref().ok().cloned());
        for document in documents.iter().flatten() {
            add_keys(document, &mut known);
        }
    }
    known
}

fn add_keys(node: &Node, known: &mut BTreeSet<String>) {
    match node {
        Node::List(elements) => elements.iter().for_each(|node| add_keys(node, known)),
        Node::Map(entries) => {
            for (key, node) in entries {
                known.insert(key.clone());
                add_keys(node, known);
            }
        }
        Node::Null | Node::Text(_) => {}
    }
}

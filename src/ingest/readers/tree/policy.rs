//! Policy documents of AWS to lists of who is named in them.
//!
//! Comes in: a policy document, as a tree or as its text (also percent-encoded, as the API sends it). Goes out: a list
//! with a map for each principal of each statement: `effect` (`Allow`, `Deny`), `principal-kind` (`AWS`, `Service`,
//! `Federated`, `CanonicalUser`), `principal`, `actions`, `resources`, `condition`. What is negated keeps to itself:
//! `not-principal`, `not-actions`, `not-resources` are lists. A statement without a principal gives one map without.
//! `"Principal": "*"` is what AWS makes of it, everybody: of the kind `AWS`, called `*`.

use std::borrow::Cow;

use super::{Node, json};

/// Who a policy document names: one map for each principal of each statement.
pub(in crate::ingest) fn named(policy: &Node) -> Result<Node, String> {
    let policy = document(policy)?;
    let statements = policy.at("Statement").ok_or("there is no `Statement` in it")?;
    let mut named = Vec::new();
    for statement in elements(statements, "Statement")? {
        add(statement, &mut named)?;
    }
    Ok(Node::List(named))
}

/// The document as a tree.
fn document(policy: &Node) -> Result<Cow<'_, Node>, String> {
    let Node::Text(text) = policy else {
        return Ok(Cow::Borrowed(policy));
    };
    let decoded = match text.trim_start().strip_prefix('%') {
        Some(_) => decoded(text).ok_or("its percent signs are not followed by two digits each")?,
        None => text.clone(),
    };
    let documents = json::read(&decoded).map_err(|(line, message)| match line {
        Some(line) => format!("line {line} of it: {message}"),
        None => message,
    })?;
    let mut documents = documents.into_iter();
    match (documents.next(), documents.next()) {
        (Some(document), None) => Ok(Cow::Owned(document)),
        _ => Err("there is more than one document in it".to_owned()),
    }
}

/// A text whose bytes may be written as `%7B`.
fn decoded(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// What a statement names.
fn add(statement: &Node, named: &mut Vec<Node>) -> Result<(), String> {
    let effect = statement.at("Effect").and_then(Node::text);
    let effect = effect.ok_or("a statement says neither `Allow` nor `Deny` as its `Effect`")?;
    let mut common = vec![("effect".to_owned(), Node::Text(effect.to_owned()))];
    for (from, to) in [
        ("Action", "actions"),
        ("NotAction", "not-actions"),
        ("Resource", "resources"),
        ("NotResource", "not-resources"),
    ] {
        if let Some(node) = statement.at(from) {
            common.push((to.to_owned(), Node::List(elements(node, from)?.to_vec())));
        }
    }
    if let Some(condition) = statement.at("Condition") {
        common.push(("condition".to_owned(), condition.clone()));
    }
    if let Some(negated) = statement.at("NotPrincipal") {
        let texts = principals(negated)?.into_iter().map(|(_, principal)| principal);
        let entry = ("not-principal".to_owned(), Node::List(texts.collect()));
        named.push(Node::Map([common, vec![entry]].concat()));
        return Ok(());
    }
    let Some(principal) = statement.at("Principal") else {
        named.push(Node::Map(common));
        return Ok(());
    };
    for (kind, principal) in principals(principal)? {
        let entries = vec![("principal-kind".to_owned(), kind), ("principal".to_owned(), principal)];
        named.push(Node::Map([entries, common.clone()].concat()));
    }
    Ok(())
}

/// Kind and name of every principal.
fn principals(node: &Node) -> Result<Vec<(Node, Node)>, String> {
    match node {
        Node::Map(kinds) => {
            let mut all = Vec::new();
            for (kind, names) in kinds {
                let named = elements(names, "Principal")?.iter();
                all.extend(named.map(|name| (Node::Text(kind.clone()), name.clone())));
            }
            Ok(all)
        }
        Node::Text(text) if text == "*" => Ok(vec![(Node::Text("AWS".to_owned()), node.clone())]),
        Node::Null | Node::Text(_) | Node::List(_) => {
            Err("a `Principal` is neither `*` nor a map of kinds to names".to_owned())
        }
    }
}

/// The elements of a list; anything else is its only element, but for nothing, which AWS writes nowhere.
fn elements<'n>(node: &'n Node, key: &str) -> Result<&'n [Node], String> {
    match node {
        Node::List(elements) => Ok(elements),
        Node::Null => Err(format!("nothing (`null`) stands under its `{key}`")),
        Node::Text(_) | Node::Map(_) => Ok(std::slice::from_ref(node)),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn only(json: &str) -> Node {
        json::read(json).unwrap().pop().unwrap()
    }

    /// The policy names what the JSON says.
    fn names(policy: &str, expected: &str) {
        assert_eq!(named(&only(policy)).unwrap(), only(expected), "{policy}");
        let text = Node::Text(policy.to_owned());
        assert_eq!(named(&text).unwrap(), only(expected), "{policy}");
    }

    #[test]
    fn every_principal_of_every_statement_is_named() {
        names(
            r#"{"Statement": [
                {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "444455556666"], "Service": "ec2.amazonaws.com"},
                 "Action": ["ecr:PutImage", "ecr:GetImage"], "Resource": "*", "Condition": {"Bool": {"x": "true"}}},
                {"Effect": "Deny", "Principal": "*", "NotAction": "s3:*"}]}"#,
            r#"[{"principal-kind": "AWS", "principal": "arn:aws:iam::111122223333:root", "effect": "Allow",
                 "actions": ["ecr:PutImage", "ecr:GetImage"], "resources": ["*"], "condition": {"Bool": {"x": "true"}}},
                {"principal-kind": "AWS", "principal": "444455556666", "effect": "Allow",
                 "actions": ["ecr:PutImage", "ecr:GetImage"], "resources": ["*"], "condition": {"Bool": {"x": "true"}}},
                {"principal-kind": "Service", "principal": "ec2.amazonaws.com", "effect": "Allow",
                 "actions": ["ecr:PutImage", "ecr:GetImage"], "resources": ["*"], "condition": {"Bool": {"x": "true"}}},
                {"principal-kind": "AWS", "principal": "*", "effect": "Deny", "not-actions": ["s3:*"]}]"#,
        );
    }

    #[test]
    fn a_single_statement_and_what_is_negated_are_read() {
        names(
            r#"{"Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": ["a", "b"]}, "Action": "s3:*", "NotResource": ["c"]}}"#,
            r#"[{"effect": "Allow", "actions": ["s3:*"], "not-resources": ["c"], "not-principal": ["a", "b"]}]"#,
        );
        names(
            r#"{"Statement": {"Effect": "Allow", "Action": "s3:*"}}"#,
            r#"[{"effect": "Allow", "actions": ["s3:*"]}]"#,
        );
    }

    #[test]
    fn a_percent_encoded_document_is_decoded() {
        let text = Node::Text("%7B%22Statement%22%3A%7B%22Effect%22%3A%22Deny%22%7D%7D".to_owned());
        assert_eq!(named(&text).unwrap(), only(r#"[{"effect": "Deny"}]"#));
        let cut = Node::Text("%7B%2".to_owned());
        assert!(named(&cut).unwrap_err().contains("percent signs"));
    }

    #[test]
    fn what_is_no_policy_is_refused() {
        for (policy, message) in [
            (r#"{"Version": "2012-10-17"}"#, "there is no `Statement`"),
            (r#"{"Statement": [{"Action": "s3:*"}]}"#, "neither `Allow` nor `Deny`"),
            (
                r#"{"Statement": {"Effect": "Allow", "Principal": "anna"}}"#,
                "neither `*` nor a map",
            ),
            (
                r#"{"Statement": null}"#,
                "nothing (`null`) stands under its `Statement`",
            ),
            (
                r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": null}}}"#,
                "under its `Principal`",
            ),
            (
                r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": null}}"#,
                "under its `Action`",
            ),
            (r#""{}{}""#, "more than one document"),
            (r#""{\n""#, "line 2 of it: the JSON ends"),
            (r#""""#, "there is no JSON document"),
        ] {
            let found = named(&only(policy)).unwrap_err();
            assert!(found.contains(message), "{policy}: {found}");
        }
    }
}

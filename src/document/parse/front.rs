//! The front matter: lines `key: "value"` between two lines `---`, each key once.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};

use crate::model::block::Front;

/// The keys, as [`Front`] has them; the period and the last three only where something is known.
const KEYS: [&str; 10] = [
    "title",
    "organisation",
    "date",
    "period",
    "edition",
    "classification",
    "language",
    "version",
    "approver",
    "next-audit",
];

/// Splits a document into front matter and body; gives the body with the number of its first line.
pub(super) fn front(markdown: &str) -> anyhow::Result<(Front, &str, u64)> {
    let Some(mut rest) = markdown.strip_prefix("---\n") else {
        bail!("line 1: a document begins with its front matter, a line `---`");
    };
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    let mut number = 1;
    loop {
        number += 1;
        let Some((line, after)) = rest.split_once('\n') else {
            bail!("line {number}: the front matter does not end; it ends with a line `---`");
        };
        rest = after;
        if line == "---" {
            break;
        }
        let pair = line.split_once(": ");
        let Some((key, value)) = pair.and_then(|(key, value)| Some((key, unquoted(value)?))) else {
            bail!("line {number}: found `{line}` in the front matter, expected `key: \"value\"`");
        };
        if !KEYS.contains(&key) {
            bail!(
                "line {number}: unknown key `{key}` in the front matter; the keys are {}",
                KEYS.join(", ")
            );
        }
        if values.insert(key, value).is_some() {
            bail!("line {number}: key `{key}` stands twice in the front matter");
        }
    }
    let known = ["period", "version", "approver", "next-audit"];
    let [period, version, approver, next_audit] = known.map(|key| values.remove(key).unwrap_or_default());
    let mut take = |key: &str| {
        let value = values.remove(key);
        value.with_context(|| format!("line {number}: the front matter ends without the key `{key}`"))
    };
    let front = Front {
        title: take("title")?,
        organisation: take("organisation")?,
        date: take("date")?,
        period,
        edition: take("edition")?,
        classification: take("classification")?,
        version,
        approver,
        next_audit,
        language: take("language")?,
    };
    Ok((front, rest, number + 1))
}

/// The text between quotes, `\"` and `\\` undone.
fn unquoted(value: &str) -> Option<String> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => text.push(letters.next().filter(|c| matches!(c, '"' | '\\'))?),
            '"' => return None,
            _ => text.push(c),
        }
    }
    Some(text)
}

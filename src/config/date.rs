//! Declared ways to write a date: tokens `YYYY MM DD HH mm ss`, other signs as they are. Only checked here.

use std::collections::BTreeMap;

use super::stanza::Stanza;
use super::value::{At, bare};

/// What a pattern is made of, with how often each must and may stand in it.
const TOKENS: [(&str, usize); 6] = [("YYYY", 1), ("MM", 1), ("DD", 1), ("HH", 0), ("mm", 0), ("ss", 0)];

/// Letters that may stand for themselves.
const LITERALS: [&str; 4] = ["UTC", "GMT", "T", "Z"];

/// Ways that are always read, so that no other way may look the same.
const ALWAYS: [&str; 5] = [
    "YYYY-MM-DD",
    "YYYY-MM-DD HH:mm",
    "YYYY-MM-DD HH:mm:ss",
    "YYYY-MM-DDTHH:mm",
    "YYYY-MM-DDTHH:mm:ss",
];

/// The optional key `dates`.
pub(super) fn read(stanza: &mut Stanza<'_>) -> Vec<String> {
    let patterns = stanza.texts("dates", "DD/MM/YYYY").unwrap_or_default();
    let mut shapes: BTreeMap<String, String> = ALWAYS
        .iter()
        .map(|pattern| (shape(pattern), (*pattern).to_owned()))
        .collect();
    for At { line, value } in &patterns {
        if let Some(why) = fault(value) {
            stanza.file.problem(
                *line,
                format!("date pattern `{value}` {why}; for example `DD/MM/YYYY HH:mm`"),
            );
            continue;
        }
        let other = shapes.entry(shape(value)).or_insert_with(|| value.clone());
        if other != value {
            stanza.file.problem(
                *line,
                format!(
                    "date pattern `{value}` is ambiguous: a cell can be read as `{other}` too{}; keep the one that \
                     the export uses",
                    if ALWAYS.contains(&other.as_str()) {
                        ", which is always read"
                    } else {
                        ""
                    }
                ),
            );
        }
    }
    bare(patterns)
}

/// What is wrong with a pattern by itself.
fn fault(pattern: &str) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        let part = TOKENS
            .iter()
            .map(|(token, _)| token)
            .chain(&LITERALS)
            .find_map(|part| rest.strip_prefix(part).map(|after| (*part, after)));
        if let Some((part, after)) = part {
            *counts.entry(part).or_default() += 1;
            rest = after;
        } else if next.is_alphabetic() {
            let letters: String = rest.chars().take_while(|letter| *letter == next).collect();
            return Some(format!(
                "has `{letters}`, expected `YYYY` (year), `MM` (month), `DD` (day), `HH` (hour, 00 to 23), `mm` \
                 (minute), `ss` (second) and signs between them"
            ));
        } else {
            rest = rest.strip_prefix(next).unwrap_or_default();
        }
    }
    let count = |token: &str| counts.get(token).copied().unwrap_or_default();
    for (token, least) in TOKENS {
        if count(token) < least {
            return Some(format!("has no `{token}`"));
        }
        if count(token) > 1 {
            return Some(format!("has `{token}` {} times", count(token)));
        }
    }
    [("mm", "HH"), ("ss", "mm")]
        .into_iter()
        .find(|(finer, coarser)| count(finer) > count(coarser))
        .map(|(finer, coarser)| format!("has `{finer}` without `{coarser}`"))
}

/// The pattern with `#` for each digit: two patterns of one shape fit the same cells.
fn shape(pattern: &str) -> String {
    TOKENS.iter().fold(pattern.to_owned(), |shape, (token, _)| {
        shape.replace(token, &"#".repeat(token.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_real_exports_are_fine() {
        for pattern in [
            "DD/MM/YYYY",
            "DD.MM.YYYY, HH:mm:ss",
            "YYYYMMDD",
            "YYYY-MM-DDTHH:mm:ssZ",
            "YYYY/MM/DD HH:mm UTC",
            "HH:mm DD/MM/YYYY",
        ] {
            assert_eq!(fault(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn every_other_pattern_says_why() {
        for (pattern, fragment) in [
            ("DD/MM/YY", "has `YY`"),
            ("dd/MM/YYYY", "has `dd`"),
            ("D MMM YYYY", "has `D`"),
            ("DD/MM/YYYY hh:mm", "has `hh`"),
            ("DD.MM.YYYY um HH:mm", "has `u`"),
            ("DD/mm/YYYY", "has no `MM`"),
            ("MM/YYYY", "has no `DD`"),
            ("DD/MM", "has no `YYYY`"),
            ("DD/MM/YYYY DD", "has `DD` 2 times"),
            ("DD/MM/YYYY mm", "has `mm` without `HH`"),
            ("DD/MM/YYYY HH ss", "has `ss` without `mm`"),
            ("", "has no `YYYY`"),
        ] {
            let why = fault(pattern).unwrap_or_default();
            assert!(why.contains(fragment), "{pattern}: {why}");
        }
    }

    #[test]
    fn patterns_that_fit_the_same_cells_have_one_shape() {
        assert_eq!(shape("DD/MM/YYYY HH:mm"), "##/##/#### ##:##");
        assert_eq!(shape("DD/MM/YYYY"), shape("MM/DD/YYYY"));
        assert_ne!(shape("DD/MM/YYYY"), shape("YYYY/MM/DD"));
    }
}

//! Texts without which a pattern cannot fit: where none of them stands, nobody needs to look closer.
//!
//! Comes in: a parsed pattern. Goes out: a few texts of which one stands in whatever it fits, the rarest that there are.

use regex_syntax::hir::{Hir, HirKind};

/// The texts; none where there is no telling.
pub(super) fn needed(pattern: &Hir) -> Option<Vec<String>> {
    match pattern.kind() {
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_owned()]),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => needed(&repeated.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(needed).max_by_key(|texts| rarity(texts)),
        HirKind::Alternation(parts) => {
            let parts: Option<Vec<Vec<String>>> = parts.iter().map(needed).collect();
            Some(parts?.concat())
        }
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) | HirKind::Repetition(_) => None,
    }
}

/// How rare the most common of them is: long ones, and signs that exports seldom hold.
fn rarity(texts: &[String]) -> usize {
    let is_rare = |sign: char| !sign.is_alphanumeric() && !" -.:,;/_@\"'".contains(sign);
    let of = |text: &String| text.len() + if text.contains(is_rare) { 2 } else { 0 };
    texts.iter().map(of).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn one_of_the_texts_stands_in_whatever_fits() {
        for (pattern, texts) in [
            (r"[^:\s]+:[!*]{0,2}\$[0-9]{1,12}\$[^:]*", Some(&["$"][..])),
            (
                r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY|PuTTY-[0-9]",
                Some(&["PRIVATE KEY", "PuTTY-"]),
            ),
            (r"a(?:bcd)+", Some(&["bcd"])),
            (r"(?:abc)*", None),
            (r"abc|[0-9]", None),
            (r"(?i)abc", None),
            ("", None),
        ] {
            let found = needed(&regex_syntax::parse(pattern).unwrap());
            let expected = texts.map(|texts| texts.iter().map(ToString::to_string).collect());
            assert_eq!(found, expected, "{pattern}");
        }
    }
}

//! `dates` of a profile: forms made of tokens. Only checked here.

use super::super::stanza::Stanza;
use super::super::value::{At, bare};

/// What stands for a part of a date, longest first.
const TOKENS: [(&str, &str); 15] = [
    ("YYYY", "year"),
    ("MMM", "month"),
    ("SSS", "fraction"),
    ("ddd", "weekday"),
    ("YY", "year"),
    ("MM", "month"),
    ("DD", "day"),
    ("HH", "hour"),
    ("mm", "minute"),
    ("ss", "second"),
    ("ZZ", "offset"),
    ("M", "month"),
    ("D", "day"),
    ("h", "hour"),
    ("A", "half of the day"),
];

/// Letters that may stand for themselves.
const LITERALS: [&str; 5] = ["UTC", "GMT", "at", "T", "Z"];

/// Milliseconds since 1970.
const EPOCH: &str = "epoch-ms";

/// The optional key `dates`. Forms may contradict each other (`D/M/YYYY` and `M/D/YYYY`), since a text that reads as two
/// days is refused where it stands.
pub(super) fn read(stanza: &mut Stanza<'_>) -> Vec<String> {
    let forms = stanza.texts("dates", "D MMM YYYY").unwrap_or_default();
    for At { line, value } in forms.iter().filter(|form| form.value != EPOCH) {
        if let Some(why) = fault(value) {
            stanza.file.problem(
                *line,
                format!("date form `{value}` {why}; for example `D MMM YYYY` or `M/D/YYYY h:mm:ss A`"),
            );
        }
    }
    bare(forms)
}

/// What is wrong with a form.
fn fault(form: &str) -> Option<String> {
    let mut parts = Vec::new();
    let mut rest = form;
    while let Some(next) = rest.chars().next() {
        if let Some((token, name)) = TOKENS.iter().find(|(token, _)| rest.starts_with(token)) {
            parts.push(*name);
            rest = rest.strip_prefix(token).unwrap_or_default();
        } else if let Some(left) = LITERALS.iter().find_map(|literal| rest.strip_prefix(literal)) {
            rest = left;
        } else if next.is_alphabetic() {
            let letters: String = rest.chars().take_while(|letter| *letter == next).collect();
            let tokens: Vec<&str> = TOKENS.iter().map(|(token, _)| *token).collect();
            return Some(format!(
                "has `{letters}`, expected tokens ({}), `epoch-ms` alone, or signs between them",
                tokens.join(", ")
            ));
        } else {
            rest = rest.strip_prefix(next).unwrap_or_default();
        }
    }
    let count = |name: &str| parts.iter().filter(|part| **part == name).count();
    for name in ["year", "month", "day"] {
        if count(name) == 0 {
            return Some(format!("has no {name}"));
        }
    }
    if let Some(name) = parts.iter().find(|name| count(name) > 1) {
        return Some(format!("has the {name} more than once"));
    }
    if form.contains('h') != (count("half of the day") == 1) {
        return Some("has only one of `h` (hour 1 to 12) and `A` (AM or PM), which belong together".to_owned());
    }
    [("minute", "hour"), ("second", "minute"), ("fraction", "second")]
        .into_iter()
        .find(|(finer, coarser)| count(finer) > count(coarser))
        .map(|(finer, coarser)| format!("has the {finer} without the {coarser}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_real_products_are_fine() {
        for form in [
            "D MMM YYYY",
            "M/D/YYYY h:mm:ss A",
            "ddd MMM D HH:mm:ss ZZ YYYY",
            "YYYY-MM-DD HH:mm:ss.SSS",
            "YYYY-MM-DDTHH:mm:ssZ",
            "YYYY-MM-DD HH:mm:ss UTC",
            "DD.MM.YY",
        ] {
            assert_eq!(fault(form), None, "{form}");
        }
    }

    #[test]
    fn every_other_form_says_why() {
        for (form, fragment) in [
            ("dd/MM/YYYY", "has `dd`"),
            ("MM/YYYY", "has no day"),
            ("D/M/YYYY D", "the day more than once"),
            ("D/M/YYYY h:mm", "belong together"),
            ("D/M/YYYY HH:mm A", "belong together"),
            ("D/M/YYYY mm", "the minute without the hour"),
            ("D/M/YYYY HH:ss", "the second without the minute"),
            ("D/M/YYYY HH:mm.SSS", "the fraction without the second"),
        ] {
            let why = fault(form).unwrap_or_default();
            assert!(why.contains(fragment), "{form}: {why}");
        }
    }
}

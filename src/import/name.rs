//! The name of a system, told apart from the description behind it.

use super::words::{LONGEST, Span, Words, key};
use crate::model::page::Known;
use crate::model::word::same_word;

/// A name as the page spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The name.
    pub(super) name: String,
    /// Whether nothing but the page told it.
    pub(super) inferred: bool,
}

/// The name that stands at the beginning of a head; nothing where it cannot be told.
pub(super) fn name(words: &Words<'_>, head: &Span, known: Option<&Known>) -> Option<Name> {
    let head = words.trimmed(head.clone());
    let declared = declared(words, &head, known);
    let bold = head.start..head.clone().find(|at| !is_bold(words, *at)).unwrap_or(head.end);
    let name = if !bold.is_empty() {
        words.trimmed(bold)
    } else if let Some(declared) = declared {
        extended(words, &head, declared)
    } else if let Some(name) = glued(&words.spelled(head.clone()), known) {
        return Some(Name { name, inferred: false });
    } else {
        let name = alone(words, &head).or_else(|| before_description(words, &head))?;
        // A name holds no sentence; what does is something else that stands before it.
        if name.clone().any(|at| words.ends_sentence(at) || words.is_digits(at)) {
            return None;
        }
        name
    };
    let name = words.spelled(name);
    let inferred = !known.is_some_and(|known| known.systems.iter().any(|system| same_word(system, &name)));
    (!name.is_empty()).then_some(Name { name, inferred })
}

fn is_bold(words: &Words<'_>, at: usize) -> bool {
    words.word(at).is_some_and(|word| word.strong)
}

/// The longest declared name that a head begins with.
fn declared(words: &Words<'_>, head: &Span, known: Option<&Known>) -> Option<Span> {
    let systems = &known?.systems;
    let longest = head.end.min(head.start + LONGEST);
    (head.start + 1..=longest)
        .rev()
        .map(|end| head.start..end)
        .find(|span| {
            systems
                .iter()
                .any(|system| key(system) == key(&words.spelled(span.clone())))
        })
}

/// A declared name and what the page adds to it behind a hyphen (`Bitbucket Cloud - ACME`).
fn extended(words: &Words<'_>, head: &Span, name: Span) -> Span {
    if !words.is_bullet(name.end) || name.end >= head.end {
        return name;
    }
    let whole = alone(words, head).or_else(|| before_description(words, head));
    match whole {
        Some(whole) if whole.end > name.end + 1 => whole,
        _ => name,
    }
}

/// The first line, where a description follows on lines of its own.
fn alone(words: &Words<'_>, head: &Span) -> Option<Span> {
    let end = words.line_end(head.start);
    let is_alone = words.line(head.start).is_some_and(|line| !line.runs_on) && end < head.end;
    let is_short = end - head.start <= LONGEST && !words.ends_sentence(end - 1);
    (is_alone && is_short).then_some(head.start..end)
}

/// The capitals before the description, of which the last begins it: `AWS Stage` of `AWS Stage Separated account for …`.
fn before_description(words: &Words<'_>, head: &Span) -> Option<Span> {
    let small = head.clone().find(|at| words.is_small(*at))?;
    if small == head.start || small - head.start > LONGEST {
        return None;
    }
    let mut end = small - 1;
    // A name says no word twice: from the second time on, it is the description, and so is what qualifies it.
    let again = (head.start + 1..end).find(|at| (head.start..*at).any(|before| words.is(before, words.text(*at))));
    if let Some(again) = again.filter(|at| !words.is_bullet(*at)) {
        let qualifies = again > head.start + 1 && words.text(again - 1).ends_with("ed");
        end = if qualifies { again - 1 } else { again };
    }
    let name = words.trimmed(head.start..end);
    (!name.is_empty()).then_some(name)
}

/// The declared name to which the description is glued (`DatadogLogs of …`).
fn glued(name: &str, known: Option<&Known>) -> Option<String> {
    let systems = known?.systems.iter();
    let is_begin = |system: &&String| {
        let rest = name.strip_prefix(system.as_str());
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    systems.filter(is_begin).max_by_key(|system| system.len()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::shape::Line;

    fn told(text: &str, systems: &[&str]) -> Option<(String, bool)> {
        let lines = [Line {
            text: text.to_owned(),
            runs_on: true,
            ..Line::default()
        }];
        let words = Words::of(&lines);
        let known = Known {
            systems: systems.iter().map(|&system| system.to_owned()).collect(),
            ..Known::default()
        };
        let found = name(&words, &(0..words.len()), Some(&known))?;
        Some((found.name, found.inferred))
    }

    #[test]
    fn a_name_ends_where_a_sentence_begins() {
        for (text, name) in [
            ("Code Forge - ACME Keeps the code of our apps.", "Code Forge - ACME"),
            ("Cloud Stage Separated Cloud Account for tests.", "Cloud Stage"),
            ("Cloud Stage Bastion Host to reach the network.", "Cloud Stage Bastion"),
            ("Watchdog Logs and alarms.", "Watchdog"),
        ] {
            assert_eq!(told(text, &[]), Some((name.to_owned(), true)), "{text}");
        }
        for text in [
            "keeps the code",
            "Keeps the code",
            "Watchdog",
            "Only named people. Cloud Host to reach it.",
        ] {
            assert_eq!(told(text, &[]), None, "{text}");
        }
    }

    #[test]
    fn a_declared_name_goes_before() {
        let systems = ["Cloud", "Cloud Stage", "Watchdog", "Code Forge"];
        for (text, name, inferred) in [
            ("cloud  stage Keeps Our Things safe.", "cloud stage", false),
            ("WatchdogLogs and alarms.", "Watchdog", false),
            ("Code Forge - ACME Keeps the code.", "Code Forge - ACME", true),
            ("Code Forge - keeps the code.", "Code Forge", false),
        ] {
            assert_eq!(told(text, &systems), Some((name.to_owned(), inferred)), "{text}");
        }
    }
}

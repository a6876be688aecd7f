//! Ways into a tree as texts: `user:roles[*].name` to [`Selector`].

use super::form::{Path, Selector, Step};

impl Selector {
    /// The way that a text spells.
    ///
    /// # Errors
    /// Why it spells none: the end of a sentence that begins with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let (from, way) = match text.split_once(':') {
            Some((from, way)) if !from.is_empty() && from.chars().all(name) => (Some(from.to_owned()), way),
            _ => (None, text),
        };
        if way.is_empty() {
            return Err("leads nowhere (`.` is the node itself)".to_owned());
        }
        let mut steps = Vec::new();
        let mut rest = if way == "." { "" } else { way };
        let mut after_dot = true;
        while !rest.is_empty() {
            if matches!(steps.last(), Some(Step::OwnKey | Step::Keys)) {
                return Err("goes on after `@key` or `@keys`, which end a way".to_owned());
            }
            let (step, left) = step(rest, after_dot, steps.is_empty())?;
            steps.push(step);
            after_dot = left.starts_with('.');
            rest = left.strip_prefix('.').unwrap_or(left);
            if after_dot && rest.is_empty() {
                return Err("ends with a dot".to_owned());
            }
        }
        Ok(Selector {
            from,
            path: Path(steps),
        })
    }
}

/// The next step, and what is left.
fn step(text: &str, after_dot: bool, first: bool) -> Result<(Step, &str), String> {
    for (brackets, step) in [
        ("[*]", Step::Elements),
        ("[+]", Step::OneOrMore),
        ("{*}", Step::Values),
        ("?", Step::OrNothing),
    ] {
        if let Some(left) = text.strip_prefix(brackets) {
            if after_dot && !first {
                return Err(format!(
                    "has a dot before `{brackets}`; write `{brackets}` directly after the key"
                ));
            }
            return Ok((step, left));
        }
    }
    if text.starts_with(['[', '{', ']', '}']) {
        return Err("has brackets other than `[*]` (elements of a list), `[+]` (the same, or one alone) and `{*}` (values of a map)".to_owned());
    }
    if !after_dot {
        return Err("has no dot between two steps".to_owned());
    }
    if let Some(quoted) = text.strip_prefix('"') {
        return match quoted.split_once('"') {
            Some((key, left)) if !key.is_empty() => Ok((Step::Key(key.to_owned()), left)),
            Some(_) => Err("has an empty key".to_owned()),
            None => Err("has a double quote that is not closed".to_owned()),
        };
    }
    let end = text.find(['.', '[', '{', ']', '}', '?']).unwrap_or(text.len());
    let (key, left) = text.split_at_checked(end).unwrap_or((text, ""));
    if key.is_empty() {
        return Err("has an empty step".to_owned());
    }
    if key.contains(['"', ':', '*']) || key.contains(char::is_whitespace) {
        return Err(format!(
            "has the key `{key}`; put a key with blanks, colons or stars in double quotes"
        ));
    }
    let step = match key {
        "@key" => Step::OwnKey,
        "@keys" => Step::Keys,
        _ => Step::Key(key.to_owned()),
    };
    Ok((step, left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Step {
        Step::Key(name.to_owned())
    }

    #[test]
    fn every_kind_of_step_is_read() {
        for (text, from, steps) in [
            (".", None, vec![]),
            ("values[*]", None, vec![key("values"), Step::Elements]),
            ("user:@key", Some("user"), vec![Step::OwnKey]),
            ("user:.", Some("user"), vec![]),
            ("user:[*]", Some("user"), vec![Step::Elements]),
            ("a.b{*}.@keys", None, vec![key("a"), key("b"), Step::Values, Step::Keys]),
            ("[*][*].x", None, vec![Step::Elements, Step::Elements, key("x")]),
            ("@name.#text", None, vec![key("@name"), key("#text")]),
            (
                "document:\"aws:x y.z\"[*].full_name",
                Some("document"),
                vec![key("aws:x y.z"), Step::Elements, key("full_name")],
            ),
            ("\"@key\"", None, vec![key("@key")]),
            (
                "a[+].b?[*]",
                None,
                vec![key("a"), Step::OneOrMore, key("b"), Step::OrNothing, Step::Elements],
            ),
            ("\"a?\"?", None, vec![key("a?"), Step::OrNothing]),
        ] {
            let from = from.map(str::to_owned);
            assert_eq!(
                Selector::parse(text),
                Ok(Selector {
                    from,
                    path: Path(steps)
                }),
                "{text}"
            );
        }
    }

    #[test]
    fn every_other_text_says_why_it_is_no_way() {
        for (text, fragment) in [
            ("", "leads nowhere"),
            ("user:", "leads nowhere"),
            ("a.", "ends with a dot"),
            (".a", "has an empty step"),
            ("a..b", "has an empty step"),
            ("a.[*]", "has a dot before `[*]`"),
            ("a[0]", "has brackets other than"),
            ("a[*]b", "has no dot between"),
            ("a?b", "has no dot between"),
            ("a.?", "has a dot before `?`"),
            ("\"a", "not closed"),
            ("\"\"", "an empty key"),
            ("full name", "has the key `full name`"),
            ("A:b", "has the key `A:b`"),
            ("a.@key.b", "goes on after"),
        ] {
            let why = Selector::parse(text).err().unwrap_or_default();
            assert!(why.contains(fragment), "{text}: {why}");
        }
    }
}

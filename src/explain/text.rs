//! An explanation as text for a terminal: its sentences stand in `templates/explain.txt`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anyhow::Context as _;
use serde::Serialize;
use tera::{Context, Tera};

use super::facts::Explanation;
use crate::model::harmless::harmless;

/// The template, and the name by which its errors know it.
const TEMPLATE: (&str, &str) = ("explain.txt", include_str!("../../templates/explain.txt"));
/// Columns of a terminal.
const WIDTH: usize = 80;

/// What is said of a check, by its id.
pub type Checks<'a> = BTreeMap<&'a str, CheckWords<'a>>;

/// What is said of one check.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CheckWords<'a> {
    /// The good thing.
    pub title: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// What to do about a finding.
    pub fix: &'a str,
}

/// Prints an explanation, with the words for checks and for why one could not judge; lines fit 80 columns unless one word does not.
///
/// # Errors
/// When the template does not fit the facts.
pub fn text(
    explanation: &Explanation,
    checks: &Checks<'_>,
    reasons: &BTreeMap<String, String>,
) -> anyhow::Result<String> {
    let mut tera = Tera::new();
    tera.autoescape_on([".txt"]);
    tera.set_escape_fn(escape);
    tera.add_raw_templates([TEMPLATE])
        .context("`templates/explain.txt` cannot be read")?;
    let mut context = Context::from_serialize(explanation)?;
    context.insert("checks", checks);
    context.insert("reasons", reasons);
    let text = tera
        .render(TEMPLATE.0, &context)
        .context("`templates/explain.txt` cannot be filled in")?;
    let mut wrapped = String::new();
    for line in text.trim().lines() {
        wrap(line.trim_end(), &mut wrapped);
    }
    Ok(wrapped)
}

/// Writes a value so that it can neither steer a terminal nor begin a line of its own.
fn escape(value: &str, into: &mut dyn Write) -> io::Result<()> {
    into.write_all(harmless(value).as_bytes())
}

/// Breaks a line at spaces; what follows stands two columns further in.
fn wrap(line: &str, into: &mut String) {
    let indent: String = line.chars().take_while(|letter| *letter == ' ').collect();
    let mut width = 0;
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let letters = word.chars().count();
        if width == 0 {
            into.push_str(&indent);
            width = indent.len();
        } else if width + 1 + letters > WIDTH {
            into.push('\n');
            into.push_str(&indent);
            into.push_str("  ");
            width = indent.len() + 2;
        } else {
            into.push(' ');
            width += 1;
        }
        into.push_str(word);
        width += letters;
    }
    into.push('\n');
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use super::wrap;

    #[test]
    fn long_lines_break_at_spaces_and_long_words_do_not() {
        let mut text = String::new();
        wrap(&format!("  {}", "word ".repeat(20).trim()), &mut text);
        wrap(&"x".repeat(90), &mut text);
        wrap("", &mut text);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].len(), 76);
        assert!(lines[1].starts_with("    word"));
        assert_eq!(lines[2].len(), 90);
        assert_eq!(lines[3], "");
    }

    #[test]
    fn eighty_columns_fit_and_one_more_does_not() {
        let mut text = String::new();
        wrap(&format!("{} {}", "a".repeat(40), "b".repeat(39)), &mut text);
        assert_eq!(text.lines().count(), 1);
        wrap(&format!("{} {}", "a".repeat(40), "b".repeat(40)), &mut text);
        assert_eq!(text.lines().count(), 3);
    }
}

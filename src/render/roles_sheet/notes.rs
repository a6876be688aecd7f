//! What people wrote above a rule in `roles.toml`, as the note of its row: `policy suggest` says there who holds what.
//!
//! Comes in: the text of the file. Goes out: the comment that ends on the line before, by line.

use std::collections::BTreeMap;

/// The comments of a roles file, each by the number of the line that follows it, from 1.
pub type Notes = BTreeMap<u64, String>;

/// Reads them.
pub fn notes(text: &str) -> Notes {
    let mut notes = Notes::new();
    let mut above: Vec<&str> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(comment) = line.trim_start().strip_prefix('#') {
            above.push(comment.trim());
        } else if !above.is_empty() {
            notes.insert(number, above.join("\n"));
            above.clear();
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::notes;

    #[test]
    fn a_comment_belongs_to_the_line_below_it() {
        let text = "# of the file\n\n# Admin in Git: 1 of 3: Ana (1)\n#   of these, few\n[[role.may]]\nsystem = \"git\" # not this\n";
        let notes = notes(text);
        assert_eq!(
            notes.get(&5).map(String::as_str),
            Some("Admin in Git: 1 of 3: Ana (1)\nof these, few")
        );
        assert_eq!(notes.keys().copied().collect::<Vec<_>>(), [2, 5]);
    }
}

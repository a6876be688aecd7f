//! How alike two headers are: signs that one is the other under another spelling.

use crate::model::pattern::Pattern;
use crate::model::word::folded;

/// The shortest beginning of a word that stands for the word.
const SHORT: usize = 3;

/// The shortest word in which one slip of the fingers is none of another word.
const LONG: usize = 5;

/// Whether a header may be a column under another spelling: other signs between its words, a word cut short, or one slip
/// of the fingers.
pub(super) fn alike(name: &str, header: &str) -> bool {
    let (one, other) = (words(name), words(header));
    let same = |(one, other): (&String, &String)| {
        let (short, long) = if one.len() <= other.len() {
            (one, other)
        } else {
            (other, one)
        };
        short == long
            || (short.chars().count() >= SHORT && long.starts_with(short.as_str()))
            || (short.chars().count() >= LONG && strsim::osa_distance(short, long) <= 1)
    };
    one.concat() == other.concat() || (one.len() == other.len() && one.iter().zip(&other).all(same))
}

/// A header as its words, in small letters.
fn words(header: &str) -> Vec<String> {
    let folded = folded(header);
    let words = folded.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// Whether a header says that an e-mail address stands below it.
pub(super) fn is_of_mail(header: &str) -> bool {
    let is_mail = |word: &String| matches!(word.as_str(), "mail" | "mails" | "email" | "emails");
    words(header).iter().any(is_mail)
}

/// What a header that is told by a pattern may have been before it was renamed: with blanks between its words, without its
/// first or its last word, in the singular or the plural.
pub(super) fn variants(header: &str) -> Vec<String> {
    let words: Vec<&str> = header
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let plain = words.join(" ");
    let other_number = match plain.strip_suffix('s') {
        Some(one) => one.to_owned(),
        None if plain.is_empty() => String::new(),
        None => format!("{plain}s"),
    };
    let rest = words.split_first().map(|(_, rest)| rest.join(" "));
    let but_last = words.split_last().map(|(_, rest)| rest.join(" "));
    let all = [Some(plain), Some(other_number), rest, but_last];
    all.into_iter().flatten().filter(|text| !text.is_empty()).collect()
}

/// Whether a pattern fits a header, and would not if it began with another word: one that takes in anything is no sign.
pub(super) fn tells(pattern: &Pattern, header: &str) -> bool {
    let rest = header.split_once(' ').map_or("", |(_, rest)| rest);
    pattern.regex().is_match(header) && !pattern.regex().is_match(format!("x {rest}").trim())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn headers_are_alike_whatever_stands_between_their_words() {
        for (name, header) in [
            ("GitHub com enterprise roles", "GitHub.com enterprise roles"),
            ("Org role", "Organization role"),
            ("Group name", "group_name"),
            ("Last login", "LastLogin"),
            ("resource", "Ressource"),
            ("Role", "Roles"),
        ] {
            assert!(alike(name, header), "{header}");
        }
        for (name, header) in [
            ("Group name", "Group id"),
            ("Role", "Role description"),
            ("level", "labels"),
            ("id", "idle"),
            ("status", "State"),
        ] {
            assert!(!alike(name, header), "{header}");
        }
    }

    #[test]
    fn a_header_may_have_got_a_word_more() {
        assert!(variants("Product Bitbucket").contains(&"Bitbucket".to_owned()));
        assert!(variants("GitHub.com member role").contains(&"GitHub com member roles".to_owned()));
        assert!(variants("–").is_empty());
    }

    #[test]
    fn a_pattern_that_takes_in_any_first_word_tells_nothing() {
        let pattern = |text: &str| Pattern::whole(text).unwrap();
        assert!(tells(&pattern("(?i)(?<product>jira|bitbucket)( .+)?"), "Bitbucket"));
        assert!(!tells(
            &pattern("(?<organisation>.+) (?<role>owner|member)"),
            "Product owner"
        ));
        assert!(!tells(&pattern("(?<product>.+)"), "Country"));
    }
}

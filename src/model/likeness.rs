//! Which of several names a person probably meant.

/// How alike two names must be: 1 is equal.
const ALIKE: f64 = 0.8;

/// The choice that is spelled most like the text, if any is like it at all; the first of equals.
pub fn nearest<T: AsRef<str>>(text: &str, choices: impl IntoIterator<Item = T>) -> Option<T> {
    let wanted = text.trim().to_lowercase();
    let mut best: Option<(f64, T)> = None;
    for choice in choices {
        let like = likeness(&wanted, &choice.as_ref().trim().to_lowercase());
        if like >= ALIKE && best.as_ref().is_none_or(|(most, _)| like > *most) {
            best = Some((like, choice));
        }
    }
    best.map(|(_, choice)| choice)
}

/// `; did you mean …?` where a choice is near, else nothing.
pub fn did_you_mean<T: AsRef<str>>(text: &str, choices: impl IntoIterator<Item = T>) -> String {
    nearest(text, choices).map_or_else(String::new, |choice| format!("; did you mean `{}`?", choice.as_ref()))
}

/// One slip of the fingers in a word of three letters or more counts as equal.
fn likeness(wanted: &str, choice: &str) -> f64 {
    if wanted.chars().count() > 2 && strsim::osa_distance(wanted, choice) <= 1 {
        return 1.0;
    }
    strsim::jaro_winkler(wanted, choice)
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, nearest};

    #[test]
    fn the_nearest_choice_is_proposed_and_nothing_far_off() {
        assert_eq!(nearest("Permision", ["User", "Permission"]), Some("Permission"));
        assert_eq!(nearest("gti", ["git"]), Some("git"));
        assert_eq!(nearest("Partal", ["full", "partial", "unknown"]), Some("partial"));
        assert_eq!(nearest("Colour", ["User", "Permission"]), None);
        assert_eq!(did_you_mean("admn", ["Admin"]), "; did you mean `Admin`?");
        assert_eq!(did_you_mean("zzz", ["Admin"]), "");
    }
}

//! Logins that are spelled alike, found without comparing each with each.
//!
//! Only logins with the same first letter are compared: one slip in the first letter hides a likeness, and a person then
//! gets no suggestion. Within that, what a comparison could give at most decides whether it is made at all.

use std::collections::{BTreeMap, BTreeSet};

/// How alike two logins must be to be suggested: 1 is equal.
const ALIKE: f64 = 0.84;

/// Logins of a roster by their first letter.
pub(super) struct Logins<T> {
    by_first: BTreeMap<char, Vec<Login<T>>>,
}

/// One login.
struct Login<T> {
    whose: T,
    text: String,
    shape: Shape,
}

/// What bounds the likeness of a login to others.
#[derive(Clone, Copy)]
struct Shape {
    /// How many letters it has.
    length: u32,
    /// A bit for each letter that is in it; some letters share a bit.
    letters: u64,
}

impl<T> Default for Logins<T> {
    fn default() -> Self {
        Self {
            by_first: BTreeMap::new(),
        }
    }
}

impl<T: Copy + Ord> Logins<T> {
    /// Adds a login of somebody; an empty one is left out.
    pub(super) fn add(&mut self, whose: T, text: String) {
        if let Some(first) = text.chars().next() {
            let shape = Shape::of(&text);
            self.by_first
                .entry(first)
                .or_default()
                .push(Login { whose, text, shape });
        }
    }

    /// Those `count` whose logins are most like one of `texts`, the most alike first, the first added of equals.
    pub(super) fn nearest(&self, texts: &BTreeSet<String>, count: usize) -> Vec<T> {
        let mut best: Vec<(f64, T)> = Vec::new();
        for text in texts {
            let bucket = text.chars().next().and_then(|first| self.by_first.get(&first));
            let shape = Shape::of(text);
            for login in bucket.into_iter().flatten() {
                let worst = best.get(count.saturating_sub(1)).map_or(ALIKE, |(like, _)| *like);
                if shape.most(login.shape) < worst {
                    continue;
                }
                let like = strsim::jaro_winkler(text, &login.text);
                if like < worst {
                    continue;
                }
                match best.iter_mut().find(|(_, whose)| *whose == login.whose) {
                    Some(known) => known.0 = known.0.max(like),
                    None => best.push((like, login.whose)),
                }
                best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                best.truncate(count);
            }
        }
        best.into_iter().map(|(_, whose)| whose).collect()
    }
}

impl Shape {
    fn of(text: &str) -> Self {
        let mut shape = Self { length: 0, letters: 0 };
        for letter in text.chars() {
            shape.length += 1;
            shape.letters |= 1 << (u32::from(letter) % 64);
        }
        shape
    }

    /// The most that two logins of these shapes can be alike: as if every letter that both may have were in its place,
    /// and the first four were the same.
    fn most(self, other: Self) -> f64 {
        let own = self.length.saturating_sub((self.letters & !other.letters).count_ones());
        let theirs = other
            .length
            .saturating_sub((other.letters & !self.letters).count_ones());
        let common = f64::from(own.min(theirs));
        let jaro = (common / f64::from(self.length) + common / f64::from(other.length) + 1.0) / 3.0;
        jaro + 0.4 * (1.0 - jaro) + 1e-9
    }
}

#[cfg(test)]
mod tests {
    use super::{ALIKE, Logins, Shape};
    use std::collections::BTreeSet;

    fn nearest(logins: &[&str], text: &str) -> Vec<usize> {
        let mut known = Logins::default();
        for (whose, login) in logins.iter().enumerate() {
            known.add(whose, (*login).to_owned());
        }
        known.nearest(&BTreeSet::from([text.to_owned()]), 3)
    }

    #[test]
    fn the_three_most_alike_are_found_the_first_of_equals_first() {
        let logins = ["marta", "martin", "mattin", "martin", "zoe", "martinez"];
        assert_eq!(nearest(&logins, "martin"), [1, 3, 5]);
        assert_eq!(nearest(&logins, "zebra"), Vec::<usize>::new());
        assert_eq!(nearest(&[], "martin"), Vec::<usize>::new());
    }

    #[test]
    fn another_first_letter_is_not_compared() {
        assert!(strsim::jaro_winkler("nmartinez", "martinez") > ALIKE);
        assert_eq!(nearest(&["martinez"], "nmartinez"), Vec::<usize>::new());
    }

    #[test]
    fn no_comparison_gives_more_than_its_bound() {
        let logins = [
            "martin", "matrin", "nitram", "mmmmmm", "m1", "m-1234", "martinez", "łuk", "lukasz",
        ];
        for one in logins {
            for other in logins {
                let most = Shape::of(one).most(Shape::of(other));
                let like = strsim::jaro_winkler(one, other);
                assert!(like <= most, "{one} {other}: {like} > {most}");
            }
        }
    }

    #[test]
    fn twenty_thousand_accounts_of_one_pattern_take_few_comparisons() {
        let mut known = Logins::default();
        for whose in 0..2_000_u32 {
            known.add(whose, format!("user{whose:05}"));
        }
        let begun = std::time::Instant::now();
        for number in 0..2_000_u32 {
            let own = BTreeSet::from([format!("user{:05}", number * 7)]);
            assert!(!known.nearest(&own, 3).is_empty());
        }
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}

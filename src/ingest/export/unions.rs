//! Things that turn out to be one: places from 0, joined two at a time.

/// Which places are one.
pub(super) struct Unions(Vec<usize>);

impl Unions {
    /// As many places, none of them joined.
    pub(super) fn new(places: usize) -> Self {
        Self((0..places).collect())
    }

    /// The first of all places that are one with this.
    pub(super) fn first(&mut self, place: usize) -> usize {
        let mut first = place;
        while let Some(&before) = self.0.get(first)
            && before != first
        {
            first = before;
        }
        let mut place = place;
        while let Some(before) = self.0.get_mut(place)
            && *before != first
        {
            place = std::mem::replace(before, first);
        }
        first
    }

    /// Makes two places one.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        let (first, second) = (one.min(other), one.max(other));
        if let Some(before) = self.0.get_mut(second) {
            *before = first;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Unions;

    #[test]
    fn joined_places_have_one_first_and_others_their_own() {
        let mut unions = Unions::new(6);
        unions.join(4, 5);
        unions.join(2, 4);
        unions.join(5, 1);
        let firsts: Vec<usize> = (0..6).map(|place| unions.first(place)).collect();
        assert_eq!(firsts, [0, 1, 1, 3, 1, 1]);
    }
}

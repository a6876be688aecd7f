//! Sorting millions of items whose order begins with a small number, such as a place in an arena.
//!
//! The items are dealt out into heaps by that number, and only within a heap one is compared with another.

/// Sorts items by the number of their heap, then by themselves. A heap's number is below that of all heaps; one that is not
/// counts as the last.
pub fn sort_by_heap<T: Copy + Ord>(items: &mut Vec<T>, heaps: usize, heap_of: impl Fn(&T) -> usize) {
    let Some(first) = items.first().copied() else {
        return;
    };
    let last = heaps.saturating_sub(1);
    let heap_of = |item: &T| heap_of(item).min(last);
    // where the next item of each heap goes
    let mut next: Vec<usize> = vec![0; last + 1];
    for item in items.iter() {
        if let Some(size) = next.get_mut(heap_of(item)) {
            *size += 1;
        }
    }
    let mut begin = 0;
    for place in &mut next {
        begin += std::mem::replace(place, begin);
    }
    let mut sorted = vec![first; items.len()];
    for item in items.iter() {
        if let Some(place) = next.get_mut(heap_of(item)) {
            if let Some(free) = sorted.get_mut(*place) {
                *free = *item;
            }
            *place += 1;
        }
    }
    // each place has moved on to where the next heap begins
    let mut rest = sorted.as_mut_slice();
    let mut begin = 0;
    for end in next {
        let Some((heap, others)) = std::mem::take(&mut rest).split_at_mut_checked(end - begin) else {
            break;
        };
        heap.sort_unstable();
        (rest, begin) = (others, end);
    }
    *items = sorted;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sort_by_heap;

    proptest! {
        #[test]
        fn heaps_come_in_their_order_and_each_is_sorted(mut items in proptest::collection::vec((0_usize..9, 0_u8..5), 0..60)) {
            let mut expected = items.clone();
            expected.sort_unstable();
            sort_by_heap(&mut items, 9, |(heap, _)| *heap);
            prop_assert_eq!(items, expected);
        }
    }
}

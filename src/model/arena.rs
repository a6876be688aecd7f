//! Collections whose places are typed: an [`Ix<Account>`](Ix) can only look up an account.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

use anyhow::Context as _;

/// The place of a `T` in its [`Arena`], four bytes wide, also where it may be missing.
pub struct Ix<T>(NonZeroU32, PhantomData<fn() -> T>);

impl<T> Ix<T> {
    /// The place as a number from 0, for sorting and for tables beside the arena.
    pub fn get(self) -> usize {
        self.0.get() as usize - 1
    }

    /// The place as a number from 1 to 2³¹, to be packed with others.
    pub fn number(self) -> u32 {
        self.0.get()
    }

    /// The place of that number again; none for 0.
    pub fn numbered(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(|number| Self(number, PhantomData))
    }
}

/// How many items an arena can hold: a place leaves a bit free.
const MOST: u32 = 1 << 31;

impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ix<T> {}

impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Ix<T> {}

impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.get())
    }
}

/// How places move when the items of an arena go to the end of another that begins with the same ones.
pub struct Shift<T> {
    /// So many items stand in both, and stay.
    common: usize,
    by: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Shift<T> {
    /// Where an item is now.
    pub fn of(&self, place: Ix<T>) -> Ix<T> {
        if place.get() < self.common {
            place
        } else {
            Ix(place.0.saturating_add(self.by), PhantomData)
        }
    }
}

/// A list that only grows, looked up by [`Ix`]. A place comes from the arena itself, so a look-up cannot miss
/// as long as places are used with the arena they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arena<T> {
    items: Vec<T>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// Adds an item and gives its place.
    ///
    /// # Errors
    /// When the arena holds 2,147,483,648 items already.
    pub fn push(&mut self, item: T) -> anyhow::Result<Ix<T>> {
        let place = NonZeroU32::MIN.checked_add(u32::try_from(self.items.len())?);
        let place = place.filter(|place| place.get() <= MOST).context("the arena is full")?;
        self.items.push(item);
        Ok(Ix(place, PhantomData))
    }

    /// Adds items whose places began at `common` in another arena, and tells where they went.
    ///
    /// # Errors
    /// When the arena would hold more than 2,147,483,648 items.
    pub fn append(&mut self, common: usize, items: impl Iterator<Item = T>) -> anyhow::Result<Shift<T>> {
        let by = u32::try_from(self.items.len() - common)?;
        for item in items {
            self.push(item)?;
        }
        let of = PhantomData;
        Ok(Shift { common, by, of })
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Every item with its place, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Ix<T>, &T)> + ExactSizeIterator {
        #[expect(clippy::cast_possible_truncation, reason = "`push` refuses more than 2³¹ items")]
        self.items
            .iter()
            .enumerate()
            .map(|(place, item)| (Ix(NonZeroU32::MIN.saturating_add(place as u32), PhantomData), item))
    }

    /// Every item, in order.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Every item, in order, to change.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// The first item that fits, with its place.
    pub fn find(&self, mut fits: impl FnMut(&T) -> bool) -> Option<(Ix<T>, &T)> {
        self.iter().find(|(_, item)| fits(item))
    }
}

impl<T> IntoIterator for Arena<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<T> Index<Ix<T>> for Arena<T> {
    type Output = T;

    #[expect(
        clippy::indexing_slicing,
        reason = "a place comes from `push` of the arena it is used with"
    )]
    fn index(&self, place: Ix<T>) -> &T {
        &self.items[place.get()]
    }
}

impl<T> IndexMut<Ix<T>> for Arena<T> {
    #[expect(
        clippy::indexing_slicing,
        reason = "a place comes from `push` of the arena it is used with"
    )]
    fn index_mut(&mut self, place: Ix<T>) -> &mut T {
        &mut self.items[place.get()]
    }
}

//! A table by texts of the inputs that is looked up once a row, where a look-up costs as little as it can.
//!
//! The texts stand one behind the other, and of each no more than eight bytes are looked at before it is compared, so that
//! the table of a large system stays near the processor. The hash is the same in every run.

use std::hash::{BuildHasher, Hasher};

use anyhow::Context as _;
use foldhash::fast::FixedState;

/// Texts, each with a value.
#[derive(Clone, Debug)]
pub struct Texts<V> {
    /// The texts, one behind the other.
    all: String,
    entries: Vec<Entry<V>>,
    /// Where each text is found: at the place that its hash says, or behind it. As many as a power of two.
    slots: Vec<Slot>,
}

#[derive(Clone, Debug)]
struct Entry<V> {
    begin: usize,
    end: usize,
    value: V,
}

/// A part of the hash of a text, and the number of its entry, from 1; 0 where there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u32,
    entry: u32,
}

/// How many slots there are at first.
const FEW: usize = 16;

impl<V> Default for Texts<V> {
    fn default() -> Self {
        Self {
            all: String::new(),
            entries: Vec::new(),
            slots: vec![Slot::default(); FEW],
        }
    }
}

impl<V> Texts<V> {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a text.
    pub fn get(&self, text: &str) -> Option<&V> {
        self.entries.get(self.place(text)?).map(|entry| &entry.value)
    }

    /// The same, to change.
    pub fn get_mut(&mut self, text: &str) -> Option<&mut V> {
        let place = self.place(text)?;
        self.entries.get_mut(place).map(|entry| &mut entry.value)
    }

    /// The place of a text among the entries.
    fn place(&self, text: &str) -> Option<usize> {
        let hash = hash(text);
        let mut at = self.begin(hash);
        loop {
            let slot = self.slots.get(at)?;
            let place = (slot.entry as usize).checked_sub(1)?;
            if slot.hash == hash {
                let entry = self.entries.get(place)?;
                if self.all.as_bytes().get(entry.begin..entry.end) == Some(text.as_bytes()) {
                    return Some(place);
                }
            }
            at = self.behind(at);
        }
    }

    /// Adds a text that is not there yet.
    ///
    /// # Errors
    /// When there are four thousand million texts already.
    pub fn add(&mut self, text: &str, value: V) -> anyhow::Result<()> {
        let number = u32::try_from(self.entries.len() + 1).ok().context("too many texts")?;
        if self.entries.len() * 4 > self.slots.len() * 3 {
            self.spread();
        }
        let begin = self.all.len();
        self.all.push_str(text);
        let end = self.all.len();
        self.entries.push(Entry { begin, end, value });
        let hash = hash(text);
        self.put(Slot { hash, entry: number });
        Ok(())
    }

    /// Doubles the slots.
    fn spread(&mut self) {
        let twice = vec![Slot::default(); self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, twice) {
            if slot.entry != 0 {
                self.put(slot);
            }
        }
    }

    /// Puts a slot into the first free place.
    fn put(&mut self, slot: Slot) {
        let mut at = self.begin(slot.hash);
        while let Some(there) = self.slots.get_mut(at) {
            if there.entry == 0 {
                *there = slot;
                return;
            }
            at = self.behind(at);
        }
    }

    fn begin(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn behind(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a part of the hash is enough")]
fn hash(text: &str) -> u32 {
    let mut hasher = FixedState::default().build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::Texts;

    #[test]
    fn every_text_is_found_and_no_other() {
        let mut texts = Texts::default();
        assert!(texts.is_empty() && texts.get("").is_none());
        for number in 0..5_000_u32 {
            let text = "x".repeat(number as usize % 7) + &number.to_string();
            assert_eq!(texts.get(&text), None);
            texts.add(&text, number).unwrap();
            assert_eq!(texts.get(&text), Some(&number));
        }
        for number in 0..5_000_u32 {
            let text = "x".repeat(number as usize % 7) + &number.to_string();
            assert_eq!(texts.get(&text), Some(&number));
            assert_eq!(texts.get(&(text + "x")), None);
        }
        texts.add("", 7).unwrap();
        assert_eq!((texts.get(""), texts.len()), (Some(&7), 5_001));
    }
}

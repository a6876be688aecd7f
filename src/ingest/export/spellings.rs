//! Spellings of levels to what they mean. Each distinct spelling is looked up in the rules once.

use crate::ingest::compared::{folded, same_word};
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::profile::Levels;
use crate::model::snapshot::Held;
use crate::model::system::{AccessRules, Level};
use crate::model::table::Table;
use crate::model::texts::Texts;

/// The spellings met in one system.
pub(super) struct Spellings<'a> {
    rules: &'a AccessRules,
    met: Texts<Meaning>,
    unmapped: Arena<Private>,
    by_spelling: Table<String, Ix<Private>>,
}

/// What a spelling means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Somebody holds nothing.
    NoAccess,
    /// A level.
    Level(Ix<Level>),
    /// Nothing that is defined.
    Unmapped,
}

impl<'a> Spellings<'a> {
    pub(super) fn new(rules: &'a AccessRules) -> Self {
        Self {
            rules,
            met: Texts::default(),
            unmapped: Arena::default(),
            by_spelling: Table::default(),
        }
    }

    /// The spellings that no definition maps.
    pub(super) fn finish(self) -> Arena<Private> {
        self.unmapped
    }

    /// What a spelling means, if it was met before.
    pub(super) fn known(&self, spelling: &str) -> Option<Meaning> {
        self.met.get(spelling).copied()
    }

    /// What a spelling means.
    pub(super) fn meaning(&mut self, spelling: &str) -> Meaning {
        if let Some(meaning) = self.met.get(spelling) {
            return *meaning;
        }
        let no_access = self.rules.no_access.iter().any(|word| same_word(word, spelling));
        let meaning = match self.rules.level(spelling) {
            _ if no_access => Meaning::NoAccess,
            Some(level) => Meaning::Level(level),
            None => Meaning::Unmapped,
        };
        // a spelling that is not remembered is looked up again
        let _ = self.met.add(spelling, meaning);
        meaning
    }

    /// What somebody holds whose row says so; none for no access.
    pub(super) fn held(&mut self, spelling: &str) -> anyhow::Result<Option<Held>> {
        Ok(match self.meaning(spelling) {
            Meaning::NoAccess => None,
            Meaning::Level(level) => Some(Held::Level(level)),
            Meaning::Unmapped => Some(Held::Unmapped(self.unmapped(spelling)?)),
        })
    }

    /// The same of a level in a recognised file, by its name and as the file spells it: a spelling of `review.toml` goes
    /// before what the profile says that it means.
    pub(super) fn held_by(&mut self, name: &str, raw: &str, levels: &Levels) -> anyhow::Result<Option<Held>> {
        for text in [name, raw] {
            if self.meaning(text) != Meaning::Unmapped {
                return self.held(text);
            }
        }
        for text in [name, raw] {
            let mut text = text;
            // a word may itself be among the spellings of another; no way through them is longer than they are
            for _ in 0..levels.meaning.len() {
                let means = |spellings: &Vec<String>| spellings.iter().any(|spelling| same_word(spelling, text));
                let Some((word, _)) = levels.meaning.iter().find(|(_, spellings)| means(spellings)) else {
                    break;
                };
                if self.meaning(word) != Meaning::Unmapped {
                    return self.held(word);
                }
                text = word;
            }
        }
        self.held(name)
    }

    fn unmapped(&mut self, spelling: &str) -> anyhow::Result<Ix<Private>> {
        let key = folded(spelling);
        if let Some(place) = self.by_spelling.get(&key) {
            return Ok(*place);
        }
        let place = self.unmapped.push(Private::new(spelling))?;
        self.by_spelling.insert(key, place);
        Ok(place)
    }
}

//! A text in the Person column to an identity: its id, or a full name or e-mail address that only one has.

use std::collections::HashMap;

use crate::ingest::compared::{folded, listed};
use crate::model::arena::Ix;
use crate::model::roster::{Identity, Roster};

/// The roster by id, and by name and address.
pub(super) struct People<'a> {
    roster: &'a Roster,
    by_id: HashMap<&'a str, Ix<Identity>>,
    by_word: HashMap<String, Vec<Ix<Identity>>>,
}

impl<'a> People<'a> {
    /// Everybody in the roster.
    pub(super) fn new(roster: &'a Roster) -> Self {
        let mut people = Self {
            roster,
            by_id: HashMap::new(),
            by_word: HashMap::new(),
        };
        for (place, identity) in roster.identities.iter() {
            people.by_id.insert(identity.id.reveal(), place);
            for word in identity.emails.iter().chain([&identity.name]) {
                let named = people.by_word.entry(folded(word.reveal())).or_default();
                if !named.contains(&place) {
                    named.push(place);
                }
            }
        }
        people
    }

    /// The one person meant.
    pub(super) fn find(&self, text: &str) -> Result<Ix<Identity>, String> {
        if let Some(place) = self.by_id.get(text) {
            return Ok(*place);
        }
        match self.by_word.get(&folded(text)).map_or([].as_slice(), Vec::as_slice) {
            [place] => Ok(*place),
            [] => Err(format!(
                "cell `Person` holds `{text}`, which is nobody in the roster{}",
                self.near(text)
            )),
            several => Err(format!(
                "cell `Person` holds `{text}`, which is {}; put the id of the one who is meant",
                self.shown(several)
            )),
        }
    }

    /// Those whose name or id is spelled like the text.
    fn near(&self, text: &str) -> String {
        let wanted = folded(text);
        let like = |word: &str| strsim::jaro_winkler(&wanted, &folded(word)) >= 0.85;
        let all = self.roster.identities.iter();
        let near = all.filter(|(_, identity)| like(identity.name.reveal()) || like(identity.id.reveal()));
        let near: Vec<_> = near.map(|(place, _)| place).collect();
        if near.is_empty() {
            return "; put an id of the roster there, or leave the cell empty".to_owned();
        }
        format!("; did you mean {}?", self.shown(&near))
    }

    fn shown(&self, places: &[Ix<Identity>]) -> String {
        let named = places.iter().map(|place| {
            let identity = &self.roster.identities[*place];
            format!("{} ({})", identity.id.reveal(), identity.name.reveal())
        });
        listed(named)
    }
}

//! A text in the Person column to an identity: its id, a full name or e-mail address that only one has, or id and name
//! together, as the column Suggestions has them.

use std::collections::HashMap;

use crate::ingest::compared::folded;
use crate::model::arena::Ix;
use crate::model::roster::{Identity, Roster};

/// What the column Suggestions says behind a name, and what may be copied with it.
const REASONS: [&str; 3] = [" (same name)", " (name in part)", " (similar login)"];

/// How many people a message lists.
const SHOWN: usize = 20;

/// The roster by id, and by name and address.
pub(super) struct People<'a> {
    roster: &'a Roster,
    by_id: HashMap<&'a str, Ix<Identity>>,
    by_word: HashMap<String, Vec<Ix<Identity>>>,
    by_suggestion: HashMap<String, Vec<Ix<Identity>>>,
}

impl<'a> People<'a> {
    /// Everybody in the roster.
    pub(super) fn new(roster: &'a Roster) -> Self {
        let mut people = Self {
            roster,
            by_id: HashMap::new(),
            by_word: HashMap::new(),
            by_suggestion: HashMap::new(),
        };
        for (place, identity) in roster.identities.iter() {
            people.by_id.insert(identity.id.reveal(), place);
            for word in identity.emails.iter().chain([&identity.name]) {
                let named = people.by_word.entry(folded(word.reveal())).or_default();
                if !named.contains(&place) {
                    named.push(place);
                }
            }
            let suggestion = format!("{} {}", identity.id.reveal(), identity.name.reveal());
            people.by_suggestion.entry(folded(&suggestion)).or_default().push(place);
        }
        people
    }

    /// The one person meant.
    pub(super) fn find(&self, text: &str) -> Result<Ix<Identity>, String> {
        if let Some(place) = self.by_id.get(text) {
            return Ok(*place);
        }
        let meant = match self.by_word.get(&folded(text)) {
            Some(named) => named.clone(),
            None => self.suggested(text),
        };
        match meant.as_slice() {
            [place] => Ok(*place),
            [] => Err(format!(
                "cell `Person` holds `{text}`, which is nobody in the roster{}",
                self.near(text)
            )),
            _ => Err(format!(
                "cell `Person` holds `{text}`, which is {}; put the id of the one who is meant",
                self.shown(&meant)
            )),
        }
    }

    /// Whom a copy of the column Suggestions names, with or without the reasons; nobody if any part of it is something
    /// else.
    fn suggested(&self, text: &str) -> Vec<Ix<Identity>> {
        let named = text.split("; ").map(|part| {
            let key = folded(part);
            let bare = REASONS.iter().find_map(|reason| key.strip_suffix(reason));
            self.by_suggestion.get(bare.unwrap_or(&key)).cloned()
        });
        named.collect::<Option<Vec<_>>>().unwrap_or_default().concat()
    }

    /// Those whose name or id is spelled like the text.
    fn near(&self, text: &str) -> String {
        let wanted = folded(text);
        let like = |word: &str| strsim::jaro_winkler(&wanted, &folded(word)) >= 0.85;
        let all = self.roster.identities.iter();
        let near = all.filter(|(_, identity)| like(identity.name.reveal()) || like(identity.id.reveal()));
        let near: Vec<_> = near.map(|(place, _)| place).collect();
        if near.is_empty() {
            return "; put an id of the roster there, or leave the cell empty; a technical account needs a row of its own in \
                    the roster (in a list of an HR system too) with an id, a name and, as its job, a role of kind \
                    technical"
                .to_owned();
        }
        format!("; did you mean {}?", self.shown(&near))
    }

    fn shown(&self, places: &[Ix<Identity>]) -> String {
        let named = places.iter().take(SHOWN).map(|place| {
            let identity = &self.roster.identities[*place];
            format!("`{}` ({})", identity.id.reveal(), identity.name.reveal())
        });
        let mut named: Vec<_> = named.collect();
        if places.len() > SHOWN {
            named.push("…".to_owned());
        }
        named.join(", ")
    }
}

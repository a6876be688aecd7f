//! Where what a later audit lacks may still be there: the files are read otherwise now than they were.

use std::collections::BTreeSet;

use crate::model::audit::Detail;
use crate::model::opaque::Opaque;
use crate::model::record::{Level, System};
use crate::model::renames::Renames;
use crate::model::word::same_word;

/// What is declared otherwise than in an earlier audit.
pub struct Doubt<'a> {
    old: &'a Detail,
    new: &'a Detail,
    renames: &'a Renames,
    /// Systems of which it is not known whose rows are set aside that were not before.
    aside: BTreeSet<&'a str>,
}

impl<'a> Doubt<'a> {
    /// What is doubtful between two audits, the earlier one in the words of the later.
    pub fn between(old: &'a Detail, new: &'a Detail, renames: &'a Renames) -> Self {
        let mut doubt = Self {
            old,
            new,
            renames,
            aside: BTreeSet::new(),
        };
        let systems = new.record.systems.iter().filter(|system| doubt.sets_more_aside(system));
        doubt.aside = systems.map(|system| system.id.as_str()).collect();
        doubt
    }

    /// Whether rows of an account are set aside now by its login; the system by its present id.
    pub fn is_set_aside(&self, system: &str, login: &str) -> bool {
        let now = self.new.record.system(system);
        now.is_some_and(|now| now.set_aside.contains(&Opaque::cell(login)))
    }

    /// Whether rows of an account may be set aside now that were not before.
    pub fn may_be_set_aside(&self, system: &str, login: &str) -> bool {
        self.aside.contains(system) || self.is_set_aside(system, login)
    }

    /// Whether texts set rows aside that did not before, and that are no logins: whose rows they are is not known.
    fn sets_more_aside(&self, now: &System) -> bool {
        // An older record does not say what was set aside.
        let Some(was) = self.before(&now.id).filter(|_| self.old.record.version > 1) else {
            return false;
        };
        let added: Vec<&Opaque> = now
            .set_aside
            .iter()
            .filter(|text| !was.set_aside.contains(text))
            .collect();
        if added.is_empty() {
            return false;
        }
        let grants = self.old.grants.iter().flatten().filter(|grant| grant.system == now.id);
        let logins: BTreeSet<Opaque> = grants.map(|grant| Opaque::cell(&grant.login)).collect();
        added.into_iter().any(|text| !logins.contains(text))
    }

    /// Whether a level that was held, by its present name, may be read now as another, as none at all or as one that no
    /// definition maps; `held` is the levels that the same account holds
    /// now.
    pub fn is_read_otherwise(&self, system: &str, level: &str, held: &[&str]) -> bool {
        let (Some(was), Some(now)) = (self.before(system), self.new.record.system(system)) else {
            return false;
        };
        let mut levels = was.levels.iter();
        let Some(before) = levels.find(|one| self.renames.level_now(system, &one.name) == level) else {
            return false;
        };
        let mut spellings = words(before);
        spellings.any(|spelling| {
            let meaning = now
                .levels
                .iter()
                .find(|one| words(one).any(|word| same_word(word, spelling)));
            match meaning {
                Some(meaning) => meaning.name != level,
                None if now.no_access.iter().any(|word| same_word(word, spelling)) => true,
                None => held.iter().any(|level| same_word(level, spelling)),
            }
        })
    }

    /// A system as the earlier audit had it, by its present id.
    fn before(&self, system: &str) -> Option<&'a System> {
        let mut systems = self.old.record.systems.iter();
        systems.find(|one| self.renames.system_now(&one.id) == system)
    }
}

/// How exports spell a level.
fn words(level: &Level) -> impl Iterator<Item = &str> {
    std::iter::once(&level.name).chain(&level.spellings).map(String::as_str)
}

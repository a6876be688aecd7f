//! The roster's names, and who of them stands in a text.
//!
//! One more way to write a full name: a line in [`ways`].

use std::collections::{BTreeMap, BTreeSet};

use super::spelling::{Gap, Word, folded, is_apostrophe, visible, words};
use crate::model::policy::RoleKind;
use crate::model::roster::Identity;
use crate::model::settings::PublicText;
use crate::model::snapshot::Snapshot;

/// Fewest letters of each word, where two words of a longer name are taken for all of it.
const TELLING: usize = 3;

/// Everybody's names, in every way in which they can be written.
pub(super) struct Names<'a> {
    /// By the first word.
    ways: BTreeMap<String, Vec<(usize, &'a Identity, Way)>>,
}

/// Words in their order.
type Way = Vec<Part>;

/// A word of a name.
#[derive(Clone, Debug)]
struct Part {
    word: Word,
    /// Whether a comma can stand before it: a given name behind its family's.
    given: bool,
}

impl<'a> Names<'a> {
    /// The people's that could stand in one of these texts. Where no roles are declared, whoever has no address and is
    /// called like a login of its own is taken for a technical account.
    pub(super) fn of(snapshot: &'a Snapshot, texts: &[&PublicText]) -> Self {
        let written = texts.iter().flat_map(|written| words(&written.text));
        let written: BTreeSet<String> = written.flat_map(|word| word.spellings().to_vec()).collect();
        let mut all: BTreeMap<String, Vec<(usize, &Identity, Way)>> = BTreeMap::new();
        for (place, identity) in snapshot.roster.identities.iter() {
            if identity.kind != RoleKind::Person || (snapshot.policy.file.is_none() && is_login(identity)) {
                continue;
            }
            if is_elsewhere(identity.name.reveal(), &written) {
                continue;
            }
            for way in ways(identity.name.reveal()) {
                let firsts = way.first().map(|part| part.word.spellings().to_vec());
                for first in firsts.into_iter().flatten() {
                    all.entry(first).or_default().push((place.get(), identity, way.clone()));
                }
            }
        }
        Self { ways: all }
    }

    /// Who stands in a text, in the order of the roster.
    pub(super) fn named(&self, text: &str) -> impl Iterator<Item = &'a Identity> + use<'a> {
        let words = words(text);
        let mut found = BTreeMap::new();
        for at in 0..words.len() {
            let rest = words.get(at..).unwrap_or_default();
            let spellings = rest.first().map(Word::spellings).unwrap_or_default();
            for (place, identity, way) in spellings.iter().filter_map(|first| self.ways.get(first)).flatten() {
                if begins(rest, way) {
                    found.insert(*place, *identity);
                }
            }
        }
        found.into_values()
    }
}

/// Whether none of the words of a name of plain letters and blanks is written: such a name needs no closer look.
fn is_elsewhere(name: &str, written: &BTreeSet<String>) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ';
    let is_written = |word: &str| written.contains(&word.to_ascii_lowercase());
    name.bytes().all(is_plain) && !name.split(' ').any(is_written)
}

fn is_login(identity: &Identity) -> bool {
    let name = folded(identity.name.reveal());
    identity.emails.is_empty()
        && identity
            .logins
            .values()
            .flatten()
            .any(|login| folded(login.reveal()) == name)
}

/// Every way in which a full name is written. A name of one word is no full name.
fn ways(name: &str) -> Vec<Way> {
    let name = visible(name);
    // `Family, Given` is `Given Family`.
    let name = match name.split_once(',') {
        Some((family, given)) => format!("{given} {family}"),
        None => name,
    };
    let mut ways = ways_of(&words(&name));
    if name.contains(is_apostrophe) {
        ways.extend(ways_of(&words(&name.replace(is_apostrophe, ""))));
    }
    ways
}

fn ways_of(words: &[Word]) -> Vec<Way> {
    let ([first, _, ..], [.., before, last]) = (words, words) else {
        return Vec::new();
    };
    let mut ways = vec![joined(words, &[])];
    for at in 1..words.len() {
        let (given, family) = words.split_at(at);
        let first = std::slice::from_ref(first);
        ways.extend([
            joined(family, given),
            joined(family, first),
            joined(&[first, family].concat(), &[]),
        ]);
    }
    let telling = |pair: &[Word]| pair.iter().all(|word| word.letters() >= TELLING);
    let pairs = [
        words.get(..2).unwrap_or_default().to_vec(),
        vec![before.clone(), last.clone()],
    ];
    for pair in pairs.iter().filter(|pair| telling(pair)) {
        if let [one, other] = pair.as_slice() {
            ways.push(joined(pair, &[]));
            ways.push(joined(std::slice::from_ref(other), std::slice::from_ref(one)));
        }
    }
    ways
}

/// The one behind the other; a comma can stand between them.
fn joined(front: &[Word], given: &[Word]) -> Way {
    let plain = front.iter().map(|word| (word, false));
    let behind = given.iter().enumerate().map(|(at, word)| (word, at == 0));
    let parts = plain.chain(behind).map(|(word, given)| Part {
        word: word.clone(),
        given,
    });
    parts.collect()
}

/// Whether a text begins with a name written in this way; one initial can stand inside it.
fn begins(text: &[Word], way: &[Part]) -> bool {
    let mut rest = text;
    let mut skipped = false;
    for (at, part) in way.iter().enumerate() {
        let at_an_end = at == 0 || at + 1 == way.len();
        let is_it = |word: &Word, before: Option<&Word>| {
            // `a` is a word, at an end of a name `A.` stands for one.
            word.is(&part.word)
                && (word.letters() > 1 || word.initial || !at_an_end)
                && (at == 0 || joins(word.gap, before, part))
        };
        let before = text.get(..text.len() - rest.len()).and_then(<[Word]>::last);
        match rest {
            [word, after @ ..] if is_it(word, before) => rest = after,
            [initial, word, after @ ..]
                if at > 0
                    && !skipped
                    && initial.initial
                    && initial.gap != Gap::Apostrophe
                    && joins(initial.gap, before, part)
                    && is_it(word, Some(initial)) =>
            {
                skipped = true;
                rest = after;
            }
            _ => return false,
        }
    }
    true
}

/// Whether two words of a name can stand this far apart.
fn joins(gap: Gap, before: Option<&Word>, part: &Part) -> bool {
    match gap {
        Gap::Blank | Gap::Apostrophe => true,
        Gap::Stop => part.word.gap == Gap::Stop || before.is_some_and(|before| before.letters() == 1),
        Gap::Comma => part.given,
        // As the roster writes it.
        Gap::Other => part.word.gap == Gap::Other && !part.given,
    }
}

#[cfg(test)]
mod tests {
    use super::{begins, ways, words};

    /// Whether a text names a person.
    fn is_named(name: &str, text: &str) -> bool {
        let (ways, words) = (ways(name), words(text));
        ways.iter()
            .any(|way| (0..words.len()).any(|at| begins(words.get(at..).unwrap_or_default(), way)))
    }

    #[test]
    fn a_full_name_is_found_however_it_is_written() {
        for (name, text) in [
            ("Ada Stage", "Looked after by Ada Stage."),
            ("Ada Stage", "STAGE, Ada"),
            ("Stage, Ada", "ada stage's notes"),
            ("Renée Müller", "Renee Mu\u{308}ller"),
            ("Max Groß", "max GROSS"),
            ("Max Groß", "MAX GROẞ"),
            ("Ada Maria Stage", "Ada Stage"),
            ("Ada Maria Stage", "Stage Ada Maria"),
            ("Ada van der Berg", "van der Berg, Ada"),
            ("Ada van der Berg", "Berg, Ada van der"),
            ("Jean-Luc Roux", "Jean Luc Roux"),
            ("Jean Luc Roux", "Jean\u{2011}Luc Roux"),
            ("Ada Stage", "Ａｄａ Ｓｔａｇｅ"),
            ("Łukasz Wałęsa", "Lukasz Walesa"),
            ("Lukasz Walesa", "ŁUKASZ WAŁĘSA"),
            ("Søren Kjær", "Soren Kjaer"),
            ("Søren Kjær", "Soeren Kjær"),
            ("Þór Guðmundsson", "Thor Gudmundsson"),
            ("Jürgen Müller", "Juergen Muller"),
            ("Juergen Mueller", "Jürgen Müller"),
            ("Åsa Öberg", "Aasa Oeberg"),
            ("Ada Stage", "A\u{200b}d\u{ad}a Sta\u{200d}ge"),
            ("Ada Stage", "Ada M. Stage"),
            ("Ada Stage", "Ada M Stage"),
            ("Ada Stage", "ada m stage"),
            ("Ada M. Stage", "Stage, Ada M."),
            ("J. R. Stage", "J.R. Stage"),
            ("Ada Maria Stage", "with Ada Maria and others"),
            ("Ada Maria Stage", "Maria Stage"),
            ("Ada Maria Stage", "Stage, Maria"),
            ("Ada Schmidt-Berg", "Ada Schmidt"),
            ("Ada Maria Schmidt-Berg", "Schmidt-Berg, Ada"),
            ("Bob O'Brien", "Bob O\u{2bc}Brien"),
            ("Bob O'Brien", "Bob Obrien"),
            ("Ada St. John", "Ada St. John"),
            ("Ada (Countess) Stage", "Ada (Countess) Stage"),
            ("Ada Stage", "les droits d'Ada Stage"),
            ("Ada Stage", "**Ada** Stage"),
            ("Ada Stage", "*Ada* **Stage**"),
            ("Ada Stage", "__Ada__ Stage"),
            ("Ada Stage", "`Ada` Stage"),
            ("Ada Stage", "<b>Ada</b> <i class=\"x\">Stage</i>"),
            ("Ada Stage", "[Ada] Stage"),
            ("Ada Stage", "**Stage**, Ada"),
            ("Ada Stage", "1 < 2, says Ada Stage"),
        ] {
            assert!(is_named(name, text), "`{name}` in `{text}`");
        }
    }

    #[test]
    fn half_a_name_is_no_name() {
        for (name, text) in [
            ("Ada Stage", "AWS Stage"),
            ("backup", "Nightly backup of the database"),
            ("Ada Stage", "Adam Stage"),
            ("Ada Stage", "Ada Stages"),
            ("Ada Stage", "Ada and Stage"),
            ("Ada Stage", "Ada M. N. Stage"),
            ("Ada de la Cruz", "de la"),
            ("Ada Li Stage", "Ada Li"),
        ] {
            assert!(!is_named(name, text), "`{name}` in `{text}`");
        }
    }

    #[test]
    fn common_words_across_punctuation_are_no_name() {
        for text in [
            "what they mark, read and send",
            "what they mark. Read on",
            "mark/read",
            "mark; read",
            "mark - read",
            "mark (read)",
            "mark,read",
            "mark a read message",
            "Mark's read",
        ] {
            assert!(!is_named("Mark Read", text), "{text}");
        }
        assert!(is_named("Mark Read", "read, mark"));
        assert!(is_named("Mark Read", "mark-read"));
        assert!(!is_named("A. Stage", "in a stage"));
        assert!(is_named("A. Stage", "by A. Stage"));
    }
}

//! What a system has one of only: the host that its files tell of, the AWS account, the group of a name.
//!
//! Comes in: for each such thing, which one a record tells of, by an id or, where it has none, by the file. Goes out: where
//! files tell of several, a problem that names them: what is of one name in two hosts is two things, and nobody may make
//! them one in silence.

use std::collections::{BTreeMap, BTreeSet};

use super::joins::tell;
use crate::ingest::compared::login_key;
use crate::model::arena::Arena;
use crate::model::problem::Problems;
use crate::model::source::{Place, Source};
use crate::model::word::composed;

/// How many of several are named, and of how many things.
const NAMED: usize = 5;

/// Everything of which there is one, as far as files tell.
#[derive(Default)]
pub(super) struct Soles {
    /// By what it is and which one, with where that was read first.
    met: BTreeMap<String, BTreeMap<String, Place>>,
}

impl Soles {
    /// Notes which one a record tells of; without an id that is what its file is about.
    pub(super) fn note(&mut self, of: &str, id: Option<&str>, place: Place) {
        let id = id.map(|id| login_key(&composed(id)).into_owned());
        let id = id.unwrap_or_else(|| format!("{FILE}{}", place.source.get()));
        let ids = match self.met.get_mut(of) {
            Some(ids) => ids,
            None => self.met.entry(of.to_owned()).or_default(),
        };
        ids.entry(id).or_insert(place);
    }

    /// Tells of what there are several of.
    pub(super) fn tell(&self, sources: &Arena<Source>, problems: &mut Problems) {
        let several = self.met.iter().map(|(of, ids)| (of, apart(ids, sources)));
        let several: Vec<(&String, Vec<(&str, Place)>)> = several.filter(|(_, met)| met.len() > 1).collect();
        for (place, (of, met)) in several.iter().take(NAMED).enumerate() {
            let named = met.iter().take(NAMED).map(|(id, place)| {
                let at = sources[place.source].show(place.line);
                if id.starts_with(FILE) {
                    at
                } else {
                    format!("`{id}` ({at})")
                }
            });
            let named: Vec<String> = named.collect();
            let more = if met.len() > NAMED { ", …" } else { "" };
            let others = match several.len().saturating_sub(NAMED) {
                others if others > 0 && place == 0 => format!(" So it is with {others} more that are not told here."),
                _ => String::new(),
            };
            let message = format!(
                "a system has one {of}, and the files of this one tell of several: {}{more}; what bears the same name in each \
                 would be taken for one, so declare a `[[system]]` for each and give it its own files; where one file is an older \
                 export of another, take it out of review.toml; where one file has rows of all, set those of the others \
                 aside (`[[system.export.set-aside]]`).{others}",
                named.join(", "),
            );
            if let Some((_, place)) = met.get(1) {
                tell(problems, sources, *place, &message);
            }
        }
    }
}

/// Which ones there are, by where they were read first. A file that is given twice is one.
fn apart<'a>(ids: &'a BTreeMap<String, Place>, sources: &Arena<Source>) -> Vec<(&'a str, Place)> {
    let mut met: Vec<(&str, Place)> = ids.iter().map(|(id, place)| (id.as_str(), *place)).collect();
    met.sort_by_key(|(_, place)| *place);
    let mut contents = BTreeSet::new();
    met.retain(|(id, place)| !id.starts_with(FILE) || contents.insert(sources[place.source].sha256.as_str()));
    met
}

/// How the id of a file begins, which no id of a record does.
const FILE: &str = "\u{0}file ";

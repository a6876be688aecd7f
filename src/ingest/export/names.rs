//! What the ids of a system stand for, whichever file says so.
//!
//! Comes in: ids of groups, levels and resources, each with a name. Goes out: what a text that may be an id is called.
//! An id with two names is a problem, but of groups: what is said of the id then counts for each group. Two ids with one name stay two things: each is then called by name and id.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::joins::tell;
use crate::ingest::compared::same_word;
use crate::model::arena::Arena;
use crate::model::problem::Problems;
use crate::model::source::{Place, Source};
use crate::model::word::composed;

/// What an id can stand for beside an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Of {
    /// A group.
    Group,
    /// A level.
    Level,
    /// A resource.
    Resource,
}

impl Of {
    /// What a fact says that its id stands for; none for an account.
    pub(super) fn told(text: &str) -> Result<Option<Self>, String> {
        match text {
            "account" => Ok(None),
            "group" => Ok(Some(Self::Group)),
            "level" => Ok(Some(Self::Level)),
            "resource" => Ok(Some(Self::Resource)),
            other => Err(format!(
                "the profile says that the id stands for `{other}`; expected `account`, `group`, `level` or `resource`"
            )),
        }
    }
}

/// The names met so far.
#[derive(Default)]
pub(super) struct Names {
    by_id: HashMap<(Of, String), String>,
    ids: BTreeMap<(Of, String), BTreeSet<String>>,
    /// Further names of an id of groups, beside the first.
    further: BTreeMap<String, BTreeSet<String>>,
    contradictions: Vec<(Place, String)>,
}

impl Names {
    /// Notes a name.
    pub(super) fn note(&mut self, of: Of, id: &str, name: &str, place: Place) {
        let (id, name) = (composed(id).into_owned(), composed(name).into_owned());
        if id == name {
            return;
        }
        let before = self.by_id.entry((of, id.clone())).or_insert_with(|| name.clone());
        if of == Of::Group && !same_word(before, &name) {
            self.further.entry(id.clone()).or_default().insert(name.clone());
            self.ids.entry((of, name)).or_default().insert(id);
            return;
        }
        if !same_word(before, &name) {
            let message = format!(
                "the id `{id}` is called `{name}` here and `{before}` elsewhere in the files of this system; correct the \
                 one that is wrong, or export again"
            );
            self.contradictions.push((place, message));
            return;
        }
        self.ids.entry((of, before.clone())).or_default().insert(id);
    }

    /// What a text is called: the name of the id that it is, else itself.
    pub(super) fn called(&self, of: Of, text: &str) -> String {
        let text = composed(text);
        let Some(name) = self.by_id.get(&(of, text.clone().into_owned())) else {
            return text.into_owned();
        };
        let one = self.ids.get(&(of, name.clone())).is_none_or(|ids| ids.len() < 2);
        if one || of == Of::Level {
            name.clone()
        } else {
            format!("{name} ({text})")
        }
    }

    /// The names of a group beside that by which its id was called first: several groups go by one id.
    pub(super) fn further(&self, group: &str) -> impl Iterator<Item = &str> {
        let names = self.further.get(composed(group).as_ref());
        names.into_iter().flatten().map(String::as_str)
    }

    /// Every id that is called so.
    pub(super) fn ids(&self, of: Of, name: &str) -> impl Iterator<Item = &str> {
        let ids = self.ids.get(&(of, name.to_owned()));
        ids.into_iter().flatten().map(String::as_str)
    }

    /// Tells of ids with two names.
    pub(super) fn tell(&self, sources: &Arena<Source>, problems: &mut Problems) {
        for (place, message) in &self.contradictions {
            tell(problems, sources, *place, message);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::model::source::Content;
    use crate::world::World;

    #[test]
    fn an_id_is_called_by_its_name_and_by_both_where_the_name_is_not_its_own() {
        let mut world = World::new();
        let source = world.source("roles.json", Content::Accounts);
        let place = Place { source, line: 7 };
        let mut names = Names::default();
        names.note(Of::Level, "r-1", "Admin", place);
        names.note(Of::Level, "r-2", "Admin", place);
        names.note(Of::Group, "g-1", "devs", place);
        names.note(Of::Resource, "1", "app", place);
        names.note(Of::Resource, "2", "app", place);
        let called = |of, text| names.called(of, text);
        assert_eq!(called(Of::Level, "r-2"), "Admin");
        assert_eq!(
            (called(Of::Group, "g-1"), called(Of::Group, "g-2")),
            ("devs".into(), "g-2".into())
        );
        assert_eq!(called(Of::Resource, "2"), "app (2)");
        assert_eq!(names.ids(Of::Group, "devs").collect::<Vec<_>>(), ["g-1"]);
    }

    #[test]
    fn an_id_with_two_names_is_a_problem() {
        let mut world = World::new();
        let source = world.source("roles.csv", Content::Accounts);
        let mut names = Names::default();
        names.note(Of::Level, "r-1", "Admin", Place { source, line: 2 });
        names.note(Of::Level, "r-1", "admin", Place { source, line: 3 });
        names.note(Of::Level, "r-1", "Reader", Place { source, line: 4 });
        let mut problems = Problems::default();
        names.tell(&world.snapshot.sources, &mut problems);
        let told = problems.or(()).unwrap_err().to_string();
        let expected = "roles.csv:4: the id `r-1` is called `Reader` here and `Admin` elsewhere";
        assert!(told.starts_with(expected) && told.lines().count() == 1, "{told}");
    }
}

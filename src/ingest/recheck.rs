//! A recheck has to be later than what it rechecks and of the same instance, and to have all the files that the first extract has.
//!
//! Comes in: when the sources sheet says that each file was extracted. Goes out: a problem for each file of a recheck that
//! is not later than every file of the first extract. Where nobody says when, nothing can be compared: a check asks for it,
//! and until then such a recheck proves nothing. A recheck that lacks files of the first extract is a part.

use std::collections::BTreeSet;

use super::attested::Told;
use super::compared::same_word;
use crate::model::arena::Arena;
use crate::model::evidence::Extracted;
use crate::model::extract::Extract;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::settings::Settings;
use crate::model::snapshot::Access;
use crate::model::source::Source;
use crate::model::system::{Coverage, Export, Field, System};

/// Notes rechecks that are not later, or of another instance.
pub(super) fn check(settings: &Settings, told: &Told, problems: &mut Problems) {
    for system in settings.systems.values() {
        for again in &system.recheck {
            if let Some(message) = of_another_instance(again, system, told) {
                problems.add("review.toml", Some(again.line), message);
            }
            let Some(at) = extracted(again, told) else { continue };
            let Some((first, before)) = last(system, told).filter(|(_, before)| at.instant() <= before.instant())
            else {
                continue;
            };
            let message = format!(
                "`{}` is a recheck of {}, but was extracted at {at}, which is not later than {before}, when `{}` was, the \
                 file that it rechecks; export the system again, or correct `extracted at` in the sources sheet",
                again.file, system.name, first.file
            );
            problems.add("review.toml", Some(again.line), message);
        }
    }
}

/// That a recheck is of an instance that no file of the first extract is of, where the sheet tells of all of them.
fn of_another_instance(again: &Export, system: &System, told: &Told) -> Option<String> {
    let instance = |export: &Export| Some(told.get(&export.file)?.instance.as_ref()?.reveal().trim());
    let now = instance(again)?;
    let first: Vec<&str> = system.exports().iter().map(instance).collect::<Option<_>>()?;
    let (one, is_known) = (first.first()?, first.iter().any(|first| same_word(first, now)));
    (!is_known).then(|| {
        format!(
            "`{}` is a recheck of {}, but the sources sheet says that it is of the instance `{now}`, and the first extract of \
             `{one}`; export the same instance again, or correct `instance` in the sources sheet",
            again.file, system.name
        )
    })
}

/// The file of the first extract that was extracted last.
fn last<'a>(system: &'a System, told: &Told) -> Option<(&'a Export, Extracted)> {
    let dated = system.exports().iter();
    let dated = dated.filter_map(|export| Some((export, extracted(export, told)?)));
    dated.max_by_key(|(_, at)| at.instant())
}

fn extracted(export: &Export, told: &Told) -> Option<Extracted> {
    told.get(&export.file)?.at
}

/// Makes a recheck partial that has fewer files of a kind than the first extract: what stood in the others is not shown again.
pub(super) fn lacks_files(access: &mut Access, system: &System, sources: &mut Arena<Source>) {
    let of = |extract: Extract| -> Vec<(&Source, Kind<'_>)> {
        let content = extract.content(access.system);
        let files = sources.values().filter(|source| source.content == content);
        files.map(|file| (file, Kind::of(file, system))).collect()
    };
    let (first, again) = (of(Extract::First), of(Extract::Recheck));
    let lacking = first.iter().find_map(|(file, wanted)| {
        // A file that lies there twice is one.
        let like = |files: &[(&Source, Kind<'_>)]| {
            let is_alike =
                |(other, kind): &&(&Source, Kind<'_>)| wanted.covers(kind) && !file.is_of_another_instance(other);
            let alike = files.iter().filter(is_alike);
            alike.map(|(file, _)| &file.sha256).collect::<BTreeSet<_>>().len()
        };
        let (before, now) = (like(&first), like(&again));
        (now < before).then(|| (file.file.reveal().to_owned(), before, now))
    });
    let Some((name, before, now)) = lacking else { return };
    let why = format!(
        "the first extract has {before} of the kind and the instance of `{name}`, and the recheck has {now}; export all files of the system \
         again, so that what stood in the others is looked at too"
    );
    access.coverage = access.coverage.map(|_| Coverage::Partial);
    let content = Extract::Recheck.content(access.system);
    if let Some(source) = sources.values_mut().find(|source| source.content == content)
        && source.cut.is_none()
    {
        source.coverage = Coverage::Partial;
        source.cut = Some(Private::new(why));
    }
}

/// What a file is read as.
#[derive(PartialEq, Eq)]
enum Kind<'a> {
    /// Its format.
    Known(&'a str),
    /// The columns that are mapped by hand.
    Mapped(BTreeSet<Field>),
}

impl<'a> Kind<'a> {
    fn of(source: &'a Source, system: &System) -> Self {
        if let Some(profile) = &source.profile {
            return Self::Known(profile);
        }
        let export = system.files().find(|export| export.file == source.file.reveal());
        Self::Mapped(
            export
                .into_iter()
                .flat_map(|export| export.columns.keys().copied())
                .collect(),
        )
    }

    /// Whether a file of another kind says all that one of this kind does.
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(one), Self::Known(other)) => one == other,
            (Self::Mapped(one), Self::Mapped(other)) => one.is_subset(other),
            (Self::Known(_), Self::Mapped(_)) | (Self::Mapped(_), Self::Known(_)) => false,
        }
    }
}

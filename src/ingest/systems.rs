//! The systems, one at a time and several at once: a thread reads, matches and hands over one system, both its extracts, before it takes the
//! next.
//!
//! Comes in: the roster, and what `review.toml` declares of each system. Goes out: for each system in declared order what
//! a visitor made of it. Places in what the visitor sees are those of the part; the number by which they move when the
//! files of all systems stand in one list comes with it.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::Context as _;

use super::attested::Told;
use super::export::{self, Given};
use super::matching::{Assigned, Directory};
use super::{labels, recheck};
use crate::model::arena::{Arena, Ix};
use crate::model::extract::Extract;
use crate::model::problem::Problems;
use crate::model::renames::Renames;
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::source::Source;
use crate::model::system::System;
use crate::progress::Progress;

/// What every system is read with.
pub(super) struct Common<'a> {
    pub(super) inputs: &'a Path,
    pub(super) settings: &'a Settings,
    /// Roles, roster and its file; no access.
    pub(super) start: &'a Snapshot,
    /// What was called otherwise in the audit before.
    pub(super) renames: &'a Renames,
    pub(super) assigned: &'a Assigned,
    /// What the sources sheet tells.
    pub(super) told: &'a Told,
    pub(super) progress: &'a Progress,
}

/// What was made of one system.
pub(super) struct Part<T> {
    /// By the visitor; nothing where there is a problem.
    pub(super) made: Option<T>,
    /// Its files.
    pub(super) sources: Arena<Source>,
}

/// What came of all systems.
pub(super) struct Parts<T> {
    /// In declared order.
    pub(super) parts: Vec<Part<T>>,
    /// The logins that accounts sheets name and the systems have, by their keys.
    pub(super) met: BTreeSet<(Ix<System>, String)>,
}

/// One system, read.
struct Read<T> {
    part: Part<T>,
    met: Vec<String>,
    problems: Problems,
}

/// A system and how its reading ended.
type Done<T> = (Ix<System>, anyhow::Result<Read<T>>);

/// Reads each system and shows it to the visitor, as a snapshot of that system alone, unless there is a problem.
pub(super) fn each<T: Send>(
    common: &Common<'_>,
    problems: &mut Problems,
    visit: impl Fn(&mut Snapshot) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Parts<T>> {
    let directory = Directory::new(&common.start.roster)?;
    let systems: Vec<(Ix<System>, &System)> = common.settings.systems.iter().collect();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<Done<T>>> = Mutex::new(Vec::new());
    let work = || {
        while let Some(system) = systems.get(next.fetch_add(1, Ordering::Relaxed)) {
            let read = one(common, &directory, *system, &visit);
            common.progress.step();
            if let Ok(mut done) = done.lock() {
                done.push((system.0, read));
            }
        }
    };
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(systems.len());
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done
        .into_inner()
        .ok()
        .context("a thread that read a system broke off")?;
    done.sort_by_key(|(system, _)| *system);
    let mut parts = Parts {
        parts: Vec::with_capacity(done.len()),
        met: BTreeSet::new(),
    };
    for (system, read) in done {
        let read = read?;
        problems.append(read.problems);
        parts.met.extend(read.met.into_iter().map(|login| (system, login)));
        parts.parts.push(read.part);
    }
    Ok(parts)
}

fn one<T>(
    common: &Common<'_>,
    directory: &Directory,
    (place, system): (Ix<System>, &System),
    visit: impl Fn(&mut Snapshot) -> anyhow::Result<T>,
) -> anyhow::Result<Read<T>> {
    let mut problems = Problems::default();
    let mut sources = common.start.sources.clone();
    let known = (&mut sources, &mut problems);
    let given = Given {
        inputs: common.inputs,
        profiles: &common.settings.profiles,
        told: common.told,
        extract: Extract::First,
        date: common.settings.date,
    };
    let mut access = export::read(given, (place, system), known)?;
    let labelled = (common.start, common.renames);
    labels::keep(&mut access, system, labelled)?;
    let mut met = directory.assign(&mut access, system, common.assigned);
    let mut rechecks = Vec::new();
    if !system.recheck.is_empty() {
        let given = Given {
            extract: Extract::Recheck,
            ..given
        };
        let mut again = export::read(given, (place, system), (&mut sources, &mut problems))?;
        recheck::lacks_files(&mut again, system, &mut sources);
        labels::keep(&mut again, system, labelled)?;
        met.extend(directory.assign(&mut again, system, common.assigned));
        rechecks.push(again);
    }
    let mut part = Snapshot {
        access: vec![access],
        rechecks,
        sources,
        ..common.start.clone()
    };
    let made = problems.is_empty().then(|| visit(&mut part)).transpose()?;
    let part = Part {
        made,
        sources: part.sources,
    };
    Ok(Read { part, met, problems })
}

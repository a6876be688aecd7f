//! Profiles: TOML in, [`Profile`]s out, each checked; every problem of every file at once.
//!
//! The program carries those of `src/profiles`, which the build script lists; a file of `inputs/profiles/` adds one or
//! goes before the one of the same id. One more format is one more file there. One more key: a line in the file of its
//! table here, a field of the model, and a line in `src/profiles/README.md`.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::LazyLock;
use std::thread;

use self::scope::Scope;
use super::file::File;
use super::stanza::Stanza;
use super::value::{At, bare};
use crate::model::problem::Problems;
use crate::model::profile::{Body, Profile, Reading, Sample, Signature};

mod complete;
mod condition;
mod date;
mod emit;
mod expression;
mod input;
mod kind;
mod levels;
pub(in crate::config) mod pattern;
mod records;
mod sample;
mod scope;
mod selector;
mod signature;

#[cfg(test)]
mod tests;

/// The profiles that the program carries: name and text of each file.
const CARRIED: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/profiles.rs"));

/// Where a person puts own profiles, in the inputs folder.
const OWN: &str = "profiles";

/// What a refused file has no use for.
const NOT_OF_REFUSED: [&str; 5] = ["input", "levels", "built-in", "complete", "records"];

/// What the program carries, read once, by as many threads as there are: every run begins with it.
static READ: LazyLock<(BTreeMap<String, Profile>, Problems)> = LazyLock::new(|| {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let (mut profiles, mut problems) = (BTreeMap::new(), Problems::default());
    thread::scope(|scope| {
        let parts = CARRIED.chunks(CARRIED.len().div_ceil(threads).max(1));
        let reading: Vec<_> = parts.map(|part| scope.spawn(|| carried(part))).collect();
        for part in reading {
            let (own, of_part) = part.join().unwrap_or_else(|panic| resume_unwind(panic));
            profiles.extend(own);
            problems.append(of_part);
        }
    });
    (profiles, problems)
});

/// Those of some files that the program carries.
fn carried(files: &[(&str, &str)]) -> (BTreeMap<String, Profile>, Problems) {
    let files = files
        .iter()
        .map(|(name, text)| (*name, File::carried(&format!("src/profiles/{name}"), text)));
    read(files, None)
}

/// Every profile, sorted by id: those that the program carries and those of the inputs folder.
pub(super) fn all(inputs: &Path, problems: &mut Problems) -> Vec<Profile> {
    let (mut profiles, carried_problems) = READ.clone();
    let names = own(inputs);
    let files = names
        .iter()
        .map(|name| (name.as_str(), File::open(inputs, &format!("{OWN}/{name}"))));
    let (own, own_problems) = read(files, Some(&profiles));
    profiles.extend(own);
    problems.append(carried_problems);
    problems.append(own_problems);
    profiles.into_values().collect()
}

/// The profiles of these files, and what is wrong with any; own ones beside those that the program carries.
fn read<'a>(
    files: impl Iterator<Item = (&'a str, File)>,
    carried: Option<&BTreeMap<String, Profile>>,
) -> (BTreeMap<String, Profile>, Problems) {
    let mut profiles = BTreeMap::new();
    let mut problems = Problems::default();
    for (name, file) in files {
        if let Some(root) = file.stanza() {
            let profile = profile(root, name.trim_end_matches(".toml"), carried);
            profiles.insert(profile.id.clone(), profile);
        }
        problems.append(file.close().0);
    }
    (profiles, problems)
}

/// The names of the files with profiles in the inputs folder, sorted.
fn own(inputs: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(inputs.join(OWN)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_toml = |name: &String| Path::new(name).extension().is_some_and(|ending| ending == "toml");
    let mut names: Vec<String> = names.filter(|name| is_toml(name) && !name.starts_with('.')).collect();
    names.sort();
    names
}

/// A file that holds only `id` and samples: the id, and the samples.
pub(super) fn samples(name: &str, text: &str) -> Result<(String, Vec<Sample>), Problems> {
    let file = File::of_text(name, Some(text.to_owned()));
    let read = file.stanza().map(|mut root| {
        let id = root.text("id", "aws-iam-credential-report").value;
        let samples = sample::read(&mut root);
        root.done();
        (id, samples.into_iter().map(|sample| sample.value).collect())
    });
    file.close().0.or(read.unwrap_or_default())
}

/// One file, of which the name without its ending has to be the id.
fn profile(mut root: Stanza<'_>, stem: &str, carried: Option<&BTreeMap<String, Profile>>) -> Profile {
    let id = root.text("id", "aws-iam-credential-report");
    name_is_id(&root, &id, stem);
    if let Some(before) = carried.and_then(|carried| carried.get(stem)) {
        refuses_no_more(&root, id.line, before);
    }
    let system = root.text("system", "AWS").value;
    let directory = root.optional_text("directory", "AWS Identity Center");
    let directory = directory.map_or_else(|| system.clone(), |directory| directory.value);
    let also_called = bare(root.texts("also-called", "Amazon Web Services").unwrap_or_default());
    let beside = bare(root.texts("beside", "Kubernetes").unwrap_or_default());
    let format = root.text("format", "IAM credential report, CSV").value;
    if !root.holds("verified") {
        root.missing("verified", "true");
    }
    let verified = root.flag("verified", false);
    let steps = bare(root.required_texts("steps", "Open the admin page and choose Users, then Export."));
    let notes = bare(root.texts("notes", "Contractors are not in it.").unwrap_or_default());
    let refused = root.optional_text("refuse", "it holds passwords; export the list of users instead");
    let instead = root.optional_text("instead", "it has no rows; run `cvtsudoers` and send what it writes");
    let refused = refused.map(|why| ("refuse", Body::Refuse(why.value)));
    let refused = refused.or(instead.map(|why| ("instead", Body::Instead(why.value))));
    let (signature, body) = if let Some((refuse, body)) = refused {
        for key in NOT_OF_REFUSED {
            if let (Some(line), Some(_)) = (root.line_of(key), root.ask(key)) {
                root.file.problem(
                    line,
                    format!("`{key}` stands beside `{refuse}`, but a refused file is not read; leave one of them out"),
                );
            }
        }
        (signature::of_refused(&mut root), body)
    } else {
        let (signature, reading) = reading(&mut root);
        (signature, Body::Read(Box::new(reading)))
    };
    let samples = sample::read(&mut root);
    sample::fit(root.file, &body, &samples);
    root.done();
    Profile {
        id: stem.to_owned(),
        system,
        directory,
        beside,
        also_called,
        format,
        verified,
        steps,
        notes,
        signature,
        body,
        own: carried.is_some(),
        samples: samples.into_iter().map(|sample| sample.value).collect(),
    }
}

/// Notes an id that is not plain, or not the name of the file.
fn name_is_id(root: &Stanza<'_>, id: &At<String>, stem: &str) {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if !id.value.chars().all(plain) {
        root.file.problem(
            id.line,
            format!(
                "`id` is `{}`, expected lower-case letters a to z, digits and hyphens",
                id.value
            ),
        );
    } else if id.is_read() && id.value != stem {
        root.file.problem(
            id.line,
            format!(
                "`id` is `{}`, but the file is called `{stem}.toml`; give both the same name",
                id.value
            ),
        );
    }
}

/// Notes a profile that goes before one which keeps secrets out.
fn refuses_no_more(root: &Stanza<'_>, line: u64, before: &Profile) {
    if matches!(before.body, Body::Refuse(_)) {
        root.file.problem(
            line,
            format!(
                "`{id}` is the profile by which the program refuses files with secrets ({}: {}), and \
                 `{OWN}/{id}.toml` would take the place of its `src/profiles/{id}.toml`; delete the file, or, if it is \
                 for another format without secrets, give it another `id` and name",
                before.system,
                before.format,
                id = before.id
            ),
        );
    }
}

/// How files of the format are recognised and read.
fn reading(root: &mut Stanza<'_>) -> (Signature, Reading) {
    let input = input::read(root);
    let signature = signature::read(root, input.reader);
    let scope = Scope::new(&input);
    let reading = Reading {
        records: records::read(root, &scope, input.is_wrapped()),
        complete: complete::read(root, &scope),
        levels: levels::read(root),
        built_in: levels::built_in(root),
        form: input.form,
        strip: input.strip,
        file_name: input.file_name,
        dates: input.dates,
        words: input.words,
        ignored: input.ignored,
    };
    (signature, reading)
}

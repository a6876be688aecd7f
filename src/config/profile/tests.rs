//! Whether every file of `src/profiles` and `tests/profiles` can be read; for the authors of profiles.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails should say where")]

use std::path::Path;

use super::{CARRIED, File, all, read, samples};
use crate::model::problem::Problems;

#[test]
fn every_profile_is_read() {
    let mut problems = Problems::default();
    let folder = tempfile::tempdir().unwrap();
    let profiles = all(folder.path(), &mut problems);
    if let Err(problems) = problems.or(()) {
        panic!("{} problems\n{problems}", problems.len());
    }
    let without = |profile: &&crate::model::profile::Profile| profile.samples.is_empty();
    let without: Vec<&str> = profiles
        .iter()
        .filter(without)
        .map(|profile| profile.id.as_str())
        .collect();
    assert!(without.is_empty(), "no `[[sample]]` in {without:?}");
}

/// Patterns that the program carries are not checked at each run, so they are here.
#[test]
fn no_pattern_of_a_profile_is_wrong_or_too_large() {
    let as_own = |(name, text): &(&'static str, &str)| (*name, File::of_text(name, Some((*text).to_owned())));
    let (profiles, problems) = read(CARRIED.iter().map(as_own), None);
    assert_eq!(profiles.len(), CARRIED.len());
    if let Err(problems) = problems.or(()) {
        panic!("{} problems\n{problems}", problems.len());
    }
}

#[test]
fn every_second_sample_is_read() {
    let mut problems = Problems::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let name = format!("tests/profiles/{stem}.toml");
        match samples(&name, &std::fs::read_to_string(&path).unwrap()) {
            Err(more) => problems.append(more),
            Ok((id, samples)) => {
                assert_eq!(id, stem, "{name}: `id` is not the name of the file");
                assert!(!samples.is_empty(), "{name} has no `[[sample]]`");
            }
        }
    }
    if let Err(problems) = problems.or(()) {
        panic!("{} problems\n{problems}", problems.len());
    }
}

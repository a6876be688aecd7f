//! Which files an export with a list of names and patterns means: `exports/users-*.json`.
//!
//! Comes in: names relative to the inputs folder, in which `*` stands for any signs of one part and `?` for one sign.
//! Goes out: the files that are there, sorted, each once. Hidden files and the lock files of office programs are meant
//! only where a pattern begins as they do.

use std::collections::BTreeSet;
use std::path::Path;

use super::path;
use super::stanza::Stanza;
use super::value::At;
use crate::model::pattern::Pattern;

/// How names begin that a pattern passes over.
const PASSED_OVER: [&str; 2] = [".", "~$"];

/// The required key `file`. A name without `*` and `?` is taken as it is.
pub(super) fn read(stanza: &mut Stanza<'_>, inputs: &Path) -> Vec<String> {
    let mut files = BTreeSet::new();
    let profile = stanza.peek("profile").and_then(|profile| profile.as_str());
    let made = profile.map_or_else(String::new, |profile| {
        format!(
            "; the profile `{profile}` reads them, and `access-review profiles show {profile}` says how they are made"
        )
    });
    for name in stanza.required_texts("file", "exports/bitbucket-users.csv") {
        if !path::check(stanza.file, &name) {
            continue;
        }
        let found = if is_pattern(&name.value) {
            found(inputs, &name.value)
        } else {
            vec![name.value.clone()]
        };
        if found.is_empty() {
            stanza.file.problem(
                name.line,
                format!(
                    "`file` is `{}`, which no file of the inputs folder fits; put the files there, or correct the \
                     pattern{made}",
                    name.value
                ),
            );
        }
        for file in found {
            let shown = At {
                line: name.line,
                value: file.clone(),
            };
            stanza.file.show("system.export.file", &shown);
            files.insert(file);
        }
    }
    files.into_iter().collect()
}

/// Whether a name stands for several.
pub(super) fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?'])
}

/// The files that a pattern fits.
fn found(inputs: &Path, pattern: &str) -> Vec<String> {
    let mut folders = vec![String::new()];
    let mut parts = pattern.split('/').peekable();
    let mut found = Vec::new();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let fitting = folders.iter().flat_map(|folder| inside(inputs, folder, part));
        let kind = |name: &String| {
            let path = inputs.join(name);
            if last { path.is_file() } else { path.is_dir() }
        };
        found = fitting.filter(kind).collect();
        folders.clone_from(&found);
    }
    found
}

/// What a part of a pattern fits in a folder.
fn inside(inputs: &Path, folder: &str, part: &str) -> Vec<String> {
    let below = |name: &str| match folder {
        "" => name.to_owned(),
        _ => format!("{folder}/{name}"),
    };
    if !is_pattern(part) {
        return vec![below(part)];
    }
    let expression = regex::escape(part).replace(r"\*", ".*").replace(r"\?", ".");
    let Ok(pattern) = Pattern::whole(&format!("(?s){expression}")) else {
        return Vec::new();
    };
    let entries = std::fs::read_dir(inputs.join(folder)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let passed_over = |name: &String| {
        let hidden = |beginning: &&str| name.starts_with(*beginning) && !part.starts_with(*beginning);
        PASSED_OVER.iter().any(hidden)
    };
    names
        .filter(|name| pattern.regex().is_match(name) && !passed_over(name))
        .map(|name| below(&name))
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_files_in_folders_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "a-1.json",
            "a-22.json",
            "A-3.json",
            "b[1].json",
            ".a-4.json",
            "~$a-5.json",
        ] {
            for below in ["exports/one", "exports/two"] {
                std::fs::create_dir_all(folder.path().join(below)).unwrap();
                std::fs::write(folder.path().join(below).join(name), "x").unwrap();
            }
        }
        std::fs::create_dir_all(folder.path().join("exports/a-9.json")).unwrap();
        let files = |pattern: &str| {
            let mut files = found(folder.path(), pattern);
            files.sort();
            files.join(" ")
        };
        assert_eq!(
            files("exports/one/a-*.json"),
            "exports/one/a-1.json exports/one/a-22.json"
        );
        assert_eq!(files("exports/*/a-?.json"), "exports/one/a-1.json exports/two/a-1.json");
        assert_eq!(files("exports/one/b[1]*"), "exports/one/b[1].json");
        assert_eq!(files("exports/t?o/.a*"), "exports/two/.a-4.json");
        assert_eq!(files("exports/a-*.json"), "");
        assert_eq!(files("nowhere/*"), "");
    }
}

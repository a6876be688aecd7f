//! Files of the inputs folder that nothing reads: an export without a stanza, an accounts sheet under another name.
//!
//! Comes in: the folder and the files that were read. Goes out: the names of all others, but for those that nobody
//! put there to be read. One more of these: a beginning in [`PASSED_OVER`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::file::names;
use super::reasons;
use crate::model::font::{ENDINGS, FOLDER};
use crate::model::look::LOGO;
use crate::model::policy::{EXCEPTIONS_TOML, EXCEPTIONS_XLSX, ROLES_TOML, ROLES_XLSX};
use crate::model::private::Private;
use crate::model::record::{BESIDE, MANIFEST};
use crate::model::settings::Previous;
use crate::model::wording;

/// How the names of hidden files and of the lock files of office programs begin.
const PASSED_OVER: [&str; 2] = [".", "~$"];

/// Files that are read before this room is entered.
const DECLARATIONS: [&str; 6] = [
    "review.toml",
    ROLES_TOML,
    ROLES_XLSX,
    EXCEPTIONS_TOML,
    EXCEPTIONS_XLSX,
    LOGO,
];

/// Where own profiles are, which are read before as well.
const PROFILES: &str = "profiles/";

/// The font files that the inputs folder holds, in the order of their names.
pub(super) fn fonts(inputs: &Path) -> Vec<String> {
    let is_font = |name: &String| {
        let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
    };
    let files = names(&inputs.join(FOLDER)).into_iter().filter(is_font);
    let files = files.map(|name| format!("{FOLDER}{name}"));
    files.filter(|name| inputs.join(name).is_file()).collect()
}

/// The templates of somebody's own that the inputs folder holds, in the order of their names.
pub(super) fn templates(inputs: &Path) -> Vec<String> {
    let is_template = |name: &String| {
        let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
        let is_hidden = PASSED_OVER.iter().any(|beginning| name.starts_with(beginning));
        !is_hidden && ending.is_some_and(|ending| wording::ENDINGS.contains(&ending))
    };
    let files = names(&inputs.join(wording::FOLDER)).into_iter().filter(is_template);
    let files = files.map(|name| format!("{}{name}", wording::FOLDER));
    files.filter(|name| inputs.join(name).is_file()).collect()
}

/// The files of declarations that are there, profiles, fonts and templates of one's own among them; sorted.
pub(super) fn documents(inputs: &Path, previous: Option<&Previous>) -> Vec<String> {
    let own = names(&inputs.join(PROFILES)).into_iter();
    let own = own.filter(|name| is_profile(Path::new(name)));
    let all = own
        .map(|name| format!("{PROFILES}{name}"))
        .chain(fonts(inputs))
        .chain(templates(inputs))
        .chain(DECLARATIONS.map(str::to_owned))
        .chain(
            previous
                .iter()
                .flat_map(|previous| of_previous(inputs, &previous.record)),
        );
    let mut there: Vec<String> = all.filter(|name| inputs.join(name).is_file()).collect();
    there.sort();
    there
}

/// The record of the audit before, the tables beside it, and the sheet that says why things changed.
fn of_previous(inputs: &Path, record: &str) -> Vec<String> {
    let folder = record.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = BESIDE.iter().chain(&[MANIFEST]).map(|name| match folder {
        "" => (*name).to_owned(),
        folder => format!("{folder}/{name}"),
    });
    let all = beside.chain([record.to_owned()]).chain(reasons::sheet(inputs));
    all.collect()
}

fn is_profile(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

/// How the files of an audit are called, as `report` and `publish pull` write them.
const OF_AN_AUDIT: [&str; 10] = [
    "audit.",
    "procedure.",
    "internal.",
    "counts.",
    "changes.csv",
    "page.confluence.xml",
    "record.json",
    "grants.csv",
    "findings.csv",
    "people-map.json",
];

/// Where the files of the audit before are, if they have a folder of their own; with `/` at its end.
fn folder_of(inputs: &Path, previous: &Previous) -> Option<String> {
    let record = previous.record.trim_end_matches('/');
    if inputs.join(record).is_dir() {
        return Some(format!("{record}/"));
    }
    let (folder, _) = record.rsplit_once('/')?;
    Some(format!("{folder}/"))
}

/// The files below the folder that are no source and no proof of what one is, sorted; those of the audit before go together.
pub(super) fn unread<'a>(
    inputs: &Path,
    previous: Option<&Previous>,
    read: impl Iterator<Item = &'a str>,
) -> Vec<Private> {
    let Ok(root) = inputs.canonicalize() else {
        return Vec::new();
    };
    let names = read.chain(DECLARATIONS);
    let mut walk = Walk {
        read: names.filter_map(|name| inputs.join(name).canonicalize().ok()).collect(),
        entered: BTreeSet::new(),
        before: previous.and_then(|previous| folder_of(inputs, previous)),
        root,
        unread: Vec::new(),
    };
    walk.folder(inputs, "");
    walk.unread.sort();
    walk.unread
}

/// A walk through the folder. Real paths are compared, as a link gives one file two names and a folder no end.
struct Walk {
    root: PathBuf,
    read: BTreeSet<PathBuf>,
    entered: BTreeSet<PathBuf>,
    /// The folder of the audit before.
    before: Option<String>,
    unread: Vec<Private>,
}

impl Walk {
    /// Enters a folder, unless it was entered under another name or a link leads out to what the inputs lie in.
    fn folder(&mut self, folder: &Path, before: &str) {
        let Ok(real) = folder.canonicalize() else { return };
        let above = self.root != real && self.root.starts_with(&real);
        if above || !self.entered.insert(real) {
            return;
        }
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_profile = before == PROFILES && is_profile(&entry.path());
            let is_of_before = self
                .before
                .as_ref()
                .is_some_and(|folder| before.starts_with(folder.as_str()))
                && OF_AN_AUDIT
                    .iter()
                    .chain(&[MANIFEST])
                    .any(|beginning| name.starts_with(beginning));
            if is_profile || is_of_before || PASSED_OVER.iter().any(|beginning| name.starts_with(beginning)) {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                self.folder(&path, &format!("{before}{name}/"));
            } else if path.is_file() && path.canonicalize().is_ok_and(|real| !self.read.contains(&real)) {
                self.unread.push(Private::new(format!("{before}{name}")));
            }
        }
    }
}

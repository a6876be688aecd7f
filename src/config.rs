//! `review.toml` and `roles.toml`, or the workbook `roles.xlsx` in its place, in; checked settings, the policy, and every text a public page can show out.
//!
//! Both files are read from TOML's own document tree, one key at a time, and not through serde's derived types: those
//! stop at the first mistake, and an officer wants to hear of all of them at once, each with its line. What could not
//! be read leaves an empty placeholder behind and a problem in its file, so nothing unchecked ever leaves this room.
//!
//! One more key: one line in the file of its stanza here, and a field of the model. Asking for a key is what makes it
//! a known one.

mod activity;
mod approved;
mod choice;
mod claim;
mod claims;
mod confluence;
mod date;
mod encoding;
mod exception;
mod expected;
mod export;
mod field;
mod file;
mod files;
mod formerly;
mod inventory;
mod limits;
mod logo;
mod mapping;
mod matching;
mod path;
mod previous;
mod procedure;
mod profile;
mod put_right;
mod reference;
mod resources;
mod review;
mod role;
mod roster;
mod ruling;
mod separation;
mod stanza;
mod style;
mod system;
mod value;
mod words;
mod workbook;

use std::path::Path;

use anyhow::Context as _;
use jiff::civil::Date;

use crate::model::finding::CheckId;
use crate::model::policy::{Policy, ROLES_TOML, ROLES_XLSX};
use crate::model::problem::Problems;
use crate::model::profile::{Profile, Sample};
use crate::model::settings::{PublicText, Settings};
use crate::model::workbook::ReadWorkbook;
use file::File;
use limits::Limits;
use stanza::Stanza;

/// What the officer declared, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// `review.toml`.
    pub settings: Settings,
    /// `roles.toml` or `roles.xlsx`; none where there is neither.
    pub policy: Option<Policy>,
    /// Texts of both files that a public page can show, and the names of input files, which should name nobody either;
    /// in the order in which they were read.
    pub public_texts: Vec<PublicText>,
}

/// Reads both files of the inputs folder; `date` goes before the one that `review.toml` gives, `checks` are those that
/// there are, and `workbook` reads the roles where they are one.
///
/// # Errors
/// [`Problems`]: everything wrong with either file, sorted.
pub fn load(inputs: &Path, date: Option<Date>, checks: &[CheckId], workbook: ReadWorkbook) -> anyhow::Result<Config> {
    let is_there = |name: &str| inputs.join(name).exists();
    let name = if is_there(ROLES_XLSX) && !is_there(ROLES_TOML) {
        ROLES_XLSX
    } else {
        ROLES_TOML
    };
    let roles = roles_file(inputs, name, workbook);
    if is_there(ROLES_XLSX) && is_there(ROLES_TOML) {
        roles.problem_of_all(format!(
            "`{ROLES_XLSX}` is there as well, and only one of the two can hold; remove `{ROLES_XLSX}` if the roles of the \
             text are in force, else `{ROLES_TOML}`"
        ));
    }
    read((inputs, date), roles, checks)
}

/// As [`load`], with the roles of one file of the inputs folder, whether the other is there or not.
///
/// # Errors
/// [`Problems`]: everything wrong with `review.toml` or the roles.
pub fn load_roles(inputs: &Path, name: &str, checks: &[CheckId], workbook: ReadWorkbook) -> anyhow::Result<Config> {
    let roles = roles_file(inputs, name, workbook);
    if roles.is_absent() {
        roles.problem_of_all(format!("not found in `{}`", inputs.display()));
    }
    read((inputs, None), roles, checks)
}

/// A text or a workbook, by its name.
fn roles_file(inputs: &Path, name: &str, workbook: ReadWorkbook) -> File {
    if name == ROLES_XLSX {
        File::open_workbook(inputs, name, workbook)
    } else {
        File::open(inputs, name)
    }
}

fn read((inputs, date): (&Path, Option<Date>), roles: File, checks: &[CheckId]) -> anyhow::Result<Config> {
    let review = File::open(inputs, "review.toml");
    if review.is_absent() {
        review.problem_of_all(format!(
            "not found in `{}`; `access-review init DIR` writes a review to start from into a new folder `DIR`, and \
             `--inputs DIR` names the folder of one that exists",
            inputs.display()
        ));
    }
    if roles.is_absent()
        && let Some(name) = like_roles(inputs)
    {
        roles.problem_of_all(format!(
            "not found, but `{name}` is there; only a file `{ROLES_TOML}` or `{ROLES_XLSX}`, spelled so, is read: write the \
             roles there, or rename `{name}`"
        ));
    }
    let mut problems = Problems::default();
    let profiles = profile::all(inputs, &mut problems);
    let settings = review
        .stanza()
        .map(|root| settings(root, (inputs, date), profiles, checks, &mut problems))
        .transpose()?;
    let systems = settings.as_ref().map(|settings| &settings.systems);
    let policy = roles
        .stanza()
        .map(|root| role::read(root, systems, checks))
        .transpose()?;

    let (more_problems, mut public_texts) = review.close();
    problems.append(more_problems);
    let settings = settings.map(|settings| Settings {
        texts: public_texts.clone(),
        ..settings
    });
    let (more_problems, more_texts) = roles.close();
    problems.append(more_problems);
    public_texts.extend(more_texts);
    Ok(Config {
        settings: problems
            .or(settings)?
            .context("`review.toml` gave neither settings nor a problem")?,
        policy,
        public_texts,
    })
}

/// Every known export format, sorted by id: those that the program carries and those of the inputs folder, where a
/// file of the same id goes before.
///
/// # Errors
/// [`Problems`]: everything wrong with any of their files.
pub fn profiles(inputs: &Path) -> anyhow::Result<Vec<Profile>> {
    let mut problems = Problems::default();
    let profiles = profile::all(inputs, &mut problems);
    Ok(problems.or(profiles)?)
}

/// A file that holds samples of a profile and nothing else (`id`, `[[sample]]`): the id and the samples. `name` is
/// what messages call it.
///
/// # Errors
/// [`Problems`]: everything wrong with it.
pub fn samples(name: &str, text: &str) -> anyhow::Result<(String, Vec<Sample>)> {
    Ok(profile::samples(name, text)?)
}

/// A file that somebody may have meant as `roles.toml`: another ending or spelling, or a link that leads nowhere.
fn like_roles(inputs: &Path) -> Option<String> {
    let entries = std::fs::read_dir(inputs).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let names = names.filter(|name| name != ROLES_XLSX);
    let meant = |name: &String| {
        let endings = ["toml", "xlsx", "xlsm", "xls", "ods", "csv", "txt"];
        let lower = name.to_lowercase();
        let ending = lower
            .strip_prefix("roles.")
            .map(|ending| ending.trim_end_matches(".txt"));
        ending.is_some_and(|ending| endings.contains(&ending))
    };
    names.filter(meant).min()
}

/// What the exports of `review.toml` are looked up in.
struct Around<'a> {
    /// The inputs folder.
    inputs: &'a Path,
    /// Every known format.
    profiles: &'a [Profile],
    /// The limits of all systems.
    limits: &'a Limits,
}

/// All stanzas of `review.toml`.
fn settings(
    mut root: Stanza<'_>,
    (inputs, date): (&Path, Option<Date>),
    profiles: Vec<Profile>,
    checks: &[CheckId],
    problems: &mut Problems,
) -> anyhow::Result<Settings> {
    let review = review::read(&mut root, date);
    let look = style::read(&mut root, inputs, problems);
    let limits = limits::read(&mut root);
    let rulings = ruling::read(&mut root, checks);
    let systems = system::read(
        &mut root,
        &Around {
            inputs,
            profiles: &profiles,
            limits: &limits,
        },
    )?;
    let roster = roster::read(&mut root, inputs, &systems);
    let activities = activity::read(&mut root, &systems, checks)?;
    let inventory = inventory::read(&mut root, &systems);
    let previous = previous::read(&mut root);
    let publishing = confluence::read(&mut root);
    let put_right = put_right::read(&mut root);
    let procedure = procedure::read(&mut root, (&systems, &inventory), checks, review.date);
    root.done();
    Ok(Settings {
        organisation: review.organisation,
        title: review.title,
        date: review.date,
        zone: review.zone,
        period: review.period,
        language: review.language,
        look,
        page_resources: review.page_resources,
        document_rows: review.document_rows,
        stale_export_days: limits.stale_export_days,
        contract_expiring_days: limits.contract_expiring_days,
        expiring_exception_days: limits.expiring_exception_days,
        provider_report_days: limits.provider_report_days,
        retain_years: review.retain_years,
        rulings,
        activities,
        systems,
        roster,
        inventory,
        procedure,
        previous,
        publishing,
        put_right,
        profiles,
        texts: Vec::new(),
    })
}

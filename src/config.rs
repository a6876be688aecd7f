//! `review.toml`, `roles.toml` and `exceptions.toml`, or workbooks in the places of the last two, in; checked settings, the
//! policy, and every text a public page can show out.
//!
//! The files are read from TOML's own document tree, one key at a time, and not through serde's derived types: those
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
mod exceptions;
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
use crate::model::policy::{EXCEPTIONS_TOML, EXCEPTIONS_XLSX, Policy, ROLES_TOML, ROLES_XLSX};
use crate::model::problem::Problems;
use crate::model::profile::{Profile, Sample};
use crate::model::settings::{PublicText, Settings};
use crate::model::workbook::{Declares, ReadWorkbook};
use file::File;
use limits::Limits;
use stanza::Stanza;

/// What the officer declared, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// `review.toml`.
    pub settings: Settings,
    /// `roles.toml` or `roles.xlsx`, with what `exceptions.toml` or `exceptions.xlsx` accepts; none where there is nothing of
    /// these.
    pub policy: Option<Policy>,
    /// Texts of the files that a public page can show, and the names of input files, which should name nobody either;
    /// in the order in which they were read.
    pub public_texts: Vec<PublicText>,
}

/// Reads the declarations of the inputs folder; `date` goes before the one that `review.toml` gives, `checks` are those that
/// there are, and `workbook` reads roles and exceptions where they are one.
///
/// # Errors
/// [`Problems`]: everything wrong with any of the files, sorted.
pub fn load(inputs: &Path, date: Option<Date>, checks: &[CheckId], workbook: ReadWorkbook) -> anyhow::Result<Config> {
    let roles = one_of_two(inputs, [ROLES_TOML, ROLES_XLSX], (Declares::Roles, workbook));
    let exceptions = one_of_two(
        inputs,
        [EXCEPTIONS_TOML, EXCEPTIONS_XLSX],
        (Declares::Exceptions, workbook),
    );
    read((inputs, date), (roles, Some(exceptions)), checks)
}

/// As [`load`], with the roles of one file of the inputs folder, whether the other is there or not, and no exceptions but
/// those in that file.
///
/// # Errors
/// [`Problems`]: everything wrong with `review.toml` or the roles.
pub fn load_roles(inputs: &Path, name: &str, checks: &[CheckId], workbook: ReadWorkbook) -> anyhow::Result<Config> {
    let roles = text_or_workbook(inputs, name, (Declares::Roles, workbook));
    if roles.is_absent() {
        roles.problem_of_all(format!("not found in `{}`", inputs.display()));
    }
    read((inputs, None), (roles, None), checks)
}

/// The text, or the workbook where that is there alone; that both are there is told.
fn one_of_two(inputs: &Path, [text, sheets]: [&str; 2], workbook: (Declares, ReadWorkbook)) -> File {
    let [is_text, is_sheets] = [text, sheets].map(|name| inputs.join(name).exists());
    let file = text_or_workbook(inputs, if is_sheets && !is_text { sheets } else { text }, workbook);
    if is_sheets && is_text {
        file.problem_of_all(format!(
            "`{sheets}` is there as well, and only one of the two can hold; remove `{sheets}` if what the text says is in \
             force, else `{text}`"
        ));
    }
    file
}

/// A text or a workbook, by its name.
fn text_or_workbook(inputs: &Path, name: &str, workbook: (Declares, ReadWorkbook)) -> File {
    let is_workbook = [ROLES_XLSX, EXCEPTIONS_XLSX].contains(&name);
    if is_workbook {
        File::open_workbook(inputs, name, workbook)
    } else {
        File::open(inputs, name)
    }
}

fn read(
    (inputs, date): (&Path, Option<Date>),
    (roles, exceptions): (File, Option<File>),
    checks: &[CheckId],
) -> anyhow::Result<Config> {
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
    let mut policy = roles
        .stanza()
        .map(|root| role::read(root, systems, checks))
        .transpose()?;
    if let Some(exceptions) = &exceptions {
        exceptions::add(exceptions, &mut policy, systems, checks)?;
    }

    let (more_problems, mut public_texts) = review.close();
    problems.append(more_problems);
    let settings = settings.map(|settings| Settings {
        texts: public_texts.clone(),
        ..settings
    });
    for file in [Some(roles), exceptions].into_iter().flatten() {
        let (more_problems, more_texts) = file.close();
        problems.append(more_problems);
        public_texts.extend(more_texts);
    }
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

//! `init`: a folder to start a review from, out of the worked example that the program carries in itself.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;

use super::Outcome;
use crate::terminal::{self, Message};

/// Every file of the worked example, by its path below `inputs`; a test compares the list with the folder.
const EXAMPLE: &[(&str, &[u8])] = &[
    (
        "exports/aws-prod_iam-users_2021-10-04.csv",
        include_bytes!("../../inputs/exports/aws-prod_iam-users_2021-10-04.csv"),
    ),
    (
        "exports/aws-prod_user-permission-sets_2021-10-04.csv",
        include_bytes!("../../inputs/exports/aws-prod_user-permission-sets_2021-10-04.csv"),
    ),
    (
        "exports/aws-stage_iam-users_2021-10-04.csv",
        include_bytes!("../../inputs/exports/aws-stage_iam-users_2021-10-04.csv"),
    ),
    (
        "exports/aws-stage_user-permission-sets_2021-10-04.csv",
        include_bytes!("../../inputs/exports/aws-stage_user-permission-sets_2021-10-04.csv"),
    ),
    (
        "exports/bastion-prod_accounts_20211004.tsv",
        include_bytes!("../../inputs/exports/bastion-prod_accounts_20211004.tsv"),
    ),
    (
        "exports/bastion-stage_accounts_20211004.tsv",
        include_bytes!("../../inputs/exports/bastion-stage_accounts_20211004.tsv"),
    ),
    (
        "exports/bitbucket-repository-permissions_2021-10-01.xlsx",
        include_bytes!("../../inputs/exports/bitbucket-repository-permissions_2021-10-01.xlsx"),
    ),
    (
        "exports/datadog-users_2021-10-04.txt",
        include_bytes!("../../inputs/exports/datadog-users_2021-10-04.txt"),
    ),
    (
        "exports/jfrog-permission-targets_2021-10-04.csv",
        include_bytes!("../../inputs/exports/jfrog-permission-targets_2021-10-04.csv"),
    ),
    (
        "exports/notebook-register_2021-10-04.xlsx",
        include_bytes!("../../inputs/exports/notebook-register_2021-10-04.xlsx"),
    ),
    ("people.csv", include_bytes!("../../inputs/people.csv")),
    ("review.toml", include_bytes!("../../inputs/review.toml")),
    ("roles.toml", include_bytes!("../../inputs/roles.toml")),
];

/// What a repository of the officer's should not hold: exports, the staff list, documents that name people.
const GITIGNORE: &str = include_str!("../../templates/init.gitignore");

#[derive(Serialize)]
struct Summary {
    dir: String,
}

pub(super) fn run(dir: &Path) -> anyhow::Result<Outcome> {
    if dir.is_dir() && fs::read_dir(dir).with_context(|| reading(dir))?.next().is_some() {
        bail!(
            "`{}` is not empty; name a folder that does not exist yet",
            dir.display()
        );
    }
    for (path, bytes) in EXAMPLE {
        write(&dir.join("inputs").join(path), bytes)?;
    }
    write(&dir.join(".gitignore"), GITIGNORE.as_bytes())?;
    let summary = Summary {
        dir: dir.display().to_string(),
    };
    Ok(Outcome {
        text: terminal::print(Message::Init, &summary)?,
        needs_a_person: false,
    })
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write `{}`", path.display()))
}

fn reading(dir: &Path) -> String {
    format!("cannot read the folder `{}`", dir.display())
}

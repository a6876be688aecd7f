//! `init`: a folder to start a review from, out of the worked example that the program carries in itself.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;

use super::Outcome;
use crate::terminal::{self, Message};

/// Files of the worked example, each with its bytes.
macro_rules! example {
    ($($path:literal,)*) => {
        &[$(($path, include_bytes!(concat!("../../inputs/", $path)))),*]
    };
}

/// Every file of the worked example, by its path below `inputs`; a test compares the list with the folder. Named one by
/// one, so that a program built where somebody keeps a review of their own carries none of it.
const EXAMPLE: &[(&str, &[u8])] = example![
    "evidence/alarms-2021-10-05.txt",
    "evidence/backups-2021-10-05.txt",
    "evidence/datadog-archive-2021-10-04.txt",
    "evidence/network-2021-10-05.txt",
    "evidence/notebooks-2021-10-04.txt",
    "evidence/release-2021-10-05.txt",
    "exports/aws/identity-center-user-permissions.csv",
    "exports/aws/prod_account-authorization-details.json",
    "exports/aws/prod_credential-report.csv",
    "exports/aws/stage_account-authorization-details.json",
    "exports/aws/stage_credential-report.csv",
    "exports/bastion/bastion-prod_group.txt",
    "exports/bastion/bastion-prod_lastlog.txt",
    "exports/bastion/bastion-prod_passwd.txt",
    "exports/bastion/bastion-prod_sudoers.csv",
    "exports/bastion/bastion-stage_group.txt",
    "exports/bastion/bastion-stage_lastlog.txt",
    "exports/bastion/bastion-stage_passwd.txt",
    "exports/bastion/bastion-stage_sudoers.csv",
    "exports/bitbucket/groups.json",
    "exports/bitbucket/permissions-config-groups.json",
    "exports/bitbucket/permissions-config-users.json",
    "exports/bitbucket/workspace-members.json",
    "exports/datadog/users.json",
    "exports/intune/DefenderAgents_2021-10-04.zip",
    "exports/intune/DevicesWithInventory_2021-10-04.zip",
    "exports/jfrog/permission-targets.json",
    "exceptions.toml",
    "people.csv",
    "review.toml",
    "roles.toml",
    "sources.csv",
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

//! The token: read once, shown nowhere.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail, ensure};

/// The environment variable that holds the token.
pub const VARIABLE: &str = "ACCESS_REVIEW_CONFLUENCE_TOKEN";

/// More than any token has; what is larger is another file.
const LONGEST: u64 = 4_096;

/// A token. It has no `Display` and no `Serialize`, and its `Debug` says nothing.
#[derive(Clone)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(not shown)")
    }
}

impl Secret {
    /// The token of the file, or else of the environment variable; none where neither is there.
    ///
    /// # Errors
    /// When others can read the file, or what was found is no token. No message shows it.
    pub fn read(file: Option<&Path>) -> anyhow::Result<Option<Self>> {
        if let Some(file) = file {
            return of_file(file).map(Some);
        }
        match std::env::var(VARIABLE) {
            Ok(text) if text.trim().is_empty() => Ok(None),
            Ok(text) => of_text(&text)
                .with_context(|| format!("the environment variable `{VARIABLE}`"))
                .map(Some),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => bail!("the environment variable `{VARIABLE}` holds no text"),
        }
    }

    /// The token, for the header of a request alone.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

fn of_file(file: &Path) -> anyhow::Result<Secret> {
    let shown = file.display();
    let open = File::open(file).with_context(|| format!("cannot read the token file `{shown}`"))?;
    let about = open
        .metadata()
        .with_context(|| format!("cannot read the token file `{shown}`"))?;
    ensure!(about.is_file(), "the token file `{shown}` is no file");
    if let Some(mode) = open_to_others(&about) {
        bail!(
            "others on this machine can read or write the token file `{shown}` (its permissions are {mode:o}); run \
             `chmod 600 {shown}`, and make a new token if somebody could have seen it"
        );
    }
    let mut text = String::new();
    let read = open.take(LONGEST + 1).read_to_string(&mut text);
    read.with_context(|| format!("the token file `{shown}` holds no text"))?;
    of_text(&text).with_context(|| format!("the token file `{shown}`"))
}

/// The permissions of a file that others than its owner can read, write or run.
#[cfg(unix)]
fn open_to_others(about: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = about.permissions().mode() & 0o777;
    (mode != 0o600 && mode != 0o400).then_some(mode)
}

#[cfg(not(unix))]
fn open_to_others(_: &Metadata) -> Option<u32> {
    None
}

fn of_text(text: &str) -> anyhow::Result<Secret> {
    let text = text.trim();
    ensure!(!text.is_empty(), "is empty, expected the token alone");
    ensure!(
        text.len() as u64 <= LONGEST,
        "holds more than {LONGEST} letters, expected the token alone"
    );
    ensure!(
        text.bytes().all(|byte| byte.is_ascii_graphic()),
        "holds blanks, several lines or letters that no token has; expected the token alone"
    );
    Ok(Secret(text.to_owned()))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_shown() {
        let secret = of_text(" EXAMPLE-token \n").unwrap();
        assert_eq!(secret.reveal(), "EXAMPLE-token");
        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(not shown) Secret(not shown)");
        for (text, saying) in [
            ("  \n", "is empty"),
            ("EXAMPLE token", "holds blanks"),
            ("EXAMPLE\ntoken", "holds blanks"),
            ("EXAMPLEtöken", "holds blanks"),
            (&"E".repeat(5_000), "more than 4096"),
        ] {
            let error = format!("{:#}", of_text(text).unwrap_err());
            assert!(error.contains(saying) && !error.contains("EXAMPLE"), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_read_only_if_nobody_else_can() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        std::fs::write(&file, "EXAMPLE-token\n").unwrap();
        for mode in [0o644, 0o640, 0o660, 0o604, 0o700, 0o666] {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            let error = format!("{:#}", Secret::read(Some(&file)).unwrap_err());
            assert!(
                error.contains(&format!("{mode:o}")) && error.contains("chmod 600"),
                "{error}"
            );
            assert!(!error.contains("EXAMPLE"), "{error}");
        }
        for mode in [0o600, 0o400] {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(Secret::read(Some(&file)).unwrap().unwrap().reveal(), "EXAMPLE-token");
        }
        let error = format!("{:#}", Secret::read(Some(folder.path())).unwrap_err());
        assert!(error.contains("is no file"), "{error}");
        let error = format!("{:#}", Secret::read(Some(&folder.path().join("none"))).unwrap_err());
        assert!(error.contains("cannot read the token file"), "{error}");
    }
}

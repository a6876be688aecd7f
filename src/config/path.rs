//! Paths of input files: relative to the inputs folder and inside it, with `/` on every machine.

use super::file::File;
use super::value::At;

/// Notes what is wrong with the path of a key `file`, if anything; whether it is fine.
pub(super) fn check(file: &File, path: &At<String>) -> bool {
    check_as(file, "file", path)
}

/// The same of another key.
pub(super) fn check_as(file: &File, key: &str, path: &At<String>) -> bool {
    let fault = fault(&path.value);
    if let Some(why) = &fault {
        file.problem(path.line, format!("`{key}` is `{}`, {why}", path.value));
    }
    fault.is_none()
}

/// What is wrong and what to do.
fn fault(path: &str) -> Option<String> {
    let drive = path.chars().nth(1) == Some(':');
    if drive || path.starts_with(['/', '\\']) {
        return Some(
            "an absolute path; copy the file into the inputs folder and write its path from there, for example \
             `exports/users.csv`"
                .to_owned(),
        );
    }
    if path.contains('\\') {
        return Some(format!(
            "with `\\` between folders; write `{}`",
            path.replace('\\', "/")
        ));
    }
    if path.split('/').any(|part| part == "..") {
        return Some(
            "which leads out of the inputs folder; copy the file into it and write its path from there".to_owned(),
        );
    }
    let plain: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let plain = plain.join("/");
    (plain != path).then(|| format!("which is not written plainly; write `{plain}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_is_fine() {
        assert_eq!(fault("people.csv"), None);
        assert_eq!(fault("exports/2021 Q3/bitbucket..users.csv"), None);
    }

    #[test]
    fn every_other_path_says_what_to_write() {
        for (path, fragment) in [
            ("/home/me/users.csv", "an absolute path"),
            ("C:\\users.csv", "an absolute path"),
            ("c:/users.csv", "an absolute path"),
            ("\\\\server\\users.csv", "an absolute path"),
            ("exports\\users.csv", "write `exports/users.csv`"),
            ("../users.csv", "leads out of"),
            ("exports/../../users.csv", "leads out of"),
            ("./users.csv", "write `users.csv`"),
            ("exports//users.csv", "write `exports/users.csv`"),
            ("exports/", "write `exports`"),
        ] {
            let why = fault(path).unwrap_or_default();
            assert!(why.contains(fragment), "{path}: {why}");
        }
    }
}

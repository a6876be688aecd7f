//! The dated folder: replaced whole or not at all, and never over somebody's work.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{example, files, replace, report, root, said};

const DATE: &str = "2021-10-06";

fn first_run() -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    assert_eq!(said(&report(&root().join("inputs"), out.path())).0, 0);
    out
}

/// Runs again and expects a refusal that says this and leaves everything as it is.
fn refused(out: &Path, saying: &str) {
    let before = files(out);
    let (code, _, stderr) = said(&report(&root().join("inputs"), out));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains(saying), "{stderr}");
    assert!(files(out) == before);
}

#[test]
fn an_edited_file_is_not_replaced() {
    let out = first_run();
    replace(
        &out.path().join(DATE).join("public/audit.md"),
        "Audit date",
        "Date of the audit",
    );
    refused(out.path(), "`public/audit.md` was edited");
}

#[test]
fn a_file_of_somebody_is_not_replaced() {
    let out = first_run();
    fs::write(out.path().join(DATE).join("public/notes.txt"), "call Zoe").unwrap();
    refused(out.path(), "`public/notes.txt` was put there by somebody");
}

#[test]
fn a_folder_without_a_manifest_is_not_replaced() {
    let out = first_run();
    fs::remove_file(out.path().join(DATE).join("internal/manifest.json")).unwrap();
    refused(out.path(), "there is no `internal/manifest.json`");
}

#[test]
fn a_folder_with_a_broken_manifest_is_not_replaced() {
    let out = first_run();
    fs::write(out.path().join(DATE).join("internal/manifest.json"), "{").unwrap();
    refused(out.path(), "cannot be read as a manifest");
}

#[test]
fn what_a_file_manager_leaves_and_a_missing_file_do_no_harm() {
    let out = first_run();
    let before = files(out.path());
    fs::write(out.path().join(DATE).join(".DS_Store"), "x").unwrap();
    fs::remove_file(out.path().join(DATE).join("public/counts.csv")).unwrap();
    assert_eq!(said(&report(&root().join("inputs"), out.path())).0, 0);
    assert!(files(out.path()) == before);
}

#[test]
fn another_run_at_the_same_time_is_refused() {
    let out = first_run();
    let lock = fs::File::create(out.path().join(".lock")).unwrap();
    lock.lock().unwrap();
    refused(out.path(), "another run is writing");
}

#[test]
fn a_swap_that_was_cut_off_is_undone_and_half_written_files_go() {
    let out = first_run();
    let before = files(out.path());
    fs::rename(out.path().join(DATE), out.path().join(format!(".old-{DATE}"))).unwrap();
    fs::create_dir_all(out.path().join(format!(".new-{DATE}/public"))).unwrap();
    fs::write(out.path().join(format!(".new-{DATE}/public/audit.md")), "half").unwrap();
    // The old folder comes back before anything else is looked at: an edit in it is then noticed.
    replace(
        &out.path().join(format!(".old-{DATE}/public/audit.md")),
        "Audit date",
        "Date",
    );
    let (code, _, stderr) = said(&report(&root().join("inputs"), out.path()));
    assert_eq!(code, 2);
    assert!(stderr.contains("`public/audit.md` was edited"), "{stderr}");
    fs::write(
        out.path().join(DATE).join("public/audit.md"),
        &before[&format!("{DATE}/public/audit.md")],
    )
    .unwrap();
    assert_eq!(said(&report(&root().join("inputs"), out.path())).0, 0);
    assert!(files(out.path()) == before);
    assert!(!out.path().join(format!(".old-{DATE}")).exists() && !out.path().join(format!(".new-{DATE}")).exists());
}

#[test]
fn a_failing_run_leaves_the_folder_as_it_was() {
    let out = first_run();
    let before = files(out.path());
    let (_holder, inputs) = example();
    replace(&inputs.join("review.toml"), "organisation", "organization");
    let (code, _, stderr) = said(&report(&inputs, out.path()));
    assert_eq!(code, 2);
    assert!(
        stderr.contains("review.toml:") && stderr.contains("`organisation`"),
        "{stderr}"
    );
    assert!(files(out.path()) == before);
}

#[test]
fn the_surroundings_do_not_reach_the_bytes() {
    let out = first_run();
    let other = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_access-review"))
        .args(["report", "--inputs"])
        .arg(root().join("inputs"))
        .arg("--out")
        .arg(other.path())
        .current_dir(other.path())
        .env_clear()
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "tr_TR.UTF-8")
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(files(out.path()) == files(other.path()));
}

#[cfg(unix)]
#[test]
fn what_names_people_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let out = first_run();
    let mode = |path: &str| {
        fs::metadata(out.path().join(DATE).join(path))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode("internal"), 0o700);
    for (path, _) in files(&out.path().join(DATE)) {
        if path.starts_with("internal/") {
            assert_eq!(mode(&path), 0o600, "{path}");
        } else {
            assert_ne!(mode(&path) & 0o044, 0, "{path}");
        }
    }
}

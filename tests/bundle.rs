//! The dated folder: replaced whole or not at all, and never over somebody's work.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{example, files, replace, report, root, run, said, small};

const DATE: &str = "2024-03-01";
const OTHER: &str = "2023-12-01";

fn first_run() -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    assert_eq!(again(out.path()).0, 0);
    out
}

fn again(out: &Path) -> (i32, String, String) {
    let (_holder, inputs) = small();
    said(&report(&inputs, out))
}

/// A run that cannot be done, because of its inputs.
fn failing(out: &Path) {
    let (_holder, inputs) = small();
    replace(&inputs.join("review.toml"), "organisation", "organization");
    let (code, _, stderr) = said(&report(&inputs, out));
    assert_eq!(code, 2);
    assert!(stderr.contains("review.toml:"), "{stderr}");
}

fn rename(out: &Path, from: &str, to: &str) {
    fs::rename(out.join(from), out.join(to)).unwrap();
}

/// Everything below a folder, with what begins with a dot, without opening what is no plain file.
fn all(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(within) = folders.pop() {
        for entry in fs::read_dir(within).unwrap().map(Result::unwrap) {
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                folders.push(entry.path());
            }
            found.insert(entry.path(), kind.is_file().then(|| fs::read(entry.path()).unwrap()));
        }
    }
    found
}

/// Runs again and expects a refusal that says this and leaves everything as it is.
fn refused(out: &Path, saying: &str) {
    let before = all(out);
    let (code, _, stderr) = again(out);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains(saying), "{stderr}");
    assert!(all(out) == before);
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
    assert_eq!(again(out.path()).0, 0);
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
    let (code, _, stderr) = again(out.path());
    assert_eq!(code, 2);
    assert!(stderr.contains("`public/audit.md` was edited"), "{stderr}");
    fs::write(
        out.path().join(DATE).join("public/audit.md"),
        &before[&format!("{DATE}/public/audit.md")],
    )
    .unwrap();
    assert_eq!(again(out.path()).0, 0);
    assert!(files(out.path()) == before);
    assert!(!out.path().join(format!(".old-{DATE}")).exists() && !out.path().join(format!(".new-{DATE}")).exists());
}

#[test]
fn a_failing_run_leaves_the_folder_as_it_was() {
    let out = first_run();
    let before = files(out.path());
    failing(out.path());
    assert!(files(out.path()) == before);
}

#[test]
fn the_surroundings_do_not_reach_the_bytes() {
    let out = tempfile::tempdir().unwrap();
    let (_holder, inputs) = example();
    assert_eq!(said(&report(&inputs, out.path())).0, 0);
    let other = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_access-review"))
        .args(["report", "--inputs"])
        .arg(root().join("inputs"))
        .arg("--out")
        .arg(other.path())
        .current_dir(other.path())
        .env_clear()
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "tr_TR.UTF-8")
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0));
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

#[test]
fn a_swap_cut_off_for_another_date_is_undone_even_by_a_run_that_fails() {
    let out = first_run();
    let path = out.path();
    let before = files(path);
    rename(path, DATE, &format!(".old-{DATE}"));
    let (_holder, inputs) = small();
    replace(&inputs.join("review.toml"), DATE, OTHER);
    assert_eq!(said(&report(&inputs, path)).0, 0);
    let mut after = files(path);
    after.retain(|file, _| file.starts_with(DATE));
    assert!(after == before, "another date's only copy stayed hidden");
    rename(path, OTHER, &format!(".old-{OTHER}"));
    fs::create_dir_all(path.join(".new-2020-01-01/internal")).unwrap();
    failing(path);
    assert!(path.join(OTHER).join("public/audit.md").exists());
    assert!(!path.join(".new-2020-01-01").exists());
    // Not of that form, so nobody's business.
    for name in [".old-2020-1-1", ".old-2020-02-30", ".new-20200101", ".old-notes"] {
        fs::create_dir(path.join(name)).unwrap();
    }
    let before = all(path);
    failing(path);
    assert!(all(path) == before);
}

#[test]
fn what_somebody_put_under_a_hidden_name_is_left_and_does_not_hold_up_the_rest() {
    let out = first_run();
    let path = out.path();
    fs::create_dir(path.join(format!(".old-{DATE}"))).unwrap();
    fs::write(path.join(format!(".old-{DATE}/notes.txt")), "mine").unwrap();
    refused(path, "a name that only this program uses");
    refused(path, &format!(".old-{DATE}"));
    refused(path, "move it elsewhere");
    rename(path, DATE, "aside");
    refused(path, "there is no `internal/manifest.json`");
    rename(path, "aside", DATE);
    fs::create_dir_all(path.join(".new-2020-01-01/drafts")).unwrap();
    refused(path, "`drafts` was put there by somebody");
    // An audit of another date comes back all the same.
    let copied = format!(".old-{OTHER}");
    rename(path, DATE, &copied);
    let (code, _, stderr) = again(path);
    assert_eq!(code, 2);
    assert!(stderr.contains("notes") || stderr.contains("manifest.json"), "{stderr}");
    assert!(path.join(OTHER).join("public/audit.md").exists());
}

#[test]
fn the_only_copy_is_not_removed_for_a_folder_of_somebody() {
    let out = first_run();
    rename(out.path(), DATE, &format!(".old-{DATE}"));
    fs::create_dir(out.path().join(DATE)).unwrap();
    refused(out.path(), "may be the only copy");
}

#[test]
fn a_lock_that_is_somebodys_file_is_kept() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join(".lock"), "mine").unwrap();
    refused(out.path(), ".lock` is not empty");
    fs::remove_file(out.path().join(".lock")).unwrap();
    fs::create_dir(out.path().join(".lock")).unwrap();
    refused(out.path(), ".lock` is a folder");
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_a_link_is_not_followed() {
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("empty.txt");
    std::os::unix::fs::symlink(&target, out.path().join(".lock")).unwrap();
    refused(out.path(), ".lock` is a symbolic link");
    fs::write(&target, "").unwrap();
    refused(out.path(), ".lock` is a symbolic link");
}

#[test]
fn a_folder_of_somebody_is_not_replaced() {
    for name in ["desktop.ini", "public/notes", "internal/.DS_Store"] {
        let out = first_run();
        fs::create_dir(out.path().join(DATE).join(name)).unwrap();
        refused(out.path(), &format!("`{name}/` was put there by somebody"));
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_replaced_and_never_opened() {
    let out = first_run();
    let folder = out.path().join(DATE);
    for name in ["public/pipe", ".DS_Store", "internal/manifest.json"] {
        let path = folder.join(name);
        let kept = fs::read(&path).ok();
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let said = match name {
            "internal/manifest.json" => "there is no `internal/manifest.json`".to_owned(),
            _ => format!("`{name}` is neither a file nor a folder"),
        };
        refused(out.path(), &said);
        fs::remove_file(&path).unwrap();
        if let Some(bytes) = kept {
            fs::write(&path, bytes).unwrap();
        }
    }
    // A link to the very bytes that the manifest lists is a link all the same.
    rename(out.path(), &format!("{DATE}/public/audit.md"), "audit.md");
    std::os::unix::fs::symlink(out.path().join("audit.md"), folder.join("public/audit.md")).unwrap();
    refused(out.path(), "`public/audit.md` is a symbolic link");
    fs::remove_file(folder.join("public/audit.md")).unwrap();
    rename(out.path(), &format!("{DATE}/internal"), "internal");
    std::os::unix::fs::symlink(out.path().join("internal"), folder.join("internal")).unwrap();
    refused(out.path(), "there is no `internal/manifest.json`");
}

#[test]
fn a_place_that_is_taken_is_told() {
    let out = tempfile::tempdir().unwrap();
    for name in [DATE.to_owned(), format!(".old-{DATE}"), format!(".new-{DATE}")] {
        fs::write(out.path().join(&name), "mine").unwrap();
        fs::write(out.path().join(".lock"), "").unwrap();
        refused(
            out.path(),
            &format!("{name}` is a file, and this program needs a folder"),
        );
        fs::remove_file(out.path().join(&name)).unwrap();
    }
    fs::write(out.path().join("file"), "mine").unwrap();
    let (code, _, stderr) = again(&out.path().join("file"));
    assert_eq!(code, 2);
    assert!(stderr.contains("file` is not a folder"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_place_that_is_taken_by_a_link_is_told() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join(".lock"), "").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    for target in [elsewhere.path(), Path::new("nowhere")] {
        for name in [DATE.to_owned(), format!(".old-{DATE}"), format!(".new-{DATE}")] {
            let link = out.path().join(&name);
            std::os::unix::fs::symlink(target, &link).unwrap();
            refused(out.path(), &format!("{name}` is a symbolic link"));
            fs::remove_file(link).unwrap();
        }
    }
}

#[test]
fn the_documents_do_not_go_among_the_inputs() {
    let (holder, inputs) = small();
    let before = all(&inputs);
    for (out, saying) in [
        ("inputs", "is the inputs folder"),
        ("inputs/exports/..", "is the inputs folder"),
        ("inputs/exports", "is in the folder of the exports"),
        ("inputs/exports/not/yet", "is in the folder of the exports"),
        ("inputs/new/../exports/", "is in the folder of the exports"),
    ] {
        let (code, _, stderr) = said(&report(&inputs, &holder.path().join(out)));
        assert_eq!(code, 2, "{out}");
        assert!(stderr.contains(saying) && stderr.contains("--out"), "{out}: {stderr}");
        assert!(all(&inputs) == before, "{out}");
    }
    for out in ["exports", "inputs/exports-out", "inputs/out"] {
        assert_eq!(said(&report(&inputs, &holder.path().join(out))).0, 0, "{out}");
    }
}

#[test]
fn a_date_in_another_form_is_refused() {
    let (_holder, inputs) = small();
    for date in ["20240301", "2024-03-01T00:00", "2024-02-30", "1899-12-31"] {
        let (code, _, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap(), "--date", date]));
        assert_eq!(code, 2, "{date}");
        assert!(stderr.contains(date) && stderr.contains("expected"), "{stderr}");
    }
}

/// Runs as somebody whom a read-only folder stops, which the superuser is not.
#[cfg(unix)]
#[test]
fn a_replaced_folder_that_cannot_be_removed_is_named_and_the_new_one_is_in_place() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let (holder, inputs) = small();
    let root_runs = fs::metadata(holder.path()).unwrap().uid() == 0;
    let program = holder.path().join("program");
    fs::copy(env!("CARGO_BIN_EXE_access-review"), &program).unwrap();
    let out = holder.path().join("out");
    fs::create_dir(&out).unwrap();
    if root_runs {
        fs::set_permissions(holder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        chown(&out, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let report = || {
        let mut command = Command::new(&program);
        command.args(["report", "--inputs", "inputs", "--out", "out"]);
        command.current_dir(holder.path());
        if root_runs {
            command.uid(NOBODY).gid(NOBODY);
        }
        said(&command.output().unwrap())
    };
    assert_eq!(report().0, 0);
    let set = |path: &str, mode: u32| fs::set_permissions(out.join(path), PermissionsExt::from_mode(mode)).unwrap();
    set(&format!("{DATE}/internal"), 0o500);
    replace(&inputs.join("review.toml"), "Example Ltd", "Sample Ltd");
    let (code, _, stderr) = report();
    assert_eq!(code, 2);
    for part in [
        &format!("{DATE}` is complete and in place"),
        &format!(".old-{DATE}"),
        "delete it by hand",
        "read-only",
    ] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    let written = files(&out);
    let page = String::from_utf8_lossy(&written[&format!("{DATE}/public/audit.md")]).into_owned();
    assert!(page.contains("Sample Ltd"), "{page}");
    let (code, _, stderr) = report();
    assert_eq!(code, 2);
    assert!(stderr.contains("delete it by hand"), "{stderr}");
    // Half removed, it is still known as the program's own.
    set(&format!(".old-{DATE}/internal"), 0o700);
    assert_eq!(report().0, 0);
    assert!(files(&out) == written && !out.join(format!(".old-{DATE}")).exists());
}

#[test]
fn a_run_killed_at_any_moment_leaves_one_whole_folder() {
    let editions = ["Example Ltd", "Sample Ltd"].map(|organisation| {
        let (holder, inputs) = small();
        replace(&inputs.join("review.toml"), "Example Ltd", organisation);
        let out = tempfile::tempdir().unwrap();
        assert_eq!(said(&report(&inputs, out.path())).0, 0);
        (holder, inputs, files(out.path()))
    });
    let out = tempfile::tempdir().unwrap();
    let start = Instant::now();
    assert_eq!(said(&report(&editions[0].1, out.path())).0, 0);
    let whole_run = start.elapsed();
    let mut killed = 0;
    for moment in 1..=20_u32 {
        let (_, inputs, _) = &editions[(moment % 2) as usize];
        let mut child = Command::new(env!("CARGO_BIN_EXE_access-review"))
            .args(["report", "--inputs"])
            .arg(inputs)
            .arg("--out")
            .arg(out.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Somewhere in the run; while it writes; in the middle of the swap.
        let (awaited, pause) = match moment % 3 {
            0 => (None, whole_run * moment / 20),
            1 => (Some(".new"), whole_run * moment / 60),
            _ => (Some(".old"), Duration::ZERO),
        };
        let awaited = awaited.map(|name| out.path().join(format!("{name}-{DATE}")));
        while awaited.as_ref().is_some_and(|path| !path.exists()) && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(100));
        }
        std::thread::sleep(pause);
        killed += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        failing(out.path());
        let left = files(out.path());
        assert!(
            editions.iter().any(|(_, _, whole)| *whole == left),
            "moment {moment}: {:?}",
            left.keys()
        );
        // On a busy machine fewer moments have to do.
        if start.elapsed() > Duration::from_secs(15) {
            break;
        }
    }
    assert!(killed > 0);
}

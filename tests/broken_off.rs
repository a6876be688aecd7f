//! A run that somebody breaks off with Ctrl-C leaves nothing half-written, and what was there before.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{files, small};

/// Starts writing the tables of a review.
fn start(inputs: &Path, out: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_access-review"))
        .args(["report", "--only", "data,grants"])
        .args(["--inputs".as_ref(), inputs, "--out".as_ref(), out])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Breaks a run off as soon as it writes, and gives its exit code.
fn break_off(mut run: Child, out: &Path) -> Option<i32> {
    let begun = Instant::now();
    while !out.join(".new-2024-03-01").exists() && begun.elapsed() < Duration::from_mins(1) {
        assert!(
            run.try_wait().unwrap().is_none(),
            "it is done before it could be broken off"
        );
        thread::sleep(Duration::from_millis(1));
    }
    let kill = Command::new("kill").args(["-INT", &run.id().to_string()]).status();
    assert!(kill.unwrap().success());
    run.wait().unwrap().code()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_run_that_is_broken_off_leaves_what_was_there_and_nothing_else() {
    let (_holder, inputs) = small();
    let out = inputs.with_file_name("out");
    assert!(start(&inputs, &out).wait().unwrap().code().unwrap() < 2);
    let (before, standing) = (files(&out), names(&out));
    assert!(before.contains_key("2024-03-01/internal/grants.csv"));
    let mut export = "User,Permission\n".to_owned();
    for number in 0..400_000 {
        writeln!(export, "user{number}@example.com,Read").unwrap();
    }
    fs::write(inputs.join("exports/vault.csv"), export).unwrap();
    assert_eq!(break_off(start(&inputs, &out), &out), Some(130));
    assert_eq!((files(&out), names(&out)), (before, standing));
}

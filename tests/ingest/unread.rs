//! Files that lie in the inputs folder and that nothing reads.

use std::fs;

use access_review::model::private::Private;
use access_review::model::snapshot::Snapshot;

use super::review::{export, exported, review};

const EXPORT: &str = "User,Repository,Permission\nanna,alpha,read\n";

fn unread(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.unread.iter().map(Private::reveal).collect()
}

#[test]
fn files_that_no_stanza_names_are_told_sorted_with_their_path() {
    let review = exported(EXPORT);
    fs::create_dir_all(review.path().join("exports/2021")).unwrap();
    fs::create_dir_all(review.path().join("profiles")).unwrap();
    for name in [
        "profiles/notes.txt",
        "Konten.xlsx",
        "exports/2021/vault.csv",
        "exports/Notes.txt",
        "exports/review.toml",
    ] {
        review.file(name, "anything");
    }
    assert_eq!(
        unread(&review.read()),
        [
            "Konten.xlsx",
            "exports/2021/vault.csv",
            "exports/Notes.txt",
            "exports/review.toml",
            "profiles/notes.txt"
        ]
    );
}

#[test]
fn files_that_are_read_and_those_that_nobody_put_there_are_not_told() {
    let mut review = review();
    fs::create_dir_all(review.path().join("exports")).unwrap();
    fs::create_dir_all(review.path().join(".git")).unwrap();
    fs::create_dir_all(review.path().join("profiles")).unwrap();
    review.file("exports/git.csv", EXPORT);
    review.export(export("exports/git.csv"));
    review.file("accounts-2021.csv", "System,Account,Person\ngit,gone,\n");
    for name in [
        "review.toml",
        "roles.toml",
        ".gitignore",
        ".git/config",
        "~$people.xlsx",
        "exports/.~lock.git.csv#",
        "profiles/own.toml",
        "exports/~$git.xlsx",
    ] {
        review.file(name, "anything");
    }
    assert_eq!(unread(&review.read()), Vec::<&str>::new());
}

#[cfg(unix)]
#[test]
fn links_neither_hang_nor_hide_nor_tell_a_file_twice() {
    use std::os::unix::fs::symlink;
    let review = exported(EXPORT);
    let elsewhere = tempfile::TempDir::new().unwrap();
    fs::write(elsewhere.path().join("vault.csv"), "anything").unwrap();
    let at = |name: &str| review.path().join(name);
    symlink(elsewhere.path(), at("share")).unwrap();
    symlink(review.path(), at("loop")).unwrap();
    symlink(review.path().parent().unwrap(), at("up")).unwrap();
    symlink(at("nowhere"), at("broken")).unwrap();
    symlink(at("git.csv"), at("same.csv")).unwrap();
    assert_eq!(unread(&review.read()), ["share/vault.csv"]);
}
